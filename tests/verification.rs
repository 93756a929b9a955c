//! `hotwash verify` as people use it: through the binary. Cases that take longer are left to the release build of the
//! continuous integration, which runs them all.

#![expect(
    clippy::disallowed_methods,
    reason = "tests look at the files that were written"
)]

mod common;

use common::place::Place;
use common::{root, text};

/// Cases that hold their gates and take less than a second, also in a slow build.
const FAST: [&str; 47] = [
    "rimea-1",
    "rimea-2",
    "rimea-3",
    "rimea-5",
    "rimea-6",
    "rimea-7",
    "rimea-10",
    "rimea-12c",
    "rimea-14",
    "imo-1",
    "imo-2",
    "imo-3",
    "imo-4",
    "imo-5",
    "imo-6",
    "imo-7",
    "imo-10",
    "imo-11",
    "nist-1.1",
    "nist-2.1",
    "nist-2.2",
    "nist-2.3",
    "nist-2.4",
    "nist-2.5",
    "nist-2.6",
    "nist-2.9",
    "nist-2.10",
    "nist-3.1",
    "nist-3.2",
    "nist-3.3",
    "nist-4.1",
    "nist-5.1",
    "nist-5.2",
    "school-a",
    "school-b",
    "school-c",
    "school-d",
    "school-f",
    "school-g",
    "school-h",
    "earthquake-motion",
    "earthquake-shocks",
    "earthquake-casualties",
    "earthquake-deaths",
    "earthquake-aftershocks",
    "flood-dams",
    "flood-momentum",
];

#[test]
fn the_source_stands_above_the_cases_that_are_judged_by_it() {
    let said = Place::empty().succeeds(&["verify", "nist-2.1", "nist-4.1", "school-a", "school-h"]);
    let at = |text: &str| {
        let found = said.out.find(text);
        found.unwrap_or_else(|| panic!("`{text}` is not said: {}", said.out))
    };
    let order = [
        "https://doi.org/10.6028/NIST.TN.1822",
        "nist-2.1",
        "nist-4.1",
        "https://www.springerprofessional.de/sfpe",
        "school-a",
        "own case",
        "school-h",
    ];
    assert!(order.map(at).is_sorted(), "{}", said.out);
    assert_eq!(said.out.matches("https://doi.org/10.6028").count(), 1);
}

#[test]
fn fast_cases_hold_their_gates_as_the_page_on_validation_says_and_the_csv_has_a_row_for_each_finding() {
    let place = Place::empty();
    let mut command = vec!["verify", "--markdown", "--out", "found.csv"];
    command.extend(FAST);
    let said = place.succeeds(&command);
    assert!(
        said.out
            .ends_with("46 passed, 0 failed, 1 reported only, 0 not yet built\n"),
        "{}",
        said.out
    );
    let page = text(&root().join("docs/validation.md"));
    for row in said.out.lines().filter(|line| line.starts_with('|')) {
        assert!(page.contains(row), "docs/validation.md does not have: {row}");
    }
    let table = place.read("found.csv");
    let mut lines = table.lines();
    assert_eq!(
        lines.next(),
        Some("suite,case,title,mode,quantity,expected,tolerance,obtained,unit,verdict,source")
    );
    let rows: Vec<csv::StringRecord> = csv::Reader::from_reader(table.as_bytes())
        .records()
        .map(|row| row.expect("a sound row"))
        .collect();
    for case in FAST {
        assert!(rows.iter().any(|row| &row[1] == case), "{case}");
    }
    assert!(
        rows.iter()
            .all(|row| matches!(&row[9], "pass" | "documented") && row[7].parse::<f32>().is_ok())
    );
    let mut in_order: Vec<&str> = rows.iter().map(|row| &row[1]).collect();
    in_order.dedup();
    assert_eq!(in_order, FAST, "rows stand in the order of the suites");
}

#[test]
fn the_same_seed_prints_the_same_and_another_one_something_else() {
    let run = |seed: &str| {
        Place::empty()
            .succeeds(&["verify", "school-f", "nist-5.2", "--seed", seed])
            .out
    };
    assert_eq!(run("3"), run("3"));
    assert_ne!(run("3"), run("4"));
}

#[test]
fn the_list_runs_nothing_and_says_what_is_missing() {
    let said = Place::empty().succeeds(&["verify", "--list"]);
    for words in [
        "RiMEA 4.1.1",
        "rimea-9: 1,000 people",
        "not yet built",
        "nist-2.7: lifts",
    ] {
        assert!(said.out.contains(words), "{words}: {}", said.out);
    }
    let said = Place::empty().succeeds(&["verify", "--list", "school"]);
    assert!(!said.out.contains("rimea-"), "{}", said.out);
}

#[test]
fn what_is_not_yet_built_is_not_passed() {
    let said = Place::empty().says(&["verify", "nist-2.7"]);
    assert_eq!(said.code, 1, "{}", said.out);
    assert!(
        said.out
            .ends_with("0 passed, 0 failed, 0 reported only, 1 not yet built\n"),
        "{}",
        said.out
    );
}

#[test]
fn an_unknown_case_is_told_the_nearest() {
    Place::empty()
        .says(&["verify", "rimae"])
        .refuses(2, &["there is no case or suite `rimae`", "did you mean `rimea`?"]);
    Place::empty()
        .says(&["verify", "xyzzy"])
        .refuses(2, &["hotwash verify --list"]);
}
