//! What the exercise is judged by: a target, the value of its metric, and whether it was met.

use std::fmt;
use std::str::FromStr;

use crate::record::cell;
use crate::record::column::Cell::{Blank, Id as IdCell, Number, Text, Unit as UnitCell, Word};
use crate::record::column::{Column, Table};
use crate::record::value::Id;
use crate::record::words::TargetMet;
use crate::vocabulary::Unit;

/// How a value has to stand to the figure of a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// At most.
    AtMost,
    /// At least.
    AtLeast,
    /// Exactly.
    Equal,
}

/// What an objective asks of a metric: `<= 300`, `>= 0.95`, `== 0`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Target {
    /// How the value has to stand to the figure.
    pub relation: Relation,
    /// The figure, in the unit of the metric.
    pub figure: f64,
}

/// A target that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a target: write `<=`, `>=` or `==` and a number, such as `<= 300`")]
pub struct TargetError(pub String);

impl FromStr for Target {
    type Err = TargetError;

    fn from_str(text: &str) -> Result<Self, TargetError> {
        let relations = [
            ("<=", Relation::AtMost),
            (">=", Relation::AtLeast),
            ("==", Relation::Equal),
        ];
        relations
            .into_iter()
            .find_map(|(sign, relation)| Some((relation, text.trim().strip_prefix(sign)?)))
            .and_then(|(relation, figure)| Some((relation, figure.trim().parse::<f64>().ok()?)))
            .filter(|(_, figure)| figure.is_finite())
            .map(|(relation, figure)| Self { relation, figure })
            .ok_or_else(|| TargetError(text.to_owned()))
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = match self.relation {
            Relation::AtMost => "<=",
            Relation::AtLeast => ">=",
            Relation::Equal => "==",
        };
        write!(f, "{sign} {}", self.figure)
    }
}

impl Target {
    /// Whether the value of a metric meets it. Value and figure are compared as they are written, with the
    /// decimals of the unit, so that what stands in the file can be checked by hand. No value is unknown.
    pub fn met_by(&self, value: Option<f64>, unit: Unit) -> TargetMet {
        let written = |x: f64| {
            cell::number(x, unit)
                .ok()
                .and_then(|text| text.parse::<f64>().ok())
        };
        let (Some(value), Some(figure)) = (value.and_then(written), written(self.figure)) else {
            return TargetMet::Unknown;
        };
        let met = match self.relation {
            Relation::AtMost => value <= figure,
            Relation::AtLeast => value >= figure,
            Relation::Equal => value == figure,
        };
        if met { TargetMet::Yes } else { TargetMet::No }
    }
}

/// An objective of the exercise, held against a metric of the run. Whether the *team* performed is for a human
/// evaluator to say: those columns stay empty.
#[derive(Debug, Clone, PartialEq)]
pub struct Objective {
    /// Which.
    pub objective: Id,
    /// The capability it exercises.
    pub capability: Option<Id>,
    /// The metric it looks at.
    pub metric: Id,
    /// What it asks of it, as text: cells are text.
    target_text: String,
    target: Target,
    /// The value of the metric.
    pub value: Option<f64>,
    /// Its unit.
    pub unit: Unit,
    /// The metric is a moment that never came: a target of "at most" is then missed, not unknown.
    pub never_reached: bool,
}

impl Objective {
    /// An objective and the value its metric took.
    pub fn new(
        objective: Id,
        capability: Option<Id>,
        metric: Id,
        target: Target,
        value: Option<f64>,
        unit: Unit,
    ) -> Self {
        Self {
            objective,
            capability,
            metric,
            target_text: target.to_string(),
            target,
            value,
            unit,
            never_reached: false,
        }
    }

    /// Whether the target was met.
    pub fn target_met(&self) -> TargetMet {
        if self.never_reached && self.value.is_none() {
            return TargetMet::No;
        }
        self.target.met_by(self.value, self.unit)
    }
}

impl Table for Objective {
    const NAME: &'static str = "objectives";
    const DOC: &'static str = "An objective of the exercise.";
    const KEY: &'static [&'static str] = &["objective"];
    const COLUMNS: &'static [Column<Self>] = &[
        Column::required("objective", IdCell(|r| Some(&r.objective)), "The objective."),
        Column::optional(
            "capability",
            IdCell(|r| r.capability.as_deref()),
            "The capability it exercises.",
        ),
        Column::required(
            "metric",
            IdCell(|r| Some(&r.metric)),
            "The metric it looks at, a `metric` of `metrics.csv`.",
        ),
        Column::required(
            "target",
            Text(|r| Some(&r.target_text)),
            "What it asks of the metric.",
        ),
        Column::optional(
            "value",
            Number(|r| r.value.map(|x| (x, r.unit))),
            "The value of the metric.",
        ),
        Column::required(
            "unit",
            UnitCell(|r| Some(r.unit)),
            "The unit of value and target.",
        ),
        Column::required(
            "target_met",
            Word(TargetMet::WORDS, |r| Some(r.target_met().word())),
            "Whether the target was met.",
        ),
        Column::optional("evaluator", Blank, "For the human evaluator: name."),
        Column::optional(
            "evaluator_rating",
            Blank,
            "For the human evaluator: P, S, M or U (performed, with some challenges, with major challenges, unable).",
        ),
        Column::optional("evaluator_note", Blank, "For the human evaluator: what was seen."),
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_read_and_told() {
        for text in ["<= 300", ">= 0.95", "== 0"] {
            assert_eq!(text.parse::<Target>().unwrap().to_string(), text);
        }
        assert_eq!(" <=5 ".parse::<Target>().unwrap().to_string(), "<= 5");
        for text in ["300", "< 300", "<= five", "<= NaN", "<= inf", "", "="] {
            assert!(text.parse::<Target>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_target_is_judged_as_it_is_written() {
        let target: Target = "<= 300".parse().unwrap();
        assert_eq!(
            target.met_by(Some(300.000_4), Unit::Second),
            TargetMet::Yes,
            "written 300.000"
        );
        assert_eq!(target.met_by(Some(300.001), Unit::Second), TargetMet::No);
        assert_eq!(target.met_by(None, Unit::Second), TargetMet::Unknown);
        assert_eq!(
            "== 0".parse::<Target>().unwrap().met_by(Some(-0.0), Unit::Count),
            TargetMet::Yes
        );
    }
}
