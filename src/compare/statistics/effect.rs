//! How large a difference is beside the spread of the runs, without unit.

use super::moments::Moments;
use super::student::gamma_step;

/// Cohen's `d_z` of pairs: mean difference over the standard deviation of the differences. Nothing where nothing varies.
///
/// # Source
/// J. Cohen, *Statistical Power Analysis for the Behavioral Sciences*, 2nd ed., Erlbaum 1988, §2.3.5.
pub(super) fn cohens_dz(differences: &Moments) -> Option<f64> {
    let sd = differences.sd()?;
    (sd > 0.0).then(|| differences.mean / sd)
}

/// Hedges' g of two samples: difference of means over the pooled standard deviation, with the exact small-sample correction.
/// Nothing where neither sample varies, or there are fewer than three values in all.
///
/// # Source
/// L. V. Hedges, "Distribution theory for Glass's estimator of effect size and related estimators", Journal of Educational
/// Statistics 6 (1981) 107–128, eq. 6e.
pub(super) fn hedges_g(variant: &Moments, base: &Moments) -> Option<f64> {
    let df = variant.n + base.n - 2.0;
    let pooled = ((variant.squares + base.squares) / df).sqrt();
    if df < 1.0 || pooled == 0.0 {
        return None;
    }
    Some((variant.mean - base.mean) / pooled * correction(df))
}

/// J(df) = Γ(df/2) / (√(df/2)·Γ((df−1)/2)), which is 0 for one degree of freedom.
fn correction(df: f64) -> f64 {
    if df < 2.0 {
        return 0.0;
    }
    gamma_step(df / 2.0 - 0.5) / (df / 2.0).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_spread_no_effect() {
        let flat = Moments::of(&[2.0, 2.0]);
        assert_eq!(cohens_dz(&flat), None);
        assert_eq!(hedges_g(&flat, &flat), None);
        assert_eq!(cohens_dz(&Moments::of(&[2.0])), None);
    }

    #[test]
    fn correction_is_that_of_the_gamma_function() {
        let pi = std::f64::consts::PI;
        // Γ(1) = 1, Γ(½) = √π; Γ(5) = 24, Γ(4½) = 105/16·√π.
        assert!((correction(2.0) * pi.sqrt() - 1.0).abs() < 1e-14);
        assert!((correction(10.0) * 5_f64.sqrt() * 105.0 / 16.0 * pi.sqrt() - 24.0).abs() < 1e-12);
        assert_eq!(correction(1.0), 0.0);
    }
}
