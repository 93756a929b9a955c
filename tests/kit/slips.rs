//! What is wrong in the material of an exercise is told with its place, and how to mend it.

use crate::common::place::Place;
use crate::{FAST, with_fast_run};

/// Checks the fire drill with this text put in the place of another.
#[track_caller]
fn slip(from: &str, to: &str, words: &[&str]) {
    let place = Place::with(&["fire-drill"]);
    let text = place.read("scenarios/fire-drill/scenario.toml");
    let spoilt = text.replacen(from, to, 1);
    assert_ne!(text, spoilt, "{from}");
    place.write("scenarios/fire-drill/scenario.toml", &spoilt);
    let said = place.says(&["check", "scenarios/fire-drill"]);
    assert_eq!(said.code, 2, "{said:#?}");
    let told = said.out + &said.err;
    for word in words.iter().chain(&["scenario.toml:"]) {
        assert!(told.contains(word), "`{word}` is not said: {told}");
    }
}

#[test]
fn modules_that_cannot_be() {
    slip(
        "to = \"3 min\"\n",
        "to = \"30 s\"\n",
        &["module `2` ends before it begins", "let `to` be later"],
    );
    slip(
        "to = \"3 min\"\n",
        "to = \"1 min\"\n",
        &["module `2` ends as it begins"],
    );
    slip(
        "from = \"3 min\"\n",
        "from = \"2 min\"\n",
        &["module `3` begins 1 min before module `2` has ended"],
    );
    slip("from = \"3 min\"\n", "from = \"3\"\n", &["3"]);
    slip(
        "discussed_for = \"10 min\"",
        "discussed_for = \"10 s\"",
        &["discussed_for"],
    );
    slip(
        "title = { en = \"The alarm\", sq = \"Alarmi\" }\n",
        "",
        &["title"],
    );
}

#[test]
fn questions_that_nobody_can_answer() {
    slip(
        "to = [\"school-incident-commander\"]\nask",
        "to = [\"school-incident-comander\"]\nask",
        &["did you mean `school-incident-commander`?"],
    );
    slip(
        "to = [\"school-incident-commander\"]\nask",
        "to = []\nask",
        &["to"],
    );
    slip(
        "[question.who-gives-the-alarm]\nmodule = \"1\"",
        "[question.who-gives-the-alarm]\nmodule = \"4\"",
        &["4"],
    );
    slip(
        "leads_to = \"sound-the-alarm\"",
        "leads_to = \"sound-the-alrm\"",
        &["did you mean `sound-the-alarm`?"],
    );
    slip(
        "choose = \"alarm\"\noptions.alarm = [{ action = \"sound-alarm\", school = \"small-school\", via = [\"bell\"], ack_within = \"20 s\", if_silent = \"ask-again\" }]",
        "choose = \"nothing\"\noptions = {}",
        &["`sound-the-alarm` has no options: there is nothing to decide"],
    );
}

#[test]
fn an_inject_outside_its_module_and_a_wish_that_is_none() {
    slip(
        "[module.1]",
        "[inject.late]\nat = \"5 min\"\nmodule = \"1\"\ndo = [{ action = \"power-off\", school = \"small-school\" }]\n\n[module.1]",
        &[
            "`late` is meant for module `1` and comes at another time",
            "5 min",
        ],
    );
    slip(
        "sample_every = \"5 s\"",
        "sample_every = \"5 s\"\nshow_casualties = \"all\"",
        &["show_casualties", "`deaths`"],
    );
}

#[test]
fn what_has_no_kit() {
    let place = Place::with(&["dam-break-drill"]);
    place.succeeds(&["run", "dam-break-drill", "--out", "run", "--quiet"]);
    place.refuses(&["kit", "run"], 2, &["has no modules", "[module.1]"]);
    place.refuses(&["kit", "nowhere"], 2, &["nowhere", "manifest.json"]);
    let place = with_fast_run("fire-drill");
    place.refuses(
        &["kit", "run", "--language", "xx"],
        2,
        &["there is no language `xx`"],
    );
    place.refuses(&["kit", "run", "--batch", "nowhere"], 2, &["nowhere"]);
    place.refuses(
        &["kit", "run", "--out", "run", "--force"],
        2,
        &["`run` holds something else than a kit"],
    );
    std::fs::remove_file(place.path("run/pictures.csv")).expect("a table");
    place.refuses(&["kit", "run"], 2, &["pictures.csv", "run the scenario again"]);
}

#[test]
fn a_kit_is_no_run() {
    let place = Place::with(&["fire-drill"]);
    place.succeeds(&[
        "run",
        "fire-drill",
        "--out",
        "runs/base/seed-1",
        "--quiet",
        "--set",
        FAST,
    ]);
    place.succeeds(&[
        "run",
        "fire-drill",
        "--variant",
        "one-exit",
        "--out",
        "runs/one-exit/seed-1",
        "--quiet",
        "--set",
        FAST,
    ]);
    place.succeeds(&["kit", "runs/base/seed-1"]);
    place.succeeds(&["compare", "runs", "--out", "c", "--quiet"]);
    place
        .says(&["kit", "runs/base/seed-1-kit"])
        .refuses(2, &["seed-1-kit"]);
}
