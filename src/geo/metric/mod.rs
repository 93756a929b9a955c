//! Rasters in metres: elevations, depths, classes of land cover, one value for each cell of a square grid.
//!
//! # How the parts fit
//! ```text
//! metric     where the cells lie, what they hold, a window cut out
//! along      the cells along a line
//! ascii      to and from ESRI ASCII grids (GeoTIFF: super::geotiff)
//! resample   onto cells of another side
//! ```

mod along;
mod ascii;
mod resample;

use super::raster::MAX_CELLS;
use super::{Bounds, Point};

pub use along::Stretch;
pub(super) use ascii::{TO_METRES, is_in_degrees};
pub use ascii::{read_esri_ascii, write_esri_ascii};

/// A grid of square cells in a plane frame, metres.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct MetricGrid {
    /// To the east of the origin of the frame: western edge, m.
    pub west_m: f64,
    /// To the north of the origin of the frame: southern edge, m.
    pub south_m: f64,
    /// Side of a cell, m.
    pub cell_m: f64,
    /// Columns from the west, rows from the south.
    pub size: [usize; 2],
}

/// Why there is no such grid.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum GridError {
    /// No length, or none that is a number.
    #[error("the side of a cell is {0} m")]
    Cell(f64),
    /// Nothing in it.
    #[error("the grid has no cell")]
    Empty,
    /// More than memory should be taken for.
    #[error("a grid of {columns:.0} by {rows:.0} cells: at most {MAX_CELLS} cells")]
    TooMany {
        /// Columns.
        columns: f64,
        /// Rows.
        rows: f64,
    },
}

impl MetricGrid {
    /// The grid with this south-western corner, cells of this side and so many columns and rows.
    ///
    /// # Errors
    /// Without cells, with cells of no size, and with more than [`MAX_CELLS`].
    pub fn new(corner: Point, cell_m: f64, size: [usize; 2]) -> Result<Self, GridError> {
        let [columns, rows] = size.map(|count| count as f64);
        if !(cell_m > 0.0 && cell_m.is_finite()) {
            return Err(GridError::Cell(cell_m));
        }
        if columns * rows > MAX_CELLS as f64 {
            return Err(GridError::TooMany { columns, rows });
        }
        if columns * rows == 0.0 {
            return Err(GridError::Empty);
        }
        Ok(Self {
            west_m: corner.x,
            south_m: corner.y,
            cell_m,
            size,
        })
    }

    /// Number of cells.
    pub const fn cells(&self) -> usize {
        self.size[0] * self.size[1]
    }

    /// The south-western corner.
    pub const fn corner(&self) -> Point {
        Point::new(self.west_m, self.south_m)
    }

    /// What it covers.
    pub fn bounds(&self) -> Bounds {
        let [width, height] = self.size.map(|count| count as f64 * self.cell_m);
        Bounds {
            min: self.corner(),
            max: self.corner() + Point::new(width, height),
        }
    }

    /// The middle of a cell.
    pub fn centre(&self, column: usize, row: usize) -> Point {
        let along = |from: f64, number: usize| from + (number as f64 + 0.5) * self.cell_m;
        Point::new(along(self.west_m, column), along(self.south_m, row))
    }

    /// Column and row of the cell in which a place lies; none outside.
    pub fn cell_of(&self, place: Point) -> Option<[usize; 2]> {
        let x = (place.x - self.west_m) / self.cell_m;
        let y = (place.y - self.south_m) / self.cell_m;
        let [columns, rows] = self.size;
        let inside = x >= 0.0 && y >= 0.0 && x < columns as f64 && y < rows as f64;
        inside.then_some([x as usize, y as usize])
    }

    /// The columns and the rows whose cells touch some bounds: the first and one past the last of each.
    pub fn touched(&self, bounds: &Bounds) -> [std::ops::Range<usize>; 2] {
        let along = |from: f64, to: f64, origin: f64, count: usize| {
            let first = ((from - origin) / self.cell_m).floor().max(0.0) as usize;
            let last = ((to - origin) / self.cell_m).ceil().max(0.0) as usize;
            first.min(count)..last.clamp(first.min(count), count)
        };
        let [columns, rows] = self.size;
        [
            along(bounds.min.x, bounds.max.x, self.west_m, columns),
            along(bounds.min.y, bounds.max.y, self.south_m, rows),
        ]
    }

    /// A grid from the same corner with cells of another side, as many as cover this one.
    ///
    /// # Errors
    /// As [`MetricGrid::new`].
    pub fn with_cells_of(&self, cell_m: f64) -> Result<Self, GridError> {
        /// What is left over of a cell is none, in cells: sides are written with some ten digits.
        const NOTHING: f64 = 1e-6;
        if !(cell_m > 0.0 && cell_m.is_finite()) {
            return Err(GridError::Cell(cell_m));
        }
        let count = |cells: usize| (cells as f64 * self.cell_m / cell_m - NOTHING).ceil().max(1.0);
        let [columns, rows] = self.size.map(count);
        if columns * rows > MAX_CELLS as f64 {
            return Err(GridError::TooMany { columns, rows });
        }
        Self::new(self.corner(), cell_m, [columns as usize, rows as usize])
    }
}

/// One value for each cell of a grid.
#[derive(Debug, Clone, serde::Serialize)]
pub struct MetricRaster {
    /// Where its cells lie.
    pub grid: MetricGrid,
    /// Number of the coordinate reference system in the EPSG register, where it is declared.
    pub epsg: Option<u16>,
    /// Row after row from the south, each from the west; NaN where there is no value.
    #[serde(skip)]
    pub values: Vec<f32>,
}

// Bit by bit: where one has no value, the other has none either.
impl PartialEq for MetricRaster {
    fn eq(&self, other: &Self) -> bool {
        self.grid == other.grid
            && self.epsg == other.epsg
            && self
                .values
                .iter()
                .map(|value| value.to_bits())
                .eq(other.values.iter().map(|value| value.to_bits()))
    }
}

/// Cells without a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holes {
    /// How many.
    pub count: usize,
    /// Column and row of the first from the south-west.
    pub first: [usize; 2],
}

impl MetricRaster {
    /// A raster with the value that `of` gives each column and row.
    pub fn from_fn(grid: MetricGrid, epsg: Option<u16>, mut of: impl FnMut(usize, usize) -> f32) -> Self {
        let [columns, rows] = grid.size;
        let mut values = Vec::with_capacity(grid.cells());
        for row in 0..rows {
            values.extend((0..columns).map(|column| of(column, row)));
        }
        Self { grid, epsg, values }
    }

    /// The value of a cell; NaN where there is none.
    pub fn at(&self, column: usize, row: usize) -> f32 {
        self.values[row * self.grid.size[0] + column]
    }

    /// The cells without a value; none if every cell has one.
    pub fn holes(&self) -> Option<Holes> {
        let first = self.values.iter().position(|value| value.is_nan())?;
        let columns = self.grid.size[0];
        Some(Holes {
            count: self.values.iter().filter(|value| value.is_nan()).count(),
            first: [first % columns, first / columns],
        })
    }

    /// The cells that touch some bounds.
    ///
    /// # Errors
    /// If none does.
    pub fn window(&self, bounds: &Bounds) -> Result<Self, GridError> {
        let [columns, rows] = self.grid.touched(bounds);
        let shift = Point::new(columns.start as f64, rows.start as f64) * self.grid.cell_m;
        let size = [columns.len(), rows.len()];
        let grid = MetricGrid::new(self.grid.corner() + shift, self.grid.cell_m, size)?;
        Ok(Self::from_fn(grid, self.epsg, |column, row| {
            self.at(columns.start + column, rows.start + row)
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid() -> MetricGrid {
        MetricGrid::new(Point::new(1000.0, 2000.0), 10.0, [4, 3]).expect("a grid")
    }

    #[test]
    fn cells_lie_where_they_should() {
        let grid = grid();
        assert_eq!(grid.centre(0, 0), Point::new(1005.0, 2005.0));
        assert_eq!(grid.cell_of(Point::new(1039.9, 2020.0)), Some([3, 2]));
        assert_eq!(grid.cell_of(Point::new(1040.0, 2020.0)), None);
        assert_eq!(grid.cell_of(Point::new(999.9, 2020.0)), None);
        assert_eq!(grid.bounds().max, Point::new(1040.0, 2030.0));
        assert_eq!(grid.with_cells_of(15.0).map(|grid| grid.size), Ok([3, 2]));
        let merewether = MetricGrid::new(Point::default(), 0.999_936_810_000_29, [321, 416]).expect("a grid");
        assert_eq!(
            merewether
                .with_cells_of(3.0 * merewether.cell_m)
                .map(|grid| grid.size),
            Ok([107, 139])
        );
    }

    #[test]
    fn what_is_no_grid_is_refused_before_memory_is_taken() {
        let corner = Point::default();
        assert_eq!(MetricGrid::new(corner, 0.0, [1, 1]), Err(GridError::Cell(0.0)));
        assert_eq!(MetricGrid::new(corner, 1.0, [0, 1]), Err(GridError::Empty));
        let many = MetricGrid::new(corner, 1.0, [100_000, 10_000]).expect_err("too many");
        assert_eq!(
            many.to_string(),
            "a grid of 100000 by 10000 cells: at most 25000000 cells"
        );
        assert!(MetricGrid::new(corner, 1.0, [usize::MAX, usize::MAX]).is_err());
        assert!(grid().with_cells_of(1e-9).is_err());
    }

    #[test]
    fn a_window_keeps_the_cells_it_touches_where_they_are() {
        let mut raster = MetricRaster::from_fn(grid(), Some(32634), |column, row| (10 * row + column) as f32);
        let bounds = Bounds {
            min: Point::new(1012.0, 2010.0),
            max: Point::new(1031.0, 9000.0),
        };
        let window = raster.window(&bounds).expect("it touches");
        assert_eq!(window.grid.corner(), Point::new(1010.0, 2010.0));
        assert_eq!(window.grid.size, [3, 2]);
        assert_eq!(window.values, [11.0, 12.0, 13.0, 21.0, 22.0, 23.0]);
        assert_eq!(window.epsg, Some(32634));
        let beside = Bounds {
            min: Point::new(0.0, 0.0),
            max: Point::new(10.0, 10.0),
        };
        assert_eq!(raster.window(&beside), Err(GridError::Empty));
        assert_eq!(raster.holes(), None);
        raster.values[6] = f32::NAN;
        raster.values[9] = f32::NAN;
        assert_eq!(
            raster.holes(),
            Some(Holes {
                count: 2,
                first: [2, 1]
            })
        );
    }
}
