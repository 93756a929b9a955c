//! Everything that happened, in order: entries with their causes, and the rows that are written of them.

use std::fmt;

use crate::record::catalogue::Arg;
use crate::record::column::Cell::{
    Clock, Elapsed, Entry as EntryCell, Id as IdCell, Json, Seconds, Text, Unit, Value as ValueCell,
};
use crate::record::column::{Column, Reference, Table};
use crate::record::value::{Id, Value};
use crate::vocabulary::{Ms, Signal};

/// The id of an entry of the timeline, `e1`, `e2`, … in order of appearance. [`Timeline::push`] hands it out, so
/// that a cause always lies before what it caused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct EntryId(u32);

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "e{}", self.0)
    }
}

/// Something that happened. Its text is not here: it is rendered from `event` and `args` when the run is written.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The entry that brought this one about.
    pub cause: Option<EntryId>,
    /// When.
    pub time_ms: Ms,
    /// The module of the exercise it fell into.
    pub module: Option<Id>,
    /// The category of the event, as declared in the vocabulary.
    pub category: &'static str,
    /// The key of the event, as declared in the vocabulary.
    pub event: &'static str,
    /// Who or what it is about.
    pub subject: Option<Id>,
    /// Where.
    pub place: Option<Id>,
    /// The signal that changed or was reported.
    pub signal: Option<Signal>,
    /// Its value.
    pub value: Option<Value>,
    /// What the text needs, in the order of the event's declaration.
    pub args: Vec<(&'static str, Arg)>,
}

/// Everything that happened, in order.
#[derive(Debug, Clone, Default)]
pub struct Timeline(Vec<Entry>);

/// The entries do not form a story: a defect of the program, never of the scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BrokenTimeline {
    /// A cause lies after its effect.
    #[error("{0} names a cause that does not lie before it")]
    Cause(EntryId),
    /// Time runs backwards.
    #[error("{0} lies before the entry written ahead of it")]
    Order(EntryId),
}

impl Timeline {
    /// Keeps an entry and says under which id.
    pub fn push(&mut self, entry: Entry) -> EntryId {
        self.0.push(entry);
        self.last_id()
    }

    /// The entries with their ids, in order of appearance.
    pub fn iter(&self) -> impl Iterator<Item = (EntryId, &Entry)> {
        (1..).map(EntryId).zip(&self.0)
    }

    /// How many entries.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing happened.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether every cause lies before its effect and time never runs backwards.
    ///
    /// # Errors
    /// The first entry for which that is not so.
    pub fn check(&self) -> Result<(), BrokenTimeline> {
        let mut now = Ms::MIN;
        for (id, entry) in self.iter() {
            if entry.cause.is_some_and(|cause| cause >= id || cause.0 == 0) {
                return Err(BrokenTimeline::Cause(id));
            }
            if entry.time_ms < now {
                return Err(BrokenTimeline::Order(id));
            }
            now = entry.time_ms;
        }
        Ok(())
    }

    fn last_id(&self) -> EntryId {
        EntryId(u32::try_from(self.0.len()).unwrap_or(u32::MAX))
    }
}

/// An entry as it is written: with its id, its arguments as JSON and its text in one language.
pub struct TimelineRow {
    /// The id of the entry.
    pub id: EntryId,
    /// The entry.
    pub entry: Entry,
    /// Its arguments as a JSON object; the same in every language.
    pub args: String,
    /// Its text in the language asked for.
    pub text: String,
}

impl Table for TimelineRow {
    const NAME: &'static str = "timeline";
    const DOC: &'static str = "Something that happened.";
    const KEY: &'static [&'static str] = &["id"];
    const REFERENCES: &'static [Reference] = &[("cause", "timeline", "id")];
    const COLUMNS: &'static [Column<Self>] = &[
        Column::required(
            "id",
            EntryCell(|r| Some(r.id)),
            "The entry, `e1`, `e2`, … in the order in which things happened.",
        ),
        Column::optional(
            "cause",
            EntryCell(|r| r.entry.cause),
            "The earlier entry that brought this one about.",
        ),
        Column::required(
            "time_s",
            Seconds(|r| Some(r.entry.time_ms)),
            "When, since the start of the scenario.",
        ),
        Column::required("t", Elapsed(|r| Some(r.entry.time_ms)), "The same, for people."),
        Column::required(
            "clock",
            Clock(|r| Some(r.entry.time_ms)),
            "The same, on the clock of the scenario.",
        ),
        Column::optional(
            "module",
            IdCell(|r| r.entry.module.as_deref()),
            "The module of the exercise it fell into.",
        ),
        Column::required(
            "category",
            IdCell(|r| Some(r.entry.category)),
            "What sort of event; filter on this first.",
        ),
        Column::required(
            "event",
            IdCell(|r| Some(r.entry.event)),
            "Which event. The same in every language.",
        ),
        Column::optional(
            "subject",
            IdCell(|r| r.entry.subject.as_deref()),
            "Who or what it is about.",
        ),
        Column::optional("place", IdCell(|r| r.entry.place.as_deref()), "Where."),
        Column::optional(
            "signal",
            IdCell(|r| r.entry.signal.map(|s| s.spec().name)),
            "The signal that changed or was told.",
        ),
        Column::optional("value", ValueCell(|r| r.entry.value.as_ref()), "Its value."),
        Column::optional(
            "unit",
            Unit(|r| r.entry.value.as_ref().and_then(Value::unit)),
            "The unit of the value.",
        ),
        Column::required(
            "args",
            Json(|r| Some(&r.args)),
            "What the text is made of. The same in every language.",
        ),
        Column::required(
            "text",
            Text(|r| Some(&r.text)),
            "What happened, as a sentence in the language asked for.",
        ),
    ];
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn entry(time_ms: Ms, cause: Option<EntryId>) -> Entry {
        Entry {
            cause,
            time_ms,
            module: None,
            category: "evacuation",
            event: "alarm-given",
            subject: None,
            place: None,
            signal: None,
            value: None,
            args: Vec::new(),
        }
    }

    #[test]
    fn ids_are_dense_and_causes_lie_before() {
        let mut timeline = Timeline::default();
        let first = timeline.push(entry(0, None));
        let second = timeline.push(entry(0, Some(first)));
        assert_eq!(
            (first.to_string().as_str(), second.to_string().as_str()),
            ("e1", "e2")
        );
        assert_eq!(timeline.check(), Ok(()));
        let mut other = Timeline::default();
        let wrong = other.push(entry(0, Some(second)));
        assert_eq!(other.check(), Err(BrokenTimeline::Cause(wrong)));
        let late = timeline.push(entry(-1, None));
        assert_eq!(timeline.check(), Err(BrokenTimeline::Order(late)));
    }
}
