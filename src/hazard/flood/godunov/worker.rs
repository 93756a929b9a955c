//! Some rows through a step.

#![expect(
    clippy::inline_always,
    reason = "a call would keep the loop around it from being vectorised"
)]

use std::ops::Range;

use super::flux::{Banks, DRY_M, Faces, velocity};
use super::second::Sharp;
use super::{Flow, Order};
use crate::hazard::flood::G;
use crate::hazard::flood::crest::Crests;
use crate::hazard::flood::extremes::{Extremes, LANES};
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

/// What a worker found: the fastest wave, whether any depth is negative or not a number, and what came in from west and south, and left to east and north, m²/s.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Done {
    pub(super) wave_m_s: f64,
    pub(super) is_short: bool,
    pub(super) is_endless: bool,
    pub(super) west: f64,
    pub(super) east: f64,
    pub(super) south: f64,
    pub(super) north: f64,
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
        done: &mut Done,
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
    pub(super) fn pass_ends(&self, run: &Range<usize>, done: &mut Done) {
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
        done: &mut Done,
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
        self.change(row, friction, ground.dt_s);
        let [h, hu, hv] = [&rows.h, &rows.hu, &rows.hv].map(|part| &part[own.clone()]);
        let depths = Extremes::of(h);
        done.wave_m_s = done.wave_m_s.max(fastest(h, hu, hv).f64());
        done.is_short |= depths.smallest < T::ZERO;
        done.is_endless |= !depths.is_finite;
    }

    /// Changes a row by what passes its faces, and slows it by friction.
    fn change(&self, row: Rows<'_, T>, friction: &[T], dt_s: f64) {
        let (n, dt) = (row.h.len(), T::of(dt_s));
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
}

/// The fastest wave in some cells of a row, m/s.
fn fastest<T: Real>(h: &[T], hu: &[T], hv: &[T]) -> T {
    let mut most = [T::ZERO; LANES];
    let mut take = |lane: usize, h: T, hu: T, hv: T| {
        let depth = h.larger(T::ZERO);
        let speed = velocity(depth, hu).abs().larger(velocity(depth, hv).abs());
        most[lane] = most[lane].larger(speed + (T::of(G) * depth).sqrt());
    };
    let [(h, h_rest), (hu, hu_rest), (hv, hv_rest)] = [h, hu, hv].map(|part| part.as_chunks::<LANES>());
    for ((h, hu), hv) in h.iter().zip(hu).zip(hv) {
        for lane in 0..LANES {
            take(lane, h[lane], hu[lane], hv[lane]);
        }
    }
    for (lane, h) in h_rest.iter().enumerate() {
        take(lane, *h, hu_rest[lane], hv_rest[lane]);
    }
    most.iter().fold(T::ZERO, |most, wave| most.larger(*wave))
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
