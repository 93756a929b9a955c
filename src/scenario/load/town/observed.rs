//! What is on record of the real event.

use super::TownFiles;
use crate::diagnostic::{Diagnostics, Sources};
use crate::scenario::document::csv_table::Stream;
use crate::scenario::document::reading::Folder;
use crate::scenario::document::view::View;
use crate::scenario::format::town::OBSERVED;
use crate::scenario::model::Observation;

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
        let [municipality, quantity, value] =
            ["municipality", "quantity", "value"].map(|key| stream.column(key));
        while let Some(row) = stream.next(diagnostics) {
            let Some(Some(number)) = row.number(value) else {
                row.report(diagnostics);
                continue;
            };
            self.observed.push(Observation {
                municipality: self
                    .municipalities
                    .binary_search_by(|name| name.as_str().cmp(row.text(municipality)))
                    .ok(),
                quantity: row.text(quantity).to_owned(),
                value: number,
            });
        }
    }
}
