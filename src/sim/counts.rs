//! Whole numbers by chance, each from one draw: more luck never gives less, so that variants stay comparable.

use crate::maths;

/// The distribution is added up term by term as long as the logarithm of its first term is above this: e^-600 is 1e-261.
const SMALLEST_FIRST_TERM_LN: f64 = -600.0;

/// How many of `n` come to something that happens to each with probability `p`: the quantile of the binomial
/// distribution at `u` in (0, 1).
///
/// Exact as long as the chance of none is above e^-600; beyond that by the Cornish–Fisher expansion, which is then within
/// one of it.
///
/// # Source
/// R. A. Fisher and E. A. Cornish, Technometrics 2 (1960) 209–225, for the expansion.
pub fn binomial(n: u32, p: f64, u: f64) -> u32 {
    let mean = f64::from(n) * p;
    // The chance that nothing comes is at least 1 − n p.
    if p <= 0.0 || u < 1.0 - mean {
        return 0;
    }
    if p >= 1.0 {
        return n;
    }
    if p > 0.5 {
        return n - binomial(n, 1.0 - p, 1.0 - u);
    }
    let first_term_ln = f64::from(n) * maths::ln(1.0 - p);
    if first_term_ln < SMALLEST_FIRST_TERM_LN {
        return by_expansion(n, p, u);
    }
    let odds = p / (1.0 - p);
    let mut term = maths::exp(first_term_ln);
    let mut below = term;
    let mut k = 0;
    while below <= u && k < n {
        term *= odds * f64::from(n - k) / f64::from(k + 1);
        below += term;
        k += 1;
    }
    k
}

fn by_expansion(n: u32, p: f64, u: f64) -> u32 {
    let z = maths::normal_quantile(u);
    let sd = (f64::from(n) * p * (1.0 - p)).sqrt();
    let skewness = (1.0 - 2.0 * p) / sd;
    let x = f64::from(n) * p + sd * (z + skewness * (z * z - 1.0) / 6.0);
    (x.round().max(0.0) as u32).min(n)
}

/// How often something happens that happens `mean` times on average: the quantile of the Poisson distribution.
pub fn poisson(mean: f64, u: f64) -> u32 {
    if -mean < SMALLEST_FIRST_TERM_LN {
        let z = maths::normal_quantile(u);
        return (mean + mean.sqrt() * z).round().max(0.0) as u32;
    }
    let mut term = maths::exp(-mean.max(0.0));
    let mut below = term;
    let mut k = 0_u32;
    while below <= u && term > 0.0 {
        k += 1;
        term *= mean / f64::from(k);
        below += term;
    }
    k
}

/// A whole number whose mean over all luck is `x`.
pub fn whole(x: f64, u: f64) -> u32 {
    (x + u).floor().max(0.0) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mean_and_variance(draw: impl Fn(f64) -> u32) -> (f64, f64) {
        let n = 200_000;
        let values = (0..n).map(|i| f64::from(draw((f64::from(i) + 0.5) / f64::from(n))));
        let (sum, squares) = values.fold((0.0, 0.0), |(sum, squares), x| (sum + x, squares + x * x));
        let mean = sum / f64::from(n);
        (mean, squares / f64::from(n) - mean * mean)
    }

    #[test]
    fn verify_binomial_moments() {
        let cases = [
            (1, 0.3),
            (7, 0.02),
            (40, 0.9),
            (900, 0.4),
            (10_000, 0.2),
            (1_080, 0.5),
            (1_150, 0.48),
            (1_150, 0.52),
            (1_300, 0.45),
            (870, 0.49),
        ];
        for (n, p) in cases {
            let (mean, variance) = mean_and_variance(|u| binomial(n, p, u));
            let expected = (f64::from(n) * p, f64::from(n) * p * (1.0 - p));
            println!("n {n}, p {p}: expected {expected:?}, obtained ({mean}, {variance}), tolerance 1 %");
            assert!((mean / expected.0 - 1.0).abs() < 0.01);
            assert!((variance / expected.1 - 1.0).abs() < 0.01);
        }
    }

    #[test]
    fn verify_poisson_moments() {
        for expected in [0.01, 2.5, 80.0] {
            let (mean, variance) = mean_and_variance(|u| poisson(expected, u));
            println!("expected {expected} twice, obtained {mean} and {variance}, tolerance 1 %");
            assert!((mean / expected - 1.0).abs() < 0.01 && (variance / expected - 1.0).abs() < 0.01);
        }
    }

    #[test]
    fn more_luck_and_better_odds_never_give_less() {
        let grid = || (0..60).map(|i| (f64::from(i) + 0.5) / 60.0);
        for n in [1, 5, 300, 880, 1_100] {
            for p in grid() {
                let mut last = 0;
                for u in grid() {
                    let k = binomial(n, p, u);
                    assert!(k >= last && k <= n);
                    assert!(binomial(n, (p + 0.01).min(1.0), u) >= k);
                    last = k;
                }
            }
        }
        assert_eq!(binomial(0, 0.5, 0.9), 0);
        assert_eq!(binomial(9, 0.0, 0.999_999), 0);
        assert_eq!(binomial(9, 1.0, 0.000_001), 9);
    }
}
