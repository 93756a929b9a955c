//! Behaviour of the whole room, on the shipped scenarios and on what a slip of the keyboard makes of a school.

mod bad_files;
mod bad_input;
mod bad_variants;
mod damage;
mod flood;
mod people;
mod published;
mod shipped;
mod town;
mod town_places;
mod warnings;

use std::fmt::Write;
use std::path::{Path, PathBuf};

use super::{Loaded, load};
use crate::diagnostic::{Diagnostic, Sources, Span};
use crate::scenario::templates;

/// The shipped scenarios.
const SHIPPED: [&str; 5] = [
    "dam-break-drill",
    "durres-2019",
    "durres-school",
    "fire-drill",
    "shkodra-flood",
];

/// A frozen copy of a shipped scenario: what stands where in it, only these tests decide.
const SCHOOL: [(&str, &str); 4] = [
    ("scenario.toml", include_str!("school/scenario.toml")),
    ("classes.csv", include_str!("school/classes.csv")),
    ("people.csv", include_str!("school/people.csv")),
    ("plan.geojson", include_str!("school/plan.geojson")),
];

fn shipped(id: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(id)
}

/// A text replaced in a file.
type Edit<'a> = (&'a str, &'a str, &'a str);

/// A copy of a scenario in a temporary folder, with edits.
struct Copy(tempfile::TempDir);

impl Copy {
    fn empty() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    fn of(id: &str) -> Self {
        let copy = Self(tempfile::tempdir().expect("a temporary folder"));
        for file in files_of(&shipped(id)) {
            copy.write(&file, &text_of(&shipped(id).join(&file)));
        }
        copy
    }

    fn school() -> Self {
        let copy = Self(tempfile::tempdir().expect("a temporary folder"));
        for (file, text) in SCHOOL {
            copy.write(file, text);
        }
        copy
    }

    fn of_template(from: &str) -> Self {
        let copy = Self(tempfile::tempdir().expect("a temporary folder"));
        for file in templates::files("my-school", from).expect(from) {
            copy.write(file.name, &file.text);
        }
        copy
    }

    fn edited(self, edits: &[Edit<'_>]) -> Self {
        let copy = self;
        for (file, from, to) in edits {
            let text = text_of(&copy.path().join(file));
            assert!(text.contains(from), "{file} holds no {from}");
            copy.write(file, &text.replacen(from, to, 1));
        }
        copy
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    #[expect(clippy::disallowed_methods, reason = "the files of a test")]
    fn write(&self, file: &str, text: &str) {
        let path = self.path().join(file);
        std::fs::create_dir_all(path.parent().expect("inside a folder")).expect("a folder");
        std::fs::write(path, text).expect("written");
    }

    /// Everything said about it: `place excerpt code: message [help] (related)` a line.
    fn said(&self, variant: Option<&str>, sets: &[&str]) -> String {
        let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
        said(&load(self.path(), variant, &sets), self.path())
    }
}

fn said(loaded: &Loaded, folder: &Path) -> String {
    let mut text = String::new();
    for problem in loaded.diagnostics.sorted() {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{}", line(problem, &loaded.sources));
    }
    assert_eq!(
        loaded.scenario.is_none(),
        loaded.diagnostics.has_errors(),
        "{text}"
    );
    text.replace(&format!("{}/", folder.display()), "")
}

fn line(problem: &Diagnostic, sources: &Sources) -> String {
    let at = |span: Span| {
        let excerpt: String = sources.excerpt(span).chars().take(60).collect();
        format!("{} ‹{excerpt}›", sources.place(span))
    };
    let place = problem.span.map_or_else(|| "nowhere".to_owned(), at);
    let related = problem.related.iter().fold(String::new(), |all, r| {
        format!("{all}\n      {}: {}", r.text, at(r.span))
    });
    let help = problem
        .help
        .as_ref()
        .map_or(String::new(), |help| format!("\n      help: {help}"));
    format!(
        "{place}\n    {}: {}{help}{related}",
        problem.code, problem.message
    )
}

/// What is said about one edit after the other, under its title.
fn catalogue(cases: &[(&str, &[Edit<'_>])]) -> String {
    let mut text = String::new();
    for (title, edits) in cases {
        let said = Copy::school().edited(edits).said(None, &[]);
        let _ = writeln!(text, "# {title}\n{said}");
    }
    text
}

fn files_of(folder: &Path) -> Vec<String> {
    let mut files = Vec::new();
    for (folder, prefix) in [(folder.to_path_buf(), ""), (folder.join("variants"), "variants/")] {
        let entries = std::fs::read_dir(folder).into_iter().flatten();
        let entries = entries.map(|entry| entry.expect("an entry").path());
        let names = entries
            .filter(|path| path.is_file())
            .map(|path| path.file_name().map(std::ffi::OsStr::to_owned));
        files.extend(
            names
                .flatten()
                .map(|name| format!("{prefix}{}", name.to_string_lossy())),
        );
    }
    files.sort();
    files
}

#[expect(clippy::disallowed_methods, reason = "the files of a test")]
fn text_of(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
