//! `hotwash kit` as people use it: through the binary, on shipped scenarios and on scenarios with slips.

#![expect(
    clippy::disallowed_methods,
    reason = "tests look at the files that were written, and spoil some"
)]

mod answers;
#[path = "../common/mod.rs"]
mod common;

mod pages;
mod play;
mod print;
mod replay;
mod slips;
mod told;

use common::place::Place;

/// A run of a school takes milliseconds so.
pub(crate) const FAST: &str = "exercise.fidelity=network";

/// A folder with a run of a shipped scenario in `run`.
pub(crate) fn with_run(scenario: &str, more: &[&str]) -> Place {
    let place = Place::with(&[scenario]);
    place.succeeds(&[&["run", scenario, "--out", "run", "--quiet"], more].concat());
    place
}

/// The same with pupils on a network.
pub(crate) fn with_fast_run(scenario: &str) -> Place {
    with_run(scenario, &["--set", FAST])
}

/// The rows of a table, by column.
pub(crate) fn rows(place: &Place, table: &str) -> Vec<std::collections::BTreeMap<String, String>> {
    let text = place.read(table);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows = reader.deserialize().collect::<Result<_, _>>();
    rows.unwrap_or_else(|error| panic!("{table}: {error}"))
}
