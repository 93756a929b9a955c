//! What runs dry: cells out of which more would flow than is there.

use std::ops::Range;

use super::Flow;
use crate::hazard::flood::grid::Grid;
use crate::hazard::flood::porous::Porous;
use crate::hazard::flood::real::Real;
use crate::hazard::flood::tiles::Tiles;

/// Where more has left a cell than there was, less leaves it, until no depth is negative; by how much that changes what came
/// in through the edges, m²/s. Rare: a film that runs dry.
pub(super) fn mend<T: Real>(
    flow: &mut Flow<T>,
    grid: &Grid,
    tiles: &Tiles,
    porous: Option<&Porous<T>>,
    rate: T,
) -> f64 {
    let mut entered = 0.0;
    let mut is_sound = false;
    while !is_sound {
        is_sound = true;
        for (band, runs) in tiles.runs().iter().enumerate() {
            for row in tiles.rows(band) {
                for column in runs.iter().flat_map(Range::clone) {
                    if flow.h[grid.at(column, row)] < T::ZERO {
                        is_sound = false;
                        entered += hold_back(flow, grid, porous, [column, row], rate);
                    }
                }
            }
        }
    }
    entered
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
