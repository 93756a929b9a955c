//! Looking into a room: who is found there, and what the finder does about it.

use super::going::Errands;
use super::{Found, Running, Task};
use crate::people::{Activity, ClassState, Locate, SendOff, note_whereabouts};
use crate::places::GoalKey;
use crate::scenario::plan::SpaceIndex;
use crate::sim::{Detail, Given, HappeningId};

impl Errands<'_, '_> {
    /// Finds whoever is in a space and sends them out, or back to a class that stays in its room, or has them carried.
    pub(super) fn look_into(&mut self, finder: u32, running: &mut Running, space: SpaceIndex) {
        self.unsearched([&space], false);
        for person in stragglers(space, finder, &self.given, &self.locate) {
            let carried = self.locate.activity(person) != Some(Activity::Settled);
            if !carried && self.is_to_stay(person, space) {
                if running
                    .task
                    .looks_for(self.given.school.people[person as usize].subject)
                {
                    self.find(person, finder, running, space);
                }
                continue;
            }
            // Who waits for two adults may have been found by another before.
            let found =
                (!(carried && self.is_found(person))).then(|| self.find(person, finder, running, space));
            if carried && self.takes_two() {
                self.wait_for_two(person, found);
                continue;
            }
            let room = self.room_to_go_back_to(person).filter(|_| !carried);
            self.send.write(SendOff {
                person,
                stages: room.into_iter().collect(),
                errand: room.is_some(),
                carried,
            });
        }
    }

    /// Whether somebody is where they have been told to stay, as the finder has heard too: in the room of a class that
    /// stays there; whoever has no class, wherever they are while classes stay.
    fn is_to_stay(&self, person: u32, space: SpaceIndex) -> bool {
        match self.given.school.people[person as usize].class {
            Some(_) => self.room_to_go_back_to(person) == Some(GoalKey::Space(space.0)),
            None => self.states.iter().any(ClassState::stays),
        }
    }

    /// The room of the class of a pupil, if it has been told to stay there: the finder has heard so.
    fn room_to_go_back_to(&self, person: u32) -> Option<GoalKey> {
        let class = self.given.school.people[person as usize].class?;
        let stays = self
            .states
            .get(self.classes.0[class])
            .is_ok_and(ClassState::stays);
        stays.then_some(GoalKey::Space(self.given.school.classes[class].room as u32))
    }

    /// Somebody has been found: the entry that says so.
    fn find(&mut self, person: u32, finder: u32, running: &mut Running, space: SpaceIndex) -> HappeningId {
        let now_ms = self.clock.now_ms;
        let subject = self.given.school.people[person as usize].subject;
        let by = self.given.school.people[finder as usize].subject;
        let note = self
            .log
            .note(now_ms, "person-found")
            .because(Some(running.cause))
            .about(subject)
            .at(Some(self.site.space_subject(space)));
        let cause = note.with("finder", Detail::Subject(by)).done();
        if let Ok(mut story) = self
            .stories
            .get_mut(self.locate.roster().entities[person as usize])
        {
            story.found_ms.get_or_insert(now_ms);
            story.found_by.get_or_insert(finder);
            story.accounted_ms.get_or_insert(now_ms);
        }
        note_whereabouts(person, now_ms, &self.given, &mut self.truth);
        self.found.write(Found {
            person,
            finder,
            cause,
        });
        let waiting = running.waiting.iter_mut().map(|order| &mut order.task);
        for task in std::iter::once(&mut running.task).chain(waiting) {
            if let Task::Search { missing, .. } = task {
                missing.remove(&subject);
            }
        }
        cause
    }
}

/// Who is in a space, not on the way out, and not in the charge of somebody who is there too.
fn stragglers(space: SpaceIndex, finder: u32, given: &Given, locate: &Locate) -> Vec<u32> {
    let site = locate.site();
    let level = site.plan[space].level;
    // On the way to a room one also sees who is in the corridor or on the stair.
    let is_here = |person: u32| {
        locate.whereabouts(person).is_some_and(|here| {
            here.space == Some(space)
                || (here.level == level
                    && here
                        .space
                        .is_none_or(|s| site.is_inside(s) && site.is_open_view(s)))
        })
    };
    let is_in_charge = |person: u32| {
        let class = given.school.people[person as usize].class;
        let leader = class.and_then(|class| locate.roster().leaders[class]);
        locate.roster().leads(person)
            || leader.is_some_and(|leader| is_here(leader) && locate.can_act(leader))
    };
    (0..given.school.people.len() as u32)
        .filter(|person| *person != finder)
        .filter(|person| match locate.activity(*person) {
            Some(Activity::Down | Activity::Waiting) => true,
            Some(Activity::Settled) => !is_in_charge(*person),
            _ => false,
        })
        .filter(|person| is_here(*person))
        .collect()
}
