//! Briefings, face to face, and what may follow from one: unified command, or another commander.

use bevy_ecs::prelude::*;

use super::mail::{CommandChange, Handover, Mailbox};
use super::organisation::party_name;
use super::picture::Picture;
use super::post::{ARRIVES, Sending};
use super::{Fact, Organisation, Party};
use crate::scenario::model::ChannelKind;
use crate::sim::{Clock, Given, Log, Phase, stable_id};
use crate::vocabulary::{Ms, Signal};

use super::channel::way_ms;

/// What whoever comes to help is told of if the briefer chooses nothing: who is missing or hurt, which ways are barred,
/// what of the building is damaged or dangerous, where nobody is left.
const TOLD: [Signal; 13] = [
    Signal::Unaccounted,
    Signal::Injured,
    Signal::Blocked,
    Signal::Crack,
    Signal::FallenPlaster,
    Signal::LeaningWall,
    Signal::GasSmell,
    Signal::Smoke,
    Signal::Water,
    Signal::Danger,
    Signal::Clear,
    Signal::Unsearched,
    Signal::Usability,
];

/// Everything of that in a picture.
pub(super) fn worth_telling(picture: &Picture) -> Vec<Fact> {
    let told = picture.iter().filter(|(topic, _)| TOLD.contains(&topic.signal));
    told.filter_map(|(topic, _)| Some(picture.newest(topic)?.fact.clone()))
        .collect()
}

/// The briefer goes to whoever is briefed, and it takes a while; nobody outside can be met.
pub(super) fn meet(mailbox: &mut Mailbox, delivery: usize, with: &mut Sending) {
    let slot = &mut mailbox.deliveries[delivery];
    slot.attempts += 1;
    if with.organisation.stands_with(&slot.to).is_none() {
        slot.reason = Some("out-of-reach");
        return;
    }
    let message = &mailbox.messages[slot.message];
    let key = stable_id(&format!(
        "{}>{}",
        party_name(&message.from, &with.given),
        party_name(&slot.to, &with.given)
    ));
    let draw = with.chance.draw("briefing", key, message.occurrence.into());
    let takes_ms: Ms = draw.duration_ms(with.given.school.procedure.briefing);
    let there_ms = way_ms(&message.from, &slot.to, &with.organisation, &with.locate);
    let channels = &with.given.command.channels;
    slot.channel = channels.iter().position(|c| c.kind == ChannelKind::Voice);
    let at_ms = with.clock.now_ms + there_ms + takes_ms;
    slot.expected_ms = Some(at_ms);
    with.agenda
        .at(at_ms, Phase::Command, ARRIVES, delivery as u32, slot.attempts);
}

/// Command passes on, or is shared, once whoever is to have it has been briefed.
pub(super) fn change_command(
    given: Res<Given>,
    clock: Res<Clock>,
    mut mailbox: ResMut<Mailbox>,
    mut organisation: ResMut<Organisation>,
    mut log: ResMut<Log>,
) {
    for Handover {
        from,
        to,
        change,
        cause,
    } in std::mem::take(&mut mailbox.handovers)
    {
        let name = |position| party_name(&Party::Position(position), &given);
        let event = match change {
            CommandChange::Unified => "command-unified",
            CommandChange::Transferred { .. } => "command-transferred",
        };
        let note = log.note(clock.now_ms, event).because(Some(cause));
        let note = note
            .about(given.command.positions[to].subject)
            .text("by", name(from))
            .text("to", name(to));
        match change {
            CommandChange::Unified => {
                organisation.unify(from, to);
                note.done();
            }
            CommandChange::Transferred { becomes } => {
                organisation.transfer(from, to);
                note.text("becomes", becomes).done();
            }
        }
    }
}
