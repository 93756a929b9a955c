//! Random fields of residuals against the correlation they were asked for.

use crate::geo::Point;
use crate::hazard::earthquake::field::correlation::{CrossCorrelation, Soils, at_distance, range_km};
use crate::hazard::earthquake::field::{Correlations, FieldError, ResidualField, Workspace};
use crate::maths;
use crate::sim::{Chance, Seeds};
use crate::vocabulary::Measure;

/// Pairs of sites at each distance.
const PAIRS: usize = 60;

/// Side of the area in which the pairs lie, km.
const SIDE_KM: f64 = 60.0;

/// Distances, in ranges of correlation; at 0 it is the variance that is recovered.
const LAGS: [f64; 7] = [0.0, 0.06, 0.12, 0.25, 0.5, 1.0, 2.0];

/// Standard errors that the mean over the fields may be off.
const STANDARD_ERRORS: f64 = 4.0;

/// How far the correlation of a field on a torus may lie off the model between the corners of its grid: documented with it.
const BETWEEN_CORNERS: f64 = 0.012;

/// In which way residuals are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldWay {
    /// From the factor of the correlation matrix.
    Exact,
    /// On a torus, by the Fourier transform.
    Torus,
}

/// The correlation at one distance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RecoveredCorrelation {
    /// Distance of the sites, km.
    pub lag_km: f64,
    /// What the model says: exp(−3 h / b).
    pub expected: f64,
    /// Mean product of the residuals of two sites so far apart, over all pairs and fields.
    pub obtained: f64,
    /// Four standard errors of that mean, from the scatter between fields; on a torus also what lies between the corners of
    /// its grid.
    pub tolerance: f64,
}

impl RecoveredCorrelation {
    /// Whether what was obtained is what was expected.
    pub fn holds(&self) -> bool {
        (self.obtained - self.expected).abs() <= self.tolerance
    }
}

/// Draws `fields` fields of a measure and recovers its correlation at several distances.
///
/// # Errors
/// When the field cannot be made, which no measure and no soils are known to cause.
pub fn recovered_correlation(
    way: FieldWay,
    measure: Measure,
    soils: Soils,
    fields: u32,
    seed: u64,
) -> Result<Vec<RecoveredCorrelation>, FieldError> {
    let chance = Chance::new(Seeds::both(seed));
    let range_km = range_km(measure, soils);
    let sites = pairs(&chance, range_km);
    let correlations = Correlations {
        soils,
        cross: CrossCorrelation::None,
    };
    let field = match way {
        FieldWay::Exact => ResidualField::exact(&sites, correlations, &[measure]),
        FieldWay::Torus => ResidualField::on_torus(&sites, correlations, &[measure]),
    }?;
    let (mut workspace, mut residuals) = (Workspace::default(), [Vec::new()]);
    let mut sums = [[0.0; 2]; LAGS.len()];
    for occurrence in 0..u64::from(fields) {
        let mut luck = chance.hazard_field("verify-field", occurrence);
        field.sample(
            |out| luck.fill_standard_normal(out),
            &mut workspace,
            &mut residuals,
        );
        let of_lags = residuals[0].chunks_exact(2 * PAIRS);
        for ([sum, squares], residuals) in sums.iter_mut().zip(of_lags) {
            let products = residuals.chunks_exact(2).map(|pair| pair[0] * pair[1]);
            let mean = products.sum::<f64>() / PAIRS as f64;
            *sum += mean;
            *squares += mean * mean;
        }
    }
    let n = f64::from(fields);
    let rows = LAGS.iter().zip(sums).map(|(lag, [sum, squares])| {
        let lag_km = lag * range_km;
        let obtained = sum / n;
        let standard_error = ((squares / n - obtained * obtained) / n).sqrt();
        let between_corners = match way {
            FieldWay::Torus if lag_km > 0.0 => BETWEEN_CORNERS,
            _ => 0.0,
        };
        RecoveredCorrelation {
            lag_km,
            expected: at_distance(lag_km, range_km),
            obtained,
            tolerance: STANDARD_ERRORS * standard_error + between_corners,
        }
    });
    Ok(rows.collect())
}

/// Pairs of sites anywhere and in any direction, distance after distance.
fn pairs(chance: &Chance, range_km: f64) -> Vec<Point> {
    let mut sites = Vec::with_capacity(2 * PAIRS * LAGS.len());
    for (i, lag) in LAGS.iter().enumerate() {
        for pair in 0..PAIRS {
            let place = |axis| chance.hazard_draw("verify-field-site", (i * PAIRS + pair) as u64, axis);
            let at = Point::new(place(0).between(0.0, SIDE_KM), place(1).between(0.0, SIDE_KM));
            let angle = place(2).between(0.0, 2.0 * std::f64::consts::PI);
            let step = Point::new(maths::cos(angle), maths::sin(angle)) * (lag * range_km);
            sites.extend([at, at + step]);
        }
    }
    sites
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verify_fields_recover_their_correlation() {
        for (way, measure, soils, fields) in [
            (FieldWay::Exact, Measure::Pga, Soils::Mixed, 1_000),
            (FieldWay::Torus, Measure::Pga, Soils::Mixed, 1_000),
            (FieldWay::Torus, Measure::Sa10, Soils::Mixed, 500),
            (FieldWay::Torus, Measure::Pga, Soils::Clustered, 500),
        ] {
            let rows = recovered_correlation(way, measure, soils, fields, 1).expect("a field");
            println!("{way:?}, {}, {soils:?} soils", measure.name());
            for row in &rows {
                println!(
                    "{:6.2} km: expected {:.4}, obtained {:.4}, tolerance {:.4}",
                    row.lag_km, row.expected, row.obtained, row.tolerance
                );
            }
            assert!(rows.iter().all(RecoveredCorrelation::holds));
        }
    }
}
