//! What can be seen of the state a building is in, space by space, and what an inspection would find.

use crate::scenario::model::{DamageState, Subjects};
use crate::sim::{Chance, stable_id};
use crate::vocabulary::{Cue, SubjectIx};

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
