//! Gathers what a run leaves behind: from logs and components of the world to plain rows.

use bevy_ecs::prelude::*;

use super::{metrics, tracks};
use crate::command::act::source_name;
use crate::command::mail::Content;
use crate::command::{
    ActionLog, ActionOutcome, Actor, Decisions, Fact, Mailbox, MessageKind, Outcome, party_name,
};
use crate::hazard::earthquake::Ground;
use crate::people::{Activity, Condition, Ordinal, Roster, Story};
use crate::places::Site;
use crate::record::{
    self, Arg, CasualtyOutcome, DecisionOutcome, Entry, EntryId, Id, MessageOutcome, PersonOutcome, Records,
    ResourceStatus,
};
use crate::response::Resources;
use crate::scenario::model::{Choice, Presence, Scenario, SubjectIx};
use crate::sim::{Detail, Given, Happening, HappeningId, Log, Truth, Value};
use crate::vocabulary::{EVENTS, STATUS, Signal, SignalType, SubjectKind, Unit};

/// Names of everything, shared by all rows.
pub(super) struct Names<'a> {
    scenario: &'a Scenario,
    subjects: Vec<Id>,
}

impl<'a> Names<'a> {
    fn new(scenario: &'a Scenario) -> Self {
        Self {
            scenario,
            subjects: scenario
                .subjects
                .iter()
                .map(|(_, s)| s.id.as_str().into())
                .collect(),
        }
    }

    fn of(&self, subject: SubjectIx) -> Id {
        self.subjects[subject.0 as usize].clone()
    }

    fn person(&self, person: usize) -> Id {
        self.of(self.scenario.school.people[person].subject)
    }

    fn value(&self, signal: Signal, value: &Value) -> record::Value {
        match (value, signal.spec().values) {
            (Value::Flag(flag), _) => record::Value::Flag(*flag),
            (Value::Count(count), _) => record::Value::Number(f64::from(*count), signal.spec().unit),
            (Value::Number(number), _) => record::Value::Number(*number, signal.spec().unit),
            (Value::Ordinal(step), SignalType::Ordinal(steps)) => {
                record::Value::Word(steps.get(usize::from(*step)).copied().unwrap_or(""))
            }
            (Value::Ordinal(_), _) => record::Value::Unknown,
            (Value::Set(set), _) => record::Value::Ids(set.iter().map(|subject| self.of(*subject)).collect()),
        }
    }
}

/// All rows of a run.
pub(super) fn records(world: &mut World) -> Records {
    let given = world.resource::<Given>().clone();
    let names = Names::new(&given);
    let metrics = metrics::of_run(world);
    let objectives = metrics::objectives(&given, &metrics);
    let (timeline, entries) = timeline(world, &names);
    Records {
        timeline,
        messages: messages(world, &names, &entries),
        decisions: decisions(world, &names),
        actions: actions(world, &names),
        resources: resources(world, &names),
        people: people(world, &names),
        casualties: casualties(world, &names, &entries),
        places: places(world, &names),
        series: series(world, &names),
        metrics,
        objectives,
        tracks: tracks::take(world),
    }
}

/// The timeline, and the id of each happening in it.
fn timeline(world: &World, names: &Names) -> (record::Timeline, Vec<EntryId>) {
    let mut timeline = record::Timeline::default();
    let mut ids: Vec<EntryId> = Vec::new();
    for happening in world.resource::<Log>().happenings() {
        let Some(spec) = EVENTS.iter().find(|e| e.key == happening.event) else {
            continue;
        };
        ids.push(
            timeline.push(Entry {
                cause: happening
                    .cause
                    .and_then(|HappeningId(cause)| ids.get(cause as usize).copied()),
                time_ms: happening.at_ms,
                module: None,
                category: spec.category,
                event: happening.event,
                subject: happening.subject.map(|s| names.of(s)),
                place: happening.place.map(|s| names.of(s)),
                signal: happening.value.as_ref().map(|(signal, _)| *signal),
                value: happening
                    .value
                    .as_ref()
                    .map(|(signal, value)| names.value(*signal, value)),
                args: args(spec.args, happening, names),
            }),
        );
    }
    (timeline, ids)
}

/// Arguments that are ids: said by the name of what they stand for.
const NAMED: [&str; 12] = [
    "about", "action", "by", "channel", "decision", "from", "inject", "option", "order", "other", "pin", "to",
];

/// What the text of an entry needs, in the order of the event's declaration.
fn args(declared: &[&'static str], happening: &Happening, names: &Names) -> Vec<(&'static str, Arg)> {
    let of = |name: &'static str| match name {
        "subject" => happening.subject.map(|s| Arg::Id(names.of(s))),
        "place" => happening.place.map(|s| Arg::Id(names.of(s))),
        "value" => happening
            .value
            .as_ref()
            .map(|(signal, value)| value_arg(*signal, value, names)),
        "about" if happening.details.iter().all(|(n, _)| *n != "about") => {
            let (signal, _) = happening.value.as_ref()?;
            Some(Arg::Id(
                format!("{}@{}", signal.spec().name, names.of(happening.place?)).into(),
            ))
        }
        _ => happening
            .details
            .iter()
            .find(|(n, _)| *n == name)
            .map(|(_, detail)| match detail {
                Detail::Text(id) if NAMED.contains(&name) => Arg::Id(id.clone()),
                _ => arg(detail, names),
            }),
    };
    declared
        .iter()
        .map(|name| (*name, of(name).unwrap_or_else(|| Arg::Text("".into()))))
        .collect()
}

fn value_arg(signal: Signal, value: &Value, names: &Names) -> Arg {
    match names.value(signal, value) {
        record::Value::Number(number, _) => Arg::Count(number as i64),
        record::Value::Flag(flag) => Arg::Text(if flag { "yes" } else { "no" }.into()),
        record::Value::Word(word) => Arg::Text(word.into()),
        record::Value::Ids(ids) => Arg::Ids(ids),
        record::Value::Unknown => Arg::Text("unknown".into()),
    }
}

fn arg(detail: &Detail, names: &Names) -> Arg {
    match detail {
        Detail::Subject(subject) => Arg::Id(names.of(*subject)),
        Detail::People(people) => Arg::Ids(people.iter().map(|s| names.of(*s)).collect()),
        Detail::Text(text) => Arg::Text(text.clone()),
        Detail::Count(count) => Arg::Count(*count),
        Detail::Duration(ms) => Arg::DurationMs(*ms),
        Detail::Number(number) => Arg::Number(*number, Unit::Plain),
    }
}

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

fn messages(world: &World, names: &Names, entries: &[EntryId]) -> Vec<record::Message> {
    let mailbox = world.resource::<Mailbox>();
    let mut rows = Vec::new();
    for delivery in &mailbox.deliveries {
        let message = &mailbox.messages[delivery.message];
        let claim = match &message.content {
            Content::Facts(facts) => {
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
                |(topic, _)| format!("{}@{}", topic.signal.spec().name, names.of(topic.subject)).into(),
            )),
            value: claim.map(|(topic, value)| names.value(topic.signal, value)),
            truth_at_sending: message
                .truth_at_sending
                .as_ref()
                .map(|(topic, value)| names.value(topic.signal, value)),
            received_ms: delivery.received_ms,
            acknowledged_ms: delivery.acknowledged_ms,
            outcome: match (delivery.outcome, delivery.reason, message.ack_within_ms) {
                (Outcome::Sent, Some("lost"), None) => MessageOutcome::Lost,
                (Outcome::Sent, _, _) if delivery.bystander => MessageOutcome::Lost,
                (Outcome::Sent, Some(_), None) | (Outcome::Sent, _, Some(_)) => MessageOutcome::Unanswered,
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

fn decisions(world: &World, names: &Names) -> Vec<record::Decision> {
    let decisions = world.resource::<Decisions>();
    let scenario = names.scenario;
    let mut rows: Vec<record::Decision> = decisions
        .lives
        .iter()
        .map(|life| {
            let spec = &scenario.decisions[life.decision];
            let option = life.choice.map(|choice| match choice {
                Choice::Option(option) => spec.options[option].id.as_str().into(),
                Choice::Nothing => "nothing".into(),
            });
            record::Decision {
                decision: spec.id.as_str().into(),
                subject: spec.for_subject.map(|s| names.of(s)),
                occurrence: life.occurrence,
                attempt: 1,
                position: scenario.command.positions[spec.position].id.as_str().into(),
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
                    _ if life.ordered_ms.is_some() => DecisionOutcome::Ordered,
                    _ => DecisionOutcome::Nothing,
                },
                reason: life.reason.map(Into::into),
            }
        })
        .collect();
    for (i, spec) in scenario.decisions.iter().enumerate() {
        if decisions.lives.iter().all(|life| life.decision != i) {
            rows.push(record::Decision {
                decision: spec.id.as_str().into(),
                subject: spec.for_subject.map(|s| names.of(s)),
                occurrence: 1,
                attempt: 1,
                position: scenario.command.positions[spec.position].id.as_str().into(),
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
            });
        }
    }
    rows
}

fn actions(world: &World, names: &Names) -> Vec<record::Action> {
    let mut rows: Vec<record::Action> = Vec::new();
    for action in &world.resource::<ActionLog>().0 {
        let order = rows
            .iter()
            .rev()
            .take_while(|row| row.time_ms == action.at_ms)
            .count() as u32;
        let call = &action.submission.call;
        let by = match &action.submission.actor {
            Actor::Controller => "exercise-control".to_owned(),
            Actor::Party(party) => party_name(party, names.scenario),
        };
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
                ActionOutcome::Refused(_) => record::ActionResult::Refused,
            },
        });
    }
    rows
}

fn resources(world: &World, names: &Names) -> Vec<record::ResourceChange> {
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
                assignment: away.then(|| names.scenario.school.id.as_str().into()),
                place: (state == "on-scene").then(|| names.scenario.school.id.as_str().into()),
            }
        })
        .collect()
}

fn people(world: &mut World, names: &Names) -> Vec<record::Person> {
    let mut query = world.query_filtered::<(&Activity, &Story, &Condition), With<Ordinal>>();
    let entities = world.resource::<Roster>().entities.clone();
    let plan = &names.scenario.school.plan;
    let site = world.resource::<Site>();
    let mut rows = Vec::new();
    for (i, entity) in entities.into_iter().enumerate() {
        let Ok((activity, story, condition)) = query.get(world, entity) else {
            continue;
        };
        let spec = &names.scenario.school.people[i];
        let space = &plan.spaces[spec.space];
        let present = spec.presence == Presence::Present;
        let class = spec
            .class
            .map(|class| names.of(names.scenario.school.classes[class].subject));
        rows.push(record::Person {
            id: names.person(i),
            kind: spec.role.word(),
            group: class.clone(),
            class,
            start_place: present.then(|| space.id.as_str().into()),
            level: present.then(|| names.of(site.level_subject(space.level))),
            warned_ms: story.warned_ms,
            departed_ms: story.departed_ms,
            stair: story.stair.map(|s| names.of(s)),
            exit: story.exit.map(|s| names.of(s)),
            queued_ms: story.departed_ms.map(|_| story.queued_ms),
            exited_ms: story.exited_ms,
            assembled_ms: story.assembled_ms,
            missed_ms: story.missed_ms,
            found_ms: story.found_ms,
            found_by: story.found_by.map(|finder| names.person(finder as usize)),
            accounted_ms: story.accounted_ms,
            released_ms: None,
            outcome: person_outcome(*activity, story, *condition),
        });
    }
    rows
}

fn person_outcome(activity: Activity, story: &Story, condition: Condition) -> PersonOutcome {
    match activity {
        Activity::Away => PersonOutcome::Absent,
        _ if condition.severity > 1 => PersonOutcome::Injured,
        Activity::Assembled if story.accounted_ms.is_some() => PersonOutcome::Accounted,
        Activity::Assembled => PersonOutcome::Assembled,
        _ if story.exited_ms.is_some() => PersonOutcome::Outside,
        _ => PersonOutcome::Inside,
    }
}

fn casualties(world: &mut World, names: &Names, entries: &[EntryId]) -> Vec<record::Casualty> {
    let mut query = world.query_filtered::<(&Activity, &Story, &Condition), With<Ordinal>>();
    let entities = world.resource::<Roster>().entities.clone();
    let happenings: Vec<Option<SubjectIx>> = world
        .resource::<Log>()
        .happenings()
        .iter()
        .map(|h| h.place)
        .collect();
    let mut rows = Vec::new();
    for (i, entity) in entities.into_iter().enumerate() {
        let Ok((activity, story, condition)) = query.get(world, entity) else {
            continue;
        };
        let Some(injured_ms) = condition.hurt_ms else {
            continue;
        };
        let cause = condition.cause;
        rows.push(record::Casualty {
            id: names.person(i),
            cause: cause.map(|HappeningId(cause)| entries[cause as usize]),
            severity: condition.severity,
            triage: None,
            place: cause
                .and_then(|HappeningId(c)| happenings[c as usize])
                .map(|s| names.of(s)),
            injured_ms,
            found_ms: story.found_ms.or(story.assembled_ms),
            freed_ms: None,
            treated_ms: None,
            transported_ms: None,
            facility: None,
            outcome: if *activity == Activity::Down {
                CasualtyOutcome::NotFound
            } else {
                CasualtyOutcome::Waiting
            },
        });
    }
    rows
}

fn places(world: &World, names: &Names) -> Vec<record::Place> {
    let ground = world.resource::<Ground>();
    let truth = world.resource::<Truth>();
    let log = world.resource::<Log>();
    let school = names.scenario.school.subject;
    let warned_ms = log
        .happenings()
        .iter()
        .find(|h| h.event == "early-warning")
        .map(|h| h.at_ms);
    let mut rows = vec![record::Place {
        place: names.of(school),
        kind: "school",
        warned_ms,
        first_hit_ms: ground.first_hit_ms,
        max_value: None,
        cleared_ms: cleared_ms(truth, school),
        state: if truth
            .get(Signal::Power, school)
            .is_some_and(|(v, _)| *v == Value::Flag(false))
        {
            "without-power"
        } else {
            "usable"
        },
    }];
    for kind in [SubjectKind::Level, SubjectKind::Stair, SubjectKind::Opening] {
        for subject in names.scenario.subjects.of_kind(kind) {
            let Some(row) = place_row(kind, subject, truth, names, ground.first_hit_ms) else {
                continue;
            };
            rows.push(row);
        }
    }
    rows
}

fn place_row(
    kind: SubjectKind,
    subject: SubjectIx,
    truth: &Truth,
    names: &Names,
    first_hit_ms: Option<i64>,
) -> Option<record::Place> {
    let blocked = truth.get(Signal::Blocked, subject);
    if kind == SubjectKind::Opening && blocked.is_none() {
        return None;
    }
    let is_blocked = blocked.is_some_and(|(value, _)| *value == Value::Flag(true));
    Some(record::Place {
        place: names.of(subject),
        kind: match kind {
            SubjectKind::Level => "floor",
            SubjectKind::Stair => "stair",
            _ => "exit",
        },
        warned_ms: None,
        first_hit_ms,
        max_value: None,
        cleared_ms: cleared_ms(truth, subject),
        state: if is_blocked { "blocked" } else { "usable" },
    })
}

/// When the last person left; none while somebody is inside, or where nobody ever was.
fn cleared_ms(truth: &Truth, subject: SubjectIx) -> Option<i64> {
    let (value, since_ms) = truth.get(Signal::Inside, subject)?;
    (*value == Value::Count(0) && since_ms > 0).then_some(since_ms)
}

/// Samples; of a set its size, so that a column of names does not fill the file.
fn series(world: &World, names: &Names) -> Vec<record::Sample> {
    let samples = world.resource::<super::sample::Samples>();
    let row = |(time_ms, topic, value): &(i64, crate::scenario::trigger::Topic, Value)| record::Sample {
        time_ms: *time_ms,
        signal: topic.signal,
        subject: names.of(topic.subject),
        value: match value {
            Value::Set(set) => record::Value::persons(set.len()),
            _ => names.value(topic.signal, value),
        },
    };
    samples.taken.iter().map(row).collect()
}
