//! Runs that come to nothing are told, kept apart, and do not stop the others.

use std::fs;

use crate::common::place::Place;
use crate::rows;

/// A stream on a grid of 20 × 10 cells.
const WATER: &str = r#"format = 1
[exercise]
name = "Water alone"
starts = 2026-03-12T09:00:00+01:00
lasts = "5 min"
sample_every = "1 min"

[hazard.water]
kind = "flood"
at = "0 s"
terrain = "terrain.asc"
levels_in = "metres"

[hazard.water.inflow.stream]
line = [[5, 45], [5, 55]]
flow = "flow.csv"

[hazard.water.edge.east]
side = "east"
"#;

/// Down a slope as steep as this one no water of the inertial scheme can follow.
const STEEP: &str = "[variant]\nname = \"Steep\"\n[hazard.water]\nterrain = \"steep.asc\"\n\
                     [hazard.water.inflow.stream]\nflow = \"torrent.csv\"\n";

fn terrain(of: impl Fn(f64) -> f64) -> String {
    let row: Vec<String> = (0..20)
        .map(|column| format!("{:.2}", of(f64::from(column))))
        .collect();
    let head = "ncols 20\nnrows 10\nxllcorner 0\nyllcorner 0\ncellsize 10\nNODATA_value -9999\n";
    format!("{head}{}", format!("{}\n", row.join(" ")).repeat(10))
}

/// A scenario whose base is sound, and one variant of which always breaks off.
fn water() -> Place {
    let place = Place::empty();
    place.write("water/scenario.toml", WATER);
    place.write("water/terrain.asc", &terrain(|column| 12.0 - 0.02 * column));
    place.write("water/steep.asc", &terrain(|column| 4_000.0 - 150.0 * column));
    place.write("water/flow.csv", "time,flow_m3_s\n0,2\n1,2\n");
    place.write("water/torrent.csv", "time,flow_m3_s\n0,90000\n1,90000\n");
    place.write("water/variants/steep.toml", STEEP);
    place
}

const ASK: [&str; 8] = [
    "batch",
    "water",
    "--variants",
    "steep",
    "--seeds",
    "1..3",
    "--out",
    "b",
];

#[test]
fn runs_that_break_off_are_told_and_the_others_go_on() {
    let place = water();
    let said = place.succeeds(&ASK);
    assert!(
        said.out.contains("6 runs done") && said.out.contains("3 failed"),
        "{}",
        said.out
    );
    assert!(
        said.err
            .contains("steep with seed 1 failed: the water lost stability"),
        "{}",
        said.err
    );
    let failures = rows(&place, "b/failures.csv");
    assert_eq!(failures.len(), 3);
    for (row, seed) in failures.iter().zip(["1", "2", "3"]) {
        assert_eq!(
            (&*row["variant"], &*row["seed"], &*row["origin"]),
            ("steep", seed, "scenario")
        );
        assert!(row["message"].starts_with("the water lost stability"), "{row:?}");
    }
    for table in ["b/runs.csv", "b/runs_wide.csv"] {
        assert!(
            rows(&place, table).iter().all(|row| row["variant"] == "base"),
            "{table}"
        );
    }
    assert_eq!(rows(&place, "b/runs_wide.csv").len(), 3);
}

#[test]
fn what_failed_is_only_tried_again_where_somebody_asks() {
    let place = water();
    place.succeeds(&ASK);
    let first = place.read("b/failures.csv");
    let again = place.succeeds(&ASK).out;
    assert!(again.contains("0 runs done, 6 done before, 3 failed"), "{again}");
    let retry = place.succeeds(&[&ASK[..], &["--retry-failed"]].concat()).out;
    assert!(
        retry.contains("3 runs done") && retry.contains("3 done before, 3 failed"),
        "{retry}"
    );
    assert_eq!(place.read("b/failures.csv"), first);
}

#[test]
fn many_failures_are_counted_not_listed() {
    let place = water();
    let said = place.succeeds(&[
        "batch",
        "water",
        "--variants",
        "steep",
        "--seeds",
        "1..9",
        "--out",
        "b",
    ]);
    let told = said.err.lines().filter(|line| line.contains("seed")).count();
    assert_eq!(told, 5, "{}", said.err);
    assert!(
        said.err.contains("4 more runs failed: b/failures.csv says why"),
        "{}",
        said.err
    );
}

#[test]
fn a_comparison_leaves_them_out_and_says_so() {
    let place = water();
    place.write("water/variants/calm.toml", "[variant]\nname = \"Calm\"\n");
    place.succeeds(&[
        "batch",
        "water",
        "--variants",
        "all",
        "--seeds",
        "1..3",
        "--out",
        "b",
    ]);
    let said = place.succeeds(&["compare", "b"]);
    assert!(
        said.err.contains("3 runs of `b` failed and are left out"),
        "{}",
        said.err
    );
    assert!(
        said.out.contains("calm") && !said.out.contains("steep"),
        "{}",
        said.out
    );
}

#[test]
fn where_all_failed_there_is_nothing_to_compare() {
    let place = water();
    place.write(
        "water/scenario.toml",
        &WATER
            .replace("terrain.asc", "steep.asc")
            .replace("flow.csv", "torrent.csv"),
    );
    fs::remove_dir_all(place.path("water/variants")).expect("variants");
    let said = place.says(&["batch", "water", "--seeds", "1..2", "--out", "b"]);
    assert_eq!(said.code, 2, "{}", said.err);
    assert!(
        said.out.contains("2 failed") && !said.out.contains("hotwash compare"),
        "{}",
        said.out
    );
    place
        .says(&["compare", "b"])
        .refuses(2, &["all its runs failed", "failures.csv"]);
}

#[test]
fn a_run_that_broke_off_is_not_kept_as_if_it_were_whole() {
    let place = water();
    place.succeeds(&[&ASK[..], &["--keep", "all"]].concat());
    assert!(place.path("b/runs/base/seed-1/manifest.json").is_file());
    assert!(!place.path("b/runs/steep").exists());
}
