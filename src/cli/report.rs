//! A page, its tables and where they come from, in a folder of their own.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufReader;
use std::path::{Component, Path, PathBuf};

use serde::Serialize;

use super::exit::Stop;
use crate::compare::{Comparisons, PageWords, Pool, page};
use crate::record::{
    Clock, FORMAT, FileRecord, FolderError, MANIFEST, RunFolder, Table, TableInfo, WriteError, csv_bytes,
    datapackage_json, file_records, pretty_json,
};

/// What is said of a pool of runs.
pub(super) struct Report<'a> {
    /// `comparison` or `attribution`: what the page is called, too.
    kind: &'static str,
    pool: &'a Pool,
    target: PathBuf,
    /// The tables: what they are, their bytes and how many rows they have.
    tables: Vec<(TableInfo, Vec<u8>, usize)>,
}

/// What the manifest of every page begins with.
#[derive(Serialize)]
pub(super) struct Head<'a> {
    format: &'static str,
    program: &'static str,
    program_version: &'static str,
    kind: &'static str,
    scenario: &'a str,
    title: &'a str,
}

impl<'a> Head<'a> {
    /// Of a kind of page about a scenario, by its id and title.
    pub(super) const fn new(kind: &'static str, scenario: &'a str, title: &'a str) -> Self {
        Self {
            format: FORMAT,
            program: env!("CARGO_PKG_NAME"),
            program_version: env!("CARGO_PKG_VERSION"),
            kind,
            scenario,
            title,
        }
    }
}

#[derive(Serialize)]
struct Manifest<'a> {
    #[serde(flatten)]
    head: Head<'a>,
    model_versions: Vec<&'a str>,
    runs: Vec<String>,
    base: &'a str,
    groups: Vec<&'a str>,
    comparisons: usize,
    files: BTreeMap<&'a str, FileRecord>,
}

impl<'a> Report<'a> {
    /// A report that goes into a folder.
    pub(super) fn new(kind: &'static str, pool: &'a Pool, target: PathBuf) -> Self {
        Self {
            kind,
            pool,
            target,
            tables: Vec::new(),
        }
    }

    /// A table of it.
    pub(super) fn table<R: Table>(&mut self, rows: &[R]) -> Result<(), Stop> {
        let clock = Clock::new(jiff::Timestamp::UNIX_EPOCH, jiff::tz::Offset::UTC);
        self.tables
            .push((TableInfo::of::<R>(), csv_bytes(rows, &clock)?, rows.len()));
        Ok(())
    }

    /// Writes all of it, whole or not at all; where it is. It is of runs that were named so.
    pub(super) fn write(
        self,
        comparisons: &Comparisons,
        labels: &[String],
        words: &PageWords,
        runs: &[PathBuf],
    ) -> Result<PathBuf, Stop> {
        let pool = self.pool;
        // Links lead from the page to where runs lie.
        let here = std::env::current_dir().unwrap_or_default();
        let from = here.join(&self.target);
        let link = |run: &Path| relative(&from, &here.join(run));
        let html = page(pool, comparisons, labels, words, &link);
        published(self.kind, &self.target, |folder| {
            folder
                .write(&format!("{}.html", self.kind), html.as_bytes())
                .map_err(failed)?;
            let (mut infos, mut rows) = (Vec::new(), BTreeMap::new());
            for (info, bytes, count) in self.tables {
                let name = format!("{}.csv", info.name);
                folder.write(&name, &bytes).map_err(failed)?;
                rows.insert(name, count);
                infos.push(info);
            }
            let package = datapackage_json((&pool.scenario, &pool.title), &infos, folder.written());
            folder
                .write("datapackage.json", package.as_bytes())
                .map_err(failed)?;
            let manifest = pretty_json(&Manifest {
                head: Head::new(self.kind, &pool.scenario, &pool.title),
                model_versions: pool.versions.iter().map(String::as_str).collect(),
                runs: runs.iter().map(|path| path.display().to_string()).collect(),
                base: &pool.groups[comparisons.base].label,
                groups: pool.groups.iter().map(|group| group.label.as_str()).collect(),
                comparisons: comparisons.family,
                files: file_records(folder.written(), &rows),
            });
            folder.write(MANIFEST, manifest.as_bytes()).map_err(failed)
        })
    }
}

/// Writes a folder of a kind, whole or not at all; where it is.
pub(super) fn published(
    kind: &str,
    target: &Path,
    write: impl FnOnce(&mut RunFolder) -> Result<(), Stop>,
) -> Result<PathBuf, Stop> {
    check_place(kind, target)?;
    let mut folder = RunFolder::create(target, true).map_err(failed)?;
    write(&mut folder)?;
    folder.publish().map_err(failed)
}

pub(super) fn failed(error: FolderError) -> Stop {
    WriteError::from(error).into()
}

/// Whether it may stand there: in a free place, or in that of an earlier one of its kind. Runs are never replaced.
pub(super) fn check_place(kind: &str, target: &Path) -> Result<(), Stop> {
    let Ok(file) = File::open(target.join(MANIFEST)) else {
        return Ok(());
    };
    let manifest: Option<serde_json::Value> = serde_json::from_reader(BufReader::new(file)).ok();
    match manifest {
        Some(manifest) if manifest["kind"] == kind => Ok(()),
        _ => Err(Stop::input(format!(
            "`{}` holds something else than {} {kind}",
            target.display(),
            if kind.starts_with('a') { "an" } else { "a" },
        ))
        .hint("choose another place with --out")),
    }
}

/// The way from one folder to another.
fn relative(from: &Path, to: &Path) -> String {
    let (from, to) = (straight(from), straight(to));
    let common = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..".to_owned(), from.len() - common);
    let down = to[common..]
        .iter()
        .map(|part| part.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}

/// The parts of a path without detours through folders above.
fn straight(path: &Path) -> Vec<Component<'_>> {
    let mut parts = Vec::new();
    for part in path.components() {
        match (part, parts.last()) {
            (Component::ParentDir, Some(Component::Normal(_))) => drop(parts.pop()),
            _ => parts.push(part),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_from_the_page_to_the_run() {
        let way = relative(
            Path::new("/a/b/batch/comparison"),
            Path::new("/a/b/batch/runs/base/seed-1"),
        );
        assert_eq!(way, "../runs/base/seed-1");
        let way = relative(Path::new("/a/b/../page"), Path::new("/a/b/./runs/seed-1"));
        assert_eq!(way, "../b/runs/seed-1");
    }
}
