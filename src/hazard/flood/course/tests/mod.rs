//! Floods of a flat plain with a levee across it: what works do to water.

mod channels;
mod conditioned;
mod porous;
mod rainfall;

use std::sync::Arc;

use super::{Course, Happened, Land, Setting, Stand};
use crate::geo::Point;
use crate::geo::metric::{MetricGrid, MetricRaster};
use crate::hazard::flood::ahead::{Stream, WINDOW_MS};
use crate::scenario::model::{
    BarrierMake, BreachGrowth, BreachSpec, BreachStart, BuildingsAre, ComesSpec, FieldFormat, GroundOf,
    InflowSpec, LakeSpec, LocalText, SchemeSpec, SolverSpec, Spread, StandingSpec, UncertaintySpec,
    WaterSpec, WaveSpec, WorksKind, WorksSpec,
};
use crate::sim::{Chance, Seeds};
use crate::vocabulary::{Ms, SubjectIx};

/// 40 × 20 cells of 10 m at level 0, with water of this depth west of x = 200.
pub(in crate::hazard::flood) fn plain(depth_m: f64) -> WaterSpec {
    let grid = MetricGrid::new(Point::default(), 10.0, [40, 20]).expect("a grid");
    let west = [(0.0, 0.0), (200.0, 0.0), (200.0, 200.0), (0.0, 200.0)];
    let west = west.map(|(x, y)| Point::new(x, y)).to_vec();
    WaterSpec {
        ground: GroundOf::Terrain(MetricRaster::from_fn(grid, None, |_, _| 0.0)),
        scheme: SchemeSpec {
            solver: SolverSpec::Inertial,
            is_double: true,
        },
        manning: 0.03,
        cover: None,
        classes: Vec::new(),
        buildings: Vec::new(),
        buildings_are: BuildingsAre::Raised,
        standing: vec![StandingSpec {
            level_m: depth_m,
            within: Some(crate::geo::Polygon::new(west)),
        }],
        edges: Vec::new(),
        inflows: Vec::new(),
        rain: Vec::new(),
        channels: Vec::new(),
        soil: None,
        uncertainty: UncertaintySpec::default(),
        fields: FieldFormat::None,
    }
}

pub(in crate::hazard::flood) fn works(kind: WorksKind) -> WorksSpec {
    WorksSpec {
        id: "works".to_owned(),
        subject: SubjectIx(0),
        name: LocalText::default(),
        grants: 0.0,
        kind,
    }
}

/// A levee of 3 m along x = 200.
pub(in crate::hazard::flood) fn levee(breach: Option<BreachStart>) -> WorksSpec {
    let crest = vec![(Point::new(200.0, -1.0), 3.0), (Point::new(200.0, 201.0), 3.0)];
    let breach = breach.map(|starts| BreachSpec {
        at: Point::new(200.0, 100.0),
        starts,
        grows: BreachGrowth::Scripted(40.0, 60.0),
        bottom_m: 0.0,
    });
    works(WorksKind::Levee { crest, breach })
}

/// Sandbags on the middle of it.
pub(in crate::hazard::flood) fn sandbags() -> WorksSpec {
    works(WorksKind::Barrier {
        line: vec![Point::new(200.0, 60.0), Point::new(200.0, 140.0)],
        height_m: 0.5,
        make: BarrierMake::Sandbags(1e6),
        people: 10_000.0,
        begins: Spread::constant(0),
    })
}

fn course(spec: &WaterSpec, works: &[WorksSpec]) -> Course {
    let land = Land::new(spec).expect("sound ground");
    Course::new(Arc::new(land), spec, works, 0.0, &Chance::new(Seeds::both(1)))
}

fn depth_m(course: &Course, x: f64) -> f64 {
    course.reading(Point::new(x, 105.0)).expect("inside").depth_m
}

/// Lets it go on for a time in windows of 10 s; all that happened.
fn go_on(course: &mut Course, until_s: f64) -> Vec<Happened> {
    let windows = (1..)
        .map(|k| 10.0 * f64::from(k))
        .take_while(|at_s| *at_s <= until_s);
    windows
        .flat_map(|at_s| course.advance(at_s).expect("it is stable"))
        .collect()
}

#[test]
fn a_levee_holds_until_it_breaks_and_no_water_is_lost() {
    let spec = plain(2.0);
    let mut whole = course(&spec, &[levee(None)]);
    assert_eq!(go_on(&mut whole, 300.0), []);
    assert_eq!(depth_m(&whole, 205.0), 0.0);
    let mut broken = course(&spec, &[levee(Some(BreachStart::At(60.0)))]);
    assert_eq!(go_on(&mut broken, 300.0), [Happened::Breach(0)]);
    assert!(depth_m(&broken, 205.0) > 0.2, "{}", depth_m(&broken, 205.0));
    assert_eq!(broken.stand(0), Some(Stand::Crest(0.0, true)));
    let (ledger, volume_m3) = broken.ledger();
    assert!((volume_m3 - ledger.expected_m3()).abs() <= 1e-9 * ledger.began_m3);
}

#[test]
fn sandbags_stand_on_a_levee_and_go_with_it() {
    let spec = plain(2.0);
    let mut held = course(&spec, &[sandbags(), levee(None)]);
    assert!(held.set(0, Setting::Raise(0.0)) && !held.set(0, Setting::Raise(0.0)));
    assert_eq!(go_on(&mut held, 600.0), [Happened::Built(0)]);
    let Some(Stand::Crest(crest_m, false)) = held.stand(0) else {
        panic!("a barrier")
    };
    assert!((crest_m - 3.5).abs() < 1e-6, "{crest_m}");
    let mut lost = course(&spec, &[sandbags(), levee(Some(BreachStart::At(60.0)))]);
    lost.set(0, Setting::Raise(300.0));
    go_on(&mut lost, 900.0);
    assert_eq!(
        lost.stand(1),
        Some(Stand::Crest(0.0, true)),
        "no bag closes a breach"
    );
}

#[test]
fn water_over_a_levee_breaks_it_after_its_time() {
    let spec = plain(3.4);
    let mut over = course(&spec, &[levee(Some(BreachStart::Overtopped(25.0)))]);
    let mut begun_s = None;
    for window in 1..=30 {
        let at_s = 10.0 * f64::from(window);
        if over
            .advance(at_s)
            .expect("it is stable")
            .contains(&Happened::Breach(0))
        {
            begun_s = Some(at_s);
        }
    }
    assert_eq!(begun_s, Some(30.0));
}

#[test]
fn a_dam_gives_what_it_is_told_and_what_it_must() {
    let spec = plain(0.0);
    let lake = LakeSpec {
        level_m: 74.0,
        area_m2: 1e5,
        bottom_m: 60.0,
        spillway_m: 75.0,
        spillway_length_m: 20.0,
        most_m3_s: 50.0,
        comes_m3_s: vec![(0.0, 30.0)],
    };
    let dam = works(WorksKind::Dam {
        line: [Point::new(5.0, 95.0), Point::new(5.0, 115.0)],
        flow_m3_s: 10.0,
        lake: Some(lake),
    });
    let mut course = course(&spec, &[dam]);
    go_on(&mut course, 60.0);
    assert_eq!(course.stand(0), Some(Stand::Discharge(10.0)));
    assert!(course.set(0, Setting::Flow(80.0)));
    go_on(&mut course, 90.0);
    let Some(Stand::Discharge(flow_m3_s)) = course.stand(0) else {
        panic!("a dam")
    };
    assert!(
        (flow_m3_s - 50.0).abs() < 1e-6,
        "no more than its gates let through: {flow_m3_s}"
    );
    let (ledger, _) = course.ledger();
    assert!(
        (ledger.added_m3 - (600.0 + 2.0 * 10.0 * 50.0)).abs() < 500.0,
        "{}",
        ledger.added_m3
    );
}

#[test]
fn a_copy_that_runs_ahead_disturbs_nothing_and_is_what_comes() {
    let spec = plain(2.0);
    let works = [levee(Some(BreachStart::At(60.0)))];
    let mut water = course(&spec, &works);
    go_on(&mut water, 100.0);
    let mut ahead = water.clone();
    for window in 11..=30 {
        ahead.advance(10.0 * f64::from(window)).expect("it is stable");
    }
    for window in 11..=30 {
        water.advance(10.0 * f64::from(window)).expect("it is stable");
    }
    assert_eq!(
        ahead.reading(Point::new(255.0, 105.0)),
        water.reading(Point::new(255.0, 105.0))
    );
    assert_eq!(ahead.ledger(), water.ledger());
}

#[test]
fn verify_a_wave_against_its_volume() {
    // A triangle of 10 m³/s that rises in 2 minutes and falls in 200.4 s, on a base of 1 m³/s: 600 s.
    let spec = WaterSpec {
        inflows: vec![InflowSpec {
            id: "river".to_owned(),
            line: [Point::new(5.0, 105.0); 2],
            comes: ComesSpec::Wave(WaveSpec {
                base_m3_s: 1.0,
                peak_m3_s: 11.0,
                begins_s: 60.0,
                to_peak_s: 120.0,
                is_triangle: true,
            }),
            readings: Vec::new(),
        }],
        ..plain(0.0)
    };
    let mut course = course(&spec, &[]);
    go_on(&mut course, 600.0);
    let (expected_m3, obtained_m3) = (600.0 + 0.5 * 10.0 * 120.0 * 2.67, course.ledger().0.added_m3);
    println!("expected {expected_m3} m³, obtained {obtained_m3} m³, tolerance 0.2 %");
    assert!((obtained_m3 / expected_m3 - 1.0).abs() < 2e-3);
}

#[test]
fn water_that_was_computed_ahead_is_what_would_have_come() {
    let spec = plain(2.0);
    let all = [levee(Some(BreachStart::At(60.0))), sandbags()];
    let points = [205.0, 305.0].map(|x| Some(Point::new(x, 105.0)));
    let stream = || Stream::new(course(&spec, &all), &points, all.len(), 0);
    // Looks ahead after so many windows, each time so far; sandbags are ordered in the meantime.
    let run = |looks: &[(u32, Ms)]| {
        let mut stream = stream();
        let mut told = Vec::new();
        for window in 0..40 {
            let happened = stream.go_on().expect("it is stable");
            let now: Vec<_> = (0..points.len()).map(|point| stream.reading(point)).collect();
            told.push((happened, now, stream.stand(0), stream.stand(1)));
            for (_, ahead_ms) in looks.iter().filter(|(at, _)| *at == window) {
                let expected = stream.reading_ahead(0, i64::from(window) * WINDOW_MS + ahead_ms);
                assert!(expected.is_some_and(|reading| reading.depth_m >= 0.0));
            }
            if window == 12 {
                assert!(stream.set(1, Setting::Raise(130.0)));
            }
        }
        stream.end();
        let course = stream.course().expect("it is over");
        (told, course.fields(), course.ledger())
    };
    let plainly = run(&[]);
    let once: &[(u32, Ms)] = &[(0, 200_000)];
    for looks in [once, &[(3, 55_000), (5, 300_000), (20, 1)], &[(35, 900_000)]] {
        assert_eq!(run(looks), plainly, "{looks:?}");
    }
    // Before the water has moved it is foreseen as it stands.
    let mut still = stream();
    assert_eq!(still.reading_ahead(0, -5_000), still.reading(0));
    // What was foreseen comes, where nobody does anything.
    let mut stream = stream();
    let foreseen = stream.reading_ahead(0, 150_000);
    for _ in 0..=15 {
        stream.go_on().expect("it is stable");
    }
    assert_eq!(stream.reading(0), foreseen);
}

#[test]
fn water_that_would_be_lost_is_turned_away_in_time() {
    // So much comes after 200 s that no scheme can follow it: deeper than any ocean.
    let spec = WaterSpec {
        inflows: vec![InflowSpec {
            id: "river".to_owned(),
            line: [Point::new(5.0, 105.0); 2],
            comes: ComesSpec::Course(vec![(0.0, 0.0), (200.0, 0.0), (201.0, 1e12)]),
            readings: Vec::new(),
        }],
        ..plain(2.0)
    };
    let all = [levee(None), sandbags()];
    let points = vec![Some(Point::new(205.0, 105.0))];
    let run = |looks_at: Option<u32>| {
        let mut stream = Stream::new(course(&spec, &all), &points, all.len(), 0);
        let mut told = Vec::new();
        let lost = loop {
            let window = told.len() as u32;
            match stream.go_on() {
                Ok(happened) => told.push((happened, stream.reading(0), stream.stand(1))),
                Err(lost) => break lost,
            }
            if looks_at == Some(window) {
                assert_eq!(stream.reading_ahead(0, 400_000), None);
            }
            // As late as that the water is still sound.
            if window == 20 {
                assert!(stream.set(1, Setting::Raise(200.0)));
            }
        };
        (told, lost)
    };
    let plainly = run(None);
    assert!(plainly.0.len() > 20, "{}", plainly.0.len());
    for looks_at in [0, 15, 20] {
        assert_eq!(run(Some(looks_at)), plainly, "from {looks_at}");
    }
}
