//! The shaking of an earthquake at many places: medians of the models or of a map, residuals by chance, bent to what
//! stations recorded.
//!
//! [`Places`] is made once for all earthquakes of a scenario, [`Medians`] once for each earthquake; [`Medians::draw`] then
//! gives one field after another.

use super::field::conditioning::{Conditioning, EventTerm, Record, Spread};
use super::field::correlation::{CrossCorrelation, Mixing, Soils, range_km};
use super::field::{Correlations, FieldError, ResidualField, Workspace};
use super::ground_motion::{Ground, Motion, Prepared, Source};
use super::rupture::{Mechanism, Plane, Rupture, RuptureError};
use crate::geo::raster::interpolate;
use crate::geo::{Frame, LonLat, Point};
use crate::scenario::model::{
    GroundSpec, MeasureCorrelation, MotionMap, RuptureSpec, SpatialCorrelation, StationSpec,
};
use crate::sim::Chance;
use crate::vocabulary::{GroundMotionModel, Measure};

/// A place whose shaking is wanted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Site {
    /// Where it is.
    pub at: LonLat,
    /// Ground under it: mean velocity of shear waves in the upper 30 m, m/s.
    pub vs30_m_s: f64,
}

/// Why shaking cannot be computed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ShakingError {
    /// The rupture is impossible.
    #[error(transparent)]
    Rupture(#[from] RuptureError),
    /// The field of residuals cannot be made.
    #[error(transparent)]
    Field(#[from] FieldError),
    /// A sequence without end.
    #[error(
        "{expected:.0} aftershocks are to be expected in one outcome, of which {most:.0} can be computed at {places} places: \
         raise `smallest_mw`, or lower `a`"
    )]
    TooManyAftershocks {
        /// How many.
        expected: f64,
        /// How many can be.
        most: f64,
        /// At how many places.
        places: usize,
    },
}

/// The places, the stations after them, and how alike chance is at any two.
#[derive(Debug)]
pub struct Places {
    sites: Vec<Site>,
    /// How many of them are wanted; the others are stations.
    wanted: usize,
    at_km: Vec<Point>,
    measures: Vec<Measure>,
    soils: Soils,
    /// None: places are independent of each other.
    field: Option<ResidualField>,
    mixing: Mixing,
}

impl Places {
    /// Places for the measures, in a frame around `origin`; the stations of all earthquakes are added behind them. `ground`
    /// says how alike chance is at any two.
    ///
    /// # Errors
    /// When the field of residuals cannot be made: [`FieldError`].
    pub fn new(
        sites: Vec<Site>,
        measures: Vec<Measure>,
        ground: &GroundSpec,
        stations: &[StationSpec],
        origin: LonLat,
    ) -> Result<Self, ShakingError> {
        let wanted = sites.len();
        let station = |station: &StationSpec| Site {
            at: station.at,
            vs30_m_s: station.vs30_m_s,
        };
        let sites: Vec<Site> = sites.into_iter().chain(stations.iter().map(station)).collect();
        let frame = Frame::around(origin);
        let at_km: Vec<Point> = sites.iter().map(|site| frame.to_km(site.at)).collect();
        let soils = match ground.correlation {
            SpatialCorrelation::JayaramBakerClustered => Soils::Clustered,
            _ => Soils::Mixed,
        };
        let cross = match ground.between_measures {
            MeasureCorrelation::None => CrossCorrelation::None,
            MeasureCorrelation::BakerJayaram => CrossCorrelation::Observed,
            MeasureCorrelation::Perfect => CrossCorrelation::Perfect,
        };
        let field = match ground.correlation {
            SpatialCorrelation::None => None,
            _ => Some(ResidualField::new(
                &at_km,
                Correlations { soils, cross },
                &measures,
            )?),
        };
        let mixing = cross.mixing(&measures).map_err(FieldError::from)?;
        Ok(Self {
            sites,
            wanted,
            at_km,
            measures,
            soils,
            field,
            mixing,
        })
    }

    /// The measures, in the order of every array here.
    pub fn measures(&self) -> &[Measure] {
        &self.measures
    }

    /// How many places are wanted.
    pub fn len(&self) -> usize {
        self.wanted
    }

    /// One of the places.
    pub fn site(&self, index: usize) -> Site {
        self.sites[index]
    }

    /// How far residuals of a measure are alike, km; next to nothing where places are independent.
    fn range_km(&self, measure: Measure) -> f64 {
        self.field
            .as_ref()
            .map_or(1e-9, |_| range_km(measure, self.soils))
    }

    /// Whether no place is wanted.
    pub fn is_empty(&self) -> bool {
        self.wanted == 0
    }
}

/// What a model, or a map, says of one measure everywhere.
#[derive(Debug)]
struct OfMeasure {
    ln_median: Vec<f64>,
    tau: f64,
    phi: Vec<f64>,
    conditioning: Option<Conditioning>,
}

/// One branch of the logic tree.
#[derive(Debug)]
struct Branch {
    /// Weights up to and with this branch.
    up_to: f64,
    measures: Vec<OfMeasure>,
}

/// An earthquake made ready: by each model with its weight, medians and spreads at all places.
#[derive(Debug)]
pub struct Medians {
    branches: Vec<Branch>,
}

/// The rupture of a scenario.
///
/// # Errors
/// When it is impossible.
pub fn rupture(spec: &RuptureSpec) -> Result<Rupture, RuptureError> {
    let Some(plane) = &spec.plane else {
        return Rupture::point(spec.hypocentre, spec.depth_km);
    };
    let mechanism = Mechanism::of_rake(spec.rake_deg);
    let usual = Plane::scaled(plane.strike_deg, plane.dip_deg, spec.magnitude_mw, mechanism);
    let plane = Plane {
        length_km: plane.length_km.unwrap_or(usual.length_km),
        width_km: plane.width_km.unwrap_or(usual.width_km),
        along: plane.along_strike,
        down: plane.down_dip,
        ..usual
    };
    Rupture::plane(spec.hypocentre, spec.depth_km, &plane)
}

impl Medians {
    /// Makes an earthquake ready; its own stations are those after the first `stations_before` of all.
    ///
    /// # Errors
    /// When the rupture is impossible, or two stations stand at one place.
    pub fn new(places: &Places, spec: &RuptureSpec, stations_before: usize) -> Result<Self, ShakingError> {
        let rupture = rupture(spec)?;
        let source = Source {
            magnitude_mw: spec.magnitude_mw,
            rake_deg: spec.rake_deg,
            hypocentre_depth_km: spec.depth_km,
        };
        let rjb_km: Vec<f64> = places.sites.iter().map(|site| rupture.rjb_km(site.at)).collect();
        let mut branches = Vec::new();
        let mut up_to = 0.0;
        for (model, weight) in &spec.motion.models {
            up_to += weight;
            let mut measures = of_model(places, *model, &source, &rjb_km, |site| site.vs30_m_s);
            if let Some(map) = &spec.motion.map {
                of_map(places, map, *model, &source, &rjb_km, &mut measures);
            }
            condition(places, &spec.motion.stations, stations_before, &mut measures)?;
            branches.push(Branch { up_to, measures });
        }
        Ok(Self { branches })
    }

    /// Draws the shaking: for each measure an array of natural logarithms (of g, for PGV of cm/s), one for each wanted
    /// place. `key` is the earthquake's own: the same earthquake has the same luck in every variant.
    pub fn draw(
        &self,
        places: &Places,
        chance: &Chance,
        key: u64,
        workspace: &mut Workspace,
        out: &mut Vec<Vec<f64>>,
    ) {
        // One model for all earthquakes of a seed: which of them is right is not a matter of the single shock.
        let pick = chance.hazard_draw("ground-motion-model", 0, 0).uniform();
        let last = self.branches.len() - 1;
        let branch = self
            .branches
            .iter()
            .position(|branch| pick < branch.up_to)
            .unwrap_or(last);
        let branch = &self.branches[branch];
        out.resize_with(places.measures.len(), Vec::new);
        let mut luck = chance.hazard_field("ground-motion-within", key);
        let mut noise = |normals: &mut [f64]| luck.fill_standard_normal(normals);
        match &places.field {
            Some(field) => field.sample(&mut noise, workspace, out),
            None => independent(places, noise, out),
        }
        let events = event_terms(places, chance, key);
        let mut errors = chance.hazard_field("ground-motion-records", key);
        for ((of, event), values) in branch.measures.iter().zip(events).zip(out) {
            let range_km = places.range_km(Measure::Pga);
            Spread {
                tau: of.tau,
                phi: &of.phi,
                range_km,
            }
            .total(event, values);
            if let Some(conditioning) = &of.conditioning {
                conditioning.bend(|normals| errors.fill_standard_normal(normals), values);
            }
            for (value, ln_median) in values.iter_mut().zip(&of.ln_median) {
                *value += ln_median;
            }
            values.truncate(places.wanted);
        }
    }

    /// What the records say of the event term of each measure, by the model of each branch.
    pub fn event_terms(&self) -> Vec<Vec<Option<EventTerm>>> {
        let of = |measure: &OfMeasure| measure.conditioning.as_ref().map(Conditioning::event_term);
        self.branches
            .iter()
            .map(|branch| branch.measures.iter().map(of).collect())
            .collect()
    }
}

/// Residuals that are alike among the measures of a place and not from place to place.
fn independent(places: &Places, mut noise: impl FnMut(&mut [f64]), out: &mut [Vec<f64>]) {
    let mut normals = vec![0.0; places.mixing.normals()];
    let mut mixed = vec![0.0; out.len()];
    for residuals in &mut *out {
        residuals.clear();
    }
    for _ in &places.sites {
        noise(&mut normals);
        places.mixing.mix(&normals, &mut mixed);
        for (residuals, value) in out.iter_mut().zip(&mixed) {
            residuals.push(*value);
        }
    }
}

/// Standardised event terms of the measures.
fn event_terms(places: &Places, chance: &Chance, key: u64) -> Vec<f64> {
    let independent: Vec<f64> = (0..places.mixing.normals() as u64)
        .map(|k| {
            chance
                .hazard_draw("ground-motion-event", key, k)
                .standard_normal()
        })
        .collect();
    let mut mixed = vec![0.0; places.measures.len()];
    places.mixing.mix(&independent, &mut mixed);
    mixed
}

fn of_model(
    places: &Places,
    model: GroundMotionModel,
    source: &Source,
    rjb_km: &[f64],
    vs30: impl Fn(&Site) -> f64,
) -> Vec<OfMeasure> {
    let mut responses = vec![0.0; rjb_km.len()];
    let mut motions = vec![Motion::default(); rjb_km.len()];
    let mut measures = Vec::with_capacity(places.measures.len());
    for measure in &places.measures {
        let ground = |site: &Site| Ground::of(model, *measure, vs30(site));
        let grounds: Vec<Ground> = places.sites.iter().map(ground).collect();
        let prepared = Prepared::of(model, *measure, source);
        prepared.responses(rjb_km, &grounds, &mut responses);
        prepared.over(rjb_km, &grounds, &responses, &mut motions);
        measures.push(OfMeasure {
            ln_median: motions.iter().map(|motion| motion.ln_median).collect(),
            tau: motions.first().map_or(0.0, |motion| motion.tau),
            phi: motions.iter().map(|motion| motion.phi).collect(),
            conditioning: None,
        });
    }
    measures
}

/// Puts the medians of a map in the place of a model's, where the map has them. Where the map says for what ground it was
/// made, the model's site term turns its shaking into that of the ground of each place.
///
/// # Assumption
/// The makers of a map have fitted its level to the records, so that no event term is left to chance; what is left is the
/// spread that the map gives, or the spread within an event of the model.
fn of_map(
    places: &Places,
    map: &MotionMap,
    model: GroundMotionModel,
    source: &Source,
    rjb_km: &[f64],
    measures: &mut [OfMeasure],
) {
    let at = |values: &[f32], place| interpolate(map.south_west, map.spacing_deg, map.size, values, place);
    let of_ground = |site: &Site| at(&map.vs30_m_s, site.at).unwrap_or(site.vs30_m_s);
    let on_ground_of_map = of_model(places, model, source, rjb_km, of_ground);
    for ((measure, of), of_map) in places.measures.iter().zip(measures).zip(on_ground_of_map) {
        let values = &map.ln_medians[measure.index()];
        if values.is_empty() {
            continue;
        }
        let spreads = &map.spreads[measure.index()];
        let mut mapped = false;
        let sites = places
            .sites
            .iter()
            .zip(&mut of.ln_median)
            .zip(&mut of.phi)
            .zip(of_map.ln_median);
        for (((site, ln_median), phi), on_ground_of_map) in sites {
            if let Some(value) = at(values, site.at) {
                *ln_median += value - on_ground_of_map;
                mapped = true;
            }
            if let Some(spread) = at(spreads, site.at) {
                *phi = spread;
            }
        }
        if mapped {
            of.tau = 0.0;
        }
    }
}

/// Bends what is drawn to the records of the stations, which stand behind the wanted places.
fn condition(
    places: &Places,
    stations: &[StationSpec],
    before: usize,
    measures: &mut [OfMeasure],
) -> Result<(), ShakingError> {
    for (measure, of) in places.measures.iter().zip(measures) {
        let record = |(number, station): (usize, &StationSpec)| {
            let site = places.wanted + before + number;
            let recorded = station.ln_recorded[measure.index()]?;
            Some(Record {
                site,
                residual: recorded - of.ln_median[site],
                variance: 0.0,
            })
        };
        let records: Vec<Record> = stations.iter().enumerate().filter_map(record).collect();
        if records.is_empty() {
            continue;
        }
        let spread = Spread {
            tau: of.tau,
            phi: &of.phi,
            range_km: places.range_km(*measure),
        };
        of.conditioning = Some(Conditioning::new(&places.at_km, spread, records).map_err(FieldError::from)?);
    }
    Ok(())
}
