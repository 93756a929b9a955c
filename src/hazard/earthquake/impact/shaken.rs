//! The shocks of one outcome: earthquakes as they stand in the scenario, aftershocks by chance, and how they shake.

use super::prepared::{Prepared, Quake};
use super::sequence::aftershocks;
use super::{Shock, Tally};
use crate::hazard::earthquake::field::Workspace;
use crate::hazard::earthquake::shaking::Medians;
use crate::scenario::model::RuptureSpec;
use crate::sim::Chance;
use crate::vocabulary::Ms;

/// The shocks of one outcome and their shaking, before it has done anything.
#[derive(Debug, Clone)]
pub struct Shaken {
    pub(super) shocks: Vec<Shock>,
    /// Natural logarithms by shock, measure and place.
    pub(super) shaking: Vec<Vec<Vec<f64>>>,
}

impl Shaken {
    /// How many shocks there are.
    pub fn shocks(&self) -> usize {
        self.shocks.len()
    }
}

/// A shock and its shaking by measure and place.
type OneShaken = (Shock, Vec<Vec<f64>>);

impl Prepared {
    /// The shocks in the order of time, with the shaking of each.
    pub(super) fn shaken(&self, chance: &Chance) -> Shaken {
        let mut workspace = Workspace::default();
        let mut all: Vec<OneShaken> = Vec::new();
        let mut push = |shock: Shock, medians: &Medians| {
            let mut fields = Vec::new();
            medians.draw(&self.places, chance, shock.key, &mut workspace, &mut fields);
            all.push((shock, fields));
        };
        for quake in &self.quakes {
            let shock = self.shock(quake.hazard, 0, quake.key, quake.at_ms, &quake.spec);
            push(shock, &quake.medians);
        }
        for sequence in &self.sequences {
            let is_main = |quake: &&Quake| quake.hazard == sequence.spec.of;
            let Some(main) = self.quakes.iter().find(is_main) else {
                continue;
            };
            for (number, at_ms, spec) in aftershocks(main, sequence, chance) {
                // The same as the rupture of the main shock, which is possible.
                let Ok(medians) = Medians::new(&self.places, &spec, 0) else {
                    continue;
                };
                if at_ms < self.ends_ms {
                    let key = sequence.key.wrapping_add(u64::from(number));
                    push(self.shock(sequence.hazard, number, key, at_ms, &spec), &medians);
                }
            }
        }
        // Of two at one time the stronger is felt first.
        all.sort_by(|(a, _), (b, _)| {
            let by_time = a
                .at_ms
                .cmp(&b.at_ms)
                .then(b.magnitude_mw.total_cmp(&a.magnitude_mw));
            by_time.then((a.hazard, a.number).cmp(&(b.hazard, b.number)))
        });
        let (shocks, shaking) = all.into_iter().unzip();
        Shaken { shocks, shaking }
    }

    fn shock(&self, hazard: usize, number: u32, key: u64, at_ms: Ms, spec: &RuptureSpec) -> Shock {
        Shock {
            hazard,
            number,
            key,
            at_ms,
            magnitude_mw: spec.magnitude_mw,
            hypocentre: spec.hypocentre,
            depth_km: spec.depth_km,
            tallies: vec![Tally::default(); self.stock.municipalities],
            felt: None,
        }
    }
}
