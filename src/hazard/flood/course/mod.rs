//! A flood that is computed, from what a scenario says of it to water that goes on window by window.
//!
//! # How the parts fit
//! ```text
//! luck         what a hazard seed changes
//! conditioned  what readings say of it
//! ground       terrain, roughness, buildings and standing water as fields of the grid
//! forcing      inflows, levels beyond the edges, what soaks away
//! rainfall     rain in space and time
//! channels     rivers narrower than a cell
//! levee        levees that break, barriers that rise
//! works        gates, culverts, pumps, dams
//! running      all of it together, in single or double precision
//! ```

mod channels;
mod conditioned;
mod forcing;
mod ground;
mod levee;
mod luck;
mod rainfall;
mod running;
#[cfg(test)]
pub(super) mod tests;
mod works;

use std::sync::Arc;

use crate::geo::Point;
use crate::geo::metric::{MetricGrid, MetricRaster};
use crate::scenario::model::{WaterSpec, WorksKind, WorksSpec};
use crate::sim::Chance;

use super::reading::Reading;
use super::water::Ledger;
pub use ground::Land;
pub use luck::Luck;
use running::Running;

/// A flood that is computed.
#[derive(Debug, Clone)]
pub struct Course(Precision);

#[derive(Debug, Clone)]
enum Precision {
    Single(Box<Running<f32>>),
    Double(Box<Running<f64>>),
}

macro_rules! either {
    ($course:expr, $running:ident => $what:expr) => {
        match &$course.0 {
            Precision::Single($running) => $what,
            Precision::Double($running) => $what,
        }
    };
    (mut $course:expr, $running:ident => $what:expr) => {
        match &mut $course.0 {
            Precision::Single($running) => $what,
            Precision::Double($running) => $what,
        }
    };
}

/// What has happened to works in a window.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Happened {
    /// A levee has begun to break; its index.
    Breach(usize),
    /// A barrier stands as high as it was to become; its index.
    Built(usize),
}

/// How works stand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Stand {
    /// A levee or barrier: the lowest of its crest, m, and whether it has broken.
    Crest(f64, bool),
    /// What comes through or from it, m³/s.
    Discharge(f64),
}

/// What somebody has works do from now on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Setting {
    /// A dam lets so much go, or a pump pumps, m³/s.
    Flow(f64),
    /// A gate is open so far, m.
    Opening(f64),
    /// A pump is switched on or off.
    Switch(bool),
    /// A barrier is built from this time on, s.
    Raise(f64),
}

/// Water whose numbers have run away.
#[derive(Debug, Clone, PartialEq)]
pub struct Lost {
    /// Where.
    pub at: Point,
    /// When, s.
    pub time_s: f64,
    /// Depth, m, and speed, m/s, there.
    pub water: [f64; 2],
    /// Why, probably.
    pub cause: String,
}

/// Water that is faster than its waves, where the inertial scheme is out of its range.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OutOfRange {
    /// Where it was most so.
    pub at: Point,
    /// When most of it was, s.
    pub time_s: f64,
    /// Share of the cells with more than 0.1 m of water, then.
    pub share: f64,
    /// Froude number there.
    pub froude: f64,
}

/// The highest water of a place, for a map.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// What it is of: the name of its file.
    pub name: &'static str,
    /// What it is.
    pub raster: MetricRaster,
}

impl Course {
    /// The flood of a scenario on its ground, by the luck of a hazard seed; it begins at a time, s.
    pub fn new(
        land: Arc<Land>,
        spec: &WaterSpec,
        works: &[WorksSpec],
        begins_s: f64,
        chance: &Chance,
    ) -> Self {
        let works: Vec<&WorksKind> = works.iter().map(|works| &works.kind).collect();
        Self(if spec.scheme.is_double {
            Precision::Double(Box::new(Running::new(land, spec, &works, begins_s, chance)))
        } else {
            Precision::Single(Box::new(Running::new(land, spec, &works, begins_s, chance)))
        })
    }

    /// The water goes on until a time, s; what happened to works by then.
    ///
    /// # Errors
    /// Where its numbers run away: what it tells is worth nothing from then on.
    pub fn advance(&mut self, until_s: f64) -> Result<Vec<Happened>, Lost> {
        either!(mut self, running => running.advance(until_s))
    }

    /// Works do something else from now on; says whether they can.
    pub fn set(&mut self, works: usize, setting: Setting) -> bool {
        either!(mut self, running => running.set(works, setting))
    }

    /// How works stand; none of a culvert.
    pub fn stand(&self, works: usize) -> Option<Stand> {
        either!(self, running => running.stand(works))
    }

    /// The water at a place; none outside.
    pub fn reading(&self, at: Point) -> Option<Reading> {
        either!(self, running => running.reading(at))
    }

    /// The ledger of the water, and what there is, m³.
    pub fn ledger(&self) -> (Ledger, f64) {
        either!(self, running => running.ledger())
    }

    /// Memory that it takes, bytes, without the ground, which all its copies share: its fields, beside which the rest is little.
    pub fn bytes(&self) -> usize {
        either!(self, running => running.bytes())
    }

    /// Ground that is or was under water at least this deep, m².
    pub fn flooded_m2(&self, depth_m: f64) -> f64 {
        either!(self, running => running.flooded_m2(depth_m))
    }

    /// When most water was faster than its waves, where the scheme cannot follow such water; none where that never was, or it can.
    pub fn out_of_range(&self) -> Option<OutOfRange> {
        either!(self, running => running.out_of_range())
    }

    /// Where its cells lie, and in which coordinate reference system, if that is known.
    pub fn grid(&self) -> (MetricGrid, Option<u16>) {
        either!(self, running => running.grid())
    }

    /// Depths now in such steps, m, row by row from the south; the largest number where there is no ground.
    pub fn depths(&self, step_m: f64) -> Vec<u16> {
        either!(self, running => running.depths(step_m))
    }

    /// The water now and the highest of it so far, as maps.
    pub fn fields(&self) -> Vec<Field> {
        either!(self, running => running.fields())
    }
}
