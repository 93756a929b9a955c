//! Godunov's scheme: fluxes between cells by an approximate Riemann solver, with the bed balanced by hydrostatic
//! reconstruction, of first or second order in space and time.
//!
//! # Source
//! E. F. Toro, Shock-Capturing Methods for Free-Surface Shallow Flows (2001): HLL fluxes with the speeds of the two-rarefaction
//! solution, the component along the face carried by the water (HLLC). E. Audusse and others, SIAM Journal on Scientific
//! Computing 25 (2004) 2050–2065: depths on both sides of a step of the bed. Friction is taken at the end of the step, which
//! for Manning's law is the root of a quadratic equation.
//!
//! # Bounds
//! The first order: on thin water that runs down a slope in cells whose beds lie farther apart than the water is deep, what flows
//! through faces is right and the velocity of cells is too low (a third on 1 % in cells of a metre, a fifth in cells of 4 m).
//! The second order has it right within 2 %; so has the inertial scheme.
//!
//! # How the parts fit
//! ```text
//! flux      what passes a face
//! worker    some rows through a step
//! second    the same by the second order
//! mend      what runs dry
//! beyond    what stands beyond the edges
//! ```

mod beyond;
mod flux;
mod mend;
mod second;
mod worker;

use std::ops::Range;

use serde::{Deserialize, Serialize};

use rayon::prelude::*;

use super::grid::Grid;
use super::group::{Group, groups};
use super::maxima::Stretch;
use super::real::Real;
use super::tiles::{SIDE, Tiles, has_any, look};
use super::{Land, Step, Stepped};
use mend::mend;
use second::{Half, Kept};
use worker::{Done, Ground, Rows, Worker};

/// Depth, and unit discharge to the east and to the north, by cell, the border with them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(bound = "T: Real")]
pub(super) struct Flow<T> {
    /// Depth, m.
    pub(super) h: Vec<T>,
    /// Unit discharge to the east, m²/s.
    pub(super) hu: Vec<T>,
    /// Unit discharge to the north, m²/s.
    pub(super) hv: Vec<T>,
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

/// How the error falls with the side of the cells, and with the length of the steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Order {
    First,
    Second,
}

/// Memory of the scheme between steps.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(bound = "T: Real", from = "(Grid, Order)", into = "(Grid, Order)")]
pub(super) struct Godunov<T> {
    grid: Grid,
    order: Order,
    workers: Vec<Worker<T>>,
    /// The water before a step, for the second order.
    before: Option<Flow<T>>,
}

// Between steps it remembers nothing but how large it is, and of which order.
impl<T: Real> From<(Grid, Order)> for Godunov<T> {
    fn from((grid, order): (Grid, Order)) -> Self {
        Self::new(grid, order)
    }
}

impl<T: Real> From<Godunov<T>> for (Grid, Order) {
    fn from(scheme: Godunov<T>) -> Self {
        (scheme.grid, scheme.order)
    }
}

impl<T: Real> Godunov<T> {
    /// For a grid.
    pub(super) fn new(grid: Grid, order: Order) -> Self {
        let worker = |_| Worker::new(grid, order);
        let zeros = || vec![T::ZERO; grid.len()];
        Self {
            grid,
            order,
            workers: (0..grid.rows.div_ceil(SIDE)).map(worker).collect(),
            before: (order == Order::Second).then(|| Flow::at_rest(zeros())),
        }
    }

    pub(super) fn order(&self) -> Order {
        self.order
    }

    /// One step where there is water; the border holds what stands beyond the edges.
    pub(super) fn step(&mut self, flow: &mut Flow<T>, mut step: Step<'_, T>) -> Stepped {
        let Some(mut before) = self.before.take() else {
            self.remember(flow, step.tiles);
            let (grid, land, dt_s) = (self.grid, step.land, step.dt_s);
            let work = groups(&grid, &mut self.workers, flow.groups(&grid), &mut step);
            let one = |group| work_on(group, &grid, &land, dt_s);
            let done: Vec<(usize, Done<T>)> = work.into_par_iter().map(one).collect();
            return self.stepped(flow, step.tiles, &done, dt_s);
        };
        let first = self.half(flow, &mut before, &mut step, Half::First);
        // Maxima are those of the beginning.
        step.maxima = None;
        flow.meet(step.edges, step.tiles, step.land.bed);
        let second = self.half(flow, &mut before, &mut step, Half::Second);
        self.before = Some(before);
        Stepped {
            wave_m_s: first.wave_m_s.max(second.wave_m_s),
            entered_m3: 0.5 * (first.entered_m3 + second.entered_m3),
            is_finite: first.is_finite && second.is_finite,
        }
    }

    /// One of the two halves of a step of the second order.
    fn half(
        &mut self,
        flow: &mut Flow<T>,
        before: &mut Flow<T>,
        step: &mut Step<'_, T>,
        half: Half,
    ) -> Stepped {
        self.remember_sharp(flow, step.tiles, step.land.bed);
        let (grid, land, dt_s) = (self.grid, step.land, step.dt_s);
        let rows = flow.groups(&grid).zip(before.groups(&grid));
        let rows = rows.map(|(rows, before)| Kept { rows, before, half });
        let work = groups(&grid, &mut self.workers, rows, step);
        let one = |group| work_sharp_on(group, &grid, &land, dt_s);
        let done: Vec<(usize, Done<T>)> = work.into_par_iter().map(one).collect();
        self.stepped(flow, step.tiles, &done, dt_s)
    }

    /// Mends what ran dry, and puts together what was found.
    fn stepped(&self, flow: &mut Flow<T>, tiles: &Tiles, done: &[(usize, Done<T>)], dt_s: f64) -> Stepped {
        let is_finite = done.iter().all(|(_, done)| done.depths.is_finite());
        let mut entered_m3 = self.entered(done) * dt_s * self.grid.cell_m;
        for (number, _) in done
            .iter()
            .filter(|(_, done)| is_finite && done.depths.smallest() < T::ZERO)
        {
            let back = mend(flow, &self.grid, tiles.rows(*number), &tiles.runs()[*number]);
            entered_m3 += back * self.grid.area_m2();
        }
        Stepped {
            wave_m_s: done.iter().map(|(_, done)| done.wave_m_s()).fold(0.0, f64::max),
            entered_m3,
            is_finite,
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

    /// Keeps for each worker what its neighbours change, for the second order.
    fn remember_sharp(&mut self, flow: &Flow<T>, tiles: &Tiles, z: &[T]) {
        let (stride, end) = (self.grid.stride(), self.grid.rows + 1);
        for (number, (worker, runs)) in self.workers.iter_mut().zip(tiles.runs()).enumerate() {
            let rows = tiles.rows(number);
            let Some(sharp) = &mut worker.sharp else {
                continue;
            };
            // Nothing lies beyond the border.
            let below = [rows.start.saturating_sub(1), rows.start];
            let above = [rows.end + 1, (rows.end + 2).min(end)];
            let kept = sharp.below.iter_mut().zip(below);
            for (kept, row) in kept.chain(sharp.above.iter_mut().zip(above)) {
                for run in runs {
                    kept.remember(flow, z, row * stride, &(run.start..run.end + 2));
                }
            }
        }
    }

    /// What came in through the edges, less what left, m²/s.
    fn entered(&self, done: &[(usize, Done<T>)]) -> f64 {
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

/// What lies under a group of rows.
fn ground<'a, T: Real>(
    number: usize,
    rows: usize,
    grid: &Grid,
    land: &Land<'a, T>,
    dt_s: f64,
) -> Ground<'a, T> {
    let stride = grid.stride();
    // From the row before the first to the one after the last.
    let from = number * SIDE * stride;
    let to = from + (rows + 2) * stride;
    Ground {
        z: &land.bed[from..to],
        friction: &land.friction[from..to],
        crests: land.crests,
        first: number * SIDE,
        dt_s,
    }
}

/// Works on a group of rows; its number, and what was found.
fn work_on<T: Real>(
    mut group: Group<'_, T, Worker<T>, Rows<'_, T>>,
    grid: &Grid,
    land: &Land<'_, T>,
    dt_s: f64,
) -> (usize, Done<T>) {
    let (rows, stride) = (&mut group.rows, grid.stride());
    let count = rows.h.len() / stride;
    let ground = ground(group.number, count, grid, land, dt_s);
    let mut done = Done::default();
    for run in group.runs {
        group.worker.work(rows, &ground, run, &mut group.peaks, &mut done);
    }
    look(group.runs, count, group.seen, is_wet(rows.h, stride));
    (group.number, done)
}

/// The same in one half of a step of the second order.
fn work_sharp_on<T: Real>(
    mut group: Group<'_, T, Worker<T>, Kept<'_, T>>,
    grid: &Grid,
    land: &Land<'_, T>,
    dt_s: f64,
) -> (usize, Done<T>) {
    let (kept, stride) = (&mut group.rows, grid.stride());
    let count = kept.rows.h.len() / stride;
    let ground = ground(group.number, count, grid, land, dt_s);
    let mut done = Done::default();
    for run in group.runs {
        group
            .worker
            .work_sharp(kept, &ground, run, &mut group.peaks, &mut done);
    }
    look(group.runs, count, group.seen, is_wet(kept.rows.h, stride));
    (group.number, done)
}

/// Whether there is water in some columns of a row.
fn is_wet<T: Real>(h: &[T], stride: usize) -> impl Fn(Range<usize>, usize) -> bool {
    move |columns, row| has_any(&h[row * stride + 1..][columns])
}
