//! Words arrive, are acknowledged, and silence is followed up.

use bevy_ecs::prelude::*;

use super::channel::{carries, delay_ms};
use super::decisions::Decisions;
use super::mail::{IfSilent, Mailbox, Message, Outcome};
use super::organisation::{party_name, party_subject};
use super::post::{ACKNOWLEDGED, ANSWERED, ARRIVES, SILENCE, Sending, attempt};
use super::receive::Reception;
use super::{Party, Pictures};
use crate::scenario::model::{ChannelKind, Holder};
use crate::scenario::trigger::Topic;
use crate::sim::{Due, Phase, stable_id};
use crate::vocabulary::{Ms, Signal};

/// Attempts of one delivery, the first included: enough that a line that is blocked six times in ten is got through
/// nineteen times in twenty. An assumption.
const MOST_ATTEMPTS: u32 = 6;

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
        if let Some(person) = with.organisation.person(&to)
            && !with.locate.can_act(person)
        {
            mailbox.deliveries[index].reason = Some("nobody-there");
            continue;
        }
        let message = mailbox.messages[mailbox.deliveries[index].message].clone();
        let note = with
            .log
            .note(with.clock.now_ms, "message-received")
            .because(message.cause);
        let note = match party_subject(&to, &with.given) {
            Some(subject) => note.about(subject),
            None => note,
        };
        let cause = note
            .text("from", party_name(&message.from, &with.given))
            .text("to", party_name(&to, &with.given))
            .text("about", message.about.clone())
            .text(
                "channel",
                mailbox.deliveries[index]
                    .channel
                    .map_or("", |c| with.given.command.channels[c].id.as_str()),
            )
            .done();
        let slot = &mut mailbox.deliveries[index];
        slot.received_ms = Some(with.clock.now_ms);
        slot.outcome = Outcome::Received;
        slot.cause = Some(cause);
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
        let draw = with.chance.draw("runner-back", who, slot.attempts.into());
        Some(delay_ms(
            channel,
            to,
            &message.from,
            0,
            draw,
            &with.organisation,
            &with.locate,
        ))
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

/// Notes acknowledgements, and follows up those who stay silent.
pub(super) fn follow_up(
    due: Res<Due>,
    mut mailbox: ResMut<Mailbox>,
    mut pictures: ResMut<Pictures>,
    mut decisions: ResMut<Decisions>,
    mut with: Sending,
) {
    for wake in due.of(ACKNOWLEDGED) {
        let slot = &mut mailbox.deliveries[wake.id as usize];
        if slot.acknowledged_ms.is_some() {
            continue;
        }
        slot.acknowledged_ms = Some(with.clock.now_ms);
        if slot.outcome == Outcome::Received {
            slot.outcome = Outcome::Acknowledged;
        }
        let (to, cause, message) = (slot.to.clone(), slot.cause, slot.message);
        let note = with
            .log
            .note(with.clock.now_ms, "message-acknowledged")
            .because(cause);
        note.text("by", party_name(&to, &with.given))
            .text("about", mailbox.messages[message].about.clone())
            .done();
        if let Party::Position(position) = mailbox.messages[message].from {
            hear_from(&mut pictures, position, &to, &with);
        }
        if let Some(decision) = mailbox.messages[message].decision {
            decisions.acknowledged(
                decision,
                with.clock.now_ms,
                mailbox.all_acknowledged(decision) == Some(true),
            );
        }
    }
    for wake in due.of(SILENCE) {
        let message = wake.id as usize;
        let sent = &mailbox.messages[message];
        let waiting: Vec<usize> = sent
            .deliveries
            .clone()
            .filter(|d| !mailbox.deliveries[*d].bystander && mailbox.deliveries[*d].acknowledged_ms.is_none())
            .collect();
        if waiting.is_empty() || sent.if_silent == IfSilent::Nothing || wake.occurrence >= MOST_ATTEMPTS {
            continue;
        }
        let wait_ms = sent.ack_within_ms.unwrap_or(60_000);
        with.agenda.at(
            with.clock.now_ms + wait_ms,
            Phase::Command,
            SILENCE,
            wake.id,
            wake.occurrence + 1,
        );
        // Whoever is still on the way, there or back, cannot have answered yet.
        let is_silent = |d: &usize| {
            mailbox.deliveries[*d]
                .expected_ms
                .is_none_or(|at_ms| at_ms <= with.clock.now_ms)
        };
        let silent: Vec<usize> = waiting.into_iter().filter(is_silent).collect();
        if silent.is_empty() {
            continue;
        }
        let by_runner = sent.if_silent == IfSilent::SendRunner;
        let note = with
            .log
            .note(with.clock.now_ms, "silence-followed-up")
            .because(sent.cause);
        note.text("from", party_name(&sent.from, &with.given))
            .with("recipients", crate::sim::Detail::Count(silent.len() as i64))
            .text("about", sent.about.clone())
            .text("how", if by_runner { "send-runner" } else { "ask-again" })
            .done();
        let only = by_runner.then_some(ChannelKind::Runner);
        for (stop, delivery) in (0..).zip(silent) {
            let has_heard = mailbox.deliveries[delivery].received_ms.is_some();
            match (has_heard, by_runner) {
                (false, _) => attempt(&mut mailbox, delivery, only, &mut with),
                (true, true) => confirm_by_runner(&mut mailbox, delivery, stop, &mut with),
                // Asking again brings nothing new to somebody who has heard and cannot answer.
                (true, false) => {}
            }
        }
    }
}

/// A runner finds somebody who has heard already, and brings that back.
fn confirm_by_runner(mailbox: &mut Mailbox, delivery: usize, stop: u32, with: &mut Sending) {
    let Some(runner) = with
        .given
        .command
        .channels
        .iter()
        .find(|c| c.kind == ChannelKind::Runner)
    else {
        return;
    };
    let (from, to) = (
        mailbox.messages[mailbox.deliveries[delivery].message]
            .from
            .clone(),
        mailbox.deliveries[delivery].to.clone(),
    );
    if carries(runner, &from, &to, true, &with.organisation, &with.locate).is_err() {
        return;
    }
    let slot = &mut mailbox.deliveries[delivery];
    slot.attempts += 1;
    let who = stable_id(&party_name(&to, &with.given));
    let draw = with.chance.draw("runner", who, slot.attempts.into());
    let there_ms = delay_ms(runner, &from, &to, stop, draw, &with.organisation, &with.locate);
    with.agenda.at(
        with.clock.now_ms + there_ms,
        Phase::Command,
        ACKNOWLEDGED,
        delivery as u32,
        slot.attempts,
    );
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
