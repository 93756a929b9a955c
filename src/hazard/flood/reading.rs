//! What is read of water at a place, in steps that are the same wherever it comes from.

use super::effect::Flow;
use super::effect::rating::{Danger, LandUse, rating};

/// Depths and levels are told in steps of 1 cm, finer than any flood is known, speeds in steps of 1 cm/s.
const STEPS: f64 = 100.0;

/// The water at a place.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Reading {
    /// Its level, m; none where nobody says how high the ground lies.
    pub level_m: Option<f64>,
    /// Its depth on the ground, m.
    pub depth_m: f64,
    /// Its speed, m/s.
    pub speed_m_s: f64,
}

/// From this depth on a place is under water, m.
///
/// # Source
/// Deeper than the puddles of rain: an assumption, as 5 and 10 cm are usual limits of flood maps.
pub const WET_M: f64 = 0.05;

/// A place that was wet is dry again below this depth, m: so that waves do not come and go.
pub const DRY_M: f64 = 0.5 * WET_M;

/// Depths as people tell them, m: to the ankle, knee, thigh, hip, chest, over the head.
const SAID_M: [f64; 6] = [0.1, 0.3, 0.5, 0.8, 1.2, 2.0];

/// The nearest of the depths that people tell apart, m; nothing of less than [`DRY_M`].
pub fn by_eye_m(depth_m: f64) -> f64 {
    if depth_m < DRY_M {
        return 0.0;
    }
    let off = |said: &f64| (said - depth_m).abs();
    let nearest = SAID_M.into_iter().min_by(|a, b| off(a).total_cmp(&off(b)));
    nearest.unwrap_or(depth_m)
}

/// From this step of [`danger`] on nobody goes through water on foot: dangerous for most. An assumption.
pub const NOT_ON_FOOT: u8 = 3;

/// How dangerous water is to people: a step of [`crate::vocabulary::DANGER`].
///
/// # Source
/// FD2320/TR2 with its careful debris factors, of water of at least [`WET_M`].
pub fn danger(flow: Flow) -> u8 {
    if flow.depth_m < WET_M {
        return 0;
    }
    match Danger::of(rating(flow, LandUse::Unknown)) {
        Danger::Low => 1,
        Danger::Some => 2,
        Danger::Most => 3,
        Danger::All => 4,
    }
}

impl Reading {
    /// Its depth and speed.
    pub fn flow(self) -> Flow {
        Flow {
            depth_m: self.depth_m,
            speed_m_s: self.speed_m_s,
        }
    }

    /// The same in whole steps: water that is computed, stated or played back gives the same values.
    #[must_use]
    pub fn quantised(self) -> Self {
        Self {
            level_m: self.level_m.map(in_steps),
            depth_m: in_steps(self.depth_m),
            speed_m_s: in_steps(self.speed_m_s),
        }
    }
}

/// The nearest whole step.
fn in_steps(value: f64) -> f64 {
    (value * STEPS).round() / STEPS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn danger_rises_with_depth_and_speed() {
        let at = |depth_m, speed_m_s| danger(Flow { depth_m, speed_m_s });
        assert_eq!(at(0.0, 0.0), 0);
        // 0.2 × 0.5 + 0.5 = 0.6; 0.3 × 0.5 + 1 = 1.15; 0.6 × 1.0 + 1 = 1.6; 1.0 × 1.5 + 1 = 2.5.
        assert_eq!(
            [at(0.2, 0.0), at(0.3, 0.0), at(0.6, 0.5), at(1.0, 1.0)],
            [1, 2, 3, 4]
        );
    }

    #[test]
    fn people_tell_depths_by_their_bodies() {
        assert_eq!(
            [0.01, 0.12, 0.38, 0.7, 3.0].map(by_eye_m),
            [0.0, 0.1, 0.3, 0.8, 2.0]
        );
    }

    #[test]
    fn what_differs_by_less_than_a_step_is_one_reading() {
        let reading = |depth_m| Reading {
            level_m: Some(5.0 + depth_m),
            depth_m,
            speed_m_s: 0.5 * depth_m,
        };
        assert_eq!(reading(0.301).quantised(), reading(0.299).quantised());
        assert_eq!(reading(0.304).quantised().depth_m, 0.3);
        assert_ne!(reading(0.304).quantised(), reading(0.316).quantised());
    }
}
