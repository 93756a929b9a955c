//! `[response]`: what a protocol calls what classes are told to do, and the words it is announced with.

use std::collections::BTreeMap;

use super::context::local;
use crate::scenario::document::shape::{Field, Section, Shape};
use crate::scenario::document::view::View;
use crate::scenario::model::ResponseWords;

/// The actions that a protocol can name: what classes are told to do, and cover.
const NAMED: [&str; 5] = ["hold", "shelter", "evacuate", "drop-cover-hold", "count-again"];

const fn named(key: &'static str, doc: &'static str) -> Field {
    Field::optional(key, Shape::Table(&WORDS), doc)
}

/// What the responses are called.
pub static RESPONSE: Section = Section {
    name: "response",
    doc: "What the school's protocol calls its responses and how they are announced. It changes the words of every text, \
          and nothing that happens.",
    fields: &[
        Field::optional(
            "protocol",
            Shape::Text,
            "`standard-response-protocol`, which comes with hotwash, or the name of a TOML file with a `[response]` table \
             in the folder of the scenario: a ministry's own. What the scenario says itself counts before it.",
        ),
        named(NAMED[0], "Classes stay in their rooms."),
        named(NAMED[1], "Classes take shelter where they are."),
        named(NAMED[2], "Classes leave the building."),
        named(NAMED[3], "People drop, take cover and hold on."),
        named(NAMED[4], "The roll is called once more."),
    ],
};

static WORDS: Section = Section {
    name: "response-words",
    doc: "What a response is called.",
    fields: &[
        Field::required(
            "name",
            Shape::LocalText,
            "As it follows “orders the classes to …”: `hold`, `leave the building`.",
        ),
        Field::optional(
            "directive",
            Shape::LocalText,
            "The words it is announced with, like “In your room or area”.",
        ),
    ],
};

/// What a file with such a protocol holds.
pub static PROTOCOL: Section = Section {
    name: "response-protocol",
    doc: "A file that says what responses are called.",
    fields: &[Field::required(
        "response",
        Shape::Table(&RESPONSE),
        "What the responses are called.",
    )],
};

/// Reads it: the words by the name of the action.
pub fn read(view: View<'_>) -> BTreeMap<&'static str, ResponseWords> {
    let words = |view: View<'_>| ResponseWords {
        name: local(&view.local_text("name")),
        directive: view.get("directive").map(|leaf| local(&leaf.local_text())),
    };
    let of = |action| Some((action, words(view.table(action)?)));
    NAMED.into_iter().filter_map(of).collect()
}
