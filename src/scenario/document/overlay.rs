//! What differs: variants and `--set` laid over the scenario.
//!
//! Tables merge by key; scalars and lists are replaced whole; a table of another `kind` replaces the old one.
//! Every value that comes from an overlay keeps its place there, so that what is wrong with it is shown there.

use super::path::{self, Path};
use super::suggest;
use super::tree::{Entry, Node, Table, Value};
use crate::diagnostic::{Diagnostic, Diagnostics, SourceId, Sources, Span};

/// A scenario with everything laid over it.
#[derive(Debug, Clone)]
pub struct Layered {
    /// The merged tree, without `[variant]` and `[patch]`.
    pub root: Node,
    /// The `[variant]` table, without `remove`.
    pub variant: Option<Node>,
    /// `[patch]`: by file, by key, by column.
    pub patches: Table,
    /// What `remove` took away, at its old path; every key stands where it was removed.
    pub removed: Table,
}

impl Layered {
    /// A scenario before anything is laid over it.
    pub fn new(root: Node) -> Self {
        Self {
            root,
            variant: None,
            patches: Table::default(),
            removed: Table::default(),
        }
    }

    /// Lays a variant over it: removes first, then merges.
    pub fn lay_variant(&mut self, mut overlay: Node, diagnostics: &mut Diagnostics) {
        let head = overlay.as_table_mut().and_then(|table| table.remove("variant"));
        if let Some(mut head) = head {
            if let Some(remove) = head.node.as_table_mut().and_then(|table| table.remove("remove")) {
                self.remove(&remove.node, diagnostics);
            }
            self.variant = Some(head.node);
        }
        self.lay(overlay);
    }

    /// Lays `path=value` of the command line over it.
    pub fn lay_setting(&mut self, setting: &str, sources: &mut Sources, diagnostics: &mut Diagnostics) {
        let source = sources.add("--set", "", setting);
        let (written, value) = match split_setting(setting, source, sources, diagnostics) {
            Ok(parts) => parts,
            Err(diagnostic) => return diagnostics.push(*diagnostic),
        };
        let keys = path::settle(&written, self.root.as_table().unwrap_or(&Table::default()));
        let mut overlay = value;
        for (key, key_span) in keys.into_iter().rev() {
            let mut table = Table::default();
            let span = key_span;
            table.insert(
                key,
                Entry {
                    key_span,
                    node: overlay,
                },
            );
            overlay = Node {
                value: Value::Table(table),
                span,
            };
        }
        self.lay(overlay);
    }

    fn lay(&mut self, mut overlay: Node) {
        if let Some(table) = overlay.as_table_mut()
            && let Some(patches) = take_table(table, "patch")
        {
            merge_tables(&mut self.patches, patches);
        }
        if let (Value::Table(base), Value::Table(over)) = (&mut self.root.value, overlay.value) {
            merge_tables(base, over);
        }
    }

    fn remove(&mut self, list: &Node, diagnostics: &mut Diagnostics) {
        let Some(items) = list.as_list() else {
            diagnostics.push(
                Diagnostic::error("wrong-type", list.span, "`remove` is a list of paths")
                    .help("write `remove = [\"decision.leave\"]`"),
            );
            return;
        };
        for item in items {
            match self.remove_one(item) {
                Ok(()) => {}
                Err(diagnostic) => diagnostics.push(*diagnostic),
            }
        }
    }

    fn remove_one(&mut self, item: &Node) -> Result<(), Box<Diagnostic>> {
        let text = item.as_text().ok_or_else(|| {
            Diagnostic::error(
                "wrong-type",
                item.span,
                format!("a path is a text, this is {}", item.kind()),
            )
            .help("write `remove = [\"decision.leave\"]`")
        })?;
        let written = path::parse(text, item.span)?;
        let root = self
            .root
            .as_table_mut()
            .ok_or_else(|| unknown(text, item.span, None))?;
        let keys: Vec<String> = path::settle(&written, root)
            .into_iter()
            .map(|(key, _)| key)
            .collect();
        let mut entry = take(root, &keys).map_err(|help| unknown(text, item.span, help))?;
        stamp(&mut entry, item.span);
        put(&mut self.removed, &keys, entry);
        Ok(())
    }
}

fn unknown(text: &str, span: Span, help: Option<String>) -> Diagnostic {
    let mut diagnostic = Diagnostic::error(
        "unknown-path",
        span,
        format!("`{text}` is not in the scenario, so it cannot be removed"),
    );
    diagnostic.help = help;
    diagnostic
}

/// Takes the entry at a path out, or says what there is instead.
fn take(table: &mut Table, keys: &[String]) -> Result<Entry, Option<String>> {
    let mut table = table;
    for (depth, key) in keys.iter().enumerate() {
        if table.get(key).is_none() {
            let before = keys[..depth]
                .iter()
                .fold(String::new(), |text, key| text + key + ".");
            let there: Vec<String> = table.keys().map(|key| format!("{before}{key}")).collect();
            return Err(suggest::did_you_mean(
                &format!("{before}{key}"),
                there.iter().map(String::as_str),
            ));
        }
        if depth + 1 == keys.len() {
            break;
        }
        table = table.get_mut(key).and_then(Node::as_table_mut).ok_or(None)?;
    }
    keys.last().and_then(|key| table.remove(key)).ok_or(None)
}

fn put(table: &mut Table, keys: &[String], entry: Entry) {
    let [first, rest @ ..] = keys else { return };
    if rest.is_empty() {
        table.insert(first.clone(), entry);
        return;
    }
    if table.get(first).is_none_or(|node| node.as_table().is_none()) {
        let node = Node {
            value: Value::Table(Table::default()),
            span: entry.key_span,
        };
        table.insert(
            first.clone(),
            Entry {
                key_span: entry.key_span,
                node,
            },
        );
    }
    if let Some(inner) = table.get_mut(first).and_then(Node::as_table_mut) {
        put(inner, rest, entry);
    }
}

/// Makes every key of a removed entry stand where it was removed.
fn stamp(entry: &mut Entry, span: Span) {
    entry.key_span = span;
    if let Value::Table(table) = &mut entry.node.value {
        table.iter_mut().for_each(|(_, inner)| stamp(inner, span));
    }
}

fn take_table(table: &mut Table, key: &str) -> Option<Table> {
    table.get(key)?.as_table()?;
    match table.remove(key)?.node.value {
        Value::Table(inner) => Some(inner),
        _ => None,
    }
}

/// Merges one table over another.
pub fn merge_tables(base: &mut Table, over: Table) {
    for (key, entry) in over {
        match (base.get_mut(&key).map(|node| &mut node.value), entry.node.value) {
            (Some(Value::Table(old)), Value::Table(new)) if !is_another_kind(old, &new) => {
                merge_tables(old, new);
            }
            (_, value) => {
                let node = Node {
                    value,
                    span: entry.node.span,
                };
                base.insert(
                    key,
                    Entry {
                        key_span: entry.key_span,
                        node,
                    },
                );
            }
        }
    }
}

fn is_another_kind(old: &Table, new: &Table) -> bool {
    let (old, new) = (
        old.get("kind").map(|n| &n.value),
        new.get("kind").map(|n| &n.value),
    );
    new.is_some() && old != new
}

fn split_setting(
    setting: &str,
    source: SourceId,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Result<(Path, Node), Box<Diagnostic>> {
    let whole = Span {
        source,
        start: 0,
        end: setting.len() as u32,
    };
    let Some(equals) = path::find_equals(setting) else {
        return Err(Box::new(
            Diagnostic::error("bad-setting", whole, "a setting is `path=value`")
                .help("write it like `--set exercise.lasts=30 min`"),
        ));
    };
    let written = path::parse(
        &setting[..equals],
        Span {
            end: equals as u32,
            ..whole
        },
    )?;
    let raw = &setting[equals + 1..];
    let start = equals + 1 + (raw.len() - raw.trim_start().len());
    let end = start + raw.trim().len();
    let span = Span {
        start: start as u32,
        end: end as u32,
        ..whole
    };
    if let Some(value) = super::toml::parse_value(sources, source, start..end, diagnostics) {
        return Ok((written, value));
    }
    let text = &setting[start..end];
    if text.is_empty() || text.starts_with(['[', '{', '"', '\'']) {
        return Err(Box::new(
            Diagnostic::error("bad-setting", span, "this is no value")
                .help("a value is a number, `true`, `\"a text\"`, `[1, 2]` or `{ key = 1 }`"),
        ));
    }
    Ok((
        written,
        Node {
            value: Value::Text(text.to_owned()),
            span,
        },
    ))
}
