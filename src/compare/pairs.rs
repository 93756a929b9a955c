//! What of two groups can be set beside each other: runs with the same luck, metric by metric.

use std::collections::BTreeMap;

use super::pool::{Group, Luck};

/// What one metric of two groups came to.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Beside {
    /// Run by run, with the same luck.
    Paired(Pairs),
    /// No luck is common to both: runs of one and of the other, or hazards where each counts once.
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
        let all = |values: &BTreeMap<Luck, Option<f64>>| {
            let known = values.iter().filter_map(|(luck, value)| Some((*luck, (*value)?)));
            let (luck, known): (Vec<Luck>, Vec<f64>) = known.unzip();
            counted(&luck, known)
        };
        let flags = |values: &BTreeMap<Luck, Option<f64>>| {
            let flags = values.values().map(|value| f64::from(u8::from(value.is_some())));
            counted(&values.keys().copied().collect::<Vec<Luck>>(), flags.collect())
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

    /// What counts once of them.
    fn by_hazard(self) -> Self {
        let Some(hazards) = hazards(&self.luck) else {
            return self;
        };
        let mut means = Self::default();
        for (hazard, runs) in hazards {
            means.push((hazard, 0), mean(&self.variant, &runs), mean(&self.base, &runs));
        }
        means
    }
}

/// The runs of each hazard, by their places. Where each seed of the hazard met several seeds, runs of one hazard are not
/// independent of each other: each hazard then counts once, with the mean over its seeds. Nothing where each run counts: with a
/// single hazard nothing is said of others.
fn hazards(luck: &[Luck]) -> Option<BTreeMap<u64, Vec<usize>>> {
    let mut hazards: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for (place, (hazard, _)) in luck.iter().enumerate() {
        hazards.entry(*hazard).or_default().push(place);
    }
    (hazards.len() > 1 && hazards.len() < luck.len()).then_some(hazards)
}

fn mean(values: &[f64], places: &[usize]) -> f64 {
    places.iter().map(|place| values[*place]).sum::<f64>() / places.len() as f64
}

/// The values of runs with this luck, of which each counts: those of the runs, or of the hazards where each counts once.
pub(super) fn counted(luck: &[Luck], values: Vec<f64>) -> Vec<f64> {
    match hazards(luck) {
        Some(hazards) => hazards.values().map(|runs| mean(&values, runs)).collect(),
        None => values,
    }
}

/// Whether seeds of the hazard met several seeds each, so that each hazard counts once.
pub(super) fn counts_by_hazard(groups: &[Group]) -> bool {
    groups.iter().any(|group| hazards(&group.luck).is_some())
}
