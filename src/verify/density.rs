//! Speed by density: on a long corridor and on stairs.

use rayon::prelude::*;

use super::finding::{Finding, falling};
use super::places::corridor;
use crate::pedestrian::Place;
use crate::pedestrian::scene::{Scene, Trial, Way, speeds_by_density, weidmann_m_s};

/// Length and width of the corridor of `RiMEA` 4, m.
const CORRIDOR_M: [f32; 2] = [1_000.0, 10.0];
/// Densities asked for, persons/m².
const DENSITIES: [f32; 7] = [0.5, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
/// Where the three measuring areas of 10 m by 10 m begin, m: far from both ends. Assumed.
const AREAS_M: [f32; 3] = [300.0, 500.0, 700.0];
/// What is discarded at the beginning, s (recalled), and how long is measured, s (assumed).
const DISCARDED_S: f32 = 10.0;
const MEASURED_S: f32 = 20.0;

/// Density (persons/m²) and speed (m/s) in the measuring areas.
pub(super) fn long_corridor(density: f32, trial: Trial) -> (f32, f32) {
    let [length, width] = CORRIDOR_M;
    let (spec, goal) = corridor(length, width);
    let mut scene = Scene::new(&spec, vec![goal], trial);
    scene.fill(0, [0.0, 0.0], CORRIDOR_M, (density * length * width) as usize, 0);
    let (mut moments, mut present, mut speeds) = (0_u16, 0_u32, 0.0_f64);
    while scene.time_s() < DISCARDED_S + MEASURED_S {
        scene.step();
        if scene.time_s() <= DISCARDED_S || !scene.steps.is_multiple_of(10) {
            continue;
        }
        moments += 1;
        for ordinal in scene.crowd.ordinals() {
            let at = scene.position(ordinal);
            let measured = at.is_some_and(|at| {
                at.place == Place::Deck(0)
                    && AREAS_M
                        .iter()
                        .any(|from| (*from..from + 10.0).contains(&at.point[0]))
            });
            if let Some(speed_m_s) = scene.crowd.speed_m_s(ordinal).filter(|_| measured) {
                present += 1;
                speeds += f64::from(speed_m_s);
            }
        }
    }
    let area = width * 10.0 * AREAS_M.len() as f32;
    (
        present as f32 / f32::from(moments) / area,
        (speeds / f64::from(present)) as f32,
    )
}

pub(super) fn rimea_4(trial: Trial) -> Vec<Finding> {
    let measured: Vec<(f32, f32)> = DENSITIES
        .par_iter()
        .map(|density| long_corridor(*density, trial))
        .collect();
    let speeds: Vec<(String, f32)> = DENSITIES
        .iter()
        .zip(&measured)
        .map(|(density, (_, speed_m_s))| (format!("speed at {density}/m²"), *speed_m_s))
        .collect();
    let mut findings = falling("m/s", &speeds);
    let compared = measured.iter().zip(DENSITIES).filter(|(_, set)| *set <= 4.0);
    let squares: Vec<f32> = compared
        .map(|((density, speed_m_s), _)| speed_m_s - weidmann_m_s(*density))
        .map(|off| off * off)
        .collect();
    let rmse = (squares.iter().sum::<f32>() / squares.len() as f32).sqrt();
    findings.push(Finding::new("RMSE against Weidmann, 0.5 to 4/m²", "m/s", rmse).at_most(0.15));
    findings
}

/// Corbetta's band at a density, m/s, as coded in a public `RiMEA` 13 test: the lowest and highest of mean ± standard
/// deviation of its fast and its slow walkers.
pub(super) fn corbetta_m_s(way: Way, d: f32) -> [f32; 2] {
    let [(fast, fast_sd), (slow, slow_sd)] = match way {
        Way::Up => [
            (0.18 * d * d - 0.55 * d + 1.02, 0.35 - 0.14 * d),
            (0.01 * d + 0.48, 0.10 - 0.02 * d),
        ],
        Way::Down => [
            (0.33 * d * d - 1.02 * d + 1.39, 0.29 - 0.11 * d),
            (-0.08 * d + 0.67, 0.14 - 0.06 * d),
        ],
    };
    [
        (fast - fast_sd).min(slow - slow_sd),
        (fast + fast_sd).max(slow + slow_sd),
    ]
}

/// Densities on the stair that are compared, persons/m².
const STAIR_DENSITIES: std::ops::Range<f32> = 0.6..1.5;
/// Bins of 0.1 persons/m² over them.
const BINS: usize = 9;

/// The share of speeds inside Corbetta's band, and the mean speed in each bin that holds any.
fn on_stairs(way: Way, trial: Trial) -> (f32, [Option<f32>; BINS]) {
    let runs = speeds_by_density(way, trial, &[0.4, 0.6, 0.8, 0.9], &[1.0]);
    let all = runs.iter().flat_map(|run| &run.samples);
    let samples: Vec<_> = all.filter(|s| STAIR_DENSITIES.contains(&s[0])).collect();
    let inside = samples.iter().filter(|[density, speed_m_s]| {
        let [low, high] = corbetta_m_s(way, *density);
        (low..=high).contains(speed_m_s)
    });
    let share = inside.count() as f32 / samples.len() as f32;
    let mut bins = [(0.0_f32, 0_u32); BINS];
    for [density, speed_m_s] in samples {
        let bin = &mut bins[(((density - STAIR_DENSITIES.start) / 0.1) as usize).min(BINS - 1)];
        *bin = (bin.0 + speed_m_s, bin.1 + 1);
    }
    let means = bins.map(|(sum, count)| (count > 0).then(|| sum / count as f32));
    (share, means)
}

pub(super) fn rimea_13(trial: Trial) -> Vec<Finding> {
    let ((up_share, up), (down_share, down)) =
        rayon::join(|| on_stairs(Way::Up, trial), || on_stairs(Way::Down, trial));
    let mut findings = vec![
        Finding::new("share of speeds up in Corbetta's band", "", up_share).at_least(0.5),
        Finding::new("share of speeds down in Corbetta's band", "", down_share).at_least(0.5),
    ];
    for (bin, pair) in up.into_iter().zip(down).enumerate() {
        if let (Some(up), Some(down)) = pair {
            let density = STAIR_DENSITIES.start + 0.1 * bin as f32;
            let name = format!("speed down at {density:.1}/m², against up");
            findings.push(Finding::new(name, "m/s", down).above(up));
        }
    }
    findings
}
