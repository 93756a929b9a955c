//! Golden runs: what the shipped scenarios come to, kept under version control, so that a change of behaviour is
//! seen and is meant.
//!
//! `HOTWASH_BLESS=1 cargo test --test golden` writes them anew and fails: look at the difference, then run again.

#![expect(
    clippy::disallowed_methods,
    reason = "tests look at the files that were written"
)]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use common::place::Place;
use common::{difference, files, is_blessing, root, shipped, text};
use hotwash::record::sha256;

/// Kept by their checksum: too large to be read as a difference.
const CHECKSUMS: &str = "sha256.txt";

#[test]
fn the_fire_drill_comes_to_what_it_came_to() {
    compare("fire-drill", &Run::of("fire-drill").kept(is_table));
}

#[test]
fn the_durres_school_comes_to_what_it_came_to() {
    const READ: [&str; 3] = ["metrics.csv", "decisions.csv", "objectives.csv"];
    compare(
        "durres-school",
        &Run::of("durres-school").kept(|name| READ.contains(&name)),
    );
}

#[test]
fn the_broken_dam_comes_to_what_it_came_to() {
    const READ: [&str; 3] = ["metrics.csv", "timeline.csv", "series.csv"];
    let run = Run::of("dam-break-drill");
    compare("dam-break-drill", &run.kept(|name| READ.contains(&name)));
}

#[test]
fn the_school_and_the_villages_in_a_given_flood_come_to_what_they_came_to() {
    const READ: [&str; 4] = ["metrics.csv", "decisions.csv", "objectives.csv", "places.csv"];
    let run = Run::of_variant("shkodra-flood", "prescribed");
    compare("shkodra-flood-prescribed", &run.kept(|name| READ.contains(&name)));
}

fn is_table(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|end| end == "csv")
}

/// The folder that the program leaves for seed 1.
struct Run {
    place: Place,
}

impl Run {
    const FOLDER: &str = "run";

    fn of(scenario: &str) -> Self {
        Self::with(scenario, &[])
    }

    fn of_variant(scenario: &str, variant: &str) -> Self {
        Self::with(scenario, &["--variant", variant])
    }

    fn with(scenario: &str, more: &[&str]) -> Self {
        let place = Place::empty();
        let folder = shipped(scenario).display().to_string();
        let mut command = vec!["run", &folder, "--seed", "1", "--out", Self::FOLDER, "--quiet"];
        command.extend(more);
        place.succeeds(&command);
        Self { place }
    }

    /// Tables that are read as they are, and the checksums of all others.
    fn kept(&self, is_read: impl Fn(&str) -> bool) -> BTreeMap<String, String> {
        let mut kept = self.files(&is_read);
        kept.insert(CHECKSUMS.to_owned(), self.checksums(|name| !is_read(name)));
        kept
    }

    /// What the run made. Not the copies of what it read, nor what differs with the machine or with the version
    /// of the program.
    fn names(&self) -> Vec<String> {
        let mut names = files(&self.place.path(Self::FOLDER));
        names.retain(|name| {
            !name.starts_with("inputs/files/") && name != "performance.json" && name != "manifest.json"
        });
        names
    }

    fn files(&self, is_kept: impl Fn(&str) -> bool) -> BTreeMap<String, String> {
        let names = self.names().into_iter().filter(|name| is_kept(name));
        names
            .map(|name| (name.clone(), text(&self.place.path(Self::FOLDER).join(name))))
            .collect()
    }

    fn checksums(&self, is_kept: impl Fn(&str) -> bool) -> String {
        let names = self.names().into_iter().filter(|name| is_kept(name));
        let line = |name: String| {
            let bytes = common::bytes(&self.place.path(Self::FOLDER).join(&name));
            format!("{}  {name}\n", sha256(&bytes))
        };
        names.map(line).collect()
    }
}

/// Compares files with those kept for a scenario.
#[track_caller]
fn compare(scenario: &str, found: &BTreeMap<String, String>) {
    let golden = root().join("tests/golden").join(scenario);
    let kept = kept(&golden);
    let mut differing: Vec<String> = kept
        .keys()
        .filter(|name| !found.contains_key(*name))
        .map(|name| format!("{name} is not written any more"))
        .collect();
    for (name, new) in found {
        match kept.get(name) {
            None => differing.push(format!("{name} is new")),
            Some(old) => differing.extend(difference(name, old.as_bytes(), new.as_bytes())),
        }
    }
    if differing.is_empty() {
        return;
    }
    let what_to_do = if is_blessing() {
        bless(&golden, found);
        "they were written anew: look at the difference, then run again"
    } else {
        "if that is meant, HOTWASH_BLESS=1 writes them anew"
    };
    let said = differing.join("\n");
    panic!(
        "{} is not what the run leaves; {what_to_do}\n{said}",
        golden.display()
    );
}

fn kept(golden: &Path) -> BTreeMap<String, String> {
    if !golden.is_dir() {
        return BTreeMap::new();
    }
    files(golden)
        .into_iter()
        .map(|name| (name.clone(), text(&golden.join(name))))
        .collect()
}

fn bless(golden: &Path, found: &BTreeMap<String, String>) {
    if golden.is_dir() {
        fs::remove_dir_all(golden).expect("the old files go");
    }
    fs::create_dir_all(golden).expect("a folder");
    for (name, text) in found {
        fs::write(golden.join(name), text).expect("a file");
    }
}
