//! Whether what was observed follows a distribution: starting times and walking speeds.

use super::finding::Finding;
use super::places::corridor;
use crate::maths;
use crate::pedestrian::scene::{Scene, Trial, room_with_exit, spread};
use crate::pedestrian::{Place, STEP_S};
use crate::people::typical_body;
use crate::sim::{Chance, Distribution, Seeds, stable_id};

/// How likely samples of a distribution lie at least so far from it as these do: the test of Kolmogorov and Smirnov.
///
/// # Source
/// M. Stephens, "Use of the Kolmogorov-Smirnov, Cramér-von Mises and related statistics without extensive tables",
/// J. R. Statist. Soc. B 32 (1970): the finite-sample factor; the limit is Kolmogorov's series.
fn likelihood(samples: &[f64], distribution: &Distribution) -> f32 {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len() as f64;
    let farthest = (0..).zip(&sorted).fold(0.0_f64, |farthest, (i, x)| {
        let share = distribution.share_below(*x);
        let [below, above] = [share - f64::from(i) / n, f64::from(i + 1) / n - share];
        farthest.max(below).max(above)
    });
    let lambda = (n.sqrt() + 0.12 + 0.11 / n.sqrt()) * farthest;
    let term = |k: i32| {
        let sign = if k % 2 == 0 { -1.0 } else { 1.0 };
        2.0 * sign * maths::exp(-2.0 * f64::from(k * k) * lambda * lambda)
    };
    (1..=100).map(term).sum::<f64>().clamp(0.0, 1.0) as f32
}

fn follows(name: &str, samples: &[f64], distribution: &Distribution) -> Finding {
    let name = format!("likelihood of {name} (Kolmogorov and Smirnov)");
    Finding::new(name, "", likelihood(samples, distribution)).above(0.05)
}

/// Draws of the program's own luck.
fn drawn(purpose: &'static str, distribution: &Distribution, count: u64, trial: Trial) -> Vec<f64> {
    let chance = Chance::new(Seeds::both(trial.seed));
    let draw = |who| chance.draw(purpose, who, 0).of(distribution);
    (0..count).map(|i| draw(stable_id("occupant") ^ i)).collect()
}

/// Ten people in a room of 8 m by 5 m with an exit of 1 m, who stand until their times, s: when each had come 5 cm from
/// where they stood.
fn observed_starts(times_s: &[f64], trial: Trial) -> Vec<f64> {
    const ROOM_M: [f32; 2] = [8.0, 5.0];
    const STARTED_M: f32 = 0.05;
    let (spec, goal) = room_with_exit(ROOM_M, 1.0, None);
    let mut scene = Scene::new(&spec, vec![goal], trial);
    let places = spread(trial.seed, [0.0, 0.0], ROOM_M, times_s.len());
    for place in &places {
        let ordinal = scene.add(Place::Deck(0), *place, 0, None);
        scene.crowd.set_halted(ordinal, true);
    }
    let mut observed = vec![f64::INFINITY; times_s.len()];
    while !scene.crowd.is_empty() && scene.time_s() < 1_000.0 {
        let now_s = f64::from(scene.steps) * f64::from(STEP_S);
        for (ordinal, time_s) in (0..).zip(times_s) {
            scene.crowd.set_halted(ordinal, now_s < *time_s);
        }
        scene.step();
        for (ordinal, (from, observed)) in (0..).zip(places.iter().zip(&mut observed)) {
            let at = scene.position(ordinal);
            let moved = at.is_some_and(|at| {
                let [x, y] = [at.point[0] - from[0], at.point[1] - from[1]];
                x * x + y * y > STARTED_M * STARTED_M
            });
            if moved && observed.is_infinite() {
                *observed = f64::from(scene.time_s());
            }
        }
    }
    observed
}

/// Times of leaving of `RiMEA` 5 and IMO 5, s.
const TEN_STARTS: Distribution = Distribution::Uniform {
    least: 10.0,
    most: 100.0,
};

pub(super) fn ten_starts(trial: Trial) -> Vec<Finding> {
    let times_s = drawn("pre-movement", &TEN_STARTS, 10, trial);
    let observed = observed_starts(&times_s, trial);
    let late = times_s.iter().zip(&observed).map(|(drawn, seen)| seen - drawn);
    let latest = late.fold(0.0_f64, |latest, late| latest.max(late.abs()));
    let least = times_s.iter().copied().fold(f64::INFINITY, f64::min);
    let most = times_s.iter().copied().fold(0.0, f64::max);
    vec![
        Finding::new("earliest time drawn", "s", least as f32).at_least(10.0),
        Finding::new("latest time drawn", "s", most as f32).at_most(100.0),
        Finding::new(
            "start (5 cm moved) off the time drawn, at most",
            "s",
            latest as f32,
        )
        .at_most(0.5),
    ]
}

/// The four distributions of NIST 1.1; their numbers are assumed.
const STARTS: [(&str, Distribution); 4] = [
    ("uniform starts", TEN_STARTS),
    (
        "gamma starts",
        Distribution::Gamma {
            shape: 2.5,
            scale: 20.0,
        },
    ),
    (
        "lognormal starts",
        Distribution::Lognormal {
            median: 40.0,
            sigma: 0.6,
        },
    ),
    (
        "Weibull starts",
        Distribution::Weibull {
            shape: 1.5,
            scale: 50.0,
        },
    ),
];

pub(super) fn nist_1_1(trial: Trial) -> Vec<Finding> {
    let findings = STARTS.iter().map(|(name, distribution)| {
        let times_s = drawn(name, distribution, 10, trial);
        follows(name, &observed_starts(&times_s, trial), distribution)
    });
    findings.collect()
}

/// The speeds, m/s, at which people walk 20 m of a corridor, each alone.
pub(super) fn observed_speeds(free_m_s: impl IntoIterator<Item = f64>, trial: Trial) -> Vec<f64> {
    const LENGTH_M: f32 = 20.0;
    let (spec, goal) = corridor(LENGTH_M + 1.0, 2.0);
    let mut scene = Scene::new(&spec, vec![goal], trial);
    let speeds = free_m_s.into_iter().map(|free_m_s| {
        scene.add(Place::Deck(0), [1.0, 1.0], 0, Some(free_m_s as f32));
        let from_s = scene.time_s();
        let arrived_s = scene.run(from_s + 1_000.0);
        f64::from(LENGTH_M / (arrived_s - from_s))
    });
    speeds.collect()
}

pub(super) fn imo_7(trial: Trial) -> Vec<Finding> {
    let speeds = Distribution::Uniform {
        least: 0.97,
        most: 1.62,
    };
    let drawn = drawn("walking-speed", &speeds, 50, trial);
    vec![follows(
        "the speeds of 50 people",
        &observed_speeds(drawn, trial),
        &speeds,
    )]
}

pub(super) fn nist_2_4(trial: Trial) -> Vec<Finding> {
    let speeds = Distribution::Normal { mean: 1.2, sd: 0.2 };
    let drawn = drawn("walking-speed", &speeds, 100, trial);
    vec![follows(
        "the speeds of 100 people",
        &observed_speeds(drawn, trial),
        &speeds,
    )]
}

/// Ages of `RiMEA` 7, years, how many of each, and the range of their speeds, m/s.
const AGES: [(f64, usize, [f32; 2]); 6] = [
    (20.0, 10, [1.60, 1.64]),
    (30.0, 10, [1.52, 1.56]),
    (40.0, 10, [1.46, 1.50]),
    (50.0, 10, [1.39, 1.43]),
    (60.0, 5, [1.27, 1.27]),
    (70.0, 5, [1.07, 1.07]),
];

/// Everybody walks at the mean speed of their age; a scenario draws around it.
pub(super) fn rimea_7(trial: Trial) -> Vec<Finding> {
    const TOLERANCE_M_S: f32 = 0.03;
    let walked = AGES.map(|(age, count, _)| {
        let mut walked = observed_speeds(vec![typical_body(age).flat_m_s; count], trial);
        walked.sort_by(f64::total_cmp);
        walked[count / 2] as f32
    });
    let mut findings = Vec::new();
    for ((age, _, [least, most]), median) in AGES.into_iter().zip(walked) {
        let name = format!("median speed at {age}");
        let [least, most] = [least - TOLERANCE_M_S, most + TOLERANCE_M_S];
        findings.push(Finding::new(name, "m/s", median).within(0.5 * (least + most), least, most));
    }
    let fastest_later = walked.windows(2).filter(|pair| pair[1] > pair[0]).count();
    findings.push(
        Finding::new(
            "ages that are faster than the one before",
            "",
            fastest_later as f32,
        )
        .exactly(0),
    );
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_sample_in_twenty_is_unlikely_and_another_distribution_is_told() {
        let normal = Distribution::Normal { mean: 1.2, sd: 0.2 };
        let other = Distribution::Normal { mean: 1.3, sd: 0.2 };
        let samples = |seed: u64| drawn("walking-speed", &normal, 100, seed.into());
        let seeds = 0..400;
        let count = |against| {
            let unlikely = seeds
                .clone()
                .filter(|seed| likelihood(&samples(*seed), against) <= 0.05);
            unlikely.count()
        };
        let [own, wrong] = [count(&normal), count(&other)];
        println!("unlikely of 400: expected 20 of its own, obtained {own}; of another mean, {wrong}");
        assert!((8..=34).contains(&own) && wrong > 380);
    }
}
