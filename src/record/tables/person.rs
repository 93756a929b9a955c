//! One row for everybody: when they were warned, left, gathered and were accounted for, and where they end.

use crate::record::column::Cell::{Id as IdCell, Seconds, Word};
use crate::record::column::{Column, Table};
use crate::record::value::Id;
use crate::record::words::PersonOutcome;
use crate::vocabulary::Ms;

/// What became of a person, told at the end of the run.
#[derive(Debug, Clone, PartialEq)]
pub struct Person {
    /// Who.
    pub id: Id,
    /// Their role, or `household` for a group.
    pub kind: &'static str,
    /// The group they moved with.
    pub group: Option<Id>,
    /// Their class.
    pub class: Option<Id>,
    /// The space they started in.
    pub start_place: Option<Id>,
    /// The storey of that space.
    pub level: Option<Id>,
    /// When the first warning reached them.
    pub warned_ms: Option<Ms>,
    /// When they set off.
    pub departed_ms: Option<Ms>,
    /// When they began to wait for two adults to carry them.
    pub helpless_ms: Option<Ms>,
    /// When the first adult came to stay with them, or to carry them.
    pub joined_ms: Option<Ms>,
    /// When two adults took them up.
    pub taken_up_ms: Option<Ms>,
    /// The stair they took on the way out.
    pub stair: Option<Id>,
    /// When they first stepped onto it.
    pub stair_entered_ms: Option<Ms>,
    /// When they last stepped off it.
    pub stair_left_ms: Option<Ms>,
    /// How long they stood in a jam on it or before it.
    pub stair_queued_ms: Option<Ms>,
    /// The exit they took.
    pub exit: Option<Id>,
    /// How long they stood in a jam.
    pub queued_ms: Option<Ms>,
    /// When they left the building.
    pub exited_ms: Option<Ms>,
    /// When they reached the assembly area.
    pub assembled_ms: Option<Ms>,
    /// When somebody first noticed that they were missing.
    pub missed_ms: Option<Ms>,
    /// When they were found.
    pub found_ms: Option<Ms>,
    /// Who found them.
    pub found_by: Option<Id>,
    /// When they were accounted for.
    pub accounted_ms: Option<Ms>,
    /// When somebody came to fetch them.
    pub parent_came_ms: Option<Ms>,
    /// When they were handed over or sent home.
    pub released_ms: Option<Ms>,
    /// Where they stand at the end.
    pub outcome: PersonOutcome,
}

impl Table for Person {
    const NAME: &'static str = "people";
    const DOC: &'static str = "A person, or a household that moves as one, at the end of the run.";
    const KEY: &'static [&'static str] = &["id"];
    const COLUMNS: &'static [Column<Self>] = &[
        Column::required("id", IdCell(|r| Some(&r.id)), "The person or household."),
        Column::required(
            "kind",
            IdCell(|r| Some(r.kind)),
            "Their role: `pupil`, `teacher`, …, or `household`.",
        ),
        Column::optional(
            "group",
            IdCell(|r| r.group.as_deref()),
            "The group they moved with.",
        ),
        Column::optional("class", IdCell(|r| r.class.as_deref()), "Their class."),
        Column::optional(
            "start_place",
            IdCell(|r| r.start_place.as_deref()),
            "The space they started in.",
        ),
        Column::optional(
            "level",
            IdCell(|r| r.level.as_deref()),
            "The storey of that space.",
        ),
        Column::optional(
            "warned_s",
            Seconds(|r| r.warned_ms),
            "When the first warning or alarm reached them.",
        ),
        Column::optional("departed_s", Seconds(|r| r.departed_ms), "When they set off."),
        Column::optional(
            "waits_to_be_carried_s",
            Seconds(|r| r.helpless_ms),
            "When they began to wait for two adults to carry them, at the head of a stair or where they were found.",
        ),
        Column::optional(
            "joined_s",
            Seconds(|r| r.joined_ms),
            "When the first adult came to stay with them, or to carry them: until then they waited alone.",
        ),
        Column::optional(
            "taken_up_s",
            Seconds(|r| r.taken_up_ms),
            "When two adults first took them up.",
        ),
        Column::optional(
            "stair",
            IdCell(|r| r.stair.as_deref()),
            "The stair they took on the way out; of several, the last.",
        ),
        Column::optional(
            "stair_entered_s",
            Seconds(|r| r.stair_entered_ms),
            "When they first stepped onto that stair.",
        ),
        Column::optional(
            "stair_left_s",
            Seconds(|r| r.stair_left_ms),
            "When they last stepped off it: from `stair_entered_s` to here it held them.",
        ),
        Column::optional(
            "stair_queued_s",
            Seconds(|r| r.stair_queued_ms),
            "How long they stood in a jam on that stair or before it: the part of `queued_s` that it cost.",
        ),
        Column::optional("exit", IdCell(|r| r.exit.as_deref()), "The exit they took."),
        Column::optional(
            "queued_s",
            Seconds(|r| r.queued_ms),
            "How long they stood in a jam, in all.",
        ),
        Column::optional(
            "exited_s",
            Seconds(|r| r.exited_ms),
            "When they left the building.",
        ),
        Column::optional(
            "assembled_s",
            Seconds(|r| r.assembled_ms),
            "When they reached the assembly area.",
        ),
        Column::optional(
            "missed_s",
            Seconds(|r| r.missed_ms),
            "When somebody first noticed that they were missing.",
        ),
        Column::optional("found_s", Seconds(|r| r.found_ms), "When they were found."),
        Column::optional("found_by", IdCell(|r| r.found_by.as_deref()), "Who found them."),
        Column::optional(
            "accounted_s",
            Seconds(|r| r.accounted_ms),
            "When they were accounted for.",
        ),
        Column::optional(
            "parent_came_s",
            Seconds(|r| r.parent_came_ms),
            "When somebody came to fetch them: from here to `released_s` they were waited for.",
        ),
        Column::optional(
            "released_s",
            Seconds(|r| r.released_ms),
            "When they were handed over or sent home.",
        ),
        Column::required(
            "outcome",
            Word(PersonOutcome::WORDS, |r| Some(r.outcome.word())),
            "Where they stand at the end.",
        ),
    ];
}
