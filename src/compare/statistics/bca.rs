//! The bootstrap interval for means of skewed samples.

use super::summary::place;
use crate::maths;

/// Ends of the 95 % `BCa` interval of a statistic, as distances from its estimate, in its unit.
///
/// `resampled` are the statistic's values in the resamples, also as distances from the estimate; they are put in another order.
/// Distances up to `dust` are ties with the estimate, which count half below. `acceleration` has no unit.
///
/// # Source
/// B. Efron, "Better bootstrap confidence intervals", Journal of the American Statistical Association 82 (1987) 171–185,
/// doi:10.1080/01621459.1987.10478410; as in B. Efron and R. J. Tibshirani, *An Introduction to the Bootstrap*, Chapman & Hall 1993,
/// §14.3. Ties as in `SciPy`. Where all resamples lie on one side, the bias is that of half a resample on the other.
pub(super) fn ends(resampled: &mut [f64], acceleration: f64, dust: f64) -> (f64, f64) {
    let below = resampled.iter().filter(|x| **x < -dust).count() as f64;
    let ties = resampled.iter().filter(|x| x.abs() <= dust).count() as f64;
    let all = resampled.len() as f64;
    let share = ((below + ties / 2.0) / all).clamp(0.5 / all, 1.0 - 0.5 / all);
    let bias = maths::normal_quantile(share);
    let z = maths::normal_quantile(0.025);
    (
        end(resampled, bias, acceleration, z),
        end(resampled, bias, acceleration, -z),
    )
}

fn end(resampled: &mut [f64], bias: f64, acceleration: f64, z: f64) -> f64 {
    let reach = bias + z;
    let stretch = 1.0 - acceleration * reach;
    // Beyond the pole of the correction all the resamples are on one side.
    let share = if stretch > 0.0 {
        maths::normal_share_below(bias + reach / stretch)
    } else {
        f64::from(reach > 0.0)
    };
    let (at, part) = place(resampled.len(), share);
    let (_, low, above) = resampled.select_nth_unstable_by(at, f64::total_cmp);
    let low = *low;
    let high = above.iter().copied().fold(f64::INFINITY, f64::min);
    if part > 0.0 && high.is_finite() {
        low + (high - low) * part
    } else {
        low
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn even() -> Vec<f64> {
        (-4_999..=4_999).map(f64::from).collect()
    }

    #[test]
    fn without_bias_and_acceleration_it_is_the_percentile_interval() {
        let (low, high) = ends(&mut even(), 0.0, 0.0);
        // Type 7: −4,999 + 9,998·0.025.
        assert!(
            (low + 4_749.05).abs() < 1e-6 && (high - 4_749.05).abs() < 1e-6,
            "{low} {high}"
        );
    }

    #[test]
    fn all_on_one_side_or_all_the_same_is_no_panic() {
        let mut above: Vec<f64> = (1..=9_999).map(f64::from).collect();
        let (low, high) = ends(&mut above, 0.0, 0.0);
        assert!(low == 1.0 && high < 2.0, "{low} {high}");
        assert_eq!(ends(&mut [0.0; 9], 0.0, 0.0), (0.0, 0.0));
        assert_eq!(ends(&mut [3.0], 0.2, 0.0), (3.0, 3.0));
    }

    #[test]
    fn beyond_the_pole_it_is_the_last_resample() {
        let (low, high) = ends(&mut even(), 0.9, 0.0);
        assert!(low.is_finite() && high == 4_999.0);
        let (low, high) = ends(&mut even(), -0.9, 0.0);
        assert!(low == -4_999.0 && high.is_finite());
    }
}
