//! One person in the network: how they walk, and what they are doing.

use super::hydraulics::Share;
use super::net::End;
use super::routes::Next;
use crate::geo::Point;
use crate::pedestrian::Walker;

/// Times of the network, ms since the caller's zero.
pub(super) type Ms = i64;

/// Somebody in the network.
#[derive(Debug, Clone)]
pub(super) struct Person {
    pub(super) walker: Walker,
    pub(super) share: Share,
    pub(super) cap_m_s: f64,
    pub(super) field: Option<u16>,
    pub(super) halted: bool,
    /// At the goal of the field.
    pub(super) arrived: bool,
    /// When the goal was reached: the way to the next one begins then.
    pub(super) goes_on_ms: Option<Ms>,
    pub(super) doing: Doing,
    /// The number of the present plan: the agenda's older ones are void.
    pub(super) plan: u32,
}

/// What somebody is doing.
#[derive(Debug, Clone)]
pub(super) enum Doing {
    /// Stands in a room.
    Standing { room: usize, at: Point },
    /// Walks through a room.
    Walking { room: usize, leg: Leg },
    /// Waits in front of an end to go through, as the `ticket`-th of all who ever did, in a queue that reaches back
    /// towards `back`.
    Queueing {
        end: End,
        ticket: u32,
        since_ms: Ms,
        back: Point,
    },
    /// Is on a flight.
    Climbing(Climb),
    /// Waits on a flight to step off it at this end.
    Leaving { end: End, since_ms: Ms },
}

/// A way through a room.
#[derive(Debug, Clone)]
pub(super) struct Leg {
    pub(super) from: Point,
    pub(super) via: Vec<Point>,
    pub(super) to: Point,
    pub(super) length_m: f64,
    pub(super) target: Next,
    pub(super) since_ms: Ms,
    pub(super) until_ms: Ms,
}

/// A way on a flight.
#[derive(Debug, Clone, Copy)]
pub(super) struct Climb {
    pub(super) flight: usize,
    pub(super) up: bool,
    /// How much of the flight lay below when it began.
    pub(super) from: f64,
    pub(super) since_ms: Ms,
    /// Never, for whoever rests.
    pub(super) until_ms: Ms,
}

/// The end of what never ends, ms.
pub(super) const NEVER_MS: Ms = Ms::MAX;

fn share_of_time(since_ms: Ms, until_ms: Ms, now_ms: Ms) -> f64 {
    if until_ms == NEVER_MS {
        return 0.0;
    }
    if until_ms <= since_ms {
        return 1.0;
    }
    ((now_ms - since_ms) as f64 / (until_ms - since_ms) as f64).clamp(0.0, 1.0)
}

impl Leg {
    pub(super) fn at(&self, now_ms: Ms) -> Point {
        let mut left_m = self.length_m * share_of_time(self.since_ms, self.until_ms, now_ms);
        let mut at = self.from;
        for next in self.via.iter().copied().chain([self.to]) {
            let leg_m = at.distance(next);
            if left_m < leg_m {
                return at + (next - at) * (left_m / leg_m);
            }
            left_m -= leg_m;
            at = next;
        }
        self.to
    }

    /// The last point before its end.
    pub(super) fn back(&self) -> Point {
        self.via.last().copied().unwrap_or(self.from)
    }
}

impl Climb {
    /// How much of the flight lies below now.
    pub(super) fn at(&self, now_ms: Ms) -> f64 {
        let target = f64::from(u8::from(self.up));
        self.from + (target - self.from) * share_of_time(self.since_ms, self.until_ms, now_ms)
    }
}

impl Person {
    pub(super) fn new(walker: Walker, room: usize) -> Self {
        let at = Point::new(f64::from(walker.position[0]), f64::from(walker.position[1]));
        Self {
            share: Share::of(f64::from(walker.radius_m)),
            cap_m_s: f64::INFINITY,
            field: walker.field,
            halted: false,
            arrived: false,
            goes_on_ms: None,
            doing: Doing::Standing { room, at },
            plan: 0,
            walker,
        }
    }

    pub(super) fn level_m_s(&self) -> f64 {
        f64::from(self.walker.flat_m_s).min(self.cap_m_s)
    }

    pub(super) fn stair_m_s(&self, up: bool) -> f64 {
        let own = if up {
            self.walker.up_m_s
        } else {
            self.walker.down_m_s
        };
        f64::from(own).min(self.cap_m_s)
    }
}

/// How long a way takes, ms; never for who has no speed.
pub(super) fn takes_until(now_ms: Ms, length_m: f64, speed_m_s: f64) -> Ms {
    if speed_m_s <= 0.0 {
        return NEVER_MS;
    }
    now_ms + (length_m / speed_m_s * 1_000.0).ceil() as Ms
}
