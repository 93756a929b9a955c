//! What both schemes hold whatever the case: still water, its sum, and no direction that is better than another.

mod checkpoint;
mod crests;
mod edges;
mod maxima;
mod river;
mod second;
mod tiles;
mod watch;

use super::edge::{Edge, Edges, Side};
use super::grid::Grid;
use super::real::Real;
use super::water::{Solver, Water};

const GRID: Grid = Grid {
    columns: 24,
    rows: 18,
    cell_m: 2.0,
};

/// A bed of hollows with an island.
fn bed(x: f64, y: f64) -> f64 {
    let island = 2.0 - 0.25 * ((x - 6.0) * (x - 6.0) + (y - 9.0) * (y - 9.0));
    let (a, b) = ((x * 0.7) % 2.0 - 1.0, (y * 0.9) % 2.0 - 1.0);
    (0.3 * a * b).max(island)
}

fn still<T: Real>(solver: Solver) -> Water<T> {
    let at = |column: usize, row: usize| bed(column as f64, row as f64);
    Water::new(
        GRID,
        solver,
        GRID.field(|column, row| T::of(at(column, row))),
        &GRID.field(|_, _| T::of(0.03)),
        Edges::walls(&GRID),
        GRID.field(|column, row| T::of((0.5 - at(column, row)).max(0.0))),
    )
}

/// By how much the level is off where there is water, or anything flows.
fn unrest<T: Real>(water: &Water<T>) -> f64 {
    let mut worst = 0.0_f64;
    for row in 0..GRID.rows {
        for column in 0..GRID.columns {
            let [east, north] = water.discharge(column, row);
            worst = worst.max(east.abs()).max(north.abs());
            let (h, z) = (water.depth_m(column, row), bed(column as f64, row as f64));
            let expected = (0.5 - z).max(0.0);
            worst = worst.max((h - expected).abs());
        }
    }
    worst
}

#[test]
fn verify_that_a_lake_is_at_rest() {
    for solver in Solver::ALL {
        let (mut double, mut single) = (still::<f64>(solver), still::<f32>(solver));
        double.run(200.0).expect("stable");
        single.run(200.0).expect("stable");
        let (double, single) = (unrest(&double), unrest(&single));
        println!(
            "{}: expected 0, obtained {double:e} and {single:e}, tolerance 1e-10 and 1e-5",
            solver.word()
        );
        assert!(double < 1e-10 && single < 1e-5);
    }
}

/// A heap of water that falls apart on a tilted bed, with an edge of each kind, in a grid turned by quarter turns.
fn heap(solver: Solver, turns: usize) -> Water<f64> {
    const N: usize = 20;
    let grid = Grid {
        columns: N,
        rows: N,
        cell_m: 1.0,
    };
    // Where a cell of the turned grid lies in the first one.
    let back =
        |column: usize, row: usize| (0..turns).fold((column, row), |(column, row), _| (row, N - 1 - column));
    let at = |column: usize, row: usize| {
        let (x, y) = back(column, row);
        let tilted = 0.02 * x as f64 + 0.01 * y as f64;
        let off = (x as f64 - 8.0) * (x as f64 - 8.0) + (y as f64 - 6.0) * (y as f64 - 6.0);
        (tilted, if off < 16.0 { 1.0 } else { 0.1 })
    };
    let sides = [Side::South, Side::East, Side::North, Side::West];
    let edges = Edges::new(&grid, |side, _| {
        let number = sides.iter().position(|known| *known == side).unwrap_or(0);
        // A quarter turn of the grid moves what lay south to the east, and so on.
        match sides[(number + 4 - turns) % 4] {
            Side::South => Edge::Open,
            Side::West => Edge::Level(0.4),
            Side::East | Side::North => Edge::Wall,
        }
    });
    let mut water = Water::new(
        grid,
        solver,
        grid.field(|column, row| at(column, row).0),
        &grid.field(|_, _| 0.03),
        edges,
        grid.field(|column, row| at(column, row).1),
    );
    water.run(15.0).expect("stable");
    water
}

#[test]
fn no_direction_is_better_than_another() {
    const N: usize = 20;
    for solver in Solver::ALL {
        let first = heap(solver, 0);
        for turns in 1..4 {
            let turned = heap(solver, turns);
            let mut worst = 0.0_f64;
            for row in 0..N {
                for column in 0..N {
                    let (x, y) = (0..turns).fold((column, row), |(column, row), _| (row, N - 1 - column));
                    let off = turned.depth_m(column, row) - first.depth_m(x, y);
                    worst = worst.max(off.abs());
                }
            }
            println!(
                "{}, {turns} quarter turns: expected 0, obtained {worst:e}, tolerance 1e-9",
                solver.word()
            );
            assert!(worst < 1e-9);
        }
    }
}

#[test]
fn verify_that_no_water_is_lost() {
    for solver in Solver::ALL {
        let water = heap(solver, 0);
        let (expected, obtained) = (water.ledger().expected_m3(), water.volume_m3());
        println!(
            "{}: expected {expected} m³, obtained {obtained} m³, tolerance 1e-9 of it",
            solver.word()
        );
        assert!((obtained / expected - 1.0).abs() < 1e-9);
        assert!(water.ledger().entered_m3.abs() > 1.0, "the edges are open");
    }
}

#[test]
fn a_film_that_runs_dry_stays_above_nothing() {
    for solver in Solver::ALL {
        let grid = Grid {
            columns: 40,
            rows: 3,
            cell_m: 1.0,
        };
        let mut water = Water::<f64>::new(
            grid,
            solver,
            grid.field(|column, _| 4.0 - 0.1 * column as f64),
            &grid.field(|_, _| 0.02),
            Edges::walls(&grid),
            grid.field(|column, _| if column % 2 == 0 { 0.05 } else { 0.0 }),
        );
        for until in 1..60 {
            water.run(f64::from(until)).expect("stable");
            for row in 0..grid.rows {
                for column in 0..grid.columns {
                    assert!(water.depth_m(column, row) >= 0.0);
                }
            }
        }
        assert_eq!(water.ledger().entered_m3, 0.0, "nothing passes a wall");
        let (expected, obtained) = (water.ledger().expected_m3(), water.volume_m3());
        println!(
            "{}: expected {expected} m³, obtained {obtained} m³, tolerance 1e-9 of it",
            solver.word()
        );
        assert!((obtained / expected - 1.0).abs() < 1e-9);
    }
}

/// A column of water that falls apart on dry land in all directions.
#[test]
fn a_single_cell_gives_no_more_than_it_has() {
    for solver in Solver::ALL {
        let grid = Grid {
            columns: 9,
            rows: 9,
            cell_m: 1.0,
        };
        let mut water = Water::<f64>::new(
            grid,
            solver,
            grid.field(|_, _| 0.0),
            &grid.field(|_, _| 0.03),
            Edges::walls(&grid),
            grid.field(|_, _| 0.0),
        );
        water.add(4, 4, 2.0);
        water.run(5.0).expect("stable");
        let (expected, obtained) = (2.0, water.volume_m3());
        println!(
            "{}: expected {expected} m³, obtained {obtained} m³, tolerance 1e-9 of it",
            solver.word()
        );
        assert!((obtained / expected - 1.0).abs() < 1e-9);
    }
}

#[test]
fn how_many_work_changes_no_bit() {
    const WIDE: Grid = Grid {
        columns: 30,
        rows: 100,
        cell_m: 2.0,
    };
    let at = |column: usize, row: usize| bed(column as f64, row as f64 * 0.4);
    for solver in Solver::ALL {
        let by = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .build()
                .expect("threads");
            pool.install(|| {
                let mut water = Water::<f32>::new(
                    WIDE,
                    solver,
                    WIDE.field(|column, row| at(column, row) as f32),
                    &WIDE.field(|_, _| 0.03),
                    Edges::new(&WIDE, |side, _| match side {
                        Side::North => Edge::Level(0.9),
                        Side::South => Edge::Open,
                        Side::West | Side::East => Edge::Wall,
                    }),
                    WIDE.field(|_, row| if row < 50 { 1.0 } else { 0.05 }),
                );
                water.run(60.0).expect("stable");
                let depths =
                    (0..WIDE.rows).flat_map(|row| (0..WIDE.columns).map(move |column| (column, row)));
                let bits: Vec<u64> = depths
                    .map(|(column, row)| water.depth_m(column, row).to_bits())
                    .collect();
                (bits, water.ledger(), water.volume_m3())
            })
        };
        let one = by(1);
        assert_eq!(one, by(2));
        assert_eq!(one, by(5));
        let (_, ledger, volume) = one;
        let expected = ledger.expected_m3();
        println!(
            "{}: expected {expected} m³, obtained {volume} m³, tolerance 1e-5 of it",
            solver.word()
        );
        assert!((volume / expected - 1.0).abs() < 1e-5);
    }
}
