//! `hotwash diff`: where two runs part.

use std::fs;

use crate::common::place::Place;

/// A place with two runs of the fire drill in folders `one` and `other`, which differ by these arguments.
fn two_runs(one: &[&str], other: &[&str]) -> Place {
    let place = Place::with_fire_drill();
    for (folder, arguments) in [("one", one), ("other", other)] {
        let run = ["run", "fire-drill", "--quiet", "--out", folder];
        place.succeeds(&[&run, arguments].concat());
    }
    place
}

#[test]
fn two_variants_part_at_the_first_thing_that_differs_and_metrics_follow() {
    let place = two_runs(&[], &["--variant", "one-exit"]);
    let said = place.succeeds(&["diff", "one", "other"]).out;
    for words in [
        "They part with the first that happens",
        "What came of it:",
        "one-exit",
        "base",
        "95 in 100 out",
    ] {
        assert!(said.contains(words), "`{words}` is not said:\n{said}");
    }
    // The other way round the same rows are the other run's.
    let turned = place.succeeds(&["diff", "other", "one"]).out;
    let parts = |said: &str| {
        said.lines()
            .find(|line| line.contains("They part"))
            .map(str::to_owned)
    };
    assert_eq!(parts(&said), parts(&turned));
    let few = place.succeeds(&["diff", "one", "other", "--rows", "1"]).out;
    assert!(few.contains("… and 1 more (--rows)"), "{few}");
}

#[test]
fn two_seeds_are_told_apart_by_their_seeds() {
    let place = two_runs(&[], &["--seed", "2"]);
    let said = place.succeeds(&["diff", "one", "other"]).out;
    assert!(
        said.contains("base with seed 1 beside base with seed 2"),
        "{said}"
    );
}

#[test]
fn words_do_not_count() {
    let place = two_runs(&[], &[]);
    let timeline = place.read("other/timeline.csv");
    let (header, rows) = timeline.split_once('\n').expect("a header");
    // Another language of the texts, which stand last.
    let rows = rows.replace(".\n", "!\n");
    place.write("other/timeline.csv", &format!("{header}\n{rows}"));
    let said = place.succeeds(&["diff", "one", "other"]).out;
    assert!(said.contains("are alike, all"), "{said}");
}

#[test]
fn what_is_no_run_of_this_scenario_is_refused() {
    let place = two_runs(&[], &[]);
    place
        .says(&["diff", "one", "nowhere"])
        .refuses(2, &["`nowhere` is no folder of a run", "manifest.json"]);
    let manifest = place.read("other/manifest.json");
    place.write(
        "other/manifest.json",
        &manifest.replace("\"scenario\": \"fire-drill\"", "\"scenario\": \"flood\""),
    );
    place
        .says(&["diff", "one", "other"])
        .refuses(2, &["two scenarios", "`fire-drill` and `flood`"]);
    place.write("other/manifest.json", "{");
    place
        .says(&["diff", "one", "other"])
        .refuses(2, &["EOF while parsing"]);
    place.write("other/manifest.json", &manifest);
    let timeline = place.read("other/timeline.csv");
    place.write("other/timeline.csv", &timeline.replace(',', ";"));
    place
        .says(&["diff", "one", "other"])
        .refuses(2, &["parted by semicolons"]);
    fs::remove_file(place.path("other/timeline.csv")).expect("the file goes");
    place
        .says(&["diff", "one", "other"])
        .refuses(2, &["cannot read", "timeline.csv"]);
}

#[test]
fn another_version_of_the_model_is_said() {
    let place = two_runs(&[], &[]);
    let manifest = place.read("other/manifest.json");
    let at = manifest.find("\"model_version\": \"").expect("the version") + "\"model_version\": \"".len();
    place.write(
        "other/manifest.json",
        &format!("{}x{}", &manifest[..at], &manifest[at..]),
    );
    let said = place.succeeds(&["diff", "one", "other"]);
    assert!(said.err.contains("two versions of the model"), "{said:?}");
}
