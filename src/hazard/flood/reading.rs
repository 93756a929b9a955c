//! What is read of water at a place, in steps that are the same wherever it comes from.

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

impl Reading {
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
