//! Had the variant no effect, its runs might as well have been the base's: the test that shuffles who is called what.

use super::moments::mean;
use super::resamples::{RESAMPLES, TwoSampleResamples};
use super::verdict::{Method, PValue};

/// Up to this many divisions are all gone through.
const ALL_DIVISIONS: u64 = 10_000;

/// Two-sided p-value of a difference of means of two samples: all divisions where they are at most 10,000, else [`RESAMPLES`]
/// random ones. It asks whether both samples come from one distribution: with very unequal spreads and very unequal sizes it may
/// answer to the spread.
///
/// # Source
/// B. Phipson and G. K. Smyth 2010, as in the test of signs; E. J. G. Pitman, "Significance tests which may be applied to samples from
/// any populations", Journal of the Royal Statistical Society, Supplement 4 (1937) 119–130.
pub(super) fn shuffles(variant: &[f64], base: &[f64], resamples: &TwoSampleResamples) -> PValue {
    let all: Vec<f64> = variant.iter().chain(base).copied().collect();
    let centre = mean(&all);
    let all: Vec<f64> = all.iter().map(|x| x - centre).collect();
    // About the mean of all, a sum of one sample says everything: the other's is the same with the other sign.
    let smaller = if variant.len() <= base.len() {
        &all[..variant.len()]
    } else {
        &all[variant.len()..]
    };
    let largest = all.iter().fold(0.0, |most: f64, x| most.max(x.abs()));
    // Equal sums that were added in another order, and what is left of the mean.
    let dust = 4.0 * all.len() as f64 * f64::EPSILON * largest;
    let as_given = smaller.iter().sum::<f64>().abs() - dust;
    if let Some(divisions) = divisions(all.len(), smaller.len()) {
        let mut as_far = 0_u64;
        each_part(&all, smaller.len(), 0.0, &mut |sum| {
            as_far += u64::from(sum.abs() >= as_given);
        });
        return PValue {
            value: as_far as f64 / divisions as f64,
            method: Method::ExactPermutation,
        };
    }
    let sums = resamples.shuffles.sums([&all]);
    let as_far = sums.iter().filter(|[sum]| sum.abs() >= as_given).count();
    PValue {
        value: (as_far + 1) as f64 / (RESAMPLES + 1) as f64,
        method: Method::Permutation,
    }
}

/// How many parts of this size there are, if they are few enough.
fn divisions(of: usize, part: usize) -> Option<u64> {
    let mut count = 1_u64;
    for chosen in 1..=part as u64 {
        count = count * (of as u64 - part as u64 + chosen) / chosen;
        if count > ALL_DIVISIONS {
            return None;
        }
    }
    Some(count)
}

/// Hands out the sum of each part of this size.
fn each_part(values: &[f64], size: usize, so_far: f64, visit: &mut impl FnMut(f64)) {
    if size == 0 {
        visit(so_far);
        return;
    }
    for first in 0..=values.len() - size {
        each_part(&values[first + 1..], size - 1, so_far + values[first], visit);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn divisions_are_counted_and_visited() {
        for (of, part, expected) in [(5, 2, 10), (9, 4, 126), (6, 0, 1), (10_000, 1, 10_000)] {
            assert_eq!(divisions(of, part), Some(expected));
        }
        assert_eq!(divisions(400, 200), None);
        let mut seen = Vec::new();
        each_part(&[1.0, 2.0, 4.0, 8.0], 2, 0.0, &mut |sum| seen.push(sum));
        assert_eq!(seen, [3.0, 5.0, 9.0, 6.0, 10.0, 12.0]);
    }

    #[test]
    fn equal_samples_have_p_one() {
        let p = |n, m| shuffles(&vec![0.1; n], &vec![0.1; m], &TwoSampleResamples::new(n, m)).value;
        assert_eq!(p(3, 4), 1.0);
        assert_eq!(p(30, 40), 1.0);
    }

    #[test]
    fn apart_is_as_rare_as_it_can_be() {
        let p = shuffles(
            &[1.0, 2.0, 3.0],
            &[11.0, 12.0, 13.0],
            &TwoSampleResamples::new(3, 3),
        );
        assert_eq!(p.value, 0.1);
    }
}
