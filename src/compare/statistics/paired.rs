//! What a variant changes in the mean, from runs with the same seeds.

use super::bca;
use super::differences::differences;
use super::effect::cohens_dz;
use super::error::{StatisticsError, check_lengths};
use super::flips::sign_flips;
use super::moments::Moments;
use super::resamples::{RESAMPLES, Resamples};
use super::student;
use super::verdict::{FEW, Interval, Method, PValue};

/// What pairs of runs say of a variant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Paired {
    /// How many pairs.
    pub n: usize,
    /// Whether they are fewer than [`FEW`]: then neither method stands on firm ground, and p by permutation cannot be small.
    pub few: bool,
    /// Mean of variant − base, in the unit of the metric.
    pub mean: f64,
    /// Standard deviation of variant − base with n − 1, in the unit of the metric; nothing of a single pair.
    pub sd: Option<f64>,
    /// 95 % interval of the mean difference; nothing of a single pair.
    pub interval: Option<Interval>,
    /// Of no difference; nothing of a single pair.
    pub p: Option<PValue>,
    /// Cohen's `d_z`, without unit; nothing where nothing varies.
    pub effect: Option<f64>,
}

/// Differences that are resampled side by side.
const BESIDE: usize = 4;

/// What pairs of runs say of a variant. Student's t where Cochran's rule lets it, else the `BCa` bootstrap and flipped signs.
///
/// # Errors
/// Samples of different length, also than `resamples`, empty ones, or a value that is no number.
pub fn paired(variant: &[f64], base: &[f64], resamples: &Resamples) -> Result<Paired, StatisticsError> {
    paired_all(&[(variant, base)], resamples).remove(0)
}

/// The same for many metrics (variant, base) at once, which is twice as fast where they are resampled. In the order given.
pub fn paired_all(
    metrics: &[(&[f64], &[f64])],
    resamples: &Resamples,
) -> Vec<Result<Paired, StatisticsError>> {
    let differences: Vec<_> = metrics
        .iter()
        .map(|(variant, base)| {
            check_lengths(variant.len(), resamples.n())?;
            differences(variant, base)
        })
        .collect();
    let mut found: Vec<_> = differences
        .iter()
        .map(|d| d.as_ref().map(|d| without_resampling(d)).map_err(|error| *error))
        .collect();
    let mut to_resample: Vec<(&mut Paired, &[f64])> = found
        .iter_mut()
        .zip(&differences)
        .filter_map(|(found, d)| Some((found.as_mut().ok()?, d.as_ref().ok()?.as_slice())))
        .filter(|(found, _)| found.n >= 2 && found.interval.is_none())
        .collect();
    for together in to_resample.chunks_mut(BESIDE) {
        resample(together, resamples);
    }
    found
}

/// All but the interval and the p-value of what must be resampled.
fn without_resampling(differences: &[f64]) -> Paired {
    let moments = Moments::of(differences);
    let n = differences.len();
    let (interval, p) = match moments.sd() {
        None => (None, None),
        Some(_) if moments.is_constant() => (
            Some(Interval {
                low: moments.mean,
                high: moments.mean,
                method: Method::AllEqual,
            }),
            Some(sign_flips(differences)),
        ),
        Some(sd) if moments.student_fits() => {
            let (interval, p) = by_student(moments.mean, sd / moments.n.sqrt(), moments.n - 1.0);
            (Some(interval), Some(p))
        }
        // So few resamples differ that the bootstrap covers less than it says.
        Some(sd) if n < FEW => {
            let (interval, _) = by_student(moments.mean, sd / moments.n.sqrt(), moments.n - 1.0);
            (Some(interval), Some(sign_flips(differences)))
        }
        Some(_) => (None, Some(sign_flips(differences))),
    };
    Paired {
        n,
        few: n < FEW,
        mean: moments.mean,
        sd: moments.sd(),
        interval,
        p,
        effect: cohens_dz(&moments),
    }
}

/// Student's t of a mean with its standard error.
///
/// # Source
/// Student, "The probable error of a mean", Biometrika 6 (1908) 1–25.
pub(super) fn by_student(mean: f64, error: f64, df: f64) -> (Interval, PValue) {
    let half = student::quantile(0.975, df) * error;
    let interval = Interval {
        low: mean - half,
        high: mean + half,
        method: Method::StudentT,
    };
    let p = PValue {
        value: student::two_sided(mean / error, df),
        method: Method::StudentT,
    };
    (interval, p)
}

/// `BCa` intervals of up to [`BESIDE`] mean differences. The jackknife of a mean is in closed form: the mean without difference i
/// is off by (mean − dᵢ)/(n − 1), so the acceleration is the sum of cubes over 6·(sum of squares)^1.5.
fn resample(together: &mut [(&mut Paired, &[f64])], resamples: &Resamples) {
    let mut centred: [Vec<f64>; BESIDE] = Default::default();
    for (centred, (found, differences)) in centred.iter_mut().zip(&*together) {
        centred.extend(differences.iter().map(|d| d - found.mean));
    }
    let sums = resamples.rows.sums(centred.each_ref().map(Vec::as_slice));
    let mut means = Vec::with_capacity(RESAMPLES);
    for (lane, (found, _)) in together.iter_mut().enumerate() {
        let n = found.n as f64;
        means.clear();
        means.extend(sums.iter().map(|sums| sums[lane] / n));
        let about = Moments::of(&centred[lane]);
        let acceleration = about.cubes / (6.0 * about.squares * about.squares.sqrt());
        let largest = centred[lane].iter().fold(0.0, |most: f64, u| most.max(u.abs()));
        let (low, high) = bca::ends(&mut means, acceleration, 4.0 * n * f64::EPSILON * largest);
        found.interval = Some(Interval {
            low: found.mean + low,
            high: found.mean + high,
            method: Method::Bca,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_single_pair_has_no_interval() {
        let found = paired(&[3.0], &[1.0], &Resamples::new(1)).expect("numbers");
        assert_eq!((found.mean, found.interval, found.p), (2.0, None, None));
        assert!(found.few);
    }

    #[test]
    fn equal_differences_have_an_interval_of_no_width() {
        let found = paired(&[3.1, 4.1, 5.1], &[1.0, 2.0, 3.0], &Resamples::new(3)).expect("numbers");
        let interval = found.interval.expect("three pairs");
        assert_eq!((interval.low, interval.high), (found.mean, found.mean));
        assert_eq!(interval.method, Method::AllEqual);
        assert_eq!((found.effect, found.p.map(|p| p.value)), (None, Some(0.25)));
    }

    #[test]
    fn one_outlier_among_zeros_is_resampled() {
        let mut variant = [0.0; 50];
        variant[7] = 1.0;
        let found = paired(&variant, &[0.0; 50], &Resamples::new(50)).expect("numbers");
        let interval = found.interval.expect("fifty pairs");
        assert_eq!(interval.method, Method::Bca);
        assert!(interval.low >= 0.0 && interval.high > 0.02 && interval.high < 0.2);
        assert!(found.p.is_some_and(|p| p.value == 1.0));
    }

    #[test]
    fn many_are_what_each_is() {
        // Fourth powers are skewed enough.
        let skewed = |k: u32| -> Vec<f64> {
            let fourth = |i| f64::from((i * k) % 19) * f64::from((i * k) % 19);
            (0..20).map(|i| fourth(i) * fourth(i)).collect()
        };
        let base = vec![0.0; 20];
        let variants: Vec<Vec<f64>> = (1..8).map(skewed).collect();
        let resamples = Resamples::new(20);
        let mut metrics: Vec<(&[f64], &[f64])> =
            variants.iter().map(|v| (v.as_slice(), base.as_slice())).collect();
        metrics.insert(3, (&[f64::NAN; 20], &base));
        let all = paired_all(&metrics, &resamples);
        assert!(all[3].is_err());
        for ((variant, base), found) in metrics.iter().zip(&all) {
            assert_eq!(&paired(variant, base, &resamples), found);
        }
    }

    #[test]
    fn lengths_must_agree() {
        assert!(paired(&[1.0, 2.0], &[1.0], &Resamples::new(2)).is_err());
        assert!(paired(&[1.0, 2.0], &[1.0, 2.0], &Resamples::new(3)).is_err());
        assert_eq!(paired(&[], &[], &Resamples::new(0)), Err(StatisticsError::Empty));
    }
}
