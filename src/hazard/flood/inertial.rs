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

#![expect(
    clippy::inline_always,
    reason = "a call would keep the loop around it from being vectorised"
)]

use rayon::prelude::*;

use super::edge::{Beyond, Edge, Edges};
use super::grid::Grid;
use super::real::Real;
use super::{G, Stepped};

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

/// Water shallower than this between two cells does not flow, m.
const DRY_M: f64 = 1e-5;
/// Weight of a face's own discharge beside that of the faces before and behind it.
///
/// # Source
/// De Almeida and others 2012 recommend 0.7 to 1; between 0.8 and 0.9 is usual (recalled). Friction at the end of the step needs
/// little of it.
const THETA: f64 = 0.9;

/// Numbers of one step.
struct Constants<T> {
    dry: T,
    own: T,
    beside: T,
    /// g dt / dx.
    pull: T,
    dt: T,
}

/// Discharge through a face after a step: from the level of the water and the bed on both sides, the discharge of the face
/// before, itself and behind, and what flows across.
#[inline(always)]
fn discharge<T: Real>(
    surface: [T; 2],
    bed: [T; 2],
    q: [T; 3],
    across: T,
    friction: T,
    k: &Constants<T>,
) -> T {
    let between = surface[0].larger(surface[1]) - bed[0].larger(bed[1]);
    let depth = between.larger(k.dry);
    let smoothed = k.own * q[1] + k.beside * (q[0] + q[2]);
    let pushed = smoothed - k.pull * depth * (surface[1] - surface[0]);
    let drag = k.dt * friction / (depth * depth * depth.cube_root());
    // As if nothing flowed across, q (1 + drag |q|) = pushed; then with what does.
    let alone = (pushed + pushed) / (T::ONE + (T::ONE + T::of(4.0) * drag * pushed.abs()).sqrt());
    let q = pushed / (T::ONE + drag * (alone * alone + across * across).sqrt());
    if between > k.dry { q } else { T::ZERO }
}

/// What a face along an edge lets through: a share of the computed discharge, and what is given.
#[derive(Debug, Clone, Copy)]
struct Gate<T> {
    share: T,
    given: T,
}

impl<T: Real> Gate<T> {
    const SHUT: Self = Self {
        share: T::ZERO,
        given: T::ZERO,
    };
    const OPEN: Self = Self {
        share: T::ONE,
        given: T::ZERO,
    };

    fn pass(&self, q: T) -> T {
        self.share * q + self.given
    }
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

/// A row as it stood before the step: the level of its water, and what flows east and north of its cells.
#[derive(Debug)]
struct Before<T> {
    surface: Vec<T>,
    east: Vec<T>,
    north: Vec<T>,
}

impl<T: Real> Before<T> {
    fn new(grid: Grid) -> Self {
        let zeros = || vec![T::ZERO; grid.stride()];
        Self {
            surface: zeros(),
            east: zeros(),
            north: zeros(),
        }
    }

    fn take(&mut self, h: &[T], east: &[T], north: &[T], z: &[T]) {
        let n = self.surface.len();
        for ((surface, h), z) in self.surface.iter_mut().zip(h).zip(z) {
            *surface = *h + *z;
        }
        self.east.copy_from_slice(&east[..n]);
        self.north.copy_from_slice(&north[..n]);
    }
}

/// Who changes some rows. A row is changed as soon as both its sides are known, so that memory is passed once.
#[derive(Debug)]
struct Worker<T> {
    grid: Grid,
    /// What flowed north of the row two before the first.
    far_below: Vec<T>,
    /// The row before the first, and the one after the last.
    below: Before<T>,
    above: Before<T>,
    /// The row that is changed and the next, and what flowed north of the one before.
    here: Before<T>,
    next: Before<T>,
    previous: Vec<T>,
    /// What flows through the faces south of the first row after the step.
    south: Vec<T>,
}

/// Rows of cells that a worker changes, and the faces east and north of them.
struct Rows<'a, T> {
    h: &'a mut [T],
    east: &'a mut [T],
    north: &'a mut [T],
}

/// What a worker found: the largest and the least depth, and what came in across its rows, m²/s.
#[derive(Debug, Clone, Copy)]
struct Done<T> {
    deepest: T,
    lowest: T,
    across: f64,
}

/// What lies under the water and at the ends of its rows, for one step.
struct Ground<'a, T> {
    z: &'a [T],
    friction: &'a [T],
    west: &'a [Gate<T>],
    east: &'a [Gate<T>],
    k: &'a Constants<T>,
    rate: T,
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
                Edge::Inflow(q) | Edge::FastInflow(q, _) => {
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
        let k = Constants {
            dry: T::of(DRY_M),
            own: T::of(THETA),
            beside: T::of(0.5 * (1.0 - THETA)),
            pull: T::of(G * dt_s / self.grid.cell_m),
            dt: T::of(dt_s),
        };
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

impl<T: Real> Worker<T> {
    fn new(grid: Grid) -> Self {
        let zeros = || vec![T::ZERO; grid.stride()];
        Self {
            grid,
            far_below: zeros(),
            below: Before::new(grid),
            above: Before::new(grid),
            here: Before::new(grid),
            next: Before::new(grid),
            previous: zeros(),
            south: zeros(),
        }
    }

    fn work(&mut self, rows: Rows<'_, T>, ground: &Ground<'_, T>, ends: [Option<&[Gate<T>]>; 2]) -> Done<T> {
        let stride = self.grid.stride();
        let Rows { h, east, north } = rows;
        let count = h.len() / stride;
        let z_of = |row: usize| &ground.z[row * stride..(row + 1) * stride];
        self.here.take(h, east, north, z_of(1));
        flow_north(
            &self.far_below,
            &self.below,
            &self.here,
            &self.here.north,
            ground,
            0,
            &mut self.south,
        );
        pass(ends[0], &mut self.south);
        self.previous.copy_from_slice(&self.below.north);
        let mut done = Done {
            deepest: T::ZERO,
            lowest: T::ZERO,
            across: 0.0,
        };
        for row in 0..count {
            let (at, behind) = (row * stride, (row + 1) * stride);
            let is_last = row + 1 == count;
            if !is_last {
                let next = behind..;
                self.next
                    .take(&h[next.clone()], &east[next.clone()], &north[next], z_of(row + 2));
            }
            let next = if is_last { &self.above } else { &self.next };
            let faces = &mut east[at..behind];
            flow_east(&self.previous, &self.here, ground, row + 1, faces);
            let last = self.grid.columns;
            faces[0] = ground.west[row].pass(faces[0]);
            faces[last] = ground.east[row].pass(faces[last]);
            done.across += faces[0].f64() - faces[last].f64();
            let (before, from_here) = north.split_at_mut(at);
            let faces = &mut from_here[..stride];
            // Nothing lies behind the last faces of all.
            let further = if is_last && ends[1].is_some() {
                &self.here.north
            } else {
                &next.north
            };
            flow_north(&self.previous, &self.here, next, further, ground, row + 1, faces);
            if is_last {
                pass(ends[1], faces);
            }
            let south = if row == 0 {
                &self.south
            } else {
                &before[at - stride..]
            };
            let (deep, low) = settle(&mut h[at..behind], &east[at..behind], south, faces, ground.rate);
            done.deepest = done.deepest.larger(deep);
            done.lowest = done.lowest.smaller(low);
            std::mem::swap(&mut self.previous, &mut self.here.north);
            std::mem::swap(&mut self.here, &mut self.next);
        }
        done
    }
}

/// What the edge lets through, if these faces lie along it.
fn pass<T: Real>(gates: Option<&[Gate<T>]>, faces: &mut [T]) {
    for (face, gate) in faces[1..].iter_mut().zip(gates.unwrap_or_default()) {
        *face = gate.pass(*face);
    }
}

/// Discharge through the faces east of the cells of a row and of its border, where `below` flowed through those south of it;
/// `row` counts from the row before the first.
fn flow_east<T: Real>(below: &[T], here: &Before<T>, ground: &Ground<'_, T>, row: usize, out: &mut [T]) {
    let stride = here.surface.len();
    let last = stride - 2;
    let at = row * stride..(row + 1) * stride;
    let (z, friction) = (&ground.z[at.clone()], &ground.friction[at]);
    let (s, q) = (&here.surface, &here.east);
    let above = &here.north;
    // Nothing lies before the first face and behind the last.
    let edge = |face: usize, along: [T; 3]| {
        let across = T::of(0.25) * (below[face] + below[face + 1] + above[face] + above[face + 1]);
        let friction = T::of(0.5) * (friction[face] + friction[face + 1]);
        let (surface, bed) = ([s[face], s[face + 1]], [z[face], z[face + 1]]);
        discharge(surface, bed, along, across, friction, ground.k)
    };
    out[0] = edge(0, [q[0], q[0], q[1]]);
    out[last] = edge(last, [q[last - 1], q[last], q[last]]);
    let n = last - 1;
    let run = Run {
        surface: [&s[1..][..n], &s[2..][..n]],
        bed: [&z[1..][..n], &z[2..][..n]],
        friction: [&friction[1..][..n], &friction[2..][..n]],
        along: [&q[..n], &q[1..][..n], &q[2..][..n]],
        across: [
            &below[1..][..n],
            &below[2..][..n],
            &above[1..][..n],
            &above[2..][..n],
        ],
    };
    run.discharge(&mut out[1..last], ground.k);
}

/// Discharge through the faces between a row and the next, where `before` flowed through those south of it and `behind` through
/// those north of the next; `row` counts from the row before the first.
fn flow_north<T: Real>(
    before: &[T],
    here: &Before<T>,
    next: &Before<T>,
    behind: &[T],
    ground: &Ground<'_, T>,
    row: usize,
    out: &mut [T],
) {
    let stride = here.surface.len();
    let n = stride - 2;
    let cells = |row: usize| row * stride + 1..row * stride + 1 + n;
    let (low, high) = (cells(row), cells(row + 1));
    let run = Run {
        surface: [&here.surface[1..][..n], &next.surface[1..][..n]],
        bed: [&ground.z[low.clone()], &ground.z[high.clone()]],
        friction: [&ground.friction[low], &ground.friction[high]],
        along: [&before[1..][..n], &here.north[1..][..n], &behind[1..][..n]],
        across: [
            &here.east[..n],
            &here.east[1..][..n],
            &next.east[..n],
            &next.east[1..][..n],
        ],
    };
    run.discharge(&mut out[1..][..n], ground.k);
}

/// What the discharge through a run of faces needs, face by face: both sides, the faces before, here and behind, and the four
/// through which water flows across.
struct Run<'a, T> {
    surface: [&'a [T]; 2],
    bed: [&'a [T]; 2],
    friction: [&'a [T]; 2],
    along: [&'a [T]; 3],
    across: [&'a [T]; 4],
}

impl<T: Real> Run<'_, T> {
    #[inline(never)] // so that the compiler knows that nothing else points to `out`
    fn discharge(&self, out: &mut [T], k: &Constants<T>) {
        // All of one length, so that the loop needs no look at any.
        let n = out.len();
        let [s0, s1] = self.surface.map(|part| &part[..n]);
        let [z0, z1] = self.bed.map(|part| &part[..n]);
        let [f0, f1] = self.friction.map(|part| &part[..n]);
        let [before, q, behind] = self.along.map(|part| &part[..n]);
        let [a, b, c, d] = self.across.map(|part| &part[..n]);
        let (half, quarter) = (T::of(0.5), T::of(0.25));
        for i in 0..n {
            let across = quarter * (a[i] + b[i] + c[i] + d[i]);
            let friction = half * (f0[i] + f1[i]);
            let along = [before[i], q[i], behind[i]];
            out[i] = discharge([s0[i], s1[i]], [z0[i], z1[i]], along, across, friction, k);
        }
    }
}

/// Depths of a row after the step; the largest and the least of them.
#[inline(never)] // so that the compiler knows that nothing else points to `h`
fn settle<T: Real>(h: &mut [T], east: &[T], south: &[T], north: &[T], rate: T) -> (T, T) {
    let n = h.len();
    let (h, east) = (&mut h[..n], &east[..n]);
    let (south, north) = (&south[..n], &north[..n]);
    let (mut deepest, mut lowest) = (T::ZERO, T::ZERO);
    for i in 1..n - 1 {
        let depth = h[i] + rate * (east[i - 1] - east[i] + south[i] - north[i]);
        h[i] = depth;
        deepest = deepest.larger(depth);
        lowest = lowest.smaller(depth);
    }
    (deepest, lowest)
}

/// Where more has left a cell than there was, less leaves it, until no depth is negative; by how much that changes what came
/// in through the edges, m²/s. Rare: a film that runs dry.
fn mend<T: Real>(flow: &mut Flow<T>, grid: &Grid, rate: T) -> f64 {
    let mut entered = 0.0;
    let mut is_sound = false;
    while !is_sound {
        is_sound = true;
        for row in 0..grid.rows {
            for column in 0..grid.columns {
                if flow.h[grid.at(column, row)] < T::ZERO {
                    is_sound = false;
                    entered += hold_back(flow, grid, [column, row], rate);
                }
            }
        }
    }
    entered
}

/// Lets less flow out of a cell, so that it is just dry; what that changes at the edges, m²/s.
fn hold_back<T: Real>(flow: &mut Flow<T>, grid: &Grid, [column, row]: [usize; 2], rate: T) -> f64 {
    let (at, stride) = (grid.at(column, row), grid.stride());
    // Each face: whether it is one to the east, where it lies, the cell beyond, the sign of what leaves, whether it is an edge.
    let faces = [
        (true, at - 1, at - 1, -T::ONE, column == 0),
        (true, at, at + 1, T::ONE, column + 1 == grid.columns),
        (false, at - stride, at - stride, -T::ONE, row == 0),
        (false, at, at + stride, T::ONE, row + 1 == grid.rows),
    ];
    let leaving = |flow: &Flow<T>, is_east: bool, face: usize, sign: T| {
        let q = if is_east {
            flow.east[face]
        } else {
            flow.north[face]
        };
        (sign * q).larger(T::ZERO)
    };
    let leaves = faces
        .iter()
        .map(|(is_east, face, _, sign, _)| leaving(flow, *is_east, *face, *sign))
        .fold(T::ZERO, |sum, q| sum + q);
    let share = (-flow.h[at] / (rate * leaves)).smaller(T::ONE);
    let mut entered = 0.0;
    for (is_east, face, beyond, sign, is_edge) in faces {
        let back = share * leaving(flow, is_east, face, sign);
        let q = if is_east {
            &mut flow.east[face]
        } else {
            &mut flow.north[face]
        };
        *q -= sign * back;
        if is_edge {
            entered += back.f64();
        } else {
            flow.h[beyond] -= rate * back;
        }
    }
    flow.h[at] = T::ZERO;
    entered
}
