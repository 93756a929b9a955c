//! A handout says what its position had been told or had seen by then, and nothing else.

use std::collections::BTreeMap;

use crate::common::place::Place;
use crate::{FAST, rows, with_fast_run};

type Row = BTreeMap<String, String>;

fn number(text: &str) -> f64 {
    text.parse().unwrap_or(f64::NAN)
}

/// Every fact of a picture has a message or a perception that came before.
fn assert_told(
    place: &Place,
    run: &str,
    ends: &BTreeMap<String, f64>,
    holders: &BTreeMap<String, String>,
) -> usize {
    let pictures = rows(place, &format!("{run}/pictures.csv"));
    let messages = rows(place, &format!("{run}/messages.csv"));
    let timeline = rows(place, &format!("{run}/timeline.csv"));
    let by_id: BTreeMap<&str, &Row> = timeline.iter().map(|row| (row["id"].as_str(), row)).collect();
    let mut stated = 0;
    for row in pictures
        .iter()
        .filter(|row| matches!(row["kind"].as_str(), "believed" | "contradicts"))
    {
        stated += 1;
        let received = number(&row["received_s"]);
        let observed = number(&row["observed_s"]);
        assert!(
            received <= ends[&row["module"]] && observed <= received,
            "{row:?}"
        );
        let holder = holders.get(&row["position"]);
        let is_me = |party: &String| *party == row["position"] || Some(party) == holder;
        let word = messages.iter().any(|message| {
            let told = is_me(&message["to"]) && number(&message["received_s"]) == received;
            // Who answers has been heard from.
            let answers = is_me(&message["from"]) && number(&message["acknowledged_s"]) == received;
            told || answers
        });
        // Else it was perceived or counted by the position itself, or handed over with the position: the timeline says so, no later.
        let entry = by_id.get(row["entry"].as_str());
        let noted = entry.is_some_and(|entry| number(&entry["time_s"]) <= received);
        assert!(
            word || noted || is_me(&row["observed_by"]),
            "nobody has told this: {row:?}"
        );
    }
    stated
}

fn holders(scenario: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut position = None;
    for line in scenario.lines() {
        if let Some(id) = line.strip_prefix("[position.") {
            position = id.strip_suffix(']').map(str::to_owned);
        }
        if let (Some(held_by), Some(id)) = (line.strip_prefix("held_by = \""), &position) {
            found.insert(id.clone(), held_by.trim_end_matches('"').to_owned());
            position = None;
        }
    }
    found
}

fn ends(pairs: &[(&str, f64)]) -> BTreeMap<String, f64> {
    pairs
        .iter()
        .map(|(module, end)| ((*module).to_owned(), *end))
        .collect()
}

#[test]
fn every_stated_fact_was_told_or_seen_before_over_seeds_and_variants() {
    let place = Place::with(&["durres-school", "fire-drill"]);
    let of_school = ends(&[("1", 345.0), ("2", 1020.0), ("3", 2700.0)]);
    let school = holders(&place.read("scenarios/durres-school/scenario.toml"));
    let runs = |scenario: &str, seed: &str, variant: Option<&str>| {
        let mut ask = vec!["run", scenario, "--out", "run", "--quiet", "--force"];
        ask.extend(["--set", FAST, "--seed", seed]);
        ask.extend(variant.into_iter().flat_map(|variant| ["--variant", variant]));
        place.succeeds(&ask);
    };
    for (seed, variant) in [
        ("1", None),
        ("2", Some("runners-not-phones")),
        ("3", Some("physics-decides")),
        ("4", Some("hold-for-inspection")),
        ("5", Some("floor-by-floor")),
    ] {
        runs("durres-school", seed, variant);
        let stated = assert_told(&place, "run", &of_school, &school);
        assert!(stated > 100, "{stated} facts of seed {seed}");
    }
    let drill = holders(&place.read("scenarios/fire-drill/scenario.toml"));
    for seed in 1..=20 {
        let seed = seed.to_string();
        runs("fire-drill", &seed, None);
        assert_told(
            &place,
            "run",
            &ends(&[("1", 60.0), ("2", 180.0), ("3", 720.0)]),
            &drill,
        );
    }
}

/// What was true is in a column of its own: pages for the table are the same whatever stands there.
#[test]
fn the_truth_stands_on_the_facilitators_sheet_alone() {
    let place = with_fast_run("durres-school");
    place.succeeds(&["kit", "run", "--out", "kit"]);
    let table = place.read("run/pictures.csv");
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let head = reader.headers().expect("a header").clone();
    let (truth, about) = (
        head.iter().position(|name| name == "truth").expect("the column"),
        head.iter().position(|name| name == "about").expect("the column"),
    );
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&head).expect("a row");
    for record in reader.records() {
        let record = record.expect("a row");
        let turned = record.iter().enumerate().map(|(column, cell)| {
            if column == truth && record[about].starts_with("blocked@") {
                if cell == "1" { "0" } else { "1" }
            } else {
                cell
            }
        });
        writer.write_record(turned).expect("a row");
    }
    place.write(
        "run/pictures.csv",
        &String::from_utf8(writer.into_inner().expect("bytes")).expect("UTF-8"),
    );
    place.succeeds(&["kit", "run", "--out", "other"]);
    for page in [
        "handouts-1",
        "handouts-2",
        "handouts-3",
        "situation",
        "decision-log",
    ] {
        let read = |folder: &str| place.read(&format!("{folder}/{page}.html"));
        assert_eq!(read("kit"), read("other"), "{page}");
    }
    assert_ne!(
        place.read("kit/facilitator.html"),
        place.read("other/facilitator.html")
    );
}

#[test]
fn casualties_are_shown_as_the_exercise_wishes() {
    for (show, is_told) in [("none", false), ("injured", true), ("deaths", true)] {
        let place = Place::with(&["durres-school"]);
        let wish = format!("exercise.show_casualties={show}");
        // In a stronger shock somebody is hurt.
        let ask = [
            "run",
            "durres-school",
            "--out",
            "run",
            "--quiet",
            "--set",
            FAST,
            "--set",
            &wish,
            "--seed",
            "4",
        ];
        let stronger = [
            "--set",
            "hazard.mainshock.intensity_ems98=8.5",
            "--set",
            "hazard.mainshock.damage=\"extensive\"",
        ];
        place.succeeds(&[&ask[..], &stronger[..]].concat());
        place.succeeds(&["kit", "run", "--out", "kit"]);
        let pictures = rows(&place, "run/pictures.csv");
        let is_known = |row: &Row| {
            row["about"].starts_with("injured@") && row["value"] != "none" && !row["value"].is_empty()
        };
        assert!(pictures.iter().any(is_known), "nobody knows of anybody hurt");
        let told = (1..=3).any(|module| {
            place
                .read(&format!("kit/handouts-{module}.html"))
                .contains(": hurt (")
        });
        assert_eq!(told, is_told, "{show}");
    }
}

/// Modules move nothing: the same run without them differs in nothing but the column that names them.
#[test]
fn modules_move_nothing() {
    let place = Place::with(&["durres-school"]);
    let text = place.read("scenarios/durres-school/scenario.toml");
    let (before, _) = text
        .split_once("# The tabletop: three modules")
        .expect("the modules");
    let lines = before.lines();
    let lines = lines.filter(|line| *line != "module = \"1\"" && *line != "module = \"2\"");
    let without = lines.collect::<Vec<_>>().join("\n") + "\n";
    place.write("plain/scenario.toml", &without);
    for file in ["plan.geojson", "classes.csv", "people.csv"] {
        place.write(
            &format!("plain/{file}"),
            &place.read(&format!("scenarios/durres-school/{file}")),
        );
    }
    let odd = [
        "--set",
        "module.1.to=\"347.3 s\"",
        "--set",
        "module.2.from=\"347.3 s\"",
    ];
    for fidelity in ["exercise.fidelity=network", "exercise.fidelity=pedestrian"] {
        let ask = |scenario: &'static str, out: &'static str| {
            [
                "run", scenario, "--out", out, "--quiet", "--force", "--set", fidelity,
            ]
        };
        place.succeeds(&[&ask("durres-school", "with")[..], &odd[..]].concat());
        place.succeeds(&ask("plain", "without"));
        for table in [
            "messages",
            "decisions",
            "actions",
            "resources",
            "people",
            "casualties",
            "series",
            "objectives",
        ] {
            let read = |run: &str| place.read(&format!("{run}/{table}.csv"));
            assert_eq!(read("with"), read("without"), "{table} with {fidelity}");
        }
        let told = |run: &str| {
            let mut rows = rows(&place, &format!("{run}/timeline.csv"));
            for row in &mut rows {
                row.remove("module");
            }
            rows
        };
        assert_eq!(told("with"), told("without"), "the timeline with {fidelity}");
    }
}

/// Whoever sent an order sees who has not answered: also those whom it never reached, since a sender cannot tell them apart.
#[test]
fn who_was_never_reached_has_not_answered_either() {
    let place = with_fast_run("durres-school");
    place.succeeds(&["kit", "run", "--out", "kit"]);
    let is_pupil = |id: &str| id.starts_with(|c: char| c.is_ascii_digit());
    let orders = rows(&place, "run/messages.csv");
    let mut open: BTreeMap<(String, String, String), usize> = BTreeMap::new();
    for row in &orders {
        let acknowledged = number(&row["acknowledged_s"]);
        let is_open = acknowledged.is_nan() || acknowledged > 1020.0;
        let counts = row["kind"] == "order" && number(&row["time_s"]) <= 1020.0 && !is_pupil(&row["to"]);
        if counts && is_open {
            let key = (row["from"].clone(), row["time_s"].clone(), row["about"].clone());
            *open.entry(key).or_default() += 1;
        }
    }
    let reached_nobody = orders
        .iter()
        .any(|row| row["outcome"] == "lost" && row["channel"] == "none");
    assert!(reached_nobody, "somebody has no radio");
    let html = place.read("kit/handouts-2.html");
    for ((from, _, about), count) in &open {
        if from == "school-incident-commander" || from == "assembly-supervisor" {
            assert!(html.contains(&format!("<td>{count}: ")), "{from} {about} {count}");
        }
    }
}

/// What is read aloud gives nothing away, and the facilitator is told of the rumour and of what some do not know.
#[test]
fn the_situation_gives_nothing_away_and_the_facilitator_sees_the_gap() {
    let place = with_fast_run("durres-school");
    place.succeeds(&["kit", "run", "--out", "kit"]);
    let aloud = place.read("kit/situation.html");
    let (first, rest) = aloud.split_once("Module 2").expect("two modules");
    assert!(
        !first.contains("aftershock") && !first.contains("Stair B"),
        "{first}"
    );
    assert!(first.contains("classes went under cover") && rest.contains("Forty minutes"));
    assert!(!aloud.contains("heard from"));
    let sheet = place.read("kit/facilitator.html");
    for said in [
        "There is a smell of gas at Science laboratory.",
        "There is no smell of gas at Science laboratory.",
        "Not known to",
        "Stair B is blocked.",
    ] {
        assert!(sheet.contains(said), "{said}");
    }
}
