//! Cases of a school, from observed drills.

use super::finding::Finding;
use crate::geo::{Point, Polygon, place_evenly};
use crate::pedestrian::Place;
use crate::pedestrian::scene::{HALL_M, Scene, Stair, Trial, Way, room_with_exit};
use crate::people::typical_body;

/// A classroom, m, its door, m, and who sits in it.
const CLASSROOM_M: [f32; 2] = [9.0, 7.0];
const DOOR_M: f32 = 0.9;
const PUPILS: usize = 26;
/// Capacity of the door: SFPE's 1.3 persons per second and metre, on its width less 0.15 m at each side.
const CAPACITY_PER_S: f32 = 1.3 * (DOOR_M - 0.3);

/// When the last pupil is through the door, who sit as a scenario seats them.
fn class_by_a_door(capacity_per_s: Option<f32>, trial: Trial) -> f32 {
    /// Least distance between two and from the walls, m: those of a scenario.
    const APART_M: [f64; 2] = [0.5, 0.4];
    let [length_m, breadth_m] = CLASSROOM_M.map(f64::from);
    let room = Polygon::rectangle(Point::default(), Point::new(length_m, breadth_m));
    let seats = place_evenly(&room, PUPILS, APART_M[0], APART_M[1]).expect("a class fits its room");
    let (spec, goal) = room_with_exit(CLASSROOM_M, DOOR_M, capacity_per_s);
    let mut scene = Scene::new(&spec, vec![goal], trial);
    for seat in seats {
        scene.add(Place::Deck(0), [seat.x as f32, seat.y as f32], 0, None);
    }
    scene.run(120.0);
    let last = scene.crossings.last();
    last.map_or(f32::INFINITY, |(time_s, _)| *time_s)
}

pub(super) fn school_a(trial: Trial) -> Vec<Finding> {
    let code = class_by_a_door(Some(CAPACITY_PER_S), trial);
    vec![
        Finding::new("last of 26 through the door, code", "s", code).within(33.3, 33.0, 38.0),
        Finding::new("the same, emergent", "s", class_by_a_door(None, trial)),
    ]
}

/// Speed of a child of this age alone down a stair, m/s.
fn down_a_stair_m_s(age_years: f64, trial: Trial) -> f32 {
    let stair = Stair {
        people: 0,
        ..Stair::crowded(Way::Down, 1.6, trial)
    };
    let mut scene = stair.scene();
    let body = typical_body(age_years);
    let speeds_m_s = [body.flat_m_s, body.up_m_s, body.down_m_s].map(|m_s| m_s as f32);
    let place = [HALL_M[0] - 2.0, 0.5 * HALL_M[1]];
    scene.add_body(Place::Deck(0), place, 0, body.radius_m as f32, speeds_m_s);
    scene.run(120.0);
    match scene.flights[..] {
        [(on_s, _), (off_s, _)] => stair.slope_m() / (off_s - on_s),
        _ => 0.0,
    }
}

pub(super) fn school_d(trial: Trial) -> Vec<Finding> {
    vec![
        Finding::new(
            "speed of a child of 5 down a stair",
            "m/s",
            down_a_stair_m_s(5.0, trial),
        )
        .within(0.6, 0.36, 0.83),
        Finding::new(
            "speed of a child of 9 down a stair",
            "m/s",
            down_a_stair_m_s(9.0, trial),
        )
        .within(0.85, 0.65, 1.05),
    ]
}
