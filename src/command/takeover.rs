//! When the holder of a position cannot act, a deputy takes over.

use bevy_ecs::prelude::*;

use super::Organisation;
use crate::people::Locate;
use crate::sim::{Agenda, Chance, Clock, Due, Given, Log, Phase, stable_id};

const TAKES_OVER: &str = "takes-over";

/// Notices vacancies and fills them, deputies in order.
pub(super) fn take_over(
    due: Res<Due>,
    given: Res<Given>,
    clock: Res<Clock>,
    chance: Res<Chance>,
    locate: Locate,
    mut organisation: ResMut<Organisation>,
    mut agenda: ResMut<Agenda>,
    mut log: ResMut<Log>,
) {
    let now_ms = clock.now_ms;
    for (i, spec) in given.command.positions.iter().enumerate() {
        let Some(holder) = organisation.holders[i] else {
            continue;
        };
        if locate.can_act(holder) || organisation.vacant_since_ms[i].is_some() {
            continue;
        }
        organisation.vacant_since_ms[i] = Some(now_ms);
        let person = given.school.people[holder as usize].subject;
        log.note(now_ms, "position-vacant")
            .about(spec.subject)
            .with("holder", crate::sim::Detail::Subject(person))
            .done();
        let draw = chance.draw(
            "take-over",
            stable_id(&spec.id),
            organisation.deputies_called[i] as u64,
        );
        let after_ms = draw.duration_ms(spec.take_over);
        agenda.at(now_ms + after_ms, Phase::Command, TAKES_OVER, i as u32, 0);
    }
    for wake in due.of(TAKES_OVER) {
        let i = wake.id as usize;
        let spec = &given.command.positions[i];
        let called = organisation.deputies_called[i];
        let next = spec
            .deputies
            .iter()
            .enumerate()
            .skip(called)
            .find(|(_, deputy)| locate.can_act(**deputy as u32));
        let Some((n, deputy)) = next else { continue };
        organisation.deputies_called[i] = n + 1;
        organisation.holders[i] = Some(*deputy as u32);
        organisation.vacant_since_ms[i] = None;
        let person = given.school.people[*deputy].subject;
        log.note(now_ms, "deputy-takes-over")
            .about(spec.subject)
            .with("holder", crate::sim::Detail::Subject(person))
            .done();
    }
}
