//! The shocks of a run as they are felt at the place of the exercise: stated by its author, or computed.

use bevy_ecs::prelude::Resource;

use super::arrival::{Arrivals, Crust};
use super::duration::{Significant, duration};
use super::impact::{self, Impact, Service};
use super::rupture::Mechanism;
use super::shaking::{Site, rupture};
use crate::geo::LonLat;
use crate::maths;
use crate::scenario::model::{DamageState, HazardKind, RuptureSpec, Scenario};
use crate::sim::{Chance, GRID_MS, Seeds, stable_id};
use crate::vocabulary::{Ms, SubjectIx};

/// One shaking of the ground.
#[derive(Debug, Clone, PartialEq)]
pub struct Shock {
    /// The hazard it is, or is of.
    pub subject: SubjectIx,
    /// What its luck is keyed by.
    pub key: String,
    /// A number for luck that is keyed by numbers.
    pub number: u64,
    /// Which shock of [`Struck`]; none where its effects are stated.
    pub computed: Option<usize>,
    /// In which municipality it is felt like this: where it shakes people most strongly; none at the school.
    pub municipality: Option<u32>,
    /// When strong shaking begins at the place, ms.
    pub begins_ms: Ms,
    /// When it is over, ms.
    pub ends_ms: Ms,
    /// Moment magnitude.
    pub magnitude_mw: f64,
    /// Macroseismic intensity there; none where nobody computes it.
    pub intensity: Option<f64>,
    /// What it does to the school: the state that it newly comes to.
    pub damage: DamageState,
}

/// All shocks of a run: those that the scenario states in the order of its hazards, then those of sequences.
#[derive(Resource, Debug, Default)]
pub struct Shocks(pub Vec<Shock>);

/// What the computed earthquakes of the run do; nothing where none is computed.
#[derive(Resource, Debug, Default)]
pub struct Struck {
    /// What they do, shock by shock.
    pub impact: Impact,
    /// What is left of the services of the facilities after each shock.
    pub services: Vec<Vec<Service>>,
    /// Whole people in each group of buildings before anything has shaken.
    pub people: Vec<u32>,
    /// Whole buildings in each group.
    pub buildings: Vec<u32>,
}

impl Struck {
    /// Works out what they do by these seeds.
    pub fn by(prepared: &impact::Prepared, seeds: Seeds) -> Self {
        let impact = prepared.impact_by_group(seeds);
        Self {
            services: prepared.services(&impact),
            people: (0..prepared.groups())
                .map(|group| prepared.people(group))
                .collect(),
            buildings: (0..prepared.groups())
                .map(|group| prepared.buildings(group))
                .collect(),
            impact,
        }
    }
}

/// Macroseismic intensity for a peak ground acceleration.
///
/// # Units
/// `pga_g`: g; the result is MMI, of which EMS-98 differs by less than half a degree here.
///
/// # Source
/// C. B. Worden, M. C. Gerstenberger, D. A. Rhoades and D. J. Wald, Bulletin of the Seismological Society of America 102
/// (2012) 204–221, for PGA in cm/s² (recalled): 1.78 + 1.55 log up to log 1.57, −1.60 + 3.70 log beyond.
pub fn intensity(pga_g: f64) -> f64 {
    const CM_S2_OF_G: f64 = 980.665;
    let log = maths::ln((pga_g * CM_S2_OF_G).max(1e-3)) / std::f64::consts::LN_10;
    let intensity = if log <= 1.57 {
        1.78 + 1.55 * log
    } else {
        -1.60 + 3.70 * log
    };
    intensity.clamp(1.0, 10.0)
}

impl Shocks {
    /// The shocks of a run.
    pub(super) fn of(scenario: &Scenario, impact: &Impact, chance: &Chance) -> Self {
        let mut shocks = Vec::new();
        for (index, hazard) in scenario.hazards.iter().enumerate() {
            match &hazard.kind {
                HazardKind::Earthquake(quake) => shocks.push(Shock {
                    subject: hazard.subject,
                    key: hazard.id.clone(),
                    number: index as u64,
                    computed: None,
                    municipality: None,
                    begins_ms: hazard.at_ms,
                    ends_ms: hazard.at_ms + quake.shakes_for_ms,
                    magnitude_mw: quake.magnitude_mw,
                    intensity: Some(quake.intensity_ems98),
                    damage: quake.damage,
                }),
                HazardKind::Rupture(spec) => shocks.extend(
                    impact
                        .shocks
                        .iter()
                        .position(|shock| shock.hazard == index)
                        .map(|at| computed(scenario, impact, at, spec, chance)),
                ),
                HazardKind::Aftershocks(_) | HazardKind::Flood(_) | HazardKind::Drill => {}
            }
        }
        for (at, shock) in impact
            .shocks
            .iter()
            .enumerate()
            .filter(|(_, shock)| shock.number > 0)
        {
            if let HazardKind::Aftershocks(sequence) = &scenario.hazards[shock.hazard].kind
                && let HazardKind::Rupture(main) = &scenario.hazards[sequence.of].kind
            {
                shocks.push(computed(scenario, impact, at, main, chance));
            }
        }
        Self(shocks)
    }
}

/// When the waves of an earthquake arrive at a place: what a warning could be worth there.
pub fn arrivals(spec: &RuptureSpec, place: LonLat) -> Option<Arrivals> {
    let rupture = rupture(spec).ok()?;
    Some(Crust::ALBANIA.arrivals(rupture.hypocentral_km(place), spec.depth_km))
}

/// A computed shock as it is felt at the school, or where it shakes people of the town most strongly.
fn computed(scenario: &Scenario, impact: &Impact, at: usize, spec: &RuptureSpec, chance: &Chance) -> Shock {
    let shock = &impact.shocks[at];
    let hazard = &scenario.hazards[shock.hazard];
    let key = match shock.number {
        0 => hazard.id.clone(),
        number => format!("{}/{number}", hazard.id),
    };
    let Site { at: place, vs30_m_s } = shock
        .felt
        .map_or_else(|| nowhere(scenario, shock.hypocentre), |felt| felt.site);
    let ruptured = RuptureSpec {
        magnitude_mw: shock.magnitude_mw,
        hypocentre: shock.hypocentre,
        depth_km: shock.depth_km,
        plane: spec.plane.filter(|_| shock.number == 0),
        ..spec.clone()
    };
    // A rupture that is impossible has been refused before.
    let (hypocentral_km, rupture_km) = rupture(&ruptured)
        .map(|rupture| (rupture.hypocentral_km(place), rupture.rupture_km(place)))
        .unwrap_or_default();
    let arrives_s = Crust::ALBANIA.arrivals(hypocentral_km, shock.depth_km).s_s;
    let mechanism = Mechanism::of_rake(spec.rake_deg);
    let lasts = duration(
        Significant::D5To95,
        shock.magnitude_mw,
        mechanism,
        rupture_km,
        vs30_m_s,
    );
    let [between, within] = [0, 1].map(|k| {
        chance
            .hazard_draw("shaking-lasts", stable_id(&key), k)
            .standard_normal()
    });
    let ms = |s: f64| (s * 1_000.0 / GRID_MS as f64).round() as Ms * GRID_MS;
    let begins_ms = shock.at_ms + ms(arrives_s);
    Shock {
        subject: hazard.subject,
        number: (u64::from(shock.number) << 32) + shock.hazard as u64,
        computed: Some(at),
        municipality: shock.felt.and_then(|felt| felt.municipality),
        begins_ms,
        ends_ms: begins_ms + ms(lasts.at_s(between, within)).max(GRID_MS),
        magnitude_mw: shock.magnitude_mw,
        intensity: shock.felt.map(|felt| intensity(felt.pga_g)),
        damage: newly(impact, at),
        key,
    }
}

/// The state that the school newly comes to with a shock; none if it stands as before.
fn newly(impact: &Impact, at: usize) -> DamageState {
    let states = impact
        .school
        .as_ref()
        .map(|school| &school.states[..])
        .unwrap_or_default();
    let before = at
        .checked_sub(1)
        .map_or(0, |before| states.get(before).copied().unwrap_or(0));
    match states.get(at) {
        Some(state) if *state > before => impact::state(*state),
        _ => DamageState::None,
    }
}

/// Where there are no people: above the hypocentre.
fn nowhere(scenario: &Scenario, at: LonLat) -> Site {
    let vs30_m_s = scenario.ground.vs30_at(at);
    Site { at, vs30_m_s }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intensity_rises_with_acceleration() {
        // 0.19 g, as recorded in Durrës, is between VI and VII by this relation.
        let obtained = intensity(0.19);
        println!("expected 6 to 7, obtained {obtained:.2}");
        assert!((6.0..7.0).contains(&obtained));
        assert!((1..100).all(|i| intensity(f64::from(i) / 100.0) <= intensity(f64::from(i + 1) / 100.0)));
        assert_eq!(intensity(0.0), 1.0);
    }
}
