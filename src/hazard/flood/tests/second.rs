//! The second order: how its error falls, and thin water down a slope.

use super::super::edge::{Edge, Edges, Side};
use super::super::grid::Grid;
use super::super::water::{Solver, Water};
use crate::maths;

fn line(cells: usize) -> Grid {
    Grid {
        columns: cells,
        rows: 1,
        cell_m: 100.0 / cells as f64,
    }
}

fn middle(grid: &Grid, column: usize) -> f64 {
    (column as f64 + 0.5) * grid.cell_m
}

/// A smooth wave that runs over a smooth bump.
fn wave(solver: Solver, cells: usize) -> Vec<f64> {
    let grid = line(cells);
    let bell = |x: f64, width: f64| maths::exp(-x * x / width);
    let bed = |column| 0.2 * bell(middle(&grid, column) - 60.0, 100.0);
    let level = |column| 2.0 + 0.2 * bell(middle(&grid, column) - 40.0, 50.0);
    let mut water = Water::<f64>::new(
        grid,
        solver,
        grid.field(|column, _| bed(column)),
        &grid.field(|_, _| 0.0),
        Edges::walls(&grid),
        grid.field(|column, _| level(column) - bed(column)),
    );
    water.run(4.0).expect("stable");
    (0..cells).map(|column| water.depth_m(column, 0)).collect()
}

/// The mean difference of depths from those of a finer grid, m.
fn off(depths: &[f64], fine: &[f64]) -> f64 {
    let parts = fine.len() / depths.len();
    let fine = fine.chunks_exact(parts);
    let all: f64 = depths
        .iter()
        .zip(fine)
        .map(|(depth, fine)| (depth - fine.iter().sum::<f64>() / parts as f64).abs())
        .sum();
    all / depths.len() as f64
}

#[test]
fn the_error_falls_as_the_order_says() {
    let fine = wave(Solver::Godunov2, 3_200);
    for (solver, least) in [(Solver::Godunov, 0.8), (Solver::Godunov2, 1.6)] {
        let [coarse, finer] = [200, 400].map(|cells| off(&wave(solver, cells), &fine));
        let order = maths::ln(coarse / finer) / maths::ln(2.0);
        println!(
            "{}: off by {coarse:.2e} and {finer:.2e} m: order obtained {order:.2}, at least {least} expected",
            solver.word()
        );
        assert!(order > least);
    }
}

/// Speed and depth in the middle of a plane of 1 % under steady rain, by what Manning's law says.
fn thin(solver: Solver) -> [f64; 2] {
    const RAIN_M_S: f64 = 50.0 / 3.6e6;
    const N: f64 = 0.03;
    let grid = line(50);
    let mut water = Water::<f64>::new(
        grid,
        solver,
        grid.field(|column, _| 0.01 * (100.0 - middle(&grid, column))),
        &grid.field(|_, _| N),
        Edges::new(&grid, |side, _| {
            if side == Side::East {
                Edge::Open
            } else {
                Edge::Wall
            }
        }),
        grid.field(|_, _| 0.0),
    );
    // Steady after 675 s.
    while water.time_s() < 1_200.0 {
        let dt_s = water.step(1_200.0).expect("stable");
        for column in 0..grid.columns {
            water.add(column, 0, dt_s * RAIN_M_S);
        }
    }
    let q = RAIN_M_S * (middle(&grid, 25) + 0.5 * grid.cell_m);
    // Over a slope of 0.01: q = h^(5/3) 0.1 / n.
    let h = maths::pow(q * N / 0.1, 0.6);
    let ([obtained, _], depth) = (water.discharge(25, 0), water.depth_m(25, 0));
    [obtained / depth / (q / h), depth / h]
}

#[test]
fn thin_water_keeps_its_speed_down_a_slope() {
    let [first, second] = [Solver::Godunov, Solver::Godunov2].map(thin);
    println!("first order: speed and depth by Manning's {first:?}");
    println!("second order: expected 1 and 1, obtained {second:?}, tolerance 0.03");
    assert!(second.iter().all(|share| (share - 1.0).abs() < 0.03));
    assert!(
        first[0] < 0.5,
        "the first order does not lose it any more: say so"
    );
}
