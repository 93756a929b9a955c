//! Rivers narrower than a cell.

use super::computed::MANNING;
use super::shapes::{CREST_POINT, Courses, FILE, FLOW, course, numbers};
use crate::diagnostic::Diagnostic;
use crate::geo::Point;
use crate::scenario::document::limits;
use crate::scenario::document::shape::{Field, Literal, Section, Shape, Word};
use crate::scenario::document::view::View;
use crate::scenario::format::context::Context;
use crate::scenario::format::place::LEVEL_M;
use crate::scenario::model::{CrestPoint, WaterwayEnd, WaterwaySpec};

/// A river narrower than a cell.
pub(super) static CHANNEL: Section = Section {
    name: "narrow-river",
    doc: "A stream or canal narrower than a cell, under the cells that its line crosses. Its banks are as high as their ground: \
          what does not fit in it stands on them, and what stands on them runs into it. Gates, culverts and pumps that end in such \
          a cell end in the channel.",
    fields: &[
        Field::required(
            "course",
            Shape::List {
                of: &CREST_POINT,
                min: 2,
                max: limits::ENTRIES,
            },
            "Its line downstream with the level of its bed at each corner: `[[x, y, level], …]`; straight between them.",
        ),
        Field::required(
            "width_m",
            Shape::Number {
                unit: "m",
                min: 0.1,
                max: 10_000.0,
            },
            "Its width: less than that of a cell. It is a rectangle.",
        ),
        Field::default("manning", MANNING, Literal::Number(0.035), "Manning's n of it."),
        Field::default(
            "holds_m",
            Shape::Number {
                unit: "m",
                min: 0.0,
                max: 100.0,
            },
            Literal::Number(0.0),
            "How deep water stands in it at first, up to its banks.",
        ),
        Field::optional(
            "flow_m3_s",
            FLOW,
            "What comes in at its head, if that is always the same; nothing without this and `flow`.",
        ),
        Field::optional(
            "flow",
            FILE,
            "Or a hydrograph: a table with `time` and `flow_m3_s`.",
        ),
        Field::default("ends", Shape::OneOf(ENDS), Literal::Text("open"), "How it ends."),
        Field::optional("level_m", LEVEL_M, "The level in which it ends, of a lake."),
        Field::optional(
            "levels",
            FILE,
            "Or the levels in time, of a tide: a table with `time` and `level_m`.",
        ),
    ],
};

static ENDS: &[Word] = &[
    Word::new(
        "open",
        "it goes on with the slope of its last part: water leaves;",
    ),
    Word::new("closed", "nothing leaves it, but over its banks or by works;"),
    Word::new("level", "in water whose level is given;"),
    Word::new(
        "water",
        "in the cell of its last corner: in a river of the terrain, or in another channel under that cell.",
    ),
];

/// Reads it.
pub(super) fn read(view: View<'_>, courses: &Courses, context: &mut Context<'_>) -> Option<WaterwaySpec> {
    let corner = |numbers: Vec<f64>| (Point::new(numbers[0], numbers[1]), numbers[2]);
    let line: Vec<CrestPoint> = view
        .list("course")
        .iter()
        .map(|leaf| corner(numbers(leaf)))
        .collect();
    let comes_m3_s = if view.has("flow_m3_s") || view.has("flow") {
        Some(course(
            view,
            ["flow_m3_s", "flow"],
            "flow_m3_s",
            courses,
            context,
        )?)
    } else {
        None
    };
    let has_level = view.has("level_m") || view.has("levels");
    let ends = match view.text("ends") {
        "level" => WaterwayEnd::Level(course(view, ["level_m", "levels"], "level_m", courses, context)?),
        "closed" => WaterwayEnd::Closed,
        "water" => WaterwayEnd::Water,
        _ => WaterwayEnd::Open,
    };
    if has_level && !matches!(ends, WaterwayEnd::Level(_)) {
        let key = if view.has("level_m") { "level_m" } else { "levels" };
        let message = "this channel does not end in water of a level";
        let problem = Diagnostic::error("no-level", view.span_of(key), message);
        context
            .diagnostics
            .push(problem.help("write `ends = \"level\"`, or leave the level out"));
    }
    let falls = line.windows(2).last().is_some_and(|pair| pair[1].1 < pair[0].1);
    if ends == WaterwayEnd::Open && !falls {
        let message = "the bed of this channel does not fall at its end: nothing would leave it";
        let problem = Diagnostic::error("no-fall", view.span_of("course"), message);
        context.diagnostics.push(problem.help(
            "give its last corner a lower bed than the one before, or write how it `ends`: \"closed\", \"level\", \"water\"",
        ));
    }
    Some(WaterwaySpec {
        id: view.id().to_owned(),
        course: line,
        width_m: view.number("width_m"),
        manning: view.number("manning"),
        holds_m: view.number("holds_m"),
        comes_m3_s,
        ends,
    })
}
