//! Every number of the network, with its unit and source. `[S]`: seen in the source named; `[M]`: measured with the
//! crowd kernel of this program.

use super::person::Ms;
use crate::maths;
use crate::pedestrian::{ADULT_M, Limit, door_share};

/// Speed on the level when nobody is near, in SFPE's relation S = k (1 − 0.266 D), m/s.
///
/// # Source
/// SFPE Handbook, hydraulic model: k = 84 m/min on the level, through published programs [S].
const LEVEL_K_M_S: f64 = 1.40;

/// The same on stairs is this times √(tread / riser), m/s.
///
/// # Source
/// SFPE Handbook: k = 51.8 √(tread / riser) m/min, through published programs [S].
const STAIR_K_M_S: f64 = 51.8 / 60.0;

/// What each person on a square metre takes from the speed, m² a person.
///
/// # Source
/// SFPE Handbook: a = 0.266 m²/person [S].
const SLOWING_M2: f64 = 0.266;

/// Up to this density people walk as if alone, persons/m².
///
/// # Source
/// SFPE Handbook: 0.54 persons/m² [S].
const FREE_UP_TO: f64 = 0.54;

/// The density of the largest flow, persons/m²: half of the density at which nobody moves. Denser crowds wait for the
/// next door or flight, and the queue there says how long; the way to it is walked at this density.
const DENSEST_WALKED: f64 = 0.5 / SLOWING_M2;

/// Most people on a square metre of a flight or landing, persons/m²: the density at which nobody moves in SFPE's
/// relation, 1 / 0.266 = 3.76 [S].
pub(super) const FULL: f64 = 1.0 / SLOWING_M2;

/// Flow down and up a flight that bodies alone limit, persons/s and metre of clear width, of adults.
///
/// # Source
/// The crowd kernel: 1.11 down and 0.88 up a stair of 1.6 m [M]; IMO MSC.1/Circ.1533 has 1.1 and 0.88 [S].
const STAIR_FLOW: [f64; 2] = [1.11, 0.88];

/// Smaller people need less of a flight's width and time: the time of one goes with this power of the breadth, down and
/// up.
///
/// # Source
/// The crowd kernel, stair of 1.6 m, radius 0.148 m: 1.29 down and 0.98 up against 1.11 and 0.88 of adults [M].
const STAIR_POWER: [f64; 2] = [0.77, 0.55];

/// Whoever has stood first in a queue for so long, with no room beyond, squeezes in, ms: so that two crowds which wait
/// for each other do not wait for ever. An assumption, longer than any first of a queue waits on the shipped schools.
pub(super) const PATIENCE_MS: Ms = 30_000;

/// Waiting for less than this is no queue, ms: the crowd kernel averages progress over as much.
pub(super) const QUEUES_AFTER_MS: Ms = 500;

/// Walking speed along a flight over the speed on the level, for choosing ways: as in the crowd kernel's fields.
pub(super) const STAIR_SPEED_SHARE: f64 = 0.77;

/// People pass a corner, and stand in front of a door, this far from it, m: about half the breadth of a body.
pub(super) const OFF_THE_WALL_M: f64 = 0.2;

/// A queue stands in rows so far apart, m, and so broad a person, m. For drawing only.
pub(super) const ROW_M: f64 = 0.5;
pub(super) const FILE_M: f64 = 0.6;

/// The time a person takes of a metre's width of a door, and of a flight on the way down and up, s·m.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Share {
    door: f64,
    stair: [f64; 2],
}

impl Share {
    /// That of a person of this half breadth, m.
    pub(super) fn of(radius_m: f64) -> Self {
        let breadth = radius_m / ADULT_M;
        let stair = |up: usize| maths::pow(breadth, STAIR_POWER[up]) / STAIR_FLOW[up];
        Self {
            door: door_share(radius_m),
            stair: [stair(0), stair(1)],
        }
    }
}

/// How long a person keeps a door, s.
pub(super) fn door_s(limit: Limit, share: Share) -> f64 {
    limit.door_s(share.door)
}

/// How long a person keeps the end of a flight under its limits down and up, s.
pub(super) fn flight_s(limits: [Limit; 2], share: Share, up: bool) -> f64 {
    match limits[usize::from(up)] {
        Limit::Bodies(width_m) => share.stair[usize::from(up)] / width_m,
        Limit::Capacity(per_s) => 1.0 / per_s,
    }
}

/// Speed of somebody who would walk at `own_m_s`, on the level among `density` persons/m², m/s.
pub(super) fn level_m_s(own_m_s: f64, density: f64) -> f64 {
    among(own_m_s, LEVEL_K_M_S, density)
}

/// The same on a stair, along the slope.
pub(super) fn stair_m_s(own_m_s: f64, tread_m: f64, riser_m: f64, density: f64) -> f64 {
    among(own_m_s, STAIR_K_M_S * (tread_m / riser_m).sqrt(), density)
}

fn among(own_m_s: f64, k_m_s: f64, density: f64) -> f64 {
    if density <= FREE_UP_TO {
        return own_m_s;
    }
    own_m_s.min(k_m_s * (1.0 - SLOWING_M2 * density.min(DENSEST_WALKED)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verify_speeds_by_density_against_hand_calculation() {
        for (what, obtained, expected) in [
            ("alone", level_m_s(1.34, 0.5), 1.34),
            ("1 person/m²", level_m_s(1.34, 1.0), 1.40 * 0.734),
            ("largest flow", level_m_s(1.34, 1.88) * 1.88, 1.316),
            ("stair 7/11 in", stair_m_s(2.0, 0.279, 0.178, 0.6), 1.08 * 0.84),
        ] {
            println!("{what}: expected {expected:.3}, obtained {obtained:.3}, tolerance 0.01");
            assert!((obtained - expected).abs() < 0.01);
        }
    }

    #[test]
    fn verify_flows_of_the_crowd_kernel_come_out_again() {
        for (radius_m, expected) in [(0.18, 1.89), (0.15, 2.39), (0.12, 3.23)] {
            let obtained = 1.0 / door_s(Limit::Bodies(1.0), Share::of(radius_m));
            println!("door, radius {radius_m} m: expected {expected}, obtained {obtained:.2}, tolerance 2 %");
            assert!((obtained / expected - 1.0).abs() < 0.02);
        }
        for (up, expected) in [(false, 1.29), (true, 0.98)] {
            let obtained = 1.0 / flight_s([Limit::Bodies(1.0); 2], Share::of(0.148), up);
            println!("stair, radius 0.148 m, up {up}: expected {expected}, obtained {obtained:.2}");
            assert!((obtained / expected - 1.0).abs() < 0.02);
        }
    }
}
