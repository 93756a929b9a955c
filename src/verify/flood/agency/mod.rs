//! Tests of the Environment Agency of England, from the geometry that is stated; what had to be assumed is said with each.
//!
//! # Source
//! S. Néelz and G. Pender, "Benchmarking the latest generation of 2D hydraulic modelling packages", SC120002 (2013), as described
//! on the pages of the Tygron support wiki "UK EA benchmark 2", "3" and "4". The report itself, its terrain and its tables of
//! inflow were not at hand.

mod depressions;
mod momentum;
mod plain;

pub(in super::super) use depressions::depressions;
pub(in super::super) use momentum::momentum;
pub(in super::super) use plain::plain;

use crate::hazard::flood::edge::{Edge, Edges, Side};
use crate::hazard::flood::grid::Grid;
use crate::hazard::flood::water::{Solver, Water};
use crate::verify::Finding;

/// What flows in along the western side, and when.
struct Inflow {
    /// The first cell of the side and the one past the last.
    cells: [usize; 2],
    /// It rises evenly, m³/s,
    peak_m3_s: f64,
    /// within so many seconds,
    rises_s: f64,
    /// and falls in the same way until this time.
    ends_s: f64,
}

impl Inflow {
    /// What has come until a time, m³.
    fn volume_m3(&self, time_s: f64) -> f64 {
        let risen = |t: f64| {
            let rising = t.clamp(0.0, self.rises_s);
            0.5 * rising * rising / self.rises_s + (t - self.rises_s).max(0.0)
        };
        self.peak_m3_s * (risen(time_s) - risen(time_s - (self.ends_s - self.rises_s)))
    }

    fn edges(&self, grid: &Grid, m2_s: f64) -> Edges {
        let [first, end] = self.cells;
        Edges::new(grid, |side, number| match side {
            Side::West if (first..end).contains(&number) => Edge::Inflow(m2_s),
            _ => Edge::Wall,
        })
    }

    /// Lets it flow until a time; what flows changes every `turn_s`, by what comes in that time.
    fn run(&self, water: &mut Water<f64>, grid: &Grid, turn_s: f64, until_s: f64) {
        let width_m = (self.cells[1] - self.cells[0]) as f64 * grid.cell_m;
        while water.time_s() < until_s {
            let from_s = water.time_s();
            let soon_s = (from_s + turn_s).min(until_s);
            let came_m3 = self.volume_m3(soon_s) - self.volume_m3(from_s);
            water.set_edges(self.edges(grid, came_m3 / (soon_s - from_s) / width_m));
            water.run(soon_s).expect("the case is stable");
        }
    }
}

/// Water on dry land with one roughness.
fn dry(solver: Solver, grid: Grid, n: f64, bed: impl Fn(usize, usize) -> f64) -> Water<f64> {
    Water::new(
        grid,
        solver,
        grid.field(bed),
        &grid.field(|_, _| n),
        Edges::walls(&grid),
        grid.field(|_, _| 0.0),
    )
}

/// Passes within a hundredth of a volume, m³.
fn within_1_percent(finding: Finding, volume_m3: f64) -> Finding {
    let expected = volume_m3 as f32;
    finding.within(expected, 0.99 * expected, 1.01 * expected)
}
