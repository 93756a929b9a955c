//! The post: sends what is in the outbox, lets words arrive, acknowledges them, follows up silence.

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use super::channel::{carries, default_channels, delay_ms, is_broadcast, luck};
use super::decisions::Decisions;
use super::mail::{Content, Delivery, IfSilent, Mailbox, Message, MessageKind, Outcome};
use super::organisation::{party_name, party_subject};
use super::receive::Reception;
use super::{Organisation, Party, Pictures};
use crate::people::Locate;
use crate::scenario::model::{ChannelKind, Holder};
use crate::scenario::trigger::Topic;
use crate::sim::{Agenda, Chance, Clock, Due, Given, Log, Ms, Phase, Truth, stable_id};
use crate::vocabulary::Signal;

/// A word arrives.
pub(super) const ARRIVES: &str = "message-arrives";
/// The sender learns that it arrived.
pub(super) const ACKNOWLEDGED: &str = "message-acknowledged";
/// The sender has waited long enough.
pub(super) const SILENCE: &str = "message-silence";
/// Somebody outside has made up their mind.
pub(super) const ANSWERED: &str = "message-answered";

/// Attempts of one delivery, the first included: enough that a line that is blocked six times in ten is got through
/// nineteen times in twenty. An assumption.
const MOST_ATTEMPTS: u32 = 6;

/// What sending needs.
#[derive(SystemParam)]
pub(super) struct Sending<'w, 's> {
    pub(super) given: Res<'w, Given>,
    pub(super) clock: Res<'w, Clock>,
    pub(super) chance: Res<'w, Chance>,
    pub(super) organisation: Res<'w, Organisation>,
    pub(super) locate: Locate<'w, 's>,
    pub(super) truth: Res<'w, Truth>,
    pub(super) agenda: ResMut<'w, Agenda>,
    pub(super) log: ResMut<'w, Log>,
}

/// Sends what rooms have put into the outbox.
pub(super) fn send(mut mailbox: ResMut<Mailbox>, mut with: Sending) {
    for draft in std::mem::take(&mut mailbox.outbox) {
        let first = mailbox.deliveries.len();
        let message = mailbox.messages.len();
        let truth_at_sending = truth_about(&draft.content, &with.truth);
        for (to, bystander) in draft.to {
            mailbox.deliveries.push(Delivery {
                message,
                to,
                channel: None,
                attempts: 0,
                expected_ms: None,
                bystander,
                received_ms: None,
                acknowledged_ms: None,
                outcome: Outcome::Sent,
                reason: None,
                cause: None,
            });
        }
        let via = if draft.via.is_empty() {
            default_channels(&with.given)
        } else {
            draft.via
        };
        let deliveries = first..mailbox.deliveries.len();
        let earlier = mailbox
            .messages
            .iter()
            .filter(|m| m.from == draft.from && m.about == draft.about)
            .count();
        mailbox.messages.push(Message {
            occurrence: earlier as u32,
            kind: draft.kind,
            cause: draft.cause,
            from: draft.from,
            content: draft.content,
            about: draft.about,
            sent_ms: with.clock.now_ms,
            truth_at_sending,
            via,
            ack_within_ms: draft.ack_within_ms,
            if_silent: draft.if_silent,
            decision: draft.decision,
            deliveries: deliveries.clone(),
        });
        note_sending(&mailbox, message, &mut with);
        for delivery in deliveries {
            attempt(&mut mailbox, delivery, None, &mut with);
        }
        if let Some(wait_ms) = mailbox.messages[message].ack_within_ms {
            with.agenda.at(
                with.clock.now_ms + wait_ms,
                Phase::Command,
                SILENCE,
                message as u32,
                1,
            );
        }
    }
}

fn truth_about(content: &Content, truth: &Truth) -> Option<(Topic, crate::sim::Value)> {
    let topic = match content {
        Content::Facts(facts) => {
            let missing = facts.iter().find(|fact| fact.topic.signal == Signal::Missing);
            missing.or(facts.first())?.topic
        }
        Content::Question(topics) => *topics.first()?,
        Content::Order(_) | Content::Request(_) | Content::Consultation(_) => return None,
    };
    truth
        .get(topic.signal, topic.subject)
        .map(|(value, _)| (topic, value.clone()))
}

fn note_sending(mailbox: &Mailbox, message: usize, with: &mut Sending) {
    let sent = &mailbox.messages[message];
    let event = match sent.kind {
        MessageKind::Report | MessageKind::Inform => "report-sent",
        MessageKind::Order => "order-given",
        MessageKind::Request => "request-sent",
        MessageKind::Question => "question-asked",
    };
    let recipients = &mailbox.deliveries[sent.deliveries.clone()];
    let called = recipients.iter().filter(|d| !d.bystander).count();
    let first = recipients
        .first()
        .map_or(String::new(), |d| party_name(&d.to, &with.given));
    let mut note = with.log.note(with.clock.now_ms, event).because(sent.cause);
    if let Some(subject) = party_subject(&sent.from, &with.given) {
        note = note.about(subject);
    }
    note.text("from", party_name(&sent.from, &with.given))
        .text("to", first)
        .with("recipients", crate::sim::Detail::Count(called as i64))
        .text("about", sent.about.clone())
        .done();
}

/// Tries to get a word to one recipient: by the first channel that carries it.
fn attempt(mailbox: &mut Mailbox, delivery: usize, only: Option<ChannelKind>, with: &mut Sending) {
    let stop = stop_on_the_round(mailbox, delivery, with);
    let message = &mailbox.messages[mailbox.deliveries[delivery].message];
    let (from, via) = (message.from.clone(), message.via.clone());
    let words = !matches!(&message.content, Content::Order(call) if call.spec.name == "sound-alarm");
    let purpose = stable_id(&format!(
        "{}>{}:{}#{}",
        party_name(&from, &with.given),
        party_name(&mailbox.deliveries[delivery].to, &with.given),
        message.about,
        message.occurrence
    ));
    let slot = &mut mailbox.deliveries[delivery];
    slot.attempts += 1;
    let channels = &with.given.command.channels;
    let candidates: Vec<usize> = match only {
        Some(kind) => channels.iter().position(|c| c.kind == kind).into_iter().collect(),
        None => via,
    };
    let mut obstacle = None;
    for index in candidates {
        let channel = &channels[index];
        if slot.bystander && !is_broadcast(channel.kind) {
            continue;
        }
        match carries(channel, &from, &slot.to, words, &with.organisation, &with.locate) {
            Err(why) => obstacle = Some(why.word()),
            Ok(()) => {
                slot.channel = Some(index);
                slot.reason = None;
                let (lost, delay) = luck(&with.chance, purpose, slot.attempts);
                if lost.happens(channel.loss) {
                    slot.reason = Some("lost");
                    return;
                }
                let to = slot.to.clone();
                let after_ms = delay_ms(channel, &from, &to, stop, delay, &with.organisation, &with.locate);
                let at_ms = with.clock.now_ms + after_ms;
                slot.expected_ms = Some(at_ms);
                with.agenda
                    .at(at_ms, Phase::Command, ARRIVES, delivery as u32, slot.attempts);
                return;
            }
        }
    }
    slot.reason = obstacle.or(Some("no-channel"));
}

/// The recipient's place on a runner's round: those of the same message who are on foot before, shared by all who
/// can run.
fn stop_on_the_round(mailbox: &Mailbox, delivery: usize, with: &Sending) -> u32 {
    let channels = &with.given.command.channels;
    let Some(runner) = channels.iter().position(|c| c.kind == ChannelKind::Runner) else {
        return 0;
    };
    let message = &mailbox.messages[mailbox.deliveries[delivery].message];
    let before = mailbox.deliveries[message.deliveries.start..delivery]
        .iter()
        .filter(|d| d.channel == Some(runner) && d.received_ms.is_none())
        .count();
    let can_run = |position: &usize| {
        with.organisation.holders[*position].is_some_and(|person| with.locate.can_act(person))
    };
    let runners = channels[runner]
        .held_by
        .iter()
        .filter(|p| can_run(p))
        .count()
        .max(1);
    (before / runners) as u32
}

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
    Some(draw.lognormal(relay.delay.median_ms as f64, relay.delay.p90_ms as f64) as Ms)
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
                value: Some(crate::sim::Value::Flag(true)),
                observed_at_ms: now_ms,
                observer: from.clone(),
                cause: None,
            },
            now_ms,
        );
    }
}
