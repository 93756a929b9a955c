//! The shipped earthquake of Durrës: what is drawn against the exact mean, under the same shaking.

use super::Mean;
use crate::hazard::earthquake::impact::many::QUANTITIES;
use crate::hazard::earthquake::impact::{Prepared, Way};
use crate::pedestrian::scene::Trial;
use crate::scenario::load;
use crate::sim::Seeds;
use crate::verify::Finding;
use crate::verify::laid_out::LaidOut;

/// The scenario, as far as it is read.
const FILES: [(&str, &str); 4] = [
    (
        "scenario.toml",
        include_str!("../../../scenarios/durres-2019/scenario.toml"),
    ),
    (
        "buildings.csv",
        include_str!("../../../scenarios/durres-2019/buildings.csv"),
    ),
    (
        "observed.csv",
        include_str!("../../../scenarios/durres-2019/observed.csv"),
    ),
    (
        "stations-all.csv",
        include_str!("../../../scenarios/durres-2019/stations-all.csv"),
    ),
];
/// Outcomes that are drawn.
const DRAWS: u64 = 2_000;

/// The scenario made ready; none if the machine would not let it be laid out.
fn prepared() -> Option<Prepared> {
    let folder = LaidOut::new(FILES).ok()?;
    let scenario = load::load(folder.path(), None, &[]).scenario;
    let prepared = Prepared::new(&scenario.expect("shipped scenarios are sound"));
    Some(
        prepared
            .expect("its shaking can be computed")
            .expect("it has an earthquake"),
    )
}

/// Every quantity of an outcome.
pub(in super::super) fn mean_of_draws(trial: Trial) -> Vec<Finding> {
    let Some(prepared) = prepared() else {
        return vec![Finding::new("outcomes", "", f32::INFINITY).below(f32::INFINITY)];
    };
    let shaken = prepared.shake(Seeds::both(trial.seed));
    let under = |seed, way| prepared.under(shaken.clone(), Seeds::both(seed), way).total();
    let exact = under(0, Way::Expected);
    let mut means: Vec<Mean> = QUANTITIES.iter().map(|_| Mean::default()).collect();
    for draw in 0..DRAWS {
        let drawn = under(trial.seed * DRAWS + draw, Way::Sampled);
        for (mean, quantity) in means.iter_mut().zip(QUANTITIES) {
            mean.add((quantity.of)(&drawn));
        }
    }
    let findings = means.iter().zip(QUANTITIES);
    findings
        .map(|(mean, quantity)| mean.finding(quantity.name, "", (quantity.of)(&exact)))
        .collect()
}
