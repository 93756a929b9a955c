//! A river valley made by rule and luck, for scenarios whose terrain model may not be shipped.
//!
//! # What it is
//! A plain that falls along a straight axis between valley sides; rivers with banks, beds and natural levees; lakes; raised
//! roads and mounds that villages stand on; and a smooth unevenness by luck. Whoever makes a scenario states in what it is like
//! a real place (slope, widths, bank-full depth, heights of levees), and those numbers hold exactly.
//!
//! # What it is not
//! No real place, and none to plan for: where water goes first in a real plain is decided by ditches, culverts and gaps that
//! nobody has put in here. There are no tributaries but those that are given, no terraces, no old arms; every river has one
//! cross-section; sides rise without end. Nothing has been eroded: outside the rivers the unevenness leaves shallow
//! hollows without an outlet.
//!
//! # How the parts fit
//! ```text
//! course    the line of a river, the meander, how far cells lie from a line
//! channel   beds, banks and natural levees
//! works     lakes, embankments, mounds
//! relief    unevenness by luck
//! ```
//!
//! # Determinism
//! The terrain depends on the parameters and the seed alone, to the last bit, on every machine.

mod channel;
mod course;
mod relief;
#[cfg(test)]
mod tests;
mod works;

use crate::geo::Point;
use crate::geo::metric::{MetricGrid, MetricRaster};
use channel::Channels;

pub use channel::River;
pub use course::Meander;
pub use relief::Relief;
pub use works::{Embankment, Lake, Mound};

/// A valley with everything in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Valley {
    /// Which cells to make.
    pub grid: MetricGrid,
    /// Where the axis of the valley begins. It goes on straight beyond both ends.
    pub head: Point,
    /// A place farther down the axis.
    pub mouth: Point,
    /// Height of the plain at the head, m.
    pub level_m: f64,
    /// Fall of the plain along the axis, m/m. Lower Drin and Buna: about 0.0002 to 0.0005 (judgement, no source).
    pub slope: f64,
    /// Width of the plain between the valley sides, m.
    pub floodplain_width_m: f64,
    /// Rise of the plain from the axis to the valley sides, m/m; negative where it falls away from a raised river.
    pub cross_slope: f64,
    /// Rise of the valley sides, m/m.
    pub side_slope: f64,
    /// How uneven the ground is.
    pub relief: Relief,
    /// Rivers; where two meet the lower bed holds.
    pub rivers: Vec<River>,
    /// Lakes.
    pub lakes: Vec<Lake>,
    /// Roads and railways on dams.
    pub embankments: Vec<Embankment>,
    /// Raised ground under villages.
    pub mounds: Vec<Mound>,
}

/// Why there is no such valley.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ValleyError {
    /// A number that makes no valley.
    #[error("{what} is {value}, which is not from {min} to {max}")]
    Range {
        /// What it says.
        what: &'static str,
        /// The number.
        value: f64,
        /// The least.
        min: f64,
        /// The most.
        max: f64,
    },
    /// The head of the valley is its mouth.
    #[error("head and mouth of the valley are one place")]
    NoAxis,
    /// A line of fewer than two places.
    #[error("{0} has fewer than two places")]
    NoLine(&'static str),
    /// A river that would have to run up.
    #[error(
        "river {number} (from 0) does not fall: the plain lies at {from_m} m where it begins and at {to_m} m where it ends"
    )]
    Uphill {
        /// Which river.
        number: usize,
        /// Height where it begins, m.
        from_m: f64,
        /// Height where it ends, m.
        to_m: f64,
    },
}

/// Whether a number lies in a range.
fn within(what: &'static str, value: f64, min: f64, max: f64) -> Result<(), ValleyError> {
    if (min..=max).contains(&value) {
        Ok(())
    } else {
        Err(ValleyError::Range {
            what,
            value,
            min,
            max,
        })
    }
}

impl Valley {
    /// Makes the terrain of a seed.
    ///
    /// # Errors
    /// Where the parameters make no valley.
    pub fn terrain(&self, seed: u64) -> Result<MetricRaster, ValleyError> {
        self.check()?;
        let relief = self.relief.field(&self.grid, seed);
        let channels = Channels::dig(self)?;
        let [columns, _] = self.grid.size;
        let mut terrain = MetricRaster::from_fn(self.grid, None, |column, row| {
            let at = row * columns + column;
            let ground = self.plain_m(self.grid.centre(column, row)) + relief[at];
            channels.cut(at, ground) as f32
        });
        works::sink(&mut terrain, &self.lakes);
        works::raise(&mut terrain, &self.embankments, &self.mounds, |at| {
            channels.is_channel(at)
        });
        Ok(terrain)
    }

    /// Height of the bare plain and the valley sides at a place, m.
    pub fn plain_m(&self, place: Point) -> f64 {
        let axis = (self.mouth - self.head).unit();
        let from_head = place - self.head;
        let aside = axis.cross(from_head).abs();
        let half = 0.5 * self.floodplain_width_m;
        self.level_m - self.slope * axis.dot(from_head)
            + self.cross_slope * aside.min(half)
            + self.side_slope * (aside - half).max(0.0)
    }

    fn check(&self) -> Result<(), ValleyError> {
        if self.head.distance(self.mouth) < self.grid.cell_m {
            return Err(ValleyError::NoAxis);
        }
        within("the level of the plain", self.level_m, -500.0, 9_000.0)?;
        within("the slope of the valley", self.slope, 0.0, 0.2)?;
        within(
            "the width of the flood plain",
            self.floodplain_width_m,
            self.grid.cell_m,
            1e6,
        )?;
        within("the slope across the plain", self.cross_slope, -0.1, 0.1)?;
        within("the slope of the valley sides", self.side_slope, 0.0, 2.0)?;
        within("the unevenness of the ground", self.relief.sd_m, 0.0, 100.0)?;
        within(
            "the length of the unevenness",
            self.relief.length_m,
            self.grid.cell_m,
            1e6,
        )?;
        for river in &self.rivers {
            river.check()?;
        }
        for lake in &self.lakes {
            within("the bottom of a lake", lake.bottom_m, -500.0, 9_000.0)?;
            within("the width of a shore", lake.shore_m, 0.0, 1e6)?;
        }
        for embankment in &self.embankments {
            embankment.check()?;
        }
        for mound in &self.mounds {
            within("the height of a mound", mound.height_m, 0.0, 100.0)?;
            within("the radius of a mound", mound.radius_m, 0.0, 1e5)?;
        }
        Ok(())
    }
}
