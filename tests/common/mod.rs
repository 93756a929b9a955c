//! What several test programs share: a shipped scenario run through the library, its folder, and what differs
//! between two folders.

#![allow(dead_code, reason = "each test program uses a part of it")]

pub(crate) mod mount;
pub(crate) mod place;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use hotwash::command::Replay;
use hotwash::record::{Catalogue, Provenance, Records, SeedChoice, Stopwatch, write};
use hotwash::scenario::load;
use hotwash::scenario::model::Scenario;
use hotwash::sim::Seeds;
use hotwash::simulation::{self, Options, names};

/// The folder of the project.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The folder of a shipped scenario.
pub(crate) fn shipped(name: &str) -> PathBuf {
    root().join("scenarios").join(name)
}

/// Loads a scenario that has to be sound.
pub(crate) fn load(folder: &Path, variant: Option<&str>, settings: &[&str]) -> Arc<Scenario> {
    let settings: Vec<String> = settings.iter().map(|set| (*set).to_owned()).collect();
    let loaded = load::load(folder, variant, &settings);
    let problems: Vec<&str> = loaded
        .diagnostics
        .iter()
        .map(|problem| problem.message.as_str())
        .collect();
    let what = || {
        format!(
            "{} {variant:?} {settings:?} does not load: {problems:?}",
            folder.display()
        )
    };
    Arc::new(loaded.scenario.unwrap_or_else(|| panic!("{}", what())))
}

/// A shipped scenario with a variant that only the test knows: its text, with or without the head.
pub(crate) fn altered(name: &str, changes: &str) -> Arc<Scenario> {
    let copy = tempfile::tempdir().expect("a folder");
    for file in files(&shipped(name)) {
        let target = copy.path().join(&file);
        fs::create_dir_all(target.parent().expect("inside")).expect("a folder");
        fs::copy(shipped(name).join(&file), target).expect("a copy");
    }
    let head = if changes.contains("[variant]") {
        ""
    } else {
        "[variant]\nname = \"Altered\"\n"
    };
    let variant = format!("{head}{changes}");
    fs::write(copy.path().join("variants/altered.toml"), variant).expect("written");
    load(copy.path(), Some("altered"), &[])
}

/// Simulates a scenario to its end.
pub(crate) fn simulate(scenario: &Arc<Scenario>, seeds: Seeds, options: Options) -> Records {
    simulation::run(Arc::clone(scenario), seeds, options, |_| {}).expect("the run comes to its end")
}

/// Writes a run folder. `replayed` is the text of the log that the run followed.
pub(crate) fn write_run(
    records: &Records,
    scenario: &Scenario,
    seeds: Seeds,
    replayed: Option<String>,
    target: &Path,
) {
    let plain = simulation::provenance(scenario, seeds, SeedChoice::Given, "en");
    let provenance = Provenance {
        replayed_log: replayed,
        ..plain.expect("a checked start")
    };
    let catalogue = Catalogue::load("en").expect("shipped");
    let names = names::of(scenario, &catalogue);
    let catalogue = catalogue.for_scenario(provenance.clock, names);
    write(
        records,
        &provenance,
        &catalogue,
        &mut Stopwatch::start(),
        target,
        false,
    )
    .expect("it can be written");
}

/// Where a run says that it followed a log.
pub(crate) const MARKS_OF_A_REPLAY: [&str; 2] = ["manifest.json", "inputs/replayed.csv"];

/// Follows the log of a run folder and leaves another folder; gives the text of the log.
pub(crate) fn replay(first: &Path, scenario: &Arc<Scenario>, seeds: Seeds, again: &Path) -> String {
    let log = text(&first.join("actions.csv"));
    let replay = Replay::read(&log, scenario).expect("a log that a run wrote");
    let options = Options {
        replay: Some(replay),
        ..Options::default()
    };
    let records = simulate(scenario, seeds, options);
    write_run(&records, scenario, seeds, Some(log.clone()), again);
    log
}

/// Names of all files below a folder, relative to it, in alphabetical order.
pub(crate) fn files(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(&next).unwrap_or_else(|error| panic!("{}: {error}", next.display())) {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("below the folder");
                found.push(name.display().to_string());
            }
        }
    }
    found.sort();
    found
}

/// Copies a folder with everything in it.
pub(crate) fn copy(from: &Path, to: &Path) {
    for file in files(from) {
        let target = to.join(&file);
        fs::create_dir_all(target.parent().expect("below the folder")).expect("a folder");
        fs::copy(from.join(&file), target).expect("a copy");
    }
}

/// What is measured by the machine's clock, and may differ.
const NO_PROMISE: &str = "performance.json";

/// Fails unless two run folders hold the same bytes, but for `performance.json`.
#[track_caller]
pub(crate) fn assert_same_folders(expected: &Path, found: &Path) {
    let differing = differences(expected, found, &[]);
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

/// Where two run folders differ: a text a file. `performance.json` and the files named are passed over.
pub(crate) fn differences(expected: &Path, found: &Path, but: &[&str]) -> Vec<String> {
    let listed = |folder| {
        let mut names = files(folder);
        names.retain(|name| name != NO_PROMISE && !but.contains(&name.as_str()));
        names
    };
    let (names, others) = (listed(expected), listed(found));
    let one_sided = |a: &[String], b: &[String], folder: &Path| -> Vec<String> {
        let alone = a.iter().filter(|name| !b.contains(name));
        alone
            .map(|name| format!("{name} is only in {}", folder.display()))
            .collect()
    };
    let mut differing = one_sided(&names, &others, expected);
    differing.extend(one_sided(&others, &names, found));
    for name in names.iter().filter(|name| others.contains(name)) {
        differing.extend(difference(
            name,
            &bytes(&expected.join(name)),
            &bytes(&found.join(name)),
        ));
    }
    differing
}

/// Where two files differ first: a line of a text, a byte of anything else.
pub(crate) fn difference(name: &str, expected: &[u8], found: &[u8]) -> Option<String> {
    if expected == found {
        return None;
    }
    let (Ok(expected), Ok(found)) = (str::from_utf8(expected), str::from_utf8(found)) else {
        let same = expected.iter().zip(found).take_while(|(a, b)| a == b).count();
        return Some(format!(
            "{name} differs from byte {same} on ({} and {} bytes)",
            expected.len(),
            found.len()
        ));
    };
    let (mut old, mut new) = (expected.split('\n'), found.split('\n'));
    let mut line = 0;
    loop {
        line += 1;
        let (old, new) = (old.next(), new.next());
        if old != new {
            let shown = |text: Option<&str>| text.unwrap_or("(the file has ended)").to_owned();
            return Some(format!(
                "{name}, line {line}\n  expected: {}\n  found:    {}",
                shown(old),
                shown(new)
            ));
        }
    }
}

/// A file, whole.
pub(crate) fn bytes(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A text file, whole.
pub(crate) fn text(path: &Path) -> String {
    String::from_utf8(bytes(path)).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Whether committed files are to be written anew. The test that writes one fails all the same: somebody has to
/// look at what has changed.
pub(crate) fn is_blessing() -> bool {
    std::env::var_os("HOTWASH_BLESS").is_some()
}
