//! When the holder of a position cannot act, somebody notices it, and a deputy takes over.

use bevy_ecs::prelude::*;

use super::mail::{InVain, Mailbox};
use super::organisation::party_name;
use super::{Organisation, Party};
use crate::people::Locate;
use crate::sim::{Agenda, Chance, Clock, Detail, Due, Given, Log, Phase, stable_id};

pub(super) const TAKES_OVER: &str = "takes-over";

/// Lets deputies who have been called take over, in order: what was to be reported meanwhile is reported to them.
pub(super) fn take_over(
    due: Res<Due>,
    given: Res<Given>,
    clock: Res<Clock>,
    locate: Locate,
    mut organisation: ResMut<Organisation>,
    mut mailbox: ResMut<Mailbox>,
    mut log: ResMut<Log>,
) {
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
        organisation.known_vacant[i] = false;
        let person = given.school.people[*deputy].subject;
        log.note(clock.now_ms, "deputy-takes-over")
            .about(spec.subject)
            .with("holder", Detail::Subject(person))
            .done();
        mailbox.let_go(i, |party| organisation.can_act(party, &locate));
    }
}

/// Notices that the holder of a position can no longer act: by an adult of the school in the same place, by a runner
/// who finds nobody fit, or by whoever has asked in vain. Then a deputy is called.
pub(super) fn notice_vacancies(
    given: Res<Given>,
    clock: Res<Clock>,
    chance: Res<Chance>,
    locate: Locate,
    mut mailbox: ResMut<Mailbox>,
    mut organisation: ResMut<Organisation>,
    mut agenda: ResMut<Agenda>,
    mut log: ResMut<Log>,
) {
    let in_vain = std::mem::take(&mut mailbox.in_vain);
    for (i, spec) in given.command.positions.iter().enumerate() {
        let Some(holder) = organisation.holders[i] else {
            continue;
        };
        if locate.can_act(holder) || organisation.known_vacant[i] {
            continue;
        }
        let sought = [Party::Position(i), Party::Person(holder)];
        let (how, by) = if let Some(witness) = witness(holder, &given, &locate) {
            ("seen", organisation.as_party(witness))
        } else if let Some(asked) = in_vain.iter().find(|asked| sought.contains(&asked.to)) {
            (asked.how(), asked.from.clone())
        } else {
            continue;
        };
        organisation.known_vacant[i] = true;
        let person = given.school.people[holder as usize].subject;
        log.note(clock.now_ms, "position-vacant")
            .about(spec.subject)
            .with("holder", Detail::Subject(person))
            .text("how", how)
            .text("by", party_name(&by, &given))
            .done();
        let draw = chance.draw(
            "take-over",
            stable_id(&spec.id),
            organisation.deputies_called[i] as u64,
        );
        let after_ms = draw.duration_ms(spec.take_over);
        agenda.at(clock.now_ms + after_ms, Phase::Command, TAKES_OVER, i as u32, 0);
    }
}

/// The first adult of the school who is fit and in the same space as somebody.
fn witness(victim: u32, given: &Given, locate: &Locate) -> Option<u32> {
    let place = locate.whereabouts(victim)?.space?;
    let is_there = |person: u32| {
        let here = locate.whereabouts(person).and_then(|here| here.space);
        here == Some(place) && locate.can_act(person)
    };
    let adults = (0..)
        .zip(&given.school.people)
        .filter(|(_, spec)| spec.role.is_adult_of_the_school());
    adults
        .map(|(person, _)| person)
        .find(|person| *person != victim && is_there(*person))
}

impl InVain {
    /// The word that the text of a vacancy chooses by.
    fn how(&self) -> &'static str {
        if self.by_runner { "runner" } else { "silence" }
    }
}
