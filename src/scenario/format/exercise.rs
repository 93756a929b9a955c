//! `[exercise]`.

use super::context::local;
use super::material::CASUALTIES;
use crate::scenario::document::quantity::Instant;
use crate::scenario::document::shape::{Field, Literal, Section, Shape, Word};
use crate::scenario::document::view::View;
use crate::scenario::model::{Exercise, Fidelity};

/// What is exercised.
pub static EXERCISE: Section = Section {
    name: "exercise",
    doc: "What is exercised. The run ends when everything is over, or after `lasts`.",
    fields: &[
        Field::required("name", Shape::LocalText, "Its title."),
        Field::optional(
            "description",
            Shape::LocalText,
            "What it is about, in a sentence or two.",
        ),
        Field::required("starts", Shape::DateTime, "What the clock shows at 0:00:00."),
        Field::required(
            "lasts",
            Shape::Duration {
                min_ms: 1_000,
                max_ms: 72 * 3_600 * 1_000,
            },
            "The run ends then at the latest.",
        ),
        Field::default(
            "sample_every",
            Shape::Duration {
                min_ms: 1_000,
                max_ms: 3_600 * 1_000,
            },
            Literal::Text("10 s"),
            "How often signals are sampled into `series.csv`.",
        ),
        Field::optional(
            "fidelity",
            Shape::OneOf(FIDELITIES),
            "How closely walking is simulated: `pedestrian` if left out.",
        ),
        Field::default(
            "show_casualties",
            Shape::OneOf(CASUALTIES),
            Literal::Text("injured"),
            "What people at the table are told of casualties, on every page that is made for them.",
        ),
    ],
};

static FIDELITIES: &[Word] = &[
    Word::new("pedestrian", "every person with a body, in steps of 50 ms;"),
    Word::new(
        "network",
        "rooms, doors and stairs as a network of queues: for thousands of runs (`docs/validation.md` says where the \
         two part).",
    ),
];

/// Reads it; `id` is the name of the scenario's folder.
pub fn read(view: View<'_>, id: &str) -> (Exercise, Instant) {
    let starts = view.instant("starts");
    let exercise = Exercise {
        id: id.to_owned(),
        name: local(&view.local_text("name")),
        description: view
            .get("description")
            .map(|leaf| local(&leaf.local_text()))
            .unwrap_or_default(),
        starts: starts.iso_after(0),
        starts_unix_s: starts.unix_s(),
        utc_offset_s: starts.utc_offset_s(),
        lasts_ms: view.duration_ms("lasts"),
        sample_every_ms: view.duration_ms("sample_every"),
        fidelity: if view.get("fidelity").is_some_and(|word| word.text() == "network") {
            Fidelity::Network
        } else {
            Fidelity::Pedestrian
        },
    };
    (exercise, starts)
}
