//! People of a settlement under a flood whose stages are stated: who is told early leaves before the water.

use hotwash::record::{Records, Value};
use hotwash::sim::Seeds;
use hotwash::simulation::Options;
use hotwash::vocabulary::Signal;

use crate::common::{self, place::Place};

/// A river that rises from 5.2 m to 6.7 m at nine hours. Water comes to the village at 6 h 15 min, stands at its doors from
/// 7 h 30 min on, when its road is closed already, and is dangerous for most from half a metre on.
const VALLEY: &str = r#"format = 1
[exercise]
name = "The river rises"
starts = 2021-01-11T06:00:00+01:00
lasts = "12 h"
sample_every = "10 min"

[hazard.flood]
kind = "prescribed-flood"
at = "0 s"
stage = "stage.csv"

[gauge.dajc]
name = "Dajç"
reports = { every = "1 h", to = ["prefecture"], via = "telephone" }

[place.village]
kind = "settlement"
name = "Village"
ground_m = 6.1
gauge = "dajc"
people = 1000
way = "road"

[place.road]
kind = "road"
name = "Road"
ground_m = 5.9
gauge = "dajc"

[command]
authority = "albania"
[position.prefecture]
title = "Prefecture"
post = "prefect"
held_by = "outside"

[channel.telephone]
kind = "telephone"
loss = 0.0

[decision.leave]
position = "prefecture"
when = "level_m@dajc > THRESHOLD"
decides_in = "10 min"
choose = "now"
options.now = [ACTION]
"#;

const STAGES: &str = "place;time;level_m\ndajc;0;5.2\ndajc;6;6.1\ndajc;9;6.7\ndajc;12;6.5\n";

const ORDER: &str =
    r#"{ action = "evacuate-place", places = ["village"], via = ["telephone"], ack_within = "5 min" }"#;
const WARNING: &str = r#"{ action = "warn-place", places = ["village"], via = ["telephone"] }"#;

/// The run in which this is done when the level at the gauge is known to be so high.
fn run(action: &str, threshold: &str, seed: u64) -> Records {
    run_as(VALLEY, action, threshold, seed)
}

fn run_as(valley: &str, action: &str, threshold: &str, seed: u64) -> Records {
    let place = Place::empty();
    let text = valley.replace("THRESHOLD", threshold).replace("ACTION", action);
    place.write("valley/scenario.toml", &text);
    place.write("valley/stage.csv", STAGES);
    let scenario = common::load(&place.path("valley"), None, &[]);
    common::simulate(&scenario, Seeds::both(seed), Options::default())
}

fn metric(records: &Records, name: &str) -> f64 {
    let found = records.metrics.iter().find(|metric| &*metric.name == name);
    found
        .and_then(|metric| metric.value)
        .unwrap_or_else(|| panic!("no {name}"))
}

fn happened(records: &Records, event: &str) -> bool {
    records.timeline.iter().any(|(_, entry)| entry.event == event)
}

#[test]
fn who_is_ordered_early_is_not_cut_off() {
    for seed in 1..4 {
        let cut_off = |action, threshold| metric(&run(action, threshold, seed), "residents_cut_off_most");
        let early = cut_off(ORDER, "5.3");
        let in_between = cut_off(ORDER, "5.9");
        let late = cut_off(ORDER, "6.4");
        let never = cut_off(ORDER, "9.0");
        let warned = cut_off(WARNING, "5.3");
        println!(
            "cut off: early {early}, later {in_between}, late {late}, never {never}; warned early {warned}"
        );
        assert!(early < in_between && in_between < late && late <= never);
        assert!(early < warned && warned < never, "a warning moves fewer");
    }
}

#[test]
fn everybody_is_somewhere_all_the_time() {
    let records = run(ORDER, "5.9", 1);
    let drowned = metric(&records, "residents_drowned");
    let mut sampled = 0;
    for sample in &records.series {
        if sample.signal != Signal::AtHome {
            continue;
        }
        let at = |signal| {
            let mut samples = records.series.iter();
            let found = samples.find(|other| other.time_ms == sample.time_ms && other.signal == signal);
            match found.map(|other| &other.value) {
                Some(Value::Number(number, _)) => *number,
                other => panic!("{signal:?}: {other:?}"),
            }
        };
        let (at_home, left, cut_off) = (at(Signal::AtHome), at(Signal::Left), at(Signal::CutOff));
        let missing = 1_000.0 - at_home - left;
        assert!(missing >= 0.0 && missing <= drowned, "{} ms", sample.time_ms);
        assert!(cut_off <= at_home);
        sampled += 1;
    }
    assert!(sampled > 60);
    let left =
        metric(&records, "residents_left_before_water") + metric(&records, "residents_left_after_water");
    let stayed = metric(&records, "residents_stayed");
    // One in five does not leave though told: 200, standard deviation 13.
    assert!((stayed - 200.0).abs() < 40.0, "{stayed} stay");
    assert!(left + drowned + stayed <= 1_000.0);
}

#[test]
fn places_say_whether_the_word_came_before_the_water() {
    let records = run(ORDER, "5.3", 2);
    let village = records
        .places
        .iter()
        .find(|row| &*row.place == "village")
        .expect("a row");
    let (told, hit) = (
        village.warned_ms.expect("told"),
        village.first_hit_ms.expect("hit"),
    );
    // 5 cm of water: at 6 h 15 min, read in windows of 10 s.
    assert!((hit - 22_500_000).abs() <= 200_000, "{hit}");
    assert!(told < hit && village.lead_ms() == Some(hit - told));
    assert_eq!((village.kind, village.state), ("settlement", "cut-off"));
    let deepest = village.max_value.expect("a depth").0;
    assert!((deepest - 0.6).abs() < 1e-9, "6.7 m over ground at 6.1 m");
    let road = records
        .places
        .iter()
        .find(|row| &*row.place == "road")
        .expect("a row");
    assert_eq!((road.kind, road.state, road.warned_ms), ("road", "closed", None));
    for event in [
        "evacuation-ordered",
        "settlement-told",
        "residents-leave",
        "settlement-left",
        "residents-cut-off",
    ] {
        assert!(happened(&records, event), "{event}");
    }
    assert!(
        records
            .messages
            .iter()
            .any(|row| row.about.as_deref() == Some("evacuate-place"))
    );
}

#[test]
fn nobody_leaves_on_the_order_of_who_may_not_give_it() {
    let without = VALLEY.replace("post = \"prefect\"\n", "");
    let records = run_as(&without, ORDER, "5.3", 1);
    assert!(happened(&records, "action-refused") && !happened(&records, "settlement-told"));
    assert_eq!(metric(&records, "residents_left_before_water"), 0.0);
}

#[test]
fn houses_lose_their_value_by_depth_and_fall_to_fast_water() {
    let of = |speed_m_s: &str, houses: &str| {
        let place = Place::empty();
        let valley = VALLEY.replace("gauge = \"dajc\"\npeople", "people");
        let valley = valley
            .replace("people = 1000", houses)
            .replace("THRESHOLD", "9.0");
        place.write("valley/scenario.toml", &valley.replace("ACTION", WARNING));
        let stages = format!(
            "place;time;level_m;depth_m;speed_m_s\ndajc;0;5.2;;\nvillage;5;;0;0\nvillage;6;;2.0;{speed_m_s}\n"
        );
        place.write("valley/stage.csv", &stages);
        let scenario = common::load(&place.path("valley"), None, &[]);
        common::simulate(&scenario, Seeds::both(1), Options::default())
    };
    let figures = |records: &Records| {
        [
            "houses_flooded",
            "houses_damaged",
            "houses_destroyed",
            "house_loss_share",
        ]
        .map(|name| metric(records, name))
    };
    // JRC: homes lose 0.6 of their value in two metres of water. Clausen and Clark: from 3 and 7 m²/s on.
    assert_eq!(figures(&of("0", "people = 1000")), [250.0, 0.0, 0.0, 0.6]);
    assert_eq!(figures(&of("2.5", "houses = 40")), [40.0, 40.0, 0.0, 0.6]);
    let destroyed = of("4", "people = 1000\nhouses = 300");
    assert_eq!(figures(&destroyed), [300.0, 0.0, 300.0, 1.0]);
    assert!(happened(&destroyed, "houses-destroyed"));
    assert_eq!(
        metric(&destroyed, "residents_drowned"),
        1000.0
            - metric(&destroyed, "residents_left_before_water")
            - metric(&destroyed, "residents_left_after_water")
    );
    let village = destroyed.places.iter().find(|place| place.kind == "settlement");
    assert_eq!(village.map(|place| place.state), Some("destroyed"));
}

/// A patrol that passes the road and the village.
const PATROL: &str = r#"
[patrol.levee-watch]
name = "of the levee"
stops = ["road", "village"]
every = "1 h"
to = ["prefecture"]
via = "telephone"
"#;

/// A fire engine and an ambulance that come by the road, and are asked for when it lies under water, 0.6 m and more.
const HELP: &str = r#"
[resource.engine]
kind = "fire-engine"
owner = "prefecture"
travel = "10 min"
by = ["road"]

[resource.ambulance]
kind = "ambulance"
owner = "prefecture"
travel = "10 min"
by = ["road"]

[position.municipality]
title = "Municipality"
post = "municipality"
held_by = "outside"

[decision.ask]
position = "municipality"
at = "8 h 40 min"
decides_in = "1 min"
choose = "both"
options.both = [
  { action = "request", resource = "engine", via = ["telephone"] },
  { action = "request", resource = "ambulance", via = ["telephone"] },
]
"#;

#[test]
fn a_road_under_water_holds_up_what_comes_by_it() {
    let run = run_as(&format!("{VALLEY}{HELP}"), WARNING, "9.0", 1);
    let at = |event: &str, resource: &str| {
        let mut entries = run.timeline.iter();
        let found =
            entries.find(|(_, entry)| entry.event == event && entry.subject.as_deref() == Some(resource));
        found.map(|(_, entry)| entry.time_ms)
    };
    let hour = 60 * 60_000;
    for resource in ["engine", "ambulance"] {
        let stopped = at("resource-stopped-by-water", resource);
        assert!(
            stopped.is_some_and(|ms| ms > 8 * hour && ms < 10 * hour),
            "{resource}: {stopped:?}"
        );
    }
    // The water falls below 0.7 m at half past ten, never below 0.3 m.
    let engine = at("resource-on-scene", "engine");
    assert!(
        engine.is_some_and(|ms| ms >= 10 * hour + hour / 2 && ms < 11 * hour),
        "{engine:?}"
    );
    assert_eq!(at("resource-on-scene", "ambulance"), None);
}

#[test]
fn a_patrol_tells_of_water_and_turns_back_and_roads_close_to_cars_before_trucks() {
    let valley = format!("{VALLEY}{PATROL}");
    let run = run_as(&valley, WARNING, "9.0", 1);
    let at = |event: &str| {
        let entries = run.timeline.iter();
        entries
            .filter(|(_, entry)| entry.event == event)
            .map(|(_, entry)| entry.time_ms)
            .collect::<Vec<_>>()
    };
    let quiet = at("patrol-sees-nothing-new");
    assert_eq!(quiet[0], 15 * 60_000, "the first round ends at the second stop");
    let (sees, turns) = (at("patrol-sees-water"), at("patrol-turns-back"));
    assert!(!sees.is_empty() && !turns.is_empty() && sees[0] < turns[0]);
    assert!(quiet.iter().any(|ms| *ms < sees[0]));
    let told = run.messages.iter();
    let told = told.filter(|message| *message.from == *"levee-watch");
    assert!(told.count() >= quiet.len() + sees.len());
    // 0.3 m for cars, 0.7 m for trucks.
    let (cars, trucks) = (at("road-under-water"), at("road-closed-to-trucks"));
    assert!(cars[0] < trucks[0], "{cars:?} {trucks:?}");
    let learned = |topic: &str| {
        let changes = run
            .timeline
            .iter()
            .filter(|(_, entry)| entry.event == "picture-changes");
        let of = changes.filter(|(_, entry)| {
            entry
                .signal
                .is_some_and(|signal| signal == Signal::Depth && entry.place.as_deref() == Some(topic))
        });
        of.map(|(_, entry)| entry.time_ms).collect::<Vec<_>>()
    };
    assert!(
        learned("road").iter().any(|ms| *ms > sees[0]),
        "what it sees is known"
    );
    // Where it turns back it does not see what lies beyond.
    assert!(learned("village").iter().all(|ms| *ms < turns[0] + 10 * 60_000));
    assert!(learned("village").len() >= 2, "dry, and wet");
}
