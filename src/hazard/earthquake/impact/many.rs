//! Many outcomes: one for each seed, in parallel, and what they come to.

use rayon::prelude::*;

use super::{Prepared, Tally, Way};
use crate::sim::Seeds;

/// A number that every outcome has: its name in tables, and how it is read off.
#[derive(Debug, Clone, Copy)]
pub struct Quantity {
    /// Its name.
    pub name: &'static str,
    /// What it is, for people.
    pub doc: &'static str,
    /// Its value.
    pub of: fn(&Tally) -> f64,
}

const fn quantity(name: &'static str, doc: &'static str, of: fn(&Tally) -> f64) -> Quantity {
    Quantity { name, doc, of }
}

/// All of them, in the order of tables.
pub const QUANTITIES: &[Quantity] = &[
    quantity(
        "deaths",
        "killed at once, or dead before they are freed if rescue goes as it usually has",
        Tally::deaths,
    ),
    quantity("killed_at_once", "killed by the shock itself", |tally| {
        tally.killed_at_once
    }),
    quantity(
        "entrapped_alive",
        "held alive by rubble after the shock",
        |tally| tally.entrapped_alive,
    ),
    quantity(
        "die_with_usual_rescue",
        "of these, dead before they are freed if rescue goes as usual",
        |tally| tally.die_with_usual_rescue,
    ),
    quantity(
        "die_without_rescue",
        "of these, dead before the exercise ends if nobody comes",
        |tally| tally.die_without_rescue,
    ),
    quantity("injured", "hurt and alive in the end", Tally::injured_in_all),
    quantity("injured_1", "not under rubble: first aid (severity 1)", |tally| {
        tally.injured[0]
    }),
    quantity("injured_2", "not under rubble: hospital (severity 2)", |tally| {
        tally.injured[1]
    }),
    quantity(
        "injured_3",
        "not under rubble: life in danger (severity 3)",
        |tally| tally.injured[2],
    ),
    quantity("buildings_collapsed", "collapsed", |tally| tally.collapsed),
    quantity(
        "buildings_complete",
        "completely damaged, the collapsed with them",
        |tally| tally.buildings[4],
    ),
    quantity("buildings_extensive", "extensively damaged", |tally| {
        tally.buildings[3]
    }),
    quantity("buildings_moderate", "moderately damaged", |tally| {
        tally.buildings[2]
    }),
    quantity("buildings_slight", "slightly damaged", |tally| tally.buildings[1]),
    quantity("buildings_none", "undamaged", |tally| tally.buildings[0]),
    quantity("fires", "fires that break out", |tally| tally.fires),
];

/// What one seed came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The seed.
    pub seed: u64,
    /// By municipality.
    pub municipalities: Vec<Tally>,
    /// Everywhere.
    pub total: Tally,
}

/// One outcome for each seed, in their order, whatever the number of threads.
pub fn outcomes(
    prepared: &Prepared,
    seeds: impl IntoParallelIterator<Item = u64, Iter: IndexedParallelIterator>,
    way: Way,
) -> Vec<Outcome> {
    let one = |seed| {
        let impact = prepared.impact(Seeds::both(seed), way);
        let municipalities = (0..prepared.stock.municipalities)
            .map(|index| impact.of(index))
            .collect();
        Outcome {
            seed,
            municipalities,
            total: impact.total(),
        }
    };
    seeds.into_par_iter().map(one).collect()
}

/// What a quantity came to over many seeds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// The mean.
    pub mean: f64,
    /// Standard deviation.
    pub sd: f64,
    /// A twentieth of the outcomes is below.
    pub p5: f64,
    /// Half of the outcomes is below.
    pub median: f64,
    /// A twentieth of the outcomes is above.
    pub p95: f64,
}

impl Spread {
    /// Of some values; all zero where there are none.
    pub fn of(values: impl Iterator<Item = f64>) -> Self {
        let mut sorted: Vec<f64> = values.collect();
        sorted.sort_by(f64::total_cmp);
        let n = sorted.len() as f64;
        if sorted.is_empty() {
            return Self {
                mean: 0.0,
                sd: 0.0,
                p5: 0.0,
                median: 0.0,
                p95: 0.0,
            };
        }
        let mean = sorted.iter().sum::<f64>() / n;
        let square = sorted
            .iter()
            .map(|value| (value - mean) * (value - mean))
            .sum::<f64>();
        // Linear between the two values around it, as most programs have it (type 7).
        let quantile = |share: f64| {
            let at = share * (n - 1.0);
            let low = sorted[at as usize];
            let high = sorted[(at as usize + 1).min(sorted.len() - 1)];
            low + (high - low) * at.fract()
        };
        let sd = if sorted.len() > 1 {
            (square / (n - 1.0)).sqrt()
        } else {
            0.0
        };
        Self {
            mean,
            sd,
            p5: quantile(0.05),
            median: quantile(0.5),
            p95: quantile(0.95),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spread_of_a_hundred_and_one_numbers() {
        let spread = Spread::of((0..=100).map(f64::from));
        assert_eq!(
            (spread.mean, spread.p5, spread.median, spread.p95),
            (50.0, 5.0, 50.0, 95.0)
        );
        assert!((spread.sd - (850.0_f64 * 101.0 / 100.0).sqrt()).abs() < 1e-9);
    }
}
