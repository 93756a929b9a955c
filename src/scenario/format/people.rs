//! The columns of the file of people.

use super::{CLASS, SPACE};
use crate::scenario::document::csv_table::CsvShape;
use crate::scenario::document::limits;
use crate::scenario::document::shape::{Field, Literal, Section, Shape, Word};

/// The file of people: staff, visitors, and pupils who are not with their class.
pub static PEOPLE: CsvShape = CsvShape {
    key: "id",
    row: "person",
    section: &PERSON_ROW,
    max_rows: limits::PERSONS,
};

static PERSON_ROW: Section = Section {
    name: "people.csv",
    doc: "The file that `people` of the school names: staff, visitors, and pupils who are somewhere else than their \
          class when the exercise begins.",
    fields: &[
        Field::required(
            "id",
            Shape::Id { capitals: true },
            "A stable id: `head-teacher`, `7B-11`.",
        ),
        Field::required("role", Shape::OneOf(ROLES), "What the person is at the school."),
        Field::optional(
            "class",
            Shape::reference(&[CLASS]),
            "For a pupil: on which register.",
        ),
        Field::required(
            "room",
            Shape::reference(&[SPACE]),
            "Where the person is when the exercise begins.",
        ),
        Field::optional(
            "age",
            Shape::Number {
                unit: "years",
                min: 1.0,
                max: 110.0,
            },
            "Age in years; if left out, by grade for a pupil, 42 for an adult (an assumption).",
        ),
        Field::default(
            "needs_help",
            Shape::Flag,
            Literal::Flag(false),
            "Whether the person walks only with help.",
        ),
        Field::default(
            "wheelchair",
            Shape::Flag,
            Literal::Flag(false),
            "Whether the person uses a wheelchair.",
        ),
        Field::optional(
            "family",
            Shape::Id { capitals: true },
            "For a pupil: who is fetched together with whom, a name of your own. Pupils without one are fetched one by one.",
        ),
    ],
};

static ROLES: &[Word] = &[
    Word::new("pupil", "a child on a class register;"),
    Word::new("teacher", "teaches, and may be in charge of a class;"),
    Word::new("head", "head teacher or deputy head;"),
    Word::new("security-officer", "School Security Officer;"),
    Word::new("staff", "caretaker, cook, secretary, nurse and the like;"),
    Word::new("visitor", "somebody who does not belong to the school."),
];
