//! One row for each thing that a position knew at the end of a module, or waited to hear: what its handout says.

use crate::record::column::Cell::{Entry, Id as IdCell, Seconds, Value as ValueCell, Whole, Word};
use crate::record::column::{Column, Reference, Table};
use crate::record::tables::EntryId;
use crate::record::value::{Id, Value};
use crate::record::words::PictureKind;
use crate::vocabulary::Ms;

/// What a position knew of something at the end of a module.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// The module.
    pub module: Id,
    /// Who knew.
    pub position: Id,
    /// `signal@subject`.
    pub about: Id,
    /// Whether it is known, contradicted, asked or unheard of.
    pub kind: PictureKind,
    /// 1 for what is believed; what contradicts it counts on.
    pub rank: u32,
    /// What was claimed.
    pub value: Option<Value>,
    /// What was so in truth at the end of the module.
    pub truth: Option<Value>,
    /// When it was observed.
    pub observed_ms: Option<Ms>,
    /// Who observed it.
    pub observed_by: Option<Id>,
    /// When the position learnt it.
    pub received_ms: Option<Ms>,
    /// When the position asked about it last.
    pub asked_ms: Option<Ms>,
    /// The entry of the timeline by which it was learnt.
    pub entry: Option<EntryId>,
}

impl Table for Picture {
    const NAME: &'static str = "pictures";
    const DOC: &'static str =
        "What a position knew of something at the end of a module of the exercise, or waited to hear.";
    const KEY: &'static [&'static str] = &["module", "position", "about", "rank"];
    const REFERENCES: &'static [Reference] = &[("entry", "timeline", "id")];
    const COLUMNS: &'static [Column<Self>] = &[
        Column::required(
            "module",
            IdCell(|r| Some(&r.module)),
            "At the end of which module.",
        ),
        Column::required("position", IdCell(|r| Some(&r.position)), "Who knew."),
        Column::required("about", IdCell(|r| Some(&r.about)), "What of: `signal@subject`."),
        Column::required(
            "kind",
            Word(PictureKind::WORDS, |r| Some(r.kind.word())),
            "Whether it is known.",
        ),
        Column::required(
            "rank",
            Whole(|r| Some(r.rank.into())),
            "1 for what is believed: the newest observation; what contradicts it counts on.",
        ),
        Column::optional("value", ValueCell(|r| r.value.as_ref()), "What was claimed."),
        Column::optional(
            "truth",
            ValueCell(|r| r.truth.as_ref()),
            "What was so in truth at the end of the module: where it differs from `value`, the position was wrong. For the facilitator alone.",
        ),
        Column::optional(
            "observed_s",
            Seconds(|r| r.observed_ms),
            "When it was observed: as of when it is known.",
        ),
        Column::optional(
            "observed_by",
            IdCell(|r| r.observed_by.as_deref()),
            "Who observed it: a position, a person or who is played.",
        ),
        Column::optional(
            "received_s",
            Seconds(|r| r.received_ms),
            "When the position learnt it.",
        ),
        Column::optional(
            "asked_s",
            Seconds(|r| r.asked_ms),
            "When the position asked about it last.",
        ),
        Column::optional(
            "entry",
            Entry(|r| r.entry),
            "The entry of the timeline by which it was learnt; of what contradicts, by which it was observed.",
        ),
    ];
}
