//! A flood whose stages are stated, and the file that states them.

use crate::scenario::format::HAZARD;
use crate::scenario::format::place::LEVEL_M;
use crate::scenario::document::csv_table::CsvShape;
use crate::scenario::document::limits;
use crate::scenario::document::shape::{Field, Section, Shape};

/// A flood whose stages are stated.
pub static PRESCRIBED: Section = Section {
    name: "prescribed-flood",
    doc: "A flood as gauges and people have recorded it, or as the exercise wants it: its stages are stated, nothing is \
          computed. Everything else (gauges, people, decisions, debrief) works as with a flood that is computed.",
    fields: &[
        Field::required(
            "at",
            Shape::Moment { anchors: &[HAZARD] },
            "When it begins. Times in the file of stages that are no dates count from there.",
        ),
        Field::required(
            "stage",
            Shape::File { extensions: &["csv"] },
            "Levels at gauges, depths at places: one row a place and time.",
        ),
    ],
};

/// Stages of a flood.
pub static STAGE: CsvShape = CsvShape {
    key: "place",
    row: "stage",
    section: &STAGE_ROW,
    max_rows: limits::CSV_ROWS,
};

static STAGE_ROW: Section = Section {
    name: "stage.csv",
    doc: "The file that `stage` of a flood names. A place stands in as many rows as there are times, in their order; between two \
          times the water rises or falls evenly.",
    fields: &[
        Field::required("place", Shape::Text, "The id of a gauge, a place or the school."),
        Field::required(
            "time",
            Shape::Text,
            "When: a duration since the beginning of the flood (`2 h 30 min`, or hours as a plain number: `2.5`), or ISO 8601 \
             (`2010-12-04T06:00:00+01:00`).",
        ),
        Field::optional(
            "depth_m",
            Shape::Number {
                unit: "m",
                min: 0.0,
                max: 100.0,
            },
            "Depth on the ground. Either this or `level_m` has to be there.",
        ),
        Field::optional(
            "level_m",
            LEVEL_M,
            "Level: at a gauge above its zero, elsewhere as `ground_m` counts.",
        ),
        Field::optional(
            "speed_m_s",
            Shape::Number {
                unit: "m/s",
                min: 0.0,
                max: 20.0,
            },
            "Speed of the water; still water if left out everywhere.",
        ),
    ],
};
