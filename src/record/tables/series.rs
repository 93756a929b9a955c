//! One row for each signal at each moment at which it was sampled.

use crate::record::column::Cell::{Elapsed, Id as IdCell, Seconds, Unit as UnitCell, Value as ValueCell};
use crate::record::column::{Column, Table};
use crate::record::value::{Id, Value};
use crate::vocabulary::{Ms, Signal};

/// A signal at a moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// When.
    pub time_ms: Ms,
    /// Which signal.
    pub signal: Signal,
    /// Of what.
    pub subject: Id,
    /// Its value.
    pub value: Value,
}

impl Table for Sample {
    const NAME: &'static str = "series";
    const DOC: &'static str = "A signal at a moment.";
    const KEY: &'static [&'static str] = &["time_s", "signal", "subject"];
    const COLUMNS: &'static [Column<Self>] = &[
        Column::required(
            "time_s",
            Seconds(|r| Some(r.time_ms)),
            "When, since the start of the scenario.",
        ),
        Column::required("t", Elapsed(|r| Some(r.time_ms)), "The same, for people."),
        Column::required("signal", IdCell(|r| Some(r.signal.spec().name)), "Which signal."),
        Column::required("subject", IdCell(|r| Some(&r.subject)), "Of what."),
        Column::required("value", ValueCell(|r| Some(&r.value)), "Its value."),
        Column::optional("unit", UnitCell(|r| r.value.unit()), "The unit of the value."),
    ];
}
