//! One row for each stretch of time in which a resource had one status.

use crate::record::column::Cell::{Elapsed, Id as IdCell, Seconds, Word};
use crate::record::column::{Column, Table};
use crate::record::value::Id;
use crate::record::words::ResourceStatus;
use crate::vocabulary::Ms;

/// A stretch of time in which a resource had one status.
#[derive(Debug, Clone, PartialEq)]
pub struct ResourceChange {
    /// When the status began.
    pub time_ms: Ms,
    /// When it ended; none if it lasted to the end of the run.
    pub until_ms: Option<Ms>,
    /// Which resource.
    pub resource: Id,
    /// What kind of resource, as ICS types it.
    pub kind: Id,
    /// Its type within the kind.
    pub type_: Option<Id>,
    /// Its status as ICS knows it.
    pub status: ResourceStatus,
    /// The finer state: en route, on scene, transporting…
    pub state: &'static str,
    /// The request it answers.
    pub request: Option<Id>,
    /// When the resource was first asked for, whatever became of that.
    pub requested_ms: Option<Ms>,
    /// What it is assigned to.
    pub assignment: Option<Id>,
    /// Where it is.
    pub place: Option<Id>,
}

impl Table for ResourceChange {
    const NAME: &'static str = "resources";
    const DOC: &'static str = "A stretch of time in which a resource had one status.";
    const KEY: &'static [&'static str] = &["time_s", "resource", "state"];
    const COLUMNS: &'static [Column<Self>] = &[
        Column::required(
            "time_s",
            Seconds(|r| Some(r.time_ms)),
            "When the status began, since the start of the scenario.",
        ),
        Column::required("t", Elapsed(|r| Some(r.time_ms)), "The same, for people."),
        Column::optional(
            "until_s",
            Seconds(|r| r.until_ms),
            "When it ended; empty if it lasted to the end of the run.",
        ),
        Column::required("resource", IdCell(|r| Some(&r.resource)), "The resource."),
        Column::required("kind", IdCell(|r| Some(&r.kind)), "What kind of resource."),
        Column::optional(
            "type",
            IdCell(|r| r.type_.as_deref()),
            "Its type within the kind.",
        ),
        Column::required(
            "status",
            Word(ResourceStatus::WORDS, |r| Some(r.status.word())),
            "Its status as ICS knows it.",
        ),
        Column::required(
            "state",
            IdCell(|r| Some(r.state)),
            "The finer state behind the status, such as `en-route` or `on-scene`.",
        ),
        Column::optional(
            "request",
            IdCell(|r| r.request.as_deref()),
            "The request it answers, an id of `messages.csv`.",
        ),
        Column::optional(
            "requested_s",
            Seconds(|r| r.requested_ms),
            "When this resource was first asked for, whether or not the call got through; empty if it never was.",
        ),
        Column::optional(
            "assignment",
            IdCell(|r| r.assignment.as_deref()),
            "What it is assigned to.",
        ),
        Column::optional("place", IdCell(|r| r.place.as_deref()), "Where it is."),
    ];
}
