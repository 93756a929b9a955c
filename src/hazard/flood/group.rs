//! Groups of rows, each worked on by one, so that the bits do not depend on how many work.

use std::ops::Range;

use super::Step;
use super::grid::Grid;
use super::maxima::{Maxima, Peaks};
use super::real::Real;

/// A group of rows in which there is water, and who works on it.
pub(super) struct Group<'a, T, W, R> {
    /// Counted from the south.
    pub(super) number: usize,
    /// Who works on it.
    pub(super) worker: &'a mut W,
    /// The water of its rows.
    pub(super) rows: R,
    /// Columns that are worked on.
    pub(super) runs: &'a [Range<usize>],
    /// What is told of its tiles.
    pub(super) seen: &'a mut [u8],
    /// Its maxima, if they are kept.
    pub(super) peaks: Option<Peaks<'a, T>>,
}

/// Groups of rows in which there is water.
pub(super) fn groups<'a, T: Real, W, R>(
    grid: &Grid,
    workers: &'a mut [W],
    rows: impl Iterator<Item = R>,
    step: &'a mut Step<'_, T>,
) -> Vec<Group<'a, T, W, R>> {
    let now_s = step.now_s;
    let maxima: Option<&mut Maxima<T>> = step.maxima.as_deref_mut();
    let mut peaks = maxima.map(|maxima| maxima.groups(grid, now_s));
    let parts = workers.iter_mut().zip(rows).zip(step.tiles.told());
    let all = parts
        .enumerate()
        .map(|(number, ((worker, rows), (runs, seen)))| Group {
            number,
            worker,
            rows,
            runs,
            seen,
            peaks: peaks.as_mut().and_then(Iterator::next),
        });
    all.filter(|group| !group.runs.is_empty()).collect()
}
