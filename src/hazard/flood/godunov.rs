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

#![expect(
    clippy::inline_always,
    reason = "a call would keep the loop around it from being vectorised"
)]

use rayon::prelude::*;

use super::edge::{Beyond, Edge, Edges, Side};
use super::grid::Grid;
use super::real::Real;
use super::{G, Stepped};

/// Depth, and unit discharge to the east and to the north, by cell, the border with them.
#[derive(Debug, Clone, PartialEq)]
pub struct Flow<T> {
    /// Depth, m.
    pub h: Vec<T>,
    /// Unit discharge to the east, m²/s.
    pub hu: Vec<T>,
    /// Unit discharge to the north, m²/s.
    pub hv: Vec<T>,
}

/// Water shallower than this flows ever more slowly than its discharge says: keeps films from racing, m.
const THIN_M: f64 = 1e-4;
/// Water shallower than this stands still, m.
const DRY_M: f64 = 1e-6;

/// Velocity of water of a depth and a unit discharge.
#[inline(always)]
fn velocity<T: Real>(h: T, hu: T) -> T {
    let thin = T::of(THIN_M);
    let square = h * h;
    (h + h) * hu / (square + square.larger(thin * thin))
}

/// One side of a face: depth, velocity through the face and along it, bed.
#[derive(Clone, Copy)]
struct Bank<T> {
    h: T,
    u: T,
    v: T,
    z: T,
}

/// What passes a face in a second for each metre of it: water, momentum through the face as either side feels it, momentum
/// along it.
#[derive(Clone, Copy)]
struct Flux<T> {
    water: T,
    left: T,
    right: T,
    along: T,
}

#[inline(always)]
fn flux<T: Real>(l: Bank<T>, r: Bank<T>) -> Flux<T> {
    let (g, half, half_g) = (T::of(G), T::of(0.5), T::of(0.5 * G));
    let z = l.z.larger(r.z);
    let hl = (l.h + l.z - z).larger(T::ZERO);
    let hr = (r.h + r.z - z).larger(T::ZERO);
    let (cl, cr) = ((g * hl).sqrt(), (g * hr).sqrt());
    // The fastest waves to the left and to the right; at a dry side the front of the water.
    let middle = half * (l.u + r.u) + cl - cr;
    let spread = (half * (cl + cr) + T::of(0.25) * (l.u - r.u)).larger(T::ZERO);
    let (dry_l, dry_r) = (hl <= T::ZERO, hr <= T::ZERO);
    let sl = match (dry_l, dry_r) {
        (true, _) => r.u - cr - cr,
        (false, true) => l.u - cl,
        (false, false) => (l.u - cl).smaller(middle - spread),
    };
    let sr = match (dry_l, dry_r) {
        (_, true) => l.u + cl + cl,
        (true, false) => r.u + cr,
        (false, false) => (r.u + cr).larger(middle + spread),
    };
    let (sl, sr) = (sl.smaller(T::ZERO), sr.larger(T::ZERO));
    let width = sr - sl;
    // Where both sides are dry no wave runs (1e-12 m/s stands for none).
    let scale = if width > T::of(1e-12) {
        T::ONE / width
    } else {
        T::ZERO
    };
    let (ql, qr) = (hl * l.u, hr * r.u);
    let (pl, pr) = (half_g * hl * hl, half_g * hr * hr);
    let both = sl * sr;
    let water = (sr * ql - sl * qr + both * (hr - hl)) * scale;
    let push = (sr * (ql * l.u + pl) - sl * (qr * r.u + pr) + both * (qr - ql)) * scale;
    Flux {
        water,
        left: push + half_g * l.h * l.h - pl,
        right: push + half_g * r.h * r.h - pr,
        along: water * if water >= T::ZERO { l.v } else { r.v },
    }
}

/// Fluxes through a row of faces, part by part.
#[derive(Debug)]
struct Faces<T> {
    water: Vec<T>,
    left: Vec<T>,
    right: Vec<T>,
    along: Vec<T>,
}

/// A row of banks, part by part.
struct Banks<'a, T> {
    h: &'a [T],
    u: &'a [T],
    v: &'a [T],
    z: &'a [T],
}

impl<T: Real> Faces<T> {
    fn new(count: usize) -> Self {
        let zeros = || vec![T::ZERO; count];
        Self {
            water: zeros(),
            left: zeros(),
            right: zeros(),
            along: zeros(),
        }
    }

    /// Fluxes between two rows of banks.
    fn between(&mut self, l: &Banks<'_, T>, r: &Banks<'_, T>) {
        // All of one length, so that the loop needs no look at any.
        let n = self.water.len();
        let (lh, lu, lv, lz) = (&l.h[..n], &l.u[..n], &l.v[..n], &l.z[..n]);
        let (rh, ru, rv, rz) = (&r.h[..n], &r.u[..n], &r.v[..n], &r.z[..n]);
        let (water, left) = (&mut self.water[..n], &mut self.left[..n]);
        let (right, along) = (&mut self.right[..n], &mut self.along[..n]);
        for i in 0..n {
            let bank_l = Bank {
                h: lh[i],
                u: lu[i],
                v: lv[i],
                z: lz[i],
            };
            let bank_r = Bank {
                h: rh[i],
                u: ru[i],
                v: rv[i],
                z: rz[i],
            };
            let flux = flux(bank_l, bank_r);
            water[i] = flux.water;
            left[i] = flux.left;
            right[i] = flux.right;
            along[i] = flux.along;
        }
    }

    /// All water that passes, m²/s.
    fn passing(&self) -> f64 {
        self.water.iter().map(|q| q.f64()).sum()
    }
}

/// Rows that are changed by one worker: enough that the row it computes twice costs little, few enough that there is work for
/// all. The bits do not depend on it, and it does not depend on how many work.
const ROWS_AT_ONCE: usize = 32;

/// Memory of the scheme between steps.
#[derive(Debug)]
pub struct Godunov<T> {
    grid: Grid,
    workers: Vec<Worker<T>>,
}

impl<T: Real> Godunov<T> {
    /// For a grid.
    pub fn new(grid: Grid) -> Self {
        let worker = |_| Worker::new(grid);
        Self {
            grid,
            workers: (0..grid.rows.div_ceil(ROWS_AT_ONCE)).map(worker).collect(),
        }
    }

    /// One step of `dt_s`, with g n² of each cell as `friction`; the border holds what stands beyond the edges.
    pub fn step(&mut self, flow: &mut Flow<T>, z: &[T], friction: &[T], dt_s: f64) -> Stepped {
        let stride = self.grid.stride();
        for (number, worker) in self.workers.iter_mut().enumerate() {
            let first = number * ROWS_AT_ONCE;
            let last = (first + ROWS_AT_ONCE).min(self.grid.rows);
            worker.below.remember(flow, first * stride);
            worker.above.remember(flow, (last + 1) * stride);
        }
        let inside = stride..stride * (self.grid.rows + 1);
        let at_once = ROWS_AT_ONCE * stride;
        let parts = flow.h[inside.clone()]
            .par_chunks_mut(at_once)
            .zip(flow.hu[inside.clone()].par_chunks_mut(at_once))
            .zip(flow.hv[inside].par_chunks_mut(at_once));
        let done: Vec<Done> = self
            .workers
            .par_iter_mut()
            .zip(parts)
            .enumerate()
            .map(|(number, (worker, ((h, hu), hv)))| {
                // From the row before the first to the one after the last.
                let from = number * at_once;
                let to = from + h.len() + 2 * stride;
                worker.work(Rows { h, hu, hv }, &z[from..to], &friction[from..to], dt_s)
            })
            .collect();
        let mut entered = 0.0;
        for done in &done {
            entered += done.across;
        }
        entered += done.first().map_or(0.0, |first| first.south) - done.last().map_or(0.0, |last| last.north);
        Stepped {
            wave_m_s: done.iter().map(|done| done.wave_m_s).fold(0.0, f64::max),
            entered_m3: entered * dt_s * self.grid.cell_m,
        }
    }
}

/// Rows of cells that a worker changes.
struct Rows<'a, T> {
    h: &'a mut [T],
    hu: &'a mut [T],
    hv: &'a mut [T],
}

/// What a worker found: the fastest wave, and what came in across its rows, from the south, and left to the north, m²/s.
#[derive(Debug, Clone, Copy)]
struct Done {
    wave_m_s: f64,
    across: f64,
    south: f64,
    north: f64,
}

/// A row as it stood before the step.
#[derive(Debug)]
struct Before<T> {
    h: Vec<T>,
    u: Vec<T>,
    v: Vec<T>,
}

impl<T: Real> Before<T> {
    fn new(grid: Grid) -> Self {
        let zeros = || vec![T::ZERO; grid.stride()];
        Self {
            h: zeros(),
            u: zeros(),
            v: zeros(),
        }
    }

    fn remember(&mut self, flow: &Flow<T>, at: usize) {
        self.take(&flow.h[at..], &flow.hu[at..], &flow.hv[at..]);
    }

    fn take(&mut self, h: &[T], hu: &[T], hv: &[T]) {
        let n = self.h.len();
        let (h, hu, hv) = (&h[..n], &hu[..n], &hv[..n]);
        let (own, u, v) = (&mut self.h[..n], &mut self.u[..n], &mut self.v[..n]);
        for i in 0..n {
            own[i] = h[i];
            u[i] = velocity(h[i], hu[i]);
            v[i] = velocity(h[i], hv[i]);
        }
    }

    /// The row as banks of the faces across it, from a column on.
    fn along<'a>(&'a self, z: &'a [T], from: usize) -> Banks<'a, T> {
        Banks {
            h: &self.h[from..],
            u: &self.u[from..],
            v: &self.v[from..],
            z: &z[from..],
        }
    }

    /// The row as banks of the faces north or south of it: what flows north goes through those, what flows east along.
    fn beside<'a>(&'a self, z: &'a [T]) -> Banks<'a, T> {
        Banks {
            h: &self.h[1..],
            u: &self.v[1..],
            v: &self.u[1..],
            z: &z[1..],
        }
    }
}

/// Who changes some rows. A row is changed as soon as both its sides are known, so that memory is passed once.
#[derive(Debug)]
struct Worker<T> {
    grid: Grid,
    /// Through the faces west of the cells of a row, and east of the last.
    across: Faces<T>,
    /// Through the faces south and north of a row.
    south: Faces<T>,
    north: Faces<T>,
    /// The row before the first, and the one after the last.
    below: Before<T>,
    above: Before<T>,
    /// The row that is changed, and the next.
    here: Before<T>,
    next: Before<T>,
}

impl<T: Real> Worker<T> {
    fn new(grid: Grid) -> Self {
        Self {
            grid,
            across: Faces::new(grid.columns + 1),
            south: Faces::new(grid.columns),
            north: Faces::new(grid.columns),
            below: Before::new(grid),
            above: Before::new(grid),
            here: Before::new(grid),
            next: Before::new(grid),
        }
    }

    fn work(&mut self, rows: Rows<'_, T>, z: &[T], friction: &[T], dt_s: f64) -> Done {
        let stride = self.grid.stride();
        let Rows { h, hu, hv } = rows;
        let count = h.len() / stride;
        let z_of = |row: usize| &z[row * stride..(row + 1) * stride];
        self.here.take(h, hu, hv);
        self.north
            .between(&self.below.beside(z_of(0)), &self.here.beside(z_of(1)));
        let mut done = Done {
            wave_m_s: 0.0,
            across: 0.0,
            south: self.north.passing(),
            north: 0.0,
        };
        for row in 0..count {
            std::mem::swap(&mut self.south, &mut self.north);
            let z_here = z_of(row + 1);
            self.across
                .between(&self.here.along(z_here, 0), &self.here.along(z_here, 1));
            done.across += self.across.water[0].f64() - self.across.water[self.grid.columns].f64();
            let behind = (row + 1) * stride;
            let next = if row + 1 < count {
                self.next.take(&h[behind..], &hu[behind..], &hv[behind..]);
                &self.next
            } else {
                &self.above
            };
            self.north
                .between(&self.here.beside(z_here), &next.beside(z_of(row + 2)));
            let cells = row * stride + 1..behind - 1;
            let row = Rows {
                h: &mut h[cells.clone()],
                hu: &mut hu[cells.clone()],
                hv: &mut hv[cells],
            };
            let friction = &friction[behind + 1..];
            done.wave_m_s = done.wave_m_s.max(self.change(row, friction, dt_s).f64());
            std::mem::swap(&mut self.here, &mut self.next);
        }
        done.north = self.north.passing();
        done
    }

    /// Changes a row by what passes its faces, and slows it by friction; the fastest wave of it.
    fn change(&self, row: Rows<'_, T>, friction: &[T], dt_s: f64) -> T {
        let (n, dt) = (self.grid.columns, T::of(dt_s));
        let rate = T::of(dt_s / self.grid.cell_m);
        let (h, friction) = (&mut row.h[..n], &friction[..n]);
        let (hu, hv) = (&mut row.hu[..n], &mut row.hv[..n]);
        let Faces {
            water,
            left,
            right,
            along,
        } = &self.across;
        let (water, left) = (&water[..=n], &left[..=n]);
        let (right, along) = (&right[..=n], &along[..=n]);
        let (from, push, shear) = (
            &self.south.water[..n],
            &self.south.right[..n],
            &self.south.along[..n],
        );
        let (to, pull, drag) = (
            &self.north.water[..n],
            &self.north.left[..n],
            &self.north.along[..n],
        );
        let dry = T::of(DRY_M);
        let mut fastest = T::ZERO;
        for i in 0..n {
            let depth = h[i] + rate * (water[i] - water[i + 1] + from[i] - to[i]);
            let depth = depth.larger(T::ZERO);
            let east = hu[i] + rate * (right[i] - left[i + 1] + shear[i] - drag[i]);
            let north = hv[i] + rate * (along[i] - along[i + 1] + push[i] - pull[i]);
            let kept = kept_by_friction(
                depth.larger(dry),
                (east * east + north * north).sqrt(),
                dt * friction[i],
            );
            let kept = if depth > dry { kept } else { T::ZERO };
            h[i] = depth;
            hu[i] = east * kept;
            hv[i] = north * kept;
            let speed = velocity(depth, hu[i]).abs().larger(velocity(depth, hv[i]).abs());
            fastest = fastest.larger(speed + (T::of(G) * depth).sqrt());
        }
        fastest
    }
}

/// The share of a discharge that friction leaves: q' (1 + k |q'| / h^(7/3)) = q, with k = g n² dt.
#[inline(always)]
fn kept_by_friction<T: Real>(h: T, q: T, k: T) -> T {
    let drag = k / (h * h * h.cube_root());
    T::of(2.0) / (T::ONE + (T::ONE + T::of(4.0) * drag * q).sqrt())
}

impl<T: Real> Flow<T> {
    /// Water at rest, of this depth by cell.
    pub fn at_rest(h: Vec<T>) -> Self {
        let zero = vec![T::ZERO; h.len()];
        Self {
            hu: zero.clone(),
            hv: zero,
            h,
        }
    }

    /// Writes into the border what lies beyond the edges; the fastest wave there, m/s.
    pub fn meet(&mut self, edges: &Edges, z: &[T]) -> f64 {
        let of = |beyond: &Beyond| self.meet_one(beyond, z);
        edges.0.iter().map(of).fold(0.0, f64::max)
    }

    fn meet_one(&mut self, beyond: &Beyond, z: &[T]) -> f64 {
        let (inside, border) = (beyond.inside, beyond.border);
        let h = self.h[inside].f64();
        let (through, along) = match beyond.side {
            Side::West | Side::East => (&mut self.hu, &mut self.hv),
            Side::South | Side::North => (&mut self.hv, &mut self.hu),
        };
        // Counted inwards.
        let sign = beyond.side.inwards();
        let q = sign * through[inside].f64();
        let u = velocity(h, q);
        let (depth, q) = match beyond.edge {
            Edge::Wall => (h, -q),
            Edge::Open => (h, q.min(0.0)),
            Edge::Inflow(q) => (inflow_depth(h, u, q), q),
            Edge::Level(level) => {
                // The wave that leaves carries u - 2 c outwards unchanged.
                let depth = (level - z[border].f64()).max(0.0);
                (
                    depth,
                    depth * (u - 2.0 * (G * h).sqrt() + 2.0 * (G * depth).sqrt()),
                )
            }
        };
        self.h[border] = T::of(depth);
        through[border] = T::of(sign * q);
        along[border] = if beyond.edge == Edge::Wall {
            along[inside]
        } else {
            T::ZERO
        };
        velocity(depth, q).abs() + (G * depth).sqrt()
    }
}

/// Depth beyond an edge through which q flows in more slowly than its waves, so that the wave which leaves is unchanged: u - 2 c
/// is that of inside.
fn inflow_depth(h: f64, u: f64, q: f64) -> f64 {
    /// Of Newton's method, which doubles the digits: more than enough.
    const STEPS: usize = 30;
    let leaves = u - 2.0 * (G * h).sqrt();
    let critical = crate::maths::pow(q * q / G, 1.0 / 3.0);
    let mut depth = h.max(critical).max(DRY_M);
    for _ in 0..STEPS {
        // Falls with the depth everywhere.
        let excess = q / depth - 2.0 * (G * depth).sqrt() - leaves;
        let slope = -q / (depth * depth) - (G / depth).sqrt();
        depth = (depth - excess / slope).max(0.5 * depth);
    }
    depth.max(critical)
}
