//! Workbooks for a spreadsheet (XLSX): a run by the questions of a debrief, a batch, a comparison. Cells have types: times are durations,
//! clocks are dates, numbers are numbers, whatever the language of the spreadsheet.

mod book;
mod many;
mod run;

pub use book::{Sheet, WorkbookError, csv_sheet, workbook};
pub use many::{batch_sheets, comparison_sheets};
#[cfg(test)]
pub(crate) use run::HEADING_KEYS;
pub use run::{Headings, run_sheets};
