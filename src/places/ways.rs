//! The way to each goal, by what one believes passable: solved once, shared by all; an errand has a field of its own.

use std::collections::{BTreeMap, BTreeSet};

use bevy_ecs::prelude::Resource;

use super::ground::{point, polygon, post_at};
use super::{Ground, Site, Whereabouts};
use crate::geo::{Point, Polygon};
use crate::network::{self, Network, Routes};
use crate::pedestrian::{self as walk, Field, Goal, GoalLine, Place, Portal, Segment, Solver, Venue};
use crate::scenario::plan::{AssemblyIndex, LevelIndex, SpaceIndex};

/// Where a field leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum GoalKey {
    /// Through an exit (from inside: among bodies there is no way to it outdoors), or through a gate.
    Exit(u16),
    /// Onto the flights of a stair (index in [`Site::stairs`]), without going out to the ground.
    Stair(u16),
    /// Into an assembly area.
    Assembly(u32),
    /// Into a space.
    Space(u32),
    /// To where one stands who holds an opening or watches it.
    Beside(u16),
    /// To somebody who waits.
    Spot(Spot),
}

impl GoalKey {
    /// Whether only those go there who are sent, each by a way of their own.
    pub fn is_of_an_errand(self) -> bool {
        matches!(self, Self::Space(_) | Self::Beside(_) | Self::Spot(_))
    }
}

/// Where somebody waits, to the centimetre.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// The space.
    pub space: SpaceIndex,
    east_cm: i32,
    north_cm: i32,
}

impl Spot {
    /// Where somebody is, if in a space.
    pub fn of(here: &Whereabouts) -> Option<Self> {
        let cm = |m: f64| (m * 100.0).round() as i32;
        Some(Self {
            space: here.space?,
            east_cm: cm(here.at.x),
            north_cm: cm(here.at.y),
        })
    }

    fn at(self) -> Point {
        Point::new(f64::from(self.east_cm) / 100.0, f64::from(self.north_cm) / 100.0)
    }
}

/// What somebody believes cannot be passed: an index into the beliefs that occur in the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Belief(pub u16);

/// The ways of a run (floor fields of the crowd kernel, or routes of the network): one per goal and belief, solved when
/// first asked for and then shared by everybody who believes the same. Who has not seen that a stair is blocked follows the field in which it is open.
#[derive(Resource, Default)]
pub struct Ways {
    beliefs: Vec<BTreeSet<Portal>>,
    solver: Solver,
    fields: Vec<Field>,
    /// In their place where the ground is a network.
    routes: Vec<Routes>,
    /// The field of each person on an errand, by ordinal: used by nobody else, and solved only as far as needed.
    errands: BTreeMap<u32, usize>,
    /// Fields of errands that are over, for those to come.
    spare: Vec<usize>,
    index: BTreeMap<(GoalKey, Belief), usize>,
}

impl Ways {
    /// The belief that these cannot be passed.
    pub fn believing(&mut self, closed: &BTreeSet<Portal>) -> Belief {
        let known = self.beliefs.iter().position(|belief| belief == closed);
        Belief(known.unwrap_or_else(|| {
            self.beliefs.push(closed.clone());
            self.beliefs.len() - 1
        }) as u16)
    }

    /// What a belief holds closed.
    pub fn closed(&self, belief: Belief) -> &BTreeSet<Portal> {
        &self.beliefs[usize::from(belief.0)]
    }

    /// The belief of somebody who sees how it truly stands with these.
    pub fn correcting(&mut self, belief: Belief, seen: &[Portal], truly_closed: &BTreeSet<Portal>) -> Belief {
        let mut closed = self.closed(belief).clone();
        for portal in seen {
            if truly_closed.contains(portal) {
                closed.insert(*portal);
            } else {
                closed.remove(portal);
            }
        }
        self.believing(&closed)
    }

    /// The number of the field to a goal under a belief, solved now if nobody has needed it yet.
    pub fn to(&mut self, site: &Site, goal: GoalKey, belief: Belief) -> usize {
        if let Some(field) = self.index.get(&(goal, belief)) {
            return *field;
        }
        let number = match &site.ground {
            Ground::Floors(venue) => {
                let venue = self.believed(site, venue, goal, belief);
                let field = self.solver.solve(&venue, goal_geometry(site, goal));
                self.fields.push(field);
                self.fields.len() - 1
            }
            Ground::Net(network) => {
                let network = self.believed_network(site, network, goal, belief);
                self.routes
                    .push(Routes::solve(&network, network_goal(site, goal)));
                self.routes.len() - 1
            }
        };
        self.index.insert((goal, belief), number);
        number
    }

    /// The number of one person's own field to the next goal of an errand, solved from where the person is. Routes are
    /// shared.
    pub fn on_errand(
        &mut self,
        site: &Site,
        goal: GoalKey,
        belief: Belief,
        person: u32,
        from: (Place, walk::Point),
    ) -> usize {
        let Ground::Floors(venue) = &site.ground else {
            return self.to(site, goal, belief);
        };
        let venue = self.believed(site, venue, goal, belief);
        let field = self
            .solver
            .solve_from(&venue, goal_geometry(site, goal), from.0, from.1);
        let Some(slot) = self.errands.get(&person).copied().or_else(|| self.spare.pop()) else {
            self.fields.push(field);
            self.errands.insert(person, self.fields.len() - 1);
            return self.fields.len() - 1;
        };
        self.fields[slot] = field;
        self.errands.insert(person, slot);
        slot
    }

    /// Somebody follows a shared field again: the own one is spare.
    pub fn end_errand(&mut self, person: u32) {
        self.spare.extend(self.errands.remove(&person));
    }

    /// The number of a person's own field, if the person has been on an errand.
    pub fn errand(&self, person: u32) -> Option<usize> {
        self.errands.get(&person).copied()
    }

    /// The venue as somebody believes it to be who goes there.
    fn believed(&self, site: &Site, venue: &Venue, goal: GoalKey, belief: Belief) -> Venue {
        let mut venue = venue.clone();
        for (portal, open) in self.believed_portals(site, goal, belief) {
            venue.set_open(portal, open);
        }
        venue
    }

    fn believed_network(&self, site: &Site, network: &Network, goal: GoalKey, belief: Belief) -> Network {
        let mut network = network.clone();
        for (portal, open) in self.believed_portals(site, goal, belief) {
            network.set_open(portal, open);
        }
        network
    }

    /// Every portal, and whether somebody who goes there passes it, as far as they believe. Nobody leaves by one exit to
    /// come in by another and leave again; but an upper floor may open to a gallery on the way to its stair.
    fn believed_portals<'a>(
        &'a self,
        site: &'a Site,
        goal: GoalKey,
        belief: Belief,
    ) -> impl Iterator<Item = (Portal, bool)> + 'a {
        let closed = self.closed(belief);
        let stays_indoors = match goal {
            GoalKey::Exit(exit) => site.is_exit(exit),
            GoalKey::Stair(_) => true,
            _ => false,
        };
        let openings = (0..).zip(&site.plan.openings);
        let openings = openings.map(move |(i, opening)| {
            let is_another_exit = site.is_exit(i) && site.is_on_the_ground(i) && goal != GoalKey::Exit(i);
            let passable = opening.outer.is_some() && !(stays_indoors && is_another_exit);
            (Portal::Opening(i), passable)
        });
        let flights = (0..site.plan.flights.len() as u16).map(|i| (Portal::Flight(i), true));
        openings
            .chain(flights)
            .map(|(portal, passable)| (portal, passable && !closed.contains(&portal)))
    }

    /// Seconds at 1 m/s from a place to a goal under a belief; none when there is no way.
    pub fn cost_s(&mut self, site: &Site, goal: GoalKey, belief: Belief, from: &Whereabouts) -> Option<f32> {
        let number = self.to(site, goal, belief);
        if let (Ground::Net(network), Some(space)) = (&site.ground, from.space) {
            let cost_s = self.routes[number].cost_s(network, space.get(), from.at)?;
            return Some(cost_s as f32);
        }
        self.cost_along_s(site, number, Place::Deck(from.level.0 as u16), point(from.at))
    }

    /// The same along the field of this number, from anywhere.
    pub fn cost_along_s(&self, site: &Site, number: usize, place: Place, at: walk::Point) -> Option<f32> {
        match (&site.ground, place) {
            (Ground::Floors(venue), _) => self.fields[number].cost_s(venue, place, at),
            (Ground::Net(network), Place::Deck(deck)) => {
                let at = Point::new(f64::from(at[0]), f64::from(at[1]));
                let room = site.space_near(LevelIndex(u32::from(deck)), at);
                let cost_s = self.routes[number].cost_s(network, room.get(), at)?;
                Some(cost_s as f32)
            }
            (Ground::Net(network), Place::Flight(flight)) => {
                let cost_s = self.routes[number].cost_on_flight_s(network, usize::from(flight))?;
                Some(cost_s as f32)
            }
        }
    }

    /// All fields, for the crowd step.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// All routes, for the network.
    pub fn routes(&self) -> &[Routes] {
        &self.routes
    }
}

fn network_goal(site: &Site, goal: GoalKey) -> network::Goal {
    match goal {
        GoalKey::Exit(opening) => network::Goal::Door(opening),
        GoalKey::Stair(stair) => network::Goal::Heads(site.stairs[usize::from(stair)].flights.clone()),
        GoalKey::Assembly(assembly) => network::Goal::Area(assembly),
        GoalKey::Space(space) => network::Goal::Room(space),
        GoalKey::Spot(spot) => network::Goal::Room(spot.space.0),
        // The places beside openings come after the assembly areas.
        GoalKey::Beside(opening) => {
            network::Goal::Area(site.plan.assemblies.len() as u32 + u32::from(opening))
        }
    }
}

fn goal_geometry(site: &Site, goal: GoalKey) -> Goal {
    let line = |deck: LevelIndex, s: &crate::geo::Segment| {
        GoalLine::new(deck.0 as u16, Segment::new(point(s.a), point(s.b)))
    };
    match goal {
        GoalKey::Exit(number) => {
            let opening = &site.plan.openings[usize::from(number)];
            let mut line = line(opening.level, &opening.segment);
            if site.is_exit(number) {
                line.way_out = Some(number);
                if !site.is_outward(number, true) {
                    line.segment = Segment::new(line.segment.b, line.segment.a);
                }
            }
            Goal {
                areas: Vec::new(),
                lines: vec![line],
            }
        }
        GoalKey::Stair(stair) => {
            let flights = site.stairs[usize::from(stair)].flights.iter();
            let lines = flights
                .map(|flight| &site.plan.flights[usize::from(*flight)])
                .map(|flight| line(flight.upper, &flight.upper_edge))
                .collect();
            Goal {
                areas: Vec::new(),
                lines,
            }
        }
        GoalKey::Assembly(assembly) => {
            let assembly = &site.plan[AssemblyIndex(assembly)];
            Goal::area(assembly.level.0 as u16, polygon(&assembly.outline))
        }
        GoalKey::Space(space) => {
            let space = &site.plan[SpaceIndex(space)];
            Goal::area(space.level.0 as u16, polygon(&space.outline))
        }
        GoalKey::Beside(opening) => {
            let opening = &site.plan.openings[usize::from(opening)];
            let (_, post) = post_at(opening, &site.plan);
            Goal::area(opening.level.0 as u16, polygon(&post))
        }
        GoalKey::Spot(spot) => {
            let space = &site.plan[spot.space];
            Goal::area(space.level.0 as u16, within_reach(spot.at(), &space.outline))
        }
    }
}

/// Where one stands who is with somebody: up to an arm's length away, in the same space.
fn within_reach(of: Point, outline: &Polygon) -> walk::Polygon {
    /// Nearer and nearer, m, until it is in the space.
    const REACHES_M: [f64; 4] = [0.7, 0.5, 0.3, 0.1];
    const DIRECTIONS: [(f64, f64); 8] = [
        (1.0, 0.0),
        (0.7, 0.7),
        (0.0, 1.0),
        (-0.7, 0.7),
        (-1.0, 0.0),
        (-0.7, -0.7),
        (0.0, -1.0),
        (0.7, -0.7),
    ];
    let corners = DIRECTIONS.map(|(east, north)| {
        let reached = REACHES_M.map(|reach_m| of + Point::new(east, north) * reach_m);
        let reached = reached.into_iter().find(|at| outline.contains(*at));
        point(reached.unwrap_or(of))
    });
    walk::Polygon {
        outline: corners.to_vec(),
        holes: Vec::new(),
    }
}
