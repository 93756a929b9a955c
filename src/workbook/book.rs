//! Sheets of typed cells as a workbook.

use std::collections::BTreeMap;

use rust_xlsxwriter::{
    Chart, ChartType, DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError,
};
use thiserror::Error;

use crate::record::{ColumnInfo, Kind, TableInfo};

/// Why a workbook could not be made.
#[derive(Debug, Error)]
pub enum WorkbookError {
    /// A table has more rows than a sheet can hold.
    #[error("`{sheet}` has {rows} rows, and a sheet holds {MOST_ROWS}: take the CSV file")]
    TooLong {
        /// The sheet.
        sheet: String,
        /// Its rows.
        rows: usize,
    },
    /// The writer of workbooks refused.
    #[error("the workbook cannot be written: {0}")]
    Writer(#[from] XlsxError),
}

/// Rows below the heading that a sheet can hold.
const MOST_ROWS: usize = 1_048_575;
/// Of so many rows the widths of columns are found.
const MEASURED_ROWS: u32 = 500;
/// A column is never wider, characters.
const WIDEST: f64 = 60.0;
const SECONDS_A_DAY: f64 = 86_400.0;

/// A row of a table as text, by column.
pub(super) type Row = BTreeMap<String, String>;

/// What a column is in a spreadsheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Type {
    Text,
    Number,
    /// Seconds: shown as hours, minutes and seconds.
    Duration,
    /// A date and time of day.
    Moment,
}

/// A sheet: a heading, rows, and lines over time where they say more than rows.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// Its name on the tab.
    pub name: String,
    columns: Vec<(String, Type)>,
    rows: Vec<Vec<String>>,
    /// The first column across, the others as lines, with this title.
    lines: Option<String>,
}

impl Sheet {
    /// Some columns of a table, in this order; all where none are named. The program's own columns tell their types.
    pub(super) fn of(name: &str, table: &[ColumnInfo], columns: &[&str], rows: &[Row]) -> Self {
        let named = |column: &&ColumnInfo| columns.contains(&&*column.name);
        let mut taken: Vec<&ColumnInfo> = table
            .iter()
            .filter(|column| columns.is_empty() || named(column))
            .collect();
        taken.sort_by_key(|column| columns.iter().position(|name| *name == column.name));
        let columns = taken
            .iter()
            .map(|column| (column.name.to_string(), type_of(column)));
        let cells = |row: &Row| {
            let cells = taken.iter().map(|column| row.get(&*column.name).cloned());
            cells.map(Option::unwrap_or_default).collect()
        };
        Self {
            name: name.to_owned(),
            columns: columns.collect(),
            rows: rows.iter().map(cells).collect(),
            lines: None,
        }
    }

    /// Rows of which nobody says what their columns are: what looks like numbers in every row is taken for numbers.
    pub(super) fn guessed(name: &str, columns: Vec<String>, rows: Vec<Vec<String>>) -> Self {
        let type_of = |index: usize| {
            let mut cells = rows
                .iter()
                .filter_map(|row| row.get(index))
                .filter(|cell| !cell.is_empty());
            let is_number = cells.clone().next().is_some() && cells.all(|cell| cell.parse::<f64>().is_ok());
            if is_number { Type::Number } else { Type::Text }
        };
        let types: Vec<Type> = (0..columns.len()).map(type_of).collect();
        Self {
            name: name.to_owned(),
            columns: columns.into_iter().zip(types).collect(),
            rows,
            lines: None,
        }
    }

    /// Times across, and what is counted at each: with a chart.
    pub(super) fn over_time(name: &str, title: &str, counted: &[String], rows: Vec<Vec<String>>) -> Self {
        let counted = counted.iter().map(|name| (name.clone(), Type::Number));
        Self {
            name: name.to_owned(),
            columns: std::iter::once(("t".to_owned(), Type::Duration))
                .chain(counted)
                .collect(),
            rows,
            lines: Some(title.to_owned()),
        }
    }
}

/// A table that is at hand as CSV, as a sheet.
///
/// # Errors
/// What is no CSV.
pub fn csv_sheet(name: &str, table: &TableInfo, csv: &[u8]) -> Result<Sheet, csv::Error> {
    let rows: Vec<Row> = csv::Reader::from_reader(csv)
        .deserialize()
        .collect::<Result<_, _>>()?;
    Ok(Sheet::of(name, &table.columns, &[], &rows))
}

fn type_of(column: &ColumnInfo) -> Type {
    match column.kind {
        Kind::Seconds | Kind::Elapsed => Type::Duration,
        Kind::Clock => Type::Moment,
        Kind::Whole | Kind::Number | Kind::Mean | Kind::Fine => Type::Number,
        Kind::Id | Kind::Text | Kind::Json | Kind::Word(_) | Kind::Value | Kind::Unit | Kind::Blank => {
            Type::Text
        }
    }
}

/// The bytes of a workbook. `made` is the moment it says it was made, ISO 8601: that of the exercise, so that the same run gives the
/// same bytes.
///
/// # Errors
/// A sheet that is too long, or what the writer refuses.
pub fn workbook(title: &str, made: &str, sheets: &[Sheet]) -> Result<Vec<u8>, WorkbookError> {
    let mut book = Workbook::new();
    let made = moment(made).unwrap_or(ExcelDateTime::from_ymd(2026, 1, 1)?);
    book.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&made));
    for sheet in sheets {
        if sheet.rows.len() > MOST_ROWS {
            return Err(WorkbookError::TooLong {
                sheet: sheet.name.clone(),
                rows: sheet.rows.len(),
            });
        }
        write(book.add_worksheet(), sheet)?;
    }
    Ok(book.save_to_buffer()?)
}

fn write(worksheet: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    let heading = Format::new().set_bold().set_text_wrap();
    let duration = Format::new().set_num_format("[h]:mm:ss");
    let date = Format::new().set_num_format("yyyy-mm-dd hh:mm:ss");
    worksheet.set_name(tab(&sheet.name))?;
    for (column, (name, _)) in (0..).zip(&sheet.columns) {
        worksheet.write_string_with_format(0, column, name, &heading)?;
    }
    for (line, row) in (1..).zip(&sheet.rows) {
        for (column, (cell, (_, kind))) in (0..).zip(row.iter().zip(&sheet.columns)) {
            if cell.is_empty() {
                continue;
            }
            match (kind, number_of(*kind, cell), moment(cell)) {
                (Type::Number, Some(number), _) => drop(worksheet.write_number(line, column, number)?),
                (Type::Duration, Some(days), _) => {
                    worksheet.write_number_with_format(line, column, days, &duration)?;
                }
                (Type::Moment, _, Some(at)) => {
                    worksheet.write_datetime_with_format(line, column, &at, &date)?;
                }
                _ => drop(worksheet.write_string(line, column, cell)?),
            }
        }
    }
    let (last_row, last_column) = (
        sheet.rows.len() as u32,
        sheet.columns.len().saturating_sub(1) as u16,
    );
    worksheet.set_freeze_panes(1, 0)?;
    if !sheet.rows.is_empty() {
        worksheet.autofilter(0, 0, last_row, last_column)?;
    }
    worksheet.set_autofit_max_row(MEASURED_ROWS).autofit();
    for (column, (_, kind)) in (0..).zip(&sheet.columns) {
        match kind {
            Type::Duration => drop(worksheet.set_column_width(column, 11)?),
            Type::Moment => drop(worksheet.set_column_width(column, 20)?),
            Type::Number => {}
            Type::Text => {
                let longest = sheet
                    .rows
                    .iter()
                    .take(MEASURED_ROWS as usize)
                    .filter_map(|row| row.get(usize::from(column)));
                if longest.map(|cell| cell.chars().count()).max().unwrap_or(0) as f64 > WIDEST {
                    worksheet.set_column_width(column, WIDEST)?;
                }
            }
        }
    }
    if let Some(title) = &sheet.lines
        && last_row > 1
    {
        let mut chart = Chart::new(ChartType::ScatterStraight);
        chart.title().set_name(title);
        chart.x_axis().set_num_format("[h]:mm");
        for column in 1..=last_column {
            chart
                .add_series()
                .set_name((sheet.name.as_str(), 0, column))
                .set_categories((sheet.name.as_str(), 1, 0, last_row, 0))
                .set_values((sheet.name.as_str(), 1, column, last_row, column));
        }
        chart.set_width(900).set_height(420);
        worksheet.insert_chart(1, last_column + 2, &chart)?;
    }
    Ok(())
}

/// A name as a tab can have it.
fn tab(name: &str) -> String {
    let fit = |c: char| if "[]:*?/\\".contains(c) { '-' } else { c };
    name.chars().map(fit).take(31).collect()
}

/// A cell as a number: seconds and `h:mm:ss` as days.
fn number_of(kind: Type, cell: &str) -> Option<f64> {
    let plain = cell.parse::<f64>().ok().filter(|number| number.is_finite());
    if kind != Type::Duration {
        return plain;
    }
    let seconds = plain.or_else(|| {
        let parts: Option<Vec<f64>> = cell.split(':').map(|part| part.parse().ok()).collect();
        match parts?[..] {
            [hours, minutes, seconds] => Some(hours * 3_600.0 + minutes * 60.0 + seconds),
            _ => None,
        }
    });
    seconds.map(|seconds| seconds / SECONDS_A_DAY)
}

/// ISO 8601 with an offset as the local date and time.
fn moment(text: &str) -> Option<ExcelDateTime> {
    ExcelDateTime::parse_from_str(text.get(..19)?).ok()
}
