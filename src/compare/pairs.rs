//! What of two groups can be set beside each other: runs with the same luck, metric by metric.

use std::collections::{BTreeMap, BTreeSet};

use super::pool::{Group, Luck};

/// What one metric of two groups came to.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Beside {
    /// Run by run, with the same luck.
    Paired(Pairs),
    /// No luck is common to both: runs of one and of the other.
    Unpaired { variant: Vec<f64>, base: Vec<f64> },
}

/// Values of runs with the same luck.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Pairs {
    /// Whose they are: the seeds, or the seeds of the hazard where each counts once.
    pub(super) luck: Vec<Luck>,
    pub(super) variant: Vec<f64>,
    pub(super) base: Vec<f64>,
}

/// How often a moment came.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Came {
    pub(super) variant: usize,
    pub(super) base: usize,
    pub(super) of: [usize; 2],
}

/// Sets a metric of a group beside that of another: pairs in which it came in both, and how often it came.
pub(super) fn beside(variant: &Group, base: &Group, metric: usize) -> (Beside, Came, Beside) {
    let base_values: BTreeMap<Luck, Option<f64>> = base.values(metric).collect();
    let variant_values: BTreeMap<Luck, Option<f64>> = variant.values(metric).collect();
    let came = |values: &BTreeMap<Luck, Option<f64>>| values.values().flatten().count();
    let counts = Came {
        variant: came(&variant_values),
        base: came(&base_values),
        of: [variant_values.len(), base_values.len()],
    };
    let common: Vec<Luck> = variant_values
        .keys()
        .filter(|luck| base_values.contains_key(luck))
        .copied()
        .collect();
    if common.is_empty() {
        let all = |values: &BTreeMap<Luck, Option<f64>>| values.values().flatten().copied().collect();
        let flags = |values: &BTreeMap<Luck, Option<f64>>| {
            values
                .values()
                .map(|value| f64::from(u8::from(value.is_some())))
                .collect()
        };
        return (
            Beside::Unpaired {
                variant: all(&variant_values),
                base: all(&base_values),
            },
            counts,
            Beside::Unpaired {
                variant: flags(&variant_values),
                base: flags(&base_values),
            },
        );
    }
    let (mut values, mut flags) = (Pairs::default(), Pairs::default());
    for luck in common {
        let (v, b) = (variant_values[&luck], base_values[&luck]);
        if let (Some(v), Some(b)) = (v, b) {
            values.push(luck, v, b);
        }
        let flag = |value: Option<f64>| f64::from(u8::from(value.is_some()));
        flags.push(luck, flag(v), flag(b));
    }
    (
        Beside::Paired(values.by_hazard()),
        counts,
        Beside::Paired(flags.by_hazard()),
    )
}

impl Pairs {
    fn push(&mut self, luck: Luck, variant: f64, base: f64) {
        self.luck.push(luck);
        self.variant.push(variant);
        self.base.push(base);
    }

    /// Where each seed of the hazard met several seeds, runs of one hazard are not independent of each other: each hazard then
    /// counts once, with the mean over its seeds. With a single hazard nothing is said of others, and its seeds count.
    fn by_hazard(self) -> Self {
        let hazards: BTreeSet<u64> = self.luck.iter().map(|(hazard, _)| *hazard).collect();
        if hazards.len() < 2 || hazards.len() == self.luck.len() {
            return self;
        }
        let mut sums: BTreeMap<u64, (f64, f64, f64)> = BTreeMap::new();
        for ((luck, variant), base) in self.luck.iter().zip(&self.variant).zip(&self.base) {
            let (v, b, count) = sums.entry(luck.0).or_default();
            *v += variant;
            *b += base;
            *count += 1.0;
        }
        let mut means = Self::default();
        for (hazard, (v, b, count)) in sums {
            means.push((hazard, 0), v / count, b / count);
        }
        means
    }
}

/// Whether seeds of the hazard met several seeds each, so that each hazard counts once.
pub(super) fn counts_by_hazard(groups: &[Group]) -> bool {
    groups.iter().any(|group| {
        let hazards: BTreeSet<u64> = group.luck.iter().map(|(hazard, _)| *hazard).collect();
        hazards.len() > 1 && hazards.len() < group.luck.len()
    })
}
