//! Models of ground motion against values that others computed.

use super::near;
use crate::hazard::earthquake::ground_motion::reference::{REFERENCE, REFERENCE_PGV};
use crate::hazard::earthquake::ground_motion::{SiteTerm, Source, motion};
use crate::maths;
use crate::pedestrian::scene::Trial;
use crate::verify::Finding;
use crate::verify::ground_motion::{LN_MEDIAN_TOLERANCE, SPREAD_TOLERANCE};
use crate::vocabulary::{GroundMotionModel, Measure};

/// The tables of the authors of this model give PGV with three digits.
const ROUNDED: GroundMotionModel = GroundMotionModel::Kotha2020;
/// Half a unit of the third digit, of the median.
const ROUNDED_TOLERANCE: f64 = 5e-3;

/// Largest differences over the rows of one model.
#[derive(Default)]
struct Worst {
    ln_median: f64,
    ln_median_pgv: f64,
    tau: f64,
    phi: f64,
}

fn worst(of: GroundMotionModel) -> Worst {
    let mut worst = Worst::default();
    let see = |worst: &mut f64, off: f64| {
        // What is no number is as far off as can be.
        *worst = if off.is_nan() {
            f64::INFINITY
        } else {
            worst.max(off.abs())
        };
    };
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
    ) in REFERENCE.into_iter().filter(|row| row.0 == of)
    {
        let source = Source {
            magnitude_mw,
            rake_deg,
            hypocentre_depth_km,
        };
        let ours = motion(model, measure, &source, &SiteTerm { rjb_km, vs30_m_s });
        see(&mut worst.ln_median, ours.ln_median - ln_median);
        see(&mut worst.tau, ours.tau - tau);
        see(&mut worst.phi, ours.phi - phi);
    }
    for (model, magnitude_mw, rake_deg, hypocentre_depth_km, rjb_km, vs30_m_s, ln_median, _) in
        REFERENCE_PGV.into_iter().filter(|row| row.0 == of)
    {
        let source = Source {
            magnitude_mw,
            rake_deg,
            hypocentre_depth_km,
        };
        let ours = motion(model, Measure::Pgv, &source, &SiteTerm { rjb_km, vs30_m_s });
        see(&mut worst.ln_median_pgv, ours.ln_median - ln_median);
    }
    worst
}

/// A row to look at: Mw 6.4, reverse, 10 km, 400 m/s. Medians of PGA, g.
const SHOWN: [(GroundMotionModel, f64); 3] = [
    (GroundMotionModel::Bssa14, -1.348_409),
    (GroundMotionModel::Kotha2020, -1.573_248),
    (GroundMotionModel::Asb14, -1.376_444),
];

/// Each model: one value as it is, then the largest differences over the table.
pub(in super::super) fn reference_motion(_: Trial) -> Vec<Finding> {
    const PERCENT: f64 = 100.0;
    const FIFTH_DIGIT: f64 = 1e5;
    let source = Source {
        magnitude_mw: 6.4,
        rake_deg: 90.0,
        hypocentre_depth_km: 12.0,
    };
    let site = SiteTerm {
        rjb_km: 10.0,
        vs30_m_s: 400.0,
    };
    let mut findings = Vec::new();
    for (model, ln_median) in SHOWN {
        let word = model.word();
        let milli_g = |ln_g: f64| 1_000.0 * maths::exp(ln_g);
        let expected = milli_g(ln_median);
        let obtained = milli_g(motion(model, Measure::Pga, &source, &site).ln_median);
        let what = format!("{word}: PGA of Mw 6.4, reverse, at 10 km on 400 m/s");
        findings.push(near(
            what,
            "mg",
            obtained,
            expected,
            expected * LN_MEDIAN_TOLERANCE,
        ));
        let Worst {
            ln_median,
            ln_median_pgv,
            tau,
            phi,
        } = worst(model);
        let velocity = if model == ROUNDED {
            ROUNDED_TOLERANCE
        } else {
            LN_MEDIAN_TOLERANCE
        };
        for (what, unit, scale, off, most) in [
            (
                "20 medians of PGA and SA",
                "%",
                PERCENT,
                ln_median,
                LN_MEDIAN_TOLERANCE,
            ),
            ("medians of PGV", "%", PERCENT, ln_median_pgv, velocity),
            ("100,000 × tau", "", FIFTH_DIGIT, tau, SPREAD_TOLERANCE),
            ("100,000 × phi", "", FIFTH_DIGIT, phi, SPREAD_TOLERANCE),
        ] {
            let finding = Finding::new(format!("{word}: {what} off by"), unit, (scale * off) as f32);
            findings.push(finding.at_most((scale * most) as f32));
        }
    }
    findings
}
