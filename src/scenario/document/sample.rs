//! A small format that the tests of this room share: enough of every shape, nothing of the real scenario.

use super::csv_table::CsvShape;
use super::limits;
use super::shape::{Field, Literal, Namespace, Section, Shape, Variant, Word};

pub(super) const POSITION: Namespace = Namespace::new("position", "a position");
pub(super) const DOOR: Namespace = Namespace::new("door", "a door");
pub(super) const HAZARD: Namespace = Namespace::new("hazard", "a hazard");
pub(super) const CLASS: Namespace = Namespace::new("class", "a class");
pub(super) const ROOM: Namespace = Namespace::new("room", "a room");

pub(super) static ROOT: Section = Section {
    name: "scenario",
    doc: "A small scenario.",
    fields: &[
        Field::required("exercise", Shape::Table(&EXERCISE), "What is exercised."),
        Field::optional(
            "door",
            Shape::keyed(&Shape::Table(&DOOR_TABLE), DOOR),
            "The doors.",
        ),
        Field::optional(
            "hazard",
            Shape::keyed(&Shape::Kinds(HAZARDS), HAZARD),
            "What happens.",
        ),
        Field::optional(
            "position",
            Shape::keyed(&Shape::Table(&POSITION_TABLE), POSITION),
            "Who acts.",
        ),
        Field::optional(
            "decision",
            Shape::Keyed {
                of: &Shape::Table(&DECISION),
                declares: None,
                max: 3,
            },
            "Choices.",
        ),
        Field::optional("classes", Shape::File { extensions: &["csv"] }, "The classes."),
    ],
};

static EXERCISE: Section = Section {
    name: "exercise",
    doc: "What is exercised.",
    fields: &[
        Field::required("name", Shape::LocalText, "What it is called."),
        Field::optional("starts", Shape::DateTime, "When the clock starts."),
        Field::default(
            "lasts",
            Shape::DURATION,
            Literal::Text("90 min"),
            "How long it runs.",
        ),
    ],
};

static DOOR_TABLE: Section = Section {
    name: "door",
    doc: "A door.",
    fields: &[
        Field::required(
            "width_m",
            Shape::Number {
                unit: "m",
                min: 0.4,
                max: 20.0,
            },
            "Clear width.",
        ),
        Field::default(
            "locked",
            Shape::Flag,
            Literal::Flag(false),
            "Whether it is locked.",
        ),
        Field::optional(
            "at_m",
            Shape::List {
                of: &METRES,
                min: 2,
                max: 2,
            },
            "Where it is.",
        ),
        Field::optional(
            "speed_m_s",
            Shape::NumberSpread {
                unit: "m/s",
                min: 0.0,
                max: 5.0,
            },
            "How fast one passes.",
        ),
        Field::optional("share", Shape::Fraction, "How many use it."),
    ],
};

static METRES: Shape = Shape::Number {
    unit: "m",
    min: -limits::COORDINATE_M,
    max: limits::COORDINATE_M,
};

static HAZARDS: &[Variant] = &[
    Variant::new("earthquake", &EARTHQUAKE),
    Variant::new("fire", &FIRE),
];

static EARTHQUAKE: Section = Section {
    name: "earthquake",
    doc: "The ground shakes.",
    fields: &[
        Field::required("at", Shape::Moment { anchors: &[HAZARD] }, "When."),
        Field::required(
            "magnitude_mw",
            Shape::Number {
                unit: "Mw",
                min: 3.0,
                max: 9.5,
            },
            "How strong.",
        ),
    ],
};

static FIRE: Section = Section {
    name: "fire",
    doc: "Something burns.",
    fields: &[Field::required(
        "at",
        Shape::Moment { anchors: &[HAZARD] },
        "When.",
    )],
};

static POSITION_TABLE: Section = Section {
    name: "position",
    doc: "Who acts.",
    fields: &[
        Field::optional("deputy", Shape::reference(&[POSITION]), "Who takes over."),
        Field::default(
            "count",
            Shape::Integer { min: 1, max: 100 },
            Literal::Integer(1),
            "How many.",
        ),
    ],
};

static DECISION: Section = Section {
    name: "decision",
    doc: "A choice.",
    fields: &[
        Field::required("position", Shape::reference(&[POSITION]), "Who decides."),
        Field::optional("when", Shape::Expression, "When it falls due."),
        Field::optional(
            "at_latest",
            Shape::Moment { anchors: &[HAZARD] },
            "When at the latest.",
        ),
        Field::default(
            "decides_in",
            Shape::DURATION_SPREAD,
            Literal::Text("40 s"),
            "How long it takes.",
        ),
        Field::default(
            "timing",
            Shape::OneOf(TIMINGS),
            Literal::Text("scripted"),
            "How its time is found.",
        ),
        Field::required(
            "options",
            Shape::Keyed {
                of: &Shape::Actions(actions),
                declares: None,
                max: 5,
            },
            "What can be chosen.",
        ),
        Field::required(
            "choose",
            Shape::KeyOf {
                table: "options",
                or: NOTHING,
            },
            "What is chosen.",
        ),
    ],
};

static TIMINGS: &[Word] = &[
    Word::new("scripted", "as written"),
    Word::new("never", "not at all"),
];
static NOTHING: &[Word] = &[Word::new("nothing", "nothing is done")];

fn actions() -> &'static [Variant] {
    static ACTIONS: &[Variant] = &[Variant::new("evacuate", &EVACUATE), Variant::new("hold", &HOLD)];
    ACTIONS
}

static EVACUATE: Section = Section {
    name: "evacuate",
    doc: "Everybody leaves.",
    fields: &[
        Field::required(
            "through",
            Shape::Reference { to: &[DOOR], or: ANY },
            "Which door.",
        ),
        Field::optional("ack_within", Shape::DURATION, "How long to wait."),
    ],
};
static ANY: &[Word] = &[Word::new("any-door", "the nearest")];

static HOLD: Section = Section {
    name: "hold",
    doc: "Everybody stays.",
    fields: &[],
};

pub(super) static CLASSES: CsvShape = CsvShape {
    key: "class",
    row: "class",
    section: &CLASS_ROW,
    max_rows: 20,
};

static CLASS_ROW: Section = Section {
    name: "classes.csv",
    doc: "The classes.",
    fields: &[
        Field::required("class", Shape::Id { capitals: true }, "What it is called."),
        Field::required("room", Shape::reference(&[ROOM]), "Where it is."),
        Field::required(
            "pupils",
            Shape::Integer { min: 0, max: 60 },
            "How many are on the register.",
        ),
        Field::default(
            "speed_m_s",
            Shape::Number {
                unit: "m/s",
                min: 0.1,
                max: 5.0,
            },
            Literal::Number(1.2),
            "How fast.",
        ),
        Field::default(
            "absent",
            Shape::Flag,
            Literal::Flag(false),
            "Whether it is out today.",
        ),
        Field::optional("exits", Shape::list(&DOOR_REFERENCE), "Which doors it uses."),
    ],
};
static DOOR_REFERENCE: Shape = Shape::reference(&[DOOR]);

/// A scenario without mistakes.
pub(super) const GOOD: &str = r#"format = 1
classes = "classes.csv"
[exercise]
name = { en = "Drill", sq = "Stërvitje" }
starts = 2026-03-12T10:20:00+01:00

[door.main]
width_m = 1.8
at_m = [1, 2.5]
[door.yard]
width_m = 1
locked = true
speed_m_s = { median = 1.2, p90 = 1.6 }
share = "30 %"

[hazard.mainshock]
kind = "earthquake"
at = "5 min"
magnitude_mw = 6.4

[position.commander]
deputy = "guard"
[position.guard]

[decision.leave]
position = "commander"
when = "shaking@school == over for '10 s'"
at_latest = "4 min after mainshock"
decides_in = { median = "40 s", p90 = "2 min" }
options.go = [{ action = "evacuate", through = "main", ack_within = "30 s" }]
options.stay = [{ action = "hold" }]
choose = "go"
"#;
