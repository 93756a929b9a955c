//! A small run with a row in every table, held against the bytes it must give.
#![expect(
    clippy::disallowed_methods,
    reason = "tests look at the files that were written"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use jiff::tz::Offset;

use super::*;
use crate::vocabulary::{Ms, Signal, Unit};

fn id(text: &str) -> Id {
    text.into()
}

fn records() -> Records {
    let mut timeline = Timeline::default();
    let quake = timeline.push(Entry {
        cause: None,
        time_ms: 300_000,
        module: None,
        category: "hazard",
        event: "test-quake",
        subject: Some(id("mainshock")),
        place: Some(id("nene-tereza")),
        signal: Some(Signal::Shaking),
        value: Some(Value::Word("now")),
        args: vec![],
    });
    timeline.push(Entry {
        cause: Some(quake),
        time_ms: 330_500,
        module: Some(id("module-1")),
        category: "accounting",
        event: "test-count",
        subject: Some(id("7b")),
        place: None,
        signal: Some(Signal::Missing),
        value: Some(Value::Ids(vec![id("7b-03"), id("7b-11")])),
        args: vec![
            ("class", Arg::Id(id("7b"))),
            ("present", Arg::Count(1)),
            ("said", Arg::Text(id("=1+1, \"so\""))),
        ],
    });
    Records {
        timeline,
        messages: vec![message(quake)],
        decisions: vec![decision()],
        actions: vec![Action {
            time_ms: 345_000,
            order: 0,
            source: "decision:leave/leave".into(),
            action: id("evacuate"),
            arguments: "by=school-incident-commander; school=nene-tereza; via=megaphone".to_owned(),
            result: ActionResult::Applied,
        }],
        resources: vec![ResourceChange {
            time_ms: 600_000,
            until_ms: None,
            resource: id("ambulance-2"),
            kind: id("ambulance"),
            type_: Some(id("bls")),
            status: ResourceStatus::Assigned,
            state: "en-route",
            request: Some(id("m7")),
            requested_ms: Some(540_000),
            assignment: None,
            place: None,
        }],
        people: vec![person()],
        casualties: vec![Casualty {
            id: id("7b-03"),
            cause: Some(quake),
            severity: 1,
            triage: Some(Triage::Minor),
            place: Some(id("stair-b")),
            injured_ms: 302_000,
            found_ms: Some(700_000),
            freed_ms: None,
            treated_ms: None,
            transported_ms: None,
            facility: None,
            outcome: CasualtyOutcome::Waiting,
        }],
        places: vec![Place {
            place: id("stair-b"),
            kind: "stair",
            warned_ms: Some(310_000),
            first_hit_ms: Some(300_000),
            max_value: Some((-0.001, Unit::Metre)),
            cleared_ms: None,
            state: "blocked",
        }],
        series: vec![sample(0, Value::persons(795)), sample(10_000, Value::Ids(vec![]))],
        metrics: vec![
            metric("last_out", Some(512.345_6), Unit::Second),
            metric("congestion@stair-a", Some(41.25), Unit::PersonMinute),
            metric("time_to_find", None, Unit::Second),
        ],
        objectives: vec![Objective::new(
            id("all-out"),
            Some(id("evacuation")),
            id("last_out"),
            "<= 480".parse().unwrap(),
            Some(512.345_6),
            Unit::Second,
        )],
        tracks: Some(tracks()),
        water: None,
        ..Records::default()
    }
}

fn message(quake: EntryId) -> Message {
    Message {
        id: id("m1"),
        cause: Some(quake),
        kind: MessageKind::Report,
        time_ms: 340_000,
        from: id("teacher-7b"),
        to: id("assembly-supervisor"),
        channel: id("voice"),
        about: Some(id("missing@7b")),
        value: Some(Value::Unknown),
        truth_at_sending: Some(Value::Ids(vec![id("7b-03"), id("7b-11")])),
        received_ms: Some(342_000),
        acknowledged_ms: None,
        outcome: MessageOutcome::Received,
        reason: Some(id("@noise")),
    }
}

fn decision() -> Decision {
    Decision {
        decision: id("leave-the-building"),
        subject: None,
        occurrence: 1,
        attempt: 1,
        position: id("school-incident-commander"),
        option: Some(id("leave")),
        true_since_ms: Some(312_000),
        known_ms: Some(325_000),
        decided_ms: Some(340_250),
        ordered_ms: Some(345_000),
        first_ack_ms: None,
        last_ack_ms: None,
        effective_ms: None,
        outcome: DecisionOutcome::Ordered,
        reason: None,
    }
}

fn person() -> Person {
    Person {
        id: id("7b-03"),
        kind: "pupil",
        group: Some(id("7b")),
        class: Some(id("7b")),
        start_place: Some(id("room-203")),
        level: Some(id("-1")),
        warned_ms: Some(345_000),
        departed_ms: Some(361_500),
        helpless_ms: Some(379_000),
        joined_ms: Some(401_000),
        taken_up_ms: None,
        stair: Some(id("stair-a")),
        stair_entered_ms: Some(380_000),
        stair_left_ms: None,
        stair_queued_ms: Some(0),
        exit: None,
        queued_ms: Some(0),
        exited_ms: None,
        assembled_ms: None,
        missed_ms: Some(520_000),
        found_ms: Some(700_000),
        found_by: Some(id("warden-2")),
        accounted_ms: None,
        parent_came_ms: None,
        released_ms: None,
        outcome: PersonOutcome::Injured,
    }
}

fn sample(time_ms: Ms, value: Value) -> Sample {
    let signal = if matches!(value, Value::Ids(_)) {
        Signal::Unaccounted
    } else {
        Signal::Inside
    };
    Sample {
        time_ms,
        signal,
        subject: id("nene-tereza"),
        value,
    }
}

fn metric(name: &str, value: Option<f64>, unit: Unit) -> Metric {
    Metric {
        name: id(name),
        value,
        unit,
        basis: Basis::Assumed,
    }
}

fn tracks() -> Tracks {
    let mut tracks = Tracks::new(Layout {
        people: vec![id("7b-03")],
        states: vec![id("waits"), id("walks")],
        levels: vec![id("floor-0")],
        bounds_m: [0.0, 0.0, 60.0, 40.0],
        crs: None,
        t0_ms: 0,
    });
    for (time_ms, x_m) in [(0, 1.0_f32), (500, 1.6), (1_000, 2.2)] {
        tracks
            .push(Frame {
                time_ms,
                x_m: &[x_m],
                y_m: &[3.0],
                state: &[1],
                level: &[0],
            })
            .unwrap();
    }
    tracks
}

fn clock() -> Clock {
    Clock::new("2026-03-12T10:20:00+01:00".parse().unwrap(), Offset::constant(1))
}

fn provenance() -> Provenance {
    let inputs = [
        ("scenario.toml", "format = 1\n"),
        ("../classes.csv", "class\n7b\n"),
    ];
    Provenance {
        run: RunName {
            scenario: id("durres-school"),
            variant: id(RunName::BASE),
            case: None,
            seed: 7,
        },
        title: "Tërmet gjatë mësimit".to_owned(),
        model_version: "1",
        clock: clock(),
        resolved_scenario: "format = 1\n".to_owned(),
        inputs: inputs
            .map(|(name, text)| (name.to_owned(), text.as_bytes().into()))
            .into(),
        set: vec!["school.nene-tereza.pa=false".to_owned()],
        decide: vec![],
        seeds: Seeds {
            hazard: 7,
            people: 7,
            choice: SeedChoice::Default,
        },
        pins: vec![id("stair-b-blocked")],
        replayed_log: None,
    }
}

fn catalogue() -> Catalogue {
    let own = include_str!("../../locales/en.ftl");
    let texts = "\ntest-quake = The ground shakes.\ntest-count = { $class }: { $present ->\n    [one] one pupil is\n   *[other] { $present } pupils are\n  } here; said \"{ $said }\".\n";
    let names = BTreeMap::from([(id("7b"), "Class VII B".to_owned())]);
    Catalogue::from_source("en", format!("{own}{texts}"))
        .unwrap()
        .for_scenario(clock(), names)
}

fn written(target: &Path) -> Summary {
    write(
        &records(),
        &provenance(),
        &catalogue(),
        &mut Stopwatch::start(),
        target,
        false,
    )
    .unwrap()
}

#[test]
fn golden_every_table_gives_these_bytes() {
    let place = tempfile::tempdir().unwrap();
    let summary = written(&place.path().join("seed-7"));
    let read = |name: &str| fs::read_to_string(summary.folder.join(format!("{name}.csv"))).unwrap();
    for (name, golden) in [
        ("timeline", "\
id,cause,time_s,t,clock,module,category,event,subject,place,signal,value,unit,args,text
e1,,300.000,0:05:00,2026-03-12T10:25:00+01:00,,hazard,test-quake,mainshock,nene-tereza,shaking,now,word,{},The ground shakes.
e2,e1,330.500,0:05:30,2026-03-12T10:25:30+01:00,module-1,accounting,test-count,7b,,missing,7b-03 7b-11,ids,\"{\"\"class\"\":\"\"7b\"\",\"\"present\"\":1,\"\"said\"\":\"\"=1+1, \\\"\"so\\\"\"\"\"}\",\"Class VII B: one pupil is here; said \"\"=1+1, \"\"so\"\"\"\".\"
"),
        ("messages", "\
id,cause,kind,time_s,t,clock,from,to,channel,about,value,truth_at_sending,received_s,acknowledged_s,outcome,reason
m1,e1,report,340.000,0:05:40,2026-03-12T10:25:40+01:00,teacher-7b,assembly-supervisor,voice,missing@7b,unknown,7b-03 7b-11,342.000,,received,'@noise
"),
        ("decisions", "\
decision,subject,occurrence,attempt,position,option,true_since_s,known_s,decided_s,ordered_s,first_ack_s,last_ack_s,effective_s,outcome,reason
leave-the-building,,1,1,school-incident-commander,leave,312.000,325.000,340.250,345.000,,,,ordered,
"),
        ("actions", "\
time_s,order,source,action,arguments,result
345.000,0,decision:leave/leave,evacuate,by=school-incident-commander; school=nene-tereza; via=megaphone,applied
"),
        ("resources", "\
time_s,t,until_s,resource,kind,type,status,state,request,requested_s,assignment,place
600.000,0:10:00,,ambulance-2,ambulance,bls,assigned,en-route,m7,540.000,,
"),
        ("people", "\
id,kind,group,class,start_place,level,warned_s,departed_s,waits_to_be_carried_s,joined_s,taken_up_s,stair,stair_entered_s,stair_left_s,stair_queued_s,exit,queued_s,exited_s,assembled_s,missed_s,found_s,found_by,accounted_s,parent_came_s,released_s,outcome
7b-03,pupil,7b,7b,room-203,-1,345.000,361.500,379.000,401.000,,stair-a,380.000,,0.000,,0.000,,,520.000,700.000,warden-2,,,,injured
"),
        ("casualties", "\
id,cause,severity,triage,place,injured_s,found_s,freed_s,treated_s,transported_s,facility,outcome
7b-03,e1,1,minor,stair-b,302.000,700.000,,,,,waiting
"),
        ("places", "\
place,kind,warned_s,first_hit_s,lead_s,max_value,unit,cleared_s,state
stair-b,stair,310.000,300.000,-10.000,0.00,m,,blocked
"),
        ("series", "\
time_s,t,signal,subject,value,unit
0.000,0:00:00,inside,nene-tereza,795,persons
10.000,0:00:10,unaccounted,nene-tereza,none,ids
"),
        ("metrics", "\
scenario,variant,case,seed,metric,value,unit,basis
durres-school,base,,7,last_out,512.346,s,assumed
durres-school,base,,7,congestion@stair-a,41.2,person-min,assumed
durres-school,base,,7,time_to_find,,s,assumed
"),
        ("objectives", "\
objective,capability,metric,target,value,unit,target_met,evaluator,evaluator_rating,evaluator_note
all-out,evacuation,last_out,<= 480,512.346,s,no,,,
"),
    ] {
        assert_eq!(read(name), golden, "{name}.csv");
    }
}

#[test]
fn the_same_records_give_the_same_bytes_but_for_performance() {
    let place = tempfile::tempdir().unwrap();
    let (a, b) = (written(&place.path().join("a")), written(&place.path().join("b")));
    for name in a.bytes.keys().filter(|name| *name != "performance.json") {
        assert_eq!(
            fs::read(a.folder.join(name)).unwrap(),
            fs::read(b.folder.join(name)).unwrap(),
            "{name}"
        );
    }
    assert_eq!(a.rows["timeline.csv"], 2);
    assert!(
        a.bytes.contains_key("inputs/files/_up/classes.csv"),
        "an input from beside the scenario lies inside"
    );
}

#[test]
fn the_manifest_names_every_file_and_nothing_of_the_machine() {
    let place = tempfile::tempdir().unwrap();
    let summary = written(&place.path().join("seed-7"));
    let text = fs::read_to_string(summary.folder.join(MANIFEST)).unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&text).unwrap();
    let files = manifest["files"].as_object().unwrap();
    for name in summary
        .bytes
        .keys()
        .filter(|name| !["performance.json", MANIFEST].contains(&name.as_str()))
    {
        let bytes = fs::read(summary.folder.join(name)).unwrap();
        assert_eq!(files[name]["sha256"], sha256(&bytes), "{name}");
    }
    assert_eq!(files.len(), summary.bytes.len() - 2);
    assert_eq!(
        (&manifest["seeds"]["choice"], &files["series.csv"]["rows"]),
        (&"default".into(), &2.into())
    );
    assert!(!text.contains(place.path().to_str().unwrap()), "an absolute path");
}

#[test]
fn what_cannot_be_written_is_an_error_that_names_its_cell_and_leaves_nothing() {
    let place = tempfile::tempdir().unwrap();
    let mut records = records();
    records.metrics[1].value = Some(f64::NAN);
    let target = place.path().join("seed-7");
    let error = write(
        &records,
        &provenance(),
        &catalogue(),
        &mut Stopwatch::start(),
        &target,
        false,
    )
    .unwrap_err();
    let text = error.to_string();
    assert_eq!(
        text,
        "metrics.csv, row 2, column value: NaN is not a number that can be written"
    );
    assert!(!error.is_environment());
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 0);
}

/// Runs the validator if the machine has it (`pip install frictionless`; `FRICTIONLESS` names another program).
fn frictionless(package: &Path) -> Option<(bool, String)> {
    let program = std::env::var("FRICTIONLESS").unwrap_or_else(|_| "frictionless".to_owned());
    let folder = package.parent()?;
    let output = Command::new(program)
        .current_dir(folder)
        .args(["validate", "datapackage.json"])
        .output()
        .ok()?;
    Some((
        output.status.success(),
        String::from_utf8_lossy(&output.stdout).into_owned(),
    ))
}

#[test]
fn val_the_data_package_passes_frictionless() {
    let place = tempfile::tempdir().unwrap();
    let full = written(&place.path().join("full")).folder;
    let empty = place.path().join("empty");
    write(
        &Records::default(),
        &provenance(),
        &catalogue(),
        &mut Stopwatch::start(),
        &empty,
        false,
    )
    .unwrap();
    for folder in [full.clone(), empty] {
        let Some((valid, report)) = frictionless(&folder.join("datapackage.json")) else {
            println!("skipped: the frictionless validator is not installed");
            return;
        };
        assert!(valid, "{report}");
    }
    // The validator does look: a word that is not declared must not pass.
    let people = full.join("people.csv");
    let text = fs::read_to_string(&people)
        .unwrap()
        .replace(",injured", ",vanished");
    fs::write(&people, text).unwrap();
    let (valid, report) = frictionless(&full.join("datapackage.json")).unwrap();
    assert!(
        !valid && report.contains("constraint"),
        "an undeclared word passed: {report}"
    );
}

#[test]
fn what_a_scenario_says_is_told_in_the_language_of_the_run() {
    let words = |languages: &[&str]| {
        let texts = languages
            .iter()
            .map(|code| ((*code).to_owned(), format!("in {code}")));
        [("words", Arg::Local(texts.collect()))]
    };
    let source = "message-played = { $words }\n";
    let catalogue = Catalogue::from_source("sq", source.to_owned()).expect("sound");
    for (given, said) in [
        (&["en", "sq"][..], "in sq"),
        (&["de", "en"], "in en"),
        (&["de"], "in de"),
    ] {
        assert_eq!(catalogue.text("message-played", &words(given)), said);
    }
}
