//! `attribution.csv`: what each act moves, metric by metric.

use super::Act;
use crate::compare::{ASPECTS, Comparison, Comparisons, Pool, words};
use crate::record::Cell::{Fine, Id as IdCell, Text, Whole, Word as WordCell};
use crate::record::{Column, Table, TableInfo, Word};

/// One act in one metric.
#[derive(Debug, Clone)]
pub struct AttributionRow {
    scenario: String,
    variant: String,
    act: Act,
    metric: String,
    unit: String,
    basis: String,
    text: String,
    of: Comparison,
}

const TIMINGS: &[Word] = &[
    Word {
        word: "ideal",
        doc: "The decision is known and decided at once.",
    },
    Word {
        word: "never",
        doc: "The decision is never taken.",
    },
    Word {
        word: "all-ideal",
        doc: "All decisions are known and decided at once.",
    },
];

impl Table for AttributionRow {
    const NAME: &'static str = "attribution";
    const DOC: &'static str = "What another timing of a decision moves in a metric, over the same seeds.";
    const KEY: &'static [&'static str] = &["scenario", "variant", "decision", "timing", "metric", "aspect"];
    const COLUMNS: &'static [Column<Self>] = &[
        Column::required("scenario", IdCell(|r| Some(&r.scenario)), "The scenario."),
        Column::required("variant", IdCell(|r| Some(&r.variant)), "The variant."),
        Column::optional(
            "decision",
            IdCell(|r| r.act.decision()),
            "The decision; empty where all are meant.",
        ),
        Column::required(
            "timing",
            WordCell(TIMINGS, |r| Some(r.act.timing())),
            "What is done to its timing.",
        ),
        Column::required("metric", IdCell(|r| Some(&r.metric)), "The metric."),
        Column::required(
            "aspect",
            WordCell(ASPECTS, |r| Some(r.of.aspect.word())),
            "What of it.",
        ),
        Column::optional("unit", IdCell(|r| Some(&r.unit)), "Its unit."),
        Column::optional(
            "basis",
            IdCell(|r| Some(&r.basis)),
            "What it rests on: the weakest link.",
        ),
        Column::required("n", Whole(|r| Some(r.of.n as u64)), "So many seeds."),
        Column::optional(
            "scripted_mean",
            Fine(|r| Some(r.of.base?.mean)),
            "Mean as scripted.",
        ),
        Column::optional(
            "mean",
            Fine(|r| Some(r.of.own?.mean)),
            "Mean with the other timing.",
        ),
        Column::required(
            "cost",
            Fine(|r| Some(-r.of.difference)),
            "Mean difference, as scripted less the other timing: what the delay adds; of `never`, what taking it adds.",
        ),
        Column::optional(
            "low",
            Fine(|r| Some(-r.of.interval?.high)),
            "Lower end of its 95 % interval.",
        ),
        Column::optional(
            "high",
            Fine(|r| Some(-r.of.interval?.low)),
            "Upper end of its 95 % interval.",
        ),
        Column::optional(
            "p_holm",
            Fine(|r| r.of.p_holm),
            "How often chance alone makes such a difference, all taken together, after Holm.",
        ),
        Column::required(
            "better",
            Whole(|r| Some(r.of.superiority.better)),
            "Seeds in which the other timing is better.",
        ),
        Column::required(
            "worse",
            Whole(|r| Some(r.of.superiority.worse)),
            "Seeds in which it is worse.",
        ),
        Column::required(
            "same",
            Whole(|r| Some(r.of.superiority.same)),
            "Seeds in which both are the same.",
        ),
        Column::required("text", Text(|r| Some(&r.text)), "The same in words."),
    ];
}

/// The table of an attribution.
pub fn attribution_tables() -> Vec<TableInfo> {
    vec![TableInfo::of::<AttributionRow>()]
}

/// The rows; groups of the pool are these acts, metrics are called by these labels.
pub fn attribution_rows(
    pool: &Pool,
    comparisons: &Comparisons,
    acts: &[Option<Act>],
    labels: &[String],
) -> Vec<AttributionRow> {
    let row = |comparison: &Comparison| {
        let metric = &pool.metrics[comparison.metric];
        Some(AttributionRow {
            scenario: pool.scenario.clone(),
            variant: pool.groups[comparison.group].variant.clone(),
            act: acts[comparison.group].clone()?,
            metric: metric.name.clone(),
            unit: comparison.unit(pool),
            basis: metric.basis.clone(),
            text: words::sentence(pool, comparison, &labels[comparison.metric]),
            of: comparison.clone(),
        })
    };
    comparisons.all.iter().filter_map(row).collect()
}
