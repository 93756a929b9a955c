//! `hotwash run` when all is well.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::common::place::Place;
use crate::common::{MARKS_OF_A_REPLAY, differences};

const RUN: &str = "outputs/fire-drill/base/seed-1";

#[test]
fn a_run_leaves_its_files_and_says_what_it_came_to() {
    let place = Place::with_fire_drill();
    let said = place.succeeds(&["run", "fire-drill"]);
    assert_eq!(said.err, "", "no progress in a pipe, no warnings");
    for words in [
        "Fire drill",
        "Seed",
        "Last out",
        "Everybody accounted for",
        "sound the alarm: alarm",
        RUN,
    ] {
        assert!(said.out.contains(words), "{words}: {}", said.out);
    }
    for wrong in [
        "NaN",
        "\u{1b}",
        "metric-",
        "summary-",
        "sound-the-alarm",
        "school-incident-commander",
        "{$",
    ] {
        assert!(!said.out.contains(wrong), "{wrong}: {}", said.out);
    }
    assert!(
        said.out
            .lines()
            .all(|line| line.chars().count() <= 80 || line.contains(RUN)),
        "{}",
        said.out
    );
    let files = place.files(RUN);
    for file in [
        "timeline.csv",
        "decisions.csv",
        "people.csv",
        "manifest.json",
        "inputs/resolved.toml",
    ] {
        assert!(files.iter().any(|name| name == file), "{file}: {files:?}");
    }
}

#[test]
fn every_sentence_of_the_timeline_is_whole() {
    let place = Place::with_fire_drill();
    place.succeeds(&["run", "fire-drill", "--quiet"]);
    let timeline = place.read(&format!("{RUN}/timeline.csv"));
    let mut rows = csv::Reader::from_reader(timeline.as_bytes());
    let mut sentences = 0;
    for row in rows.records() {
        let row = row.expect("a row");
        let (event, text) = (&row[7], &row[14]);
        assert!(text.ends_with('.') || text.ends_with('?'), "{event}: {text}");
        assert!(
            !text.contains("{$") && !text.contains("  ") && text != event,
            "{event}: {text}"
        );
        sentences += 1;
    }
    assert!(sentences > 50, "{sentences}");
}

#[test]
fn a_protocol_of_the_school_names_its_responses_and_changes_nothing_else() {
    let place = Place::with(&["durres-school"]);
    let ministry =
        "format = 1\n[response]\nhold.name = { en = \"wait in class\", sq = \"prisni në klasë\" }\n";
    place.write("scenarios/durres-school/ministry.toml", ministry);
    let run = |out: &str, set: &[&str]| {
        let always = [
            "run",
            "durres-school",
            "--variant",
            "hold-for-inspection",
            "--quiet",
            "--out",
            out,
        ];
        place.succeeds(&[&always[..], set].concat());
        let people = place.read(&format!("{out}/people.csv"));
        let timeline = place.read(&format!("{out}/timeline.csv"));
        let rows = csv::Reader::from_reader(timeline.as_bytes()).into_records();
        let rows = rows.map(|row| row.expect("a row"));
        let (mut facts, mut orders) = (Vec::new(), Vec::new());
        for row in rows {
            facts.push(row.iter().take(14).map(str::to_owned).collect::<Vec<_>>());
            if &row[7] == "order-given" {
                orders.push(row[14].to_owned());
            }
        }
        (people, facts, orders.concat())
    };
    let plain = run("plain", &[]);
    assert!(plain.2.contains("to stay in the rooms."), "{}", plain.2);
    let set = |protocol: &str| format!("response.protocol=\"{protocol}\"");
    for (protocol, words) in [
        (
            "standard-response-protocol",
            "to hold (“In your room or area. Clear the halls”).",
        ),
        ("ministry.toml", "to wait in class."),
    ] {
        let named = run(protocol, &["--set", &set(protocol)]);
        assert!(named.2.contains(words), "{protocol}: {}", named.2);
        assert_eq!((&plain.0, &plain.1), (&named.0, &named.1), "{protocol}");
    }
}

#[test]
fn json_says_the_same_as_one_object() {
    let place = Place::with_fire_drill();
    let said = place.succeeds(&["run", "fire-drill", "--json", "--quiet"]);
    let json: Value = serde_json::from_str(&said.out).expect("one JSON object");
    assert_eq!(
        (&json["scenario"], &json["seed"]),
        (&"fire-drill".into(), &1.into())
    );
    assert_eq!(json["seeds"]["choice"], "default");
    let metrics = json["metrics"].as_array().expect("a list");
    let last_out = metrics
        .iter()
        .find(|m| m["metric"] == "last_out_s")
        .expect("everybody leaves");
    assert!(
        last_out["value"]
            .as_f64()
            .is_some_and(|s| (60.0..600.0).contains(&s)),
        "{last_out}"
    );
    assert!(json["decisions"].as_array().is_some_and(|list| !list.is_empty()));
    assert!(
        json["rows"]["timeline.csv"]
            .as_u64()
            .is_some_and(|rows| rows > 50)
    );
}

#[test]
fn the_catalogue_has_a_label_for_every_metric_there_is() {
    let place = Place::with_fire_drill();
    let said = place.succeeds(&["run", "fire-drill", "--json"]);
    let json: Value = serde_json::from_str(&said.out).expect("one JSON object");
    let texts = include_str!("../../locales/en.ftl");
    for metric in json["metrics"].as_array().expect("a list") {
        let name = metric["metric"].as_str().expect("a name");
        let base = name.split('@').next().expect("a name");
        assert!(
            texts.contains(&format!("\nmetric-{base} = ")),
            "{base} has no label in locales/en.ftl"
        );
    }
}

#[test]
fn quiet_says_nothing_and_still_leaves_the_files() {
    let place = Place::with_fire_drill();
    let said = place.succeeds(&["run", "fire-drill", "--quiet", "--out", "here"]);
    assert_eq!((said.out.as_str(), said.err.as_str()), ("", ""));
    assert!(place.path("here/metrics.csv").is_file());
}

#[test]
fn results_are_replaced_only_when_asked() {
    let place = Place::with_fire_drill();
    place.succeeds(&["run", "fire-drill"]);
    let before = place.read(&format!("{RUN}/manifest.json"));
    place
        .says(&["run", "fire-drill"])
        .refuses(2, &[RUN, "exists", "--force"]);
    place.succeeds(&["run", "fire-drill", "--force"]);
    assert_eq!(
        place.read(&format!("{RUN}/manifest.json")),
        before,
        "the same run, the same bytes"
    );
    assert_eq!(
        place
            .files("outputs")
            .iter()
            .filter(|name| !name.starts_with("fire-drill"))
            .count(),
        0
    );
}

#[test]
fn another_seed_is_another_run_beside_it() {
    let place = Place::with_fire_drill();
    place.succeeds(&["run", "fire-drill"]);
    let said = place.succeeds(&["run", "scenarios/fire-drill", "--seed", "2"]);
    assert!(
        said.out.contains("outputs/fire-drill/base/seed-2"),
        "{}",
        said.out
    );
    let people = |seed: u32| place.read(&format!("outputs/fire-drill/base/seed-{seed}/people.csv"));
    assert_ne!(people(1), people(2));
}

#[test]
fn variant_and_settings_have_folders_of_their_own_and_stand_in_the_manifest() {
    let place = Place::with_fire_drill();
    place.succeeds(&["run", "fire-drill", "--variant", "one-exit"]);
    let said = place.succeeds(&["run", "fire-drill", "--decide", "sound-the-alarm=alarm@09:03"]);
    let folder = "outputs/fire-drill/base/sound-the-alarm=alarm@09.03/seed-1";
    assert!(
        said.out.contains("--decide sound-the-alarm=alarm@09:03"),
        "{}",
        said.out
    );
    let manifest: Value =
        serde_json::from_str(&place.read(&format!("{folder}/manifest.json"))).expect("JSON");
    assert_eq!(manifest["decide"][0], "sound-the-alarm=alarm@09:03");
    let said = place.succeeds(&["run", "fire-drill", "--set", "exercise.lasts=2 min", "--json"]);
    let json: Value = serde_json::from_str(&said.out).expect("JSON");
    assert_eq!(json["set"][0], "exercise.lasts=2 min");
    assert!(place.files("outputs/fire-drill/one-exit/seed-1").len() > 10);
}

#[test]
fn a_decision_named_like_an_action_says_its_own_name() {
    let place = Place::with_fire_drill();
    let file = "scenarios/fire-drill/scenario.toml";
    let text = place.read(file);
    place.write(
        file,
        &text
            .replace("decision.sound-the-alarm", "decision.call-families")
            .replace("leads_to = \"sound-the-alarm\"", "leads_to = \"call-families\"")
            .replace(
                "name = { en = \"sound the alarm\", sq = \"dhënia e alarmit\" }\n",
                "",
            ),
    );
    let said = place.succeeds(&["run", "fire-drill"]);
    assert!(said.out.contains("call families: alarm"), "{}", said.out);
    let timeline = place.read(&format!("{RUN}/timeline.csv"));
    for words in [
        "has to decide: call families.",
        "decides on “call families”: alarm.",
    ] {
        assert!(timeline.contains(words), "{words}: {timeline}");
    }
}

#[test]
fn a_report_says_each_thing_it_reports() {
    let place = Place::with_fire_drill();
    place.succeeds(&["run", "fire-drill", "--quiet"]);
    let timeline = place.read(&format!("{RUN}/timeline.csv"));
    let mut rows = csv::Reader::from_reader(timeline.as_bytes());
    let rows: Vec<csv::StringRecord> = rows.records().map(|row| row.expect("a row")).collect();
    for event in ["report-sent", "message-received"] {
        let relayed = |row: &&csv::StringRecord| &row[7] == event && row[13].contains("head_count@1A");
        let relayed: Vec<&csv::StringRecord> = rows.iter().filter(relayed).collect();
        assert!(
            relayed.iter().any(|row| row[14].contains(" and ")),
            "{event}: {relayed:?}"
        );
        assert!(
            relayed.iter().all(|row| row[13].contains("\"about\":\"")),
            "{relayed:?}"
        );
    }
}

#[test]
fn a_replay_leaves_the_files_of_the_run_it_follows() {
    let place = Place::with_fire_drill();
    place.succeeds(&["run", "fire-drill", "--out", "first", "--quiet"]);
    let log = place.read("first/actions.csv");
    let mark = &hotwash::record::sha256(log.as_bytes())[..6];
    place.succeeds(&["run", "fire-drill", "--replay", "first/actions.csv", "--quiet"]);
    let again = format!("outputs/fire-drill/base/replay-{mark}/seed-1");
    let apart: Vec<&str> = MARKS_OF_A_REPLAY
        .into_iter()
        .chain(["performance.json"])
        .collect();
    assert_eq!(
        differences(&place.path("first"), &place.path(&again), &apart),
        Vec::<String>::new()
    );
    let manifest: Value = serde_json::from_str(&place.read(&format!("{again}/manifest.json"))).expect("JSON");
    assert_eq!(manifest["case"], Value::Null, "following a log is no case");

    // Another log has a folder of its own.
    let header = log.lines().next().expect("a header");
    place.write("shorter.csv", &format!("{header}\n"));
    place.succeeds(&["run", "fire-drill", "--replay", "shorter.csv", "--quiet"]);
    place
        .says(&["run", "fire-drill", "--replay", "shorter.csv"])
        .refuses(2, &["exists", "--force"]);
}

#[test]
fn a_reader_who_stops_reading_is_no_error() {
    let place = Place::with_fire_drill();
    let mut child = Command::new(env!("CARGO_BIN_EXE_hotwash"))
        .current_dir(place.path("."))
        .args(["schema"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    let mut first = String::new();
    BufReader::with_capacity(1, child.stdout.take().expect("a pipe"))
        .read_line(&mut first)
        .expect("a line");
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(
        (
            output.status.code(),
            String::from_utf8_lossy(&output.stderr).as_ref()
        ),
        (Some(0), "")
    );
    assert_eq!(first, "{\n");
}
