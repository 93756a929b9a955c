//! What a variant changes in the mean, from runs that share no seeds.

use super::bca;
use super::effect::hedges_g;
use super::error::{StatisticsError, check, check_lengths};
use super::moments::Moments;
use super::resamples::TwoSampleResamples;
use super::shuffles::shuffles;
use super::student;
use super::verdict::{FEW, Interval, Method, PValue};

/// What two samples of runs say of a variant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Unpaired {
    /// How many runs of the variant.
    pub n: usize,
    /// How many runs of the base.
    pub m: usize,
    /// Whether either has fewer than [`FEW`]: then neither method stands on firm ground.
    pub few: bool,
    /// Mean of the variant − mean of the base, in the unit of the metric.
    pub mean: f64,
    /// 95 % interval of the difference of means; nothing where a sample has a single run.
    pub interval: Option<Interval>,
    /// Of no difference; nothing where a sample has a single run.
    pub p: Option<PValue>,
    /// Hedges' g, without unit; nothing where nothing varies.
    pub effect: Option<f64>,
}

/// What two samples of runs say of a variant. Welch's t where Cochran's rule lets it for both samples, else the `BCa` bootstrap and
/// shuffles.
///
/// # Errors
/// Samples of another length than `resamples`, empty ones, or a value that is no number.
pub fn unpaired(
    variant: &[f64],
    base: &[f64],
    resamples: &TwoSampleResamples,
) -> Result<Unpaired, StatisticsError> {
    check_lengths(variant.len(), resamples.n())?;
    check_lengths(base.len(), resamples.m())?;
    check(variant)?;
    check(base)?;
    let (v, b) = (Moments::of(variant), Moments::of(base));
    let (interval, p) = if variant.len() < 2 || base.len() < 2 {
        (None, None)
    } else if v.is_constant() && b.is_constant() {
        let mean = v.mean - b.mean;
        let interval = Interval {
            low: mean,
            high: mean,
            method: Method::AllEqual,
        };
        (Some(interval), Some(shuffles(variant, base, resamples)))
    } else if v.student_fits() && b.student_fits() {
        let (interval, p) = by_welch(&v, &b);
        (Some(interval), Some(p))
    } else {
        let interval = by_bootstrap(variant, base, &v, &b, resamples);
        (Some(interval), Some(shuffles(variant, base, resamples)))
    };
    Ok(Unpaired {
        n: variant.len(),
        m: base.len(),
        few: variant.len().min(base.len()) < FEW,
        mean: v.mean - b.mean,
        interval,
        p,
        effect: hedges_g(&v, &b),
    })
}

/// Welch's t of a difference of means.
///
/// # Source
/// B. L. Welch, "The generalization of 'Student's' problem when several different population variances are involved", Biometrika 34
/// (1947) 28–35; degrees of freedom: F. E. Satterthwaite, Biometrics Bulletin 2 (1946) 110–114.
fn by_welch(v: &Moments, b: &Moments) -> (Interval, PValue) {
    // Squared standard errors of both means.
    let (ev, eb) = (v.squares / (v.n - 1.0) / v.n, b.squares / (b.n - 1.0) / b.n);
    let both = ev + eb;
    let (share_v, share_b) = (ev / both, eb / both);
    let df = 1.0 / (share_v * share_v / (v.n - 1.0) + share_b * share_b / (b.n - 1.0));
    let mean = v.mean - b.mean;
    let half = student::quantile(0.975, df) * both.sqrt();
    let interval = Interval {
        low: mean - half,
        high: mean + half,
        method: Method::WelchT,
    };
    let p = PValue {
        value: student::two_sided(mean / both.sqrt(), df),
        method: Method::WelchT,
    };
    (interval, p)
}

/// `BCa` interval of a difference of means, both samples resampled by themselves.
///
/// # Source
/// B. Efron and R. J. Tibshirani, *An Introduction to the Bootstrap*, Chapman & Hall 1993, §14.3; acceleration of several samples: eq.
/// 15.36, as `SciPy` has it.
fn by_bootstrap(
    variant: &[f64],
    base: &[f64],
    v: &Moments,
    b: &Moments,
    resamples: &TwoSampleResamples,
) -> Interval {
    let centred = |sample: &[f64], mean: f64| sample.iter().map(|x| x - mean).collect::<Vec<f64>>();
    let (cv, cb) = (centred(variant, v.mean), centred(base, b.mean));
    let of_variant = resamples.variant.sums([&cv]);
    let of_base = resamples.base.sums([&cb]);
    let mut resampled: Vec<f64> = of_variant
        .iter()
        .zip(&of_base)
        .map(|([v_sum], [b_sum])| v_sum / v.n - b_sum / b.n)
        .collect();
    let acceleration = acceleration(v, b);
    let largest = cv.iter().chain(&cb).fold(0.0, |most: f64, u| most.max(u.abs()));
    let dust = 4.0 * (v.n + b.n) * f64::EPSILON * largest;
    let (low, high) = bca::ends(&mut resampled, acceleration, dust);
    let mean = v.mean - b.mean;
    Interval {
        low: mean + low,
        high: mean + high,
        method: Method::Bca,
    }
}

/// By the jackknife of each sample, in closed form for means; the base counts the other way round.
pub(super) fn acceleration(v: &Moments, b: &Moments) -> f64 {
    let cubes = v.cubes / (v.n * v.n * v.n) - b.cubes / (b.n * b.n * b.n);
    let squares = v.squares / (v.n * v.n) + b.squares / (b.n * b.n);
    cubes / (6.0 * squares * squares.sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_run_has_no_interval_and_two_constants_no_width() {
        let found = unpaired(&[3.0], &[1.0, 2.0], &TwoSampleResamples::new(1, 2)).expect("numbers");
        assert_eq!((found.mean, found.interval, found.p), (1.5, None, None));
        let found = unpaired(&[3.0; 4], &[1.0; 5], &TwoSampleResamples::new(4, 5)).expect("numbers");
        let interval = found.interval.expect("enough runs");
        assert_eq!(
            (interval.low, interval.high, interval.method),
            (2.0, 2.0, Method::AllEqual)
        );
        assert_eq!((found.effect, found.few), (None, true));
        assert_eq!(found.p.map(|p| p.value), Some(1.0 / 126.0));
    }

    #[test]
    fn beside_a_constant_welch_is_student() {
        let found = unpaired(&[1.0, 2.0, 4.0], &[0.0; 9], &TwoSampleResamples::new(3, 9)).expect("numbers");
        assert!(
            found
                .interval
                .is_some_and(|i| i.low.is_finite() && i.low < i.high)
        );
    }

    #[test]
    fn lengths_must_be_those_of_the_resamples() {
        assert!(unpaired(&[1.0, 2.0], &[1.0], &TwoSampleResamples::new(1, 2)).is_err());
        assert!(unpaired(&[1.0, f64::NAN], &[1.0], &TwoSampleResamples::new(2, 1)).is_err());
    }
}
