//! What is on record of the real event: the file that `observed` of a town names.

use super::town::COUNT;
use crate::scenario::document::csv_table::CsvShape;
use crate::scenario::document::limits;
use crate::scenario::document::shape::{Field, Literal, Section, Shape};

/// What the whole town is called among its municipalities.
pub const EVERYWHERE: &str = "everywhere";

/// What is computed of a town, by its names in tables: a figure on record of any of them can stand beside it.
pub const QUANTITIES: [&str; 16] = [
    "deaths",
    "killed_at_once",
    "die_with_usual_rescue",
    "entrapped_alive",
    "die_without_rescue",
    "injured",
    "injured_1",
    "injured_2",
    "injured_3",
    "buildings_complete",
    "buildings_collapsed",
    "buildings_extensive",
    "buildings_moderate",
    "buildings_slight",
    "buildings_none",
    "fires",
];

/// Figures of the real event.
pub static OBSERVED: CsvShape = CsvShape {
    key: "quantity",
    row: "figure",
    section: &OBSERVED_ROW,
    max_rows: limits::CSV_ROWS,
};

static OBSERVED_ROW: Section = Section {
    name: "observed.csv",
    doc: "The file that `observed` of a town names. A quantity may stand in many rows: sources differ.",
    fields: &[
        Field::optional(
            "municipality",
            Shape::Text,
            "As in the file of buildings; `everywhere`, or nothing, for the whole town.",
        ),
        Field::required(
            "quantity",
            Shape::Text,
            "What was counted, as `impact.csv` calls it: `deaths`, `buildings_collapsed`.",
        ),
        Field::required("value", COUNT, "How many."),
        Field::required("source", Shape::Text, "Who says so, and when."),
        Field::default(
            "compared",
            Shape::Flag,
            Literal::Flag(true),
            "Whether it stands beside what is computed. `no`: for the record only; such a figure may be of any region and of \
             anything.",
        ),
    ],
};
