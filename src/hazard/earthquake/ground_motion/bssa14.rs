//! Boore, Stewart, Seyhan and Atkinson 2014, the global model (Δc3 = 0, no basin term): active shallow crust.
//!
//! # Source
//! D. M. Boore, J. P. Stewart, E. Seyhan, G. M. Atkinson, "NGA-West2 Equations for Predicting PGA, PGV, and 5% Damped
//! PSA for Shallow Crustal Earthquakes", Earthquake Spectra 30 (2014) 1057–1085, equations 2–17. The coefficients of
//! the electronic supplement as `OpenQuake` transcribes them (`gsim/boore_2014.py`).

use crate::maths;
use crate::vocabulary::{GroundMotionModel, Measure};

use super::{Attenuation, FarSpread, Ground, Prepared, Soil, Source, ramp};

/// Magnitude to which the fall with distance is referred.
const REFERENCE_MW: f64 = 4.5;
/// Distance to which it is referred, km.
const REFERENCE_KM: f64 = 1.0;
/// Vs30 of reference rock, m/s.
const ROCK_M_S: f64 = 760.0;
/// PGA on rock from which soil begins to answer non-linearly (f3), g.
const NONLINEAR_G: f64 = 0.1;
/// Magnitudes between which both spreads change.
const SPREAD_MW: [f64; 2] = [4.5, 5.5];
/// Vs30 below which, and from which on, the spread no longer depends on it (V1, V2), m/s.
const SPREAD_M_S: [f64; 2] = [225.0, 300.0];

/// The coefficients of one measure: ln g, for PGV ln cm/s; distances in km, velocities in m/s.
struct Coefficients {
    /// Level for strike-slip, normal and reverse mechanism (e1, e2, e3).
    e: [f64; 3],
    /// By magnitude below the hinge, linear and quadratic, and above it (e4, e5, e6).
    e_magnitude: [f64; 3],
    /// Hinge magnitude (Mh).
    hinge_mw: f64,
    /// By ln R, by ln R and magnitude, by R in km (c1, c2, c3).
    c: [f64; 3],
    /// Pseudo-depth, km.
    h_km: f64,
    /// Linear amplification by ln(Vs30/760) (c).
    site: f64,
    /// Vs30 above which amplification no longer changes (Vc), m/s.
    site_to_m_s: f64,
    /// Non-linear amplification (f4, and f5 in s/m).
    f: [f64; 2],
    /// Distances between which the spread grows (R1, R2), km, and by how much (`ΔφR`).
    far: FarSpread,
    /// How much less spread on soft ground (`ΔφV`).
    soft_phi: f64,
    /// Spread within an earthquake for small and large magnitudes (φ1, φ2).
    phi: [f64; 2],
    /// Spread between earthquakes for small and large magnitudes (τ1, τ2).
    tau: [f64; 2],
}

const PGA: Coefficients = Coefficients {
    e: [0.4856, 0.2459, 0.4539],
    e_magnitude: [1.431, 0.050_53, -0.166_2],
    hinge_mw: 5.5,
    c: [-1.134, 0.191_7, -0.008_088],
    h_km: 4.5,
    site: -0.6,
    site_to_m_s: 1_500.0,
    f: [-0.15, -0.007_01],
    far: FarSpread {
        from_km: 110.0,
        to_km: 270.0,
        more: 0.1,
    },
    soft_phi: 0.07,
    phi: [0.695, 0.495],
    tau: [0.398, 0.348],
};

const SA03: Coefficients = Coefficients {
    e: [1.2401, 1.0246, 1.2653],
    e_magnitude: [0.956_76, -0.195_9, -0.092_855],
    hinge_mw: 6.14,
    c: [-1.094_8, 0.133_88, -0.005_475],
    h_km: 4.93,
    site: -0.841_65,
    site_to_m_s: 1_308.47,
    f: [-0.219_12, -0.006_7],
    far: FarSpread {
        from_km: 103.15,
        to_km: 268.59,
        more: 0.138,
    },
    soft_phi: 0.05,
    phi: [0.675, 0.561],
    tau: [0.363, 0.229],
};

const SA06: Coefficients = Coefficients {
    e: [0.867_15, 0.638_75, 0.873_51],
    e_magnitude: [1.133_6, -0.231_28, 0.062_667],
    hinge_mw: 6.2,
    c: [-1.161_5, 0.116_71, -0.002_61],
    h_km: 5.48,
    site: -1.001_2,
    site_to_m_s: 1_184.93,
    f: [-0.158_3, -0.007_73],
    far: FarSpread {
        from_km: 105.83,
        to_km: 264.83,
        more: 0.106,
    },
    soft_phi: 0.071,
    phi: [0.605, 0.607],
    tau: [0.424, 0.235],
};

const SA10: Coefficients = Coefficients {
    e: [0.421_8, 0.207, 0.412_4],
    e_magnitude: [1.500_4, -0.189_83, 0.178_95],
    hinge_mw: 6.2,
    c: [-1.193, 0.102_48, -0.001_21],
    h_km: 5.74,
    site: -1.05,
    site_to_m_s: 1_109.95,
    f: [-0.105_21, -0.008_44],
    far: FarSpread {
        from_km: 116.39,
        to_km: 270.0,
        more: 0.098,
    },
    soft_phi: 0.02,
    phi: [0.553, 0.625],
    tau: [0.498, 0.298],
};

const PGV: Coefficients = Coefficients {
    e: [5.078, 4.849, 5.033],
    e_magnitude: [1.073, -0.153_6, 0.225_2],
    hinge_mw: 6.2,
    c: [-1.243, 0.148_9, -0.003_44],
    h_km: 5.3,
    site: -0.84,
    site_to_m_s: 1_300.0,
    f: [-0.1, -0.008_44],
    far: FarSpread {
        from_km: 105.0,
        to_km: 272.0,
        more: 0.082,
    },
    soft_phi: 0.08,
    phi: [0.644, 0.552],
    tau: [0.401, 0.346],
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

/// Which of [`Coefficients::e`]: strike-slip within 30° of horizontal, else by the sense of the slip.
fn mechanism(rake_deg: f64) -> usize {
    let off_horizontal_deg = rake_deg.abs().min(180.0 - rake_deg.abs());
    if off_horizontal_deg <= 30.0 {
        0
    } else if rake_deg < 0.0 {
        1
    } else {
        2
    }
}

/// Equations 2–4, on reference rock.
fn rock(c: &Coefficients, source: &Source) -> Attenuation {
    let above = source.magnitude_mw - c.hinge_mw;
    let [linear, quadratic, beyond] = c.e_magnitude;
    let by_magnitude = if above <= 0.0 {
        linear * above + quadratic * above * above
    } else {
        beyond * above
    };
    let per_ln_r = c.c[0] + c.c[1] * (source.magnitude_mw - REFERENCE_MW);
    let level = c.e[mechanism(source.rake_deg)] + by_magnitude;
    Attenuation {
        // ln(R/1 km) needs no constant of its own.
        constant: level - c.c[2] * REFERENCE_KM,
        per_ln_r,
        per_km: c.c[2],
        h_square: c.h_km * c.h_km,
    }
}

/// The model made ready for an earthquake.
pub(super) fn prepared(measure: Measure, source: &Source) -> Prepared {
    let c = coefficients(measure);
    Prepared {
        model: GroundMotionModel::Bssa14,
        measure,
        rock: rock(c, source),
        soil: Soil::Bssa14(rock(&PGA, source)),
        tau: ramp(source.magnitude_mw, SPREAD_MW, c.tau),
        phi: ramp(source.magnitude_mw, SPREAD_MW, c.phi),
        far: Some(c.far),
    }
}

/// Equations 6, 8 and 15: what Vs30 decides.
pub(super) fn ground(measure: Measure, vs30_m_s: f64) -> Ground {
    let c = coefficients(measure);
    let [f4, f5] = c.f;
    let stiff = maths::exp(f5 * (ROCK_M_S - 360.0));
    let [soft_m_s, firm_m_s] = SPREAD_M_S;
    let softness = maths::ln(firm_m_s / vs30_m_s) / maths::ln(firm_m_s / soft_m_s);
    Ground {
        linear: c.site * maths::ln(vs30_m_s.min(c.site_to_m_s) / ROCK_M_S),
        per_response: f4 * (maths::exp(f5 * (vs30_m_s.min(ROCK_M_S) - 360.0)) - stiff),
        softness: 0.0,
        less_phi: c.soft_phi * softness.clamp(0.0, 1.0),
    }
}

/// Equation 7, what f2 multiplies, from ln PGA on rock.
pub(super) fn response(ln_rock_pga: f64) -> f64 {
    maths::ln((maths::exp(ln_rock_pga) + NONLINEAR_G) / NONLINEAR_G)
}
