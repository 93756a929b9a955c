//! Words arrive, and are acknowledged.

use bevy_ecs::prelude::*;

use super::channel::{carries, way_ms};
use super::mail::{Mailbox, Message};
use super::organisation::party_name;
use super::post::{ACKNOWLEDGED, ANSWERED, ARRIVES, Sending, receive};
use super::receive::Reception;
use super::{Party, Pictures};
use crate::scenario::model::{ChannelKind, Holder};
use crate::scenario::trigger::Topic;
use crate::sim::{Due, Phase, stable_id};
use crate::vocabulary::{Ms, Signal};

/// Lets words arrive: they change pictures, become instructions, questions, answers.
pub(super) fn arrive(
    due: Res<Due>,
    mut mailbox: ResMut<Mailbox>,
    mut with: Sending,
    mut reception: Reception,
) {
    for wake in due.of(ARRIVES) {
        let index = wake.id as usize;
        if mailbox.deliveries[index].received_ms.is_some() {
            continue;
        }
        let to = mailbox.deliveries[index].to.clone();
        if !with.organisation.can_act(&to, &with.locate) {
            mailbox.deliveries[index].reason = Some("nobody-there");
            if is_by_runner(&mailbox, index, &with) {
                mailbox.has_asked_in_vain(index, true);
            }
            continue;
        }
        let message = mailbox.messages[mailbox.deliveries[index].message].clone();
        let cause = receive(&mut mailbox, index, &mut with);
        reception.take_in(&message, index, &to, cause, &mut mailbox, &mut with);
        acknowledge(&mut mailbox, index, &message, &to, &mut with);
    }
    for wake in due.of(ANSWERED) {
        let index = wake.id as usize;
        let message = mailbox.messages[mailbox.deliveries[index].message].clone();
        reception.answer(&message, index, &mut mailbox, &mut with);
    }
}

/// How long a person takes to say "understood", ms (median and 90th percentile). An assumption.
const UNDERSTOOD_MS: (f64, f64) = (4_000.0, 10_000.0);

/// The way back: on a channel that works both ways, or through the warden of the recipient's floor, who has one.
fn acknowledge(mailbox: &mut Mailbox, index: usize, message: &Message, to: &Party, with: &mut Sending) {
    if message.ack_within_ms.is_none() {
        return;
    }
    if let Party::Position(position) = to
        && matches!(with.given.command.positions[*position].holder, Holder::Outside(_))
    {
        return;
    }
    let slot = &mailbox.deliveries[index];
    let Some(channel) = slot.channel.map(|c| &with.given.command.channels[c]) else {
        return;
    };
    let who = stable_id(&format!("{}/{}", party_name(to, &with.given), message.about));
    let said = with
        .chance
        .draw("acknowledges", who, slot.attempts.into())
        .lognormal(UNDERSTOOD_MS.0, UNDERSTOOD_MS.1) as Ms;
    let back_ms = if channel.kind == ChannelKind::Runner {
        Some(way_ms(to, &message.from, &with.organisation, &with.locate))
    } else if channel.two_way {
        Some(0)
    } else if slot.bystander {
        None
    } else {
        relay_ms(to, message, who, with)
    };
    if let Some(back_ms) = back_ms {
        let at_ms = with.clock.now_ms + said + back_ms;
        let slot = &mut mailbox.deliveries[index];
        slot.expected_ms = Some(at_ms);
        with.agenda
            .at(at_ms, Phase::Command, ACKNOWLEDGED, index as u32, slot.attempts);
    }
}

/// Whether somebody on foot brings the word.
fn is_by_runner(mailbox: &Mailbox, delivery: usize, with: &Sending) -> bool {
    let channel = mailbox.deliveries[delivery].channel;
    channel.is_some_and(|c| with.given.command.channels[c].kind == ChannelKind::Runner)
}

/// How long the warden of the recipient's floor takes to pass on "understood", if there is one with a set.
fn relay_ms(to: &Party, message: &Message, who: u64, with: &Sending) -> Option<Ms> {
    let person = with.organisation.person(to)?;
    let level = with
        .locate
        .site()
        .level_subject(with.locate.whereabouts(person)?.level);
    let positions = &with.given.command.positions;
    let warden = positions.iter().position(|p| p.level == Some(level))?;
    let warden_person = with.organisation.holders[warden]?;
    if !with.locate.can_act(warden_person) || warden_person == person {
        return None;
    }
    let relay = with.given.command.channels.iter().find(|channel| {
        channel.two_way
            && channel.kind == ChannelKind::Radio
            && carries(
                channel,
                &Party::Position(warden),
                &message.from,
                true,
                &with.organisation,
                &with.locate,
            )
            .is_ok()
    })?;
    let draw = with.chance.draw("relay", who, 0);
    Some(draw.duration_ms(relay.delay))
}

/// A word from somebody is a sign of life from the position, the floor and the class.
pub(super) fn hear_from(pictures: &mut Pictures, position: usize, from: &Party, with: &Sending) {
    let now_ms = with.clock.now_ms;
    let mut subjects = Vec::new();
    if let Party::Position(p) = from {
        subjects.push(with.given.command.positions[*p].subject);
        subjects.extend(with.given.command.positions[*p].level);
    }
    if let Some(person) = with.organisation.person(from) {
        for class in with.locate.roster().led_by(person) {
            subjects.push(with.given.school.classes[class].subject);
        }
        if let Some(here) = with.locate.whereabouts(person) {
            subjects.push(with.locate.site().level_subject(here.level));
        }
    }
    for subject in subjects {
        pictures.0[position].receive(
            super::Fact {
                topic: Topic {
                    signal: Signal::Report,
                    subject,
                },
                value: Some(crate::vocabulary::Value::Flag(true)),
                observed_at_ms: now_ms,
                observer: from.clone(),
                cause: None,
            },
            now_ms,
        );
    }
}
