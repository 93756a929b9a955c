//! Beds, banks and natural levees.

use super::course::{Beside, length_m};
use super::{Valley, ValleyError, within};
use crate::geo::{Point, Segment};

/// A river.
#[derive(Debug, Clone, PartialEq)]
pub struct River {
    /// Its line, downstream. It may begin and end outside the grid, and end at another river.
    pub course: Vec<Point>,
    /// Width between the tops of its banks, m. A river narrower than one and a half cells becomes as wide, so that water finds
    /// its way from cell to cell.
    pub width_m: f64,
    /// Depth of its bed below the even ground, m: bank-full depth without the levees. The bed never rises: where the ground
    /// does, as beside a river that winds back or comes from a valley side, it goes on level and lies deeper.
    pub depth_m: f64,
    /// Height of the natural levees over the plain, at the bank, m.
    pub levee_height_m: f64,
    /// How far from the bank they run out, m.
    pub levee_width_m: f64,
}

impl River {
    pub(super) fn check(&self) -> Result<(), ValleyError> {
        if self.course.len() < 2 || length_m(&self.course) == 0.0 {
            return Err(ValleyError::NoLine("a river"));
        }
        within("the width of a river", self.width_m, 0.1, 1e5)?;
        within("the depth of a river", self.depth_m, 0.01, 500.0)?;
        within("the height of a natural levee", self.levee_height_m, 0.0, 100.0)?;
        within("the width of a natural levee", self.levee_width_m, 0.0, 1e5)
    }
}

/// Half the diagonal of a cell, in cells, and a little: no cell that a line runs through lies farther from it with its middle.
const HALF_DIAGONAL: f64 = 0.7072;
/// Banks run out by so much for each metre that they rise, where the river is wide enough: 1 in 2.
const BANK_RUN: f64 = 2.0;
/// Least share of the width that the flat bed takes.
const LEAST_BED: f64 = 0.5;

/// Half the width of what a line makes on cells of this side, m: no narrower than leaves a chain of cells with common faces.
pub(super) fn half_width_m(width_m: f64, cell_m: f64) -> f64 {
    (0.5 * width_m).max(HALF_DIAGONAL * cell_m)
}

/// The bed of a river along its course.
struct Profile {
    step_m: f64,
    /// Level of the bed at every step, m.
    levels_m: Vec<f64>,
}

impl Profile {
    /// By steps of a cell.
    fn of(valley: &Valley, river: &River) -> Self {
        let step_m = valley.grid.cell_m;
        let (mut lowest, mut ahead_m) = (f64::INFINITY, 0.0);
        let mut levels_m = Vec::new();
        let mut put = |place: Point| {
            lowest = lowest.min(valley.plain_m(place) - river.depth_m);
            levels_m.push(lowest);
        };
        for ends in river.course.windows(2) {
            let piece = Segment::new(ends[0], ends[1]);
            let length_m = piece.length();
            while ahead_m < length_m {
                put(piece.at(ahead_m));
                ahead_m += step_m;
            }
            ahead_m -= length_m;
        }
        river.course.last().copied().map(put);
        Self { step_m, levels_m }
    }

    /// Level of the bed so far from the beginning, m.
    fn bed_m(&self, along_m: f64) -> f64 {
        let along = along_m / self.step_m;
        let last = self.levels_m.len() - 1;
        let [before, after] = [along as usize, along as usize + 1].map(|step| self.levels_m[step.min(last)]);
        before + (after - before) * along.fract()
    }
}

/// What rivers do to the ground, by cell.
pub(super) struct Channels {
    /// Height of levees over the ground, m.
    levee: Vec<f32>,
    /// Level of the flat bed, m; NaN where there is none.
    bed: Vec<f32>,
    /// Level of the banks, m; infinite where there are none.
    bank: Vec<f32>,
}

impl Channels {
    pub(super) fn dig(valley: &Valley) -> Result<Self, ValleyError> {
        let cells = valley.grid.cells();
        let mut channels = Self {
            levee: vec![0.0; cells],
            bed: vec![f32::NAN; cells],
            bank: vec![f32::INFINITY; cells],
        };
        for (number, river) in valley.rivers.iter().enumerate() {
            let ends = [river.course.first(), river.course.last()]
                .map(|end| end.map_or(0.0, |place| valley.plain_m(*place)));
            if ends[0] <= ends[1] {
                let [from_m, to_m] = ends;
                return Err(ValleyError::Uphill { number, from_m, to_m });
            }
            channels.dig_river(valley, river);
        }
        Ok(channels)
    }

    fn dig_river(&mut self, valley: &Valley, river: &River) {
        let cell_m = valley.grid.cell_m;
        let half = half_width_m(river.width_m, cell_m);
        let run = (BANK_RUN * river.depth_m).min((1.0 - LEAST_BED) * half);
        let flat = (half - run).max(HALF_DIAGONAL * cell_m);
        let beside = Beside::of(&valley.grid, &river.course, half + river.levee_width_m);
        let profile = Profile::of(valley, river);
        for (at, distance) in beside.distance_m.iter().enumerate() {
            let distance = f64::from(*distance);
            if distance <= half {
                let bed = profile.bed_m(beside.along_m[at].into());
                if distance <= flat {
                    // The lower of two, and the one that is a number where only one is.
                    self.bed[at] = self.bed[at].min(bed as f32);
                } else {
                    let bank = bed + river.depth_m * (distance - flat) / (half - flat);
                    self.bank[at] = self.bank[at].min(bank as f32);
                }
            } else if distance < half + river.levee_width_m {
                let share = 1.0 - (distance - half) / river.levee_width_m;
                self.levee[at] = self.levee[at].max((river.levee_height_m * share) as f32);
            }
        }
    }

    /// The height of a cell whose ground lies at this height, m.
    pub(super) fn cut(&self, at: usize, ground_m: f64) -> f64 {
        let bed = f64::from(self.bed[at]);
        if bed.is_nan() {
            (ground_m + f64::from(self.levee[at])).min(self.bank[at].into())
        } else {
            bed
        }
    }

    /// Whether a cell lies between banks.
    pub(super) fn is_channel(&self, at: usize) -> bool {
        !self.bed[at].is_nan() || self.bank[at].is_finite()
    }
}
