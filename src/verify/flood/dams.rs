//! Water that falls, swings and comes back: dam breaks and basins.

use super::exact::{Basin, ritter, stoker};
use super::{channel, error, falls, gate, line, middle, off, order};
use crate::hazard::flood::edge::Edges;
use crate::hazard::flood::grid::Grid;
use crate::hazard::flood::water::{Solver, Water};
use crate::pedestrian::scene::Trial;
use crate::verify::Finding;

/// Depth behind the dam and before it where that is wet, m; when the water is looked at, s; the dam stands in the middle of
/// 10 m.
const BEHIND_M: f64 = 0.005;
const BEFORE_M: f64 = 0.001;
const AFTER_S: f64 = 6.0;

fn dam(solver: Solver, cells: usize, before_m: f64) -> f64 {
    let grid = line(cells, 10.0);
    let x = |cell| middle(&grid, cell) - 5.0;
    let depth = |cell| if x(cell) < 0.0 { BEHIND_M } else { before_m };
    let mut water = channel(solver, grid, Edges::walls(&grid), 0.0, |_| 0.0, depth);
    water.run(AFTER_S).expect("the case is stable");
    error(&grid, &water, |x, _| {
        let state = if before_m > 0.0 {
            stoker(x - 5.0, AFTER_S, BEHIND_M, before_m)
        } else {
            ritter(x - 5.0, AFTER_S, BEHIND_M)
        };
        state.h
    })
}

/// A dam that breaks on a dry and on a wet bed.
pub(in super::super) fn breaking_dams(_: Trial) -> Vec<Finding> {
    let mut findings = Vec::new();
    // The front on a dry bed drags on the order: what is measured falls by 0.63 with half the cells' side.
    for (bed, before_m, measured) in [
        ("dry", 0.0, [1.2e-2, 7.6e-3]),
        ("wet", BEFORE_M, [1.0e-2, 6.0e-3]),
    ] {
        for solver in [Solver::Godunov, Solver::Godunov2] {
            let what = format!("{}, {bed} bed", solver.word());
            let errors = [200, 400].map(|cells| dam(solver, cells, before_m));
            for ((cells, error), measured) in [200, 400].iter().zip(errors).zip(measured) {
                findings.push(gate(format!("{what}, {cells} cells: depth off"), error, measured));
            }
            findings.push(order(&what, errors[0], errors[1]));
        }
        let what = format!("inertial, {bed} bed, 400 cells: depth off");
        let gradual = dam(Solver::Inertial, 400, before_m);
        findings.push(off(what, gradual).against("out of its range"));
    }
    findings
}

/// By how much depths are off after one period.
fn swing(solver: Solver, basin: Basin, cells: usize) -> f64 {
    let side = Basin::SIDE_M;
    let is_line = basin == Basin::Swinging;
    let grid = if is_line {
        line(cells, side)
    } else {
        Grid {
            rows: cells,
            ..line(cells, side)
        }
    };
    let at = |place: f64| place - 0.5 * side;
    let across = |place: f64| if is_line { 0.0 } else { at(place) };
    let place = |column, row| (at(middle(&grid, column)), across(middle(&grid, row)));
    let state = |column, row| {
        let (x, y) = place(column, row);
        basin.state(x, y, 0.0)
    };
    let bed = |column, row| {
        let (x, y) = place(column, row);
        basin.bed(x, y)
    };
    let mut water = Water::new(
        grid,
        solver,
        grid.field(bed),
        &grid.field(|_, _| 0.0),
        Edges::walls(&grid),
        grid.field(|column, row| state(column, row).h),
    );
    water.set_flow(|column, row| {
        let state = state(column, row);
        [state.h * state.u, state.h * state.v]
    });
    let period_s = basin.period_s();
    water.run(period_s).expect("the case is stable");
    error(&grid, &water, |x, y| basin.state(at(x), across(y), period_s).h)
}

/// Basins in which water swings, breathes and goes round, after one period.
pub(in super::super) fn swinging_basins(_: Trial) -> Vec<Finding> {
    let mut findings = Vec::new();
    for solver in [Solver::Godunov, Solver::Godunov2] {
        let what = format!("{}, swinging", solver.word());
        let errors = [(100, 1.03e-1), (200, 5.1e-2), (400, 2.5e-2)].map(|(cells, measured)| {
            let error = swing(solver, Basin::Swinging, cells);
            findings.push(gate(format!("{what}, {cells} cells: depth off"), error, measured));
            error
        });
        findings.push(order(&what, errors[1], errors[2]));
        for (basin, what) in [(Basin::Breathing, "breathing"), (Basin::Turning, "turning")] {
            let what = format!("{}, {what}", solver.word());
            let [coarse, fine] = [50, 100].map(|cells| swing(solver, basin, cells));
            findings.push(off(format!("{what}, 100 cells a side: depth off"), fine));
            findings.push(falls(&what, coarse, fine));
            findings.push(order(&what, coarse, fine));
        }
    }
    for (basin, what) in [
        (Basin::Swinging, "swinging"),
        (Basin::Breathing, "breathing"),
        (Basin::Turning, "turning"),
    ] {
        let what = format!("inertial, {what}, 100 cells a side: depth off");
        findings.push(off(what, swing(Solver::Inertial, basin, 100)).against("out of its range"));
    }
    findings
}
