//! Queues: who goes through a door, onto a flight or off it, and when.

use super::flow::Scene;
use super::hydraulics::{self, PATIENCE_MS};
use super::net::End;
use super::person::{Doing, Ms};
use super::routes::Next;
use super::traffic::{IN_THE_ROOM, Kind, ON_THE_FLIGHT, Traffic};
use crate::pedestrian::FlightPassage;

impl Traffic {
    /// Lets people through a portal, from both sides who came first, as far as it is free and there is room beyond.
    pub(super) fn serve(&mut self, scene: &mut Scene, portal: usize, now_ms: Ms) {
        while scene.open[portal] {
            for end in [2 * portal, 2 * portal + 1] {
                if let Some(ordinal) = self.lanes[end].queue.front().copied() {
                    let has_room = self.has_room_in_front(scene, ordinal, end);
                    self.notice_room(has_room, end, IN_THE_ROOM, now_ms);
                }
            }
            let Some(end) = self.who_came_first(portal, now_ms) else {
                return;
            };
            if now_ms < self.free_ms[portal] {
                if self.awaited_ms[portal] != self.free_ms[portal] {
                    self.awaited_ms[portal] = self.free_ms[portal];
                    self.due(self.free_ms[portal], Kind::Portal, portal);
                }
                return;
            }
            self.go_through(scene, end, now_ms);
        }
    }

    /// The end of a portal whose first in the queue goes next; none where nobody is, or has room beyond.
    fn who_came_first(&self, portal: usize, now_ms: Ms) -> Option<End> {
        let mut first: Option<(Ms, u32, End)> = None;
        for end in [2 * portal, 2 * portal + 1] {
            let Some(ordinal) = self.lanes[end].queue.front().copied() else {
                continue;
            };
            let since_ms = match self.person(ordinal).map(|person| &person.doing) {
                Some(Doing::Queueing { since_ms, .. }) => *since_ms,
                _ => continue,
            };
            if self.may_go(end, IN_THE_ROOM, now_ms)
                && first.is_none_or(|known| (since_ms, ordinal) < (known.0, known.1))
            {
                first = Some((since_ms, ordinal, end));
            }
        }
        first.map(|(_, _, end)| end)
    }

    /// The first who waits at an end sees whether there is room. Patience begins when there is none, and anew when there
    /// was some in between.
    pub(super) fn notice_room(&mut self, has_room: bool, end: End, who: usize, now_ms: Ms) {
        let held_up_ms = &mut self.lanes[end].held_up_ms[who];
        if has_room {
            *held_up_ms = None;
        } else if held_up_ms.is_none() {
            *held_up_ms = Some(now_ms);
            let (kind, id) = if who == IN_THE_ROOM {
                (Kind::Portal, end / 2)
            } else {
                (Kind::Off, end)
            };
            self.due(now_ms + PATIENCE_MS, kind, id);
        }
    }

    /// Whether the first who waits at an end goes: there is room, or patience has come to its end.
    pub(super) fn may_go(&self, end: End, who: usize, now_ms: Ms) -> bool {
        self.lanes[end].held_up_ms[who].is_none_or(|since_ms| now_ms - since_ms >= PATIENCE_MS)
    }

    /// Whether the first in a queue finds room on the flight, or beyond the door.
    fn has_room_in_front(&self, scene: &Scene, ordinal: u32, end: End) -> bool {
        match scene.net.flight_of(end) {
            Some((flight, head)) => {
                self.climbing[flight][usize::from(!head)] < scene.net.flights[flight].holds
            }
            None => self.has_room_beyond(scene, ordinal, end ^ 1),
        }
    }

    /// Whether a person who comes out at an end finds room among those bound for the same next end.
    fn has_room_beyond(&self, scene: &Scene, ordinal: u32, end: End) -> bool {
        let holds = scene.net.ends[end].0.and_then(|room| scene.net.rooms[room].holds);
        let next = self.routes_of(scene, ordinal).and_then(|routes| routes.next(end));
        match (holds, next) {
            (Some(holds), Some(Next::End(next))) => self.lanes[next].bound < holds,
            _ => true,
        }
    }

    /// The first of a queue goes through a door, or onto a flight.
    fn go_through(&mut self, scene: &mut Scene, end: End, now_ms: Ms) {
        let portal = end / 2;
        let Some(ordinal) = self.lanes[end].queue.pop_front() else {
            return;
        };
        self.lanes[end].served += 1;
        self.lanes[end].held_up_ms[IN_THE_ROOM] = None;
        self.unbind(end);
        let Some(person) = self.person(ordinal) else {
            return;
        };
        let share = person.share;
        if let Doing::Queueing { since_ms, .. } = person.doing {
            scene.tallies[portal].congestion_person_s += (now_ms - since_ms) as f64 / 1_000.0;
        }
        if let Some(room) = scene.net.ends[end].0 {
            self.in_room[room] -= 1;
        }
        let keeps_s = if let Some((flight, head)) = scene.net.flight_of(end) {
            self.step_on(scene, ordinal, flight, head, now_ms);
            hydraulics::flight_s(scene.net.flights[flight].spec.limits, share, !head)
        } else {
            self.come_through(scene, ordinal, end ^ 1, now_ms);
            hydraulics::door_s(scene.limits[portal], share)
        };
        self.free_ms[portal] = now_ms + (keeps_s * 1_000.0).round() as Ms;
    }

    /// The first of those at the end of a flight step off it, as far as they find room.
    pub(super) fn let_off(&mut self, scene: &mut Scene, end: End, now_ms: Ms) {
        while let Some(ordinal) = self.lanes[end].leaving.front().copied() {
            let has_room = self.has_room_beyond(scene, ordinal, end);
            self.notice_room(has_room, end, ON_THE_FLIGHT, now_ms);
            if !self.may_go(end, ON_THE_FLIGHT, now_ms) {
                return;
            }
            let Some((flight, at_head)) = scene.net.flight_of(end) else {
                return;
            };
            self.lanes[end].leaving.pop_front();
            self.lanes[end].held_up_ms[ON_THE_FLIGHT] = None;
            self.off_flight(flight, at_head);
            scene.notices.flights.push(FlightPassage {
                ordinal,
                flight: flight as u16,
                entered: false,
                at_head,
            });
            let tally = &mut scene.tallies[end / 2];
            if at_head {
                tally.forward += 1;
            } else {
                tally.backward += 1;
            }
            if let Some(Doing::Leaving { since_ms, .. }) = self.person(ordinal).map(|person| &person.doing) {
                tally.congestion_person_s += (now_ms - since_ms) as f64 / 1_000.0;
            }
            self.come_into(scene, ordinal, end, false, now_ms);
        }
    }

    /// Where fewer people are than before, others may follow.
    pub(super) fn fill_gaps(&mut self, scene: &Scene, now_ms: Ms) {
        while let Some(end) = self.eased.pop() {
            let Some(room) = scene.net.ends[end]
                .0
                .filter(|room| scene.net.rooms[*room].holds.is_some())
            else {
                continue;
            };
            for into in &scene.net.rooms[room].ends {
                if !self.lanes[*into].leaving.is_empty() {
                    self.due(now_ms, Kind::Off, *into);
                }
                if !self.lanes[into ^ 1].queue.is_empty() && scene.net.flight_of(*into).is_none() {
                    self.due(now_ms, Kind::Portal, into / 2);
                }
            }
        }
        while let Some(flight) = self.eased_flights.pop() {
            let end = scene.net.end_of_flight(flight, false);
            if !self.lanes[end].queue.is_empty() || !self.lanes[end ^ 1].queue.is_empty() {
                self.due(now_ms, Kind::Portal, end / 2);
            }
        }
    }
}
