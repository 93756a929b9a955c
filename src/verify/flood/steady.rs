//! Flow that has become steady: over a bump, and down beds that belong to a chosen depth.

use super::exact::{Bump, MacDonald};
use super::{channel, ends, error, falls, gate, line, middle, off, order};
use crate::hazard::flood::G;
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
    findings.push(falls("fast beyond the crest", coarse, fine));
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
    // What is faster than its waves at the end leaves as it likes, and the bed is dry at first.
    let is_fast = case.q * case.q > G * end * end * end;
    let (beyond, level) = if is_fast {
        (Edge::Open, f64::NEG_INFINITY)
    } else {
        (Edge::Level(end), end)
    };
    let edges = ends(&grid, Edge::Inflow(case.q), beyond);
    let depth = |cell: usize| (level - bed[cell]).max(0.0);
    let mut water = channel(solver, grid, edges, case.n, |cell| bed[cell], depth);
    water
        .run(TIMES * case.length_m * end / case.q + 1_000.0)
        .expect("the case is stable");
    error(&grid, &water, |x, _| (case.depth)(x).0)
}

/// Beds with friction that belong to a chosen depth.
pub(in super::super) fn chosen_depths(_: Trial) -> Vec<Finding> {
    let mut findings = Vec::new();
    for solver in [Solver::Godunov, Solver::Godunov2] {
        let errors = [(100, 1.5e-2), (200, 7.4e-3), (400, 3.7e-3)].map(|(cells, measured)| {
            let what = format!("{}, a kilometre, {cells} cells: depth off", solver.word());
            let off = chosen(solver, MacDonald::LONG, cells);
            findings.push(gate(what, off, measured));
            off
        });
        // Both ends are all but as fast as their waves, and the edges are of first order: there the second order is lost.
        let what = format!("{}, a kilometre", solver.word());
        findings.push(order(&what, errors[1], errors[2]));
    }
    let quick = "faster than its waves from the middle on";
    let cases = [
        ("five wavy kilometres", MacDonald::WAVY),
        (quick, MacDonald::QUICKENING),
    ];
    for (what, case) in cases {
        for solver in [Solver::Godunov, Solver::Godunov2] {
            let what = format!("{}, {what}", solver.word());
            let [coarse, fine] = [200, 400].map(|cells| chosen(solver, case, cells));
            findings.push(off(format!("{what}, 400 cells: depth off"), fine));
            findings.push(falls(&what, coarse, fine));
            findings.push(order(&what, coarse, fine));
        }
    }
    // Gradually varied flow: inertial and full models agree within 10 % (J. Neal and others, Hydrological Processes 26, 2012).
    for (what, case) in [
        ("a kilometre", MacDonald::LONG),
        ("five wavy kilometres", MacDonald::WAVY),
    ] {
        let what = format!("inertial, {what}, 200 cells: depth off");
        findings.push(off(what, chosen(Solver::Inertial, case, 200)).at_most(10.0));
    }
    let fast = chosen(Solver::Inertial, MacDonald::QUICKENING, 200);
    let what = format!("inertial, {quick}, 200 cells: depth off");
    findings.push(off(what, fast).against("out of its range"));
    findings
}
