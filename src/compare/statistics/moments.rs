//! Mean, spread and skewness, summed once and in a fixed order.

/// Sums of a sample about its mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Moments {
    /// How many values, as a number to work with.
    pub(super) n: f64,
    /// In the unit of the values.
    pub(super) mean: f64,
    /// Sum of the squared distances from the mean.
    pub(super) squares: f64,
    /// Sum of the cubed distances from the mean.
    pub(super) cubes: f64,
}

/// Mean of a sample; NaN of nothing. Equal values have exactly themselves as their mean.
pub(super) fn mean(sample: &[f64]) -> f64 {
    let first = sample.first().copied().unwrap_or(f64::NAN);
    let about = |centre: f64| sample.iter().map(|x| x - centre).sum::<f64>() / sample.len() as f64;
    let rough = first + about(first);
    // The second pass takes away what rounding left.
    rough + about(rough)
}

impl Moments {
    pub(super) fn of(sample: &[f64]) -> Moments {
        let mean = mean(sample);
        let (mut squares, mut cubes) = (0.0, 0.0);
        for x in sample {
            let u = x - mean;
            squares += u * u;
            cubes += u * u * u;
        }
        Moments {
            n: sample.len() as f64,
            mean,
            squares,
            cubes,
        }
    }

    /// Variance with n − 1; nothing of a single value.
    pub(super) fn variance(&self) -> Option<f64> {
        (self.n >= 2.0).then(|| self.squares / (self.n - 1.0))
    }

    /// Standard deviation with n − 1, in the unit of the values; nothing of a single value.
    pub(super) fn sd(&self) -> Option<f64> {
        self.variance().map(f64::sqrt)
    }

    /// Whether nothing varies.
    pub(super) fn is_constant(&self) -> bool {
        self.squares == 0.0
    }

    /// Adjusted Fisher–Pearson skewness G1, without unit; nothing of fewer than three values or where nothing varies.
    ///
    /// # Source
    /// D. N. Joanes and C. A. Gill, "Comparing measures of sample skewness and kurtosis", The Statistician 47 (1998) 183–189.
    pub(super) fn skewness(&self) -> Option<f64> {
        let n = self.n;
        let second = self.squares / n;
        let scale = second * second.sqrt();
        (n >= 3.0 && scale > 0.0).then(|| self.cubes / n / scale * (n * (n - 1.0)).sqrt() / (n - 2.0))
    }

    /// Whether the mean of so many values of such skewness is near enough to normal for a t interval: n > 25·G1². Two values
    /// have no skewness, nor anything to resample: they go by t.
    ///
    /// # Source
    /// W. G. Cochran, *Sampling Techniques*, 3rd ed., Wiley 1977, §2.15: then a 95 % interval misses in no more than 6 % of cases.
    pub(super) fn student_fits(&self) -> bool {
        self.skewness().is_none_or(|g1| self.n > 25.0 * g1 * g1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_have_no_spread() {
        let m = Moments::of(&[0.1; 7]);
        assert_eq!((m.mean, m.squares), (0.1, 0.0));
        assert!(m.is_constant() && m.skewness().is_none() && m.student_fits());
    }

    #[test]
    fn cochrans_rule_turns_with_n() {
        // One outlier among n: G1 grows as √n, the rule never holds.
        let mut sample = vec![0.0; 400];
        sample[0] = 1.0;
        assert!(!Moments::of(&sample).student_fits());
        let even: Vec<f64> = (0..400).map(f64::from).collect();
        assert!(Moments::of(&even).student_fits());
    }

    /// n/G1² of 17 ones among n by scipy.stats.skew(bias=False) 1.17.1: 25.0011 of 146, 24.9240 of 147.
    #[test]
    fn cochrans_rule_turns_at_25() {
        let ones_among = |n| -> Vec<f64> { (0..n).map(|i| f64::from(i < 17)).collect() };
        assert!(Moments::of(&ones_among(146)).student_fits());
        assert!(!Moments::of(&ones_among(147)).student_fits());
    }

    #[test]
    fn one_value_has_no_spread_to_speak_of() {
        assert_eq!(Moments::of(&[3.0]).sd(), None);
    }
}
