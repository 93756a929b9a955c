//! What smoke does to people who walk in it: slower feet, and gases that overcome. Pure functions, for a fire scenario
//! to come; no scenario has smoke yet.

use crate::maths;

/// Share of the speed that is lost for each 1/m of extinction.
///
/// # Source
/// NIST TN 1822, test 2.5, as coded by `JuPedSim`: c = 1 − 0.5 K.
const LOST_PER_EXTINCTION_M: f64 = 0.5;

/// Nobody who can walk is slower in smoke than this, m/s: the same test.
const LEAST_M_S: f64 = 0.3;

/// Walking speed in smoke, m/s, of somebody who walks at `free_m_s` in clear air.
///
/// # Units
/// `extinction_per_m`: extinction coefficient K of the smoke, 1/m.
pub fn speed_in_smoke_m_s(free_m_s: f64, extinction_per_m: f64) -> f64 {
    let slowed_m_s = free_m_s * (1.0 - LOST_PER_EXTINCTION_M * extinction_per_m.max(0.0));
    slowed_m_s.max(LEAST_M_S).min(free_m_s)
}

/// What somebody breathes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Air {
    /// Carbon monoxide, parts per million.
    pub co_ppm: f64,
    /// Carbon dioxide, % by volume.
    pub co2_percent: f64,
    /// Oxygen, % by volume.
    pub o2_percent: f64,
}

impl Air {
    /// How fast the fractional effective dose grows, 1/s: at a dose of 1 somebody is overcome.
    ///
    /// # Source
    /// D. Purser's fractional effective dose as in the guide of FDS+Evac: carbon monoxide, faster by the breathing
    /// that carbon dioxide drives, and the lack of oxygen.
    pub fn dose_per_s(&self) -> f64 {
        let carbon_monoxide = 4.607e-7 * maths::pow(self.co_ppm.max(0.0), 1.036);
        let breathing = maths::exp(0.193 * self.co2_percent + 2.0004) / 7.1;
        let lack_of_oxygen = 1.0 / (60.0 * maths::exp(8.13 - 0.54 * (20.9 - self.o2_percent)));
        carbon_monoxide * breathing + lack_of_oxygen
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn smoke_slows_and_never_hastens() {
        assert_eq!(speed_in_smoke_m_s(1.25, 0.0), 1.25);
        assert_eq!(speed_in_smoke_m_s(1.25, 1.0), 0.625);
        assert_eq!(speed_in_smoke_m_s(1.25, 10.0), LEAST_M_S);
        assert_eq!(speed_in_smoke_m_s(0.2, 10.0), 0.2);
    }

    #[test]
    fn clean_air_overcomes_nobody_within_a_day() {
        let clean = Air {
            co_ppm: 0.0,
            co2_percent: 0.04,
            o2_percent: 20.9,
        };
        assert!(clean.dose_per_s() * 86_400.0 < 1.0);
        let worse = Air {
            co_ppm: 1_000.0,
            ..clean
        };
        assert!(worse.dose_per_s() > clean.dose_per_s());
    }
}
