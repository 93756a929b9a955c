//! The same flow to the east, to the west, to the north and to the south.

use super::exact::Bump;
use super::middle;
use crate::hazard::flood::edge::{Edge, Edges, Side};
use crate::hazard::flood::grid::Grid;
use crate::hazard::flood::water::{Solver, Water};
use crate::pedestrian::scene::Trial;
use crate::verify::Finding;

const CELLS: usize = 100;
/// Long enough for waves to have run through it several times, s.
const AFTER_S: f64 = 30.0;

/// Depths along the flow over a bump with friction, which comes in through this side.
fn depths_m(solver: Solver, from: Side) -> Vec<f64> {
    let cell_m = Bump::LENGTH_M / CELLS as f64;
    let is_across = matches!(from, Side::West | Side::East);
    let is_backwards = matches!(from, Side::East | Side::North);
    let grid = Grid {
        columns: if is_across { CELLS } else { 1 },
        rows: if is_across { 1 } else { CELLS },
        cell_m,
    };
    let to = match from {
        Side::West => Side::East,
        Side::East => Side::West,
        Side::South => Side::North,
        Side::North => Side::South,
    };
    let along = |column: usize, row: usize| {
        let number = column.max(row);
        if is_backwards { CELLS - 1 - number } else { number }
    };
    let end_m = 2.0;
    let bed = |number: usize| Bump::bed(middle(&grid, number));
    let edges = Edges::new(&grid, |side, _| {
        if side == from {
            Edge::Inflow(Bump::Slow.discharge())
        } else if side == to {
            Edge::Level(end_m)
        } else {
            Edge::Wall
        }
    });
    let mut water = Water::new(
        grid,
        solver,
        grid.field(|column, row| bed(along(column, row))),
        &grid.field(|_, _| 0.03),
        edges,
        grid.field(|column, row| end_m - bed(along(column, row))),
    );
    water.run(AFTER_S).expect("the case is stable");
    let depth = |number: usize| {
        let cell = if is_backwards { CELLS - 1 - number } else { number };
        if is_across {
            water.depth_m(cell, 0)
        } else {
            water.depth_m(0, cell)
        }
    };
    (0..CELLS).map(depth).collect()
}

/// Flow over a bump on grids that are mirrored and turned, with what happens at their ends.
pub(in super::super) fn turned(_: Trial) -> Vec<Finding> {
    let findings = Solver::ALL.map(|solver| {
        let east = depths_m(solver, Side::West);
        let mut most = 0.0_f64;
        for from in [Side::East, Side::South, Side::North] {
            for (depth, other) in depths_m(solver, from).iter().zip(&east) {
                most = most.max((depth - other).abs());
            }
        }
        let what = format!("{}: mirrored or turned, depth off at most", solver.word());
        Finding::new(what, "10⁻¹² m", (most * 1e12) as f32).at_most(100.0)
    });
    findings.to_vec()
}
