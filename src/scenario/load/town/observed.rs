//! What is on record of the real event.

use super::TownFiles;
use crate::diagnostic::{Diagnostic, Diagnostics, Sources};
use crate::scenario::document::csv_table::{Stream, StreamedRow};
use crate::scenario::document::reading::Folder;
use crate::scenario::document::suggest;
use crate::scenario::document::view::View;
use crate::scenario::format::observed::{EVERYWHERE, OBSERVED, QUANTITIES};
use crate::scenario::model::Observation;

/// Indices of the columns.
struct Columns {
    municipality: usize,
    quantity: usize,
    value: usize,
    source: usize,
    compared: usize,
}

impl<'a> TownFiles<'a> {
    pub(super) fn read_observed(
        &mut self,
        town: View<'a>,
        folder: &Folder,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) {
        let Some(leaf) = town.get("observed") else { return };
        let source = match folder.read(sources, leaf.text()) {
            Ok(source) => source,
            Err(error) => return diagnostics.push(error.into_diagnostic(Some(leaf.span()))),
        };
        let text = sources.get(source).text.clone();
        let Some(mut stream) = Stream::open(&text, source, &OBSERVED, None, diagnostics) else {
            return;
        };
        let columns = Columns {
            municipality: stream.column("municipality"),
            quantity: stream.column("quantity"),
            value: stream.column("value"),
            source: stream.column("source"),
            compared: stream.column("compared"),
        };
        while let Some(row) = stream.next(diagnostics) {
            let is_whole = ![columns.quantity, columns.source]
                .iter()
                .any(|column| row.text(*column).is_empty());
            let (Some(compared), Some(Some(value)), true) =
                (row.flag(columns.compared), row.number(columns.value), is_whole)
            else {
                row.report(diagnostics);
                continue;
            };
            if compared.unwrap_or(true) {
                self.observed
                    .extend(self.observation(&row, &columns, value, diagnostics));
            }
        }
    }

    /// A figure that stands beside what is computed; one that cannot is reported.
    fn observation(
        &self,
        row: &StreamedRow<'_, '_>,
        columns: &Columns,
        value: f64,
        diagnostics: &mut Diagnostics,
    ) -> Option<Observation> {
        let quantity = row.text(columns.quantity);
        let is_known = QUANTITIES.contains(&quantity);
        if !is_known {
            let message = format!("`{quantity}` is nothing that hotwash computes");
            let problem = Diagnostic::error("unknown-quantity", row.span(columns.quantity), message);
            diagnostics.push(with_help(problem, quantity, QUANTITIES));
        }
        let place = row.text(columns.municipality);
        let municipality = self.municipalities.iter().position(|name| name == place);
        let is_everywhere = place.is_empty() || place == EVERYWHERE;
        // Without its buildings nobody knows the municipalities of a town.
        if municipality.is_none() && !is_everywhere && self.has_buildings {
            let message = format!("the town has no municipality `{place}`");
            let problem = Diagnostic::error("unknown-municipality", row.span(columns.municipality), message);
            let names = self.municipalities.iter().map(String::as_str);
            diagnostics.push(with_help(problem, place, names.chain([EVERYWHERE])));
        }
        is_known.then(|| Observation {
            municipality,
            quantity: quantity.to_owned(),
            value,
        })
    }
}

fn with_help<'n>(problem: Diagnostic, written: &str, names: impl IntoIterator<Item = &'n str>) -> Diagnostic {
    let names: Vec<&str> = names.into_iter().collect();
    let meant = match suggest::nearest(written, names.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("it is {};", suggest::listed(&names)),
    };
    problem.help(format!(
        "{meant} a figure that stands beside nothing has `no` under `compared`"
    ))
}
