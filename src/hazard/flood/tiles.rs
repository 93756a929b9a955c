//! Tiles of the grid, of which only those that hold water, or stand beside water, are worked on.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::grid::Grid;
use super::real::Real;

/// Cells of a side of a tile. A group of rows as high as a tile is worked on by one: enough rows that what it computes twice
/// costs little, few enough that there is work for all, and that a river in its bed does not have much dry land worked on beside it
/// (measured: a tenth less time for `shkodra-flood` than with 32). The bits do not depend on it, and it does not depend on how many
/// work.
pub(super) const SIDE: usize = 16;
/// Water this near to a side of a tile could reach the tile beyond in one step, cells.
const MARGIN: usize = 2;

/// Water lies in a tile near its side to the west, east, south, north, or anywhere.
const WEST: u8 = 1;
const EAST: u8 = 2;
const SOUTH: u8 = 4;
const NORTH: u8 = 8;
const WET: u8 = 16;

/// Which tiles hold water, and which are worked on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Tiles {
    grid: Grid,
    /// By tile: where water was seen at the end of the last step.
    seen: Vec<u8>,
    /// By tile: whether it ever held water.
    held: Vec<bool>,
    /// By group of rows: columns that are worked on.
    runs: Vec<Vec<Range<usize>>>,
}

impl Tiles {
    /// Tiles of a grid, all of them dry.
    pub(super) fn new(grid: Grid) -> Self {
        let (across, up) = (grid.columns.div_ceil(SIDE), grid.rows.div_ceil(SIDE));
        Self {
            grid,
            seen: vec![0; across * up],
            held: vec![false; across * up],
            runs: vec![Vec::new(); up],
        }
    }

    /// Tiles in a group of rows.
    pub(super) fn across(&self) -> usize {
        self.grid.columns.div_ceil(SIDE)
    }

    /// There may be water in a cell from now on.
    pub(super) fn wake(&mut self, column: usize, row: usize) {
        let tile = row / SIDE * self.across() + column / SIDE;
        self.seen[tile] = WEST | EAST | SOUTH | NORTH | WET;
        self.held[tile] = true;
    }

    /// There may be water anywhere.
    pub(super) fn wake_all(&mut self) {
        self.seen.fill(WEST | EAST | SOUTH | NORTH | WET);
        self.held.fill(true);
    }

    /// Finds out what has to be worked on: tiles with water and those that it could reach.
    pub(super) fn find(&mut self) {
        let across = self.across();
        let mut here = vec![false; across];
        for (band, runs) in self.runs.iter_mut().enumerate() {
            here.fill(false);
            for (from, towards) in [(band.wrapping_sub(1), NORTH), (band, WET), (band + 1, SOUTH)] {
                let Some(seen) = self.seen.chunks_exact(across).nth(from) else {
                    continue;
                };
                for (tile, seen) in seen.iter().enumerate().filter(|(_, seen)| **seen & towards != 0) {
                    here[tile] = true;
                    if *seen & WEST != 0 && tile > 0 {
                        here[tile - 1] = true;
                    }
                    if *seen & EAST != 0 && tile + 1 < across {
                        here[tile + 1] = true;
                    }
                }
            }
            runs.clear();
            let held = &mut self.held[band * across..(band + 1) * across];
            for tile in (0..across).filter(|tile| here[*tile]) {
                held[tile] = true;
                let columns = tile * SIDE..((tile + 1) * SIDE).min(self.grid.columns);
                match runs.last_mut().filter(|run| run.end == columns.start) {
                    Some(run) => run.end = columns.end,
                    None => runs.push(columns),
                }
            }
        }
    }

    /// Columns that are worked on, by group of rows.
    pub(super) fn runs(&self) -> &[Vec<Range<usize>>] {
        &self.runs
    }

    /// The same, and what a worker tells of the tiles of its rows.
    pub(super) fn told(&mut self) -> impl Iterator<Item = (&[Range<usize>], &mut [u8])> {
        let across = self.across();
        let runs = self.runs.iter().map(Vec::as_slice);
        runs.zip(self.seen.chunks_exact_mut(across))
    }

    /// Columns of a row in tiles that ever held water.
    pub(super) fn held(&self, row: usize) -> impl Iterator<Item = Range<usize>> {
        let across = self.across();
        let first = row / SIDE * across;
        let held = self.held[first..first + across].iter().enumerate();
        held.filter(|(_, held)| **held)
            .map(|(tile, _)| tile * SIDE..((tile + 1) * SIDE).min(self.grid.columns))
    }

    /// Rows of a group.
    pub(super) fn rows(&self, band: usize) -> Range<usize> {
        band * SIDE..((band + 1) * SIDE).min(self.grid.rows)
    }
}

/// Looks where water is in the tiles of a group of so many rows that were worked on; `is_wet` tells whether there is any in some
/// columns of a row of the group.
pub(super) fn look(
    runs: &[Range<usize>],
    rows: usize,
    seen: &mut [u8],
    is_wet: impl Fn(Range<usize>, usize) -> bool,
) {
    let any = |columns: Range<usize>, mut rows: Range<usize>| rows.any(|row| is_wet(columns.clone(), row));
    for run in runs {
        for first in run.clone().step_by(SIDE) {
            let last = (first + SIDE).min(run.end);
            // Most tiles are dry all over or wet in their first row: of those little has to be looked at.
            if !any(first..last, 0..rows) {
                seen[first / SIDE] = 0;
                continue;
            }
            let sides = [
                (WEST, first..(first + MARGIN).min(last), 0..rows),
                (EAST, last.saturating_sub(MARGIN).max(first)..last, 0..rows),
                (SOUTH, first..last, 0..MARGIN.min(rows)),
                (NORTH, first..last, rows.saturating_sub(MARGIN)..rows),
            ];
            let mut tile = WET;
            for (side, columns, rows) in sides {
                if any(columns, rows) {
                    tile |= side;
                }
            }
            seen[first / SIDE] = tile;
        }
    }
}

/// Whether anything of a row is not nothing. All of it is looked at, several numbers at once.
pub(super) fn has_any<T: Real>(numbers: &[T]) -> bool {
    let mut any = false;
    for number in numbers {
        any |= *number != T::ZERO;
    }
    any
}

#[cfg(test)]
mod tests {
    use super::*;

    const GRID: Grid = Grid {
        columns: 3 * SIDE + 4,
        rows: 2 * SIDE + 6,
        cell_m: 1.0,
    };

    /// What is worked on after water was seen in one cell: first columns and ends, by group of rows.
    fn worked(column: usize, row: usize) -> Vec<Vec<[usize; 2]>> {
        let mut tiles = Tiles::new(GRID);
        tiles.wake(column, row);
        tiles.find();
        let rows: Vec<usize> = (0..3).map(|band| tiles.rows(band).len()).collect();
        for (band, (runs, seen)) in tiles.told().enumerate() {
            look(runs, rows[band], seen, |columns, r| {
                columns.contains(&column) && band * SIDE + r == row
            });
        }
        tiles.find();
        let bounds = |run: &Range<usize>| [run.start, run.end];
        let runs = tiles.runs().iter();
        runs.map(|runs| runs.iter().map(bounds).collect()).collect()
    }

    #[test]
    fn a_tile_is_worked_on_when_water_could_reach_it() {
        const S: usize = SIDE;
        let none: Vec<[usize; 2]> = Vec::new();
        let one = |from: usize, to: usize| vec![[from * S, to * S]];
        assert_eq!(worked(S + 8, S + 8), [none.clone(), one(1, 2), none.clone()]);
        assert_eq!(worked(S + 1, S + 8), [none.clone(), one(0, 2), none.clone()]);
        assert_eq!(worked(2 * S - 2, S + 8), [none.clone(), one(1, 3), none.clone()]);
        let corner = vec![[2 * S, GRID.columns]];
        assert_eq!(worked(3 * S + 1, S + 1), [corner.clone(), corner, none.clone()]);
        assert_eq!(worked(S + 8, 2 * S - 1), [none, one(1, 2), one(1, 2)]);
    }
}
