//! Bad input, by name: each gets a clear sentence with its place, the right exit code, and leaves nothing behind.
//! And what is odd but sound runs: damaged scenarios that still load come to their end.

#![expect(
    clippy::disallowed_methods,
    reason = "tests spoil files, and look at those that were written"
)]

#[path = "../common/mod.rs"]
mod common;
mod files;
mod machine;
mod odd;
mod slips;

use common::place::Place;

pub(crate) const TOML: &str = "scenario.toml";
pub(crate) const PLAN: &str = "plan.geojson";
pub(crate) const CLASSES: &str = "classes.csv";
pub(crate) const PEOPLE: &str = "people.csv";
pub(crate) const VARIANT: &str = "variants/v.toml";
pub(crate) const SCENARIO: &str = "scenarios/fire-drill";

/// `line:column` of the first place where a text stands, counted from 1.
pub(crate) fn line_column(text: &str, part: &str) -> String {
    let before = &text[..text
        .find(part)
        .unwrap_or_else(|| panic!("`{part}` does not stand there"))];
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
    format!("{line}:{column}")
}

/// The program says these words, ends with this code, and leaves the place as it was: no file, no folder.
#[track_caller]
pub(crate) fn refuses(place: &Place, arguments: &[&str], code: i32, words: &[&str]) {
    place.refuses(arguments, code, words);
}
