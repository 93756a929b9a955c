//! Stages that are stated.

use std::collections::BTreeMap;

use super::{no_time, time_s};
use crate::diagnostic::{Diagnostic, Diagnostics, SourceId, Sources, Span};
use crate::scenario::document::csv_table::{Stream, StreamedRow};
use crate::scenario::document::suggest;
use crate::scenario::format::context::Context;
use crate::scenario::format::flood::STAGE;
use crate::scenario::model::{StageQuantity, StageSpec};
use crate::vocabulary::{Ms, SubjectKind};

/// A row of a file of stages, and where it stands.
#[derive(Debug)]
pub(super) struct Stage {
    place: (String, Span),
    time: (String, Span),
    /// Depth, level, speed, as far as they are given.
    values: [Option<f64>; 3],
}

/// What the values of a row are of.
const QUANTITIES: [StageQuantity; 3] = [StageQuantity::Depth, StageQuantity::Level, StageQuantity::Speed];

/// The rows of the file; what is wrong with any is reported.
pub(super) fn rows(source: SourceId, sources: &Sources, diagnostics: &mut Diagnostics) -> Vec<Stage> {
    let text = sources.get(source).text.clone();
    let Some(mut stream) = Stream::open(&text, source, &STAGE, None, diagnostics) else {
        return Vec::new();
    };
    let [place, time, depth, level, speed] =
        ["place", "time", "depth_m", "level_m", "speed_m_s"].map(|key| stream.column(key));
    let mut rows = Vec::new();
    while let Some(row) = stream.next(diagnostics) {
        let of = |column: usize| Some((row.text(column).to_owned(), row.span(column)?));
        let numbers = [depth, level, speed].map(|column| row.number(column));
        let ([Some(depth_m), Some(level_m), Some(speed_m_s)], Some(place), Some(time)) =
            (numbers, of(place), of(time))
        else {
            row.report(diagnostics);
            continue;
        };
        if place.0.is_empty() || time.0.is_empty() {
            row.report(diagnostics);
            continue;
        }
        check_values([depth_m, level_m], &row, diagnostics);
        rows.push(Stage {
            place,
            time,
            values: [depth_m, level_m, speed_m_s],
        });
    }
    rows
}

/// Says so where a row gives no stage, or two.
fn check_values(depth_and_level: [Option<f64>; 2], row: &StreamedRow<'_, '_>, diagnostics: &mut Diagnostics) {
    let message = match depth_and_level {
        [Some(_), Some(_)] => "a depth and a level at once",
        [None, None] => "neither a depth nor a level",
        _ => return,
    };
    let problem = Diagnostic::error("one-of-two", row.row_span(), message);
    diagnostics.push(problem.help("write either `depth_m` or `level_m`"));
}

/// The rows as series, by place and quantity.
pub(super) fn series(rows: &[Stage], at_ms: Ms, context: &mut Context<'_>) -> Vec<StageSpec> {
    let mut all: BTreeMap<_, StageSpec> = BTreeMap::new();
    let mut latest: BTreeMap<&str, (f64, Span)> = BTreeMap::new();
    let kinds = [SubjectKind::Gauge, SubjectKind::Place, SubjectKind::School];
    for row in rows {
        let (id, span) = (row.place.0.as_str(), row.place.1);
        let found = context.subjects.find(id);
        let Some(subject) = found.filter(|ix| kinds.contains(&context.subjects.get(*ix).kind)) else {
            unknown_place(id, span, &kinds, context);
            continue;
        };
        let Some(at_s) = time_s(&row.time.0, at_ms, context.start) else {
            context.diagnostics.push(no_time(&row.time.0, row.time.1));
            continue;
        };
        if let Some((before_s, before)) = latest.get(id)
            && at_s <= *before_s
        {
            let message = format!("the times of `{id}` do not rise: this is no later than the row before");
            let problem = Diagnostic::error("out-of-order", row.time.1, message);
            context.diagnostics.push(
                problem
                    .related(*before, "the row before")
                    .help("sort the rows by place and time"),
            );
            continue;
        }
        latest.insert(id, (at_s, row.time.1));
        for (quantity, value) in QUANTITIES.into_iter().zip(row.values) {
            let Some(value) = value else { continue };
            let of = all.entry((subject, quantity)).or_insert_with(|| StageSpec {
                subject,
                quantity,
                at: Vec::new(),
            });
            of.at.push((at_s, value));
        }
    }
    all.into_values().collect()
}

fn unknown_place(id: &str, span: Span, kinds: &[SubjectKind], context: &mut Context<'_>) {
    let known = context.subjects.iter();
    let known = known
        .filter(|(_, subject)| kinds.contains(&subject.kind))
        .map(|(_, subject)| subject.id.as_str());
    let mut problem = Diagnostic::error(
        "unknown-id",
        span,
        format!("there is no gauge, place or school `{id}`"),
    );
    problem.help = suggest::did_you_mean(id, known);
    context.diagnostics.push(problem);
}
