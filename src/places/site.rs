use std::collections::BTreeSet;

use bevy_ecs::prelude::Resource;

use super::Whereabouts;
use crate::geo::{Point, Polygon, Segment};
use crate::pedestrian::{
    self as walk, ClimbCapacity, DeckSpec, FlightSpec, OpeningSpec, Portal, Venue, VenueError, VenueSpec,
};
use crate::scenario::model::{Doors, Subjects};
use crate::scenario::plan::{LevelIndex, OpeningKind, Plan, SpaceIndex, SpaceKind};
use crate::vocabulary::{SubjectIx, SubjectKind};

/// Capacity of a door, persons per second and metre of effective width.
///
/// # Source
/// IMO MSC.1/Circ.1533 and SFPE hydraulic model: 1.3 persons/(m·s) for doorways [S].
const DOOR_CAPACITY_PER_M_S: f32 = 1.3;

/// Capacity of a stair up and down, persons per second and metre of effective width.
///
/// # Source
/// IMO MSC.1/Circ.1533: 0.88 persons/(m·s) for stairs up, 1.1 down [S].
const STAIR_UP_PER_M_S: f32 = 0.88;
const STAIR_DOWN_PER_M_S: f32 = 1.1;

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
#[derive(Resource)]
pub struct Site {
    /// The plan as drawn.
    pub plan: Plan,
    /// The plan as the crowd kernel walks it, and what is open in it.
    pub venue: Venue,
    /// Mains power.
    pub power: bool,
    /// Stairs by id.
    pub stairs: Vec<Stair>,
    /// What can no longer be passed.
    pub closed: BTreeSet<Portal>,
    walls: Vec<Vec<Segment>>,
    /// The middle of each space: asked for once a second for every cue, and costly to find.
    middles: Vec<Point>,
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
    pub fn new(plan: &Plan, subjects: &Subjects, doors: Doors) -> Result<Self, VenueError> {
        let venue = Venue::new(&venue_spec(plan, doors))?;
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
        let closed = (0..)
            .zip(&plan.openings)
            .filter(|(_, opening)| opening.locked)
            .map(|(i, _)| Portal::Opening(i))
            .collect();
        Ok(Self {
            plan: plan.clone(),
            venue,
            power: true,
            stairs,
            closed,
            walls: (0..plan.levels.len() as u32)
                .map(|level| plan.walls(LevelIndex(level)))
                .collect(),
            middles: plan
                .spaces
                .iter()
                .map(|space| space.outline.interior_point())
                .collect(),
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
        let opening = self.openings.iter().position(|subject| *subject == place);
        opening.map(|i| Portal::Opening(i as u16)).into_iter().collect()
    }

    /// Whether opening or closing a place would change anything.
    pub fn would_change(&self, place: SubjectIx, open: bool) -> bool {
        let portals = self.portals_of(place);
        portals
            .into_iter()
            .any(|portal| self.venue.is_open(portal) != open)
    }

    /// Opens or closes a place; says whether that changed anything.
    pub fn set_open(&mut self, place: SubjectIx, open: bool) -> bool {
        let mut changed = false;
        for portal in self.portals_of(place) {
            changed |= self.venue.set_open(portal, open);
            if open {
                self.closed.remove(&portal);
            } else {
                self.closed.insert(portal);
            }
        }
        changed
    }

    /// The middle of a place and its level: where it is perceived from. For a stair, both ends of each flight.
    pub fn where_is(&self, place: SubjectIx) -> Vec<(LevelIndex, Point)> {
        if let Some(space) = self.spaces.iter().position(|subject| *subject == place) {
            return vec![(self.plan.spaces[space].level, self.middles[space])];
        }
        self.portals_of(place)
            .into_iter()
            .flat_map(|portal| match portal {
                Portal::Opening(i) => {
                    let opening = &self.plan.openings[usize::from(i)];
                    vec![(opening.level, opening.segment.midpoint())]
                }
                Portal::Flight(i) => {
                    let flight = &self.plan.flights[usize::from(i)];
                    vec![
                        (flight.lower, flight.lower_edge.midpoint()),
                        (flight.upper, flight.upper_edge.midpoint()),
                    ]
                }
            })
            .collect()
    }

    /// The middles of a portal's ends, with the level each opens to.
    pub fn ends_of(&self, portal: Portal) -> Vec<(LevelIndex, Point)> {
        match portal {
            Portal::Opening(opening) => {
                let opening = &self.plan.openings[usize::from(opening)];
                vec![(opening.level, opening.segment.midpoint())]
            }
            Portal::Flight(flight) => {
                let flight = &self.plan.flights[usize::from(flight)];
                vec![
                    (flight.lower, flight.lower_edge.midpoint()),
                    (flight.upper, flight.upper_edge.midpoint()),
                ]
            }
        }
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
        self.walls[level.get()]
            .iter()
            .all(|wall| wall.intersection(&line).is_none())
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
    fn is_landing(&self, level: LevelIndex) -> bool {
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

fn venue_spec(plan: &Plan, doors: Doors) -> VenueSpec {
    let decks = (0..)
        .map(LevelIndex)
        .zip(&plan.levels)
        .map(|(index, level)| DeckSpec {
            elevation_m: level.elevation_m as f32,
            walkable: plan
                .spaces_on(index)
                .map(|(_, space)| polygon(&space.outline))
                .collect(),
            walls: plan.walls(index).iter().map(segment).collect(),
        })
        .collect();
    let code = doors == Doors::Code;
    let openings = plan
        .openings
        .iter()
        .map(|opening| OpeningSpec {
            deck: opening.level.0 as u16,
            line: segment(&opening.segment),
            capacity_per_s: code
                .then(|| (opening.effective_width_m() as f32 * DOOR_CAPACITY_PER_M_S).max(0.1)),
            // A gate to the street is a wall here: nobody in the scenario walks away.
            open: !opening.locked && opening.outer.is_some(),
        })
        .collect();
    let flights = plan
        .flights
        .iter()
        .map(|flight| FlightSpec {
            lower_deck: flight.lower.0 as u16,
            upper_deck: flight.upper.0 as u16,
            lower_edge: segment(&flight.lower_edge),
            upper_edge: segment(&flight.upper_edge),
            rise_m: flight.rise_m as f32,
            capacity: code.then(|| {
                let width_m = flight.effective_width_m() as f32;
                ClimbCapacity {
                    up_per_s: (width_m * STAIR_UP_PER_M_S).max(0.1),
                    down_per_s: (width_m * STAIR_DOWN_PER_M_S).max(0.1),
                }
            }),
            open: true,
        })
        .collect();
    VenueSpec {
        decks,
        openings,
        flights,
    }
}

/// A point as the kernel wants it.
pub(crate) fn point(p: Point) -> walk::Point {
    [p.x as f32, p.y as f32]
}

fn segment(s: &Segment) -> walk::Segment {
    walk::Segment::new(point(s.a), point(s.b))
}

/// A polygon as the kernel wants it.
pub(super) fn polygon(p: &Polygon) -> walk::Polygon {
    walk::Polygon {
        outline: p.outer.iter().copied().map(point).collect(),
        holes: p
            .holes
            .iter()
            .map(|hole| hole.iter().copied().map(point).collect())
            .collect(),
    }
}
