//! Buildings as porous cells.

use super::{course, go_on, plain};
use crate::geo::{Point, Polygon};
use crate::hazard::flood::course::Course;
use crate::scenario::model::{BuildingsAre, ComesSpec, InflowSpec, WaterSpec};

/// The eastern half of the plain covered by houses to a half: strips of 5 m along the rows of cells.
fn town(depth_m: f64) -> WaterSpec {
    let strip = |row: u32| {
        let (from, to) = (10.0 * f64::from(row), 10.0 * f64::from(row) + 5.0);
        let corners = [(200.0, from), (400.0, from), (400.0, to), (200.0, to)];
        Polygon::new(corners.map(|(x, y)| Point::new(x, y)).to_vec())
    };
    WaterSpec {
        buildings: (0..20).map(strip).collect(),
        buildings_are: BuildingsAre::Porous,
        ..plain(depth_m)
    }
}

fn level_m(course: &Course, x: f64) -> f64 {
    course.reading(Point::new(x, 105.0)).expect("inside").depth_m
}

fn assert_closed(course: &Course) {
    let (ledger, volume_m3) = course.ledger();
    assert!(
        (volume_m3 - ledger.expected_m3()).abs() <= 1e-9 * volume_m3,
        "{volume_m3} {ledger:?}"
    );
}

#[test]
fn verify_water_comes_to_rest_at_the_level_that_the_open_part_gives() {
    // 40000 m² × 1 m over 40000 m² of open land, and in the east 58 cells along the edges, which are open, and half of 342 others.
    let expected_m = 40_000.0 / (40_000.0 + 100.0 * (58.0 + 0.5 * 342.0));
    let mut course = course(&town(1.0), &[]);
    assert!((course.ledger().1 - 40_000.0).abs() < 1e-6);
    go_on(&mut course, 20_000.0);
    for x in [15.0, 195.0, 205.0, 385.0] {
        let obtained_m = level_m(&course, x);
        println!("expected {expected_m:.4} m, obtained {obtained_m:.4} m, tolerance 0.005 m");
        assert!((obtained_m - expected_m).abs() < 5e-3);
    }
    assert_closed(&course);
}

#[test]
fn houses_fill_faster_and_hold_water_up() {
    let inflow = InflowSpec {
        id: "river".to_owned(),
        line: [Point::new(5.0, 5.0), Point::new(5.0, 195.0)],
        comes: ComesSpec::Course(vec![(0.0, 40.0)]),
        readings: Vec::new(),
    };
    let built = WaterSpec {
        inflows: vec![inflow],
        ..town(0.0)
    };
    let open = WaterSpec {
        buildings: Vec::new(),
        ..built.clone()
    };
    let mut all = [&built, &open].map(|spec| course(spec, &[]));
    for course in &mut all {
        go_on(course, 900.0);
    }
    let [built, open] = all;
    assert!(
        level_m(&built, 105.0) > level_m(&open, 105.0) + 0.05,
        "held up before the houses"
    );
    assert!(
        level_m(&built, 385.0) > level_m(&open, 385.0),
        "less room between them"
    );
    assert_closed(&built);
    let added_m3 = [&built, &open].map(|course| course.ledger().0.added_m3);
    assert!((added_m3[0] - added_m3[1]).abs() < 1e-6, "{added_m3:?}");
}

#[test]
fn a_thin_film_between_houses_runs_dry_without_a_loss() {
    let thin = WaterSpec {
        edges: Vec::new(),
        ..town(0.004)
    };
    let mut course = course(&thin, &[]);
    go_on(&mut course, 3_000.0);
    assert_closed(&course);
}
