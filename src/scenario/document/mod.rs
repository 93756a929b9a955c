//! The untyped half of the scenario room: files to one checked tree.
//!
//! ```text
//! reading   bytes of a path       → text, or why not
//! toml      text                  → a tree whose every leaf knows its place
//! overlay   variant, --set        → laid over it
//! check     tree + declaration    → diagnostics, all in one pass
//! ids       tree + declaration    → what is declared, what refers to nothing
//! csv_table text + declaration    → rows, patched and checked
//! view      checked tree          → typed values for the other half
//! canonical checked tree          → one text, whatever the order of the files
//! ```
//!
//! A declaration ([`shape`]) also gives the JSON Schema ([`schema`]) and the reference page ([`mod@reference`]). What
//! the sections of a scenario are, this half does not know.

pub mod canonical;
pub mod check;
pub mod csv_table;
pub mod decimal;
pub mod ids;
pub mod limits;
pub mod local_text;
pub mod overlay;
pub mod path;
pub mod quantity;
pub mod reading;
pub mod reference;
pub mod schema;
pub mod shape;
pub mod suggest;
pub mod toml;
pub mod tree;
pub mod view;

use crate::diagnostic::{Diagnostic, Diagnostics, SourceId, Sources};
use ids::Ids;
use overlay::Layered;
use reading::Folder;
use shape::{Field, Section, Shape};
use tree::{Node, Table, Value};

/// The format of scenario files that this version reads: `format = 1`.
pub const FORMAT: i64 = 1;

/// What a variant says of itself.
pub static VARIANT: Section = Section {
    name: "variant",
    doc: "What this variant is. Everything else in its file is laid over the scenario.",
    fields: &[
        Field::required("name", Shape::LocalText, "What people call it."),
        Field::optional("description", Shape::LocalText, "What it is meant to show."),
        Field::optional(
            "remove",
            Shape::List {
                of: &Shape::Text,
                min: 0,
                max: limits::ENTRIES,
            },
            "Paths of what the scenario has and this variant has not: `decision.leave`.",
        ),
    ],
};

/// A scenario with its variant and settings laid over it, as a tree.
#[derive(Debug, Clone)]
pub struct Document {
    /// The merged tree, without `format`, `[variant]` and `[patch]`.
    pub root: Node,
    /// The `[variant]` table, checked against [`VARIANT`].
    pub variant: Option<Node>,
    patches: Table,
    removed: Table,
}

/// Reads `scenario.toml` of a folder, one of its variants by name, and `path=value` settings.
///
/// None after a syntax error or when a file cannot be read: there is no tree to judge.
pub fn load(
    folder: &Folder,
    variant: Option<&str>,
    settings: &[String],
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Document> {
    let base = match folder.read(sources, "scenario.toml") {
        Ok(source) => Some(source),
        Err(error) => {
            diagnostics.push(error.into_diagnostic(None));
            None
        }
    };
    let variant = variant.map(|name| read_variant(folder, name, sources, diagnostics));
    let variant = match variant {
        Some(None) => return None,
        Some(read) => read,
        None => None,
    };
    layer(base?, variant, settings, sources, diagnostics)
}

fn read_variant(
    folder: &Folder,
    name: &str,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<SourceId> {
    let names = folder.variants();
    if !names.iter().any(|known| known == name) {
        let message = format!("`{}` has no variant `{name}`", folder.path().display());
        let mut diagnostic = Diagnostic::error("unknown-variant", None, message);
        diagnostic.help = suggest::did_you_mean(name, names.iter().map(String::as_str));
        diagnostics.push(diagnostic);
        return None;
    }
    match folder.read(sources, &format!("variants/{name}.toml")) {
        Ok(source) => Some(source),
        Err(error) => {
            diagnostics.push(error.into_diagnostic(None));
            None
        }
    }
}

/// Lays a variant and settings over a scenario, all of them read already.
pub fn layer(
    base: SourceId,
    variant: Option<SourceId>,
    settings: &[String],
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Document> {
    let base = toml::parse(sources, base, diagnostics);
    let overlay = variant.map(|source| toml::parse(sources, source, diagnostics));
    let mut base = base?;
    if !take_format(&mut base, true, diagnostics) {
        return None;
    }
    let mut layered = Layered::new(base);
    if let Some(overlay) = overlay {
        let mut overlay = overlay?;
        if !take_format(&mut overlay, false, diagnostics) {
            return None;
        }
        let whole = overlay.span;
        layered.lay_variant(overlay, diagnostics);
        match &mut layered.variant {
            Some(head) => check::check(head, &VARIANT, "variant", diagnostics),
            None => diagnostics.push(
                Diagnostic::error("missing-key", whole, "this variant does not say what it is")
                    .help("begin it with `[variant]` and `name = \"…\"`"),
            ),
        }
    }
    for setting in settings {
        layered.lay_setting(setting, sources, diagnostics);
    }
    let Layered {
        root,
        variant,
        patches,
        removed,
    } = layered;
    Some(Document {
        root,
        variant,
        patches,
        removed,
    })
}

/// Takes `format` out of a file; whether the rest can be read.
fn take_format(root: &mut Node, required: bool, diagnostics: &mut Diagnostics) -> bool {
    let span = root.span;
    let format = root.as_table_mut().and_then(|table| table.remove("format"));
    let diagnostic = match format.as_ref().map(|entry| (&entry.node.value, entry.node.span)) {
        Some((Value::Integer(FORMAT), _)) => return true,
        None if !required => return true,
        None => Diagnostic::error("missing-key", span, "this file does not say its format")
            .help(format!("write `format = {FORMAT}` on its first line")),
        Some((Value::Integer(newer), span)) if *newer > FORMAT => {
            let message = format!("this file is of format {newer}; this hotwash reads format {FORMAT}");
            diagnostics.push(
                Diagnostic::error("newer-format", span, message)
                    .help("a newer version of hotwash can read it"),
            );
            return false;
        }
        Some((_, span)) => Diagnostic::error("bad-format", span, "there is no such format")
            .help(format!("write `format = {FORMAT}`")),
    };
    diagnostics.push(diagnostic);
    true
}

impl Document {
    /// Checks the tree and collects the ids it declares. Ids of data files are declared afterwards, and then
    /// [`Document::check_references`] can judge.
    pub fn check(&mut self, section: &'static Section, diagnostics: &mut Diagnostics) -> Ids {
        check::check_without(&mut self.root, section, "", &self.removed, diagnostics);
        let mut ids = Ids::default();
        ids.collect_removed(&self.removed, section);
        if let Some(table) = self.root.as_table() {
            ids.collect(table, section);
        }
        ids
    }

    /// Reports every reference to an id that is not declared.
    pub fn check_references(&self, section: &'static Section, ids: &Ids, diagnostics: &mut Diagnostics) {
        if let Some(table) = self.root.as_table() {
            ids::check_references(table, section, ids, diagnostics);
        }
    }

    /// The patches of a data file: by key, by column.
    pub fn patches_of(&self, file: &str) -> Option<&Table> {
        self.patches.get(file).and_then(Node::as_table)
    }

    /// Reports patches of files that the scenario does not read by key.
    pub fn check_patches(&self, read_by_key: &[&str], diagnostics: &mut Diagnostics) {
        for (file, entry) in self.patches.iter() {
            let diagnostic = if !read_by_key.contains(&file) {
                let message = format!("the scenario reads no table `{file}`");
                let mut diagnostic = Diagnostic::error("unknown-file", entry.key_span, message);
                diagnostic.help = suggest::did_you_mean(file, read_by_key.iter().copied());
                diagnostic
            } else if entry.node.as_table().is_none() {
                let message = format!("a patch is a table by key, not {}", entry.node.kind());
                Diagnostic::error("wrong-type", entry.node.span, message)
                    .help(format!("write `[patch.'{file}'.KEY]` and the columns below it"))
            } else {
                continue;
            };
            diagnostics.push(diagnostic);
        }
    }
}

#[cfg(test)]
pub(crate) mod declaration;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;
