//! The walkable school: what is open or barred, which space a point lies in, what is seen from where, what leads out.

use std::collections::BTreeSet;
use std::sync::Arc;

use bevy_ecs::prelude::Resource;

use super::ground::{limit_of, post_at};
use super::{Ground, Whereabouts};
use crate::geo::{Bounds, Point, Segment};
use crate::pedestrian::{Limit, Portal, VenueError};
use crate::scenario::model::{Doors, Fidelity, Flow, Subjects};
use crate::scenario::plan::{LevelIndex, OpeningKind, Plan, SpaceIndex, SpaceKind};
use crate::vocabulary::{SubjectIx, SubjectKind};

/// A stair: all flights of one name.
#[derive(Debug, Clone)]
pub struct Stair {
    /// Its name in the plan.
    pub id: String,
    /// Its subject.
    pub subject: SubjectIx,
    /// Its flights.
    pub flights: Vec<u16>,
}

/// The school as a thing people walk in.
/// Cloning is cheap: runs of one scenario share the plan and what was made of it.
#[derive(Resource, Debug, Clone)]
pub struct Site {
    /// The plan as drawn.
    pub plan: Arc<Plan>,
    /// The plan as people walk it, and what is open in it.
    pub ground: Ground,
    /// Mains power.
    pub power: bool,
    /// The telephone network works.
    pub telephones: bool,
    /// Stairs by id.
    pub stairs: Vec<Stair>,
    /// What can no longer be passed.
    pub closed: BTreeSet<Portal>,
    /// Gates to the street that are locked. For those inside they are walls, locked or not.
    locked_gates: BTreeSet<u16>,
    doors: Doors,
    ways_out: Arc<[u16]>,
    walls: Arc<[Vec<Segment>]>,
    /// The middle of each space: asked for once a second for every cue, and costly to find.
    middles: Arc<[Point]>,
    /// The rectangle around each space: most are told by it not to be where somebody is.
    bounds: Arc<[Option<Bounds>]>,
    spaces: Vec<SubjectIx>,
    openings: Vec<SubjectIx>,
    levels: Vec<SubjectIx>,
    assemblies: Vec<SubjectIx>,
}

impl Site {
    /// Makes a plan walkable.
    ///
    /// # Errors
    /// When the geometry cannot be walked in; the plan's checks should have found that before.
    pub fn new(
        plan: &Plan,
        subjects: &Subjects,
        doors: Doors,
        fidelity: Fidelity,
    ) -> Result<Self, VenueError> {
        let ground = Ground::new(plan, doors, fidelity)?;
        let stairs = subjects
            .of_kind(SubjectKind::Stair)
            .into_iter()
            .map(|subject| {
                let id = subjects.id(subject).to_owned();
                let flights = (0..)
                    .zip(&plan.flights)
                    .filter(|(_, f)| f.stair == id)
                    .map(|(i, _)| i)
                    .collect();
                Stair { id, subject, flights }
            })
            .collect();
        let locked = (0..).zip(&plan.openings).filter(|(_, opening)| opening.locked);
        let (closed, locked_gates): (Vec<_>, Vec<_>) =
            locked.partition(|(_, opening)| opening.outer.is_some());
        Ok(Self {
            plan: Arc::new(plan.clone()),
            ground,
            power: true,
            telephones: true,
            stairs,
            closed: closed.into_iter().map(|(i, _)| Portal::Opening(i)).collect(),
            locked_gates: locked_gates.into_iter().map(|(i, _)| i).collect(),
            doors,
            ways_out: ways_out(plan).into(),
            walls: (0..plan.levels.len() as u32)
                .map(|level| plan.walls(LevelIndex(level)))
                .collect(),
            middles: plan
                .spaces
                .iter()
                .map(|space| space.outline.interior_point())
                .collect(),
            bounds: plan.spaces.iter().map(|space| space.outline.bounds()).collect(),
            spaces: subjects.of_kind(SubjectKind::Space),
            openings: subjects.of_kind(SubjectKind::Opening),
            levels: subjects.of_kind(SubjectKind::Level),
            assemblies: subjects.of_kind(SubjectKind::Assembly),
        })
    }

    /// The subject of a space.
    pub fn space_subject(&self, space: SpaceIndex) -> SubjectIx {
        self.spaces[space.get()]
    }

    /// The subject of a level; none for a landing, which nobody talks about.
    pub fn level_subject(&self, level: LevelIndex) -> SubjectIx {
        self.levels[level.get()]
    }

    /// The subject of an assembly area.
    pub fn assembly_subject(&self, assembly: u32) -> SubjectIx {
        self.assemblies[assembly as usize]
    }

    /// The subject of an opening, or of the stair a flight belongs to.
    pub fn portal_subject(&self, portal: Portal) -> Option<SubjectIx> {
        match portal {
            Portal::Opening(opening) => self.openings.get(usize::from(opening)).copied(),
            Portal::Flight(flight) => self.stair_of(flight).map(|stair| stair.subject),
        }
    }

    /// The stair a flight belongs to.
    pub fn stair_of(&self, flight: u16) -> Option<&Stair> {
        self.stairs.iter().find(|stair| stair.flights.contains(&flight))
    }

    /// What has to be passed at a place: one opening, or all flights of a stair.
    pub fn portals_of(&self, place: SubjectIx) -> Vec<Portal> {
        if let Some(stair) = self.stairs.iter().find(|stair| stair.subject == place) {
            return stair.flights.iter().copied().map(Portal::Flight).collect();
        }
        let opening = self.opening_of(place).map(Portal::Opening);
        opening.into_iter().collect()
    }

    /// Whether opening or closing a place would change anything.
    pub fn would_change(&self, place: SubjectIx, open: bool) -> bool {
        if let Some(gate) = self.street_gate(place) {
            return self.locked_gates.contains(&gate) == open;
        }
        let portals = self.portals_of(place);
        portals
            .into_iter()
            .any(|portal| self.ground.is_open(portal) != open)
    }

    /// Opens or closes a place; says whether that changed anything.
    pub fn set_open(&mut self, place: SubjectIx, open: bool) -> bool {
        if let Some(gate) = self.street_gate(place) {
            return if open {
                self.locked_gates.remove(&gate)
            } else {
                self.locked_gates.insert(gate)
            };
        }
        let mut changed = false;
        for portal in self.portals_of(place) {
            changed |= self.ground.set_open(portal, open);
            if open {
                self.closed.remove(&portal);
            } else {
                self.closed.insert(portal);
            }
        }
        changed
    }

    /// The gate to the street that a place is, if it is one.
    fn street_gate(&self, place: SubjectIx) -> Option<u16> {
        let opening = self.opening_of(place)?;
        let leads_out = self.plan.openings[usize::from(opening)].outer.is_none();
        leads_out.then_some(opening)
    }

    /// The gate or the door of a room that a place is, if it is one: it is opened from the yard's or the corridor's side, by
    /// whoever is not in the room. An exit is opened from inside.
    pub fn opened_from_beside(&self, place: SubjectIx, here: Option<SpaceIndex>) -> Option<u16> {
        let number = self.opening_of(place)?;
        let opening = &self.plan.openings[usize::from(number)];
        let is_outside_the_room = |outer| self.is_inside(outer) && here != Some(opening.inner);
        opening.outer.is_none_or(is_outside_the_room).then_some(number)
    }

    /// Whether an opening is locked now, or cannot be passed.
    pub fn is_barred(&self, opening: u16) -> bool {
        self.locked_gates.contains(&opening) || self.closed.contains(&Portal::Opening(opening))
    }

    /// Whether a place is an opening that is barred.
    pub fn is_shut(&self, place: SubjectIx) -> bool {
        self.opening_of(place)
            .is_some_and(|opening| self.is_barred(opening))
    }

    /// The number of an opening.
    pub fn opening_of(&self, place: SubjectIx) -> Option<u16> {
        let opening = self.openings.iter().position(|subject| *subject == place);
        opening.map(|i| i as u16)
    }

    /// The subject of an opening.
    pub fn opening_subject(&self, opening: u16) -> SubjectIx {
        self.openings[usize::from(opening)]
    }

    /// Leaves so much of the flow through an opening from now on; all of it with none.
    pub fn set_flow(&mut self, opening: u16, flow: Option<Flow>) {
        let free = limit_of(&self.plan.openings[usize::from(opening)], self.doors);
        let limit = flow.map(|flow| match flow {
            Flow::Share(share) => free.reduced_to(share),
            Flow::PerSecond(per_s) => Limit::Capacity(per_s),
        });
        self.ground.set_limit(opening, limit);
    }

    /// The space in which a point lies; none on a flight of stairs.
    pub fn space_at(&self, level: LevelIndex, at: Point) -> Option<SpaceIndex> {
        let around =
            |space: usize| self.bounds[space].is_some_and(|b| b.near(&Bounds { min: at, max: at }, 0.01));
        let spaces = (0..).zip(&self.plan.spaces);
        let mut near = spaces.filter(|(i, space)| space.level == level && around(*i as usize));
        near.find(|(_, space)| space.outline.contains(at))
            .map(|(i, _)| SpaceIndex(i))
    }

    /// The space in which a point lies, or which is nearest to it on its level.
    pub fn space_near(&self, level: LevelIndex, at: Point) -> SpaceIndex {
        self.space_at(level, at).unwrap_or_else(|| {
            let on_level = self.plan.spaces_on(level);
            let by_distance = on_level.map(|(i, space)| (space.outline.boundary_distance(at), i));
            let nearest = by_distance.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            nearest.map_or(SpaceIndex(0), |(_, i)| i)
        })
    }

    /// The middle of a place and its level: where it is perceived from. For a stair, both ends of each flight.
    pub fn where_is(&self, place: SubjectIx) -> Vec<(LevelIndex, Point)> {
        if let Some(space) = self.spaces.iter().position(|subject| *subject == place) {
            return vec![(self.plan.spaces[space].level, self.middles[space])];
        }
        self.portals_of(place)
            .into_iter()
            .flat_map(|portal| self.ends_of(portal))
            .collect()
    }

    /// The middles of a portal's ends, with the level each opens to.
    pub fn ends_of(&self, portal: Portal) -> impl Iterator<Item = (LevelIndex, Point)> {
        let ends = match portal {
            Portal::Opening(opening) => {
                let opening = &self.plan.openings[usize::from(opening)];
                [Some((opening.level, opening.segment.midpoint())), None]
            }
            Portal::Flight(flight) => {
                let flight = &self.plan.flights[usize::from(flight)];
                [
                    Some((flight.lower, flight.lower_edge.midpoint())),
                    Some((flight.upper, flight.upper_edge.midpoint())),
                ]
            }
        };
        ends.into_iter().flatten()
    }

    /// Whether one sees from one point of a level to another: no wall between. The last quarter of a metre does not
    /// count, for what is looked at lies in a wall.
    pub fn sees(&self, level: LevelIndex, from: Point, to: Point) -> bool {
        const IN_THE_WALL_M: f64 = 0.25;
        let distance_m = from.distance(to);
        if distance_m <= IN_THE_WALL_M {
            return true;
        }
        let end = from + (to - from) * ((distance_m - IN_THE_WALL_M) / distance_m);
        let line = Segment::new(from, end);
        let mut near = self.walls[level.get()].iter().filter(|wall| wall.may_meet(&line));
        near.all(|wall| wall.intersection(&line).is_none())
    }

    /// Where somebody can climb to who is on a blocked flight, or on a landing between blocked flights: the ends of
    /// the flight, the nearer first, then on from a landing there; the other ends of the flights at the landing, the
    /// lower first.
    pub fn ways_off(&self, here: &Whereabouts, flight: Option<u16>) -> Vec<Whereabouts> {
        if let Some(flight) = flight {
            let ends = &self.plan.flights[usize::from(flight)];
            let far = if here.level == ends.lower {
                ends.upper
            } else {
                ends.lower
            };
            let mut ways = vec![
                self.end_of_flight(flight, here.level),
                self.end_of_flight(flight, far),
            ];
            let onwards: Vec<Whereabouts> = ways.iter().flat_map(|end| self.ways_off(end, None)).collect();
            ways.extend(onwards);
            return ways;
        }
        let mut ends: Vec<Whereabouts> = (0..)
            .zip(&self.plan.flights)
            .filter(|(number, _)| self.closed.contains(&Portal::Flight(*number)))
            .filter_map(|(number, flight)| match here.level {
                level if level == flight.lower => Some(self.end_of_flight(number, flight.upper)),
                level if level == flight.upper => Some(self.end_of_flight(number, flight.lower)),
                _ => None,
            })
            .filter(|_| self.is_landing(here.level))
            .collect();
        ends.sort_by(|a, b| {
            self.plan[a.level]
                .elevation_m
                .total_cmp(&self.plan[b.level].elevation_m)
        });
        ends
    }

    /// Whether a level is only the landing of a stair.
    pub fn is_landing(&self, level: LevelIndex) -> bool {
        self.plan
            .spaces_on(level)
            .all(|(_, space)| space.kind == SpaceKind::Stairwell)
    }

    /// Where somebody lies who was brought down or up a flight to a level: in front of its edge there.
    pub fn end_of_flight(&self, flight: u16, level: LevelIndex) -> Whereabouts {
        let flight = &self.plan.flights[usize::from(flight)];
        let (edge, other, space) = if level == flight.lower {
            (
                flight.lower_edge.midpoint(),
                flight.upper_edge.midpoint(),
                flight.lower_space,
            )
        } else {
            (
                flight.upper_edge.midpoint(),
                flight.lower_edge.midpoint(),
                flight.upper_space,
            )
        };
        let at = edge + (edge - other).unit() * 0.5;
        Whereabouts {
            level,
            at,
            space: Some(space),
        }
    }

    /// Whether a space is inside the building.
    pub fn is_inside(&self, space: SpaceIndex) -> bool {
        !self.plan[space].kind.is_outside()
    }

    /// Whether one sees along it: a corridor, hall, stairwell or the open.
    pub fn is_open_view(&self, space: SpaceIndex) -> bool {
        matches!(
            self.plan[space].kind,
            SpaceKind::Corridor | SpaceKind::Hall | SpaceKind::Stairwell | SpaceKind::Path | SpaceKind::Yard
        )
    }

    /// Whether people stay inside who gather at an assembly area: it lies indoors, and more is drawn than the inside.
    pub fn gathers_inside(&self, assembly: u32) -> bool {
        let mut spaces = self.plan.spaces.iter();
        self.is_inside(self.plan.assemblies[assembly as usize].space)
            && spaces.any(|space| space.kind.is_outside())
    }

    /// The assembly areas where people gather whom nobody tells where: those where they are out; all where there is none.
    pub fn usual_assemblies(&self) -> impl Iterator<Item = u32> + use<'_> {
        let all = 0..self.plan.assemblies.len() as u32;
        let has_open = all.clone().any(|area| !self.gathers_inside(area));
        all.filter(move |area| !has_open || !self.gathers_inside(*area))
    }

    /// The exits by which one gets away from the building, by index of the opening: not those into a courtyard.
    pub fn ways_out(&self) -> &[u16] {
        &self.ways_out
    }

    /// Whether an opening is an exit of the building; a gate of the yard is not.
    pub fn is_exit(&self, opening: u16) -> bool {
        self.plan.openings[usize::from(opening)].kind == OpeningKind::Exit
    }

    /// Just outside an exit.
    pub fn outside(&self, exit: u16) -> Whereabouts {
        let opening = &self.plan.openings[usize::from(exit)];
        let (space, post) = post_at(opening, &self.plan);
        Whereabouts {
            level: opening.level,
            at: post.interior_point(),
            space: Some(SpaceIndex(space as u32)),
        }
    }

    /// Whether an exit lies on the lowest floor that has one: those above lead to galleries and outdoor stairs.
    pub fn is_on_the_ground(&self, exit: u16) -> bool {
        let level = self.plan.openings[usize::from(exit)].level;
        self.plan[level].elevation_m <= self.lowest_exit_m() + 0.5
    }

    /// Whether one sees from there how it looks outside: outdoors, and by the windows of the floor of the lowest exit.
    pub fn sees_outside(&self, here: &Whereabouts) -> bool {
        let is_outdoors = here.space.is_some_and(|space| !self.is_inside(space));
        let above_exit_m = self.plan[here.level].elevation_m - self.lowest_exit_m();
        is_outdoors || above_exit_m.abs() <= 0.5
    }

    /// Whether a place is a yard or a path outdoors, no higher than the lowest exit.
    pub fn is_yard(&self, place: SubjectIx) -> bool {
        let space = self.spaces.iter().position(|subject| *subject == place);
        space.is_some_and(|space| {
            let space = &self.plan.spaces[space];
            space.kind.is_outside() && self.plan[space.level].elevation_m <= self.lowest_exit_m() + 0.5
        })
    }

    /// Height of the lowest exit, m; infinite where there is none.
    pub fn lowest_exit_m(&self) -> f64 {
        let exits = self.plan.openings.iter().filter(|o| o.kind == OpeningKind::Exit);
        exits
            .map(|o| self.plan[o.level].elevation_m)
            .fold(f64::INFINITY, f64::min)
    }

    /// Exits and gates lead out; of exits, whether crossing in this direction is outward.
    pub fn is_outward(&self, opening: u16, forward: bool) -> bool {
        let opening = &self.plan.openings[usize::from(opening)];
        if opening.kind != OpeningKind::Exit {
            return false;
        }
        // Forward is from right to left of the opening's line; find out on which side the inner space lies.
        let direction = (opening.segment.b - opening.segment.a).unit();
        let left = opening.segment.midpoint() + direction.left() * 0.2;
        let inner_is_left = self.plan[opening.inner].outline.contains(left);
        forward != inner_is_left
    }
}

/// The exits from whose far side an assembly area can be reached outdoors; all exits where none is so.
fn ways_out(plan: &Plan) -> Vec<u16> {
    let is_outside = |space: SpaceIndex| plan[space].kind.is_outside();
    let mut reached: BTreeSet<SpaceIndex> = plan.assemblies.iter().map(|assembly| assembly.space).collect();
    // From space to space until nothing is added: a school has few spaces outdoors.
    loop {
        let outdoors = plan.openings.iter().filter_map(|o| Some((o.inner, o.outer?)));
        let flights = plan.flights.iter().map(|f| (f.lower_space, f.upper_space));
        let joined = outdoors
            .chain(flights)
            .filter(|(a, b)| is_outside(*a) && is_outside(*b));
        let more = joined.filter(|(a, b)| reached.contains(a) != reached.contains(b));
        let more: Vec<SpaceIndex> = more.flat_map(|(a, b)| [a, b]).collect();
        if more.is_empty() {
            break;
        }
        reached.extend(more);
    }
    let exits = (0..).zip(&plan.openings);
    let exits = exits.filter(|(_, o)| o.kind == OpeningKind::Exit && o.outer.is_some());
    let (away, into_courts): (Vec<_>, Vec<_>) =
        exits.partition(|(_, o)| o.outer.is_some_and(|outer| reached.contains(&outer)));
    let chosen = if away.is_empty() { into_courts } else { away };
    chosen.into_iter().map(|(index, _)| index).collect()
}
