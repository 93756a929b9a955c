//! `hotwash compare` as people use it: through the binary, on tables with known numbers and on what runs and batches leave.

#![expect(
    clippy::disallowed_methods,
    reason = "tests look at the files that were written, and spoil some"
)]

mod answers;
#[path = "../common/mod.rs"]
mod common;
mod luck;
mod page;
mod refusals;
mod several;
mod sources;
mod spreadsheets;

use std::collections::BTreeMap;

use common::place::{Place, Said};

/// A run of the fire drill takes milliseconds so.
pub(crate) const FAST: &str = "exercise.fidelity=network";

/// The first line of `runs.csv`.
pub(crate) const HEAD: &str = "scenario,variant,case,seed,hazard_seed,metric,value,unit,basis\n";

/// What is said where so few runs can show nothing.
pub(crate) const FEW: &str = "warning: so few runs cannot show any difference among so many figures, however large it is: take more seeds, or name fewer figures with --metric\n";

/// A value of a moment that never came.
pub(crate) const NEVER: f64 = f64::NAN;

/// Rows of `runs.csv`: what the runs of a variant with these seeds came to in a metric.
pub(crate) fn of(variant: &str, metric: &str, runs: impl IntoIterator<Item = (u64, f64)>) -> String {
    let luck = runs.into_iter().map(|(seed, value)| ((seed, seed), value));
    of_luck(variant, metric, luck)
}

/// The same with seeds of the hazard, which stand first.
pub(crate) fn of_luck(
    variant: &str,
    metric: &str,
    runs: impl IntoIterator<Item = ((u64, u64), f64)>,
) -> String {
    let unit = match metric {
        _ if metric.ends_with("_s") => "s",
        "families_called_by_pupils" => "count",
        _ => "persons",
    };
    let row = |((hazard, seed), value): ((u64, u64), f64)| {
        let value = if value.is_nan() {
            String::new()
        } else {
            value.to_string()
        };
        format!("drill,{variant},,{seed},{hazard},{metric},{value},{unit},sourced\n")
    };
    runs.into_iter().map(row).collect()
}

/// Values for seeds from 1 on.
pub(crate) fn from_one(values: impl IntoIterator<Item = f64>) -> impl Iterator<Item = (u64, f64)> {
    (1..).zip(values)
}

/// A place with a table `runs.csv` of these rows.
pub(crate) fn with_table(rows: &[String]) -> Place {
    let place = Place::empty();
    place.write("runs.csv", &format!("{HEAD}{}", rows.concat()));
    place
}

/// Compares what lies in `runs.csv`; the answer goes into the folder `c`.
#[track_caller]
pub(crate) fn compared(place: &Place, more: &[&str]) -> Said {
    place.succeeds(&[&["compare", "runs.csv", "--out", "c"], more].concat())
}

/// A row of a table, by the names of its columns.
pub(crate) type Row = BTreeMap<String, String>;

/// The rows of a table.
pub(crate) fn rows(place: &Place, path: &str) -> Vec<Row> {
    let text = place.read(path);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

/// The row of `comparison.csv` of a variant and a metric, of its value or of whether it `came`.
#[track_caller]
pub(crate) fn answer(place: &Place, variant: &str, metric: &str, aspect: &str) -> Row {
    let mut found = rows(place, "c/comparison.csv");
    found.retain(|row| row["variant"] == variant && row["metric"] == metric && row["aspect"] == aspect);
    assert_eq!(found.len(), 1, "{variant} {metric} {aspect}: {found:?}");
    found.remove(0)
}

/// Numbers of a row are these, to a thousandth.
#[track_caller]
pub(crate) fn assert_numbers(row: &Row, expected: &[(&str, f64)]) {
    for (name, value) in expected {
        let found: f64 = row[*name].parse().unwrap_or(f64::NAN);
        assert!(
            (found - value).abs() < 1e-3,
            "{name} is {found}, not {value}: {row:?}"
        );
    }
}

/// Every part is in the text.
#[track_caller]
pub(crate) fn assert_says(text: &str, words: &[&str]) {
    // Lines are broken where they are too long.
    let flowing = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for word in words {
        assert!(flowing.contains(word), "`{word}` is not said:\n{text}");
    }
}
