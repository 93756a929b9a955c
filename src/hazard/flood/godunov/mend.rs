//! What runs dry: cells out of which more has flowed than was there.

use std::ops::Range;

use super::Flow;
use crate::hazard::flood::grid::Grid;
use crate::hazard::flood::real::Real;

/// Gives back to cells of some columns and rows what they miss, from the cells beside them; what came from beyond the edges, m. A
/// heap of water that falls apart in all directions at once loses up to a third more than it has.
pub(super) fn mend<T: Real>(
    flow: &mut Flow<T>,
    grid: &Grid,
    rows: Range<usize>,
    columns: &[Range<usize>],
) -> f64 {
    let mut beyond = 0.0;
    for row in rows {
        for column in columns.iter().flat_map(Range::clone) {
            let at = grid.at(column, row);
            if flow.h[at] < T::ZERO {
                beyond += give_back(flow, grid, [column, row]);
            }
        }
    }
    beyond
}

/// Fills up one cell to nothing by what its neighbours have, each by the same share; what they had too little, m.
fn give_back<T: Real>(flow: &mut Flow<T>, grid: &Grid, [column, row]: [usize; 2]) -> f64 {
    let (at, stride) = (grid.at(column, row), grid.stride());
    let beside = [
        (column > 0, at - 1),
        (column + 1 < grid.columns, at + 1),
        (row > 0, at - stride),
        (row + 1 < grid.rows, at + stride),
    ];
    let inside = beside.into_iter().filter(|(is_inside, _)| *is_inside);
    let inside = inside.map(|(_, beside)| beside);
    let all = inside
        .clone()
        .fold(T::ZERO, |sum, beside| sum + flow.h[beside].larger(T::ZERO));
    let missing = -flow.h[at];
    if all > T::ZERO {
        let kept = T::ONE - (missing / all).smaller(T::ONE);
        for beside in inside {
            let share = if flow.h[beside] > T::ZERO { kept } else { T::ONE };
            flow.h[beside] = share * flow.h[beside];
            flow.hu[beside] = share * flow.hu[beside];
            flow.hv[beside] = share * flow.hv[beside];
        }
    }
    (flow.h[at], flow.hu[at], flow.hv[at]) = (T::ZERO, T::ZERO, T::ZERO);
    (missing - all).larger(T::ZERO).f64()
}
