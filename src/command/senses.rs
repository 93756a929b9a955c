//! What people perceive, hear, count and finish: the senses on which standing orders and pictures rest.

use std::collections::BTreeSet;

use bevy_ecs::prelude::*;

use super::{Fact, Organisation, Party, Pictures};
use crate::hazard::earthquake::{ShakingBegins, ShakingEnds};
use crate::people::{Perceived, RollCallDone};
use crate::places::signal_of;
use crate::response::{Found, NotSearched, TaskDone};
use crate::scenario::model::{Presence, StandingOrderSpec};
use crate::scenario::trigger::{Task, Topic};
use crate::sim::{Clock, Given, HappeningId};
use crate::vocabulary::{Cue, Ms, Sense, Signal, Value};

/// What one person perceives, has heard and has done.
#[derive(Debug, Default, Clone)]
pub(super) struct PersonSenses {
    /// What lasts: shaking.
    pub(super) cues: BTreeSet<Cue>,
    /// What has just been perceived; gone when it has been judged.
    pub(super) glimpsed: BTreeSet<Cue>,
    /// Orders heard, by name.
    pub(super) orders: BTreeSet<&'static str>,
    /// What has just been finished.
    pub(super) done: BTreeSet<Task>,
    /// What has been observed and not yet reported.
    notebook: Vec<Fact>,
    pub(super) cause: Option<HappeningId>,
}

impl PersonSenses {
    /// Takes out of the notebook what an order is about: what the cues and tasks it waits for let one claim. The
    /// newest comes first.
    pub(super) fn take_facts(&mut self, order: &StandingOrderSpec) -> Vec<Fact> {
        let waits_for = order.when.subscriptions();
        let concerns = |signal: Signal| {
            waits_for.cues.iter().any(|cue| {
                signal_of(*cue) == Some(signal)
                    || (*cue == Cue::Injured && signal == Signal::Injured)
                    || (*cue == Cue::Straggler && signal == Signal::Elsewhere)
                    || (*cue == Cue::Blocked && signal == Signal::Unsearched)
            }) || waits_for.tasks.iter().any(|task| match task {
                Task::RollCall => matches!(signal, Signal::HeadCount | Signal::Missing),
                Task::Sweep => signal == Signal::Clear,
            })
        };
        let (mut told, kept): (Vec<Fact>, Vec<Fact>) = std::mem::take(&mut self.notebook)
            .into_iter()
            .partition(|fact| concerns(fact.topic.signal));
        self.notebook = kept;
        told.reverse();
        told
    }
}

/// The senses of everybody, by ordinal.
#[derive(Resource, Debug, Default)]
pub(super) struct Senses {
    pub(super) of: Vec<PersonSenses>,
    /// Who has perceived something since standing orders were judged last.
    pub(super) stirred: BTreeSet<u32>,
}

impl Senses {
    pub(super) fn new(people: usize) -> Self {
        Self {
            of: vec![PersonSenses::default(); people],
            ..Self::default()
        }
    }

    /// Somebody has heard an order.
    pub(super) fn hear_order(&mut self, person: u32, action: &'static str) {
        self.of[person as usize].orders.insert(action);
        self.stirred.insert(person);
    }

    fn of_mut(&mut self, person: u32, cause: Option<HappeningId>) -> &mut PersonSenses {
        self.stirred.insert(person);
        let senses = &mut self.of[person as usize];
        senses.cause = cause.or(senses.cause);
        senses
    }
}

/// Takes in what people perceive, count, find and finish. One's own senses are reports with zero delay: they stand
/// at once in the picture of the position one holds.
pub(super) fn sense(
    mut perceived: MessageReader<Perceived>,
    mut begins: MessageReader<ShakingBegins>,
    mut ends: MessageReader<ShakingEnds>,
    mut rolls: MessageReader<RollCallDone>,
    mut finished: MessageReader<TaskDone>,
    mut found: MessageReader<Found>,
    mut not_searched: MessageReader<NotSearched>,
    given: Res<Given>,
    clock: Res<Clock>,
    organisation: Res<Organisation>,
    mut senses: ResMut<Senses>,
    mut pictures: ResMut<Pictures>,
) {
    let now_ms = clock.now_ms;
    for Perceived {
        person,
        cue,
        place,
        cause,
    } in perceived.read()
    {
        let own = senses.of_mut(*person, *cause);
        if cue.sense() == Sense::Felt {
            own.cues.insert(*cue);
        } else {
            own.glimpsed.insert(*cue);
        }
        for position in organisation.held_by(*person) {
            pictures.0[position].perceive(*cue);
        }
        if let Some(fact) = observed(*person, *cue, *place, *cause, now_ms, &given, &organisation) {
            note(&mut senses, &mut pictures, &organisation, *person, fact, now_ms);
        }
    }
    for ShakingBegins { hazard, cause } in begins.read() {
        shaking_in_pictures(
            1,
            Some(*hazard),
            *cause,
            now_ms,
            &given,
            &organisation,
            &mut pictures,
        );
    }
    for ShakingEnds { cause, .. } in ends.read() {
        shaking_in_pictures(2, None, *cause, now_ms, &given, &organisation, &mut pictures);
        for picture in &mut pictures.0 {
            picture.perceive_no_more(Cue::Shaking);
        }
        for (person, spec) in (0..).zip(&given.school.people) {
            if spec.presence == Presence::Present {
                senses.of_mut(person, Some(*cause)).cues.remove(&Cue::Shaking);
            }
        }
    }
    for done in rolls.read() {
        let fact = |signal, value| Fact {
            topic: Topic {
                signal,
                subject: done.register,
            },
            value: Some(value),
            observed_at_ms: now_ms,
            observer: organisation.as_party(done.leader),
            cause: Some(done.cause),
        };
        let facts = [
            fact(Signal::HeadCount, Value::Count(done.head_count as u32)),
            fact(Signal::Missing, Value::Set(done.missing.clone())),
        ];
        for fact in facts {
            note(
                &mut senses,
                &mut pictures,
                &organisation,
                done.leader,
                fact,
                now_ms,
            );
        }
        senses
            .of_mut(done.leader, Some(done.cause))
            .done
            .insert(Task::RollCall);
        for position in organisation.held_by(done.leader) {
            pictures.0[position].finish(Task::RollCall);
        }
    }
    for TaskDone { person, swept, cause } in finished.read() {
        if let Some(level) = swept {
            let fact = Fact {
                topic: Topic {
                    signal: Signal::Clear,
                    subject: *level,
                },
                value: Some(Value::Flag(true)),
                observed_at_ms: now_ms,
                observer: organisation.as_party(*person),
                cause: Some(*cause),
            };
            note(&mut senses, &mut pictures, &organisation, *person, fact, now_ms);
            senses.of_mut(*person, Some(*cause)).done.insert(Task::Sweep);
            for position in organisation.held_by(*person) {
                pictures.0[position].finish(Task::Sweep);
            }
        }
    }
    for Found {
        person,
        finder,
        cause,
    } in found.read()
    {
        let found = given.school.people[*person as usize].subject;
        let fact = Fact {
            topic: Topic {
                signal: Signal::Elsewhere,
                subject: given.school.register_of(*person as usize),
            },
            value: Some(Value::Set(BTreeSet::from([found]))),
            observed_at_ms: now_ms,
            observer: organisation.as_party(*finder),
            cause: Some(*cause),
        };
        note(&mut senses, &mut pictures, &organisation, *finder, fact, now_ms);
        senses
            .of_mut(*finder, Some(*cause))
            .glimpsed
            .insert(Cue::Straggler);
    }
    for NotSearched { person, room, cause } in not_searched.read() {
        let fact = Fact {
            topic: Topic {
                signal: Signal::Unsearched,
                subject: *room,
            },
            value: Some(Value::Flag(true)),
            observed_at_ms: now_ms,
            observer: organisation.as_party(*person),
            cause: Some(*cause),
        };
        note(&mut senses, &mut pictures, &organisation, *person, fact, now_ms);
        senses.of_mut(*person, Some(*cause)).glimpsed.insert(Cue::Blocked);
    }
}

/// The fact a cue lets a person claim.
fn observed(
    person: u32,
    cue: Cue,
    place: Option<crate::vocabulary::SubjectIx>,
    cause: Option<HappeningId>,
    now_ms: Ms,
    given: &Given,
    organisation: &Organisation,
) -> Option<Fact> {
    let (topic, value) = match (signal_of(cue), cue, place) {
        (Some(signal), _, Some(subject)) => (Topic { signal, subject }, Value::Flag(true)),
        (None, Cue::Injured, Some(victim)) => (
            Topic {
                signal: Signal::Injured,
                subject: given.school.subject,
            },
            Value::Set(BTreeSet::from([victim])),
        ),
        _ => return None,
    };
    Some(Fact {
        topic,
        value: Some(value),
        observed_at_ms: now_ms,
        observer: organisation.as_party(person),
        cause,
    })
}

fn note(
    senses: &mut Senses,
    pictures: &mut Pictures,
    organisation: &Organisation,
    person: u32,
    fact: Fact,
    now_ms: Ms,
) {
    for position in organisation.held_by(person) {
        pictures.0[position].receive(fact.clone(), now_ms);
    }
    let cause = fact.cause;
    senses.of_mut(person, cause).notebook.push(fact);
}

fn shaking_in_pictures(
    step: u8,
    hazard: Option<usize>,
    cause: HappeningId,
    now_ms: Ms,
    given: &Given,
    organisation: &Organisation,
    pictures: &mut Pictures,
) {
    for (position, holder) in organisation.holders.iter().enumerate() {
        if holder.is_none() {
            continue;
        }
        let fact = Fact {
            topic: Topic {
                signal: Signal::Shaking,
                subject: given.school.subject,
            },
            value: Some(Value::Ordinal(step)),
            observed_at_ms: now_ms,
            observer: Party::Position(position),
            cause: Some(cause),
        };
        pictures.0[position].receive(fact, now_ms);
        if let Some(hazard) = hazard {
            pictures.0[position].notice_hazard(given.hazards[hazard].subject, now_ms);
        }
    }
}
