//! The models against reference values that others computed.

use super::reference::{REFERENCE, REFERENCE_PGV};
use super::*;

use GroundMotionModel::{Asb14, Bssa14, Kotha2020};
use Measure::{Pga, Pgv};

/// Agreement wanted of a median: 0.1 %.
const LN_MEDIAN_TOLERANCE: f64 = 1e-3;
/// Agreement wanted of a spread: four digits.
const SPREAD_TOLERANCE: f64 = 5e-5;

#[test]
fn verify_models_against_reference_values() {
    let mut worst = [0.0_f64; 3];
    for (
        model,
        measure,
        magnitude_mw,
        rake_deg,
        hypocentre_depth_km,
        rjb_km,
        vs30_m_s,
        ln_median,
        tau,
        phi,
    ) in REFERENCE
    {
        let source = Source {
            magnitude_mw,
            rake_deg,
            hypocentre_depth_km,
        };
        let ours = motion(model, measure, &source, &SiteTerm { rjb_km, vs30_m_s });
        println!(
            "{} {} Mw {magnitude_mw} rake {rake_deg} at {rjb_km} km on {vs30_m_s} m/s: expected {ln_median} {tau} {phi}, \
             obtained {:.6} {:.6} {:.6}, tolerance {LN_MEDIAN_TOLERANCE} {SPREAD_TOLERANCE}",
            model.word(),
            measure.name(),
            ours.ln_median,
            ours.tau,
            ours.phi
        );
        let off = [ours.ln_median - ln_median, ours.tau - tau, ours.phi - phi];
        for (worst, off) in worst.iter_mut().zip(off) {
            *worst = worst.max(off.abs());
        }
        assert!(off[0].abs() < LN_MEDIAN_TOLERANCE);
        assert!(off[1].abs() < SPREAD_TOLERANCE && off[2].abs() < SPREAD_TOLERANCE);
    }
    println!("largest differences in ln median, tau, phi: {worst:?}");
}

#[test]
fn verify_peak_velocity_against_reference_values() {
    for (model, magnitude_mw, rake_deg, hypocentre_depth_km, rjb_km, vs30_m_s, ln_median, tolerance) in
        REFERENCE_PGV
    {
        let source = Source {
            magnitude_mw,
            rake_deg,
            hypocentre_depth_km,
        };
        let ours = motion(model, Pgv, &source, &SiteTerm { rjb_km, vs30_m_s });
        println!(
            "{} PGV Mw {magnitude_mw} at {rjb_km} km on {vs30_m_s} m/s: expected {ln_median}, obtained {:.6}, tolerance \
             {tolerance}",
            model.word(),
            ours.ln_median
        );
        assert!((ours.ln_median - ln_median).abs() < tolerance);
    }
}

#[test]
fn verify_spread_of_peak_velocity_against_reference_values() {
    // Total spread of `pyGMM` 0.8.0 at the first places of the table above, and far away.
    for (model, magnitude_mw, rjb_km, vs30_m_s, expected) in [
        (Bssa14, 5.0, 3.0, 200.0, 0.638_613),
        (Bssa14, 6.4, 10.0, 400.0, 0.651_475),
        (Bssa14, 7.0, 40.0, 250.0, 0.609_112),
        (Bssa14, 7.5, 150.0, 760.0, 0.677_707),
        (Asb14, 6.4, 10.0, 400.0, 0.686_5),
    ] {
        let source = Source {
            magnitude_mw,
            rake_deg: 0.0,
            hypocentre_depth_km: 12.0,
        };
        let obtained = motion(model, Pgv, &source, &SiteTerm { rjb_km, vs30_m_s }).sigma();
        println!(
            "{} Mw {magnitude_mw} at {rjb_km} km: expected {expected}, obtained {obtained:.6}, tolerance {SPREAD_TOLERANCE}",
            model.word()
        );
        assert!((obtained - expected).abs() < SPREAD_TOLERANCE);
    }
}

#[test]
fn many_places_at_once_are_the_single_ones_bit_for_bit() {
    let source = Source {
        magnitude_mw: 6.4,
        rake_deg: 80.0,
        hypocentre_depth_km: 22.0,
    };
    let rjb_km: Vec<f64> = (0..300).map(f64::from).collect();
    let vs30_m_s: Vec<f64> = rjb_km.iter().map(|rjb_km| 150.0 + 4.0 * rjb_km).collect();
    for model in GroundMotionModel::ALL {
        let grounds = |measure| -> Vec<Ground> {
            vs30_m_s
                .iter()
                .map(|vs30_m_s| Ground::of(model, measure, *vs30_m_s))
                .collect()
        };
        let mut responses = vec![0.0; rjb_km.len()];
        Prepared::of(model, Pga, &source).responses(&rjb_km, &grounds(Pga), &mut responses);
        let mut motions = vec![Motion::default(); rjb_km.len()];
        for measure in Measure::ALL {
            Prepared::of(model, measure, &source).over(&rjb_km, &grounds(measure), &responses, &mut motions);
            for ((rjb_km, vs30_m_s), obtained) in rjb_km.iter().zip(&vs30_m_s).zip(&motions) {
                let site = SiteTerm {
                    rjb_km: *rjb_km,
                    vs30_m_s: *vs30_m_s,
                };
                assert_eq!(*obtained, motion(model, measure, &source, &site));
            }
        }
    }
}

#[test]
fn mechanisms_go_by_the_angle_of_the_slip() {
    let site = SiteTerm {
        rjb_km: 10.0,
        vs30_m_s: 760.0,
    };
    let by_rake = |model, rake_deg| {
        let source = Source {
            magnitude_mw: 6.0,
            rake_deg,
            hypocentre_depth_km: 12.0,
        };
        motion(model, Pga, &source, &site).ln_median
    };
    for (model, same) in [
        (
            Bssa14,
            [[30.0, -180.0], [150.0, -30.0], [31.0, 149.0], [-31.0, -149.0]],
        ),
        (
            Asb14,
            [[45.0, -180.0], [135.0, -45.0], [46.0, 134.0], [-46.0, -134.0]],
        ),
        (
            Kotha2020,
            [[90.0, 0.0], [90.0, -90.0], [0.0, 180.0], [-90.0, 180.0]],
        ),
    ] {
        for [a, b] in same {
            assert_eq!(by_rake(model, a), by_rake(model, b), "{} {a} {b}", model.word());
        }
    }
    assert!(by_rake(Asb14, 46.0) > by_rake(Asb14, 45.0));
    assert!(by_rake(Bssa14, -31.0) < by_rake(Bssa14, -30.0));
}
