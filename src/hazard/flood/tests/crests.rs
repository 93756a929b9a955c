//! Levees narrower than a cell.

use super::super::crest::{Face, weir};
use super::super::edge::{Edge, Edges, Side};
use super::super::grid::Grid;
use super::super::real::Real;
use super::super::water::{Solver, Water};
use super::bed;

const GRID: Grid = Grid {
    columns: 40,
    rows: 40,
    cell_m: 2.0,
};

/// A ring of crests around the middle of rough land, with water at another level inside; by how much levels are off or anything
/// flows after a while.
fn ring<T: Real>(solver: Solver, crest_m: f64, inside_m: f64, outside_m: f64) -> f64 {
    let at = |column: usize, row: usize| bed(column as f64, row as f64);
    let is_inside = |column, row| (12..28).contains(&column) && (12..28).contains(&row);
    let level = |column, row| {
        if is_inside(column, row) {
            inside_m
        } else {
            outside_m
        }
    };
    let depth = |column, row| (level(column, row) - at(column, row)).max(0.0);
    let mut water = Water::<T>::new(
        GRID,
        solver,
        GRID.field(|column, row| T::of(at(column, row))),
        &GRID.field(|_, _| T::of(0.03)),
        Edges::walls(&GRID),
        GRID.field(|column, row| T::of(depth(column, row))),
    );
    for number in 12..28 {
        for face in [11, 27] {
            water.set_crest(Face::east(face, number), Some(crest_m));
            water.set_crest(Face::north(number, face), Some(crest_m));
        }
    }
    water.run(100.0).expect("stable");
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

#[test]
fn verify_that_lakes_behind_crests_are_at_rest() {
    for solver in Solver::ALL {
        // A crest that stands out, with other levels on both sides; dry land outside; and a crest under water.
        for (crest, inside, outside) in [(1.2, 1.0, 0.5), (1.2, 1.1, -9.0), (0.7, 0.9, 0.9)] {
            let double = ring::<f64>(solver, crest, inside, outside);
            let single = ring::<f32>(solver, crest, inside, outside);
            println!(
                "{}, crest {crest} m, levels {inside} and {outside} m: expected 0, obtained {double:e} and {single:e}, tolerance \
                 1e-10 and 1e-5",
                solver.word()
            );
            assert!(double < 1e-10 && single < 1e-5);
        }
    }
}

const LINE: Grid = Grid {
    columns: 60,
    rows: 1,
    cell_m: 5.0,
};

/// A channel with a crest of 1 m in its middle, through which `q` flows, m²/s, at last; the depths above the crest on both sides
/// of it, and what flows over it.
fn over(solver: Solver, q: f64, behind: Edge) -> ([f64; 2], f64) {
    let edges = Edges::new(&LINE, |side, _| match side {
        Side::West => Edge::Inflow(q),
        Side::East => behind,
        Side::South | Side::North => Edge::Wall,
    });
    let mut water = Water::<f64>::new(
        LINE,
        solver,
        LINE.field(|column, _| -0.02 * column as f64),
        &LINE.field(|_, _| 0.03),
        edges,
        LINE.field(|column, _| if column < 30 { 1.0 } else { 0.0 }),
    );
    water.set_crest(Face::east(29, 0), Some(1.0));
    water.run(3_600.0).expect("stable");
    let above = [29, 30].map(|column| water.depth_m(column, 0) - 0.02 * column as f64 - 1.0);
    // What comes is what goes.
    let [passes, _] = water.discharge(10, 0);
    (above, passes)
}

#[test]
fn verify_what_flows_over_a_crest() {
    for solver in Solver::ALL {
        for q in [0.1, 0.5, 1.5] {
            let (above, passes) = over(solver, q, Edge::Open);
            let share = passes / (1.7 * above[0] * above[0].sqrt());
            println!(
                "{}, {:.3} m above the crest: by the law of weirs expected 1, obtained {share:.4}, tolerance 0.02",
                solver.word(),
                above[0],
            );
            assert!((share - 1.0).abs() < 0.02);
        }
        // Held back by the water behind: by 1.7 h^1.5 (1 − (0.4 / 0.5617)^1.5)^0.385. The full equations lose more than that,
        // for they spread over a cell what a weir loses.
        let (above, passes) = over(solver, 0.5, Edge::Level(1.4));
        let share = passes / weir(above);
        let least = if solver == Solver::Inertial { 0.98 } else { 0.65 };
        println!(
            "{}, {:.3} and {:.3} m above it: expected 1, obtained {share:.4}, tolerance {least} to 1.02",
            solver.word(),
            above[0],
            above[1]
        );
        assert!((least..1.02).contains(&share));
    }
}

#[test]
fn a_breach_lets_the_lake_out() {
    for solver in Solver::ALL {
        let mut water = Water::<f64>::new(
            LINE,
            solver,
            LINE.field(|_, _| 0.0),
            &LINE.field(|_, _| 0.03),
            Edges::walls(&LINE),
            LINE.field(|column, _| if column < 30 { 1.5 } else { 0.0 }),
        );
        let levee = Face::east(29, 0);
        water.set_crest(levee, Some(2.0));
        water.run(600.0).expect("stable");
        assert_eq!(water.depth_m(30, 0), 0.0);
        water.set_crest(levee, Some(1.0));
        water.run(1_200.0).expect("stable");
        assert_eq!(water.crest_m(levee), Some(1.0));
        assert!(water.depth_m(40, 0) > 0.01 && water.depth_m(20, 0) > 1.0);
        water.set_crest(levee, Some(-1.0));
        assert_eq!(water.crest_m(levee), None);
        water.run(3_600.0).expect("stable");
        let levels = [10, 50].map(|column| water.depth_m(column, 0));
        println!(
            "{}: expected 0.75 m, obtained {levels:?}, tolerance 0.01 m",
            solver.word()
        );
        assert!(levels.iter().all(|level| (level - 0.75).abs() < 0.01));
    }
}
