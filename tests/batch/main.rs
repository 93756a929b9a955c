//! `hotwash batch` as people use it: through the binary, looking only at what it prints, leaves and returns.

#![expect(
    clippy::disallowed_methods,
    reason = "tests look at the files that were written, and spoil some"
)]

#[path = "../common/mod.rs"]
mod common;
mod failures;
mod journal;
mod kept;
mod machine;
mod plan;
mod plan_file;
mod refusals;
mod stopped;
mod tables;

use std::collections::BTreeMap;

use serde_json::Value;

use common::difference;
use common::place::Place;

/// A run of the fire drill takes milliseconds so.
pub(crate) const FAST: &str = "exercise.fidelity=network";

/// What a batch promises to be the same every time.
pub(crate) const FILES: [&str; 5] = [
    "runs.csv",
    "runs_wide.csv",
    "failures.csv",
    "datapackage.json",
    "batch.json",
];

/// The arguments of a batch of the fire drill that goes into a folder.
pub(crate) fn batch<'a>(out: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let always = ["batch", "fire-drill", "--set", FAST, "--out", out];
    [&always, more].concat()
}

/// Fails unless two batches left the same tables, and the same description of what they are.
#[track_caller]
pub(crate) fn assert_same_tables(place: &Place, expected: &str, found: &str) {
    for name in FILES {
        let bytes = |folder: &str| place.read(&format!("{folder}/{name}")).into_bytes();
        let differing = difference(name, &bytes(expected), &bytes(found));
        assert_eq!(differing, None, "{expected} and {found}");
    }
}

/// A row of a table, by the names of its columns.
pub(crate) type Row = BTreeMap<String, String>;

/// The rows of a table.
pub(crate) fn rows(place: &Place, path: &str) -> Vec<Row> {
    let text = place.read(path);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

/// Some columns of each row, each such combination once, in the order in which they stand.
pub(crate) fn columns(rows: &[Row], names: &[&str]) -> Vec<String> {
    let mut found: Vec<String> = rows
        .iter()
        .map(|row| {
            names
                .iter()
                .map(|name| &*row[*name])
                .collect::<Vec<_>>()
                .join("|")
        })
        .collect();
    found.dedup();
    found
}

/// A JSON file.
pub(crate) fn json(place: &Place, path: &str) -> Value {
    serde_json::from_str(&place.read(path)).expect("JSON")
}
