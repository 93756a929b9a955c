//! Godunov's scheme: fluxes between cells by an approximate Riemann solver, with the bed balanced by hydrostatic
//! reconstruction, first order in space and time.
//!
//! # Source
//! E. F. Toro, Shock-Capturing Methods for Free-Surface Shallow Flows (2001): HLL fluxes with the speeds of the two-rarefaction
//! solution, the component along the face carried by the water (HLLC). E. Audusse and others, SIAM Journal on Scientific
//! Computing 25 (2004) 2050–2065: depths on both sides of a step of the bed. Friction is taken at the end of the step, which
//! for Manning's law is the root of a quadratic equation.
//!
//! # Bounds
//! On thin water that runs down a slope in cells whose beds lie farther apart than the water is deep, what flows through faces
//! is right and the velocity of cells is too low (a third on 1 % in cells of a metre): take the inertial scheme there.
//!
//! # How the parts fit
//! ```text
//! flux      what passes a face
//! worker    some rows through a step
//! beyond    what stands beyond the edges
//! ```

mod beyond;
mod flux;
mod worker;

use std::ops::Range;

use serde::{Deserialize, Serialize};

use rayon::prelude::*;

use super::grid::Grid;
use super::group::{Group, groups};
use super::maxima::Stretch;
use super::real::Real;
use super::tiles::{SIDE, Tiles, look};
use super::{Land, Step, Stepped};
use worker::{Done, Ground, Rows, Worker};

/// Depth, and unit discharge to the east and to the north, by cell, the border with them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(bound = "T: Real")]
pub struct Flow<T> {
    /// Depth, m.
    pub h: Vec<T>,
    /// Unit discharge to the east, m²/s.
    pub hu: Vec<T>,
    /// Unit discharge to the north, m²/s.
    pub hv: Vec<T>,
}

impl<T: Real> Flow<T> {
    /// Water at rest, of this depth by cell.
    pub(super) fn at_rest(h: Vec<T>) -> Self {
        let zero = vec![T::ZERO; h.len()];
        Self {
            hu: zero.clone(),
            hv: zero,
            h,
        }
    }

    /// The rows inside, by groups.
    fn groups(&mut self, grid: &Grid) -> impl Iterator<Item = Rows<'_, T>> {
        let stride = grid.stride();
        let inside = stride..stride * (grid.rows + 1);
        let at_once = SIDE * stride;
        let h = self.h[inside.clone()].chunks_mut(at_once);
        let hu = self.hu[inside.clone()].chunks_mut(at_once);
        let hv = self.hv[inside].chunks_mut(at_once);
        h.zip(hu).zip(hv).map(|((h, hu), hv)| Rows { h, hu, hv })
    }
}

/// Memory of the scheme between steps.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(bound = "T: Real", from = "Grid", into = "Grid")]
pub(super) struct Godunov<T> {
    grid: Grid,
    workers: Vec<Worker<T>>,
}

// Between steps it remembers nothing but how large it is.
impl<T: Real> From<Grid> for Godunov<T> {
    fn from(grid: Grid) -> Self {
        Self::new(grid)
    }
}

impl<T: Real> From<Godunov<T>> for Grid {
    fn from(scheme: Godunov<T>) -> Self {
        scheme.grid
    }
}

impl<T: Real> Godunov<T> {
    /// For a grid.
    pub(super) fn new(grid: Grid) -> Self {
        let worker = |_| Worker::new(grid);
        Self {
            grid,
            workers: (0..grid.rows.div_ceil(SIDE)).map(worker).collect(),
        }
    }

    /// One step where there is water; the border holds what stands beyond the edges.
    pub(super) fn step(&mut self, flow: &mut Flow<T>, mut step: Step<'_, T>) -> Stepped {
        self.remember(flow, step.tiles);
        let grid = self.grid;
        let (land, dt_s) = (step.land, step.dt_s);
        let work = groups(&grid, &mut self.workers, flow.groups(&grid), &mut step);
        let one = |group| work_on(group, &grid, &land, dt_s);
        let done: Vec<(usize, Done)> = work.into_par_iter().map(one).collect();
        Stepped {
            wave_m_s: done.iter().map(|(_, done)| done.wave_m_s).fold(0.0, f64::max),
            entered_m3: self.entered(&done) * dt_s * grid.cell_m,
            is_finite: !done.iter().any(|(_, done)| done.is_endless),
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
        let (hu, hv) = (&flow.hu[cells.clone()], &flow.hv[cells.clone()]);
        Stretch {
            h: &flow.h[cells],
            across: [hu, hu],
            beside: [hv, hv],
        }
    }

    /// Keeps for each worker what its neighbours change.
    fn remember(&mut self, flow: &Flow<T>, tiles: &Tiles) {
        let stride = self.grid.stride();
        for (number, (worker, runs)) in self.workers.iter_mut().zip(tiles.runs()).enumerate() {
            let rows = tiles.rows(number);
            for run in runs {
                let wide = run.start..run.end + 2;
                worker.below.remember(flow, rows.start * stride, &wide);
                worker.above.remember(flow, (rows.end + 1) * stride, &wide);
            }
        }
    }

    /// What came in through the edges, less what left, m²/s.
    fn entered(&self, done: &[(usize, Done)]) -> f64 {
        let mut entered = 0.0;
        for (number, done) in done {
            entered += done.west - done.east;
            if *number == 0 {
                entered += done.south;
            }
            if number + 1 == self.workers.len() {
                entered -= done.north;
            }
        }
        entered
    }
}

/// Works on a group of rows; its number, and what was found.
fn work_on<T: Real>(
    mut group: Group<'_, T, Worker<T>, Rows<'_, T>>,
    grid: &Grid,
    land: &Land<'_, T>,
    dt_s: f64,
) -> (usize, Done) {
    let stride = grid.stride();
    let rows = &mut group.rows;
    // From the row before the first to the one after the last.
    let from = group.number * SIDE * stride;
    let to = from + rows.h.len() + 2 * stride;
    let ground = Ground {
        z: &land.bed[from..to],
        friction: &land.friction[from..to],
        crests: land.crests,
        first: group.number * SIDE,
        dt_s,
    };
    let mut done = Done::default();
    for run in group.runs {
        group.worker.work(rows, &ground, run, &mut group.peaks, &mut done);
    }
    let count = rows.h.len() / stride;
    look(group.runs, count, group.seen, |column, row| {
        rows.h[row * stride + column + 1] != T::ZERO
    });
    (group.number, done)
}
