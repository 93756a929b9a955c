//! Levees and walls that are thinner than a cell: crests on the faces between cells.
//!
//! A face is shut where the line runs between the middles of the two cells that share it. So every cell stays on the side
//! on which its middle lies, a closed line lets no water slip between the four neighbours of a cell, whatever its direction,
//! and none of it depends on rounding: corners of lines are moved by up to a thousandth of a cell onto places from which
//! everything is reckoned in whole numbers, and a line that runs exactly through a middle passes it on the west.

use std::collections::BTreeMap;

use crate::geo::Point;
use crate::geo::metric::MetricGrid;

/// Which face of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Axis {
    /// To its eastern neighbour.
    East,
    /// To its northern neighbour.
    North,
}

/// A face between two cells, in the order of rows, columns and axes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Face {
    /// Row of the cell, from the south.
    pub row: usize,
    /// Column of the cell, from the west.
    pub column: usize,
    /// Which of its faces.
    pub axis: Axis,
}

/// A point of a levee or wall.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CrestPoint {
    /// Where.
    pub place: Point,
    /// Height of the crest there, m; linear between points.
    pub crest_m: f64,
}

/// The faces that some lines shut, each once with the height of its crest where the line crosses it, m, the highest where
/// several do, in their order. A line that encloses something ends with its first point. What lies outside the grid, or
/// between the middles of its outermost cells and its edges, shuts nothing.
pub fn crests(grid: &MetricGrid, lines: &[Vec<CrestPoint>]) -> Vec<(Face, f64)> {
    let mut found = BTreeMap::new();
    for line in lines {
        for pair in line.windows(2) {
            let [a, b] = [&pair[0], &pair[1]];
            let stretch = Stretch {
                a: fine(grid, a.place),
                b: fine(grid, b.place),
            };
            let mut shut = |face: Face, t: f64| {
                let crest = a.crest_m + (b.crest_m - a.crest_m) * t;
                let known = found.entry(face).or_insert(crest);
                *known = known.max(crest);
            };
            stretch.across_rows(grid.size, &mut shut);
            stretch.across_columns(grid.size, &mut shut);
        }
    }
    found.into_iter().collect()
}

/// Side of a cell in the whole numbers in which lines are reckoned.
const STEP: i128 = 2048;
/// No corner lies farther than this: a thousand million cells.
const FAR: f64 = (1_u64 << 40) as f64;

/// A corner in whole numbers from the middle of the south-western cell. They are odd, those of middles even: no corner has a
/// middle straight above or beside it.
fn fine(grid: &MetricGrid, place: Point) -> [i128; 2] {
    let first = grid.centre(0, 0);
    let along = |at: f64, origin: f64| {
        let halves = ((at - origin) / grid.cell_m * (STEP / 2) as f64).floor();
        2 * halves.clamp(-FAR, FAR) as i128 + 1
    };
    [along(place.x, first.x), along(place.y, first.y)]
}

/// A straight stretch of a line.
struct Stretch {
    a: [i128; 2],
    b: [i128; 2],
}

/// The numbers of the rows (or columns) whose middles lie strictly between two odd numbers.
fn between(a: i128, b: i128, count: usize) -> std::ops::Range<i128> {
    let first = a.min(b).div_euclid(STEP) + 1;
    let last = a.max(b).div_euclid(STEP) + 1;
    first.max(0)..last.min(count as i128)
}

/// A quotient, rounded down; and whether nothing was left over.
fn quotient(numerator: i128, denominator: i128) -> (i128, bool) {
    let (n, d) = (numerator * denominator.signum(), denominator.abs());
    (n.div_euclid(d), n.rem_euclid(d) == 0)
}

impl Stretch {
    /// Where the line crosses from a middle to its eastern neighbour: in each row whose middles it passes.
    fn across_rows(&self, [columns, rows]: [usize; 2], shut: &mut impl FnMut(Face, f64)) {
        let [dx, dy] = [self.b[0] - self.a[0], self.b[1] - self.a[1]];
        for row in between(self.a[1], self.b[1], rows) {
            let up = row * STEP - self.a[1];
            let (below, exact) = quotient(self.a[0] * dy + up * dx, dy * STEP);
            // Exactly through a middle: on its west.
            let column = if exact { below - 1 } else { below };
            if (0..columns as i128 - 1).contains(&column) {
                let face = Face {
                    row: row as usize,
                    column: column as usize,
                    axis: Axis::East,
                };
                shut(face, up as f64 / dy as f64);
            }
        }
    }

    /// Where the line crosses from a middle to its northern neighbour: in each column whose middles it passes.
    fn across_columns(&self, [columns, rows]: [usize; 2], shut: &mut impl FnMut(Face, f64)) {
        let [dx, dy] = [self.b[0] - self.a[0], self.b[1] - self.a[1]];
        for column in between(self.a[0], self.b[0], columns) {
            let right = column * STEP - self.a[0];
            let (below, exact) = quotient(self.a[1] * dx + right * dy, dx * STEP);
            // Exactly through a middle: as if the middle lay a little to the east, where a rising line is higher.
            let rises = (dx > 0) == (dy > 0);
            let row = if exact && !rises { below - 1 } else { below };
            if (0..rows as i128 - 1).contains(&row) {
                let face = Face {
                    row: row as usize,
                    column: column as usize,
                    axis: Axis::North,
                };
                shut(face, right as f64 / dx as f64);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geo::Polygon;
    use crate::maths;

    fn grid() -> MetricGrid {
        MetricGrid::new(Point::new(371_250.0, 4_628_740.0), 10.0, [60, 50]).expect("a grid")
    }

    /// Which cells water reaches from one, if no shut face lets it through.
    fn reached(grid: &MetricGrid, shut: &[(Face, f64)], from: [usize; 2]) -> Vec<bool> {
        let [columns, rows] = grid.size;
        let is_shut = |row: usize, column: usize, axis: Axis| {
            shut.binary_search_by_key(&Face { row, column, axis }, |(face, _)| *face)
                .is_ok()
        };
        let mut wet = vec![false; grid.cells()];
        let mut front = vec![from];
        while let Some([column, row]) = front.pop() {
            if std::mem::replace(&mut wet[row * columns + column], true) {
                continue;
            }
            if column + 1 < columns && !is_shut(row, column, Axis::East) {
                front.push([column + 1, row]);
            }
            if column > 0 && !is_shut(row, column - 1, Axis::East) {
                front.push([column - 1, row]);
            }
            if row + 1 < rows && !is_shut(row, column, Axis::North) {
                front.push([column, row + 1]);
            }
            if row > 0 && !is_shut(row - 1, column, Axis::North) {
                front.push([column, row - 1]);
            }
        }
        wet
    }

    fn line(places: &[Point]) -> Vec<CrestPoint> {
        places
            .iter()
            .map(|place| CrestPoint {
                place: *place,
                crest_m: 5.0,
            })
            .collect()
    }

    /// A ring of corners around a middle, turned.
    fn ring(middle: Point, radii: &[f64], turned_deg: f64) -> Vec<Point> {
        let corner = |(k, radius): (usize, &f64)| {
            let angle = (360.0 * k as f64 / radii.len() as f64 + turned_deg).to_radians();
            middle + Point::new(maths::cos(angle), maths::sin(angle)) * *radius
        };
        radii.iter().enumerate().map(corner).collect()
    }

    #[test]
    fn a_closed_levee_is_tight_however_it_is_turned() {
        let grid = grid();
        let (on_a_middle, on_a_corner) = (grid.centre(30, 25), grid.centre(30, 25) + Point::new(5.0, 5.0));
        let anywhere = on_a_middle + Point::new(1.234_567, -3.21);
        for middle in [on_a_middle, on_a_corner, anywhere] {
            // Squares whose corners and sides meet middles, a blunt and a pointed star.
            for radii in [
                &[150.0; 4][..],
                &[200.0 / 2.0_f64.sqrt(); 4],
                &[180.0, 120.0, 200.0, 90.0, 170.0],
                &[220.0, 60.0, 220.0, 60.0, 220.0, 60.0],
            ] {
                for turned in 0..72 {
                    let corners = ring(middle, radii, f64::from(turned) * 5.0);
                    let mut closed = corners.clone();
                    closed.push(corners[0]);
                    let shut = crests(&grid, &[line(&closed)]);
                    let inside = Polygon::new(corners);
                    let from_inside = reached(&grid, &shut, [30, 25]);
                    let from_outside = reached(&grid, &shut, [0, 0]);
                    for row in 0..50 {
                        for column in 0..60 {
                            let (centre, at) = (grid.centre(column, row), row * 60 + column);
                            // On which side a middle lies that the line runs through is the matter of the rule.
                            if inside.boundary_distance(centre) <= 0.02 {
                                assert!(!(from_inside[at] && from_outside[at]));
                                continue;
                            }
                            let is_inside = inside.contains(centre);
                            assert!(
                                !from_inside[at] || is_inside,
                                "out at {column} {row}, turned {turned}"
                            );
                            assert!(
                                !from_outside[at] || !is_inside,
                                "in at {column} {row}, turned {turned}"
                            );
                            // Tips of stars are narrower than a cell.
                            assert!(
                                radii.len() > 4 || from_inside[at] == is_inside,
                                "dry at {column} {row}"
                            );
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn a_levee_from_edge_to_edge_parts_the_land() {
        let grid = grid();
        for k in 0..90 {
            let angle = f64::from(k) * 2.0_f64.to_radians();
            let along = Point::new(maths::cos(angle), maths::sin(angle));
            let middle = grid.centre(30, 25);
            let shut = crests(
                &grid,
                &[line(&[middle - along * 600.0, middle, middle + along * 600.0])],
            );
            let sides = [along.left() * 30.0, along.left() * -30.0]
                .map(|aside| grid.cell_of(middle + aside).expect("a cell"));
            let wet = reached(&grid, &shut, sides[0]);
            let other = reached(&grid, &shut, sides[1]);
            assert!(
                wet.iter().zip(&other).all(|(a, b)| a != b),
                "every cell on one side, at {k}"
            );
        }
    }

    #[test]
    fn crests_are_linear_between_points_and_the_highest_counts() {
        let grid = MetricGrid::new(Point::default(), 1.0, [10, 3]).expect("a grid");
        let point = |x: f64, y: f64, crest_m: f64| CrestPoint {
            place: Point::new(x, y),
            crest_m,
        };
        let rising = vec![point(0.0, 1.0, 10.0), point(10.0, 1.0, 20.0)];
        let low = vec![point(4.0, 1.0, 12.0), point(10.0, 1.0, 12.0)];
        let shut = crests(&grid, &[rising, low]);
        assert_eq!(shut.len(), 10);
        for (column, (face, crest_m)) in shut.iter().enumerate() {
            assert_eq!(
                *face,
                Face {
                    row: 0,
                    column,
                    axis: Axis::North
                }
            );
            assert!((crest_m - (10.5 + column as f64)).abs() < 0.01, "{crest_m}");
        }
        assert_eq!(
            crests(&grid, &[vec![point(0.6, 0.6, 1.0), point(1.4, 1.4, 1.0)]]),
            [],
            "within one pair of middles"
        );
        let outside = [point(-1e300, 5.0, 1.0), point(1e300, 5.0, 1.0)].to_vec();
        assert_eq!(crests(&grid, &[outside]), []);
    }
}
