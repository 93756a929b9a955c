//! Rivers narrower than a cell: no water is lost between them, the land and each other.

use super::{course, go_on, plain, works};
use crate::geo::Point;
use crate::hazard::flood::course::{Course, Land};
use crate::maths;
use crate::scenario::model::{WaterSpec, WaterwayEnd, WaterwaySpec, WorksKind};

/// A stream along y = 105 from x = 5 to a place, 2 m below the plain, that falls by 1 in 1000.
fn stream(id: &str, to_x: f64, ends: WaterwayEnd) -> WaterwaySpec {
    WaterwaySpec {
        id: id.to_owned(),
        course: vec![
            (Point::new(5.0, 105.0), -2.0),
            (Point::new(to_x, 105.0), -2.0 - 1e-3 * (to_x - 5.0)),
        ],
        width_m: 3.0,
        manning: 0.03,
        holds_m: 0.0,
        comes_m3_s: Some(vec![(0.0, 3.0)]),
        ends,
    }
}

fn with(channels: Vec<WaterwaySpec>) -> WaterSpec {
    WaterSpec {
        channels,
        ..plain(0.0)
    }
}

fn level_m(course: &Course, x: f64, y: f64) -> f64 {
    course
        .reading(Point::new(x, y))
        .and_then(|read| read.level_m)
        .expect("inside")
}

fn assert_closed(course: &Course) {
    let (ledger, volume_m3) = course.ledger();
    let expected_m3 = ledger.expected_m3();
    assert!(
        (volume_m3 - expected_m3).abs() <= 1e-9 * volume_m3.max(1.0),
        "{volume_m3} {expected_m3}"
    );
}

#[test]
fn verify_a_stream_that_stays_in_its_bed_flows_as_manning_says() {
    // 3 m wide, 1 in 1000, n 0.03, 3 m³/s: A R^(2/3) √0.001 / 0.03 = 3 at a depth of 1.18 m.
    let mut course = course(&with(vec![stream("stream", 395.0, WaterwayEnd::Open)]), &[]);
    go_on(&mut course, 3_000.0);
    let depth_m = level_m(&course, 205.0, 105.0) - (-2.0 - 0.2);
    let area = 3.0 * depth_m;
    let flows = area * maths::pow(area / (3.0 + 2.0 * depth_m), 2.0 / 3.0) * 0.001_f64.sqrt() / 0.03;
    println!("expected 3 m³/s, obtained {flows:.4} at {depth_m:.3} m, tolerance 1 %");
    assert!((flows / 3.0 - 1.0).abs() < 0.01);
    let read = course.reading(Point::new(205.0, 105.0)).expect("inside");
    assert_eq!(read.depth_m, 0.0, "the land stays dry");
    let (ledger, _) = course.ledger();
    assert!(
        ledger.entered_m3 < -3.0 * 1_000.0,
        "it leaves at the end: {ledger:?}"
    );
    assert!((ledger.added_m3 - 9_000.0).abs() < 1e-6);
    assert_closed(&course);
}

#[test]
fn a_stream_that_cannot_leave_floods_the_land() {
    let mut shut = with(vec![stream("stream", 305.0, WaterwayEnd::Closed)]);
    shut.channels[0].comes_m3_s = Some(vec![(0.0, 6.0), (1_200.0, 6.0), (1_201.0, 0.0)]);
    let mut course = course(&shut, &[]);
    go_on(&mut course, 1_200.0);
    assert!(course.reading(Point::new(205.0, 105.0)).expect("inside").depth_m > 0.02);
    assert!(course.flooded_m2(0.01) > 20_000.0, "{}", course.flooded_m2(0.01));
    assert_closed(&course);
}

#[test]
fn a_pump_keeps_a_stream_in_its_bed() {
    let shut = with(vec![stream("stream", 305.0, WaterwayEnd::Closed)]);
    let mut left = course(&shut, &[]);
    go_on(&mut left, 900.0);
    assert!(level_m(&left, 205.0, 105.0) > 0.0, "it stands on the land");
    let pump = works(WorksKind::Pump {
        ends: [Point::new(205.0, 105.0), Point::new(395.0, 195.0)],
        flow_m3_s: 5.0,
        levels_m: [-1.5, -2.0],
        is_on: true,
    });
    let mut pumped = course(&shut, &[pump]);
    go_on(&mut pumped, 900.0);
    assert!(
        level_m(&pumped, 205.0, 105.0) < -0.5,
        "{}",
        level_m(&pumped, 205.0, 105.0)
    );
    assert!(pumped.reading(Point::new(395.0, 195.0)).expect("inside").depth_m > 0.0);
    assert_closed(&pumped);
}

#[test]
fn a_stream_ends_in_another_and_in_a_river_of_the_terrain() {
    let mut brook = stream("brook", 205.0, WaterwayEnd::Water);
    brook.course = vec![(Point::new(205.0, 25.0), -1.6), (Point::new(205.0, 105.0), -1.9)];
    brook.comes_m3_s = Some(vec![(0.0, 1.0)]);
    let both = with(vec![stream("stream", 395.0, WaterwayEnd::Open), brook]);
    let mut course_of_both = course(&both, &[]);
    go_on(&mut course_of_both, 3_000.0);
    assert_closed(&course_of_both);
    let mut alone = course(&with(vec![stream("stream", 395.0, WaterwayEnd::Open)]), &[]);
    go_on(&mut alone, 3_000.0);
    let rise_m = level_m(&course_of_both, 305.0, 105.0) - level_m(&alone, 305.0, 105.0);
    assert!(rise_m > 0.2, "a third more flows below: {rise_m}");
    // West of x = 200 stands a lake 1 m deep: the stream falls into it, or is held up by it.
    let mut into = stream("stream", 195.0, WaterwayEnd::Water);
    into.course = vec![(Point::new(395.0, 105.0), -0.5), (Point::new(195.0, 105.0), -0.7)];
    let lake = WaterSpec {
        channels: vec![into],
        ..plain(1.0)
    };
    let mut course = course(&lake, &[]);
    go_on(&mut course, 300.0);
    assert_closed(&course);
    assert!(level_m(&course, 305.0, 105.0) > 0.0, "water of the lake came up");
}

#[test]
fn a_bed_above_the_ground_is_no_bed() {
    let mut high = stream("high", 395.0, WaterwayEnd::Open);
    high.course[0].1 = 0.5;
    let problem = Land::new(&with(vec![high])).expect_err("no ground");
    assert!(
        problem.contains("`high`") && problem.contains("no lower than the ground"),
        "{problem}"
    );
}

#[test]
fn single_precision_closes_too() {
    let mut shut = with(vec![stream("stream", 305.0, WaterwayEnd::Closed)]);
    shut.scheme.is_double = false;
    shut.channels[0].comes_m3_s = Some(vec![(0.0, 6.0)]);
    let mut course = course(&shut, &[]);
    go_on(&mut course, 1_200.0);
    let (ledger, volume_m3) = course.ledger();
    println!("{volume_m3} {}", ledger.expected_m3());
    assert!((volume_m3 / ledger.expected_m3() - 1.0).abs() < 1e-5);
}
