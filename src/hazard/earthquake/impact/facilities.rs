//! Buildings that others depend on: what state they are in, and what of their service is left.

use super::strength::Strength;
use crate::scenario::model::{FacilityKind, FacilitySpec, FragilityClass, STATES};

/// How one building that is looked at by itself has come through the shocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Its damage state after each shock: 0 none, 1 slight, 2 moderate, 3 extensive, 4 complete.
    pub states: Vec<usize>,
}

impl Service {
    /// Whether a facility of a kind still does what it is for: a school needs no power for it.
    pub fn works(&self, kind: FacilityKind) -> bool {
        self.usable > 0.0 && (self.power || kind == FacilityKind::School)
    }
}

impl Standing {
    /// Shakes a building of weakness z by each of `shocks` (natural logarithms, in the measure of its class).
    pub(super) fn after(class: &FragilityClass, z: f64, shocks: impl Iterator<Item = f64>) -> Self {
        let strength = Strength::of(class);
        let mut state = 0;
        let states = shocks.map(|ln_shaking| {
            state = state.max(strength.reached(state, ln_shaking).state(z));
            state
        });
        Self {
            states: states.collect(),
        }
    }

    /// Its state in the end.
    pub fn last(&self) -> usize {
        self.states.last().copied().unwrap_or(0)
    }
}

/// What is left of the service of a facility.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Service {
    /// Share of its beds, lines or engines that can be used.
    pub usable: f64,
    /// Whether it has power.
    pub power: bool,
}

/// Share of a building's service by damage state.
///
/// # Source
/// An assumption after HAZUS, which counts a hospital or station as working on the first day when its damage is none or
/// slight: half of it at moderate damage, since parts are evacuated for inspection, none beyond.
const USABLE: [f64; STATES + 1] = [1.0, 1.0, 0.5, 0.0, 0.0];
/// The same of a school: closed from moderate damage on, until somebody has looked at it (an assumption).
const USABLE_SCHOOL: [f64; STATES + 1] = [1.0, 1.0, 0.0, 0.0, 0.0];
/// From this state on a substation gives no power, and a generator does not start: moderate damage to equipment (HAZUS).
const POWERLESS_FROM: usize = 2;

/// What is left of the services, given the damage states of all facilities after a shock.
pub fn services(specs: &[FacilitySpec], states: &[usize]) -> Vec<Service> {
    let pairs = || specs.iter().zip(states);
    let substations = || pairs().filter(|(spec, _)| spec.kind == FacilityKind::Substation);
    let mains = substations().count() == 0 || substations().any(|(_, state)| *state < POWERLESS_FROM);
    let service = |(spec, state): (&FacilitySpec, &usize)| {
        let own = spec.generator && *state < POWERLESS_FROM;
        let usable = match spec.kind {
            FacilityKind::School => USABLE_SCHOOL,
            _ => USABLE,
        };
        Service {
            usable: usable[*state],
            power: mains || own,
        }
    };
    pairs().map(service).collect()
}
