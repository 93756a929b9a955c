//! Pupils who were elsewhere and come to the room of their class: brought back to it, or by themselves.

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use super::walk::Afoot;
use super::{Activity, ClassState, Classes, NoWay, Ordinal, Reached, Roster, SendOff, Story};
use crate::places::{GoalKey, Site, Whereabouts};
use crate::scenario::model::ClassIx;
use crate::sim::Given;
use crate::vocabulary::PersonRole;

/// What coming back to a class needs.
#[derive(SystemParam)]
pub(super) struct Returning<'w, 's> {
    given: Res<'w, Given>,
    roster: Res<'w, Roster>,
    classes: Res<'w, Classes>,
    site: Res<'w, Site>,
    afoot: ResMut<'w, Afoot>,
    states: Query<'w, 's, &'static ClassState>,
    people: Query<
        'w,
        's,
        (
            &'static mut Activity,
            &'static mut Whereabouts,
            &'static mut Story,
        ),
        With<Ordinal>,
    >,
    send: MessageWriter<'w, SendOff>,
}

/// Whoever comes to the room sits down with the class; if the class has left or has been told to, they leave too.
pub(super) fn rejoin(mut reached: MessageReader<Reached>, mut returning: Returning) {
    for Reached { person, goal } in reached.read() {
        if let Some(class) = returning.ends_way_to_class(*person, *goal)
            && !returning.is_in_its_room(class)
        {
            returning.leave(*person);
        }
    }
}

/// Whoever finds no way to the room of their class leaves.
pub(super) fn turn_back(mut no_way: MessageReader<NoWay>, mut returning: Returning) {
    for NoWay { person, goal } in no_way.read() {
        if returning.ends_way_to_class(*person, *goal).is_some() {
            returning.leave(*person);
        }
    }
}

impl Returning<'_, '_> {
    /// Ends the way of a pupil to the room of their class, and says which class that is.
    fn ends_way_to_class(&mut self, person: u32, goal: GoalKey) -> Option<ClassIx> {
        let spec = &self.given.school.people[person as usize];
        let class = spec.class.filter(|_| spec.role == PersonRole::Pupil)?;
        let GoalKey::Space(_) = goal else { return None };
        let entity = self.roster.entities[person as usize];
        let (mut activity, mut whereabouts, mut story) = self.people.get_mut(entity).ok()?;
        if *activity != Activity::Errand {
            return None;
        }
        *activity = Activity::Settled;
        story.sent = false;
        if let Some(here) = self.afoot.stop(&self.site, person) {
            *whereabouts = here;
        }
        Some(class)
    }

    fn is_in_its_room(&self, class: ClassIx) -> bool {
        let state = self.states.get(self.classes.0[class]);
        state.is_ok_and(ClassState::is_in_its_room)
    }

    fn leave(&mut self, person: u32) {
        self.send.write(SendOff {
            person,
            stages: Vec::new(),
            errand: false,
            carried: false,
        });
    }
}
