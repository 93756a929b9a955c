//! "No difference" means little by itself: what difference could so many seeds have shown?

use super::student;

/// Probability of seeing a difference that is there.
const POWER: f64 = 0.8;

/// The least mean difference that n pairs show in four of five comparisons (80 % power, two-sided test at `level`), in the unit of `sd`,
/// the standard deviation of the differences of pairs. Nothing of fewer than two pairs or a standard deviation that is no number or
/// negative.
///
/// (t₁₋ₗₑᵥₑₗ/₂ + t₀.₈)·sd/√n with n − 1 degrees of freedom.
///
/// # Source
/// H. S. Bloom, "Minimum detectable effects: a simple way to report the statistical power of experimental designs", Evaluation Review
/// 19 (1995) 547–556.
pub fn detectable_difference(sd: f64, n: usize, level: f64) -> Option<f64> {
    (n >= 2 && sd >= 0.0 && sd.is_finite()).then(|| sd * per_sd(n, level))
}

/// Least difference that n pairs show, in standard deviations.
fn per_sd(n: usize, level: f64) -> f64 {
    let df = (n - 1) as f64;
    (student::quantile(1.0 - level / 2.0, df) + student::quantile(POWER, df)) / (n as f64).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_said_is_nothing() {
        assert_eq!(detectable_difference(1.0, 1, 0.05), None);
        assert_eq!(detectable_difference(f64::NAN, 9, 0.05), None);
    }
}
