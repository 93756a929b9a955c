//! `[works.ID]`: what people have built that water has to do with.

use super::computed::MANNING;
use super::shapes::{CREST_POINT, Courses, ENDS, FILE, FLOW, LINE, course, ends, numbers, point, points};
use crate::diagnostic::Diagnostic;
use crate::geo::{Point, Segment};
use crate::scenario::document::limits;
use crate::scenario::document::shape::{Field, Literal, Section, Shape, Variant, Word};
use crate::scenario::document::view::{Leaf, View};
use crate::scenario::format::context::{Context, local, spread};
use crate::scenario::format::place::LEVEL_M;
use crate::scenario::model::{
    BarrierMake, BreachGrowth, BreachSpec, BreachStart, LakeSpec, WorksKind, WorksSpec,
};
use crate::vocabulary::SubjectKind;

/// The kinds of works.
pub static WORKS_KINDS: &[Variant] = &[
    Variant::new("levee", &LEVEE),
    Variant::new("barrier", &BARRIER),
    Variant::new("gate", &GATE),
    Variant::new("culvert", &CULVERT),
    Variant::new("pump", &PUMP),
    Variant::new("dam", &DAM),
];

const NAME: Field = Field::optional("name", Shape::LocalText, "Its name.");
const GRANTS: Field = Field::default(
    "grants",
    Shape::Fraction,
    Literal::Number(0.0),
    "How often whoever runs it grants a request (`request-works`): never if left out. An assumption of the exercise.",
);

const LENGTH_M: Shape = Shape::Number {
    unit: "m",
    min: 0.01,
    max: 100_000.0,
};

static LEVEE: Section = Section {
    name: "levee",
    doc: "A levee, wall or embankment: water passes only above its crest.",
    fields: &[
        NAME,
        Field::required(
            "crest",
            Shape::List {
                of: &CREST_POINT,
                min: 2,
                max: limits::ENTRIES,
            },
            "Its line with the level of the crest at each corner: `[[x, y, level], …]`; straight between them.",
        ),
        Field::optional(
            "breach",
            Shape::Table(&BREACH),
            "How it may break; it does not if left out.",
        ),
    ],
};

static BREACH: Section = Section {
    name: "breach",
    doc: "How a levee may break: where, since when (one of `at`, `when_level_m`, `overtopped_for`), how it grows.",
    fields: &[
        Field::required(
            "where",
            Shape::List {
                of: &COORDINATES,
                min: 2,
                max: 2,
            },
            "Where: `[x, y]` on the levee.",
        ),
        Field::optional(
            "at",
            Shape::Moment {
                anchors: &[super::super::HAZARD],
            },
            "Since a time.",
        ),
        Field::optional(
            "when_level_m",
            LEVEL_M,
            "Since the water before it reaches this level.",
        ),
        Field::optional(
            "overtopped_for",
            Shape::DURATION,
            "Since water has run over its crest there for so long altogether.",
        ),
        Field::default(
            "grows",
            Shape::OneOf(GROWTHS),
            Literal::Text("scripted"),
            "How it grows (docs/models.md has the equations and their sources).",
        ),
        Field::required("bottom_m", LEVEL_M, "Level of its bottom at the end."),
        Field::optional(
            "width_m",
            LENGTH_M,
            "How wide it becomes: of a scripted one; of a levee at most.",
        ),
        Field::optional(
            "takes",
            Shape::DURATION,
            "How long that takes, of a scripted one.",
        ),
        Field::optional(
            "volume_m3",
            Shape::Number {
                unit: "m³",
                min: 1.0,
                max: 1e12,
            },
            "How much water stands behind it, for `froehlich`.",
        ),
    ],
};

static COORDINATES: Shape = super::super::place::COORDINATE;

static GROWTHS: &[Word] = &[
    Word::new("scripted", "to `width_m` in the time that `takes` says;"),
    Word::new("froehlich", "Froehlich 2008, by `volume_m3`: a dam of earth;"),
    Word::new(
        "levee-of-sand",
        "Verheij and van der Knaap 2003, while water falls through it;",
    ),
    Word::new("levee-of-clay", "the same of clay."),
];

static BARRIER: Section = Section {
    name: "barrier",
    doc: "A wall that is not there until somebody has it built (`raise-barrier`): what is not built in time, the water finds.",
    fields: &[
        NAME,
        Field::required("line", LINE, "Where: `[[x, y], …]`."),
        Field::required(
            "height_m",
            Shape::Number {
                unit: "m",
                min: 0.05,
                max: 5.0,
            },
            "How high it is to become above the ground.",
        ),
        Field::default(
            "of",
            Shape::OneOf(MAKES),
            Literal::Text("sandbags"),
            "What it is made of.",
        ),
        Field::default(
            "bags",
            Shape::Integer {
                min: 0,
                max: 100_000_000,
            },
            Literal::Integer(1_000_000),
            "How many sandbags can be had.",
        ),
        Field::required(
            "people",
            Shape::Integer { min: 1, max: 100_000 },
            "How many people build it.",
        ),
        Field::default(
            "begins",
            Shape::DURATION_SPREAD,
            Literal::Spread("1 h", "2 h"),
            "How long until they and what they need are there. An assumption.",
        ),
    ],
};

static MAKES: &[Word] = &[
    Word::new(
        "sandbags",
        "a pyramid of sandbags, laid evenly along the whole line;",
    ),
    Word::new("demountable", "units that are set up one beside the other."),
];

const BETWEEN: Field = Field::required("between", ENDS, "From where to where: `[[x, y], [x, y]]`.");

static GATE: Section = Section {
    name: "gate",
    doc: "A gate between two places: water passes under its leaf, as far as it is open.",
    fields: &[
        NAME,
        GRANTS,
        BETWEEN,
        Field::required("sill_m", LEVEL_M, "Level of its sill."),
        Field::required("width_m", LENGTH_M, "Its width."),
        Field::default(
            "open_m",
            OPENING,
            Literal::Number(0.0),
            "How far it is open at first.",
        ),
    ],
};

/// How far a gate is open.
pub const OPENING: Shape = Shape::Number {
    unit: "m",
    min: 0.0,
    max: 50.0,
};

static CULVERT: Section = Section {
    name: "culvert",
    doc: "A pipe or box under a road or levee.",
    fields: &[
        NAME,
        BETWEEN,
        Field::required(
            "bottoms_m",
            Shape::List {
                of: &LEVELS,
                min: 2,
                max: 2,
            },
            "Level of its bottom at either end.",
        ),
        Field::required("width_m", LENGTH_M, "Width of a box, diameter of a pipe."),
        Field::optional("height_m", LENGTH_M, "Height of a box; a pipe if left out."),
        Field::default(
            "manning",
            MANNING,
            Literal::Number(0.013),
            "Manning's n of it: 0.013 is concrete (Chow 1959).",
        ),
        Field::default(
            "has_flap",
            Shape::Flag,
            Literal::Flag(false),
            "Whether a flap keeps water from coming back from the second place.",
        ),
    ],
};

static LEVELS: Shape = LEVEL_M;

static PUMP: Section = Section {
    name: "pump",
    doc: "A pump between two places.",
    fields: &[
        NAME,
        GRANTS,
        BETWEEN,
        Field::required("flow_m3_s", FLOW, "What it pumps."),
        Field::required(
            "starts_m",
            LEVEL_M,
            "Level at the first place from which on it runs.",
        ),
        Field::required("stops_m", LEVEL_M, "Level there below which it stops."),
        Field::default(
            "is_on",
            Shape::Flag,
            Literal::Flag(true),
            "Whether it is switched on at first.",
        ),
    ],
};

static DAM: Section = Section {
    name: "dam",
    doc: "A dam upstream of the terrain: what it lets go comes in along a line, and somebody decides how much (`set-works`).",
    fields: &[
        NAME,
        GRANTS,
        Field::required(
            "line",
            ENDS,
            "Where its water comes in: `[[x, y], [x, y]]`, across the bed of the river.",
        ),
        Field::required("flow_m3_s", FLOW, "What it lets go at first."),
        Field::optional(
            "lake",
            Shape::Table(&LAKE),
            "The lake behind it. Without, it lets go what it is told, however long.",
        ),
    ],
};

static LAKE: Section = Section {
    name: "lake",
    doc: "The lake behind a dam.",
    fields: &[
        Field::required("level_m", LEVEL_M, "Its level at first."),
        Field::required(
            "area_km2",
            Shape::Number {
                unit: "km²",
                min: 0.001,
                max: 100_000.0,
            },
            "Its area, taken as the same at every level.",
        ),
        Field::required("bottom_m", LEVEL_M, "Level below which nothing can be let go."),
        Field::required(
            "spillway_m",
            LEVEL_M,
            "Crest of the spillway, over which it goes by itself.",
        ),
        Field::required("spillway_length_m", LENGTH_M, "Length of that crest."),
        Field::required("most_m3_s", FLOW, "The most that gates and turbines let through."),
        Field::optional("comes_m3_s", FLOW, "What comes into it, if always alike."),
        Field::optional(
            "comes",
            FILE,
            "Or a hydrograph: a table with `time` and `flow_m3_s`.",
        ),
    ],
};

/// Reads works.
pub fn read(view: View<'_>, courses: &Courses, context: &mut Context<'_>) -> Option<WorksSpec> {
    let kind = match view.kind() {
        "levee" => levee(view, context)?,
        "barrier" => barrier(view),
        "gate" => WorksKind::Gate {
            ends: ends(view, "between")?,
            sill_m: view.number("sill_m"),
            width_m: view.number("width_m"),
            open_m: view.number("open_m"),
        },
        "culvert" => culvert(view)?,
        "pump" => pump(view, context)?,
        _ => WorksKind::Dam {
            line: ends(view, "line")?,
            flow_m3_s: view.number("flow_m3_s"),
            lake: match view.table("lake") {
                Some(lake) => Some(read_lake(lake, courses, context)?),
                None => None,
            },
        },
    };
    Some(WorksSpec {
        id: view.id().to_owned(),
        subject: context.subject(view.id(), SubjectKind::Works)?,
        name: view
            .get("name")
            .map(|leaf| local(&leaf.local_text()))
            .unwrap_or_default(),
        grants: match view.kind() {
            "gate" | "pump" | "dam" => view.fraction("grants"),
            _ => 0.0,
        },
        kind,
    })
}

fn levee(view: View<'_>, context: &mut Context<'_>) -> Option<WorksKind> {
    let crest: Vec<(Point, f64)> = view
        .list("crest")
        .iter()
        .map(|corner| (point(corner), numbers(corner)[2]))
        .collect();
    let breach = match view.table("breach") {
        Some(breach) => Some(read_breach(breach, &crest, context)?),
        None => None,
    };
    Some(WorksKind::Levee { crest, breach })
}

/// A breach lies on its levee if it is no farther from it, m.
const ON_LEVEE_M: f64 = 50.0;

fn read_breach(view: View<'_>, crest: &[(Point, f64)], context: &mut Context<'_>) -> Option<BreachSpec> {
    let at = points_of(view, "where");
    let off_m = crest
        .windows(2)
        .map(|pair| {
            Segment {
                a: pair[0].0,
                b: pair[1].0,
            }
            .distance(at)
        })
        .fold(f64::INFINITY, f64::min);
    if off_m > ON_LEVEE_M {
        let message = format!("the breach lies {off_m:.0} m from the levee");
        let problem = Diagnostic::error("off-levee", view.span_of("where"), message);
        context
            .diagnostics
            .push(problem.help("give a place on the line of its crest"));
    }
    let top_m = crest.iter().map(|(_, level_m)| *level_m).fold(f64::MIN, f64::max);
    if view.number("bottom_m") >= top_m {
        let problem = Diagnostic::error(
            "no-breach",
            view.span_of("bottom_m"),
            "the bottom of the breach is no lower than the crest",
        );
        context
            .diagnostics
            .push(problem.help(format!("the crest is at {top_m} m")));
    }
    Some(BreachSpec {
        at,
        starts: start(view, context)?,
        grows: growth(view, context)?,
        bottom_m: view.number("bottom_m"),
    })
}

fn points_of(view: View<'_>, key: &str) -> Point {
    let numbers: Vec<f64> = view.list(key).iter().map(Leaf::number).collect();
    Point::new(numbers[0], numbers[1])
}

fn start(view: View<'_>, context: &mut Context<'_>) -> Option<BreachStart> {
    let keys = ["at", "when_level_m", "overtopped_for"];
    let given: Vec<&str> = keys.into_iter().filter(|key| view.has(key)).collect();
    match given.as_slice() {
        ["at"] => Some(BreachStart::At(context.moment(view, "at")? as f64 / 1_000.0)),
        ["when_level_m"] => Some(BreachStart::Level(view.number("when_level_m"))),
        ["overtopped_for"] => Some(BreachStart::Overtopped(
            view.duration_ms("overtopped_for") as f64 / 1_000.0,
        )),
        _ => {
            let message = if given.is_empty() {
                "nothing starts the breach"
            } else {
                "the breach starts in more than one way"
            };
            let problem = Diagnostic::error("one-of-three", view.span(), message);
            context
                .diagnostics
                .push(problem.help("write one of `at`, `when_level_m` and `overtopped_for`"));
            None
        }
    }
}

fn growth(view: View<'_>, context: &mut Context<'_>) -> Option<BreachGrowth> {
    let mut needs = |key: &str| {
        if view.has(key) {
            return true;
        }
        let message = format!("a breach that grows like `{}` needs `{key}`", view.text("grows"));
        context
            .diagnostics
            .push(Diagnostic::error("missing-key", view.span(), message));
        false
    };
    match view.text("grows") {
        "froehlich" => needs("volume_m3").then(|| BreachGrowth::Froehlich(view.number("volume_m3"))),
        kind @ ("levee-of-sand" | "levee-of-clay") => {
            let is_clay = kind == "levee-of-clay";
            needs("width_m").then(|| BreachGrowth::Levee {
                is_clay,
                widest_m: view.number("width_m"),
            })
        }
        _ => {
            let whole = [needs("width_m"), needs("takes")] == [true, true];
            whole.then(|| {
                BreachGrowth::Scripted(view.number("width_m"), view.duration_ms("takes") as f64 / 1_000.0)
            })
        }
    }
}

fn barrier(view: View<'_>) -> WorksKind {
    WorksKind::Barrier {
        line: points(view, "line"),
        height_m: view.number("height_m"),
        make: match view.text("of") {
            "demountable" => BarrierMake::Demountable,
            _ => BarrierMake::Sandbags(view.integer("bags") as f64),
        },
        people: view.integer("people") as f64,
        begins: spread(view.duration_spread("begins")),
    }
}

fn culvert(view: View<'_>) -> Option<WorksKind> {
    let bottoms: Vec<f64> = view.list("bottoms_m").iter().map(Leaf::number).collect();
    Some(WorksKind::Culvert {
        ends: ends(view, "between")?,
        bottoms_m: bottoms.try_into().ok()?,
        width_m: view.number("width_m"),
        height_m: view.get("height_m").map(|leaf| leaf.number()),
        manning: view.number("manning"),
        has_flap: view.flag("has_flap"),
    })
}

fn pump(view: View<'_>, context: &mut Context<'_>) -> Option<WorksKind> {
    let levels_m = ["starts_m", "stops_m"].map(|key| view.number(key));
    if levels_m[1] >= levels_m[0] {
        let problem = Diagnostic::error(
            "over-before",
            view.span_of("stops_m"),
            "the pump stops no lower than it starts",
        );
        context
            .diagnostics
            .push(problem.related(view.span_of("starts_m"), "it starts here"));
    }
    Some(WorksKind::Pump {
        ends: ends(view, "between")?,
        flow_m3_s: view.number("flow_m3_s"),
        levels_m,
        is_on: view.flag("is_on"),
    })
}

fn read_lake(view: View<'_>, courses: &Courses, context: &mut Context<'_>) -> Option<LakeSpec> {
    let (level_m, bottom_m) = (view.number("level_m"), view.number("bottom_m"));
    if level_m < bottom_m {
        let problem = Diagnostic::error(
            "empty-lake",
            view.span_of("level_m"),
            "the lake stands below its bottom",
        );
        context
            .diagnostics
            .push(problem.related(view.span_of("bottom_m"), "the bottom"));
    }
    Some(LakeSpec {
        level_m,
        area_m2: view.number("area_km2") * 1e6,
        bottom_m,
        spillway_m: view.number("spillway_m"),
        spillway_length_m: view.number("spillway_length_m"),
        most_m3_s: view.number("most_m3_s"),
        comes_m3_s: course(view, ["comes_m3_s", "comes"], "flow_m3_s", courses, context)?,
    })
}
