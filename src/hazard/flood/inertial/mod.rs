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

use rayon::prelude::*;

use super::edge::{Beyond, Edge, Edges};
use super::grid::Grid;
use super::real::Real;
use super::{G, Stepped};
use face::{Constants, Gate};
use mend::mend;
use worker::{Done, Ground, Rows, Worker};

/// Depth by cell, and unit discharge through the faces east and north of each, the border with them.
#[derive(Debug, Clone, PartialEq)]
pub struct Flow<T> {
    /// Depth, m; in the border it may be negative: a level below the bed.
    pub h: Vec<T>,
    /// Unit discharge to the east, m²/s.
    pub east: Vec<T>,
    /// Unit discharge to the north, m²/s.
    pub north: Vec<T>,
}

/// Rows that are changed by one worker: enough that the faces it computes twice cost little, few enough that there is work
/// for all. The bits do not depend on it, and it does not depend on how many work.
const ROWS_AT_ONCE: usize = 32;

/// Memory of the scheme between steps.
#[derive(Debug)]
pub struct Inertial<T> {
    grid: Grid,
    workers: Vec<Worker<T>>,
    /// Along the sides, in the order west, east, south, north.
    gates: [Vec<Gate<T>>; 4],
}

impl<T: Real> Flow<T> {
    /// Water at rest, of this depth by cell.
    pub fn at_rest(h: Vec<T>) -> Self {
        let zero = vec![T::ZERO; h.len()];
        Self {
            east: zero.clone(),
            north: zero,
            h,
        }
    }
}

impl<T: Real> Inertial<T> {
    /// For a grid.
    pub fn new(grid: Grid) -> Self {
        let shut = |count| vec![Gate::SHUT; count];
        let worker = |_| Worker::new(grid);
        Self {
            grid,
            workers: (0..grid.rows.div_ceil(ROWS_AT_ONCE)).map(worker).collect(),
            gates: [
                shut(grid.rows),
                shut(grid.rows),
                shut(grid.columns),
                shut(grid.columns),
            ],
        }
    }

    /// Writes into the border what lies beyond the edges; the fastest wave there, m/s.
    pub fn meet(&mut self, flow: &mut Flow<T>, edges: &Edges, z: &[T]) -> f64 {
        let of = |beyond: &Beyond| {
            let (inside, border) = (beyond.inside, beyond.border);
            let surface = flow.h[inside] + z[inside];
            let (gate, level) = match beyond.edge {
                Edge::Wall => (Gate::SHUT, surface),
                Edge::Inflow(q) => {
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
        edges.0.iter().map(of).fold(0.0, f64::max)
    }

    /// One step of `dt_s`, with g n² of each cell as `friction`; the border holds what stands beyond the edges.
    pub fn step(&mut self, flow: &mut Flow<T>, z: &[T], friction: &[T], dt_s: f64) -> Stepped {
        let k = Constants::new(dt_s, self.grid.cell_m);
        let rate = T::of(dt_s / self.grid.cell_m);
        self.remember(flow, z);
        let done = self.work(flow, z, friction, &k, rate);
        let across: f64 = done.iter().map(|done| done.across).sum();
        let mut entered = across + self.through_the_ends(flow);
        let lowest = done
            .iter()
            .fold(T::ZERO, |least, done| least.smaller(done.lowest));
        if lowest < T::ZERO {
            entered += mend(flow, &self.grid, rate);
        }
        let deepest = done.iter().fold(T::ZERO, |most, done| most.larger(done.deepest));
        Stepped {
            wave_m_s: (G * deepest.f64()).sqrt(),
            entered_m3: entered * dt_s * self.grid.cell_m,
        }
    }

    /// Keeps for each worker what its neighbours change.
    fn remember(&mut self, flow: &Flow<T>, z: &[T]) {
        let stride = self.grid.stride();
        for (number, worker) in self.workers.iter_mut().enumerate() {
            let first = number * ROWS_AT_ONCE;
            let last = (first + ROWS_AT_ONCE).min(self.grid.rows) + 1;
            for (row, before) in [(first, &mut worker.below), (last, &mut worker.above)] {
                let at = row * stride;
                before.take(&flow.h[at..], &flow.east[at..], &flow.north[at..], &z[at..]);
            }
            // Nothing lies before the first faces.
            let before = first.saturating_sub(1) * stride;
            worker
                .far_below
                .copy_from_slice(&flow.north[before..before + stride]);
        }
    }

    fn work(
        &mut self,
        flow: &mut Flow<T>,
        z: &[T],
        friction: &[T],
        k: &Constants<T>,
        rate: T,
    ) -> Vec<Done<T>> {
        let stride = self.grid.stride();
        let inside = stride..stride * (self.grid.rows + 1);
        let at_once = ROWS_AT_ONCE * stride;
        let [west, east, south, north] = &self.gates;
        let parts = flow.h[inside.clone()]
            .par_chunks_mut(at_once)
            .zip(flow.east[inside.clone()].par_chunks_mut(at_once))
            .zip(flow.north[inside].par_chunks_mut(at_once));
        let last = self.workers.len() - 1;
        let one = |(number, (worker, ((h, east_faces), north_faces))): (usize, (&mut Worker<T>, _))| {
            let rows: Rows<'_, T> = Rows {
                h,
                east: east_faces,
                north: north_faces,
            };
            // From the row before the first to the one after the last.
            let from = number * at_once;
            let to = from + rows.h.len() + 2 * stride;
            let of_rows = number * ROWS_AT_ONCE..;
            let ground = Ground {
                z: &z[from..to],
                friction: &friction[from..to],
                west: &west[of_rows.clone()],
                east: &east[of_rows],
                k,
                rate,
            };
            let ends = [
                (number == 0).then_some(south.as_slice()),
                (number == last).then_some(north.as_slice()),
            ];
            worker.work(rows, &ground, ends)
        };
        self.workers
            .par_iter_mut()
            .zip(parts)
            .enumerate()
            .map(one)
            .collect()
    }

    /// Keeps what flows through the faces south of the first row; what comes in through the southern and northern edge, m²/s.
    fn through_the_ends(&self, flow: &mut Flow<T>) -> f64 {
        let (columns, stride) = (self.grid.columns, self.grid.stride());
        flow.north[..stride].copy_from_slice(&self.workers[0].south);
        let sum = |row: usize| {
            let faces = &flow.north[row * stride + 1..][..columns];
            faces.iter().map(|q| q.f64()).sum::<f64>()
        };
        sum(0) - sum(self.grid.rows)
    }
}
