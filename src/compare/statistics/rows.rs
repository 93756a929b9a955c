//! Rows of indices that are drawn once and used for every metric: a table where it fits in memory, drawn again where not.

use std::sync::OnceLock;

use super::luck::{Luck, Purpose};
use super::resamples::RESAMPLES;

/// Up to this many indices are kept (64 MB): rows of up to 1,677.
const KEPT: usize = 1 << 24;

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Row {
    /// So many indices of 0..width, drawn with replacement.
    Resample,
    /// A part of 0..of, each index at most once.
    Part {
        /// How many there are to draw from.
        of: usize,
    },
}

/// [`RESAMPLES`] rows.
#[derive(Debug)]
pub(super) struct Rows {
    width: usize,
    row: Row,
    purpose: Purpose,
    kept: OnceLock<Vec<u32>>,
}

impl Rows {
    /// Nothing is drawn until it is needed.
    pub(super) fn new(width: usize, row: Row, purpose: Purpose) -> Rows {
        Rows {
            width,
            row,
            purpose,
            kept: OnceLock::new(),
        }
    }

    /// Indices of a row.
    pub(super) fn width(&self) -> usize {
        self.width
    }

    /// Sums of samples over every row, in the order of the rows. Samples are summed side by side, which takes little longer than
    /// one alone; what is beside a sample does not change its sums.
    pub(super) fn sums<const L: usize>(&self, samples: [&[f64]; L]) -> Vec<[f64; L]> {
        let length = samples.iter().map(|sample| sample.len()).max().unwrap_or(0);
        let value = |sample: &[f64], at: usize| sample.get(at).copied().unwrap_or(0.0);
        let beside: Vec<[f64; L]> = (0..length)
            .map(|at| samples.map(|sample| value(sample, at)))
            .collect();
        let mut sums = Vec::with_capacity(RESAMPLES);
        self.each(|row| sums.push(sum_of(row, &beside)));
        sums
    }

    fn each(&self, mut visit: impl FnMut(&[u32])) {
        if self.width == 0 {
            (0..RESAMPLES).for_each(|_| visit(&[]));
        } else if self.width <= KEPT / RESAMPLES {
            let kept = self.kept.get_or_init(|| {
                let mut kept = Vec::with_capacity(self.width * RESAMPLES);
                self.draw(|row| kept.extend_from_slice(row));
                kept
            });
            kept.chunks_exact(self.width).for_each(visit);
        } else {
            self.draw(visit);
        }
    }

    fn draw(&self, mut visit: impl FnMut(&[u32])) {
        let mut luck = Luck::of(self.purpose);
        match self.row {
            Row::Resample => {
                let mut row = vec![0; self.width];
                for _ in 0..RESAMPLES {
                    row.fill_with(|| luck.below(self.width as u32));
                    visit(&row);
                }
            }
            // The first steps of a Fisher–Yates shuffle, which may begin with any order.
            Row::Part { of } => {
                let mut all: Vec<u32> = (0..of as u32).collect();
                for _ in 0..RESAMPLES {
                    for at in 0..self.width {
                        all.swap(at, at + luck.below((of - at) as u32) as usize);
                    }
                    visit(&all[..self.width]);
                }
            }
        }
    }
}

/// Four sums are kept apart, so that no addition waits for the one before.
fn sum_of<const L: usize>(row: &[u32], values: &[[f64; L]]) -> [f64; L] {
    let mut sums = [[0.0; L]; 4];
    let mut add = |to: usize, index: u32| {
        let value = &values[index as usize];
        for lane in 0..L {
            sums[to][lane] += value[lane];
        }
    };
    let (fours, rest) = row.as_chunks::<4>();
    for four in fours {
        for (to, index) in four.iter().enumerate() {
            add(to, *index);
        }
    }
    for (to, index) in rest.iter().enumerate() {
        add(to, *index);
    }
    std::array::from_fn(|lane| (sums[0][lane] + sums[1][lane]) + (sums[2][lane] + sums[3][lane]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_has_the_same_sums_alone_and_beside_others() {
        let rows = Rows::new(5, Row::Resample, Purpose::Resamples);
        let one = [0.1, 0.7, -3.3, 1e3, 0.2];
        let alone = rows.sums([&one]);
        let beside = rows.sums([&[1.0; 5], &one, &[], &[2.5; 5]]);
        assert!(alone.iter().zip(&beside).all(|(a, b)| a[0] == b[1]));
        assert!(
            beside
                .iter()
                .all(|sums| sums[0] == 5.0 && sums[2] == 0.0 && sums[3] == 12.5)
        );
    }

    #[test]
    fn drawn_again_is_the_same_as_kept() {
        let rows = Rows::new(9, Row::Part { of: 20 }, Purpose::Shuffles);
        let mut drawn = Vec::new();
        rows.draw(|row| drawn.extend_from_slice(row));
        let mut kept = Vec::new();
        rows.each(|row| kept.extend_from_slice(row));
        assert_eq!(drawn, kept);
        for row in kept.chunks(9) {
            let mut sorted = row.to_vec();
            sorted.sort_unstable();
            sorted.dedup();
            assert_eq!(sorted.len(), 9);
        }
    }
}
