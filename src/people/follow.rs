//! Following others: who is alone and has heard nothing notices that a floor empties, or that classes come out into the
//! yard.

use bevy_ecs::prelude::*;

use super::leave::{BEGIN, Pending};
use super::{Activity, Instructed, Instruction, Ordinal, Roster, Story};
use crate::places::{Site, Whereabouts};
use crate::scenario::plan::{LevelIndex, SpaceKind};
use crate::sim::{Agenda, Chance, Clock, Given, HappeningId, Phase, stable_id};
use crate::vocabulary::Ms;

/// A class has set out on a floor: who is alone there will notice.
#[derive(Message, Debug, Clone, Copy)]
pub(super) struct OthersLeave {
    pub(super) level: LevelIndex,
    /// The route plan by which it leaves.
    pub(super) route: Option<usize>,
    pub(super) cause: HappeningId,
}

/// How long somebody alone takes to notice that others on the floor are leaving, ms (median, 90th percentile). An
/// assumption; that people follow others is what evacuation studies agree on.
const NOTICES_MS: (f64, f64) = (30_000.0, 90_000.0);

/// Who is alone on a floor, or in the yard beside it, and has heard nothing follows when others leave. Behind the door
/// of a toilet one notices nothing.
pub(super) fn follow_others(
    mut others: MessageReader<OthersLeave>,
    given: Res<Given>,
    clock: Res<Clock>,
    chance: Res<Chance>,
    site: Res<Site>,
    roster: Res<Roster>,
    mut pending: ResMut<Pending>,
    mut agenda: ResMut<Agenda>,
    mut people: Query<(&Activity, &Whereabouts, &mut Story), With<Ordinal>>,
) {
    for OthersLeave { level, route, cause } in others.read() {
        for (person, entity) in (0..).zip(&roster.entities) {
            let spec = &given.school.people[person as usize];
            let Ok((activity, whereabouts, mut story)) = people.get_mut(*entity) else {
                continue;
            };
            let in_class = spec.class.is_some_and(|class| {
                whereabouts
                    .space
                    .is_some_and(|s| s.get() == given.school.classes[class].room)
            });
            let hidden = whereabouts
                .space
                .is_none_or(|space| site.plan[space].kind == SpaceKind::Toilet);
            let slot = &mut pending.0[person as usize];
            let concerned = *activity == Activity::Settled
                && whereabouts.level == *level
                && !in_class
                && !hidden
                && !spec.hides;
            if !concerned || roster.leads(person) || slot.order.is_some() {
                continue;
            }
            slot.plan += 1;
            let instruction = Instruction::Evacuate { route: *route };
            slot.order = Some(Instructed {
                person,
                instruction,
                delivery: None,
                cause: *cause,
            });
            let draw = chance.draw("notices-others", stable_id(&spec.id), 0);
            let after_ms = draw.lognormal(NOTICES_MS.0, NOTICES_MS.1) as Ms;
            agenda.at(clock.now_ms + after_ms, Phase::Move, BEGIN, person, slot.plan);
            story.warned_ms.get_or_insert(clock.now_ms + after_ms);
        }
    }
}
