//! How long the ground shakes strongly: significant duration, the time in which the middle part of the energy comes.

use crate::maths;

use super::ground_motion::ramp;
use super::rupture::Mechanism;

/// Which part of the energy (of Arias intensity) counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Significant {
    /// From 5 to 75 %: the strong part.
    D5To75,
    /// From 5 to 95 %.
    D5To95,
}

/// A duration that is lognormal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Duration {
    /// Natural logarithm of the median in seconds.
    pub ln_median: f64,
    /// Standard deviation between earthquakes, in natural logarithms.
    pub tau: f64,
    /// Standard deviation within an earthquake, in natural logarithms.
    pub phi: f64,
}

impl Duration {
    /// The median, seconds.
    pub fn median_s(&self) -> f64 {
        maths::exp(self.ln_median)
    }

    /// The duration, seconds, that lies so many standard deviations above the median: `between` of the earthquake, `within`
    /// of the place.
    pub fn at_s(&self, between: f64, within: f64) -> f64 {
        maths::exp(self.ln_median + self.tau * between + self.phi * within)
    }

    /// Standard deviation of both together, in natural logarithms.
    pub fn sigma(&self) -> f64 {
        (self.tau * self.tau + self.phi * self.phi).sqrt()
    }
}

struct Coefficients {
    /// Magnitude up to which the duration at the source does not depend on magnitude (M1).
    small_mw: f64,
    /// Magnitude above which stress falls with magnitude (M2).
    large_mw: f64,
    /// Duration at the source of small earthquakes, s: strike-slip, normal, reverse (b0).
    small_s: [f64; 3],
    /// ln of the stress index, bar, at magnitude 6: strike-slip, normal, reverse (b1).
    ln_stress: [f64; 3],
    /// By magnitude up to `large_mw`, and above (b2, b3).
    ln_stress_by_mw: [f64; 2],
    /// On the way, s/km: to 10 km, to 50 km, beyond (c1, c2, c3).
    way_s_km: [f64; 3],
    /// By ln Vs30 (c4).
    site: f64,
    /// Vs30 to which that is referred, m/s.
    reference_m_s: f64,
    /// Spread between earthquakes, of small and of large ones.
    tau: [f64; 2],
    /// Spread within an earthquake, of small and of large ones.
    phi: [f64; 2],
}

const D5_75: Coefficients = Coefficients {
    small_mw: 5.35,
    large_mw: 7.15,
    small_s: [1.279, 1.555, 0.780_6],
    ln_stress: [5.578, 4.992, 7.061],
    ln_stress_by_mw: [0.901_1, -1.684],
    way_s_km: [0.115_9, 0.106_5, 0.068_2],
    site: -0.224_6,
    reference_m_s: 368.2,
    tau: [0.28, 0.25],
    phi: [0.54, 0.41],
};

#[expect(clippy::approx_constant, reason = "a coefficient that happens to be near 1/π")]
const D5_95: Coefficients = Coefficients {
    small_mw: 5.2,
    large_mw: 7.4,
    small_s: [2.302, 2.541, 1.612],
    ln_stress: [3.467, 3.17, 4.536],
    ln_stress_by_mw: [0.944_3, -3.911],
    way_s_km: [0.316_5, 0.253_9, 0.093_2],
    site: -0.318_3,
    reference_m_s: 369.9,
    tau: [0.25, 0.19],
    phi: [0.43, 0.35],
};

/// Magnitudes between which the spread between earthquakes, and that within one, changes.
const BETWEEN_MW: [f64; 2] = [6.5, 7.0];
const WITHIN_MW: [f64; 2] = [5.5, 5.75];
/// Distances at which the way changes its share, km.
const WAY_KM: [f64; 2] = [10.0, 50.0];
/// Vs30 above which ground no longer matters, m/s.
const FIRM_M_S: f64 = 600.0;
/// Velocity of shear waves at the source, km/s, and the number of the corner frequency of Brune for it, moment in dyn·cm
/// and stress in bar.
const SOURCE_KM_S: f64 = 3.2;
const BRUNE: f64 = 4.9e6;

/// How long the ground shakes strongly at a place; without what a deep basin adds.
///
/// # Units
/// `rupture_km`: distance to the nearest part of the rupture; `vs30_m_s`: m/s.
///
/// # Source
/// K. Afshari, J. P. Stewart, "Physically Parameterized Prediction Equations for Significant Duration in Active Crustal
/// Regions", Earthquake Spectra 32 (2016) 2057–2081, for magnitudes 3–7.9, to 200 km, 200–1000 m/s. Coefficients and
/// equations as two public programs have them alike (`pyGMM`, `OpenQuake`).
pub fn duration(
    part: Significant,
    magnitude_mw: f64,
    mechanism: Mechanism,
    rupture_km: f64,
    vs30_m_s: f64,
) -> Duration {
    let c = match part {
        Significant::D5To75 => &D5_75,
        Significant::D5To95 => &D5_95,
    };
    let [near_km, far_km] = WAY_KM;
    let way_s = c.way_s_km[0] * rupture_km.min(near_km)
        + c.way_s_km[1] * (rupture_km.min(far_km) - near_km).max(0.0)
        + c.way_s_km[2] * (rupture_km - far_km).max(0.0);
    let site = c.site * maths::ln(vs30_m_s.min(FIRM_M_S) / c.reference_m_s);
    Duration {
        ln_median: maths::ln(source_s(c, magnitude_mw, mechanism) + way_s) + site,
        tau: ramp(magnitude_mw, BETWEEN_MW, c.tau),
        phi: ramp(magnitude_mw, WITHIN_MW, c.phi),
    }
}

/// How long the source itself breaks, s: the inverse of its corner frequency.
fn source_s(c: &Coefficients, magnitude_mw: f64, mechanism: Mechanism) -> f64 {
    let by_mechanism = match mechanism {
        Mechanism::StrikeSlip => 0,
        Mechanism::Normal => 1,
        Mechanism::Reverse => 2,
    };
    if magnitude_mw <= c.small_mw {
        return c.small_s[by_mechanism];
    }
    let [to_large, above] = c.ln_stress_by_mw;
    let ln_stress = c.ln_stress[by_mechanism]
        + to_large * (magnitude_mw.min(c.large_mw) - 6.0)
        + above * (magnitude_mw - c.large_mw).max(0.0);
    let ln_moment = std::f64::consts::LN_10 * (1.5 * magnitude_mw + 16.05);
    let corner_hz = BRUNE * SOURCE_KM_S * maths::exp((ln_stress - ln_moment) / 3.0);
    1.0 / corner_hz
}

#[cfg(test)]
mod tests {
    use super::*;
    use Mechanism::{Normal, Reverse, StrikeSlip};

    #[test]
    fn verify_durations_against_reference_values() {
        // Computed with pyGMM 0.8.0: D5–75 and D5–95 in seconds, and their standard deviations.
        for (magnitude_mw, mechanism, rupture_km, vs30_m_s, expected) in [
            (
                5.0,
                StrikeSlip,
                5.0,
                300.0,
                [1.946_003, 4.152_300, 0.608_276, 0.497_393],
            ),
            (
                5.6,
                Reverse,
                30.0,
                311.0,
                [4.418_689, 11.091_295, 0.562_622, 0.470_004],
            ),
            (
                6.4,
                Reverse,
                12.0,
                400.0,
                [3.218_297, 7.872_950, 0.496_488, 0.430_116],
            ),
            (
                6.4,
                Reverse,
                40.0,
                202.0,
                [7.164_500, 18.404_264, 0.496_488, 0.430_116],
            ),
            (
                7.0,
                Normal,
                80.0,
                760.0,
                [12.363_859, 23.638_829, 0.480_208, 0.398_246],
            ),
            (
                7.5,
                StrikeSlip,
                120.0,
                500.0,
                [19.576_520, 34.869_259, 0.480_208, 0.398_246],
            ),
        ] {
            let of = |part| duration(part, magnitude_mw, mechanism, rupture_km, vs30_m_s);
            let [strong, long] = [of(Significant::D5To75), of(Significant::D5To95)];
            let obtained = [strong.median_s(), long.median_s(), strong.sigma(), long.sigma()];
            println!(
                "Mw {magnitude_mw} at {rupture_km} km: expected {expected:?}, obtained {obtained:.6?}, tolerance 1e-5 relative"
            );
            for (obtained, expected) in obtained.into_iter().zip(expected) {
                assert!((obtained / expected - 1.0).abs() < 1e-5);
            }
        }
    }

    #[test]
    fn spreads_multiply() {
        let strong = duration(Significant::D5To75, 6.4, Reverse, 20.0, 300.0);
        assert_eq!(strong.at_s(0.0, 0.0), strong.median_s());
        let expected = strong.median_s() * maths::exp(strong.tau - strong.phi);
        assert!((strong.at_s(1.0, -1.0) / expected - 1.0).abs() < 1e-12);
    }
}
