//! A grid of square cells with a border of one cell all round, in which boundaries write what they know.

use serde::{Deserialize, Serialize};

use super::real::Real;

/// How many cells, and how large.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Grid {
    /// Columns, from west to east.
    pub columns: usize,
    /// Rows, from south to north.
    pub rows: usize,
    /// Side of a cell, m.
    pub cell_m: f64,
}

impl Grid {
    /// Numbers of a row in memory: its cells and one of the border on either side.
    pub const fn stride(&self) -> usize {
        self.columns + 2
    }

    /// Numbers in memory.
    pub const fn len(&self) -> usize {
        self.stride() * (self.rows + 2)
    }

    /// Whether there is no cell.
    pub const fn is_empty(&self) -> bool {
        self.columns * self.rows == 0
    }

    /// Where a cell lies in memory.
    pub const fn at(&self, column: usize, row: usize) -> usize {
        (row + 1) * self.stride() + column + 1
    }

    /// Area of a cell, m².
    pub fn area_m2(&self) -> f64 {
        self.cell_m * self.cell_m
    }

    /// A field of the grid: `inside` gives the value of each cell, the border repeats its neighbours.
    pub fn field<T: Real>(&self, inside: impl Fn(usize, usize) -> T) -> Vec<T> {
        let mut field = vec![T::ZERO; self.len()];
        for row in 0..self.rows {
            for column in 0..self.columns {
                field[self.at(column, row)] = inside(column, row);
            }
        }
        self.repeat_edges(&mut field);
        field
    }

    /// Writes the cells along the edge into the border.
    pub fn repeat_edges<T: Copy>(&self, field: &mut [T]) {
        let stride = self.stride();
        for row in field.chunks_exact_mut(stride) {
            row[0] = row[1];
            row[stride - 1] = row[stride - 2];
        }
        field.copy_within(stride..2 * stride, 0);
        let last = self.rows * stride;
        field.copy_within(last..last + stride, last + stride);
    }
}
