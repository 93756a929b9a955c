//! Many outcomes: one for each seed, in parallel, and what they come to.

use rayon::prelude::*;

use super::{Prepared, Tally, Way};
use crate::sim::Seeds;
use crate::vocabulary::Unit;

/// A number that every outcome has: its name in tables, and how it is read off.
#[derive(Debug, Clone, Copy)]
pub struct Quantity {
    /// Its name in tables.
    pub name: &'static str,
    /// What it is, for people.
    pub label: &'static str,
    /// Whether it is a part of the one before.
    pub is_part: bool,
    /// In what it is counted.
    pub unit: Unit,
    /// Its value.
    pub of: fn(&Tally) -> f64,
}

impl Quantity {
    const fn people(name: &'static str, label: &'static str, of: fn(&Tally) -> f64) -> Self {
        let (is_part, unit) = (false, Unit::Person);
        Self {
            name,
            label,
            is_part,
            unit,
            of,
        }
    }

    const fn things(name: &'static str, label: &'static str, of: fn(&Tally) -> f64) -> Self {
        Self {
            unit: Unit::Count,
            ..Self::people(name, label, of)
        }
    }

    const fn part(self) -> Self {
        Self {
            is_part: true,
            ..self
        }
    }
}

/// All of them, in the order of tables.
pub const QUANTITIES: &[Quantity] = &[
    Quantity::people("deaths", "deaths, with rescue as usual", Tally::deaths),
    Quantity::people("killed_at_once", "killed at once", |tally| tally.killed_at_once).part(),
    Quantity::people("die_with_usual_rescue", "dead waiting to be freed", |tally| {
        tally.die_with_usual_rescue
    })
    .part(),
    Quantity::people("entrapped_alive", "alive under rubble after the shock", |tally| {
        tally.entrapped_alive
    }),
    Quantity::people("die_without_rescue", "dead by the end if nobody comes", |tally| {
        tally.die_without_rescue
    })
    .part(),
    Quantity::people("injured", "hurt and alive in the end", Tally::injured_in_all),
    Quantity::people("injured_1", "not buried: severity 1, first aid", |tally| {
        tally.injured[0]
    })
    .part(),
    Quantity::people("injured_2", "not buried: severity 2, hospital", |tally| {
        tally.injured[1]
    })
    .part(),
    Quantity::people("injured_3", "not buried: severity 3, critical", |tally| {
        tally.injured[2]
    })
    .part(),
    Quantity::things("buildings_complete", "buildings completely damaged", |tally| {
        tally.buildings[4]
    }),
    Quantity::things("buildings_collapsed", "collapsed", |tally| tally.collapsed).part(),
    Quantity::things("buildings_extensive", "buildings extensively damaged", |tally| {
        tally.buildings[3]
    }),
    Quantity::things("buildings_moderate", "buildings moderately damaged", |tally| {
        tally.buildings[2]
    }),
    Quantity::things("buildings_slight", "buildings slightly damaged", |tally| {
        tally.buildings[1]
    }),
    Quantity::things("buildings_none", "buildings undamaged", |tally| {
        tally.buildings[0]
    }),
    Quantity::things("fires", "fires that break out", |tally| tally.fires),
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

impl Outcome {
    /// Of a municipality, or of everywhere.
    pub fn of(&self, municipality: Option<usize>) -> &Tally {
        municipality.map_or(&self.total, |index| &self.municipalities[index])
    }
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
