//! Who stands in a queue, and at which exit or stair.

use std::collections::BTreeMap;

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use super::Afoot;
use crate::pedestrian::Portal;
use crate::people::{Activity, Cover, Journey, Ordinal, Roster, Story};
use crate::places::{Site, Ways};
use crate::scenario::plan::OpeningKind;
use crate::sim::{Clock, Truth};
use crate::vocabulary::{Signal, SubjectIx, Value};

/// Sees who gets on, and where to.
#[derive(SystemParam)]
pub(in crate::people) struct Watching<'w> {
    roster: Res<'w, Roster>,
    site: Res<'w, Site>,
    afoot: Res<'w, Afoot>,
    ways: ResMut<'w, Ways>,
}

impl Watching<'_> {
    /// The door, exit or stair that comes next on somebody's way; the stair somebody is on.
    fn next_place(&mut self, person: u32, journey: &Journey) -> Option<SubjectIx> {
        let (goal, belief) = (*journey.stages.front()?, journey.belief?);
        let walkers = &self.afoot.crowd;
        let portal = walkers.next_portal(&self.site, &mut self.ways, person, goal, belief)?;
        self.site.portal_subject(portal)
    }

    /// Every exit and stair, with nobody at it.
    fn nobody_anywhere(&self) -> BTreeMap<SubjectIx, u32> {
        let stairs = self.site.stairs.iter().map(|stair| stair.subject);
        let openings = (0..).zip(&self.site.plan.openings);
        let exits = openings
            .filter(|(_, opening)| opening.kind == OpeningKind::Exit)
            .filter_map(|(i, _)| self.site.portal_subject(Portal::Opening(i)));
        stairs.chain(exits).map(|place| (place, 0)).collect()
    }
}

/// Once a second: who stands in a queue, and at which exit or stair. Who is under cover does not queue.
pub(in crate::people) fn count_queues(
    clock: Res<Clock>,
    mut watching: Watching,
    mut people: Query<(&Activity, &Journey, &Cover, &mut Story), With<Ordinal>>,
    mut truth: ResMut<Truth>,
) {
    let mut queues = watching.nobody_anywhere();
    let since_last_ms = watching.afoot.crowd.look_every_ms();
    for person in watching.afoot.crowd.ordinals() {
        if !watching.afoot.crowd.is_congested(person) {
            continue;
        }
        let entity = watching.roster.entities[person as usize];
        let Ok((activity, journey, cover, mut story)) = people.get_mut(entity) else {
            continue;
        };
        if *activity != Activity::Walking || cover.since_ms.is_some() {
            continue;
        }
        story.queued_ms += since_last_ms;
        let Some(place) = watching.next_place(person, journey) else {
            continue;
        };
        if let Some(count) = queues.get_mut(&place) {
            *count += 1;
        }
        if watching.site.stairs.iter().any(|stair| stair.subject == place) {
            story.queue_at_stair(place, since_last_ms);
        }
    }
    for (place, count) in queues {
        truth.set(clock.now_ms, Signal::Queue, place, Value::Count(count));
    }
}
