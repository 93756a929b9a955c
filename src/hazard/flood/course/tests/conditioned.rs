//! Luck that agrees with what was read.

use super::plain;
use crate::geo::Point;
use crate::hazard::flood::course::Luck;
use crate::maths;
use crate::scenario::model::{ComesSpec, InflowSpec, ReadingSpec, UncertaintySpec, WaterSpec};
use crate::sim::{Chance, Seeds};

/// From 100 m³/s it rises to 1100 within ten hours, and stays there.
fn river(readings: Vec<ReadingSpec>, ln_inflow: f64, timing_ms: i64) -> WaterSpec {
    let inflow = InflowSpec {
        id: "river".to_owned(),
        line: [Point::new(5.0, 95.0), Point::new(5.0, 105.0)],
        comes: ComesSpec::Course(vec![(0.0, 100.0), (36_000.0, 1_100.0)]),
        readings,
    };
    WaterSpec {
        inflows: vec![inflow],
        uncertainty: UncertaintySpec {
            ln_inflow,
            timing_ms,
            ..UncertaintySpec::default()
        },
        ..plain(0.0)
    }
}

/// Readings of a flood with this factor and shift, h, at these hours, with errors of this share.
fn read(hours: &[f64], factor: f64, shift_h: f64, error: f64) -> Vec<ReadingSpec> {
    let reading = |hour: &f64| {
        let rise = 100.0 * (hour - shift_h).clamp(0.0, 10.0);
        let flow_m3_s = 100.0 + factor * rise;
        ReadingSpec {
            at_s: hour * 3_600.0,
            flow_m3_s,
            sd_m3_s: error * flow_m3_s,
        }
    };
    hours.iter().map(reading).collect()
}

/// Mean and standard deviation over 400 seeds of the logarithm of the factor, and of the shift, h.
fn spread(spec: &WaterSpec) -> [[f64; 2]; 2] {
    let all: Vec<Luck> = (0..400)
        .map(|seed| Luck::of_flood(spec, &Chance::new(Seeds::both(seed))))
        .collect();
    let of = |value: &dyn Fn(&Luck) -> f64| {
        let mean = all.iter().map(value).sum::<f64>() / 400.0;
        let off = |luck: &Luck| value(luck) - mean;
        let square = all.iter().map(|luck| off(luck) * off(luck)).sum::<f64>();
        [mean, (square / 400.0).sqrt()]
    };
    [
        of(&|luck| maths::ln(luck.inflow)),
        of(&|luck| luck.shift_s / 3_600.0),
    ]
}

#[test]
fn without_readings_luck_is_as_wide_as_it_is_said() {
    let [[mean, sd], [mean_h, sd_h]] = spread(&river(vec![], 0.4, 3_600_000));
    assert!(mean.abs() < 0.06 && (sd / 0.4 - 1.0).abs() < 0.1, "{mean} {sd}");
    assert!(mean_h.abs() < 0.15 && (sd_h - 1.0).abs() < 0.1, "{mean_h} {sd_h}");
}

#[test]
fn verify_one_reading_against_the_closed_form() {
    // A reading whose error is small beside what it reads: the logarithm of the rise has the error of the reading over the rise,
    // 5 % × 1600 / 1500 = 0.0533, and the posterior of two normal distributions is known: weights 1/0.4² and 1/0.0533².
    let spec = river(read(&[10.0], 1.5, 0.0, 0.05), 0.4, 0);
    let [[mean, sd], [_, sd_h]] = spread(&spec);
    let error = 0.05_f64 * 1_600.0 / 1_500.0;
    let (prior, data) = (1.0 / 0.16, 1.0 / (error * error));
    let (expected, expected_sd) = (
        maths::ln(1.5) * data / (prior + data),
        1.0 / (prior + data).sqrt(),
    );
    println!(
        "expected {expected:.4} ± {expected_sd:.4}, obtained {mean:.4} ± {sd:.4}, tolerances 0.01 and 10 %"
    );
    assert!((mean - expected).abs() < 0.01 && (sd / expected_sd - 1.0).abs() < 0.1);
    assert_eq!(sd_h, 0.0);
}

#[test]
fn readings_tell_much_from_late() {
    // Twice as much, two hours late: one reading cannot tell the two apart, several can.
    let one = spread(&river(read(&[5.0], 2.0, 2.0, 0.01), 0.5, 7_200_000));
    let many = spread(&river(
        read(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0], 2.0, 2.0, 0.01),
        0.5,
        7_200_000,
    ));
    assert!(one[1][1] > 0.5, "{one:?}");
    assert!(
        (many[0][0] - maths::ln(2.0)).abs() < 0.03 && many[0][1] < 0.03,
        "{many:?}"
    );
    assert!((many[1][0] - 2.0).abs() < 0.05 && many[1][1] < 0.05, "{many:?}");
    // What one reading leaves open still agrees with it.
    for seed in 0..50 {
        let spec = river(read(&[5.0], 2.0, 2.0, 0.01), 0.5, 7_200_000);
        let luck = Luck::of_flood(&spec, &Chance::new(Seeds::both(seed)));
        let flow = 100.0 + luck.inflow * 100.0 * (5.0 - luck.shift_s / 3_600.0).clamp(0.0, 10.0);
        assert!((flow / 700.0 - 1.0).abs() < 0.05, "{seed}: {flow}");
    }
}

#[test]
fn a_river_that_has_not_risen_yet_comes_late_or_is_small() {
    let quiet = spread(&river(read(&[1.0, 2.0, 3.0], 0.0, 0.0, 0.05), 0.4, 7_200_000));
    assert!(quiet[1][0] > 1.5, "it is late: {quiet:?}");
    let blind = river(vec![], 0.4, 7_200_000);
    let poor = spread(&river(read(&[5.0], 2.0, 2.0, 2.0), 0.4, 7_200_000));
    let blind = spread(&blind);
    assert!(
        (poor[0][1] / blind[0][1] - 1.0).abs() < 0.1,
        "a poor reading says little: {poor:?} {blind:?}"
    );
}
