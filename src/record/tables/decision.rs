//! One row for each try at a decision: when it was due in truth, when its position knew, when it took effect.

use crate::record::column::Cell::{Id as IdCell, Seconds, Text, Whole, Word};
use crate::record::column::{Column, Table};
use crate::record::value::Id;
use crate::record::words::DecisionOutcome;
use crate::vocabulary::Ms;

/// The life of a decision: from when it was due in truth, over when its position knew, to when it took effect.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// Which.
    pub decision: Id,
    /// For which subject, where it is made for each of several.
    pub subject: Option<Id>,
    /// The how-manieth time it fell due, from 1.
    pub occurrence: u32,
    /// The how-manieth try at this occurrence, from 1.
    pub attempt: u32,
    /// Whose decision.
    pub position: Id,
    /// What was chosen.
    pub option: Option<Id>,
    /// Since when its condition held in truth.
    pub true_since_ms: Option<Ms>,
    /// Since when it held in the picture of the position.
    pub known_ms: Option<Ms>,
    /// When it was made.
    pub decided_ms: Option<Ms>,
    /// When the first order went out.
    pub ordered_ms: Option<Ms>,
    /// When the first receiver confirmed.
    pub first_ack_ms: Option<Ms>,
    /// When the last receiver confirmed.
    pub last_ack_ms: Option<Ms>,
    /// When the world changed for it.
    pub effective_ms: Option<Ms>,
    /// How it ended.
    pub outcome: DecisionOutcome,
    /// Why, where it did not go as meant.
    pub reason: Option<Id>,
}

impl Table for Decision {
    const NAME: &'static str = "decisions";
    const DOC: &'static str = "The life of a decision.";
    const KEY: &'static [&'static str] = &["decision", "subject", "occurrence", "attempt"];
    const COLUMNS: &'static [Column<Self>] = &[
        Column::required("decision", IdCell(|r| Some(&r.decision)), "The decision."),
        Column::optional(
            "subject",
            IdCell(|r| r.subject.as_deref()),
            "For which subject, where it is made for each of several.",
        ),
        Column::required(
            "occurrence",
            Whole(|r| Some(r.occurrence.into())),
            "The how-manieth time it fell due, from 1.",
        ),
        Column::required(
            "attempt",
            Whole(|r| Some(r.attempt.into())),
            "The how-manieth try at it, from 1.",
        ),
        Column::required("position", IdCell(|r| Some(&r.position)), "Whose decision."),
        Column::optional("option", IdCell(|r| r.option.as_deref()), "What was chosen."),
        Column::optional(
            "true_since_s",
            Seconds(|r| r.true_since_ms),
            "Since when its condition held in truth.",
        ),
        Column::optional(
            "known_s",
            Seconds(|r| r.known_ms),
            "Since when it held in what the position knew; minus `true_since_s`, the knowledge gap.",
        ),
        Column::optional("decided_s", Seconds(|r| r.decided_ms), "When it was made."),
        Column::optional(
            "ordered_s",
            Seconds(|r| r.ordered_ms),
            "When the first order went out.",
        ),
        Column::optional(
            "first_ack_s",
            Seconds(|r| r.first_ack_ms),
            "When the first receiver confirmed.",
        ),
        Column::optional(
            "last_ack_s",
            Seconds(|r| r.last_ack_ms),
            "When the last receiver confirmed.",
        ),
        Column::optional(
            "effective_s",
            Seconds(|r| r.effective_ms),
            "When the world first changed because of it.",
        ),
        Column::required(
            "outcome",
            Word(DecisionOutcome::WORDS, |r| Some(r.outcome.word())),
            "How it ended.",
        ),
        Column::optional(
            "reason",
            Text(|r| r.reason.as_deref()),
            "Why, where it did not go as meant.",
        ),
    ];
}
