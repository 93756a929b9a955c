//! Who dies in a flood.

use super::Flow;
use crate::maths;

/// The share of people swept off their feet in flowing water, and not got out by others, who drown.
///
/// # Source
/// An assumption: no source was found. It lies between the rates that dam engineers use for people in flowing water with
/// something to hold on to (0.12) and without (0.91; `McClelland` and Bowles 2002, recalled).
pub const SWEPT_AWAY_DROWNS: f64 = 0.5;

/// The share of people in standing water that is deeper than they can stand in, and not got out by others, who drown.
///
/// # Source
/// An assumption: no source was found. It is the rate that dam engineers use for people in the water with something to
/// hold on to (0.12; `McClelland` and Bowles 2002, recalled, not confirmed), as in a room. Some children cannot swim.
pub const OUT_OF_DEPTH_DROWNS: f64 = 0.12;

/// The share of people who lose their feet in this flow, and are not got out by others, who drown.
pub fn share_drowned(flow: Flow) -> f64 {
    if flow.speed_m_s > 0.0 {
        SWEPT_AWAY_DROWNS
    } else {
        OUT_OF_DEPTH_DROWNS
    }
}

/// Where somebody is in a flood, as far as mortality goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zone {
    /// Near a breach: buildings go.
    Breach,
    /// The water rises faster than people get upstairs, and is deep.
    RapidRise,
    /// All other places.
    Remaining,
}

impl Zone {
    /// Product of depth and speed, m²/s, and speed, m/s, from which on it is the zone of a breach.
    pub const BREACH: [f64; 2] = [7.0, 2.0];
    /// Rise, m/h, and depth, m, from which on it is the zone of rapid rise.
    pub const RAPID_RISE: [f64; 2] = [0.5, 2.1];

    /// The zone, by the flow and the rate at which the water rose, m/h.
    ///
    /// # Source
    /// As [`mortality`].
    pub fn of(flow: Flow, rise_m_h: f64) -> Self {
        let [product, speed] = Self::BREACH;
        let [rise, depth] = Self::RAPID_RISE;
        if flow.product_m2_s() >= product && flow.speed_m_s >= speed {
            Self::Breach
        } else if rise_m_h >= rise && flow.depth_m >= depth {
            Self::RapidRise
        } else {
            Self::Remaining
        }
    }
}

/// Mean and standard deviation of the logarithm of the depth, m, at which somebody dies: rapid rise.
const RAPID_RISE: [f64; 2] = [1.46, 0.28];
/// The same elsewhere.
const REMAINING: [f64; 2] = [7.60, 2.75];

/// The share of people in a flooded area, not evacuated, who die, by its depth, m.
///
/// # Source
/// S. N. Jonkman, Loss of life estimation in flood risk assessment, Delft 2007; Jonkman, Vrijling and Vrouwenvelder, Natural
/// Hazards 46 (2008): near a breach 1, else Φ((ln d − μ) / σ). **Recalled, not confirmed**: the forms and the zones were
/// seen quoted, the four numbers were not. What speaks for them: the two curves meet at 2.1 m, where the zones do.
///
/// # Bounds
/// Fitted to the Netherlands in 1953 for the greatest part: at night, in winter, no warning, weak houses. A share of many in
/// an area, over the whole flood: not the chance of one person at one instant, and not to be added to
/// [`SWEPT_AWAY_DROWNS`].
pub fn mortality(zone: Zone, depth_m: f64) -> f64 {
    let [mean, deviation] = match zone {
        Zone::Breach => return 1.0,
        Zone::RapidRise => RAPID_RISE,
        Zone::Remaining => REMAINING,
    };
    if depth_m <= 0.0 {
        return 0.0;
    }
    maths::normal_share_below((maths::ln(depth_m) - mean) / deviation)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_lie_where_they_should() {
        let of = |depth_m, speed_m_s, rise| Zone::of(Flow { depth_m, speed_m_s }, rise);
        assert_eq!(of(3.0, 3.0, 0.0), Zone::Breach);
        assert_eq!(of(5.0, 1.5, 1.0), Zone::RapidRise);
        assert_eq!([of(2.0, 1.0, 4.0), of(3.0, 1.0, 0.4)], [Zone::Remaining; 2]);
    }

    #[test]
    fn mortality_rises_with_depth_and_the_curves_meet_where_the_zones_do() {
        let [rapid, remaining] = [Zone::RapidRise, Zone::Remaining].map(|zone| mortality(zone, 2.1));
        println!("at 2.1 m: rapid {rapid:.4}, remaining {remaining:.4}");
        assert!((rapid - remaining).abs() < 0.002);
        // The median: e to the power of the mean is 4.306 m.
        assert!((mortality(Zone::RapidRise, 4.305_96) - 0.5).abs() < 1e-5);
        for zone in [Zone::RapidRise, Zone::Remaining] {
            assert_eq!(mortality(zone, 0.0), 0.0);
            for i in 0..60 {
                let depth_m = 0.1 * f64::from(i);
                assert!(mortality(zone, depth_m) <= mortality(zone, depth_m + 0.1));
            }
        }
        assert_eq!(mortality(Zone::Breach, 0.5), 1.0);
    }
}
