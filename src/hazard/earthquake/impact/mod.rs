//! What earthquakes do to the buildings of a town and to the people in them, as a pure function of scenario and seed.
//!
//! [`Prepared`] holds all that does not depend on chance; [`Prepared::impact`] draws one outcome, [`impact`] does both.
//! The simulation plays an [`Impact`] in time; `hotwash impact` makes hundreds of them without a world.
//!
//! # How the parts fit
//! ```text
//! stock       sites, whole buildings, whole people
//! shaking     natural logarithm of shaking at each site, shock by shock (the room above)
//! strength    fragility as thresholds of one normal per building
//! course      all groups of buildings through all shocks, given the shaking
//! drawn       one group: moves between states, collapse, who is hurt, who is entrapped, as whole numbers
//! expected    the same in the mean
//! survival    how long the entrapped live
//! facilities, fires, streets   what else follows
//! tally       sums by municipality
//! ```

mod course;
mod drawn;
mod expected;
mod facilities;
mod fires;
pub mod many;
mod normal;
mod stock;
mod streets;
pub mod strength;
pub mod survival;
mod tally;

use std::collections::BTreeMap;

use super::aftershock::{self, ReasenbergJones};
use super::field::Workspace;
use super::shaking::{Medians, Places, ShakingError, Site, rupture};
use crate::geo::LonLat;
use crate::scenario::model::{
    AftershockSpec, DamageState, FacilitySpec, HazardKind, Hour, MotionSpec, RuptureSpec, Scenario,
    SchoolBuilding, StationSpec, TownSpec,
};
use crate::sim::{Chance, Seeds, counts, stable_id};
use crate::vocabulary::{Measure, Ms};

pub use course::{Course, Suffered};
pub use facilities::{Service, Standing, services};
pub use stock::Stock;
pub use tally::Tally;

/// Milliseconds of an hour.
const MS_OF_HOUR: f64 = 3_600_000.0;

/// How numbers come about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Buildings, people and fires are drawn: whole numbers.
    Sampled,
    /// The exact mean over buildings and people, given the shaking: fractions.
    Expected,
}

/// Somebody whom the rubble holds alive.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Entrapped {
    /// Ordinal of the group of buildings.
    pub group: u32,
    /// Number among those entrapped in this group.
    pub number: u32,
    /// Which shock, by number.
    pub shock: u32,
    /// Casualty severity, 1 to 3.
    pub severity: u8,
    /// How long they live on if nobody comes, h.
    pub lives_h: f64,
    /// When they would be freed if rescue went as it usually has, h.
    pub usually_freed_h: f64,
}

/// An earthquake of the scenario, made ready.
#[derive(Debug)]
struct Quake {
    /// Index of the hazard.
    hazard: usize,
    at_ms: Ms,
    /// What its luck is keyed by.
    key: u64,
    spec: RuptureSpec,
    medians: Medians,
}

/// Everything that all seeds share.
#[derive(Debug)]
pub struct Prepared {
    stock: Stock,
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

/// Aftershocks by chance.
#[derive(Debug)]
struct Sequence {
    /// Index of the hazard.
    hazard: usize,
    spec: AftershockSpec,
    /// From when on they are counted, ms.
    from_ms: Ms,
    /// What their luck is keyed by.
    key: u64,
}

/// More aftershocks than this in one outcome are a slip of the keyboard.
const MOST_AFTERSHOCKS: f64 = 2_000.0;

impl Sequence {
    fn law(&self) -> ReasenbergJones {
        let AftershockSpec { a, b, c_days, p, .. } = self.spec;
        ReasenbergJones { a, b, c_days, p }
    }

    /// Between when and when after the main shock, s.
    fn span_s(&self, main: &Quake) -> (f64, f64) {
        let s = |ms: Ms| ms as f64 / 1_000.0;
        (s(self.from_ms - main.at_ms).max(0.0), s(self.spec.until_ms))
    }

    /// How many are to be expected.
    fn expected(&self, main: &Quake) -> f64 {
        let (from_s, to_s) = self.span_s(main);
        self.law().expected(
            main.spec.magnitude_mw,
            self.spec.smallest_mw,
            from_s,
            to_s.max(from_s),
        )
    }
}

#[derive(Debug)]
struct Single {
    site: usize,
    measure: usize,
    class: crate::scenario::model::FragilityClass,
    key: u64,
}

/// One shock and what it did.
#[derive(Debug, Clone, PartialEq)]
pub struct Shock {
    /// Index of its hazard: the earthquake, or the sequence it belongs to.
    pub hazard: usize,
    /// Its number in a sequence, from 1; 0 for an earthquake of its own.
    pub number: u32,
    /// When the rupture begins, ms.
    pub at_ms: Ms,
    /// Moment magnitude.
    pub magnitude_mw: f64,
    /// Where the rupture began.
    pub hypocentre: LonLat,
    /// How deep it began, km.
    pub depth_km: f64,
    /// What it did, by municipality: people, collapses and fires of this shock, buildings as they stand after it.
    pub tallies: Vec<Tally>,
    /// Peak ground acceleration at the school, g.
    pub pga_at_school_g: Option<f64>,
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

/// A damage state by its number.
pub fn state(number: usize) -> DamageState {
    DamageState::ALL
        .get(number)
        .map_or(DamageState::Complete, |(_, state)| *state)
}

/// What one shock did to the buildings of one group and to the people in them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Blow {
    /// Ordinal of the group.
    pub group: u32,
    /// Which shock, by number.
    pub shock: u32,
    /// The buildings as they stand afterwards, and people and collapses of this shock.
    pub tally: Tally,
}

/// One outcome.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Impact {
    /// The shocks in the order of time.
    pub shocks: Vec<Shock>,
    /// Everybody whom rubble holds alive, group after group.
    pub entrapped: Vec<Entrapped>,
    /// What each shock did to each group that came to harm, group after group; only where asked for.
    pub blows: Vec<Blow>,
    /// How each facility stands, in the order of the scenario.
    pub facilities: Vec<Standing>,
    /// How the school stands, where the scenario says how it is built.
    pub school: Option<Standing>,
    /// With which shock each street is blocked.
    pub blocked: Vec<Option<u32>>,
}

impl Impact {
    /// What all shocks together have done in a municipality.
    pub fn of(&self, municipality: usize) -> Tally {
        let mut sum = Tally::default();
        for shock in &self.shocks {
            sum += Tally {
                buildings: [0.0; 5],
                ..shock.tallies[municipality]
            };
        }
        if let Some(last) = self.shocks.last() {
            sum.buildings = last.tallies[municipality].buildings;
        }
        sum
    }

    /// What all shocks together have done everywhere.
    pub fn total(&self) -> Tally {
        let mut sum = Tally::default();
        for municipality in 0..self.shocks.first().map_or(0, |shock| shock.tallies.len()) {
            sum += self.of(municipality);
        }
        sum
    }
}

/// What the earthquakes of a scenario do, by one seed: nothing where it has none that is computed.
///
/// # Errors
/// When shaking cannot be computed.
pub fn impact(scenario: &Scenario, seeds: Seeds) -> Result<Impact, ShakingError> {
    let prepared = Prepared::new(scenario)?;
    Ok(prepared.map_or_else(Impact::default, |prepared| prepared.impact(seeds, Way::Sampled)))
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

/// The aftershocks of an earthquake: the number by which each was drawn, when it comes, and its rupture, a point anywhere on
/// the plane of the main shock.
fn aftershocks(main: &Quake, sequence: &Sequence, chance: &Chance) -> Vec<(u32, Ms, RuptureSpec)> {
    let mut count = 0;
    let mut uniform = || {
        count += 1;
        chance.hazard_draw("aftershocks", sequence.key, count).uniform()
    };
    let (from_s, to_s) = sequence.span_s(main);
    let magnitude_mw = main.spec.magnitude_mw;
    let smallest_mw = sequence.spec.smallest_mw;
    let drawn = aftershock::sequence(
        &sequence.law(),
        magnitude_mw,
        smallest_mw,
        from_s,
        to_s,
        &mut uniform,
    );
    let Ok(plane) = rupture(&main.spec) else {
        return Vec::new();
    };
    let shocks = drawn.into_iter().map(|aftershock| {
        let place = |k| {
            let occurrence = 2 * u64::from(aftershock.number) + k;
            chance
                .hazard_draw("aftershock-place", sequence.key, occurrence)
                .uniform()
        };
        let (hypocentre, depth_km) = plane.place(place(0), place(1));
        let spec = RuptureSpec {
            magnitude_mw: aftershock.magnitude_mw,
            hypocentre,
            depth_km,
            plane: None,
            rake_deg: main.spec.rake_deg,
            // Maps and records are of the main shock.
            motion: MotionSpec {
                map: None,
                stations: Vec::new(),
                models: main.spec.motion.models.clone(),
                ..main.spec.motion
            },
        };
        (
            aftershock.number,
            main.at_ms + (aftershock.after_s * 1_000.0) as Ms,
            spec,
        )
    });
    shocks.collect()
}
