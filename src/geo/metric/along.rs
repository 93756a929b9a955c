//! The cells along a line.

use super::MetricGrid;
use crate::geo::Point;

/// A stretch of a line that lies in one cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stretch {
    /// Column and row of the cell.
    pub cell: [usize; 2],
    /// Where it begins and ends, m along the line.
    pub span_m: [f64; 2],
}

impl Stretch {
    /// How long it is, m.
    pub fn length_m(&self) -> f64 {
        self.span_m[1] - self.span_m[0]
    }

    /// Its middle, m along the line.
    pub fn middle_m(&self) -> f64 {
        0.5 * (self.span_m[0] + self.span_m[1])
    }
}

impl MetricGrid {
    /// The stretches of a line in the cells of the grid, one after another; what lies outside is left out.
    pub fn along(&self, line: &[Point]) -> Vec<Stretch> {
        let mut all: Vec<Stretch> = Vec::new();
        let mut passed_m = 0.0;
        for pair in line.windows(2) {
            let (from, to) = (pair[0], pair[1]);
            let length_m = from.distance(to);
            for parts in self.crossings(from, to).windows(2) {
                let middle = from + (to - from) * (0.5 * (parts[0] + parts[1]));
                let Some(cell) = self.cell_of(middle) else {
                    continue;
                };
                let span_m = [passed_m + parts[0] * length_m, passed_m + parts[1] * length_m];
                match all.last_mut() {
                    Some(last) if last.cell == cell && last.span_m[1] == span_m[0] => {
                        last.span_m[1] = span_m[1];
                    }
                    _ => all.push(Stretch { cell, span_m }),
                }
            }
            passed_m += length_m;
        }
        all
    }

    /// Where a straight line passes from cell to cell, as shares of its length, with both its ends.
    fn crossings(&self, from: Point, to: Point) -> Vec<f64> {
        let mut shares = vec![0.0, 1.0];
        let axes = [
            (from.x, to.x, self.west_m, self.size[0]),
            (from.y, to.y, self.south_m, self.size[1]),
        ];
        for (from, to, origin, count) in axes {
            let number = |at: f64| ((at - origin) / self.cell_m).clamp(0.0, count as f64);
            let first = number(from.min(to)).ceil() as usize;
            let last = number(from.max(to)).floor() as usize;
            let share = |number: usize| (origin + number as f64 * self.cell_m - from) / (to - from);
            let inner = (first..=last).map(share);
            shares.extend(inner.filter(|share| (0.0..=1.0).contains(share)));
        }
        shares.sort_by(f64::total_cmp);
        shares.dedup();
        shares
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_as_long_as_its_stretches_and_lies_in_them() {
        let grid = MetricGrid::new(Point::new(-20.0, 10.0), 10.0, [30, 20]).expect("a grid");
        let line = [(-15.0, 15.0), (100.0, 80.0), (100.0, 150.0), (40.0, 151.0)];
        let line = line.map(|(x, y)| Point::new(x, y));
        let all = grid.along(&line);
        let whole: f64 = line.windows(2).map(|pair| pair[0].distance(pair[1])).sum();
        let sum: f64 = all.iter().map(Stretch::length_m).sum();
        assert!((sum - whole).abs() < 1e-9, "{sum} {whole}");
        for pair in all.windows(2) {
            assert_eq!(pair[0].span_m[1], pair[1].span_m[0]);
            let [a, b] = [pair[0].cell, pair[1].cell];
            assert!(a != b && a[0].abs_diff(b[0]) <= 1 && a[1].abs_diff(b[1]) <= 1);
        }
        assert!(
            grid.along(&[Point::new(-500.0, 0.0), Point::new(-400.0, 0.0)])
                .is_empty()
        );
        let through = grid.along(&[Point::new(-1_000.0, 15.0), Point::new(1_000.0, 15.0)]);
        assert_eq!(through.len(), 30, "only what lies inside");
        assert_eq!(through[0].length_m(), 10.0);
    }
}
