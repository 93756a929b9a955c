//! What is no comparison: a clear sentence, the right exit code, and nothing left behind or lost.

use crate::FAST;
use crate::common::mount::Mount;
use crate::common::place::Place;
use crate::{from_one, of, with_table};

fn two() -> Place {
    with_table(&[
        of("base", "injured", from_one([5.0, 9.0, 6.0])),
        of("other", "injured", from_one([1.0, 2.0, 4.0])),
    ])
}

#[test]
fn nothing_that_could_be_compared() {
    let place = two();
    place.write("letter.txt", "Dear parents");
    place.write("folder/letter.txt", "Dear parents");
    place.write(
        "alone.csv",
        &format!("{}{}", crate::HEAD, of("base", "injured", from_one([5.0, 9.0]))),
    );
    for (named, words) in [
        (&["nowhere"][..], &["nowhere", "hotwash batch"][..]),
        (
            &["letter.txt"],
            &["`letter.txt`: it has no column", "hotwash batch"],
        ),
        (
            &["folder"],
            &["`folder`: it holds no run, no batch and no table of runs"],
        ),
        (&["runs.csv", "folder"], &["`folder`: it holds no run"]),
        (&["runs.csv", "nowhere"], &["nowhere"]),
        (&["runs.csv", "runs.csv"], &["`runs.csv`: it is named twice"]),
        (
            &["alone.csv"],
            &["all these runs are of `base`", "--variants all"],
        ),
        (&[""], &["<RUNS>"]),
    ] {
        place.refuses(&[&["compare", "--out", "c"], named].concat(), 2, words);
    }
    place.refuses(&["compare"], 2, &["<RUNS>", "--help"]);
}

#[test]
fn a_batch_that_says_nothing_of_itself() {
    let place = two();
    for text in ["", "{", "{}", "[]", "{\"finished\": true}"] {
        place.write("b/batch.json", text);
        place.refuses(&["compare", "b", "--out", "c"], 2, &["`b/batch.json`: "]);
    }
    for text in ["", "{", "{}", "[]", "{\"seeds\": 3}"] {
        place.write("r/manifest.json", text);
        place.refuses(&["compare", "r", "--out", "c"], 2, &["`r/manifest.json`: "]);
    }
}

#[test]
fn a_comparison_never_takes_the_place_of_something_else() {
    let place = Place::with_fire_drill();
    let ask = [
        "--set",
        FAST,
        "--variants",
        "one-exit",
        "--seeds",
        "1..3",
        "--quiet",
        "--out",
        "b",
    ];
    place.succeeds(&[&["batch", "fire-drill"], &ask[..]].concat());
    place.succeeds(&["run", "fire-drill", "--set", FAST, "--quiet", "--out", "run"]);
    place.write("mine/letter.txt", "Dear parents");
    place.write("file", "Dear parents");
    for out in ["run", "b", "mine", "file"] {
        place.refuses(&["compare", "b", "--out", out], 2, &[out]);
    }
    assert!(place.path("run/timeline.csv").is_file() && place.path("b/runs.csv").is_file());
    place.refuses(
        &["compare", "b", "--out", "run"],
        2,
        &["`run` holds something else than a comparison", "--out"],
    );
    // An earlier comparison is replaced.
    place.succeeds(&["compare", "b", "--out", "c", "--quiet"]);
    place.succeeds(&["compare", "b", "--out", "c", "--quiet", "--metric", "last_out_s"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_machine_that_refuses() {
    let place = two();
    let Some(_locked) = Mount::new(&place, "locked", "ro,size=64k") else {
        println!("skipped: this user may mount no file system");
        return;
    };
    place.refuses(
        &["compare", "runs.csv", "--out", "locked/c"],
        1,
        &["locked", "--out"],
    );
    let _small = Mount::new(&place, "small", "size=8k").expect("as before");
    place.refuses(
        &["compare", "runs.csv", "--out", "small/c"],
        1,
        &["small/c", "free some space"],
    );
}
