//! Some rows through a step.

use super::face::{Constants, Gate, Run, discharge};
use crate::hazard::flood::grid::Grid;
use crate::hazard::flood::real::Real;

/// A row as it stood before the step: the level of its water, and what flows east and north of its cells.
#[derive(Debug)]
pub(super) struct Before<T> {
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

    pub(super) fn take(&mut self, h: &[T], east: &[T], north: &[T], z: &[T]) {
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
pub(super) struct Worker<T> {
    grid: Grid,
    /// What flowed north of the row two before the first.
    pub(super) far_below: Vec<T>,
    /// The row before the first, and the one after the last.
    pub(super) below: Before<T>,
    pub(super) above: Before<T>,
    /// The row that is changed and the next, and what flowed north of the one before.
    here: Before<T>,
    next: Before<T>,
    previous: Vec<T>,
    /// What flows through the faces south of the first row after the step.
    pub(super) south: Vec<T>,
}

/// Rows of cells that a worker changes, and the faces east and north of them.
pub(super) struct Rows<'a, T> {
    pub(super) h: &'a mut [T],
    pub(super) east: &'a mut [T],
    pub(super) north: &'a mut [T],
}

/// What a worker found: the largest and the least depth, and what came in across its rows, m²/s.
#[derive(Debug, Clone, Copy)]
pub(super) struct Done<T> {
    pub(super) deepest: T,
    pub(super) lowest: T,
    pub(super) across: f64,
}

/// What lies under the water and at the ends of its rows, for one step.
pub(super) struct Ground<'a, T> {
    pub(super) z: &'a [T],
    pub(super) friction: &'a [T],
    pub(super) west: &'a [Gate<T>],
    pub(super) east: &'a [Gate<T>],
    pub(super) k: &'a Constants<T>,
    pub(super) rate: T,
}

impl<T: Real> Worker<T> {
    pub(super) fn new(grid: Grid) -> Self {
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

    pub(super) fn work(
        &mut self,
        rows: Rows<'_, T>,
        ground: &Ground<'_, T>,
        ends: [Option<&[Gate<T>]>; 2],
    ) -> Done<T> {
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
