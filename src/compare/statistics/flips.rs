//! Had the variant no effect, either run of a pair might as well have been the variant's: the test that flips the signs of differences.

use super::luck::{Luck, Purpose};
use super::moments::Moments;
use super::paired::by_student;
use super::resamples::RESAMPLES;
use super::verdict::{Method, PValue};

/// Up to this many pairs all 2ⁿ ≤ 10,000 signs are gone through.
const ALL_SIGNS: usize = 13;

/// Two-sided p-value of a mean difference of pairs: all signs where they are at most 10,000, else [`RESAMPLES`] random ones. It
/// asks whether the differences lie symmetrically around zero.
///
/// # Source
/// R. A. Fisher, *The Design of Experiments*, Oliver & Boyd 1935, §21. Random signs: (b + 1)/(m + 1) of B. Phipson and G. K. Smyth,
/// "Permutation p-values should never be zero", Statistical Applications in Genetics and Molecular Biology 9 (2010) 39,
/// doi:10.2202/1544-6115.1585.
pub(super) fn sign_flips(differences: &[f64]) -> PValue {
    let n = differences.len();
    let sums = FlippedSums::of(differences);
    let largest = differences.iter().fold(0.0, |most: f64, d| most.max(d.abs()));
    // Equal sums that were added in another order.
    let dust = 4.0 * n as f64 * f64::EPSILON * largest;
    let as_given = sums.of_signs(&vec![0; n.div_ceil(8)]).abs() - dust;
    let is_as_far = |signs: &[u8]| sums.of_signs(signs).abs() >= as_given;
    if n <= ALL_SIGNS {
        let all = 1_u32 << n;
        let as_far = (0..all).filter(|signs| is_as_far(&signs.to_le_bytes()[..n.div_ceil(8)]));
        return PValue {
            value: as_far.count() as f64 / f64::from(all),
            method: Method::ExactPermutation,
        };
    }
    let mut luck = Luck::of(Purpose::Flips);
    let mut signs = vec![0; n.div_ceil(8)];
    let mut as_far = 0;
    for _ in 0..RESAMPLES {
        luck.fill(&mut signs);
        as_far += usize::from(is_as_far(&signs));
    }
    let drawn = (as_far + 1) as f64 / (RESAMPLES + 1) as f64;
    PValue {
        value: if as_far == 0 {
            drawn.min(beyond(differences))
        } else {
            drawn
        },
        method: Method::Permutation,
    }
}

/// How often signs reach as far as no random ones did. Where all differences go the same way, only all signs and none do: that is
/// known exactly. Else Student's t says how thin the tail is, which is never thinner than that. Without this a table of five hundred
/// figures could not show the plainest difference, since 9,999 signs see nothing rarer than one in ten thousand.
fn beyond(differences: &[f64]) -> f64 {
    let n = differences.len();
    let mut rarest = 2.0;
    for _ in 0..n {
        rarest *= 0.5;
    }
    let is_one_way = differences.iter().all(|d| *d > 0.0) || differences.iter().all(|d| *d < 0.0);
    if is_one_way {
        return rarest;
    }
    let moments = Moments::of(differences);
    let Some(sd) = moments.sd().filter(|sd| *sd > 0.0) else {
        return rarest;
    };
    let (_, p) = by_student(moments.mean, sd / moments.n.sqrt(), moments.n - 1.0);
    p.value.max(rarest)
}

/// Sums of four differences each with all their signs: a sum of n flipped differences is n/4 look-ups.
struct FlippedSums(Vec<[[f64; 16]; 2]>);

impl FlippedSums {
    fn of(differences: &[f64]) -> FlippedSums {
        let table = |four: &[f64]| {
            std::array::from_fn(|signs| {
                let signed = four
                    .iter()
                    .enumerate()
                    .map(|(at, d)| if signs >> at & 1 == 1 { -d } else { *d });
                signed.sum::<f64>()
            })
        };
        let tables = differences.chunks(8).map(|eight| {
            let (four, rest) = eight.split_at(eight.len().min(4));
            [table(four), table(rest)]
        });
        FlippedSums(tables.collect())
    }

    /// Signs are bits, eight to a byte, the lowest first; 1 flips.
    fn of_signs(&self, signs: &[u8]) -> f64 {
        let (mut low, mut high) = (0.0, 0.0);
        for (tables, signs) in self.0.iter().zip(signs) {
            low += tables[0][usize::from(signs & 15)];
            high += tables[1][usize::from(signs >> 4)];
        }
        low + high
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flipped_sums_are_those_by_hand() {
        let d: Vec<f64> = (0..11).map(|i| f64::from(1 << i)).collect();
        let sums = FlippedSums::of(&d);
        let by_hand: f64 = d
            .iter()
            .enumerate()
            .map(|(i, x)| if 0x53a >> i & 1 == 1 { -x } else { *x })
            .sum();
        assert_eq!(sums.of_signs(&[0x3a, 0x05]), by_hand);
    }

    #[test]
    fn five_equal_differences_cannot_say_more_than_one_in_sixteen() {
        let p = sign_flips(&[0.1; 5]);
        assert_eq!(p.value, 0.0625);
        assert_eq!(p.method, Method::ExactPermutation);
    }

    #[test]
    fn no_difference_has_p_one() {
        assert_eq!(sign_flips(&[0.0; 5]).value, 1.0);
        assert_eq!(sign_flips(&[0.0; 50]).value, 1.0);
        assert_eq!(sign_flips(&[2.0, -2.0]).value, 1.0);
    }

    #[test]
    fn random_signs_never_give_zero_and_see_what_all_signs_would() {
        let rarest = |n: u32| 2.0 / f64::from(2_u32.pow(n));
        let p = sign_flips(&[1.0; 20]);
        assert_eq!((p.value, p.method), (rarest(20), Method::Permutation));
        // One goes the other way, by little: rarer than random signs can see, less rare than all one way.
        let mut mixed = [3.0; 24];
        mixed[0] = -0.5;
        mixed[1] = 9.0;
        let p = sign_flips(&mixed).value;
        assert!(rarest(24) <= p && p < 1e-4, "{p}");
    }
}
