//! From one place to another without the land between: weirs, gates, culverts, pumps.
//!
//! # How the parts fit
//! ```text
//! weir      over a crest
//! gate      under a gate that is opened and closed
//! culvert   through a pipe or box under a road or levee
//! pump      by force
//! mod       what a step moves: never more than there is, never past level water
//! ```
//!
//! Discharge grows with the level on the one side, falls with that on the other, and nowhere jumps: tests hold it so.

pub mod culvert;
pub mod gate;
pub mod pump;
pub mod weir;

pub use culvert::Culvert;
pub use gate::Gate;
pub use pump::Pump;
pub use weir::Weir;

/// What lets water through.
#[derive(Debug, Clone, PartialEq)]
pub enum Device {
    /// Over a crest.
    Weir(Weir),
    /// Under a gate, open by so much now, m.
    Gate(Gate, f64),
    /// Through a pipe or box.
    Culvert(Culvert),
    /// By force, from the first place to the second.
    Pump(Pump),
}

/// A link from one place to another.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// What lets water through.
    pub device: Device,
    /// Whether a flap keeps water from coming back.
    pub has_flap: bool,
}

/// One end of a link.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Side {
    /// Level of the water, m.
    pub level_m: f64,
    /// Water that can be taken, m³.
    pub available_m3: f64,
    /// Area over which the level moves, m²; infinite where it is held.
    pub area_m2: f64,
}

impl Side {
    /// A cell of the grid: its bed and depth in m, its area in m².
    pub fn cell(bed_m: f64, depth_m: f64, area_m2: f64) -> Self {
        Self {
            level_m: bed_m + depth_m,
            available_m3: depth_m * area_m2,
            area_m2,
        }
    }

    /// A place outside whose level nothing changes: a lake, a sea, m.
    pub fn outside(level_m: f64) -> Self {
        Self {
            level_m,
            available_m3: f64::INFINITY,
            area_m2: f64::INFINITY,
        }
    }
}

impl Link {
    /// Discharge between water at these levels, m³/s; above zero from the first place to the second.
    pub fn discharge_m3_s(&self, first_m: f64, second_m: f64) -> f64 {
        let through = |up: f64, down: f64| match &self.device {
            Device::Weir(weir) => weir.discharge_m3_s(up, down),
            Device::Gate(gate, open_m) => gate.discharge_m3_s(up, down, *open_m),
            Device::Culvert(culvert) => culvert.discharge_m3_s(up, down),
            Device::Pump(_) => 0.0,
        };
        match &self.device {
            Device::Pump(pump) => pump.discharge_m3_s(first_m, second_m),
            _ if first_m >= second_m => through(first_m, second_m),
            _ if self.has_flap => 0.0,
            Device::Culvert(culvert) => -culvert.turned().discharge_m3_s(second_m, first_m),
            _ => -through(second_m, first_m),
        }
    }

    /// Volume that a step moves, m³; above zero from the first place to the second. Take it from the one and give it to the other.
    pub fn moves_m3(&mut self, first: Side, second: Side, dt_s: f64) -> f64 {
        if let Device::Pump(pump) = &mut self.device {
            pump.switch(first.level_m);
        }
        let volume = self.discharge_m3_s(first.level_m, second.level_m) * dt_s;
        let is_forced = matches!(self.device, Device::Pump(_));
        if volume >= 0.0 {
            limited(volume, first, second, is_forced)
        } else {
            -limited(-volume, second, first, is_forced)
        }
    }
}

/// Of a volume that would flow from one side to another, what can, m³: no more than there is, and, where nothing forces it, no more
/// than makes both levels equal.
pub fn limited(volume_m3: f64, from: Side, to: Side, is_forced: bool) -> f64 {
    let there = volume_m3.min(from.available_m3);
    let both = 1.0 / from.area_m2 + 1.0 / to.area_m2;
    if is_forced || both == 0.0 {
        return there.max(0.0);
    }
    there.min((from.level_m - to.level_m) / both).max(0.0)
}

#[cfg(test)]
mod tests;
