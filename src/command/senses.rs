//! What people perceive, hear, count and finish: the senses on which standing orders and pictures rest.

use std::collections::BTreeSet;

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use super::learning::learn;
use super::{Fact, Organisation, Party, Pictures};
use crate::hazard::earthquake::{ShakingBegins, ShakingEnds, Shocks};
use crate::people::{Perceived, RollCallDone, WaterSeen};
use crate::places::signal_of;
use crate::response::{Found, Inspected, NotSearched, Posted, TaskDone};
use crate::scenario::model::StandingOrderSpec;
use crate::scenario::trigger::{Task, Topic};
use crate::second_shift::SeenBeforeTheGate;
use crate::sim::{Clock, Given, HappeningId, Log};
use crate::vocabulary::{Cue, CueSet, Sense, Signal, SubjectIx, Value};

/// What one person perceives, has heard and has done.
#[derive(Debug, Default, Clone)]
pub(super) struct PersonSenses {
    /// What lasts: shaking.
    pub(super) cues: CueSet,
    /// What has just been perceived; gone when it has been judged.
    pub(super) glimpsed: CueSet,
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
                    || (matches!(cue, Cue::Straggler | Cue::NeedsHelp) && signal == Signal::Elsewhere)
                    || (*cue == Cue::Blocked && signal == Signal::Unsearched)
                    || (*cue == Cue::Water && matches!(signal, Signal::Depth | Signal::Danger))
            }) || waits_for.tasks.iter().any(|task| match task {
                // Who is there, who is missing, and who lies or waits elsewhere.
                Task::RollCall => matches!(
                    signal,
                    Signal::HeadCount | Signal::Missing | Signal::Injured | Signal::Elsewhere
                ),
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

/// What taking in needs.
#[derive(SystemParam)]
pub(super) struct TakingIn<'w> {
    given: Res<'w, Given>,
    shocks: Res<'w, Shocks>,
    clock: Res<'w, Clock>,
    organisation: Res<'w, Organisation>,
    senses: ResMut<'w, Senses>,
    pictures: ResMut<'w, Pictures>,
    log: ResMut<'w, Log>,
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
    mut inspected: MessageReader<Inspected>,
    mut posted: MessageReader<Posted>,
    mut second_shift: MessageReader<SeenBeforeTheGate>,
    mut waters: MessageReader<WaterSeen>,
    mut with: TakingIn,
) {
    waters.read().for_each(|seen| with.see_water(seen));
    perceived.read().for_each(|perceived| with.perceive(perceived));
    for ShakingBegins { shock, cause } in begins.read() {
        let hazard = with.shocks.0[*shock].subject;
        with.shaking_in_pictures(1, Some(hazard), *cause);
    }
    for ShakingEnds { cause, .. } in ends.read() {
        with.feel_the_end(*cause);
    }
    rolls.read().for_each(|done| with.call_the_roll(done));
    finished.read().for_each(|done| with.finish(done));
    found.read().for_each(|found| with.find(found));
    not_searched.read().for_each(|room| with.leave_unsearched(room));
    inspected.read().for_each(|inspected| with.inspect(inspected));
    posted.read().for_each(|posted| with.take_post(posted));
    second_shift
        .read()
        .for_each(|seen| with.see_the_second_shift(seen));
}

impl TakingIn<'_> {
    fn perceive(&mut self, perceived: &Perceived) {
        let Perceived {
            person, cue, cause, ..
        } = *perceived;
        let own = self.senses.of_mut(person, cause);
        if cue.sense() == Sense::Felt {
            own.cues.insert(cue);
        } else {
            own.glimpsed.insert(cue);
        }
        for position in self.organisation.held_by(person) {
            self.pictures.0[position].perceive(cue, cause);
        }
        if let Some((topic, value)) = claim(cue, perceived.place, &self.given) {
            self.note(person, topic, value, cause);
        }
    }

    fn feel_the_end(&mut self, cause: HappeningId) {
        self.shaking_in_pictures(2, None, cause);
        for picture in &mut self.pictures.0 {
            picture.perceive_no_more(Cue::Shaking);
        }
        for (person, spec) in (0..).zip(&self.given.school.people) {
            if spec.presence.at_school() {
                let own = self.senses.of_mut(person, Some(cause));
                own.cues.remove(Cue::Shaking);
            }
        }
    }

    fn call_the_roll(&mut self, done: &RollCallDone) {
        let subject = done.register;
        let claims = [
            (Signal::HeadCount, Value::Count(done.head_count as u32)),
            (Signal::Missing, Value::Set(done.missing.clone())),
        ];
        for (signal, value) in claims {
            self.note(done.leader, Topic { signal, subject }, value, Some(done.cause));
        }
        self.has_done(done.leader, Task::RollCall, done.cause);
    }

    fn finish(&mut self, done: &TaskDone) {
        if let Some(level) = done.swept {
            let topic = Topic {
                signal: Signal::Clear,
                subject: level,
            };
            self.note(done.person, topic, Value::Flag(done.clear), Some(done.cause));
            self.has_done(done.person, Task::Sweep, done.cause);
        }
    }

    fn has_done(&mut self, person: u32, task: Task, cause: HappeningId) {
        self.senses.of_mut(person, Some(cause)).done.insert(task);
        for position in self.organisation.held_by(person) {
            self.pictures.0[position].finish(task, cause);
        }
    }

    fn find(&mut self, found: &Found) {
        let topic = Topic {
            signal: Signal::Elsewhere,
            subject: self.given.school.register_of(found.person as usize),
        };
        let subject = self.given.school.people[found.person as usize].subject;
        let value = Value::Set(BTreeSet::from([subject]));
        self.note(found.finder, topic, value, Some(found.cause));
        let own = self.senses.of_mut(found.finder, Some(found.cause));
        own.glimpsed.insert(Cue::Straggler);
    }

    fn inspect(&mut self, inspected: &Inspected) {
        let topic = Topic {
            signal: Signal::Usability,
            subject: self.given.school.subject,
        };
        let fact = Fact {
            topic,
            value: Some(Value::Ordinal(inspected.finding)),
            observed_at_ms: self.clock.now_ms,
            observer: Party::Position(inspected.position),
            cause: Some(inspected.cause),
        };
        learn(
            &mut self.pictures,
            inspected.position,
            fact,
            Some(inspected.cause),
            self.clock.now_ms,
            &self.given,
            &mut self.log,
        );
    }

    fn take_post(&mut self, posted: &Posted) {
        let topic = Topic {
            signal: Signal::Attended,
            subject: posted.place,
        };
        let value = Value::Flag(posted.stands);
        self.note(posted.person, topic, value, Some(posted.cause));
    }

    fn see_the_second_shift(&mut self, seen: &SeenBeforeTheGate) {
        let topic = Topic {
            signal: Signal::SecondShiftWaiting,
            subject: self.given.school.subject,
        };
        let value = Value::Count(seen.waiting);
        self.note(seen.person, topic, value, Some(seen.cause));
    }

    fn see_water(&mut self, seen: &WaterSeen) {
        let claims = [
            (Signal::Depth, Value::Number(seen.depth_m)),
            (Signal::Danger, Value::Ordinal(seen.danger)),
        ];
        for (signal, value) in claims {
            let subject = self.given.school.subject;
            self.note(seen.person, Topic { signal, subject }, value, seen.cause);
        }
    }

    fn leave_unsearched(&mut self, not_searched: &NotSearched) {
        let NotSearched { person, room, cause } = *not_searched;
        let topic = Topic {
            signal: Signal::Unsearched,
            subject: room,
        };
        self.note(person, topic, Value::Flag(true), Some(cause));
        self.senses
            .of_mut(person, Some(cause))
            .glimpsed
            .insert(Cue::Blocked);
    }

    /// Somebody observes a fact: it stands in the own notebook, and in the pictures of the positions held.
    fn note(&mut self, person: u32, topic: Topic, value: Value, cause: Option<HappeningId>) {
        let fact = Fact {
            topic,
            value: Some(value),
            observed_at_ms: self.clock.now_ms,
            observer: self.organisation.as_party(person),
            cause,
        };
        for position in self.organisation.held_by(person) {
            learn(
                &mut self.pictures,
                position,
                fact.clone(),
                cause,
                self.clock.now_ms,
                &self.given,
                &mut self.log,
            );
        }
        self.senses.of_mut(person, cause).notebook.push(fact);
    }

    fn shaking_in_pictures(&mut self, step: u8, hazard: Option<SubjectIx>, cause: HappeningId) {
        let now_ms = self.clock.now_ms;
        let topic = Topic {
            signal: Signal::Shaking,
            subject: self.given.school.subject,
        };
        for position in 0..self.organisation.holders.len() {
            if !self.organisation.is_filled(position) {
                continue;
            }
            let fact = Fact {
                topic,
                value: Some(Value::Ordinal(step)),
                observed_at_ms: now_ms,
                observer: Party::Position(position),
                cause: Some(cause),
            };
            let picture = &mut self.pictures.0[position];
            picture.receive(fact, now_ms);
            picture.note_change(topic, cause);
            if let Some(hazard) = hazard {
                picture.notice_hazard(hazard, now_ms);
            }
        }
    }
}

/// What a cue lets a person claim.
fn claim(cue: Cue, place: Option<SubjectIx>, given: &Given) -> Option<(Topic, Value)> {
    match (signal_of(cue), cue, place) {
        (Some(signal), _, Some(subject)) => Some((Topic { signal, subject }, Value::Flag(true))),
        (None, Cue::Injured, Some(victim)) => {
            let topic = Topic {
                signal: Signal::Injured,
                subject: given.school.subject,
            };
            Some((topic, Value::Set(BTreeSet::from([victim]))))
        }
        // Whoever sees somebody wait knows where they are.
        (None, Cue::NeedsHelp, Some(waits)) => {
            let person = given.subjects.get(waits).index;
            let topic = Topic {
                signal: Signal::Elsewhere,
                subject: given.school.register_of(person),
            };
            Some((topic, Value::Set(BTreeSet::from([waits]))))
        }
        _ => None,
    }
}
