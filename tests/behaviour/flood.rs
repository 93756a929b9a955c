//! A school under a flood: leave now, go upstairs, or wait.

use std::fs;
use std::sync::LazyLock;

use hotwash::record::PersonOutcome;
use hotwash::sim::Seeds;
use hotwash::simulation::Options;
use hotwash::vocabulary::Signal;

use crate::common::{self, copy, root, simulate};
use crate::outcomes::Outcome;

/// A run of the school, with these settings and what else the test has written into its scenario.
fn flooded(settings: &[&str], more: &str) -> Outcome {
    let folder = tempfile::tempdir().expect("a folder");
    copy(&root().join("tests/behaviour/flooded-school"), folder.path());
    let file = folder.path().join("scenario.toml");
    let text = fs::read_to_string(&file).expect("the scenario");
    fs::write(&file, text + more).expect("written");
    Outcome::of(&common::load(folder.path(), None, settings), 1)
}

const UPSTAIRS: &str = "decision.what-to-do.choose=upstairs";
const LEAVE: &str = "decision.what-to-do.choose=leave";
const AT_16_MIN: &str = "decision.what-to-do.at=16 min";
const AT_8_MIN: &str = "decision.what-to-do.at=8 min";
const NETWORK: &str = "exercise.fidelity=network";

static WAIT: LazyLock<Outcome> = LazyLock::new(|| flooded(&[], ""));

#[test]
fn who_leaves_in_time_or_goes_upstairs_comes_to_no_harm_and_who_waits_does() {
    for fidelity in [None, Some(NETWORK)] {
        let run = |settings: &[&'static str]| {
            let settings: Vec<&str> = settings.iter().copied().chain(fidelity).collect();
            flooded(&settings, "")
        };
        let harm = |run: &Outcome| {
            ["in_water_person_min", "swept_away", "drowned"].map(|name| run.metric(name).unwrap_or(-1.0))
        };
        let in_time = harm(&run(&[LEAVE]));
        let upstairs = harm(&run(&[UPSTAIRS]));
        let late = harm(&run(&[LEAVE, AT_8_MIN]));
        let wait = harm(&run(&[]));
        println!("{fidelity:?}: in time {in_time:?}, upstairs {upstairs:?}, late {late:?}, wait {wait:?}");
        assert_eq!([in_time[1], upstairs[1]], [0.0; 2]);
        assert_eq!(upstairs, [0.0; 3], "upstairs it is dry");
        assert!(late[0] > in_time[0] && wait[0] > late[0]);
        assert!(wait[1] > late[1] && wait[2] > 0.0 && wait[2] < wait[1]);
    }
}

#[test]
fn who_goes_upstairs_is_assembled_and_accounted_for_and_not_out() {
    let run = flooded(&[UPSTAIRS], "");
    let (upstairs, people) = (run.events("person-assembled").count(), run.records.people.len());
    let present = run
        .records
        .people
        .iter()
        .filter(|person| person.outcome != PersonOutcome::Absent);
    assert_eq!(upstairs, present.count(), "of {people}");
    assert!(
        run.events("person-assembled")
            .all(|entry| entry.place.as_deref() == Some("hall-upstairs"))
    );
    assert_eq!(run.events("person-out").count(), 0);
    assert_eq!(run.metric("last_out_s"), None);
    assert!(run.metric("all_assembled_s").is_some_and(|s| s < 600.0));
    assert_eq!(run.metric("unaccounted_at_end"), Some(0.0));
    for class in ["1A", "2A"] {
        let ends = run
            .events_of("roll-call-ends", class)
            .next()
            .expect("they are counted");
        assert!(!ends.args.is_empty());
        let pupils = run
            .records
            .people
            .iter()
            .filter(|person| person.class.as_deref() == Some(class));
        let there = pupils.filter(|person| person.outcome != PersonOutcome::Absent);
        assert!(there.clone().count() > 18);
        assert!(
            there
                .clone()
                .all(|person| person.outcome == PersonOutcome::Accounted)
        );
    }
}

#[test]
fn the_timeline_says_water_once_a_floor_and_rooms_are_lost() {
    let run = &*WAIT;
    assert_eq!(run.events_of("water-comes", "school").count(), 1);
    assert_eq!(run.events("floor-under-water").count(), 1);
    assert_eq!(run.events_of("floor-under-water", "floor-0").count(), 1);
    assert_eq!(run.events("cue-appears").count(), 0);
    let outside = run.first_ms("water-comes");
    assert!(run.first_ms("floor-under-water") > outside);
    let floor = run.numbers(Signal::Depth, "floor-0");
    let last = floor.last().expect("samples").1;
    assert!((last - 1.7).abs() < 1e-9, "2.0 m outside, 0.3 m of sill: {last}");
    assert!(
        run.numbers(Signal::Depth, "floor-1")
            .iter()
            .all(|(_, depth_m)| *depth_m == 0.0)
    );
}

#[test]
fn an_exit_into_danger_is_not_used() {
    let late = flooded(&[LEAVE, AT_16_MIN], "");
    let closed = late
        .events_of("place-closed", "exit-main")
        .next()
        .expect("the water closes it");
    let out_after = late
        .events("person-out")
        .filter(|entry| entry.time_ms > closed.time_ms);
    assert_eq!(out_after.count(), 0);
    let why = late.entries()[&closed.cause.expect("a cause")].event;
    assert_eq!(why, "water-dangerous");
}

const THEN_UP: &str = "
[decision.go-up]
position = \"school-incident-commander\"
at = \"6 min\"
decides_in = { median = \"5 s\", p90 = \"10 s\" }
choose = \"up\"
options.up = [{ action = \"evacuate\", school = \"school\", route = \"upstairs\", via = [\"pa\"] }]
";

#[test]
fn a_second_order_turns_classes_that_have_left_already() {
    for fidelity in [None, Some(NETWORK)] {
        let settings: Vec<&str> = [LEAVE].into_iter().chain(fidelity).collect();
        let run = flooded(&settings, THEN_UP);
        for class in ["1A", "2A"] {
            assert_eq!(run.events_of("class-turns", class).count(), 1);
        }
        let up = run.events("person-assembled");
        let up = up.filter(|entry| entry.place.as_deref() == Some("hall-upstairs"));
        let here = run.records.people.iter();
        let here = here.filter(|person| person.outcome != PersonOutcome::Absent);
        assert_eq!(up.count(), here.count(), "{fidelity:?}: all of them come up");
        assert_eq!(run.metric("swept_away"), Some(0.0));
        assert_eq!(run.metric("unaccounted_at_end"), Some(0.0));
    }
}

#[test]
fn a_class_that_water_reaches_in_the_yard_goes_in_and_up_by_itself() {
    let shkodra = root().join("scenarios/shkodra-flood");
    let settings = [
        "decision.send-home.choose=send-home",
        "decision.what-the-school-does.choose=wait",
    ];
    let run = Outcome::of(&common::load(&shkodra, Some("prescribed"), &settings), 1);
    let came_in = run.events("comes-in-from-water");
    assert!(came_in.count() >= 6, "six classes");
    let up = run.events("person-assembled");
    let up = up
        .filter(|entry| entry.place.as_deref() == Some("upstairs"))
        .count();
    let minutes = run.metric("in_water_person_min").expect("a flood");
    println!("{up} come up; {minutes:.0} person-minutes in the water");
    assert!(up > 50 && minutes < 1_000.0);
    assert_eq!(run.metric("swept_away"), Some(0.0));
}

/// A run in which still water stands 60 cm deep on the ground floor for hours, so cold.
fn standing_in_water(water_c: &str) -> Outcome {
    let folder = tempfile::tempdir().expect("a folder");
    copy(&root().join("tests/behaviour/flooded-school"), folder.path());
    let stages = "place,time,depth_m,level_m,speed_m_s\nschool,5 min,0,,0\nschool,30 min,0.9,,0\n";
    fs::write(folder.path().join("stage.csv"), stages).expect("written");
    let water = format!("school.school.flood_site.water_c={water_c}");
    let settings = ["exercise.lasts=3 h", NETWORK, &water];
    Outcome::of(&common::load(folder.path(), None, &settings), 1)
}

#[test]
fn who_stands_in_cold_water_for_hours_is_exhausted_by_it_and_in_warm_water_nobody() {
    let [cold, cool, warm] = ["3", "8", "28"].map(|water_c| {
        let run = standing_in_water(water_c);
        assert_eq!(run.metric("swept_away"), Some(0.0), "all can stand there");
        let exposed = run.metric("exposed").expect("a flood");
        assert_eq!(run.events("exhausted-by-cold").count(), exposed as usize);
        assert!(run.metric("drowned") <= Some(exposed));
        (
            exposed,
            run.events("exhausted-by-cold").map(|entry| entry.time_ms).min(),
        )
    });
    println!("cold {cold:?}, cool {cool:?}, warm {warm:?}");
    assert_eq!(warm, (0.0, None));
    assert!(cold.0 >= cool.0 && cool.0 > 10.0);
    assert!(cold.1 < cool.1 && cold.1 > Some(30 * 60_000));
}

const BY_EYE: &str = "
[decision.go-up]
position = \"school-incident-commander\"
when = \"known(water@yard) and depth_m@school >= 0.3 and danger@school >= for-some and sees(water)\"
decides_in = { median = \"5 s\", p90 = \"10 s\" }
choose = \"up\"
options.up = [{ action = \"evacuate\", school = \"school\", route = \"upstairs\", via = [\"pa\"] }]
";

#[test]
fn whoever_stands_at_a_window_sees_the_water_and_decides_by_it() {
    let run = flooded(&[], BY_EYE);
    let taken = run
        .events("decision-taken")
        .find(|entry| entry.args.iter().any(|arg| format!("{arg:?}").contains("go-up")));
    let taken = taken.expect("they see it rise");
    assert!(taken.time_ms > run.first_ms("water-comes"));
    assert!(taken.time_ms < run.first_ms("floor-under-water") + 60_000);
    assert_eq!(run.metric("swept_away"), Some(0.0));
    let picture = run.events_of("picture-changes", "school-incident-commander");
    assert!(picture.count() > 0);
}

#[test]
fn the_same_flood_does_the_same_again() {
    let again = flooded(&[], "");
    assert_eq!(
        format!("{:?}", again.records.people),
        format!("{:?}", WAIT.records.people)
    );
    assert_eq!(
        format!("{:?}", again.records.metrics),
        format!("{:?}", WAIT.records.metrics)
    );
    let other = simulate(&again.scenario, Seeds::both(2), Options::default());
    assert_ne!(
        format!("{:?}", other.people),
        format!("{:?}", WAIT.records.people)
    );
}
