//! `runs.parquet`: the rows of `runs.csv` with types, for programs that read columns.

use std::io;
use std::sync::Arc;

use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;

use super::folder::BatchFolder;
use super::journal::{JournalReader, Outcome};
use super::tables::Results;
use crate::record::{FolderError, Written, replace_file};

/// The file.
pub(super) const FILE: &str = "runs.parquet";
/// So many rows are held before they are written.
const ROWS_AT_ONCE: usize = 100_000;

/// A column while it is filled.
enum Column {
    /// Text; nothing where it does not apply.
    Text(Vec<Option<String>>),
    /// Whole numbers.
    Whole(Vec<i64>),
    /// Numbers; nothing where they do not apply.
    Number(Vec<Option<f64>>),
}

/// Names and kinds of the columns before and after those of factors.
const BEFORE: [(&str, Kind); 5] = [
    ("scenario", Kind::Text),
    ("variant", Kind::Text),
    ("case", Kind::Text),
    ("seed", Kind::Whole),
    ("hazard_seed", Kind::Whole),
];
const AFTER: [(&str, Kind); 4] = [
    ("metric", Kind::Text),
    ("value", Kind::Number),
    ("unit", Kind::Text),
    ("basis", Kind::Text),
];

#[derive(Clone, Copy)]
enum Kind {
    Text,
    Whole,
    Number,
}

/// Writes the rows of `runs.csv` as Parquet.
///
/// # Errors
/// The machine refuses.
pub(super) fn write(
    results: &Results,
    folder: &BatchFolder,
    journal: &mut JournalReader,
) -> Result<(usize, Written), FolderError> {
    let factors = results
        .plan
        .factors
        .iter()
        .map(|factor| (factor.name.as_str(), Kind::Text));
    let kinds: Vec<(&str, Kind)> = BEFORE.into_iter().chain(factors).chain(AFTER).collect();
    replace_file(&folder.path().join(FILE), |file| {
        Ok(rows(results, &kinds, journal, file))
    })
}

fn rows(
    results: &Results,
    kinds: &[(&str, Kind)],
    journal: &mut JournalReader,
    file: &mut (dyn io::Write + Send),
) -> io::Result<usize> {
    let schema = Arc::new(parse_message_type(&message(kinds)).map_err(other)?);
    let mut writer =
        SerializedFileWriter::new(file, schema, Arc::new(WriterProperties::default())).map_err(other)?;
    let mut columns = empty(kinds);
    let (mut count, mut held) = (0, 0);
    results.each(journal, |run, outcome| {
        let Outcome::Metrics(metrics) = outcome else {
            return Ok(());
        };
        let first = results.run_cells(run);
        for metric in &metrics {
            let own = metric.iter().map(String::as_str);
            let cells = first.iter().map(AsRef::as_ref).chain(own);
            columns
                .iter_mut()
                .zip(cells)
                .for_each(|(column, cell)| column.push(cell));
            count += 1;
            held += 1;
        }
        if held >= ROWS_AT_ONCE {
            write_group(&mut writer, std::mem::replace(&mut columns, empty(kinds))).map_err(other)?;
            held = 0;
        }
        Ok(())
    })?;
    if held > 0 {
        write_group(&mut writer, columns).map_err(other)?;
    }
    writer.close().map_err(other)?;
    Ok(count)
}

fn other(error: ParquetError) -> io::Error {
    io::Error::other(error.to_string())
}

fn message(kinds: &[(&str, Kind)]) -> String {
    let field = |(name, kind): &(&str, Kind)| match kind {
        Kind::Text => format!("optional byte_array {} (utf8);", quoted(name)),
        Kind::Whole => format!("required int64 {};", quoted(name)),
        Kind::Number => format!("optional double {};", quoted(name)),
    };
    let fields: Vec<String> = kinds.iter().map(field).collect();
    format!("message runs {{ {} }}", fields.join(" "))
}

/// A name as the schema has it: its parser knows no quotes.
fn quoted(name: &str) -> String {
    name.replace(|c: char| c.is_whitespace() || ";(){}=,".contains(c), "_")
}

fn empty(kinds: &[(&str, Kind)]) -> Vec<Column> {
    let column = |(_, kind): &(&str, Kind)| match kind {
        Kind::Text => Column::Text(Vec::new()),
        Kind::Whole => Column::Whole(Vec::new()),
        Kind::Number => Column::Number(Vec::new()),
    };
    kinds.iter().map(column).collect()
}

impl Column {
    fn push(&mut self, cell: &str) {
        match self {
            Self::Text(values) => values.push((!cell.is_empty()).then(|| cell.to_owned())),
            Self::Whole(values) => values.push(cell.parse().unwrap_or(0)),
            Self::Number(values) => values.push(cell.parse().ok()),
        }
    }
}

fn write_group<W: io::Write + Send>(
    writer: &mut SerializedFileWriter<W>,
    columns: Vec<Column>,
) -> Result<(), ParquetError> {
    let mut group: SerializedRowGroupWriter<W> = writer.next_row_group()?;
    for column in columns {
        let Some(mut next) = group.next_column()? else {
            break;
        };
        write_column(&mut next, column)?;
        next.close()?;
    }
    group.close()?;
    Ok(())
}

fn write_column(writer: &mut SerializedColumnWriter, column: Column) -> Result<(), ParquetError> {
    fn levels<T>(values: &[Option<T>]) -> Vec<i16> {
        values.iter().map(|value| i16::from(value.is_some())).collect()
    }
    match column {
        Column::Text(values) => {
            let levels = levels(&values);
            let values: Vec<ByteArray> = values
                .into_iter()
                .flatten()
                .map(|value| ByteArray::from(value.into_bytes()))
                .collect();
            writer
                .typed::<ByteArrayType>()
                .write_batch(&values, Some(&levels), None)?;
        }
        Column::Whole(values) => {
            writer.typed::<Int64Type>().write_batch(&values, None, None)?;
        }
        Column::Number(values) => {
            let levels = levels(&values);
            let values: Vec<f64> = values.into_iter().flatten().collect();
            writer
                .typed::<DoubleType>()
                .write_batch(&values, Some(&levels), None)?;
        }
    }
    Ok(())
}
