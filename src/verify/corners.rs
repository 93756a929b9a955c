//! Crowds round corners.

use super::finding::{Finding, rising};
use super::places::{corner, corridor, detour, last_out_s, mean, off_the_floor};
use crate::pedestrian::scene::{Scene, Trial};
use crate::pedestrian::{Goal, VenueSpec};

/// Twenty people round a corner of 2 m with legs of 10 m.
struct Rounded {
    last_out_s: f32,
    off_the_floor: usize,
    stood_still: usize,
}

fn twenty_round_a_corner(trial: Trial) -> Rounded {
    /// Slower than this is standing, m/s: assumed.
    const STANDING_M_S: f32 = 0.01;
    let (spec, goal) = corner([10.0, 10.0], 2.0);
    let mut scene = Scene::new(&spec, vec![goal], trial);
    scene.fill(0, [0.0, 0.0], [6.0, 2.0], 20, 0);
    let (mut off, mut stood) = (0, 0);
    while !scene.crowd.is_empty() && scene.time_s() < 300.0 {
        scene.step();
        off += off_the_floor(&scene, &spec.decks[0].walkable);
        let speeds = scene.crowd.ordinals().filter_map(|o| scene.crowd.speed_m_s(o));
        stood += speeds.filter(|speed_m_s| *speed_m_s < STANDING_M_S).count();
    }
    Rounded {
        last_out_s: last_out_s(&mut scene, 300.0),
        off_the_floor: off,
        stood_still: stood,
    }
}

fn corner_within(at_most_s: f32, trial: Trial) -> (Vec<Finding>, usize) {
    let found = twenty_round_a_corner(trial);
    let findings = vec![
        Finding::new(
            "positions off the floor (1 mm)",
            "positions",
            found.off_the_floor as f32,
        )
        .exactly(0),
        Finding::new("last of 20 out", "s", found.last_out_s).below(at_most_s),
    ];
    (findings, found.stood_still)
}

pub(super) fn rimea_6(trial: Trial) -> Vec<Finding> {
    let (mut findings, stood) = corner_within(120.0, trial);
    findings.push(Finding::new("steps in which somebody stood", "person-steps", stood as f32).exactly(0));
    findings
}

pub(super) fn imo_6(trial: Trial) -> Vec<Finding> {
    let (mut findings, _) = corner_within(120.0, trial);
    findings.truncate(1);
    findings
}

pub(super) fn nist_2_3(trial: Trial) -> Vec<Finding> {
    corner_within(60.0, trial).0
}

/// When the last of 500 people is through, who start in the first 20 m of a corridor 6 m wide.
fn five_hundred((spec, goal): &(VenueSpec, Goal), trial: Trial) -> f32 {
    let mut scene = Scene::new(spec, vec![goal.clone()], trial);
    scene.fill(0, [0.0, 0.0], [20.0, 6.0], 500, 0);
    last_out_s(&mut scene, 1_000.0)
}

pub(super) fn rimea_15(trial: Trial) -> Vec<Finding> {
    let places = [
        ("straight, 55 m", corridor(55.0, 6.0)),
        ("corner, 20 + 35 m", corner([20.0, 35.0], 6.0)),
        ("detour, 20 + 20 + 35 m", detour([20.0, 20.0, 35.0], 6.0)),
    ];
    let times = places.map(|(name, place)| {
        (
            format!("last of 500 out: {name}"),
            mean(trial, |trial| five_hundred(&place, trial)),
        )
    });
    rising("s", &times)
}
