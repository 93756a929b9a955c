//! A comparison as tables: `comparison.csv`, one row a group and metric, and `pairs.csv`, one row a pair of runs.

use super::comparison::{Aspect, Comparison, Comparisons};
use super::pool::{Luck, Pool};
use super::statistics::Method;
use super::words;
use crate::record::Cell::{Fine, Id as IdCell, Text, Whole, Word as WordCell};
use crate::record::{Column, Table, TableInfo, Word};

/// One group compared with the base in one metric.
#[derive(Debug, Clone)]
pub struct ComparisonRow {
    scenario: String,
    group: [String; 2],
    base: [String; 2],
    metric: String,
    unit: String,
    basis: String,
    best: Option<f64>,
    text: String,
    of: Comparison,
}

/// One pair of runs in one metric.
#[derive(Debug, Clone)]
pub struct PairRow {
    scenario: String,
    group: [String; 2],
    metric: String,
    unit: String,
    luck: Luck,
    base: f64,
    value: f64,
}

/// What of a metric is compared, as it stands in tables.
pub const ASPECTS: &[Word] = &[
    Word {
        word: "value",
        doc: "The value, where there is one in both.",
    },
    Word {
        word: "came",
        doc: "Whether the moment came at all: 1 or 0.",
    },
];

const VERDICTS: &[Word] = &[
    Word {
        word: "better",
        doc: "Better, and not by chance.",
    },
    Word {
        word: "worse",
        doc: "Worse, and not by chance.",
    },
    Word {
        word: "different",
        doc: "Different, and not by chance; neither way is better by itself.",
    },
    Word {
        word: "not-shown",
        doc: "No difference that so many runs can show.",
    },
    Word {
        word: "same",
        doc: "The same in every run.",
    },
    Word {
        word: "too-few",
        doc: "Too few runs to say anything.",
    },
];

const METHODS: &[Word] = &[
    Word {
        word: "student-t",
        doc: "Student's t of paired differences.",
    },
    Word {
        word: "welch-t",
        doc: "Welch's t of two samples.",
    },
    Word {
        word: "bca",
        doc: "Bootstrap, bias-corrected and accelerated, 9,999 resamples.",
    },
    Word {
        word: "exact-permutation",
        doc: "All permutations.",
    },
    Word {
        word: "permutation",
        doc: "9,999 permutations.",
    },
    Word {
        word: "all-equal",
        doc: "All differences are the same.",
    },
];

const fn method(method: Method) -> &'static str {
    match method {
        Method::StudentT => "student-t",
        Method::WelchT => "welch-t",
        Method::Bca => "bca",
        Method::ExactPermutation => "exact-permutation",
        Method::Permutation => "permutation",
        Method::AllEqual => "all-equal",
    }
}

fn some(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

impl Table for ComparisonRow {
    const NAME: &'static str = "comparison";
    const DOC: &'static str = "A variant and case compared with the base in a metric.";
    const KEY: &'static [&'static str] = &["scenario", "variant", "case", "metric", "aspect"];
    const COLUMNS: &'static [Column<Self>] = &[
        Column::optional("scenario", IdCell(|r| some(&r.scenario)), "The scenario."),
        Column::required(
            "variant",
            Text(|r| Some(&r.group[0])),
            "The variant that is compared.",
        ),
        Column::optional(
            "case",
            Text(|r| some(&r.group[1])),
            "What is set beside the variant.",
        ),
        Column::required(
            "base_variant",
            Text(|r| Some(&r.base[0])),
            "The variant that it is compared with.",
        ),
        Column::optional(
            "base_case",
            Text(|r| some(&r.base[1])),
            "What is set beside that one.",
        ),
        Column::required("metric", IdCell(|r| Some(&r.metric)), "The metric."),
        Column::required(
            "aspect",
            WordCell(ASPECTS, |r| Some(r.of.aspect.word())),
            "What of it.",
        ),
        Column::optional(
            "unit",
            IdCell(|r| some(&r.unit)),
            "The unit of its figures: of the metric, or `fraction` for whether it came, a share of the runs.",
        ),
        Column::optional(
            "basis",
            IdCell(|r| some(&r.basis)),
            "What the metric rests on: the weakest link.",
        ),
        Column::required(
            "n",
            Whole(|r| Some(r.of.n as u64)),
            "So many pairs; else runs on the smaller side.",
        ),
        Column::required(
            "paired",
            Whole(|r| Some(u64::from(r.of.is_paired))),
            "1 where runs with the same seed were set beside each other, else 0.",
        ),
        Column::optional(
            "mean",
            Fine(|r| Some(r.of.own?.mean)),
            "Mean over the runs that have a value.",
        ),
        Column::optional(
            "median",
            Fine(|r| Some(r.of.own?.median)),
            "Half of them are below.",
        ),
        Column::optional(
            "p5",
            Fine(|r| Some(r.of.own?.q05)),
            "A twentieth of them is below.",
        ),
        Column::optional(
            "p95",
            Fine(|r| Some(r.of.own?.q95)),
            "A twentieth of them is above.",
        ),
        Column::optional(
            "base_mean",
            Fine(|r| Some(r.of.base?.mean)),
            "The same of the base: mean.",
        ),
        Column::optional(
            "base_median",
            Fine(|r| Some(r.of.base?.median)),
            "The same of the base: median.",
        ),
        Column::optional(
            "base_p5",
            Fine(|r| Some(r.of.base?.q05)),
            "The same of the base: a twentieth is below.",
        ),
        Column::optional(
            "base_p95",
            Fine(|r| Some(r.of.base?.q95)),
            "The same of the base: a twentieth is above.",
        ),
        Column::required(
            "came",
            Whole(|r| Some(r.of.came[0].0 as u64)),
            "In so many runs there is a value.",
        ),
        Column::required("runs", Whole(|r| Some(r.of.came[0].1 as u64)), "Of so many."),
        Column::required(
            "base_came",
            Whole(|r| Some(r.of.came[1].0 as u64)),
            "The same of the base.",
        ),
        Column::required("base_runs", Whole(|r| Some(r.of.came[1].1 as u64)), "Of so many."),
        Column::required(
            "difference",
            Fine(|r| Some(r.of.difference)),
            "Mean difference, the variant less the base.",
        ),
        Column::optional(
            "low",
            Fine(|r| Some(r.of.interval?.low)),
            "Lower end of its 95 % interval.",
        ),
        Column::optional(
            "high",
            Fine(|r| Some(r.of.interval?.high)),
            "Upper end of its 95 % interval.",
        ),
        Column::optional(
            "interval_by",
            WordCell(METHODS, |r| Some(method(r.of.interval?.method))),
            "How the interval was found.",
        ),
        Column::optional(
            "p",
            Fine(|r| Some(r.of.p?.value)),
            "How often chance alone makes such a difference, this one taken alone.",
        ),
        Column::optional(
            "p_by",
            WordCell(METHODS, |r| Some(method(r.of.p?.method))),
            "How that was found.",
        ),
        Column::optional(
            "p_holm",
            Fine(|r| r.of.p_holm),
            "The same, all comparisons of the table taken together, after Holm.",
        ),
        Column::required(
            "better",
            Whole(|r| Some(r.of.superiority.better)),
            "Pairs in which the variant is better (lower, where neither way is better).",
        ),
        Column::required(
            "worse",
            Whole(|r| Some(r.of.superiority.worse)),
            "Pairs in which it is worse.",
        ),
        Column::required(
            "same",
            Whole(|r| Some(r.of.superiority.same)),
            "Pairs in which both are the same.",
        ),
        Column::required(
            "better_probability",
            Fine(|r| Some(r.of.superiority.probability())),
            "The probability that a run of the variant is better than the run of the base with the same luck, ties counted half.",
        ),
        Column::optional(
            "effect",
            Fine(|r| r.of.effect),
            "Difference in standard deviations: Cohen's d of pairs, Hedges' g of samples.",
        ),
        Column::optional(
            "detectable",
            Fine(|r| r.of.detectable),
            "The least difference that so many pairs show with a probability of 80 %, all comparisons of the table taken together; empty where so few can show none.",
        ),
        Column::optional(
            "best_probability",
            Fine(|r| r.best),
            "The probability that the variant has the best mean of all, alone or with variants that are alike in every run.",
        ),
        Column::required(
            "verdict",
            WordCell(VERDICTS, |r| Some(r.of.verdict.word())),
            "What comes of it.",
        ),
        Column::required("text", Text(|r| Some(&r.text)), "The same in words."),
    ];
}

impl Table for PairRow {
    const NAME: &'static str = "pairs";
    const DOC: &'static str = "Two runs with the same seeds in a metric.";
    const KEY: &'static [&'static str] = &["scenario", "variant", "case", "metric", "seed", "hazard_seed"];
    const COLUMNS: &'static [Column<Self>] = &[
        Column::optional("scenario", IdCell(|r| some(&r.scenario)), "The scenario."),
        Column::required(
            "variant",
            Text(|r| Some(&r.group[0])),
            "The variant that is compared.",
        ),
        Column::optional(
            "case",
            Text(|r| some(&r.group[1])),
            "What is set beside the variant.",
        ),
        Column::required("metric", IdCell(|r| Some(&r.metric)), "The metric."),
        Column::optional("unit", IdCell(|r| some(&r.unit)), "Its unit."),
        Column::required(
            "seed",
            Whole(|r| Some(r.luck.1)),
            "The seed; 0 where each hazard counts once.",
        ),
        Column::required(
            "hazard_seed",
            Whole(|r| Some(r.luck.0)),
            "The seed of the hazard.",
        ),
        Column::required("base_value", Fine(|r| Some(r.base)), "The value of the base."),
        Column::required("value", Fine(|r| Some(r.value)), "The value of the variant."),
        Column::required(
            "difference",
            Fine(|r| Some(r.value - r.base)),
            "The second less the first.",
        ),
    ];
}

/// The tables of a comparison.
pub fn comparison_tables() -> Vec<TableInfo> {
    vec![TableInfo::of::<ComparisonRow>(), TableInfo::of::<PairRow>()]
}

/// Variant and case of a group; a group that shares both with another has its place in its name.
fn names(pool: &Pool, group: usize) -> [String; 2] {
    let group = &pool.groups[group];
    let variant = if group.place.is_empty() {
        group.variant.clone()
    } else {
        format!("{} ({})", group.variant, group.place)
    };
    [variant, group.case.clone()]
}

/// The rows of `comparison.csv`; metrics are called by these labels, in their order.
pub fn comparison_rows(pool: &Pool, comparisons: &Comparisons, labels: &[String]) -> Vec<ComparisonRow> {
    let row = |comparison: &Comparison| {
        let metric = &pool.metrics[comparison.metric];
        let best = comparisons
            .best
            .iter()
            .find(|best| best.metric == comparison.metric);
        ComparisonRow {
            scenario: pool.scenario.clone(),
            group: names(pool, comparison.group),
            base: names(pool, comparison.beside),
            metric: metric.name.clone(),
            unit: comparison.unit(pool),
            basis: metric.basis.clone(),
            best: best.map(|best| best.probabilities[comparison.group]),
            text: words::sentence(pool, comparison, &labels[comparison.metric]),
            of: comparison.clone(),
        }
    };
    comparisons.all.iter().map(row).collect()
}

/// The rows of `pairs.csv`.
pub fn pair_rows(pool: &Pool, comparisons: &Comparisons) -> Vec<PairRow> {
    let values = comparisons
        .all
        .iter()
        .filter(|comparison| comparison.aspect == Aspect::Value);
    let rows = |comparison: &Comparison| {
        let metric = &pool.metrics[comparison.metric];
        let row = |(luck, base, value): &(Luck, f64, f64)| PairRow {
            scenario: pool.scenario.clone(),
            group: names(pool, comparison.group),
            metric: metric.name.clone(),
            unit: metric.unit.clone(),
            luck: *luck,
            base: *base,
            value: *value,
        };
        comparison.pairs.iter().map(row).collect::<Vec<_>>()
    };
    values.flat_map(rows).collect()
}
