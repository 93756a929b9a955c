//! Flow that has become steady: over a bump, and down beds that belong to a chosen depth.

use super::exact::{Bump, MacDonald};
use super::{channel, ends, error, falls, gate, line, middle, off, order};
use crate::hazard::flood::G;
use crate::hazard::flood::edge::Edge;
use crate::hazard::flood::grid::Grid;
use crate::hazard::flood::water::{Solver, Water};
use crate::maths;
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
    let cases = [
        ("slow", Bump::Slow, [1.5e-3, 7.4e-4, 3.7e-4]),
        ("with a jump", Bump::Jump, [9.0e-3, 4.7e-3, 2.6e-3]),
    ];
    for (what, case, measured) in cases {
        let mut errors = [0.0; 3];
        for ((cells, error), measured) in [100, 200, 400].into_iter().zip(&mut errors).zip(measured) {
            *error = bump(full, case, cells);
            findings.push(gate(
                format!("{what}, {cells} cells: depth off"),
                *error,
                measured,
            ));
        }
        findings.push(order(what, errors[1], errors[2]));
    }
    let [coarse, fine] = [100, 200].map(|cells| bump(full, Bump::Fast, cells));
    findings.push(off("fast beyond the crest, 200 cells: depth off", fine));
    findings.push(falls("fast beyond the crest", coarse, fine));
    findings.push(order("fast beyond the crest", coarse, fine));
    for (what, case) in [
        ("slow", Bump::Slow),
        ("with a jump", Bump::Jump),
        ("fast beyond the crest", Bump::Fast),
    ] {
        let [coarse, fine] = [100, 200].map(|cells| bump(Solver::Godunov2, case, cells));
        let what = format!("godunov2, {what}");
        findings.push(off(format!("{what}, 200 cells: depth off"), fine));
        findings.push(order(&what, coarse, fine));
    }
    findings.push(
        off(
            "inertial, slow, 200 cells: depth off",
            bump(Solver::Inertial, Bump::Slow, 200),
        )
        .against("out of its range"),
    );
    findings
}

/// Flow of a chosen depth once it is steady, and its grid.
fn settled(solver: Solver, case: MacDonald, cells: usize) -> (Grid, Water<f64>) {
    /// How often the water could run through in the time that it is given.
    const TIMES: f64 = 6.0;
    let grid = line(cells, case.length_m);
    let bed = case.bed(cells);
    let exact = |x: f64| (case.depth)(x).0;
    let (begin, end) = (exact(0.0), exact(case.length_m));
    // What is faster than its waves comes in as it is and leaves as it likes; the bed is dry at first then.
    let is_fast = |h: f64| case.q * case.q > G * h * h * h;
    let before = if is_fast(begin) {
        Edge::Torrent {
            depth_m: begin,
            q: case.q,
        }
    } else {
        Edge::Inflow(case.q)
    };
    let (beyond, level) = if is_fast(end) {
        (Edge::Open, f64::NEG_INFINITY)
    } else {
        (Edge::Level(end), end)
    };
    let edges = ends(&grid, before, beyond);
    let depth = |cell: usize| (level - bed[cell]).max(0.0);
    let mut water = channel(solver, grid, edges, case.n, |cell| bed[cell], depth);
    water
        .run(TIMES * case.length_m * end / case.q + case.length_m.min(1_000.0))
        .expect("the case is stable");
    (grid, water)
}

/// By how much its depths are off.
fn chosen(solver: Solver, case: MacDonald, cells: usize) -> f64 {
    let (grid, water) = settled(solver, case, cells);
    error(&grid, &water, |x, _| (case.depth)(x).0)
}

/// Order in which the depths of the inertial scheme come to its own, which leave something out: from cells twice and four times as
/// small, whose means are taken.
fn own_order(case: MacDonald) -> f64 {
    let [coarse, middle, fine] = [100, 200, 400].map(|cells| {
        let (_, water) = settled(Solver::Inertial, case, cells);
        (0..cells)
            .map(|cell| water.depth_m(cell, 0))
            .collect::<Vec<f64>>()
    });
    let apart = |coarse: &[f64], fine: &[f64]| {
        let pairs = coarse.iter().zip(fine.chunks(2));
        let off = pairs.map(|(depth, parts)| (depth - 0.5 * (parts[0] + parts[1])).abs());
        off.sum::<f64>() / coarse.len() as f64
    };
    maths::ln(apart(&coarse, &middle) / apart(&middle, &fine)) / std::f64::consts::LN_2
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
    let cases = [
        ("five wavy kilometres", MacDonald::WAVY),
        ("faster than its waves from the middle on", MacDonald::QUICKENING),
        ("faster than its waves all along", MacDonald::RUSHING),
        ("faster than its waves up to a jump", MacDonald::SLOWED),
        ("a hundred metres with a jump", MacDonald::SHORT_JUMP),
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
    let what = "inertial, five wavy kilometres: order of convergence to its own depths";
    findings.push(Finding::new(what, "", own_order(MacDonald::WAVY) as f32));
    for (what, case) in &cases[1..] {
        let what = format!("inertial, {what}, 200 cells: depth off");
        findings.push(off(what, chosen(Solver::Inertial, *case, 200)).against("out of its range"));
    }
    findings
}
