//! How fast people walk in water.

use super::body::Body;
use super::{Flow, stability};
use crate::hazard::flood::G;
use crate::maths;

/// How somebody moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// They walk.
    Walk,
    /// They run as well as they can.
    Run,
}

/// Water up to this depth slows nobody down, m.
///
/// # Source
/// Lee et al. 2019, as quoted by a public program (flood-pedestrian-simulator): seen there.
pub const NO_SLOWER_M: f64 = 0.2;

/// From which age on, years; factor and power of the specific force: walking, then running, m/s.
///
/// # Source
/// G. Bernardini et al., Safety Science (2020), S0925753519321745: tests with people in a pool. Seen in flood-pedestrian-simulator,
/// which quotes it, for 5 to 12 and from 21 years on. Assumptions: those of 5 to 12
/// hold for younger ones too, and those of 21 to 28 from 13 years on.
const BY_AGE: [(f64, [f64; 2], [f64; 2]); 7] = [
    (0.0, [0.54, -0.07], [0.81, -0.19]),
    (13.0, [0.36, -0.13], [0.48, -0.19]),
    (29.0, [0.35, -0.19], [0.53, -0.23]),
    (37.0, [0.43, -0.13], [0.62, -0.20]),
    (45.0, [0.57, -0.03], [0.61, -0.17]),
    (53.0, [0.32, -0.17], [0.62, -0.20]),
    (61.0, [0.16, -0.43], [0.61, -0.17]),
];

/// The age of the oldest who were tested, years.
const OLDEST: f64 = 68.0;
/// What each year more takes, as a share of the speed: Dobbs et al. 1993, as quoted by the same program.
const LOST_A_YEAR: f64 = 0.016;

/// The specific force of the water on somebody, m²: v² d / g + d² / 2 (Ishigaki et al. 2009, in the same program).
pub fn specific_force_m2(flow: Flow) -> f64 {
    flow.speed_m_s * flow.speed_m_s * flow.depth_m / G + 0.5 * flow.depth_m * flow.depth_m
}

/// How fast somebody of this age gets on in water, m/s, who makes `dry_m_s` on dry ground: never more than that, and
/// nothing where they do not keep their feet ([`stability::stands`]).
///
/// # Bounds
/// Tested in a pool in depths of 0.2 to 0.7 m (recalled); deeper it is carried on. There is a step at [`NO_SLOWER_M`]. Same way with and
/// against the current; clear water, firm and known ground, by day, nothing carried.
pub fn speed_m_s(flow: Flow, years: f64, body: Body, pace: Pace, dry_m_s: f64) -> f64 {
    if !stability::stands(flow, body) {
        0.0
    } else if flow.depth_m <= NO_SLOWER_M {
        dry_m_s
    } else {
        unlimited_m_s(flow, years, pace).min(dry_m_s)
    }
}

fn unlimited_m_s(flow: Flow, years: f64, pace: Pace) -> f64 {
    let group = BY_AGE.partition_point(|(from, _, _)| *from <= years).max(1) - 1;
    let (_, walk, run) = BY_AGE[group];
    let [factor, power] = match pace {
        Pace::Walk => walk,
        Pace::Run => run,
    };
    let old = 1.0 + LOST_A_YEAR * (years - OLDEST).max(0.0);
    factor * maths::pow(specific_force_m2(flow), power) / old
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(depth_m: f64, speed_m_s: f64, years: f64, pace: Pace) -> f64 {
        walked(Flow { depth_m, speed_m_s }, years, pace)
    }

    fn walked(flow: Flow, years: f64, pace: Pace) -> f64 {
        speed_m_s(flow, years, Body::of_age(years), pace, 1.3)
    }

    #[test]
    fn verify_speeds_against_the_fits() {
        // Worked out by hand from the published factors: half a metre of still water is 0.125 m².
        let rows = [
            (8.0, Pace::Walk, 0.6246),
            (25.0, Pace::Walk, 0.4717),
            (25.0, Pace::Run, 0.7126),
            (65.0, Pace::Walk, 0.3912),
            (78.0, Pace::Walk, 0.3373),
        ];
        for (years, pace, expected) in rows {
            let obtained = at(0.5, 0.0, years, pace);
            println!(
                "{years} years, {pace:?}: expected {expected} m/s, obtained {obtained:.4}, tolerance 1e-4"
            );
            assert!((obtained - expected).abs() < 1e-4);
        }
    }

    #[test]
    fn shallow_water_slows_nobody_and_no_water_hastens() {
        assert_eq!(at(0.2, 0.5, 25.0, Pace::Walk), 1.3);
        for years in [3.0, 8.0, 15.0, 25.0, 32.0, 40.0, 48.0, 55.0, 65.0, 80.0] {
            for pace in [Pace::Walk, Pace::Run] {
                let mut before = 1.3;
                for i in 1..60 {
                    let speed = at(0.02 * f64::from(i), 0.3, years, pace);
                    assert!(speed <= before, "{years} years, {i}");
                    before = speed;
                }
            }
        }
    }

    #[test]
    fn who_is_swept_away_does_not_walk() {
        assert_eq!(at(0.6, 3.0, 25.0, Pace::Walk), 0.0);
        assert_eq!(at(1.2, 0.0, 6.0, Pace::Walk), 0.0);
    }
}
