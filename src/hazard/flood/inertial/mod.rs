//! The local inertial scheme: shallow water without the term of convective acceleration, on faces between cells.
//!
//! # Source
//! P. D. Bates, M. S. Horritt, T. J. Fewtrell, Journal of Hydrology 387 (2010) 33–45; smoothed as by G. A. M. de Almeida and
//! others, Water Resources Research 48 (2012) W05528. Friction is taken at the end of the step instead of its beginning, so
//! that thin flow on a slope comes to Manning's discharge without swinging about it.
//!
//! # Bounds
//! For flow slower than its waves. A bore, a jump or a dam break comes out ten times worse than with the full equations, and
//! flow faster than its waves piles up.
//!
//! # How the parts fit
//! ```text
//! worker    some rows through a step
//! face      discharge through a face, a run of faces, a gate along an edge
//! mend      what runs dry
//! ```

mod face;
mod mend;
mod worker;

use std::ops::Range;

use serde::{Deserialize, Serialize};

use rayon::prelude::*;

use super::edge::{Beyond, Edge, Edges};
use super::grid::Grid;
use super::group::{Group, groups};
use super::maxima::Stretch;
use super::real::Real;
use super::tiles::{SIDE, Tiles, has_any, look};
use super::{G, Step, Stepped};
use face::{Constants, DRY_M, Gate};
use mend::{Short, mend};
use worker::{Done, Ground, Rows, Worker};

/// Depth by cell, and unit discharge through the faces east and north of each, the border with them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(bound = "T: Real")]
pub(super) struct Flow<T> {
    /// Depth, m; in the border it may be negative: a level below the bed.
    pub(super) h: Vec<T>,
    /// Unit discharge to the east, m²/s.
    pub(super) east: Vec<T>,
    /// Unit discharge to the north, m²/s.
    pub(super) north: Vec<T>,
}

/// Memory of the scheme between steps.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(bound = "T: Real", from = "Grid", into = "Grid")]
pub(super) struct Inertial<T> {
    grid: Grid,
    workers: Vec<Worker<T>>,
    /// Along the sides, in the order west, east, south, north.
    gates: [Vec<Gate<T>>; 4],
}

impl<T: Real> Flow<T> {
    /// Water at rest, of this depth by cell.
    pub(super) fn at_rest(h: Vec<T>) -> Self {
        let zero = vec![T::ZERO; h.len()];
        Self {
            east: zero.clone(),
            north: zero,
            h,
        }
    }

    /// The rows inside, by groups.
    fn groups(&mut self, grid: &Grid) -> impl Iterator<Item = Rows<'_, T>> {
        let stride = grid.stride();
        let inside = stride..stride * (grid.rows + 1);
        let at_once = SIDE * stride;
        let h = self.h[inside.clone()].chunks_mut(at_once);
        let east = self.east[inside.clone()].chunks_mut(at_once);
        let north = self.north[inside].chunks_mut(at_once);
        let parts = h.zip(east).zip(north);
        parts.map(|((h, east), north)| Rows { h, east, north })
    }
}

// Between steps it remembers nothing but how large it is.
impl<T: Real> From<Grid> for Inertial<T> {
    fn from(grid: Grid) -> Self {
        Self::new(grid)
    }
}

impl<T: Real> From<Inertial<T>> for Grid {
    fn from(scheme: Inertial<T>) -> Self {
        scheme.grid
    }
}

impl<T: Real> Inertial<T> {
    /// For a grid.
    pub(super) fn new(grid: Grid) -> Self {
        let shut = |count| vec![Gate::SHUT; count];
        let worker = |_| Worker::new(grid);
        Self {
            grid,
            workers: (0..grid.rows.div_ceil(SIDE)).map(worker).collect(),
            gates: [
                shut(grid.rows),
                shut(grid.rows),
                shut(grid.columns),
                shut(grid.columns),
            ],
        }
    }

    /// Water in some columns of a row.
    pub(super) fn stretch<'a>(
        &self,
        flow: &'a Flow<T>,
        row: usize,
        columns: &Range<usize>,
    ) -> Stretch<'a, T> {
        let cells = self.grid.at(columns.start, row)..self.grid.at(columns.end, row);
        let stride = self.grid.stride();
        Stretch {
            h: &flow.h[cells.clone()],
            across: [
                &flow.east[cells.start - 1..cells.end - 1],
                &flow.east[cells.clone()],
            ],
            beside: [
                &flow.north[cells.start - stride..cells.end - stride],
                &flow.north[cells],
            ],
        }
    }

    /// Writes into the border what lies beyond the edges where there is water; the fastest wave there, m/s.
    pub(super) fn meet(&mut self, flow: &mut Flow<T>, edges: &Edges, tiles: &Tiles, z: &[T]) -> f64 {
        let of = |beyond: &Beyond| {
            let (inside, border) = (beyond.inside, beyond.border);
            let surface = flow.h[inside] + z[inside];
            let (gate, level) = match beyond.edge {
                Edge::Wall => (Gate::SHUT, surface),
                Edge::Inflow(q) | Edge::Torrent { q, .. } => {
                    let given = T::of(beyond.side.inwards() * q);
                    (
                        Gate {
                            share: T::ZERO,
                            given,
                        },
                        surface,
                    )
                }
                // As steep as the bed behind, so that it flows as it would farther on.
                Edge::Open => {
                    let falls = (z[2 * inside - border] - z[inside]).larger(T::ZERO);
                    (Gate::OPEN, surface - falls)
                }
                Edge::Level(level) => (Gate::OPEN, T::of(level)),
            };
            flow.h[border] = level - z[border];
            self.gates[beyond.side as usize][beyond.number] = gate;
            (G * flow.h[border].f64().max(0.0)).sqrt()
        };
        edges.beside(tiles).map(of).fold(0.0, f64::max)
    }

    /// One step where there is water; the border holds what stands beyond the edges.
    pub(super) fn step(&mut self, flow: &mut Flow<T>, mut step: Step<'_, T>) -> Stepped {
        let (grid, dt_s) = (self.grid, step.dt_s);
        self.remember(flow, step.tiles, step.land.bed);
        let done = self.work(flow, &mut step);
        let mut entered: f64 = done.iter().map(|(_, done)| done.west - done.east).sum();
        entered += self.through_the_ends(flow, step.tiles);
        let is_finite = done.iter().all(|(_, done)| done.depths.is_finite());
        if is_finite && done.iter().any(|(_, done)| done.short != 0) {
            let mut short = vec![0; self.workers.len()];
            for (number, done) in &done {
                short[*number] = done.short;
            }
            let rate = T::of(dt_s / grid.cell_m);
            entered += mend(flow, &grid, step.tiles, step.land.porous, Short(short), rate);
        }
        let deepest = done
            .iter()
            .fold(T::ZERO, |most, (_, done)| most.larger(done.depths.largest()));
        Stepped {
            wave_m_s: (G * deepest.f64()).sqrt(),
            entered_m3: entered * dt_s * grid.cell_m,
            is_finite,
        }
    }

    /// Keeps for each worker what its neighbours change.
    fn remember(&mut self, flow: &Flow<T>, tiles: &Tiles, z: &[T]) {
        let stride = self.grid.stride();
        for (number, (worker, runs)) in self.workers.iter_mut().zip(tiles.runs()).enumerate() {
            let rows = tiles.rows(number);
            for run in runs {
                let wide = run.start..run.end + 2;
                worker.below.remember(flow, z, rows.start * stride, &wide);
                worker.above.remember(flow, z, (rows.end + 1) * stride, &wide);
                // Nothing lies before the first faces.
                let before = rows.start.saturating_sub(1) * stride;
                worker.far_below[wide.clone()].copy_from_slice(&flow.north[before..][wide]);
            }
        }
    }

    /// What was found by group of rows, with its number.
    fn work(&mut self, flow: &mut Flow<T>, step: &mut Step<'_, T>) -> Vec<(usize, Done<T>)> {
        let grid = self.grid;
        let (land, k) = (step.land, Constants::new(step.dt_s, grid.cell_m));
        let rate = T::of(step.dt_s / grid.cell_m);
        let (stride, last) = (grid.stride(), self.workers.len() - 1);
        let [west, east, south, north] = &self.gates;
        let one = |group: Group<'_, T, Worker<T>, Rows<'_, T>>| {
            // From the row before the first to the one after the last.
            let from = group.number * SIDE * stride;
            let to = from + group.rows.h.len() + 2 * stride;
            let of_rows = group.number * SIDE..;
            let ground = Ground {
                z: &land.bed[from..to],
                friction: &land.friction[from..to],
                crests: land.crests,
                porous: land.porous,
                first: group.number * SIDE,
                west: &west[of_rows.clone()],
                east: &east[of_rows],
                south: (group.number == 0).then_some(south.as_slice()),
                north: (group.number == last).then_some(north.as_slice()),
                k: &k,
                rate,
            };
            (group.number, work_on(group, &ground, stride))
        };
        let work = groups(&grid, &mut self.workers, flow.groups(&grid), step);
        work.into_par_iter().map(one).collect()
    }

    /// Keeps what flows through the faces south of the first row; what comes in through the southern and northern edge, m²/s.
    fn through_the_ends(&self, flow: &mut Flow<T>, tiles: &Tiles) -> f64 {
        let stride = self.grid.stride();
        let (mut south, mut north) = (0.0, 0.0);
        for run in &tiles.runs()[0] {
            let cells = run.start + 1..run.end + 1;
            let faces = &self.workers[0].south[cells.clone()];
            flow.north[cells].copy_from_slice(faces);
            south = faces.iter().fold(south, |sum, q| sum + q.f64());
        }
        for run in &tiles.runs()[self.workers.len() - 1] {
            let faces = &flow.north[self.grid.rows * stride + 1..][run.clone()];
            north = faces.iter().fold(north, |sum, q| sum + q.f64());
        }
        south - north
    }
}

/// Works on a group of rows; what was found.
fn work_on<T: Real>(
    mut group: Group<'_, T, Worker<T>, Rows<'_, T>>,
    ground: &Ground<'_, T>,
    stride: usize,
) -> Done<T> {
    let rows = &mut group.rows;
    let mut done = Done::default();
    for run in group.runs {
        group.worker.work(rows, ground, run, &mut group.peaks, &mut done);
    }
    look(group.runs, rows.h.len() / stride, group.seen, |columns, row| {
        let first = row * stride + 1;
        let cells = first + columns.start..first + columns.end;
        let z = &ground.z[stride..][cells.clone()];
        is_deep(&rows.h[cells.clone()], z)
            || has_any(&rows.east[cells.clone()])
            || has_any(&rows.north[cells])
            || columns.start == 0 && rows.east[first - 1] != T::ZERO
            || ground.south.is_some() && row == 0 && group.worker.flows_south(&columns)
    });
    done
}

/// Whether any water of a row is deep enough to flow, as the faces see it. All of it is looked at, several cells at once.
fn is_deep<T: Real>(h: &[T], z: &[T]) -> bool {
    let dry = T::of(DRY_M);
    let mut any = false;
    for (h, z) in h.iter().zip(z) {
        any |= (*h + *z) - *z > dry;
    }
    any
}
