//! `[gauge.ID]`: what is measured of a river or lake, what is forecast, and who is told.

use super::context::{Context, local};
use super::place::{COORDINATE, LEVEL_M};
use super::{CHANNEL, POSITION};
use crate::diagnostic::Diagnostic;
use crate::geo::Point;
use crate::scenario::document::limits;
use crate::scenario::document::shape::{Field, Literal, Section, Shape};
use crate::scenario::document::view::View;
use crate::scenario::model::{ForecastSpec, GaugeSpec, ReportsSpec};
use crate::vocabulary::SubjectKind;

/// A gauge.
pub static GAUGE_TABLE: Section = Section {
    name: "gauge",
    doc: "A gauge of a river or lake: its thresholds, who gets its readings, what is forecast for it.",
    fields: &[
        Field::required("name", Shape::LocalText, "Its name."),
        Field::optional(
            "x_m",
            COORDINATE,
            "Where it stands, for a flood that is computed: to the east.",
        ),
        Field::optional("y_m", COORDINATE, "The same to the north."),
        Field::default(
            "zero_m",
            LEVEL_M,
            Literal::Number(0.0),
            "The level of its zero, as the terrain counts levels. A level at a gauge counts from there.",
        ),
        Field::optional(
            "watch_m",
            LEVEL_M,
            "From this level on the agency watches the river.",
        ),
        Field::optional("warning_m", LEVEL_M, "From this level on it warns."),
        Field::optional(
            "flood_m",
            LEVEL_M,
            "From this level on the river is over its banks.",
        ),
        Field::optional(
            "reports",
            Shape::Table(&REPORTS),
            "How its readings come to people; to nobody if left out.",
        ),
        Field::optional(
            "forecast",
            Shape::Table(&FORECAST),
            "What is forecast for it; nothing if left out.",
        ),
    ],
};

static POSITION_REFERENCE: Shape = Shape::reference(&[POSITION]);

/// How often something is done.
pub(super) const EVERY: Shape = Shape::Duration {
    min_ms: 60 * 1_000,
    max_ms: 24 * 3_600 * 1_000,
};

const ERROR_M: Shape = Shape::Number {
    unit: "m",
    min: 0.0,
    max: 10.0,
};

static REPORTS: Section = Section {
    name: "gauge-reports",
    doc: "How the readings of a gauge come to people.",
    fields: &[
        Field::default(
            "every",
            EVERY,
            Literal::Text("1 h"),
            "How often. Hourly readings are usual of a river in flood; the interval of a gauge at hand is better.",
        ),
        Field::required(
            "to",
            Shape::List {
                of: &POSITION_REFERENCE,
                min: 1,
                max: limits::ENTRIES,
            },
            "Who gets them.",
        ),
        Field::required("via", Shape::reference(&[CHANNEL]), "By which channel."),
        Field::default(
            "error_m",
            ERROR_M,
            Literal::Number(0.01),
            "Standard deviation of a reading: 1 cm is what ISO 4373 asks of good gauges (recalled); a staff read by eye in waves has \
             more.",
        ),
        Field::optional(
            "silent",
            Shape::Keyed {
                of: &Shape::Table(&OUTAGE),
                declares: None,
                max: limits::ENTRIES,
            },
            "When it is silent.",
        ),
    ],
};

static OUTAGE: Section = Section {
    name: "outage",
    doc: "A time in which a gauge reports nothing.",
    fields: &[
        Field::required("from", Shape::Moment { anchors: &[] }, "From when."),
        Field::required("to", Shape::Moment { anchors: &[] }, "Until when."),
    ],
};

static FORECAST: Section = Section {
    name: "forecast",
    doc: "A forecast of the level at a gauge: a report about the future, and it may be wrong.",
    fields: &[
        Field::default("every", EVERY, Literal::Text("6 h"), "How often one is issued."),
        Field::required("lead", EVERY, "How far ahead it looks."),
        Field::default(
            "bias_m",
            Shape::Number {
                unit: "m",
                min: -10.0,
                max: 10.0,
            },
            Literal::Number(0.0),
            "By how much it is wrong on average; above zero where it expects too much.",
        ),
        Field::required("error_m", ERROR_M, "Standard deviation of a forecast besides."),
        Field::required(
            "to",
            Shape::List {
                of: &POSITION_REFERENCE,
                min: 1,
                max: limits::ENTRIES,
            },
            "Who gets it.",
        ),
        Field::required("via", Shape::reference(&[CHANNEL]), "By which channel."),
    ],
};

/// Reads a gauge.
pub fn read(view: View<'_>, context: &mut Context<'_>) -> Option<GaugeSpec> {
    let level = |key| view.get(key).map(|leaf| leaf.number());
    let thresholds_m = ["watch_m", "warning_m", "flood_m"].map(level);
    check_thresholds(view, thresholds_m, context);
    Some(GaugeSpec {
        id: view.id().to_owned(),
        subject: context.subject(view.id(), SubjectKind::Gauge)?,
        name: local(&view.local_text("name")),
        at: place_of(view, context),
        zero_m: view.number("zero_m"),
        thresholds_m,
        reports: view.table("reports").and_then(|view| reports(view, context)),
        forecast: view.table("forecast").and_then(|view| forecast(view, context)),
    })
}

/// Where something stands; none if it does not say so.
pub(super) fn place_of(view: View<'_>, context: &mut Context<'_>) -> Option<Point> {
    let (x, y) = (view.get("x_m"), view.get("y_m"));
    if let (Some(alone), None) | (None, Some(alone)) = (&x, &y) {
        let problem = Diagnostic::error("half-place", alone.span(), "a place has two coordinates");
        context
            .diagnostics
            .push(problem.help("write both `x_m` and `y_m`, or neither"));
    }
    Some(Point::new(x?.number(), y?.number()))
}

/// Says so where thresholds do not rise.
fn check_thresholds(view: View<'_>, thresholds_m: [Option<f64>; 3], context: &mut Context<'_>) {
    let keys = ["watch_m", "warning_m", "flood_m"];
    let given: Vec<(f64, &str)> = thresholds_m
        .into_iter()
        .zip(keys)
        .filter_map(|(m, key)| Some((m?, key)))
        .collect();
    for pair in given.windows(2) {
        let [(lower_m, lower), (upper_m, upper)] = [pair[0], pair[1]];
        if upper_m <= lower_m {
            let message = format!("`{upper}` is {upper_m} m, no higher than `{lower}` with {lower_m} m");
            let problem = Diagnostic::error("thresholds", view.span_of(upper), message);
            context.diagnostics.push(
                problem
                    .related(view.span_of(lower), "the lower one")
                    .help("they rise from watch to warning to flood"),
            );
        }
    }
}

fn reports(view: View<'_>, context: &mut Context<'_>) -> Option<ReportsSpec> {
    let mut outages = Vec::new();
    for outage in view.tables("silent") {
        let (Some(from_ms), Some(to_ms)) = (context.moment(outage, "from"), context.moment(outage, "to"))
        else {
            continue;
        };
        if to_ms <= from_ms {
            let problem = Diagnostic::error(
                "over-before",
                outage.span_of("to"),
                "this is over before it begins",
            );
            context
                .diagnostics
                .push(problem.related(outage.span_of("from"), "it begins here"));
        }
        outages.push((from_ms, to_ms));
    }
    Some(ReportsSpec {
        every_ms: view.duration_ms("every"),
        to: positions(view, context),
        via: context.channel(view.text("via"))?,
        error_m: view.number("error_m"),
        outages,
    })
}

fn forecast(view: View<'_>, context: &mut Context<'_>) -> Option<ForecastSpec> {
    Some(ForecastSpec {
        every_ms: view.duration_ms("every"),
        lead_ms: view.duration_ms("lead"),
        bias_m: view.number("bias_m"),
        error_m: view.number("error_m"),
        to: positions(view, context),
        via: context.channel(view.text("via"))?,
    })
}

/// Whom `to` names.
pub(super) fn positions(view: View<'_>, context: &Context<'_>) -> Vec<usize> {
    view.list("to")
        .iter()
        .filter_map(|leaf| context.position(leaf.text()))
        .collect()
}
