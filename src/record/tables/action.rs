//! One row for each thing done to the world, and what became of it. These rows can be replayed.

use crate::record::column::Cell::{Id as IdCell, Seconds, Text, Whole, Word};
use crate::record::column::{Column, Table};
use crate::record::value::Id;
use crate::record::words::ActionResult;
use crate::vocabulary::Ms;

/// An action applied to the world. The file replays as the injects of another run.
#[derive(Debug, Clone, PartialEq)]
pub struct Action {
    /// When it was applied.
    pub time_ms: Ms,
    /// Its place among the actions of the same moment.
    pub order: u32,
    /// Where it comes from.
    pub source: Id,
    /// Its name, as declared in the vocabulary.
    pub action: Id,
    /// Who acted and its arguments, as `key=value; key=value`.
    pub arguments: String,
    /// What became of it.
    pub result: ActionResult,
}

impl Table for Action {
    const NAME: &'static str = "actions";
    const DOC: &'static str = "An action applied to the world. `hotwash run --replay` takes this file.";
    const KEY: &'static [&'static str] = &["time_s", "order"];
    const COLUMNS: &'static [Column<Self>] = &[
        Column::required(
            "time_s",
            Seconds(|r| Some(r.time_ms)),
            "When it was applied, since the start of the scenario.",
        ),
        Column::required(
            "order",
            Whole(|r| Some(r.order.into())),
            "Its place among the actions of the same moment.",
        ),
        Column::required(
            "source",
            IdCell(|r| Some(&r.source)),
            "Where it comes from: `decision:ID/OPTION`, `inject:ID`, `pin:ID`, `standing-order:ID`, `console`.",
        ),
        Column::required("action", IdCell(|r| Some(&r.action)), "Which action."),
        Column::required(
            "arguments",
            Text(|r| Some(&r.arguments)),
            "Who acted (`by`; `everyone`, `every teacher`… for what all whom a standing order binds do by themselves) and its arguments, as `key=value; key=value`.",
        ),
        Column::required(
            "result",
            Word(ActionResult::WORDS, |r| Some(r.result.word())),
            "What became of it.",
        ),
    ];
}
