//! Which spaces a task leads into, and in which order.

use std::collections::{BTreeSet, VecDeque};

use super::Task;
use crate::pedestrian::Portal;
use crate::places::Site;
use crate::scenario::plan::{Space, SpaceIndex, SpaceKind};
use crate::sim::Given;
use crate::vocabulary::SubjectIx;

/// The spaces to look into, in order.
pub(super) fn round_of(task: &Task, given: &Given, site: &Site) -> VecDeque<SpaceIndex> {
    match task {
        Task::Sweep { level } => rooms_of(*level, site).map(|(i, _)| i).collect(),
        Task::Search {
            missing,
            share: (mine, of),
        } => {
            let in_turn = where_to_search(missing, given, site).into_iter().enumerate();
            let own = in_turn.filter(|(i, _)| i % of == *mine);
            own.map(|(_, space)| space).collect()
        }
        Task::Open { place } => inner_side(*place, site).into_iter().collect(),
        Task::StandAt { .. } | Task::Carry => VecDeque::new(),
    }
}

/// What can be looked into on a floor: every space inside that is not there to walk through.
fn rooms_of(level: SubjectIx, site: &Site) -> impl Iterator<Item = (SpaceIndex, &Space)> {
    let spaces = (0..).map(SpaceIndex).zip(&site.plan.spaces);
    let inside = spaces.filter(move |(i, s)| site.level_subject(s.level) == level && site.is_inside(*i));
    inside.filter(|(_, s)| {
        !matches!(
            s.kind,
            SpaceKind::Corridor | SpaceKind::Hall | SpaceKind::Stairwell
        )
    })
}

/// Where people may be: of each the classroom (or place of work), then the toilets of that floor, then its rest.
fn where_to_search(missing: &BTreeSet<SubjectIx>, given: &Given, site: &Site) -> Vec<SpaceIndex> {
    let mut round = Vec::new();
    for subject in missing {
        let person = &given.school.people[given.subjects.get(*subject).index];
        let room = person
            .class
            .map_or(person.space, |class| given.school.classes[class].room);
        let level = site.level_subject(site.plan.spaces[room].level);
        let toilets = rooms_of(level, site)
            .filter(|(_, s)| s.kind == SpaceKind::Toilet)
            .map(|(i, _)| i);
        let rest = rooms_of(level, site).map(|(i, _)| i);
        for space in std::iter::once(SpaceIndex(room as u32))
            .chain(toilets)
            .chain(rest)
        {
            if !round.contains(&space) {
                round.push(space);
            }
        }
    }
    round
}

/// The space from which an opening is opened; none for a stair.
fn inner_side(place: SubjectIx, site: &Site) -> Option<SpaceIndex> {
    let portals = site.portals_of(place);
    let opening = portals.iter().find_map(|portal| match portal {
        Portal::Opening(i) => Some(&site.plan.openings[usize::from(*i)]),
        Portal::Flight(_) => None,
    });
    opening.map(|opening| opening.inner)
}
