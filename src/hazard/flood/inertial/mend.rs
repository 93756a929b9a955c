//! What runs dry: cells out of which more would flow than is there.

use std::ops::Range;

use multiversion::multiversion;

use super::Flow;
use crate::hazard::flood::grid::Grid;
use crate::hazard::flood::porous::Porous;
use crate::hazard::flood::real::Real;
use crate::hazard::flood::tiles::{SIDE, Tiles};

/// Where more has left a cell than there was, less leaves it, until no depth is negative; by how much that changes what came
/// in through the edges, m²/s. Only rows that are said to be `short` of water are looked at, and those to which a neighbour then
/// gives less.
pub(super) fn mend<T: Real>(
    flow: &mut Flow<T>,
    grid: &Grid,
    tiles: &Tiles,
    porous: Option<&Porous<T>>,
    mut short: Short,
    rate: T,
) -> f64 {
    let mut entered = 0.0;
    while short.any() {
        for (band, runs) in tiles.runs().iter().enumerate() {
            if !short.any_of(band) {
                continue;
            }
            for row in tiles.rows(band) {
                if !short.take(row) {
                    continue;
                }
                for columns in runs.iter().flat_map(tiles_of) {
                    if !any_negative(&flow.h[grid.at(columns.start, row)..grid.at(columns.end, row)]) {
                        continue;
                    }
                    for column in columns {
                        if flow.h[grid.at(column, row)] < T::ZERO {
                            entered += hold_back(flow, grid, porous, [column, row], rate);
                            // A cell beyond may now be short in its turn.
                            let beyond = row.saturating_sub(1)..(row + 2).min(grid.rows);
                            beyond.for_each(|row| short.note(row));
                        }
                    }
                }
            }
        }
    }
    entered
}

/// Rows that are short of water, by group of rows a bit for each.
pub(super) struct Short(pub(super) Vec<u32>);

const _: () = assert!(SIDE <= u32::BITS as usize, "a bit for each row of a group");

impl Short {
    fn any(&self) -> bool {
        self.0.iter().any(|rows| *rows != 0)
    }

    fn any_of(&self, band: usize) -> bool {
        self.0[band] != 0
    }

    fn note(&mut self, row: usize) {
        self.0[row / SIDE] |= 1 << (row % SIDE);
    }

    /// Whether a row was noted, which it then is no longer.
    fn take(&mut self, row: usize) -> bool {
        let rows = &mut self.0[row / SIDE];
        let bit = 1 << (row % SIDE);
        let was = *rows & bit != 0;
        *rows &= !bit;
        was
    }
}

/// Columns of a run, tile by tile.
fn tiles_of(run: &Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let end = run.end;
    run.clone()
        .step_by(SIDE)
        .map(move |first| first..(first + SIDE).min(end))
}

/// Looks at all of them, whatever it finds: several at once.
#[multiversion(targets("x86_64+avx2"))]
pub(super) fn any_negative<T: Real>(depths: &[T]) -> bool {
    let mut any = false;
    for depth in depths {
        any |= *depth < T::ZERO;
    }
    any
}

/// Lets less flow out of a cell, so that it is just dry; what that changes at the edges, m²/s.
fn hold_back<T: Real>(
    flow: &mut Flow<T>,
    grid: &Grid,
    porous: Option<&Porous<T>>,
    [column, row]: [usize; 2],
    rate: T,
) -> f64 {
    let (at, stride) = (grid.at(column, row), grid.stride());
    // What is open: all of it where nothing is built on.
    let of_cell = |cell: usize| porous.map_or(T::ONE, |porous| porous.of_cell(cell));
    let of_face = |is_east: bool, face: usize| porous.map_or(T::ONE, |porous| porous.of_face(is_east, face));
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
        .map(|(is_east, face, _, sign, _)| of_face(*is_east, *face) * leaving(flow, *is_east, *face, *sign))
        .fold(T::ZERO, |sum, q| sum + q);
    let share = (-flow.h[at] * of_cell(at) / (rate * leaves)).smaller(T::ONE);
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
            entered += (of_face(is_east, face) * back).f64();
        } else {
            flow.h[beyond] -= rate * (of_face(is_east, face) * back) / of_cell(beyond);
        }
    }
    flow.h[at] = T::ZERO;
    entered
}
