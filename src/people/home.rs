//! Going home: whoever is handed over, or taken, is at the school no longer.

use std::collections::BTreeSet;

use bevy_ecs::prelude::*;

use super::{Activity, Collected, Ordinal, Roster, Story};
use crate::places::Site;
use crate::sim::{Clock, Given, Truth};
use crate::vocabulary::{Ms, Signal, SubjectIx, Value};

/// Lets those go who have been handed over, or are taken home unnoticed.
pub(super) fn go_home(
    mut collected: MessageReader<Collected>,
    clock: Res<Clock>,
    roster: Res<Roster>,
    site: Res<Site>,
    given: Res<Given>,
    mut people: Query<(&mut Activity, &mut Story), With<Ordinal>>,
    mut truth: ResMut<Truth>,
) {
    for Collected { person, noted } in collected.read() {
        let entity = roster.entities[*person as usize];
        let Ok((mut activity, mut story)) = people.get_mut(entity) else {
            continue;
        };
        *activity = Activity::Away;
        if *noted {
            story.released_ms = Some(clock.now_ms);
        } else {
            // The family knows where the child is.
            story.taken_ms = Some(clock.now_ms);
            note_whereabouts(*person, clock.now_ms, &given, &mut truth);
        }
        let area = story.assembly.map(|area| site.assembly_subject(area));
        let of_school = area.map(|_| given.school.subject);
        for subject in area.into_iter().chain(of_school) {
            one_less(subject, clock.now_ms, &mut truth);
        }
    }
}

/// Of those of the class, or of the staff and visitors, whose whereabouts somebody knows, there is one more.
pub fn note_whereabouts(person: u32, now_ms: Ms, given: &Given, truth: &mut Truth) {
    let register = given.school.register_of(person as usize);
    let mut located = match truth.get(Signal::Elsewhere, register) {
        Some((Value::Set(set), _)) => set.clone(),
        _ => BTreeSet::new(),
    };
    located.insert(given.school.people[person as usize].subject);
    truth.set(now_ms, Signal::Elsewhere, register, Value::Set(located));
}

/// One less has gathered somewhere.
fn one_less(subject: SubjectIx, now_ms: Ms, truth: &mut Truth) {
    if let Some((&Value::Count(people), _)) = truth.get(Signal::Assembled, subject) {
        let people = Value::Count(people.saturating_sub(1));
        truth.set(now_ms, Signal::Assembled, subject, people);
    }
}
