//! A round dam that breaks all round.

use super::radial::Radial;
use super::{falls, middle, off, order};
use crate::hazard::flood::edge::Edges;
use crate::hazard::flood::grid::Grid;
use crate::hazard::flood::water::{Solver, Water};
use crate::pedestrian::scene::Trial;
use crate::verify::Finding;

/// Radius of the dam, m, in the middle of a square of this side; depth inside; when the water is looked at, s.
const RADIUS_M: f64 = 50.0;
const SIDE_M: f64 = 200.0;
const INSIDE_M: f64 = 10.0;
const AFTER_S: f64 = 2.0;

struct Broken {
    grid: Grid,
    water: Water<f64>,
}

impl Broken {
    fn new(solver: Solver, cells: usize, outside_m: f64) -> Self {
        let grid = Grid {
            columns: cells,
            rows: cells,
            cell_m: SIDE_M / cells as f64,
        };
        let zero = grid.field(|_, _| 0.0);
        let depth = |column, row| {
            if distance(&grid, column, row) < RADIUS_M {
                INSIDE_M
            } else {
                outside_m
            }
        };
        let mut water = Water::new(
            grid,
            solver,
            zero.clone(),
            &zero,
            Edges::walls(&grid),
            grid.field(depth),
        );
        water.run(AFTER_S).expect("the case is stable");
        Self { grid, water }
    }

    fn off(&self, reference: &Radial) -> f64 {
        let at = |place: f64| place - 0.5 * SIDE_M;
        super::error(&self.grid, &self.water, |x, y| {
            reference.depth_m((at(x) * at(x) + at(y) * at(y)).sqrt())
        })
    }

    /// By how much depths differ from those of the turned and of the mirrored plan at most, m.
    fn lopsided_m(&self) -> f64 {
        let last = self.grid.columns - 1;
        let h = |column: usize, row: usize| self.water.depth_m(column, row);
        let mut most = 0.0_f64;
        for row in 0..=last {
            for column in 0..=last {
                for other in [h(last - row, column), h(last - column, row), h(row, column)] {
                    most = most.max((h(column, row) - other).abs());
                }
            }
        }
        most
    }
}

fn distance(grid: &Grid, column: usize, row: usize) -> f64 {
    let (x, y) = (
        middle(grid, column) - 0.5 * SIDE_M,
        middle(grid, row) - 0.5 * SIDE_M,
    );
    (x * x + y * y).sqrt()
}

/// A round dam on a wet and on a dry bed, against the same in one dimension.
pub(in super::super) fn round_dams(_: Trial) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (bed, outside_m) in [("wet", 1.0), ("dry", 0.0)] {
        let reference = Radial::dam(RADIUS_M, INSIDE_M, outside_m, 0.5 * SIDE_M, AFTER_S);
        let mut first = f64::INFINITY;
        for solver in [Solver::Godunov, Solver::Godunov2] {
            let what = format!("{}, {bed} bed", solver.word());
            let [coarse, fine] = [200, 400].map(|cells| Broken::new(solver, cells, outside_m));
            let [rough, near] = [&coarse, &fine].map(|broken| broken.off(&reference));
            let finding = off(format!("{what}, cells of 0.5 m: depth off"), near);
            findings.push(if solver == Solver::Godunov2 {
                finding.below((100.0 * first) as f32)
            } else {
                finding
            });
            first = near;
            findings.push(falls(&what, rough, near));
            findings.push(order(&what, rough, near));
            let lopsided = Finding::new(
                format!("{what}: turned or mirrored, depth off at most"),
                "10⁻¹² m",
                (fine.lopsided_m() * 1e12) as f32,
            );
            findings.push(lopsided.at_most(100.0));
        }
        let gradual = Broken::new(Solver::Inertial, 400, outside_m).off(&reference);
        let what = format!("inertial, {bed} bed, cells of 0.5 m: depth off");
        findings.push(off(what, gradual).against("out of its range"));
    }
    findings
}
