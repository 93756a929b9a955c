//! Rain in space and time.

use std::collections::BTreeMap;

use super::shapes::{AREA, Courses, FILE, LINE, PLACE, RAIN, area, course, point, points};
use crate::diagnostic::{Diagnostic, Span};
use crate::geo::Point;
use crate::scenario::document::csv_table::CsvShape;
use crate::scenario::document::limits;
use crate::scenario::document::shape::{Field, Literal, Section, Shape, Word};
use crate::scenario::document::suggest;
use crate::scenario::document::view::{Leaf, View};
use crate::scenario::format::HAZARD;
use crate::scenario::format::context::Context;
use crate::scenario::model::{Between, Course, DesignSpec, FallsSpec, RainSpec, StormSpec};

/// Rain.
pub(super) static RAIN_TABLE: Section = Section {
    name: "rain",
    doc: "Rain: alike everywhere, as gauges have measured it, or a storm that moves. What falls on one place by several tables adds up.",
    fields: &[
        Field::optional(
            "mm_h",
            RAIN,
            "How hard it rains, if always alike; of a storm, in its middle.",
        ),
        Field::optional("course", FILE, "Or in time: a table with `time` and `rain_mm_h`."),
        Field::optional(
            "gauges",
            FILE,
            "Instead: what several gauges measured, a table with `gauge`, `time` and `rain_mm_h`. It needs `gauge`.",
        ),
        Field::optional(
            "gauge",
            Shape::Keyed {
                of: &PLACED,
                declares: None,
                max: limits::ENTRIES,
            },
            "Where these gauges stand: `gauge.bridge = { at = [x, y] }`; they may stand outside of the terrain.",
        ),
        Field::optional(
            "between",
            Shape::OneOf(BETWEEN),
            "How it rains between gauges; `inverse-distance` if left out.",
        ),
        Field::optional("storm", Shape::Table(&STORM), "A storm that moves."),
        Field::optional(
            "design",
            Shape::Table(&DESIGN),
            "Instead: a design storm of an intensity–duration formula, alike everywhere.",
        ),
        Field::optional("within", AREA, "Only within these corners: `[[x, y], …]`."),
    ],
};

static PLACED: Shape = Shape::Table(&RAIN_GAUGE);

static RAIN_GAUGE: Section = Section {
    name: "rain-gauge",
    doc: "A gauge that measures rain.",
    fields: &[Field::required("at", PLACE, "Where it stands: `[x, y]`.")],
};

static BETWEEN: &[Word] = &[
    Word::new(
        "inverse-distance",
        "nearer gauges count more, by the inverse square of the distance: no steps in the rain;",
    ),
    Word::new(
        "nearest",
        "as at the nearest: nothing is levelled out, and rain steps where two are equally near.",
    ),
];

static STORM: Section = Section {
    name: "storm",
    doc: "A storm whose middle moves evenly fast along a line: a normal curve, as hard as `mm_h` or `course` says in its middle. \
          Before it begins and when it is over it does not rain.",
    fields: &[
        Field::required("track", LINE, "The way of its middle: `[[x, y], …]`."),
        Field::required(
            "begins",
            Shape::Moment { anchors: &[HAZARD] },
            "When it is at the first of these places.",
        ),
        Field::required("takes", Shape::DURATION, "How long until it is at the last."),
        Field::required(
            "radius_m",
            Shape::Number {
                unit: "m",
                min: 1.0,
                max: 1e6,
            },
            "From its middle to where it rains half as hard.",
        ),
    ],
};

static DESIGN: Section = Section {
    name: "design-storm",
    doc: "A storm whose hardest part of any length is as hard as a formula of the weather service says for a return period: \
          a / (t + b) ^ c, in mm/h and minutes (Keifer and Chu 1957, «Chicago»).",
    fields: &[
        Field::required(
            "a",
            Shape::Number {
                unit: "",
                min: 0.001,
                max: 1e6,
            },
            "a of the formula, mm/h × min^c.",
        ),
        Field::required(
            "b_min",
            Shape::Number {
                unit: "min",
                min: 1.0,
                max: 1_000.0,
            },
            "b of the formula.",
        ),
        Field::required(
            "c",
            Shape::Number {
                unit: "",
                min: 0.1,
                max: 1.0,
            },
            "c of the formula.",
        ),
        Field::required("begins", Shape::Moment { anchors: &[HAZARD] }, "When it begins."),
        Field::required("takes", Shape::DURATION, "How long it lasts."),
        Field::default(
            "before_peak",
            Shape::Fraction,
            Literal::Number(0.375),
            "Share of it that is over when it rains hardest: 0.375 in Chicago, 0.3 to 0.4 in most places.",
        ),
    ],
};

/// What gauges have measured.
pub static RAIN_GAUGES: CsvShape = CsvShape {
    key: "gauge",
    row: "reading",
    section: &RAIN_GAUGES_ROW,
    max_rows: limits::CSV_ROWS,
};

static RAIN_GAUGES_ROW: Section = Section {
    name: "rain.csv",
    doc: "The file that `gauges` of rain names. A gauge stands in as many rows as there are times, in their order; between two times \
          the rain changes evenly, before the first and after the last it stays.",
    fields: &[
        Field::required("gauge", Shape::Text, "The id of a gauge of this rain."),
        Field::required(
            "time",
            Shape::Text,
            "When: a duration since the beginning of the flood (`2 h 30 min`, or hours as a plain number: `2.5`), or ISO 8601.",
        ),
        Field::required("rain_mm_h", RAIN, "How hard it rains there."),
    ],
};

/// What gauges have measured, by the name of the file and of the gauge; with the place of its first row.
pub type Networks = BTreeMap<String, BTreeMap<String, (Course, Span)>>;

/// The keys that name files of gauges.
pub fn network_names(flood: View<'_>) -> Vec<Leaf<'_>> {
    let rain = flood.tables("rain").into_iter();
    rain.filter_map(|rain| rain.get("gauges")).collect()
}

/// Reads rain.
pub(super) fn read(
    view: View<'_>,
    (courses, networks): (&Courses, &Networks),
    context: &mut Context<'_>,
) -> Option<RainSpec> {
    const KINDS: [&str; 3] = ["gauges", "storm", "design"];
    let mut kinds = KINDS.into_iter().filter(|key| view.has(key));
    if let (Some(kind), Some(other)) = (kinds.next(), kinds.next()) {
        let message = format!("this rain has `{kind}` and `{other}`");
        let problem = Diagnostic::error("two-rains", view.span_of(other), message);
        context.diagnostics.push(
            problem
                .related(view.span_of(kind), format!("`{kind}`"))
                .help("write two tables of rain: what falls adds up"),
        );
        return None;
    }
    let falls = match (view.get("gauges"), view.table("storm"), view.table("design")) {
        (Some(file), ..) => gauges(view, &file, networks, context)?,
        (_, Some(storm), _) => FallsSpec::Storm(read_storm(view, storm, courses, context)?),
        (_, _, Some(design)) => FallsSpec::Design(read_design(view, design, context)?),
        _ => FallsSpec::Alike(course(view, ["mm_h", "course"], "rain_mm_h", courses, context)?),
    };
    if !matches!(falls, FallsSpec::Gauges(..)) {
        for key in ["gauge", "between"] {
            if view.has(key) {
                let problem = Diagnostic::error("no-gauges", view.span_of(key), "this rain is not of gauges");
                context
                    .diagnostics
                    .push(problem.help("write `gauges = \"rain.csv\"`, or leave this out"));
            }
        }
    }
    Some(RainSpec {
        id: view.id().to_owned(),
        within: area(view, "within"),
        falls,
    })
}

fn gauges(
    view: View<'_>,
    file: &Leaf<'_>,
    networks: &Networks,
    context: &mut Context<'_>,
) -> Option<FallsSpec> {
    say_the_same(view, "gauges", context);
    let measured = networks.get(file.text())?;
    let stand: Vec<(&str, Span, Point)> = view
        .tables("gauge")
        .iter()
        .filter_map(|gauge| Some((gauge.id(), gauge.id_span(), point(&gauge.get("at")?))))
        .collect();
    let mut is_whole = true;
    for (id, (_, span)) in measured {
        if stand.iter().all(|(known, ..)| known != id) {
            let message = format!("nothing says where the gauge `{id}` stands");
            let mut problem = Diagnostic::error("unknown-id", *span, message);
            problem.help = suggest::did_you_mean(id, stand.iter().map(|(known, ..)| *known))
                .or_else(|| Some(format!("write `gauge.{id} = {{ at = [x, y] }}` beside `gauges`")));
            context.diagnostics.push(problem);
            is_whole = false;
        }
    }
    let mut all = Vec::new();
    for (id, span, at) in stand {
        if let Some((mm_h, _)) = measured.get(id) {
            all.push((at, mm_h.clone()));
            continue;
        }
        let message = format!("`{}` has no row of the gauge `{id}`", file.text());
        let problem = Diagnostic::error("no-rows", span, message);
        context
            .diagnostics
            .push(problem.help("add its rows, or leave the gauge out"));
        is_whole = false;
    }
    let between = match view.get("between") {
        Some(leaf) if leaf.text() == "nearest" => Between::Nearest,
        _ => Between::InverseSquare,
    };
    is_whole.then_some(FallsSpec::Gauges(all, between))
}

/// Reports what else says how hard it rains.
fn say_the_same(view: View<'_>, kind: &str, context: &mut Context<'_>) {
    for key in ["mm_h", "course"] {
        if view.has(key) {
            let message = format!("`{key}` and `{kind}` say the same");
            let problem = Diagnostic::error("one-of-two", view.span_of(key), message);
            context.diagnostics.push(problem.help("leave one of them out"));
        }
    }
}

fn read_design(rain: View<'_>, view: View<'_>, context: &mut Context<'_>) -> Option<DesignSpec> {
    say_the_same(rain, "design", context);
    let takes_s = view.duration_ms("takes") as f64 / 1_000.0;
    if takes_s <= 0.0 {
        let problem = Diagnostic::error("no-storm", view.span_of("takes"), "this storm lasts no time");
        context.diagnostics.push(problem);
        return None;
    }
    Some(DesignSpec {
        a: view.number("a"),
        b_min: view.number("b_min"),
        c: view.number("c"),
        before_peak: view.fraction("before_peak"),
        begins_s: context.moment(view, "begins")? as f64 / 1_000.0,
        takes_s,
    })
}

fn read_storm(
    rain: View<'_>,
    view: View<'_>,
    courses: &Courses,
    context: &mut Context<'_>,
) -> Option<StormSpec> {
    let track = points(view, "track");
    let takes_ms = view.duration_ms("takes");
    let begins_s = context.moment(view, "begins")? as f64 / 1_000.0;
    if takes_ms == 0 || track.windows(2).all(|pair| pair[0] == pair[1]) {
        let key = if takes_ms == 0 { "takes" } else { "track" };
        let problem = Diagnostic::error("no-way", view.span_of(key), "this storm goes nowhere");
        context
            .diagnostics
            .push(problem.help("a storm that stays is rain `within` corners"));
        return None;
    }
    Some(StormSpec {
        track,
        span_s: [begins_s, begins_s + takes_ms as f64 / 1_000.0],
        radius_m: view.number("radius_m"),
        mm_h: course(rain, ["mm_h", "course"], "rain_mm_h", courses, context)?,
    })
}
