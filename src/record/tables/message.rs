//! One row for each word sent to somebody: what it claimed, what was so in truth, how far it came.

use crate::record::column::Cell::{
    Clock, Elapsed, Entry, Id as IdCell, Seconds, Text, Value as ValueCell, Word,
};
use crate::record::column::{Column, Reference, Table};
use crate::record::tables::EntryId;
use crate::record::value::{Id, Value};
use crate::record::words::{MessageKind, MessageOutcome};
use crate::vocabulary::Ms;

/// The life of a message between two people.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// Which.
    pub id: Id,
    /// The entry of the timeline that brought it about.
    pub cause: Option<EntryId>,
    /// Report, order, request or inform.
    pub kind: MessageKind,
    /// When it was sent.
    pub time_ms: Ms,
    /// Who sent it: a position or a person.
    pub from: Id,
    /// Who was meant to get it.
    pub to: Id,
    /// By which channel.
    pub channel: Id,
    /// What it is about: `quantity@subject`, or the action ordered.
    pub about: Option<Id>,
    /// What it claims.
    pub value: Option<Value>,
    /// What was so in truth when it was sent.
    pub truth_at_sending: Option<Value>,
    /// When it arrived.
    pub received_ms: Option<Ms>,
    /// When the receiver confirmed it and the sender knew.
    pub acknowledged_ms: Option<Ms>,
    /// How far it came.
    pub outcome: MessageOutcome,
    /// Why, where it did not go as meant.
    pub reason: Option<Id>,
}

impl Table for Message {
    const NAME: &'static str = "messages";
    const DOC: &'static str = "The life of a message: a report, an order, a request, or telling somebody.";
    const KEY: &'static [&'static str] = &["id"];
    const REFERENCES: &'static [Reference] = &[("cause", "timeline", "id")];
    const COLUMNS: &'static [Column<Self>] = &[
        Column::required("id", IdCell(|r| Some(&r.id)), "The message."),
        Column::optional(
            "cause",
            Entry(|r| r.cause),
            "The entry of the timeline that brought it about.",
        ),
        Column::required(
            "kind",
            Word(MessageKind::WORDS, |r| Some(r.kind.word())),
            "What kind of message.",
        ),
        Column::required(
            "time_s",
            Seconds(|r| Some(r.time_ms)),
            "When it was sent, since the start of the scenario.",
        ),
        Column::required("t", Elapsed(|r| Some(r.time_ms)), "The same, for people."),
        Column::required(
            "clock",
            Clock(|r| Some(r.time_ms)),
            "The same, on the clock of the scenario.",
        ),
        Column::required(
            "from",
            IdCell(|r| Some(&r.from)),
            "Who sent it: a position or a person.",
        ),
        Column::required("to", IdCell(|r| Some(&r.to)), "Who was meant to get it."),
        Column::required("channel", IdCell(|r| Some(&r.channel)), "By which channel."),
        Column::optional(
            "about",
            IdCell(|r| r.about.as_deref()),
            "What it is about: `signal@subject`, or the action ordered.",
        ),
        Column::optional("value", ValueCell(|r| r.value.as_ref()), "What it claims."),
        Column::optional(
            "truth_at_sending",
            ValueCell(|r| r.truth_at_sending.as_ref()),
            "What was so in truth when it was sent: where it differs from `value`, somebody was wrongly informed.",
        ),
        Column::optional("received_s", Seconds(|r| r.received_ms), "When it arrived."),
        Column::optional(
            "acknowledged_s",
            Seconds(|r| r.acknowledged_ms),
            "When the sender knew that it had arrived.",
        ),
        Column::required(
            "outcome",
            Word(MessageOutcome::WORDS, |r| Some(r.outcome.word())),
            "How far it came.",
        ),
        Column::optional(
            "reason",
            Text(|r| r.reason.as_deref()),
            "Why, where it did not go as meant.",
        ),
    ];
}
