//! Waiting with those who cannot go alone: one adult stays with a person until they are carried, and lends a hand then.

use super::carrying::Bearer;
use super::going::Errands;
use super::{Assign, Running};
use crate::people::{Activity, CarriedOut, HandOver, SendOff};
use crate::places::{GoalKey, Spot};
use crate::sim::{Detail, HappeningId};

/// Somebody who goes to wait with somebody, or does.
#[derive(Debug, Clone, Copy)]
pub(super) struct Companion {
    /// With whom.
    whom: u32,
    /// Where they go to.
    pub(super) spot: Spot,
    /// Whether they have come.
    is_there: bool,
}

impl Errands<'_, '_> {
    /// Sets out for the nearest who waits alone; a class that one leads is left to the next teacher.
    pub(super) fn go_to_wait_with(&mut self, order: &Assign) {
        let companion = order.person;
        let Some((whom, spot)) = self.whom_to_wait_with(order) else {
            self.stay_away(order);
            return;
        };
        let cause = self.note_company(order.task.begins(), companion, whom, Some(order.cause));
        if self.locate.roster().leads(companion) {
            self.hand_over.write(HandOver {
                person: companion,
                stays: true,
            });
        }
        self.send.write(SendOff {
            person: companion,
            stages: vec![GoalKey::Spot(spot)],
            errand: true,
            carried: false,
        });
        let running = Running::new(order, std::iter::once(spot.space).collect(), cause);
        self.tasks.running.insert(companion, running);
        let with = Companion {
            whom,
            spot,
            is_there: false,
        };
        self.tasks.companions.insert(companion, with);
    }

    /// The nearest who waits alone, for whoever can be spared for that.
    pub(super) fn whom_to_wait_with(&self, order: &Assign) -> Option<(u32, Spot)> {
        // Nobody leaves on their own account for somebody whom they do not see.
        let within_m = match order.delivery {
            Some(_) => f64::INFINITY,
            None => self.given.school.procedure.sight_m,
        };
        let next = self.who_is_alone(order.person, within_m);
        next.filter(|_| self.can_be_spared(order.person))
    }

    /// An order that there is nothing to do for, or that would leave a class to nobody.
    pub(super) fn stay_away(&mut self, order: &Assign) {
        if order.delivery.is_none() {
            return;
        }
        self.log
            .note(self.clock.now_ms, "nobody-to-wait-with")
            .because(Some(order.cause))
            .about(self.given.school.people[order.person as usize].subject)
            .done();
        self.carried_out
            .write_batch(order.delivery.map(|delivery| CarriedOut { delivery }));
    }

    /// Whether somebody leads no class, or another teacher can take it.
    fn can_be_spared(&self, person: u32) -> bool {
        let teachers = self.given.school.classes.iter().filter_map(|class| class.teacher);
        let mut others = teachers
            .map(|teacher| teacher as u32)
            .filter(|teacher| *teacher != person);
        let roster = self.locate.roster();
        let can_take_over =
            |other| roster.leads(other) && !self.keeps_company(other) && self.locate.can_act(other);
        !roster.leads(person) || others.any(can_take_over)
    }

    /// The nearest who cannot go alone and with whom nobody is: who waits to be carried, and who lies in the same room.
    fn who_is_alone(&self, companion: u32, within_m: f64) -> Option<(u32, Spot)> {
        let here = self.locate.whereabouts(companion)?;
        let lies_here = |whom: u32| {
            let there = self.locate.whereabouts(whom).and_then(|there| there.space);
            self.locate.activity(whom) == Some(Activity::Down) && there.is_some() && there == here.space
        };
        let alone = (0..self.given.school.people.len() as u32)
            .filter(|whom| *whom != companion && (self.is_to_be_carried(*whom) || lies_here(*whom)))
            .filter(|whom| !self.has_company(*whom) && self.bearers_there(*whom) == 0);
        let by_distance = alone.filter_map(|whom| {
            let there = self.locate.whereabouts(whom)?;
            let away_m = self.locate.distance_m(companion, whom)?;
            let is_elsewhere = (there.space != here.space, there.level != here.level);
            let is_seen = !is_elsewhere.0
                || (!is_elsewhere.1 && self.site.sees(here.level, here.at, there.at))
                || within_m.is_infinite();
            is_seen.then_some((is_elsewhere, away_m, whom, Spot::of(&there)?))
        });
        let near = by_distance.filter(|(_, away_m, ..)| *away_m <= within_m);
        let next = near.min_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.cmp(&b.2)));
        next.map(|(_, _, whom, spot)| (whom, spot))
    }

    /// Whether somebody waits with anybody, or is on the way to.
    pub(super) fn keeps_company(&self, companion: u32) -> bool {
        self.tasks.companions.contains_key(&companion)
    }

    /// Whoever waits with somebody and is ordered to carry is one of the two from now on.
    pub(super) fn take_hold(&mut self, order: &Assign, mut busy: Running) {
        if let Some(with) = self.tasks.companions.remove(&order.person) {
            let bearer = Bearer {
                whom: with.whom,
                spot: with.spot,
                came_ms: with.is_there.then_some(self.clock.now_ms),
            };
            self.tasks.bearers.insert(order.person, bearer);
            self.stand_by(order.person);
        }
        busy.task = order.task.clone();
        busy.delivery = order.delivery;
        self.tasks.running.insert(order.person, busy);
    }

    /// Somebody who has stayed with a person can lead a class again.
    pub(super) fn is_free_again(&mut self, companion: u32) {
        let (person, stays) = (companion, false);
        self.hand_over.write(HandOver { person, stays });
    }

    /// Whether somebody waits with a person, or is on the way to.
    pub(super) fn has_company(&self, whom: u32) -> bool {
        self.tasks.companions.values().any(|with| with.whom == whom)
    }

    /// How many have come to carry a person.
    fn bearers_there(&self, whom: u32) -> usize {
        let bearers = self.tasks.bearers.values();
        bearers
            .filter(|of| of.whom == whom && of.came_ms.is_some())
            .count()
    }

    /// Whoever was sent to wait with somebody has come, and knows by now who it is.
    pub(super) fn come_to_wait_with(&mut self, companion: u32) {
        let Some(with) = self.tasks.companions.get_mut(&companion) else {
            return;
        };
        with.is_there = true;
        let whom = with.whom;
        let Some(mut running) = self.tasks.running.remove(&companion) else {
            return;
        };
        self.is_alone_no_longer(whom);
        let cause = self.note_company("waits-with", companion, whom, Some(running.cause));
        running.cause = cause;
        let delivery = running.delivery.take();
        self.carried_out
            .write_batch(delivery.map(|delivery| CarriedOut { delivery }));
        let here = self.locate.whereabouts(whom).and_then(|here| here.space);
        if let (Some(space), false) = (here, self.is_found(whom)) {
            let found = self.find(whom, companion, &mut running, space);
            self.have_carried(whom, Some(found));
        }
        self.tasks.running.insert(companion, running);
    }

    /// Whoever waits with somebody is the second of the two who carry, when one has come.
    pub(super) fn lend_a_hand(&mut self) {
        let there = self.tasks.companions.iter().filter(|(_, with)| with.is_there);
        let lends = there.filter(|(_, with)| self.bearers_there(with.whom) == 1);
        for (companion, with) in lends.map(|(c, with)| (*c, *with)).collect::<Vec<_>>() {
            self.tasks.companions.remove(&companion);
            let bearer = Bearer {
                whom: with.whom,
                spot: with.spot,
                came_ms: Some(self.clock.now_ms),
            };
            self.tasks.bearers.insert(companion, bearer);
            self.stand_by(companion);
        }
    }

    /// Whoever waits with somebody who is being carried, or goes to, is free again.
    pub(super) fn end_company(&mut self) {
        let company = self.tasks.companions.iter();
        let over = company.filter(|(_, with)| {
            !matches!(
                self.locate.activity(with.whom),
                Some(Activity::Waiting | Activity::Down)
            )
        });
        for companion in over.map(|(companion, _)| *companion).collect::<Vec<_>>() {
            self.tasks.companions.remove(&companion);
            self.is_free_again(companion);
            if let Some(running) = self.tasks.running.remove(&companion) {
                self.finish(companion, &running);
                self.turn_to_next(companion, running);
            }
        }
    }

    /// Somebody is with a person from now on, if nobody was before.
    pub(super) fn is_alone_no_longer(&mut self, whom: u32) {
        let story = self.stories.get_mut(self.locate.roster().entities[whom as usize]);
        if let Ok(mut story) = story {
            story.joined_ms.get_or_insert(self.clock.now_ms);
        }
    }

    fn note_company(
        &mut self,
        event: &'static str,
        companion: u32,
        whom: u32,
        cause: Option<HappeningId>,
    ) -> HappeningId {
        let people = &self.given.school.people;
        let here = self.locate.whereabouts(whom).and_then(|here| here.space);
        let note = self.log.note(self.clock.now_ms, event).because(cause);
        note.about(people[companion as usize].subject)
            .at(here.map(|space| self.site.space_subject(space)))
            .with("whom", Detail::Subject(people[whom as usize].subject))
            .done()
    }
}
