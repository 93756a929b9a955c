//! What several gauges of rain have measured.

use std::collections::BTreeMap;

use super::{Desk, no_time, time_s};
use crate::diagnostic::{Diagnostic, SourceId, Span};
use crate::scenario::document::csv_table::Stream;
use crate::scenario::document::view::View;
use crate::scenario::format::context::Context;
use crate::scenario::format::flood::{Networks, RAIN_GAUGES, network_names};
use crate::vocabulary::Ms;

/// A row: gauge and time as they are written, with the place of each, and the value.
type Row = ((String, Span), (String, Span), f64);

/// Files whose times are not yet known, by name.
#[derive(Debug, Default)]
pub(super) struct Raw(BTreeMap<String, Vec<Row>>);

/// Reads those that the rain of a flood names.
pub(super) fn read(flood: View<'_>, desk: &mut Desk<'_>) -> Raw {
    let mut raw = Raw::default();
    for leaf in network_names(flood) {
        if raw.0.contains_key(leaf.text()) {
            continue;
        }
        let Some(source) = desk.open(leaf.text(), leaf.span()) else {
            continue;
        };
        let rows = rows(source, leaf.span(), desk);
        raw.0.extend(rows.map(|rows| (leaf.text().to_owned(), rows)));
    }
    raw
}

/// The rows of a file; none where something is wrong with it, which has been reported.
fn rows(source: SourceId, asked: Span, desk: &mut Desk<'_>) -> Option<Vec<Row>> {
    let text = desk.sources.get(source).text.clone();
    let mut stream = Stream::open(&text, source, &RAIN_GAUGES, None, desk.diagnostics)?;
    let [gauge, time, value] = ["gauge", "time", "rain_mm_h"].map(|key| stream.column(key));
    let mut rows = Vec::new();
    let mut is_whole = true;
    while let Some(row) = stream.next(desk.diagnostics) {
        let of = |column: usize| Some((row.text(column).to_owned(), row.span(column)?));
        match (of(gauge), of(time), row.number(value)) {
            (Some(gauge), Some(time), Some(Some(mm_h))) if !gauge.0.is_empty() && !time.0.is_empty() => {
                rows.push((gauge, time, mm_h));
            }
            _ => {
                is_whole = false;
                row.report(desk.diagnostics);
            }
        }
    }
    if rows.is_empty() && is_whole {
        desk.diagnostics
            .push(Diagnostic::error("no-rows", asked, "the table has no row"));
    }
    (is_whole && !rows.is_empty()).then_some(rows)
}

impl Raw {
    /// What they measured in time since the start of the exercise, of a flood that begins then; what is no time or out of order is
    /// reported, and its file left out.
    pub(super) fn since(self, at_ms: Ms, context: &mut Context<'_>) -> Networks {
        let mut networks = Networks::new();
        for (file, rows) in self.0 {
            let mut gauges = BTreeMap::new();
            let mut latest: BTreeMap<String, Span> = BTreeMap::new();
            let mut is_sound = true;
            for ((gauge, gauge_span), (text, span), mm_h) in rows {
                let Some(at_s) = time_s(&text, at_ms, context.start) else {
                    context.diagnostics.push(no_time(&text, span));
                    is_sound = false;
                    continue;
                };
                let (course, _) = gauges
                    .entry(gauge.clone())
                    .or_insert_with(|| (Vec::<(f64, f64)>::new(), gauge_span));
                if let (Some((latest_s, _)), Some(before)) = (course.last(), latest.get(&gauge))
                    && at_s <= *latest_s
                {
                    let message =
                        format!("the times of `{gauge}` do not rise: this is no later than the row before");
                    let problem = Diagnostic::error("out-of-order", span, message);
                    context.diagnostics.push(
                        problem
                            .related(*before, "the row before")
                            .help("sort the rows by gauge and time"),
                    );
                    is_sound = false;
                    continue;
                }
                course.push((at_s, mm_h));
                latest.insert(gauge, span);
            }
            if is_sound {
                networks.insert(file, gauges);
            }
        }
        networks
    }
}
