//! People in smoke.

use super::finding::Finding;
use super::places::{corridor, last_out_s};
use crate::hazard::smoke::{Air, speed_in_smoke_m_s};
use crate::pedestrian::scene::{Scene, Trial};
use crate::pedestrian::{Place, STEP_S};

pub(super) fn nist_2_5(trial: Trial) -> Vec<Finding> {
    const FREE_M_S: f64 = 1.25;
    const EXTINCTION_PER_M: f64 = 1.0;
    let (spec, goal) = corridor(100.5, 2.0);
    let mut scene = Scene::new(&spec, vec![goal], trial);
    let ordinal = scene.add(Place::Deck(0), [0.5, 1.0], 0, Some(FREE_M_S as f32));
    let slowed_m_s = speed_in_smoke_m_s(FREE_M_S, EXTINCTION_PER_M) as f32;
    scene.crowd.set_speed_cap(ordinal, Some(slowed_m_s));
    let time_s = last_out_s(&mut scene, 1_000.0);
    vec![Finding::new("time over 100 m in smoke of 1/m", "s", time_s).within(160.0, 159.5, 160.5)]
}

pub(super) fn nist_2_6(_trial: Trial) -> Vec<Finding> {
    let air = Air {
        co_ppm: 5_000.0,
        co2_percent: 2.0,
        o2_percent: 18.0,
    };
    let (mut dose, mut steps) = (0.0, 0_u32);
    while dose < 1.0 {
        dose += air.dose_per_s() * f64::from(STEP_S);
        steps += 1;
    }
    let time_s = steps as f32 * STEP_S;
    vec![Finding::new("time until overcome", "s", time_s).within(207.6, 207.55, 207.6 + STEP_S)]
}
