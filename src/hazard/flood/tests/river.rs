//! A deep river that flows down its bed: it must not swing from step to step.

use super::super::G;
use super::super::edge::{Edge, Edges, Side};
use super::super::grid::Grid;
use super::super::water::{Solver, Water};
use crate::maths;

const GRID: Grid = Grid {
    columns: 80,
    rows: 12,
    cell_m: 50.0,
};
const DEPTH_M: f64 = 7.0;
const MANNING: f64 = 0.03;

/// A river of this Froude number, with a chequerboard of a centimetre on it.
fn river(solver: Solver, froude: f64) -> Water<f64> {
    let speed = froude * (G * DEPTH_M).sqrt();
    let slope = MANNING * MANNING * speed * speed / maths::pow(DEPTH_M, 4.0 / 3.0);
    let mut water = Water::new(
        GRID,
        solver,
        GRID.field(|column, _| -slope * GRID.cell_m * column as f64),
        &GRID.field(|_, _| MANNING),
        Edges::new(&GRID, |side, _| match side {
            Side::West => Edge::Inflow(speed * DEPTH_M),
            Side::East => Edge::Open,
            Side::South | Side::North => Edge::Wall,
        }),
        GRID.field(|column, row| DEPTH_M + if (column + row) % 2 == 0 { 0.01 } else { -0.01 }),
    );
    water.set_flow(|_, _| [speed * DEPTH_M, 0.0]);
    water
}

fn depths(water: &Water<f64>) -> Vec<f64> {
    let cells = (0..GRID.rows).flat_map(|row| (0..GRID.columns).map(move |column| [column, row]));
    cells.map(|[column, row]| water.depth_m(column, row)).collect()
}

#[test]
fn a_deep_river_does_not_swing_from_step_to_step() {
    for solver in Solver::ALL {
        for froude in [0.0, 0.2, 0.5, 0.8] {
            let mut water = river(solver, froude);
            water.run(3_000.0).expect("stable");
            let mut swing_m = 0.0_f64;
            let mut before = depths(&water);
            // As a run does: windows of 10 s, each ended by a shorter step.
            for window in 1..=30 {
                let until_s = 3_000.0 + 10.0 * f64::from(window);
                while water.time_s() < until_s {
                    water.step(until_s).expect("stable");
                    let now = depths(&water);
                    let swings = now.iter().zip(&before).map(|(now, before)| (now - before).abs());
                    swing_m = swings.fold(swing_m, f64::max);
                    before = now;
                }
            }
            println!(
                "{}, Froude number {froude}: after 50 min a step changes no level by more than: expected 0, obtained {swing_m:.1e} m, \
                 tolerance 0.002 m",
                solver.word()
            );
            assert!(
                swing_m < 0.002,
                "waves of millimetres still run to and fro by the full equations"
            );
        }
    }
}
