//! What the exercise controller brings in: pins and world injects are actions, message injects are messages.

use bevy_ecs::prelude::*;

use super::action::{Actor, Source, Submission, Submissions};
use super::decisions::{Decisions, REVISIT};
use super::mail::{Content, Draft, IfSilent, Mailbox, MessageKind};
use super::trigger::Rearm;
use super::watch::{TruthView, Watch};
use super::{Fact, Party};
use crate::scenario::model::{Inject, InjectContent, Scenario, When};
use crate::scenario::trigger::Topic;
use crate::sim::{Agenda, Clock, Detail, Due, Given, HappeningId, Log, Phase, Truth};
use crate::vocabulary::{Ms, Value};

const PIN: &str = "pin";
const INJECT: &str = "inject";

/// Injects that wait for a condition.
#[derive(Resource, Debug, Default)]
pub(super) struct InjectWatches(Vec<Option<Watch>>);

impl InjectWatches {
    /// As the scenario starts; puts those with a time on the agenda.
    pub(super) fn new(scenario: &Scenario, agenda: &mut Agenda) -> Self {
        for (i, pin) in (0..).zip(&scenario.pins) {
            agenda.at(pin.at_ms, Phase::Inject, PIN, i, 0);
        }
        let mut watches = Vec::new();
        for (i, inject) in (0..).zip(&scenario.injects) {
            watches.push(match &inject.when {
                When::At(at_ms) => {
                    agenda.at(*at_ms, Phase::Inject, INJECT, i, 0);
                    None
                }
                When::Becomes(trigger) => Some(Watch::new(trigger, Rearm::Never)),
            });
        }
        Self(watches)
    }
}

/// Brings in what is due.
pub(super) fn bring_in(
    due: Res<Due>,
    given: Res<Given>,
    clock: Res<Clock>,
    truth: Res<Truth>,
    decisions: Res<Decisions>,
    mut watches: ResMut<InjectWatches>,
    mut mailbox: ResMut<Mailbox>,
    mut submissions: ResMut<Submissions>,
    mut agenda: ResMut<Agenda>,
    mut log: ResMut<Log>,
) {
    let now_ms = clock.now_ms;
    for wake in due.of(PIN) {
        let pin = &given.pins[wake.id as usize];
        let cause = log.note(now_ms, "pin").text("pin", pin.id.as_str()).done();
        submissions.push(of_controller(Source::Pin(wake.id as usize), &pin.action, cause));
    }
    let view = TruthView {
        truth: &truth,
        decisions: &decisions,
        mailbox: &mailbox,
        scenario: &given,
        now_ms,
    };
    for i in ready(&due, &view, &mut watches, &mut agenda) {
        let inject = &given.injects[i];
        let cause = log
            .note(now_ms, "inject")
            .text("inject", inject.id.as_str())
            .done();
        if let InjectContent::World(calls) = &inject.content {
            for call in calls {
                submissions.push(of_controller(Source::Inject(i), call, cause));
            }
        }
        let draft = played_message(inject, cause, now_ms, &given, &mut log);
        mailbox.outbox.extend(draft);
    }
}

/// Injects whose time has come or whose condition has become true, in order.
fn ready(due: &Due, view: &TruthView, watches: &mut InjectWatches, agenda: &mut Agenda) -> Vec<usize> {
    let mut ready: Vec<usize> = due.of(INJECT).iter().map(|wake| wake.id as usize).collect();
    let version = view.version();
    for (i, watch) in watches.0.iter_mut().enumerate() {
        let Some(watch) = watch else { continue };
        if watch.is_due(version, view.now_ms) && watch.judge(view, version, view.now_ms, None) {
            ready.push(i);
        }
        if let Some(at_ms) = watch.take_revisit(view.now_ms) {
            agenda.at(at_ms, Phase::Inject, REVISIT, i as u32, 2);
        }
    }
    ready.sort_unstable();
    ready
}

fn of_controller(
    source: Source,
    call: &crate::scenario::model::ActionCall,
    cause: HappeningId,
) -> Submission {
    Submission {
        source,
        actor: Actor::Controller,
        call: call.clone(),
        people: Vec::new(),
        facts: Vec::new(),
        decision: None,
        cause: Some(cause),
    }
}

/// A message that somebody played by the exercise controller sends: true or false, nobody can tell.
fn played_message(
    inject: &Inject,
    cause: HappeningId,
    now_ms: Ms,
    scenario: &Scenario,
    log: &mut Log,
) -> Option<Draft> {
    let InjectContent::Message {
        from,
        to,
        channel,
        claim,
        text,
    } = &inject.content
    else {
        return None;
    };
    let position = &scenario.command.positions[*to];
    let note = log.note(now_ms, "message-played").because(Some(cause));
    let cause = note
        .about(position.subject)
        .text("from", from.as_str())
        .text("to", position.id.as_str())
        .with("words", Detail::Local(text.clone()))
        .done();
    let from = Party::Played(from.as_str().into());
    let facts = claim.iter().map(|(signal, subject, value)| Fact {
        topic: Topic {
            signal: *signal,
            subject: *subject,
        },
        value: Value::parse(*signal, value, |id| scenario.subjects.find(id)),
        observed_at_ms: now_ms,
        observer: from.clone(),
        cause: Some(cause),
    });
    Some(Draft {
        kind: MessageKind::Inform,
        cause: Some(cause),
        from: from.clone(),
        to: vec![(Party::Position(*to), false)],
        content: Content::Facts(facts.collect()),
        about: inject.id.as_str().into(),
        via: vec![*channel],
        ack_within_ms: None,
        if_silent: IfSilent::Nothing,
        decision: None,
    })
}
