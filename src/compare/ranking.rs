//! Which group is the best, and which none other surpasses.

use std::collections::BTreeMap;

use super::comparison::{AllResamples, direction};
use super::pairs::counted;
use super::pool::{Group, Luck, Pool};
use super::statistics::{Direction, best_of, pareto_front};

/// How sure it is that a group is the best of all in a metric.
#[derive(Debug, Clone, PartialEq)]
pub struct Best {
    /// The metric, by index.
    pub metric: usize,
    /// The probability of each group, in their order, to have the best mean, alone or with those that are alike in every run; over
    /// the luck that all of them share.
    pub probabilities: Vec<f64>,
    /// For each group the first that is alike in every run: itself, where none before it is.
    pub first_alike: Vec<usize>,
    /// So many seeds, or hazards where each counts once.
    pub n: usize,
}

/// How sure it is which group is the best in a metric, over the luck that all share.
pub(super) fn best(pool: &Pool, metric: usize, all_resamples: &mut AllResamples) -> Option<Best> {
    let way = direction(&pool.metrics[metric])?;
    // Where some runs have no value, those that have one were chosen by what they came to.
    let is_whole = |group: &Group| group.values(metric).all(|(_, value)| value.is_some());
    if !pool.groups.iter().all(is_whole) {
        return None;
    }
    let values: Vec<BTreeMap<Luck, f64>> = pool
        .groups
        .iter()
        .map(|group| {
            group
                .values(metric)
                .filter_map(|(luck, value)| Some((luck, value?)))
                .collect()
        })
        .collect();
    let first = values.first()?;
    let common: Vec<Luck> = first
        .keys()
        .filter(|luck| values.iter().all(|values| values.contains_key(luck)))
        .copied()
        .collect();
    if common.len() < 2 || pool.groups.len() < 2 {
        return None;
    }
    let samples: Vec<Vec<f64>> = values
        .iter()
        .map(|values| counted(&common, common.iter().map(|luck| values[luck]).collect()))
        .collect();
    let samples: Vec<&[f64]> = samples.iter().map(Vec::as_slice).collect();
    let n = samples[0].len();
    if samples.iter().all(|sample| *sample == samples[0]) {
        return None;
    }
    let shares = best_of(&samples, way, all_resamples.of(n)).ok()?;
    // Groups that are alike in every run are the best together.
    let alike = |group: usize| {
        let all = 0..samples.len();
        all.filter(|other| samples[*other] == samples[group])
            .collect::<Vec<usize>>()
    };
    let together = |group: usize| alike(group).into_iter().map(|other| shares[other]).sum();
    Some(Best {
        metric,
        probabilities: (0..shares.len()).map(together).collect(),
        first_alike: (0..shares.len()).map(|group| alike(group)[0]).collect(),
        n,
    })
}

/// Groups that none other surpasses, by their means in some metrics.
pub(super) fn front(pool: &Pool, metrics: &[usize]) -> Vec<usize> {
    if metrics.len() < 2 {
        return Vec::new();
    }
    let ways: Vec<Direction> = metrics
        .iter()
        .map(|metric| direction(&pool.metrics[*metric]).unwrap_or(Direction::Lower))
        .collect();
    let means: Vec<(usize, Vec<f64>)> = (0..pool.groups.len())
        .filter_map(|group| Some((group, means(pool, group, metrics)?)))
        .collect();
    let points: Vec<&[f64]> = means.iter().map(|(_, means)| &means[..]).collect();
    let front = pareto_front(&points, &ways).unwrap_or_default();
    front.into_iter().map(|index| means[index].0).collect()
}

/// The means of a group in some metrics; nothing where one has no value in some of its runs: a mean over the others would be of
/// runs that were chosen by what they came to.
pub fn means(pool: &Pool, group: usize, metrics: &[usize]) -> Option<Vec<f64>> {
    let mean = |metric: &usize| {
        let values: Vec<f64> = pool.groups[group]
            .values(*metric)
            .filter_map(|(_, value)| value)
            .collect();
        let is_whole = !values.is_empty() && values.len() == pool.groups[group].luck.len();
        is_whole.then(|| values.iter().sum::<f64>() / values.len() as f64)
    };
    metrics.iter().map(mean).collect()
}
