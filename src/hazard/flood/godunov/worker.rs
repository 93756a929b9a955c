//! Some rows through a step.

#![expect(
    clippy::inline_always,
    reason = "a call would keep the loop around it from being vectorised"
)]

use std::ops::Range;

use multiversion::multiversion;

use super::flux::{Banks, DRY_M, Faces, velocity};
use super::second::Sharp;
use super::{Flow, Order};
use crate::hazard::flood::G;
use crate::hazard::flood::crest::Crests;
use crate::hazard::flood::extremes::{Extremes, LANES, largest};
use crate::hazard::flood::grid::Grid;
use crate::hazard::flood::maxima::{Peaks, Stretch};
use crate::hazard::flood::real::Real;

/// Rows of cells that a worker changes.
pub(super) struct Rows<'a, T> {
    pub(super) h: &'a mut [T],
    pub(super) hu: &'a mut [T],
    pub(super) hv: &'a mut [T],
}

/// What lies under the water, for one step; the row before the first is the first.
pub(super) struct Ground<'a, T> {
    pub(super) z: &'a [T],
    pub(super) friction: &'a [T],
    pub(super) crests: &'a Crests<T>,
    /// Number of the first row.
    pub(super) first: usize,
    pub(super) dt_s: f64,
}

/// What a worker found: depths after the step and how fast waves run, m/s, and what came in from west and south, and left to east
/// and north, m²/s.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Done<T> {
    pub(super) depths: Extremes<T>,
    waves: [T; LANES],
    pub(super) west: f64,
    pub(super) east: f64,
    pub(super) south: f64,
    pub(super) north: f64,
}

impl<T: Real> Done<T> {
    /// The fastest wave, m/s.
    pub(super) fn wave_m_s(&self) -> f64 {
        largest(&self.waves).f64()
    }
}

/// A row as it stood before the step.
#[derive(Debug, Clone)]
pub(super) struct Before<T> {
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

    /// Takes a stretch of a row that begins at a place in memory.
    pub(super) fn remember(&mut self, flow: &Flow<T>, row: usize, cells: &Range<usize>) {
        self.take(&flow.h[row..], &flow.hu[row..], &flow.hv[row..], cells);
    }

    /// Takes a stretch of a row.
    fn take(&mut self, h: &[T], hu: &[T], hv: &[T], cells: &Range<usize>) {
        let n = cells.len();
        let (h, hu, hv) = (
            &h[cells.clone()][..n],
            &hu[cells.clone()][..n],
            &hv[cells.clone()][..n],
        );
        let own = &mut self.h[cells.clone()][..n];
        let (u, v) = (&mut self.u[cells.clone()][..n], &mut self.v[cells.clone()][..n]);
        for i in 0..n {
            own[i] = h[i];
            u[i] = velocity(h[i], hu[i]);
            v[i] = velocity(h[i], hv[i]);
        }
    }

    /// Cells as banks of the faces across the row.
    fn along<'a>(&'a self, z: &'a [T], cells: Range<usize>) -> Banks<'a, T> {
        Banks {
            h: &self.h[cells.clone()],
            u: &self.u[cells.clone()],
            v: &self.v[cells.clone()],
            z: &z[cells],
        }
    }

    /// Cells as banks of the faces north or south of the row: what flows north goes through those, what flows east along.
    fn beside<'a>(&'a self, z: &'a [T], cells: Range<usize>) -> Banks<'a, T> {
        Banks {
            h: &self.h[cells.clone()],
            u: &self.v[cells.clone()],
            v: &self.u[cells.clone()],
            z: &z[cells],
        }
    }
}

/// Who changes some rows. A row is changed as soon as both its sides are known, so that memory is passed once.
#[derive(Debug, Clone)]
pub(super) struct Worker<T> {
    pub(super) grid: Grid,
    /// Through the faces west of the cells of a row, and east of the last.
    pub(super) across: Faces<T>,
    /// Through the faces south and north of a row.
    pub(super) south: Faces<T>,
    pub(super) north: Faces<T>,
    /// The row before the first, and the one after the last.
    pub(super) below: Before<T>,
    pub(super) above: Before<T>,
    /// The row that is changed, and the next.
    here: Before<T>,
    next: Before<T>,
    /// For the second order.
    pub(super) sharp: Option<Box<Sharp<T>>>,
}

impl<T: Real> Worker<T> {
    pub(super) fn new(grid: Grid, order: Order) -> Self {
        Self {
            grid,
            across: Faces::new(grid.columns + 1),
            south: Faces::new(grid.columns),
            north: Faces::new(grid.columns),
            below: Before::new(grid),
            above: Before::new(grid),
            here: Before::new(grid),
            next: Before::new(grid),
            sharp: (order == Order::Second).then(|| Box::new(Sharp::new(grid))),
        }
    }

    /// Changes a run of columns of some rows, and adds to what was found before.
    pub(super) fn work(
        &mut self,
        rows: &mut Rows<'_, T>,
        ground: &Ground<'_, T>,
        run: &Range<usize>,
        peaks: &mut Option<Peaks<'_, T>>,
        done: &mut Done<T>,
    ) {
        let stride = self.grid.stride();
        let count = rows.h.len() / stride;
        let z_of = |row: usize| &ground.z[row * stride..(row + 1) * stride];
        // The cells of a row in memory, and one more on either side.
        let cells = run.start + 1..run.end + 1;
        let wide = run.start..run.end + 2;
        self.here.take(rows.h, rows.hu, rows.hv, &wide);
        let low = self.below.beside(z_of(0), cells.clone());
        let high = self.here.beside(z_of(1), cells.clone());
        self.north.between(&low, &high);
        if let Some(row) = ground.first.checked_sub(1) {
            let crests = ground.crests.north(row, &cells);
            self.north.over(&low, &high, crests, cells.start);
        }
        done.south = passing(done.south, &self.north.water[..run.len()]);
        for row in 0..count {
            std::mem::swap(&mut self.south, &mut self.north);
            let z_here = z_of(row + 1);
            let left = self.here.along(z_here, wide.start..cells.end);
            let right = self.here.along(z_here, cells.start..wide.end);
            self.across.between(&left, &right);
            let crests = ground.crests.east(ground.first + row, &cells);
            self.across.over(&left, &right, crests, wide.start);
            self.pass_ends(run, done);
            let behind = (row + 1) * stride;
            let next = if row + 1 < count {
                self.next
                    .take(&rows.h[behind..], &rows.hu[behind..], &rows.hv[behind..], &wide);
                &self.next
            } else {
                &self.above
            };
            let low = self.here.beside(z_here, cells.clone());
            let high = next.beside(z_of(row + 2), cells.clone());
            self.north.between(&low, &high);
            let crests = ground.crests.north(ground.first + row, &cells);
            self.north.over(&low, &high, crests, cells.start);
            let own = row * stride + cells.start..row * stride + cells.end;
            self.settle(rows, &own, ground, peaks, done);
            std::mem::swap(&mut self.here, &mut self.next);
        }
        done.north = passing(done.north, &self.north.water[..run.len()]);
    }

    /// Adds what passes the western and the eastern edge, where the run comes to them.
    pub(super) fn pass_ends(&self, run: &Range<usize>, done: &mut Done<T>) {
        if run.start == 0 {
            done.west += self.across.water[0].f64();
        }
        if run.end == self.grid.columns {
            done.east += self.across.water[run.len()].f64();
        }
    }

    /// Notes maxima of some cells, by their place in the rows, and changes them by what passes their faces.
    pub(super) fn settle(
        &self,
        rows: &mut Rows<'_, T>,
        own: &Range<usize>,
        ground: &Ground<'_, T>,
        peaks: &mut Option<Peaks<'_, T>>,
        done: &mut Done<T>,
    ) {
        if let Some(peaks) = peaks {
            let [h, hu, hv] = [&rows.h, &rows.hu, &rows.hv].map(|part| &part[own.clone()]);
            let (across, beside) = ([hu, hu], [hv, hv]);
            peaks.note(own.clone(), &Stretch { h, across, beside });
        }
        let row = Rows {
            h: &mut rows.h[own.clone()],
            hu: &mut rows.hu[own.clone()],
            hv: &mut rows.hv[own.clone()],
        };
        // The row before the first lies before it on the ground.
        let friction = &ground.friction[own.start + self.grid.stride()..];
        let around = Around {
            across: &self.across,
            south: &self.south,
            north: &self.north,
        };
        let (dt, rate) = (T::of(ground.dt_s), T::of(ground.dt_s / self.grid.cell_m));
        change(row, &around, friction, dt, rate);
        let [h, hu, hv] = [&rows.h, &rows.hu, &rows.hv].map(|part| &part[own.clone()]);
        done.depths.add(h);
        note_waves(&mut done.waves, h, hu, hv);
    }
}

/// What passes the faces around a row: across it, south of it and north of it.
struct Around<'a, T> {
    across: &'a Faces<T>,
    south: &'a Faces<T>,
    north: &'a Faces<T>,
}

/// Changes a row by what passes its faces, with so much of it a metre, and slows it by friction.
#[multiversion(targets("x86_64+avx2"))]
#[inline(never)] // so that the compiler knows that nothing else points to what is changed
fn change<T: Real>(row: Rows<'_, T>, around: &Around<'_, T>, friction: &[T], dt: T, rate: T) {
    let n = row.h.len();
    let (h, friction) = (&mut row.h[..n], &friction[..n]);
    let (hu, hv) = (&mut row.hu[..n], &mut row.hv[..n]);
    let Faces {
        water,
        left,
        right,
        along,
    } = around.across;
    let (water, left) = (&water[..=n], &left[..=n]);
    let (right, along) = (&right[..=n], &along[..=n]);
    let (south, north) = (around.south, around.north);
    let (from, push, shear) = (&south.water[..n], &south.right[..n], &south.along[..n]);
    let (to, pull, drag) = (&north.water[..n], &north.left[..n], &north.along[..n]);
    let dry = T::of(DRY_M);
    for i in 0..n {
        let depth = h[i] + rate * (water[i] - water[i + 1] + from[i] - to[i]);
        h[i] = depth;
        let depth = depth.larger(T::ZERO);
        let east = hu[i] + rate * (right[i] - left[i + 1] + shear[i] - drag[i]);
        let north = hv[i] + rate * (along[i] - along[i + 1] + push[i] - pull[i]);
        let kept = kept_by_friction(
            depth.larger(dry),
            (east * east + north * north).sqrt(),
            dt * friction[i],
        );
        let kept = if depth > dry { kept } else { T::ZERO };
        hu[i] = east * kept;
        hv[i] = north * kept;
    }
}

/// Notes how fast waves run in some cells of a row, m/s.
#[multiversion(targets("x86_64+avx2"))]
fn note_waves<T: Real>(fastest: &mut [T; LANES], h: &[T], hu: &[T], hv: &[T]) {
    let mut most = *fastest;
    let (h, h_rest) = h.as_chunks::<LANES>();
    let (hu, hu_rest) = hu.as_chunks::<LANES>();
    let (hv, hv_rest) = hv.as_chunks::<LANES>();
    for ((h, hu), hv) in h.iter().zip(hu).zip(hv) {
        for lane in 0..LANES {
            most[lane] = most[lane].larger(wave(h[lane], hu[lane], hv[lane]));
        }
    }
    for lane in 0..h_rest.len() {
        most[lane] = most[lane].larger(wave(h_rest[lane], hu_rest[lane], hv_rest[lane]));
    }
    *fastest = most;
}

/// How fast a wave runs in a cell, m/s.
#[inline(always)]
fn wave<T: Real>(h: T, hu: T, hv: T) -> T {
    let depth = h.larger(T::ZERO);
    let speed = velocity(depth, hu).abs().larger(velocity(depth, hv).abs());
    speed + (T::of(G) * depth).sqrt()
}

/// A sum of what passed, and what passes.
pub(super) fn passing<T: Real>(passed: f64, water: &[T]) -> f64 {
    water.iter().fold(passed, |sum, q| sum + q.f64())
}

/// The share of a discharge that friction leaves: q' (1 + k |q'| / h^(7/3)) = q, with k = g n² dt.
#[inline(always)]
fn kept_by_friction<T: Real>(h: T, q: T, k: T) -> T {
    let drag = k / (h * h * h.cube_root());
    T::of(2.0) / (T::ONE + (T::ONE + T::of(4.0) * drag * q).sqrt())
}
