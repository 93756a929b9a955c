//! What a delay cost in one run, beside what nobody could have decided.
//!
//! One run is one throw of the dice. In a crowd a single person who sets out a twentieth of a second later moves the last exit by
//! as much as another seed does; so an effect in one run says something only where it is larger than that.

use crate::record::Records;
use crate::scenario::model::{PersonIx, Scenario};

/// So many people are made late, one after another, to see what that alone moves.
pub const NUDGED: usize = 16;

/// What one metric came to in a run, and with each act.
#[derive(Debug, Clone, PartialEq)]
pub struct MetricEffect {
    /// Its name.
    pub metric: String,
    /// As scripted.
    pub scripted: Option<f64>,
    /// With each act, in their order.
    pub with: Vec<Option<f64>>,
    /// What an irrelevant delay moves.
    pub null: NullEffect,
}

/// What an irrelevant delay of one person moves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NullEffect {
    /// The largest of all that was seen, in the unit of the metric.
    pub largest: f64,
    /// In so many trials.
    pub trials: usize,
}

/// All metrics of a run with what each act makes of them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct InThisRun {
    /// The metrics that are told, in their order.
    pub metrics: Vec<MetricEffect>,
}

/// Whom to make late: some of the people of a school, spread over all of them.
pub fn nudged(scenario: &Scenario) -> Vec<PersonIx> {
    let people = scenario.school.people.len();
    let count = NUDGED.min(people);
    (0..count).map(|k| k * people / count).collect()
}

/// What irrelevant delays move a metric by.
fn null_effect(scripted: Option<f64>, nudged: &[Option<f64>]) -> NullEffect {
    let moved = |value: &Option<f64>| match (scripted, value) {
        (Some(one), Some(other)) => (other - one).abs(),
        (None, None) => 0.0,
        // It came in one and not in the other: nothing is too large for that.
        _ => f64::INFINITY,
    };
    NullEffect {
        largest: nudged.iter().map(moved).fold(0.0, f64::max),
        trials: nudged.len(),
    }
}

/// A metric of a run; nothing where it does not apply.
fn metric_of(records: &Records, name: &str) -> Option<f64> {
    records.metrics.iter().find(|metric| &*metric.name == name)?.value
}

impl InThisRun {
    /// Sets runs beside each other: as scripted, with each act, and with somebody late.
    pub fn of(names: &[&str], scripted: &Records, with: &[&Records], nudged: &[&Records]) -> Self {
        let effect = |name: &&str| {
            let of = |records: &&Records| metric_of(records, name);
            let is_there = scripted.metrics.iter().any(|metric| &*metric.name == *name);
            let effect = MetricEffect {
                metric: (*name).to_owned(),
                scripted: metric_of(scripted, name),
                with: with.iter().map(of).collect(),
                null: null_effect(
                    metric_of(scripted, name),
                    &nudged.iter().map(of).collect::<Vec<_>>(),
                ),
            };
            let says = effect.scripted.is_some() || effect.with.iter().any(Option::is_some);
            (is_there && says).then_some(effect)
        };
        Self {
            metrics: names.iter().filter_map(effect).collect(),
        }
    }
}

impl MetricEffect {
    /// By how much an act moves it; nothing where it never came in one of the two.
    pub fn moved(&self, act: usize) -> Option<f64> {
        Some(self.with[act]? - self.scripted?)
    }

    /// Whether what an act moves is more than what nobody decides.
    pub fn is_above_null(&self, act: usize) -> bool {
        match (self.scripted, self.with[act]) {
            (Some(one), Some(other)) => (other - one).abs() > self.null.largest,
            (None, None) => false,
            _ => self.null.largest.is_finite(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_effect_counts_only_above_what_nobody_decides() {
        let null = null_effect(Some(100.0), &[Some(103.0), Some(98.0), Some(100.0)]);
        assert_eq!(null.largest, 3.0);
        let effect = MetricEffect {
            metric: "last_out_s".to_owned(),
            scripted: Some(100.0),
            with: vec![Some(97.5), Some(90.0), None],
            null,
        };
        assert_eq!(
            [0, 1, 2].map(|act| effect.is_above_null(act)),
            [false, true, true]
        );
        assert_eq!(effect.moved(1), Some(-10.0));
        assert_eq!(null_effect(None, &[Some(1.0)]).largest, f64::INFINITY);
    }
}
