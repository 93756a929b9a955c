//! The hazard rating of DEFRA and the Environment Agency of England: depth, speed and debris as one number.
//!
//! # Source
//! Flood Risks to People, FD2321/TR1 (2006), and FD2320/TR2 (2005), as the supplementary note of the Environment Agency
//! and HR Wallingford (May 2008) settles them: HR = d (v + 0.5) + DF, debris factors of its table 1 and of table 13.1.
//! Seen in a public program that quotes the note; the note itself was not at hand.

use super::Flow;

/// What the water flows over: how much of it comes along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LandUse {
    /// Pasture and arable land.
    Pasture,
    /// Woodland.
    Woodland,
    /// Built-up land.
    Urban,
    /// Not known: the careful factors for planning (FD2320/TR2, table 13.1).
    Unknown,
}

/// For whom the water is dangerous.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Danger {
    /// Low: caution.
    Low,
    /// Danger for some: children, the elderly and the infirm.
    Some,
    /// Danger for most: the general public.
    Most,
    /// Danger for all: the emergency services too.
    All,
}

impl Danger {
    /// The ratings, m²/s, at which danger for some, for most and for all begins.
    ///
    /// # Source
    /// 0.75, 1.25 and 2.0 (FD2320/TR2 and the note of 2008). FD2321/TR1 of 2006 begins danger for all at 2.5 instead:
    /// the later and more careful of the two is used here.
    pub const BEGINS: [f64; 3] = [0.75, 1.25, 2.0];

    /// The danger of a rating. A rating at a threshold is of the worse class (an assumption: the report leaves it open).
    pub fn of(rating: f64) -> Self {
        let [some, most, all] = Self::BEGINS;
        if rating >= all {
            Self::All
        } else if rating >= most {
            Self::Most
        } else if rating >= some {
            Self::Some
        } else {
            Self::Low
        }
    }
}

/// The debris factor DF, m²/s: 0 to 1. Of dry land it is 0.
///
/// # Bounds
/// Depths of 0.25 and 0.75 m belong to the shallower row (the report gives both rows the same edge).
pub fn debris_factor(flow: Flow, land: LandUse) -> f64 {
    if flow.depth_m <= 0.0 {
        return 0.0;
    }
    let is_deep_or_fast = flow.depth_m > 0.75 || flow.speed_m_s > 2.0;
    let is_shallow = flow.depth_m <= 0.25;
    match land {
        LandUse::Pasture if is_deep_or_fast => 0.5,
        LandUse::Woodland | LandUse::Urban if is_deep_or_fast => 1.0,
        LandUse::Unknown if is_shallow => 0.5,
        LandUse::Woodland if !is_shallow => 0.5,
        LandUse::Urban if !is_shallow => 1.0,
        LandUse::Unknown => 1.0,
        LandUse::Pasture | LandUse::Woodland | LandUse::Urban => 0.0,
    }
}

/// The hazard rating, m²/s: d (v + 0.5) + DF.
///
/// # Bounds
/// Made for people on foot in the open. The rating of urban land jumps by 1 at a depth of 0.25 m.
pub fn rating(flow: Flow, land: LandUse) -> f64 {
    flow.depth_m * (flow.speed_m_s + 0.5) + debris_factor(flow, land)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Danger::{All, Low, Most, Some};

    const LANDS: [LandUse; 4] = [
        LandUse::Pasture,
        LandUse::Woodland,
        LandUse::Urban,
        LandUse::Unknown,
    ];

    fn flow(depth_m: f64, speed_m_s: f64) -> Flow {
        Flow { depth_m, speed_m_s }
    }

    #[test]
    fn debris_is_that_of_the_table() {
        // Rows of table 1 of the note of 2008, then table 13.1 of FD2320/TR2.
        let rows = [
            (flow(0.2, 0.5), [0.0, 0.0, 0.0, 0.5]),
            (flow(0.5, 0.5), [0.0, 0.5, 1.0, 1.0]),
            (flow(1.0, 0.5), [0.5, 1.0, 1.0, 1.0]),
            (flow(0.2, 2.5), [0.5, 1.0, 1.0, 0.5]),
            (flow(0.0, 0.0), [0.0; 4]),
        ];
        for (flow, expected) in rows {
            assert_eq!(LANDS.map(|land| debris_factor(flow, land)), expected, "{flow:?}");
        }
    }

    #[test]
    fn ratings_and_their_dangers() {
        assert_eq!(rating(flow(1.0, 1.0), LandUse::Urban), 2.5);
        assert_eq!(rating(flow(0.5, 0.5), LandUse::Pasture), 0.5);
        let dangers = [0.0, 0.74, 0.75, 1.24, 1.25, 1.99, 2.0, 9.0].map(Danger::of);
        assert_eq!(dangers, [Low, Low, Some, Some, Most, Most, All, All]);
    }

    #[test]
    fn more_water_is_never_less_dangerous() {
        for land in LANDS {
            for i in 0..200 {
                for j in 0..200 {
                    let [d, v] = [i, j].map(|i| 0.02 * f64::from(i));
                    let here = rating(flow(d, v), land);
                    assert!(
                        rating(flow(d + 0.02, v), land) >= here && rating(flow(d, v + 0.02), land) >= here
                    );
                }
            }
        }
    }
}
