//! Posts and their authority: a file laid under what the scenario says itself.

use crate::diagnostic::{Diagnostic, Diagnostics, SourceId, Sources};
use crate::scenario::document::overlay::merge_tables;
use crate::scenario::document::reading::Folder;
use crate::scenario::document::tree::{Entry, Node, Table, Value};
use crate::scenario::document::{Document, check, suggest, toml};
use crate::scenario::format::command::AUTHORITY;

/// The authorities that come with hotwash: their names and texts.
pub const BUILT_IN: [(&str, &str); 2] = [
    ("albania", include_str!("../authority/albania.toml")),
    ("us", include_str!("../authority/us.toml")),
];

/// Lays the posts of the authority that `[command]` names under the scenario's own `[post.ID]` tables; whether they
/// could be read.
pub(super) fn lay_under(
    document: &mut Document,
    folder: &Folder,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> bool {
    let Some(root) = document.root.as_table_mut() else {
        return false;
    };
    let written = root
        .get("command")
        .and_then(Node::as_table)
        .and_then(|table| table.get("authority"));
    let Some((name, span)) = written.and_then(|node| Some((node.as_text()?.to_owned(), node.span))) else {
        return false;
    };
    let source = match read(&name, folder, sources) {
        Ok(source) => source,
        Err(error) => {
            diagnostics.push(Diagnostic {
                span: error.span.or(Some(span)),
                ..*error
            });
            return false;
        }
    };
    let Some(mut file) = toml::parse(sources, source, diagnostics) else {
        return false;
    };
    if let Some(table) = file.as_table_mut() {
        table.remove("format");
    }
    check::check(&mut file, &AUTHORITY, "", diagnostics);
    let Some(post) = file.as_table_mut().and_then(|table| table.remove("post")) else {
        return false;
    };
    let (key_span, span) = (post.key_span, post.node.span);
    let mut posts = Table::default();
    posts.insert("post", post);
    if let Some(own) = root.remove("post") {
        let mut over = Table::default();
        over.insert("post", own);
        merge_tables(&mut posts, over);
    }
    let merged = posts.remove("post");
    let empty = Node {
        value: Value::Table(Table::default()),
        span,
    };
    root.insert(
        "post",
        merged.unwrap_or(Entry {
            key_span,
            node: empty,
        }),
    );
    true
}

fn read(name: &str, folder: &Folder, sources: &mut Sources) -> Result<SourceId, Box<Diagnostic>> {
    if let Some((name, text)) = BUILT_IN.iter().find(|(known, _)| *known == name) {
        return Ok(sources.add(format!("authority/{name}.toml"), "", *text));
    }
    let is_file = std::path::Path::new(name)
        .extension()
        .is_some_and(|end| end.eq_ignore_ascii_case("toml"));
    if is_file {
        return folder
            .read(sources, name)
            .map_err(|error| Box::new(error.into_diagnostic(None)));
    }
    let mut problem = Diagnostic::error(
        "unknown-authority",
        None,
        format!("there is no authority `{name}`"),
    );
    problem.help = suggest::did_you_mean(name, BUILT_IN.iter().map(|(known, _)| *known))
        .map(|help| format!("{help}; a file of your own ends in `.toml`"));
    Err(Box::new(problem))
}
