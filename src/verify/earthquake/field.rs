//! The range of correlation, recovered from fields.

use super::near;
use crate::hazard::earthquake::field::correlation::{Soils, range_km};
use crate::maths;
use crate::pedestrian::scene::Trial;
use crate::verify::{FieldWay, Finding, RecoveredCorrelation, recovered_correlation};
use crate::vocabulary::Measure;

const FIELDS: u32 = 1_000;
/// Correlations below say little about the range: luck outweighs them.
const LEAST: f64 = 0.2;

/// Variance, correlation by distance, and the range that they come to, exactly and on the torus.
pub(in super::super) fn recovered_range(trial: Trial) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (way, name) in [(FieldWay::Exact, "exact"), (FieldWay::Torus, "torus")] {
        let (measure, soils) = (Measure::Pga, Soils::Mixed);
        let Ok(rows) = recovered_correlation(way, measure, soils, FIELDS, trial.seed) else {
            findings.push(Finding::new(format!("{name}: fields made"), "", 0.0).at_least(1.0));
            continue;
        };
        for row in &rows {
            let what = if row.lag_km > 0.0 {
                format!("{name}: correlation at {:.2} km", row.lag_km)
            } else {
                format!("{name}: variance")
            };
            findings.push(near(what, "", row.obtained, row.expected, row.tolerance));
        }
        let (obtained, tolerance) = range(&rows);
        let what = format!("{name}: range of correlation");
        findings.push(near(what, "km", obtained, range_km(measure, soils), tolerance));
    }
    findings
}

/// The range b of exp(−3 h / b), km: the mean over distances, each weighed by how well it is known, and its tolerance by
/// those of the correlations, as if all were off in the same direction.
fn range(rows: &[RecoveredCorrelation]) -> (f64, f64) {
    let (mut weights, mut sum, mut off) = (0.0, 0.0, 0.0);
    for row in rows
        .iter()
        .filter(|row| row.lag_km > 0.0 && row.expected >= LEAST)
    {
        let obtained = -3.0 * row.lag_km / maths::ln(row.obtained);
        // By how much the range moves with the correlation.
        let slope = obtained * obtained / (3.0 * row.lag_km * row.obtained);
        let tolerance = slope * row.tolerance;
        let weight = 1.0 / (tolerance * tolerance);
        weights += weight;
        sum += weight * obtained;
        off += weight * tolerance;
    }
    (sum / weights, off / weights)
}
