//! Who cannot go down a flight alone: waits at its head, or in a refuge, until two adults come, and goes down between them.

use std::collections::BTreeMap;

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use super::walk::Afoot;
use super::{Activity, Carry, Condition, Ordinal, Perceived, Roster, Story, note_whereabouts};
use crate::places::{Belief, GoalKey, Site, Ways, Whereabouts};
use crate::scenario::model::{CarriedBy, PersonSpec, Procedure};
use crate::scenario::plan::SpaceKind;
use crate::sim::{Clock, Detail, Given, Log, Truth};
use crate::vocabulary::Cue;

/// Who is being carried, and by whom.
#[derive(Resource, Debug, Default)]
pub(super) struct Borne(BTreeMap<u32, [u32; 2]>);

/// Whether somebody needs two adults to go down a flight.
pub(super) fn needs_two(person: &PersonSpec, procedure: &Procedure) -> bool {
    procedure.carried_by.takes_two() && (person.wheelchair || person.needs_help)
}

/// How much a floor may lie over or under the lowest exit without a stair between, m. An assumption: steps at a door.
const LEVEL_WITH_THE_EXIT_M: f64 = 0.5;

/// Where somebody waits who cannot go down alone (or up, from a basement): the nearest refuge of the floor; where it has none
/// that can be reached, the space at the end of the stair on the way, or of the nearest; none where no stair lies on the way
/// out.
pub(super) fn refuge(
    stages: &[GoalKey],
    belief: Belief,
    from: &Whereabouts,
    site: &Site,
    ways: &mut Ways,
) -> Option<GoalKey> {
    let above_exit_m = site.plan[from.level].elevation_m - site.lowest_exit_m();
    if above_exit_m.abs() <= LEVEL_WITH_THE_EXIT_M {
        return None;
    }
    let spaces = (0..).zip(&site.plan.spaces);
    let refuges = spaces.filter(|(_, space)| space.kind == SpaceKind::Refuge && space.level == from.level);
    let costs = refuges.filter_map(|(number, _)| {
        let refuge = GoalKey::Space(number);
        Some((ways.cost_s(site, refuge, belief, from)?, refuge))
    });
    let end_of = |stair: usize| {
        let flights = site.stairs[stair].flights.iter();
        let mut flights = flights.map(|flight| &site.plan.flights[usize::from(*flight)]);
        let end = if above_exit_m > 0.0 {
            flights
                .find(|flight| flight.upper == from.level)
                .map(|flight| flight.upper_space)
        } else {
            flights
                .find(|flight| flight.lower == from.level)
                .map(|flight| flight.lower_space)
        };
        end.map(|space| GoalKey::Space(space.0))
    };
    let has_stair = (0..site.stairs.len()).any(|stair| end_of(stair).is_some());
    if let (Some(refuge), true) = (nearest(costs), has_stair) {
        return Some(refuge);
    }
    if let Some(GoalKey::Stair(stair)) = stages.first() {
        return end_of(usize::from(*stair));
    }
    let ends = (0..site.stairs.len()).filter_map(|stair| Some((stair as u16, end_of(stair)?)));
    let costs = ends.filter_map(|(stair, end)| {
        let way = if above_exit_m > 0.0 {
            GoalKey::Stair(stair)
        } else {
            end
        };
        Some((ways.cost_s(site, way, belief, from)?, end))
    });
    nearest(costs)
}

/// Where somebody waits who gathers indoors on another floor, and cannot climb alone: at the nearest end of a stair there is
/// on the own floor; none on the floor of the assembly area.
pub(super) fn foot_of_stair(
    assembly: u32,
    belief: Belief,
    from: &Whereabouts,
    site: &Site,
    ways: &mut Ways,
) -> Option<GoalKey> {
    if site.plan.assemblies[assembly as usize].level == from.level {
        return None;
    }
    let flights = site.plan.flights.iter();
    let ends = flights.flat_map(|flight| {
        [
            (flight.lower, flight.lower_space),
            (flight.upper, flight.upper_space),
        ]
    });
    let ends = ends.filter(|(level, _)| *level == from.level);
    nearest(ends.filter_map(|(_, space)| {
        let end = GoalKey::Space(space.0);
        Some((ways.cost_s(site, end, belief, from)?, end))
    }))
}

/// The goal of least cost; of equals the first.
fn nearest(costs: impl Iterator<Item = (f32, GoalKey)>) -> Option<GoalKey> {
    let nearest = costs.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    nearest.map(|(_, goal)| goal)
}

/// Whoever waits at the head of a stair and is seen there is found, and whoever lies hurt beside an adult.
pub(super) fn note_seen(
    mut perceived: MessageReader<Perceived>,
    given: Res<Given>,
    clock: Res<Clock>,
    roster: Res<Roster>,
    site: Res<Site>,
    mut people: Query<(&Activity, &Whereabouts, &mut Story), With<Ordinal>>,
    mut truth: ResMut<Truth>,
    mut log: ResMut<Log>,
) {
    let takes_two = given.school.procedure.carried_by.takes_two();
    for seen in perceived.read().filter(|perceived| !perceived.by_word) {
        let is_seen = |activity| match activity {
            Activity::Waiting => seen.cue == Cue::NeedsHelp,
            Activity::Down => takes_two && seen.cue == Cue::Injured,
            _ => false,
        };
        let Some(subject) = seen.place else { continue };
        let person = given.subjects.get(subject).index;
        let Ok((activity, here, mut story)) = people.get_mut(roster.entities[person]) else {
            continue;
        };
        if !is_seen(*activity) || story.found_ms.is_some() {
            continue;
        }
        story.found_ms = Some(clock.now_ms);
        story.found_by = Some(seen.person);
        story.accounted_ms.get_or_insert(clock.now_ms);
        note_whereabouts(person as u32, clock.now_ms, &given, &mut truth);
        let finder = given.school.people[seen.person as usize].subject;
        let note = log.note(clock.now_ms, "person-found").because(seen.cause);
        let note = note
            .about(subject)
            .at(here.space.map(|space| site.space_subject(space)));
        let cause = note.with("finder", Detail::Subject(finder)).done();
        story.helpless.get_or_insert((clock.now_ms, cause));
    }
}

/// What carrying needs.
#[derive(SystemParam)]
pub(super) struct Bearing<'w, 's> {
    clock: Res<'w, Clock>,
    given: Res<'w, Given>,
    roster: ResMut<'w, Roster>,
    site: Res<'w, Site>,
    afoot: ResMut<'w, Afoot>,
    borne: ResMut<'w, Borne>,
    people: Query<
        'w,
        's,
        (
            &'static mut Activity,
            &'static mut Whereabouts,
            &'static mut Story,
            &'static Condition,
        ),
        With<Ordinal>,
    >,
}

/// Takes people up and sets them down, and takes their bearers along with them once a second.
pub(super) fn bear(mut asked: MessageReader<Carry>, mut on: Bearing) {
    for Carry { person, bearers } in asked.read() {
        match bearers {
            Some(bearers) => {
                on.borne.0.insert(*person, *bearers);
                on.take_up(*person);
            }
            None => on.set_down(*person),
        }
    }
}

/// Whoever is carried goes with those who carry.
pub(super) fn take_along(mut on: Bearing) {
    for (person, bearers) in on.borne.0.clone() {
        on.take_along(person, bearers);
    }
}

impl Bearing<'_, '_> {
    fn take_up(&mut self, person: u32) {
        if self.given.school.procedure.carried_by == CarriedBy::TwoAdultsWithAChair {
            self.roster.in_chairs.insert(person);
        }
        if let Ok((_, _, mut story, _)) = self.people.get_mut(self.roster.entities[person as usize]) {
            story.taken_up_ms.get_or_insert(self.clock.now_ms);
        }
    }

    /// Somebody who was being carried waits where they are.
    fn set_down(&mut self, person: u32) {
        if self.borne.0.remove(&person).is_none() {
            return;
        }
        let here = self.afoot.stop(&self.site, person);
        let entity = self.roster.entities[person as usize];
        if let Ok((mut activity, mut whereabouts, _, condition)) = self.people.get_mut(entity) {
            *whereabouts = here.unwrap_or(*whereabouts);
            *activity = if condition.severity > 1 {
                Activity::Down
            } else {
                Activity::Waiting
            };
        }
    }

    /// Those who carry somebody are where that person is.
    fn take_along(&mut self, person: u32, bearers: [u32; 2]) {
        let entity = self.roster.entities[person as usize];
        let Ok((activity, whereabouts, story, _)) = self.people.get(entity) else {
            return;
        };
        let here = self.afoot.whereabouts(&self.site, person);
        let (here, is_inside) = (here.unwrap_or(*whereabouts), story.inside);
        let (is_there, exit) = (*activity == Activity::Assembled, story.exit);
        for bearer in bearers {
            let entity = self.roster.entities[bearer as usize];
            let Ok((_, mut whereabouts, mut story, _)) = self.people.get_mut(entity) else {
                continue;
            };
            *whereabouts = here;
            if story.inside && !is_inside && story.exited_ms.is_none() {
                story.exited_ms = Some(self.clock.now_ms);
                story.exit = exit;
            }
            story.inside = is_inside;
        }
        if is_there {
            self.borne.0.remove(&person);
        }
    }
}
