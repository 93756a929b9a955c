//! "No difference" means little by itself: what difference could so many seeds have shown?

use super::student;

/// Level of the two-sided test.
const ALPHA: f64 = 0.05;

/// Probability of seeing a difference that is there.
const POWER: f64 = 0.8;

/// No more pairs than this are thought of.
const MOST: usize = 1_000_000_000;

/// The least mean difference that n pairs show in four of five comparisons (80 % power, two-sided 5 %), in the unit of `sd`, the
/// standard deviation of the differences of pairs. Nothing of fewer than two pairs or a standard deviation that is no number or
/// negative.
///
/// (t₀.₉₇₅ + t₀.₈)·sd/√n with n − 1 degrees of freedom.
///
/// # Source
/// H. S. Bloom, "Minimum detectable effects: a simple way to report the statistical power of experimental designs", Evaluation Review
/// 19 (1995) 547–556.
pub fn detectable_difference(sd: f64, n: usize) -> Option<f64> {
    (n >= 2 && sd >= 0.0 && sd.is_finite()).then(|| sd * per_sd(n))
}

/// The fewest pairs, at least two, that show a mean difference in four of five comparisons. Nothing where it is zero, or would take
/// more than a thousand million, or where a number is none.
///
/// # Source
/// As for [`detectable_difference`], turned around.
pub fn pairs_needed(sd: f64, difference: f64) -> Option<usize> {
    let shows = |n: usize| detectable_difference(sd, n).is_some_and(|least| least <= difference.abs());
    if difference == 0.0 || !difference.is_finite() || !shows(MOST) {
        return None;
    }
    let (mut too_few, mut enough) = (1, MOST);
    while enough - too_few > 1 {
        let middle = usize::midpoint(too_few, enough);
        if shows(middle) {
            enough = middle;
        } else {
            too_few = middle;
        }
    }
    Some(enough)
}

/// Least difference that n pairs show, in standard deviations.
fn per_sd(n: usize) -> f64 {
    let df = (n - 1) as f64;
    (student::quantile(1.0 - ALPHA / 2.0, df) + student::quantile(POWER, df)) / (n as f64).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seeds_needed_are_the_fewest_that_show_it() {
        for difference in [0.01, 0.3, 1.0, 5.0, 50.0] {
            let n = pairs_needed(2.0, difference).expect("some number");
            assert!(detectable_difference(2.0, n).is_some_and(|d| d <= difference));
            assert!(n == 2 || detectable_difference(2.0, n - 1).is_some_and(|d| d > difference));
            assert_eq!(pairs_needed(2.0, -difference), Some(n));
        }
    }

    #[test]
    fn what_cannot_be_said_is_nothing() {
        assert_eq!(detectable_difference(1.0, 1), None);
        assert_eq!(detectable_difference(f64::NAN, 9), None);
        assert_eq!(pairs_needed(1.0, 0.0), None);
        assert_eq!(pairs_needed(1.0, f64::NAN), None);
        assert_eq!(pairs_needed(1.0, 1e-9), None);
        assert_eq!(pairs_needed(0.0, 1.0), Some(2));
    }
}
