//! People who come against each other, and people who are slower than the rest.

use super::finding::{Finding, number, rising};
use super::places::{ROOM_M, corridor, fill_imo, last_out_s, mean, rooms_in_a_row};
use crate::pedestrian::scene::{Scene, Trial};
use crate::pedestrian::{Goal, Place, Polygon};

/// Two rooms joined by 10 m of corridor, 2 m wide: 100 people go to the right, `against` to the left.
fn two_rooms(against: usize, imo: bool, trial: Trial) -> Scene {
    let far = 2.0 * ROOM_M + 10.0;
    let goals = vec![
        Goal::area(0, Polygon::rectangle([far - 2.0, 0.0], [far, ROOM_M])),
        Goal::area(0, Polygon::rectangle([0.0, 0.0], [2.0, ROOM_M])),
    ];
    let mut scene = Scene::new(&rooms_in_a_row(&[(2.0, 10.0)], false), goals, trial);
    let (left, right) = (([0.0, 0.0], [ROOM_M; 2]), ([far - ROOM_M, 0.0], [far, ROOM_M]));
    for ((low, high), count, field) in [(left, 100, 0), (right, against, 1)] {
        if imo {
            fill_imo(&mut scene, low, high, count, field);
        } else {
            scene.fill(0, low, high, count, field);
        }
    }
    scene
}

fn later_and_later(imo: bool, trial: Trial) -> Vec<Finding> {
    let times = [0, 10, 50, 100].map(|against| {
        let time_s = mean(trial, |trial| {
            last_out_s(&mut two_rooms(against, imo, trial), 600.0)
        });
        (format!("last through, 100 against {against}"), time_s)
    });
    rising("s", &times)
}

pub(super) fn imo_8(trial: Trial) -> Vec<Finding> {
    later_and_later(true, trial)
}

pub(super) fn nist_2_8(trial: Trial) -> Vec<Finding> {
    later_and_later(false, trial)
}

pub(super) fn school_g(trial: Trial) -> Vec<Finding> {
    let mut scene = two_rooms(100, false, trial);
    let time_s = scene.run(600.0);
    let through = |field| scene.arrivals.iter().filter(|(_, a)| a.field == field).count() as f32;
    vec![
        Finding::new("through to the right, of 100", "persons", through(0)).exactly(100),
        Finding::new("through to the left, of 100", "persons", through(1)).exactly(100),
        Finding::new("last through", "s", time_s),
    ]
}

/// Speed (m/s) and radius (m) of the slow occupant: the radius is the largest the crowd takes. Assumed.
const SLOW_M_S: f32 = 0.5;
const LARGE_RADIUS_M: f32 = 0.3;

/// 24 people behind one in a corridor of 2 m by 30 m: when the last of the 24 is out, and the last of all.
fn behind_one(is_slow: bool, trial: Trial) -> [f32; 2] {
    let (spec, goal) = corridor(30.0, 2.0);
    let mut scene = Scene::new(&spec, vec![goal], trial);
    scene.fill(0, [0.0, 0.0], [8.0, 2.0], 24, 0);
    let place = (Place::Deck(0), [9.0, 1.0]);
    let first = if is_slow {
        scene.add_body(place.0, place.1, 0, LARGE_RADIUS_M, [SLOW_M_S; 3])
    } else {
        scene.add(place.0, place.1, 0, None)
    };
    scene.run(600.0);
    let last = |among: &dyn Fn(u32) -> bool| {
        let arrivals = scene.arrivals.iter().filter(|(_, a)| among(a.ordinal));
        arrivals.map(|(time_s, _)| *time_s).fold(0.0, f32::max)
    };
    [last(&|ordinal| ordinal != first), last(&|_| true)]
}

pub(super) fn nist_2_10(trial: Trial) -> Vec<Finding> {
    let [[alike, control], [held_up, total]] = [false, true].map(|is_slow| behind_one(is_slow, trial));
    vec![
        Finding::new("last of 25 alike (control)", "s", control),
        Finding::new("last of 25 with a slow and large one", "s", total).above(control),
        Finding::new("last of the other 24 behind the slow one", "s", held_up)
            .against(format!("{} without", number(alike))),
    ]
}
