//! Routes: the way to a goal from everywhere in the network, found once and shared by all who go there (Dijkstra).

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::hydraulics::STAIR_SPEED_SHARE;
use super::net::{End, Net, Network};
use crate::geo::Point;

/// Where people want to get.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Goal {
    /// Through this door, either way.
    Door(u16),
    /// Onto any of these flights, from its head.
    Heads(Vec<u16>),
    /// Into this area.
    Area(u32),
    /// Into this room.
    Room(u32),
}

/// Costs and ways towards one goal, at what was open when they were found.
#[derive(Debug, Clone)]
pub struct Routes {
    goal: Goal,
    /// Of each end: seconds to the goal at 1 m/s for whoever has come through it into its room.
    arrived: Vec<f64>,
    /// Of each end: the same for whoever stands in front of it and goes through.
    through: Vec<f64>,
    next: Vec<Option<Next>>,
}

/// What somebody in a room does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// Goes to the goal, which is in the room.
    Goal,
    /// Goes to this end and through it.
    End(End),
}

/// A cost as a key that sorts like the number: costs are never negative.
fn key(cost_s: f64) -> u64 {
    cost_s.to_bits()
}

impl Routes {
    /// Finds the ways to `goal` through what is open now.
    pub fn solve(network: &Network, goal: Goal) -> Self {
        let ends = network.net.ends.len();
        let mut routes = Self {
            goal,
            arrived: vec![f64::INFINITY; ends],
            through: vec![f64::INFINITY; ends],
            next: vec![None; ends],
        };
        routes.spread(network);
        routes
    }

    fn spread(&mut self, network: &Network) {
        let net = &*network.net;
        let mut front: BinaryHeap<Reverse<(u64, End)>> = BinaryHeap::new();
        for end in self.last_ends(network) {
            self.through[end] = 0.0;
            front.push(Reverse((key(0.0), end)));
        }
        let (goal_room, area) = match self.goal {
            Goal::Area(area) => (net.areas[area as usize].room, Some(area as usize)),
            Goal::Room(room) => (room as usize, None),
            Goal::Door(_) | Goal::Heads(_) => (usize::MAX, None),
        };
        for end in net
            .rooms
            .get(goal_room)
            .into_iter()
            .flat_map(|room| room.ends.iter().copied())
        {
            let still_m = area.map_or(0.0, |area| net.way_into_area(area, net.ends[end].1).0.length_m);
            self.arrive(network, end, still_m, Next::Goal, &mut front);
        }
        while let Some(Reverse((cost, end))) = front.pop() {
            if cost != key(self.through[end]) {
                continue;
            }
            let Some(room) = net.ends[end].0 else { continue };
            for from in net.rooms[room].ends.iter().copied().filter(|from| *from != end) {
                let cost_s = self.through[end] + net.between(from, end).length_m;
                self.arrive(network, from, cost_s, Next::End(end), &mut front);
            }
        }
    }

    /// The ends that whoever goes through is at the goal.
    fn last_ends(&self, network: &Network) -> Vec<End> {
        let net = &*network.net;
        let mut ends = match &self.goal {
            Goal::Door(door) => vec![2 * usize::from(*door), 2 * usize::from(*door) + 1],
            Goal::Heads(flights) => flights
                .iter()
                .map(|f| net.end_of_flight(usize::from(*f), true))
                .collect(),
            Goal::Room(_) | Goal::Area(_) => Vec::new(),
        };
        ends.retain(|end| network.open[end / 2]);
        ends
    }

    /// Whoever has come through an end is so far from the goal; so is, through it, whoever stands at its other side.
    fn arrive(
        &mut self,
        network: &Network,
        end: End,
        cost_s: f64,
        next: Next,
        front: &mut BinaryHeap<Reverse<(u64, End)>>,
    ) {
        if cost_s >= self.arrived[end] {
            return;
        }
        self.arrived[end] = cost_s;
        self.next[end] = Some(next);
        let net = &*network.net;
        let climb_s = net
            .flight_of(end)
            .map_or(0.0, |(flight, _)| climb_s(net.flights[flight].slope_m));
        let other = end ^ 1;
        if network.open[end / 2] && cost_s + climb_s < self.through[other] {
            self.through[other] = cost_s + climb_s;
            front.push(Reverse((key(cost_s + climb_s), other)));
        }
    }

    /// The goal.
    pub(super) fn goal(&self) -> &Goal {
        &self.goal
    }

    /// What whoever has come through an end does next; none where no way leads on.
    pub(super) fn next(&self, end: End) -> Option<Next> {
        self.next[end]
    }

    /// What somebody at a point of a room does next, and how far it is, s at 1 m/s; none where no way leads.
    pub(super) fn from(&self, net: &Net, room: usize, at: Point) -> Option<(f64, Next)> {
        let mut best = match self.goal {
            Goal::Room(goal) if goal as usize == room => Some((0.0, Next::Goal)),
            Goal::Area(area) if net.areas[area as usize].room == room => {
                Some((net.way_into_area(area as usize, at).0.length_m, Next::Goal))
            }
            _ => None,
        };
        for end in net.rooms[room].ends.iter().copied() {
            let (beyond_s, there) = (self.through[end], net.ends[end].1);
            let nearer = |cost_s: f64| best.is_none_or(|(known_s, _)| cost_s < known_s);
            if !beyond_s.is_finite() || !nearer(beyond_s + at.distance(there)) {
                continue;
            }
            let cost_s = beyond_s + net.rooms[room].floor.path(at, there).length_m;
            if nearer(cost_s) {
                best = Some((cost_s, Next::End(end)));
            }
        }
        best
    }

    /// How far it is for somebody on a flight, `share` of the way up it, and whether it is better to go up.
    pub(super) fn on_flight(&self, net: &Net, flight: usize, share: f64) -> Option<(f64, bool)> {
        let all_s = climb_s(net.flights[flight].slope_m);
        let down_s = self.arrived[net.end_of_flight(flight, false)] + share * all_s;
        let up_s = self.arrived[net.end_of_flight(flight, true)] + (1.0 - share) * all_s;
        let better = if up_s < down_s {
            (up_s, true)
        } else {
            (down_s, false)
        };
        better.0.is_finite().then_some(better)
    }

    /// Seconds at 1 m/s to the goal from the middle of a flight; none where it cannot be reached.
    pub fn cost_on_flight_s(&self, network: &Network, flight: usize) -> Option<f64> {
        self.on_flight(&network.net, flight, 0.5)
            .map(|(cost_s, _)| cost_s)
    }

    /// Seconds at 1 m/s from a point of a room to the goal; none where it cannot be reached.
    pub fn cost_s(&self, network: &Network, room: usize, at: Point) -> Option<f64> {
        self.from(&network.net, room, at).map(|(cost_s, _)| cost_s)
    }
}

fn climb_s(slope_m: f64) -> f64 {
    slope_m / STAIR_SPEED_SHARE
}
