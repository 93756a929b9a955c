//! Tables of values in time: hydrographs, levels, rain.

use std::collections::BTreeMap;

use super::{Desk, Rows, rising, whole};
use crate::diagnostic::{Diagnostic, SourceId, Span};
use crate::scenario::document::csv_table::Stream;
use crate::scenario::document::view::View;
use crate::scenario::format::context::Context;
use crate::scenario::format::flood::{COURSE, Courses, course_names};
use crate::vocabulary::Ms;

/// Tables whose times are not yet known, by the name of the file and the column.
#[derive(Debug, Default)]
pub(super) struct Raw(BTreeMap<(String, &'static str), Rows>);

/// Reads those that a flood and its works name.
pub(super) fn read<'a>(flood: View<'a>, works: &[View<'a>], desk: &mut Desk<'_>) -> Raw {
    let mut raw = Raw::default();
    let mut opened: BTreeMap<String, SourceId> = BTreeMap::new();
    for (leaf, column) in course_names(flood, works) {
        let key = (leaf.text().to_owned(), column);
        if raw.0.contains_key(&key) {
            continue;
        }
        let source = match opened.get(leaf.text()) {
            Some(source) => *source,
            None => match desk.open(leaf.text(), leaf.span()) {
                Some(source) => source,
                None => continue,
            },
        };
        opened.insert(leaf.text().to_owned(), source);
        let rows = rows(source, column, leaf.span(), desk);
        raw.0.extend(rows.map(|rows| (key, rows)));
    }
    raw
}

/// The rows of a table; none where something is wrong with it, which has been reported.
fn rows(source: SourceId, column: &'static str, asked: Span, desk: &mut Desk<'_>) -> Option<Rows> {
    let text = desk.sources.get(source).text.clone();
    let mut stream = Stream::open(&text, source, &COURSE, None, desk.diagnostics)?;
    let (time, value) = (stream.column("time"), stream.column(column));
    let mut rows = Vec::new();
    let mut is_whole = true;
    while let Some(row) = stream.next(desk.diagnostics) {
        match (row.number(value), row.span(time)) {
            (Some(Some(number)), Some(span)) if !row.text(time).is_empty() => {
                rows.push((row.text(time).to_owned(), span, number));
            }
            (Some(None), Some(_)) if !row.text(time).is_empty() => {
                let message = format!("this row has no `{column}`");
                desk.diagnostics
                    .push(Diagnostic::error("missing-value", row.row_span(), message));
                return None;
            }
            _ => {
                is_whole = false;
                row.report(desk.diagnostics);
            }
        }
    }
    whole(rows, is_whole, asked, desk)
}

impl Raw {
    /// The tables in time since the start of the exercise, of a flood that begins then; what is no time or out of order is
    /// reported, and left out.
    pub(super) fn since(self, at_ms: Ms, context: &mut Context<'_>) -> Courses {
        let mut courses = Courses::new();
        for (key, rows) in self.0 {
            if let Some(course) = rising(rows, None, at_ms, context) {
                courses.insert(key, course);
            }
        }
        courses
    }
}
