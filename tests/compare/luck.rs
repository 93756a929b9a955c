//! Which runs are set beside each other: by their seeds.

use crate::{HEAD, answer, assert_numbers, assert_says, compared, from_one, of, of_luck, rows, with_table};

#[test]
fn runs_without_a_partner_are_counted_and_left_out() {
    let place = with_table(&[
        of("base", "injured", (1..=10).map(|seed| (seed, 30.0 + seed as f64))),
        of(
            "other",
            "injured",
            (4..=12).map(|seed| (seed, 20.0 + seed as f64 + (seed % 2) as f64)),
        ),
    ]);
    let said = compared(&place, &[]);
    assert_says(
        &said.err,
        &[
            "warning: 2 runs of `other` and 3 runs of `base` have no partner with the same seed: 7 pairs are left",
        ],
    );
    assert_says(&said.out, &["9 to 10 runs of each"]);
    let row = answer(&place, "other", "injured", "value");
    // Seeds 4 to 10: three of them are odd.
    assert_numbers(
        &row,
        &[
            ("n", 7.0),
            ("runs", 9.0),
            ("base_runs", 10.0),
            ("difference", 3.0 / 7.0 - 10.0),
        ],
    );
    let quiet = place.succeeds(&["compare", "runs.csv", "--out", "c", "--quiet"]);
    assert_eq!((quiet.out.as_str(), quiet.err.as_str()), ("", ""));
    assert_says(
        &place.read("c/comparison.html"),
        &["have no partner with the same seed"],
    );
}

#[test]
fn without_a_common_seed_they_are_two_samples() {
    let place = with_table(&[
        of(
            "base",
            "injured",
            (1..=10).map(|seed| (seed, 30.0 + (seed % 5) as f64)),
        ),
        of(
            "other",
            "injured",
            (11..=20).map(|seed| (seed, 20.0 + (seed % 5) as f64)),
        ),
    ]);
    let said = compared(&place, &[]);
    assert_says(
        &said.err,
        &[
            "`other` and `base` have no seed in common",
            "which shows less than pairs would",
        ],
    );
    let row = answer(&place, "other", "injured", "value");
    // Both have a variance of 20/9; Welch's t has 18 degrees of freedom, 2.100922 at 0.975.
    let half = 2.100_922 * (2.0 * 20.0 / 9.0 / 10.0_f64).sqrt();
    assert_numbers(
        &row,
        &[
            ("paired", 0.0),
            ("n", 10.0),
            ("difference", -10.0),
            ("low", -10.0 - half),
            ("high", -10.0 + half),
            ("better", 100.0),
        ],
    );
    assert_eq!((&*row["verdict"], &*row["interval_by"]), ("better", "welch-t"));
    assert_eq!(rows(&place, "c/pairs.csv").len(), 0);
    assert_says(
        &said.out,
        &["better Hurt: 10.0 ± 1.4 people fewer; 100 of 100 pairs, any run with any, agree"],
    );
}

/// Hazards by seeds: what a hazard costs, and a little luck of the people.
fn met(hazards: std::ops::Range<u64>, less: f64) -> impl Iterator<Item = ((u64, u64), f64)> {
    hazards.flat_map(move |hazard| {
        (101..=105).map(move |seed| {
            let value = 10.0 * hazard as f64 + (seed % 3) as f64 - less * (1.0 + (hazard % 2) as f64);
            ((hazard, seed), value)
        })
    })
}

#[test]
fn where_each_hazard_met_several_seeds_each_hazard_counts_once() {
    let place = with_table(&[
        of_luck("base", "injured", met(1..7, 0.0)),
        of_luck("other", "injured", met(1..7, 8.0)),
    ]);
    let said = compared(&place, &[]);
    assert_says(
        &said.err,
        &["each hazard counts once, with the mean over its seeds"],
    );
    let row = answer(&place, "other", "injured", "value");
    // Differences of 16 and 8 in turn, six hazards.
    assert_numbers(
        &row,
        &[("n", 6.0), ("runs", 30.0), ("difference", -12.0), ("better", 6.0)],
    );
    let pairs = rows(&place, "c/pairs.csv");
    let luck: Vec<(&str, &str)> = pairs
        .iter()
        .map(|row| (&*row["hazard_seed"], &*row["seed"]))
        .collect();
    assert_eq!(luck, ["1", "2", "3", "4", "5", "6"].map(|hazard| (hazard, "0")));
    assert_says(&said.out, &["6 of 6 hazards agree"]);
}

#[test]
fn hazards_count_once_in_two_samples_too() {
    let place = with_table(&[
        of_luck("base", "injured", met(1..7, 0.0)),
        of_luck("other", "injured", met(11..17, 8.0)),
    ]);
    let said = compared(&place, &[]);
    assert_says(&said.err, &["have no seed in common", "each hazard counts once"]);
    let row = answer(&place, "other", "injured", "value");
    assert_numbers(
        &row,
        &[
            ("paired", 0.0),
            ("n", 6.0),
            ("difference", 100.0 - 12.0),
            ("worse", 36.0),
        ],
    );
}

#[test]
fn a_single_hazard_says_nothing_of_others_and_its_seeds_count() {
    let place = with_table(&[
        of_luck("base", "injured", met(3..4, 0.0)),
        of_luck("other", "injured", met(3..4, 8.0)),
    ]);
    let said = compared(&place, &[]);
    assert!(!said.err.contains("counts once"), "{}", said.err);
    assert_numbers(
        &answer(&place, "other", "injured", "value"),
        &[("n", 5.0), ("difference", -16.0)],
    );
}

#[test]
fn another_hazard_seed_is_another_run() {
    let place = with_table(&[
        of_luck("base", "injured", (1..=4).map(|seed| ((seed, seed), 10.0))),
        of_luck("other", "injured", (1..=4).map(|seed| ((seed + 100, seed), 5.0))),
    ]);
    assert_says(&compared(&place, &[]).err, &["have no seed in common"]);
    assert_numbers(&answer(&place, "other", "injured", "value"), &[("paired", 0.0)]);
}

#[test]
fn a_run_that_stands_twice_counts_once_where_both_are_alike() {
    let own = of("other", "injured", from_one([1.0, 2.0, 4.0, 3.0]));
    let base = of("base", "injured", from_one([5.0, 7.0, 6.0, 9.0]));
    let place = with_table(&[base.clone(), own.clone()]);
    compared(&place, &[]);
    let once = place.read("c/comparison.csv");
    let again = own.lines().nth(1).map(|line| format!("{line}\n")).expect("a row");
    let place = with_table(&[base.clone(), own.clone(), again.clone()]);
    assert_says(
        &compared(&place, &[]).err,
        &["1 run stands there twice, alike: it counts once"],
    );
    assert_eq!(place.read("c/comparison.csv"), once);
    let place = with_table(&[
        base,
        own,
        again.replace(",2,s", ",3,s").replace(",2,persons", ",3,persons"),
    ]);
    place.refuses(
        &["compare", "runs.csv", "--out", "c"],
        2,
        &[
            "`runs.csv`: line 10",
            "seed 2 of `other` stands there twice, with different values of `injured`",
        ],
    );
}

#[test]
fn a_table_without_hazard_seeds_has_those_of_the_people() {
    let text = format!(
        "{HEAD}{}{}",
        of("base", "injured", from_one([5.0, 7.0, 6.0])),
        of("other", "injured", from_one([1.0, 2.0, 4.0]))
    );
    let place = with_table(&[]);
    place.write("runs.csv", &text);
    compared(&place, &[]);
    let whole = place.read("c/comparison.csv");
    let cut: String = text
        .lines()
        .map(|line| {
            let mut cells: Vec<&str> = line.split(',').collect();
            cells.remove(4);
            cells.join(",") + "\n"
        })
        .collect();
    place.write("runs.csv", &cut);
    compared(&place, &[]);
    assert_eq!(place.read("c/comparison.csv"), whole);
}
