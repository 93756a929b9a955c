//! A run folder exists whole or not at all.
//!
//! It is written beside its place under a name that starts with a dot and renamed into place at the end. A program
//! that is killed half-way leaves only such a dotted folder; the next run that writes to the same place sees by a
//! lock that nobody works on it any more, puts back what was being replaced, and removes the rest. Two programs
//! that write to the same place at once never touch each other's files: the first to finish wins, the other is
//! told that the folder exists (or, forced, replaces it whole).
//!
//! Files are not flushed to the disk one by one: that costs more than a run. After a power failure the checksums
//! in `manifest.json` tell whether a folder is whole.

mod draft;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

use sha2::{Digest, Sha256};

use draft::{Draft, PUBLISHING_ATTEMPTS, is_free, put_back, recover_leftovers};

/// The file that makes a folder a run folder: what has none is never replaced.
pub const MANIFEST: &str = "manifest.json";

/// Why a run folder could not be written.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// There is one already, and nobody said to replace it.
    #[error("`{}` exists; use --force to replace it", .0.display())]
    Exists(PathBuf),
    /// What stands there is not a run folder: replacing it could destroy somebody's work.
    #[error("`{}` is not a run folder and will not be replaced; choose another place", .0.display())]
    NotARunFolder(PathBuf),
    /// The name of a file would lead out of the folder.
    #[error("`{0}` cannot be the name of a file in a run folder")]
    BadName(String),
    /// The machine refused.
    #[error("cannot {doing} `{}`: {source}{}", path.display(), advice(source))]
    Io {
        /// What was tried.
        doing: &'static str,
        /// On what.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl FolderError {
    /// Whether the machine is at fault (a full disk, no permission), rather than what was asked.
    pub fn is_environment(&self) -> bool {
        matches!(self, Self::Io { .. })
    }
}

/// What a person can do about it.
fn advice(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "; free some space, or choose another place with --out"
        }
        io::ErrorKind::PermissionDenied => "; choose a place you may write to with --out",
        io::ErrorKind::ReadOnlyFilesystem => "; this disk is read-only: choose another place with --out",
        io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => {
            "; a file stands where a folder is needed"
        }
        io::ErrorKind::InvalidFilename => "; choose a shorter or simpler name with --out",
        _ => "",
    }
}

/// What the machine refused, and what to do about it.
pub fn io_error<'p>(doing: &'static str, path: &'p Path) -> impl FnOnce(io::Error) -> FolderError + 'p {
    move |source| FolderError::Io {
        doing,
        path: path.to_owned(),
        source,
    }
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Its size.
    pub bytes: u64,
    /// Its SHA-256, lower-case hexadecimal.
    pub sha256: String,
}

/// A file that adds up what is written to it.
struct Summed {
    file: io::BufWriter<fs::File>,
    bytes: u64,
    sha256: Sha256,
}

impl Summed {
    fn new(file: fs::File) -> Self {
        Self {
            file: io::BufWriter::new(file),
            bytes: 0,
            sha256: Sha256::new(),
        }
    }

    fn finish(mut self) -> io::Result<Written> {
        self.file.flush()?;
        Ok(Written {
            bytes: self.bytes,
            sha256: hex(&self.sha256.finalize()),
        })
    }
}

impl Write for Summed {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let count = self.file.write(buffer)?;
        self.bytes += count as u64;
        self.sha256.update(&buffer[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Writes a file piece by piece beside its place and renames it into it: whoever reads it finds all of it, or what was there
/// before.
///
/// # Errors
/// The machine refuses; or those of `write`, which tells what the machine refused apart from what it refused itself.
pub fn replace_file<T, E: From<FolderError>>(
    path: &Path,
    write: impl FnOnce(&mut (dyn io::Write + Send)) -> Result<io::Result<T>, E>,
) -> Result<(T, Written), E> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(draft::FOLDER);
    let draft = path.with_file_name(name);
    let file = fs::File::create(&draft).map_err(io_error("write", path))?;
    let mut file = Summed::new(file);
    let result = write(&mut file)?.map_err(io_error("write", path))?;
    let written = file.finish().map_err(io_error("write", path))?;
    fs::rename(&draft, path).map_err(io_error("put in place", path))?;
    Ok((result, written))
}

/// A run folder being written. Dropped before [`RunFolder::publish`], it leaves nothing behind.
#[derive(Debug)]
pub struct RunFolder {
    target: PathBuf,
    force: bool,
    draft: Draft,
    written: BTreeMap<String, Written>,
}

impl RunFolder {
    /// Opens a draft beside `target`, making the folders above it, and clears away what killed programs left there.
    ///
    /// # Errors
    /// `target` exists and may not be replaced, or the machine refuses.
    pub fn create(target: &Path, force: bool) -> Result<Self, FolderError> {
        let (Some(parent), Some(name)) = (target.parent(), target.file_name()) else {
            return Err(FolderError::NotARunFolder(target.to_owned()));
        };
        let parent = if parent.as_os_str().is_empty() {
            Path::new(".")
        } else {
            parent
        };
        fs::create_dir_all(parent).map_err(io_error("create", parent))?;
        let draft_prefix = format!(".{}.draft-", name.to_string_lossy());
        recover_leftovers(parent, &draft_prefix, target);
        check_replaceable(target, force)?;
        let draft = Draft::create(parent, &draft_prefix)?;
        Ok(Self {
            target: target.to_owned(),
            force,
            draft,
            written: BTreeMap::new(),
        })
    }

    /// Writes one file; `name` may lead into folders below, with `/` between.
    ///
    /// # Errors
    /// A name that leads out of the folder, or the machine refuses.
    pub fn write(&mut self, name: &str, contents: &[u8]) -> Result<(), FolderError> {
        let whole = |file: &mut dyn io::Write| -> Result<_, FolderError> { Ok(file.write_all(contents)) };
        self.write_by(name, whole)
    }

    /// Writes one file piece by piece, for what is too large to be held in memory. `write` tells what the machine refused
    /// apart from what it refused itself.
    ///
    /// # Errors
    /// As [`RunFolder::write`]; or those of `write`.
    pub fn write_by<T, E: From<FolderError>>(
        &mut self,
        name: &str,
        write: impl FnOnce(&mut dyn io::Write) -> Result<io::Result<T>, E>,
    ) -> Result<T, E> {
        let relative = Path::new(name);
        let plain = !name.is_empty()
            && !name.contains(['\\', ':'])
            && relative
                .components()
                .all(|part| matches!(part, Component::Normal(_)));
        if !plain {
            return Err(FolderError::BadName(name.to_owned()).into());
        }
        let path = self.draft.folder.join(relative);
        // Told by the name under which people look for it, not by that of the draft.
        let told = self.target.join(relative);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(io_error("create", &told))?;
        }
        let file = fs::File::create(&path).map_err(io_error("write", &told))?;
        let mut file = Summed::new(file);
        let result = write(&mut file)?.map_err(io_error("write", &told))?;
        let written = file.finish().map_err(io_error("write", &told))?;
        self.written.insert(name.to_owned(), written);
        Ok(result)
    }

    /// What was written so far, by name.
    pub fn written(&self) -> &BTreeMap<String, Written> {
        &self.written
    }

    /// Renames the draft into place and returns where that is. A folder that it replaces is removed only after
    /// that, and put back if it fails.
    ///
    /// # Errors
    /// Somebody else was there first, or the machine refuses; the place is as it was.
    pub fn publish(self) -> Result<PathBuf, FolderError> {
        let target = &self.target;
        let mut refusal = None;
        for _ in 0..PUBLISHING_ATTEMPTS {
            check_replaceable(target, self.force)?;
            if is_free(target) {
                // An empty folder is a free place, but not every system renames over one.
                let _ = fs::remove_dir(target);
            } else if let Err(error) = fs::rename(target, &self.draft.replaced) {
                refusal = Some(error);
                continue;
            }
            match fs::rename(&self.draft.folder, target) {
                Ok(()) => {
                    let _ = fs::remove_dir_all(&self.draft.replaced);
                    return Ok(target.clone());
                }
                Err(error) => refusal = Some(error),
            }
            put_back(&self.draft.replaced, target);
        }
        let source = refusal.unwrap_or_else(|| io::ErrorKind::ResourceBusy.into());
        Err(FolderError::Io {
            doing: "put the finished run in place at",
            path: target.clone(),
            source,
        })
    }
}

fn check_replaceable(target: &Path, force: bool) -> Result<(), FolderError> {
    let is_run = target.join(MANIFEST).is_file() && !target.is_symlink();
    // Asked after the manifest: somebody may be moving a run away at this moment.
    if is_free(target) {
        return Ok(());
    }
    match (is_run, force) {
        (true, true) => Ok(()),
        (true, false) => Err(FolderError::Exists(target.to_owned())),
        (false, _) => Err(FolderError::NotARunFolder(target.to_owned())),
    }
}

/// SHA-256 of some bytes, lower-case hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(2 * bytes.len()), |mut hex, byte| {
            let _ = fmt::Write::write_fmt(&mut hex, format_args!("{byte:02x}"));
            hex
        })
}
