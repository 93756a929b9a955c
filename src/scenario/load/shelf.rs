//! Files that come with hotwash or stand in the folder of a scenario, laid under what the scenario says itself: posts
//! and their authority, the protocol by which pupils are handed over, and the one that names the responses.

use crate::diagnostic::{Diagnostic, Diagnostics, SourceId, Sources};
use crate::scenario::document::overlay::merge_tables;
use crate::scenario::document::reading::Folder;
use crate::scenario::document::shape::Section;
use crate::scenario::document::tree::{Entry, Node, Table, Value};
use crate::scenario::document::{Document, check, suggest, toml};
use crate::scenario::format::{command, release, response};

/// Files of one kind, and where a scenario names the one that it wants.
#[derive(Debug)]
pub struct Shelf {
    /// What such a file is called, and the key that names one.
    key: &'static str,
    /// The table that holds this key.
    table: &'static str,
    /// Those that come with hotwash: their names and texts.
    pub built_in: &'static [(&'static str, &'static str)],
    /// What such a file holds.
    holds: &'static Section,
    /// Its one table, which is laid under the scenario's own.
    under: &'static str,
    /// The code of the diagnostic when there is no such file.
    unknown: &'static str,
}

/// Who may order and request what.
pub static AUTHORITIES: Shelf = Shelf {
    key: "authority",
    table: "command",
    built_in: &[
        ("albania", include_str!("../authority/albania.toml")),
        ("us", include_str!("../authority/us.toml")),
    ],
    holds: &command::AUTHORITY,
    under: "post",
    unknown: "unknown-authority",
};

/// How pupils are handed over.
pub static RELEASE_PROTOCOLS: Shelf = Shelf {
    key: "protocol",
    table: "release",
    built_in: &[
        ("by-grade", include_str!("../protocol/by-grade.toml")),
        (
            "standard-reunification",
            include_str!("../protocol/standard-reunification.toml"),
        ),
    ],
    holds: &release::PROTOCOL,
    under: "release",
    unknown: "unknown-protocol",
};

/// What responses are called.
pub static RESPONSE_PROTOCOLS: Shelf = Shelf {
    key: "protocol",
    table: "response",
    built_in: &[(
        "standard-response-protocol",
        include_str!("../protocol/standard-response-protocol.toml"),
    )],
    holds: &response::PROTOCOL,
    under: "response",
    unknown: "unknown-protocol",
};

impl Shelf {
    /// Lays the file that the scenario names under the scenario's own table; whether there is one and it could be read.
    pub(super) fn lay_under(
        &self,
        document: &mut Document,
        folder: &Folder,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> bool {
        let Some(root) = document.root.as_table_mut() else {
            return false;
        };
        let written = root
            .get(self.table)
            .and_then(Node::as_table)
            .and_then(|table| table.get(self.key));
        let Some((name, span)) = written.and_then(|node| Some((node.as_text()?.to_owned(), node.span)))
        else {
            return false;
        };
        let source = match self.read(&name, folder, sources) {
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
        check::check(&mut file, self.holds, "", diagnostics);
        let Some(laid) = file.as_table_mut().and_then(|table| table.remove(self.under)) else {
            return false;
        };
        let (key_span, span) = (laid.key_span, laid.node.span);
        let mut below = Table::default();
        below.insert(self.under, laid);
        if let Some(own) = root.remove(self.under) {
            let mut over = Table::default();
            over.insert(self.under, own);
            merge_tables(&mut below, over);
        }
        let merged = below.remove(self.under);
        let empty = Node {
            value: Value::Table(Table::default()),
            span,
        };
        root.insert(
            self.under,
            merged.unwrap_or(Entry {
                key_span,
                node: empty,
            }),
        );
        true
    }

    fn read(&self, name: &str, folder: &Folder, sources: &mut Sources) -> Result<SourceId, Box<Diagnostic>> {
        let key = self.key;
        if let Some((name, text)) = self.built_in.iter().find(|(known, _)| *known == name) {
            return Ok(sources.add(format!("{key}/{name}.toml"), "", *text));
        }
        let is_file = std::path::Path::new(name)
            .extension()
            .is_some_and(|end| end.eq_ignore_ascii_case("toml"));
        if is_file {
            return folder
                .read(sources, name)
                .map_err(|error| Box::new(error.into_diagnostic(None)));
        }
        let mut problem = Diagnostic::error(self.unknown, None, format!("there is no {key} `{name}`"));
        problem.help = suggest::did_you_mean(name, self.built_in.iter().map(|(known, _)| *known))
            .map(|help| format!("{help}; a file of your own ends in `.toml`"));
        Err(Box::new(problem))
    }
}
