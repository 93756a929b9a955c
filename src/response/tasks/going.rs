//! Going round: taking a task on, from space to space, and out again.

use std::collections::{BTreeSet, VecDeque};

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use super::{Assign, Found, NotSearched, Posted, Posts, Running, Task, TaskDone, Tasks};
use crate::people::{
    CarriedOut, Carry, ClassFound, ClassState, Classes, HandOver, Locate, NoWay, Ordinal, Reached, SendOff,
    Story,
};
use crate::places::{Change, ChangePlace, GoalKey, Site};
use crate::scenario::plan::SpaceIndex;
use crate::sim::{Agenda, Chance, Clock, Detail, Due, Given, Log, Phase, Truth, stable_id};
use crate::vocabulary::{Signal, SubjectIx, Value};

/// Somebody has looked into a space.
pub(in crate::response) const LOOKED: &str = "looked-into";

/// What those on an errand see, and what they tell the other rooms.
#[derive(SystemParam)]
pub(in crate::response) struct Errands<'w, 's> {
    pub(super) given: Res<'w, Given>,
    pub(super) clock: Res<'w, Clock>,
    chance: Res<'w, Chance>,
    pub(super) site: Res<'w, Site>,
    pub(super) locate: Locate<'w, 's>,
    pub(super) classes: Res<'w, Classes>,
    pub(super) states: Query<'w, 's, &'static ClassState>,
    pub(super) agenda: ResMut<'w, Agenda>,
    pub(super) tasks: ResMut<'w, Tasks>,
    pub(super) posts: ResMut<'w, Posts>,
    pub(super) stories: Query<'w, 's, &'static mut Story, With<Ordinal>>,
    pub(super) truth: ResMut<'w, Truth>,
    pub(super) log: ResMut<'w, Log>,
    pub(super) send: MessageWriter<'w, SendOff>,
    pub(super) found: MessageWriter<'w, Found>,
    pub(super) class_found: MessageWriter<'w, ClassFound>,
    not_searched: MessageWriter<'w, NotSearched>,
    done: MessageWriter<'w, TaskDone>,
    pub(super) posted: MessageWriter<'w, Posted>,
    pub(super) carry: MessageWriter<'w, Carry>,
    pub(super) hand_over: MessageWriter<'w, HandOver>,
    pub(super) change: MessageWriter<'w, ChangePlace>,
    pub(super) carried_out: MessageWriter<'w, CarriedOut>,
}

/// Who has a task and has come to grief.
fn who_cannot_go_on(tasks: &Tasks, locate: &Locate) -> impl Iterator<Item = u32> {
    let busy = tasks.running.keys().copied();
    busy.filter(|person| !locate.can_act(*person))
}

/// Whoever has come to grief goes no further.
pub(in crate::response) fn break_off(mut on: Errands) {
    let down: Vec<u32> = who_cannot_go_on(&on.tasks, &on.locate).collect();
    for person in down {
        if let Some(running) = on.tasks.running.remove(&person) {
            on.leave_post(person, &running);
            on.let_go(person);
            on.tasks.companions.remove(&person);
            on.note_break(person, &running);
        }
    }
}

/// Takes on tasks: plans the round and sets out. Who is busy does it afterwards, or at once if it is more of the same;
/// who stands somewhere is relieved by it; who searches breaks off for somebody who waits to be carried.
pub(in crate::response) fn take_on(mut assigned: MessageReader<Assign>, mut on: Errands) {
    for order in assigned.read() {
        if !on.locate.can_act(order.person) {
            continue;
        }
        if let Task::Carry { told_of } = &order.task {
            let of = on.tasks.told_of.entry(order.person).or_default();
            of.extend(told_of.iter().copied());
        }
        match on.tasks.running.remove(&order.person) {
            Some(busy) if busy.task.post().is_some() => match order.task {
                // Nobody leaves a post for nothing.
                Task::WaitWith if on.whom_to_wait_with(order).is_none() => {
                    on.stay_away(order);
                    on.tasks.running.insert(order.person, busy);
                }
                // Nor of their own accord to carry somebody: they are told to, if need be.
                Task::Carry { .. } if order.delivery.is_none() => {
                    on.tasks.willing.insert(order.person, order.clone());
                    on.tasks.running.insert(order.person, busy);
                }
                _ => on.change_posts(order, busy),
            },
            Some(busy)
                if order.delivery.is_some() && order.task.is_to_carry() && on.keeps_company(order.person) =>
            {
                on.take_hold(order, busy);
            }
            Some(mut busy) if on.waits_in_vain(order.person) && !order.task.is_for_the_helpless() => {
                busy.waiting.push_back(order.clone());
                on.call_away(order.person, busy);
            }
            Some(busy) if busy.task.gives_way_to(&order.task) && on.somebody_waits_for(order.person) => {
                on.carry_first(order, busy);
            }
            Some(busy) => on.add(order, busy),
            None => {
                on.begin(order, on.round_of(order.person, &order.task));
                on.carry_afterwards(order.person);
            }
        }
    }
}

/// Goes on from space to space: looks, takes along who is found, moves on, comes out.
pub(in crate::response) fn carry_on(
    mut reached: MessageReader<Reached>,
    mut no_way: MessageReader<NoWay>,
    due: Res<Due>,
    mut on: Errands,
) {
    for NoWay { person, goal } in no_way.read() {
        on.leave_out(*person, *goal);
    }
    for Reached { person, goal } in reached.read() {
        if matches!(goal, GoalKey::Assembly(_)) {
            on.end_carrying(*person);
        }
        match (goal, on.post_of(*person)) {
            (GoalKey::Beside(opening), Some(_)) => on.take_post(*person, *opening),
            _ => on.begin_to_look(*person, *goal),
        }
    }
    for wake in due.of(LOOKED) {
        if on.tasks.looks.get(&wake.id) != Some(&wake.occurrence) {
            continue;
        }
        let Some(mut running) = on.tasks.running.remove(&wake.id) else {
            continue;
        };
        let Some(space) = running.round.pop_front() else {
            on.tasks.running.insert(wake.id, running);
            continue;
        };
        on.look_into(wake.id, &mut running, space);
        running.looked_into.insert(space);
        on.go_on(wake.id, running);
    }
    on.call_the_willing();
}

impl Errands<'_, '_> {
    /// Somebody busy gets another order.
    fn add(&mut self, order: &Assign, mut busy: Running) {
        let round = self.round_of(order.person, &order.task);
        if busy.also(&order.task, round) {
            self.unsearched(&busy.round, true);
            self.carried_out
                .write_batch(order.delivery.map(|delivery| CarriedOut { delivery }));
        } else if !busy.carries_next(&order.task) {
            self.log
                .note(self.clock.now_ms, "task-waits")
                .because(Some(order.cause))
                .about(self.given.school.people[order.person as usize].subject)
                .at(order.task.place())
                .text("action", order.task.action())
                .done();
            busy.waiting.push_back(order.clone());
        }
        self.tasks.running.insert(order.person, busy);
    }

    /// Sets out on a round, where there is anything to go round, or for a post.
    pub(super) fn begin(&mut self, order: &Assign, round: VecDeque<SpaceIndex>) {
        let task = &order.task;
        if let Some(place) = task.post() {
            self.go_to_post(order, place);
            return;
        }
        match task {
            Task::Carry { .. } => return self.go_to_carry(order),
            Task::WaitWith => return self.go_to_wait_with(order),
            _ => {}
        }
        if matches!(task, Task::Search { missing, .. } if missing.is_empty() || round.is_empty()) {
            self.search_is_over_already(order);
            return;
        }
        let begins = if round.is_empty() {
            // A blocked stair cannot be opened by hand; a floor without rooms needs no sweep.
            "task-impossible"
        } else {
            task.begins()
        };
        let note = self
            .log
            .note(self.clock.now_ms, begins)
            .because(Some(order.cause))
            .about(self.given.school.people[order.person as usize].subject)
            .at(task.place());
        let Some(first) = round.front().copied() else {
            note.done();
            return;
        };
        let cause = note.with("spaces", Detail::Count(round.len() as i64)).done();
        if let (Some(delivery), false) = (order.delivery, task.opens().is_some()) {
            self.carried_out.write(CarriedOut { delivery });
        }
        if task.opens().is_none() {
            self.unsearched(&round, true);
        }
        self.send_to(order.person, task, first);
        let running = Running::new(order, round, cause);
        self.tasks.running.insert(order.person, running);
    }

    fn send_to(&mut self, person: u32, task: &Task, space: SpaceIndex) {
        self.send.write(SendOff {
            person,
            stages: vec![self.goal_of(person, task, space)],
            errand: true,
            carried: false,
        });
    }

    /// Where somebody goes for a space of the round: into it; up to a gate or the door of a room
    /// that is to be opened, or to whoever waits.
    fn goal_of(&self, person: u32, task: &Task, space: SpaceIndex) -> GoalKey {
        let bearer = self.tasks.bearers.get(&person).map(|bearer| bearer.spot);
        let spot = bearer.or(self.tasks.companions.get(&person).map(|with| with.spot));
        if let Some(spot) = spot {
            return GoalKey::Spot(spot);
        }
        let here = self.locate.whereabouts(person).and_then(|here| here.space);
        let beside = task
            .opens()
            .and_then(|place| self.site.opened_from_beside(place, here));
        beside.map_or(GoalKey::Space(space.0), GoalKey::Beside)
    }

    /// Where somebody stands or is to stand.
    fn post_of(&self, person: u32) -> Option<SubjectIx> {
        self.tasks.running.get(&person)?.task.post()
    }

    /// Whoever has come into the next space of the round looks round in it.
    fn begin_to_look(&mut self, person: u32, goal: GoalKey) {
        let running = self.tasks.running.get(&person);
        let next = running.and_then(|running| {
            let space = running.round.front()?;
            Some(self.goal_of(person, &running.task, *space))
        });
        if next != Some(goal) {
            return;
        }
        if self.tasks.bearers.contains_key(&person) {
            self.come_to_carry(person);
            return;
        }
        if self.tasks.companions.contains_key(&person) {
            self.come_to_wait_with(person);
            return;
        }
        let looks = self.tasks.looks.entry(person).or_default();
        *looks += 1;
        let who = stable_id(&self.given.school.people[person as usize].id);
        let draw = self.chance.draw("look-into-room", who, (*looks).into());
        let after_ms = draw.duration_ms(self.given.school.procedure.look_into_room);
        self.agenda.at(
            self.clock.now_ms + after_ms,
            Phase::Respond,
            LOOKED,
            person,
            *looks,
        );
    }

    /// There is no way to the next space of the round: whoever is sent goes on without it, and says so.
    fn leave_out(&mut self, person: u32, goal: GoalKey) {
        let Some(mut running) = self.tasks.running.remove(&person) else {
            return;
        };
        if let (GoalKey::Beside(_), Some(place)) = (goal, running.task.post()) {
            self.note_post("task-impossible", person, running.cause, place);
            self.turn_to_next(person, running);
            return;
        }
        let next = running.round.front().copied();
        let Some(space) = next.filter(|space| goal == self.goal_of(person, &running.task, *space)) else {
            self.tasks.running.insert(person, running);
            return;
        };
        running.round.pop_front();
        if running.task.is_for_the_helpless() {
            self.let_go(person);
            self.tasks.companions.remove(&person);
            let room = self.site.space_subject(space);
            self.note_post("task-impossible", person, running.cause, room);
            self.turn_to_next(person, running);
            return;
        }
        let opens = running.task.opens();
        let room = self.site.space_subject(space);
        let note = self
            .log
            .note(
                self.clock.now_ms,
                if opens.is_some() {
                    "task-impossible"
                } else {
                    "room-not-reached"
                },
            )
            .because(Some(running.cause))
            .about(self.given.school.people[person as usize].subject);
        let cause = note.at(opens.or(Some(room))).done();
        if opens.is_some() {
            self.turn_to_next(person, running);
            return;
        }
        running.left_out.insert(space);
        self.not_searched.write(NotSearched { person, room, cause });
        self.go_on(person, running);
    }

    /// Notes in the world which rooms are still to be looked into, or no longer.
    pub(super) fn unsearched<'a>(&mut self, rooms: impl IntoIterator<Item = &'a SpaceIndex>, still: bool) {
        for room in rooms {
            let subject = self.site.space_subject(*room);
            self.truth
                .set(self.clock.now_ms, Signal::Unsearched, subject, Value::Flag(still));
        }
    }

    /// Somebody who has come to grief leaves rooms behind that nobody looks into, and cannot say so.
    fn note_break(&mut self, person: u32, running: &Running) {
        let rooms = running.round.iter().filter(|_| running.task.looks_for_people());
        let rooms = rooms.map(|room| self.site.space_subject(*room)).collect();
        self.log
            .note(self.clock.now_ms, "task-breaks-off")
            .because(Some(running.cause))
            .about(self.given.school.people[person as usize].subject)
            .with("rooms", Detail::People(rooms))
            .done();
        for order in running
            .waiting
            .iter()
            .filter(|order| order.task.looks_for_people())
        {
            let left = order.left.clone();
            let round = left.unwrap_or_else(|| self.round_of(person, &order.task));
            self.unsearched(&round, true);
        }
    }

    /// To the next space; done when there is none left, or nobody left to look for.
    fn go_on(&mut self, person: u32, running: Running) {
        if let (Some(next), false) = (running.round.front().copied(), running.has_found_all()) {
            self.send_to(person, &running.task, next);
            self.tasks.running.insert(person, running);
            return;
        }
        self.finish(person, &running);
        self.turn_to_next(person, running);
    }

    /// To the order that came meanwhile; out when there is none. A search passes over what has just been looked into.
    pub(super) fn turn_to_next(&mut self, person: u32, mut running: Running) {
        while let Some(order) = running.waiting.pop_front() {
            let left = order.left.clone();
            let mut round = left.unwrap_or_else(|| self.round_of(person, &order.task));
            if matches!(order.task, Task::Search { .. }) {
                round.retain(|space| !running.looked_into.contains(space));
            }
            self.begin(&order, round);
            if let Some(begun) = self.tasks.running.get_mut(&person) {
                begun.looked_into = running.looked_into;
                begun.waiting = running.waiting;
                return;
            }
        }
        self.send.write(SendOff {
            person,
            stages: Vec::new(),
            errand: false,
            carried: false,
        });
    }

    /// There is nobody to look for, or no room to look into: everybody has been found and every room been seen on
    /// the round before, or there are more searchers than rooms.
    fn search_is_over_already(&mut self, order: &Assign) {
        let note = self.log.note(self.clock.now_ms, "nothing-to-search");
        let cause = note
            .because(Some(order.cause))
            .about(self.given.school.people[order.person as usize].subject)
            .done();
        self.carried_out
            .write_batch(order.delivery.map(|delivery| CarriedOut { delivery }));
        self.done.write(TaskDone {
            person: order.person,
            swept: None,
            clear: true,
            cause,
        });
    }

    pub(super) fn finish(&mut self, person: u32, running: &Running) {
        let now_ms = self.clock.now_ms;
        let task = &running.task;
        let swept = running.swept();
        let waits = match swept {
            Some(level) => self.who_waits_on(level),
            None => BTreeSet::new(),
        };
        let clear = waits.is_empty() && !swept.is_some_and(|level| self.classes_stay_on(level));
        // A later order may name again whom this searcher has found meanwhile.
        let not_found: BTreeSet<SubjectIx> = match task {
            Task::Search { missing, .. } => {
                let open = missing
                    .iter()
                    .filter(|subject| !self.has_found(person, **subject));
                open.copied().collect()
            }
            _ => BTreeSet::new(),
        };
        let note = self
            .log
            .note(now_ms, running.ends())
            .because(Some(running.cause))
            .about(self.given.school.people[person as usize].subject)
            .at(task.place());
        let left_out = running.left_out.iter();
        let left_out = left_out.map(|room| self.site.space_subject(*room)).collect();
        let note = match task {
            Task::Search { .. } => {
                let people = Detail::Count(not_found.len() as i64);
                note.with("missing", Detail::People(not_found))
                    .with("people", people)
            }
            Task::Sweep { .. } if !running.left_out.is_empty() => {
                note.with("rooms", Detail::People(left_out))
            }
            Task::Sweep { .. } => {
                let waiting = Detail::Count(waits.len() as i64);
                note.with("whom", Detail::People(waits)).with("waiting", waiting)
            }
            Task::Open { .. } | Task::StandAt { .. } | Task::Carry { .. } | Task::WaitWith => note,
        };
        let cause = note.done();
        if let Some(level) = swept {
            self.truth.set(now_ms, Signal::Clear, level, Value::Flag(clear));
        }
        if let Some(place) = task.opens() {
            self.carried_out
                .write_batch(running.delivery.map(|delivery| CarriedOut { delivery }));
            self.change.write(ChangePlace {
                place,
                change: Change::Open,
                cause: Some(cause),
            });
        }
        self.done.write(TaskDone {
            person,
            swept,
            clear,
            cause,
        });
    }
}
