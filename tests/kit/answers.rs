//! `hotwash answers`: options by times, beside the script.

use crate::common::place::Place;
use crate::rows;

fn answered(place: &Place, more: &[&str]) -> String {
    let ask = ["answers", "fire-drill", "--seeds", "1..20", "--out", "a"];
    unwrapped(&place.succeeds(&[&ask[..], more].concat()).out)
}

/// A text without its line ends.
fn unwrapped(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_option_meets_every_time_and_never() {
    let place = Place::with_fire_drill();
    let said = answered(
        &place,
        &["--decision", "sound-the-alarm", "--at", "0,2,5min,never"],
    );
    assert!(
        said.contains("What if we had decided otherwise on “sound the alarm”?")
            && said.contains("never decided")
            && said.contains("network of queues")
            && said.contains("20 runs of each choice"),
        "{said}"
    );
    let table = rows(&place, "a/answers-network/answers.csv");
    let times: Vec<&str> = table
        .iter()
        .filter(|row| row["metric"] == "last_out_s")
        .map(|row| &*row["t"])
        .collect();
    assert_eq!(times, ["0:01:00", "0:03:00", "0:06:00", ""]);
    let last_out = |t: &str| {
        let row = table
            .iter()
            .find(|row| row["metric"] == "last_out_s" && row["t"] == t)
            .expect("a row");
        row["mean"].parse::<f64>().ok()
    };
    let (first, second) = (
        last_out("0:01:00").expect("they leave"),
        last_out("0:03:00").expect("they leave"),
    );
    assert!(
        (second - first - 120.0).abs() < 15.0,
        "two minutes later: {first} {second}"
    );
    let never = table
        .iter()
        .find(|row| row["t"].is_empty() && row["metric"] == "last_out_s")
        .expect("a row");
    assert_eq!(
        (&*never["option"], &*never["mean"], &*never["verdict"]),
        ("", "", "worse")
    );
    let html = place.read("a/answers-network/answers.html");
    for word in [
        "What if we had decided otherwise on “sound the alarm”?",
        "never decided",
        "▼ worse",
        "09:03:00",
        "network of queues",
    ] {
        assert!(html.contains(word), "{word}");
    }
}

#[test]
fn the_same_question_has_the_same_answer() {
    let place = Place::with_fire_drill();
    answered(&place, &["--all", "--at", "09:02,09:04,never", "--jobs", "1"]);
    place.succeeds(&[
        "answers",
        "fire-drill",
        "--seeds",
        "1..20",
        "--all",
        "--at",
        "09:02,09:04,never",
        "--out",
        "b",
        "--jobs",
        "2",
    ]);
    for file in ["answers.html", "answers.csv", "manifest.json"] {
        let read = |folder: &str| place.read(&format!("{folder}/answers-network/{file}"));
        assert_eq!(read("a"), read("b"), "{file}");
    }
    let decisions: std::collections::BTreeSet<String> = rows(&place, "a/answers-network/answers.csv")
        .into_iter()
        .map(|row| row["decision"].clone())
        .collect();
    assert_eq!(
        decisions.into_iter().collect::<Vec<_>>(),
        ["end-the-drill", "sound-the-alarm"]
    );
}

#[test]
fn bodies_come_after_the_network() {
    let place = Place::with_fire_drill();
    let ask = [
        "--decision",
        "sound-the-alarm",
        "--at",
        "2min",
        "--bodies",
        "--language",
        "sq",
    ];
    let said = place
        .succeeds(
            &[
                &["answers", "fire-drill", "--seeds", "1..3", "--out", "a"],
                &ask[..],
            ]
            .concat(),
        )
        .out;
    let said = unwrapped(&said);
    let [network, bodies] = ["rrjet radhësh", "me trupa."].map(|words| said.find(words));
    assert!(
        network.is_some() && bodies.is_some() && network < bodies,
        "{said}"
    );
    let html = place.read("a/answers-pedestrian/answers.html");
    assert!(html.contains("<html lang=\"sq\">") && html.contains("Po sikur?"));
    assert!(
        rows(&place, "a/answers-pedestrian/answers.csv")
            .iter()
            .all(|row| row["tier"] == "pedestrian")
    );
}

#[test]
fn what_cannot_be_asked() {
    let place = Place::with_fire_drill();
    for (ask, words) in [
        (
            &["--decision", "sound-the-alrm"][..],
            &[
                "there is no decision `sound-the-alrm`",
                "did you mean `sound-the-alarm`?",
            ][..],
        ),
        (
            &["--decision", "sound-the-alarm", "--at", "5"],
            &["`5` has no unit"],
        ),
        (&["--decision", "sound-the-alarm", "--at", "soon"], &["soon"]),
        (
            &["--decision", "sound-the-alarm", "--at", "25:00"],
            &["`25:00` is no time of this exercise"],
        ),
        (
            &["--decision", "sound-the-alarm", "--at", "3h"],
            &["after the end of the exercise"],
        ),
        (
            &["--decision", "sound-the-alarm", "--metric", "last_out"],
            &["no metric `last_out`", "last_out_s"],
        ),
        (
            &["--decision", "sound-the-alarm", "--metric", "a,b,c,d,e"],
            &["room for 4 metrics"],
        ),
        (
            &[
                "--decision",
                "sound-the-alarm",
                "--variant",
                "smoke-in-a-classroom",
            ],
            &["there is no decision `sound-the-alarm`"],
        ),
        (&[], &["--decision"]),
    ] {
        let ask = [&["answers", "fire-drill", "--seeds", "1..2", "--out", "a"], ask].concat();
        place.says(&ask).refuses(2, words);
    }
}

/// A choice that moves nothing is told in a sentence, not in a table of the same figures.
#[test]
fn what_no_choice_moves_is_told_in_a_sentence() {
    let place = Place::empty();
    place.succeeds(&["new", "evening", "--from", "tabletop"]);
    let ask = [
        "answers", "evening", "--seeds", "1..2", "--at", "1,20min", "--out", "a",
    ];
    let said = unwrapped(&place.succeeds(&[&ask[..], &["--all"]].concat()).out);
    let html = place.read("a/answers-network/answers.html");
    for told in [&said, &html] {
        assert!(told.contains("Whatever is decided here"), "{told}");
    }
    let sheet = html
        .split("<section")
        .find(|sheet| sheet.contains("“call 112”"))
        .expect("a sheet");
    assert!(!sheet.contains("<table"), "{sheet}");
    assert!(!said.contains("call-112"), "{said}");
}

/// What the exercise does not show at the table stands on no page for it.
#[test]
fn casualties_stand_on_no_page_of_an_exercise_that_shows_none() {
    let place = Place::with(&["durres-school"]);
    let ask = [
        "answers",
        "durres-school",
        "--decision",
        "search",
        "--at",
        "10:30,never",
        "--seeds",
        "1..2",
        "--out",
        "a",
    ];
    let wish = ["--set", "exercise.show_casualties=none"];
    place.succeeds(&[&ask[..], &wish[..], &["--quiet"]].concat());
    let table = rows(&place, "a/answers-network/answers.csv");
    assert!(table.iter().all(|row| row["metric"] != "injured"));
    let asked = [&ask[..], &wish[..], &["--metric", "injured"]].concat();
    place
        .says(&asked)
        .refuses(2, &["`injured` tells of casualties", "show_casualties"]);
}
