//! `hotwash attribute`: what the delay of each decision cost.

use crate::common::place::Place;

/// The fire drill as a network, over a few seeds.
const OVER_SEEDS: [&str; 8] = [
    "attribute",
    "fire-drill",
    "--set",
    "exercise.fidelity=network",
    "--seeds",
    "1..12",
    "--out",
    "attribution",
];

/// Rows of `attribution.csv` with these words in them.
fn rows<'a>(table: &'a str, words: &[&str]) -> Vec<&'a str> {
    let has_all = |row: &&str| words.iter().all(|word| row.contains(word));
    table.lines().filter(has_all).collect()
}

#[test]
fn every_decision_is_tried_at_once_and_never_and_all_together() {
    let place = Place::with_fire_drill();
    let said = place.succeeds(&OVER_SEEDS).out;
    for words in [
        "Sound the alarm: known and decided at once",
        "Sound the alarm: never taken",
        "All known and decided at once",
        "do not add up",
        "12 seeds",
    ] {
        assert!(said.contains(words), "`{words}` is not said:\n{said}");
    }
    let table = place.read("attribution/attribution/attribution.csv");
    // Sooner known is sooner out; what is never decided lets nobody out.
    let at_once = rows(&table, &["sound-the-alarm,ideal,last_out_s,value"]);
    let [row] = at_once[..] else {
        panic!("{table}");
    };
    let cost: f64 = row
        .split(',')
        .nth(11)
        .and_then(|cell| cell.parse().ok())
        .expect("a cost");
    assert!(cost > 0.0, "{row}");
    let never = rows(&table, &["sound-the-alarm,never,last_out_s,came"]);
    assert_eq!(never.len(), 1, "{table}");
    assert!(
        never[0].contains("came in 0 of 12 runs, against 12 of 12 runs"),
        "{never:?}"
    );
    assert!(
        rows(&table, &["all-ideal"])
            .iter()
            .all(|row| row.starts_with("fire-drill,base,,all-ideal"))
    );
    let page = place.read("attribution/attribution/attribution.html");
    let page = page.replace("http://www.w3.org/2000/svg", "");
    assert!(page.contains("never about a person") && !page.contains("http://") && !page.contains("https://"));
    // All of it once more is nothing but reading.
    let again = place.succeeds(&OVER_SEEDS).out;
    assert_eq!(said, again);
}

#[test]
fn of_one_run_an_effect_is_told_beside_what_one_late_person_moves() {
    let place = Place::with_fire_drill();
    place.succeeds(&["run", "fire-drill", "--quiet", "--out", "run", "--seed", "3"]);
    let said = place.succeeds(&["attribute", "run"]).out;
    for words in [
        "in this run",
        "seed 3",
        "moves",
        "nobody",
        "a twentieth of a second later",
    ] {
        assert!(said.contains(words), "`{words}` is not said:\n{said}");
    }
    assert!(said.contains("Inside at the end"), "{said}");
}

#[test]
fn what_cannot_be_attributed_is_said() {
    let place = Place::with_fire_drill();
    place.refuses(
        &["attribute", "nothing-there"],
        2,
        &["no scenario `nothing-there`"],
    );
    place.refuses(
        &["attribute", "fire-drill", "--variant", "one-exti"],
        2,
        &["no variant `one-exti`", "one-exit"],
    );
    place.refuses(
        &["attribute", "fire-drill", "--variant", "all"],
        2,
        &["one variant is laid over a scenario", "one-exit, "],
    );
    place.succeeds(&["run", "fire-drill", "--quiet", "--out", "run"]);
    let manifest = place.read("run/manifest.json");
    let version = manifest.find("\"model_version\": \"").expect("a version") + "\"model_version\": \"".len();
    place.write(
        "run/manifest.json",
        &format!("{}9{}", &manifest[..version], &manifest[version..]),
    );
    place.refuses(
        &["attribute", "run"],
        2,
        &["cannot be done again as it was", "run the scenario again"],
    );
    place.write("run/manifest.json", "{}");
    place.refuses(&["attribute", "run"], 2, &["manifest.json", "missing field"]);
}
