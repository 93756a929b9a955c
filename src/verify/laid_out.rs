//! A scenario that the program carries inside, as a folder: scenarios are loaded from folders.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::{env, fs, io, process};

/// A folder that is there for as long as this is.
pub(super) struct LaidOut(PathBuf);

impl LaidOut {
    /// Lays out files, each with its name and text; `/` in a name stands between folders.
    #[expect(
        clippy::disallowed_methods,
        reason = "the loader reads folders, and the program carries its scenarios inside"
    )]
    pub(super) fn new<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> io::Result<Self> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("hotwash-verify-{}-{number}", process::id());
        let folder = Self(env::temp_dir().join(name));
        for (name, text) in files {
            let path = folder.0.join(name);
            fs::create_dir_all(path.parent().unwrap_or(&folder.0))?;
            fs::write(path, text)?;
        }
        Ok(folder)
    }

    /// Where it lies.
    pub(super) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for LaidOut {
    fn drop(&mut self) {
        // What cannot be cleared away is left to the machine.
        let _ = fs::remove_dir_all(&self.0);
    }
}
