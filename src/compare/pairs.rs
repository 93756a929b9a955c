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

#[cfg(test)]
mod tests {
    use super::super::pool::{Filling, Pool, Reading, RunOf};
    use super::*;

    /// Two groups with what their runs came to in one metric, by luck.
    fn two(variant: &[(Luck, Option<f64>)], base: &[(Luck, Option<f64>)]) -> Pool {
        let mut filling = Filling::default();
        for (name, runs) in [("other", variant), ("base", base)] {
            for (luck, value) in runs {
                let run = RunOf {
                    variant: name,
                    case: "",
                    luck: *luck,
                };
                let group = filling.group(0, run);
                let reading = Reading {
                    metric: "last_out_s",
                    value: *value,
                    unit: "s",
                    basis: "",
                };
                filling.take(group, *luck, &reading).expect("a value");
            }
        }
        filling.finish(&[])
    }

    fn paired(beside: Beside) -> (Vec<Luck>, Vec<f64>, Vec<f64>) {
        match beside {
            Beside::Paired(pairs) => (pairs.luck, pairs.variant, pairs.base),
            Beside::Unpaired { .. } => panic!("{beside:?}"),
        }
    }

    #[test]
    fn runs_with_the_same_luck_are_pairs_where_both_have_a_value() {
        let pool = two(
            &[
                ((3, 3), Some(7.0)),
                ((1, 1), Some(5.0)),
                ((2, 2), None),
                ((9, 9), Some(1.0)),
            ],
            &[
                ((1, 1), Some(6.0)),
                ((2, 2), Some(8.0)),
                ((3, 3), Some(4.0)),
                ((4, 4), None),
            ],
        );
        let (values, came, flags) = beside(&pool.groups[0], &pool.groups[1], 0);
        assert_eq!(
            paired(values),
            (vec![(1, 1), (3, 3)], vec![5.0, 7.0], vec![6.0, 4.0])
        );
        assert_eq!((came.variant, came.base, came.of), (3, 3, [4, 4]));
        let (luck, variant, base) = paired(flags);
        assert_eq!(luck, [(1, 1), (2, 2), (3, 3)]);
        assert_eq!((variant, base), (vec![1.0, 0.0, 1.0], vec![1.0; 3]));
    }

    #[test]
    fn hazards_that_met_several_seeds_count_once() {
        let runs = |size: f64| {
            let runs = [(1, 1), (1, 2), (2, 1), (2, 2), (2, 3)].into_iter().zip(1..);
            runs.map(|(luck, n)| (luck, Some(size * f64::from(n))))
                .collect::<Vec<_>>()
        };
        let pool = two(&runs(2.0), &runs(1.0));
        let (values, ..) = beside(&pool.groups[0], &pool.groups[1], 0);
        assert_eq!(
            paired(values),
            (vec![(1, 0), (2, 0)], vec![3.0, 8.0], vec![1.5, 4.0])
        );
        assert!(counts_by_hazard(&pool.groups));
        // A single hazard says nothing of others.
        let pool = two(&runs(2.0)[..2], &runs(1.0)[..2]);
        let (values, ..) = beside(&pool.groups[0], &pool.groups[1], 0);
        assert_eq!(paired(values).0, [(1, 1), (1, 2)]);
        assert!(!counts_by_hazard(&pool.groups));
    }

    #[test]
    fn without_common_luck_they_are_two_samples_in_which_hazards_count_once_too() {
        let pool = two(
            &[
                ((5, 1), Some(2.0)),
                ((5, 2), Some(4.0)),
                ((6, 1), Some(9.0)),
                ((6, 2), None),
            ],
            &[((1, 1), Some(1.0)), ((2, 1), None)],
        );
        let (values, came, flags) = beside(&pool.groups[0], &pool.groups[1], 0);
        let expected = Beside::Unpaired {
            variant: vec![3.0, 9.0],
            base: vec![1.0],
        };
        assert_eq!(values, expected);
        assert_eq!((came.variant, came.of), (3, [4, 2]));
        let expected = Beside::Unpaired {
            variant: vec![1.0, 0.5],
            base: vec![1.0, 0.0],
        };
        assert_eq!(flags, expected);
    }
}
