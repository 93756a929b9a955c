//! One person alone: on the flat and on stairs.

use super::finding::Finding;
use super::places::{corridor, off_the_floor};
use crate::pedestrian::scene::{HALL_M, Scene, Stair, Trial, Way, straight_stair};
use crate::pedestrian::{Goal, Place, Segment};

/// Seconds over 40 m of a corridor 2 m wide, and how often the person was off its floor.
fn forty_metres(speed_m_s: f32, trial: Trial) -> (f32, usize) {
    let (spec, goal) = corridor(40.5, 2.0);
    let mut scene = Scene::new(&spec, vec![goal], trial);
    scene.add(Place::Deck(0), [0.5, 1.0], 0, Some(speed_m_s));
    let mut off = 0;
    while !scene.crowd.is_empty() && scene.time_s() < 120.0 {
        scene.step();
        off += off_the_floor(&scene, &spec.decks[0].walkable);
    }
    (scene.time_s(), off)
}

pub(super) fn rimea_1(trial: Trial) -> Vec<Finding> {
    let (time_s, off) = forty_metres(1.33, trial);
    vec![
        Finding::new("time over 40 m at 1.33 m/s", "s", time_s).within(40.0 / 1.33, 26.0, 34.0),
        Finding::new("steps outside the corridor", "steps", off as f32).exactly(0),
    ]
}

pub(super) fn imo_1(trial: Trial) -> Vec<Finding> {
    let (time_s, _) = forty_metres(1.0, trial);
    vec![Finding::new("time over 40 m at 1.0 m/s", "s", time_s).within(40.0, 38.0, 42.0)]
}

pub(super) fn nist_2_1(trial: Trial) -> Vec<Finding> {
    let (time_s, _) = forty_metres(1.0, trial);
    vec![Finding::new("speed over 40 m", "m/s", 40.0 / time_s).within(1.0, 0.95, 1.05)]
}

/// Seconds over a stair of 10 m along the slope, for somebody who walks at `speed_m_s` there.
fn ten_metres_of_stair(way: Way, speed_m_s: f32, trial: Trial) -> f32 {
    let (from, start, onto, goal_x) = match way {
        Way::Up => (0, 1.0, 1, 19.0),
        Way::Down => (1, 19.0, 0, 1.0),
    };
    let goal = Goal::line(onto, Segment::new([goal_x, 0.0], [goal_x, 2.0]));
    let mut scene = Scene::new(&straight_stair(), vec![goal], trial);
    scene.stair_shares = [speed_m_s; 2];
    scene.add(Place::Deck(from), [start, 1.0], 0, Some(1.0));
    scene.run(120.0);
    on_the_flight_s(&scene)
}

/// How long the only person was on the flight; infinite if they never left it.
fn on_the_flight_s(scene: &Scene) -> f32 {
    match scene.flights[..] {
        [(on_s, _), (off_s, _)] => off_s - on_s,
        _ => f32::INFINITY,
    }
}

fn stair_time(way: Way, speed_m_s: f32, trial: Trial) -> Vec<Finding> {
    let time_s = ten_metres_of_stair(way, speed_m_s, trial);
    let expected = 10.0 / speed_m_s;
    let name = format!("time over 10 m of stair at {speed_m_s} m/s");
    vec![Finding::new(name, "s", time_s).within(expected, 0.95 * expected, 1.05 * expected)]
}

pub(super) fn rimea_2(trial: Trial) -> Vec<Finding> {
    stair_time(Way::Up, 0.5, trial)
}

pub(super) fn rimea_3(trial: Trial) -> Vec<Finding> {
    stair_time(Way::Down, 0.6, trial)
}

pub(super) fn imo_2(trial: Trial) -> Vec<Finding> {
    stair_time(Way::Up, 1.0, trial)
}

pub(super) fn imo_3(trial: Trial) -> Vec<Finding> {
    stair_time(Way::Down, 1.0, trial)
}

/// Steps of a 7/11 in stair of 100 m along the slope.
const STEPS_OF_100_M: u16 = 302;

pub(super) fn nist_2_2(trial: Trial) -> Vec<Finding> {
    let speeds = [(Way::Up, "up"), (Way::Down, "down")].map(|(way, word)| {
        let stair = Stair {
            steps: STEPS_OF_100_M,
            people: 0,
            ..Stair::crowded(way, 2.0, trial)
        };
        let mut scene = stair.scene();
        scene.stair_shares = [1.0; 2];
        scene.add(Place::Deck(0), [HALL_M[0] - 2.0, 0.5 * HALL_M[1]], 0, Some(1.0));
        scene.run(300.0);
        let speed_m_s = stair.slope_m() / on_the_flight_s(&scene);
        Finding::new(format!("speed {word} 100 m of stair"), "m/s", speed_m_s).within(1.0, 0.95, 1.05)
    });
    speeds.to_vec()
}
