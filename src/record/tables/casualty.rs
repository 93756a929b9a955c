//! One row for each person who was hurt: how badly, where and when, what was done for them, and how it ended.

use crate::record::column::Cell::{Entry, Id as IdCell, Seconds, Whole, Word};
use crate::record::column::{Column, Reference, Table};
use crate::record::tables::EntryId;
use crate::record::value::Id;
use crate::record::words::{CasualtyOutcome, Triage};
use crate::vocabulary::Ms;

/// A person who was hurt, and what was done for them.
#[derive(Debug, Clone, PartialEq)]
pub struct Casualty {
    /// Who: an id of `people.csv`.
    pub id: Id,
    /// The entry of the timeline in which they were hurt.
    pub cause: Option<EntryId>,
    /// 1 to 4 as in HAZUS.
    pub severity: u8,
    /// The triage category they were given, if anybody triaged them.
    pub triage: Option<Triage>,
    /// Where they were hurt.
    pub place: Option<Id>,
    /// When.
    pub injured_ms: Ms,
    /// When they were found.
    pub found_ms: Option<Ms>,
    /// When they were freed.
    pub freed_ms: Option<Ms>,
    /// When care began.
    pub treated_ms: Option<Ms>,
    /// When they left for a facility.
    pub transported_ms: Option<Ms>,
    /// The facility.
    pub facility: Option<Id>,
    /// Where they stand at the end.
    pub outcome: CasualtyOutcome,
}

impl Table for Casualty {
    const NAME: &'static str = "casualties";
    const DOC: &'static str = "A person who was hurt.";
    const KEY: &'static [&'static str] = &["id"];
    const REFERENCES: &'static [Reference] = &[("id", "people", "id"), ("cause", "timeline", "id")];
    const COLUMNS: &'static [Column<Self>] = &[
        Column::required(
            "id",
            IdCell(|r| Some(&r.id)),
            "The person, an id of `people.csv`.",
        ),
        Column::optional(
            "cause",
            Entry(|r| r.cause),
            "The entry of the timeline in which they were hurt.",
        ),
        Column::required(
            "severity",
            Whole(|r| Some(r.severity.into())),
            "How badly, 1 to 4 as in HAZUS: 1 first aid, 2 hospital, 3 in danger of life, 4 dead or dying.",
        ),
        Column::optional(
            "triage",
            Word(Triage::WORDS, |r| r.triage.map(Triage::word)),
            "The triage category they were given.",
        ),
        Column::optional("place", IdCell(|r| r.place.as_deref()), "Where they were hurt."),
        Column::required(
            "injured_s",
            Seconds(|r| Some(r.injured_ms)),
            "When they were hurt.",
        ),
        Column::optional("found_s", Seconds(|r| r.found_ms), "When they were found."),
        Column::optional("freed_s", Seconds(|r| r.freed_ms), "When they were freed."),
        Column::optional("treated_s", Seconds(|r| r.treated_ms), "When care began."),
        Column::optional(
            "transported_s",
            Seconds(|r| r.transported_ms),
            "When they left for a facility.",
        ),
        Column::optional("facility", IdCell(|r| r.facility.as_deref()), "The facility."),
        Column::required(
            "outcome",
            Word(CasualtyOutcome::WORDS, |r| Some(r.outcome.word())),
            "Where they stand at the end.",
        ),
    ];
}
