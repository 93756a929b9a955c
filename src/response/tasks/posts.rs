//! Standing somewhere with a duty: going there, standing there, being relieved; and what comes of nobody standing there.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use bevy_ecs::prelude::*;

use super::going::Errands;
use super::{Assign, Posted, Running, Task};
use crate::people::{CarriedOut, Instructed, SendOff};
use crate::places::{Change, ChangePlace, GoalKey, Site};
use crate::scenario::model::Flow;
use crate::sim::{Due, Given, HappeningId, Phase, Truth};
use crate::vocabulary::{ActionKind, Signal, SubjectIx, Value};

/// Somebody has stood for as long as the order says.
pub(in crate::response) const STOOD: &str = "stood";

/// Who stands where.
#[derive(Resource, Debug, Default)]
pub struct Posts {
    at: BTreeMap<SubjectIx, BTreeSet<u32>>,
    /// Posts that somebody has taken so far, in all: the occurrence of the end of the last.
    taken: BTreeMap<u32, u32>,
}

impl Posts {
    /// Who stands at a place.
    pub fn standing_at(&self, place: SubjectIx) -> impl Iterator<Item = u32> {
        self.at.get(&place).into_iter().flatten().copied()
    }
}

/// Nobody stands anywhere.
pub(in crate::response) fn first_values(world: &mut World, given: &Given) {
    world.init_resource::<Posts>();
    let ordered = given.calls().filter(|call| call.spec.kind == ActionKind::StandAt);
    let ordered = ordered.filter_map(|call| call.subject("place"));
    let watched = given.school.watch.iter().map(|watch| watch.subject);
    let places: BTreeSet<SubjectIx> = ordered.chain(watched).collect();
    let mut truth = world.resource_mut::<Truth>();
    for place in places {
        truth.set(0, Signal::Attended, place, Value::Flag(false));
    }
    let mut site = world.resource_mut::<Site>();
    for watch in given.school.watch.iter().filter(|watch| watch.flow.is_some()) {
        site.set_flow(watch.opening as u16, watch.flow);
    }
}

/// Whoever stands somewhere and is told to leave leaves, unless a standing order keeps them there at the same time.
pub(in crate::response) fn relieve(
    mut instructed: MessageReader<Instructed>,
    mut assigned: MessageReader<Assign>,
    mut on: Errands,
) {
    let kept: Vec<(u32, SubjectIx)> = assigned
        .read()
        .filter_map(|order| Some((order.person, order.task.post()?)))
        .collect();
    for order in instructed.read() {
        let leaves = order.instruction.leads_out();
        let post = on
            .tasks
            .running
            .get(&order.person)
            .and_then(|running| running.task.post());
        let Some(post) = post.filter(|_| leaves) else {
            continue;
        };
        if kept.contains(&(order.person, post)) {
            let delivery = order.delivery;
            on.carried_out
                .write_batch(delivery.map(|delivery| CarriedOut { delivery }));
            continue;
        }
        if let Some(running) = on.tasks.running.remove(&order.person) {
            on.leave_post(order.person, &running);
            on.turn_to_next(order.person, running);
            let delivery = order.delivery;
            on.carried_out
                .write_batch(delivery.map(|delivery| CarriedOut { delivery }));
        }
    }
}

/// Those who have stood for long enough go.
pub(in crate::response) fn end_posts(due: Res<Due>, mut on: Errands) {
    for wake in due.of(STOOD) {
        let is_last = on.posts.taken.get(&wake.id) == Some(&wake.occurrence);
        let stands = |running: &Running| on.stands(wake.id, running.task.post());
        if !is_last || !on.tasks.running.get(&wake.id).is_some_and(stands) {
            continue;
        }
        if let Some(running) = on.tasks.running.remove(&wake.id) {
            on.leave_post(wake.id, &running);
            on.turn_to_next(wake.id, running);
        }
    }
}

impl Errands<'_, '_> {
    fn stands(&self, person: u32, place: Option<SubjectIx>) -> bool {
        place.is_some_and(|place| self.posts.standing_at(place).any(|other| other == person))
    }

    /// Sets out for a post.
    pub(super) fn go_to_post(&mut self, order: &Assign, place: SubjectIx) {
        let Some(opening) = self.site.opening_of(place) else {
            return;
        };
        let cause = self.note_post(order.task.begins(), order.person, order.cause, place);
        self.send.write(SendOff {
            person: order.person,
            stages: vec![GoalKey::Beside(opening)],
            errand: true,
            carried: false,
        });
        let running = Running::new(order, VecDeque::new(), cause);
        self.tasks.running.insert(order.person, running);
    }

    /// Somebody at a post, or on the way there, gets another order: it counts at once, unless it is for the same post.
    pub(super) fn change_posts(&mut self, order: &Assign, busy: Running) {
        let is_the_same = busy.task.post() == order.task.post() && busy.task.action() == order.task.action();
        if is_the_same {
            self.carried_out
                .write_batch(order.delivery.map(|delivery| CarriedOut { delivery }));
            self.tasks.running.insert(order.person, busy);
            return;
        }
        self.leave_post(order.person, &busy);
        self.begin(order, self.round_of(order.person, &order.task));
    }

    /// Whoever was sent has come to the post, and stands there.
    pub(super) fn take_post(&mut self, person: u32, opening: u16) {
        let Some(running) = self.tasks.running.get(&person) else {
            return;
        };
        let Task::StandAt { place, for_ms } = running.task else {
            return;
        };
        if self.site.opening_of(place) != Some(opening) || self.stands(person, Some(place)) {
            return;
        }
        let (delivery, cause) = (running.delivery, running.cause);
        let cause = self.note_post("stands-at", person, cause, place);
        self.count_as_gathered(person);
        self.carried_out
            .write_batch(delivery.map(|delivery| CarriedOut { delivery }));
        self.posts.at.entry(place).or_default().insert(person);
        let taken = self.posts.taken.entry(person).or_default();
        *taken += 1;
        if let Some(for_ms) = for_ms {
            let ends_ms = self.clock.now_ms + for_ms;
            self.agenda.at(ends_ms, Phase::Respond, STOOD, person, *taken);
        }
        self.attended(person, place, true, cause);
    }

    /// Whoever stands at a post outdoors has left the building for good, as far as anybody counts.
    fn count_as_gathered(&mut self, person: u32) {
        let here = self.locate.whereabouts(person).and_then(|here| here.space);
        let story = self
            .stories
            .get_mut(self.locate.roster().entities[person as usize]);
        if let (Some(space), Ok(mut story)) = (here, story)
            && !self.site.is_inside(space)
        {
            story.posted_outdoors_ms.get_or_insert(self.clock.now_ms);
        }
    }

    /// Whoever stands somewhere, or is on the way there, does so no longer.
    pub(super) fn leave_post(&mut self, person: u32, running: &Running) {
        let Some(place) = running
            .task
            .post()
            .filter(|place| self.stands(person, Some(*place)))
        else {
            return;
        };
        let cause = self.note_post("leaves-post", person, running.cause, place);
        if let Some(there) = self.posts.at.get_mut(&place) {
            there.remove(&person);
        }
        self.attended(person, place, false, cause);
    }

    pub(super) fn note_post(
        &mut self,
        event: &'static str,
        person: u32,
        cause: HappeningId,
        place: SubjectIx,
    ) -> HappeningId {
        let note = self.log.note(self.clock.now_ms, event).because(Some(cause));
        let subject = self.given.school.people[person as usize].subject;
        note.about(subject).at(Some(place)).done()
    }

    /// Somebody has come to a place, or left it: whether it is attended now, and what comes of that.
    fn attended(&mut self, person: u32, place: SubjectIx, stands: bool, cause: HappeningId) {
        self.posted.write(Posted {
            person,
            place,
            stands,
            cause,
        });
        let is_attended = self.posts.standing_at(place).next().is_some();
        let flag = Value::Flag(is_attended);
        if !self.truth.set(self.clock.now_ms, Signal::Attended, place, flag) {
            return;
        }
        let watch = self
            .given
            .school
            .watch
            .iter()
            .find(|watch| watch.subject == place);
        let left: Option<Flow> = watch.and_then(|watch| watch.flow);
        if left.is_some() {
            self.change.write(ChangePlace {
                place,
                change: Change::Flow(left.filter(|_| !is_attended)),
                cause: Some(cause),
            });
        }
    }
}
