//! Standing orders: what people and positions do by themselves, and the senses it rests on.

use std::collections::{BTreeMap, BTreeSet};

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use super::action::{Actor, Source, Submission, Submissions};
use super::decisions::{Decisions, REVISIT};
use super::mail::Mailbox;
use super::organisation::party_subject;
use super::senses::{PersonSenses, Senses};
use super::trigger::{Edge, ForState, Rearm, evaluate};
use super::watch::{PositionView, SensesView, Watch};
use super::{Fact, Organisation, Party, Pictures};
use crate::people::Locate;
use crate::scenario::model::{ActionCall, PositionIx, StandingHolder, StandingOrderSpec};
use crate::scenario::trigger::{Subscriptions, Task};
use crate::sim::{Agenda, Clock, Given, HappeningId, Log, Phase};
use crate::vocabulary::{ActionKind, CueSet, Ms, Nature, PersonRole, SubjectIx};

/// Whether a standing order has fired for a person.
#[derive(Resource, Debug)]
pub(super) struct PersonEdges {
    /// By index of the order and person; whoever has never perceived anything that an order waits for has none.
    of: BTreeMap<(usize, u32), (Edge, ForState)>,
    /// What must be perceived for an order to be worth judging, by index of the order; none if nothing need be.
    waits_for: Vec<Option<WaitsFor>>,
}

/// What an order asks about of somebody's senses.
#[derive(Debug)]
struct WaitsFor {
    cues: CueSet,
    orders: BTreeSet<&'static str>,
    tasks: BTreeSet<Task>,
}

impl WaitsFor {
    fn of(order: &StandingOrderSpec) -> Self {
        let Subscriptions {
            cues, orders, tasks, ..
        } = order.when.subscriptions();
        Self {
            cues: cues.into_iter().collect(),
            orders,
            tasks,
        }
    }

    /// Whether anything of it is perceived, heard or done.
    fn is_met_by(&self, senses: &PersonSenses) -> bool {
        self.cues.meets(senses.cues.union(senses.glimpsed))
            || !self.orders.is_disjoint(&senses.orders)
            || !self.tasks.is_disjoint(&senses.done)
    }
}

impl PersonEdges {
    pub(super) fn new(orders: &[StandingOrderSpec]) -> Self {
        let nothing = PersonSenses::default();
        let waits_for = |order: &StandingOrderSpec| {
            let view = SensesView {
                senses: &nothing,
                passing: true,
            };
            let verdict = evaluate(&order.when.expr, &view, 0, &mut ForState::new(&order.when));
            let needs_something = verdict.value != Some(true) && verdict.revisit_at_ms.is_none();
            needs_something.then(|| WaitsFor::of(order))
        };
        Self {
            of: BTreeMap::new(),
            waits_for: orders.iter().map(waits_for).collect(),
        }
    }

    /// Whether judging an order for somebody with these senses could come to anything.
    fn is_worth_judging(&self, index: usize, person: u32, senses: &PersonSenses) -> bool {
        let waits_for = self.waits_for[index].as_ref();
        waits_for.is_none_or(|waits_for| waits_for.is_met_by(senses))
            || self.of.contains_key(&(index, person))
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

/// What following standing orders needs.
#[derive(SystemParam)]
pub(super) struct Following<'w, 's> {
    given: Res<'w, Given>,
    clock: Res<'w, Clock>,
    organisation: Res<'w, Organisation>,
    locate: Locate<'w, 's>,
    pictures: Res<'w, Pictures>,
    decisions: Res<'w, Decisions>,
    mailbox: Res<'w, Mailbox>,
    watches: ResMut<'w, PositionWatches>,
    senses: ResMut<'w, Senses>,
    edges: ResMut<'w, PersonEdges>,
    submissions: ResMut<'w, Submissions>,
    agenda: ResMut<'w, Agenda>,
    log: ResMut<'w, Log>,
}

/// Judges standing orders: of everybody whose senses were stirred, and of positions whose picture changed.
pub(super) fn follow_standing_orders(mut with: Following) {
    let stirred: Vec<u32> = std::mem::take(&mut with.senses.stirred).into_iter().collect();
    let given = with.given.clone();
    for (index, order) in given.standing_orders.iter().enumerate() {
        match order.held_by {
            StandingHolder::Position(position) => with.follow_as_position(index, order, position),
            _ => with.follow_personally(index, order, &stirred),
        }
    }
    for person in stirred {
        let own = &mut with.senses.of[person as usize];
        own.glimpsed = CueSet::default();
        own.done.clear();
    }
}

impl Following<'_, '_> {
    /// Judges the standing order of a position on its picture.
    fn follow_as_position(&mut self, index: usize, order: &StandingOrderSpec, position: PositionIx) {
        let now_ms = self.clock.now_ms;
        let Some(watch) = &mut self.watches.0[index] else {
            return;
        };
        let view = PositionView {
            picture: &self.pictures.0[position],
            position,
            decisions: &self.decisions,
            mailbox: &self.mailbox,
            scenario: &self.given,
        };
        let party = Party::Position(position);
        if !watch.is_due(view.version(), now_ms)
            || !self.organisation.is_filled(position)
            || !self.organisation.can_act(&party, &self.locate)
        {
            return;
        }
        let holder = self.organisation.person(&party);
        if holder.is_some_and(|holder| sends_nobody(order, &party, holder, &self.given, &self.locate)) {
            return;
        }
        let fires = fires_for_position(order, watch, &view, now_ms);
        if let Some(at_ms) = watch.take_revisit(now_ms) {
            self.agenda.at(at_ms, Phase::Command, REVISIT, index as u32, 1);
        }
        if fires && !tells_only(order, &party, &self.given) {
            let why = self.pictures.0[position].reason(&order.when);
            let cause = self.note_order(order, &party, why);
            self.submit(
                index,
                order,
                Actor::Party(party),
                holder.into_iter().collect(),
                Vec::new(),
                Some(cause),
            );
        }
    }

    /// Judges a standing order on the senses of each person it binds. What all do with their own hands they do together.
    fn follow_personally(&mut self, index: usize, order: &StandingOrderSpec, stirred: &[u32]) {
        let now_ms = self.clock.now_ms;
        let mut together: Vec<u32> = Vec::new();
        for person in stirred.iter().copied() {
            let senses = &self.senses.of[person as usize];
            if !self.edges.is_worth_judging(index, person, senses) {
                continue;
            }
            let is_bound = binds(order, person, &self.given, &self.organisation, &self.locate);
            if !is_bound || !self.locate.can_act(person) {
                continue;
            }
            let party = self.organisation.as_party(person);
            if sends_nobody(order, &party, person, &self.given, &self.locate) {
                continue;
            }
            if !fires_for(index, order, person, now_ms, &self.senses, &mut self.edges) {
                continue;
            }
            if order.actions.iter().all(|call| call.spec.nature == Nature::Own) {
                together.push(person);
                continue;
            }
            let reports = order
                .actions
                .iter()
                .any(|call| call.spec.kind == ActionKind::Report);
            let own = &mut self.senses.of[person as usize];
            let facts = if reports {
                own.take_facts(order)
            } else {
                Vec::new()
            };
            if !tells_only(order, &party, &self.given) {
                let why = self.senses.of[person as usize].cause;
                let cause = self.note_order(order, &Party::Person(person), why);
                self.submit(
                    index,
                    order,
                    Actor::Party(party),
                    vec![person],
                    facts,
                    Some(cause),
                );
            }
        }
        if let Some(first) = together.first().copied() {
            let cause = self.senses.of[first as usize].cause;
            self.submit(index, order, Actor::Controller, together, Vec::new(), cause);
        }
    }

    fn note_order(
        &mut self,
        order: &StandingOrderSpec,
        party: &Party,
        why: Option<HappeningId>,
    ) -> HappeningId {
        // Whoever holds the position does it; the officer of a crew has no other name than the position.
        let who = self
            .organisation
            .person(party)
            .map_or(party.clone(), Party::Person);
        let note = self
            .log
            .note(self.clock.now_ms, "standing-order")
            .because(why)
            .text("order", order.id.as_str());
        let note = match party_subject(&who, &self.given) {
            Some(subject) => note.about(subject),
            None => note,
        };
        note.at(order.for_subject).done()
    }

    fn submit(
        &mut self,
        index: usize,
        order: &StandingOrderSpec,
        actor: Actor,
        people: Vec<u32>,
        facts: Vec<Fact>,
        cause: Option<HappeningId>,
    ) {
        for call in &order.actions {
            self.submissions.push(Submission {
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
}

/// Whether a standing order of a position fires now, when it is to be judged.
fn fires_for_position(order: &StandingOrderSpec, watch: &mut Watch, view: &PositionView, now_ms: Ms) -> bool {
    let turned_true = watch.judge(view, view.version(), now_ms, None);
    let has_news = order.repeats && watch.has_news(view);
    turned_true || has_news
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

/// Whether a standing order fires for a person now.
fn fires_for(
    index: usize,
    order: &StandingOrderSpec,
    person: u32,
    now_ms: Ms,
    senses: &Senses,
    edges: &mut PersonEdges,
) -> bool {
    let (edge, holds) = edges
        .of
        .entry((index, person))
        .or_insert_with(|| (Edge::new(rearm(order)), ForState::new(&order.when)));
    let senses = &senses.of[person as usize];
    let mut judge = |passing| {
        let view = SensesView { senses, passing };
        let verdict = evaluate(&order.when.expr, &view, now_ms, holds);
        edge.fires(verdict.value, None)
    };
    let fires = judge(true);
    // What was only glimpsed is over at once, so that the next glimpse is a new one.
    judge(false);
    fires
}

/// Whether an order only sends somebody with whom it is not taken up: nobody follows it then.
fn sends_nobody(
    order: &StandingOrderSpec,
    party: &Party,
    person: u32,
    given: &Given,
    locate: &Locate,
) -> bool {
    let stays = |call: &ActionCall| {
        let mut named = named_positions(call, given);
        named.all(|position| Party::Position(position) == *party)
            && cannot_be_spared(call.spec.kind, person, given, locate)
    };
    order.actions.iter().all(stays)
}

/// The positions that an action names.
pub(super) fn named_positions(call: &ActionCall, given: &Given) -> impl Iterator<Item = PositionIx> {
    let one = call.subject("position").into_iter();
    let named = one.chain(call.subjects("positions").iter().copied());
    named.map(|subject| given.subjects.get(subject).index)
}

/// Whether somebody stays where they are whatever a standing order tells them to do with their own hands: to carry, who
/// leads a class or the school; to wait with somebody, who leads the school, or has nobody near to wait with; and nobody
/// sends themselves to search.
pub(super) fn cannot_be_spared(kind: ActionKind, person: u32, given: &Given, locate: &Locate) -> bool {
    let leads_the_school = || given.school.people[person as usize].role == PersonRole::Head;
    match kind {
        ActionKind::Carry => leads_the_school() || locate.roster().leads(person),
        ActionKind::WaitWith => {
            let within_m = given.school.procedure.sight_m;
            leads_the_school() || !locate.is_somebody_helpless_near(person, within_m)
        }
        ActionKind::Search => true,
        _ => false,
    }
}

/// Whether an order comes to telling oneself what one knows.
fn tells_only(order: &StandingOrderSpec, party: &Party, given: &Given) -> bool {
    let is_oneself = |subject: &SubjectIx| *party == Party::Position(given.subjects.get(*subject).index);
    let tells_oneself = |call: &ActionCall| {
        call.spec.kind == ActionKind::Report && call.subjects("to").iter().all(is_oneself)
    };
    order.actions.iter().all(tells_oneself)
}
