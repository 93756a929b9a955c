//! What drives the water of a flood: edges, inflows, rain, what soaks away, and how uncertain all that is.

use super::readings::{self, OBSERVED};
use super::shapes::{AREA, Courses, ENDS, FILE, FLOW, area, course, ends};
use crate::diagnostic::Diagnostic;
use crate::scenario::document::shape::{Field, Literal, Section, Shape, Word};
use crate::scenario::document::view::View;
use crate::scenario::format::HAZARD;
use crate::scenario::format::context::Context;
use crate::scenario::format::place::{COORDINATE, LEVEL_M};
use crate::scenario::model::{
    ComesSpec, EdgeKind, EdgeSpec, InflowSpec, SideSpec, SoilSpec, StandingSpec, UncertaintySpec, WaveSpec,
};

const LENGTH_M: Shape = Shape::Number {
    unit: "m",
    min: 1.0,
    max: 1e6,
};

/// Water that stands somewhere at first.
pub(super) static STANDING: Section = Section {
    name: "standing-water",
    doc: "Water that stands somewhere at first.",
    fields: &[
        Field::required(
            "level_m",
            LEVEL_M,
            "Its level: it stands wherever the ground is lower.",
        ),
        Field::optional("within", AREA, "Only within these corners: `[[x, y], …]`."),
    ],
};

/// A stretch of an edge.
pub(super) static EDGE: Section = Section {
    name: "edge",
    doc: "What lies beyond a stretch of the edge of the terrain. Where nothing is said it is a wall.",
    fields: &[
        Field::required("side", Shape::OneOf(SIDES), "Which edge."),
        Field::optional(
            "from_m",
            COORDINATE,
            "Where the stretch begins, x or y; at the corner if left out.",
        ),
        Field::optional(
            "to_m",
            COORDINATE,
            "Where it ends; at the other corner if left out.",
        ),
        Field::default(
            "is",
            Shape::OneOf(EDGES),
            Literal::Text("open"),
            "What lies beyond.",
        ),
        Field::optional("level_m", LEVEL_M, "The level beyond, of a lake."),
        Field::optional(
            "levels",
            FILE,
            "Or the levels in time, of a tide: a table with `time` and `level_m`.",
        ),
    ],
};

static SIDES: &[Word] = &[
    Word::new("west", "where x is least;"),
    Word::new("east", "where x is greatest;"),
    Word::new("south", "where y is least;"),
    Word::new("north", "where y is greatest."),
];

static EDGES: &[Word] = &[
    Word::new("open", "land that goes on alike: water leaves, none comes;"),
    Word::new("level", "water whose level is given."),
];

/// Water that comes in.
pub(super) static INFLOW: Section = Section {
    name: "inflow",
    doc: "Water that comes in along a line, spread evenly over the cells that it crosses: a river.",
    fields: &[
        Field::required(
            "line",
            ENDS,
            "Its two ends: `[[x, y], [x, y]]`; across the bed of the river.",
        ),
        Field::optional("flow_m3_s", FLOW, "How much, if it is always the same."),
        Field::optional(
            "flow",
            FILE,
            "Or a hydrograph: a table with `time` and `flow_m3_s`.",
        ),
        Field::optional(
            "wave",
            Shape::Table(&WAVE),
            "Or, where nobody has measured one, a wave of a given shape.",
        ),
        Field::optional(
            "observed",
            Shape::Table(&OBSERVED),
            "What a gauge here has shown so far.",
        ),
    ],
};

static WAVE: Section = Section {
    name: "wave",
    doc: "A flood wave of which only the base, the peak and the time between them are known. It is an assumption, and the debrief \
          should say so.",
    fields: &[
        Field::required("base_m3_s", FLOW, "How much flows without it."),
        Field::required("peak_m3_s", FLOW, "The most that flows, base and wave together."),
        Field::required(
            "begins",
            Shape::Moment { anchors: &[HAZARD] },
            "When it begins to rise.",
        ),
        Field::required("to_peak", Shape::DURATION, "How long it rises."),
        Field::default(
            "shape",
            Shape::OneOf(WAVES),
            Literal::Text("unit-hydrograph"),
            "How it rises and falls (docs/models.md).",
        ),
    ],
};

static WAVES: &[Word] = &[
    Word::new(
        "unit-hydrograph",
        "round, like the unit hydrograph of the Soil Conservation Service;",
    ),
    Word::new(
        "triangle",
        "straight up and straight down, falling 1.67 times as long as it rises.",
    ),
];

/// What soaks away.
pub(super) static SOIL: Section = Section {
    name: "soil",
    doc: "What soaks away, after Green and Ampt 1911: of a class of soil by its `texture` and how `full` it is, or by three numbers of \
          one's own.",
    fields: &[
        Field::optional(
            "texture",
            Shape::OneOf(TEXTURES),
            "Its class by texture; numbers of Rawls, Brakensiek and Miller 1983 (docs/models.md).",
        ),
        Field::optional(
            "full",
            Shape::Fraction,
            "With `texture`: which share of its pores is full at first; 1 after weeks of rain, when hardly anything soaks away.",
        ),
        Field::optional(
            "conductivity_mm_h",
            Shape::Number {
                unit: "mm/h",
                min: 0.0,
                max: 10_000.0,
            },
            "Hydraulic conductivity.",
        ),
        Field::optional(
            "suction_mm",
            Shape::Number {
                unit: "mm",
                min: 0.0,
                max: 10_000.0,
            },
            "Suction at the wetting front.",
        ),
        Field::optional(
            "deficit",
            Shape::Fraction,
            "Share of the soil that can still be filled.",
        ),
    ],
};

static TEXTURES: &[Word] = &[
    Word::new("sand", "takes a river of rain;"),
    Word::new("loamy-sand", ""),
    Word::new("sandy-loam", ""),
    Word::new("loam", ""),
    Word::new("silt-loam", "what rivers leave on their plains, often;"),
    Word::new("sandy-clay-loam", ""),
    Word::new("clay-loam", ""),
    Word::new("silty-clay-loam", ""),
    Word::new("sandy-clay", ""),
    Word::new("silty-clay", ""),
    Word::new("clay", "takes next to nothing."),
];

const fn spread(key: &'static str, doc: &'static str) -> Field {
    Field::default(
        key,
        Shape::Number {
            unit: "",
            min: 0.0,
            max: 2.0,
        },
        Literal::Number(0.0),
        doc,
    )
}

/// How uncertain all that is.
pub(super) static UNCERTAINTY: Section = Section {
    name: "uncertainty",
    doc: "How uncertain the flood is: what a hazard seed changes. Standard deviations of natural logarithms (0.2 is about 20 %), of \
          lognormal distributions whose median is what the scenario says; nothing is uncertain that is left out.",
    fields: &[
        spread(
            "inflow",
            "Of what inflows and lakes rise by above their first value, all by one factor.",
        ),
        Field::default(
            "timing",
            Shape::DURATION,
            Literal::Text("0 s"),
            "Standard deviation of when inflows come, all by one shift; normal, at most three of them.",
        ),
        spread("manning", "Of Manning's n, everywhere by one factor."),
        spread("rain", "Of rain, everywhere by one factor."),
        Field::optional(
            "rain_timing",
            Shape::DURATION,
            "Standard deviation of when rain comes, all by one shift; normal, at most three of them. None if left out.",
        ),
        Field::optional(
            "storm_shift_m",
            LENGTH_M,
            "Standard deviation of how far storms pass from their `track`, to the east and to the north; normal, at most three of \
             them. None if left out.",
        ),
        Field::optional(
            "rain_field",
            Shape::Number {
                unit: "",
                min: 0.001,
                max: 2.0,
            },
            "Of rain from place to place: a smooth field of factors. It needs `rain_field_over_m`. None if left out.",
        ),
        Field::optional(
            "rain_field_over_m",
            LENGTH_M,
            "How far from a rise to a hollow of that field, about; no less than a cell. Places four times as far apart have nothing \
             to do with each other.",
        ),
        spread("breach_width", "Of how wide breaches become."),
        spread("breach_time", "Of how long they take."),
    ],
};

/// Reads water that stands somewhere at first.
pub(super) fn standing(view: View<'_>) -> StandingSpec {
    StandingSpec {
        level_m: view.number("level_m"),
        within: area(view, "within"),
    }
}

/// Reads a stretch of an edge.
pub(super) fn edge(view: View<'_>, courses: &Courses, context: &mut Context<'_>) -> Option<EdgeSpec> {
    let number = |key| view.get(key).map(|leaf| leaf.number());
    let kind = match view.text("is") {
        "level" => EdgeKind::Level(course(view, ["level_m", "levels"], "level_m", courses, context)?),
        _ => EdgeKind::Open,
    };
    if kind == EdgeKind::Open && (view.has("level_m") || view.has("levels")) {
        let key = if view.has("level_m") { "level_m" } else { "levels" };
        let problem = Diagnostic::error(
            "no-level",
            view.span_of(key),
            "open land beyond an edge has no level",
        );
        context
            .diagnostics
            .push(problem.help("write `is = \"level\"`, or leave the level out"));
    }
    let stretch_m = [
        number("from_m").unwrap_or(f64::MIN),
        number("to_m").unwrap_or(f64::MAX),
    ];
    if stretch_m[0] >= stretch_m[1] {
        let problem = Diagnostic::error(
            "over-before",
            view.span_of("to_m"),
            "the stretch ends before it begins",
        );
        context
            .diagnostics
            .push(problem.related(view.span_of("from_m"), "it begins here"));
    }
    Some(EdgeSpec {
        side: match view.text("side") {
            "west" => SideSpec::West,
            "east" => SideSpec::East,
            "south" => SideSpec::South,
            _ => SideSpec::North,
        },
        stretch_m,
        kind,
    })
}

/// Reads an inflow.
pub(super) fn inflow(view: View<'_>, courses: &Courses, context: &mut Context<'_>) -> Option<InflowSpec> {
    Some(InflowSpec {
        id: view.id().to_owned(),
        line: ends(view, "line")?,
        comes: match view.table("wave") {
            Some(wave) => ComesSpec::Wave(read_wave(view, wave, context)?),
            None => ComesSpec::Course(course(
                view,
                ["flow_m3_s", "flow"],
                "flow_m3_s",
                courses,
                context,
            )?),
        },
        readings: readings::read(view, courses, context),
    })
}

fn read_wave(inflow: View<'_>, view: View<'_>, context: &mut Context<'_>) -> Option<WaveSpec> {
    for key in ["flow_m3_s", "flow"] {
        if inflow.has(key) {
            let message = format!("`{key}` and `wave` say the same");
            let problem = Diagnostic::error("one-of-two", inflow.span_of(key), message);
            context.diagnostics.push(problem.help("leave one of them out"));
        }
    }
    let wave = WaveSpec {
        base_m3_s: view.number("base_m3_s"),
        peak_m3_s: view.number("peak_m3_s"),
        begins_s: context.moment(view, "begins")? as f64 / 1_000.0,
        to_peak_s: view.duration_ms("to_peak") as f64 / 1_000.0,
        is_triangle: view.text("shape") == "triangle",
    };
    let wrong = if wave.peak_m3_s <= wave.base_m3_s {
        ("peak_m3_s", "the peak is no higher than the base")
    } else if wave.to_peak_s <= 0.0 {
        ("to_peak", "it rises in no time")
    } else {
        return Some(wave);
    };
    let (key, message) = wrong;
    context
        .diagnostics
        .push(Diagnostic::error("no-wave", view.span_of(key), message));
    None
}

/// Reads what soaks away.
pub(super) fn soil(view: View<'_>, context: &mut Context<'_>) -> Option<SoilSpec> {
    const BY_CLASS: [&str; 2] = ["texture", "full"];
    const BY_NUMBERS: [&str; 3] = ["conductivity_mm_h", "suction_mm", "deficit"];
    let is_by_class = BY_CLASS.iter().any(|key| view.has(key));
    let (asked, other): (&[&str], &[&str]) = if is_by_class {
        (&BY_CLASS, &BY_NUMBERS)
    } else {
        (&BY_NUMBERS, &BY_CLASS)
    };
    let missing: Vec<String> = asked
        .iter()
        .filter(|key| !view.has(key))
        .map(|key| format!("`{key}`"))
        .collect();
    if !missing.is_empty() {
        let message = format!("this soil needs {}, too", missing.join(", "));
        let problem = Diagnostic::error("missing-key", view.span(), message);
        context.diagnostics.push(
            problem.help("write `texture` and `full`, or `conductivity_mm_h`, `suction_mm` and `deficit`"),
        );
        return None;
    }
    if let Some(key) = other.iter().find(|key| view.has(key)) {
        let message = format!("`{key}` and `texture` say the same");
        let problem = Diagnostic::error("one-of-two", view.span_of(key), message);
        context.diagnostics.push(problem.help("leave one of them out"));
        return None;
    }
    Some(if is_by_class {
        SoilSpec::Texture {
            word: view.text("texture").to_owned(),
            full: view.fraction("full"),
        }
    } else {
        SoilSpec::Measured {
            conductivity_mm_h: view.number("conductivity_mm_h"),
            suction_mm: view.number("suction_mm"),
            deficit: view.fraction("deficit"),
        }
    })
}

/// Reads how uncertain all that is.
pub(super) fn uncertainty(view: View<'_>, context: &mut Context<'_>) -> UncertaintySpec {
    UncertaintySpec {
        ln_inflow: view.number("inflow"),
        timing_ms: view.duration_ms("timing"),
        ln_manning: view.number("manning"),
        ln_rain: view.number("rain"),
        rain_timing_ms: if view.has("rain_timing") {
            view.duration_ms("rain_timing")
        } else {
            0
        },
        storm_shift_m: view.get("storm_shift_m").map_or(0.0, |leaf| leaf.number()),
        rain_field: rain_field(view, context),
        ln_breach_width: view.number("breach_width"),
        ln_breach_time: view.number("breach_time"),
    }
}

/// How uneven the luck of rain is, and over which distance, m; one without the other is reported.
fn rain_field(view: View<'_>, context: &mut Context<'_>) -> Option<(f64, f64)> {
    let keys = ["rain_field", "rain_field_over_m"];
    match keys.map(|key| view.get(key)) {
        [Some(ln_sd), Some(over_m)] => Some((ln_sd.number(), over_m.number())),
        [None, None] => None,
        [ln_sd, over_m] => {
            let missing = keys[usize::from(ln_sd.is_some())];
            let given = ln_sd.or(over_m)?;
            let problem = Diagnostic::error("missing-key", given.span(), format!("`{missing}` is not there"));
            context
                .diagnostics
                .push(problem.help("write both: how uneven, and over which distance"));
            None
        }
    }
}
