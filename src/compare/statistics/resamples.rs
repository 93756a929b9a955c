//! Bootstrap resamples that all metrics of a comparison share: drawn once, and what two metrics say of a resample belongs together.

use super::luck::Purpose;
use super::rows::{Row, Rows};

/// Resamples and permutations of a comparison. One below ten thousand, so that (b + 1)/(m + 1) and quantiles fall on round shares.
///
/// # Source
/// A. C. Davison and D. V. Hinkley, *Bootstrap Methods and their Application*, Cambridge 1997, §2.5 and §4.2.
pub const RESAMPLES: usize = 9_999;

/// Resamples of n seeds, for all paired comparisons over them. Nothing is drawn before it is needed; may be shared by threads.
#[derive(Debug)]
pub struct Resamples {
    pub(super) rows: Rows,
}

impl Resamples {
    /// For n pairs.
    pub fn new(n: usize) -> Resamples {
        Resamples {
            rows: Rows::new(n, Row::Resample, Purpose::Resamples),
        }
    }

    /// How many pairs.
    pub fn n(&self) -> usize {
        self.rows.width()
    }
}

/// Resamples and shuffles of two samples that are not paired, for all comparisons of so many with so many.
#[derive(Debug)]
pub struct TwoSampleResamples {
    pub(super) variant: Rows,
    pub(super) base: Rows,
    /// Who of all is in the smaller sample.
    pub(super) shuffles: Rows,
}

impl TwoSampleResamples {
    /// For n runs of the variant and m of the base.
    pub fn new(n: usize, m: usize) -> TwoSampleResamples {
        TwoSampleResamples {
            variant: Rows::new(n, Row::Resample, Purpose::Resamples),
            base: Rows::new(m, Row::Resample, Purpose::BaseResamples),
            shuffles: Rows::new(n.min(m), Row::Part { of: n + m }, Purpose::Shuffles),
        }
    }

    /// How many runs of the variant.
    pub fn n(&self) -> usize {
        self.variant.width()
    }

    /// How many runs of the base.
    pub fn m(&self) -> usize {
        self.base.width()
    }
}
