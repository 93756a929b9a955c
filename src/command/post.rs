//! The post: sends what is in the outbox, lets words arrive, acknowledges them, follows up silence.

use std::collections::BTreeSet;

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use super::briefing::meet;
use super::channel::{carries, default_channels, delay_ms, is_broadcast, luck};
use super::mail::{Content, Delivery, Draft, Mailbox, Message, MessageKind, Outcome};
use super::organisation::{party_name, party_subject};
use super::picture::Fact;
use super::{Organisation, Party};
use crate::people::Locate;
use crate::scenario::model::ChannelKind;
use crate::scenario::trigger::Topic;
use crate::sim::{Agenda, Chance, Clock, Detail, Given, HappeningId, Log, Phase, Truth, stable_id};
use crate::vocabulary::{ActionKind, Signal, SignalType, Value};

/// A word arrives.
pub(super) const ARRIVES: &str = "message-arrives";

/// The sender learns that it arrived.
pub(super) const ACKNOWLEDGED: &str = "message-acknowledged";

/// The sender has waited long enough.
pub(super) const SILENCE: &str = "message-silence";

/// Somebody outside has made up their mind.
pub(super) const ANSWERED: &str = "message-answered";

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

/// Sends what rooms have put into the outbox; what it would report to a vacant position waits.
pub(super) fn send(mut mailbox: ResMut<Mailbox>, mut with: Sending) {
    for draft in std::mem::take(&mut mailbox.outbox) {
        let is_vacant = |party: &Party| with.organisation.is_vacant(party);
        let Some(draft) = mailbox.hold_back(draft, is_vacant) else {
            continue;
        };
        let message = put_in(draft, &mut mailbox, &with);
        note_sending(&mailbox, message, &mut with);
        for delivery in mailbox.messages[message].deliveries.clone() {
            attempt(&mut mailbox, delivery, None, &mut with);
        }
        if let Some(wait_ms) = mailbox.messages[message].ack_within_ms {
            let at_ms = with.clock.now_ms + wait_ms;
            with.agenda.at(at_ms, Phase::Command, SILENCE, message as u32, 1);
        }
    }
}

/// Makes a message of a draft, with a delivery for each recipient. Says which.
fn put_in(draft: Draft, mailbox: &mut Mailbox, with: &Sending) -> usize {
    let first = mailbox.deliveries.len();
    let message = mailbox.messages.len();
    let truth_at_sending = truth_about(&draft.content, &with.truth);
    let deliveries = draft.to.into_iter();
    let deliveries = deliveries.map(|(to, bystander)| Delivery::new(message, to, bystander));
    mailbox.deliveries.extend(deliveries);
    let via = if draft.via.is_empty() {
        default_channels(&with.given)
    } else {
        draft.via
    };
    let earlier = mailbox
        .messages
        .iter()
        .filter(|m| m.from == draft.from && m.about == draft.about)
        .count();
    mailbox.version += u32::from(draft.decision.is_some());
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
        deliveries: first..mailbox.deliveries.len(),
    });
    message
}

/// Somebody answers at once, in a call that goes on: said, heard and acknowledged. The entry of its receipt.
pub(super) fn answer_in_call(
    draft: Draft,
    channel: Option<usize>,
    mailbox: &mut Mailbox,
    with: &mut Sending,
) -> HappeningId {
    let message = put_in(draft, mailbox, with);
    let delivery = mailbox.messages[message].deliveries.start;
    mailbox.deliveries[delivery].channel = channel;
    let cause = receive(mailbox, delivery, with);
    mailbox.acknowledge(delivery, with.clock.now_ms);
    mailbox.deliveries[delivery].outcome = Outcome::Acknowledged;
    cause
}

/// A delivery is heard. The entry of its receipt.
pub(super) fn receive(mailbox: &mut Mailbox, delivery: usize, with: &mut Sending) -> HappeningId {
    let now_ms = with.clock.now_ms;
    let slot = &mut mailbox.deliveries[delivery];
    let message = &mailbox.messages[slot.message];
    let note = with.log.note(now_ms, "message-received").because(message.cause);
    let note = match party_subject(&slot.to, &with.given) {
        Some(subject) => note.about(subject),
        None => note,
    };
    // Whoever orders something of the own position needs none.
    let channel = slot
        .channel
        .map_or("self", |c| with.given.command.channels[c].id.as_str());
    let cause = note
        .text("from", party_name(&message.from, &with.given))
        .text("to", party_name(&slot.to, &with.given))
        .with("about", about(message, &with.given))
        .text("channel", channel)
        .done();
    slot.received_ms = Some(now_ms);
    slot.outcome = Outcome::Received;
    slot.cause = Some(cause);
    cause
}

/// What a text says that a message is about: of a report each thing that it reports.
pub(super) fn about(message: &Message, given: &Given) -> Detail {
    match (message.kind, &message.content) {
        (_, Content::Consultation(_)) => Detail::Of("decision", message.about.clone()),
        (MessageKind::Report, Content::Facts(facts) | Content::Briefing { facts, .. }) if facts.len() > 1 => {
            // What a briefing is called is none of what it tells.
            let is_briefing = matches!(message.content, Content::Briefing { .. });
            let mut told: Vec<_> = (!is_briefing)
                .then(|| message.about.clone())
                .into_iter()
                .collect();
            for fact in facts {
                let topic = fact.topic.name(&given.subjects).into();
                if !told.contains(&topic) {
                    told.push(topic);
                }
            }
            Detail::Words(told)
        }
        (MessageKind::Report, Content::Facts(facts)) if facts.iter().any(Fact::is_denial) => {
            Detail::Of("denied", message.about.clone())
        }
        _ => Detail::Text(message.about.clone()),
    }
}

fn truth_about(content: &Content, truth: &Truth) -> Option<(Topic, Value)> {
    let topic = match content {
        Content::Facts(facts) | Content::Briefing { facts, .. } => {
            let missing = facts.iter().find(|fact| fact.topic.signal == Signal::Missing);
            missing.or(facts.first())?.topic
        }
        Content::Question(topics) => *topics.first()?,
        Content::Order(_) | Content::Warning | Content::Request(_) | Content::Consultation(_) => return None,
    };
    let value = truth
        .get(topic.signal, topic.subject)
        .map(|(value, _)| value.clone());
    // Of what nobody has noted in the world the truth is: no, nobody.
    let unnoted = || match topic.signal.spec().values {
        _ if !topic.signal.spec().in_world => None,
        SignalType::Flag => Some(Value::Flag(false)),
        SignalType::Set => Some(Value::Set(BTreeSet::new())),
        SignalType::Count | SignalType::Number | SignalType::Ordinal(_) => None,
    };
    value.or_else(unnoted).map(|value| (topic, value))
}

/// Whether an order is for the people of settlements.
fn is_to_settlements(content: &Content) -> bool {
    matches!(content, Content::Order(call) if call.spec.kind == ActionKind::EvacuatePlace)
}

fn note_sending(mailbox: &Mailbox, message: usize, with: &mut Sending) {
    let sent = &mailbox.messages[message];
    let event = match sent.kind {
        MessageKind::Report if matches!(sent.content, Content::Briefing { .. }) => "briefing-begins",
        MessageKind::Inform if matches!(sent.content, Content::Warning) => "warning-given",
        // What the exercise controller plays stands there already, in its own words.
        MessageKind::Inform => return,
        MessageKind::Report => "report-sent",
        MessageKind::Order if &*sent.about == "sound-alarm" => "alarm-sounded",
        MessageKind::Order if is_to_settlements(&sent.content) => "evacuation-ordered",
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
        .with("recipients", Detail::Count(called as i64))
        .with("about", about(sent, &with.given))
        .done();
}

/// Tries to get a word to one recipient: by the first channel that carries it.
pub(super) fn attempt(mailbox: &mut Mailbox, delivery: usize, only: Option<ChannelKind>, with: &mut Sending) {
    let message = mailbox.deliveries[delivery].message;
    if matches!(mailbox.messages[message].content, Content::Briefing { .. }) {
        meet(mailbox, delivery, with);
        return;
    }
    if mailbox.deliveries[delivery].to == mailbox.messages[message].from {
        tell_oneself(mailbox, delivery, with);
        return;
    }
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
        if let Err(why) = carries(channel, &from, &slot.to, words, &with.organisation, &with.locate) {
            obstacle = Some(why.word());
            continue;
        }
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
    slot.reason = obstacle.or(Some("no-channel"));
}

/// What somebody tells themselves needs no channel and is never lost.
fn tell_oneself(mailbox: &mut Mailbox, delivery: usize, with: &mut Sending) {
    let (slot, now_ms) = (&mut mailbox.deliveries[delivery], with.clock.now_ms);
    slot.attempts += 1;
    slot.expected_ms = Some(now_ms);
    with.agenda
        .at(now_ms, Phase::Command, ARRIVES, delivery as u32, slot.attempts);
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
