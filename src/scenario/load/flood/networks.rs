//! What several gauges of rain have measured.

use std::collections::BTreeMap;

use super::{Desk, Rows, rising, whole};
use crate::diagnostic::{SourceId, Span};
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
    whole(rows, is_whole, asked, desk)
}

impl Raw {
    /// What they measured in time since the start of the exercise, of a flood that begins then; what is no time or out of order is
    /// reported, and its file left out.
    pub(super) fn since(self, at_ms: Ms, context: &mut Context<'_>) -> Networks {
        let mut networks = Networks::new();
        for (file, rows) in self.0 {
            let mut by_gauge: BTreeMap<String, (Span, Rows)> = BTreeMap::new();
            for ((gauge, gauge_span), (text, span), mm_h) in rows {
                let (_, of_gauge) = by_gauge.entry(gauge).or_insert((gauge_span, Rows::new()));
                of_gauge.push((text, span, mm_h));
            }
            let one = |(gauge, (span, rows)): (String, (Span, Rows))| {
                let course = rising(rows, Some(&gauge), at_ms, context).map(|(course, _)| (course, span));
                course.map(|course| (gauge, course))
            };
            let all: Vec<_> = by_gauge.into_iter().map(one).collect();
            // Where one is wrong the others say nothing alone.
            if let Some(gauges) = all.into_iter().collect() {
                networks.insert(file, gauges);
            }
        }
        networks
    }
}
