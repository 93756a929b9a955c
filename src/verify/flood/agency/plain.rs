//! Test 4: how fast a flood goes over a level plain.

use super::{Inflow, dry, within_1_percent};
use crate::hazard::flood::grid::Grid;
use crate::hazard::flood::water::{Solver, Water};
use crate::pedestrian::scene::Trial;
use crate::verify::Finding;
use crate::verify::flood::{falls, middle, off};

const MANNING: f64 = 0.05;
const HOUR_S: f64 = 3_600.0;

/// 1,000 m by 2,000 m, level, dry, behind walls. The test has cells of 5 m; those of 10 m take an eighth of the time.
const fn plain_of(cell_m: f64) -> Grid {
    Grid {
        columns: (1_000.0 / cell_m) as usize,
        rows: (2_000.0 / cell_m) as usize,
        cell_m,
    }
}

/// Along 20 m in the middle of the western side, at most 20 m³/s, over six hours.
///
/// # Assumed
/// The shape: it rises and falls as long, 6,500 s, with which 282,062 m³ come in the five hours; a published run has 282,057.
fn inflow(grid: &Grid) -> Inflow {
    let half = (10.0 / grid.cell_m) as usize;
    Inflow {
        cells: [grid.rows / 2 - half, grid.rows / 2 + half],
        peak_m3_s: 20.0,
        rises_s: 6_500.0,
        ends_s: 6.0 * HOUR_S,
    }
}
const VOLUME_M3: f64 = 282_057.0;

/// Depths whose contours are asked for, m.
const CONTOURS_M: [f64; 2] = [0.1, 0.2];

/// Places at which depth is asked for, m.
const POINTS_M: [[f64; 2]; 6] = [
    [50.0, 1_000.0],
    [100.0, 1_000.0],
    [200.0, 1_000.0],
    [300.0, 1_000.0],
    [400.0, 1_000.0],
    [300.0, 1_300.0],
];

/// How far from the inflow the contours lie, m: of each straight on, and along the western side.
type Reach = [f64; 4];

const CONTOURS: [&str; 4] = [
    "0.1 m, straight on",
    "0.1 m, along the side",
    "0.2 m, straight on",
    "0.2 m, along the side",
];

struct Flood {
    grid: Grid,
    water: Water<f64>,
}

impl Flood {
    fn new(solver: Solver, cell_m: f64) -> Self {
        let grid = plain_of(cell_m);
        let water = dry(solver, grid, MANNING, |_, _| 0.0);
        Self { grid, water }
    }

    fn run(&mut self, until_s: f64) {
        inflow(&self.grid).run(&mut self.water, &self.grid, 60.0, until_s);
    }

    fn reach_m(&self) -> Reach {
        let from = self.grid.rows / 2;
        let along = |depths: Vec<f64>, contour_m: f64| {
            let last = depths.iter().rposition(|depth| *depth > contour_m);
            last.map_or(0.0, |cell| {
                // Between the middles of two cells, in a straight line.
                let (here, next) = (depths[cell], depths.get(cell + 1).copied().unwrap_or(0.0));
                middle(&self.grid, cell) + self.grid.cell_m * (here - contour_m) / (here - next)
            })
        };
        let [straight, aside] = [0, 1].map(|way| {
            let depths = if way == 0 {
                (0..self.grid.columns)
                    .map(|column| self.water.depth_m(column, from))
                    .collect()
            } else {
                (from..self.grid.rows)
                    .map(|row| self.water.depth_m(0, row))
                    .collect::<Vec<f64>>()
            };
            CONTOURS_M.map(|contour_m| along(depths.clone(), contour_m))
        });
        [straight[0], aside[0], straight[1], aside[1]]
    }

    /// Depth at the places: the mean of the four cells around each.
    fn depths_m(&self) -> [f64; 6] {
        POINTS_M.map(|[x, y]| {
            let (column, row) = ((x / self.grid.cell_m) as usize, (y / self.grid.cell_m) as usize);
            let around = [
                (column - 1, row - 1),
                (column, row - 1),
                (column - 1, row),
                (column, row),
            ];
            around
                .map(|(column, row)| self.water.depth_m(column, row))
                .iter()
                .sum::<f64>()
                / 4.0
        })
    }

    /// By how much the northern half differs from the southern one, m.
    fn lopsided_m(&self) -> f64 {
        let mut most = 0.0_f64;
        for row in 0..self.grid.rows / 2 {
            for column in 0..self.grid.columns {
                let other = self.water.depth_m(column, self.grid.rows - 1 - row);
                most = most.max((self.water.depth_m(column, row) - other).abs());
            }
        }
        most
    }
}

/// The most by which numbers differ from others, as a share of those.
fn most_off(numbers: &[f64], others: &[f64]) -> f64 {
    let pairs = numbers.iter().zip(others);
    pairs
        .map(|(number, other)| (number / other - 1.0).abs())
        .fold(0.0, f64::max)
}

/// What a run on cells of 10 m came to: the contours after one and after three hours, depths after three, and the end.
struct Run {
    reach_m: [Reach; 2],
    depths_m: [f64; 6],
    flood: Flood,
}

impl Run {
    fn by(solver: Solver) -> Self {
        let mut flood = Flood::new(solver, 10.0);
        flood.run(HOUR_S);
        let early = flood.reach_m();
        flood.run(3.0 * HOUR_S);
        let (late, depths_m) = (flood.reach_m(), flood.depths_m());
        flood.run(5.0 * HOUR_S);
        Self {
            reach_m: [early, late],
            depths_m,
            flood,
        }
    }
}

/// Volume, symmetry, and how far the flood comes by each scheme.
pub(in crate::verify) fn plain(_: Trial) -> Vec<Finding> {
    let runs = Solver::ALL.map(Run::by);
    let mut findings = Vec::new();
    for (solver, run) in Solver::ALL.iter().zip(&runs) {
        let word = solver.word();
        let volume = run.flood.water.volume_m3();
        let what = format!("{word}: volume after five hours");
        findings.push(within_1_percent(
            Finding::new(what, "m³", volume as f32),
            VOLUME_M3,
        ));
        let what = format!("{word}: mirrored, depth off at most");
        let lopsided = (run.flood.lopsided_m() * 1e12) as f32;
        findings.push(Finding::new(what, "10⁻¹² m", lopsided).at_most(100.0));
    }
    let [first, second, gradual] = &runs;
    for (hour, after) in ["one hour", "three hours"].iter().enumerate() {
        for (contour, what) in CONTOURS.iter().enumerate() {
            let of = |run: &Run| run.reach_m[hour][contour] as f32;
            let what = |word: &str| format!("{word}: {what}, after {after}");
            findings.push(Finding::new(what("godunov2"), "m", of(second)));
            // Gradually varied flow: within 10 % (J. Neal and others, Hydrological Processes 26, 2012).
            let finding = Finding::new(what("inertial"), "m", of(gradual));
            findings.push(finding.within(of(second), 0.9 * of(second), 1.1 * of(second)));
        }
        let short = most_off(&first.reach_m[hour], &second.reach_m[hour]);
        let what = format!("godunov: contours after {after} off those of godunov2 at most");
        findings.push(off(what, short));
    }
    findings.push(first_order(&first.reach_m[0], &second.reach_m[0]));
    for (word, run) in [("godunov", first), ("inertial", gradual)] {
        let what = format!("{word}: depths at six places after three hours off those of godunov2 at most");
        findings.push(off(what, most_off(&run.depths_m, &second.depths_m)));
    }
    findings
}

/// What the first order falls short by after an hour, on cells of 10 m and of 5 m.
fn first_order(coarse: &Reach, sharp: &Reach) -> Finding {
    let mut fine = Flood::new(Solver::Godunov, 5.0);
    fine.run(HOUR_S);
    let short = |reach: &Reach| {
        let pairs = reach.iter().zip(sharp);
        pairs.map(|(blunt, sharp)| (sharp - blunt).abs()).sum::<f64>()
    };
    let what = "godunov, contours after one hour against godunov2";
    falls(what, short(coarse), short(&fine.reach_m()))
}
