//! Standing orders: what people and positions do by themselves, and the senses it rests on.

use std::collections::{BTreeMap, BTreeSet};

use bevy_ecs::prelude::*;

use super::act::{Actor, Source, Submission, Submissions};
use super::decisions::{Decisions, REVISIT};
use super::mail::Mailbox;
use super::trigger::{Edge, ForState, Rearm, evaluate};
use super::watch::{PositionView, SensesView, Watch};
use super::{Fact, Organisation, Party, Pictures};
use crate::hazard::earthquake::{ShakingBegins, ShakingEnds};
use crate::people::{Locate, Perceived, RollCallDone};
use crate::places::signal_of;
use crate::response::{Found, TaskDone};
use crate::scenario::model::{Presence, StandingHolder, StandingOrderSpec};
use crate::scenario::trigger::{Task, Topic};
use crate::sim::{Agenda, Clock, Given, HappeningId, Log, Ms, Phase, Value};
use crate::vocabulary::{Cue, Nature, PersonRole, Sense, Signal};

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
    cause: Option<HappeningId>,
}

impl PersonSenses {
    /// Takes out of the notebook what an order is about: what the cues and tasks it waits for let one claim. The
    /// newest comes first.
    fn take_facts(&mut self, order: &StandingOrderSpec) -> Vec<Fact> {
        let waits_for = order.when.subscriptions();
        let concerns = |signal: Signal| {
            waits_for.cues.iter().any(|cue| {
                signal_of(*cue) == Some(signal)
                    || (*cue == Cue::Injured && signal == Signal::Injured)
                    || (*cue == Cue::Straggler && signal == Signal::Elsewhere)
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
    of: Vec<PersonSenses>,
    /// Who has perceived something since standing orders were judged last.
    stirred: BTreeSet<u32>,
    edges: BTreeMap<(usize, u32), (Edge, ForState)>,
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
        let class = given.school.classes[done.class].subject;
        let fact = |signal, value| Fact {
            topic: Topic {
                signal,
                subject: class,
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
        let spec = &given.school.people[*person as usize];
        if let Some(class) = spec.class {
            let fact = Fact {
                topic: Topic {
                    signal: Signal::Elsewhere,
                    subject: given.school.classes[class].subject,
                },
                value: Some(Value::Set(BTreeSet::from([spec.subject]))),
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
    }
}

/// The fact a cue lets a person claim.
fn observed(
    person: u32,
    cue: Cue,
    place: Option<crate::scenario::model::SubjectIx>,
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

/// Watches of standing orders that positions hold, by index of the standing order.
#[derive(Resource, Debug, Default)]
pub(super) struct PositionWatches(Vec<Option<Watch>>);

impl PositionWatches {
    pub(super) fn new(orders: &[StandingOrderSpec]) -> Self {
        let watch = |order: &StandingOrderSpec| {
            matches!(order.held_by, StandingHolder::Position(_))
                .then(|| Watch::new(&order.when, rearm(order)))
        };
        Self(orders.iter().map(watch).collect())
    }
}

fn rearm(order: &StandingOrderSpec) -> Rearm {
    if order.repeats {
        Rearm::WhenNotTrue
    } else {
        Rearm::Never
    }
}

/// Judges standing orders: of everybody whose senses were stirred, and of positions whose picture changed.
pub(super) fn follow_standing_orders(
    given: Res<Given>,
    clock: Res<Clock>,
    organisation: Res<Organisation>,
    locate: Locate,
    pictures: Res<Pictures>,
    decisions: Res<Decisions>,
    mailbox: Res<Mailbox>,
    mut watches: ResMut<PositionWatches>,
    mut senses: ResMut<Senses>,
    mut submissions: ResMut<Submissions>,
    mut agenda: ResMut<Agenda>,
    mut log: ResMut<Log>,
) {
    let now_ms = clock.now_ms;
    let stirred: Vec<u32> = std::mem::take(&mut senses.stirred).into_iter().collect();
    for (index, order) in given.standing_orders.iter().enumerate() {
        match order.held_by {
            StandingHolder::Position(position) => {
                let Some(watch) = &mut watches.0[index] else {
                    continue;
                };
                let Some(holder) = organisation.holders[position].filter(|p| locate.can_act(*p)) else {
                    continue;
                };
                let version = pictures.0[position].version.wrapping_add(decisions.version);
                if !watch.is_due(version, now_ms) {
                    continue;
                }
                let picture = &pictures.0[position];
                let view = PositionView {
                    picture,
                    position,
                    decisions: &decisions,
                    mailbox: &mailbox,
                    scenario: &given,
                };
                let fires =
                    watch.judge(&view, version, now_ms, None) || (order.repeats && watch.has_news(&view));
                if let Some(at_ms) = watch.take_revisit(now_ms) {
                    agenda.at(at_ms, Phase::Command, REVISIT, index as u32, 1);
                }
                if fires {
                    let cause = note_order(order, Some(holder), now_ms, &given, &senses, &mut log);
                    submit(
                        index,
                        order,
                        Actor::Party(Party::Position(position)),
                        vec![holder],
                        Vec::new(),
                        Some(cause),
                        &mut submissions,
                    );
                }
            }
            _ => follow_personally(
                index,
                order,
                &stirred,
                now_ms,
                &given,
                &organisation,
                &locate,
                &mut senses,
                &mut submissions,
                &mut log,
            ),
        }
    }
    for person in stirred {
        let own = &mut senses.of[person as usize];
        own.glimpsed.clear();
        own.done.clear();
    }
}

fn binds(
    order: &StandingOrderSpec,
    person: u32,
    given: &Given,
    organisation: &Organisation,
    locate: &Locate,
) -> bool {
    let role = given.school.people[person as usize].role;
    match order.held_by {
        StandingHolder::Everyone => true,
        StandingHolder::EveryAdult => !matches!(role, PersonRole::Pupil),
        StandingHolder::EveryTeacher => locate.roster().leads(person),
        StandingHolder::EveryPosition => organisation.held_by(person).next().is_some(),
        StandingHolder::Position(_) => false,
    }
}

fn follow_personally(
    index: usize,
    order: &StandingOrderSpec,
    stirred: &[u32],
    now_ms: Ms,
    given: &Given,
    organisation: &Organisation,
    locate: &Locate,
    senses: &mut Senses,
    submissions: &mut Submissions,
    log: &mut Log,
) {
    let mut together: Vec<u32> = Vec::new();
    for person in stirred.iter().copied() {
        if !binds(order, person, given, organisation, locate) || !locate.can_act(person) {
            continue;
        }
        let fires = {
            let Senses { of, edges, .. } = senses;
            let (edge, holds) = edges
                .entry((index, person))
                .or_insert_with(|| (Edge::new(rearm(order)), ForState::new(&order.when)));
            let own = &of[person as usize];
            let fires = edge.fires(
                evaluate(&order.when.expr, &SensesView(own), now_ms, holds).value,
                None,
            );
            // What was only glimpsed is over at once, so that the next glimpse is a new one.
            let mut afterwards = own.clone();
            afterwards.glimpsed.clear();
            afterwards.done.clear();
            edge.fires(
                evaluate(&order.when.expr, &SensesView(&afterwards), now_ms, holds).value,
                None,
            );
            fires
        };
        if !fires {
            continue;
        }
        if order.actions.iter().all(|call| call.spec.nature == Nature::Own) {
            together.push(person);
            continue;
        }
        let cause = note_order(order, Some(person), now_ms, given, senses, log);
        let facts = senses.of[person as usize].take_facts(order);
        let actor = Actor::Party(organisation.as_party(person));
        submit(index, order, actor, vec![person], facts, Some(cause), submissions);
    }
    if let Some(first) = together.first().copied() {
        let cause = senses.of[first as usize].cause;
        submit(
            index,
            order,
            Actor::Controller,
            together,
            Vec::new(),
            cause,
            submissions,
        );
    }
}

fn note_order(
    order: &StandingOrderSpec,
    person: Option<u32>,
    now_ms: Ms,
    given: &Given,
    senses: &Senses,
    log: &mut Log,
) -> HappeningId {
    let cause = person.and_then(|p| senses.of[p as usize].cause);
    let note = log
        .note(now_ms, "standing-order")
        .because(cause)
        .text("order", order.id.as_str());
    let note = match person {
        Some(person) => note.about(given.school.people[person as usize].subject),
        None => note,
    };
    note.at(order.for_subject).done()
}

fn submit(
    index: usize,
    order: &StandingOrderSpec,
    actor: Actor,
    people: Vec<u32>,
    facts: Vec<Fact>,
    cause: Option<HappeningId>,
    submissions: &mut Submissions,
) {
    for call in &order.actions {
        submissions.push(Submission {
            source: Source::StandingOrder(index),
            actor: actor.clone(),
            call: call.clone(),
            people: people.clone(),
            facts: facts.clone(),
            decision: None,
            cause,
        });
    }
}
