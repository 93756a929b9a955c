//! What went into a scenario: its inputs, and the one text that stands for all of them.

use std::path::Path;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::school::SchoolFiles;
use crate::diagnostic::{SourceId, Sources};
use crate::scenario::document::Document;
use crate::scenario::document::canonical::{joined, lines};
use crate::scenario::document::csv_table::{CsvShape, Rows};
use crate::scenario::format::ROOT;
use crate::scenario::format::classes::CLASSES;
use crate::scenario::format::people::PEOPLE;
use crate::scenario::model::Input;
use crate::scenario::plan::Plan;

/// The merged scenario with its defaults, every row of the school's data files and its plan, one line a value; of the
/// tables and maps of a town (`texts`) their hashes. What
/// only names things (the folder, the variant) is not in it.
pub(super) fn text(
    document: &Document,
    files: &SchoolFiles,
    plan: &Plan,
    texts: &[(String, SourceId)],
    sources: &Sources,
) -> String {
    let mut all = vec![format!("format = {}", crate::scenario::document::FORMAT)];
    let mut found = Vec::new();
    if let Some(root) = document.root.as_table() {
        lines("", root, &ROOT, &mut found);
    }
    let [plan_name, classes, people] = files.names.each_ref().map(|name| joined("data", name));
    found.extend(plan.canonical_lines(&plan_name));
    let mut rows = |path: &str, rows: Option<&Rows>, shape: &CsvShape| {
        for (id, table) in rows.into_iter().flat_map(Rows::tables) {
            lines(&joined(path, id), table, shape.section, &mut found);
        }
    };
    rows(&classes, files.classes.as_ref(), &CLASSES);
    rows(&people, files.people.as_ref(), &PEOPLE);
    // Tables of millions of rows stand for themselves.
    for (name, source) in texts {
        let hash = sha256(&sources.get(*source).content());
        found.push(format!("{} = sha256 {hash}", joined("data", name)));
    }
    found.sort();
    all.append(&mut found);
    all.join("\n") + "\n"
}

/// Every file and setting, in reading order.
pub(super) fn inputs(sources: &Sources, folder: &Path) -> Vec<Input> {
    let mut inputs = Vec::new();
    let mut settings = String::new();
    for (_, source) in sources.iter() {
        if source.name == "--set" {
            settings += &source.text;
            settings.push('\n');
            continue;
        }
        let inside = source
            .path
            .strip_prefix(folder)
            .ok()
            .filter(|path| !path.as_os_str().is_empty());
        let name = inside.map_or_else(
            || source.name.clone(),
            |path| path.to_string_lossy().replace('\\', "/"),
        );
        inputs.push(input(name, source.content()));
    }
    if !settings.is_empty() {
        inputs.push(input("settings.txt".to_owned(), settings.into_bytes().into()));
    }
    inputs
}

pub(super) fn input(name: String, content: Arc<[u8]>) -> Input {
    Input {
        name,
        sha256: sha256(&content),
        content,
    }
}

/// SHA-256, hexadecimal.
pub(super) fn sha256(content: &[u8]) -> String {
    Sha256::digest(content)
        .iter()
        .fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
}
