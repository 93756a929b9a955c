//! Runs put together from wherever they lie: what each came to, by group (a variant and a case) and by seed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::vocabulary::metric_order;

/// The luck of a run: hazard seed and seed.
pub type Luck = (u64, u64);

/// Runs that differ by their luck alone.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// What people call it: `base`, or `one-exit, exercise.fidelity=network`; of a batch, what was varied.
    pub label: String,
    /// The variant.
    pub variant: String,
    /// What people call the variant; nothing where no file says.
    pub name: String,
    /// What is set; nothing where it is as the variant has it.
    pub case: String,
    /// Where its runs lie, by what was named on the command line.
    pub source: usize,
    /// The same in words, where another group is called the same; else nothing.
    pub place: String,
    /// The luck of its runs, in order.
    pub luck: Vec<Luck>,
    /// What each came to, metric by metric; not a number where a metric does not apply.
    values: Vec<Vec<f64>>,
    /// Folders of runs that are kept.
    folders: BTreeMap<Luck, PathBuf>,
}

/// A metric of runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetricColumn {
    /// Its name.
    pub name: String,
    /// Its unit, as it stands in files.
    pub unit: String,
    /// What it rests on; nothing where no file says.
    pub basis: String,
}

/// Runs of one scenario that can be compared.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pool {
    /// The id of the scenario; nothing where no file says.
    pub scenario: String,
    /// What people call it.
    pub title: String,
    /// By which versions of the model they were made.
    pub versions: BTreeSet<String>,
    /// The groups, in the order in which they were found.
    pub groups: Vec<Group>,
    /// The metrics, in the order of their declaration.
    pub metrics: Vec<MetricColumn>,
    /// What has to be known of what was read.
    pub remarks: Vec<String>,
}

impl Group {
    /// What people call it: the name of the variant, with what is set; its label where no file says.
    pub fn called(&self) -> String {
        match self.label.strip_prefix(&self.variant) {
            Some(rest) if !self.name.is_empty() => format!("{}{rest}", self.name),
            _ => self.label.clone(),
        }
    }

    /// What its runs came to in a metric, by luck; nothing where the metric does not apply.
    pub fn values(&self, metric: usize) -> impl Iterator<Item = (Luck, Option<f64>)> {
        let values = self.luck.iter().zip(&self.values[metric]);
        values.map(|(luck, value)| (*luck, (!value.is_nan()).then_some(*value)))
    }

    /// Where a run lies; nothing where it was not kept.
    pub fn folder(&self, luck: Luck) -> Option<&PathBuf> {
        self.folders.get(&luck)
    }
}

/// A metric of a run, as it was read.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reading<'a> {
    pub(super) metric: &'a str,
    pub(super) value: Option<f64>,
    pub(super) unit: &'a str,
    pub(super) basis: &'a str,
}

/// Which run a row is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct RunOf<'a> {
    pub(super) variant: &'a str,
    pub(super) case: &'a str,
    pub(super) luck: Luck,
}

/// A pool while it is filled.
#[derive(Debug, Default)]
pub(super) struct Filling {
    /// What is known beside the runs.
    pub(super) pool: Pool,
    /// Groups by source, variant and case.
    groups: BTreeMap<(usize, String, String), usize>,
    metrics: BTreeMap<String, usize>,
    columns: Vec<MetricColumn>,
    /// Runs of each group, in the order in which they were found: what each came to, by metric.
    runs: Vec<BTreeMap<Luck, Vec<f64>>>,
    twice: BTreeSet<(usize, Luck)>,
}

impl Filling {
    /// What is read is of this scenario; nothing where no file says.
    ///
    /// # Errors
    /// In words: something else was read before.
    pub(super) fn of_scenario(&mut self, scenario: &str) -> Result<(), String> {
        let known = &mut self.pool.scenario;
        if known.is_empty() {
            scenario.clone_into(known);
        }
        if scenario.is_empty() || known == scenario {
            return Ok(());
        }
        Err(format!(
            "this is of the scenario `{scenario}`, what was read before of `{known}`: runs of two scenarios cannot be compared"
        ))
    }

    /// The group of a run.
    pub(super) fn group(&mut self, source: usize, run: RunOf) -> usize {
        let key = (source, run.variant.to_owned(), run.case.to_owned());
        if let Some(index) = self.groups.get(&key) {
            return *index;
        }
        let index = self.runs.len();
        self.groups.insert(key, index);
        self.runs.push(BTreeMap::new());
        self.pool.groups.push(Group {
            label: label(run.variant, run.case),
            variant: run.variant.to_owned(),
            name: String::new(),
            case: run.case.to_owned(),
            source,
            place: String::new(),
            luck: Vec::new(),
            values: Vec::new(),
            folders: BTreeMap::new(),
        });
        index
    }

    /// Has a group called by its variant and this.
    pub(super) fn call(&mut self, group: usize, set: &str) {
        let group = &mut self.pool.groups[group];
        group.label = label(&group.variant, set);
    }

    /// A run is kept in a folder.
    pub(super) fn kept(&mut self, group: usize, luck: Luck, folder: PathBuf) {
        self.pool.groups[group].folders.insert(luck, folder);
    }

    /// A run is there, whatever it came to.
    pub(super) fn run(&mut self, group: usize, luck: Luck) {
        self.runs[group].entry(luck).or_default();
    }

    /// Takes in what a run came to in a metric.
    ///
    /// # Errors
    /// In words: the metric has had another unit, or the run another value.
    pub(super) fn take(&mut self, group: usize, luck: Luck, reading: &Reading) -> Result<(), String> {
        let metric = self.metric(reading)?;
        let values = self.runs[group].entry(luck).or_default();
        if values.len() <= metric {
            values.resize(metric + 1, ABSENT);
        }
        let new = reading.value.unwrap_or(f64::NAN);
        let old = std::mem::replace(&mut values[metric], new);
        if old.to_bits() == ABSENT.to_bits() {
            return Ok(());
        }
        if old.to_bits() != new.to_bits() {
            return Err(format!(
                "seed {} of `{}` stands there twice, with different values of `{}`",
                luck.1, self.pool.groups[group].label, reading.metric
            ));
        }
        self.twice.insert((group, luck));
        Ok(())
    }

    fn metric(&mut self, reading: &Reading) -> Result<usize, String> {
        let Some(index) = self.metrics.get(reading.metric) else {
            let index = self.columns.len();
            self.metrics.insert(reading.metric.to_owned(), index);
            self.columns.push(MetricColumn {
                name: reading.metric.to_owned(),
                unit: reading.unit.to_owned(),
                basis: reading.basis.to_owned(),
            });
            return Ok(index);
        };
        let column = &mut self.columns[*index];
        if column.unit != reading.unit {
            return Err(format!(
                "`{}` is in {} here and in {} elsewhere",
                reading.metric,
                said_unit(reading.unit),
                said_unit(&column.unit)
            ));
        }
        column.basis = weaker(&column.basis, reading.basis).to_owned();
        Ok(*index)
    }

    /// All that was read, in order.
    pub(super) fn finish(mut self, sources: &[String]) -> Pool {
        let mut order: Vec<usize> = (0..self.columns.len()).collect();
        order.sort_by(|a, b| metric_order(&self.columns[*a].name).cmp(&metric_order(&self.columns[*b].name)));
        for (group, runs) in self.pool.groups.iter_mut().zip(&self.runs) {
            group.luck = runs.keys().copied().collect();
            let of_metric = |metric: &usize| {
                let value = |values: &Vec<f64>| values.get(*metric).copied().unwrap_or(f64::NAN);
                runs.values().map(value).collect()
            };
            group.values = order.iter().map(of_metric).collect();
        }
        self.pool.metrics = order.iter().map(|metric| self.columns[*metric].clone()).collect();
        if !self.twice.is_empty() {
            let count = self.twice.len();
            self.pool.remarks.push(match count {
                1 => "1 run stands there twice, alike: it counts once".to_owned(),
                count => format!("{count} runs stand there twice, alike: each counts once"),
            });
        }
        self.pool.name_apart(sources);
        self.pool
    }
}

/// A place that nothing was read for yet: a NaN that no arithmetic makes.
const ABSENT: f64 = f64::from_bits(0x7ff8_dead_beef_0001);

fn said_unit(unit: &str) -> String {
    if unit.is_empty() {
        "no unit".to_owned()
    } else {
        format!("`{unit}`")
    }
}

/// The weaker of two words for what a figure rests on.
fn weaker<'a>(one: &'a str, other: &'a str) -> &'a str {
    let strength = |word: &str| ["assumed", "sourced", "verified"].iter().position(|w| *w == word);
    match (strength(one), strength(other)) {
        (Some(a), Some(b)) => {
            if b < a {
                other
            } else {
                one
            }
        }
        (None, _) => other,
        _ => one,
    }
}

fn label(variant: &str, case: &str) -> String {
    if case.is_empty() {
        variant.to_owned()
    } else {
        format!("{variant}, {case}")
    }
}

impl Pool {
    /// What people call the scenario, as far as any file says.
    pub fn called(&self) -> &str {
        let names = [self.title.as_str(), self.scenario.as_str()];
        names.into_iter().find(|name| !name.is_empty()).unwrap_or("Runs")
    }

    /// What the metrics rest on, one after another.
    pub fn bases(&self) -> Vec<&str> {
        self.metrics.iter().map(|metric| metric.basis.as_str()).collect()
    }

    /// Groups that are called the same, because they were found in several places, are told apart by these; what all of them
    /// have set needs no word.
    fn name_apart(&mut self, sources: &[String]) {
        let cases: BTreeSet<&str> = self.groups.iter().map(|group| group.case.as_str()).collect();
        if cases.len() == 1 {
            for group in &mut self.groups {
                group.label.clone_from(&group.variant);
            }
        }
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for group in &self.groups {
            *counts.entry(group.label.clone()).or_default() += 1;
        }
        for group in &mut self.groups {
            if counts[&group.label] > 1 {
                group.place.clone_from(&sources[group.source]);
                group.label = format!("{} ({})", group.label, group.place);
            }
        }
    }

    /// The group that the others are compared with: the one called so, or the scenario as it stands.
    ///
    /// # Errors
    /// In words: no group is called so, or several are.
    pub fn base(&self, asked: Option<&str>) -> Result<usize, String> {
        let Some(asked) = asked else {
            // Where every run has something set, the one with the least: whatever the order of rows.
            let set = |group: &Group| match group.case.as_str() {
                "" => 0,
                case => 1 + case.matches('+').count(),
            };
            let bases = (0..)
                .zip(&self.groups)
                .filter(|(_, group)| group.variant == "base");
            let found = bases.min_by_key(|(_, group)| set(group));
            return Ok(found.map_or(0, |(index, _)| index));
        };
        let exact = self.groups.iter().position(|group| group.label == asked);
        let mut of_variant = (0..)
            .zip(&self.groups)
            .filter(|(_, group)| group.variant == asked);
        let found = exact.or_else(|| match (of_variant.next(), of_variant.next()) {
            (Some((index, _)), None) => Some(index),
            _ => None,
        });
        found.ok_or_else(|| {
            let known: Vec<String> = self
                .groups
                .iter()
                .map(|group| format!("`{}`", group.label))
                .collect();
            format!("nothing here is called `{asked}`; there is {}", known.join(", "))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading<'a>(metric: &'a str, value: f64, unit: &'a str, basis: &'a str) -> Reading<'a> {
        Reading {
            metric,
            value: (!value.is_nan()).then_some(value),
            unit,
            basis,
        }
    }

    /// A filling with a group for each variant and case, all from the first thing that was named.
    fn filled(groups: &[(&str, &str)]) -> Filling {
        let mut filling = Filling::default();
        for (variant, case) in groups {
            let luck = (1, 1);
            let group = filling.group(0, RunOf { variant, case, luck });
            let taken = filling.take(group, luck, &reading("injured", 3.0, "persons", "sourced"));
            taken.expect("a value");
        }
        filling
    }

    fn labels(pool: &Pool) -> Vec<&str> {
        pool.groups.iter().map(|group| group.label.as_str()).collect()
    }

    #[test]
    fn what_all_have_set_is_in_no_name_and_what_differs_is() {
        let pool = filled(&[("base", "x=1"), ("one-exit", "x=1")]).finish(&[]);
        assert_eq!(labels(&pool), ["base", "one-exit"]);
        let pool = filled(&[("base", ""), ("base", "x=1")]).finish(&[]);
        assert_eq!(labels(&pool), ["base", "base, x=1"]);
    }

    #[test]
    fn groups_of_one_name_have_their_place_in_it() {
        let mut filling = filled(&[("base", ""), ("other", "")]);
        let again = filling.group(
            1,
            RunOf {
                variant: "base",
                case: "",
                luck: (1, 1),
            },
        );
        filling.run(again, (1, 1));
        let pool = filling.finish(&["before".to_owned(), "after".to_owned()]);
        assert_eq!(labels(&pool), ["base (before)", "other", "base (after)"]);
    }

    #[test]
    fn the_base_is_the_scenario_as_it_stands() {
        let pool = filled(&[("b", ""), ("base", "x=1"), ("base", "")]).finish(&[]);
        assert_eq!(pool.base(None), Ok(2));
        assert_eq!(pool.base(Some("b")), Ok(0));
        assert_eq!(pool.base(Some("base, x=1")), Ok(1));
        let said = pool.base(Some("c")).expect_err("no such group");
        assert!(said.contains("there is `b`, `base, x=1`, `base`"), "{said}");
        let pool = filled(&[("base", "x=1+y=2"), ("base", "x=1"), ("b", "x=1")]).finish(&[]);
        assert_eq!(pool.base(None), Ok(1), "the least that is set");
        assert_eq!(pool.base(Some("b, x=1")), Ok(2));
        let pool = filled(&[("b", ""), ("a", "")]).finish(&[]);
        assert_eq!(pool.base(None), Ok(0));
    }

    #[test]
    fn a_run_that_stands_twice_has_to_be_alike() {
        let mut filling = filled(&[("base", "")]);
        let mut take = |metric, value| filling.take(0, (1, 1), &reading(metric, value, "persons", ""));
        assert_eq!(take("injured", 3.0), Ok(()));
        assert!(take("injured", 4.0).is_err());
        assert_eq!(take("inside_at_end", f64::NAN), Ok(()));
        assert_eq!(
            take("inside_at_end", f64::NAN),
            Ok(()),
            "twice nothing is alike too"
        );
        assert!(take("inside_at_end", 0.0).is_err());
    }

    #[test]
    fn a_metric_has_one_unit_and_the_weakest_basis() {
        let mut filling = filled(&[("base", "")]);
        let said = filling.take(0, (2, 2), &reading("injured", 3.0, "s", ""));
        assert_eq!(
            said,
            Err("`injured` is in `s` here and in `persons` elsewhere".to_owned())
        );
        let taken = filling.take(0, (2, 2), &reading("injured", 3.0, "persons", "assumed"));
        taken.expect("the same unit");
        let pool = filling.finish(&[]);
        assert_eq!(pool.bases(), ["assumed"]);
        for (one, other, weaker_one) in [
            ("sourced", "verified", "sourced"),
            ("verified", "assumed", "assumed"),
            ("", "verified", "verified"),
            ("sourced", "", "sourced"),
        ] {
            assert_eq!(weaker(one, other), weaker_one);
        }
    }

    #[test]
    fn runs_stand_by_their_luck_and_metrics_as_they_are_declared() {
        let mut filling = Filling::default();
        let run = RunOf {
            variant: "base",
            case: "",
            luck: (0, 0),
        };
        let group = filling.group(0, run);
        for (luck, metric, value) in [
            ((9, 1), "injured", 1.0),
            ((2, 5), "last_out_s", 2.0),
            ((2, 3), "chairs", 3.0),
        ] {
            filling
                .take(group, luck, &reading(metric, value, "", ""))
                .expect("a value");
        }
        let pool = filling.finish(&[]);
        let names: Vec<&str> = pool.metrics.iter().map(|metric| metric.name.as_str()).collect();
        assert_eq!(names, ["last_out_s", "injured", "chairs"]);
        let values: Vec<_> = pool.groups[0].values(0).collect();
        assert_eq!(values, [((2, 3), None), ((2, 5), Some(2.0)), ((9, 1), None)]);
    }
}
