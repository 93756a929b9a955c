//! What can be seen of the state a building is in, space by space, and what an inspection would find.

use crate::scenario::model::{DamageState, Spread, Subjects};
use crate::sim::{Chance, stable_id};
use crate::vocabulary::{Cue, Ms, SubjectIx};

/// Chance that a space shows a crack, and that plaster has fallen in it, by damage state of the building.
///
/// # Source
/// An assumption, ordered after the HAZUS descriptions of the states (slight: hairline cracks in few walls;
/// moderate: cracks in most walls; extensive: large cracks, elements failed). No published share of rooms was
/// found.
const fn cue_chances(damage: DamageState) -> (f64, f64) {
    match damage {
        DamageState::None => (0.0, 0.0),
        DamageState::Slight => (0.1, 0.02),
        DamageState::Moderate => (0.5, 0.15),
        DamageState::Extensive => (0.9, 0.5),
        DamageState::Complete => (1.0, 0.9),
    }
}

/// What an inspection of the building finds: a step of [`crate::vocabulary::USABILITY`].
///
/// # Source
/// The three placards of ATC-20 (recalled): inspected, restricted use, unsafe. Which damage state comes to which is an
/// assumption: hairline cracks restrict nothing, cracks in most walls ask for engineers, failed elements close the house.
pub(super) const fn usability(damage: DamageState) -> u8 {
    match damage {
        DamageState::None | DamageState::Slight => 0,
        DamageState::Moderate => 1,
        DamageState::Extensive | DamageState::Complete => 2,
    }
}

/// Chance that a stair, and that an exit, can no longer be passed, by damage state of the building.
///
/// # Source
/// An assumption: HAZUS describes stairs as first cracked at moderate, displaced at extensive damage, and doors as jammed
/// from moderate damage on; no published share was found.
const fn way_chances(damage: DamageState) -> (f64, f64) {
    match damage {
        DamageState::None | DamageState::Slight => (0.0, 0.0),
        DamageState::Moderate => (0.05, 0.02),
        DamageState::Extensive => (0.3, 0.1),
        DamageState::Complete => (0.7, 0.4),
    }
}

/// Chance that a wall leans, and that gas escapes somewhere, by damage state of the building.
///
/// # Source
/// An assumption, in the order of the states.
const fn building_chances(damage: DamageState) -> (f64, f64) {
    match damage {
        DamageState::None | DamageState::Slight => (0.0, 0.0),
        DamageState::Moderate => (0.02, 0.05),
        DamageState::Extensive => (0.3, 0.15),
        DamageState::Complete => (0.8, 0.3),
    }
}

/// How long after the shaking gas can be smelt: half of the time within 4 min, nine times in ten within 15 min (an
/// assumption: a leak has to fill a room).
const GAS_SPREADS: Spread = Spread {
    median_ms: 4 * 60_000,
    p90_ms: 15 * 60_000,
};

/// The stairs and exits, among `ways`, that can no longer be passed.
pub(super) fn blocked(
    damage: DamageState,
    hazard: &str,
    ways: &[(SubjectIx, bool)],
    subjects: &Subjects,
    chance: &Chance,
) -> Vec<SubjectIx> {
    let (stair, exit) = way_chances(damage);
    let is_blocked = |(way, is_stair): &(SubjectIx, bool)| {
        let key = stable_id(&format!("{hazard}/{}", subjects.id(*way)));
        let probability = if *is_stair { stair } else { exit };
        chance.hazard_draw("way-blocked", key, 0).happens(probability)
    };
    ways.iter()
        .filter(|way| is_blocked(way))
        .map(|(way, _)| *way)
        .collect()
}

/// Where a leaning wall is seen, among the places `outside`; where gas is smelt, among those `inside`, and how much later.
pub(super) fn of_the_building(
    damage: DamageState,
    hazard: &str,
    [outside, inside]: [&[SubjectIx]; 2],
    chance: &Chance,
) -> (Option<SubjectIx>, Option<(SubjectIx, Ms)>) {
    let (leans, leaks) = building_chances(damage);
    let key = stable_id(hazard);
    let somewhere = |purpose, places: &[SubjectIx]| {
        let draw = chance.hazard_draw(purpose, key, 1).uniform();
        places.get((draw * places.len() as f64) as usize).copied()
    };
    let happens = |purpose, probability| chance.hazard_draw(purpose, key, 0).happens(probability);
    let wall = happens("leaning-wall", leans)
        .then(|| somewhere("leaning-wall", outside))
        .flatten();
    let gas = happens("gas-smell", leaks)
        .then(|| somewhere("gas-smell", inside))
        .flatten();
    let after_ms = chance.hazard_draw("gas-smell", key, 2).duration_ms(GAS_SPREADS);
    (wall, gas.map(|place| (place, after_ms)))
}

/// What can be perceived of the damage, place by place. Nature's luck, keyed by hazard and place.
pub(super) fn cues(
    damage: DamageState,
    hazard: &str,
    spaces: &[SubjectIx],
    subjects: &Subjects,
    chance: &Chance,
) -> Vec<(SubjectIx, Cue)> {
    let (crack, plaster) = cue_chances(damage);
    let mut shown = Vec::new();
    for space in spaces {
        let key = stable_id(&format!("{hazard}/{}", subjects.id(*space)));
        for (purpose, cue, probability) in [
            ("crack", Cue::Crack, crack),
            ("fallen-plaster", Cue::FallenPlaster, plaster),
        ] {
            if chance.hazard_draw(purpose, key, 0).happens(probability) {
                shown.push((*space, cue));
            }
        }
    }
    shown
}
