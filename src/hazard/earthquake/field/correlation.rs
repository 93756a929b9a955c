//! How alike the residuals of a ground-motion model are: from place to place, and from measure to measure.

use super::cholesky::{Factor, FactorError};
use crate::maths;
use crate::vocabulary::Measure;

/// Whether soils of one kind lie together in the region: what Jayaram and Baker tell apart for short periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Soils {
    /// Vs30 differs from place to place: short ranges. The usual choice.
    Mixed,
    /// Vs30 is alike over wide areas: long ranges at short periods.
    Clustered,
}

/// Distance over which the within-event residuals of a measure are correlated, km: the b of exp(−3 h / b), at which the
/// correlation has fallen to 5 %.
///
/// # Source
/// N. Jayaram and J. W. Baker, "Correlation model for spatially distributed ground-motion intensities", Earthquake
/// Engineering and Structural Dynamics 38 (2009) 1687–1708, equations 17–20 as the code of C. Loth and J. Baker has them
/// (at least two public programs have the two cases the wrong way round). PGA counts as period 0; PGV takes the range of
/// 1 s, as `OpenQuake` has it.
pub fn range_km(measure: Measure, soils: Soils) -> f64 {
    let period_s = measure.period_s().unwrap_or(1.0);
    match soils {
        _ if period_s >= 1.0 => 22.0 + 3.7 * period_s,
        Soils::Mixed => 8.5 + 17.2 * period_s,
        Soils::Clustered => 40.7 - 15.0 * period_s,
    }
}

/// Correlation of two residuals of one measure whose places are `distance_km` apart.
pub fn at_distance(distance_km: f64, range_km: f64) -> f64 {
    maths::exp(-3.0 * distance_km / range_km)
}

/// How the residuals of different measures at one place go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CrossCorrelation {
    /// Each measure has luck of its own.
    None,
    /// As observed: Baker and Jayaram 2008 among spectral accelerations, Bradley 2012 with PGV.
    Observed,
    /// One normal for all measures.
    Perfect,
}

impl CrossCorrelation {
    /// Correlation of the residuals of two measures at one place.
    pub fn between(self, a: Measure, b: Measure) -> f64 {
        if a == b {
            return 1.0;
        }
        match (self, a.period_s(), b.period_s()) {
            (Self::None, ..) => 0.0,
            (Self::Perfect, ..) | (_, None, None) => 1.0,
            (Self::Observed, Some(a_s), Some(b_s)) => among_spectral(a_s, b_s),
            (Self::Observed, Some(period_s), None) | (Self::Observed, None, Some(period_s)) => {
                with_pgv(period_s)
            }
        }
    }

    /// What turns independent normals into correlated ones, one for each measure.
    ///
    /// # Errors
    /// When the correlations of the measures contradict each other.
    pub fn mixing(self, measures: &[Measure]) -> Result<Mixing, FactorError> {
        let factor = match self {
            Self::Perfect => None,
            _ => Some(Factor::new(measures.len(), |i, j| {
                self.between(measures[i], measures[j])
            })?),
        };
        Ok(Mixing {
            factor,
            measures: measures.len(),
        })
    }
}

/// Correlation of spectral accelerations at two periods, s.
///
/// # Source
/// J. W. Baker and N. Jayaram, "Correlation of spectral acceleration values from NGA ground motion models", Earthquake
/// Spectra 24 (2008) 299–317, with the constants of the authors' code (the paper was not read). They hold for total
/// residuals; within-event residuals hardly differ (recalled). PGA is read as the shortest period of the model, 0.01 s: an
/// assumption.
fn among_spectral(a_s: f64, b_s: f64) -> f64 {
    const SHORTEST_S: f64 = 0.01;
    const CORNER_S: f64 = 0.109;
    let (short_s, long_s) = (a_s.min(b_s).max(SHORTEST_S), a_s.max(b_s).max(SHORTEST_S));
    let apart =
        1.0 - maths::cos(std::f64::consts::FRAC_PI_2 - 0.366 * maths::ln(long_s / short_s.max(CORNER_S)));
    if short_s > CORNER_S {
        return apart;
    }
    // No measure has a period between PGA and 0.3 s: of the four branches of the model, those with both periods below
    // 0.2 s are not needed.
    debug_assert!(long_s >= 0.2, "no measure has a period of {long_s} s");
    apart + 0.5 * (apart.sqrt() - apart) * (1.0 + maths::cos(std::f64::consts::PI * short_s / CORNER_S))
}

/// Correlation of PGV with the spectral acceleration at a period, s.
///
/// # Source
/// B. A. Bradley, "Empirical correlations between peak ground velocity and spectrum-based intensity measures", Earthquake
/// Spectra 28 (2012) 17–35, for total residuals, with the constants on which two public programs agree (the paper was not
/// read): (a + b) / 2 − (a − b) / 2 · tanh(d ln(T / c)), and 0.733 with PGA.
fn with_pgv(period_s: f64) -> f64 {
    // No measure has a period between PGA and 0.1 s, or beyond 2.5 s, where other pieces of the model begin.
    let [a, b, c, d] = match period_s {
        t if t < 0.01 => return 0.733,
        t if t < 0.75 => [0.54, 0.81, 0.28, 1.5],
        _ => [0.80, 0.76, 1.1, 3.0],
    };
    // tanh(d ln x) without a hyperbolic function.
    let power = maths::pow(period_s / c, 2.0 * d);
    f64::midpoint(a, b) - 0.5 * (a - b) * (power - 1.0) / (power + 1.0)
}

/// Turns independent normals into normals that are correlated from measure to measure.
#[derive(Debug, Clone)]
pub struct Mixing {
    /// None when one normal serves all.
    factor: Option<Factor>,
    measures: usize,
}

impl Mixing {
    /// How many independent normals a place needs: one for each measure, or one for all.
    pub fn normals(&self) -> usize {
        self.factor.as_ref().map_or(1, Factor::order)
    }

    /// The normals of one place for all measures, from [`Mixing::normals`] independent ones.
    ///
    /// # Panics
    /// When the lengths differ from what the mixing was made for.
    pub fn mix(&self, independent: &[f64], mixed: &mut [f64]) {
        assert_eq!(mixed.len(), self.measures, "one normal for each measure");
        match &self.factor {
            Some(factor) => factor.times(independent, mixed),
            None => mixed.fill(independent[0]),
        }
    }

    /// Whole arrays of normals, measure after measure, mixed in their place. Where one normal serves all measures there
    /// is one array, and it stays.
    pub(super) fn mix_arrays(&self, arrays: &mut [Vec<f64>]) {
        let Some(factor) = &self.factor else { return };
        // Each array needs those before it unmixed, so the last goes first.
        for measure in (0..arrays.len()).rev() {
            let (before, array) = arrays.split_at_mut(measure);
            let row = factor.row(measure);
            let array = &mut array[0];
            for value in array.iter_mut() {
                *value *= row[measure];
            }
            for (weight, other) in row.iter().zip(before).filter(|(weight, _)| **weight != 0.0) {
                for (value, other) in array.iter_mut().zip(other) {
                    *value += weight * *other;
                }
            }
        }
    }

    /// Which array of normals a measure reads.
    pub(super) fn array_of(&self, measure: usize) -> usize {
        if self.factor.is_some() { measure } else { 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verify_ranges_against_jayaram_and_baker() {
        for (measure, soils, expected) in [
            (Measure::Pga, Soils::Mixed, 8.5),
            (Measure::Pga, Soils::Clustered, 40.7),
            (Measure::Sa03, Soils::Mixed, 13.66),
            (Measure::Sa06, Soils::Clustered, 31.7),
            (Measure::Sa10, Soils::Mixed, 25.7),
            (Measure::Sa10, Soils::Clustered, 25.7),
            (Measure::Pgv, Soils::Mixed, 25.7),
        ] {
            let obtained = range_km(measure, soils);
            println!(
                "{}: expected {expected} km, obtained {obtained} km, tolerance 1e-9 km",
                measure.name()
            );
            assert!((obtained - expected).abs() < 1e-9);
        }
        assert!((at_distance(8.5, 8.5) - maths::exp(-3.0)).abs() < 1e-15);
    }

    #[test]
    fn verify_cross_correlations_by_hand() {
        // Numbers: the published equations, worked out in another language.
        // 1 − cos(π/2 − x) = 1 − sin x with x = 0.366 ln(long / short).
        let observed = CrossCorrelation::Observed;
        for (a, b, expected) in [
            (
                Measure::Sa03,
                Measure::Sa10,
                1.0 - maths::sin(0.366 * maths::ln(1.0 / 0.3)),
            ),
            (
                Measure::Sa06,
                Measure::Sa03,
                1.0 - maths::sin(0.366 * maths::ln(2.0)),
            ),
            (Measure::Pga, Measure::Sa03, 0.795_4),
            (Measure::Pga, Measure::Sa10, 0.519_1),
            (Measure::Pga, Measure::Pgv, 0.733),
            (Measure::Pgv, Measure::Sa03, 0.688_9),
            (Measure::Pgv, Measure::Sa10, 0.785_6),
        ] {
            let obtained = observed.between(a, b);
            println!(
                "{} with {}: expected {expected:.4}, obtained {obtained:.4}, tolerance 2e-4",
                a.name(),
                b.name()
            );
            assert!((obtained - expected).abs() < 2e-4);
            assert_eq!(obtained, observed.between(b, a));
        }
        // The two pieces of the model with PGV meet.
        assert!((with_pgv(0.749_999) - with_pgv(0.75)).abs() < 2e-3);
    }

    #[test]
    fn all_measures_together_are_positive_definite_and_mix_as_the_matrix_says() {
        for cross in [
            CrossCorrelation::None,
            CrossCorrelation::Observed,
            CrossCorrelation::Perfect,
        ] {
            let mixing = cross.mixing(&Measure::ALL).expect("positive definite");
            // The products of the rows of the factor are the matrix.
            let n = mixing.normals();
            let mut columns = vec![[0.0; Measure::COUNT]; n];
            for (k, column) in columns.iter_mut().enumerate() {
                let mut unit = vec![0.0; n];
                unit[k] = 1.0;
                mixing.mix(&unit, column);
            }
            for a in Measure::ALL {
                for b in Measure::ALL {
                    let obtained: f64 = columns.iter().map(|c| c[a.index()] * c[b.index()]).sum();
                    assert!((obtained - cross.between(a, b)).abs() < 1e-12);
                }
            }
            let mut arrays: Vec<Vec<f64>> = (0..n).map(|k| vec![0.3 - k as f64, 0.1 * k as f64]).collect();
            let (mut mixed, place) = (
                [0.0; Measure::COUNT],
                arrays.iter().map(|a| a[1]).collect::<Vec<_>>(),
            );
            mixing.mix(&place, &mut mixed);
            mixing.mix_arrays(&mut arrays);
            for measure in 0..Measure::COUNT {
                assert!((arrays[mixing.array_of(measure)][1] - mixed[measure]).abs() < 1e-12);
            }
        }
    }
}
