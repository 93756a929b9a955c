//! Flow that has become steady: over a bump, and down beds that belong to a chosen depth.

use super::exact::{Bump, MacDonald};
use super::{channel, ends, error, gate, line, middle, off};
use crate::hazard::flood::edge::Edge;
use crate::hazard::flood::water::Solver;
use crate::pedestrian::scene::Trial;
use crate::verify::Finding;

fn bump(solver: Solver, bump: Bump, cells: usize) -> f64 {
    /// Long enough for every wave of the beginning to have left, s.
    const STEADY_AFTER_S: f64 = 400.0;
    let grid = line(cells, Bump::LENGTH_M);
    let bed = |cell| Bump::bed(middle(&grid, cell));
    let level = bump.end_m().unwrap_or(0.0);
    let edges = ends(
        &grid,
        Edge::Inflow(bump.discharge()),
        bump.end_m().map_or(Edge::Open, Edge::Level),
    );
    let depth = |cell| (level - bed(cell)).max(0.0);
    let mut water = channel(solver, grid, edges, 0.0, bed, depth);
    water.run(STEADY_AFTER_S).expect("the case is stable");
    error(&grid, &water, |x, _| bump.depth(x))
}

/// Flow over a bump: slower than its waves, faster beyond the crest, and slowed again by a jump.
pub(in super::super) fn bumps(_: Trial) -> Vec<Finding> {
    let full = Solver::Godunov;
    let mut findings = Vec::new();
    for (cells, slow, jump) in [
        (100, 1.5e-3, 9.0e-3),
        (200, 7.4e-4, 4.7e-3),
        (400, 3.7e-4, 2.6e-3),
    ] {
        let what = format!("slow, {cells} cells: depth off");
        findings.push(gate(what, bump(full, Bump::Slow, cells), slow));
        let what = format!("with a jump, {cells} cells: depth off");
        findings.push(gate(what, bump(full, Bump::Jump, cells), jump));
    }
    let [coarse, fine] = [100, 200].map(|cells| bump(full, Bump::Fast, cells));
    findings.push(off("fast beyond the crest, 200 cells: depth off", fine));
    findings.push(super::falls("fast beyond the crest", coarse, fine));
    findings.push(
        off(
            "inertial, slow, 200 cells: depth off",
            bump(Solver::Inertial, Bump::Slow, 200),
        )
        .against("out of its range"),
    );
    findings
}

fn chosen(solver: Solver, case: MacDonald, cells: usize) -> f64 {
    /// How often the water could run through in the time that it is given.
    const TIMES: f64 = 6.0;
    let grid = line(cells, case.length_m);
    let bed = case.bed(cells);
    let (end, _) = (case.depth)(case.length_m);
    let edges = ends(&grid, Edge::Inflow(case.q), Edge::Level(end));
    let depth = |cell: usize| (end - bed[cell]).max(0.0);
    let mut water = channel(solver, grid, edges, case.n, |cell| bed[cell], depth);
    water
        .run(TIMES * case.length_m * end / case.q + 1_000.0)
        .expect("the case is stable");
    error(&grid, &water, |x, _| (case.depth)(x).0)
}

/// Beds with friction that belong to a chosen depth.
pub(in super::super) fn chosen_depths(_: Trial) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (cells, measured) in [(100, 1.5e-2), (200, 7.4e-3), (400, 3.7e-3)] {
        let what = format!("godunov, a kilometre, {cells} cells: depth off");
        findings.push(gate(
            what,
            chosen(Solver::Godunov, MacDonald::LONG, cells),
            measured,
        ));
    }
    let [coarse, fine] = [200, 400].map(|cells| chosen(Solver::Godunov, MacDonald::WAVY, cells));
    findings.push(off("godunov, five wavy kilometres, 400 cells: depth off", fine));
    findings.push(super::falls("godunov, five wavy kilometres", coarse, fine));
    // Gradually varied flow: inertial and full models agree within 10 % (J. Neal and others, Hydrological Processes 26, 2012).
    for (what, case) in [
        ("a kilometre", MacDonald::LONG),
        ("five wavy kilometres", MacDonald::WAVY),
    ] {
        let what = format!("inertial, {what}, 200 cells: depth off");
        findings.push(off(what, chosen(Solver::Inertial, case, 200)).at_most(10.0));
    }
    findings
}
