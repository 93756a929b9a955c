//! Groups of runs compared with one of them, metric by metric.

use std::collections::BTreeMap;

use super::find::runs;
use super::pairs::{Beside, Came, beside, counts_by_hazard};
use super::pool::{Group, Luck, MetricColumn, Pool};
use super::ranking::{Best, best, front};
use super::statistics::{
    Direction, Interval, Method, PValue, RESAMPLES, Resamples, Summary, Superiority, TwoSampleResamples,
    detectable_difference, holm, paired_all, summary, superiority_paired, superiority_unpaired, unpaired,
};
use crate::vocabulary::{Better, MetricSpec, Unit, metric_spec};

/// A difference counts where chance alone makes one like it less often than this, all that was asked taken together.
pub const LEVEL: f64 = 0.05;

/// What is asked of a pool of runs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question {
    /// The group that the others are compared with, by index.
    pub base: usize,
    /// The metrics, by index; all that are not of single places where there are none.
    pub metrics: Vec<usize>,
    /// Metrics of which no variant is better in one without being worse in another, by index.
    pub pareto: Vec<usize>,
}

/// What is compared of a metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Aspect {
    /// Its value, where it has one in both.
    Value,
    /// Whether the moment came at all.
    Came,
}

/// How a group stands to the base in a metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Better, and not by chance.
    Better,
    /// Worse, and not by chance.
    Worse,
    /// Another value, and not by chance, of a metric of which neither way is better.
    Other,
    /// As far as so many runs can show, no difference.
    NotShown,
    /// The same in every run.
    Same,
    /// Too few runs to say anything.
    TooFew,
}

impl Aspect {
    /// As it stands in files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Value => "value",
            Self::Came => "came",
        }
    }
}

impl Verdict {
    /// As it stands in files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Better => "better",
            Self::Worse => "worse",
            Self::Other => "different",
            Self::NotShown => "not-shown",
            Self::Same => "same",
            Self::TooFew => "too-few",
        }
    }
}

/// A group compared with the base in a metric.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The group, by index.
    pub group: usize,
    /// The group that it is set beside: the base with the same case, where there is one.
    pub beside: usize,
    /// The metric, by index.
    pub metric: usize,
    /// What of it.
    pub aspect: Aspect,
    /// Whether runs with the same luck were set beside each other.
    pub is_paired: bool,
    /// So many pairs; else runs of the group.
    pub n: usize,
    /// Runs of the group; none where the metric has no value.
    pub own: Option<Summary>,
    /// Runs of the base.
    pub base: Option<Summary>,
    /// In how many runs of the group, and of the base, the metric has a value, and of how many.
    pub came: [(usize, usize); 2],
    /// Mean difference, the group less the base.
    pub difference: f64,
    /// Its 95 % interval.
    pub interval: Option<Interval>,
    /// Of no difference.
    pub p: Option<PValue>,
    /// The same, all comparisons taken together.
    pub p_holm: Option<f64>,
    /// How often it is better, worse and the same; by its value where neither way is better: lower counts as better.
    pub superiority: Superiority,
    /// Difference in standard deviations.
    pub effect: Option<f64>,
    /// Standard deviation of the differences of pairs.
    pub spread: Option<f64>,
    /// Whether so many runs could show any difference at all, all comparisons taken together.
    pub can_show: bool,
    /// The least difference that so many pairs would probably show, all comparisons taken together.
    pub detectable: Option<f64>,
    /// What comes of it.
    pub verdict: Verdict,
    /// Runs that go the other way than the mean, by luck.
    pub against: Vec<Luck>,
    /// Pairs: luck, base and group.
    pub pairs: Vec<(Luck, f64, f64)>,
}

impl Comparison {
    /// The unit of its figures: that of the metric, or a share of runs.
    pub fn unit(&self, pool: &Pool) -> String {
        match self.aspect {
            Aspect::Value => pool.metrics[self.metric].unit.clone(),
            Aspect::Came => Unit::Fraction.symbol().to_owned(),
        }
    }
}

/// All that comes of a question.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparisons {
    /// The group that the others are compared with.
    pub base: usize,
    /// Each group with each metric.
    pub all: Vec<Comparison>,
    /// How many of them could have shown a difference by chance.
    pub family: usize,
    /// Which group is the best in a metric, where one way is better.
    pub best: Vec<Best>,
    /// Groups that none other surpasses in the metrics that were asked for; none where none were.
    pub front: Vec<usize>,
    /// The metrics of the front.
    pub front_metrics: Vec<usize>,
    /// What has to be known of how runs were set beside each other.
    pub remarks: Vec<String>,
}

/// The declaration of a metric of runs.
pub fn declared(metric: &MetricColumn) -> Option<&'static MetricSpec> {
    metric_spec(metric.name.split('@').next().unwrap_or(&metric.name))
}

/// Whether a metric is a moment that everybody or everything has to reach.
pub(super) fn is_moment(metric: &MetricColumn) -> bool {
    declared(metric).is_some_and(|spec| spec.is_moment)
}

/// Which way a metric is better; nothing where neither is, or nobody says.
pub fn direction(metric: &MetricColumn) -> Option<Direction> {
    match declared(metric)?.better {
        Better::Lower => Some(Direction::Lower),
        Better::Higher => Some(Direction::Higher),
        Better::Neither => None,
    }
}

/// Compares all groups with one of them.
pub fn compare(pool: &Pool, question: &Question) -> Comparisons {
    let metrics = if question.metrics.is_empty() {
        let plain = |metric: &usize| !pool.metrics[*metric].name.contains('@');
        (0..pool.metrics.len()).filter(plain).collect()
    } else {
        question.metrics.clone()
    };
    let others = (0..pool.groups.len()).filter(|group| *group != question.base);
    let mut all_resamples = AllResamples::default();
    let mut all = Vec::new();
    for group in others {
        let beside = beside_which(pool, question.base, group);
        for metric in &metrics {
            all.extend(set_beside(pool, beside, group, *metric));
        }
    }
    judge_pairs(&mut all, &mut all_resamples);
    let family = judge(pool, &mut all);
    let remarks = remarks(pool, question.base, &all);
    let best = metrics
        .iter()
        .filter_map(|metric| best(pool, *metric, &mut all_resamples))
        .collect();
    let front = front(pool, &question.pareto);
    Comparisons {
        base: question.base,
        all,
        family,
        best,
        front,
        front_metrics: question.pareto.clone(),
        remarks,
    }
}

/// What a group is set beside: the variant of the base with the same case, so that nothing else differs; the base itself where that
/// is none.
pub fn beside_which(pool: &Pool, base: usize, group: usize) -> usize {
    let (own, base_group) = (&pool.groups[group], &pool.groups[base]);
    let is_same_case = |other: &Group| {
        other.variant == base_group.variant && other.case == own.case && other.source == own.source
    };
    let found = pool.groups.iter().position(is_same_case);
    found.filter(|found| *found != group).unwrap_or(base)
}

/// Tables of resamples, by how many they are of.
#[derive(Default)]
pub(super) struct AllResamples(BTreeMap<usize, Resamples>);

impl AllResamples {
    /// The table for so many.
    pub(super) fn of(&mut self, count: usize) -> &Resamples {
        self.0.entry(count).or_insert_with(|| Resamples::new(count))
    }
}

/// A metric of a group beside that of the base: its value, and whether it came where it did not always.
fn set_beside(pool: &Pool, base: usize, group: usize, metric: usize) -> Vec<Comparison> {
    let (values, came, flags) = beside(&pool.groups[group], &pool.groups[base], metric);
    if came.variant + came.base == 0 {
        return Vec::new();
    }
    let is_always = came.variant == came.of[0] && came.base == came.of[1];
    let mut found = Vec::new();
    let blank = |aspect| blank(pool, [group, base], metric, aspect, came);
    if !is_always {
        let mut comparison = blank(Aspect::Came);
        fill(&mut comparison, flags, Direction::Higher);
        found.push(comparison);
    }
    let mut comparison = blank(Aspect::Value);
    let way = direction(&pool.metrics[metric]).unwrap_or(Direction::Lower);
    fill(&mut comparison, values, way);
    if comparison.n > 0 {
        found.push(comparison);
    }
    found
}

/// Intervals of pairs: all comparisons of as many pairs are resampled together.
fn judge_pairs(all: &mut [Comparison], all_resamples: &mut AllResamples) {
    let mut by_count: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, comparison) in all.iter().enumerate() {
        if comparison.is_paired && comparison.n > 0 {
            by_count.entry(comparison.n).or_default().push(index);
        }
    }
    for (count, indices) in by_count {
        let samples: Vec<(Vec<f64>, Vec<f64>)> = indices
            .iter()
            .map(|index| {
                let pairs = all[*index].pairs.iter();
                pairs.map(|(_, base, variant)| (*variant, *base)).unzip()
            })
            .collect();
        let samples: Vec<(&[f64], &[f64])> = samples.iter().map(|(v, b)| (&v[..], &b[..])).collect();
        let found = paired_all(&samples, all_resamples.of(count));
        for (index, found) in indices.into_iter().zip(found) {
            // Values were read as numbers; what is too large to be compared stays without an interval.
            let Ok(found) = found else { continue };
            let comparison = &mut all[index];
            comparison.difference = found.mean;
            comparison.interval = found.interval;
            comparison.p = found.p;
            comparison.effect = found.effect;
            comparison.spread = found.sd;
        }
    }
}

/// A comparison of which only what stands in the tables is known.
fn blank(pool: &Pool, [group, base]: [usize; 2], metric: usize, aspect: Aspect, came: Came) -> Comparison {
    let sample = |group: usize| {
        let values: Vec<f64> = pool.groups[group]
            .values(metric)
            .filter_map(|(_, value)| value)
            .collect();
        summary(&values).ok()
    };
    Comparison {
        group,
        beside: base,
        metric,
        aspect,
        is_paired: false,
        n: 0,
        own: sample(group),
        base: sample(base),
        came: [(came.variant, came.of[0]), (came.base, came.of[1])],
        difference: 0.0,
        interval: None,
        p: None,
        p_holm: None,
        superiority: Superiority {
            better: 0,
            worse: 0,
            same: 0,
        },
        effect: None,
        spread: None,
        can_show: false,
        detectable: None,
        verdict: Verdict::TooFew,
        against: Vec::new(),
        pairs: Vec::new(),
    }
}

/// Fills in what needs no resampling, and all of what has no pairs.
fn fill(comparison: &mut Comparison, beside: Beside, way: Direction) {
    match beside {
        Beside::Paired(pairs) => {
            comparison.is_paired = true;
            comparison.n = pairs.luck.len();
            if let Ok(superiority) = superiority_paired(&pairs.variant, &pairs.base, way) {
                comparison.superiority = superiority;
            }
            let values = pairs
                .luck
                .into_iter()
                .zip(pairs.base.into_iter().zip(pairs.variant));
            comparison.pairs = values
                .map(|(luck, (base, variant))| (luck, base, variant))
                .collect();
        }
        Beside::Unpaired { variant, base } => {
            comparison.n = variant.len().min(base.len());
            if comparison.n == 0 {
                return;
            }
            if let Ok(superiority) = superiority_unpaired(&variant, &base, way) {
                comparison.superiority = superiority;
            }
            let resamples = TwoSampleResamples::new(variant.len(), base.len());
            if let Ok(found) = unpaired(&variant, &base, &resamples) {
                comparison.difference = found.mean;
                comparison.interval = found.interval;
                comparison.p = found.p;
                comparison.effect = found.effect;
            }
        }
    }
}

/// What comes of all comparisons together; how many there are that chance could have shown.
fn judge(pool: &Pool, all: &mut [Comparison]) -> usize {
    let same = |comparison: &Comparison| comparison.superiority.better + comparison.superiority.worse == 0;
    let is_test = |comparison: &&mut Comparison| comparison.p.is_some() && !same(comparison);
    let mut tests: Vec<&mut Comparison> = all.iter_mut().filter(is_test).collect();
    let p: Vec<f64> = tests
        .iter()
        .filter_map(|comparison| Some(comparison.p?.value))
        .collect();
    let family = p.len();
    if let Ok(adjusted) = holm(&p) {
        for (comparison, p) in tests.iter_mut().zip(adjusted) {
            comparison.p_holm = Some(p);
        }
    }
    let level = LEVEL / family.max(1) as f64;
    for comparison in all {
        comparison.can_show = comparison.p.is_some_and(|p| least_p(comparison, p) < level);
        if comparison.can_show {
            let least = |sd| detectable_difference(sd, comparison.n, level);
            comparison.detectable = comparison.spread.and_then(least);
        }
        let way = match comparison.aspect {
            // That a moment comes is good; what another metric has to have a value for may be good or bad.
            Aspect::Came => is_moment(&pool.metrics[comparison.metric]).then_some(Direction::Higher),
            Aspect::Value => direction(&pool.metrics[comparison.metric]),
        };
        let is_lower = comparison.difference < 0.0;
        comparison.verdict = match (comparison.p_holm, way) {
            _ if comparison.n < 2 => Verdict::TooFew,
            (None, _) => Verdict::Same,
            (Some(p), _) if p >= LEVEL => Verdict::NotShown,
            (Some(_), None) => Verdict::Other,
            (Some(_), Some(Direction::Lower)) if is_lower => Verdict::Better,
            (Some(_), Some(Direction::Higher)) if !is_lower => Verdict::Better,
            (Some(_), Some(_)) => Verdict::Worse,
        };
        let goes_against = |(_, base, variant): &&(Luck, f64, f64)| {
            let own = variant - base;
            own != 0.0 && (own < 0.0) != is_lower
        };
        let against = comparison.pairs.iter().filter(goes_against);
        comparison.against = against.map(|(luck, ..)| *luck).collect();
    }
    family
}

/// The smallest p that a comparison could have come to by the method it was judged by: flipped signs and shuffled runs are counted, and
/// there are only so many.
fn least_p(comparison: &Comparison, p: PValue) -> f64 {
    match (p.method, comparison.is_paired) {
        // All signs alike, and all the other way.
        (Method::ExactPermutation | Method::Permutation, true) => {
            1.0 / (1_u64 << comparison.n.saturating_sub(1).min(63)) as f64
        }
        (Method::Permutation, false) => 1.0 / (RESAMPLES + 1) as f64,
        _ => 0.0,
    }
}

fn remarks(pool: &Pool, base: usize, all: &[Comparison]) -> Vec<String> {
    let mut remarks = Vec::new();
    let tested = || all.iter().filter(|comparison| comparison.p_holm.is_some());
    if tested().next().is_some() && tested().all(|comparison| !comparison.can_show) {
        remarks.push(
            "so few runs cannot show any difference among so many figures, however large it is: take more seeds, or name fewer figures with --metric"
                .to_owned(),
        );
    }
    for (index, group) in pool.groups.iter().enumerate() {
        if index == base {
            continue;
        }
        let base = beside_which(pool, base, index);
        let own: std::collections::BTreeSet<Luck> = pool.groups[base].luck.iter().copied().collect();
        let common = group.luck.iter().filter(|luck| own.contains(luck)).count();
        let base = &pool.groups[base].label;
        if common == 0 {
            remarks.push(format!(
                "`{}` and `{base}` have no seed in common: their runs are compared as two samples, which shows less than pairs would",
                group.label
            ));
        } else if common < group.luck.len() || common < own.len() {
            remarks.push(without_partner(
                (&group.label, group.luck.len() - common),
                (base, own.len() - common),
                common,
            ));
        }
    }
    if counts_by_hazard(&pool.groups) {
        remarks.push(
            "each hazard counts once, with the mean over its seeds: runs of one hazard are not independent of each other"
                .to_owned(),
        );
    }
    remarks
}

/// How many runs of a group and of the base stand alone, and how many pairs are left.
fn without_partner(group: (&str, usize), base: (&str, usize), pairs: usize) -> String {
    let alone: Vec<String> = [group, base]
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(label, count)| format!("{} of `{label}`", runs(count)))
        .collect();
    let have = if group.1 + base.1 == 1 { "has" } else { "have" };
    let left = match pairs {
        1 => "1 pair is".to_owned(),
        pairs => format!("{pairs} pairs are"),
    };
    format!(
        "{} {have} no partner with the same seed: {left} left",
        alone.join(" and ")
    )
}

#[cfg(test)]
mod tests;
