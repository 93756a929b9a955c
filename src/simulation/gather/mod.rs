//! Gathers what a run leaves behind: from logs and components of the world to plain rows.

mod command;
mod flood;
mod people;
mod pictures;
mod valley;

use bevy_ecs::prelude::*;

pub(super) use pictures::picture;

use command::{actions, decisions, messages, resources};
use people::{casualties, entrapped, entrapped_casualties, people, places};

use super::{metrics, names as called, tracks, water};

use crate::record::{self, Arg, Entry, EntryId, Id, Records};
use crate::scenario::model::Scenario;
use crate::scenario::trigger::Topic;
use crate::sim::{Detail, Given, Happening, HappeningId, Log};
use crate::vocabulary::{EVENTS, Ms, Signal, SignalType, SubjectIx, Unit, Value};

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

    /// The module that a time falls into.
    fn module_at(&self, time_ms: Ms) -> Option<Id> {
        let material = &self.scenario.material;
        let module = material.module_at(time_ms)?;
        Some(material.modules[module].id.as_str().into())
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
        people: [people(world, &names), entrapped(world, &names)].concat(),
        casualties: [
            casualties(world, &names, &entries),
            entrapped_casualties(world, &names, &entries),
        ]
        .concat(),
        places: [valley::places(world, &names), places(world, &names)].concat(),
        series: series(world, &names),
        metrics,
        objectives,
        pictures: pictures::pictures(world, &names, &entries),
        tracks: tracks::take(world),
        water: water::take(world),
        maps: flood::maps(world),
        incomplete: flood::broke_off(world),
        remarks: flood::remarks(world),
    }
}

/// What a run comes to, without the rows of what happened.
pub(super) fn metrics_only(world: &mut World) -> Records {
    let given = world.resource::<Given>().clone();
    let metrics = metrics::of_run(world);
    Records {
        objectives: metrics::objectives(&given, &metrics),
        metrics,
        incomplete: flood::broke_off(world),
        remarks: flood::remarks(world),
        ..Records::default()
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
                module: names.module_at(happening.at_ms),
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
const NAMED: [&str; 9] = [
    "about", "action", "by", "channel", "from", "other", "post", "resource", "to",
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
            let topic = Topic {
                signal: *signal,
                subject: happening.place?,
            };
            Some(Arg::Id(topic.name(&names.scenario.subjects).into()))
        }
        _ => happening
            .details
            .iter()
            .find(|(n, _)| *n == name)
            .map(|(_, detail)| match detail {
                Detail::Text(id) if called::KINDS.contains(&name) => Arg::Of(name, id.clone()),
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
        record::Value::Number(number, unit) if signal.spec().values == SignalType::Number => {
            Arg::Number(number, unit)
        }
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
        Detail::Words(words) => Arg::First(words.clone()),
        Detail::Of(kind, id) => Arg::Of(kind, id.clone()),
        Detail::Local(text) => Arg::Local(text.0.clone()),
        Detail::Count(count) => Arg::Count(*count),
        Detail::Duration(ms) => Arg::DurationMs(*ms),
        Detail::Number(number) => Arg::Number(*number, Unit::Plain),
        Detail::Quantity(number, unit) => Arg::Number(*number, *unit),
    }
}

/// Samples; of a set its size, so that a column of names does not fill the file.
fn series(world: &World, names: &Names) -> Vec<record::Sample> {
    let samples = world.resource::<super::sample::Samples>();
    let row = |(time_ms, topic, value): &(i64, Topic, Value)| record::Sample {
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
