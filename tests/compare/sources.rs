//! What runs and batches leave, named on the command line.

use std::fs;

use serde_json::Value;

use crate::common::place::{Place, Said};
use crate::{FAST, FEW, Row, assert_says, rows};

fn batch(place: &Place, out: &str, more: &[&str]) {
    let always = ["batch", "fire-drill", "--set", FAST, "--out", out, "--quiet"];
    place.succeeds(&[&always, more].concat());
}

/// Runs of the fire drill, one by one.
fn runs(place: &Place, variant: &str, seeds: std::ops::Range<u64>, folder: &str) {
    for seed in seeds {
        let (seed, out) = (seed.to_string(), format!("{folder}/seed-{seed}"));
        let run = [
            "run",
            "fire-drill",
            "--set",
            FAST,
            "--seed",
            &seed,
            "--out",
            &out,
            "--quiet",
        ];
        let of_variant: &[&str] = if variant == "base" {
            &[]
        } else {
            &["--variant", variant]
        };
        place.succeeds(&[&run[..], of_variant].concat());
    }
}

fn compare(place: &Place, named: &[&str]) -> Said {
    place.succeeds(&[&["compare"], named, &["--out", "c"]].concat())
}

/// What is said of each figure, whatever the order.
fn answers(place: &Place) -> Vec<Row> {
    let mut found = rows(place, "c/comparison.csv");
    found.sort();
    found
}

#[test]
fn a_batch_its_tables_and_its_runs_one_by_one_give_the_same_answer() {
    let place = Place::with_fire_drill();
    batch(
        &place,
        "b",
        &["--variants", "one-exit", "--seeds", "1..12", "--keep", "all"],
    );
    let said = place.succeeds(&["compare", "b"]);
    assert_eq!(said.err, "");
    assert_says(
        &said.out,
        &[
            "Fire drill: compared with base, 12 runs of each",
            "one-exit",
            "Open b/comparison/comparison.html",
        ],
    );
    compare(&place, &["b"]);
    let answer = answers(&place);
    assert!(answer.iter().any(|row| row["verdict"] == "worse"), "{answer:?}");
    compare(&place, &["b/runs.csv"]);
    assert_eq!(answers(&place), answer);
    compare(&place, &["b/runs"]);
    assert_eq!(answers(&place), answer);
    compare(&place, &["b/runs/base", "b/runs/one-exit"]);
    assert_eq!(answers(&place), answer);
    let without_basis = |rows: Vec<Row>| -> Vec<[String; 4]> {
        let names = ["variant", "metric", "difference", "p"];
        rows.iter()
            .map(|row| names.map(|name| row[name].clone()))
            .collect()
    };
    compare(&place, &["b/runs_wide.csv"]);
    assert_eq!(without_basis(answers(&place)), without_basis(answer));
}

#[test]
fn runs_made_one_by_one_are_found_wherever_they_lie() {
    let place = Place::with_fire_drill();
    runs(&place, "base", 1..5, "mine/yesterday");
    runs(&place, "one-exit", 1..5, "mine/today/late");
    let said = compare(&place, &["mine"]);
    assert_eq!(said.err, FEW, "nothing else is odd");
    assert_says(&said.out, &["compared with base, 4 runs of each", "one-exit"]);
    let answer = answers(&place);
    let seeds: Vec<String> = (1..5)
        .flat_map(|seed| {
            [
                format!("mine/yesterday/seed-{seed}"),
                format!("mine/today/late/seed-{seed}"),
            ]
        })
        .collect();
    compare(&place, &["mine/yesterday", "mine/today"]);
    assert_eq!(answers(&place), answer);
    // Named one by one, each is a thing of its own.
    let seeds: Vec<&str> = seeds.iter().map(String::as_str).collect();
    let said = place.succeeds(&[&["compare", "--out", "d"], &seeds[..2]].concat());
    assert_says(&said.out, &["too few"]);
}

#[test]
fn the_page_leads_to_runs_that_are_kept() {
    let place = Place::with_fire_drill();
    let ask = [
        "--variants",
        "one-exit",
        "--seeds",
        "1..12",
        "--hazard-seeds",
        "3",
        "--keep",
        "all",
    ];
    batch(&place, "b", &ask);
    for out in ["b/comparison", "elsewhere/deep/c", "scenarios/../c"] {
        place.succeeds(&["compare", "b", "--out", out, "--metric", "all", "--quiet"]);
        let page = place.read(&format!("{out}/comparison.html"));
        let links: Vec<&str> = page
            .split("href=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        assert!(
            !links.is_empty(),
            "no seed goes the other way: choose others for this test"
        );
        for link in links {
            let run = place.path(out).join(link);
            assert!(run.join("manifest.json").is_file(), "{link}");
        }
    }
}

#[test]
fn runs_that_were_picked_are_left_out() {
    let place = Place::with_fire_drill();
    batch(
        &place,
        "b",
        &["--variants", "one-exit", "--seeds", "1..5", "--keep", "chosen"],
    );
    place.refuses(
        &["compare", "b/runs", "--out", "c"],
        2,
        &["all its runs were picked for what they show"],
    );
    runs(&place, "base", 1..4, "b/runs/more");
    runs(&place, "one-exit", 1..4, "b/runs/more/of");
    let said = compare(&place, &["b/runs"]);
    assert_says(
        &said.err,
        &[
            "4 runs were picked for what they show and are left out",
            "would prove what they were picked for",
        ],
    );
    let n = |row: &Row| row["runs"].clone();
    assert!(rows(&place, "c/comparison.csv").iter().all(|row| n(row) == "3"));
    let said = compare(&place, &["b/runs", "--with-picked"]);
    assert!(!said.err.contains("left out"), "{}", said.err);
    // A batch counts all its runs, picked or not.
    assert_eq!(compare(&place, &["b"]).err, "");
}

/// Changes a JSON file.
fn edit(place: &Place, path: &str, change: impl Fn(&mut Value)) {
    let mut value: Value = serde_json::from_str(&place.read(path)).expect("JSON");
    change(&mut value);
    place.write(path, &value.to_string());
}

#[test]
fn two_versions_of_the_model_only_where_somebody_says_so() {
    let place = Place::with_fire_drill();
    batch(&place, "new", &["--variants", "one-exit", "--seeds", "1..4"]);
    batch(&place, "old", &["--seeds", "1..4"]);
    edit(&place, "old/batch.json", |batch| {
        batch["model_version"] = "3".into();
    });
    place.refuses(
        &["compare", "new", "old", "--out", "c"],
        2,
        &[
            "they were made by versions",
            "and 3 of the model",
            "--mixed-versions",
        ],
    );
    let said = compare(&place, &["new", "old", "--mixed-versions"]);
    assert_says(&said.out, &["compared with base (new)", "base (old)", "one-exit"]);
    let page = place.read("c/comparison.html");
    assert_says(&page, &["model versions 1", "and 3"]);
}

#[test]
fn a_batch_that_has_not_been_finished_says_how_to_go_on() {
    let place = Place::with_fire_drill();
    batch(&place, "b", &["--variants", "one-exit", "--seeds", "1..3"]);
    edit(&place, "b/batch.json", |batch| batch["finished"] = false.into());
    place.refuses(
        &["compare", "b", "--out", "c"],
        2,
        &[
            "b/batch.json",
            "the batch has not been finished",
            "the command that began it goes on with it",
        ],
    );
}

#[test]
fn batches_and_runs_of_two_scenarios_are_no_comparison() {
    let place = Place::with_fire_drill();
    runs(&place, "base", 1..3, "one");
    runs(&place, "one-exit", 1..3, "other");
    batch(&place, "b", &["--seeds", "1..3"]);
    edit(&place, "other/seed-2/manifest.json", |run| {
        run["scenario"] = "flood".into();
    });
    edit(&place, "b/batch.json", |batch| batch["scenario"] = "flood".into());
    for other in ["other", "b"] {
        place.refuses(
            &["compare", "one", other, "--out", "c"],
            2,
            &[
                "`flood`",
                "`fire-drill`",
                "runs of two scenarios cannot be compared",
            ],
        );
    }
}

#[test]
fn a_run_that_is_half_there() {
    let place = Place::with_fire_drill();
    runs(&place, "base", 1..4, "runs/base");
    runs(&place, "one-exit", 1..4, "runs/other");
    compare(&place, &["runs"]);
    fs::remove_file(place.path("runs/other/seed-2/metrics.csv")).expect("it was there");
    place.refuses(
        &["compare", "runs", "--out", "d"],
        2,
        &[
            "runs/other/seed-2",
            "the run is not whole: its metrics.csv is gone",
        ],
    );
    // Without a manifest it is no run at all.
    fs::remove_file(place.path("runs/other/seed-2/manifest.json")).expect("it was there");
    let said = compare(&place, &["runs"]);
    assert_says(
        &said.err,
        &["1 run of `base` has no partner with the same seed: 2 pairs are left"],
    );
    place.write("runs/other/seed-2/manifest.json", "{");
    place.refuses(&["compare", "runs", "--out", "d"], 2, &["seed-2/manifest.json"]);
}

#[test]
fn a_run_that_broke_off_is_left_out() {
    let place = Place::with_fire_drill();
    runs(&place, "base", 1..4, "runs/base");
    runs(&place, "one-exit", 1..4, "runs/other");
    let broken = |run: &mut Value| run["incomplete"] = "the water lost stability".into();
    edit(&place, "runs/other/seed-2/manifest.json", broken);
    let said = compare(&place, &["runs"]);
    assert_says(&said.err, &["1 run broke off before the end and is left out"]);
    for seed in [1, 3] {
        edit(&place, &format!("runs/other/seed-{seed}/manifest.json"), broken);
    }
    place.refuses(
        &["compare", "runs/base", "runs/other", "--out", "d"],
        2,
        &["`runs/other`: all its runs broke off before their end"],
    );
}

#[test]
fn a_table_that_somebody_changed_is_taken_and_said() {
    let place = Place::with_fire_drill();
    batch(&place, "b", &["--variants", "one-exit", "--seeds", "1..3"]);
    let table = place.read("b/runs.csv");
    place.write("b/runs.csv", &table.replacen(",176.000,", ",177.000,", 1));
    assert_says(
        &compare(&place, &["b"]).err,
        &["`b/runs.csv` has been changed since it was written"],
    );
    fs::remove_file(place.path("b/runs.csv")).expect("it was there");
    place.refuses(&["compare", "b", "--out", "d"], 2, &["cannot read `b/runs.csv`"]);
}

#[test]
fn seeds_that_overlap_in_two_places() {
    let place = Place::with_fire_drill();
    runs(&place, "base", 1..4, "mine/a");
    runs(&place, "base", 2..5, "mine/b");
    runs(&place, "one-exit", 1..5, "mine/other");
    let said = compare(&place, &["mine"]);
    assert_says(&said.err, &["2 runs stand there twice, alike: each counts once"]);
    assert_says(&said.out, &["4 runs of each"]);
    let metrics = "mine/b/seed-3/metrics.csv";
    let text = place.read(metrics);
    let row = text
        .lines()
        .find(|line| line.contains("last_out_s"))
        .expect("a row");
    place.write(metrics, &text.replace(row, &row.replace(".000", ".125")));
    place.refuses(
        &["compare", "mine", "--out", "d"],
        2,
        &[
            "mine/b/seed-3/metrics.csv",
            "seed 3 of `base",
            "stands there twice, with different values of `last_out_s`",
        ],
    );
}

#[test]
fn two_batches_of_the_same_are_told_apart_by_where_they_lie() {
    let place = Place::with_fire_drill();
    batch(&place, "before", &["--seeds", "1..4"]);
    batch(&place, "after", &["--seeds", "1..4"]);
    let said = compare(&place, &["before", "after"]);
    assert_says(
        &said.out,
        &[
            "compared with base (before)",
            "base (after) same everything is the same in every run",
        ],
    );
    let said = compare(&place, &["before", "after", "--base", "base (after)"]);
    assert_says(&said.out, &["compared with base (after)"]);
    place.refuses(
        &["compare", "before", "after", "--base", "base", "--out", "d"],
        2,
        &["`base (before)`, `base (after)`"],
    );
    place.refuses(
        &["compare", "before", "before/", "--out", "d"],
        2,
        &["it is named twice"],
    );
}

#[test]
fn a_folder_of_outputs_holds_batches_runs_and_comparisons() {
    let place = Place::with_fire_drill();
    place.succeeds(&[
        "batch",
        "fire-drill",
        "--set",
        FAST,
        "--variants",
        "one-exit",
        "--seeds",
        "1..3",
        "--quiet",
    ]);
    place.succeeds(&["run", "fire-drill", "--set", FAST, "--seed", "4", "--quiet"]);
    let said = place.succeeds(&["compare", "outputs/fire-drill"]);
    assert_says(&said.err, &["1 run of `base` has no partner"]);
    assert_says(&said.out, &["Open outputs/fire-drill/comparison-"]);
    let again = place.succeeds(&["compare", "outputs/fire-drill"]);
    assert_eq!(again.out, said.out, "a comparison is no run");
}

#[test]
fn cases_are_called_by_what_was_varied() {
    let place = Place::with_fire_drill();
    let plan = "format = 1\nseeds = \"1..8\"\n[factor.alarm]\ndecision = \"sound-the-alarm\"\n\
                values = [\"alarm@09:02\", \"alarm@09:05\"]\n[factor.bell]\npath = \"channel.bell.reach_m\"\nvalues = [\"60\"]\n";
    place.write("p.toml", plan);
    batch(&place, "b", &["--plan", "p.toml"]);
    let said = compare(&place, &["b"]).out;
    assert_says(
        &said,
        &[
            "Fire drill: compared with base, 8 runs of each",
            "base, alarm=alarm@09:02, bell=60 better Mean delay of a decision",
            "base, alarm=alarm@09:05, bell=60 better Mean delay of a decision",
        ],
    );
    assert!(!said.contains("fidelity"), "{said}");
    let said = compare(&place, &["b", "--base", "base, alarm=alarm@09:02, bell=60"]);
    assert_says(
        &said.out,
        &[
            "compared with base, alarm=alarm@09:02, bell=60",
            "base better Alarm or first order",
        ],
    );
}
