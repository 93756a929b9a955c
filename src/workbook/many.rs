//! Batches and comparisons as sheets.

use std::path::Path;

use super::book::{Row, Sheet};
use crate::compare::{ReadError, comparison_tables, read_rows};

/// The sheets of a batch: a row a run with its figures, and what failed.
///
/// # Errors
/// A table that cannot be read, or is not as a batch leaves it.
pub fn batch_sheets(folder: &Path) -> Result<Vec<Sheet>, ReadError> {
    ["runs_wide", "failures"]
        .into_iter()
        .map(|name| plain(folder, name))
        .collect()
}

/// The sheets of a comparison: a row a variant and figure, and the pairs.
///
/// # Errors
/// A table that cannot be read, or is not as a comparison leaves it.
pub fn comparison_sheets(folder: &Path) -> Result<Vec<Sheet>, ReadError> {
    let sheets = comparison_tables().into_iter().map(|info| {
        let rows: Vec<Row> = read_rows(&folder.join(format!("{}.csv", info.name)))?;
        Ok(Sheet::of(info.name, &info.columns, &[], &rows))
    });
    sheets.collect()
}

/// A table whose columns depend on the batch.
fn plain(folder: &Path, name: &str) -> Result<Sheet, ReadError> {
    let path = folder.join(format!("{name}.csv"));
    let (columns, rows) = crate::compare::read_table(&path)?;
    Ok(Sheet::guessed(name, columns, rows))
}
