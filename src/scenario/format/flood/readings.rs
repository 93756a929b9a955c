//! What somebody has read of an inflow.

use super::shapes::{Courses, FILE};
use crate::diagnostic::Diagnostic;
use crate::scenario::document::shape::{Field, Section, Shape};
use crate::scenario::document::view::View;
use crate::scenario::format::HAZARD;
use crate::scenario::format::context::Context;
use crate::scenario::format::place::LEVEL_M;
use crate::scenario::model::ReadingSpec;

/// What somebody has read.
pub(super) static OBSERVED: Section = Section {
    name: "observed-inflow",
    doc: "What a gauge at this inflow has shown: the luck of each run is then such that what comes in agrees with it, as far as \
          `uncertainty` leaves room. How: docs/models.md.",
    fields: &[
        Field::required(
            "readings",
            FILE,
            "A table with `time` and `flow_m3_s`, or with `time` and `level_m` where there is a `rating`.",
        ),
        Field::required(
            "error",
            Shape::Number {
                unit: "",
                min: 0.001,
                max: 2.0,
            },
            "Standard deviation of the error of a reading as a share of its discharge, each by itself: 0.1 is 10 %. Readings soon \
             after each other share their error: give fewer, or a larger one.",
        ),
        Field::optional(
            "until",
            Shape::Moment { anchors: &[HAZARD] },
            "Later readings are not known yet; all are if left out.",
        ),
        Field::optional(
            "rating",
            Shape::Table(&RATING),
            "The rating curve of the gauge, where levels were read: flow = factor × (level − zero_m) ^ exponent.",
        ),
    ],
};

static RATING: Section = Section {
    name: "rating-curve",
    doc: "A rating curve: the discharge of a level, factor × (level − zero_m) ^ exponent.",
    fields: &[
        Field::required(
            "zero_m",
            LEVEL_M,
            "The level at which nothing flows, as the readings count.",
        ),
        Field::required(
            "factor",
            Shape::Number {
                unit: "",
                min: 1e-6,
                max: 1e6,
            },
            "The discharge a metre above that, m³/s.",
        ),
        Field::required(
            "exponent",
            Shape::Number {
                unit: "",
                min: 0.5,
                max: 5.0,
            },
            "1.67 is a wide river, 2.5 a valley.",
        ),
        Field::optional(
            "error_m",
            Shape::Number {
                unit: "m",
                min: 0.0,
                max: 10.0,
            },
            "Standard deviation of the error of a level; `error` is that of the curve then. None if left out.",
        ),
    ],
};

/// Which column of its file such a table asks for.
pub(super) fn column(observed: View<'_>) -> &'static str {
    if observed.table("rating").is_some() {
        "level_m"
    } else {
        "flow_m3_s"
    }
}

/// Readings count as if they were at least this share of the largest: near nothing no gauge is exact. An assumption.
const LEAST: f64 = 0.01;
/// Nor at less than this, m³/s: a brook that is all but dry. An assumption.
const LEAST_M3_S: f64 = 1e-4;

/// Reads them; none where nobody has read anything.
pub(super) fn read(inflow: View<'_>, courses: &Courses, context: &mut Context<'_>) -> Vec<ReadingSpec> {
    let Some(view) = inflow.table("observed") else {
        return Vec::new();
    };
    let until_s = view
        .has("until")
        .then(|| context.moment(view, "until"))
        .flatten()
        .map(|at_ms| at_ms as f64 / 1_000.0);
    let file = view.text("readings");
    let Some((read, _)) = courses.get(&(file.to_owned(), column(view))) else {
        return Vec::new();
    };
    let error = view.number("error");
    let known = |(at_s, _): &&(f64, f64)| until_s.is_none_or(|until_s| *at_s <= until_s);
    let values = read.iter().filter(known).map(|(_, value)| *value);
    let largest = values.fold(f64::NEG_INFINITY, f64::max);
    let rating = view.table("rating");
    let curve = |level_m: f64, curve: View<'_>| {
        let (factor, exponent) = (curve.number("factor"), curve.number("exponent"));
        let over_m = (level_m - curve.number("zero_m")).max(0.0);
        let flow = factor * crate::maths::pow(over_m, exponent);
        let error_m = curve.get("error_m").map_or(0.0, |leaf| leaf.number());
        let by_level = if over_m > 0.0 {
            exponent * flow / over_m * error_m
        } else {
            0.0
        };
        (flow, by_level)
    };
    let least = (LEAST * rating.map_or(largest, |rating| curve(largest, rating).0)).max(LEAST_M3_S);
    let reading = |(at_s, value): &(f64, f64)| {
        let (flow_m3_s, by_level) = rating.map_or((*value, 0.0), |rating| curve(*value, rating));
        let of_curve = error * flow_m3_s.max(least);
        ReadingSpec {
            at_s: *at_s,
            flow_m3_s,
            sd_m3_s: (of_curve * of_curve + by_level * by_level).sqrt(),
        }
    };
    let readings: Vec<ReadingSpec> = read.iter().filter(known).map(reading).collect();
    if readings.is_empty() {
        let message = "no reading is known by then";
        let problem = Diagnostic::warning("no-reading", view.span_of("until"), message);
        context
            .diagnostics
            .push(problem.help("write a later `until`, or leave it out"));
    }
    readings
}

/// Says so where readings can change nothing.
pub(super) fn check(flood: View<'_>, context: &mut Context<'_>) {
    let uncertain = flood.table("uncertainty");
    let is_uncertain = uncertain
        .is_some_and(|uncertain| uncertain.number("inflow") > 0.0 || uncertain.duration_ms("timing") > 0);
    for inflow in flood.tables("inflow") {
        if let (Some(observed), false) = (inflow.table("observed"), is_uncertain) {
            let message = "these readings change nothing: neither how much comes nor when is uncertain";
            let problem = Diagnostic::warning("nothing-uncertain", observed.span(), message);
            context
                .diagnostics
                .push(problem.help("write `uncertainty = { inflow = 0.3, timing = \"1 h\" }` in the flood"));
        }
    }
}
