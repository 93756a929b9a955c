//! Random fields of ground-motion residuals: by how much the shaking of one earthquake differs from the median, from
//! place to place and from measure to measure, and what records of it at stations change.
//!
//! # How the parts fit
//! [`correlation`] says how alike two residuals are. [`ResidualField`] draws residuals with that correlation at given
//! sites: exactly through [`cholesky`] factors for up to [`MOST_EXACT_SITES`] sites, and on a torus by the Fourier
//! transform beyond (`circulant`). [`conditioning`] bends what was drawn to what stations have recorded.
//!
//! # Determinism
//! A field depends on the sites, the options and the normals it is given; the same bits on every processor. Nothing
//! goes on beside anything else inside a field: who wants two cores draws two fields.

pub mod cholesky;
mod circulant;
pub mod conditioning;
pub mod correlation;
mod fft;

use crate::geo::Point;
use crate::vocabulary::Measure;
use cholesky::{Factor, FactorError, Places};
use circulant::Circulant;
use correlation::{CrossCorrelation, Mixing, Soils, range_km};
use fft::{Buffers, Complexes};

/// Most sites for which residuals are drawn from the factor of their correlation matrix: the factor takes 16 MB for each
/// range of correlation then.
pub const MOST_EXACT_SITES: usize = 2_000;

/// Why a field cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum FieldError {
    /// Nowhere to draw residuals.
    #[error("no sites")]
    NoSites,
    /// Nothing to draw.
    #[error("no measures")]
    NoMeasures,
    /// A place that is none.
    #[error("the position of a site is not a number")]
    NotANumber,
    /// Too many for the exact way.
    #[error("{sites} sites: the exact way takes at most {MOST_EXACT_SITES}")]
    TooManySites {
        /// How many there are.
        sites: usize,
    },
    /// Too wide for a grid that carries the correlation.
    #[error(
        "sites {:.0} km by {:.0} km apart: no grid within memory carries a correlation of {range_km} km",
        extent_km[0], extent_km[1]
    )]
    TooWide {
        /// From the westernmost to the easternmost site, and from south to north, km.
        extent_km: [f64; 2],
        /// The shortest range of correlation, km.
        range_km: f64,
    },
    /// The correlation does not close round any torus that was tried.
    #[error("a share of {negative_mass:e} of the spectrum of the torus is negative")]
    Spectrum {
        /// Negative share of the spectrum.
        negative_mass: f64,
    },
    /// The correlations contradict each other.
    #[error(transparent)]
    Factor(#[from] FactorError),
}

/// Which correlations a field has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Correlations {
    /// Which ranges hold.
    pub soils: Soils,
    /// How measures go together.
    pub cross: CrossCorrelation,
}

/// Draws standardised within-event residuals at fixed sites: at each site and for each measure mean 0 and variance 1.
///
/// # Method
/// Independent normals are mixed from measure to measure first, and correlated from place to place afterwards. So each
/// measure has exactly its own spatial correlation, and all together are positive definite whatever the ranges. The
/// price: where two measures have different ranges, their correlation at one site is below what
/// [`CrossCorrelation::between`] says: 0.59 for 0.64 with PGA and SA(0.6), 0.45 for 0.52 with PGA and SA(1.0), 0.79 for
/// 0.81 with SA(0.6) and SA(1.0), on mixed soils, in both ways of drawing.
#[derive(Debug, Clone)]
pub struct ResidualField {
    sites: usize,
    mixing: Mixing,
    /// Of each measure, its range among those of the method.
    ranges: Vec<usize>,
    method: Method,
}

#[derive(Debug, Clone)]
enum Method {
    Exact { places: Places, factors: Vec<Factor> },
    Torus(Circulant),
}

/// Buffers of a draw, kept from one to the next; one for each thread that draws.
#[derive(Debug, Clone, Default)]
pub struct Workspace {
    noise: Vec<Vec<f64>>,
    values: Vec<f64>,
    transform: (Complexes, Buffers),
}

/// The distinct ranges of some measures, km, and which of them each measure has.
fn distinct_ranges(measures: &[Measure], soils: Soils) -> (Vec<f64>, Vec<usize>) {
    let mut ranges: Vec<f64> = Vec::new();
    let of = measures.iter().map(|measure| {
        let range = range_km(*measure, soils);
        let known = ranges.iter().position(|known| *known == range);
        known.unwrap_or_else(|| {
            ranges.push(range);
            ranges.len() - 1
        })
    });
    let of = of.collect();
    (ranges, of)
}

impl ResidualField {
    /// Residuals of the measures at the sites (km in a plane frame, see [`crate::geo::Frame`]): exact for up to
    /// [`MOST_EXACT_SITES`] sites, on a torus beyond.
    ///
    /// # Errors
    /// Those of [`ResidualField::exact`] and [`ResidualField::on_torus`].
    pub fn new(
        sites: &[Point],
        correlations: Correlations,
        measures: &[Measure],
    ) -> Result<Self, FieldError> {
        if sites.len() <= MOST_EXACT_SITES {
            Self::exact(sites, correlations, measures)
        } else {
            Self::on_torus(sites, correlations, measures)
        }
    }

    /// Residuals from the lower factors of the correlation matrices. Sites within a metre of each other are one place.
    /// A site that is added at the end changes nothing of the residuals before it.
    ///
    /// # Errors
    /// No sites, no measures, a position that is not a number, more sites than [`MOST_EXACT_SITES`].
    pub fn exact(
        sites: &[Point],
        correlations: Correlations,
        measures: &[Measure],
    ) -> Result<Self, FieldError> {
        if sites.len() > MOST_EXACT_SITES {
            return Err(FieldError::TooManySites { sites: sites.len() });
        }
        Self::by(sites, correlations, measures, |ranges| {
            let places = Places::merged(sites);
            let factors = ranges.iter().map(|range| places.factor(*range));
            let factors = factors.collect::<Result<_, _>>()?;
            Ok(Method::Exact { places, factors })
        })
    }

    /// Residuals from a field on a torus, whatever the number of sites.
    ///
    /// # Errors
    /// No sites, no measures, a position that is not a number, sites too far apart.
    pub fn on_torus(
        sites: &[Point],
        correlations: Correlations,
        measures: &[Measure],
    ) -> Result<Self, FieldError> {
        Self::by(sites, correlations, measures, |ranges| {
            Ok(Method::Torus(Circulant::new(sites, ranges)?))
        })
    }

    fn by(
        sites: &[Point],
        correlations: Correlations,
        measures: &[Measure],
        method: impl FnOnce(&[f64]) -> Result<Method, FieldError>,
    ) -> Result<Self, FieldError> {
        if sites.is_empty() {
            return Err(FieldError::NoSites);
        }
        if measures.is_empty() {
            return Err(FieldError::NoMeasures);
        }
        if !sites.iter().all(|site| site.x.is_finite() && site.y.is_finite()) {
            return Err(FieldError::NotANumber);
        }
        let (ranges_km, ranges) = distinct_ranges(measures, correlations.soils);
        Ok(Self {
            sites: sites.len(),
            mixing: correlations.cross.mixing(measures)?,
            ranges,
            method: method(&ranges_km)?,
        })
    }

    /// The mixing of the measures: what the event terms need, too.
    pub fn mixing(&self) -> &Mixing {
        &self.mixing
    }

    /// Width of a cell of the torus, km, and the share of its spectrum that was negative and is cut off; none when the
    /// field is exact.
    pub fn torus(&self) -> Option<(f64, f64)> {
        match &self.method {
            Method::Exact { .. } => None,
            Method::Torus(torus) => Some((torus.cell_km(), torus.negative_mass())),
        }
    }

    /// How many independent normals a draw takes.
    pub fn normals(&self) -> usize {
        let of_a_field = match &self.method {
            Method::Exact { places, .. } => places.at.len(),
            Method::Torus(torus) => torus.normals(),
        };
        of_a_field * self.mixing.normals()
    }

    /// Draws residuals: one array for each measure, with a value for each site. `noise` fills a slice with independent
    /// standard normals, those that come next in its stream; see [`crate::sim::Chance::hazard_field`].
    ///
    /// # Panics
    /// When `out` has not an array for each measure.
    pub fn sample(&self, mut noise: impl FnMut(&mut [f64]), workspace: &mut Workspace, out: &mut [Vec<f64>]) {
        assert_eq!(out.len(), self.ranges.len(), "an array for each measure");
        for residuals in &mut *out {
            residuals.resize(self.sites, 0.0);
        }
        match &self.method {
            Method::Exact { places, factors } => self.sample_exactly(places, factors, noise, workspace, out),
            Method::Torus(torus) => {
                let arrays = &mut workspace.noise;
                arrays.resize_with(self.mixing.normals(), Vec::new);
                for array in &mut *arrays {
                    array.resize(torus.normals(), 0.0);
                    noise(array);
                }
                self.mixing.mix_arrays(arrays);
                let source = |measure: usize| -> (&[f64], usize) {
                    (&arrays[self.mixing.array_of(measure)], self.ranges[measure])
                };
                for (pair, out) in out.chunks_mut(2).enumerate() {
                    match out {
                        [a, b] => torus.fields(
                            [source(2 * pair), source(2 * pair + 1)],
                            &mut workspace.transform,
                            [a, b],
                        ),
                        [last] => torus.field(source(2 * pair), &mut workspace.transform, last),
                        _ => unreachable!("chunks of one or two"),
                    }
                }
            }
        }
    }

    fn sample_exactly(
        &self,
        places: &Places,
        factors: &[Factor],
        mut noise: impl FnMut(&mut [f64]),
        workspace: &mut Workspace,
        out: &mut [Vec<f64>],
    ) {
        // The normals of a place stand beside each other, so that places that are added leave those before them alone.
        let (independent, measures) = (self.mixing.normals(), self.ranges.len());
        workspace.noise.resize_with(measures + 2, Vec::new);
        let [drawn, mixed, white @ ..] = &mut workspace.noise[..] else {
            unreachable!("two arrays and one for each measure");
        };
        drawn.resize(places.at.len() * independent, 0.0);
        mixed.resize(measures, 0.0);
        noise(drawn);
        for white in &mut *white {
            white.clear();
        }
        for normals in drawn.chunks_exact(independent) {
            self.mixing.mix(normals, mixed);
            for (white, value) in white.iter_mut().zip(&*mixed) {
                white.push(*value);
            }
        }
        workspace.values.resize(places.at.len(), 0.0);
        for ((white, range), out) in white.iter().zip(&self.ranges).zip(out) {
            factors[*range].times(white, &mut workspace.values);
            for (value, place) in out.iter_mut().zip(&places.of) {
                *value = workspace.values[*place as usize];
            }
        }
    }
}

#[cfg(test)]
mod tests;
