//! How often a variant does better, whatever by how much: the plainest of all comparisons.

use super::error::{StatisticsError, check, check_lengths};
use super::verdict::Direction;

/// Comparisons of a variant with the base, counted: of pairs of one seed, or of every run with every run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Superiority {
    /// In which the variant does better.
    pub better: u64,
    /// In which it does worse.
    pub worse: u64,
    /// In which it does just as well.
    pub same: u64,
}

impl Superiority {
    /// Probability that the variant does better, ties counted half: from 0 to 1, 0.5 where neither is better.
    pub fn probability(&self) -> f64 {
        let all = self.better + self.worse + self.same;
        (self.better as f64 + self.same as f64 / 2.0) / all as f64
    }
}

/// In how many pairs the variant does better than the base.
///
/// # Source
/// R. J. Grissom and J. J. Kim, *Effect Sizes for Research*, 2nd ed., Routledge 2012, ch. 5 (probability of superiority, dependent
/// groups).
///
/// # Errors
/// Samples of different length, an empty one, or a value that is no number.
pub fn superiority_paired(
    variant: &[f64],
    base: &[f64],
    direction: Direction,
) -> Result<Superiority, StatisticsError> {
    check_lengths(variant.len(), base.len())?;
    check(variant)?;
    check(base)?;
    let count = |is: &dyn Fn(f64, f64) -> bool| {
        let those = variant.iter().zip(base).filter(|(v, b)| is(**v, **b));
        those.count() as u64
    };
    Ok(Superiority {
        better: count(&|v, b| direction.is_better(v, b)),
        worse: count(&|v, b| direction.is_better(b, v)),
        same: count(&|v, b| v == b),
    })
}

/// Of all runs of the variant with all runs of the base, how many do better: the A of Vargha and Delaney, U/(n·m) of Mann and
/// Whitney. O(n log n).
///
/// # Source
/// A. Vargha and H. D. Delaney, "A critique and improvement of the CL common language effect size statistics of `McGraw` and Wong",
/// Journal of Educational and Behavioral Statistics 25 (2000) 101–132.
///
/// # Errors
/// An empty sample or a value that is no number.
pub fn superiority_unpaired(
    variant: &[f64],
    base: &[f64],
    direction: Direction,
) -> Result<Superiority, StatisticsError> {
    check(variant)?;
    check(base)?;
    let mut sorted = base.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let (mut above, mut same) = (0, 0);
    for v in variant {
        let below = sorted.partition_point(|b| b < v);
        let up_to = sorted.partition_point(|b| b <= v);
        above += below as u64;
        same += (up_to - below) as u64;
    }
    let below = variant.len() as u64 * base.len() as u64 - above - same;
    let (better, worse) = match direction {
        Direction::Lower => (below, above),
        Direction::Higher => (above, below),
    };
    Ok(Superiority { better, worse, same })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_pairs() {
        let found = superiority_paired(&[1.0, 2.0, 3.0, 0.0], &[2.0, 2.0, 1.0, -0.0], Direction::Lower);
        let found = found.expect("numbers");
        assert_eq!((found.better, found.worse, found.same), (1, 1, 2));
        assert_eq!(found.probability(), 0.5);
    }

    #[test]
    fn counts_everyone_with_everyone() {
        let (variant, base) = ([1.0, 2.0, 2.0, -0.0], [2.0, 0.0, 5.0]);
        let mut by_hand = [0; 3];
        for v in variant {
            for b in base {
                by_hand[if v > b { 0 } else { 1 + usize::from(v == b) }] += 1;
            }
        }
        let found = superiority_unpaired(&variant, &base, Direction::Higher).expect("numbers");
        assert_eq!([found.better, found.worse, found.same], by_hand);
        let other = superiority_unpaired(&variant, &base, Direction::Lower).expect("numbers");
        assert_eq!((other.better, other.worse), (found.worse, found.better));
    }
}
