//! Rows about command: messages, decisions, actions, resources.

use std::collections::BTreeSet;

use bevy_ecs::prelude::*;

use super::Names;
use crate::command::mail::Content;
use crate::command::{
    ActionLog, ActionOutcome, Actor, DecisionLife, Decisions, Fact, Mailbox, MessageKind, Outcome, Source,
    Submission, party_name, source_name,
};
use crate::record::{self, DecisionOutcome, EntryId, Id, MessageOutcome, ResourceStatus};
use crate::response::Resources;
use crate::scenario::model::{Choice, DecisionSpec, Scenario};
use crate::sim::HappeningId;
use crate::vocabulary::{Ms, STATUS, Signal, SubjectIx};

/// Of several facts in one message the one that its row shows: who is missing before how many are there.
fn most_telling(facts: &[Fact]) -> Option<&Fact> {
    facts
        .iter()
        .find(|fact| fact.topic.signal == Signal::Missing)
        .or(facts.first())
}

/// The id of a delivery, counted from 1.
fn message_id(delivery: usize) -> Id {
    format!("m{}", delivery + 1).into()
}

pub(super) fn messages(world: &World, names: &Names, entries: &[EntryId]) -> Vec<record::Message> {
    let mailbox = world.resource::<Mailbox>();
    let mut rows = Vec::new();
    for delivery in &mailbox.deliveries {
        let message = &mailbox.messages[delivery.message];
        let claim = match &message.content {
            Content::Facts(facts) | Content::Briefing { facts, .. } => {
                most_telling(facts).and_then(|fact| Some((fact.topic, fact.value.as_ref()?)))
            }
            _ => None,
        };
        let channel = delivery
            .channel
            .map_or("none", |c| names.scenario.command.channels[c].id.as_str());
        rows.push(record::Message {
            id: message_id(rows.len()),
            cause: message.cause.map(|HappeningId(cause)| entries[cause as usize]),
            kind: match message.kind {
                MessageKind::Report => record::MessageKind::Report,
                MessageKind::Order => record::MessageKind::Order,
                MessageKind::Request => record::MessageKind::Request,
                MessageKind::Inform => record::MessageKind::Inform,
                MessageKind::Question => record::MessageKind::Question,
            },
            time_ms: message.sent_ms,
            from: party_name(&message.from, names.scenario).into(),
            to: party_name(&delivery.to, names.scenario).into(),
            channel: channel.into(),
            about: Some(claim.map_or_else(
                || message.about.clone(),
                |(topic, _)| topic.name(&names.scenario.subjects).into(),
            )),
            value: claim.map(|(topic, value)| names.value(topic.signal, value)),
            truth_at_sending: message
                .truth_at_sending
                .as_ref()
                .map(|(topic, value)| names.value(topic.signal, value)),
            received_ms: delivery.received_ms,
            acknowledged_ms: delivery.acknowledged_ms,
            outcome: match (delivery.outcome, delivery.reason, message.ack_within_ms) {
                // Nobody waits for an answer of who only overhears.
                (Outcome::Sent, _, _) if delivery.bystander => MessageOutcome::Lost,
                (Outcome::Sent, Some(_), None) => MessageOutcome::Lost,
                (Outcome::Sent, _, Some(_)) => MessageOutcome::Unanswered,
                (Outcome::Sent, None, None) => MessageOutcome::Sent,
                (Outcome::Received, _, _) => MessageOutcome::Received,
                (Outcome::Acknowledged, _, _) => MessageOutcome::Acknowledged,
                (Outcome::CarriedOut, _, _) => MessageOutcome::CarriedOut,
                (Outcome::Refused, _, _) => MessageOutcome::Refused,
                (Outcome::Declined, _, _) => MessageOutcome::Declined,
                (Outcome::Superseded, _, _) => MessageOutcome::Superseded,
            },
            reason: delivery.reason.map(Into::into),
        });
    }
    rows
}

pub(super) fn decisions(world: &World, names: &Names) -> Vec<record::Decision> {
    let lives = &world.resource::<Decisions>().lives;
    lives
        .iter()
        .map(|life| decision(life, names))
        .chain(never_due(lives, names))
        .collect()
}

/// Of the decisions that never fell due, one row each: a decision for each of several has one for all of them.
fn never_due(lives: &[DecisionLife], names: &Names) -> Vec<record::Decision> {
    let specs = &names.scenario.decisions;
    let mut told: BTreeSet<&str> = lives
        .iter()
        .map(|life| specs[life.decision].id.as_str())
        .collect();
    specs
        .iter()
        .filter(|spec| told.insert(&spec.id))
        .map(|spec| not_due(spec, None, names))
        .collect()
}

/// A decision that never fell due.
fn not_due(spec: &DecisionSpec, subject: Option<SubjectIx>, names: &Names) -> record::Decision {
    record::Decision {
        decision: spec.id.as_str().into(),
        subject: subject.map(|s| names.of(s)),
        occurrence: 1,
        attempt: 1,
        position: names.scenario.command.positions[spec.position].id.as_str().into(),
        option: None,
        true_since_ms: None,
        known_ms: None,
        decided_ms: None,
        ordered_ms: None,
        first_ack_ms: None,
        last_ack_ms: None,
        effective_ms: None,
        outcome: DecisionOutcome::NotDue,
        reason: None,
    }
}

/// A decision that fell due, and what came of it.
fn decision(life: &DecisionLife, names: &Names) -> record::Decision {
    let spec = &names.scenario.decisions[life.decision];
    let option = life.choice.map(|choice| match choice {
        Choice::Option(option) => spec.options[option].id.as_str().into(),
        Choice::Nothing => "nothing".into(),
    });
    record::Decision {
        occurrence: life.occurrence,
        option,
        true_since_ms: life.true_since_ms,
        known_ms: life.known_ms,
        decided_ms: life.decided_ms,
        ordered_ms: life.ordered_ms,
        first_ack_ms: life.first_ack_ms,
        last_ack_ms: life.last_ack_ms,
        effective_ms: life.effective_ms,
        outcome: match (life.decided_ms, life.choice) {
            (None, _) => DecisionOutcome::Pending,
            (Some(_), Some(Choice::Nothing)) => DecisionOutcome::Nothing,
            _ if life.ordered_ms.is_none() && life.reason.is_some() => DecisionOutcome::Refused,
            _ if life.effective_ms.is_some() => DecisionOutcome::Effective,
            _ if life.superseded => DecisionOutcome::Superseded,
            _ if life.ordered_ms.is_some() => DecisionOutcome::Ordered,
            _ => DecisionOutcome::Nothing,
        },
        reason: life.reason.map(Into::into),
        ..not_due(spec, spec.for_subject, names)
    }
}

pub(super) fn actions(world: &World, names: &Names) -> Vec<record::Action> {
    let mut rows: Vec<record::Action> = Vec::new();
    for action in &world.resource::<ActionLog>().0 {
        let order = rows
            .iter()
            .rev()
            .take_while(|row| row.time_ms == action.at_ms)
            .count() as u32;
        let call = &action.submission.call;
        let by = acting(&action.submission, names.scenario);
        let arguments = call.arguments_text(&names.scenario.subjects, &names.scenario.command.channels);
        let separator = if arguments.is_empty() { "" } else { "; " };
        rows.push(record::Action {
            time_ms: action.at_ms,
            order,
            source: source_name(&action.submission.source, names.scenario).into(),
            action: call.spec.name.into(),
            arguments: format!("by={by}{separator}{arguments}"),
            result: match action.outcome {
                ActionOutcome::Applied => record::ActionResult::Applied,
                ActionOutcome::Unchanged => record::ActionResult::Unchanged,
                ActionOutcome::Refused(_) => record::ActionResult::Refused,
            },
        });
    }
    rows
}

/// Who does it. What a standing order makes many do with their own hands is done by all whom it binds.
fn acting(submission: &Submission, scenario: &Scenario) -> String {
    let many = match submission.source {
        Source::StandingOrder(order) => scenario.standing_orders[order].held_by.many(),
        _ => None,
    };
    match &submission.actor {
        Actor::Controller => many.unwrap_or("exercise-control").to_owned(),
        Actor::Party(party) => party_name(party, scenario),
    }
}

/// When a resource was first asked for, ms.
fn first_request_ms(mailbox: &Mailbox, resource: SubjectIx) -> Option<Ms> {
    let requests = mailbox.messages.iter().filter(|message| {
        matches!(&message.content, Content::Request(call) if call.subject("resource") == Some(resource))
    });
    requests.map(|message| message.sent_ms).min()
}

pub(super) fn resources(world: &World, names: &Names) -> Vec<record::ResourceChange> {
    let resources = world.resource::<Resources>();
    let changes = &resources.changes;
    changes
        .iter()
        .enumerate()
        .map(|(i, change)| {
            let spec = &names.scenario.resources[change.resource];
            let until_ms = changes[i + 1..]
                .iter()
                .find(|later| later.resource == change.resource)
                .map(|later| later.at_ms);
            let state = STATUS[usize::from(change.state)];
            let away = change.state > 0;
            record::ResourceChange {
                time_ms: change.at_ms,
                until_ms,
                resource: spec.id.as_str().into(),
                kind: spec.kind.as_str().into(),
                type_: (!spec.type_.is_empty()).then(|| spec.type_.as_str().into()),
                status: if away {
                    ResourceStatus::Assigned
                } else {
                    ResourceStatus::Available
                },
                state,
                request: change.request.map(|delivery| message_id(delivery as usize)),
                requested_ms: first_request_ms(world.resource::<Mailbox>(), spec.subject),
                assignment: away.then(|| names.scenario.school.id.as_str().into()),
                place: (state == "on-scene").then(|| names.scenario.school.id.as_str().into()),
            }
        })
        .collect()
}
