//! The columns of the file of people.

use super::{ASSEMBLY, CLASS, OPENING, SPACE};
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
        Field::default(
            "hides",
            Shape::Flag,
            Literal::Flag(false),
            "For a pupil or visitor: whether the person hides, is too frightened to move or is locked in, and stays where \
             they are until somebody comes. Others who are by themselves set out after an earthquake, or follow when others leave.",
        ),
        Field::default(
            "came_late",
            Shape::Flag,
            Literal::Flag(false),
            "For a pupil: whether the register says absent although the pupil is at school. No list names them, and nobody \
             misses them.",
        ),
        Field::optional(
            "family",
            Shape::Id { capitals: true },
            "For a pupil: who is fetched together with whom, a name of your own. Pupils without one are fetched one by one.",
        ),
        coordinate(
            "x_m",
            "Where in the room the person begins, along x, in the coordinates of the plan; wherever there is space if left out.",
        ),
        coordinate("y_m", "The same along y."),
        Field::optional(
            "speed_m_s",
            Shape::Number {
                unit: "m/s",
                min: 0.1,
                max: 5.0,
            },
            "Speed on open floor, just so; if left out it is drawn by age.",
        ),
        Field::optional(
            "sets_out",
            Shape::DURATION,
            "When the person sets out without being told, from the start of the exercise; if left out, when told.",
        ),
        Field::optional(
            "exit",
            Shape::reference(&[OPENING]),
            "The exit that the person takes; by the route plan of the class, or the nearest, if left out.",
        ),
        Field::optional(
            "assembly",
            Shape::reference(&[ASSEMBLY]),
            "The assembly area that the person goes to; that of the class, or the nearest, if left out.",
        ),
    ],
};

const fn coordinate(key: &'static str, doc: &'static str) -> Field {
    Field::optional(
        key,
        Shape::Number {
            unit: "m",
            min: -1_000_000.0,
            max: 1_000_000.0,
        },
        doc,
    )
}

static ROLES: &[Word] = &[
    Word::new("pupil", "a child on a class register;"),
    Word::new("teacher", "teaches, and may be in charge of a class;"),
    Word::new("head", "head teacher or deputy head;"),
    Word::new("security-officer", "School Security Officer;"),
    Word::new("staff", "caretaker, cook, secretary, nurse and the like;"),
    Word::new("visitor", "somebody who does not belong to the school."),
];
