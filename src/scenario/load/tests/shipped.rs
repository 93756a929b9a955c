//! The shipped scenarios load, whatever the order of their files; what they hold is what their texts say.

use super::{Copy, SHIPPED, load, said, shipped, text_of};
use crate::scenario::load::{decide, list, variants};
use crate::scenario::model::{Choice, Presence, Scenario, Timing};
use crate::vocabulary::PersonRole;

fn sound(id: &str, variant: Option<&str>, sets: &[&str]) -> Scenario {
    let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
    let loaded = load(&shipped(id), variant, &sets);
    assert_eq!(said(&loaded, &shipped(id)), "", "{id} {variant:?}");
    loaded.scenario.expect("sound")
}

#[test]
fn every_scenario_and_variant_loads_without_a_word() {
    let mut hashes = std::collections::BTreeMap::new();
    for id in SHIPPED {
        let base = sound(id, None, &[]);
        assert_eq!(
            (base.exercise.id.as_str(), base.variant.id.as_str()),
            (id, "base")
        );
        hashes.insert(base.hash, id.to_owned());
        for variant in variants(&shipped(id)).expect("a folder") {
            let scenario = sound(id, Some(&variant), &[]);
            assert_eq!(scenario.variant.id, variant);
            let before = hashes.insert(scenario.hash, format!("{id}/{variant}"));
            assert_eq!(before, None, "{variant} changes nothing");
        }
    }
    let listed = list(&shipped("")).expect("a folder");
    let ids: Vec<&str> = listed.iter().map(|scenario| scenario.id.as_str()).collect();
    assert_eq!(ids, SHIPPED);
    assert_eq!(
        (listed[2].variants.len(), listed[3].name.get("sq")),
        (13, "Stërvitje për zjarr")
    );
}

#[test]
fn what_is_on_record_stands_beside_the_event_that_it_is_of() {
    for (variant, is_the_event) in [
        (None, true),
        (Some("shakemap"), true),
        (Some("daytime-1030"), false),
        (Some("retrofit-low-code"), false),
    ] {
        let town = sound("durres-2019", variant, &[]).town.expect("a town");
        assert_eq!(!town.observed.is_empty(), is_the_event, "{variant:?}");
    }
}

#[test]
fn the_durres_school_is_as_large_as_its_texts_say() {
    let scenario = sound("durres-school", None, &[]);
    let count = |role: PersonRole| {
        scenario
            .school
            .people
            .iter()
            .filter(|person| person.role == role)
            .count()
    };
    let staff = count(PersonRole::Teacher) + count(PersonRole::Head) + count(PersonRole::Staff);
    assert_eq!(
        (scenario.school.classes.len(), count(PersonRole::Pupil), staff),
        (24, 750, 45)
    );
    assert_eq!(
        (count(PersonRole::SecurityOfficer), count(PersonRole::Visitor)),
        (1, 2)
    );
    let with = |presence| {
        scenario
            .school
            .people
            .iter()
            .filter(|person| person.presence == presence)
            .count()
    };
    assert_eq!(
        (
            with(Presence::Absent),
            with(Presence::AbsentUnmarked),
            with(Presence::LeftEarly)
        ),
        (35, 1, 1)
    );
    let route = &scenario.school.routes[scenario.school.usual_route.expect("plan-a")];
    assert!(route.exits.iter().all(Option::is_some), "every class has an exit");
    let down = |stair: &str| {
        route
            .stairs
            .iter()
            .filter(|way| way.as_deref() == Some(stair))
            .count()
    };
    assert_eq!((down("stair-a"), down("stair-b")), (8, 8));
}

#[test]
fn the_order_of_files_and_comments_mean_nothing() {
    for id in SHIPPED {
        let copy = Copy::of(id);
        let toml = text_of(&copy.path().join("scenario.toml"));
        let mut sections: Vec<&str> = toml.split("\n[").collect();
        sections[1..].reverse();
        copy.write("scenario.toml", &(sections.join("\n# comment\n[") + "\n"));
        for file in ["classes.csv", "people.csv"] {
            if !copy.path().join(file).exists() {
                continue;
            }
            let text = text_of(&copy.path().join(file));
            let mut lines: Vec<&str> = text.lines().collect();
            lines[1..].reverse();
            copy.write(file, &lines.join("\n"));
        }
        if !copy.path().join("plan.geojson").exists() {
            continue;
        }
        let plan = text_of(&copy.path().join("plan.geojson"));
        let mut lines: Vec<&str> = plan.lines().collect();
        let last = lines.len() - 1;
        lines[1..last].reverse();
        let features = lines[1..last]
            .iter()
            .map(|line| line.trim_end_matches(','))
            .collect::<Vec<_>>()
            .join(",\n");
        copy.write(
            "plan.geojson",
            &format!("{}\n{features}\n{}", lines[0], lines[last]),
        );
        let loaded = load(copy.path(), None, &[]);
        assert_eq!(said(&loaded, copy.path()), "");
        let (turned, plain) = (loaded.scenario.expect("sound"), sound(id, None, &[]));
        assert_eq!(turned.resolved, plain.resolved);
        assert_eq!(turned.hash, plain.hash);
        let seats = |scenario: &Scenario| -> Vec<_> {
            scenario
                .school
                .people
                .iter()
                .map(|person| (person.id.clone(), person.at))
                .collect()
        };
        assert_eq!(seats(&turned), seats(&plain));
        assert_eq!(format!("{:?}", turned.subjects), format!("{:?}", plain.subjects));
    }
}

#[test]
fn the_resolved_text_is_toml_and_says_what_differs() {
    let base = sound("durres-school", None, &[]);
    toml::from_str::<toml::Table>(&base.resolved).expect("TOML");
    let same = sound(
        "durres-school",
        None,
        &["exercise.sample_every=10 s", "exercise.lasts=1 h"],
    );
    assert_eq!(same.hash, base.hash, "what is set to what it was changes nothing");
    let held = sound(
        "durres-school",
        None,
        &["decision.leave-the-building.choose=hold"],
    );
    let differs: Vec<(&str, &str)> = base
        .resolved
        .lines()
        .zip(held.resolved.lines())
        .filter(|(a, b)| a != b)
        .collect();
    assert_eq!(
        differs,
        [(
            "decision.leave-the-building.choose = \"leave\"",
            "decision.leave-the-building.choose = \"hold\""
        )]
    );
    let names: Vec<&str> = held.inputs.iter().map(|input| input.name.as_str()).collect();
    let expected = [
        "scenario.toml",
        "authority/albania.toml",
        "protocol/by-grade.toml",
        "plan.geojson",
        "classes.csv",
        "people.csv",
        "settings.txt",
    ];
    assert_eq!(names, expected);
}

#[test]
fn defaults_written_out_change_nothing() {
    let copy = Copy::of("fire-drill").edited(
        &[(
            "scenario.toml",
            "alarm_means_evacuate = true",
            "alarm_means_evacuate = true\nsight_m = 20\ncover_factor = \"30 %\"\npre_movement = { median = \"10 s\", p90 = \"20 s\" }",
        )],
    );
    let written = load(copy.path(), None, &[]).scenario.expect("sound");
    assert_eq!(written.resolved, sound("fire-drill", None, &[]).resolved);
}

#[test]
fn a_decision_from_the_command_line_takes_the_place_of_the_script() {
    let mut scenario = load(Copy::school().path(), None, &[]).scenario.expect("sound");
    let hash = scenario.hash.clone();
    decide(&mut scenario, "leave-the-building=hold@10:31").expect("sound");
    let decision = |scenario: &Scenario, id: &str| {
        scenario
            .decisions
            .iter()
            .find(|decision| decision.id == id)
            .cloned()
            .expect("a decision")
    };
    let leave = decision(&scenario, "leave-the-building");
    assert_eq!(
        (leave.at_ms, leave.at_latest_ms, leave.timing),
        (Some(660_000), None, Timing::Set)
    );
    assert_eq!(leave.choose, Choice::Option(0), "hold comes before leave");
    assert_ne!(scenario.hash, hash);
    decide(&mut scenario, "search = nothing").expect("sound");
    assert_eq!(decision(&scenario, "search").choose, Choice::Nothing);
    assert!(
        decision(&scenario, "search").when.is_some(),
        "without a time it falls due as before"
    );
    decide(&mut scenario, "call-112=call@30 s after mainshock").expect("sound");
    assert_eq!(decision(&scenario, "call-112").at_ms, Some(330_000));
    let mut wrong = |spec: &str| {
        let problem = decide(&mut scenario, spec).expect_err(spec);
        format!("{} [{}]", problem.message, problem.help.unwrap_or_default())
    };
    assert_eq!(
        wrong("leave-the-bilding=hold"),
        "there is no decision `leave-the-bilding` [did you mean `leave-the-building`?]"
    );
    assert_eq!(
        wrong("search=send-wardns"),
        "`search` has no option `send-wardns` [did you mean `send-wardens`?]"
    );
    assert_eq!(
        wrong("search=nothing@12:00"),
        "`12:00` is no time of this exercise [it lasts from 2026-03-12T10:20:00+01:00 to 2026-03-12T11:20:00+01:00]"
    );
    assert!(wrong("search=nothing@soon").contains("10:31"));
    assert!(wrong("search").contains("leave-the-building=hold@10:31"));
}
