//! A raster on cells of another side.

use super::{MetricGrid, MetricRaster};

/// Least share of a cell that must be known for it to have a mean.
const KNOWN: f64 = 0.5;

/// A cell of the source that a cell of the target covers in part, along one axis.
struct Part {
    number: usize,
    /// Share of the width of the target.
    share: f64,
}

impl MetricRaster {
    /// The values on another grid in the same frame.
    ///
    /// A cell as large as those here, or larger, gets the mean of the area that it covers, weighted by area, where at least
    /// half of it is known. A smaller one gets what lies at its middle, bilinear between middles; beyond the outermost
    /// middles values go on unchanged, and a cell without a value stays one, in its whole shape. Outside there is none.
    #[must_use]
    pub fn resampled(&self, onto: MetricGrid) -> Self {
        if onto == self.grid {
            self.clone()
        } else if onto.cell_m < self.grid.cell_m {
            Self::from_fn(onto, self.epsg, |column, row| self.between(&onto, column, row))
        } else {
            self.means(onto)
        }
    }

    fn means(&self, onto: MetricGrid) -> Self {
        let parts = |along: usize| {
            let [from, origin] = match along {
                0 => [onto.west_m, self.grid.west_m],
                _ => [onto.south_m, self.grid.south_m],
            };
            let of = |number: usize| {
                let start = (from - origin + number as f64 * onto.cell_m) / self.grid.cell_m;
                covered(start, onto.cell_m / self.grid.cell_m, self.grid.size[along])
            };
            (0..onto.size[along]).map(of).collect::<Vec<_>>()
        };
        let (columns, rows) = (parts(0), parts(1));
        Self::from_fn(onto, self.epsg, |column, row| {
            let (mut sum, mut known) = (0.0, 0.0);
            for y in &rows[row] {
                for x in &columns[column] {
                    let value = f64::from(self.at(x.number, y.number));
                    if !value.is_nan() {
                        sum += value * x.share * y.share;
                        known += x.share * y.share;
                    }
                }
            }
            // What is added up of shares may miss the half by a rounding.
            if known >= KNOWN - 1e-9 {
                (sum / known) as f32
            } else {
                f32::NAN
            }
        })
    }

    fn between(&self, onto: &MetricGrid, column: usize, row: usize) -> f32 {
        let place = onto.centre(column, row);
        let Some([home_x, home_y]) = self.grid.cell_of(place) else {
            return f32::NAN;
        };
        if self.at(home_x, home_y).is_nan() {
            return f32::NAN;
        }
        let nodes = |at: f64, origin: f64, count: usize| {
            let along = ((at - origin) / self.grid.cell_m - 0.5).clamp(0.0, count as f64 - 1.0);
            let first = along as usize;
            let t = along - first as f64;
            [(first, 1.0 - t), ((first + 1).min(count - 1), t)]
        };
        let [columns, rows] = self.grid.size;
        let (mut sum, mut known) = (0.0, 0.0);
        for (j, by_row) in nodes(place.y, self.grid.south_m, rows) {
            for (i, by_column) in nodes(place.x, self.grid.west_m, columns) {
                let value = f64::from(self.at(i, j));
                if !value.is_nan() {
                    sum += value * by_row * by_column;
                    known += by_row * by_column;
                }
            }
        }
        (sum / known) as f32
    }
}

/// What a cell covers that reaches from `start` for `length`, both in cells of the source, of which there are `count`.
fn covered(start: f64, length: f64, count: usize) -> Vec<Part> {
    let end = start + length;
    let first = start.floor().max(0.0) as usize;
    let last = (end.ceil().max(0.0) as usize).min(count);
    let part = |number: usize| {
        let from = start.max(number as f64);
        let to = end.min(number as f64 + 1.0);
        Part {
            number,
            share: (to - from) / length,
        }
    };
    (first..last).map(part).filter(|part| part.share > 0.0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geo::Point;

    fn raster(size: [usize; 2], of: impl FnMut(usize, usize) -> f32) -> MetricRaster {
        let grid = MetricGrid::new(Point::new(100.0, 200.0), 2.0, size).expect("a grid");
        MetricRaster::from_fn(grid, Some(32634), of)
    }

    #[test]
    fn coarser_cells_hold_the_mean_of_what_they_cover() {
        let fine = raster([4, 3], |column, row| (column + 4 * row) as f32);
        let coarse = fine.resampled(fine.grid.with_cells_of(4.0).expect("a grid"));
        assert_eq!(coarse.grid.size, [2, 2]);
        // By hand; the upper row is covered by half, from row 2.
        assert_eq!(coarse.values, [2.5, 4.5, 8.5, 10.5]);
        let three = fine.resampled(fine.grid.with_cells_of(3.0).expect("a grid"));
        // One and a half columns and rows: (0 + 1/2 + 4/2 + 5/4) / 2.25.
        assert!((three.at(0, 0) - 3.75 / 2.25).abs() < 1e-6);
        assert_eq!(
            fine.resampled(fine.grid),
            fine,
            "nothing changes on the same cells"
        );
    }

    #[test]
    fn finer_cells_lie_on_the_plane_between_middles() {
        // The middle of column i is at 101 + 2 i.
        let plane = |x: f64, y: f64| 3.0 + 0.25 * x - 0.5 * y;
        let coarse = raster([4, 3], |column, row| {
            plane(2.0 * column as f64 + 101.0, 2.0 * row as f64 + 201.0) as f32
        });
        let fine = coarse.resampled(coarse.grid.with_cells_of(0.5).expect("a grid"));
        assert_eq!(fine.grid.size, [16, 12]);
        for row in 2..10 {
            for column in 2..14 {
                let place = fine.grid.centre(column, row);
                assert!((f64::from(fine.at(column, row)) - plane(place.x, place.y)).abs() < 1e-5);
            }
        }
        assert_eq!(fine.at(0, 0), coarse.at(0, 0), "beyond the middles values go on");
    }

    #[test]
    fn holes_stay_holes() {
        let mut coarse = raster([3, 3], |_, _| 1.0);
        coarse.values[4] = f32::NAN;
        let fine = coarse.resampled(coarse.grid.with_cells_of(1.0).expect("a grid"));
        assert_eq!(
            fine.holes().map(|holes| (holes.count, holes.first)),
            Some((4, [2, 2]))
        );
        let half = coarse.resampled(MetricGrid::new(Point::new(102.0, 202.0), 4.0, [1, 1]).expect("a grid"));
        assert_eq!(half.values, [1.0], "three quarters of it are known");
        let beside =
            coarse.resampled(MetricGrid::new(Point::new(105.0, 205.0), 4.0, [1, 1]).expect("a grid"));
        assert!(beside.values[0].is_nan(), "a sixteenth of it is known");
    }
}
