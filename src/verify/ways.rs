//! Which way people take, in houses of several rooms and storeys.

use super::finding::{Finding, falling};
use super::places::{last_out_s, mean, one_deck, opening};
use crate::pedestrian::scene::{Scene, Trial, hall_with_two_exits, storeys};
use crate::pedestrian::{DeckSpec, FlightSpec, Goal, Place, Point, Polygon, Portal, Segment, VenueSpec};

/// Storeys and people a storey of the building of `RiMEA` 8; the people are assumed.
const STOREYS: u16 = 3;
const PEOPLE_A_STOREY: usize = 40;

pub(super) fn rimea_8(trial: Trial) -> Vec<Finding> {
    let times = [1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6].map(|speed_m_s| {
        let time_s = mean(trial, |trial| {
            let (spec, goal) = storeys(STOREYS);
            let mut scene = Scene::new(&spec, vec![goal], trial);
            scene.flat_m_s = [speed_m_s, 0.0];
            for deck in 0..STOREYS {
                scene.fill(deck, [0.0, 0.0], [12.0, 8.0], PEOPLE_A_STOREY, 0);
            }
            last_out_s(&mut scene, 1_000.0)
        });
        (format!("last of 120 out, everybody at {speed_m_s} m/s"), time_s)
    });
    falling("s", &times)
}

/// Rooms on each side of the cabin corridor, length of a room along it, m, its depth, m, its door, m, and the width
/// of the corridor, m. The door and the rooms are assumed.
const ROOMS: u8 = 6;
const LONG_M: f32 = 3.0;
const DEEP_M: f32 = 4.0;
const DOOR_M: f32 = 0.9;
const CORRIDOR_M: f32 = 1.0;

/// Twelve rooms along a corridor. Opening 0 is the main exit at its far end, opening 1 the secondary one at the near
/// end; goals in the same order, a metre behind them.
fn cabins() -> (VenueSpec, Vec<Goal>) {
    let length = f32::from(ROOMS) * LONG_M;
    let (low, high) = ([-1.5, 0.0], [length + 1.5, CORRIDOR_M]);
    let mut walkable = vec![Polygon::rectangle(low, high)];
    let mut walls = Vec::new();
    for (inner, outer) in [(0.0, -DEEP_M), (CORRIDOR_M, CORRIDOR_M + DEEP_M)] {
        let mut at = low[0];
        for room in 0..ROOMS {
            let (left, middle) = (f32::from(room) * LONG_M, (f32::from(room) + 0.5) * LONG_M);
            let right = left + LONG_M;
            walkable.push(Polygon::rectangle(
                [left, f32::min(inner, outer)],
                [right, f32::max(inner, outer)],
            ));
            walls.push(Segment::new([at, inner], [middle - 0.5 * DOOR_M, inner]));
            at = middle + 0.5 * DOOR_M;
            walls.push(Segment::new([left, inner], [left, outer]));
        }
        walls.extend([
            Segment::new([at, inner], [high[0], inner]),
            Segment::new([length, inner], [length, outer]),
            Segment::new([0.0, outer], [length, outer]),
        ]);
    }
    let across = (0.0, CORRIDOR_M);
    let goal = |x: f32| Goal::line(0, Segment::new([x, 0.0], [x, CORRIDOR_M]));
    let spec = VenueSpec {
        openings: vec![opening(length, across, None), opening(0.0, across, None)],
        ..one_deck(walkable, walls)
    };
    (spec, vec![goal(length + 1.0), goal(-1.0)])
}

/// Where the 23 people start, and whose exit (0 main, 1 secondary) it is: two in each room, one in the last; the
/// two rooms nearest to the secondary exit on each side use it.
fn cabin_places() -> Vec<(Point, u16)> {
    let rooms = (0..2_u8).flat_map(|side| (0..ROOMS).map(move |room| (side, room)));
    let places = rooms.flat_map(|(side, room)| {
        let middle = (f32::from(room) + 0.5) * LONG_M;
        let y = if side == 0 {
            -0.5 * DEEP_M
        } else {
            CORRIDOR_M + 0.5 * DEEP_M
        };
        let exit = u16::from(room < 2);
        [([middle - 0.5, y], exit), ([middle + 0.5, y], exit)]
    });
    places.take(23).collect()
}

/// How many of those assigned to each exit left by it: 15 to the main one, 8 to the secondary one.
pub(super) fn cabins_by_assigned_exits(trial: Trial) -> Vec<Finding> {
    let (spec, goals) = cabins();
    let mut scene = Scene::new(&spec, goals, trial);
    let places = cabin_places();
    for (point, exit) in &places {
        scene.add(Place::Deck(0), *point, *exit, None);
    }
    let time_s = last_out_s(&mut scene, 300.0);
    let by_own = |exit: u16| {
        let last_of = |ordinal: u32| scene.crossings.iter().rev().find(|(_, c)| c.ordinal == ordinal);
        let own = (0..).zip(&places).filter(|(_, (_, assigned))| *assigned == exit);
        own.filter(|(ordinal, _)| last_of(*ordinal).is_some_and(|(_, c)| c.opening == exit))
            .count() as f32
    };
    vec![
        Finding::new("by the main exit, of 15 assigned", "persons", by_own(0)).exactly(15),
        Finding::new("by the secondary exit, of 8 assigned", "persons", by_own(1)).exactly(8),
        Finding::new("last of 23 out", "s", time_s),
    ]
}

/// A hall upstairs with a short stair to the ground beside it and a long way over a second one at its far end.
/// Flight 0 is the short way.
fn short_and_long() -> (VenueSpec, Goal) {
    let (upper_low, upper_high) = ([0.0, 0.0], [40.0, 6.0]);
    let (near, far) = ((1.0, 3.0), (37.0, 39.0));
    // Stairs lead down from the long side y = 0 to the ground at y = −6.
    let mut upper_walls = vec![
        Segment::new(upper_low, [0.0, 6.0]),
        Segment::new([0.0, 6.0], upper_high),
        Segment::new([40.0, 0.0], upper_high),
    ];
    let (lower_low, lower_high) = ([0.0, -12.0], [40.0, -6.0]);
    let mut lower_walls = vec![
        Segment::new(lower_low, [0.0, -6.0]),
        Segment::new(lower_low, [40.0, -12.0]),
        Segment::new([40.0, -12.0], lower_high),
    ];
    for (from, to) in [(0.0, near.0), (near.1, far.0), (far.1, 40.0)] {
        upper_walls.push(Segment::new([from, 0.0], [to, 0.0]));
        lower_walls.push(Segment::new([from, -6.0], [to, -6.0]));
    }
    let flight = |(left, right): (f32, f32)| FlightSpec {
        lower_deck: 0,
        upper_deck: 1,
        lower_edge: Segment::new([left, -6.0], [right, -6.0]),
        upper_edge: Segment::new([left, 0.0], [right, 0.0]),
        rise_m: 3.6,
        capacity: None,
        open: true,
    };
    let deck = |elevation_m, low, high, walls| DeckSpec {
        elevation_m,
        walkable: vec![Polygon::rectangle(low, high)],
        walls,
    };
    let spec = VenueSpec {
        decks: vec![
            deck(0.0, lower_low, lower_high, lower_walls),
            deck(3.6, upper_low, upper_high, upper_walls),
        ],
        openings: Vec::new(),
        flights: vec![flight(near), flight(far)],
    };
    (spec, Goal::area(0, Polygon::rectangle([0.0, -12.0], [4.0, -8.0])))
}

pub(super) fn rimea_14(trial: Trial) -> Vec<Finding> {
    let (spec, goal) = short_and_long();
    let mut scene = Scene::new(&spec, vec![goal], trial);
    scene.fill(1, [0.0, 0.0], [12.0, 6.0], 100, 0);
    let time_s = last_out_s(&mut scene, 600.0);
    let [short, long] = [0, 1].map(|flight| scene.venue.tally(Portal::Flight(flight)).backward as f32);
    vec![
        Finding::new("by the short stair, of 100", "persons", short),
        Finding::new("by the long way, of 100", "persons", long),
        Finding::new("last there", "s", time_s),
    ]
}

/// Closes exit 0 of the hall with two exits after `closes_s`; gives the scene when all is over, and how many had left
/// by exit 0 before. Everybody knows at once: who knows what is the business of the rooms above the kernel.
fn closing(trial: Trial, closes_s: f32, fill: impl Fn(&mut Scene)) -> (Scene, usize) {
    let (spec, goal) = hall_with_two_exits();
    let mut scene = Scene::new(&spec, vec![goal], trial);
    fill(&mut scene);
    while scene.time_s() < closes_s {
        scene.step();
    }
    let before = by_exit(&scene, 0);
    scene.venue.set_open(Portal::Opening(0), false);
    let Scene { venue, fields, .. } = &mut scene;
    fields[0].solve_again(venue);
    scene.run(300.0);
    (scene, before)
}

fn by_exit(scene: &Scene, exit: u16) -> usize {
    scene.crossings.iter().filter(|(_, c)| c.opening == exit).count()
}

pub(super) fn nist_4_1(trial: Trial) -> Vec<Finding> {
    let (scene, _) = closing(trial, 1.0, |scene| {
        scene.add(Place::Deck(0), [5.0, 4.0], 0, None);
    });
    vec![
        Finding::new(
            "by the exit that closes after 1 s",
            "persons",
            by_exit(&scene, 0) as f32,
        )
        .exactly(0),
        Finding::new("by the other exit", "persons", by_exit(&scene, 1) as f32).exactly(1),
    ]
}

pub(super) fn school_f(trial: Trial) -> Vec<Finding> {
    let (scene, before) = closing(trial, 8.0, |scene| {
        scene.fill(0, [0.0, 0.0], [9.5, 8.0], 80, 0);
    });
    let after = by_exit(&scene, 0) - before;
    vec![
        Finding::new(
            "by the near exit before it closes after 8 s",
            "persons",
            before as f32,
        ),
        Finding::new("by it afterwards", "persons", after as f32).exactly(0),
        Finding::new("by the other exit", "persons", by_exit(&scene, 1) as f32).exactly(80 - before),
    ]
}
