//! The network: rooms, and the doors and flights that join them.
//!
//! Every door and flight has two **ends**, one in each room it joins. A way is a row of ends: from where somebody stands
//! to an end, through to the other end, on to the next.

use std::sync::Arc;

use super::hydraulics::{FULL, OFF_THE_WALL_M};
use super::paths::{Floor, Path};
use crate::geo::{Point, Polygon, Segment};
use crate::pedestrian::{Limit, Portal, Tally};

/// A room, corridor, landing or yard.
#[derive(Debug, Clone, PartialEq)]
pub struct RoomSpec {
    /// The deck it is on.
    pub deck: u16,
    /// Height of that, m.
    pub height_m: f64,
    /// Its floor.
    pub outline: Polygon,
    /// Whether it holds no more people than it has room for, so that they queue back into what leads there: landings.
    pub fills_up: bool,
}

/// A door, gate or passage. Its number is its place in [`NetSpec::doors`].
#[derive(Debug, Clone, PartialEq)]
pub struct DoorSpec {
    /// The line across it. [`Crossing::forward`](crate::pedestrian::Crossing::forward) is from right to left of a → b.
    pub line: Segment,
    /// The rooms it joins; the second is none where it leads out of the plan, and nobody passes.
    pub rooms: (usize, Option<usize>),
    /// What limits the flow.
    pub limit: Limit,
    /// Whether it stands open at first.
    pub open: bool,
}

/// A straight flight of stairs. Its number is its place in [`NetSpec::flights`].
#[derive(Debug, Clone, PartialEq)]
pub struct FlightSpec {
    /// The rooms at its foot and at its head.
    pub rooms: [usize; 2],
    /// The lines where one steps onto it, at its foot and at its head.
    pub edges: [Segment; 2],
    /// Height of the floor at its foot and at its head, m.
    pub heights_m: [f64; 2],
    /// Depth and height of a step, m.
    pub step_m: (f64, f64),
    /// Clear width, m.
    pub width_m: f64,
    /// What limits the flow down and up.
    pub limits: [Limit; 2],
}

/// An area in a room that people walk to.
#[derive(Debug, Clone, PartialEq)]
pub struct AreaSpec {
    /// The room.
    pub room: usize,
    /// Its outline.
    pub outline: Polygon,
}

/// The plan as a network.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NetSpec {
    /// Rooms.
    pub rooms: Vec<RoomSpec>,
    /// Doors.
    pub doors: Vec<DoorSpec>,
    /// Flights.
    pub flights: Vec<FlightSpec>,
    /// Areas.
    pub areas: Vec<AreaSpec>,
}

/// The number of an end: twice the number of its portal (doors first, then flights), and one more for the second.
pub(super) type End = usize;

#[derive(Debug)]
pub(super) struct Room {
    pub(super) deck: u16,
    pub(super) height_m: f64,
    pub(super) floor: Floor,
    pub(super) area_m2: f64,
    /// How many people find room to wait for one next end; none where it does not matter.
    pub(super) holds: Option<u32>,
    /// Its ends, and for each pair of them the way between.
    pub(super) ends: Vec<End>,
    paths: Vec<Path>,
}

#[derive(Debug)]
pub(super) struct Flight {
    pub(super) spec: FlightSpec,
    pub(super) slope_m: f64,
    pub(super) holds: u32,
}

/// An area, and the way to it from each end of its room.
#[derive(Debug)]
pub(super) struct Area {
    pub(super) room: usize,
    outline: Polygon,
    middle: Point,
}

#[derive(Debug)]
pub(super) struct Net {
    pub(super) rooms: Vec<Room>,
    pub(super) doors: Vec<DoorSpec>,
    pub(super) flights: Vec<Flight>,
    pub(super) areas: Vec<Area>,
    /// Of each end the room it is in (none beyond the plan), and the point in front of it.
    pub(super) ends: Vec<(Option<usize>, Point)>,
    /// Of each end its place among the ends of its room.
    places: Vec<usize>,
    /// Of each door whether its first room lies to the left of its line.
    pub(super) first_is_left: Vec<bool>,
}

/// A network to walk in: what never changes, what is open, and what has passed. Cloning is cheap.
#[derive(Debug, Clone)]
pub struct Network {
    pub(super) net: Arc<Net>,
    pub(super) open: Vec<bool>,
    /// What limits each door now.
    pub(super) limits: Vec<Limit>,
    pub(super) tallies: Vec<Tally>,
    pub(super) version: u32,
}

impl Network {
    /// Finds the ways within each room.
    pub fn new(spec: NetSpec) -> Self {
        let open = spec
            .doors
            .iter()
            .map(|door| door.open && door.rooms.1.is_some())
            .chain(spec.flights.iter().map(|_| true))
            .collect();
        Self {
            tallies: vec![Tally::default(); spec.doors.len() + spec.flights.len()],
            limits: spec.doors.iter().map(|door| door.limit).collect(),
            net: Arc::new(Net::new(spec)),
            open,
            version: 0,
        }
    }

    /// The number of a portal among all, if there is one.
    fn index(&self, portal: Portal) -> Option<usize> {
        let index = match portal {
            Portal::Opening(door) => usize::from(door),
            Portal::Flight(flight) => self.net.doors.len() + usize::from(flight),
        };
        let exists =
            index < self.open.len() && (matches!(portal, Portal::Flight(_)) || index < self.net.doors.len());
        exists.then_some(index)
    }

    /// Whether a portal is open; `false` for one that does not exist.
    pub fn is_open(&self, portal: Portal) -> bool {
        self.index(portal).is_some_and(|index| self.open[index])
    }

    /// Opens or closes a portal. Returns whether that changed anything.
    pub fn set_open(&mut self, portal: Portal, open: bool) -> bool {
        let Some(index) = self.index(portal).filter(|index| self.open[*index] != open) else {
            return false;
        };
        self.open[index] = open;
        self.version += 1;
        true
    }

    /// Limits the flow through a door from now on; as it was made, with none.
    pub fn set_limit(&mut self, door: u16, limit: Option<Limit>) {
        let door = usize::from(door);
        if let Some(now) = self.limits.get_mut(door) {
            *now = limit.unwrap_or(self.net.doors[door].limit);
        }
    }

    /// What happened at a portal so far.
    pub fn tally(&self, portal: Portal) -> Tally {
        self.index(portal)
            .map(|index| self.tallies[index])
            .unwrap_or_default()
    }
}

impl Net {
    fn new(spec: NetSpec) -> Self {
        let floors: Vec<Floor> = spec.rooms.iter().map(|room| Floor::new(&room.outline)).collect();
        let ends = ends_of(&spec);
        let mut in_rooms: Vec<Vec<End>> = vec![Vec::new(); spec.rooms.len()];
        let mut places = vec![0; ends.len()];
        for (end, (room, _)) in ends.iter().enumerate() {
            if let Some(room) = room {
                places[end] = in_rooms[*room].len();
                in_rooms[*room].push(end);
            }
        }
        let first_is_left = spec
            .doors
            .iter()
            .map(|door| first_is_left(door, &spec.rooms))
            .collect();
        let rooms = spec.rooms.into_iter().zip(floors).zip(in_rooms);
        let rooms = rooms
            .map(|((room, floor), in_it)| Room::new(&room, floor, in_it, &ends))
            .collect();
        let areas = spec.areas.into_iter().map(|area| Area {
            room: area.room,
            middle: area.outline.interior_point(),
            outline: area.outline,
        });
        Self {
            rooms,
            areas: areas.collect(),
            doors: spec.doors,
            flights: spec.flights.into_iter().map(Flight::new).collect(),
            ends,
            places,
            first_is_left,
        }
    }

    /// The portal of an end.
    pub(super) fn portal(&self, index: usize) -> Portal {
        match index.checked_sub(self.doors.len()) {
            None => Portal::Opening(index as u16),
            Some(flight) => Portal::Flight(flight as u16),
        }
    }

    /// The flight of an end, and whether the end is its head; none for a door.
    pub(super) fn flight_of(&self, end: End) -> Option<(usize, bool)> {
        (end / 2)
            .checked_sub(self.doors.len())
            .map(|flight| (flight, end % 2 == 1))
    }

    /// The end of a flight.
    pub(super) fn end_of_flight(&self, flight: usize, head: bool) -> End {
        2 * (self.doors.len() + flight) + usize::from(head)
    }

    /// The way between two ends of one room.
    pub(super) fn between(&self, from: End, to: End) -> &Path {
        let room = self.ends[from].0.expect("whoever walks is in a room");
        let room = &self.rooms[room];
        &room.paths[self.places[from] * room.ends.len() + self.places[to]]
    }

    /// The way from a point of an area's room until one stands inside the area, and where that is.
    pub(super) fn way_into_area(&self, area: usize, from: Point) -> (Path, Point) {
        let Area {
            room,
            outline,
            middle,
        } = &self.areas[area];
        if outline.contains(from) {
            return (Path::default(), from);
        }
        let whole = self.rooms[*room].floor.path(from, *middle);
        let mut path = Path::default();
        let mut at = from;
        for next in whole.via.iter().copied().chain([*middle]) {
            let leg = Segment::new(at, next);
            let entries = outline.edges().filter_map(|edge| leg.intersection(&edge));
            if let Some(entry) = entries.min_by(|a, b| a.distance(at).total_cmp(&b.distance(at))) {
                path.length_m += entry.distance(at);
                return (path, entry);
            }
            path.length_m += leg.length();
            path.via.push(next);
            at = next;
        }
        path.via.pop();
        (path, *middle)
    }
}

impl Room {
    fn new(spec: &RoomSpec, floor: Floor, ends: Vec<End>, all: &[(Option<usize>, Point)]) -> Self {
        let at = |end: &End| all[*end].1;
        let pairs = ends.iter().flat_map(|a| ends.iter().map(move |b| (a, b)));
        let paths = pairs.map(|(a, b)| floor.path(at(a), at(b))).collect();
        let area_m2 = spec.outline.area();
        Self {
            deck: spec.deck,
            height_m: spec.height_m,
            floor,
            area_m2,
            holds: spec.fills_up.then_some((area_m2 * FULL).max(1.0) as u32),
            ends,
            paths,
        }
    }
}

impl Flight {
    fn new(spec: FlightSpec) -> Self {
        let run_m = spec.edges[0].midpoint().distance(spec.edges[1].midpoint());
        let rise_m = spec.heights_m[1] - spec.heights_m[0];
        let slope_m = (run_m * run_m + rise_m * rise_m).sqrt();
        Self {
            slope_m,
            holds: (slope_m * spec.width_m * FULL).max(1.0) as u32,
            spec,
        }
    }

    /// How many people stand on a square metre if so many are on it.
    pub(super) fn density(&self, people: u32) -> f64 {
        f64::from(people) / (self.slope_m * self.spec.width_m)
    }
}

/// The room and the point in front of each end.
fn ends_of(spec: &NetSpec) -> Vec<(Option<usize>, Point)> {
    let mut ends = Vec::new();
    for door in &spec.doors {
        for room in [Some(door.rooms.0), door.rooms.1] {
            let at = room.map_or(door.line.midpoint(), |room| {
                in_front(&door.line, &spec.rooms[room].outline)
            });
            ends.push((room, at));
        }
    }
    for flight in &spec.flights {
        for (here, there) in [(0, 1), (1, 0)] {
            let (edge, other) = (flight.edges[here].midpoint(), flight.edges[there].midpoint());
            ends.push((
                Some(flight.rooms[here]),
                edge + (edge - other).unit() * OFF_THE_WALL_M,
            ));
        }
    }
    ends
}

/// The point in front of the middle of a door, on the side of a room.
fn in_front(line: &Segment, room: &Polygon) -> Point {
    let aside = line.direction().left() * OFF_THE_WALL_M;
    let left = line.midpoint() + aside;
    if room.contains(left) {
        left
    } else {
        line.midpoint() - aside
    }
}

fn first_is_left(door: &DoorSpec, rooms: &[RoomSpec]) -> bool {
    let left = door.line.midpoint() + door.line.direction().left() * OFF_THE_WALL_M;
    rooms[door.rooms.0].outline.contains(left)
}
