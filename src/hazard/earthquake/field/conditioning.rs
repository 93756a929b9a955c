//! What records at stations say about the shaking everywhere else.

use super::cholesky::{Factor, FactorError};
use super::correlation::at_distance;
use crate::geo::Point;

/// How a measure is spread about its median, in natural logarithms: the total residual of site i is
/// T = B + W, with B ~ N(0, τ²) the same at all sites and W ~ N(0, φ(i)²) correlated by distance.
#[derive(Debug, Clone, Copy)]
pub struct Spread<'a> {
    /// Standard deviation of the event term.
    pub tau: f64,
    /// Standard deviation within the event, one for each site.
    pub phi: &'a [f64],
    /// Range of the correlation, km: [`super::correlation::range_km`].
    pub range_km: f64,
}

impl Spread<'_> {
    /// Total residuals before any record: from the standardised event term and the standardised residuals within the
    /// event, which become the total in their place.
    ///
    /// # Panics
    /// When there are not as many residuals as sites.
    pub fn total(&self, event: f64, within: &mut [f64]) {
        assert_eq!(within.len(), self.phi.len(), "a residual for each site");
        for (value, phi) in within.iter_mut().zip(self.phi) {
            *value = self.tau * event + phi * *value;
        }
    }
}

/// What a station has recorded of a measure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Record {
    /// The station's index among the sites.
    pub site: usize,
    /// Observed total residual: ln of the record minus ln of the median at the station.
    pub residual: f64,
    /// Variance of the measurement; 0 for an instrument.
    pub variance: f64,
}

/// The event term, given the records.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EventTerm {
    /// Its mean, natural logarithm.
    pub mean: f64,
    /// Its variance.
    pub variance: f64,
}

/// Bends total residuals of one measure to what stations have recorded of it.
///
/// # Method
/// Matheron's update: `T = T* + k K⁻¹ (z − T*(stations))`, with T* drawn without knowledge of the records, at the sites and
/// the stations together; z the records, K their covariance τ² + φφ'ρ, and k that of the sites with them. T then has
/// exactly the mean and covariance of the residuals given the records. Each measure is bent by its own records: what a
/// record of one measure says about another is not used.
///
/// On a torus T* has not exactly the covariance K between the corners of the grid; records are reproduced all the same.
///
/// # Source
/// A. G. Journel and C. J. Huijbregts, Mining Geostatistics, Academic Press 1978 (conditioning by kriging) (recalled).
#[derive(Debug, Clone)]
pub struct Conditioning {
    tau: f64,
    records: Vec<Record>,
    /// Of the covariance of the records.
    factor: Factor,
    /// Station after station: φ φ' ρ with each site, so that a draw needs no exponential. Single precision, since a
    /// million sites times sixty stations are 240 MB.
    covariances: Vec<Vec<f32>>,
}

impl Conditioning {
    /// From the sites (km), stations among them, and the records of one measure. Stations without a record of it are
    /// sites like others.
    ///
    /// # Errors
    /// When two records without variance are of one place.
    ///
    /// # Panics
    /// When there are not as many φ as sites, or a record is of no site.
    pub fn new(sites: &[Point], spread: Spread<'_>, records: Vec<Record>) -> Result<Self, FactorError> {
        assert_eq!(sites.len(), spread.phi.len(), "a φ for each site");
        let covariance = |a: usize, b: usize| {
            let distance_km = sites[a].distance(sites[b]);
            spread.phi[a] * spread.phi[b] * at_distance(distance_km, spread.range_km)
        };
        let square = spread.tau * spread.tau;
        let factor = Factor::new(records.len(), |i, j| {
            let measurement = if i == j { records[i].variance } else { 0.0 };
            square + covariance(records[i].site, records[j].site) + measurement
        })?;
        let of_station = |record: &Record| {
            let sites = 0..sites.len();
            sites.map(|site| covariance(site, record.site) as f32).collect()
        };
        Ok(Self {
            tau: spread.tau,
            covariances: records.iter().map(of_station).collect(),
            factor,
            records,
        })
    }

    /// Mean and variance of the event term given the records; those of the prior when there are none.
    pub fn event_term(&self) -> EventTerm {
        let square = self.tau * self.tau;
        let mut weighted: Vec<f64> = self.records.iter().map(|record| record.residual).collect();
        self.factor.solve(&mut weighted);
        let mut ones = vec![1.0; self.records.len()];
        self.factor.solve(&mut ones);
        EventTerm {
            mean: square * weighted.iter().sum::<f64>(),
            variance: square - square * square * ones.iter().sum::<f64>(),
        }
    }

    /// Bends total residuals, drawn without knowledge of the records, in their place. `noise` fills a slice with
    /// independent standard normals, one for each record: the errors of the measurements.
    ///
    /// # Panics
    /// When there are not as many residuals as sites.
    pub fn bend(&self, mut noise: impl FnMut(&mut [f64]), total: &mut [f64]) {
        if self.records.is_empty() {
            return;
        }
        let mut weights = vec![0.0; self.records.len()];
        noise(&mut weights);
        for (weight, record) in weights.iter_mut().zip(&self.records) {
            *weight = record.residual - (total[record.site] + record.variance.sqrt() * *weight);
        }
        self.factor.solve(&mut weights);
        let event = self.tau * self.tau * weights.iter().sum::<f64>();
        for value in &mut *total {
            *value += event;
        }
        for (covariances, weight) in self.covariances.iter().zip(&weights) {
            assert_eq!(covariances.len(), total.len(), "a residual for each site");
            for (value, covariance) in total.iter_mut().zip(covariances) {
                *value += weight * f64::from(*covariance);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hazard::earthquake::field::correlation::{CrossCorrelation, Soils};
    use crate::hazard::earthquake::field::{Correlations, ResidualField, Workspace};
    use crate::sim::{Chance, Seeds};
    use crate::vocabulary::Measure;

    const SPREAD: Spread<'_> = Spread {
        tau: 0.35,
        phi: &[0.5; 5],
        range_km: 8.5,
    };

    /// Two sites, one far away, and two stations 5 km apart; the first site lies at the first station.
    fn sites() -> [Point; 5] {
        let at = |x: f64| Point::new(x, 0.0);
        [at(0.0), at(2.0), at(400.0), at(0.0), at(5.0)]
    }

    fn record(site: usize, residual: f64) -> Record {
        Record {
            site,
            residual,
            variance: 0.0,
        }
    }

    #[test]
    fn verify_event_term_of_one_station_by_hand() {
        // One record: B = τ² / (τ² + φ²) z, variance τ² φ² / (τ² + φ²).
        let conditioning = Conditioning::new(&sites(), SPREAD, vec![record(3, -0.4)]).expect("sound");
        let obtained = conditioning.event_term();
        let total = 0.35 * 0.35 + 0.25;
        let expected = [-0.4 * 0.1225 / total, 0.1225 * 0.25 / total];
        println!("expected {expected:?}, obtained {obtained:?}, tolerance 1e-14");
        assert!((obtained.mean - expected[0]).abs() < 1e-14);
        assert!((obtained.variance - expected[1]).abs() < 1e-14);
    }

    /// Two stations that do not feel each other: the event term is the shrunk mean of their records, and within the event
    /// each keeps the rest. The two classical steps, by hand.
    #[test]
    fn verify_two_far_stations_against_the_classical_two_steps() {
        let at = |x: f64| Point::new(x, 0.0);
        let sites = [at(0.0), at(1_000.0), at(2.0)];
        let spread = Spread {
            phi: &[0.5, 0.5, 0.6],
            ..SPREAD
        };
        let records = vec![record(0, -0.5), record(1, -0.1)];
        let conditioning = Conditioning::new(&sites, spread, records).expect("sound");
        // Step 1: B = n τ² mean / (n τ² + φ²), var = τ² φ² / (n τ² + φ²).
        let event = 2.0 * 0.1225 * -0.3 / (2.0 * 0.1225 + 0.25);
        let variance = 0.1225 * 0.25 / (2.0 * 0.1225 + 0.25);
        // Step 2: kriging of the rest, z − B, to the third site, by φ ratio and correlation.
        let mean_near = event + 0.6 / 0.5 * at_distance(2.0, 8.5) * (-0.5 - event);
        let term = conditioning.event_term();
        // From zero, the update gives the posterior mean.
        let mut mean = [0.0; 3];
        conditioning.bend(|_| {}, &mut mean);
        for (what, expected, obtained) in [
            ("event term", event, term.mean),
            ("variance of it", variance, term.variance),
            ("mean at 2 km", mean_near, mean[2]),
        ] {
            println!("{what}: expected {expected:.9}, obtained {obtained:.9}, tolerance 1e-7");
            assert!((obtained - expected).abs() < 1e-7);
        }
    }

    #[test]
    fn a_station_keeps_its_record_and_far_away_only_the_event_term_is_known() {
        let sites = sites();
        let field = ResidualField::new(
            &sites,
            Correlations {
                soils: Soils::Mixed,
                cross: CrossCorrelation::None,
            },
            &[Measure::Pga],
        )
        .expect("a field");
        let records = vec![record(3, -0.6), record(4, 0.2)];
        let conditioning = Conditioning::new(&sites, SPREAD, records).expect("sound");
        let chance = Chance::new(Seeds::both(5));
        let (mut workspace, mut drawn) = (Workspace::default(), vec![Vec::new()]);
        let (n, mut sum, mut squares) = (4_000, 0.0, 0.0);
        for draw in 0..n {
            let mut luck = chance.hazard_field("test", draw);
            let mut event = [0.0];
            luck.fill_standard_normal(&mut event);
            field.sample(|out| luck.fill_standard_normal(out), &mut workspace, &mut drawn);
            let total = &mut drawn[0];
            SPREAD.total(event[0], total);
            conditioning.bend(|_| {}, total);
            for (site, record) in [(0, -0.6), (3, -0.6), (4, 0.2)] {
                assert!((total[site] - record).abs() < 1e-6, "{} at {site}", total[site]);
            }
            sum += total[2];
            squares += total[2] * total[2];
        }
        let term = conditioning.event_term();
        let mean = sum / n as f64;
        let variance = squares / n as f64 - mean * mean;
        let expected = term.variance + 0.25;
        let tolerance = 4.0 * (expected / n as f64).sqrt();
        println!(
            "mean far away: expected {:.4}, obtained {mean:.4}, tolerance {tolerance:.4}",
            term.mean
        );
        assert!((mean - term.mean).abs() < tolerance);
        let tolerance = 4.0 * expected * (2.0 / n as f64).sqrt();
        println!(
            "variance far away: expected {expected:.4}, obtained {variance:.4}, tolerance {tolerance:.4}"
        );
        assert!((variance - expected).abs() < tolerance);
    }

    #[test]
    fn a_station_keeps_its_record_on_a_torus_too() {
        let at = |x: f64| Point::new(x, 0.1);
        let sites = [at(0.05), at(2.0), at(3.0), at(0.05), at(5.0)];
        let correlations = Correlations {
            soils: Soils::Mixed,
            cross: CrossCorrelation::None,
        };
        let field = ResidualField::on_torus(&sites, correlations, &[Measure::Pga]).expect("a field");
        let conditioning =
            Conditioning::new(&sites, SPREAD, vec![record(3, -0.6), record(4, 0.2)]).expect("sound");
        let mut luck = Chance::new(Seeds::both(5)).hazard_field("test", 0);
        let mut drawn = [Vec::new()];
        field.sample(
            |out| luck.fill_standard_normal(out),
            &mut Workspace::default(),
            &mut drawn,
        );
        let total = &mut drawn[0];
        SPREAD.total(0.7, total);
        conditioning.bend(|_| {}, total);
        for (site, record) in [(0, -0.6), (3, -0.6), (4, 0.2)] {
            println!("expected {record}, obtained {}, tolerance 1e-6", total[site]);
            assert!((total[site] - record).abs() < 1e-6);
        }
    }

    #[test]
    fn without_records_nothing_is_known() {
        let conditioning = Conditioning::new(&sites(), SPREAD, Vec::new()).expect("sound");
        let mut total = [0.1, 0.2, 0.3, 0.4, 0.5];
        conditioning.bend(|_| panic!("no measurement, no error"), &mut total);
        assert_eq!(total, [0.1, 0.2, 0.3, 0.4, 0.5]);
        let prior = conditioning.event_term();
        assert_eq!([prior.mean, prior.variance], [0.0, 0.35 * 0.35]);
    }

    #[test]
    fn two_records_of_one_place_contradict_each_other_unless_they_are_measured() {
        let twice = vec![record(0, -0.6), record(3, 0.2)];
        assert!(Conditioning::new(&sites(), SPREAD, twice.clone()).is_err());
        let measured = twice.into_iter().map(|record| Record {
            variance: 0.01,
            ..record
        });
        let conditioning = Conditioning::new(&sites(), SPREAD, measured.collect()).expect("sound");
        let mut mean = [0.0; 5];
        conditioning.bend(|out| out.fill(0.0), &mut mean);
        // Halfway between the two, drawn a little to the median.
        assert!(mean[0] > -0.2 && mean[0] < -0.19, "{}", mean[0]);
    }
}
