//! `batch.toml`: a plan that lies beside the scenario.

use crate::common::place::Place;
use crate::{FAST, Row, batch, columns, json, rows};

/// Two factors: a value between two ends, and a decision.
const FACTORS: &str = r#"
[factor.bell]
path = "channel.bell.reach_m"
from = "40"
to = "120"

[factor.alarm]
decision = "sound-the-alarm"
values = ["alarm@09:02", "alarm@09:03", "alarm@09:04", "alarm@09:05"]
"#;

/// The rows of `runs_wide.csv` of a plan: its first lines, and the factors.
fn planned(place: &Place, out: &str, head: &str) -> Vec<Row> {
    let file = format!("{out}.toml");
    place.write(&file, &format!("format = 1\nset = [\"{FAST}\"]\n{head}{FACTORS}"));
    place.succeeds(&["batch", "fire-drill", "--plan", &file, "--out", out, "--quiet"]);
    rows(place, &format!("{out}/runs_wide.csv"))
}

#[test]
fn a_plan_says_all_that_the_command_line_says() {
    let place = Place::with_fire_drill();
    place.write(
        "batch.toml",
        &format!(
            "format = 1\nvariants = [\"one-exit\"]\nseeds = \"1..2\"\nhazard_seeds = \"5\"\nset = [\"{FAST}\"]\n\
             decide = [\"sound-the-alarm=alarm@09:02\"]\n[factor.reach]\n\
             path = \"channel.bell.reach_m\"\nvalues = [\"60\", \"100\"]\n"
        ),
    );
    place.succeeds(&["batch", "fire-drill", "--plan", "batch.toml", "--out", "planned"]);
    let said = [
        "--variants",
        "one-exit",
        "--seeds",
        "1..2",
        "--hazard-seeds",
        "5",
        "--decide",
        "sound-the-alarm=alarm@09:02",
        "--set",
        "channel.bell.reach_m=60,100",
    ];
    place.succeeds(&batch("said", &said));
    for table in ["runs.csv", "runs_wide.csv"] {
        let planned = place.read(&format!("planned/{table}"));
        // A factor of the command line is called by its path.
        let planned = planned.replacen(",reach,", ",channel.bell.reach_m,", 1);
        assert_eq!(place.read(&format!("said/{table}")), planned);
    }
}

#[test]
fn the_command_line_comes_before_the_plan() {
    let place = Place::with_fire_drill();
    place.write("p.toml", "format = 1\nvariants = \"all\"\nseeds = \"1..50\"\n");
    let wrong = place.says(&batch("b", &["--plan", "p.toml"]));
    assert_eq!(wrong.code, 2, "variants are a list: {wrong:?}");
    place.write("p.toml", "format = 1\nvariants = [\"all\"]\nseeds = \"1..50\"\n");
    place.succeeds(&batch(
        "b",
        &["--plan", "p.toml", "--seeds", "3", "--variants", "one-exit"],
    ));
    let wide = rows(&place, "b/runs_wide.csv");
    assert_eq!(columns(&wide, &["variant", "seed"]), ["base|3", "one-exit|3"]);
}

#[test]
fn in_a_full_design_every_value_meets_every_other() {
    let place = Place::with_fire_drill();
    let wide = planned(&place, "full", "seeds = \"1\"\n");
    assert_eq!(wide.len(), 1 + 3 * 4);
    assert_eq!(columns(&wide[..1], &["bell", "alarm", "variant"]), ["||base"]);
    // By the names of the factors, the first of them the slowest.
    let mut expected = Vec::new();
    for alarm in ["09:02", "09:03", "09:04", "09:05"] {
        for bell in ["40", "80", "120"] {
            expected.push(format!("alarm@{alarm}|{bell}"));
        }
    }
    assert_eq!(columns(&wide[1..], &["alarm", "bell"]), expected);
}

#[test]
fn samples_cover_the_range_of_each_factor_evenly() {
    let place = Place::with_fire_drill();
    for design in ["latin-hypercube", "sobol"] {
        let head = format!("seeds = \"1\"\ndesign = \"{design}\"\nsamples = 8\n");
        let wide = planned(&place, design, &head);
        assert_eq!(wide.len(), 1 + 8, "{design}");
        assert_eq!(columns(&wide[..1], &["bell", "alarm", "variant"]), ["||base"]);
        let mut parts: Vec<u32> = wide[1..]
            .iter()
            .map(|row| ((row["bell"].parse::<f64>().expect("a number") - 40.0) / 10.0) as u32)
            .collect();
        parts.sort_unstable();
        assert_eq!(parts, [0, 1, 2, 3, 4, 5, 6, 7], "{design}");
        for alarm in ["09:02", "09:03", "09:04", "09:05"] {
            let count = wide
                .iter()
                .filter(|row| row["alarm"] == format!("alarm@{alarm}"))
                .count();
            assert_eq!(count, 2, "{design} {alarm}");
        }
        // What stands in the column is what was set.
        let cells = json(&place, &format!("{design}/batch.json"))["cells"].clone();
        let cells = cells.as_array().expect("a list");
        for (cell, row) in cells.iter().zip(&wide).skip(1) {
            assert_eq!(cell["set"][1], format!("channel.bell.reach_m={}", row["bell"]));
            assert_eq!(cell["decide"][0], format!("sound-the-alarm={}", row["alarm"]));
        }
    }
}

#[test]
fn what_is_wrong_with_a_plan_is_said_at_its_place() {
    let place = Place::with_fire_drill();
    let factor = "[factor.bell]\npath = \"channel.bell.reach_m\"\n";
    for (text, line, words) in [
        ("format = 1\nsedes = \"1\"\n".to_owned(), 2, "`seeds`"),
        (
            "format = 1\nseeds = \"9..2\"\n".to_owned(),
            2,
            "no seeds from 9 to 2",
        ),
        ("format = 1\nseeds = 5\n".to_owned(), 2, "text"),
        (
            "format = 1\nhazard_seeds = \"x\"\n".to_owned(),
            2,
            "a whole number from 0",
        ),
        (
            "format = 1\ndesign = \"latin\"\n".to_owned(),
            2,
            "latin-hypercube",
        ),
        ("format = 1\nsamples = 0\n".to_owned(), 2, "samples"),
        ("seeds = \"1\"\n".to_owned(), 1, "format"),
        ("format = 1\nseeds = \"1\n".to_owned(), 2, ""),
        (
            format!("format = 1\n{factor}"),
            2,
            "has to say what it can be, once",
        ),
        (
            format!("format = 1\n{factor}values = [\"60\"]\nfrom = \"1\"\nto = \"2\"\n"),
            2,
            "has to say what it can be, once",
        ),
        (
            format!("format = 1\n{factor}from = \"20\"\nto = \"5\"\n"),
            2,
            "`20` is not less than `5`",
        ),
        (
            format!("format = 1\n{factor}from = \"20\"\nto = \"5 m\"\n"),
            2,
            "different units",
        ),
        (
            "format = 1\n[factor.bell]\nvalues = [\"60\"]\n".to_owned(),
            2,
            "has to say what it changes, once",
        ),
        (
            format!("format = 1\n{factor}decision = \"sound-the-alarm\"\nvalues = [\"60\"]\n"),
            2,
            "has to say what it changes, once",
        ),
        (
            "format = 1\n[factor.seed]\npath = \"channel.bell.reach_m\"\nvalues = [\"60\"]\n".to_owned(),
            2,
            "cannot be called `seed`",
        ),
        (
            "format = 1\n[factor.injured]\npath = \"channel.bell.reach_m\"\nvalues = [\"60\"]\n".to_owned(),
            2,
            "cannot be called `injured`",
        ),
    ] {
        place.write("p.toml", &text);
        let mark = format!("p.toml:{line}:");
        place.refuses(&batch("b", &["--plan", "p.toml"]), 2, &[&mark, words, "^"]);
    }
    place.refuses(&batch("b", &["--plan", "nowhere.toml"]), 2, &["nowhere.toml"]);
    place.refuses(&batch("b", &["--plan", "scenarios"]), 2, &["scenarios"]);
}

#[test]
fn values_that_no_scenario_takes_stop_everything_before_the_first_run() {
    let place = Place::with_fire_drill();
    for (values, words) in [
        ("path = \"channel.bell.reech_m\"\nvalues = [\"60\"]", "reach_m"),
        (
            "path = \"channel.bell.reach_m\"\nvalues = [\"60\", \"loud\"]",
            "loud",
        ),
        (
            "path = \"channel.bell.reach_m\"\nfrom = \"-40\"\nto = \"40\"",
            "reach_m",
        ),
        (
            "decision = \"sound-the-alarm\"\nvalues = [\"whistle\"]",
            "whistle",
        ),
    ] {
        place.write(
            "p.toml",
            &format!("format = 1\nseeds = \"1\"\n[factor.x]\n{values}\n"),
        );
        let words = [words, "stands in the way of `base, ", "no run was begun"];
        place.refuses(&batch("b", &["--plan", "p.toml"]), 2, &words);
    }
}
