//! The columns of the file of classes.

use super::{ASSEMBLY, SPACE};
use crate::scenario::document::csv_table::CsvShape;
use crate::scenario::document::limits;
use crate::scenario::document::shape::{Field, Literal, Section, Shape};

/// The file of classes: the morning's registers.
pub static CLASSES: CsvShape = CsvShape {
    key: "class",
    row: "class",
    section: &CLASS_ROW,
    max_rows: limits::CLASSES,
};

/// Pupils of one class, at most.
const MAX_REGISTER: i64 = 100;

const fn count(key: &'static str, doc: &'static str) -> Field {
    Field::default(
        key,
        Shape::Integer {
            min: 0,
            max: MAX_REGISTER,
        },
        Literal::Integer(0),
        doc,
    )
}

static CLASS_ROW: Section = Section {
    name: "classes.csv",
    doc: "The file that `classes` of the school names: every class with its register of the day. The pupils of \
          `7B` are `7B-01`, `7B-02` and so on. Going by number, those in a wheelchair come first, then those who \
          need help, then the others, then those who came late; last come those absent, then those absent but unmarked, then those who left \
          early. A pupil whom `people.csv` lists counts here but is left out of these counts.",
    fields: &[
        Field::required("class", Shape::Id { capitals: true }, "Its id: `7B`."),
        Field::required("room", Shape::reference(&[SPACE]), "Where it has its lesson."),
        Field::required(
            "grade",
            Shape::Integer { min: 0, max: 13 },
            "School grade, 0 for pre-school. A pupil of grade g is g + 5.5 to g + 6.5 years old.",
        ),
        Field::required(
            "on_register",
            Shape::Integer {
                min: 0,
                max: MAX_REGISTER,
            },
            "How many are on the register.",
        ),
        count("absent", "How many of them are absent, and marked so."),
        count(
            "absent_unmarked",
            "How many are absent although the register says present: a wrong register.",
        ),
        count(
            "left_early",
            "How many went home early: the register says present, the gate log knows better.",
        ),
        count(
            "came_late",
            "How many came late: they are at school although the register says absent, and nobody misses them.",
        ),
        count("needing_help", "How many walk only with help."),
        count("wheelchair", "How many use a wheelchair."),
        Field::optional(
            "teacher",
            Shape::Id { capitals: true },
            "Who is in charge now: the id of an adult of `people.csv`, who then begins where that file says. An id that \
             stands there nowhere makes a new teacher, 42 years old, in the room of the class; `hotwash check` warns if \
             it is spelt almost like somebody who has no class. Left out when the teacher is absent.",
        ),
        Field::optional(
            "assembly",
            Shape::reference(&[ASSEMBLY]),
            "Where it gathers; the nearest assembly area if left out.",
        ),
    ],
};
