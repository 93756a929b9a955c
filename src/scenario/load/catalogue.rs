//! Which scenarios and variants there are.

use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostics, Sources};
use crate::scenario::document::reading::{Folder, ReadError};
use crate::scenario::document::tree::{Node, Value};
use crate::scenario::document::{limits, toml};
use crate::scenario::model::LocalText;

/// A scenario folder as `hotwash list` shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its id: the name of the folder.
    pub id: String,
    /// Where it is.
    pub path: PathBuf,
    /// Its title; empty if the file cannot be read.
    pub name: LocalText,
    /// Its variants with their titles, by id.
    pub variants: Vec<(String, LocalText)>,
}

/// The names of a scenario's variants, in alphabetical order.
///
/// # Errors
/// What there is at the path instead of a folder.
pub fn variants(path: &Path) -> Result<Vec<String>, ReadError> {
    Ok(Folder::open(path)?.variants())
}

/// The scenarios of a folder of scenarios, by id: every folder that holds a `scenario.toml`. Nothing is checked.
///
/// # Errors
/// What there is at the path instead of a folder.
pub fn list(path: &Path) -> Result<Vec<Listed>, ReadError> {
    Folder::open(path)?;
    let entries = std::fs::read_dir(path)
        .into_iter()
        .flatten()
        .take(limits::ENTRIES);
    let mut listed: Vec<Listed> = entries.filter_map(|entry| one(&entry.ok()?.path())).collect();
    listed.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(listed)
}

fn one(path: &Path) -> Option<Listed> {
    let folder = Folder::open(path).ok()?;
    if !path.join("scenario.toml").is_file() {
        return None;
    }
    let title = |file: &str, table: &str| title(&folder, file, table).unwrap_or_default();
    let variants = folder.variants();
    let variants = variants.into_iter().map(|id| {
        let name = title(&format!("variants/{id}.toml"), "variant");
        (id, name)
    });
    Some(Listed {
        id: folder_id(path),
        path: path.to_path_buf(),
        name: title("scenario.toml", "exercise"),
        variants: variants.collect(),
    })
}

/// `name` of a table of a file, as far as it can be read.
fn title(folder: &Folder, file: &str, table: &str) -> Option<LocalText> {
    let mut sources = Sources::default();
    let source = folder.read(&mut sources, file).ok()?;
    let root = toml::parse(&sources, source, &mut Diagnostics::default())?;
    let name = root.as_table()?.get(table)?.as_table()?.get("name")?;
    Some(match &name.value {
        Value::Table(texts) => {
            let text = |node: &Node| node.as_text().unwrap_or_default().to_owned();
            LocalText(
                texts
                    .iter()
                    .map(|(language, entry)| (language.to_owned(), text(&entry.node)))
                    .collect(),
            )
        }
        _ => LocalText::plain(name.as_text()?),
    })
}

/// The name of a folder, also where the path ends in `.` or `..`.
pub(super) fn folder_id(path: &Path) -> String {
    let named = path.file_name().map(std::ffi::OsStr::to_owned);
    let named = named.or_else(|| Some(path.canonicalize().ok()?.file_name()?.to_owned()));
    named.map_or_else(
        || "scenario".to_owned(),
        |name| name.to_string_lossy().into_owned(),
    )
}
