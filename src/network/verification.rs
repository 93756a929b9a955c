//! The network against hand calculation, and what it must never do.

use super::traffic::IN_THE_ROOM;
use super::*;
use crate::geo::{Point, Polygon, Segment};
use crate::pedestrian::{Limit, Notices, Place, Portal, Walker};

fn rectangle(x: f64, y: f64, to_x: f64, to_y: f64) -> Polygon {
    Polygon::rectangle(Point::new(x, y), Point::new(to_x, to_y))
}

fn room(deck: u16, outline: Polygon) -> RoomSpec {
    RoomSpec {
        deck,
        height_m: f64::from(deck) * 3.4,
        outline,
        fills_up: false,
    }
}

fn door(x: f64, y: f64, width_m: f64, rooms: (usize, usize), limit: Limit) -> DoorSpec {
    DoorSpec {
        line: Segment::new(Point::new(x, y - 0.5 * width_m), Point::new(x, y + 0.5 * width_m)),
        rooms: (rooms.0, Some(rooms.1)),
        limit,
        open: true,
    }
}

/// A classroom of 9 m by 7 m with a door of this limit to a yard.
fn classroom(limit: Limit) -> Network {
    Network::new(NetSpec {
        rooms: vec![
            room(0, rectangle(0.0, 0.0, 9.0, 7.0)),
            room(0, rectangle(9.0, -20.0, 49.0, 27.0)),
        ],
        doors: vec![door(9.0, 3.5, 0.9, (0, 1), limit)],
        ..NetSpec::default()
    })
}

fn adult(ordinal: u32, x: f32, y: f32) -> Walker {
    Walker {
        ordinal,
        place: Place::Deck(0),
        position: [x, y],
        radius_m: 0.18,
        flat_m_s: 1.2,
        up_m_s: 0.6,
        down_m_s: 0.9,
        field: Some(0),
    }
}

/// A class of 26 in rows.
fn class() -> Vec<Walker> {
    let seat = |i: u32| adult(i, 1.0 + (i % 6) as f32, 1.0 + (i / 6) as f32);
    (0..26).map(seat).collect()
}

/// Puts people into a room and runs until all have arrived; says when each did, ms.
fn arrivals(network: &mut Network, goal: Goal, people: &[Walker], into: usize) -> Vec<(u32, i64)> {
    let routes = [Routes::solve(network, goal)];
    let mut traffic = Traffic::new();
    for walker in people {
        traffic.insert(network, *walker, into);
    }
    let (mut notices, mut arrived) = (Notices::default(), Vec::new());
    for now_ms in (0..3_600_000).step_by(50) {
        advance(&mut traffic, network, &routes, now_ms, &mut notices);
        arrived.extend(
            notices
                .arrivals
                .drain(..)
                .map(|arrival| (arrival.ordinal, now_ms)),
        );
        if arrived.len() == people.len() {
            return arrived;
        }
    }
    panic!("{} of {} arrive within an hour", arrived.len(), people.len());
}

fn last_s(arrived: &[(u32, i64)]) -> f64 {
    arrived.iter().map(|(_, ms)| *ms).max().unwrap_or(0) as f64 / 1_000.0
}

#[test]
fn verify_a_class_leaves_through_its_door_in_the_time_of_the_hand_calculation() {
    // SFPE: effective width 0.9 − 2 · 0.15 = 0.6 m, 1.3 persons/s/m: 0.78 persons/s, 26 pupils in 33 s.
    let mut network = classroom(Limit::Capacity(0.78));
    let arrived = arrivals(&mut network, Goal::Door(0), &class(), 0);
    let (first_s, last_s) = (arrived[0].1 as f64 / 1_000.0, last_s(&arrived));
    println!("first out {first_s} s; last out: expected 33 to 38 s, obtained {last_s} s");
    assert!((33.0..38.0).contains(&last_s));
    let expected_s = 25.0 / 0.78;
    println!(
        "from first to last: expected {expected_s:.2} s, obtained {:.2} s",
        last_s - first_s
    );
    assert!((last_s - first_s - expected_s).abs() < 0.2);
    let tally = network.tally(Portal::Opening(0));
    assert_eq!(
        (tally.forward + tally.backward, tally.forward * tally.backward),
        (26, 0)
    );
}

#[test]
fn verify_a_door_that_nobody_holds_open_lets_a_share_through() {
    let flow = |limit: Option<Limit>| {
        let mut network = classroom(Limit::Bodies(0.9));
        network.set_limit(0, limit);
        let arrived = arrivals(&mut network, Goal::Door(0), &class(), 0);
        25_000.0 / (arrived[25].1 - arrived[0].1) as f64
    };
    let (open, held) = (flow(None), flow(Some(Limit::Bodies(0.9).reduced_to(0.8))));
    println!("expected 0.8 of {open:.2} persons/s, obtained {held:.2}");
    assert!((held / open - 0.8).abs() < 0.01);
}

#[test]
fn verify_a_walk_alone_takes_distance_over_speed() {
    let mut network = classroom(Limit::Bodies(0.9));
    let arrived = arrivals(&mut network, Goal::Door(0), &[adult(3, 1.0, 3.5)], 0);
    // To 0.2 m before the door: 7.8 m at 1.2 m/s.
    println!("expected 6.5 s, obtained {} s", last_s(&arrived));
    assert_eq!(arrived, [(3, 6_500)]);
}

#[test]
fn who_comes_into_an_empty_network_sets_out_at_its_time() {
    let mut network = classroom(Limit::Bodies(0.9));
    let routes = [Routes::solve(&network, Goal::Door(0))];
    let (mut traffic, mut notices) = (Traffic::new(), Notices::default());
    for ordinal in [3, 4] {
        let now_ms = 600_000 * i64::from(ordinal);
        advance(&mut traffic, &mut network, &routes, now_ms, &mut notices);
        traffic.insert(&network, adult(ordinal, 1.0, 3.5), 0);
        advance(&mut traffic, &mut network, &routes, now_ms + 6_450, &mut notices);
        assert!(
            notices.arrivals.is_empty(),
            "{ordinal} is there before the walk is over"
        );
        advance(&mut traffic, &mut network, &routes, now_ms + 6_500, &mut notices);
        assert_eq!(notices.arrivals.len(), 1);
        notices.clear();
        traffic.remove(&network, ordinal);
    }
}

#[test]
fn patience_begins_anew_when_there_was_room_in_between() {
    let mut traffic = Traffic::new();
    traffic.fit(&stair([Limit::Bodies(1.2); 2]).net);
    for (has_room, now_ms, goes) in [
        (false, 0, false),
        (false, 29_999, false),
        (true, 29_999, true),
        (false, 40_000, false),
        (false, 69_999, false),
        (false, 70_000, true),
    ] {
        traffic.notice_room(has_room, 0, IN_THE_ROOM, now_ms);
        assert_eq!(traffic.may_go(0, IN_THE_ROOM, now_ms), goes, "at {now_ms} ms");
    }
}

/// A floor above a hall, joined by a dog-leg of two flights of 1.2 m with a landing of 2.4 m by 1.2 m.
fn stair(limits: [Limit; 2]) -> Network {
    let line = |x: f64, y: f64| Segment::new(Point::new(x, y), Point::new(x + 1.2, y));
    let flight = |rooms, edges, heights_m| FlightSpec {
        rooms,
        edges,
        heights_m,
        step_m: (0.29, 0.17),
        width_m: 1.2,
        limits,
    };
    let landing = RoomSpec {
        height_m: 1.7,
        fills_up: true,
        ..room(1, rectangle(0.0, 4.0, 2.4, 5.2))
    };
    Network::new(NetSpec {
        rooms: vec![
            room(0, rectangle(-10.0, -10.0, 20.0, 1.0)),
            landing,
            room(2, rectangle(-10.0, -10.0, 20.0, 1.0)),
        ],
        flights: vec![
            flight([0, 1], [line(0.0, 1.0), line(0.0, 4.0)], [0.0, 1.7]),
            flight([1, 2], [line(1.2, 4.0), line(1.2, 1.0)], [1.7, 3.4]),
        ],
        areas: vec![AreaSpec {
            room: 0,
            outline: rectangle(-10.0, -10.0, 20.0, 0.5),
        }],
        ..NetSpec::default()
    })
}

#[test]
fn verify_a_stair_carries_its_flow_however_many_wait() {
    let (code, bodies) = ([1.1, 0.88].map(Limit::Capacity), [Limit::Bodies(1.2); 2]);
    for (limits, up, flow) in [
        (code, false, 1.1),
        (code, true, 0.88),
        (bodies, false, 1.11 * 1.2),
        (bodies, true, 0.88 * 1.2),
    ] {
        let people: Vec<Walker> = (0..200)
            .map(|i| adult(i, (i % 20) as f32 * 0.5 - 8.0, (i / 20) as f32 * -0.5))
            .collect();
        let mut network = stair(limits);
        let (goal, from) = if up {
            (Goal::Room(2), 0)
        } else {
            (Goal::Area(0), 2)
        };
        let mut arrived = arrivals(&mut network, goal, &people, from);
        arrived.sort_by_key(|(_, ms)| *ms);
        let (from_ms, to_ms) = (arrived[50].1, arrived[150].1);
        let obtained = 100_000.0 / (to_ms - from_ms) as f64;
        println!("{limits:?}, up {up}: expected {flow:.2} persons/s, obtained {obtained:.2}, tolerance 5 %");
        assert!((obtained / flow - 1.0).abs() < 0.05);
        for number in 0..2 {
            let tally = network.tally(Portal::Flight(number));
            assert_eq!(if up { tally.forward } else { tally.backward }, 200);
        }
    }
}

#[test]
fn a_closed_door_lets_nobody_through_until_it_opens() {
    let mut network = classroom(Limit::Bodies(0.9));
    let routes = [Routes::solve(&network, Goal::Door(0))];
    let mut traffic = Traffic::new();
    traffic.insert(&network, adult(0, 8.0, 3.5), 0);
    let mut notices = Notices::default();
    network.set_open(Portal::Opening(0), false);
    advance(&mut traffic, &mut network, &routes, 60_000, &mut notices);
    assert!(notices.crossings.is_empty() && traffic.is_congested(0));
    assert_eq!(
        Routes::solve(&network, Goal::Door(0)).cost_s(&network, 0, Point::new(1.0, 1.0)),
        None
    );
    network.set_open(Portal::Opening(0), true);
    advance(&mut traffic, &mut network, &routes, 60_050, &mut notices);
    assert_eq!(notices.crossings.len(), 1);
}

#[test]
fn who_is_halted_stands_still_and_walks_on() {
    let mut network = classroom(Limit::Bodies(0.9));
    let routes = [Routes::solve(&network, Goal::Door(0))];
    let mut traffic = Traffic::new();
    traffic.insert(&network, adult(0, 1.0, 3.5), 0);
    let mut notices = Notices::default();
    let mut at = |traffic: &mut Traffic, network: &mut Network, now_ms| {
        advance(traffic, network, &routes, now_ms, &mut notices);
        traffic.position(network, 0).map(|position| position.point[0])
    };
    at(&mut traffic, &mut network, 0);
    assert_eq!(at(&mut traffic, &mut network, 2_000), Some(3.4));
    traffic.set_halted(0, true);
    assert_eq!(at(&mut traffic, &mut network, 10_000), Some(3.4));
    traffic.set_halted(0, false);
    assert_eq!(at(&mut traffic, &mut network, 11_000), Some(4.6));
}

#[test]
fn who_is_sent_elsewhere_on_a_flight_turns_round() {
    let mut network = stair([Limit::Bodies(1.2); 2]);
    let routes = [
        Routes::solve(&network, Goal::Area(0)),
        Routes::solve(&network, Goal::Room(2)),
    ];
    let mut traffic = Traffic::new();
    traffic.insert(&network, adult(0, 1.8, 0.8), 2);
    let mut notices = Notices::default();
    advance(&mut traffic, &mut network, &routes, 0, &mut notices);
    advance(&mut traffic, &mut network, &routes, 2_000, &mut notices);
    assert_eq!(notices.flights.len(), 1);
    traffic.set_field(0, Some(1));
    advance(&mut traffic, &mut network, &routes, 60_000, &mut notices);
    let passed: Vec<_> = notices
        .flights
        .iter()
        .map(|p| (p.flight, p.entered, p.at_head))
        .collect();
    assert_eq!(passed, [(1, true, true), (1, false, true)]);
    assert_eq!(notices.arrivals.len(), 1);
}

#[test]
fn two_crowds_on_a_stair_pass_each_other() {
    let mut network = stair([Limit::Bodies(1.2); 2]);
    let routes = [
        Routes::solve(&network, Goal::Room(0)),
        Routes::solve(&network, Goal::Room(2)),
    ];
    let mut traffic = Traffic::new();
    for i in 0..80 {
        let up = u16::from(i % 2 == 1);
        let walker = Walker {
            field: Some(up),
            ..adult(i, i as f32 * 0.2 - 8.0, -2.0)
        };
        traffic.insert(&network, walker, if up == 1 { 0 } else { 2 });
    }
    let mut notices = Notices::default();
    advance(&mut traffic, &mut network, &routes, 0, &mut notices);
    advance(&mut traffic, &mut network, &routes, 600_000, &mut notices);
    assert_eq!(notices.arrivals.len(), 80);
}

#[test]
fn nothing_depends_on_the_order_of_coming_or_on_how_often_one_asks() {
    let told = |backwards: bool, every_ms: usize| {
        let mut network = classroom(Limit::Bodies(0.9));
        let routes = [Routes::solve(&network, Goal::Door(0))];
        let (mut traffic, mut notices) = (Traffic::new(), Notices::default());
        let mut people = class();
        if backwards {
            people.reverse();
        }
        for walker in people {
            traffic.insert(&network, walker, 0);
        }
        for now_ms in (0..=60_000).step_by(every_ms) {
            advance(&mut traffic, &mut network, &routes, now_ms, &mut notices);
        }
        notices
    };
    let plain = told(false, 50);
    assert_eq!(plain.arrivals.len(), 26);
    assert_eq!(plain, told(true, 50));
    assert_eq!(plain, told(false, 1_000));
}

/// One half of the peers' school: three storeys of six classrooms, whose doors lie 27 m from the end of a corridor of 54 m
/// by 3 m; there a stair of 1.8 m, 8 m along the slope a storey, or on the ground an exit of 2 m. Classrooms of a storey
/// lie over each other, so that all have the same way. Rooms of a storey: corridor, classrooms, landing (or the open).
fn half_of_a_school() -> Network {
    let line = |x: f64, y: f64, length_m: f64| Segment::new(Point::new(x, y), Point::new(x + length_m, y));
    let mut spec = NetSpec::default();
    for storey in 0..3_u16 {
        // The foot of the stair comes down into the ground floor's corridor, 25 m from its end.
        let (x, y, width_m) = if storey == 0 {
            (0.0, -10.2, 2.0)
        } else {
            (27.0, 0.0, 1.8)
        };
        let corridor = spec.rooms.len();
        spec.rooms.push(room(storey, rectangle(x, y, x + 54.0, y + 3.0)));
        for _ in 0..6 {
            spec.doors.push(DoorSpec {
                line: line(x + 26.55, y + 3.0, 0.9),
                rooms: (spec.rooms.len(), Some(corridor)),
                limit: Limit::Capacity(1.3 * (0.9 - 0.3)),
                open: true,
            });
            spec.rooms
                .push(room(storey, rectangle(x + 22.5, y + 3.0, x + 31.5, y + 10.0)));
        }
        let limit = Limit::Capacity(1.3 * (width_m - 0.3));
        spec.doors
            .push(door(x, y + 1.5, width_m, (corridor, corridor + 7), limit));
        spec.rooms.push(RoomSpec {
            fills_up: storey > 0,
            ..room(storey, rectangle(x - 4.0, y, x, y + 3.0))
        });
    }
    for rooms in [[0, 15], [15, 23]] {
        spec.flights.push(FlightSpec {
            rooms,
            edges: [line(24.1, -7.2, 1.8), line(24.1, 0.0, 1.8)],
            heights_m: rooms.map(|room| spec.rooms[room].height_m),
            step_m: (0.29, 0.17),
            width_m: 1.8,
            limits: [Limit::Capacity(1.1 * (1.8 - 0.3)); 2],
        });
    }
    Network::new(spec)
}

#[test]
fn verify_a_school_of_three_storeys_beside_a_peer() {
    // jupedsim-network 0.5.0 (SFPE) empties the whole of it, 936 people at 1.2 m/s who set out after 20 s, in 279 s.
    const PEER_S: f64 = 279.0;
    let mut network = half_of_a_school();
    let routes = [Routes::solve(&network, Goal::Room(7))];
    let (mut traffic, mut notices) = (Traffic::new(), Notices::default());
    for storey in 0..3_usize {
        for i in 0..6 * 26_u32 {
            let (class, seat) = ((i / 26) as usize, i % 26);
            let (x, y) = if storey == 0 { (23.5, -5.2) } else { (50.5, 5.0) };
            let (x, y) = (x + (seat % 6) as f32, y + (seat / 6) as f32);
            let walker = adult(storey as u32 * 156 + i, x, y);
            traffic.insert(&network, walker, storey * 8 + 1 + class);
        }
    }
    let mut now_ms = 0;
    while notices.arrivals.len() < 468 {
        now_ms += 1_000;
        assert!(now_ms < 3_600_000, "{} of 468 arrive", notices.arrivals.len());
        advance(&mut traffic, &mut network, &routes, now_ms, &mut notices);
    }
    let obtained_s = 20.0 + now_ms as f64 / 1_000.0;
    println!("expected {PEER_S} s (peer), obtained {obtained_s} s, tolerance 15 %");
    assert!((obtained_s / PEER_S - 1.0).abs() < 0.15);
}
