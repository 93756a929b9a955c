//! People who keep together.

use super::finding::Finding;
use super::places::{corridor, opening};
use crate::pedestrian::scene::{Scene, Trial, rectangle_walls};
use crate::pedestrian::{
    Company, DeckSpec, Goal, LOOK_ROUND_S, Member, Place, Polygon, STEP_S, Segment, VenueSpec,
};

/// Walks a company, and whoever else is there, to the goal of field 0. Gives the time between the first and the last of
/// the company there, s; infinite if not all came.
fn spread_of_arrivals(scene: &mut Scene, members: &[u32], keeps_together: bool) -> f32 {
    let looks_every = (LOOK_ROUND_S / STEP_S) as u32;
    let mut company = Company::of(members.len());
    while !scene.crowd.is_empty() && scene.time_s() < 1_000.0 {
        if keeps_together && scene.steps.is_multiple_of(looks_every) {
            let left = members.iter().filter_map(|member| {
                Some(Member {
                    person: *member,
                    left_m: left_m(scene, *member)?,
                    is_on_last_stage: true,
                    is_waited_for: true,
                })
            });
            let left: Vec<Member> = left.collect();
            company.look_round(&mut scene.crowd, &scene.venue, &left, None);
        }
        scene.step();
    }
    let of_company = scene
        .arrivals
        .iter()
        .filter(|(_, arrival)| members.contains(&arrival.ordinal));
    let times_s: Vec<f32> = of_company.map(|(time_s, _)| *time_s).collect();
    if times_s.len() < members.len() {
        return f32::INFINITY;
    }
    times_s[times_s.len() - 1] - times_s[0]
}

/// How much of the way to the goal of field 0 is left for somebody, m; none for who is not there.
fn left_m(scene: &Scene, person: u32) -> Option<f32> {
    let at = scene.crowd.position(&scene.venue, person)?;
    scene.fields[0].cost_s(&scene.venue, at.place, at.point)
}

/// A group of four at 1.25 m/s and one at 0.5 m/s among ten others at 0.2 m/s. The corridor of 15 m by 4 m is assumed.
fn group(keeps_together: bool, trial: Trial) -> f32 {
    let (spec, goal) = corridor(15.0, 4.0);
    let mut scene = Scene::new(&spec, vec![goal], trial);
    let mut members = Vec::new();
    for (i, speed_m_s) in (0_u8..).zip([1.25, 1.25, 1.25, 1.25, 0.5]) {
        let place = [1.0 + f32::from(i % 2), 0.8 + 0.6 * f32::from(i)];
        members.push(scene.add(Place::Deck(0), place, 0, Some(speed_m_s)));
    }
    for i in 0_u8..10 {
        let place = [4.0 + f32::from(i / 2), 1.0 + 2.0 * f32::from(i % 2)];
        scene.add(Place::Deck(0), place, 0, Some(0.2));
    }
    spread_of_arrivals(&mut scene, &members, keeps_together)
}

/// The most seconds between the first and the last of a group or class: the gate of both cases.
const TOGETHER_S: f32 = 10.0;

pub(super) fn nist_2_9(trial: Trial) -> Vec<Finding> {
    vec![
        Finding::new("first to last of the group of 5", "s", group(true, trial)).at_most(TOGETHER_S),
        Finding::new("the same, if nobody waits", "s", group(false, trial)),
    ]
}

/// A classroom of 9 m by 7 m, its door of 0.9 m, and a corridor of 2.4 m to the goal 40 m on. Assumed, but for the
/// classroom of school-a.
fn classroom_and_corridor() -> (VenueSpec, Goal) {
    const ROOM_M: [f32; 2] = [9.0, 7.0];
    const DOOR: (f32, f32) = (6.0, 6.9);
    const CORRIDOR_M: f32 = 2.4;
    const END_M: f32 = 50.0;
    let far = ROOM_M[1] + CORRIDOR_M;
    let mut walls = rectangle_walls([0.0, 0.0], ROOM_M, &[], &[]);
    walls.remove(1);
    walls.extend([
        Segment::new([0.0, ROOM_M[1]], [DOOR.0, ROOM_M[1]]),
        Segment::new([DOOR.1, ROOM_M[1]], [END_M + 1.0, ROOM_M[1]]),
        Segment::new([0.0, far], [END_M + 1.0, far]),
        Segment::new([0.0, ROOM_M[1]], [0.0, far]),
    ]);
    let deck = DeckSpec {
        elevation_m: 0.0,
        walkable: vec![
            Polygon::rectangle([0.0, 0.0], ROOM_M),
            Polygon::rectangle([0.0, ROOM_M[1]], [END_M + 1.0, far]),
        ],
        walls,
    };
    let mut door = opening(0.0, DOOR, None);
    door.line = Segment::new([DOOR.0, ROOM_M[1]], [DOOR.1, ROOM_M[1]]);
    let spec = VenueSpec {
        decks: vec![deck],
        openings: vec![door],
        flights: Vec::new(),
    };
    (
        spec,
        Goal::line(0, Segment::new([END_M, ROOM_M[1]], [END_M, far])),
    )
}

fn class(keeps_together: bool, trial: Trial) -> f32 {
    const PUPILS: usize = 26;
    let (spec, goal) = classroom_and_corridor();
    let mut scene = Scene::new(&spec, vec![goal], trial);
    scene.fill(0, [0.0, 0.0], [9.0, 7.0], PUPILS, 0);
    let members: Vec<u32> = scene.crowd.ordinals().collect();
    spread_of_arrivals(&mut scene, &members, keeps_together)
}

pub(super) fn school_b(trial: Trial) -> Vec<Finding> {
    vec![
        Finding::new("first to last of a class of 26", "s", class(true, trial)).at_most(TOGETHER_S),
        Finding::new("the same, if nobody waits", "s", class(false, trial)),
    ]
}
