//! How big people are and how fast they walk, by age.

use crate::scenario::model::PersonSpec;
use crate::sim::{Chance, stable_id};

/// Body and desired speeds of one person.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Body {
    /// Half the breadth, m.
    pub radius_m: f64,
    /// Desired speed on the flat, m/s.
    pub flat_m_s: f64,
    /// Desired speed down a stair, along the slope, m/s.
    pub down_m_s: f64,
    /// Desired speed up a stair, along the slope, m/s.
    pub up_m_s: f64,
}

/// One row of the tables: up to this age, mean and standard deviation of the speed on the flat, the share of it
/// that is left on the way down a stair, and the radius.
#[derive(Clone, Copy)]
struct Row {
    to_age_years: f64,
    mean_m_s: f64,
    sd_m_s: f64,
    down_share: f64,
    radius_m: f64,
}

/// # Units
/// years, m/s, m/s, –, m
///
/// # Source
/// - up to 7: 5–6-year-olds, corridor 0.81, stairs 0.63 m/s (Fang et al. 2019 [S]); the published sd of 0.40
///   mixes walking and running, 0.20 is the one given for stairs.
/// - 7 to 11: landing 1.02, flight 0.85 m/s, CV above 20 % (Ono et al. 2024 [S]).
/// - 11 to 19: 1.34 ± 0.26 m/s, as all adults together (Weidmann [S]): pupils of that age move like adults
///   (Hashempour et al. 2024 [S]).
/// - Stairs: 1.13/1.40 = 0.81 of the level speed for a 0.17/0.29 m stair (SFPE, 6th ed., via published
///   hydraulic models [S]).
/// - radii: 0.18 m is the calibrated radius of an adult in the crowd kernel; children in the ratio of FDS+Evac's
///   body sizes, 0.210/0.255 [S].
const CHILDREN: [Row; 3] = [
    Row {
        to_age_years: 7.0,
        mean_m_s: 0.81,
        sd_m_s: 0.20,
        down_share: 0.78,
        radius_m: 0.148,
    },
    Row {
        to_age_years: 11.0,
        mean_m_s: 1.02,
        sd_m_s: 0.22,
        down_share: 0.83,
        radius_m: 0.160,
    },
    Row {
        to_age_years: 19.0,
        mean_m_s: 1.34,
        sd_m_s: 0.26,
        down_share: 0.81,
        radius_m: 0.180,
    },
];

/// Mean speed of adults on the flat by age; between these it is interpolated.
///
/// # Units
/// years, m/s
///
/// # Source
/// RiMEA 4.1.1, case 7, as coded by JuPedSim: the middle of the range of each age [S]; at 80 FDS+Evac's Elderly [S].
const ADULTS: [(f64, f64); 7] = [
    (20.0, 1.62),
    (30.0, 1.54),
    (40.0, 1.48),
    (50.0, 1.41),
    (60.0, 1.27),
    (70.0, 1.07),
    (80.0, 0.80),
];

/// Standard deviation of adults of the same age, m/s: Weidmann's 0.26 of all adults together, less the 0.16 by which
/// the means above differ in RiMEA's population.
const ADULTS_SD_M_S: f64 = 0.20;

/// Up a stair a person keeps this share of the speed down it.
///
/// # Source
/// RiMEA stair cases as coded by JuPedSim: factors 0.5 up, 0.75 down [S].
const UP_PER_DOWN: f64 = 0.67;

/// Speed of somebody who walks only with help, m/s: the middle of RiMEA's range 0.46–0.76 for limited mobility [S].
const HELPED_M_S: f64 = 0.61;

/// Speed of a wheelchair that two adults carry on a stair, m/s. An assumption: no source was found.
const CARRIED_ON_STAIR_M_S: f64 = 0.30;

/// Nobody is slower than this, m/s: the lowest speed of RiMEA's table for limited mobility is 0.46 [S].
const SLOWEST_M_S: f64 = 0.40;

/// A first-aid injury leaves this share of the speed. An assumption.
const HURT_SHARE: f64 = 0.75;

/// Two adults carry somebody at this speed, m/s, on the flat and down stairs ([`CARRIED_ON_STAIR_M_S`] up). An assumption, between RiMEA's lower
/// bound for limited mobility (0.46 [S]) and a wheelchair carried on a stair.
const CARRIED_M_S: f64 = 0.40;

/// Two adults take somebody down a stair on an evacuation chair at this speed, m/s, and along the flat; up a stair they
/// carry it ([`CARRIED_ON_STAIR_M_S`]).
///
/// # Source
/// Means of the devices of hospitals on stairs down: 0.6 to 0.84 m/s (Fire Technology 2020, "Simulating Movement Devices
/// Used in Hospital Evacuation" [S]); a maker asks for 0.75 m/s [S]. On the flat: an assumption.
const IN_A_CHAIR_M_S: f64 = 0.75;

impl Body {
    /// The same person on an evacuation chair.
    pub fn in_a_chair(self) -> Self {
        Self {
            flat_m_s: IN_A_CHAIR_M_S,
            down_m_s: IN_A_CHAIR_M_S,
            up_m_s: CARRIED_ON_STAIR_M_S,
            ..self
        }
    }

    /// The same person with a first-aid injury.
    pub fn hurt(self) -> Self {
        let slower = |speed: f64| speed * HURT_SHARE;
        Self {
            flat_m_s: slower(self.flat_m_s),
            down_m_s: slower(self.down_m_s),
            up_m_s: slower(self.up_m_s),
            ..self
        }
    }

    /// The same person where nobody gets on faster than this, m/s.
    pub fn no_faster_than(self, limit_m_s: f64) -> Self {
        Self {
            flat_m_s: self.flat_m_s.min(limit_m_s),
            down_m_s: self.down_m_s.min(limit_m_s),
            up_m_s: self.up_m_s.min(limit_m_s),
            ..self
        }
    }

    /// The same person carried by two others.
    pub fn carried(self) -> Self {
        Self {
            flat_m_s: CARRIED_M_S,
            down_m_s: CARRIED_M_S,
            up_m_s: CARRIED_ON_STAIR_M_S,
            ..self
        }
    }
}

fn row(age_years: f64) -> Row {
    let child = CHILDREN.iter().find(|row| age_years < row.to_age_years);
    child.copied().unwrap_or_else(|| Row {
        to_age_years: f64::INFINITY,
        mean_m_s: adult_m_s(age_years),
        sd_m_s: ADULTS_SD_M_S,
        ..CHILDREN[CHILDREN.len() - 1]
    })
}

fn adult_m_s(age_years: f64) -> f64 {
    let (youngest, oldest) = (ADULTS[0], ADULTS[ADULTS.len() - 1]);
    let age_years = age_years.clamp(youngest.0, oldest.0);
    let between = ADULTS.windows(2).find(|pair| age_years <= pair[1].0);
    let [(from_years, from_m_s), (to_years, to_m_s)] = between.map_or([oldest; 2], |pair| [pair[0], pair[1]]);
    let share = (age_years - from_years) / (to_years - from_years).max(f64::MIN_POSITIVE);
    from_m_s + share * (to_m_s - from_m_s)
}

/// The body of somebody of this age who walks at the mean speed of that age.
pub fn typical_body(age_years: f64) -> Body {
    let row = row(age_years);
    let down_m_s = row.mean_m_s * row.down_share;
    Body {
        radius_m: row.radius_m,
        flat_m_s: row.mean_m_s,
        down_m_s,
        up_m_s: down_m_s * UP_PER_DOWN,
    }
}

/// The body of a person; the speed is drawn once and the same in every variant.
pub(super) fn body(person: &PersonSpec, chance: &Chance) -> Body {
    let row = row(person.age_years);
    let drawn = chance
        .draw("walking-speed", stable_id(&person.id), 0)
        .normal_within(row.mean_m_s, row.sd_m_s, 2.0);
    let flat = if person.needs_help || person.wheelchair {
        drawn.min(HELPED_M_S)
    } else {
        drawn
    };
    let flat_m_s = person.own_way.speed_m_s.unwrap_or(flat.max(SLOWEST_M_S));
    let down_m_s = if person.wheelchair {
        CARRIED_ON_STAIR_M_S
    } else {
        flat_m_s * row.down_share
    };
    let up_m_s = if person.wheelchair {
        CARRIED_ON_STAIR_M_S
    } else {
        down_m_s * UP_PER_DOWN
    };
    Body {
        radius_m: row.radius_m,
        flat_m_s,
        down_m_s,
        up_m_s,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adults_slow_down_with_age_and_without_a_leap() {
        assert_eq!(typical_body(20.0).flat_m_s, 1.62);
        assert!((typical_body(45.0).flat_m_s - 1.445).abs() < 1e-12);
        assert_eq!(typical_body(99.0).flat_m_s, 0.80);
        for years in 20..90 {
            let [now, later] = [0.0, 1.0].map(|more| typical_body(f64::from(years) + more).flat_m_s);
            assert!(later <= now && now - later < 0.03, "{years}");
        }
    }
}
