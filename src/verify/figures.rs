//! Figures for people: the relations behind the cases, as charts.

use rayon::prelude::*;

use super::density::{corbetta_m_s, long_corridor};
use super::places::mean;
use crate::pedestrian::STEP_S;
use crate::pedestrian::scene::{Scene, Trial, Way, room_with_door, speeds_by_density, weidmann_m_s};
use crate::plot::chart::{Axis, Chart, Look, Series};

/// A chart and the name of its file, without the ending.
pub type Figure = (&'static str, Chart);

/// All figures but those of [`super::effects()`]. Takes about a minute in a release build.
pub fn figures(trial: impl Into<Trial>) -> Vec<Figure> {
    let trial = trial.into();
    vec![
        ("speed-by-density", speed_by_density(trial)),
        ("speed-down-stairs", on_stairs(Way::Down, trial)),
        ("speed-up-stairs", on_stairs(Way::Up, trial)),
        ("flow-by-width", flow_by_width(trial)),
        ("flow-by-step", flow_by_step(trial)),
    ]
}

fn pair([x, y]: [f32; 2]) -> [f64; 2] {
    [f64::from(x), f64::from(y)]
}

fn series(name: &str, look: Look, points: impl Iterator<Item = [f32; 2]>) -> Series {
    Series {
        name: name.to_owned(),
        points: points.map(pair).collect(),
        look,
    }
}

/// From `from` to `to`, in steps of a tenth.
fn tenths(from: u16, to: u16) -> impl DoubleEndedIterator<Item = f32> + Clone {
    (from..=to).map(|tenth| 0.1 * f32::from(tenth))
}

fn density_axis(to: f64) -> Axis {
    Axis {
        name: "density, persons/m²",
        to,
        step: if to > 2.0 { 1.0 } else { 0.5 },
    }
}

fn speed_axis() -> Axis {
    Axis {
        name: "speed, m/s",
        to: 1.6,
        step: 0.2,
    }
}

fn speed_by_density(trial: Trial) -> Chart {
    let ours: Vec<[f32; 2]> = [0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0]
        .par_iter()
        .map(|density| {
            let (density, speed_m_s) = long_corridor(*density, trial);
            [density, speed_m_s]
        })
        .collect();
    Chart {
        title: "Speed by density, corridor of 1,000 m by 10 m".to_owned(),
        description: "Speed falls with density, near Weidmann's curve up to three persons a square metre."
            .to_owned(),
        x: density_axis(7.0),
        y: speed_axis(),
        series: vec![
            series(
                "Weidmann 1993",
                Look::Line,
                tenths(3, 54).map(|d| [d, weidmann_m_s(d)]),
            ),
            series("Hotwash", Look::Dots, ours.into_iter()),
        ],
    }
}

fn on_stairs(way: Way, trial: Trial) -> Chart {
    let word = if way == Way::Up { "up" } else { "down" };
    let edge = |side: usize| move |d: f32| [d, corbetta_m_s(way, d)[side]];
    let band = tenths(6, 15).map(edge(1)).chain(tenths(6, 15).rev().map(edge(0)));
    let runs = speeds_by_density(
        way,
        trial,
        &[0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9],
        &[1.0, 0.9, 0.8, 0.7],
    );
    Chart {
        title: format!("Speed {word} a stair of 1.6 m by density"),
        description: "Means of runs at steady flow, against the band of Corbetta.".to_owned(),
        x: density_axis(3.0),
        y: speed_axis(),
        series: vec![
            series("Corbetta's band (RiMEA 13)", Look::Band, band),
            series(
                "Hotwash",
                Look::Dots,
                runs.iter().map(|run| [run.density, run.speed_m_s]),
            ),
        ],
    }
}

/// The people of a room of 12 by 12 m leave by its door of this width, m, by steps of this length, s: persons/s.
fn flow_per_s(width_m: f32, capacity_per_s: Option<f32>, step_s: f32, trial: Trial) -> f32 {
    mean(trial, |trial| {
        let (spec, goal) = room_with_door(12.0, width_m, capacity_per_s);
        let mut scene = Scene::new(&spec, vec![goal], trial);
        scene.set_step(step_s);
        scene.fill(0, [0.0, 0.0], [12.0, 12.0], 250, 0);
        scene.run(600.0);
        scene.steady_flow_per_s()
    })
}

fn flow_by_step(trial: Trial) -> Chart {
    const WIDTH_M: f32 = 1.2;
    let flow = |step_s: &f32| {
        let per_m = flow_per_s(WIDTH_M, None, *step_s, trial) / WIDTH_M;
        [1_000.0 * step_s, per_m]
    };
    let others: Vec<[f32; 2]> = [0.0125, 0.025, 0.1, 0.2].par_iter().map(flow).collect();
    Chart {
        title: "Flow through a door of 1.2 m by the length of a step".to_owned(),
        description: "The flow falls as steps get longer; the step of every run is 50 ms.".to_owned(),
        x: Axis {
            name: "length of a step, ms",
            to: 250.0,
            step: 50.0,
        },
        y: Axis {
            name: "flow, persons/s/m",
            to: 2.5,
            step: 0.5,
        },
        series: vec![
            series("other steps", Look::Dots, others.into_iter()),
            series(
                "the step of every run",
                Look::Squares,
                std::iter::once(flow(&STEP_S)),
            ),
        ],
    }
}

fn flow_by_width(trial: Trial) -> Chart {
    /// The most that the code grants, persons/s per metre.
    const CODE_PER_S_M: f32 = 1.3;
    let widths = [0.8_f32, 0.9, 1.0, 1.2, 1.6, 2.0, 2.5];
    let flows = |is_code: bool| {
        let flow = |width_m: &f32| {
            let capacity = is_code.then_some(CODE_PER_S_M * width_m);
            [*width_m, flow_per_s(*width_m, capacity, STEP_S, trial)]
        };
        widths.par_iter().map(flow).collect::<Vec<_>>()
    };
    Chart {
        title: "Flow through a door by its width".to_owned(),
        description: "The emergent flow grows with the width at about 1.9 persons a second and metre."
            .to_owned(),
        x: Axis {
            name: "clear width, m",
            to: 3.0,
            step: 0.5,
        },
        y: Axis {
            name: "flow, persons/s",
            to: 8.0,
            step: 1.0,
        },
        series: vec![
            series(
                "1.9 per metre (recalled)",
                Look::Line,
                [[0.0, 0.0], [3.0, 5.7]].into_iter(),
            ),
            series("Hotwash, emergent", Look::Dots, flows(false).into_iter()),
            series("Hotwash, code", Look::Squares, flows(true).into_iter()),
        ],
    }
}
