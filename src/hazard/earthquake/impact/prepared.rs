//! A scenario made ready to be shaken: all that does not depend on chance, and outcomes drawn from it.

use std::collections::BTreeMap;

use super::sequence::{MOST_AFTERSHOCKS, Sequence, aftershocks};
use super::{
    Course, Impact, Service, Shock, Standing, Stock, Suffered, Tally, Way, fires, services, streets,
};
use crate::geo::LonLat;
use crate::hazard::earthquake::field::Workspace;
use crate::hazard::earthquake::shaking::{Medians, Places, ShakingError, Site};
use crate::scenario::model::{
    FacilitySpec, HazardKind, Hour, RuptureSpec, Scenario, SchoolBuilding, StationSpec, TownSpec,
};
use crate::sim::{Chance, Seeds, counts, stable_id};
use crate::vocabulary::{Measure, Ms};

/// Milliseconds of an hour.
const MS_OF_HOUR: f64 = 3_600_000.0;

/// An earthquake of the scenario, made ready.
#[derive(Debug)]
pub(super) struct Quake {
    /// Index of the hazard.
    hazard: usize,
    pub(super) at_ms: Ms,
    /// What its luck is keyed by.
    key: u64,
    pub(super) spec: RuptureSpec,
    medians: Medians,
}

#[derive(Debug)]
struct Single {
    site: usize,
    measure: usize,
    class: crate::scenario::model::FragilityClass,
    key: u64,
}

/// Everything that all seeds share.
#[derive(Debug)]
pub struct Prepared {
    pub(super) stock: Stock,
    places: Places,
    quakes: Vec<Quake>,
    sequences: Vec<Sequence>,
    hour: Hour,
    indoors_later: f64,
    ends_ms: Ms,
    streets: Vec<streets::Street>,
    /// Facilities, and the school if it is built anywhere: index of its site, its class, the key of its luck.
    single: Vec<Single>,
    facilities: Vec<FacilitySpec>,
    has_school: bool,
}

/// The shocks of one outcome and their shaking, before it has done anything.
#[derive(Debug, Clone)]
pub struct Shaken {
    shocks: Vec<Shock>,
    /// Natural logarithms by shock, measure and place.
    shaking: Vec<Vec<Vec<f64>>>,
}

impl Shaken {
    /// How many shocks there are.
    pub fn shocks(&self) -> usize {
        self.shocks.len()
    }
}

impl Prepared {
    /// Makes a scenario ready; none where no earthquake of it is computed, or there is nothing that could be damaged.
    ///
    /// # Errors
    /// When shaking cannot be computed.
    pub fn new(scenario: &Scenario) -> Result<Option<Self>, ShakingError> {
        let ruptures = scenario
            .hazards
            .iter()
            .enumerate()
            .filter_map(|(index, hazard)| match &hazard.kind {
                HazardKind::Rupture(spec) => Some((index, hazard.at_ms, stable_id(&hazard.id), spec)),
                _ => None,
            });
        let mut ruptures: Vec<_> = ruptures.collect();
        ruptures.sort_by_key(|(index, at_ms, _, _)| (*at_ms, *index));
        let stations = || {
            ruptures
                .iter()
                .map(|(_, _, _, spec)| spec.motion.stations.as_slice())
        };
        let Some((_, _, _, first)) = ruptures.first() else {
            return Ok(None);
        };
        let ground = &scenario.ground;
        let nowhere = TownSpec::nowhere(scenario.school.subject);
        let town = scenario.town.as_ref().unwrap_or(&nowhere);
        let stock = Stock::new(town, |place| ground.vs30_at(place));
        let mut sites = stock.sites.clone();
        let mut measures = stock.measures.clone();
        let school = scenario.school.building.as_ref();
        let mut single = Vec::new();
        let mut add =
            |at: LonLat, vs30: Option<f64>, class: &crate::scenario::model::FragilityClass, id: &str| {
                sites.push(Site {
                    at,
                    vs30_m_s: vs30.unwrap_or_else(|| ground.vs30_at(at)),
                });
                if !measures.contains(&class.measure) {
                    measures.push(class.measure);
                }
                let site = sites.len() - 1;
                single.push(Single {
                    site,
                    measure: 0,
                    class: class.clone(),
                    key: stable_id(id),
                });
            };
        for facility in &town.facilities {
            add(facility.at, facility.vs30_m_s, &facility.fragility, &facility.id);
        }
        if let Some(SchoolBuilding {
            at,
            fragility,
            vs30_m_s,
        }) = school
        {
            add(*at, *vs30_m_s, fragility, &scenario.school.id);
        }
        measures.sort_unstable();
        if sites.is_empty() {
            return Ok(None);
        }
        for single in &mut single {
            single.measure = measures
                .iter()
                .position(|measure| *measure == single.class.measure)
                .unwrap_or(0);
        }
        let all_stations: Vec<StationSpec> = stations().flatten().cloned().collect();
        let places = Places::new(sites, measures, &first.motion, &all_stations, first.hypocentre)?;
        let mut quakes = Vec::new();
        let mut stations_before = 0;
        for (hazard, at_ms, key, spec) in &ruptures {
            let medians = Medians::new(&places, spec, stations_before)?;
            stations_before += spec.motion.stations.len();
            let spec = RuptureSpec::clone(spec);
            quakes.push(Quake {
                hazard: *hazard,
                at_ms: *at_ms,
                key: *key,
                spec,
                medians,
            });
        }
        let sequences =
            scenario
                .hazards
                .iter()
                .enumerate()
                .filter_map(|(index, hazard)| match &hazard.kind {
                    HazardKind::Aftershocks(spec) => Some(Sequence {
                        hazard: index,
                        spec: spec.clone(),
                        from_ms: hazard.at_ms,
                        key: stable_id(&hazard.id),
                    }),
                    _ => None,
                });
        let sequences: Vec<Sequence> = sequences.collect();
        for sequence in &sequences {
            let main = quakes
                .iter()
                .find(|quake: &&Quake| quake.hazard == sequence.spec.of);
            let expected = main.map_or(0.0, |main| sequence.expected(main));
            if expected > MOST_AFTERSHOCKS {
                return Err(ShakingError::TooManyAftershocks { expected });
            }
        }
        Ok(Some(Self {
            streets: streets::beside(&town.streets, &town.groups, first.hypocentre),
            facilities: town.facilities.clone(),
            has_school: school.is_some(),
            hour: town.hour,
            indoors_later: town.indoors_later,
            ends_ms: scenario.exercise.lasts_ms,
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
        let (shocks, shaking) = self.shocks(&Chance::new(seeds));
        Shaken { shocks, shaking }
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
        self.fires(&chance, way, &mut shocks, &shaking);
        let stand = |single| stand(single, &chance, &shaking);
        let mut standing: Vec<Standing> = self.single.iter().map(stand).collect();
        let school = if self.has_school { standing.pop() } else { None };
        if let Some(single) = self.single.last().filter(|_| self.has_school) {
            let pga = self
                .places
                .measures()
                .iter()
                .position(|measure| *measure == Measure::Pga);
            for (shock, fields) in shocks.iter_mut().zip(&shaking) {
                shock.pga_at_school_g = pga.map(|pga| crate::maths::exp(fields[pga][single.site]));
            }
        }
        Impact {
            blocked: self.blocked(suffered.fallen),
            shocks,
            entrapped: suffered.entrapped,
            blows: suffered.blows,
            facilities: standing,
            school,
        }
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

    /// The shocks in the order of time, with the shaking of each: by measure, by site.
    fn shocks(&self, chance: &Chance) -> (Vec<Shock>, Vec<Vec<Vec<f64>>>) {
        let mut workspace = Workspace::default();
        let mut all: Vec<(Shock, Vec<Vec<f64>>)> = Vec::new();
        let mut push = |shock: Shock, medians: &Medians, key: u64| {
            let mut fields = Vec::new();
            medians.draw(&self.places, chance, key, &mut workspace, &mut fields);
            all.push((shock, fields));
        };
        let shock = |hazard, number, at_ms, spec: &RuptureSpec| Shock {
            hazard,
            number,
            at_ms,
            magnitude_mw: spec.magnitude_mw,
            hypocentre: spec.hypocentre,
            depth_km: spec.depth_km,
            tallies: vec![Tally::default(); self.stock.municipalities],
            pga_at_school_g: None,
        };
        for quake in &self.quakes {
            push(
                shock(quake.hazard, 0, quake.at_ms, &quake.spec),
                &quake.medians,
                quake.key,
            );
        }
        for sequence in &self.sequences {
            let Some(main) = self.quakes.iter().find(|quake| quake.hazard == sequence.spec.of) else {
                continue;
            };
            for (number, at_ms, spec) in aftershocks(main, sequence, chance) {
                let Ok(medians) = Medians::new(&self.places, &spec, 0) else {
                    continue;
                };
                let key = sequence.key.wrapping_add(u64::from(number));
                push(shock(sequence.hazard, number, at_ms, &spec), &medians, key);
            }
        }
        // Of two at one time the stronger is felt first.
        all.sort_by(|(a, _), (b, _)| {
            let by_time = a
                .at_ms
                .cmp(&b.at_ms)
                .then(b.magnitude_mw.total_cmp(&a.magnitude_mw));
            by_time.then((a.hazard, a.number).cmp(&(b.hazard, b.number)))
        });
        all.into_iter().unzip()
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
        let course = Course {
            measures: self.places.measures(),
            shaking,
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

    /// Fires by municipality and shock.
    fn fires(&self, chance: &Chance, way: Way, shocks: &mut [Shock], shaking: &[Vec<Vec<f64>>]) {
        let Some(pga) = self
            .places
            .measures()
            .iter()
            .position(|measure| *measure == Measure::Pga)
        else {
            return;
        };
        for (number, (shock, fields)) in shocks.iter_mut().zip(shaking).enumerate() {
            let mut means = vec![0.0; self.stock.municipalities];
            let mut per_m2: Vec<Option<f64>> = vec![None; self.places.len()];
            for group in self.stock.groups.iter().filter(|group| group.floor_area_m2 > 0.0) {
                let site = group.site as usize;
                let rate = *per_m2[site].get_or_insert_with(|| fires::per_m2(fields[pga][site]));
                means[group.municipality as usize] += group.floor_area_m2 * rate;
            }
            for (municipality, (tally, mean)) in shock.tallies.iter_mut().zip(means).enumerate() {
                tally.fires = match way {
                    Way::Expected => mean,
                    Way::Sampled if mean <= 0.0 => 0.0,
                    Way::Sampled => {
                        let draw = chance.hazard_draw("fires", municipality as u64, number as u64);
                        f64::from(counts::poisson(mean, draw.uniform()))
                    }
                };
            }
        }
    }
}

/// How a building that is looked at by itself stands after each shock.
fn stand(single: &Single, chance: &Chance, shaking: &[Vec<Vec<f64>>]) -> Standing {
    let z = chance.hazard_draw("weakness", single.key, 0).standard_normal();
    Standing::after(
        &single.class,
        z,
        shaking.iter().map(|fields| fields[single.measure][single.site]),
    )
}
