//! What a column is, declared once: its header, its cells, its entry in `datapackage.json` and in the dictionary
//! of `docs/csv.md` all come from the same [`Column`].

use std::borrow::Cow;

use super::cell;
use super::clock::{self, Clock};
use super::tables::EntryId;
use super::value::Value;
use crate::vocabulary::{Ms, Unit};

/// One kind of row and the file it goes to.
pub trait Table: Sized + 'static {
    /// The file without `.csv`.
    const NAME: &'static str;
    /// What one row is.
    const DOC: &'static str;
    /// The columns that together name a row; empty where rows have no name.
    const KEY: &'static [&'static str] = &[];
    /// Columns that name a row of another table: (column, table, its column).
    const REFERENCES: &'static [Reference] = &[];
    /// The columns, in the order of the file. The order is part of the format.
    const COLUMNS: &'static [Column<Self>];
}

/// A column whose cells are cells of another table: (column, table, its column).
pub type Reference = (&'static str, &'static str, &'static str);

/// One column: its name with the unit in it, how a row gives its cell, what it means.
pub struct Column<R> {
    /// As it stands in the header.
    pub name: &'static str,
    /// What a cell is and where in the row it comes from.
    pub cell: Cell<R>,
    /// Whether a cell may not be empty.
    pub required: bool,
    /// One sentence for the dictionary.
    pub doc: &'static str,
}

/// What a cell is, and the way to it from a row. `None` is an empty cell: not applicable.
pub enum Cell<R> {
    /// The id of something declared.
    Id(fn(&R) -> Option<&str>),
    /// The id of an entry of the timeline.
    Entry(fn(&R) -> Option<EntryId>),
    /// A sentence or name, for people.
    Text(fn(&R) -> Option<&str>),
    /// A JSON object on one line.
    Json(fn(&R) -> Option<&str>),
    /// One of these words.
    Word(&'static [Word], fn(&R) -> Option<&'static str>),
    /// Seconds, from milliseconds.
    Seconds(fn(&R) -> Option<Ms>),
    /// Time since the start as `h:mm:ss`.
    Elapsed(fn(&R) -> Option<Ms>),
    /// The clock of the scenario in ISO 8601.
    Clock(fn(&R) -> Option<Ms>),
    /// A whole number.
    Whole(fn(&R) -> Option<u64>),
    /// A number with the decimals of its unit.
    Number(fn(&R) -> Option<(f64, Unit)>),
    /// A mean of whole numbers, with three decimals.
    Mean(fn(&R) -> Option<f64>),
    /// A number of whatever kind, with six decimals.
    Fine(fn(&R) -> Option<f64>),
    /// A number, a flag, a word or a set of ids.
    Value(fn(&R) -> Option<&Value>),
    /// The unit of a value in the same row.
    Unit(fn(&R) -> Option<Unit>),
    /// Filled in by a person afterwards.
    Blank,
}

/// A word that a cell may hold, and what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// As it stands in the file.
    pub word: &'static str,
    /// What it means.
    pub doc: &'static str,
}

/// Why a row could not be written.
#[derive(Debug, thiserror::Error)]
pub enum CellError {
    /// A number is not finite.
    #[error(transparent)]
    NotFinite(#[from] cell::NotFinite),
    /// A cell that may not be empty is.
    #[error("the cell may not be empty")]
    Empty,
}

impl<R> Column<R> {
    /// A column whose cells are never empty.
    pub const fn required(name: &'static str, cell: Cell<R>, doc: &'static str) -> Self {
        Self {
            name,
            cell,
            required: true,
            doc,
        }
    }

    /// A column whose cells are empty where it does not apply.
    pub const fn optional(name: &'static str, cell: Cell<R>, doc: &'static str) -> Self {
        Self {
            name,
            cell,
            required: false,
            doc,
        }
    }

    /// The text of this column's cell of a row.
    ///
    /// # Errors
    /// A number that is not finite; nothing where something must stand.
    pub fn text<'r>(&self, row: &'r R, clock: &Clock) -> Result<Cow<'r, str>, CellError> {
        let text = match &self.cell {
            Cell::Id(get) | Cell::Text(get) => get(row).map(cell::text),
            Cell::Json(get) => get(row).map(Cow::Borrowed),
            Cell::Entry(get) => get(row).map(|id| id.to_string().into()),
            Cell::Word(_, get) => get(row).map(Cow::Borrowed),
            Cell::Seconds(get) => get(row).map(|ms| clock::seconds(ms).into()),
            Cell::Elapsed(get) => get(row).map(|ms| clock::elapsed(ms).into()),
            Cell::Clock(get) => get(row).map(|ms| clock.iso(ms).into()),
            Cell::Whole(get) => get(row).map(|n| n.to_string().into()),
            Cell::Number(get) => get(row)
                .map(|(x, unit)| cell::number(x, unit))
                .transpose()?
                .map(Cow::Owned),
            Cell::Mean(get) => get(row).map(cell::mean).transpose()?.map(Cow::Owned),
            Cell::Fine(get) => get(row).map(cell::fine).transpose()?.map(Cow::Owned),
            Cell::Value(get) => get(row).map(cell::value).transpose()?,
            Cell::Unit(get) => get(row).map(|unit| unit.symbol().into()),
            Cell::Blank => None,
        };
        match text {
            Some(text) if !(self.required && text.is_empty()) => Ok(text),
            None if !self.required => Ok(Cow::Borrowed("")),
            _ => Err(CellError::Empty),
        }
    }
}

/// What a cell is, without the way to it: what the data package and the dictionary need.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The id of something declared.
    Id,
    /// A sentence or name, for people.
    Text,
    /// A JSON object on one line.
    Json,
    /// One of these words.
    Word(&'static [Word]),
    /// Seconds with three decimals.
    Seconds,
    /// Time since the start as `h:mm:ss`.
    Elapsed,
    /// The clock of the scenario in ISO 8601.
    Clock,
    /// A whole number.
    Whole,
    /// A number with the decimals of its unit.
    Number,
    /// A mean of whole numbers, with three decimals.
    Mean,
    /// A number of whatever kind, with six decimals.
    Fine,
    /// A number, a flag, a word or a set of ids.
    Value,
    /// The unit of a value in the same row.
    Unit,
    /// Filled in by a person afterwards.
    Blank,
}

/// A table without its row type.
#[derive(Debug, Clone)]
pub struct TableInfo {
    /// [`Table::NAME`].
    pub name: &'static str,
    /// [`Table::DOC`].
    pub doc: &'static str,
    /// [`Table::KEY`].
    pub key: &'static [&'static str],
    /// [`Table::REFERENCES`].
    pub references: &'static [Reference],
    /// The columns in file order.
    pub columns: Vec<ColumnInfo>,
}

/// A column without its row type.
#[derive(Debug, Clone)]
pub struct ColumnInfo {
    /// [`Column::name`]; in the tables of a batch, the name of a factor.
    pub name: Cow<'static, str>,
    /// What a cell is.
    pub kind: Kind,
    /// [`Column::required`].
    pub required: bool,
    /// [`Column::doc`].
    pub doc: Cow<'static, str>,
}

impl TableInfo {
    /// The description of a table.
    pub fn of<R: Table>() -> Self {
        let columns = R::COLUMNS.iter().map(|column| ColumnInfo {
            name: column.name.into(),
            kind: Kind::of(&column.cell),
            required: column.required,
            doc: column.doc.into(),
        });
        Self {
            name: R::NAME,
            doc: R::DOC,
            key: R::KEY,
            references: R::REFERENCES,
            columns: columns.collect(),
        }
    }
}

impl Kind {
    fn of<R>(cell: &Cell<R>) -> Self {
        match cell {
            Cell::Id(_) | Cell::Entry(_) => Self::Id,
            Cell::Text(_) => Self::Text,
            Cell::Json(_) => Self::Json,
            Cell::Word(words, _) => Self::Word(words),
            Cell::Seconds(_) => Self::Seconds,
            Cell::Elapsed(_) => Self::Elapsed,
            Cell::Clock(_) => Self::Clock,
            Cell::Whole(_) => Self::Whole,
            Cell::Number(_) => Self::Number,
            Cell::Mean(_) => Self::Mean,
            Cell::Fine(_) => Self::Fine,
            Cell::Value(_) => Self::Value,
            Cell::Unit(_) => Self::Unit,
            Cell::Blank => Self::Blank,
        }
    }
}
