//! Akkar, Sandıkkaya and Bommer 2014, with Joyner–Boore distance: Europe and the Middle East.
//!
//! # Source
//! S. Akkar, M. A. Sandıkkaya, J. J. Bommer, "Empirical ground-motion models for point- and extended-source crustal
//! earthquake scenarios in Europe and the Middle East", Bulletin of Earthquake Engineering 12 (2014) 359–387,
//! equations 1–3, tables 3 and 4a. The coefficients as `OpenQuake` transcribes them (`gsim/akkar_2014.py`).

use crate::maths;
use crate::vocabulary::{GroundMotionModel, Measure};

use super::{Attenuation, Ground, Prepared, Soil, Source};

/// Hinge magnitude (c1).
const HINGE_MW: f64 = 6.75;
/// Magnitude from which the quadratic part counts.
const TOP_MW: f64 = 8.5;
/// By magnitude below the hinge (a2).
const A2: f64 = 0.002_9;
/// By ln R and magnitude (a5).
const A5: f64 = 0.252_9;
/// Pseudo-depth (a6), km.
const A6_KM: f64 = 7.5;
/// By magnitude above the hinge (a7).
const A7: f64 = -0.509_6;
/// Vs30 of reference rock, m/s.
const ROCK_M_S: f64 = 750.0;
/// Vs30 above which amplification no longer changes, m/s.
const HARD_M_S: f64 = 1_000.0;
/// PGA on rock at which soil turns from linear to non-linear (c), g.
const NONLINEAR_G: f64 = 2.5;
/// How fast non-linearity ends towards rock (n).
const N: f64 = 3.2;

/// The coefficients of one measure: ln g, for PGV ln cm/s.
struct Coefficients {
    /// Level.
    a1: f64,
    /// By the square of the magnitude below 8.5.
    a3: f64,
    /// By ln R.
    a4: f64,
    /// Normal mechanism.
    a8: f64,
    /// Reverse mechanism.
    a9: f64,
    /// Linear amplification by ln(Vs30/750).
    b1: f64,
    /// Non-linear amplification.
    b2: f64,
    /// Spread within an earthquake.
    phi: f64,
    /// Spread between earthquakes.
    tau: f64,
}

const PGA: Coefficients = Coefficients {
    a1: 1.853_29,
    a3: -0.028_07,
    a4: -1.234_52,
    a8: -0.109_1,
    a9: 0.093_7,
    b1: -0.419_97,
    b2: -0.288_46,
    phi: 0.620_1,
    tau: 0.350_1,
};

const SA03: Coefficients = Coefficients {
    a1: 2.301_5,
    a3: -0.056_72,
    a4: -1.170_72,
    a8: 0.0,
    a9: 0.046_9,
    b1: -0.826_09,
    b2: -0.457_3,
    phi: 0.659_9,
    tau: 0.381_6,
};

const SA06: Coefficients = Coefficients {
    a1: 1.375_05,
    a3: -0.107_47,
    a4: -0.964_29,
    a8: 0.0,
    a9: 0.021_9,
    b1: -0.984_99,
    b2: -0.340_53,
    phi: 0.663,
    tau: 0.406,
};

const SA10: Coefficients = Coefficients {
    a1: 0.523_49,
    a3: -0.143_45,
    a4: -0.818_38,
    a8: 0.0,
    a9: 0.0,
    b1: -1.013_31,
    b2: -0.287_02,
    phi: 0.678_7,
    tau: 0.394_3,
};

const PGV: Coefficients = Coefficients {
    a1: 5.612_01,
    a3: -0.099_8,
    a4: -0.983_88,
    a8: -0.061_6,
    a9: 0.063,
    b1: -0.720_57,
    b2: -0.196_88,
    phi: 0.601_4,
    tau: 0.331_1,
};

const fn coefficients(measure: Measure) -> &'static Coefficients {
    match measure {
        Measure::Pga => &PGA,
        Measure::Sa03 => &SA03,
        Measure::Sa06 => &SA06,
        Measure::Sa10 => &SA10,
        Measure::Pgv => &PGV,
    }
}

/// Equations 1 and 2, on reference rock.
fn rock(c: &Coefficients, source: &Source) -> Attenuation {
    let magnitude = source.magnitude_mw;
    let above = magnitude - HINGE_MW;
    let below_top = TOP_MW - magnitude;
    let linear = if above <= 0.0 { A2 } else { A7 };
    let mechanism = match source.rake_deg {
        rake if rake > -135.0 && rake < -45.0 => c.a8,
        rake if rake > 45.0 && rake < 135.0 => c.a9,
        _ => 0.0,
    };
    Attenuation {
        constant: c.a1 + linear * above + c.a3 * below_top * below_top + mechanism,
        per_ln_r: c.a4 + A5 * above,
        per_km: 0.0,
        h_square: A6_KM * A6_KM,
    }
}

/// The model made ready for an earthquake.
pub(super) fn prepared(measure: Measure, source: &Source) -> Prepared {
    let c = coefficients(measure);
    Prepared {
        model: GroundMotionModel::Asb14,
        measure,
        rock: rock(c, source),
        soil: Soil::Asb14(rock(&PGA, source)),
        tau: c.tau,
        phi: c.phi,
        far: None,
    }
}

/// Equation 3, what Vs30 decides.
pub(super) fn ground(measure: Measure, vs30_m_s: f64) -> Ground {
    let c = coefficients(measure);
    Ground {
        linear: c.b1 * maths::ln(vs30_m_s.min(HARD_M_S) / ROCK_M_S),
        per_response: c.b2,
        softness: maths::pow(vs30_m_s / ROCK_M_S, N),
        less_phi: 0.0,
    }
}

/// Equation 3a, what b2 multiplies, from ln PGA on rock and (Vs30/750)^n; none on rock.
pub(super) fn response(ln_rock_pga: f64, softness: f64) -> f64 {
    if softness >= 1.0 {
        return 0.0;
    }
    let pga_g = maths::exp(ln_rock_pga);
    maths::ln((pga_g + NONLINEAR_G * softness) / ((pga_g + NONLINEAR_G) * softness))
}
