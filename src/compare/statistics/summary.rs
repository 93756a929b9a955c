//! What a sample looks like by itself: the row of a metric in a table of one variant.

use super::error::{StatisticsError, check};
use super::moments::Moments;

/// A sample in a few numbers, all in the unit of its values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Summary {
    /// How many values.
    pub n: usize,
    /// Arithmetic mean.
    pub mean: f64,
    /// Standard deviation with n − 1; nothing of a single value.
    pub sd: Option<f64>,
    /// Half of the values lie below.
    pub median: f64,
    /// 5 % quantile.
    pub q05: f64,
    /// 95 % quantile.
    pub q95: f64,
    /// The least.
    pub min: f64,
    /// The greatest.
    pub max: f64,
}

/// A sample in a few numbers.
///
/// # Errors
/// An empty sample or one with a value that is no number.
pub fn summary(sample: &[f64]) -> Result<Summary, StatisticsError> {
    check(sample)?;
    let moments = Moments::of(sample);
    let sorted = sorted(sample);
    Ok(Summary {
        n: sample.len(),
        mean: moments.mean,
        sd: moments.sd(),
        median: sorted_quantile(&sorted, 0.5),
        q05: sorted_quantile(&sorted, 0.05),
        q95: sorted_quantile(&sorted, 0.95),
        min: sorted[0],
        max: sorted[sorted.len() - 1],
    })
}

/// Quantile of a sample in its unit, by linear interpolation between order statistics.
///
/// # Source
/// R. J. Hyndman and Y. Fan, "Sample quantiles in statistical packages", The American Statistician 50 (1996) 361–365, type 7: the
/// default of R and `NumPy`.
///
/// # Errors
/// An empty sample, a value that is no number, or a share that is not from 0 to 1.
pub fn quantile(sample: &[f64], share: f64) -> Result<f64, StatisticsError> {
    check(sample)?;
    if !(0.0..=1.0).contains(&share) {
        return Err(StatisticsError::NotAProbability { at: 0 });
    }
    Ok(sorted_quantile(&sorted(sample), share))
}

fn sorted(sample: &[f64]) -> Vec<f64> {
    let mut sorted = sample.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted
}

/// Where a type 7 quantile lies among n sorted values: the place below, and how far on to the next, from 0 to 1.
pub(super) fn place(n: usize, share: f64) -> (usize, f64) {
    let at = (n - 1) as f64 * share;
    let below = at.floor();
    (below as usize, at - below)
}

fn sorted_quantile(sorted: &[f64], share: f64) -> f64 {
    let (below, part) = place(sorted.len(), share);
    let next = (below + 1).min(sorted.len() - 1);
    sorted[below] + (sorted[next] - sorted[below]) * part
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_lie_between_order_statistics() {
        let sample = [4.0, 1.0, 3.0, 2.0];
        assert_eq!(quantile(&sample, 0.5), Ok(2.5));
        assert_eq!(quantile(&sample, 0.0), Ok(1.0));
        assert_eq!(quantile(&sample, 1.0), Ok(4.0));
        assert_eq!(quantile(&sample, 0.25), Ok(1.75));
        assert!(quantile(&sample, f64::NAN).is_err());
        assert!(quantile(&[], 0.5).is_err());
    }

    #[test]
    fn one_value_is_all_its_quantiles() {
        let s = summary(&[7.0]).expect("a number");
        assert_eq!((s.n, s.mean, s.sd, s.q05, s.q95), (1, 7.0, None, 7.0, 7.0));
    }
}
