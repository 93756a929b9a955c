//! Some rows through a step.

use std::ops::Range;

use multiversion::multiversion;

use super::Flow;
use super::face::{Constants, Gate, Run, discharge};
use super::mend::any_negative;
use crate::hazard::flood::crest::Crests;
use crate::hazard::flood::extremes::Extremes;
use crate::hazard::flood::grid::Grid;
use crate::hazard::flood::maxima::{Peaks, Stretch};
use crate::hazard::flood::porous::{self, Porous};
use crate::hazard::flood::real::Real;
use crate::hazard::flood::tiles::has_any;

/// A row as it stood before the step: the level of its water, and what flows east and north of its cells.
#[derive(Debug, Clone)]
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

    /// Takes a stretch of a row that begins at a place in memory.
    pub(super) fn remember(&mut self, flow: &Flow<T>, z: &[T], row: usize, cells: &Range<usize>) {
        self.take(
            &flow.h[row..],
            &flow.east[row..],
            &flow.north[row..],
            &z[row..],
            cells,
        );
    }

    /// Takes a stretch of a row.
    fn take(&mut self, h: &[T], east: &[T], north: &[T], z: &[T], cells: &Range<usize>) {
        let surface = &mut self.surface[cells.clone()];
        for ((surface, h), z) in surface.iter_mut().zip(&h[cells.clone()]).zip(&z[cells.clone()]) {
            *surface = *h + *z;
        }
        self.east[cells.clone()].copy_from_slice(&east[cells.clone()]);
        self.north[cells.clone()].copy_from_slice(&north[cells.clone()]);
    }
}

/// Who changes some rows. A row is changed as soon as both its sides are known, so that memory is passed once.
#[derive(Debug, Clone)]
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

/// What a worker found: depths after the step, in which of its rows one is negative (a bit for each), and what came in from the
/// west and left to the east, m²/s.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Done<T> {
    pub(super) depths: Extremes<T>,
    pub(super) short: u32,
    pub(super) west: f64,
    pub(super) east: f64,
}

/// What lies under the water and along the edges, for one step; the row before the first is the first.
pub(super) struct Ground<'a, T> {
    pub(super) z: &'a [T],
    pub(super) friction: &'a [T],
    pub(super) crests: &'a Crests<T>,
    /// Of the whole grid.
    pub(super) porous: Option<&'a Porous<T>>,
    /// Number of the first row.
    pub(super) first: usize,
    pub(super) west: &'a [Gate<T>],
    pub(super) east: &'a [Gate<T>],
    /// Where the rows lie along the southern edge, and along the northern one.
    pub(super) south: Option<&'a [Gate<T>]>,
    pub(super) north: Option<&'a [Gate<T>]>,
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
        // The cells of a row in memory, and one more on either side.
        let cells = run.start + 1..run.end + 1;
        let wide = run.start..run.end + 2;
        self.begin(rows, ground, &cells, &wide);
        let Rows { h, east, north } = rows;
        for row in 0..h.len() / stride {
            let (at, behind) = (row * stride, (row + 1) * stride);
            let is_last = behind == h.len();
            if !is_last {
                let (h, z) = (&h[behind..], &ground.z[behind + stride..]);
                self.next.take(h, &east[behind..], &north[behind..], z, &wide);
            }
            let next = if is_last { &self.above } else { &self.next };
            let faces = &mut east[at..behind];
            flow_east(&self.previous, &self.here, ground, row + 1, &cells, faces);
            self.pass_ends(ground, row, run, faces, done);
            let (before, from_here) = north.split_at_mut(at);
            let faces = &mut from_here[..stride];
            // Nothing lies behind the last faces of all.
            let is_end = is_last && ground.north.is_some();
            let further = if is_end { &self.here.north } else { &next.north };
            flow_north(
                &self.previous,
                &self.here,
                next,
                further,
                ground,
                row + 1,
                &cells,
                faces,
            );
            if is_last {
                pass(ground.north, &cells, faces);
            }
            let south = if row == 0 {
                &self.south
            } else {
                &before[at - stride..]
            };
            if let Some(peaks) = peaks {
                let own = at + cells.start..at + cells.end;
                peaks.note(own.clone(), &self.stretch(&h[own], &cells));
            }
            let h = &mut h[at..behind][wide.clone()];
            let (east, south) = (&east[at..behind][wide.clone()], &south[wide.clone()]);
            let north = &faces[wide.clone()];
            match ground.porous {
                None => settle(h, east, south, north, ground.rate),
                Some(porous) => {
                    let first = (ground.first + row + 1) * stride + wide.start;
                    let open = porous.row(first, wide.len(), stride);
                    settle_porous(h, [east, south, north], &open, ground.rate);
                }
            }
            let depths = &h[1..wide.len() - 1];
            done.depths.add(depths);
            done.short |= u32::from(any_negative(depths)) << row;
            std::mem::swap(&mut self.previous, &mut self.here.north);
            std::mem::swap(&mut self.here, &mut self.next);
        }
    }

    /// Takes the first row, and finds what flows through the faces south of it.
    fn begin(
        &mut self,
        rows: &Rows<'_, T>,
        ground: &Ground<'_, T>,
        cells: &Range<usize>,
        wide: &Range<usize>,
    ) {
        let z = &ground.z[self.grid.stride()..];
        self.here.take(rows.h, rows.east, rows.north, z, wide);
        let (before, behind) = (&self.far_below, &self.here.north);
        let faces = &mut self.south;
        flow_north(before, &self.below, &self.here, behind, ground, 0, cells, faces);
        pass(ground.south, cells, faces);
        self.previous[wide.clone()].copy_from_slice(&self.below.north[wide.clone()]);
    }

    /// Water in some cells of the row as it stood before the step.
    fn stretch<'a>(&'a self, h: &'a [T], cells: &Range<usize>) -> Stretch<'a, T> {
        let west = cells.start - 1..cells.end - 1;
        Stretch {
            h,
            across: [&self.here.east[west], &self.here.east[cells.clone()]],
            beside: [&self.previous[cells.clone()], &self.here.north[cells.clone()]],
        }
    }

    /// Lets through what the western and the eastern edge let, where the run comes to them.
    fn pass_ends(
        &self,
        ground: &Ground<'_, T>,
        row: usize,
        run: &Range<usize>,
        faces: &mut [T],
        done: &mut Done<T>,
    ) {
        let last = self.grid.columns;
        if run.start == 0 {
            faces[0] = ground.west[row].pass(faces[0]);
            done.west += faces[0].f64();
        }
        if run.end == last {
            faces[last] = ground.east[row].pass(faces[last]);
            done.east += faces[last].f64();
        }
    }

    /// Whether anything flows through the faces south of some columns of the first row.
    pub(super) fn flows_south(&self, columns: &Range<usize>) -> bool {
        has_any(&self.south[1..][columns.clone()])
    }
}

/// What the edge lets through, if these faces lie along it.
fn pass<T: Real>(gates: Option<&[Gate<T>]>, cells: &Range<usize>, faces: &mut [T]) {
    let gates = gates.map_or(&[] as &[_], |gates| &gates[cells.start - 1..]);
    for (face, gate) in faces[cells.clone()].iter_mut().zip(gates) {
        *face = gate.pass(*face);
    }
}

/// Discharge through the faces east of some cells of a row and of the one before them, where `below` flowed through those
/// south of the row; `row` counts from the row before the first.
fn flow_east<T: Real>(
    below: &[T],
    here: &Before<T>,
    ground: &Ground<'_, T>,
    row: usize,
    cells: &Range<usize>,
    out: &mut [T],
) {
    let stride = here.surface.len();
    let (first, last) = (cells.start - 1, cells.end - 1);
    let at = row * stride..(row + 1) * stride;
    let (z, friction) = (&ground.z[at.clone()], &ground.friction[at]);
    let (s, q) = (&here.surface, &here.east);
    let above = &here.north;
    // Nothing lies before the first face and behind the last, or nothing flows there.
    let edge = |face: usize, along: [T; 3]| {
        let across = T::of(0.25) * (below[face] + below[face + 1] + above[face] + above[face + 1]);
        let friction = T::of(0.5) * (friction[face] + friction[face + 1]);
        let (surface, bed) = ([s[face], s[face + 1]], [z[face], z[face + 1]]);
        discharge(surface, bed, along, across, friction, ground.k)
    };
    // The last face is first computed like the others, and then by itself: as many faces as cells are whole lanes.
    let n = last - first;
    let (before, at, behind) = (first, first + 1, first + 2);
    let run = Run {
        surface: [&s[at..][..n], &s[behind..][..n]],
        bed: [&z[at..][..n], &z[behind..][..n]],
        friction: [&friction[at..][..n], &friction[behind..][..n]],
        along: [&q[before..][..n], &q[at..][..n], &q[behind..][..n]],
        across: [
            &below[at..][..n],
            &below[behind..][..n],
            &above[at..][..n],
            &above[behind..][..n],
        ],
    };
    run.discharge(&mut out[at..=last], ground.k);
    out[first] = edge(first, [q[first], q[first], q[first + 1]]);
    out[last] = edge(last, [q[last - 1], q[last], q[last]]);
    // Where the run ends nothing flows, or no crest stands.
    let inner = cells.start..last;
    let crests = ground.crests.east(ground.first + row - 1, &inner);
    run.over(crests, at, out, ground.k);
}

/// Discharge through the faces between some cells of a row and the next, where `before` flowed through those south of it and
/// `behind` through those north of the next; `row` counts from the row before the first.
fn flow_north<T: Real>(
    before: &[T],
    here: &Before<T>,
    next: &Before<T>,
    behind: &[T],
    ground: &Ground<'_, T>,
    row: usize,
    cells: &Range<usize>,
    out: &mut [T],
) {
    let stride = here.surface.len();
    let of = |row: usize| row * stride + cells.start..row * stride + cells.end;
    let (low, high) = (of(row), of(row + 1));
    let own = cells.clone();
    let west = cells.start - 1..cells.end - 1;
    let run = Run {
        surface: [&here.surface[own.clone()], &next.surface[own.clone()]],
        bed: [&ground.z[low.clone()], &ground.z[high.clone()]],
        friction: [&ground.friction[low], &ground.friction[high]],
        along: [
            &before[own.clone()],
            &here.north[own.clone()],
            &behind[own.clone()],
        ],
        across: [
            &here.east[west.clone()],
            &here.east[own.clone()],
            &next.east[west],
            &next.east[own.clone()],
        ],
    };
    run.discharge(&mut out[own], ground.k);
    // Nothing stands on the southern edge.
    if let Some(row) = (ground.first + row).checked_sub(1) {
        run.over(ground.crests.north(row, cells), cells.start, out, ground.k);
    }
}

/// Depths of a row after the step.
#[multiversion(targets("x86_64+avx2"))]
#[inline(never)] // so that the compiler knows that nothing else points to `h`
fn settle<T: Real>(h: &mut [T], east: &[T], south: &[T], north: &[T], rate: T) {
    let n = h.len();
    let (h, east) = (&mut h[..n], &east[..n]);
    let (south, north) = (&south[..n], &north[..n]);
    for i in 1..n - 1 {
        h[i] += rate * (east[i - 1] - east[i] + south[i] - north[i]);
    }
}

/// The same where cells and faces are open in part.
#[multiversion(targets("x86_64+avx2"))]
#[inline(never)]
fn settle_porous<T: Real>(h: &mut [T], [east, south, north]: [&[T]; 3], open: &porous::Row<'_, T>, rate: T) {
    for i in 1..h.len() - 1 {
        let along = open.east[i - 1] * east[i - 1] - open.east[i] * east[i];
        let across = open.south[i] * south[i] - open.north[i] * north[i];
        h[i] += rate * (along + across) / open.cells[i];
    }
}
