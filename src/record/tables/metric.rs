//! One row for each number that sums up a run, and the name of the run in front of it.

use std::sync::Arc;

use crate::record::cell::{self, NotFinite};
use crate::record::column::Cell::{Id as IdCell, Number, Unit as UnitCell, Whole, Word};
use crate::record::column::{Column, Table};
use crate::record::value::Id;
use crate::record::words::Basis;
use crate::vocabulary::Unit;

/// One number that sums up a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Metric {
    /// Its name, perhaps with `@` and what it is about.
    pub name: Id,
    /// Its value; none where it does not apply (nobody was missing, so nobody was found).
    pub value: Option<f64>,
    /// Its unit.
    pub unit: Unit,
    /// The weakest link it rests on.
    pub basis: Basis,
}

/// Which run: what stands in front of each of its metrics, so that the files of many runs can be put together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunName {
    /// The scenario.
    pub scenario: Id,
    /// The policy variant; [`RunName::BASE`] for the scenario as it stands.
    pub variant: Id,
    /// The case of a batch, or the settings given by hand.
    pub case: Option<Id>,
    /// The seed.
    pub seed: u64,
}

impl RunName {
    /// What the variant is called that changes nothing.
    pub const BASE: &'static str = "base";

    /// The folder of the run below the folder of all outputs: `durres-school/base/seed-1`.
    pub fn path(&self) -> String {
        let variant = &self.variant;
        let case = self
            .case
            .as_deref()
            .map_or_else(String::new, |case| format!("{case}/"));
        format!("{}/{variant}/{case}seed-{}", self.scenario, self.seed)
    }
}

impl Metric {
    /// Its name, value, unit and basis as they stand in files; no value where it does not apply.
    ///
    /// # Errors
    /// A value that is no number.
    pub fn cells(&self) -> Result<[String; 4], NotFinite> {
        let value = self
            .value
            .map(|value| cell::number(value, self.unit))
            .transpose()?;
        Ok([
            cell::text(&self.name).into_owned(),
            value.unwrap_or_default(),
            self.unit.symbol().to_owned(),
            self.basis.word().to_owned(),
        ])
    }
}

/// A metric as it is written: with its run.
pub struct MetricRow {
    /// The run.
    pub run: Arc<RunName>,
    /// The metric.
    pub metric: Metric,
}

impl Table for MetricRow {
    const NAME: &'static str = "metrics";
    const DOC: &'static str = "One number that sums up the run.";
    const KEY: &'static [&'static str] = &["scenario", "variant", "case", "seed", "metric"];
    const COLUMNS: &'static [Column<Self>] = &[
        Column::required("scenario", IdCell(|r| Some(&r.run.scenario)), "The scenario."),
        Column::required(
            "variant",
            IdCell(|r| Some(&r.run.variant)),
            "The policy variant; `base` for the scenario as it stands.",
        ),
        Column::optional("case", IdCell(|r| r.run.case.as_deref()), "The case of a batch."),
        Column::required("seed", Whole(|r| Some(r.run.seed)), "The seed of the run."),
        Column::required(
            "metric",
            IdCell(|r| Some(&r.metric.name)),
            "Which metric, perhaps with `@` and what it is about.",
        ),
        Column::optional(
            "value",
            Number(|r| r.metric.value.map(|x| (x, r.metric.unit))),
            "Its value; empty where it does not apply.",
        ),
        Column::required(
            "unit",
            UnitCell(|r| Some(r.metric.unit)),
            "The unit of the value.",
        ),
        Column::required(
            "basis",
            Word(Basis::WORDS, |r| Some(r.metric.basis.word())),
            "What it rests on: the weakest link.",
        ),
    ];
}
