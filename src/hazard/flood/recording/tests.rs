//! Water that runs share is the water that each would have had alone.

use std::path::Path;
use std::sync::Arc;

use super::super::ahead::{Stream, WINDOW_MS};
use super::super::course::tests::{levee, plain, sandbags, works};
use super::super::course::{Course, Field, Happened, Land, Lost, Setting, Stand};
use super::super::reading::Reading;
use super::super::water::Ledger;
use super::{MOST_BYTES, Recording, survey};
use crate::geo::Point;
use crate::scenario::load;
use crate::scenario::model::{
    BreachStart, ComesSpec, HazardKind, InflowSpec, Scenario, WaterSource, WaterSpec, WorksKind, WorksSpec,
};
use crate::sim::{Chance, Seeds};
use crate::vocabulary::Ms;

const SEED: u64 = 7;
/// Windows of a run.
const WINDOWS: u32 = 40;

/// Something that is done after so many windows.
type Deed = (u32, usize, Setting);

/// A levee that breaks, sandbags on it, a pump behind it.
fn all_works() -> Vec<WorksSpec> {
    let pump = works(WorksKind::Pump {
        ends: [Point::new(255.0, 105.0), Point::new(5.0, 105.0)],
        flow_m3_s: 3.0,
        levels_m: [0.05, 0.02],
        is_on: false,
    });
    vec![levee(Some(BreachStart::At(60.0))), sandbags(), pump]
}

/// A scenario with this water.
fn with(spec: WaterSpec) -> Arc<Scenario> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/dam-break-drill");
    let mut scenario = load::load(&folder, None, &[])
        .scenario
        .expect("the shipped scenario is sound");
    for hazard in &mut scenario.hazards {
        if let HazardKind::Flood(flood) = &mut hazard.kind {
            flood.water = WaterSource::Computed(Box::new(spec.clone()));
        }
    }
    for place in &mut scenario.places {
        place.site.at = Some(Point::new(255.0, 105.0));
    }
    for gauge in &mut scenario.gauges {
        gauge.at = Some(Point::new(205.0, 105.0));
    }
    scenario.works = all_works();
    Arc::new(scenario)
}

fn begin(scenario: &Scenario) -> Course {
    let (_, spec) = super::computed(scenario).expect("it is computed");
    let land = Arc::new(Land::new(spec).expect("sound ground"));
    Course::new(land, spec, &scenario.works, 0.0, &Chance::new(Seeds::both(SEED)))
}

/// Water of its own.
fn alone(scenario: &Scenario) -> Stream {
    let points = super::looked_at(scenario);
    Stream::new(begin(scenario), &points, scenario.works.len(), WINDOW_MS)
}

/// Water of a recording.
fn shared(recording: &Arc<Recording>, scenario: &Arc<Scenario>) -> Stream {
    recording.stream(scenario, WINDOW_MS, || begin(scenario))
}

/// All that a run sees of its water.
#[derive(Debug, PartialEq)]
struct Told {
    windows: Vec<(Vec<Happened>, Vec<Option<Reading>>, Vec<Option<Stand>>)>,
    could: Vec<bool>,
    foreseen: Vec<Option<Reading>>,
    lost: Option<Lost>,
    fields: Vec<Field>,
    ledger: (Ledger, f64),
}

/// A run in which this is done; with forecasts, if there are any, every seven windows.
fn run(mut stream: Stream, scenario: &Scenario, deeds: &[Deed], forecasts: bool) -> Told {
    let (points, works) = (super::looked_at(scenario).len(), scenario.works.len());
    let (mut windows, mut could, mut foreseen) = (Vec::new(), Vec::new(), Vec::new());
    let mut lost = None;
    for window in 1..=WINDOWS {
        match stream.go_on() {
            Ok(happened) => windows.push((
                happened,
                (0..points).map(|point| stream.reading(point)).collect(),
                (0..works).map(|works| stream.stand(works)).collect(),
            )),
            Err(why) => {
                lost = Some(why);
                break;
            }
        }
        let now_ms = Ms::from(window) * WINDOW_MS;
        if forecasts && window % 7 == 0 {
            foreseen.push(stream.reading_ahead(0, now_ms + 95_000));
        }
        let due = deeds.iter().filter(|(at, ..)| *at == window);
        could.extend(due.map(|(_, works, setting)| stream.set(*works, *setting)));
    }
    stream.end();
    let course = stream.course().expect("it is over");
    Told {
        windows,
        could,
        foreseen,
        lost,
        fields: course.fields(),
        ledger: course.ledger(),
    }
}

/// Histories that share something: nothing, a pump, sandbags, both in one window in either order, what cannot be done.
fn histories() -> Vec<Vec<Deed>> {
    let raise = Setting::Raise(130.0);
    vec![
        vec![],
        vec![(12, 1, raise)],
        vec![(12, 1, raise), (25, 2, Setting::Switch(true))],
        vec![
            (12, 1, raise),
            (12, 2, Setting::Switch(true)),
            (31, 2, Setting::Flow(1.0)),
        ],
        vec![(12, 2, Setting::Switch(true)), (12, 1, raise), (13, 1, raise)],
        vec![
            (12, 1, raise),
            (25, 2, Setting::Switch(true)),
            (38, 2, Setting::Switch(false)),
        ],
        vec![
            (3, 0, Setting::Flow(1.0)),
            (3, 2, Setting::Flow(f64::from(0.1_f32))),
        ],
        vec![(3, 2, Setting::Flow(0.1)), (20, 2, Setting::Switch(true))],
    ]
}

/// Runs each history with a recording, in this order, and compares it with what it is alone.
fn compare(recording: &Arc<Recording>, scenario: &Arc<Scenario>, order: impl Iterator<Item = usize>) {
    let histories = histories();
    for index in order {
        for forecasts in [false, true] {
            let plainly = run(alone(scenario), scenario, &histories[index], forecasts);
            let told = run(
                shared(recording, scenario),
                scenario,
                &histories[index],
                forecasts,
            );
            assert!(told == plainly, "history {index}, forecasts: {forecasts}");
        }
    }
}

#[test]
fn whoever_comes_first_each_sees_the_water_it_would_have_alone() {
    let scenario = with(plain(2.0));
    let count = histories().len();
    compare(&Recording::new(SEED, &[]), &scenario, 0..count);
    compare(&Recording::new(SEED, &[]), &scenario, (0..count).rev());
}

#[test]
fn runs_in_two_threads_see_the_same() {
    let scenario = with(plain(2.0));
    let recording = Recording::new(SEED, &[]);
    let count = histories().len();
    let in_a_pool_of_its_own = |order: Vec<usize>| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build();
        let compares = || compare(&recording, &scenario, order.into_iter());
        pool.expect("a thread").install(compares);
    };
    std::thread::scope(|threads| {
        threads.spawn(|| in_a_pool_of_its_own((0..count).collect()));
        threads.spawn(|| in_a_pool_of_its_own((0..count).collect()));
        threads.spawn(|| in_a_pool_of_its_own((0..count).rev().collect()));
    });
}

#[test]
fn what_is_computed_once_is_read_by_others() {
    let scenario = with(plain(2.0));
    let recording = Recording::new(SEED, &[]);
    let again = with(plain(2.0));
    let (mut one, mut other) = (shared(&recording, &scenario), shared(&recording, &again));
    let both = |one: &mut Stream, other: &mut Stream| {
        let _ = (one.go_on(), other.go_on());
        one.sees_the_window_of(other)
    };
    assert!((0..5).all(|_| both(&mut one, &mut other)));
    assert!(one.set(2, Setting::Switch(true)));
    assert!(!both(&mut one, &mut other));
    let mut late = shared(&recording, &scenario);
    for _ in 0..5 {
        let _ = late.go_on();
    }
    assert!(late.set(2, Setting::Switch(true)));
    let _ = late.go_on();
    assert!(late.sees_the_window_of(&one));
    // Another water, or water that is looked at elsewhere, has a tree of its own.
    let mut deeper = shared(&recording, &with(plain(2.1)));
    let _ = deeper.go_on();
    assert_eq!(recording.trees().len(), 2);
    let mut elsewhere = Scenario::clone(&scenario);
    elsewhere.gauges[0].at = Some(Point::new(305.0, 105.0));
    let elsewhere = Arc::new(elsewhere);
    let _ = shared(&recording, &elsewhere).go_on();
    assert_eq!(recording.trees().len(), 3);
    // Unless it was said before that somebody would look there.
    let told = Recording::new(SEED, &[Arc::clone(&scenario), Arc::clone(&elsewhere)]);
    let (mut one, mut other) = (shared(&told, &scenario), shared(&told, &elsewhere));
    assert!(both(&mut one, &mut other));
    assert_eq!(told.trees().len(), 1);
    assert_eq!(run(other, &elsewhere, &[], false).lost, None);
}

#[test]
fn little_memory_costs_time_and_moves_no_bit() {
    let scenario = with(plain(2.0));
    let course_bytes = begin(&scenario).bytes();
    let taken = |recording: &Recording| survey(&recording.trees(), &mut Vec::new());
    let plenty = Recording::new(SEED, &[]);
    compare(&plenty, &scenario, 0..histories().len());
    for courses in [12, 4, 0] {
        let most = courses * course_bytes;
        assert!(taken(&plenty) > most && most < MOST_BYTES);
        let little = Recording::within(most, SEED, &[]);
        compare(&little, &scenario, 0..histories().len());
        compare(&little, &scenario, (0..histories().len()).rev());
        little.make_room();
        let least = 4 * course_bytes;
        assert!(taken(&little) <= most.max(least), "{} of {most}", taken(&little));
    }
}

#[test]
fn water_that_is_lost_is_lost_to_all_who_do_nothing_about_it() {
    // So much comes after 200 s that no scheme can follow it: deeper than any ocean.
    let scenario = with(WaterSpec {
        inflows: vec![InflowSpec {
            id: "river".to_owned(),
            line: [Point::new(5.0, 105.0); 2],
            comes: ComesSpec::Course(vec![(0.0, 0.0), (200.0, 0.0), (201.0, 1e12)]),
            readings: Vec::new(),
        }],
        ..plain(2.0)
    });
    assert!(run(alone(&scenario), &scenario, &[], false).lost.is_some());
    let recording = Recording::new(SEED, &[]);
    compare(&recording, &scenario, 0..histories().len());
    compare(&recording, &scenario, (0..histories().len()).rev());
}
