//! Kotha, Weatherill, Bindi and Cotton 2020, the ergodic model with Vs30: shallow crust of Europe.
//!
//! # Source
//! S. R. Kotha, G. Weatherill, D. Bindi, F. Cotton, "A regionally-adaptable ground-motion model for shallow crustal
//! earthquakes in Europe", Bulletin of Earthquake Engineering 18 (2020) 4091–4125. The coefficients of the regression
//! of the authors as `OpenQuake` transcribes them (`gsim/kotha_2020.py`). The mechanism has no part in this model.

use crate::maths;
use crate::vocabulary::{GroundMotionModel, Measure};

use super::{Attenuation, Ground, Prepared, Soil, Source};

/// Hinge magnitude.
const HINGE_MW: f64 = 5.7;
/// Magnitude to which the fall with distance is referred.
const REFERENCE_MW: f64 = 4.5;
/// Joyner–Boore distance to which it is referred, km.
const REFERENCE_KM: f64 = 30.0;
/// Vs30 of reference rock, m/s.
const ROCK_M_S: f64 = 800.0;
/// Standard gravity, cm/s².
const GRAVITY_CM_S2: f64 = 980.665;

/// The coefficients of one measure: ln cm/s², for PGV ln cm/s; distances in km, velocities in m/s.
struct Coefficients {
    /// Level (e1).
    e1: f64,
    /// By magnitude below the hinge, linear and quadratic, and above it (b1, b2, b3).
    b: [f64; 3],
    /// By ln R, by ln R and magnitude, by R in 100 km (c1, c2, c3).
    c: [f64; 3],
    /// Amplification by the powers 0, 1 and 2 of ln(Vs30/800).
    g: [f64; 3],
    /// Spread between earthquakes.
    tau: f64,
    /// Spread within an earthquake that is not between sites.
    phi_0: f64,
    /// Spread between sites, given Vs30.
    phi_site: f64,
}

const PGA: Coefficients = Coefficients {
    e1: 3.937_823_472_193_77,
    b: [2.065_731_671_014_4, 0.304_988_012_209_292, 0.444_773_874_960_317],
    c: [
        -1.497_875_423_464_12,
        0.281_241_474_631_338,
        -0.609_876_182_476_899,
    ],
    g: [
        -0.222_196_028_066_344,
        -0.558_848_724_731_566,
        -0.133_014_864_040_313,
    ],
    tau: 0.441_761_487_685_862,
    phi_0: 0.467_151_252_053_241,
    phi_site: 0.389_712_940_326_169,
};

const SA03: Coefficients = Coefficients {
    e1: 4.652_522_859_685_25,
    b: [2.092_785_518_020_16, 0.194_929_941_231_544, 0.557_034_893_811_231],
    c: [
        -1.240_712_823_956_16,
        0.137_000_806_698_506,
        -0.660_466_290_850_886,
    ],
    g: [
        -0.246_093_988_657_936,
        -0.645_741_652_187_205,
        -0.172_097_268_544_83,
    ],
    tau: 0.457_514_283_978_959,
    phi_0: 0.482_157_450_259_502,
    phi_site: 0.429_850_112_026_89,
};

const SA06: Coefficients = Coefficients {
    e1: 4.023_064_393_919_25,
    b: [2.427_533_872_499_29, 0.218_787_915_039_312, 0.754_615_594_874_153],
    c: [
        -1.166_786_889_700_27,
        0.094_058_286_309_609_4,
        -0.454_043_559_543_982,
    ],
    g: [
        -0.269_626_118_151_597,
        -0.582_682_427_052_082,
        0.020_322_553_021_424_2,
    ],
    tau: 0.426_296_731_581_312,
    phi_0: 0.451_206_692_163_19,
    phi_site: 0.475_220_856_944_347,
};

const SA10: Coefficients = Coefficients {
    e1: 3.369_820_447_939_17,
    b: [2.742_497_764_839_75, 0.256_784_133_033_388, 0.896_648_260_528_882],
    c: [
        -1.124_433_523_485_42,
        0.085_438_462_260_919_8,
        -0.317_465_939_881_623,
    ],
    g: [
        -0.268_682_366_673_877,
        -0.472_355_589_159_814,
        0.191_272_539_373_217,
    ],
    tau: 0.444_086_895_369_946,
    phi_0: 0.426_703_815_544_157,
    phi_site: 0.486_349_823_748_5,
};

const PGV: Coefficients = Coefficients {
    e1: 1.119_121_616_484_79,
    b: [2.557_710_788_601_52, 0.353_267_224_391_297, 0.879_839_839_344_054],
    c: [
        -1.419_312_581_325_47,
        0.270_680_725_821_352,
        -0.304_426_142_175_37,
    ],
    g: [
        -0.232_891_265_610_189,
        -0.492_356_618_589_364,
        0.024_796_316_853_610_2,
    ],
    tau: 0.422_935_885_699_239,
    phi_0: 0.446_525_247_049_62,
    phi_site: 0.366_726_744_441_574,
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

/// Pseudo-depth by the depth of the hypocentre, both km.
fn pseudo_depth_km(hypocentre_depth_km: f64) -> f64 {
    if hypocentre_depth_km <= 10.0 {
        4.0
    } else if hypocentre_depth_km <= 20.0 {
        8.0
    } else {
        12.0
    }
}

/// The model made ready for an earthquake.
pub(super) fn prepared(measure: Measure, source: &Source) -> Prepared {
    let c = coefficients(measure);
    let above = source.magnitude_mw - HINGE_MW;
    let by_magnitude = if above <= 0.0 {
        c.b[0] * above + c.b[1] * above * above
    } else {
        c.b[2] * above
    };
    let per_ln_r = c.c[0] + c.c[1] * (source.magnitude_mw - REFERENCE_MW);
    let per_km = c.c[2] / 100.0;
    let h_km = pseudo_depth_km(source.hypocentre_depth_km);
    let h_square = h_km * h_km;
    let reference_km = (REFERENCE_KM * REFERENCE_KM + h_square).sqrt();
    let unit = if measure == Measure::Pgv {
        0.0
    } else {
        maths::ln(GRAVITY_CM_S2)
    };
    let level = c.e1 + by_magnitude - unit;
    Prepared {
        model: GroundMotionModel::Kotha2020,
        measure,
        rock: Attenuation {
            constant: level - per_ln_r * maths::ln(reference_km) - per_km * reference_km,
            per_ln_r,
            per_km,
            h_square,
        },
        soil: Soil::Linear,
        tau: c.tau,
        phi: (c.phi_0 * c.phi_0 + c.phi_site * c.phi_site).sqrt(),
        far: None,
    }
}

/// What Vs30 decides.
pub(super) fn ground(measure: Measure, vs30_m_s: f64) -> Ground {
    let [level, linear, quadratic] = coefficients(measure).g;
    let s = maths::ln(vs30_m_s / ROCK_M_S);
    Ground {
        linear: level + linear * s + quadratic * s * s,
        ..Ground::default()
    }
}
