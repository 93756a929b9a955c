//! A folder of its own for each test, with the shipped fire drill in it, and the binary to run there.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;
use tempfile::TempDir;

use super::{copy, files, shipped};

/// Where a test works.
pub(crate) struct Place(TempDir);

/// What a command said and how it ended.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Place {
    /// An empty folder.
    pub(crate) fn empty() -> Self {
        Self(tempfile::tempdir().expect("a folder for the test"))
    }

    /// A folder with `scenarios/fire-drill`.
    pub(crate) fn with_fire_drill() -> Self {
        Self::with(&["fire-drill"])
    }

    /// A folder with copies of these shipped scenarios below `scenarios/`.
    pub(crate) fn with(scenarios: &[&str]) -> Self {
        let place = Self::empty();
        for scenario in scenarios {
            copy(&shipped(scenario), &place.path("scenarios").join(scenario));
        }
        place
    }

    /// A path in it.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file, making the folders above it.
    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a path in the folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    /// The text of a file.
    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Names of all files below a folder, relative to it, in alphabetical order; none if it is not there.
    pub(crate) fn files(&self, folder: &str) -> Vec<String> {
        let folder = self.path(folder);
        if folder.exists() {
            files(&folder)
        } else {
            Vec::new()
        }
    }

    /// The binary, to be run here without what the environment of the test says about terminals.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hotwash"));
        command.current_dir(self.0.path());
        for name in ["COLUMNS", "NO_COLOR", "RUST_BACKTRACE"] {
            command.env_remove(name);
        }
        command
    }

    /// Runs the binary, whatever comes of it.
    pub(crate) fn says(&self, arguments: &[&str]) -> Said {
        Said::new(
            &self
                .command()
                .args(arguments)
                .output()
                .expect("the binary starts"),
        )
    }

    /// Runs the binary and fails the test if it fails.
    pub(crate) fn succeeds(&self, arguments: &[&str]) -> Said {
        let said = self.says(arguments);
        assert_eq!(said.code, 0, "{arguments:?}: {said:#?}");
        said
    }

    /// The binary says these words, ends with this code, and leaves the place as it was: no file, no folder.
    #[track_caller]
    pub(crate) fn refuses(&self, arguments: &[&str], code: i32, words: &[&str]) {
        let before = everything(self.0.path());
        self.says(arguments).refuses(code, words);
        let after = everything(self.0.path());
        assert_eq!(after, before, "{arguments:?} leaves something behind");
    }
}

/// All files and folders below a folder. Links are not followed.
fn everything(folder: &Path) -> BTreeSet<PathBuf> {
    let (mut found, mut open) = (BTreeSet::new(), vec![folder.to_owned()]);
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).expect("a folder") {
            let entry = entry.expect("an entry");
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                open.push(entry.path());
            }
            found.insert(entry.path());
        }
    }
    found
}

impl Said {
    /// From what a process left.
    pub(crate) fn new(output: &Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout.clone()).expect("UTF-8"),
            err: String::from_utf8(output.stderr.clone()).expect("UTF-8"),
        }
    }

    /// It ended with this code, said each of these words on standard error, printed no data and did not panic.
    #[track_caller]
    pub(crate) fn refuses(&self, code: i32, words: &[&str]) {
        assert_eq!(self.code, code, "{self:#?}");
        for word in words {
            assert!(self.err.contains(word), "`{word}` is not said: {self:#?}");
        }
        assert_eq!(self.out, "", "an error is no data");
        assert!(
            !self.err.contains("panicked") && !self.err.contains("defect"),
            "{self:#?}"
        );
    }
}
