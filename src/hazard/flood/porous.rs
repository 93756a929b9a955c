//! Cells that are built on in part: they hold less water, and less passes between them.
//!
//! # Source
//! V. Guinot, S. Soares-Frazão, Flux and source term discretization in two-dimensional shallow water models with porosity on
//! unstructured grids, International Journal for Numerical Methods in Fluids 50 (2006) 309–345 (recalled): the depth stands in the
//! open share of a cell, and what passes a face passes its open share.
//!
//! # Bounds
//! A face is as open as the less open of its two cells: no map of buildings says more at the size of a cell. It also keeps waves from
//! being faster than in open land, so that steps stay as long. Cells along an edge of the grid are open, as what lies beyond is.
//! Drag of walls is not in it but as Manning's n.

use serde::{Deserialize, Serialize};

use super::grid::Grid;
use super::real::Real;

/// Open shares of cells and faces, the border with them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(bound = "T: Real")]
pub(super) struct Porous<T> {
    /// Of each cell.
    cells: Vec<T>,
    /// Of the faces east of each; those along an edge are open.
    east: Vec<T>,
    /// Of the faces north of each, likewise.
    north: Vec<T>,
}

/// Open shares of one row: of its cells, of the faces east of them, and of those south and north of them.
pub(super) struct Row<'a, T> {
    pub(super) cells: &'a [T],
    pub(super) east: &'a [T],
    pub(super) south: &'a [T],
    pub(super) north: &'a [T],
}

impl<T: Real> Porous<T> {
    /// Cells that are open to this share, above zero, up to 1.
    pub(super) fn new(grid: &Grid, open: impl Fn(usize, usize) -> f64) -> Self {
        let is_along_an_edge = |column: usize, row: usize| {
            column == 0 || row == 0 || column + 1 == grid.columns || row + 1 == grid.rows
        };
        let open = |column: usize, row: usize| {
            if is_along_an_edge(column, row) {
                1.0
            } else {
                open(column, row)
            }
        };
        let mut east = vec![T::ONE; grid.len()];
        let mut north = east.clone();
        for row in 0..grid.rows {
            for column in 0..grid.columns {
                let here = open(column, row);
                let at = grid.at(column, row);
                if column + 1 < grid.columns {
                    east[at] = T::of(here.min(open(column + 1, row)));
                }
                if row + 1 < grid.rows {
                    north[at] = T::of(here.min(open(column, row + 1)));
                }
            }
        }
        Self {
            cells: grid.field(|column, row| T::of(open(column, row))),
            east,
            north,
        }
    }

    /// Open share of a cell, by its place in memory.
    pub(super) fn of_cell(&self, at: usize) -> T {
        self.cells[at]
    }

    /// Open share of the face east or north of a cell, by its place in memory.
    pub(super) fn of_face(&self, is_east: bool, at: usize) -> T {
        if is_east { self.east[at] } else { self.north[at] }
    }

    /// The stretch of a row that begins at a place in memory and is so long.
    pub(super) fn row(&self, from: usize, length: usize, stride: usize) -> Row<'_, T> {
        let south = from - stride;
        Row {
            cells: &self.cells[from..][..length],
            east: &self.east[from..][..length],
            south: &self.north[south..][..length],
            north: &self.north[from..][..length],
        }
    }
}
