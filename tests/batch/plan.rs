//! Which runs a batch is made of, from the command line.

use crate::common::place::Place;
use crate::{FAST, batch, columns, json, rows};

/// The variants and cases of a batch in the order of its table, and some more columns.
fn cells(place: &Place, out: &str, more: &[&str]) -> Vec<String> {
    let rows = rows(place, &format!("{out}/runs_wide.csv"));
    columns(&rows, &[&["variant"], more].concat())
}

#[test]
fn the_scenario_as_it_stands_comes_first_and_variants_in_the_order_asked() {
    let place = Place::with_fire_drill();
    let ask = |out, names| place.succeeds(&batch(out, &["--seeds", "1", "--variants", names]));
    ask("two", "smoke-in-a-classroom, one-exit,smoke-in-a-classroom");
    assert_eq!(
        cells(&place, "two", &[]),
        ["base", "smoke-in-a-classroom", "one-exit"]
    );
    ask("all", "all");
    let all = [
        "base",
        "one-exit",
        "smoke-in-a-classroom",
        "standard-response-protocol",
    ];
    assert_eq!(cells(&place, "all", &[]), all);
    ask("base", "base");
    assert_eq!(cells(&place, "base", &[]), ["base"]);
    ask("mixed", "one-exit,all,base");
    assert_eq!(cells(&place, "mixed", &[])[..2], ["base", "one-exit"]);
    assert_eq!(cells(&place, "mixed", &[]).len(), 4);
}

#[test]
fn seeds_are_each_done_once_in_their_order() {
    let place = Place::with_fire_drill();
    place.succeeds(&batch("b", &["--seeds", "9, 2..4,3"]));
    let wide = rows(&place, "b/runs_wide.csv");
    assert_eq!(
        columns(&wide, &["seed", "hazard_seed"]),
        ["2|2", "3|3", "4|4", "9|9"]
    );
    assert_eq!(json(&place, "b/batch.json")["seeds"], "2..4,9");
}

#[test]
fn values_with_commas_meet_every_variant_and_each_other() {
    let place = Place::with_fire_drill();
    let said = place.succeeds(&batch(
        "b",
        &[
            "--seeds",
            "1..2",
            "--variants",
            "one-exit",
            "--set",
            "channel.bell.reach_m=60,100",
            "--decide",
            "sound-the-alarm=alarm@09:02,alarm@09:04",
        ],
    ));
    assert!(
        said.out.contains("9 variants and cases × 2 seeds = 18 runs"),
        "{}",
        said.out
    );
    let factors = ["channel.bell.reach_m", "sound-the-alarm"];
    let mut expected = vec!["base||".to_owned()];
    for variant in ["base", "one-exit"] {
        for reach in ["60", "100"] {
            for time in ["09:02", "09:04"] {
                expected.push(format!("{variant}|{reach}|alarm@{time}"));
            }
        }
    }
    assert_eq!(cells(&place, "b", &factors), expected);
    let wide = rows(&place, "b/runs_wide.csv");
    assert_eq!(wide.len(), 18);
    for row in &wide {
        let alarm: f64 = row["time_to_alarm_s"].parse().expect("the alarm is given");
        let from = match &*row["sound-the-alarm"] {
            "alarm@09:02" => 120.0,
            "alarm@09:04" => 240.0,
            _ => 60.0,
        };
        assert!((from..from + 60.0).contains(&alarm), "{row:?}");
        assert!(row["case"].contains("fidelity=network"), "{row:?}");
    }
    let record = json(&place, "b/batch.json");
    assert_eq!(record["factors"], serde_json::json!(factors));
    let last = &record["cells"][8];
    assert_eq!(last["set"], serde_json::json!([FAST, "channel.bell.reach_m=100"]));
    assert_eq!(last["decide"], serde_json::json!(["sound-the-alarm=alarm@09:04"]));
    assert_eq!(last["levels"], serde_json::json!(["100", "alarm@09:04"]));
}

#[test]
fn every_hazard_seed_meets_every_seed() {
    let place = Place::with_fire_drill();
    let said = place.succeeds(&batch("b", &["--seeds", "1..3", "--hazard-seeds", "7,2"]));
    assert!(
        said.out.contains("1 variant × 2 hazard seeds × 3 seeds = 6 runs"),
        "{}",
        said.out
    );
    let wide = rows(&place, "b/runs_wide.csv");
    let luck = ["2|1", "2|2", "2|3", "7|1", "7|2", "7|3"];
    assert_eq!(columns(&wide, &["hazard_seed", "seed"]), luck);
    assert_eq!(json(&place, "b/batch.json")["hazard_seeds"], "2,7");
}

#[test]
fn a_value_that_is_the_scenarios_own_is_not_run_twice_but_stands_in_its_place() {
    let place = Place::with_fire_drill();
    // The bell of the scenario reaches 80 m.
    let vary = ["--seeds", "1..4", "--set", "channel.bell.reach_m=60,80"];
    let said = place.succeeds(&batch("b", &vary));
    for words in [
        "3 variants and cases × 4 seeds = 12 runs",
        "8 runs done",
        "4 are the same as others",
    ] {
        assert!(said.out.contains(words), "`{words}` is not said:\n{}", said.out);
    }
    assert!(!said.out.contains("done before"), "{}", said.out);
    let wide = rows(&place, "b/runs_wide.csv");
    assert_eq!(
        columns(&wide, &["channel.bell.reach_m"]),
        ["", "60", "80"],
        "the scenario as it stands has no level, even where one is the same"
    );
    for (own, same) in wide[..4].iter().zip(&wide[8..]) {
        for (name, value) in own {
            assert!(
                ["case", "channel.bell.reach_m"].contains(&&**name) || same[name] == *value,
                "{name}: {own:?} {same:?}"
            );
        }
    }
    let again = place.succeeds(&batch("b", &vary)).out;
    assert!(again.contains("0 runs done, 8 done before"), "{again}");
}
