//! Looking into a room: who is found there, and what the finder does about it.

use super::going::Errands;
use super::{Found, Running, Task};
use crate::people::{Activity, ClassFound, ClassState, Locate, SendOff, note_whereabouts};
use crate::places::GoalKey;
use crate::scenario::model::ClassIx;
use crate::scenario::plan::SpaceIndex;
use crate::sim::{Detail, Given, HappeningId};
use crate::vocabulary::SubjectIx;

impl Errands<'_, '_> {
    /// Finds whoever is in a space and sends them out, or back to a class that stays in its room, or has them carried.
    pub(super) fn look_into(&mut self, finder: u32, running: &mut Running, space: SpaceIndex) {
        self.unsearched([&space], false);
        let mut stragglers = stragglers(space, finder, &self.given, &self.locate);
        if let Some(class) = self.class_left_in(space, &stragglers) {
            self.find_class(class, finder, running);
            stragglers.retain(|person| !self.sits_with(class, *person));
        }
        for person in stragglers {
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
            if carried {
                self.have_carried(person, found);
                continue;
            }
            let room = self.room_to_go_back_to(person);
            self.send.write(SendOff {
                person,
                stages: room.into_iter().collect(),
                errand: room.is_some(),
                carried: false,
            });
        }
    }

    /// The class that sits in its room without anybody in charge of it, told nothing, if this is such a room.
    fn class_left_in(&self, space: SpaceIndex, stragglers: &[u32]) -> Option<ClassIx> {
        let classes = &self.given.school.classes;
        let class = classes.iter().position(|class| class.room == space.get())?;
        let state = self.states.get(self.classes.0[class]).ok()?;
        let pupils = stragglers.iter().filter(|person| self.sits_with(class, **person));
        (state.is_in_its_room() && !state.stays() && !self.somebody_stays() && pupils.count() > 1)
            .then_some(class)
    }

    /// Whether somebody is of a class, and sits in its room.
    fn sits_with(&self, class: ClassIx, person: u32) -> bool {
        let spec = &self.given.school.classes[class];
        let here = self.locate.whereabouts(person).and_then(|here| here.space);
        let is_in_room = here.is_some_and(|space| space.get() == spec.room);
        is_in_room
            && spec.members.contains(&(person as usize))
            && self.locate.activity(person) == Some(Activity::Settled)
    }

    /// A class has been found in its room: it is told to leave. Who of it is looked for has been found.
    fn find_class(&mut self, class: ClassIx, finder: u32, running: &mut Running) {
        let given = self.given.clone();
        let spec = &given.school.classes[class];
        let note = self
            .log
            .note(self.clock.now_ms, "class-found")
            .because(Some(running.cause))
            .about(spec.subject)
            .at(Some(self.site.space_subject(SpaceIndex(spec.room as u32))));
        let by = given.school.people[finder as usize].subject;
        let cause = note.with("finder", Detail::Subject(by)).done();
        self.class_found.write(ClassFound { class, finder, cause });
        for member in spec.members.iter().copied() {
            let is_looked_for = running.task.looks_for(given.school.people[member].subject);
            if is_looked_for && self.sits_with(class, member as u32) {
                self.find(member as u32, finder, running, SpaceIndex(spec.room as u32));
            }
        }
    }

    /// Somebody found who cannot walk waits for two adults, or is carried out at once by nobody in particular.
    pub(super) fn have_carried(&mut self, person: u32, found: Option<HappeningId>) {
        if self.takes_two() {
            self.wait_for_two(person, found);
            return;
        }
        self.send.write(SendOff {
            person,
            stages: Vec::new(),
            errand: false,
            carried: true,
        });
    }

    /// Whether somebody is where they have been told to stay, as the finder has heard too: in the room of a class that
    /// stays there, or has not been told anything while others
    /// stay; whoever has no class, wherever they are while classes stay.
    fn is_to_stay(&self, person: u32, space: SpaceIndex) -> bool {
        match self.given.school.people[person as usize].class {
            Some(_) => self.room_to_go_back_to(person) == Some(GoalKey::Space(space.0)),
            None => self.somebody_stays(),
        }
    }

    /// Whether a class has been told to stay in its room on a floor.
    pub(super) fn classes_stay_on(&self, level: SubjectIx) -> bool {
        let mut classes = self.given.school.classes.iter().zip(&self.classes.0);
        classes.any(|(class, state)| {
            let room = &self.site.plan.spaces[class.room];
            let stays = self.states.get(*state).is_ok_and(ClassState::stays);
            stays && self.site.level_subject(room.level) == level
        })
    }

    fn somebody_stays(&self) -> bool {
        self.states.iter().any(ClassState::stays)
    }

    /// The room of the class of a pupil, if the class is to stay there: the finder has heard so. The word may not have come
    /// to the class itself yet.
    fn room_to_go_back_to(&self, person: u32) -> Option<GoalKey> {
        let class = self.given.school.people[person as usize].class?;
        let state = self.states.get(self.classes.0[class]).ok()?;
        let is_to_stay = state.stays() || (self.somebody_stays() && !state.leaves());
        is_to_stay.then_some(GoalKey::Space(self.given.school.classes[class].room as u32))
    }

    /// Somebody has been found: the entry that says so.
    pub(super) fn find(
        &mut self,
        person: u32,
        finder: u32,
        running: &mut Running,
        space: SpaceIndex,
    ) -> HappeningId {
        let now_ms = self.clock.now_ms;
        let subject = self.given.school.people[person as usize].subject;
        let by = self.given.school.people[finder as usize].subject;
        let there = self.locate.whereabouts(person).and_then(|there| there.space);
        let note = self
            .log
            .note(now_ms, "person-found")
            .because(Some(running.cause))
            .about(subject)
            .at(Some(self.site.space_subject(there.unwrap_or(space))));
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

    /// Whether it was this searcher who found somebody.
    pub(super) fn has_found(&self, finder: u32, subject: SubjectIx) -> bool {
        let person = self.given.subjects.get(subject).index;
        let entity = self.locate.roster().entities.get(person);
        let story = entity.and_then(|entity| self.stories.get(*entity).ok());
        story.is_some_and(|story| story.found_by == Some(finder))
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
            || leader.is_some_and(|leader| locate.are_together(leader, person) && locate.can_act(leader))
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
