//! `hotwash play`: a run that stops at each decision and takes what somebody types.

use crate::common::place::{Place, Said};
use crate::rows;

fn played(place: &Place, typed: &str, more: &[&str]) -> Said {
    let ask = [
        "play",
        "fire-drill",
        "--force",
        "--set",
        "exercise.fidelity=network",
    ];
    let mut command = place.command();
    let output = command
        .args(ask)
        .args(more)
        .write_stdin(typed)
        .output()
        .expect("the binary starts");
    Said::new(&output)
}

#[test]
fn enter_is_what_the_script_does() {
    let place = Place::with_fire_drill();
    let said = played(&place, "\n\n", &[]);
    assert_eq!(said.code, 0, "{said:#?}");
    for word in [
        "School incident commander has to decide: sound-the-alarm",
        "has to decide: end-the-drill",
        "everybody is accounted for",
        "1  all-clear",
        "The end. What was decided is in table-log.csv",
    ] {
        assert!(said.out.contains(word), "{word}: {}", said.out);
    }
    let log = rows(&place, "table-log.csv");
    let decided: Vec<(&str, &str)> = log
        .iter()
        .map(|row| (&*row["decision"], &*row["option"]))
        .collect();
    assert_eq!(
        decided,
        [("sound-the-alarm", "alarm"), ("end-the-drill", "all-clear")]
    );
    // The log of the script is the script.
    let fast = ["--set", "exercise.fidelity=network", "--quiet"];
    place.succeeds(&[&["run", "fire-drill", "--out", "script"], &fast[..]].concat());
    let again = [
        "replay",
        "fire-drill",
        "table-log.csv",
        "--out",
        "t",
        "--seeds",
        "1..2",
        "--variants",
        "",
    ];
    place.succeeds(&[&again[..], &fast[..]].concat());
    for table in ["timeline", "decisions", "people", "metrics"] {
        let read = |run: &str| place.read(&format!("{run}/{table}.csv"));
        assert_eq!(read("script"), read("t/seed-1"), "{table}");
    }
}

#[test]
fn later_is_later_and_slips_are_asked_again() {
    let place = Place::with_fire_drill();
    let said = played(&place, "7\nalarm soon\n1 in 2 min\n\n", &["--branch", "both"]);
    assert_eq!(said.code, 0, "{said:#?}");
    for word in [
        "`7` is none of these",
        "write `1 in 5 min` or `1 at 10:40`",
        "Both futures:",
    ] {
        assert!(said.out.contains(word), "{word}: {}", said.out);
    }
    let log = rows(&place, "table-log.csv");
    assert!(log[0]["clock"].starts_with("09:03:0"), "{log:?}");
    let decided = rows(&place, "both/played/seed-1/decisions.csv");
    let alarm = decided
        .iter()
        .find(|row| row["decision"] == "sound-the-alarm")
        .expect("the decision");
    let decided: f64 = alarm["decided_s"].parse().expect("a number");
    assert!((180.0..184.0).contains(&decided), "{decided}");
    let said = place
        .succeeds(&["diff", "both/script/seed-1", "both/played/seed-1"])
        .out;
    assert!(said.contains("alarm"), "{said}");
}

#[test]
fn nothing_typed_goes_on_by_script_and_others_are_not_asked() {
    let place = Place::with_fire_drill();
    let said = played(&place, "", &[]);
    assert_eq!(said.code, 0, "{said:#?}");
    assert!(
        said.out.contains("Nobody types any more: the script goes on."),
        "{}",
        said.out
    );
    let said = played(&place, "", &["--as", "assembly-supervisor", "--log", "mine.csv"]);
    assert!(!said.out.contains("has to decide"), "{}", said.out);
    assert_eq!(place.read("mine.csv"), "clock,position,decision,option,note\n");
    let said = played(&place, "n\n\n", &["--language", "sq", "--log", "mine.csv"]);
    assert!(said.out.contains("09:01:00"), "{}", said.out);
    assert_eq!(&*rows(&place, "mine.csv")[0]["option"], "nothing");
}

#[test]
fn what_cannot_be_played() {
    let place = Place::with_fire_drill();
    place.write("table-log.csv", "somebody's work");
    place.refuses(&["play", "fire-drill"], 2, &["`table-log.csv` exists", "--force"]);
    place.refuses(
        &[
            "play",
            "fire-drill",
            "--as",
            "school-incident-comander",
            "--log",
            "x",
        ],
        2,
        &["did you mean `school-incident-commander`?"],
    );
    place.refuses(&["play", "nowhere", "--log", "x"], 2, &["nowhere"]);
}

/// A run is played again with its own seed and settings.
#[test]
fn a_run_can_be_played() {
    let place = Place::with_fire_drill();
    place.succeeds(&["run", "fire-drill", "--out", "run", "--quiet", "--seed", "5"]);
    let output = place.command().args(["play", "run"]).write_stdin("\n\n").output();
    let said = Said::new(&output.expect("the binary starts"));
    assert_eq!(said.code, 0, "{said:#?}");
    let decided = rows(&place, "run/decisions.csv");
    let log = rows(&place, "table-log.csv");
    let alarm = decided
        .iter()
        .find(|row| row["decision"] == "sound-the-alarm")
        .expect("the decision");
    let second: f64 = alarm["decided_s"].parse().expect("a number");
    assert_eq!(
        &*log[0]["clock"],
        format!("09:{:02}:{:06.3}", (second / 60.0) as u32, second % 60.0)
    );
}
