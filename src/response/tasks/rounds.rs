//! Which spaces a task leads into, and in which order.

use std::collections::{BTreeSet, VecDeque};

use super::Task;
use super::going::Errands;
use crate::geo::Point;
use crate::pedestrian::Portal;
use crate::places::Site;
use crate::scenario::plan::{LevelIndex, Space, SpaceIndex, SpaceKind};
use crate::sim::Given;
use crate::vocabulary::SubjectIx;

impl Errands<'_, '_> {
    /// The spaces that somebody looks into for a task, in order: along the floor from where they come from.
    pub(super) fn round_of(&self, person: u32, task: &Task) -> VecDeque<SpaceIndex> {
        let site = &*self.site;
        let from = self.locate.whereabouts(person).map(|here| here.at);
        match task {
            Task::Sweep { level } => {
                let rooms = rooms_of(*level, site).map(|(i, _)| i);
                let round = along(stops(rooms, site), from);
                round.into_iter().map(|(space, _)| space).collect()
            }
            Task::Search { missing, share } => {
                let mut round: Vec<Stop> = Vec::new();
                for stage in where_to_search(missing, &self.given, site) {
                    let last = round.last().map(|(_, at)| *at);
                    round.extend(along(own_part(stops(stage, site), *share), last.or(from)));
                }
                round.into_iter().map(|(space, _)| space).collect()
            }
            Task::Open { place } => inner_side(*place, site).into_iter().collect(),
            Task::StandAt { .. } | Task::Carry { .. } | Task::WaitWith => VecDeque::new(),
        }
    }
}

/// A space and its middle.
type Stop = (SpaceIndex, Point);

/// The middles of spaces.
fn stops(spaces: impl IntoIterator<Item = SpaceIndex>, site: &Site) -> Vec<Stop> {
    let spaces = spaces.into_iter();
    spaces.map(|space| (space, middle(space, site))).collect()
}

fn middle(space: SpaceIndex, site: &Site) -> Point {
    site.plan[space].outline.interior_point()
}

/// What one of several searchers looks into: the stops in their order along the floor, cut into as many pieces.
fn own_part(stops: Vec<Stop>, (mine, of): (usize, usize)) -> Vec<Stop> {
    let all = stops.len();
    let end = end_of(&stops);
    let stops = along(stops, end);
    let cut = |piece: usize| all * piece / of;
    stops[cut(mine)..cut(mine + 1)].to_vec()
}

/// The stop that is farthest from the middle of all, of equals the first: one end of the floor.
fn end_of(stops: &[Stop]) -> Option<Point> {
    let points = || stops.iter().map(|(_, at)| *at);
    let middle_of_all = points().reduce(|a, b| a + b)? * (1.0 / stops.len() as f64);
    points().reduce(|farthest, next| {
        let is_farther = next.distance(middle_of_all) > farthest.distance(middle_of_all);
        if is_farther { next } else { farthest }
    })
}

/// Stops in the order in which somebody goes round who always takes the nearest next.
fn along(mut left: Vec<Stop>, from: Option<Point>) -> Vec<Stop> {
    let mut round = Vec::with_capacity(left.len());
    let mut here = from.or(left.first().map(|(_, at)| *at));
    while let Some(at) = here {
        let away_m = |i: &usize| left[*i].1.distance(at);
        let nearest = (0..left.len()).min_by(|a, b| away_m(a).total_cmp(&away_m(b)).then(a.cmp(b)));
        let next = nearest.map(|nearest| left.remove(nearest));
        round.extend(next);
        here = next.map(|(_, at)| at);
    }
    round
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

/// Where people may be, floor after floor: the classrooms (or places of work), then the toilets, then the rest.
fn where_to_search(missing: &BTreeSet<SubjectIx>, given: &Given, site: &Site) -> Vec<Vec<SpaceIndex>> {
    let rooms = missing.iter().map(|subject| {
        let person = &given.school.people[given.subjects.get(*subject).index];
        person
            .class
            .map_or(person.space, |class| given.school.classes[class].room)
    });
    let rooms: BTreeSet<SpaceIndex> = rooms.map(|room| SpaceIndex(room as u32)).collect();
    let levels: BTreeSet<LevelIndex> = rooms.iter().map(|room| site.plan[*room].level).collect();
    let stages = levels.into_iter().flat_map(|level| {
        let own = rooms
            .iter()
            .copied()
            .filter(|room| site.plan[*room].level == level);
        let others = rooms_of(site.level_subject(level), site).filter(|(i, _)| !rooms.contains(i));
        let (toilets, rest): (Vec<_>, Vec<_>) =
            others.partition(|(_, space)| space.kind == SpaceKind::Toilet);
        let spaces = |found: Vec<(SpaceIndex, &Space)>| found.into_iter().map(|(i, _)| i).collect();
        [own.collect(), spaces(toilets), spaces(rest)]
    });
    stages.collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Rooms on both sides of a corridor, numbered as in a plan: first one side, then the other.
    fn floor() -> Vec<Stop> {
        let side = |y: f64| (0..5).map(move |i| Point::new(8.0 * f64::from(i), y));
        let middles = side(0.0).chain(side(7.0));
        (0..).map(SpaceIndex).zip(middles).collect()
    }

    fn numbers(stops: &[Stop]) -> Vec<u32> {
        stops.iter().map(|(space, _)| space.0).collect()
    }

    #[test]
    fn one_goes_from_room_to_room_along_the_corridor() {
        let from_the_west = along(floor(), Some(Point::new(-5.0, 1.0)));
        assert_eq!(numbers(&from_the_west), [0, 5, 6, 1, 2, 7, 8, 3, 4, 9]);
        let from_the_east = along(floor(), Some(Point::new(40.0, 6.0)));
        assert_eq!(numbers(&from_the_east), [9, 4, 3, 8, 7, 2, 1, 6, 5, 0]);
    }

    #[test]
    fn two_searchers_take_one_half_of_the_corridor_each() {
        let halves = [0, 1].map(|mine| own_part(floor(), (mine, 2)));
        let mut all: Vec<u32> = halves.iter().flat_map(|half| numbers(half)).collect();
        all.sort_unstable();
        assert_eq!(all, (0..10).collect::<Vec<_>>());
        let [west, east] = halves.map(|half| half.iter().map(|(_, at)| at.x).sum::<f64>() / 5.0);
        assert!((west - east).abs() > 10.0, "{west} {east}");
        assert!(own_part(Vec::new(), (0, 2)).is_empty());
    }
}
