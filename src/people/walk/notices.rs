//! What the crowd has passed and reached, turned into the stories of people.

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use super::{Afoot, walker};
use crate::pedestrian::{Arrival, Crossing, FlightPassage, Portal};
use crate::people::{Activity, Condition, Journey, Ordinal, Reached, Roster, Story};
use crate::places::{GoalKey, Site, Ways, Whereabouts};
use crate::scenario::plan::{OpeningKind, SpaceIndex};
use crate::sim::{Clock, Given, Log};
use crate::vocabulary::Ms;

/// What reading the crowd's notices needs.
#[derive(SystemParam)]
pub(in crate::people) struct Reading<'w, 's> {
    clock: Res<'w, Clock>,
    given: Res<'w, Given>,
    roster: Res<'w, Roster>,
    site: Res<'w, Site>,
    ways: ResMut<'w, Ways>,
    afoot: ResMut<'w, Afoot>,
    people: Query<
        'w,
        's,
        (
            &'static mut Activity,
            &'static mut Journey,
            &'static mut Story,
            &'static mut Whereabouts,
            &'static Condition,
        ),
        With<Ordinal>,
    >,
    reached: MessageWriter<'w, Reached>,
    log: ResMut<'w, Log>,
}

/// Turns what the crowd passed and reached into the stories of people, and sends them on.
pub(in crate::people) fn read_notices(mut reading: Reading) {
    let notices = std::mem::take(&mut reading.afoot.notices);
    for passage in &notices.flights {
        reading.step_on_stair(*passage);
    }
    for crossing in &notices.crossings {
        reading.cross(*crossing);
    }
    for arrival in &notices.arrivals {
        reading.arrive(*arrival);
    }
    reading.afoot.notices = notices;
    reading.afoot.notices.clear();
}

/// Who walks out and comes back over the threshold so soon has been pushed, ms. An assumption.
const ON_THRESHOLD_MS: Ms = 30_000;

impl Reading<'_, '_> {
    /// Somebody on the way out steps onto a flight or off it. Stairs climbed on an errand, or after having been out,
    /// are not part of that way; nor is a step onto one in the throng, of who goes to wait in a refuge.
    fn step_on_stair(&mut self, passage: FlightPassage) {
        let Some(stair) = self.site.stair_of(passage.flight) else {
            return;
        };
        let entity = self.roster.entities[passage.ordinal as usize];
        let Ok((activity, journey, mut story, _, _)) = self.people.get_mut(entity) else {
            return;
        };
        let goes_down = !matches!(journey.stages.front(), Some(GoalKey::Space(_)));
        if !passage.entered {
            story.step_off(stair.subject, self.clock.now_ms);
        } else if *activity == Activity::Walking && goes_down && story.exited_ms.is_none() {
            story.step_on(stair.subject, self.clock.now_ms);
        }
    }

    /// Somebody comes through an opening: only exits matter.
    fn cross(&mut self, crossing: Crossing) {
        let Some(exit) = self.site.portal_subject(Portal::Opening(crossing.opening)) else {
            return;
        };
        let entity = self.roster.entities[crossing.ordinal as usize];
        let Ok((activity, _, mut story, _, _)) = self.people.get_mut(entity) else {
            return;
        };
        if self.site.plan.openings[usize::from(crossing.opening)].kind != OpeningKind::Exit {
            return;
        }
        let walks_out = *activity == Activity::Walking;
        if !self.site.is_outward(crossing.opening, crossing.forward) {
            let is_on_threshold = story
                .exited_ms
                .is_some_and(|out_ms| self.clock.now_ms - out_ms < ON_THRESHOLD_MS);
            // Whom the throng pushes back over the threshold is out all the same.
            story.inside = !(walks_out && is_on_threshold);
            return;
        }
        story.inside = false;
        if story.exited_ms.is_none() {
            story.exit = Some(exit);
            story.exited_ms = Some(self.clock.now_ms);
            let person = &self.given.school.people[crossing.ordinal as usize];
            self.log
                .note(self.clock.now_ms, "person-out")
                .about(person.subject)
                .at(Some(exit))
                .done();
        }
    }

    /// Somebody reaches the goal of the field followed: on to the next stage, or there.
    fn arrive(&mut self, arrival: Arrival) {
        let person = arrival.ordinal;
        let entity = self.roster.entities[person as usize];
        let Ok((mut activity, mut journey, mut story, mut whereabouts, condition)) =
            self.people.get_mut(entity)
        else {
            return;
        };
        let Some(goal) = self.afoot.goals.get(&usize::from(arrival.field)).copied() else {
            return;
        };
        if journey.stages.front() != Some(&goal) {
            return;
        }
        journey.stages.pop_front();
        if let Some(belief) = journey.belief
            && !journey.stages.is_empty()
        {
            let walker = walker(person, &whereabouts, &self.roster, *condition);
            self.afoot
                .follow(&self.site, &mut self.ways, &mut journey, belief, walker);
            return;
        }
        if let Some(here) = self.afoot.stop(&self.site, person) {
            *whereabouts = here;
        }
        if let (GoalKey::Space(space), Activity::Walking) = (goal, *activity) {
            *activity = Activity::Waiting;
            // Whoever finds the place full, or cannot go so far, waits beside it.
            let here = whereabouts.space.unwrap_or(SpaceIndex(space));
            let note = self.log.note(self.clock.now_ms, "waits-to-be-carried");
            let cause = note
                .about(self.given.school.people[person as usize].subject)
                .at(Some(self.site.space_subject(here)))
                .done();
            story.helpless.get_or_insert((self.clock.now_ms, cause));
        }
        if let (GoalKey::Assembly(assembly), Activity::Walking) = (goal, *activity) {
            *activity = Activity::Assembled;
            story.assembled_ms.get_or_insert(self.clock.now_ms);
            story.assembly = Some(assembly);
            story.sent = false;
            self.log
                .note(self.clock.now_ms, "person-assembled")
                .about(self.given.school.people[person as usize].subject)
                .at(Some(self.site.assembly_subject(assembly)))
                .done();
        }
        self.reached.write(Reached { person, goal });
    }
}
