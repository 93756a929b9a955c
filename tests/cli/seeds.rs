//! `hotwash seeds`: runs that suit an exercise.

use crate::common::place::Place;

const NETWORK: [&str; 4] = ["seeds", "fire-drill", "--set", "exercise.fidelity=network"];

fn seeds<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&NETWORK, more].concat()
}

#[test]
fn the_smallest_seeds_that_are_such_are_found_whatever_the_number_of_jobs() {
    let place = Place::with_fire_drill();
    let asks = [
        "--where",
        "last_out_s > 175 and not blocked@exit-yard",
        "--take",
        "3",
        "--list",
    ];
    let one = place
        .succeeds(&seeds(&[&asks[..], &["--jobs", "1"]].concat()))
        .out;
    let four = place
        .succeeds(&seeds(&[&asks[..], &["--jobs", "4"]].concat()))
        .out;
    let named = |said: &str| {
        let of_seed = |line: &&str| line.trim_start().starts_with("seed ");
        said.lines()
            .filter(of_seed)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(named(&one), named(&four));
    assert_eq!(named(&one).len(), 3, "{one}");
    assert!(place.files("outputs").is_empty(), "--list keeps nothing");
}

#[test]
fn runs_that_are_found_are_kept_as_picked_and_comparisons_leave_them_out() {
    let place = Place::with_fire_drill();
    let said = place
        .succeeds(&seeds(&["--where", "last_out_s > 0", "--take", "2"]))
        .out;
    let folder = said.lines().find_map(|line| {
        let path = line.trim();
        path.starts_with("outputs/").then(|| path.to_owned())
    });
    let folder = folder.unwrap_or_else(|| panic!("no folder is named: {said}"));
    let manifest = place.read(&format!("{folder}/manifest.json"));
    assert!(manifest.contains("\"choice\": \"picked\""), "{manifest}");
    place
        .says(&["compare", &folder])
        .refuses(2, &["picked for what they show"]);
}

#[test]
fn none_is_an_answer_and_a_slip_of_the_pen_is_none() {
    let place = Place::with_fire_drill();
    let none = place
        .succeeds(&seeds(&["--where", "last_out_s > 100000", "--seeds", "1..6"]))
        .out;
    assert_eq!(none, "None of 6 seeds (1..6) is such.\n");
    place.refuses(
        &seeds(&["--where", "last_ut_s > 1"]),
        2,
        &["no metric or signal `last_ut_s`", "last_out_s"],
    );
    place.refuses(
        &seeds(&["--where", "blocked@no-door"]),
        2,
        &["have no `blocked@no-door`"],
    );
    place.refuses(&seeds(&["--where", "last_out_s >"]), 2, &["a number is missing"]);
}
