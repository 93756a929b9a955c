//! The plan as people walk it: for the crowd kernel, or as a network.

use crate::geo::{Point, Polygon, Segment};
use crate::network::{self, AreaSpec, DoorSpec, NetSpec, Network, RoomSpec};
use crate::pedestrian::{
    self as walk, ClimbCapacity, DeckSpec, FlightSpec, Limit, OpeningSpec, Portal, Tally, Venue, VenueError,
    VenueSpec,
};
use crate::scenario::model::{Doors, Fidelity};
use crate::scenario::plan::{Flight, LevelIndex, Opening, Plan, SpaceIndex, SpaceKind};

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

/// The plan as people walk it, and what is open in it.
#[derive(Debug, Clone)]
pub enum Ground {
    /// Floors for the crowd kernel.
    Floors(Venue),
    /// Rooms, doors and flights of a network.
    Net(Network),
}

impl Ground {
    /// Makes a plan walkable.
    ///
    /// # Errors
    /// When the geometry cannot be walked in; the plan's checks should have found that before.
    pub(super) fn new(plan: &Plan, doors: Doors, fidelity: Fidelity) -> Result<Self, VenueError> {
        Ok(match fidelity {
            Fidelity::Pedestrian => Self::Floors(Venue::new(&venue_spec(plan, doors))?),
            Fidelity::Network => Self::Net(Network::new(net_spec(plan, doors))),
        })
    }

    /// Whether a portal is open.
    pub fn is_open(&self, portal: Portal) -> bool {
        match self {
            Self::Floors(venue) => venue.is_open(portal),
            Self::Net(network) => network.is_open(portal),
        }
    }

    /// Opens or closes a portal; says whether that changed anything.
    pub(super) fn set_open(&mut self, portal: Portal, open: bool) -> bool {
        match self {
            Self::Floors(venue) => venue.set_open(portal, open),
            Self::Net(network) => network.set_open(portal, open),
        }
    }

    /// Limits the flow through an opening from now on; as it was made, with none. The one way to do so in either tier.
    pub(super) fn set_limit(&mut self, opening: u16, limit: Option<Limit>) {
        match self {
            Self::Floors(venue) => venue.set_limit(opening, limit),
            Self::Net(network) => network.set_limit(opening, limit),
        }
    }

    /// What happened at a portal so far.
    pub fn tally(&self, portal: Portal) -> Tally {
        match self {
            Self::Floors(venue) => venue.tally(portal),
            Self::Net(network) => network.tally(portal),
        }
    }
}

/// Capacity of a door by its effective width, persons/s.
fn door_capacity(opening: &Opening) -> f32 {
    (opening.effective_width_m() as f32 * DOOR_CAPACITY_PER_M_S).max(0.1)
}

/// Capacity of a flight by its effective width.
fn flight_capacity(flight: &Flight) -> ClimbCapacity {
    let width_m = flight.effective_width_m() as f32;
    ClimbCapacity {
        up_per_s: (width_m * STAIR_UP_PER_M_S).max(0.1),
        down_per_s: (width_m * STAIR_DOWN_PER_M_S).max(0.1),
    }
}

/// What limits the flow through an opening that nobody holds up: bodies, or a code.
pub(super) fn limit_of(opening: &Opening, doors: Doors) -> Limit {
    match doors {
        Doors::Emergent => Limit::Bodies(opening.clear_segment().length()),
        Doors::Code => Limit::Capacity(f64::from(door_capacity(opening))),
    }
}

/// A gate to the street is a wall: nobody in the scenario walks away.
fn stands_open(opening: &Opening) -> bool {
    !opening.locked && opening.outer.is_some()
}

/// A person stands so far beside an opening to hold it or watch it: in front of it, half a metre to each side, m. An
/// assumption.
const POST_M: (f64, f64) = (0.8, 0.5);

/// Where somebody stands who holds an opening or watches it, and in which space: outside an exit, on the corridor's side
/// of a room's door.
pub(super) fn post_at(opening: &Opening, plan: &Plan) -> (usize, Polygon) {
    let space = opening.outer.unwrap_or(opening.inner);
    let (middle, (off_m, half_m)) = (opening.segment.midpoint(), POST_M);
    let left = opening.segment.direction().left();
    let aside = if plan[space].outline.contains(middle + left * off_m) {
        left
    } else {
        left * -1.0
    };
    let stands = middle + aside * off_m;
    let half = Point::new(half_m, half_m);
    (space.get(), Polygon::rectangle(stands - half, stands + half))
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
            capacity_per_s: code.then(|| door_capacity(opening)),
            open: stands_open(opening),
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
            capacity: code.then(|| flight_capacity(flight)),
            open: true,
        })
        .collect();
    VenueSpec {
        decks,
        openings,
        flights,
    }
}

fn net_spec(plan: &Plan, doors: Doors) -> NetSpec {
    let rooms = plan.spaces.iter().map(|space| RoomSpec {
        deck: space.level.0 as u16,
        height_m: plan[space.level].elevation_m,
        outline: space.outline.clone(),
        fills_up: space.kind == SpaceKind::Stairwell,
    });
    let all_doors = plan.openings.iter().map(|opening| DoorSpec {
        line: opening.segment,
        rooms: (opening.inner.get(), opening.outer.map(SpaceIndex::get)),
        limit: limit_of(opening, doors),
        open: stands_open(opening),
    });
    let flights = plan.flights.iter().map(|flight| network::FlightSpec {
        rooms: [flight.lower_space.get(), flight.upper_space.get()],
        edges: [flight.lower_edge, flight.upper_edge],
        heights_m: [flight.lower, flight.upper].map(|level| plan[level].elevation_m),
        step_m: (flight.tread_m, flight.riser_m),
        width_m: flight.width_m(),
        limits: match doors {
            Doors::Emergent => [Limit::Bodies(flight.width_m()); 2],
            Doors::Code => {
                let ClimbCapacity { up_per_s, down_per_s } = flight_capacity(flight);
                [down_per_s, up_per_s].map(|per_s| Limit::Capacity(f64::from(per_s)))
            }
        },
    });
    let areas = plan.assemblies.iter().map(|assembly| AreaSpec {
        room: assembly.space.get(),
        outline: assembly.outline.clone(),
    });
    let posts = plan.openings.iter().map(|opening| {
        let (room, outline) = post_at(opening, plan);
        AreaSpec { room, outline }
    });
    NetSpec {
        rooms: rooms.collect(),
        doors: all_doors.collect(),
        flights: flights.collect(),
        areas: areas.chain(posts).collect(),
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
