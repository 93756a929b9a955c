//! The mean of what shock after shock does to the buildings of one group and to the people in them, given the shaking.

use super::course::Course;
use super::stock::{Class, Group};
use super::strength::{Strength, Thresholds};
use super::tally::Tally;
use crate::scenario::model::{SEVERITIES, STATES};

/// What befalls somebody, as shares: casualty severities 1 to 3 and killed at once; held alive by rubble; of these dead before
/// they are freed; dead before the exercise ends.
const KINDS: usize = SEVERITIES + 3;

/// What befalls the people in a building of a class that comes to be in a state of damage: shares of them.
#[derive(Debug, Clone)]
pub(super) struct Harm {
    collapse_of_complete: f64,
    /// By shock, by state of damage.
    shares: Vec<[[f64; KINDS]; STATES]>,
}

impl Harm {
    /// Of every class.
    pub(super) fn of_classes(classes: &[Class], course: &Course<'_>) -> Vec<Self> {
        let of = |class: &Class| Self {
            collapse_of_complete: class.spec.collapse_of_complete,
            shares: course
                .hours_left
                .iter()
                .map(|hours| shares(class, course, *hours))
                .collect(),
        };
        classes.iter().map(of).collect()
    }
}

fn shares(class: &Class, course: &Course<'_>, hours_left: f64) -> [[f64; KINDS]; STATES] {
    let spec = &class.spec;
    let at_once = class.survival.killed_at_once;
    let held = spec.entrapped[course.hour as usize];
    let alive = held * (1.0 - at_once);
    let mut in_collapse = [0.0; KINDS];
    for (share, rate) in in_collapse
        .iter_mut()
        .zip(spec.injured_in_collapse[course.hour as usize])
    {
        *share = (1.0 - held) * rate;
    }
    in_collapse[3] += held * at_once;
    in_collapse[4] = alive;
    in_collapse[5] = held * (spec.killed_of_entrapped - at_once);
    in_collapse[6] = alive * (1.0 - class.survival.alive_after_h(hours_left));
    let falls = spec.collapse_of_complete;
    std::array::from_fn(|state| {
        let rates = spec.injured[state];
        let stands = |kind: usize| rates.get(kind).copied().unwrap_or(0.0);
        let falls = if state + 1 == STATES { falls } else { 0.0 };
        std::array::from_fn(|kind| (1.0 - falls) * stands(kind) + falls * in_collapse[kind])
    })
}

/// Shakes a group by each of `shocks` (natural logarithms, in the measure of its class) and adds what that does in the mean to
/// `tallies`, one for each shock.
pub(super) fn through(
    group: &Group,
    harm: &Harm,
    strength: &Strength,
    course: &Course<'_>,
    shocks: impl Iterator<Item = f64>,
    tallies: &mut [Tally],
) {
    let [buildings, mut unhurt] = group.stated;
    let mut thresholds = Thresholds::UNSHAKEN;
    let mut shares = [0.0; STATES];
    let mut collapsed = 0.0;
    for (((ln_shaking, tally), harm_of), shock) in shocks.zip(tallies).zip(&harm.shares).zip(0..) {
        let (before, shares_before) = (thresholds, shares);
        if shock == 0 {
            thresholds = strength.reached(0, ln_shaking);
            shares = thresholds.shares();
        } else if !thresholds.hold(strength, ln_shaking) {
            thresholds = before.after(strength, ln_shaking);
            shares = thresholds.shares();
        }
        tally.buildings[0] += buildings * (1.0 - shares[0]);
        for state in 0..STATES {
            let worse = shares.get(state + 1).copied().unwrap_or(0.0);
            tally.buildings[state + 1] += buildings * (shares[state] - worse);
        }
        if shock > 0 && thresholds == before {
            continue;
        }
        let came = newly_in(&shares, &shares_before);
        let falls = came[STATES - 1] * harm.collapse_of_complete;
        let usable = 1.0 - collapsed;
        let people = if usable > 0.0 {
            unhurt * course.indoors(shock, group.site) / usable
        } else {
            0.0
        };
        let mut befalls = [0.0; KINDS];
        for (came, shares) in came.iter().zip(harm_of) {
            for (sum, share) in befalls.iter_mut().zip(shares) {
                *sum += came * share;
            }
        }
        let befalls = befalls.map(|share| share * people);
        let [first, second, third, killed, alive, die, die_alone] = befalls;
        tally.injured[0] += first;
        tally.injured[1] += second;
        tally.injured[2] += third;
        tally.killed_at_once += killed;
        tally.entrapped_alive += alive;
        tally.die_with_usual_rescue += die;
        tally.die_without_rescue += die_alone;
        tally.collapsed += buildings * falls;
        unhurt -= first + second + third + killed + alive;
        collapsed += falls;
    }
}

/// Share of the buildings that have newly come to be in each state: who does was in a better one, less weak than what the
/// state took before.
fn newly_in(shares: &[f64; STATES], before: &[f64; STATES]) -> [f64; STATES] {
    std::array::from_fn(|state| {
        let worse = shares.get(state + 1).copied().unwrap_or(0.0);
        (shares[state] - worse.max(before[state])).max(0.0)
    })
}
