//! What a sample must be before anything is worked out from it.

use thiserror::Error;

/// Why nothing can be worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum StatisticsError {
    /// A sample has no values.
    #[error("a sample has no values")]
    Empty,
    /// A value is NaN, infinite, or so large that its cube would be.
    #[error("value {at} of a sample is not a number that can be worked with")]
    NotANumber {
        /// Its place in the sample, from 0.
        at: usize,
    },
    /// Things that stand side by side are not equally many.
    #[error("{one} values stand beside {other}")]
    Lengths {
        /// How many here.
        one: usize,
        /// How many there.
        other: usize,
    },
    /// A probability is not from 0 to 1.
    #[error("probability {at} is not from 0 to 1")]
    NotAProbability {
        /// Its place in the list, from 0.
        at: usize,
    },
}

/// The largest value that is worked with. Its cube, summed over a sample, is still a number.
const LARGEST: f64 = 1e100;

/// Refuses an empty sample and values that are no numbers.
pub(super) fn check(sample: &[f64]) -> Result<(), StatisticsError> {
    if sample.is_empty() {
        return Err(StatisticsError::Empty);
    }
    match sample.iter().position(|x| x.is_nan() || x.abs() > LARGEST) {
        Some(at) => Err(StatisticsError::NotANumber { at }),
        None => Ok(()),
    }
}

/// Refuses different lengths.
pub(super) fn check_lengths(one: usize, other: usize) -> Result<(), StatisticsError> {
    if one == other {
        Ok(())
    } else {
        Err(StatisticsError::Lengths { one, other })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_number_is_refused() {
        assert_eq!(check(&[]), Err(StatisticsError::Empty));
        for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e101] {
            assert_eq!(check(&[1.0, bad]), Err(StatisticsError::NotANumber { at: 1 }));
        }
        assert_eq!(check(&[0.0, -1e100]), Ok(()));
        assert_eq!(
            check_lengths(2, 3),
            Err(StatisticsError::Lengths { one: 2, other: 3 })
        );
    }
}
