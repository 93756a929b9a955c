//! A scenario made ready to be shaken: all that does not depend on chance, and outcomes drawn from it.

use std::collections::{BTreeMap, BTreeSet};

use super::sequence::{Sequence, sequences, too_many};
use super::single::{Single, singles};
use super::stock::Group;
use super::{
    Course, Felt, Impact, Service, Shaken, Shock, Standing, Stock, Suffered, Way, services, streets,
};
use crate::geo::LonLat;
use crate::hazard::earthquake::shaking::{Medians, Places, ShakingError, Site, rupture};
use crate::maths;
use crate::scenario::model::{FacilitySpec, HazardKind, Hour, RuptureSpec, Scenario, StationSpec, TownSpec};
use crate::sim::{Chance, Seeds, stable_id};

use crate::vocabulary::{Measure, Ms};

/// Milliseconds of an hour.
const MS_OF_HOUR: f64 = 3_600_000.0;

/// An earthquake of the scenario, made ready.
#[derive(Debug)]
pub(super) struct Quake {
    /// Index of the hazard.
    pub(super) hazard: usize,
    pub(super) at_ms: Ms,
    /// What its luck is keyed by.
    pub(super) key: u64,
    pub(super) spec: RuptureSpec,
    pub(super) medians: Medians,
}

/// Everything that all seeds share.
#[derive(Debug)]
pub struct Prepared {
    pub(super) stock: Stock,
    pub(super) places: Places,
    pub(super) quakes: Vec<Quake>,
    pub(super) sequences: Vec<Sequence>,
    /// What the luck of each municipality is keyed by.
    pub(super) luck_of_municipalities: Vec<u64>,
    hour: Hour,
    indoors_later: f64,
    pub(super) ends_ms: Ms,
    streets: Vec<streets::Street>,
    /// Facilities, and the school if it is built anywhere.
    single: Vec<Single>,
    facilities: Vec<FacilitySpec>,
    has_school: bool,
}

impl Prepared {
    /// Makes a scenario ready; none where no earthquake of it is computed before it ends, or there is nothing that could be
    /// damaged.
    ///
    /// # Errors
    /// When shaking cannot be computed.
    pub fn new(scenario: &Scenario) -> Result<Option<Self>, ShakingError> {
        let ruptures = ruptures(scenario);
        if ruptures.is_empty() {
            return Ok(None);
        }
        let nowhere = TownSpec::nowhere(scenario.school.subject);
        let town = scenario.town.as_ref().unwrap_or(&nowhere);
        let stock = Stock::new(town, |place| scenario.ground.vs30_at(place));
        let mut sites = stock.sites.clone();
        let single = singles(scenario, town, &mut sites);
        let Some(origin) = middle(&sites) else {
            return Ok(None);
        };
        let of_single = single.iter().map(Single::measure);
        let measures: BTreeSet<Measure> = stock.measures.iter().copied().chain(of_single).collect();
        let stations = ruptures.iter().flat_map(|(_, _, spec)| &spec.motion.stations);
        let stations: Vec<StationSpec> = stations.cloned().collect();
        let measures = measures.into_iter().collect();
        let places = Places::new(sites, measures, &scenario.ground, &stations, origin)?;
        let quakes = quakes(scenario, ruptures, &places)?;
        let sequences = sequences(scenario);
        if let Some((_, error)) = too_many(scenario, places.len(), places.measures().len()) {
            return Err(error);
        }
        let luck = town.municipalities.iter().map(|name| stable_id(name));
        Ok(Some(Self {
            streets: streets::beside(&town.streets, &town.groups, origin),
            facilities: town.facilities.clone(),
            has_school: scenario.school.building.is_some(),
            hour: town.hour,
            indoors_later: town.indoors_later,
            ends_ms: scenario.exercise.lasts_ms,
            luck_of_municipalities: luck.collect(),
            sequences,
            quakes,
            places,
            stock,
            single,
        }))
    }

    /// How many places are shaken.
    pub fn sites(&self) -> usize {
        self.places.len()
    }

    /// Whole people in a group.
    pub fn people(&self, group: usize) -> u32 {
        self.stock.groups[group].whole[1] as u32
    }

    /// Whole buildings in a group.
    pub fn buildings(&self, group: usize) -> u32 {
        self.stock.groups[group].whole[0] as u32
    }

    /// How many groups of buildings there are.
    pub fn groups(&self) -> usize {
        self.stock.groups.len()
    }

    /// The measures that are computed.
    pub fn measures(&self) -> &[Measure] {
        self.places.measures()
    }

    /// The medians of the first earthquake.
    pub fn medians(&self) -> &Medians {
        &self.quakes[0].medians
    }

    /// One outcome.
    pub fn impact(&self, seeds: Seeds, way: Way) -> Impact {
        self.under(self.shake(seeds), seeds, way)
    }

    /// One outcome, drawn, with what befell each group.
    pub fn impact_by_group(&self, seeds: Seeds) -> Impact {
        self.outcome(self.shake(seeds), seeds, Way::Sampled, true)
    }

    /// The shaking of one outcome.
    pub fn shake(&self, seeds: Seeds) -> Shaken {
        self.shaken(&Chance::new(seeds))
    }

    /// What this shaking does, with the luck of these seeds in all but the shaking.
    pub fn under(&self, shaken: Shaken, seeds: Seeds, way: Way) -> Impact {
        self.outcome(shaken, seeds, way, false)
    }

    fn outcome(&self, shaken: Shaken, seeds: Seeds, way: Way, by_group: bool) -> Impact {
        let chance = Chance::new(seeds);
        let Shaken { mut shocks, shaking } = shaken;
        let suffered = self.suffer(&chance, way, by_group, &shocks, &shaking);
        for (municipality, tallies) in suffered.tallies.iter().enumerate() {
            for (shock, tally) in shocks.iter_mut().zip(tallies) {
                shock.tallies[municipality] = *tally;
            }
        }
        self.burn(&chance, way, &mut shocks, &shaking);
        if by_group {
            for (shock, fields) in shocks.iter_mut().zip(&shaking) {
                shock.felt = self.felt(fields);
            }
        }
        let stand = |single: &Single| single.stand(self.places.measures(), &shaking, &chance);
        let mut standing: Vec<Standing> = self.single.iter().map(stand).collect();
        let school = if self.has_school { standing.pop() } else { None };
        Impact {
            blocked: self.blocked(suffered.fallen),
            shocks,
            entrapped: suffered.entrapped,
            blows: suffered.blows,
            facilities: standing,
            school,
        }
    }

    /// Which of the measures is peak ground acceleration.
    pub(super) fn pga(&self) -> Option<usize> {
        let measures = self.places.measures();
        measures.iter().position(|measure| *measure == Measure::Pga)
    }

    /// How a shock is felt at the school, if it is built anywhere, or where it shakes people of the town most strongly.
    fn felt(&self, fields: &[Vec<f64>]) -> Option<Felt> {
        let pga = &fields[self.pga()?];
        let school = self.single.last().filter(|_| self.has_school);
        let (place, municipality) = if let Some(school) = school {
            (school.place, None)
        } else {
            let people = self.stock.groups.iter().filter(|group| group.whole[1] > 0.0);
            let of = |group: &Group| pga[group.site as usize];
            let strongest = people.reduce(|a, b| if of(b) > of(a) { b } else { a })?;
            (strongest.site as usize, Some(strongest.municipality))
        };
        Some(Felt {
            pga_g: maths::exp(pga[place]),
            site: self.places.site(place),
            municipality,
        })
    }

    /// What is left of the services of the facilities after each shock.
    pub fn services(&self, impact: &Impact) -> Vec<Vec<Service>> {
        let after = |shock: usize| {
            let states: Vec<usize> = impact
                .facilities
                .iter()
                .map(|standing| standing.states[shock])
                .collect();
            services(&self.facilities, &states)
        };
        (0..impact.shocks.len()).map(after).collect()
    }

    /// Buildings and people of every group through all shocks.
    fn suffer(
        &self,
        chance: &Chance,
        way: Way,
        by_group: bool,
        shocks: &[Shock],
        shaking: &[Vec<Vec<f64>>],
    ) -> Suffered {
        let hours_left = |shock: &Shock| (self.ends_ms - shock.at_ms).max(0) as f64 / MS_OF_HOUR;
        let hours_left: Vec<f64> = shocks.iter().map(hours_left).collect();
        let keys: Vec<u64> = shocks.iter().map(|shock| shock.key).collect();
        let course = Course {
            measures: self.places.measures(),
            shaking,
            keys: &keys,
            hours_left: &hours_left,
            hour: self.hour,
            indoors_later: self.indoors_later,
            by_group,
        };
        self.stock.suffer(&course, chance, way)
    }

    /// With which shock each street is blocked.
    fn blocked(&self, fallen: Vec<(u32, u32)>) -> Vec<Option<u32>> {
        if self.streets.is_empty() {
            return Vec::new();
        }
        let fallen: BTreeMap<u32, u32> = fallen.into_iter().collect();
        self.streets
            .iter()
            .map(|street| street.blocked_by(&fallen))
            .collect()
    }
}

/// The middle of the box around all sites.
fn middle(sites: &[Site]) -> Option<LonLat> {
    let of = |coordinate: fn(&Site) -> f64| {
        let values = || sites.iter().map(coordinate);
        f64::midpoint(
            values().reduce(f64::min).unwrap_or_default(),
            values().reduce(f64::max).unwrap_or_default(),
        )
    };
    (!sites.is_empty()).then(|| LonLat::new(of(|site| site.at.lon_deg), of(|site| site.at.lat_deg)))
}

/// What of a scenario cannot be shaken, and why, without computing any shaking: by index of the hazard.
pub fn impossible(scenario: &Scenario) -> Option<(usize, ShakingError)> {
    for (index, _, spec) in ruptures(scenario) {
        if let Err(error) = rupture(spec) {
            return Some((index, error.into()));
        }
    }
    let town = scenario.town.as_ref();
    let places: BTreeSet<(u64, u64)> = town
        .iter()
        .flat_map(|town| &town.groups)
        .map(|group| (group.at.lon_deg.to_bits(), group.at.lat_deg.to_bits()))
        .collect();
    too_many(scenario, places.len(), Measure::ALL.len())
}

/// A computed earthquake: index of the hazard, when, and what ruptures.
type Rupturing<'a> = (usize, Ms, &'a RuptureSpec);

/// Computed earthquakes in the order of time; what comes after the end of the exercise does not come.
fn ruptures(scenario: &Scenario) -> Vec<Rupturing<'_>> {
    let of_kind = (0..)
        .zip(&scenario.hazards)
        .filter_map(|(index, hazard)| match &hazard.kind {
            HazardKind::Rupture(spec) => Some((index, hazard, spec)),
            _ => None,
        });
    let mut ruptures: Vec<Rupturing<'_>> = of_kind
        .filter(|(_, hazard, _)| hazard.at_ms < scenario.exercise.lasts_ms)
        .map(|(index, hazard, spec)| (index, hazard.at_ms, &**spec))
        .collect();
    ruptures.sort_by_key(|(index, at_ms, _)| (*at_ms, *index));
    ruptures
}

fn quakes(
    scenario: &Scenario,
    ruptures: Vec<Rupturing<'_>>,
    places: &Places,
) -> Result<Vec<Quake>, ShakingError> {
    let mut stations_before = 0;
    let quake = |(hazard, at_ms, spec): Rupturing<'_>| {
        let medians = Medians::new(places, spec, stations_before)?;
        stations_before += spec.motion.stations.len();
        Ok(Quake {
            hazard,
            at_ms,
            key: stable_id(&scenario.hazards[hazard].id),
            spec: spec.clone(),
            medians,
        })
    };
    ruptures.into_iter().map(quake).collect()
}
