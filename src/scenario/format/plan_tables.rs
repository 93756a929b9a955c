//! `[school.ID.plan_tables]`: a plan from what a tape measure and the evacuation sign tell, and the columns of its files.

use super::OPENING;
use crate::scenario::document::csv_table::CsvShape;
use crate::scenario::document::limits;
use crate::scenario::document::shape::{Field, Literal, Namespace, Section, Shape, Word};

/// Ids of corridors, among the tables of a plan.
pub const CORRIDOR: Namespace = Namespace::new("corridor", "a corridor");

/// The files, in the order in which they are read.
pub static PLAN_TABLES: Section = Section {
    name: "plan-tables",
    doc: "A plan from tables instead of a drawing: `docs/your-school.md` leads through it. The layout is made from them: \
          corridors straight, rooms along both sides, stairs and exits where they are said to be, a yard around.",
    fields: &[
        Field::required("corridors", CSV, "The corridors, each on its floor."),
        Field::required("rooms", CSV, "The rooms along them."),
        Field::optional("stairs", CSV, "The stairs; left out in a school of one floor."),
        Field::required("exits", CSV, "The exits."),
        Field::required("assembly", CSV, "The assembly areas."),
    ],
};

const CSV: Shape = Shape::File { extensions: &["csv"] };

/// Most corridors, stairs, exits and assembly areas of a school.
const MAX_ROWS: usize = 500;

/// The file of corridors.
pub static CORRIDORS: CsvShape = CsvShape {
    key: "corridor",
    row: "corridor",
    section: &CORRIDOR_ROW,
    max_rows: MAX_ROWS,
};

/// The file of rooms.
pub static ROOMS: CsvShape = CsvShape {
    key: "room",
    row: "room",
    section: &ROOM_ROW,
    max_rows: limits::PLACES,
};

/// The file of stairs.
pub static STAIRS: CsvShape = CsvShape {
    key: "stair",
    row: "stair",
    section: &STAIR_ROW,
    max_rows: MAX_ROWS,
};

/// The file of exits.
pub static EXITS: CsvShape = CsvShape {
    key: "exit",
    row: "exit",
    section: &EXIT_ROW,
    max_rows: MAX_ROWS,
};

/// The file of assembly areas.
pub static ASSEMBLY_AREAS: CsvShape = CsvShape {
    key: "assembly",
    row: "assembly area",
    section: &ASSEMBLY_ROW,
    max_rows: MAX_ROWS,
};

/// Where a stair or an exit lies at a corridor that is held so that it runs from left to right.
static PLACES: [Word; 4] = [
    Word::new("left", "At its left end."),
    Word::new("right", "At its right end."),
    Word::new("top", "In the middle of its upper side, between the rooms."),
    Word::new("bottom", "In the middle of its lower side, between the rooms."),
];

static SIDES: [Word; 2] = [Word::new("top", "Above it."), Word::new("bottom", "Below it.")];

static USES: [Word; 6] = [
    Word::new("room", "A classroom, laboratory, library."),
    Word::new("office", "A room of the staff."),
    Word::new("toilet", "Toilets."),
    Word::new("gym", "A gymnasium."),
    Word::new("refuge", "Where somebody waits who cannot go down a stair."),
    Word::new("hall", "A hall or foyer."),
];

const fn metres(min: f64, max: f64) -> Shape {
    Shape::Number { unit: "m", min, max }
}

const AREA: Shape = Shape::Number {
    unit: "m²",
    min: 1.0,
    max: 5_000.0,
};

const NAME: Field = Field::optional("name", Shape::Text, "What people call it; its id if left out.");
const NOTE: Field = Field::optional(
    "note",
    Shape::Text,
    "Whatever you want to remember; the program does not use it.",
);

static CORRIDOR_ROW: Section = Section {
    name: "corridors.csv",
    doc: "The file that `corridors` of the plan tables names. Hold the evacuation sign so that the corridor runs from left \
          to right: all words for sides and ends are meant so.",
    fields: &[
        Field::required("corridor", Shape::Id { capitals: true }, "Its id."),
        Field::required(
            "floor",
            Shape::Integer { min: 0, max: 20 },
            "On which floor, counted from 0, the lowest.",
        ),
        Field::required("length_m", metres(2.0, 300.0), "Its length from wall to wall."),
        Field::required("width_m", metres(0.8, 20.0), "Its width."),
        Field::optional(
            "continues",
            Shape::reference(&[CORRIDOR]),
            "The corridor of the same floor that it goes on from, at the right end of that and the left end of this: round a \
             corner, say. Both are drawn in one line.",
        ),
        NAME,
        NOTE,
    ],
};

static ROOM_ROW: Section = Section {
    name: "rooms.csv",
    doc: "The file that `rooms` of the plan tables names: the rooms of each corridor from left to right. Its area is kept \
          exactly; how deep it is drawn follows from the length of the corridor.",
    fields: &[
        Field::required(
            "room",
            Shape::Id { capitals: true },
            "Its id: what stands on the door.",
        ),
        Field::required(
            "corridor",
            Shape::reference(&[CORRIDOR]),
            "The corridor on which its door opens.",
        ),
        Field::optional(
            "floor",
            Shape::Integer { min: 0, max: 20 },
            "Its floor, if you want it checked: that of its corridor.",
        ),
        Field::required("area_m2", AREA, "Length times width."),
        Field::required(
            "door_m",
            metres(0.5, 6.0),
            "Free width of its door, between the jambs.",
        ),
        Field::optional(
            "side",
            Shape::OneOf(&SIDES),
            "The side of the corridor; if left out, the side that is emptier so far.",
        ),
        Field::default("use", Shape::OneOf(&USES), Literal::Text("room"), "What it is."),
        Field::optional(
            "pupils",
            Shape::Integer { min: 0, max: 1_000 },
            "How many pupils sit there, if you want it checked: by the registers of the classes that begin there.",
        ),
        NAME,
        NOTE,
    ],
};

static STAIR_ROW: Section = Section {
    name: "stairs.csv",
    doc: "The file that `stairs` of the plan tables names: one row a staircase, from the lowest floor to the highest.",
    fields: &[
        Field::required("stair", Shape::Id { capitals: true }, "Its id."),
        Field::required(
            "corridors",
            Shape::List {
                of: &Shape::reference(&[CORRIDOR]),
                min: 2,
                max: 21,
            },
            "The corridors it joins, the lowest first, with spaces between: `ground first second`.",
        ),
        Field::required(
            "place",
            Shape::OneOf(&PLACES),
            "Where it lies at each of these corridors.",
        ),
        Field::required(
            "width_m",
            metres(0.6, 6.0),
            "Free width of a flight, between wall and handrail.",
        ),
        Field::required(
            "steps",
            Shape::Integer { min: 4, max: 60 },
            "How many steps from one floor to the next: count them.",
        ),
        Field::default(
            "riser_m",
            metres(0.08, 0.30),
            Literal::Number(0.17),
            "Height of a step. 0.17 is an assumption: usual in schools. Steps times this is the height of the storey.",
        ),
        Field::default(
            "tread_m",
            metres(0.15, 0.60),
            Literal::Number(0.30),
            "Depth of a step. 0.30 is an assumption: usual in schools.",
        ),
        Field::default(
            "flights",
            Shape::Integer { min: 1, max: 2 },
            Literal::Integer(2),
            "Flights from one floor to the next: 2 turns round on a landing half-way, 1 goes straight.",
        ),
        NAME,
        NOTE,
    ],
};

static EXIT_ROW: Section = Section {
    name: "exits.csv",
    doc: "The file that `exits` of the plan tables names. All of them lie on one floor, which is at the level of the yard.",
    fields: &[
        Field::required("exit", Shape::Id { capitals: true }, "Its id."),
        Field::required(
            "corridor",
            Shape::reference(&[CORRIDOR]),
            "The corridor that it leads out of.",
        ),
        Field::required("place", Shape::OneOf(&PLACES), "Where it lies at that corridor."),
        Field::required(
            "width_m",
            metres(0.5, 60.0),
            "Free width, all leaves that open together; of a side that is open, how long that is.",
        ),
        Field::default(
            "locked",
            Shape::Flag,
            Literal::Flag(false),
            "Whether it is locked on a school day.",
        ),
        NAME,
        NOTE,
    ],
};

static ASSEMBLY_ROW: Section = Section {
    name: "assembly.csv",
    doc: "The file that `assembly` of the plan tables names: where people gather, straight out of an exit.",
    fields: &[
        Field::required("assembly", Shape::Id { capitals: true }, "Its id."),
        Field::required(
            "exit",
            Shape::reference(&[OPENING]),
            "The exit from which you paced the way to it.",
        ),
        Field::required(
            "distance_m",
            metres(1.0, 1_000.0),
            "From that exit to the near edge of the area.",
        ),
        Field::required(
            "area_m2",
            Shape::Number {
                unit: "m²",
                min: 4.0,
                max: 20_000.0,
            },
            "How large it is. One person a square metre counts as full, an assumption.",
        ),
        NAME,
        NOTE,
    ],
};
