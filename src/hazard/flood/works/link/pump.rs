//! By force.

use crate::hazard::flood::works::series::Series;

/// A pump that runs or rests by the level of the water it takes.
#[derive(Debug, Clone, PartialEq)]
pub struct Pump {
    /// Capacity by the head it lifts, m³/s by m; one point where it is always the same.
    pub capacity: Series,
    /// It starts at this level, m.
    pub starts_m: f64,
    /// It stops at this level, m, below the one at which it starts.
    pub stops_m: f64,
    /// Whether it runs.
    pub is_running: bool,
}

impl Pump {
    /// Starts or stops it; between the two levels it goes on as it was.
    pub fn switch(&mut self, level_m: f64) {
        if level_m >= self.starts_m {
            self.is_running = true;
        } else if level_m <= self.stops_m {
            self.is_running = false;
        }
    }

    /// What it lifts from the first water to the second, m³/s.
    pub fn discharge_m3_s(&self, first_m: f64, second_m: f64) -> f64 {
        if self.is_running {
            self.capacity.at((second_m - first_m).max(0.0)).max(0.0)
        } else {
            0.0
        }
    }
}
