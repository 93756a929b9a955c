//! Water on a grid against exact solutions.
//!
//! Gates of the full equations are what a first-order scheme of the same kind was measured to reach in another language,
//! and a third more. Where no such measure is known, the error has to fall as it does for a scheme of first order.

mod agency;
mod dams;
mod exact;
mod mass;
mod radial;
mod rain;
mod round;
mod steady;
mod still;
mod turned;

use super::finding::Finding;
use crate::hazard::flood::edge::{Edge, Edges, Side};
use crate::hazard::flood::grid::Grid;
use crate::hazard::flood::water::{Solver, Water};
use crate::maths;

pub(super) use agency::{depressions, momentum, plain};
pub(super) use dams::{breaking_dams, swinging_basins};
pub(super) use mass::water_is_kept;
pub(super) use rain::{advancing_wave, rain_on_a_plane, soaked_away};
pub(super) use round::round_dams;
pub(super) use steady::{bumps, chosen_depths};
pub(super) use still::lake_at_rest;
pub(super) use turned::turned;

/// How much worse than the measured error of a scheme of the same kind passes.
const MARGIN: f64 = 1.3;

/// Cells in a line.
fn line(cells: usize, length_m: f64) -> Grid {
    Grid {
        columns: cells,
        rows: 1,
        cell_m: length_m / cells as f64,
    }
}

/// The middle of a cell, m.
fn middle(grid: &Grid, number: usize) -> f64 {
    (number as f64 + 0.5) * grid.cell_m
}

/// What happens at the ends of a line; nothing passes its sides.
fn ends(grid: &Grid, west: Edge, east: Edge) -> Edges {
    Edges::new(grid, |side, _| match side {
        Side::West => west,
        Side::East => east,
        Side::South | Side::North => Edge::Wall,
    })
}

/// Water in a line, of a bed and a level by place.
fn channel(
    solver: Solver,
    grid: Grid,
    edges: Edges,
    n: f64,
    bed: impl Fn(usize) -> f64,
    depth: impl Fn(usize) -> f64,
) -> Water<f64> {
    Water::new(
        grid,
        solver,
        grid.field(|column, _| bed(column)),
        &grid.field(|_, _| n),
        edges,
        grid.field(|column, _| depth(column)),
    )
}

/// By how much depths are off, as a share of all the water that there should be.
fn error(grid: &Grid, water: &Water<f64>, exact: impl Fn(f64, f64) -> f64) -> f64 {
    let (mut off, mut all) = (0.0, 0.0);
    for row in 0..grid.rows {
        for column in 0..grid.columns {
            let expected = exact(middle(grid, column), middle(grid, row));
            off += (water.depth_m(column, row) - expected).abs();
            all += expected;
        }
    }
    off / all
}

/// A share of depth that is off, as a finding in per cent.
fn off(what: impl Into<String>, share: f64) -> Finding {
    Finding::new(what, "%", 100.0 * share as f32)
}

/// Passes up to a measured error and the margin.
fn gate(what: impl Into<String>, share: f64, measured: f64) -> Finding {
    off(what, share).at_most((100.0 * MARGIN * measured) as f32)
}

/// Error with twice as many cells as a share of the error before: for a scheme of first order a half, at a shore more.
fn falls(what: &str, coarse: f64, fine: f64) -> Finding {
    Finding::new(
        format!("{what}: error with half the cells' side, by that before"),
        "",
        (fine / coarse) as f32,
    )
    .at_most(0.65)
}

/// Order in which the error fell with half the cells' side: reported beside the share by which it fell.
fn order(what: &str, coarse: f64, fine: f64) -> Finding {
    let order = maths::ln(coarse / fine) / std::f64::consts::LN_2;
    Finding::new(format!("{what}: order of convergence"), "", order as f32)
}
