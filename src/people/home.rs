//! Going home: whoever is handed over is at the school no longer.

use bevy_ecs::prelude::*;

use super::signals::assembly_at;
use super::{Activity, Collected, Ordinal, Roster, Story};
use crate::places::{Site, Whereabouts};
use crate::sim::{Clock, Truth};
use crate::vocabulary::{Signal, SubjectIx, Value};

/// Lets those go who have been handed over.
pub(super) fn go_home(
    mut collected: MessageReader<Collected>,
    clock: Res<Clock>,
    roster: Res<Roster>,
    site: Res<Site>,
    given: Res<crate::sim::Given>,
    mut people: Query<(&mut Activity, &mut Story, &Whereabouts), With<Ordinal>>,
    mut truth: ResMut<Truth>,
) {
    for Collected { person } in collected.read() {
        let entity = roster.entities[*person as usize];
        let Ok((mut activity, mut story, whereabouts)) = people.get_mut(entity) else {
            continue;
        };
        *activity = Activity::Away;
        story.released_ms = Some(clock.now_ms);
        let area = assembly_at(&site, whereabouts.at).map(|area| site.assembly_subject(area as u32));
        let of_school = area.map(|_| given.school.subject);
        for subject in area.into_iter().chain(of_school) {
            one_less(subject, clock.now_ms, &mut truth);
        }
    }
}

/// One less has gathered somewhere.
fn one_less(subject: SubjectIx, now_ms: i64, truth: &mut Truth) {
    if let Some((&Value::Count(people), _)) = truth.get(Signal::Assembled, subject) {
        let people = Value::Count(people.saturating_sub(1));
        truth.set(now_ms, Signal::Assembled, subject, people);
    }
}
