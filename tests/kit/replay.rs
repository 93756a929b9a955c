//! `hotwash replay`: a log that somebody typed in becomes a run, and is set beside the script.

use crate::common::place::Place;
use crate::{FAST, rows};

const HEAD: &str = "clock,position,decision,option,note\n";

fn replayed(place: &Place, log: &str, more: &[&str]) -> crate::common::place::Said {
    place.write("log.csv", log);
    let ask = ["replay", "fire-drill", "log.csv", "--out", "t", "--force"];
    place.says(&[&ask[..], more].concat())
}

#[test]
fn what_the_table_did_is_run_and_compared() {
    let place = Place::with_fire_drill();
    let log = format!(
        "{HEAD}09:04:00,school-incident-commander,sound-the-alarm,alarm,We talked first\n,,,,Somebody asked for water\n"
    );
    let said = replayed(&place, &log, &["--seeds", "1..10"]);
    assert_eq!(said.code, 0, "{said:#?}");
    for word in [
        "1 decision, of which the script decides 0 just so and 1 is laid over it",
        "We talked first",
        "Somebody asked for water",
        "what the table did beside the script",
    ] {
        assert!(
            said.out.to_lowercase().contains(&word.to_lowercase()),
            "{word}: {}",
            said.out
        );
    }
    assert!(said.out.contains("later"), "{}", said.out);
    let decided = rows(&place, "t/seed-1/decisions.csv");
    let alarm = decided
        .iter()
        .find(|row| row["decision"] == "sound-the-alarm")
        .expect("the decision");
    assert_eq!((&*alarm["decided_s"], &*alarm["option"]), ("240.050", "alarm"));
    assert!(
        place
            .read("t/comparison/comparison.html")
            .contains("what the table did")
    );
    // The run is like any other: its kit and its causes can be had.
    place.succeeds(&["kit", "t/seed-1"]);
}

/// What the script itself decided, typed in as a log, gives the very same run.
#[test]
fn the_scripts_own_decisions_give_the_same_run() {
    for (scenario, set) in [("fire-drill", None), ("durres-school", Some(FAST))] {
        let place = Place::with(&[scenario]);
        let set: Vec<&str> = set.into_iter().flat_map(|set| ["--set", set]).collect();
        place.succeeds(&[&["run", scenario, "--out", "script", "--quiet"], &set[..]].concat());
        let made = rows(&place, "script/decisions.csv");
        let starts = if scenario == "fire-drill" {
            9 * 3600
        } else {
            10 * 3600 + 20 * 60
        };
        let mut log = "clock;position;decision;option;note\n".to_owned();
        for row in made.iter().filter(|row| !row["decided_s"].is_empty()) {
            let at: f64 = row["decided_s"].parse().expect("a number");
            let second = starts + at as i64;
            let decision = match row["subject"].as_str() {
                "" => row["decision"].clone(),
                subject => format!("{}@{subject}", row["decision"]),
            };
            let clock = format!("{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60);
            log += &format!("{clock};{};{decision};{};\n", row["position"], row["option"]);
        }
        place.write("log.csv", &log);
        let ask = [
            "replay",
            scenario,
            "log.csv",
            "--out",
            "t",
            "--seeds",
            "1..2",
            "--variants",
            "",
            "--quiet",
        ];
        place.succeeds(&[&ask[..], &set[..]].concat());
        for file in place
            .files("script")
            .iter()
            .filter(|file| *file != "performance.json")
        {
            let read = |folder: &str| std::fs::read(place.path(&format!("{folder}/{file}"))).expect("a file");
            assert_eq!(read("script"), read("t/seed-1"), "{scenario}: {file}");
        }
    }
}

#[test]
fn logs_come_as_spreadsheets_save_them() {
    let place = Place::with_fire_drill();
    for (name, line) in [
        (
            "semicolons",
            "clock;position;decision;option;note\n09:04;school-incident-commander;sound-the-alarm;alarm;\n",
        ),
        (
            "a date",
            "clock,position,decision,option,note\n12/03/2026 09:04,school-incident-commander,sound-the-alarm,alarm,\n",
        ),
        (
            "a German date",
            "\u{feff}clock;position;decision;option;note\r\n12.03.2026 09:04:00;school-incident-commander;sound-the-alarm;alarm;ë ç\r\n",
        ),
        (
            "a share of the day",
            "clock;position;decision;option;note\n0,377777777777778;school-incident-commander;sound-the-alarm;alarm;\n",
        ),
        (
            "ISO",
            "clock,position,decision,option,note\n2026-03-12T09:04:00+01:00,school-incident-commander,sound-the-alarm,alarm,\n",
        ),
        (
            "twelve hours",
            "clock\tposition\tdecision\toption\tnote\n9:04 AM\tschool-incident-commander\tsound-the-alarm\talarm\t\n",
        ),
        (
            "other columns",
            "Note,Option,Decision,Clock,Who typed it\nx,alarm,sound-the-alarm,09:04,me\n",
        ),
        (
            "a point, the words of the printed log",
            "sep=;\nOra;Kush;Vendimi;Mundësia;Shënim\n9.04;Drejtuesi i incidentit në shkollë;dhënia e alarmit;jepni alarmin;\n",
        ),
        (
            "days since 1900",
            "clock;position;decision;option;note\n46093,3777777778;;sound the alarm;alarm;\n",
        ),
        (
            "a short year, and the month first",
            "clock,position,decision,option,note\n3/12/26 09:04,,sound-the-alarm,alarm,\n",
        ),
        (
            "coordinated universal time",
            "clock,position,decision,option,note\n2026-03-12T08:04:00Z,,sound-the-alarm,alarm,\n",
        ),
        (
            "truncated lines",
            "clock,position,decision,option,note\n09:04,school-incident-commander,sound-the-alarm,alarm\n",
        ),
    ] {
        let said = replayed(&place, line, &["--seeds", "1..2", "--variants", ""]);
        assert_eq!(said.code, 0, "{name}: {said:#?}");
        let decided = rows(&place, "t/seed-1/decisions.csv");
        let alarm = decided
            .iter()
            .find(|row| row["decision"] == "sound-the-alarm")
            .expect("the decision");
        assert_eq!(alarm["decided_s"], "240.050", "{name}");
    }
}

#[test]
fn what_the_table_did_against_the_rules_is_recorded_so() {
    let place = Place::with_fire_drill();
    let log = format!(
        "{HEAD}09:10,school-incident-commander,end-the-drill,all-clear,\n09:04,assembly-supervisor,sound-the-alarm,alarm,\n"
    );
    let said = replayed(&place, &log, &["--variants", "", "--seeds", "1..2"]);
    assert_eq!(said.code, 0, "{said:#?}");
    for word in [
        "not in the order of time",
        "`assembly-supervisor` decides on `sound-the-alarm`, which is for `school-incident-commander`",
    ] {
        assert!(said.err.contains(word), "{word}: {}", said.err);
    }
    let decided = rows(&place, "t/seed-1/decisions.csv");
    let alarm = decided.iter().find(|row| row["decision"] == "sound-the-alarm");
    assert_eq!(alarm.expect("the decision")["position"], "assembly-supervisor");
}

/// A table changes its mind, and somebody else meddles: what is replayed is what whoever decides did in the end.
#[test]
fn of_several_words_on_one_decision_the_one_that_counts_is_replayed() {
    let place = Place::with_fire_drill();
    let log = format!(
        "{HEAD}09:02,assembly-supervisor,sound-the-alarm,alarm,\n09:03,school-incident-commander,sound-the-alarm,nothing,not yet\n09:05,school-incident-commander,sound-the-alarm,alarm,\n"
    );
    let said = replayed(&place, &log, &["--variants", "", "--seeds", "1..2"]);
    assert_eq!(said.code, 0, "{said:#?}");
    for line in [
        "line 2: `sound-the-alarm` stands there more than once: line 4 is replayed",
        "line 3: ",
    ] {
        assert!(said.err.contains(line), "{line}: {}", said.err);
    }
    let decided = rows(&place, "t/seed-1/decisions.csv");
    let alarm = decided
        .iter()
        .find(|row| row["decision"] == "sound-the-alarm")
        .expect("the decision");
    assert_eq!(
        (&*alarm["position"], &*alarm["decided_s"]),
        ("school-incident-commander", "300.050")
    );
}

/// The same command goes on: what stands already is not made again, and another question has another place.
#[test]
fn the_same_question_is_answered_from_what_stands() {
    let place = Place::with_fire_drill();
    place.write("log.csv", &format!("{HEAD}09:04,,sound-the-alarm,alarm,\n"));
    let ask = [
        "replay",
        "fire-drill",
        "log.csv",
        "--variants",
        "",
        "--seeds",
        "1..2",
    ];
    place.succeeds(&ask);
    place.succeeds(&ask);
    place.succeeds(&[&ask[..], &["--seed", "2"]].concat());
    place.succeeds(&[&ask[..], &["--variant", "one-exit"]].concat());
    let tables: std::collections::BTreeSet<String> = place
        .files("outputs/fire-drill")
        .iter()
        .filter_map(|file| file.split('/').next().map(str::to_owned))
        .collect();
    assert_eq!(tables.len(), 3, "{tables:?}");
}

#[test]
fn a_log_that_cannot_be_read_is_pointed_at() {
    let place = Place::with_fire_drill();
    for (log, words) in [
        (
            format!("{HEAD}09:04,,sound-the-alrm,alarm,\n"),
            &[
                "log.csv:2, decision: there is no decision `sound-the-alrm`",
                "did you mean `sound-the-alarm`?",
            ][..],
        ),
        (
            format!("{HEAD}09:04,,sound-the-alarm,alrm,\n"),
            &[
                "log.csv:2, option: `sound-the-alarm` has no option `alrm`",
                "did you mean `alarm`?",
            ],
        ),
        (
            format!("{HEAD}09:04,head,sound-the-alarm,alarm,\n"),
            &["log.csv:2, position: there is no position `head`"],
        ),
        (
            format!("{HEAD}soon,,sound-the-alarm,alarm,\n"),
            &["log.csv:2, clock: `soon` is no time of day"],
        ),
        (
            format!("{HEAD}08:59,,sound-the-alarm,alarm,\n"),
            &["log.csv:2, clock: `08:59` is before the first module begins, at 09:00:00"],
        ),
        (
            format!("{HEAD}10:30,,sound-the-alarm,alarm,\n"),
            &["log.csv:2, clock: `10:30` is after the exercise ends, at 09:20:00"],
        ),
        (
            format!("{HEAD}09:04,,sound-the-alarm,alarm,\nx,,y,z,\n"),
            &["log.csv:3, decision: there is no decision `y`"],
        ),
        (
            format!("{HEAD}09:04,,sound-the-alarm,alarm,\n09:05,school-inc"),
            &[
                "log.csv:3: the line says neither what was decided nor a note",
                "broke off",
            ],
        ),
        (
            format!("{HEAD}09:04,,sound-the-alarm,alarm,\"we talked\n09:05,,end-the-drill,all-clear,\n"),
            &["log.csv:2: a quotation mark is opened and never closed"],
        ),
        (
            "clock,decision,option\r\nsoon,sound-the-alarm,alarm\r\n".to_owned(),
            &["log.csv:2, clock: `soon`"],
        ),
        (
            format!("{HEAD}30.02.2026 09:04,,sound-the-alarm,alarm,\n"),
            &["log.csv:2, clock: `30.02.2026` is no date"],
        ),
        (
            "clock,decision\n".to_owned(),
            &[
                "log.csv:1: it has no column `option`",
                "clock,position,decision,option,note",
            ],
        ),
        (String::new(), &["log.csv:1: the log is empty"]),
    ] {
        let said = replayed(&place, &log, &[]);
        said.refuses(2, words);
        assert!(!place.path("t").exists(), "{log}");
    }
    place
        .says(&["replay", "fire-drill", "nowhere.csv"])
        .refuses(2, &["nowhere.csv"]);
}
