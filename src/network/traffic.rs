//! Traffic: the people in the network, as they are put in, sent, halted, asked for and taken out. How they move is in
//! `flow.rs` and `queues.rs`.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use super::hydraulics::{FILE_M, QUEUES_AFTER_MS, ROW_M};
use super::net::{End, Net, Network};
use super::person::{Doing, Leg, Ms, Person};
use super::routes::Next;
use crate::geo::Point;
use crate::pedestrian::{Place, Portal, Position, Walker};

/// What is due at some time: plain data with a total order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Event {
    pub(super) at_ms: Ms,
    pub(super) kind: Kind,
    /// Which portal, end or person.
    pub(super) id: u32,
    /// The plan of the person that it belongs to.
    pub(super) plan: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// Somebody may go through a portal.
    Portal,
    /// Somebody may step off a flight at an end.
    Off,
    /// A person comes to the end of a way.
    Person,
}

/// Who waits at an end: those in the room, to go through, or those on the flight, to step off it.
pub(super) const IN_THE_ROOM: usize = 0;
pub(super) const ON_THE_FLIGHT: usize = 1;

/// What there is at each end.
#[derive(Debug, Clone, Default)]
pub(super) struct Lane {
    /// Who waits to go through.
    pub(super) queue: VecDeque<u32>,
    /// Who waits on the flight to step off here.
    pub(super) leaving: VecDeque<u32>,
    /// How many in the room walk to it or wait at it.
    pub(super) bound: u32,
    /// How many ever joined the queue, and how many have left it.
    pub(super) joined: u32,
    pub(super) served: u32,
    /// Since when the first of those in the room, and of those on the flight, finds no room beyond.
    pub(super) held_up_ms: [Option<Ms>; 2],
}

/// The people in a network.
#[derive(Debug, Clone, Default)]
pub struct Traffic {
    pub(super) people: Vec<Option<Person>>,
    /// Who is here, by ordinal.
    here: Vec<u32>,
    pub(super) now_ms: Ms,
    pub(super) agenda: BinaryHeap<Reverse<Event>>,
    pub(super) lanes: Vec<Lane>,
    /// When each portal is free for the next.
    pub(super) free_ms: Vec<Ms>,
    /// For which of these moments the queue at each portal is on the agenda.
    pub(super) awaited_ms: Vec<Ms>,
    pub(super) in_room: Vec<u32>,
    /// How many are on each flight, down and up.
    pub(super) climbing: Vec<[u32; 2]>,
    /// Who is to make a new plan.
    pub(super) anew: Vec<u32>,
    /// Ends fewer people are bound for, and flights that fewer people are on, than before.
    pub(super) eased: Vec<End>,
    pub(super) eased_flights: Vec<usize>,
    pub(super) version: u32,
    /// Plans made so far: the number of a plan voids those before it.
    plans: u32,
}

impl Traffic {
    /// Nobody yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether nobody is there.
    pub fn is_empty(&self) -> bool {
        self.here.is_empty()
    }

    /// Adds a person, who stands in this room. Returns `false`, and adds nobody, if the person is here already.
    pub fn insert(&mut self, network: &Network, walker: Walker, room: usize) -> bool {
        if self.contains(walker.ordinal) {
            return false;
        }
        self.fit(&network.net);
        let index = walker.ordinal as usize;
        if self.people.len() <= index {
            self.people.resize(index + 1, None);
        }
        self.people[index] = Some(Person::new(walker, room));
        if let Err(place) = self.here.binary_search(&walker.ordinal) {
            self.here.insert(place, walker.ordinal);
        }
        self.in_room[room] += 1;
        self.anew.push(walker.ordinal);
        true
    }

    /// Makes room for what there is in a network.
    pub(super) fn fit(&mut self, net: &Net) {
        let is_fitted = self.lanes.len() == net.ends.len() && self.in_room.len() == net.rooms.len();
        if !is_fitted {
            self.lanes.resize(net.ends.len(), Lane::default());
            self.free_ms.resize(net.ends.len() / 2, Ms::MIN);
            self.awaited_ms.resize(net.ends.len() / 2, Ms::MIN);
            self.in_room.resize(net.rooms.len(), 0);
            self.climbing.resize(net.flights.len(), [0; 2]);
        }
    }

    /// Takes a person out. Returns whether the person was here.
    pub fn remove(&mut self, network: &Network, ordinal: u32) -> bool {
        if !self.contains(ordinal) {
            return false;
        }
        let room = self.room(network, ordinal);
        self.detach(ordinal);
        if let Some(room) = room {
            self.in_room[room] -= 1;
        }
        self.people[ordinal as usize] = None;
        if let Ok(place) = self.here.binary_search(&ordinal) {
            self.here.remove(place);
        }
        true
    }

    /// Whether the person is here.
    pub fn contains(&self, ordinal: u32) -> bool {
        self.person(ordinal).is_some()
    }

    /// Who is here, in the order of ordinals.
    pub fn ordinals(&self) -> impl Iterator<Item = u32> + '_ {
        self.here.iter().copied()
    }

    /// Sends a person along these routes (`None`: stand). Returns whether the person is here.
    pub fn set_field(&mut self, ordinal: u32, field: Option<u16>) -> bool {
        self.change(ordinal, |person| {
            person.field = field;
            person.arrived = false;
        })
    }

    /// Halts a person, or lets the person walk on. Returns whether the person is here.
    pub fn set_halted(&mut self, ordinal: u32, halted: bool) -> bool {
        self.change(ordinal, |person| person.halted = halted)
    }

    /// Caps a person's speed, m/s, or lifts the cap. Returns whether the person is here.
    pub fn set_speed_cap(&mut self, ordinal: u32, cap_m_s: Option<f32>) -> bool {
        self.change(ordinal, |person| {
            person.cap_m_s = cap_m_s.map_or(f64::INFINITY, |cap| f64::from(cap.max(0.0)));
        })
    }

    /// Gives a person other desired speeds, m/s: on the flat, up and down a slope. Says whether the person is there.
    pub fn set_speeds(&mut self, ordinal: u32, [flat_m_s, up_m_s, down_m_s]: [f32; 3]) -> bool {
        self.change(ordinal, |person| {
            let walker = &mut person.walker;
            (walker.flat_m_s, walker.up_m_s, walker.down_m_s) = (flat_m_s, up_m_s, down_m_s);
        })
    }

    /// Desired speed of a person on the flat, m/s; nothing for whoever is not here.
    pub fn flat_m_s(&self, ordinal: u32) -> f32 {
        self.person(ordinal).map_or(0.0, |person| person.walker.flat_m_s)
    }

    fn change(&mut self, ordinal: u32, change: impl FnOnce(&mut Person)) -> bool {
        let Some(person) = self.people.get_mut(ordinal as usize).and_then(Option::as_mut) else {
            return false;
        };
        change(person);
        self.anew.push(ordinal);
        true
    }

    pub(super) fn person(&self, ordinal: u32) -> Option<&Person> {
        self.people.get(ordinal as usize)?.as_ref()
    }

    /// The room a person is in; none on a flight.
    pub fn room(&self, network: &Network, ordinal: u32) -> Option<usize> {
        match &self.person(ordinal)?.doing {
            Doing::Standing { room, .. } | Doing::Walking { room, .. } => Some(*room),
            Doing::Queueing { end, .. } => network.net.ends[*end].0,
            Doing::Climbing(_) | Doing::Leaving { .. } => None,
        }
    }

    /// The deck or flight a person is on.
    pub fn place(&self, network: &Network, ordinal: u32) -> Option<Place> {
        let net = &*network.net;
        match &self.person(ordinal)?.doing {
            Doing::Standing { room, .. } | Doing::Walking { room, .. } => {
                Some(Place::Deck(net.rooms[*room].deck))
            }
            Doing::Queueing { end, .. } => Some(Place::Deck(net.rooms[net.ends[*end].0?].deck)),
            Doing::Climbing(climb) => Some(Place::Flight(climb.flight as u16)),
            Doing::Leaving { end, .. } => Some(Place::Flight(net.flight_of(*end)?.0 as u16)),
        }
    }

    /// Where a person is.
    pub fn position(&self, network: &Network, ordinal: u32) -> Option<Position> {
        let net = &*network.net;
        let (place, at, z_m) = if let Some((room, at)) = self.on_floor(net, ordinal) {
            let room = &net.rooms[room];
            (Place::Deck(room.deck), at, room.height_m)
        } else {
            match &self.person(ordinal)?.doing {
                Doing::Climbing(climb) => on_flight(net, climb.flight, climb.at(self.now_ms)),
                Doing::Leaving { end, .. } => {
                    let (flight, head) = net.flight_of(*end)?;
                    on_flight(net, flight, f64::from(u8::from(head)))
                }
                _ => return None,
            }
        };
        Some(Position {
            place,
            point: [at.x as f32, at.y as f32],
            z_m: z_m as f32,
        })
    }

    /// The room a person is in, and where there; none for whoever is on a flight.
    pub(super) fn on_floor(&self, net: &Net, ordinal: u32) -> Option<(usize, Point)> {
        match &self.person(ordinal)?.doing {
            Doing::Standing { room, at } => Some((*room, *at)),
            Doing::Walking { room, leg } => Some((*room, self.behind_the_queue(net, leg))),
            Doing::Queueing {
                end, ticket, back, ..
            } => {
                let rank = ticket - self.lanes[*end].served.min(*ticket);
                Some((net.ends[*end].0?, in_queue(net, *end, rank, *back)))
            }
            Doing::Climbing(_) | Doing::Leaving { .. } => None,
        }
    }

    /// Where somebody on a way is: on it, but no farther than the end of the queue it leads to.
    fn behind_the_queue(&self, net: &Net, leg: &Leg) -> Point {
        let at = leg.at(self.now_ms);
        let Next::End(end) = leg.target else { return at };
        let front = net.ends[end].1;
        let rank = self.lanes[end].queue.len() as u32;
        let last = in_queue(net, end, rank, leg.back());
        if front.distance(at) < front.distance(last) {
            last
        } else {
            at
        }
    }

    /// Whether a person waits in a queue.
    pub fn is_congested(&self, ordinal: u32) -> bool {
        self.person(ordinal).is_some_and(|person| match person.doing {
            Doing::Queueing { since_ms, .. } | Doing::Leaving { since_ms, .. } => {
                self.now_ms - since_ms >= QUEUES_AFTER_MS
            }
            _ => false,
        })
    }

    /// The next door or flight on a person's way; the flight a person is on.
    pub fn next_portal(&self, network: &Network, ordinal: u32) -> Option<Portal> {
        let net = &*network.net;
        match &self.person(ordinal)?.doing {
            Doing::Standing { .. } => None,
            Doing::Walking { leg, .. } => match leg.target {
                Next::End(end) => Some(net.portal(end / 2)),
                Next::Goal => None,
            },
            Doing::Queueing { end, .. } | Doing::Leaving { end, .. } => Some(net.portal(end / 2)),
            Doing::Climbing(climb) => Some(Portal::Flight(climb.flight as u16)),
        }
    }

    /// Takes somebody out of whatever queue, count or plan they are in; they stay in their room.
    pub(super) fn detach(&mut self, ordinal: u32) {
        let Some(person) = self.people[ordinal as usize].as_mut() else {
            return;
        };
        self.plans += 1;
        person.plan = self.plans;
        match person.doing {
            Doing::Standing { .. } => {}
            Doing::Walking { ref leg, .. } => {
                if let Next::End(end) = leg.target {
                    self.unbind(end);
                }
            }
            Doing::Queueing { end, .. } => {
                self.lanes[end].queue.retain(|waiting| *waiting != ordinal);
                self.lanes[end].served += 1;
                self.lanes[end].held_up_ms[IN_THE_ROOM] = None;
                self.unbind(end);
            }
            Doing::Climbing(climb) => self.off_flight(climb.flight, climb.up),
            Doing::Leaving { end, .. } => {
                self.lanes[end].leaving.retain(|waiting| *waiting != ordinal);
                self.lanes[end].held_up_ms[ON_THE_FLIGHT] = None;
                let flights_begin = self.lanes.len() / 2 - self.climbing.len();
                self.off_flight(end / 2 - flights_begin, end % 2 == 1);
            }
        }
    }

    /// Somebody is no longer bound for an end.
    pub(super) fn unbind(&mut self, end: End) {
        self.lanes[end].bound -= 1;
        self.eased.push(end);
    }

    /// Somebody is no longer on a flight.
    pub(super) fn off_flight(&mut self, flight: usize, up: bool) {
        self.climbing[flight][usize::from(up)] -= 1;
        self.eased_flights.push(flight);
    }
}

/// The place, point and height of somebody on a flight of which this share lies below.
fn on_flight(net: &Net, flight: usize, share: f64) -> (Place, Point, f64) {
    let spec = &net.flights[flight].spec;
    let [foot, head] = spec.edges.map(|edge| edge.midpoint());
    let [low_m, high_m] = spec.heights_m;
    let at = foot + (head - foot) * share;
    (Place::Flight(flight as u16), at, low_m + (high_m - low_m) * share)
}

/// Where the so-many-th of a queue stands: in rows, back along the way it came.
fn in_queue(net: &Net, end: End, rank: u32, back: Point) -> Point {
    let width_m = match net.flight_of(end) {
        Some((flight, _)) => net.flights[flight].spec.width_m,
        None => net.doors[end / 2].line.length(),
    };
    let files = (width_m / FILE_M).max(1.0) as u32;
    let front = net.ends[end].1;
    let behind_m = f64::from(rank / files) * ROW_M;
    front + (back - front).unit() * behind_m.min(front.distance(back))
}
