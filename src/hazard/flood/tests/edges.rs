//! What comes in through an edge is what was asked for.

use super::*;

/// Water on a dry slope, into which some comes from the west.
fn slope(solver: Solver, before: Edge) -> (Grid, Water<f64>) {
    let grid = Grid {
        columns: 60,
        rows: 3,
        cell_m: 2.0,
    };
    let edges = Edges::new(&grid, |side, _| match side {
        Side::West => before,
        _ => Edge::Wall,
    });
    let water = Water::new(
        grid,
        solver,
        grid.field(|column, _| -0.1 * column as f64),
        &grid.field(|_, _| 0.03),
        edges,
        grid.field(|_, _| 0.0),
    );
    (grid, water)
}

#[test]
fn verify_that_an_inflow_over_dry_land_is_what_was_asked() {
    const UNTIL_S: f64 = 120.0;
    let torrent = |q: f64| Edge::Torrent { depth_m: 0.2, q };
    for solver in Solver::ALL {
        for (what, before, q) in [
            ("a trickle", Edge::Inflow(0.002), 0.002),
            ("an inflow", Edge::Inflow(0.4), 0.4),
            ("a torrent", torrent(0.6), 0.6),
        ] {
            let (grid, mut water) = slope(solver, before);
            water.run(UNTIL_S).expect("stable");
            let expected_m3 = q * 3.0 * grid.cell_m * UNTIL_S;
            let obtained_m3 = water.ledger().entered_m3;
            println!(
                "{}, {what}: expected {expected_m3} m³, obtained {obtained_m3} m³, tolerance 1e-9 of it",
                solver.word()
            );
            assert!((obtained_m3 / expected_m3 - 1.0).abs() <= 1e-9);
        }
    }
}
