//! The only source of luck here, the same in every comparison.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// The seed of all resampling.
const KEY: [u8; 32] = *b"hotwash compare: resampling luck";

/// What luck is drawn for: each purpose has a stream of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Bootstrap of pairs, or of the variant.
    Resamples = 1,
    /// Bootstrap of a base that is not paired.
    BaseResamples = 2,
    /// Signs of differences.
    Flips = 3,
    /// Who is called variant, and who base.
    Shuffles = 4,
}

/// Draws of one purpose.
#[derive(Debug)]
pub(super) struct Luck(ChaCha8Rng);

impl Luck {
    pub(super) fn of(purpose: Purpose) -> Luck {
        let mut generator = ChaCha8Rng::from_seed(KEY);
        generator.set_stream(purpose as u64);
        Luck(generator)
    }

    /// Uniform in 0..n, n > 0, without bias.
    ///
    /// # Source
    /// D. Lemire, "Fast random integer generation in an interval", ACM Transactions on Modeling and Computer Simulation 29 (2019)
    /// 3:1–12.
    pub(super) fn below(&mut self, n: u32) -> u32 {
        let mut wide = u64::from(self.0.next_u32()) * u64::from(n);
        if (wide as u32) < n {
            let least = n.wrapping_neg() % n;
            while (wide as u32) < least {
                wide = u64::from(self.0.next_u32()) * u64::from(n);
            }
        }
        (wide >> 32) as u32
    }

    /// Random bits.
    pub(super) fn fill(&mut self, bytes: &mut [u8]) {
        self.0.fill_bytes(bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_numbers_come_equally_often() {
        let mut luck = Luck::of(Purpose::Resamples);
        let mut counts = [0_u32; 7];
        for _ in 0..70_000 {
            counts[luck.below(7) as usize] += 1;
        }
        // Six standard deviations of a binomial: √(70,000·1/7·6/7) = 93.
        assert!(counts.iter().all(|c| c.abs_diff(10_000) < 560), "{counts:?}");
        assert_eq!(luck.below(1), 0);
    }

    #[test]
    fn the_first_draws_never_change() {
        let mut luck = Luck::of(Purpose::Resamples);
        let first: Vec<u32> = (0..8).map(|_| luck.below(100)).collect();
        assert_eq!(first, FIRST);
    }

    /// Results of every version of Hotwash hang on these.
    const FIRST: [u32; 8] = [24, 90, 48, 88, 52, 26, 48, 37];
}
