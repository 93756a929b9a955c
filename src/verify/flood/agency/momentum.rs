//! Test 3: water that its own momentum carries over a bump.

use super::{Inflow, dry, within_1_percent};
use crate::hazard::flood::grid::Grid;
use crate::hazard::flood::water::Solver;
use crate::maths;
use crate::pedestrian::scene::Trial;
use crate::verify::Finding;
use crate::verify::flood::middle;

/// 300 m by 100 m.
const SLOPE: Grid = Grid {
    columns: 60,
    rows: 20,
    cell_m: 5.0,
};
/// Recalled, not seen.
const MANNING: f64 = 0.01;
const UNTIL_S: f64 = 900.0;

/// How deep the hollows are, m.
const HOLLOW_M: f64 = 0.25;

/// The ground falls by 1 in 200; hollows lie at 150 m and 250 m.
///
/// # Assumed
/// It falls for 100 m; then two hollows of 100 m follow, as deep as a cosine, whose rims and the ridge between them lie at the
/// foot of the slope.
fn bed(x: f64) -> f64 {
    if x < 100.0 {
        return (100.0 - x) / 200.0;
    }
    let round = 2.0 * std::f64::consts::PI * (x - 100.0) / 100.0;
    -0.5 * HOLLOW_M * (1.0 - maths::cos(round))
}

/// As much as the first hollow holds, at most 65.5 m³/s.
///
/// # Assumed
/// The shape, a triangle: it is as long as that volume asks.
fn inflow() -> Inflow {
    const PEAK_M3_S: f64 = 65.5;
    let holds_m3 = held_m3(1, |x| -bed(x));
    let rises_s = holds_m3 / PEAK_M3_S;
    Inflow {
        cells: [0, SLOPE.rows],
        peak_m3_s: PEAK_M3_S,
        rises_s,
        ends_s: 2.0 * rises_s,
    }
}

/// What stands in a hollow, the first or the second, m³, with a depth of each cell across.
fn held_m3(hollow: usize, depth: impl Fn(f64) -> f64) -> f64 {
    let columns = (20 * hollow)..(20 * hollow + 20);
    let deep: f64 = columns.map(|column| depth(middle(&SLOPE, column))).sum();
    deep * SLOPE.area_m2() * SLOPE.rows as f64
}

/// Water beyond the ridge after a quarter of an hour: with momentum some, without none.
pub(in crate::verify) fn momentum(_: Trial) -> Vec<Finding> {
    let inflow = inflow();
    let mut findings = Vec::new();
    for solver in Solver::ALL {
        let word = solver.word();
        let mut water = dry(solver, SLOPE, MANNING, |column, _| bed(middle(&SLOPE, column)));
        inflow.run(&mut water, &SLOPE, 1.0, UNTIL_S);
        let depth = |x: f64| water.depth_m((x / SLOPE.cell_m) as usize, SLOPE.rows / 2);
        let beyond = Finding::new(format!("{word}: depth at 250 m"), "m", depth(250.0) as f32);
        findings.push(if solver == Solver::Inertial {
            beyond.against("out of its range")
        } else {
            beyond.above(0.0)
        });
        findings.push(Finding::new(
            format!("{word}: depth at 150 m"),
            "m",
            depth(150.0) as f32,
        ));
        let share = held_m3(2, depth) / inflow.volume_m3(UNTIL_S);
        findings.push(Finding::new(
            format!("{word}: share beyond the ridge"),
            "%",
            100.0 * share as f32,
        ));
        let what = format!("{word}: volume after a quarter of an hour");
        let volume = Finding::new(what, "m³", water.volume_m3() as f32);
        findings.push(within_1_percent(volume, inflow.volume_m3(UNTIL_S)));
    }
    findings
}
