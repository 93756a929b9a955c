//! The words that all comparisons share: an interval, a p-value, and what they came of.

/// Samples (or pairs) below this many are few: skewness cannot be judged from them, and a permutation test of five pairs cannot give
/// a p below 2/2⁵ = 0.0625.
pub const FEW: usize = 6;

/// Which way a metric is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Less is better.
    Lower,
    /// More is better.
    Higher,
}

impl Direction {
    /// Whether one value is better than another. Equal is not better.
    pub(super) fn is_better(self, one: f64, other: f64) -> bool {
        match self {
            Direction::Lower => one < other,
            Direction::Higher => one > other,
        }
    }
}

/// How an interval or a p-value was worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Student's t of the differences of pairs (Student 1908, Biometrika 6:1–25).
    StudentT,
    /// Welch's t of two samples (Welch 1947, Biometrika 34:28–35).
    WelchT,
    /// The bias-corrected and accelerated bootstrap (Efron 1987, JASA 82:171–185).
    Bca,
    /// All permutations.
    ExactPermutation,
    /// Permutations drawn at random.
    Permutation,
    /// All differences are equal: nothing varies, the interval has no width. It says nothing of seeds that were not run.
    AllEqual,
}

/// A 95 % interval of a mean difference.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Its lower end, in the unit of the metric.
    pub low: f64,
    /// Its upper end, in the unit of the metric.
    pub high: f64,
    /// How it was worked out.
    pub method: Method,
}

impl Interval {
    /// Half its width, in the unit of the metric: the ± of words. A `BCa` interval need not lie around the mean.
    pub fn half_width(&self) -> f64 {
        (self.high - self.low) / 2.0
    }
}

/// A two-sided p-value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PValue {
    /// From 0 to 1.
    pub value: f64,
    /// How it was worked out.
    pub method: Method,
}
