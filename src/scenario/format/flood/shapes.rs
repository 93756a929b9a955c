//! Places, lines and series in time, as floods write them.

use std::collections::BTreeMap;

use super::readings;
use crate::diagnostic::{Diagnostic, Span};
use crate::geo::{Point, Polygon};
use crate::scenario::document::csv_table::CsvShape;
use crate::scenario::document::limits;
use crate::scenario::document::shape::{Field, Section, Shape};
use crate::scenario::document::view::{Leaf, View};
use crate::scenario::format::context::Context;
use crate::scenario::format::place::{COORDINATE, LEVEL_M};
use crate::scenario::model::Course;

static NUMBER: Shape = COORDINATE;

/// A place: to the east and to the north, m.
pub(super) const PLACE: Shape = Shape::List {
    of: &NUMBER,
    min: 2,
    max: 2,
};

pub(super) static POINT: Shape = PLACE;

/// Places one after another.
pub(super) const LINE: Shape = Shape::List {
    of: &POINT,
    min: 2,
    max: limits::ENTRIES,
};

/// The two ends of something.
pub(super) const ENDS: Shape = Shape::List {
    of: &POINT,
    min: 2,
    max: 2,
};

/// The corners of an area.
pub(super) const AREA: Shape = Shape::List {
    of: &POINT,
    min: 3,
    max: limits::ENTRIES,
};

/// A place and a level there, m.
pub(super) static CREST_POINT: Shape = Shape::List {
    of: &NUMBER,
    min: 3,
    max: 3,
};

/// A discharge.
pub(super) const FLOW: Shape = Shape::Number {
    unit: "m³/s",
    min: 0.0,
    max: 300_000.0,
};

/// A file of values in time.
pub(super) const FILE: Shape = Shape::File { extensions: &["csv"] };

/// A table of values in time.
pub static COURSE: CsvShape = CsvShape {
    key: "time",
    row: "time",
    section: &COURSE_ROW,
    max_rows: limits::CSV_ROWS,
};

static COURSE_ROW: Section = Section {
    name: "flow.csv",
    doc: "A table of values in time: a hydrograph, levels of a tide or lake, rain. Between two times the value changes evenly; before \
          the first and after the last it stays.",
    fields: &[
        Field::required(
            "time",
            Shape::Text,
            "When: a duration since the beginning of the flood (`2 h 30 min`, or hours as a plain number: `2.5`), or ISO 8601.",
        ),
        Field::optional("flow_m3_s", FLOW, "A discharge."),
        Field::optional("level_m", LEVEL_M, "A level."),
        Field::optional("rain_mm_h", RAIN, "How hard it rains."),
    ],
};

/// How hard it rains.
pub(super) const RAIN: Shape = Shape::Number {
    unit: "mm/h",
    min: 0.0,
    max: 1_000.0,
};

/// Tables of values in time that were read, by the name of the file and the column; with the place of the last time.
pub type Courses = BTreeMap<(String, &'static str), (Course, Span)>;

/// The keys that name such tables in a flood and its works, with the column that they ask for.
pub fn course_names<'a>(flood: View<'a>, works: &[View<'a>]) -> Vec<(Leaf<'a>, &'static str)> {
    let of = |views: Vec<View<'a>>, key: &'static str, column: &'static str| {
        let named = views.into_iter().filter_map(move |view| view.get(key));
        named.map(move |leaf| (leaf, column)).collect::<Vec<_>>()
    };
    let lakes = works.iter().filter(|works| works.kind() == "dam");
    let lakes = lakes.filter_map(|dam| dam.table("lake")).collect();
    let observed = flood.tables("inflow").into_iter();
    let observed = observed.filter_map(|inflow| inflow.table("observed"));
    let observed = observed.filter_map(|observed| {
        let file = observed.get("readings")?;
        Some((file, readings::column(observed)))
    });
    [
        observed.collect(),
        of(flood.tables("channel"), "flow", "flow_m3_s"),
        of(flood.tables("channel"), "levels", "level_m"),
        of(flood.tables("inflow"), "flow", "flow_m3_s"),
        of(flood.tables("edge"), "levels", "level_m"),
        of(flood.tables("rain"), "course", "rain_mm_h"),
        of(lakes, "comes", "flow_m3_s"),
    ]
    .concat()
}

/// What a section says in time: the constant under `constant`, or the table that `file` names.
pub(super) fn course(
    view: View<'_>,
    [constant, file]: [&str; 2],
    column: &'static str,
    courses: &Courses,
    context: &mut Context<'_>,
) -> Option<Course> {
    match (view.get(constant), view.get(file)) {
        (Some(leaf), None) => Some(vec![(0.0, leaf.number())]),
        (None, Some(leaf)) => {
            let (course, last) = courses.get(&(leaf.text().to_owned(), column))?;
            let ends_s = course.last().map_or(0.0, |(at_s, _)| *at_s);
            if ends_s < context.lasts_ms as f64 / 1_000.0 && course.len() > 1 {
                let message = format!("`{}` ends before the exercise does", leaf.text());
                let problem = Diagnostic::warning("ends-early", *last, message);
                let problem = problem.related(leaf.span(), "named here");
                context.diagnostics.push(
                    problem.help("the last value stays as it is: write a row for the end if that is wrong"),
                );
            }
            Some(course.clone())
        }
        (Some(_), Some(leaf)) => {
            let problem = Diagnostic::error(
                "one-of-two",
                leaf.span(),
                format!("`{constant}` and `{file}` say the same"),
            );
            context.diagnostics.push(problem.help("leave one of them out"));
            None
        }
        (None, None) => {
            let message = format!("neither `{constant}` nor `{file}` is there");
            let problem = Diagnostic::error("one-of-two", view.span(), message);
            context
                .diagnostics
                .push(problem.help(format!("write `{constant} = …`, or `{file} = \"….csv\"`")));
            None
        }
    }
}

/// A place.
pub(super) fn point(leaf: &Leaf<'_>) -> Point {
    let numbers = numbers(leaf);
    Point::new(numbers[0], numbers[1])
}

/// The numbers of a place, with a level if it has one.
pub(super) fn numbers(leaf: &Leaf<'_>) -> Vec<f64> {
    leaf.items().iter().map(Leaf::number).collect()
}

/// Places one after another.
pub(super) fn points(view: View<'_>, key: &str) -> Vec<Point> {
    view.list(key).iter().map(point).collect()
}

/// An area by its corners; none if it was left out.
pub(super) fn area(view: View<'_>, key: &str) -> Option<Polygon> {
    view.has(key).then(|| Polygon::new(points(view, key)))
}

/// Both ends.
pub(super) fn ends(view: View<'_>, key: &str) -> Option<[Point; 2]> {
    points(view, key).try_into().ok()
}
