//! Rows one after another, for tables of millions of rows that are never kept as trees.
//!
//! The columns are declared and checked like those of any table. A row is first read as plain numbers and words; only one
//! that does not fit is made a tree and checked, so that its faults are told in the same words and places as anywhere.

use super::reader::{Cell, Reader};
use super::{Columns, CsvShape, check, decimal, flag, ragged, row_table};
use crate::diagnostic::{Diagnostic, Diagnostics, SourceId, Span};
use crate::scenario::document::shape::Shape;
use crate::scenario::document::suggest;
use crate::scenario::document::tree::{Node, Table, Value};

/// A table that is read row by row.
pub struct Stream<'a> {
    reader: Reader<'a>,
    columns: Columns,
    shape: &'static CsvShape,
    /// Index in the cells of each declared column.
    places: Vec<Option<usize>>,
    patches: Option<&'a Table>,
    patched: Vec<&'a str>,
    rows: usize,
}

/// A row whose cells stand in the order of the declared columns.
pub struct StreamedRow<'s, 'a> {
    stream: &'s Stream<'a>,
    cells: Vec<Cell>,
}

impl<'a> Stream<'a> {
    /// Opens a table; none if its header lacks a column, which has been reported.
    pub fn open(
        text: &'a str,
        source: SourceId,
        shape: &'static CsvShape,
        patches: Option<&'a Table>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let mut reader = Reader::new(text, source);
        let header = reader.header(diagnostics)?;
        let columns = Columns::new(&header, shape, diagnostics);
        let place = |key: &str| columns.names.iter().position(|name| *name == Some(key));
        let places = shape
            .section
            .fields
            .iter()
            .map(|field| place(field.key))
            .collect();
        let complete = columns.complete;
        complete.then_some(Self {
            reader,
            columns,
            shape,
            places,
            patches,
            patched: Vec::new(),
            rows: 0,
        })
    }

    /// Index of a declared column.
    ///
    /// # Panics
    /// When the column is not declared: a slip of the program.
    pub fn column(&self, key: &str) -> usize {
        let found = self
            .shape
            .section
            .fields
            .iter()
            .position(|field| field.key == key);
        found.expect("a declared column")
    }

    /// The next row; none at the end, or where reading breaks off, which has been reported.
    pub fn next<'s>(&'s mut self, diagnostics: &mut Diagnostics) -> Option<StreamedRow<'s, 'a>> {
        loop {
            let mut cells = self.reader.next_row(diagnostics)?;
            self.rows += 1;
            if self.rows > self.shape.max_rows {
                let message = format!("more than {} rows", self.shape.max_rows);
                let span = cells.first().map(|cell| cell.span);
                diagnostics.push(Diagnostic::error("too-much", span, message).help("is it the right file?"));
                return None;
            }
            let span = row_span(&cells)?;
            if let Some(problem) = ragged(self.reader.separator, &cells, self.columns.names.len(), span) {
                diagnostics.push(problem);
                continue;
            }
            self.patch(&mut cells, diagnostics);
            return Some(StreamedRow { stream: self, cells });
        }
    }

    fn patch(&mut self, cells: &mut [Cell], diagnostics: &mut Diagnostics) {
        let Some(patches) = self.patches else { return };
        let Some(key) = self.places[self.column(self.shape.key)] else {
            return;
        };
        let Some((id, entry)) = patches.iter().find(|(id, _)| *id == cells[key].text) else {
            return;
        };
        self.patched.push(id);
        let Some(table) = entry.node.as_table() else {
            let message = format!("a patch is a table of columns, not {}", entry.node.kind());
            let problem = Diagnostic::error("wrong-type", entry.node.span, message);
            diagnostics.push(problem.help("write each column and its value: `buildings = 20`"));
            return;
        };
        for (column, entry) in table.iter() {
            let place = self.columns.names.iter().position(|name| *name == Some(column));
            let Some(place) = place.filter(|_| column != self.shape.key) else {
                let message = format!("`{column}` is not a column of this file that can be patched");
                let mut problem = Diagnostic::error("unknown-column", entry.key_span, message);
                let names = self.columns.names.iter().flatten().copied();
                problem.help = suggest::did_you_mean(column, names.filter(|name| *name != self.shape.key));
                diagnostics.push(problem);
                continue;
            };
            let text = match &entry.node.value {
                Value::Float(number) => number.to_string(),
                Value::Integer(number) => number.to_string(),
                _ => entry.node.as_text().unwrap_or_default().to_owned(),
            };
            cells[place] = Cell {
                text,
                span: entry.node.span,
            };
        }
    }

    /// Reports patches of rows that the table does not have.
    pub fn check_patches(&self, diagnostics: &mut Diagnostics) {
        for (id, entry) in self.patches.into_iter().flat_map(Table::iter) {
            if !self.patched.contains(&id) {
                let message = format!("there is no {} `{id}` to patch", self.shape.row);
                diagnostics.push(Diagnostic::error("unknown-id", entry.key_span, message));
            }
        }
    }
}

impl StreamedRow<'_, '_> {
    fn cell(&self, column: usize) -> Option<&Cell> {
        self.cells.get(self.stream.places[column]?)
    }

    /// The text of a cell; empty where the table lacks the column.
    pub fn text(&self, column: usize) -> &str {
        self.cell(column).map_or("", |cell| cell.text.as_str())
    }

    /// Where a cell stands.
    pub fn span(&self, column: usize) -> Option<Span> {
        self.cell(column).map(|cell| cell.span)
    }

    /// Where the row stands.
    pub fn row_span(&self) -> Option<Span> {
        row_span(&self.cells)
    }

    /// The number in a cell, if it is one and within what the column allows; `Some(None)` for an empty cell.
    pub fn number(&self, column: usize) -> Option<Option<f64>> {
        let text = self.text(column);
        if text.is_empty() {
            return Some(None);
        }
        // What has a comma, or is none, is for the careful reading.
        let plain = text.bytes().all(|c| c.is_ascii_digit() || b"+-.eE".contains(&c));
        let number = if plain {
            text.parse().ok()
        } else {
            decimal(text, self.stream.reader.separator != ',').ok()
        };
        let number: f64 = number?;
        let Shape::Number { min, max, .. } = self.stream.shape.section.fields[column].shape else {
            return Some(Some(number));
        };
        (number >= min && number <= max).then_some(Some(number))
    }

    /// Yes or no in a cell, if it is one of them; `Some(None)` for an empty cell.
    pub fn flag(&self, column: usize) -> Option<Option<bool>> {
        match self.text(column) {
            "" => Some(None),
            text => flag(text).map(Some),
        }
    }

    /// Says what is wrong with the row, cell by cell.
    pub fn report(self, diagnostics: &mut Diagnostics) {
        let Some(span) = self.row_span() else { return };
        let key = self.stream.column(self.stream.shape.key);
        let name = self.text(key).to_owned();
        let name = if name.is_empty() {
            self.stream.shape.row
        } else {
            &name
        };
        let (columns, shape) = (&self.stream.columns, self.stream.shape);
        let table = row_table(self.stream.reader.separator, self.cells, columns, shape);
        let mut node = Node {
            value: Value::Table(table),
            span,
        };
        check::check_row(&mut node, shape.section, name, diagnostics);
    }
}

fn row_span(cells: &[Cell]) -> Option<Span> {
    let (first, last) = (cells.first()?.span, cells.last()?.span);
    Some(Span {
        end: last.end.max(first.end),
        ..first
    })
}
