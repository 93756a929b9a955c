//! The folder of a batch: who works in it, what it is a batch of, and what was done before.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::journal::{Entry, Journal};
use crate::record::{FileRecord, FolderError, io_error, pretty_json, replace_file};

/// The file that makes a folder a batch.
pub const BATCH: &str = "batch.json";
/// Below this folder lie the runs that are kept.
pub const RUNS: &str = "runs";
/// What the program needs to go on; outside the promise that the same batch gives the same bytes.
const WORK: &str = ".work";

/// Why a folder cannot be worked in.
#[derive(Debug, thiserror::Error)]
pub enum BatchFolderError {
    /// Another program is at it.
    #[error("another hotwash works in `{}`", .0.display())]
    Locked(PathBuf),
    /// Something else stands there.
    #[error("`{}` holds something else than a batch", .0.display())]
    NotABatch(PathBuf),
    /// A batch of something else stands there.
    #[error("the batch in `{}` {what}", path.display())]
    Another {
        /// Where.
        path: PathBuf,
        /// What it is of.
        what: String,
    },
    /// The machine refused.
    #[error(transparent)]
    Machine(#[from] FolderError),
}

/// What a batch is made of and came to: `batch.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BatchRecord {
    /// The version of the format.
    pub format: String,
    /// Always `batch`.
    pub kind: String,
    /// The program and its version.
    pub program: String,
    /// Its version.
    pub program_version: String,
    /// Changes when the same scenario and seeds give other results.
    pub model_version: String,
    /// Whether all runs have ended and the tables are those of all of them.
    pub finished: bool,
    /// The id of the scenario.
    pub scenario: String,
    /// What people call it.
    pub title: String,
    /// The seeds.
    pub seeds: String,
    /// The seeds of the hazard; none where they are those of the people.
    pub hazard_seeds: Option<String>,
    /// The columns of what is varied.
    pub factors: Vec<String>,
    /// What is laid over the scenario, in the order of the tables.
    pub cells: Vec<CellRecord>,
    /// How many runs there are.
    pub runs: usize,
    /// How many of them failed.
    pub failed: usize,
    /// What stays of each run.
    pub keep: String,
    /// Runs that were picked for what they show, by the folder in which they lie.
    pub chosen: Vec<ChosenRun>,
    /// Every file that was read, by its name, with its SHA-256.
    pub inputs_sha256: BTreeMap<String, String>,
    /// What was written.
    pub files: BTreeMap<String, WrittenFile>,
}

/// A cell as `batch.json` has it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CellRecord {
    /// The variant.
    pub variant: String,
    /// What its settings are called.
    pub case: Option<String>,
    /// The settings.
    pub set: Vec<String>,
    /// The decisions.
    pub decide: Vec<String>,
    /// The value of each factor.
    pub levels: Vec<String>,
    /// SHA-256 of the scenario as its runs have it.
    pub resolved_scenario_sha256: String,
}

/// A run that was picked for what it shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChosenRun {
    /// Where it lies.
    pub folder: String,
    /// `typical` or `worst`.
    pub is: String,
    /// Judged by this metric.
    pub metric: String,
}

/// A file as `batch.json` has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrittenFile {
    /// Its size.
    pub bytes: u64,
    /// Its SHA-256.
    pub sha256: String,
    /// Its rows without the header, if it is a table.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub rows: Option<usize>,
}

impl From<FileRecord> for WrittenFile {
    fn from(file: FileRecord) -> Self {
        Self {
            bytes: file.bytes,
            sha256: file.sha256,
            rows: file.rows,
        }
    }
}

/// The folder of a batch, with a lock that lives as long as the program.
#[derive(Debug)]
pub struct BatchFolder {
    path: PathBuf,
    _lock: File,
}

impl BatchFolder {
    /// Opens the folder of a batch, or begins one. What stands there must be a batch of the same; with `afresh` it is begun
    /// anew.
    ///
    /// # Errors
    /// Somebody works in it, something else stands there, or the machine refuses. Nothing is changed then.
    pub fn open(path: &Path, record: &BatchRecord, afresh: bool) -> Result<Self, BatchFolderError> {
        let work = path.join(WORK);
        let is_ours = path.join(BATCH).is_file() || work.is_dir();
        let is_free = fs::read_dir(path).map_or(!path.exists(), |mut entries| entries.next().is_none());
        if !is_ours && !is_free {
            return Err(BatchFolderError::NotABatch(path.to_owned()));
        }
        fs::create_dir_all(&work).map_err(io_error("create", &work))?;
        let lock_path = work.join("lock");
        let lock = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .open(&lock_path)
            .map_err(io_error("write", &lock_path))?;
        if let Err(TryLockError::WouldBlock) = lock.try_lock() {
            return Err(BatchFolderError::Locked(path.to_owned()));
        }
        let folder = Self {
            path: path.to_owned(),
            _lock: lock,
        };
        if afresh {
            folder.clear()?;
        } else if let Some(stands) = folder.record()? {
            folder.compare(&stands, record)?;
        }
        Ok(folder)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where its journal is.
    fn journal_path(&self) -> PathBuf {
        self.path.join(WORK).join("journal")
    }

    /// Opens its journal; every line of it is told.
    pub(super) fn journal(&self, on_entry: impl FnMut(u64, Entry)) -> Result<Journal, FolderError> {
        let path = self.journal_path();
        Journal::open(&path, on_entry).map_err(io_error("write", &path))
    }

    /// What the machine refused of the journal.
    pub(super) fn journal_error(&self, error: std::io::Error) -> FolderError {
        io_error("write", &self.journal_path())(error)
    }

    /// What it is a batch of; none where that is not written yet.
    fn record(&self) -> Result<Option<BatchRecord>, BatchFolderError> {
        let path = self.path.join(BATCH);
        if !path.is_file() {
            return Ok(None);
        }
        match read_record(&path) {
            Ok(record) => Ok(Some(record)),
            Err(problem) => Err(BatchFolderError::Another {
                path: self.path.clone(),
                what: format!("cannot be read: {problem}"),
            }),
        }
    }

    fn compare(&self, stands: &BatchRecord, new: &BatchRecord) -> Result<(), BatchFolderError> {
        let base = |record: &BatchRecord| {
            let base = record.cells.first();
            base.map(|cell| cell.resolved_scenario_sha256.clone())
        };
        let what = if stands.scenario != new.scenario {
            format!("is of the scenario `{}`", stands.scenario)
        } else if stands.model_version != new.model_version {
            format!(
                "was made by version {} of the model; this is version {}",
                stands.model_version, new.model_version
            )
        } else if base(stands) != base(new) {
            "is of another state of the scenario, or of other settings".to_owned()
        } else if stands.factors != new.factors {
            let varied = |factors: &[String]| {
                if factors.is_empty() {
                    "nothing".to_owned()
                } else {
                    factors.join(", ")
                }
            };
            format!(
                "varies {}, and this one {}",
                varied(&stands.factors),
                varied(&new.factors)
            )
        } else {
            return Ok(());
        };
        Err(BatchFolderError::Another {
            path: self.path.clone(),
            what,
        })
    }

    /// Removes what an earlier batch left, but for the lock.
    fn clear(&self) -> Result<(), FolderError> {
        let entries = fs::read_dir(&self.path).map_err(io_error("read", &self.path))?;
        for entry in entries.filter_map(Result::ok) {
            let path = entry.path();
            let removed = match entry.file_name().to_str() {
                Some(WORK) => match fs::remove_file(self.journal_path()) {
                    Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
                    other => other,
                },
                // What was said of the old runs goes with them.
                Some(RUNS | "inputs" | "comparison" | "attribution") => fs::remove_dir_all(&path),
                Some(name) if is_table(name) => fs::remove_file(&path),
                _ => Ok(()),
            };
            removed.map_err(io_error("remove", &path))?;
        }
        Ok(())
    }

    /// Writes `batch.json`.
    pub(super) fn write_record(&self, record: &BatchRecord) -> Result<(), FolderError> {
        let text = pretty_json(record);
        let path = self.path.join(BATCH);
        replace_file::<_, FolderError>(&path, |file| Ok(file.write_all(text.as_bytes())))?;
        Ok(())
    }
}

fn is_table(name: &str) -> bool {
    let ours = ["runs", "runs_wide", "failures", "batch", "datapackage"];
    let (stem, ending) = name.split_once('.').unwrap_or((name, ""));
    ours.contains(&stem) && ["csv", "json", "parquet", "csv.partial", "json.partial"].contains(&ending)
}

/// Reads a `batch.json`.
///
/// # Errors
/// What is wrong with it, in words.
#[expect(
    clippy::disallowed_methods,
    reason = "the batch is where the command line says"
)]
pub fn read_record(path: &Path) -> Result<BatchRecord, String> {
    let text = fs::read_to_string(path).map_err(|error| error.to_string())?;
    serde_json::from_str(&text).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(scenario: &str, version: &str, base: &str) -> BatchRecord {
        serde_json::from_value(serde_json::json!({
            "format": "1", "kind": "batch", "program": "", "program_version": "", "model_version": version,
            "finished": false, "scenario": scenario, "title": "X", "seeds": "", "hazard_seeds": null, "factors": [],
            "cells": [{"variant": "base", "case": null, "set": [], "decide": [], "levels": [], "resolved_scenario_sha256": base}],
            "runs": 0, "failed": 0, "keep": "", "chosen": [], "inputs_sha256": {}, "files": {}
        }))
        .expect("a record")
    }

    #[expect(clippy::disallowed_methods, reason = "the files of a test")]
    fn write(path: &Path, name: &str, text: &str) {
        let path = path.join(name);
        fs::create_dir_all(path.parent().expect("below")).expect("a folder");
        fs::write(path, text).expect("written");
    }

    #[test]
    fn a_batch_is_only_gone_on_with_where_it_is_of_the_same() {
        let place = tempfile::tempdir().expect("a folder");
        let path = place.path().join("b");
        let own = record("drill", "3", "aa");
        let folder = BatchFolder::open(&path, &own, false).expect("a free place");
        folder.write_record(&own).expect("written");
        drop(folder);
        for (other, words) in [
            (record("flood", "3", "aa"), Some("is of the scenario `drill`")),
            (
                record("drill", "4", "aa"),
                Some("by version 3 of the model; this is version 4"),
            ),
            (record("drill", "3", "bb"), Some("another state of the scenario")),
            (own.clone(), None),
        ] {
            let opened = BatchFolder::open(&path, &other, false);
            match words {
                Some(words) => {
                    let said = opened.expect_err(words).to_string();
                    assert!(said.contains(words), "{said}");
                }
                None => drop(opened.expect("the same")),
            }
        }
        drop(BatchFolder::open(&path, &record("flood", "4", "bb"), true).expect("begun anew"));
    }

    #[test]
    fn only_one_works_in_a_folder() {
        let place = tempfile::tempdir().expect("a folder");
        let path = place.path().join("b");
        let own = record("drill", "3", "aa");
        let first = BatchFolder::open(&path, &own, false).expect("a free place");
        for afresh in [false, true] {
            let second = BatchFolder::open(&path, &own, afresh);
            assert!(matches!(second, Err(BatchFolderError::Locked(_))), "{second:?}");
        }
        drop(first);
        drop(BatchFolder::open(&path, &own, false).expect("free again"));
    }

    #[test]
    fn what_is_no_batch_is_left_alone_and_what_is_none_of_its_files_too() {
        let place = tempfile::tempdir().expect("a folder");
        let path = place.path().join("b");
        let own = record("drill", "3", "aa");
        write(&path, "runs.csv", "mine");
        for afresh in [false, true] {
            let opened = BatchFolder::open(&path, &own, afresh);
            assert!(
                matches!(opened, Err(BatchFolderError::NotABatch(_))),
                "{opened:?}"
            );
        }
        assert!(path.join("runs.csv").is_file() && !path.join(WORK).exists());
        write(&path, "batch.json", "{");
        write(&path, "runs/base/seed-1/manifest.json", "{}");
        write(&path, "comparison/manifest.json", "{}");
        write(&path, "runs.xlsx", "mine");
        write(&path, "notes/runs.csv", "mine");
        let torn = BatchFolder::open(&path, &own, false).expect_err("nobody can read it");
        assert!(torn.to_string().contains("cannot be read"), "{torn}");
        drop(BatchFolder::open(&path, &own, true).expect("begun anew"));
        let mut left: Vec<String> = fs::read_dir(&path)
            .expect("a folder")
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        left.sort();
        assert_eq!(left, [WORK, "notes", "runs.xlsx"]);
    }
}
