//! What senders learn afterwards: that they were understood, or silence, which is followed up.

use std::collections::BTreeSet;

use bevy_ecs::prelude::*;

use super::Party;
use super::Pictures;
use super::arrivals::hear_from;
use super::channel::{carries, delay_ms, is_broadcast, way_ms};
use super::decisions::Decisions;
use super::mail::{Delivery, IfSilent, Mailbox, Outcome};
use super::organisation::{party_name, party_subject};
use super::post::{ACKNOWLEDGED, SILENCE, Sending, about, attempt};
use crate::scenario::model::ChannelKind;
use crate::sim::{Detail, Due, Phase, stable_id};
use crate::vocabulary::Ms;

/// Attempts of one delivery, the first included: enough that a line that is blocked six times in ten is got through
/// nineteen times in twenty. An assumption.
const MOST_ATTEMPTS: u32 = 6;

/// Who has a report to make goes on trying after that, every so often, ms. An assumption.
const LATER_MS: Ms = 2 * 60_000;

/// A runner reaches somebody who may have heard already.
pub(super) const FINDS: &str = "runner-finds";

/// Lets senders learn that they were understood.
pub(super) fn note_acknowledgements(
    due: Res<Due>,
    mut mailbox: ResMut<Mailbox>,
    mut pictures: ResMut<Pictures>,
    mut decisions: ResMut<Decisions>,
    mut with: Sending,
) {
    let now_ms = with.clock.now_ms;
    for wake in due.of(ACKNOWLEDGED) {
        if mailbox.deliveries[wake.id as usize].acknowledged_ms.is_some() {
            continue;
        }
        mailbox.acknowledge(wake.id as usize, now_ms);
        let slot = &mut mailbox.deliveries[wake.id as usize];
        if slot.outcome == Outcome::Received {
            slot.outcome = Outcome::Acknowledged;
        }
        let (to, cause, message) = (slot.to.clone(), slot.cause, slot.message);
        let note = with.log.note(now_ms, "message-acknowledged").because(cause);
        note.text("by", party_name(&to, &with.given))
            .with("about", about(&mailbox.messages[message], &with.given))
            .done();
        if let Party::Position(position) = mailbox.messages[message].from {
            hear_from(&mut pictures, position, &to, &with);
        }
        if let Some(decision) = mailbox.messages[message].decision {
            let all = mailbox.all_acknowledged(decision) == Some(true);
            decisions.acknowledged(decision, now_ms, all);
        }
    }
}

/// Follows up those who have not answered in time, until the sender gives up.
pub(super) fn follow_up(due: Res<Due>, mut mailbox: ResMut<Mailbox>, mut with: Sending) {
    for wake in due.of(FINDS) {
        be_found(&mut mailbox, wake.id as usize, &mut with);
    }
    for wake in due.of(SILENCE) {
        let message = wake.id as usize;
        keep_for_successors(&mut mailbox, message, &with);
        let waiting = unanswered(&mailbox, message);
        let missed = bystanders_missed(&mailbox, message, &with);
        let is_tired = wake.occurrence >= MOST_ATTEMPTS;
        if mailbox.messages[message].if_silent == IfSilent::Nothing || is_tired {
            for delivery in waiting.iter().copied() {
                mailbox.has_asked_in_vain(delivery, false);
            }
        }
        let sent = &mailbox.messages[message];
        let gives_up = is_tired && !sent.is_report();
        if sent.if_silent == IfSilent::Nothing || gives_up {
            continue;
        }
        if waiting.is_empty() && (missed.is_empty() || calls_anybody(&mailbox, message)) {
            continue;
        }
        let after_ms = if is_tired {
            LATER_MS
        } else {
            sent.ack_within_ms.unwrap_or(60_000)
        };
        with.agenda.at(
            with.clock.now_ms + after_ms,
            Phase::Command,
            SILENCE,
            wake.id,
            (wake.occurrence + 1).min(MOST_ATTEMPTS),
        );
        let again = waiting.into_iter().chain(missed).collect();
        let asked = ask_again(&mut mailbox, message, again, &mut with);
        if !is_tired {
            note_asking(&mailbox, message, asked, &mut with);
        }
    }
}

/// The deliveries of a message whose recipients have been called and have not answered.
fn unanswered(mailbox: &Mailbox, message: usize) -> Vec<usize> {
    let is_open = |delivery: &usize| {
        let slot = &mailbox.deliveries[*delivery];
        !slot.bystander && slot.acknowledged_ms.is_none() && slot.outcome != Outcome::Superseded
    };
    let deliveries = mailbox.messages[message].deliveries.clone();
    deliveries.filter(is_open).collect()
}

/// A report to a position that has become vacant since, and that nobody there has heard, waits for the successor.
fn keep_for_successors(mailbox: &mut Mailbox, message: usize, with: &Sending) {
    if !mailbox.messages[message].is_report() {
        return;
    }
    for delivery in unanswered(mailbox, message) {
        let slot = &mailbox.deliveries[delivery];
        let may_be_heard = slot.received_ms.is_some() || is_under_way(slot, with);
        if !may_be_heard && with.organisation.is_vacant(&slot.to) {
            mailbox.keep_for_successor(delivery);
        }
    }
}

/// The deliveries of a message to bystanders who have not heard it, if it is said again where many hear at once. A
/// runner is sent to nobody who was not called.
fn bystanders_missed(mailbox: &Mailbox, message: usize, with: &Sending) -> Vec<usize> {
    let sent = &mailbox.messages[message];
    let channels = &with.given.command.channels;
    let is_signal = sent
        .via
        .iter()
        .any(|channel| is_broadcast(channels[*channel].kind));
    if sent.if_silent != IfSilent::AskAgain || !is_signal {
        return Vec::new();
    }
    let has_missed_it = |delivery: &usize| {
        let slot = &mailbox.deliveries[*delivery];
        slot.bystander && slot.received_ms.is_none() && slot.outcome != Outcome::Superseded
    };
    sent.deliveries.clone().filter(has_missed_it).collect()
}

/// Whether a message calls anybody by name, whose answers end it.
fn calls_anybody(mailbox: &Mailbox, message: usize) -> bool {
    let mut deliveries = mailbox.messages[message].deliveries.clone();
    deliveries.any(|delivery| !mailbox.deliveries[delivery].bystander)
}

/// Whether a word is still on its way, there or back: its recipient cannot have answered yet.
fn is_under_way(slot: &Delivery, with: &Sending) -> bool {
    slot.expected_ms.is_some_and(|at_ms| at_ms > with.clock.now_ms)
}

/// Asks those again who have had the time to answer, or sends them a runner. Says whom.
fn ask_again(mailbox: &mut Mailbox, message: usize, waiting: Vec<usize>, with: &mut Sending) -> Vec<usize> {
    let by_runner = mailbox.messages[message].if_silent == IfSilent::SendRunner;
    let is_silent = |d: &usize| !is_under_way(&mailbox.deliveries[*d], with);
    let silent: Vec<usize> = waiting.into_iter().filter(is_silent).collect();
    let only = by_runner.then_some(ChannelKind::Runner);
    let mut asked = Vec::new();
    for (stop, delivery) in (0..).zip(silent) {
        let has_heard = mailbox.deliveries[delivery].received_ms.is_some();
        let is_asked = match (has_heard, by_runner) {
            (false, _) => {
                attempt(mailbox, delivery, only, with);
                true
            }
            (true, true) => confirm_by_runner(mailbox, delivery, stop, with),
            // Asking again brings nothing new to somebody who has heard and cannot answer.
            (true, false) => false,
        };
        if is_asked {
            asked.push(delivery);
        }
    }
    asked
}

/// Notes who is asked again, by name.
fn note_asking(mailbox: &Mailbox, message: usize, asked: Vec<usize>, with: &mut Sending) {
    if asked.is_empty() {
        return;
    }
    let sent = &mailbox.messages[message];
    let silent: BTreeSet<_> = asked
        .into_iter()
        .filter_map(|d| party_subject(&mailbox.deliveries[d].to, &with.given))
        .collect();
    let how = match sent.if_silent {
        IfSilent::SendRunner => "send-runner",
        IfSilent::AskAgain | IfSilent::Nothing => "ask-again",
    };
    let note = with
        .log
        .note(with.clock.now_ms, "silence-followed-up")
        .because(sent.cause);
    note.text("from", party_name(&sent.from, &with.given))
        .with("silent", Detail::People(silent))
        .with("about", about(sent, &with.given))
        .text("how", how)
        .done();
}

/// Sends a runner to somebody who has heard already. Says whether one can go.
fn confirm_by_runner(mailbox: &mut Mailbox, delivery: usize, stop: u32, with: &mut Sending) -> bool {
    let channels = &with.given.command.channels;
    let Some(runner) = channels.iter().find(|c| c.kind == ChannelKind::Runner) else {
        return false;
    };
    let from = mailbox.messages[mailbox.deliveries[delivery].message]
        .from
        .clone();
    let slot = &mut mailbox.deliveries[delivery];
    if carries(runner, &from, &slot.to, true, &with.organisation, &with.locate).is_err() {
        return false;
    }
    slot.attempts += 1;
    let who = stable_id(&party_name(&slot.to, &with.given));
    let draw = with.chance.draw("runner", who, slot.attempts.into());
    let there_ms = delay_ms(
        runner,
        &from,
        &slot.to,
        stop,
        draw,
        &with.organisation,
        &with.locate,
    );
    let back_ms = way_ms(&slot.to, &from, &with.organisation, &with.locate);
    let finds_ms: Ms = with.clock.now_ms + there_ms;
    slot.expected_ms = Some(finds_ms + back_ms);
    with.agenda
        .at(finds_ms, Phase::Command, FINDS, delivery as u32, slot.attempts);
    true
}

/// A runner has come to somebody who has heard already, and walks back with the answer, or with none.
fn be_found(mailbox: &mut Mailbox, delivery: usize, with: &mut Sending) {
    let slot = &mailbox.deliveries[delivery];
    let person = with.organisation.person(&slot.to);
    if person.is_some_and(|person| !with.locate.can_act(person)) {
        mailbox.has_asked_in_vain(delivery, true);
        return;
    }
    let from = &mailbox.messages[slot.message].from;
    let back_ms = way_ms(&slot.to, from, &with.organisation, &with.locate);
    let at_ms = with.clock.now_ms + back_ms;
    with.agenda.at(
        at_ms,
        Phase::Command,
        ACKNOWLEDGED,
        delivery as u32,
        slot.attempts,
    );
}
