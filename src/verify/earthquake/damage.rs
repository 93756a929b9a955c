//! Damage under given shaking, against exact shares.

use std::iter;

use super::{Group, Mean, near, stock, suffer};
use crate::hazard::earthquake::impact::strength::{Strength, Thresholds};
use crate::hazard::earthquake::impact::{Stock, Tally, Way};
use crate::maths;
use crate::pedestrian::scene::Trial;
use crate::scenario::model::{FragilityClass, STATES};
use crate::verify::Finding;
use crate::vocabulary::Measure;

/// Peak ground accelerations of three places in ten earthquakes, g.
///
/// # Source
/// `scenario_damage/case_2` among the tests of `OpenQuake` 3.26.2: the fields that it is given.
#[rustfmt::skip]
const PGA_G: [[f64; 10]; 3] = [
    [0.305_128_01, 0.267_031_01, 0.159_434_01, 0.236_164, 0.288_502_99, 0.244_808, 0.161_571, 0.239_573, 0.479_164,
     0.386_301_99],
    [0.604_031_98, 0.334_878, 0.392_602, 0.367_635_01, 0.344_612_99, 0.280_357, 0.443_609, 0.241_845, 0.506_982_03,
     0.459_758_01],
    [0.171_11, 0.309_129, 0.157_692, 0.334_187, 0.174_440_99, 0.291_826_01, 0.161_156, 0.282_249_99, 0.227_539,
     0.290_025],
];

/// Mean and standard deviation of the PGA that brings masonry (RM) and concrete (RC) into the two states of the case, g.
const RM: [[f64; 2]; 2] = [[0.25, 0.08], [0.40, 0.12]];
const RC: [[f64; 2]; 2] = [[0.20, 0.05], [0.35, 0.10]];

/// Assets: name, place, fragility, buildings, shares in no damage and in the two states.
///
/// # Source
/// Shares: computed from the same fields and functions with `SciPy`, an independent program.
const ASSETS: [(&str, usize, [[f64; 2]; 2], f64, [f64; 3]); 3] = [
    ("a1", 0, RM, 3_000.0, [0.417_33, 0.387_21, 0.195_46]),
    ("a3", 1, RM, 1_000.0, [0.122_26, 0.372_21, 0.505_53]),
    ("a2", 2, RC, 2_000.0, [0.340_27, 0.475_19, 0.184_53]),
];
/// Outcomes that are drawn for each earthquake.
const DRAWS: u64 = 100;
/// Percent off that the exact mean may be: 1e-4 of the buildings.
const EXACT_TOLERANCE: f64 = 0.01;

/// A class that knows one state of damage, of this mean and standard deviation of the shaking itself.
fn class([mean, sd]: [f64; 2]) -> FragilityClass {
    let variance = maths::ln(1.0 + (sd / mean) * (sd / mean));
    let ln_median = maths::ln(mean) - 0.5 * variance;
    FragilityClass {
        ln_medians: [ln_median, f64::INFINITY, f64::INFINITY, f64::INFINITY],
        beta: variance.sqrt(),
        ..unharmful()
    }
}

/// A class in which nobody is hurt.
fn unharmful() -> FragilityClass {
    FragilityClass {
        name: String::new(),
        measure: Measure::Pga,
        ln_medians: [0.1, 0.2, 0.4, 0.8].map(maths::ln),
        beta: 0.5,
        collapse_of_complete: 0.0,
        entrapped: [0.0; 3],
        killed_of_entrapped: 0.0,
        in_voids: 1.0,
        injured: [[0.0; 4]; STATES],
        injured_in_collapse: [[0.0; 4]; 3],
        severity_of_entrapped: None,
    }
}

/// An asset of the case. The states have spreads of their own, so that each is a class of its own; both have the same luck.
struct Asset {
    place: usize,
    buildings: f64,
    of_states: [Stock; 2],
}

impl Asset {
    fn new(place: usize, fragility: [[f64; 2]; 2], buildings: f64) -> Self {
        let group = Group {
            class: 0,
            buildings,
            people: 0.0,
        };
        Self {
            place,
            buildings,
            of_states: fragility.map(|of_state| stock(&[class(of_state)], &[group])),
        }
    }

    /// Shares in no damage and in the two states, %: the mean over the fields.
    fn shares(&self, seed: u64, way: Way) -> [f64; 3] {
        let fields = &PGA_G[self.place];
        let mut mean = [0.0; 3];
        for (seed, pga_g) in (seed * fields.len() as u64..).zip(fields) {
            let shaking = [vec![maths::ln(*pga_g)]];
            let [first, second] = [0, 1].map(|state| {
                let tallies = suffer(&self.of_states[state], &shaking, seed, way);
                100.0 * tallies[0][0].buildings[1] / self.buildings
            });
            for (sum, share) in mean.iter_mut().zip([100.0 - first, first - second, second]) {
                *sum += share / fields.len() as f64;
            }
        }
        mean
    }
}

/// The exact mean, and the mean of what is drawn.
pub(in super::super) fn given_fields(trial: Trial) -> Vec<Finding> {
    const STATES: [&str; 3] = ["undamaged", "in the first state", "in the second state"];
    let mut findings = Vec::new();
    for (name, place, fragility, buildings, expected) in ASSETS {
        let asset = Asset::new(place, fragility, buildings);
        let exact = asset.shares(0, Way::Expected);
        let mut drawn: [Mean; 3] = Default::default();
        for draw in 0..DRAWS {
            let shares = asset.shares(trial.seed * DRAWS + draw, Way::Sampled);
            for (mean, share) in drawn.iter_mut().zip(shares) {
                mean.add(share);
            }
        }
        for (i, state) in STATES.into_iter().enumerate() {
            let expected = 100.0 * expected[i];
            findings.push(near(
                format!("{name}: {state}"),
                "%",
                exact[i],
                expected,
                EXACT_TOLERANCE,
            ));
            findings.push(drawn[i].finding(format!("{name}: {state}, drawn"), "%", exact[i]));
        }
    }
    findings
}

/// Shaking of three shocks, g: the second and third wear down what the first has cracked.
const SHOCKS_G: [f64; 3] = [0.3, 0.25, 0.32];
/// Buildings that are walked through the shocks one by one.
const SINGLE: u32 = 20_000;
const DAMAGE: [&str; STATES + 1] = ["undamaged", "slight", "moderate", "extensive", "complete"];

/// A group of many, the same drawn, and single buildings that are each walked through the shocks.
pub(in super::super) fn worn_down(trial: Trial) -> Vec<Finding> {
    const BUILDINGS: f64 = 500.0;
    let class = unharmful();
    let strength = Strength::of(&class);
    let mut walked = [0.0; STATES + 1];
    for i in 0..SINGLE {
        let weakness = maths::normal_quantile((f64::from(i) + 0.5) / f64::from(SINGLE));
        let state = SHOCKS_G.iter().fold(0, |state, shaking_g| {
            let reached: Thresholds = strength.reached(state, maths::ln(*shaking_g));
            reached.state(weakness).max(state)
        });
        walked[state] += 100.0 / f64::from(SINGLE);
    }
    // First the group, then as many that stand alone.
    let buildings = iter::once(BUILDINGS).chain(iter::repeat_n(1.0, BUILDINGS as usize));
    let groups: Vec<Group> = buildings
        .map(|buildings| Group {
            class: 0,
            buildings,
            people: 0.0,
        })
        .collect();
    let everywhere = |shaking_g: &f64| vec![maths::ln(*shaking_g); groups.len()];
    let shocks: Vec<Vec<f64>> = SHOCKS_G.iter().map(everywhere).collect();
    let stock = stock(&[class], &groups);
    let after = |seed, way| {
        let tallies = suffer(&stock, &shocks, seed, way);
        let share = |state: usize, groups: &[Vec<Tally>]| -> f64 {
            let counts = groups
                .iter()
                .map(|shocks| shocks[SHOCKS_G.len() - 1].buildings[state]);
            100.0 * counts.sum::<f64>() / BUILDINGS
        };
        let (group, single) = tallies.split_at(1);
        std::array::from_fn(|state| [share(state, group), share(state, single)])
    };
    let mean: [[f64; 2]; STATES + 1] = after(0, Way::Expected);
    let mut drawn: [[Mean; 2]; STATES + 1] = Default::default();
    for draw in 0..DRAWS {
        let after = after(trial.seed * DRAWS + draw, Way::Sampled);
        for (mean, share) in drawn.iter_mut().flatten().zip(after.into_iter().flatten()) {
            mean.add(share);
        }
    }
    let mut findings = Vec::new();
    for (state, name) in DAMAGE.into_iter().enumerate() {
        let [exact, _] = mean[state];
        findings.push(near(
            format!("{name}: the mean"),
            "%",
            exact,
            walked[state],
            EXACT_TOLERANCE,
        ));
        let [many, single] = &drawn[state];
        findings.push(many.finding(format!("{name}: a group, drawn"), "%", exact));
        findings.push(single.finding(format!("{name}: single buildings, drawn"), "%", exact));
    }
    findings
}
