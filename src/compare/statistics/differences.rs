//! What a variant changes, seed by seed.

use super::error::{StatisticsError, check, check_lengths};

/// Differences variant − base of pairs, in the unit of the metric. Where they differ from each other by no more than the rounding of
/// the subtraction, they are taken as equal: 100.1 − 90.1 and 50.1 − 40.1 are the same ten seconds.
pub(super) fn differences(variant: &[f64], base: &[f64]) -> Result<Vec<f64>, StatisticsError> {
    check_lengths(variant.len(), base.len())?;
    check(variant)?;
    check(base)?;
    let mut differences: Vec<f64> = variant.iter().zip(base).map(|(v, b)| v - b).collect();
    let largest = variant
        .iter()
        .chain(base)
        .fold(0.0, |most: f64, x| most.max(x.abs()));
    let low = differences.iter().copied().fold(f64::INFINITY, f64::min);
    let high = differences.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if high - low <= 4.0 * f64::EPSILON * largest {
        let first = differences[0];
        differences.fill(first);
    }
    Ok(differences)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dust_of_rounding_is_no_difference() {
        let d = differences(&[100.1, 50.1, 0.3], &[90.1, 40.1, -9.7]).expect("numbers");
        assert!(d.iter().all(|x| *x == d[0]));
        let d = differences(&[1.0, 2.0], &[0.0, 0.5]).expect("numbers");
        assert_eq!(d, [1.0, 1.5]);
    }
}
