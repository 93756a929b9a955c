//! What earthquakes do to the buildings of a town and to the people in them, as a pure function of scenario and seed.
//!
//! [`Prepared`] holds all that does not depend on chance; [`Prepared::impact`] draws one outcome, [`impact`] does both.
//! The simulation plays an [`Impact`] in time; `hotwash impact` makes hundreds of them without a world.
//!
//! # How the parts fit
//! ```text
//! prepared    a scenario made ready: sites, medians, facilities; outcomes drawn from it
//! single      facilities and the school, each looked at by itself
//! sequence    aftershocks by chance
//! shaken      the shocks of one outcome and how they shake
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
mod prepared;
mod sequence;
mod shaken;
mod single;
mod stock;
mod streets;
pub mod strength;
pub mod survival;
mod tally;

use super::shaking::{ShakingError, Site};
use crate::geo::LonLat;
use crate::scenario::model::{DamageState, Scenario};
use crate::sim::Seeds;
use crate::vocabulary::Ms;

pub use course::{Course, Suffered};
pub use facilities::{Service, Standing, services};
pub use prepared::{Prepared, impossible};
pub use shaken::Shaken;
pub use stock::Stock;
pub use tally::Tally;

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

/// One shock and what it did.
#[derive(Debug, Clone, PartialEq)]
pub struct Shock {
    /// Index of its hazard: the earthquake, or the sequence it belongs to.
    pub hazard: usize,
    /// Its number in a sequence, from 1; 0 for an earthquake of its own.
    pub number: u32,
    /// What its luck is keyed by: its hazard and number, whatever other shocks there are.
    pub key: u64,
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
    /// How it is felt; only where effects by group are asked for.
    pub felt: Option<Felt>,
}

/// How a shock is felt at the school, or where it shakes people of the town most strongly.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Felt {
    /// Peak ground acceleration, g.
    pub pga_g: f64,
    /// Where, and on what ground.
    pub site: Site,
    /// In which municipality; none at the school.
    pub municipality: Option<u32>,
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
    /// Whether a shock has changed nothing in the town.
    pub fn is_harmless(&self, shock: usize) -> bool {
        let before = shock.checked_sub(1);
        let changed = |standing: &Standing| {
            standing.states[shock] != before.map_or(0, |before| standing.states[before])
        };
        let number = shock as u32;
        !self.blows.iter().any(|blow| blow.shock == number)
            && !self.facilities.iter().any(changed)
            && !self.blocked.contains(&Some(number))
            && self.shocks[shock].tallies.iter().all(|tally| tally.fires == 0.0)
    }

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
