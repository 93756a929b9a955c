//! Rivers narrower than a cell, as a scenario says them.

use super::water::{Course, CrestPoint};
use crate::geo::Point;
use crate::geo::metric::{MetricGrid, Stretch};

/// Where a line cuts off less than this of a cell, that belongs to the reach beside it, in cells: a reach as short as a corner
/// would ask for steps as short.
const SHORTEST: f64 = 0.25;

/// A river narrower than a cell.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct WaterwaySpec {
    /// Its id.
    pub id: String,
    /// Its line downstream, with the level of its bed at each corner, m.
    pub course: Vec<CrestPoint>,
    /// Its width, m.
    pub width_m: f64,
    /// Manning's n of it, s/m^(1/3).
    pub manning: f64,
    /// How deep water stands in it at first, m.
    pub holds_m: f64,
    /// What comes in at its head, m³/s.
    pub comes_m3_s: Option<Course>,
    /// How it ends.
    pub ends: WaterwayEnd,
}

impl WaterwaySpec {
    /// Its reaches by cell of a grid, without the cell into which it flows, and that cell.
    pub fn reaches(&self, grid: &MetricGrid) -> (Vec<Stretch>, Option<[usize; 2]>) {
        let line: Vec<Point> = self.course.iter().map(|(place, _)| *place).collect();
        let mut all: Vec<Stretch> = Vec::new();
        let shortest_m = SHORTEST * grid.cell_m;
        let mut parts = grid.along(&line);
        let into = match self.ends {
            WaterwayEnd::Water => parts.last().map(|last| last.cell),
            WaterwayEnd::Open | WaterwayEnd::Closed | WaterwayEnd::Level(_) => None,
        };
        while parts.last().is_some_and(|last| Some(last.cell) == into) {
            parts.pop();
        }
        for part in parts {
            match all.last_mut() {
                Some(last) if part.length_m() < shortest_m => last.span_m[1] = part.span_m[1],
                Some(last) if last.length_m() < shortest_m => {
                    last.cell = part.cell;
                    last.span_m[1] = part.span_m[1];
                }
                _ => all.push(part),
            }
        }
        // One that is no longer than a corner is none.
        all.retain(|reach| reach.length_m() >= shortest_m);
        (all, into)
    }

    /// The level of its bed at a distance along its line, m.
    pub fn bed_m(&self, along_m: f64) -> f64 {
        let mut passed_m = 0.0;
        for pair in self.course.windows(2) {
            let [(from, from_bed_m), (to, to_bed_m)] = [pair[0], pair[1]];
            let length_m = from.distance(to);
            if along_m <= passed_m + length_m && length_m > 0.0 {
                let share = (along_m - passed_m) / length_m;
                return from_bed_m + (to_bed_m - from_bed_m) * share;
            }
            passed_m += length_m;
        }
        self.course.last().map_or(0.0, |(_, bed_m)| *bed_m)
    }
}

/// How a channel ends.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum WaterwayEnd {
    /// It goes on with the slope of its last part.
    Open,
    /// Nothing leaves it.
    Closed,
    /// In water at these levels, m.
    Level(Course),
    /// In the water of the cell of its last corner, or in the channel under it.
    Water,
}
