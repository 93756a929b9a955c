//! The folder of a batch: who works in it, what it is a batch of, and what was done before.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use super::journal::{Entry, Journal};
use crate::record::{BATCH, BatchRecord, FolderError, RUNS, io_error, pretty_json, replace_file};

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
        match BatchRecord::read(&path) {
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
