//! Tables with known numbers: the verdict, the difference, its interval and the words.

use crate::{FEW, NEVER, answer, assert_numbers, assert_says, compared, from_one, of, rows, with_table};

/// Ten values around a hundred.
fn base() -> Vec<f64> {
    (0..10).map(|n| 100.0 + 3.0 * f64::from(n * n % 7)).collect()
}

/// The same, seed by seed, with these differences, over and over.
fn beside(differences: &[f64]) -> Vec<f64> {
    let differences = differences.iter().cycle();
    base()
        .iter()
        .zip(differences)
        .map(|(base, own)| base + own)
        .collect()
}

fn table(metric: &str, differences: &[f64]) -> crate::common::place::Place {
    with_table(&[
        of("base", metric, from_one(base())),
        of("drill-twice", metric, from_one(beside(differences))),
    ])
}

#[test]
fn ten_seconds_earlier() {
    let place = table("last_out_s", &[-8.0, -12.0]);
    let said = compared(&place, &[]);
    assert_eq!(said.err, "");
    assert_says(
        &said.out,
        &[
            "compared with base, 10 runs of each",
            "drill-twice better Last out (each the first time): 10.0 ± 1.5 s earlier; 10 of 10 seeds agree",
            "1 comparison, corrected after Holm",
            "Open c/comparison.html in a browser",
        ],
    );
    let row = answer(&place, "drill-twice", "last_out_s", "value");
    // t of nine degrees of freedom at 0.975 is 2.262157; the differences have a standard deviation of 2.108185.
    let half = 2.262_157 * 2.108_185 / 10_f64.sqrt();
    assert_numbers(
        &row,
        &[
            ("n", 10.0),
            ("paired", 1.0),
            ("difference", -10.0),
            ("low", -10.0 - half),
            ("high", -10.0 + half),
            ("better", 10.0),
            ("worse", 0.0),
            ("same", 0.0),
            ("effect", -10.0 / 2.108_185),
            ("best_probability", 1.0),
        ],
    );
    assert_numbers(
        &row,
        &[("base_mean", mean(&base())), ("mean", mean(&base()) - 10.0)],
    );
    assert_eq!((&*row["verdict"], &*row["interval_by"]), ("better", "student-t"));
    assert_eq!(row["p"], row["p_holm"], "there is a single one");
    let pairs = rows(&place, "c/pairs.csv");
    assert_eq!(pairs.len(), 10);
    for (pair, (seed, base)) in pairs.iter().zip((1..).zip(base())) {
        let difference = if seed % 2 == 1 { -8.0 } else { -12.0 };
        assert_numbers(
            pair,
            &[
                ("seed", f64::from(seed)),
                ("base_value", base),
                ("value", base + difference),
                ("difference", difference),
            ],
        );
    }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

#[test]
fn which_way_is_better_depends_on_the_figure() {
    for (metric, verdict, words) in [
        ("last_out_s", "worse", "10.0 ± 1.5 s later"),
        ("found_s", "worse", "10.0 ± 1.5 s longer"),
        ("injured", "worse", "10.0 ± 1.5 people more"),
        ("covered_when_shaking_begins", "better", "10.0 ± 1.5 people more"),
        ("families_called_by_pupils", "different", "10.0 ± 1.5 more"),
        // A figure that nobody declared: nobody knows which way is better.
        ("chairs", "different", "10.0 ± 1.5 people more"),
    ] {
        let place = table(metric, &[8.0, 12.0]);
        let said = compared(&place, &[]).out;
        assert_says(&said, &[verdict, words]);
        assert_eq!(
            answer(&place, "drill-twice", metric, "value")["verdict"],
            verdict,
            "{metric}"
        );
    }
}

#[test]
fn no_difference_that_they_can_show() {
    let place = table("last_out_s", &[-5.0, 5.0]);
    let said = compared(&place, &[]).out;
    assert_says(
        &said,
        &["not shown no difference that these runs can show: Last out"],
    );
    let row = answer(&place, "drill-twice", "last_out_s", "value");
    assert_eq!(row["verdict"], "not-shown");
    assert_numbers(&row, &[("difference", 0.0), ("better", 5.0), ("worse", 5.0)]);
    let detectable: f64 = row["detectable"].parse().expect("a number");
    assert!((4.0..7.0).contains(&detectable), "{detectable}");
    assert_says(&row["text"], &["no difference that 10 seeds can show (one of"]);
}

#[test]
fn the_same_in_every_run() {
    let place = table("last_out_s", &[0.0]);
    let said = compared(&place, &[]).out;
    assert_says(&said, &["drill-twice same everything is the same in every run"]);
    assert_eq!(
        answer(&place, "drill-twice", "last_out_s", "value")["verdict"],
        "same"
    );
    assert_says(
        &place.read("c/comparison.html"),
        &["<h2>The same in every run</h2>"],
    );
}

#[test]
fn always_the_same_difference() {
    let place = table("injured", &[-2.0]);
    let said = compared(&place, &[]).out;
    assert_says(&said, &["better Hurt: 2 people fewer; 10 of 10 seeds agree"]);
    let row = answer(&place, "drill-twice", "injured", "value");
    assert_numbers(&row, &[("low", -2.0), ("high", -2.0)]);
    assert_eq!(row["interval_by"], "all-equal");
}

#[test]
fn a_single_pair_says_nothing() {
    let place = with_table(&[
        of("base", "last_out_s", from_one([100.0])),
        of("other", "last_out_s", from_one([50.0])),
    ]);
    let said = compared(&place, &[]).out;
    assert_says(
        &said,
        &[
            "1 run of each",
            "too few two runs with the same seed are the least",
        ],
    );
    assert!(
        !said.contains("better") && !said.contains("is the same"),
        "{said}"
    );
    let row = answer(&place, "other", "last_out_s", "value");
    assert_eq!((&*row["verdict"], &*row["p"], &*row["low"]), ("too-few", "", ""));
}

#[test]
fn what_is_too_few_beside_what_is_the_same() {
    let place = with_table(&[
        of("base", "last_out_s", from_one(base())),
        of("base", "injured", from_one([1.0])),
        of("other", "last_out_s", from_one(base())),
        of("other", "injured", from_one([3.0])),
    ]);
    assert_says(
        &compared(&place, &[]).out,
        &[
            "too few too few runs to say anything: Hurt",
            "same everything else is the same in every run",
        ],
    );
}

#[test]
fn seeds_that_go_the_other_way_are_named() {
    let mut values = beside(&[-30.0, -34.0]);
    values[2] += 60.0;
    let place = with_table(&[
        of("base", "injured", from_one(base())),
        of("other", "injured", from_one(values)),
    ]);
    let said = compared(&place, &[]).out;
    assert_says(&said, &["9 of 10 seeds agree"]);
    assert_says(
        &place.read("c/comparison.html"),
        &["1 of 10 seeds go the other way: 3"],
    );
}

#[test]
fn a_moment_that_seldom_comes_is_told_by_how_often_it_came() {
    let seldom = (0..10).map(|n| if n < 2 { 90.0 } else { NEVER });
    let place = with_table(&[
        of("base", "full_account_s", from_one(base())),
        of("other", "full_account_s", from_one(seldom)),
    ]);
    let said = compared(&place, &[]).out;
    assert_says(
        &said,
        &["worse Everybody accounted for: came in 2 of 10 runs, against 10 of 10 runs"],
    );
    let came = answer(&place, "other", "full_account_s", "came");
    assert_eq!(came["verdict"], "worse");
    assert_numbers(
        &came,
        &[
            ("came", 2.0),
            ("runs", 10.0),
            ("base_came", 10.0),
            ("difference", -0.8),
        ],
    );
    let value = answer(&place, "other", "full_account_s", "value");
    assert_numbers(
        &value,
        &[("n", 2.0), ("base_mean", mean(&base())), ("mean", 90.0)],
    );
}

#[test]
fn what_never_came_to_anything_is_not_compared() {
    let place = with_table(&[
        of("base", "full_account_s", from_one([NEVER, NEVER])),
        of("other", "full_account_s", from_one([NEVER, NEVER])),
    ]);
    let said = compared(&place, &[]).out;
    assert_says(&said, &["None of these figures has a value in runs of both"]);
    assert!(!said.contains("same in every"), "{said}");
    assert_eq!(rows(&place, "c/comparison.csv").len(), 0);
    let page = place.read("c/comparison.html");
    assert_says(&page, &["None of these figures has a value in runs of both."]);
    assert!(!page.contains("Everything is the same"), "{page}");
}

#[test]
fn many_figures_at_once_have_to_show_more() {
    // Each alone would be told with p = 0.03 or so; of twenty, one comes out like that by chance.
    let differences = [-9.0, 2.0, -7.0, 1.0, -6.0, 3.0, -8.0, -1.0, -5.0, -4.0];
    let one = table("injured", &differences);
    compared(&one, &[]);
    let alone = answer(&one, "drill-twice", "injured", "value");
    let p: f64 = alone["p"].parse().expect("a number");
    assert!(
        (0.01..0.05).contains(&p),
        "{p}: the numbers of this test are badly chosen"
    );
    assert_eq!(alone["verdict"], "better");
    let mut rows = Vec::new();
    for metric in [
        "injured",
        "inside_at_end",
        "unaccounted_at_end",
        "release_queue_longest",
        "on_stairs_when_aftershock_comes",
    ] {
        rows.push(of("base", metric, from_one(base())));
        rows.push(of("drill-twice", metric, from_one(beside(&differences))));
    }
    let many = with_table(&rows);
    let said = compared(&many, &[]).out;
    assert_says(&said, &["5 comparisons, corrected after Holm", "not shown"]);
    let among = answer(&many, "drill-twice", "injured", "value");
    assert_eq!((&among["p"], &*among["verdict"]), (&alone["p"], "not-shown"));
    let holm: f64 = among["p_holm"].parse().expect("a number");
    assert!((holm - 5.0 * p).abs() < 5e-3, "{holm} {p}");
}

#[test]
fn the_answer_does_not_depend_on_the_order_of_rows_nor_on_the_day() {
    let rows_of = |place: &crate::common::place::Place| {
        let mut found = rows(place, "c/comparison.csv");
        found.sort();
        found
    };
    let plain = [
        of("base", "last_out_s", from_one(base())),
        of("b", "last_out_s", from_one(beside(&[-8.0, -12.0, 3.0]))),
        of("a", "last_out_s", from_one(beside(&[1.0, 2.0, 30.0]))),
        of("base", "injured", from_one(base())),
        of("b", "injured", from_one(beside(&[1.0, 0.0]))),
        of("a", "injured", from_one(beside(&[0.0]))),
    ];
    let place = with_table(&plain);
    compared(&place, &[]);
    let first = rows_of(&place);
    let files = |place: &crate::common::place::Place| {
        let names = [
            "comparison.html",
            "comparison.csv",
            "pairs.csv",
            "manifest.json",
            "datapackage.json",
        ];
        names.map(|name| place.read(&format!("c/{name}")))
    };
    let bytes = files(&place);
    compared(&place, &[]);
    assert_eq!(files(&place), bytes, "twice the same");
    let all = plain.concat();
    let turned: Vec<String> = all.lines().rev().map(|line| format!("{line}\n")).collect();
    let place = with_table(&turned);
    compared(&place, &[]);
    assert_eq!(rows_of(&place), first);
}

#[test]
fn so_few_seeds_that_nothing_can_be_told_from_chance_say_so() {
    // Five pairs that all agree come out like that by chance in 2 of 32 cases.
    let place = with_table(&[
        of("base", "injured", from_one([10.0, 10.0, 10.0, 10.0, 10.0])),
        of("other", "injured", from_one([20.0, 20.0, 20.0, 20.0, 24.0])),
    ]);
    let said = compared(&place, &[]).out;
    assert_says(
        &said,
        &["unclear a difference that may be chance, more seeds would tell: Hurt"],
    );
    let row = answer(&place, "other", "injured", "value");
    assert_eq!(row["verdict"], "not-shown");
    assert_says(
        &row["text"],
        &["people more in these runs, but 5 seeds are too few to tell that from chance"],
    );
}

/// Six pairs can be flipped in 64 ways: among five figures nothing can be told from chance, and that is said, not promised away.
#[test]
fn what_so_few_seeds_could_never_show_is_not_promised() {
    let metrics = [
        "last_out_s",
        "injured",
        "full_account_s",
        "all_assembled_s",
        "found_s",
    ];
    let rows = metrics.iter().flat_map(|metric| {
        let base = from_one([100.0, 120.0, 90.0, 130.0, 110.0, 300.0]);
        let other = from_one([150.0, 171.0, 140.0, 181.0, 160.0, 420.0]);
        [of("base", metric, base), of("other", metric, other)]
    });
    let place = with_table(&rows.collect::<Vec<_>>());
    let said = compared(&place, &[]);
    assert!(
        said.out.contains("unclear") && !said.out.contains("would probably show"),
        "{}",
        said.out
    );
    assert_eq!(said.err, FEW);
    let row = answer(&place, "other", "injured", "value");
    assert_eq!((&*row["verdict"], &*row["detectable"]), ("not-shown", ""));
    // Asked about alone, they can: two of 64 ways are less than one in twenty.
    let alone = compared(&place, &["--metric", "injured"]);
    assert_eq!(alone.err, "");
    assert!(alone.out.contains("worse"), "{}", alone.out);
}

/// Variants that are alike in every run are the best together.
#[test]
fn ties_are_told_as_ties() {
    let slow = || from_one((0..20).map(|seed| 100.0 + f64::from(seed)));
    let quick = || from_one((0..20).map(|seed| 80.0 + f64::from(seed)));
    let place = with_table(&[
        of("base", "last_out_s", slow()),
        of("one", "last_out_s", quick()),
        of("two", "last_out_s", quick()),
    ]);
    let said = compared(&place, &[]).out;
    assert!(said.contains("one and two, alike (100 of 100)"), "{said}");
    for variant in ["one", "two"] {
        let row = answer(&place, variant, "last_out_s", "value");
        assert_numbers(&row, &[("best_probability", 1.0), ("better_probability", 1.0)]);
    }
}
