//! Sequences of aftershocks against the closed form of their numbers.

use super::Mean;
use crate::hazard::earthquake::aftershock::{Aftershock, ReasenbergJones, sequence};
use crate::pedestrian::scene::Trial;
use crate::sim::{Chance, Seeds};
use crate::verify::Finding;

const SEQUENCES: u64 = 2_000;
const DAY_S: f64 = 86_400.0;
const MAINSHOCK_MW: f64 = 6.4;
const SMALLEST_MW: f64 = 4.0;

/// How many there are in the mean, by the generic law of California, after Mw 6.4.
pub(in super::super) fn counts_of_aftershocks(trial: Trial) -> Vec<Finding> {
    let law = ReasenbergJones::CALIFORNIA;
    let chance = Chance::new(Seeds::both(trial.seed));
    let asked = [(4.0, 62.0), (4.0, 1.0), (5.0, 62.0), (5.0, 1.0)];
    let mut means: [Mean; 4] = Default::default();
    for run in 0..SEQUENCES {
        let mut draws = 0;
        let mut uniform = || {
            draws += 1;
            chance.hazard_draw("verify-aftershocks", run, draws).uniform()
        };
        let shocks = sequence(&law, MAINSHOCK_MW, SMALLEST_MW, 0.0, 62.0 * DAY_S, &mut uniform);
        for (mean, (least_mw, days)) in means.iter_mut().zip(asked) {
            let counts = |shock: &&Aftershock| shock.magnitude_mw >= least_mw && shock.after_s < days * DAY_S;
            mean.add(shocks.iter().filter(counts).count() as f64);
        }
    }
    let findings = means.iter().zip(asked).map(|(mean, (least_mw, days))| {
        let up_to = |mw: f64| law.expected(MAINSHOCK_MW, mw, 0.0, days * DAY_S);
        let what = format!("of Mw {least_mw} or more within {days} d");
        // Who is stronger than the main shock is left out.
        mean.finding(what, "aftershocks", up_to(least_mw) - up_to(MAINSHOCK_MW))
    });
    findings.collect()
}
