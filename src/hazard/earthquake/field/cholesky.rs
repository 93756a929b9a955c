//! Lower factors of covariance matrices, and through them fields that have exactly the correlation that is asked for.

use super::correlation::at_distance;
use crate::geo::Point;

/// Rows that are worked on together, so that a row above them is read from memory once for all of them.
const BLOCK: usize = 8;

/// A pivot below this counts as zero. Places 1 m apart leave a pivot of 7e-5 at the longest range of the model.
const LEAST_PIVOT: f64 = 1e-10;

/// Sites nearer than this, km, are one place: their residuals are the same.
const ONE_PLACE_KM: f64 = 0.001;

/// Why a matrix has no lower factor.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum FactorError {
    /// Rows that follow from those above them, or contradict them.
    #[error("the covariance is not positive definite: pivot {pivot:e} in row {row}")]
    NotPositiveDefinite {
        /// Row, from 0.
        row: usize,
        /// What is left on its diagonal.
        pivot: f64,
    },
}

/// The lower triangular L of a covariance matrix A = L Lᵀ, row after row without the zeros.
#[derive(Debug, Clone)]
pub struct Factor {
    order: usize,
    packed: Vec<f64>,
}

/// Where a row begins in the packed triangle.
const fn start(row: usize) -> usize {
    row * (row + 1) / 2
}

/// Sum of products, in eight sums that are added up in a fixed order.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut sums = [0.0; 8];
    let (a, b) = (a.chunks_exact(8), b.chunks_exact(8));
    let rest: f64 = a.remainder().iter().zip(b.remainder()).map(|(x, y)| x * y).sum();
    for (x, y) in a.zip(b) {
        for (sum, (x, y)) in sums.iter_mut().zip(x.iter().zip(y)) {
            *sum += x * y;
        }
    }
    let [s0, s1, s2, s3, s4, s5, s6, s7] = sums;
    ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7)) + rest
}

impl Factor {
    /// The factor of the matrix whose element in row i and column j ≤ i is `element(i, j)`.
    ///
    /// # Errors
    /// When the matrix is not positive definite.
    ///
    /// # Source
    /// The row-oriented Cholesky–Banachiewicz algorithm, by blocks of rows.
    pub fn new(order: usize, element: impl Fn(usize, usize) -> f64) -> Result<Self, FactorError> {
        let mut packed = vec![0.0; start(order)];
        for first in (0..order).step_by(BLOCK) {
            let end = (first + BLOCK).min(order);
            for column in 0..end {
                if column >= first {
                    let row = &mut packed[start(column)..start(column + 1)];
                    let pivot = element(column, column) - dot(&row[..column], &row[..column]);
                    if pivot.is_nan() || pivot <= LEAST_PIVOT {
                        return Err(FactorError::NotPositiveDefinite { row: column, pivot });
                    }
                    row[column] = pivot.sqrt();
                }
                let (above, below) = packed.split_at_mut(start(column + 1));
                let known = &above[start(column)..];
                for row in first.max(column + 1)..end {
                    let mine = &mut below[start(row) - start(column + 1)..][..=column];
                    let left = element(row, column) - dot(&mine[..column], &known[..column]);
                    mine[column] = left / known[column];
                }
            }
        }
        Ok(Self { order, packed })
    }

    /// How many rows it has.
    pub fn order(&self) -> usize {
        self.order
    }

    /// A row up to its diagonal.
    pub(super) fn row(&self, row: usize) -> &[f64] {
        &self.packed[start(row)..=start(row) + row]
    }

    /// L x: independent standard normals become normals of the covariance.
    ///
    /// # Panics
    /// When a length is not the order.
    pub fn times(&self, x: &[f64], out: &mut [f64]) {
        assert_eq!([x.len(), out.len()], [self.order; 2], "lengths of the order");
        for (row, value) in out.iter_mut().enumerate() {
            *value = dot(self.row(row), &x[..=row]);
        }
    }

    /// A⁻¹ x, in its place.
    ///
    /// # Panics
    /// When the length is not the order.
    pub fn solve(&self, x: &mut [f64]) {
        assert_eq!(x.len(), self.order, "length of the order");
        for row in 0..self.order {
            let (done, rest) = x.split_at_mut(row);
            let line = self.row(row);
            rest[0] = (rest[0] - dot(&line[..row], done)) / line[row];
        }
        for row in (0..self.order).rev() {
            let (rest, done) = x.split_at_mut(row);
            let line = self.row(row);
            done[0] /= line[row];
            for (value, weight) in rest.iter_mut().zip(line) {
                *value -= weight * done[0];
            }
        }
    }
}

/// Sites as distinct places.
#[derive(Debug, Clone)]
pub(super) struct Places {
    /// The distinct places, km.
    pub(super) at: Vec<Point>,
    /// The place of each site.
    pub(super) of: Vec<u32>,
}

impl Places {
    /// Sites with those nearer to an earlier one than a metre laid upon it. Every pair is compared: for few sites only.
    pub(super) fn merged(sites: &[Point]) -> Self {
        let mut at: Vec<Point> = Vec::new();
        let of = sites
            .iter()
            .map(|site| {
                let known = at.iter().position(|place| place.distance(*site) < ONE_PLACE_KM);
                known.unwrap_or_else(|| {
                    at.push(*site);
                    at.len() - 1
                }) as u32
            })
            .collect();
        Self { at, of }
    }

    /// The factor of the correlations among the places.
    pub(super) fn factor(&self, range_km: f64) -> Result<Factor, FactorError> {
        Factor::new(self.at.len(), |i, j| {
            at_distance(self.at[i].distance(self.at[j]), range_km)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verify_a_factor_by_hand() {
        // [4 2; 2 5] = L Lᵀ with L = [2 0; 1 2].
        let matrix = [[4.0, 2.0], [2.0, 5.0]];
        let factor = Factor::new(2, |i, j| matrix[i][j]).expect("positive definite");
        assert_eq!([factor.row(0), factor.row(1)], [&[2.0][..], &[1.0, 2.0][..]]);
        let mut x = [8.0, 12.0];
        factor.solve(&mut x);
        assert!((x[0] - 1.0).abs() < 1e-15 && (x[1] - 2.0).abs() < 1e-15);
    }

    fn scattered(n: usize) -> Vec<Point> {
        // Golden angles: well spread, never on a line.
        let ratio = |i: usize, step: f64| (i as f64 * step).fract() * 50.0;
        (0..n)
            .map(|i| Point::new(ratio(i, 0.618_034), ratio(i, 0.754_878)))
            .collect()
    }

    #[test]
    fn rows_times_rows_are_the_matrix_again() {
        let places = Places::merged(&scattered(61));
        let factor = places.factor(8.5).expect("positive definite");
        for i in 0..61 {
            for j in 0..=i {
                let obtained = dot(&factor.row(i)[..=j], factor.row(j));
                let expected = at_distance(places.at[i].distance(places.at[j]), 8.5);
                assert!((obtained - expected).abs() < 1e-13);
            }
        }
        let mut x: Vec<f64> = (0..61).map(f64::from).collect();
        factor.solve(&mut x);
        for i in 0..61 {
            let back: f64 = (0..61)
                .map(|j| at_distance(places.at[i].distance(places.at[j]), 8.5) * x[j])
                .sum();
            assert!((back - i as f64).abs() < 1e-9);
        }
    }

    #[test]
    fn sites_within_a_metre_are_one_place() {
        let sites = [
            Point::new(0.0, 0.0),
            Point::new(1.0, 0.0),
            Point::new(0.000_9, 0.0),
            Point::new(0.001_1, 0.0),
        ];
        let places = Places::merged(&sites);
        assert_eq!(places.of, [0, 1, 0, 2]);
        assert!(places.factor(40.7).is_ok());
    }

    #[test]
    fn a_matrix_that_contradicts_itself_is_refused() {
        let error = Factor::new(2, |_, _| 1.0).expect_err("singular");
        assert_eq!(error, FactorError::NotPositiveDefinite { row: 1, pivot: 0.0 });
        assert!(Factor::new(1, |_, _| f64::NAN).is_err());
    }
}
