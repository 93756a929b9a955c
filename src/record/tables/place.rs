//! One row for each place under the hazard: when it was warned, reached and empty, and its state at the end.

use crate::record::column::Cell::{Id as IdCell, Number, Seconds, Unit as UnitCell};
use crate::record::column::{Column, Table};
use crate::record::value::Id;
use crate::vocabulary::{Ms, Unit};

/// A place under the hazard: whether the warning came before it.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Which.
    pub place: Id,
    /// What it is: a space, a stair, a door, a road…
    pub kind: &'static str,
    /// When its people were warned.
    pub warned_ms: Option<Ms>,
    /// When the hazard first reached it.
    pub first_hit_ms: Option<Ms>,
    /// The worst the hazard did there, with its unit.
    pub max_value: Option<(f64, Unit)>,
    /// When nobody was left in it.
    pub cleared_ms: Option<Ms>,
    /// Its state at the end.
    pub state: &'static str,
}

impl Place {
    /// How long the warning came before the hazard; negative if after it.
    pub fn lead_ms(&self) -> Option<Ms> {
        Some(self.first_hit_ms? - self.warned_ms?)
    }
}

impl Table for Place {
    const NAME: &'static str = "places";
    const DOC: &'static str = "A place under the hazard.";
    const KEY: &'static [&'static str] = &["place"];
    const COLUMNS: &'static [Column<Self>] = &[
        Column::required("place", IdCell(|r| Some(&r.place)), "The place."),
        Column::required("kind", IdCell(|r| Some(r.kind)), "What it is."),
        Column::optional(
            "warned_s",
            Seconds(|r| r.warned_ms),
            "When its people were first warned.",
        ),
        Column::optional(
            "first_hit_s",
            Seconds(|r| r.first_hit_ms),
            "When the hazard first reached it.",
        ),
        Column::optional(
            "lead_s",
            Seconds(Place::lead_ms),
            "How long the warning came before the hazard; negative if it came after.",
        ),
        Column::optional(
            "max_value",
            Number(|r| r.max_value),
            "The worst the hazard did there.",
        ),
        Column::optional(
            "unit",
            UnitCell(|r| r.max_value.map(|(_, unit)| unit)),
            "The unit of `max_value`.",
        ),
        Column::optional(
            "cleared_s",
            Seconds(|r| r.cleared_ms),
            "When nobody was left in it.",
        ),
        Column::required("state", IdCell(|r| Some(r.state)), "Its state at the end."),
    ];
}
