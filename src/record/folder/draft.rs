//! The folder under construction and its lock, and what becomes of those whose program was killed.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use super::{FolderError, io_error};

/// How often a run is put in place before giving up: others may be moving theirs in and out at the same time.
pub(super) const PUBLISHING_ATTEMPTS: u32 = 20;

/// Puts a run that was moved aside back in its place, or removes it if a newer one stands there.
pub(super) fn put_back(replaced: &Path, target: &Path) {
    for _ in 0..PUBLISHING_ATTEMPTS {
        if !replaced.exists() || fs::rename(replaced, target).is_ok() {
            return;
        }
        if !is_free(target) {
            let _ = fs::remove_dir_all(replaced);
            return;
        }
    }
}

/// Drafts opened by this program so far. A name is never used twice: somebody may still hold the old one for a
/// leftover.
static DRAFTS: AtomicU32 = AtomicU32::new(0);

/// A folder under construction, with a lock that lives as long as the program that builds it. Dropping it removes
/// whatever of it is left.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) folder: PathBuf,
    /// Where the folder that is being replaced waits.
    pub(super) replaced: PathBuf,
    lock_path: PathBuf,
    _lock: File,
}

impl Draft {
    pub(super) fn create(parent: &Path, prefix: &str) -> Result<Self, FolderError> {
        loop {
            let count = DRAFTS.fetch_add(1, Ordering::Relaxed);
            let stem = parent.join(format!("{prefix}{}-{count}", std::process::id()));
            let lock_path = with_suffix(&stem, LOCK);
            let lock = match OpenOptions::new().write(true).create_new(true).open(&lock_path) {
                Ok(lock) => lock,
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
                Err(error) => return Err(io_error("write into", parent)(error)),
            };
            // Somebody who clears leftovers may have taken the file for one, between these two lines.
            let taken = matches!(lock.try_lock(), Err(TryLockError::WouldBlock)) || !lock_path.exists();
            if taken {
                continue;
            }
            let folder = with_suffix(&stem, FOLDER);
            let draft = Self {
                replaced: with_suffix(&stem, REPLACED),
                folder,
                lock_path,
                _lock: lock,
            };
            fs::create_dir(&draft.folder).map_err(io_error("write into", parent))?;
            return Ok(draft);
        }
    }
}

impl Drop for Draft {
    /// Never removes a run that was moved aside and could not be put back: then the lock file stays too, and the
    /// next program that writes there puts it back.
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
        if !self.replaced.exists() {
            let _ = fs::remove_file(&self.lock_path);
        }
    }
}

pub(super) const LOCK: &str = ".lock";
pub(super) const FOLDER: &str = ".partial";
pub(super) const REPLACED: &str = ".replaced";

pub(super) fn with_suffix(stem: &Path, suffix: &str) -> PathBuf {
    let mut name = stem.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Clears away what programs left that were killed while they wrote to `target`, and puts a folder back that they
/// had moved aside. What cannot be cleared stays: it harms nobody.
pub(super) fn recover_leftovers(parent: &Path, prefix: &str, target: &Path) {
    let Ok(entries) = fs::read_dir(parent) else { return };
    let mut stems: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter_map(|name| Some(parent.join(name.strip_suffix(LOCK)?)).filter(|_| name.starts_with(prefix)))
        .collect();
    stems.sort();
    for stem in stems {
        let lock_path = with_suffix(&stem, LOCK);
        let Ok(lock) = OpenOptions::new().write(true).open(&lock_path) else {
            continue;
        };
        if lock.try_lock().is_err() || !lock_path.exists() {
            continue;
        }
        let replaced = with_suffix(&stem, REPLACED);
        put_back(&replaced, target);
        drop(Draft {
            folder: with_suffix(&stem, FOLDER),
            replaced,
            lock_path,
            _lock: lock,
        });
    }
}

/// Whether nothing, or only an empty folder, stands there.
pub(super) fn is_free(target: &Path) -> bool {
    match fs::symlink_metadata(target) {
        Err(error) => error.kind() == io::ErrorKind::NotFound,
        Ok(what) => what.is_dir() && fs::read_dir(target).is_ok_and(|mut entries| entries.next().is_none()),
    }
}
