//! Standing orders: what people and positions do by themselves, and the senses it rests on.

use std::collections::BTreeMap;

use bevy_ecs::prelude::*;

use super::action::{Actor, Source, Submission, Submissions};
use super::decisions::{Decisions, REVISIT};
use super::mail::Mailbox;
use super::senses::Senses;
use super::trigger::{Edge, ForState, Rearm, evaluate};
use super::watch::{PositionView, SensesView, Watch};
use super::{Fact, Organisation, Party, Pictures};
use crate::people::Locate;
use crate::scenario::model::{StandingHolder, StandingOrderSpec};
use crate::scenario::trigger::Task;
use crate::sim::{Agenda, Clock, Given, HappeningId, Log, Phase};
use crate::vocabulary::{Ms, Nature, PersonRole};

/// Whether a standing order has fired for a person, by index of the order and person.
#[derive(Resource, Debug, Default)]
pub(super) struct PersonEdges(BTreeMap<(usize, u32), (Edge, ForState)>);

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
    mut edges: ResMut<PersonEdges>,
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
                let turned_true = watch.judge(&view, version, now_ms, None);
                let has_news = watch.has_news(&view);
                let fires = turned_true || (order.repeats && has_news);
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
                &mut edges,
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
        StandingHolder::EveryTeacher => {
            // Whoever checks the list of staff and visitors reports on it as a teacher does on a class.
            let is_on_roll_calls = order.when.subscriptions().tasks.contains(&Task::RollCall);
            let roster = locate.roster();
            roster.leads(person) || (is_on_roll_calls && roster.keeps_list(person))
        }
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
    edges: &mut PersonEdges,
    submissions: &mut Submissions,
    log: &mut Log,
) {
    let mut together: Vec<u32> = Vec::new();
    for person in stirred.iter().copied() {
        if !binds(order, person, given, organisation, locate) || !locate.can_act(person) {
            continue;
        }
        let fires = {
            let (edge, holds) = edges
                .0
                .entry((index, person))
                .or_insert_with(|| (Edge::new(rearm(order)), ForState::new(&order.when)));
            let own = &senses.of[person as usize];
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
