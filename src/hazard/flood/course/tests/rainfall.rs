//! Rain in space and time, and what the ground takes of it.

use super::{course, go_on, plain};
use crate::geo::Point;
use crate::hazard::flood::course::{Course, Land};
use crate::hazard::flood::works::rain::Texture;
use crate::scenario::model::{
    Between, DesignSpec, FallsSpec, RainSpec, SoilSpec, StormSpec, UncertaintySpec, WaterSpec,
};
use crate::sim::{Chance, Seeds};

fn raining(falls: FallsSpec) -> WaterSpec {
    let rain = RainSpec {
        id: "rain".to_owned(),
        within: None,
        falls,
    };
    WaterSpec {
        rain: vec![rain],
        // So rough that it stays where it falls.
        manning: 0.5,
        ..plain(0.0)
    }
}

fn mm(course: &Course, x: f64) -> f64 {
    1_000.0 * course.reading(Point::new(x, 105.0)).expect("inside").depth_m
}

fn fallen_m3(course: &Course) -> f64 {
    let (ledger, volume_m3) = course.ledger();
    assert!((volume_m3 - ledger.expected_m3()).abs() < 1e-9 * volume_m3.max(1.0));
    ledger.added_m3
}

#[test]
fn it_rains_as_the_gauges_say() {
    let gauges = |between| {
        let gauges = vec![
            (Point::new(5.0, 105.0), vec![(0.0, 36.0)]),
            (Point::new(395.0, 105.0), vec![(0.0, 0.0)]),
        ];
        raining(FallsSpec::Gauges(gauges, between))
    };
    let mut spread = course(&gauges(Between::InverseSquare), &[]);
    go_on(&mut spread, 100.0);
    let (west, middle, east) = (mm(&spread, 15.0), mm(&spread, 205.0), mm(&spread, 385.0));
    assert!(
        west > 0.9 && (0.3..0.6).contains(&middle) && east < 0.1,
        "{west} {middle} {east}"
    );
    let mut nearest = course(&gauges(Between::Nearest), &[]);
    go_on(&mut nearest, 10.0);
    // 36 mm/h for 10 s on the western half.
    assert!(
        (fallen_m3(&nearest) - 1e-4 * 40_000.0).abs() < 1e-6,
        "{}",
        fallen_m3(&nearest)
    );
    assert_eq!(mm(&nearest, 305.0), 0.0);
}

fn storm(radius_m: f64) -> FallsSpec {
    FallsSpec::Storm(StormSpec {
        track: vec![
            Point::new(-100.0, 105.0),
            Point::new(100.0, 105.0),
            Point::new(500.0, 105.0),
        ],
        span_s: [100.0, 700.0],
        radius_m,
        mm_h: vec![(0.0, 360.0)],
    })
}

#[test]
fn a_storm_passes_and_leaves_what_its_curve_holds() {
    let mut wet = course(&raining(storm(30.0)), &[]);
    go_on(&mut wet, 100.0);
    assert_eq!(fallen_m3(&wet), 0.0, "it has not begun");
    go_on(&mut wet, 400.0);
    assert!(
        mm(&wet, 55.0) > 1.0 && mm(&wet, 385.0) < 0.01,
        "it is not there yet"
    );
    go_on(&mut wet, 800.0);
    // 0.1 mm/s times √(2π) spread / speed at every place of its way; √(2π) spread across it.
    let spread_m = 30.0 / 1.177_410;
    let wide_m = (2.0 * std::f64::consts::PI).sqrt() * spread_m;
    let expected_m3 = 1e-4 * wide_m * wide_m * 400.0;
    let fallen_m3 = fallen_m3(&wet);
    println!("expected {expected_m3:.2} m³, obtained {fallen_m3:.2} m³, tolerance 0.5 %");
    assert!((fallen_m3 / expected_m3 - 1.0).abs() < 5e-3);
}

#[test]
fn the_ground_takes_what_it_can_of_it() {
    let dry = raining(FallsSpec::Alike(vec![(0.0, 60.0)]));
    let soaking = WaterSpec {
        soil: Some(SoilSpec::Measured {
            conductivity_mm_h: 10.0,
            suction_mm: 100.0,
            deficit: 0.3,
        }),
        ..dry.clone()
    };
    let after = |spec: &WaterSpec, s: f64| {
        let mut course = course(spec, &[]);
        go_on(&mut course, s);
        fallen_m3(&course)
    };
    let whole_m3 = 80_000.0 * 0.060;
    assert!((after(&dry, 3_600.0) - whole_m3).abs() < 1e-6);
    assert!(after(&soaking, 60.0) < 1e-9, "at first all of it soaks away");
    // F − S ln(1 + F / S) = K t with S = 30 mm, K t = 10 mm gives 30.8 mm; a little less, since it cannot take before it rains.
    let left = after(&soaking, 3_600.0) / whole_m3;
    assert!((0.48..0.56).contains(&left), "{left}");
}

#[test]
fn verify_a_design_storm_against_its_formula() {
    // 400 / (30 + 10)^0.75 mm/h on average in half an hour, from 5 minutes on.
    let spec = raining(FallsSpec::Design(DesignSpec {
        a: 400.0,
        b_min: 10.0,
        c: 0.75,
        before_peak: 0.4,
        begins_s: 300.0,
        takes_s: 1_800.0,
    }));
    let mut course = course(&spec, &[]);
    go_on(&mut course, 300.0);
    assert_eq!(fallen_m3(&course), 0.0, "it has not begun");
    go_on(&mut course, 2_400.0);
    let expected_m3 = 80_000.0 * 0.5e-3 * 400.0 / 40.0_f64.sqrt() / 40.0_f64.sqrt().sqrt();
    let obtained_m3 = fallen_m3(&course);
    println!("expected {expected_m3:.3} m³, obtained {obtained_m3:.3} m³, tolerance 1e-6 of it");
    assert!((obtained_m3 / expected_m3 - 1.0).abs() < 1e-6);
}

#[test]
fn each_class_of_soil_has_its_word() {
    let words = [
        "sand",
        "loamy-sand",
        "sandy-loam",
        "loam",
        "silt-loam",
        "sandy-clay-loam",
        "clay-loam",
        "silty-clay-loam",
        "sandy-clay",
        "silty-clay",
        "clay",
    ];
    assert_eq!(words.map(Texture::of_word), Texture::ALL);
    let left = |word: &str, full: f64| {
        let spec = WaterSpec {
            soil: Some(SoilSpec::Texture {
                word: word.to_owned(),
                full,
            }),
            ..raining(FallsSpec::Alike(vec![(0.0, 60.0)]))
        };
        let mut course = course(&spec, &[]);
        go_on(&mut course, 3_600.0);
        fallen_m3(&course)
    };
    assert!(left("sand", 0.5) < 1e-9, "it takes 118 mm an hour");
    assert!(
        left("silt-loam", 0.9) > left("silt-loam", 0.1),
        "the fuller the less"
    );
    assert!(left("clay", 0.9) > left("loam", 0.9));
    assert!(
        left("clay", 1.0) > 0.99 * 80_000.0 * 0.060,
        "full clay takes 0.3 mm"
    );
}

#[test]
fn luck_moves_rain_in_amount_time_and_place() {
    let spec = |uncertainty: UncertaintySpec| WaterSpec {
        uncertainty,
        ..raining(storm(30.0))
    };
    let of = |spec: &WaterSpec, seed: u64| {
        let land = std::sync::Arc::new(Land::new(spec).expect("sound ground"));
        let mut course = Course::new(land, spec, &[], 0.0, &Chance::new(Seeds::both(seed)));
        go_on(&mut course, 300.0);
        course
    };
    let none = UncertaintySpec::default();
    let each = [
        UncertaintySpec {
            rain_timing_ms: 60_000,
            ..none
        },
        UncertaintySpec {
            storm_shift_m: 30.0,
            ..none
        },
        UncertaintySpec {
            rain_field: Some((0.4, 50.0)),
            ..none
        },
    ];
    for uncertainty in each {
        let spec = spec(uncertainty);
        let [one, again, other] = [1, 1, 2].map(|seed| fallen_m3(&of(&spec, seed)));
        assert_eq!(one, again);
        assert!((one / other - 1.0).abs() > 1e-3, "{uncertainty:?}: {one} {other}");
    }
}
