//! Pupils who were elsewhere when their class was told to stay, and have been brought back to its room.

use bevy_ecs::prelude::*;

use super::{Activity, ClassState, Classes, Ordinal, Reached, Roster, SendOff, Story};
use crate::places::GoalKey;
use crate::sim::Given;
use crate::vocabulary::PersonRole;

/// Whoever is brought back to the room sits down with the class; if the class has been told to leave in the meantime, they
/// leave too.
pub(super) fn rejoin(
    mut reached: MessageReader<Reached>,
    given: Res<Given>,
    roster: Res<Roster>,
    classes: Res<Classes>,
    states: Query<&ClassState>,
    mut people: Query<(&mut Activity, &mut Story), With<Ordinal>>,
    mut send: MessageWriter<SendOff>,
) {
    for Reached { person, goal } in reached.read() {
        let spec = &given.school.people[*person as usize];
        let pupil_of = spec.class.filter(|_| spec.role == PersonRole::Pupil);
        let (GoalKey::Space(_), Some(class)) = (goal, pupil_of) else {
            continue;
        };
        let Ok((mut activity, mut story)) = people.get_mut(roster.entities[*person as usize]) else {
            continue;
        };
        if *activity != Activity::Errand {
            continue;
        }
        *activity = Activity::Settled;
        story.sent = false;
        if !states.get(classes.0[class]).is_ok_and(ClassState::stays) {
            send.write(SendOff {
                person: *person,
                stages: Vec::new(),
                errand: false,
                carried: false,
            });
        }
    }
}
