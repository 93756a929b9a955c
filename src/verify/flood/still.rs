//! A lake at rest over a bumpy bed with islands.

use crate::hazard::flood::edge::Edges;
use crate::hazard::flood::grid::Grid;
use crate::hazard::flood::real::Real;
use crate::hazard::flood::water::{Solver, Water};
use crate::maths;
use crate::pedestrian::scene::Trial;
use crate::verify::Finding;

pub(super) const GRID: Grid = Grid {
    columns: 60,
    rows: 40,
    cell_m: 1.0,
};
const LEVEL_M: f64 = 0.5;

pub(super) fn bed(column: usize, row: usize) -> f64 {
    let (x, y) = (column as f64, row as f64);
    let from = |a: f64, b: f64| (x - a) * (x - a) + (y - b) * (y - b);
    let island = |a, b| 2.0 - 0.2 * from(a, b);
    let bumps = 0.3 * maths::sin(0.7 * x) * maths::cos(0.9 * y);
    bumps.max(island(20.0, 20.0)).max(island(45.0, 8.0))
}

pub(super) fn depth(column: usize, row: usize) -> f64 {
    (LEVEL_M - bed(column, row)).max(0.0)
}

/// By how much the level is off, or how much flows, after a quarter of an hour, m or m²/s.
fn unrest<T: Real>(solver: Solver) -> f64 {
    let mut water = Water::new(
        GRID,
        solver,
        GRID.field(|column, row| T::of(bed(column, row))),
        &GRID.field(|_, _| T::of(0.03)),
        Edges::walls(&GRID),
        GRID.field(|column, row| T::of(depth(column, row))),
    );
    water.run(900.0).expect("the case is stable");
    let mut worst = 0.0_f64;
    for row in 0..GRID.rows {
        for column in 0..GRID.columns {
            let [east, north] = water.discharge(column, row);
            let off = water.depth_m(column, row) - depth(column, row);
            worst = worst.max(off.abs()).max(east.abs()).max(north.abs());
        }
    }
    worst
}

/// Nothing moves.
pub(in super::super) fn lake_at_rest(_: Trial) -> Vec<Finding> {
    let mut findings = Vec::new();
    for solver in Solver::ALL {
        let word = solver.word();
        let (double, single) = (unrest::<f64>(solver), unrest::<f32>(solver));
        let what = format!("{word}: level off, in double precision");
        findings.push(Finding::new(what, "10⁻¹² m", (double * 1e12) as f32).at_most(100.0));
        let what = format!("{word}: level off, in single precision");
        findings.push(Finding::new(what, "10⁻⁶ m", (single * 1e6) as f32).at_most(10.0));
    }
    findings
}
