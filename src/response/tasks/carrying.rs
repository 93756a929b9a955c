//! Carrying those who cannot go alone: two adults come, take the person up, and are bound to it until it has gathered.

use std::collections::{BTreeMap, BTreeSet};

use super::going::Errands;
use super::{Assign, Running, Task};
use crate::people::{Activity, CarriedOut, Carry, SendOff};
use crate::places::{GoalKey, Spot};
use crate::scenario::model::CarriedBy;
use crate::sim::{Detail, HappeningId, Phase};
use crate::vocabulary::{Ms, SubjectIx};

/// Somebody who goes to carry somebody, or does.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bearer {
    /// Whom.
    pub(super) whom: u32,
    /// Where they go to.
    pub(super) spot: Spot,
    /// When they have come, ms.
    pub(super) came_ms: Option<Ms>,
}

/// Who has come alone waits so long for the second before doing something else, ms. An assumption.
const PATIENCE_MS: Ms = 2 * 60_000;
/// Somebody has stood by a person for so long: the tick in which that comes to something.
const STANDS_BY: &str = "stands-by";

/// Two who have come take the person up. Who has come alone, and has something else to do, goes and does it after a while,
/// and comes back then; of two who have come alone, each for somebody else, one joins the other.
pub(in crate::response) fn carry(mut on: Errands) {
    on.lend_a_hand();
    let mut come: BTreeMap<u32, Vec<(u32, Ms)>> = BTreeMap::new();
    for (bearer, of) in &on.tasks.bearers {
        let there = come.entry(of.whom).or_default();
        there.extend(of.came_ms.map(|came_ms| (*bearer, came_ms)));
    }
    for (whom, there) in come {
        let stays = matches!(on.locate.activity(whom), Some(Activity::Waiting | Activity::Down));
        if let ([(one, one_ms), (other, other_ms), ..], true) = (there.as_slice(), stays)
            && on.clock.now_ms >= *one_ms.max(other_ms) + on.takes_up_in_ms()
        {
            on.take_up(whom, [*one, *other]);
            on.send_away_from(whom, [*one, *other]);
        }
    }
    on.end_company();
    let in_vain = on
        .tasks
        .running
        .iter()
        .filter(|(_, running)| running.is_called_away());
    let in_vain = in_vain
        .map(|(bearer, _)| *bearer)
        .filter(|bearer| on.waits_in_vain(*bearer));
    for bearer in in_vain.collect::<Vec<_>>() {
        if let Some(running) = on.tasks.running.remove(&bearer) {
            on.call_away(bearer, running);
        }
    }
    let alone: Vec<u32> = on.tasks.bearers.keys().copied().collect();
    let alone = alone.into_iter().filter(|bearer| on.stands_alone(*bearer));
    for pair in alone.collect::<Vec<_>>().chunks_exact(2) {
        if let Some(running) = on.tasks.running.remove(&pair[1]) {
            on.join(pair[1], running);
        }
    }
}

impl Errands<'_, '_> {
    /// Whether somebody is carried by two adults, and not by nobody in particular.
    pub(super) fn takes_two(&self) -> bool {
        self.given.school.procedure.carried_by.takes_two()
    }

    /// How long two who have come need before they can take somebody up, ms.
    fn takes_up_in_ms(&self) -> Ms {
        let procedure = &self.given.school.procedure;
        match procedure.carried_by {
            CarriedBy::TwoAdultsWithAChair => procedure.chair_ready_ms,
            CarriedBy::TwoAdults | CarriedBy::NobodyInParticular => 0,
        }
    }

    /// Somebody stands by a person from now on: when that may come to something.
    pub(super) fn stand_by(&mut self, bearer: u32) {
        for after_ms in [self.takes_up_in_ms(), PATIENCE_MS] {
            let at_ms = self.clock.now_ms + after_ms;
            self.agenda.at(at_ms, Phase::Respond, STANDS_BY, bearer, 0);
        }
    }

    /// Sets out for the nearest of those who wait and for whom one is coming, else nobody; stays where nobody waits, and
    /// keeps it in mind.
    pub(super) fn go_to_carry(&mut self, order: &Assign) {
        let Some((whom, spot)) = self.who_waits(order.person) else {
            self.tasks.willing.insert(order.person, order.clone());
            return;
        };
        let people = &self.given.school.people;
        let (bearer, carried) = (&people[order.person as usize], &people[whom as usize]);
        let note = self
            .log
            .note(self.clock.now_ms, order.task.begins())
            .because(Some(order.cause));
        let cause = note
            .about(bearer.subject)
            .at(Some(self.site.space_subject(spot.space)))
            .with("whom", Detail::Subject(carried.subject))
            .done();
        self.send.write(SendOff {
            person: order.person,
            stages: vec![GoalKey::Spot(spot)],
            errand: true,
            carried: false,
        });
        let running = Running::new(order, std::iter::once(spot.space).collect(), cause);
        self.tasks.running.insert(order.person, running);
        let bearer = Bearer {
            whom,
            spot,
            came_ms: None,
        };
        self.tasks.bearers.insert(order.person, bearer);
    }

    /// Whether somebody waits to be carried, or has been found and cannot walk.
    pub(super) fn is_to_be_carried(&self, whom: u32) -> bool {
        match self.locate.activity(whom) {
            Some(Activity::Waiting) => true,
            Some(Activity::Down) => self.is_found(whom),
            _ => false,
        }
    }

    /// Everybody on a floor who waits to be carried.
    pub(super) fn who_waits_on(&self, level: SubjectIx) -> BTreeSet<SubjectIx> {
        let people = (0..).zip(&self.given.school.people);
        let waits = people.filter(|(person, _)| {
            let here = self.locate.whereabouts(*person);
            let is_on_level = here.is_some_and(|here| self.site.level_subject(here.level) == level);
            is_on_level && self.is_to_be_carried(*person)
        });
        waits.map(|(_, spec)| spec.subject).collect()
    }

    /// Whoever was told to carry in vain before, and has something else to do now, carries after that.
    pub(super) fn carry_afterwards(&mut self, person: u32) {
        let tasks = &mut *self.tasks;
        if let Some(running) = tasks.running.get_mut(&person)
            && !running.task.is_to_carry()
        {
            running.waiting.extend(tasks.willing.remove(&person));
        }
    }

    /// Whoever was ordered to carry before anybody waited, and has nothing else to do, goes now that somebody does. Who would
    /// of their own accord does when they see somebody wait: those who are near come sooner.
    pub(super) fn call_the_willing(&mut self) {
        let tasks = &self.tasks;
        let is_free = |(person, order): &(&u32, &Assign)| {
            order.delivery.is_some() && !tasks.running.contains_key(person)
        };
        let free = tasks.willing.iter().filter(is_free).map(|(person, _)| person);
        for person in free.copied().collect::<Vec<_>>() {
            if self.locate.can_act(person)
                && self.somebody_waits_for(person)
                && let Some(order) = self.tasks.willing.remove(&person)
            {
                self.go_to_carry(&order);
            }
        }
    }

    /// Whether anybody waits to be carried for whom somebody more is wanted.
    pub(super) fn somebody_waits_for(&self, bearer: u32) -> bool {
        self.who_waits(bearer).is_some()
    }

    /// Breaks a search off where it stands, goes to carry, and takes the search up again after that.
    pub(super) fn carry_first(&mut self, order: &Assign, mut search: Running) {
        // Whoever is looking round a room leaves it half seen: it stays on the round.
        *self.tasks.looks.entry(order.person).or_default() += 1;
        self.log
            .note(self.clock.now_ms, "search-rests")
            .because(Some(order.cause))
            .about(self.given.school.people[order.person as usize].subject)
            .with("spaces", Detail::Count(search.round.len() as i64))
            .done();
        search.waiting.push_front(Assign {
            delivery: None,
            left: Some(std::mem::take(&mut search.round)),
            ..search.again(order.person)
        });
        self.go_to_carry(order);
        if let Some(carrying) = self.tasks.running.get_mut(&order.person) {
            carrying.waiting = search.waiting;
            carrying.looked_into = search.looked_into;
        }
    }

    fn who_waits(&self, bearer: u32) -> Option<(u32, Spot)> {
        let here = self.locate.whereabouts(bearer)?;
        let all = (0..self.given.school.people.len() as u32)
            .filter(|whom| *whom != bearer && self.coming_for(*whom) < 2)
            .filter(|whom| self.is_to_be_carried(*whom) || self.has_been_told_of(bearer, *whom));
        let by_distance = all.filter_map(|whom| {
            let there = self.locate.whereabouts(whom)?;
            let spot = Spot::of(&there)?;
            let away_m = self.locate.distance_m(bearer, whom)?;
            let comes_after = (
                self.coming_for(whom) == 0,
                !self.locate.is_in_danger_of_life(whom),
                there.level != here.level,
            );
            Some((comes_after, away_m, whom, spot))
        });
        let next = by_distance.min_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.cmp(&b.2)));
        next.map(|(_, _, whom, spot)| (whom, spot))
    }

    /// Whether somebody who is to carry knows by word that a person lies hurt, and so where.
    fn has_been_told_of(&self, bearer: u32, whom: u32) -> bool {
        let subject = self.given.school.people[whom as usize].subject;
        let told_of = self.tasks.told_of.get(&bearer);
        told_of.is_some_and(|of| of.contains(&subject)) && self.locate.activity(whom) == Some(Activity::Down)
    }

    /// Whether somebody has found a person.
    pub(super) fn is_found(&self, person: u32) -> bool {
        let story = self.stories.get(self.locate.roster().entities[person as usize]);
        story.is_ok_and(|story| story.found_ms.is_some())
    }

    /// Somebody found who cannot walk waits from now on, if not before.
    pub(super) fn wait_for_two(&mut self, person: u32, found: Option<HappeningId>) {
        let story = self
            .stories
            .get_mut(self.locate.roster().entities[person as usize]);
        if let (Ok(mut story), Some(cause)) = (story, found) {
            story.helpless.get_or_insert((self.clock.now_ms, cause));
        }
    }

    /// Whoever was sent to carry somebody has come.
    pub(super) fn come_to_carry(&mut self, bearer: u32) {
        let now_ms = self.clock.now_ms;
        if let Some(of) = self.tasks.bearers.get_mut(&bearer) {
            of.came_ms = Some(now_ms);
            let whom = of.whom;
            self.is_alone_no_longer(whom);
            self.stand_by(bearer);
        }
    }

    fn take_up(&mut self, whom: u32, bearers: [u32; 2]) {
        let people = &self.given.school.people;
        let subject = |person: u32| people[person as usize].subject;
        let here = self.locate.whereabouts(whom).and_then(|here| here.space);
        let note = self.log.note(self.clock.now_ms, "taken-up");
        note.about(subject(whom))
            .at(here.map(|space| self.site.space_subject(space)))
            .with("by", Detail::Subject(subject(bearers[0])))
            .with("and", Detail::Subject(subject(bearers[1])))
            .done();
        for bearer in bearers {
            let delivery = self.tasks.running.get_mut(&bearer);
            let delivery = delivery.and_then(|running| running.delivery.take());
            self.carried_out
                .write_batch(delivery.map(|delivery| CarriedOut { delivery }));
        }
        self.send.write(SendOff {
            person: whom,
            stages: Vec::new(),
            errand: false,
            carried: true,
        });
        let (person, bearers) = (whom, Some(bearers));
        self.carry.write(Carry { person, bearers });
    }

    /// Two are enough: whoever else comes to carry a person does something else.
    fn send_away_from(&mut self, whom: u32, bearers: [u32; 2]) {
        let others = self.tasks.bearers.iter().filter(|(_, of)| of.whom == whom);
        let others = others
            .map(|(other, _)| *other)
            .filter(|other| !bearers.contains(other));
        for other in others.collect::<Vec<_>>() {
            self.tasks.bearers.remove(&other);
            if let Some(running) = self.tasks.running.remove(&other) {
                self.carry_the_next(other, running);
            }
        }
    }

    /// Whom somebody has carried out is there: the bearers go back for the next.
    pub(super) fn end_carrying(&mut self, whom: u32) {
        let of_whom = self.tasks.bearers.iter().filter(|(_, of)| of.whom == whom);
        let bearers: Vec<u32> = of_whom.map(|(bearer, _)| *bearer).collect();
        for bearer in bearers {
            self.tasks.bearers.remove(&bearer);
            if let Some(mut running) = self.tasks.running.remove(&bearer) {
                self.finish(bearer, &running);
                if matches!(running.task, Task::WaitWith) {
                    // Somebody else may still lie where the first did.
                    self.is_free_again(bearer);
                    running.task = Task::Carry {
                        told_of: BTreeSet::new(),
                    };
                }
                self.carry_the_next(bearer, running);
            }
        }
    }

    /// Somebody carries nobody any more: the other cannot alone.
    pub(super) fn let_go(&mut self, bearer: u32) {
        let Some(of) = self.tasks.bearers.remove(&bearer) else {
            return;
        };
        let is_under_way = matches!(
            self.locate.activity(of.whom),
            Some(Activity::Walking | Activity::Preparing { .. })
        );
        if of.came_ms.is_none() || !is_under_way {
            return;
        }
        let here = self.locate.whereabouts(of.whom).and_then(|here| here.space);
        let note = self.log.note(self.clock.now_ms, "set-down");
        note.about(self.given.school.people[of.whom as usize].subject)
            .at(here.map(|space| self.site.space_subject(space)))
            .done();
        let (person, bearers) = (of.whom, None);
        self.carry.write(Carry { person, bearers });
    }

    /// Somebody who stands by a person alone does what they have been told meanwhile, and comes back then.
    pub(super) fn call_away(&mut self, bearer: u32, running: Running) {
        self.let_go(bearer);
        self.log
            .note(self.clock.now_ms, "carrying-rests")
            .because(Some(running.cause))
            .about(self.given.school.people[bearer as usize].subject)
            .done();
        self.carry_after_that(bearer, running);
    }

    /// Somebody does what they have been told meanwhile, and goes to carry then, if anybody waits still.
    fn carry_after_that(&mut self, bearer: u32, mut running: Running) {
        if !running.carries_next(&running.task) {
            running.waiting.push_back(running.again(bearer));
        }
        self.turn_to_next(bearer, running);
    }

    /// Somebody who has carried goes back for the next before taking a search up again, and after anything else.
    fn carry_the_next(&mut self, bearer: u32, mut running: Running) {
        let carry = running.again(bearer);
        let next = running.waiting.front();
        if next.is_some_and(|next| next.task.gives_way_to(&carry.task)) && self.somebody_waits_for(bearer) {
            running.waiting.push_front(carry);
            self.turn_to_next(bearer, running);
        } else {
            self.carry_after_that(bearer, running);
        }
    }

    /// Whether somebody stands by a person whom nobody else is coming for.
    fn stands_alone(&self, bearer: u32) -> bool {
        let of = self.tasks.bearers.get(&bearer);
        of.is_some_and(|of| of.came_ms.is_some() && self.coming_for(of.whom) < 2)
    }

    /// Whether somebody has stood alone by a person for long enough: another order calls them away.
    pub(super) fn waits_in_vain(&self, bearer: u32) -> bool {
        let came_ms = self.tasks.bearers.get(&bearer).and_then(|of| of.came_ms);
        let is_over = |came_ms| self.clock.now_ms - came_ms >= PATIENCE_MS;
        self.stands_alone(bearer) && came_ms.is_some_and(is_over)
    }

    /// Somebody who stands by a person alone joins whoever stands by another.
    fn join(&mut self, bearer: u32, running: Running) {
        self.let_go(bearer);
        self.go_to_carry(&running.again(bearer));
        match self.tasks.running.get_mut(&bearer) {
            Some(joined) => {
                joined.waiting = running.waiting;
                joined.looked_into = running.looked_into;
            }
            None => self.turn_to_next(bearer, running),
        }
    }

    /// How many have come for somebody, or are on the way: to carry, or to wait and lend a hand then.
    fn coming_for(&self, whom: u32) -> usize {
        let bearers = self.tasks.bearers.values().filter(|of| of.whom == whom);
        bearers.count() + usize::from(self.has_company(whom))
    }
}
