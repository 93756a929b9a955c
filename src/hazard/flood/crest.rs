//! Crests on faces between cells: levees, walls and sandbags narrower than a cell.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::grid::Grid;
use super::real::Real;
use crate::maths;

/// A face between two cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Face {
    /// Column of the cell to the west or south of it.
    pub column: usize,
    /// Its row.
    pub row: usize,
    /// Whether the face lies north of that cell, and not east of it.
    pub is_north: bool,
}

impl Face {
    /// East of a cell.
    pub const fn east(column: usize, row: usize) -> Self {
        Self {
            column,
            row,
            is_north: false,
        }
    }

    /// North of a cell.
    pub const fn north(column: usize, row: usize) -> Self {
        Self {
            column,
            row,
            is_north: true,
        }
    }
}

/// Of a broad-crested weir, m^½/s: q = 1.7 h^1.5.
///
/// # Source
/// √g (2/3)^1.5 = 1.705: critical flow over the crest, without loss.
const WEIR: f64 = 1.7;
/// Exponents by which water standing behind a weir holds back what flows over it: (1 − (down / up)^1.5)^0.385.
///
/// # Source
/// J. R. Villemonte, Engineering News-Record 139 (1947) 866, recalled.
const SUBMERGED: f64 = 0.385;

/// What a weir lets over at most, m²/s, where the water stands so high above its crest on either side, m.
pub(super) fn weir(above_m: [f64; 2]) -> f64 {
    let (up, down) = (above_m[0].max(above_m[1]), above_m[0].min(above_m[1]).max(0.0));
    if up <= 0.0 {
        return 0.0;
    }
    let share = down / up;
    let held = maths::pow((1.0 - share * share.sqrt()).max(0.0), SUBMERGED);
    WEIR * up * up.sqrt() * held
}

/// By which share of what flows over a crest its weir lets through, where the water stands at these levels.
pub(super) fn let_through<T: Real>(q: T, surface: [T; 2], crest: T) -> T {
    let most = weir(surface.map(|level| (level - crest).f64()));
    let q = q.abs().f64();
    T::of(if q > most { most / q } else { 1.0 })
}

/// Crests by row, each with where its cell lies in the row's memory, and its height, m. Rows without any cost nothing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(bound = "T: Real")]
pub(super) struct Crests<T> {
    /// Of faces east and north of cells.
    rows: [Vec<Vec<(usize, T)>>; 2],
}

impl<T: Real> Crests<T> {
    /// None, on a grid.
    pub(super) fn none(grid: &Grid) -> Self {
        let rows = || vec![Vec::new(); grid.rows];
        Self {
            rows: [rows(), rows()],
        }
    }

    /// Sets a crest, or takes it away.
    pub(super) fn set(&mut self, face: Face, level: Option<T>) {
        let row = &mut self.rows[usize::from(face.is_north)][face.row];
        let at = face.column + 1;
        match (row.binary_search_by_key(&at, |(at, _)| *at), level) {
            (Ok(found), Some(level)) => row[found].1 = level,
            (Ok(found), None) => drop(row.remove(found)),
            (Err(place), Some(level)) => row.insert(place, (at, level)),
            (Err(_), None) => {}
        }
    }

    /// The crest on a face.
    pub(super) fn level(&self, face: Face) -> Option<T> {
        let row = &self.rows[usize::from(face.is_north)][face.row];
        let at = row.binary_search_by_key(&(face.column + 1), |(at, _)| *at);
        at.ok().map(|found| row[found].1)
    }

    /// Crests on faces east of some cells of a row.
    pub(super) fn east(&self, row: usize, cells: &Range<usize>) -> &[(usize, T)] {
        within(&self.rows[0][row], cells)
    }

    /// Crests on faces north of some cells of a row.
    pub(super) fn north(&self, row: usize, cells: &Range<usize>) -> &[(usize, T)] {
        within(&self.rows[1][row], cells)
    }
}

fn within<'a, T>(row: &'a [(usize, T)], cells: &Range<usize>) -> &'a [(usize, T)] {
    if row.is_empty() {
        return row;
    }
    let first = row.partition_point(|(at, _)| *at < cells.start);
    let last = row.partition_point(|(at, _)| *at < cells.end);
    &row[first..last]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verify_the_weir() {
        // By hand: 1.7 × 0.5^1.5 = 0.60104; with 0.4 m behind it (0.4 / 0.5)^1.5 = 0.71554, 0.28446^0.385 = 0.61631, 0.37043.
        let (free, held) = (weir([0.5, -2.0]), weir([0.4, 0.5]));
        println!("expected 0.60104 and 0.37043 m²/s, obtained {free:.5} and {held:.5}, tolerance 1e-5");
        assert!((free - 0.601_04).abs() < 1e-5 && (held - 0.370_43).abs() < 1e-5);
        assert_eq!(weir([0.3, 0.3]), 0.0);
        assert_eq!(weir([-0.1, 0.0]), 0.0);
    }

    #[test]
    fn crests_are_set_moved_and_taken_away() {
        let grid = Grid {
            columns: 9,
            rows: 4,
            cell_m: 1.0,
        };
        let mut crests = Crests::<f64>::none(&grid);
        for column in [5, 2, 7] {
            crests.set(Face::east(column, 1), Some(column as f64));
        }
        crests.set(Face::east(5, 1), Some(0.5));
        crests.set(Face::east(7, 1), None);
        crests.set(Face::north(7, 1), None);
        assert_eq!(crests.east(1, &(1..10)), [(3, 2.0), (6, 0.5)]);
        assert_eq!(crests.east(1, &(4..7)), [(6, 0.5)]);
        assert!(crests.north(1, &(1..10)).is_empty());
        assert_eq!(crests.level(Face::east(2, 1)), Some(2.0));
    }
}
