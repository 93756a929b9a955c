//! Bad input, by name: a clear sentence, the right exit code, and nothing left behind.

use std::fs;

use serde_json::Value;

use crate::common::place::Place;
use crate::{FAST, batch};

#[test]
fn what_the_command_line_asks_that_cannot_be() {
    let place = Place::with_fire_drill();
    for (ask, words) in [
        (
            &["--variants", "one-exti"][..],
            &["no variant `one-exti`", "one-exit"][..],
        ),
        (&["--variants", "../base"], &["no variant `../base`"]),
        (&["--seeds", "9..2"], &["no seeds from 9 to 2"]),
        (&["--seeds", ""], &["--seeds", "a whole number from 0"]),
        (&["--seeds", "1,,2"], &["a whole number from 0"]),
        (&["--seeds=-1..3"], &["a whole number from 0"]),
        (&["--seeds", "1.5"], &["a whole number from 0"]),
        (&["--seeds", "1..99999999"], &["at most 1000000 seeds"]),
        (
            &["--hazard-seeds", "x"],
            &["--hazard-seeds", "a whole number from 0"],
        ),
        (
            &["--seeds", "1..1000000", "--hazard-seeds", "1..100"],
            &["at most 10000000"],
        ),
        (&["--jobs", "0"], &["--jobs"]),
        (&["--jobs", "many"], &["--jobs"]),
        (
            &["--keep", "some"],
            &["what stays is `metrics`, `chosen` or `all`"],
        ),
        (&["--language", "xx"], &["xx"]),
        (
            &["--set", "channel.bell.reech_m=60"],
            &["reach_m", "no run was begun"],
        ),
        (
            &["--set", "channel.bell.reach_m=60,far"],
            &["far", "channel.bell.reach_m=far", "no run was begun"],
        ),
        (&["--set", "channel.bell.reach_m=60,"], &["no run was begun"]),
        (
            &["--set", "channel.bell.reach_m"],
            &["channel.bell.reach_m", "no run was begun"],
        ),
        (&["--set", "seed=1,2"], &["cannot be called `seed`"]),
        (
            &[
                "--set",
                "channel.bell.reach_m=1,2",
                "--set",
                "channel.bell.reach_m=3,4",
            ],
            &["given twice"],
        ),
        (
            &["--decide", "sound-the-alarm=whistle"],
            &["whistle", "no run was begun"],
        ),
        (&["--decide", "sing=loud,softly"], &["sing", "no run was begun"]),
        (
            &["--decide", "sound-the-alarm=alarm@09:02,alarm@soon"],
            &["soon", "no run was begun"],
        ),
        (
            &["--keep", "chosen", "--chosen-by", "last_out"],
            &["no metric `last_out`", "last_out_s"],
        ),
        (&["--chosen-by", "last_out_s"], &["--chosen-by", "--keep chosen"]),
    ] {
        place.refuses(&batch("b", ask), 2, words);
    }
    place.refuses(
        &["batch", "fire-dril"],
        2,
        &["no scenario `fire-dril`", "fire-drill"],
    );
    place.refuses(&["batch"], 2, &["<SCENARIO>", "--help"]);
}

#[test]
fn a_variant_that_does_not_load_stops_everything_before_the_first_run() {
    let place = Place::with_fire_drill();
    place.write(
        "scenarios/fire-drill/variants/broken.toml",
        "[variant]\nname = \"Broken\"\n[channel.bell]\nreach_m = \"far\"\n",
    );
    let words = [
        "variants/broken.toml:4:",
        "^",
        "stands in the way of `broken, ",
        "no run was begun",
    ];
    place.refuses(&batch("b", &["--variants", "all", "--seeds", "1..3"]), 2, &words);
    // It stands in nobody's way who does not ask for it.
    place.succeeds(&batch("b", &["--variants", "one-exit", "--seeds", "1"]));
}

#[test]
fn nobody_is_chosen_where_nothing_says_by_what() {
    let place = Place::with_fire_drill();
    let file = "scenarios/fire-drill/scenario.toml";
    let (without, _) = {
        let text = place.read(file);
        let (head, tail) = text.split_once("[objective.").expect("an objective");
        (head.to_owned(), tail.to_owned())
    };
    place.write(file, &without);
    let ask = ["--seeds", "1..3", "--keep", "chosen"];
    place.refuses(&batch("b", &ask), 2, &["no objective", "--chosen-by"]);
    place.succeeds(&batch("b", &[&ask[..], &["--chosen-by", "exit_95_s"]].concat()));
}

#[test]
fn a_metric_that_no_run_has_chooses_nobody() {
    let place = Place::with_fire_drill();
    let ask = [
        "--seeds",
        "1..3",
        "--keep",
        "chosen",
        "--chosen-by",
        "flood_area_ha",
    ];
    let said = place.succeeds(&batch("b", &ask));
    assert!(
        said.err.contains("no run has a value of `flood_area_ha`"),
        "{said:?}"
    );
    assert!(!place.path("b/runs").exists());
}

#[test]
fn a_folder_that_is_something_else_is_left_alone() {
    let place = Place::with_fire_drill();
    place.write("mine/letter.txt", "Dear parents");
    place.write("file", "Dear parents");
    place.succeeds(&["run", "fire-drill", "--out", "run", "--quiet"]);
    for out in ["mine", "file", "run", "scenarios/fire-drill"] {
        for force in [&[] as &[&str], &["--force"]] {
            let ask = batch(out, &[&["--seeds", "1"], force].concat());
            place.refuses(&ask, 2, &["holds something else than a batch", "--out"]);
        }
    }
    place.refuses(
        &batch("file/b", &["--seeds", "1"]),
        1,
        &["file/b", "a file stands where a folder is needed"],
    );
    // An empty folder is a free place.
    fs::create_dir(place.path("empty")).expect("a folder");
    place.succeeds(&batch("empty", &["--seeds", "1", "--quiet"]));
}

/// Changes what a batch says of itself.
fn edit(place: &Place, change: impl Fn(&mut Value)) {
    let mut record: Value = serde_json::from_str(&place.read("b/batch.json")).expect("JSON");
    change(&mut record);
    place.write("b/batch.json", &record.to_string());
}

#[test]
fn a_batch_of_something_else_is_not_gone_on_with() {
    let place = Place::with_fire_drill();
    let ask = batch("b", &["--seeds", "1..2"]);
    place.succeeds(&ask);
    let whole = place.read("b/batch.json");
    let refused = |words: &[&str]| {
        let hint = ["--out", "--force"];
        place.refuses(&ask, 2, &[words, &hint].concat());
        place.write("b/batch.json", &whole);
    };
    edit(&place, |record| record["scenario"] = "flood".into());
    refused(&["the batch in `b` is of the scenario `flood`"]);
    edit(&place, |record| record["model_version"] = "3".into());
    refused(&["was made by version 3 of the model; this is version"]);
    edit(&place, |record| {
        record["cells"][0]["resolved_scenario_sha256"] = "00".into();
    });
    refused(&["another state of the scenario, or of other settings"]);
    place.write("b/batch.json", "{");
    refused(&["the batch in `b` cannot be read"]);
    edit(&place, |record| {
        record.as_object_mut().expect("an object").remove("runs");
    });
    refused(&["the batch in `b` cannot be read", "runs"]);

    // The scenario has changed; with --force it begins anew, and nothing of the old one is left.
    let file = "scenarios/fire-drill/scenario.toml";
    place.write(file, &place.read(file).replace("\"20 min\"", "\"21 min\""));
    place.refuses(&ask, 2, &["another state of the scenario"]);
    let said = place.succeeds(&[&ask[..], &["--force"]].concat()).out;
    assert!(said.contains("2 runs done") && !said.contains("before"), "{said}");
    place.succeeds(&batch("calm", &["--seeds", "1..2"]));
    crate::assert_same_tables(&place, "calm", "b");
    // Other settings are another batch too.
    place.refuses(
        &["batch", "fire-drill", "--seeds", "1..2", "--out", "b"],
        2,
        &["or of other settings"],
    );
}

#[test]
fn begun_anew_nothing_of_the_old_batch_is_left() {
    let place = Place::with_fire_drill();
    place.succeeds(&batch(
        "b",
        &["--seeds", "1..3", "--variants", "one-exit", "--keep", "all"],
    ));
    place.succeeds(&["compare", "b", "--quiet"]);
    place.write("b/notes.txt", "What I thought of it");
    place.succeeds(&batch("b", &["--seeds", "1..2", "--force"]));
    place.succeeds(&batch("calm", &["--seeds", "1..2"]));
    crate::assert_same_tables(&place, "calm", "b");
    let mut files = place.files("b");
    files.retain(|file| file != "notes.txt");
    assert_eq!(files, place.files("calm"));
    assert_eq!(place.read("b/notes.txt"), "What I thought of it");
}

#[test]
fn what_is_odd_in_a_scenario_is_said_once() {
    let place = Place::with_fire_drill();
    let file = "scenarios/fire-drill/scenario.toml";
    place.write(
        file,
        &format!("{}\n[channel.idle]\nkind = \"voice\"\n", place.read(file)),
    );
    let alone = place.says(&["check", "fire-drill", "--set", FAST]).err;
    let said = place.succeeds(&batch("b", &["--variants", "all", "--seeds", "1..2"]));
    assert!(
        said.err.matches("warning").count() <= alone.matches("warning").count(),
        "{}",
        said.err
    );
}
