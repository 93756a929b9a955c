//! Water whose numbers run away, and water that is faster than its waves.

use super::super::edge::{Edge, Edges, Side};
use super::super::grid::Grid;
use super::super::watch::Cause;
use super::super::water::{Solver, Water};

const GRID: Grid = Grid {
    columns: 50,
    rows: 40,
    cell_m: 5.0,
};

/// A metre of water on land that falls by `slope` to the east, with this bed and depth of one cell.
fn water(solver: Solver, slope: f64, bed: Option<f64>, depth: f64) -> Water<f64> {
    let here = |column, row| column == 30 && row == 20;
    let land = |column: usize| -slope * 5.0 * column as f64;
    Water::new(
        GRID,
        solver,
        GRID.field(|column, row| bed.filter(|_| here(column, row)).unwrap_or(land(column))),
        &GRID.field(|_, _| 0.02),
        Edges::new(&GRID, |side, _| match side {
            Side::West => Edge::Inflow(0.5),
            Side::East => Edge::Open,
            Side::South | Side::North => Edge::Wall,
        }),
        GRID.field(|column, row| if here(column, row) { depth } else { 1.0 }),
    )
}

#[test]
fn a_bed_that_is_no_number_is_found() {
    for solver in Solver::ALL {
        let end = water(solver, 0.0, Some(f64::NAN), 1.0).run(600.0).unwrap_err();
        println!("{end}");
        assert_eq!(end.cause, Cause::Land);
        assert_eq!([end.column, end.row], [30, 20]);
    }
}

#[test]
fn water_deeper_than_any_ocean_is_found() {
    for solver in Solver::ALL {
        // Seen at the end of the step, by which it has spread.
        let end = water(solver, 0.0, None, f64::INFINITY).run(600.0).unwrap_err();
        println!("{end}");
        assert!(end.column.abs_diff(30) + end.row.abs_diff(20) <= 2, "{end:?}");
        // It falls apart at once, at once too fast.
        let end = water(solver, 0.0, None, 50_000.0).run(600.0).unwrap_err();
        println!("{end}");
        assert!(end.time_s < 5.0);
    }
}

#[test]
fn water_faster_than_its_waves_is_seen() {
    for solver in Solver::ALL {
        let mut slow = water(solver, 0.0, None, 1.0);
        slow.run(60.0).expect("stable");
        assert_eq!(slow.rapid(), None);
        // By Manning 0.5 m²/s on 5 % are 0.155 m deep and 3.2 m/s fast: a Froude number of 2.6.
        let mut fast = water(solver, 0.05, None, 1.0);
        fast.run(600.0).expect("stable");
        let rapid = fast.rapid().expect("it is fast");
        println!("{}: {rapid:?}", solver.word());
        // The inertial scheme lets nothing flow faster than its waves, and where it is held the flow is uneven.
        let (froude, share) = if solver == Solver::Inertial {
            (0.95, 0.8)
        } else {
            (1.5, 0.9)
        };
        assert!(rapid.share > share && rapid.froude > froude && rapid.first_s < 60.0);
    }
}
