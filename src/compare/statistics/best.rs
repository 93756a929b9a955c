//! Which of several variants is best, and how sure that is.

use super::error::{StatisticsError, check, check_lengths};
use super::resamples::{RESAMPLES, Resamples};
use super::verdict::Direction;

/// Probability of each variant to have the best mean, from 0 to 1, in the order given; together 1. `variants` are samples over the
/// same seeds in the same order: all are resampled together. Equal means share a resample evenly.
///
/// It is the share of resamples that a variant wins: near what a Bayesian would say who knew nothing before.
///
/// # Source
/// B. Efron and R. J. Tibshirani, "The problem of regions", Annals of Statistics 26 (1998) 1687–1718; D. B. Rubin, "The Bayesian
/// bootstrap", Annals of Statistics 9 (1981) 130–134.
///
/// # Errors
/// No variants, samples of another length than `resamples`, empty ones, or a value that is no number.
pub fn best_of(
    variants: &[&[f64]],
    direction: Direction,
    resamples: &Resamples,
) -> Result<Vec<f64>, StatisticsError> {
    if variants.is_empty() {
        return Err(StatisticsError::Empty);
    }
    for variant in variants {
        check_lengths(variant.len(), resamples.n())?;
        check(variant)?;
    }
    let sums: Vec<Vec<[f64; 4]>> = variants
        .chunks(4)
        .map(|four| {
            let beside: [&[f64]; 4] = std::array::from_fn(|lane| four.get(lane).copied().unwrap_or(&[]));
            resamples.rows.sums(beside)
        })
        .collect();
    let mut wins = vec![0.0; variants.len()];
    (0..RESAMPLES).for_each(|row| {
        let sum_of = |variant: usize| sums[variant / 4][row][variant % 4];
        let best = (1..variants.len()).map(sum_of).fold(sum_of(0), |best, sum| {
            if direction.is_better(sum, best) { sum } else { best }
        });
        let winners = (0..variants.len()).filter(|variant| sum_of(*variant) == best);
        let share = 1.0 / winners.clone().count() as f64;
        winners.for_each(|variant| wins[variant] += share);
    });
    Ok(wins.iter().map(|wins| wins / RESAMPLES as f64).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn always_better_is_surely_best_and_ties_are_split() {
        let (low, high) = ([1.0, 2.0, 3.0], [2.0, 3.0, 4.0]);
        let resamples = Resamples::new(3);
        let best =
            |variants: &[&[f64]], direction| best_of(variants, direction, &resamples).expect("numbers");
        assert_eq!(best(&[&high, &low], Direction::Lower), [0.0, 1.0]);
        assert_eq!(best(&[&high, &low], Direction::Higher), [1.0, 0.0]);
        assert_eq!(best(&[&low, &high, &low], Direction::Lower), [0.5, 0.0, 0.5]);
        let six = best(&[&high, &high, &high, &high, &low, &high], Direction::Lower);
        assert_eq!(six, [0.0, 0.0, 0.0, 0.0, 1.0, 0.0]);
    }

    #[test]
    fn two_alike_by_luck_share_about_evenly() {
        let one: Vec<f64> = (0..40).map(f64::from).collect();
        let other: Vec<f64> = one.iter().rev().copied().collect();
        let best = best_of(&[&one, &other], Direction::Lower, &Resamples::new(40)).expect("numbers");
        // Four standard deviations of a share of 9,999.
        assert!((best[0] - 0.5).abs() < 0.02, "{best:?}");
    }

    #[test]
    fn none_is_no_contest() {
        let resamples = Resamples::new(1);
        assert_eq!(
            best_of(&[], Direction::Lower, &resamples),
            Err(StatisticsError::Empty)
        );
        assert_eq!(best_of(&[&[4.0]], Direction::Lower, &resamples), Ok(vec![1.0]));
    }
}
