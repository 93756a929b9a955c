//! How people move: from event to event, never in steps.

use std::cmp::Reverse;

use super::hydraulics;
use super::net::{End, Net, Network};
use super::paths::Path;
use super::person::{Climb, Doing, Leg, Ms, NEVER_MS, takes_until};
use super::routes::{Goal, Next, Routes};
use super::traffic::{Event, Kind, Traffic};
use crate::geo::Point;
use crate::pedestrian::{Arrival, Crossing, FlightPassage, Limit, Notices, Tally};

/// What moving people needs besides the people.
pub(super) struct Scene<'a> {
    pub(super) net: &'a Net,
    pub(super) open: &'a [bool],
    pub(super) limits: &'a [Limit],
    pub(super) tallies: &'a mut [Tally],
    pub(super) routes: &'a [Routes],
    pub(super) notices: &'a mut Notices,
}

/// Moves everybody on until `to_ms`, and tells what they pass and reach. Whoever has been sent, halted or put in since
/// plans anew at the time of the last call: time is to go on also while nobody is there.
pub fn advance(
    traffic: &mut Traffic,
    network: &mut Network,
    routes: &[Routes],
    to_ms: i64,
    notices: &mut Notices,
) {
    let net = std::sync::Arc::clone(&network.net);
    traffic.fit(&net);
    let mut scene = Scene {
        net: &net,
        open: &network.open,
        limits: &network.limits,
        tallies: &mut network.tallies,
        routes,
        notices,
    };
    if traffic.version != network.version {
        traffic.version = network.version;
        for portal in 0..scene.open.len() {
            traffic.due(traffic.now_ms, Kind::Portal, portal);
        }
    }
    let mut anew = std::mem::take(&mut traffic.anew);
    anew.sort_unstable();
    anew.dedup();
    for ordinal in anew {
        traffic.plan(&mut scene, ordinal);
    }
    traffic.fill_gaps(&scene, traffic.now_ms);
    while let Some(Reverse(event)) = traffic
        .agenda
        .peek()
        .copied()
        .filter(|Reverse(e)| e.at_ms <= to_ms)
    {
        traffic.agenda.pop();
        match event.kind {
            Kind::Portal => traffic.serve(&mut scene, event.id as usize, event.at_ms),
            Kind::Off => traffic.let_off(&mut scene, event.id as usize, event.at_ms),
            Kind::Person => traffic.end_way(&mut scene, event),
        }
        traffic.fill_gaps(&scene, event.at_ms);
    }
    traffic.now_ms = to_ms;
}

impl Traffic {
    /// Puts something on the agenda.
    pub(super) fn due(&mut self, at_ms: Ms, kind: Kind, id: usize) {
        self.agenda.push(Reverse(Event {
            at_ms,
            kind,
            id: id as u32,
            plan: 0,
        }));
    }

    /// Puts the end of a person's way on the agenda.
    fn ends_at(&mut self, at_ms: Ms, ordinal: u32) {
        let plan = self.person(ordinal).map_or(0, |person| person.plan);
        if at_ms < NEVER_MS {
            self.agenda.push(Reverse(Event {
                at_ms,
                kind: Kind::Person,
                id: ordinal,
                plan,
            }));
        }
    }

    fn set(&mut self, ordinal: u32, doing: Doing) {
        if let Some(person) = self.people[ordinal as usize].as_mut() {
            person.doing = doing;
        }
    }

    pub(super) fn routes_of<'a>(&self, scene: &Scene<'a>, ordinal: u32) -> Option<&'a Routes> {
        let person = self
            .person(ordinal)
            .filter(|person| !person.halted && !person.arrived)?;
        scene.routes.get(usize::from(person.field?))
    }

    /// Makes a new plan from where a person is.
    fn plan(&mut self, scene: &mut Scene, ordinal: u32) {
        let now_ms = self.now_ms;
        let Some(person) = self.people.get_mut(ordinal as usize).and_then(Option::as_mut) else {
            return;
        };
        let begins_ms = person.goes_on_ms.take().unwrap_or(now_ms);
        let on_flight = match &person.doing {
            Doing::Climbing(climb) => Some((climb.flight, climb.at(now_ms), climb.up)),
            Doing::Leaving { end, .. } => scene
                .net
                .flight_of(*end)
                .map(|(flight, head)| (flight, f64::from(u8::from(head)), head)),
            _ => None,
        };
        if let Some((flight, share, up)) = on_flight {
            self.plan_on_flight(scene, ordinal, flight, share, up);
            return;
        }
        let Some((room, at)) = self.on_floor(scene.net, ordinal) else {
            return;
        };
        self.detach(ordinal);
        self.set(ordinal, Doing::Standing { room, at });
        let next = self
            .routes_of(scene, ordinal)
            .and_then(|routes| routes.from(scene.net, room, at));
        if let Some((_, next)) = next {
            let path = self.path(scene, ordinal, room, at, next);
            self.walk(scene, ordinal, room, at, path, next, begins_ms);
        }
    }

    /// Goes on or turns round on a flight; rests there if halted or without a way.
    fn plan_on_flight(&mut self, scene: &Scene, ordinal: u32, flight: usize, share: f64, was_up: bool) {
        self.detach(ordinal);
        let goes_on = self
            .person(ordinal)
            .is_some_and(|person| person.arrived && !person.halted);
        let better = self
            .routes_of(scene, ordinal)
            .and_then(|routes| routes.on_flight(scene.net, flight, share));
        match better {
            Some((_, up)) => self.climb(scene, ordinal, flight, share, up, self.now_ms),
            None if goes_on => self.climb(scene, ordinal, flight, share, was_up, self.now_ms),
            None => {
                self.climbing[flight][usize::from(was_up)] += 1;
                let (since_ms, until_ms) = (self.now_ms, NEVER_MS);
                self.set(
                    ordinal,
                    Doing::Climbing(Climb {
                        flight,
                        up: was_up,
                        from: share,
                        since_ms,
                        until_ms,
                    }),
                );
            }
        }
    }

    /// The way from a point of a room to what comes next, and where it ends.
    fn path(&self, scene: &Scene, ordinal: u32, room: usize, at: Point, next: Next) -> (Path, Point) {
        match next {
            Next::End(end) => {
                let to = scene.net.ends[end].1;
                (scene.net.rooms[room].floor.path(at, to), to)
            }
            Next::Goal => match self.routes_of(scene, ordinal).map(Routes::goal) {
                Some(Goal::Area(area)) => scene.net.way_into_area(*area as usize, at),
                _ => (Path::default(), at),
            },
        }
    }

    /// Sets out on a way through a room.
    fn walk(
        &mut self,
        scene: &Scene,
        ordinal: u32,
        room: usize,
        from: Point,
        (path, to): (Path, Point),
        target: Next,
        since_ms: Ms,
    ) {
        let Some(person) = self.person(ordinal) else {
            return;
        };
        let density = f64::from(self.in_room[room]) / scene.net.rooms[room].area_m2;
        let speed_m_s = hydraulics::level_m_s(person.level_m_s(), density);
        let until_ms = takes_until(since_ms, path.length_m, speed_m_s);
        if let Next::End(end) = target {
            self.lanes[end].bound += 1;
        }
        let leg = Leg {
            from,
            via: path.via,
            to,
            length_m: path.length_m,
            target,
            since_ms,
            until_ms,
        };
        self.set(ordinal, Doing::Walking { room, leg });
        self.ends_at(until_ms, ordinal);
    }

    /// Sets out on a flight.
    fn climb(&mut self, scene: &Scene, ordinal: u32, flight: usize, from: f64, up: bool, since_ms: Ms) {
        let Some(person) = self.person(ordinal) else {
            return;
        };
        let on = &scene.net.flights[flight];
        let waiting =
            [false, true].map(|head| self.lanes[scene.net.end_of_flight(flight, head)].leaving.len());
        let moving = self.climbing[flight].iter().sum::<u32>() + 1 - waiting.iter().sum::<usize>() as u32;
        let (tread_m, riser_m) = on.spec.step_m;
        let own_m_s = person.stair_m_s(up);
        let speed_m_s = hydraulics::stair_m_s(own_m_s, tread_m, riser_m, on.density(moving));
        let still = if up { 1.0 - from } else { from };
        let until_ms = takes_until(since_ms, still * on.slope_m, speed_m_s);
        self.climbing[flight][usize::from(up)] += 1;
        self.set(
            ordinal,
            Doing::Climbing(Climb {
                flight,
                up,
                from,
                since_ms,
                until_ms,
            }),
        );
        self.ends_at(until_ms, ordinal);
    }

    /// Somebody comes to the end of a way: the goal, a queue, or the end of a flight.
    fn end_way(&mut self, scene: &mut Scene, event: Event) {
        let (ordinal, now_ms) = (event.id, event.at_ms);
        let Some(person) = self.person(ordinal).filter(|person| person.plan == event.plan) else {
            return;
        };
        match person.doing.clone() {
            Doing::Walking { room, leg } => match leg.target {
                Next::Goal => {
                    self.set(ordinal, Doing::Standing { room, at: leg.to });
                    self.reach(scene, ordinal, now_ms);
                }
                Next::End(end) => {
                    let lane = &mut self.lanes[end];
                    let ticket = lane.joined;
                    lane.joined += 1;
                    lane.queue.push_back(ordinal);
                    let back = leg.back();
                    let since_ms = now_ms;
                    self.set(
                        ordinal,
                        Doing::Queueing {
                            end,
                            ticket,
                            since_ms,
                            back,
                        },
                    );
                    self.serve(scene, end / 2, now_ms);
                }
            },
            Doing::Climbing(climb) => {
                let end = scene.net.end_of_flight(climb.flight, climb.up);
                self.set(
                    ordinal,
                    Doing::Leaving {
                        end,
                        since_ms: now_ms,
                    },
                );
                self.lanes[end].leaving.push_back(ordinal);
                self.let_off(scene, end, now_ms);
            }
            Doing::Standing { .. } | Doing::Queueing { .. } | Doing::Leaving { .. } => {}
        }
    }

    /// Somebody is at the goal, and stands there until sent on.
    fn reach(&mut self, scene: &mut Scene, ordinal: u32, now_ms: Ms) {
        let Some(person) = self.people[ordinal as usize].as_mut() else {
            return;
        };
        person.arrived = true;
        person.goes_on_ms = Some(now_ms);
        if let Some(field) = person.field {
            scene.notices.arrivals.push(Arrival { ordinal, field });
        }
    }

    pub(super) fn step_on(
        &mut self,
        scene: &mut Scene,
        ordinal: u32,
        flight: usize,
        at_head: bool,
        now_ms: Ms,
    ) {
        scene.notices.flights.push(FlightPassage {
            ordinal,
            flight: flight as u16,
            entered: true,
            at_head,
        });
        self.climb(
            scene,
            ordinal,
            flight,
            f64::from(u8::from(at_head)),
            !at_head,
            now_ms,
        );
        let goal = self.routes_of(scene, ordinal).map(Routes::goal);
        if at_head && matches!(goal, Some(Goal::Heads(flights)) if flights.contains(&(flight as u16))) {
            self.reach(scene, ordinal, now_ms);
        }
    }

    /// Somebody has come through a door, to this end of it.
    pub(super) fn come_through(&mut self, scene: &mut Scene, ordinal: u32, end: End, now_ms: Ms) {
        let door = end / 2;
        let forward = end.is_multiple_of(2) == scene.net.first_is_left[door];
        scene.notices.crossings.push(Crossing {
            ordinal,
            opening: door as u16,
            forward,
        });
        let tally = &mut scene.tallies[door];
        if forward {
            tally.forward += 1;
        } else {
            tally.backward += 1;
        }
        let goal = self.routes_of(scene, ordinal).map(Routes::goal);
        let is_there = matches!(goal, Some(Goal::Door(goal)) if usize::from(*goal) == door);
        self.come_into(scene, ordinal, end, is_there, now_ms);
    }

    /// Somebody has come into a room through an end, and goes on.
    pub(super) fn come_into(
        &mut self,
        scene: &mut Scene,
        ordinal: u32,
        end: End,
        is_there: bool,
        now_ms: Ms,
    ) {
        let (Some(room), at) = scene.net.ends[end] else {
            return;
        };
        self.in_room[room] += 1;
        self.set(ordinal, Doing::Standing { room, at });
        let Some(routes) = self.routes_of(scene, ordinal) else {
            // At the goal already: the way to the next one begins here.
            if let Some(person) = self.people[ordinal as usize].as_mut() {
                person.goes_on_ms = person.goes_on_ms.map(|_| now_ms);
            }
            return;
        };
        let in_goal = matches!(routes.goal(), Goal::Room(goal) if *goal as usize == room);
        if is_there || in_goal {
            self.reach(scene, ordinal, now_ms);
            return;
        }
        let Some(next) = routes.next(end) else { return };
        let path = match next {
            Next::End(to) => (scene.net.between(end, to).clone(), scene.net.ends[to].1),
            Next::Goal => self.path(scene, ordinal, room, at, next),
        };
        self.walk(scene, ordinal, room, at, path, next, now_ms);
    }
}
