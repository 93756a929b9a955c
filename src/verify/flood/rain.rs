//! Gradual flow with friction: rain on a plane, and a wave that advances over level ground.

use super::exact::{RainOnPlane, advancing};
use super::{channel, ends, error, gate, line, middle};
use crate::hazard::flood::edge::Edge;
use crate::hazard::flood::grid::Grid;
use crate::hazard::flood::soil::Soil;
use crate::hazard::flood::water::{Solver, Water};
use crate::pedestrian::scene::Trial;
use crate::verify::Finding;

/// Rains until a time.
fn rain(water: &mut Water<f64>, grid: &Grid, rain: &RainOnPlane, until_s: f64) {
    while water.time_s() < until_s {
        let before_s = water.time_s();
        let dt_s = water.step(until_s).expect("the case is stable");
        let wet_s = (rain.lasts_s - before_s).clamp(0.0, dt_s);
        for column in 0..grid.columns {
            water.add(column, 0, wet_s * rain.rain_m_s);
        }
    }
}

fn on_a_plane(solver: Solver, cells: usize) -> Vec<Finding> {
    let case = RainOnPlane::HOUR;
    let grid = line(cells, case.length_m);
    let bed = |cell| case.slope * (case.length_m - middle(&grid, cell));
    let edges = ends(&grid, Edge::Wall, Edge::Open);
    let mut water = channel(solver, grid, edges, case.n, bed, |_| 0.0);
    let word = format!("{}, {cells} cells", solver.word());
    let mut findings = Vec::new();
    // Rising, steady, falling. By the full equations the first water is off too fast: where the bed falls by more from cell to
    // cell than the water is deep, a first-order scheme lets it drop.
    let moments: &[f64] = match solver {
        Solver::Godunov => &[3_500.0],
        Solver::Godunov2 | Solver::Inertial => &[600.0, 3_500.0, 3_900.0],
    };
    for moment_s in moments {
        rain(&mut water, &grid, &case, moment_s - 10.0);
        let before_m3 = water.ledger().entered_m3;
        rain(&mut water, &grid, &case, moment_s + 10.0);
        let outflow = (before_m3 - water.ledger().entered_m3) / 20.0 / grid.cell_m;
        let what = format!("{word}: outflow after {moment_s} s, by the exact one");
        let share = outflow / case.outflow(*moment_s);
        findings.push(Finding::new(what, "", share as f32).within(1.0, 0.95, 1.05));
    }
    rain(&mut water, &grid, &case, 3_600.0 + 7_200.0);
    let ledger = water.ledger();
    let lost = (water.volume_m3() - ledger.expected_m3()).abs() / ledger.added_m3;
    findings.push(
        Finding::new(
            format!("{word}: water not accounted for"),
            "10⁻⁹",
            (lost * 1e9) as f32,
        )
        .at_most(1.0),
    );
    findings
}

/// An hour of rain on a plane of 1 % and what flows off it.
pub(in super::super) fn rain_on_a_plane(_: Trial) -> Vec<Finding> {
    let mut findings = Vec::new();
    for cells in [50, 100] {
        for solver in Solver::ALL {
            findings.extend(on_a_plane(solver, cells));
        }
    }
    findings
}

/// What soaks away under standing water in an hour, at once and in parts.
pub(in super::super) fn soaked_away(_: Trial) -> Vec<Finding> {
    // The silt loam of the textbook's example; by a program in another language 3.1648 cm.
    const EXPECTED_CM: f32 = 3.1648;
    const TOLERANCE_CM: f32 = 1e-3;
    let loam = Soil {
        conductivity_m_s: 0.0065 / 3_600.0,
        suction_m: 0.1668,
        deficit: 0.34,
    };
    let finding = |what: &str, soaked_m: f64| {
        Finding::new(what, "cm", 100.0 * soaked_m as f32).within(
            EXPECTED_CM,
            EXPECTED_CM - TOLERANCE_CM,
            EXPECTED_CM + TOLERANCE_CM,
        )
    };
    let parts = (0..360).fold(0.0, |soaked_m, _| loam.soaked_m(soaked_m, 10.0));
    vec![
        finding("silt loam, an hour at once", loam.soaked_m(0.0, 3_600.0)),
        finding("silt loam, an hour in 360 parts", parts),
    ]
}

/// A wave that advances at 1 m/s over a level bed.
pub(in super::super) fn advancing_wave(_: Trial) -> Vec<Finding> {
    const N: f64 = 0.03;
    const SPEED_M_S: f64 = 1.0;
    const LENGTH_M: f64 = 5_000.0;
    const UNTIL_S: f64 = 3_600.0;
    /// Where the wave begins to be counted, m.
    const FRONT_M: f64 = 0.01;
    let mut findings = Vec::new();
    for (cells, measured) in [(100, 1.3e-2), (200, 1.3e-2)] {
        let grid = line(cells, LENGTH_M);
        let mut water = channel(
            Solver::Inertial,
            grid,
            ends(&grid, Edge::Level(0.0), Edge::Wall),
            N,
            |_| 0.0,
            |_| 0.0,
        );
        while water.time_s() < UNTIL_S {
            // In the middle of the cell beyond the edge, as the wave stands there half-way through the step.
            let soon_s = (water.time_s() + 10.0).min(UNTIL_S);
            let level = advancing(-0.5 * grid.cell_m, 0.5 * (water.time_s() + soon_s), SPEED_M_S, N).h;
            water.set_edges(ends(&grid, Edge::Level(level), Edge::Wall));
            water.run(soon_s).expect("the case is stable");
        }
        let exact = |x: f64, _: f64| advancing(x, UNTIL_S, SPEED_M_S, N).h;
        let what = format!("inertial, cells of {:.0} m: depth off", grid.cell_m);
        findings.push(gate(what, error(&grid, &water, exact), measured));
        let front = (0..cells).rev().find(|cell| water.depth_m(*cell, 0) > FRONT_M);
        let front_m = front.map_or(0.0, |cell| middle(&grid, cell) + 0.5 * grid.cell_m);
        let what = format!("inertial, cells of {:.0} m: front after an hour", grid.cell_m);
        findings.push(Finding::new(what, "m", front_m as f32).within(3_600.0, 3_550.0, 3_650.0));
    }
    findings
}
