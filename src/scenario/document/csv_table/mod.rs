//! CSV data files: one table a row, keyed by one column, every cell with its place.
//!
//! A spreadsheet writes commas or semicolons by the language of its computer, or tabs, decimal commas with the latter
//! two, a byte-order mark, a line `sep=;`, CRLF, empty lines at the end: all of that is read. The columns are declared as a
//! [`Section`], so that a row is checked and read like any table of the scenario.

mod reader;
mod stream;

use std::collections::BTreeMap;

use super::check;
use super::decimal::decimal;
use super::ids::{self, Ids};
use super::shape::{Namespace, Presence, Section, Shape};
use super::suggest;
use super::tree::{Entry, Node, Table, Value};
use super::view::View;
use crate::diagnostic::{Diagnostic, Diagnostics, SourceId, Sources, Span};
pub(in crate::scenario) use reader::{Cell, Reader};
pub use stream::{Stream, StreamedRow};

/// What a CSV file holds.
#[derive(Debug)]
pub struct CsvShape {
    /// The column whose value names the row; its shape is [`Shape::Id`].
    pub key: &'static str,
    /// What a row is called in messages: `class`.
    pub row: &'static str,
    /// The columns; lists in a cell are separated by spaces.
    pub section: &'static Section,
    /// At most so many rows.
    pub max_rows: usize,
}

/// The rows of a file, patched and checked.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    rows: Vec<Row>,
    /// Whether reading broke off, so that there may be more rows than these.
    broken: bool,
}

#[derive(Debug, Clone)]
struct Row {
    id: String,
    id_span: Span,
    node: Node,
}

impl Rows {
    /// Those of a file that could not be read: there may be any.
    pub fn unread() -> Self {
        Self {
            rows: Vec::new(),
            broken: true,
        }
    }

    /// The sound rows, in the order of the file.
    pub fn views<'a>(&'a self, shape: &CsvShape) -> Vec<View<'a>> {
        let view = |row: &'a Row| {
            View::of(
                &row.node,
                shape.section,
                Some((row.id.as_str(), row.id_span)),
                None,
            )
        };
        self.rows.iter().filter_map(view).collect()
    }

    /// Every row with its id, in the order of the file.
    pub fn tables(&self) -> impl Iterator<Item = (&str, &Table)> {
        self.rows
            .iter()
            .filter_map(|row| Some((row.id.as_str(), row.node.as_table()?)))
    }

    /// Declares the id of every row, those of unsound rows too.
    pub fn declare(&self, namespace: Namespace, ids: &mut Ids) {
        for row in &self.rows {
            ids.add(namespace, &row.id, row.id_span);
        }
        if self.broken {
            ids.mark_incomplete(namespace);
        }
    }

    /// Reports every reference of a cell to an id that is not declared.
    pub fn check_references(&self, shape: &CsvShape, ids: &Ids, diagnostics: &mut Diagnostics) {
        for table in self.rows.iter().filter_map(|row| row.node.as_table()) {
            ids::check_references(table, shape.section, ids, diagnostics);
        }
    }
}

/// Reads a file, lays the patches of variants over it (by key, by column; none without) and checks every cell.
pub fn read(
    sources: &Sources,
    source: SourceId,
    shape: &CsvShape,
    patches: Option<&Table>,
    diagnostics: &mut Diagnostics,
) -> Rows {
    let text = sources.get(source).text.clone();
    let mut reader = Reader::new(&text, source);
    let mut rows = read_rows(&mut reader, shape, diagnostics).unwrap_or_else(Rows::unread);
    report_duplicates(&rows, shape, diagnostics);
    if let Some(patches) = patches {
        patch(&mut rows, patches, shape, diagnostics);
    }
    for row in &mut rows.rows {
        if row.node.as_table().is_some_and(Table::is_sound) {
            let name = if row.id.is_empty() { shape.row } else { &row.id };
            check::check_row(&mut row.node, shape.section, name, diagnostics);
        }
    }
    rows
}

/// The rows as they stand in the file; none if even the header or the column of ids is missing.
fn read_rows(reader: &mut Reader<'_>, shape: &CsvShape, diagnostics: &mut Diagnostics) -> Option<Rows> {
    let header = reader.header(diagnostics)?;
    let columns = Columns::new(&header, shape, diagnostics);
    let key = columns.names.iter().position(|name| *name == Some(shape.key))?;
    let mut rows = Rows::default();
    while let Some(cells) = reader.next_row(diagnostics) {
        if rows.rows.len() == shape.max_rows {
            let span = cells.first().map(|cell| cell.span);
            let message = format!("more than {} rows", shape.max_rows);
            diagnostics.push(Diagnostic::error("too-much", span, message).help("is it the right file?"));
            reader.broken = true;
            break;
        }
        rows.rows
            .extend(row(reader.separator, cells, key, &columns, shape, diagnostics));
    }
    rows.broken = reader.broken;
    Some(rows)
}

/// A row; one with too few or too many cells is reported, and only its id is kept.
fn row(
    separator: char,
    cells: Vec<Cell>,
    key: usize,
    columns: &Columns,
    shape: &CsvShape,
    diagnostics: &mut Diagnostics,
) -> Option<Row> {
    let (first, last) = (cells.first()?.span, cells.last()?.span);
    let span = Span {
        end: last.end,
        ..first
    };
    let (id, id_span) = cells.get(key).map(|cell| (cell.text.clone(), cell.span))?;
    let ragged = ragged(separator, &cells, columns.names.len(), span);
    let table = if ragged.is_some() || !columns.complete {
        let mut unsound = Table::default();
        unsound.mark_unsound();
        unsound
    } else {
        row_table(separator, cells, columns, shape)
    };
    diagnostics.extend(ragged);
    Some(Row {
        id,
        id_span,
        node: Node {
            value: Value::Table(table),
            span,
        },
    })
}

/// What is wrong with a row that has too few cells, or more with something in them than there are columns.
fn ragged(separator: char, cells: &[Cell], columns: usize, row: Span) -> Option<Diagnostic> {
    let extra = cells.iter().skip(columns).find(|cell| !cell.text.is_empty());
    if cells.len() >= columns && extra.is_none() {
        return None;
    }
    let message = format!("{} cells under {columns} columns", cells.len());
    let help = match separator {
        _ if cells.len() < columns => "a cell may be empty, but its separator has to stand there",
        ',' => "a text or number with a comma in it stands in quotes",
        '\t' => "a text with a tab in it stands in quotes",
        _ => "a text with a semicolon in it stands in quotes",
    };
    let span = extra.map_or(row, |cell| cell.span);
    Some(Diagnostic::error("ragged-row", span, message).help(help))
}

/// The cells of a row by their columns; an empty one of a column that may be left out is left out.
fn row_table(separator: char, cells: Vec<Cell>, columns: &Columns, shape: &CsvShape) -> Table {
    let mut table = Table::default();
    for (cell, column) in cells.into_iter().zip(&columns.names) {
        let Some(field) = column.and_then(|column| shape.section.field(column)) else {
            continue;
        };
        if cell.text.is_empty() && field.presence != Presence::Required {
            continue;
        }
        let node = value(cell, &field.shape, separator != ',');
        table.insert(
            field.key,
            Entry {
                key_span: node.span,
                node,
            },
        );
    }
    table
}

/// What the header says.
struct Columns {
    /// The declared column of each cell; none under a name that is not known, which has been reported.
    names: Vec<Option<&'static str>>,
    /// Whether every column that must be there is.
    complete: bool,
}

impl Columns {
    fn new(header: &[Cell], shape: &CsvShape, diagnostics: &mut Diagnostics) -> Self {
        let declared = || shape.section.fields.iter().map(|field| field.key);
        let mut names: Vec<Option<&'static str>> = Vec::new();
        let mut meant = Vec::new();
        for (number, cell) in (1..).zip(header) {
            let name = declared().find(|name| *name == cell.text);
            let problem = match name {
                Some(name) if names.contains(&Some(name)) => {
                    let message = format!("the column `{name}` stands twice");
                    Some(Diagnostic::error("duplicate-column", cell.span, message))
                }
                Some(_) => None,
                None if cell.text.is_empty() => {
                    let message = format!("the column number {number} has no name");
                    let problem = Diagnostic::error("unknown-column", cell.span, message);
                    Some(problem.help("name it, or delete the column"))
                }
                None => {
                    meant.extend(suggest::nearest(&cell.text, declared()));
                    let message = format!("`{}` is not a column of this file", cell.text);
                    let mut problem = Diagnostic::error("unknown-column", cell.span, message);
                    problem.help = suggest::did_you_mean(&cell.text, declared());
                    Some(problem)
                }
            };
            names.push(name.filter(|_| problem.is_none()));
            diagnostics.extend(problem);
        }
        let span = header.first().zip(header.last()).map(|(first, last)| Span {
            end: last.span.end,
            ..first.span
        });
        let required = shape
            .section
            .fields
            .iter()
            .filter(|field| field.presence == Presence::Required);
        let missing: Vec<_> = required
            .filter(|field| !names.contains(&Some(field.key)))
            .collect();
        for field in missing.iter().filter(|field| !meant.contains(&field.key)) {
            let message = format!("the column `{}` is missing", field.key);
            let help = format!("{} It is {}", field.doc, field.shape.noun());
            diagnostics.push(Diagnostic::error("missing-column", span, message).help(help));
        }
        Self {
            names,
            complete: missing.is_empty(),
        }
    }
}

/// A cell as the value that its column declares; what does not fit stays a text and fails the check.
fn value(cell: Cell, shape: &'static Shape, comma: bool) -> Node {
    let Cell { text, span } = cell;
    let number = || decimal(&text, comma);
    let value = match shape {
        Shape::Flag => flag(&text).map_or_else(|| Value::Text(text.clone()), Value::Flag),
        Shape::Integer { .. } => text
            .parse()
            .map_or_else(|_| Value::Text(text.clone()), Value::Integer),
        Shape::Number { .. } | Shape::NumberSpread { .. } => {
            number().map_or_else(|_| Value::Text(text.clone()), Value::Float)
        }
        Shape::Fraction if !text.ends_with('%') => {
            number().map_or_else(|_| Value::Text(text.clone()), Value::Float)
        }
        Shape::List { of, .. } => {
            let part = |part: &str| {
                value(
                    Cell {
                        text: part.to_owned(),
                        span,
                    },
                    of,
                    comma,
                )
            };
            Value::List(text.split_whitespace().map(part).collect())
        }
        _ => Value::Text(text),
    };
    Node { value, span }
}

/// Yes or no. Albanian officers fill these files: `po` and `jo` are that too.
fn flag(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "true" | "yes" | "po" | "1" | "x" => Some(true),
        "false" | "no" | "jo" | "0" => Some(false),
        _ => None,
    }
}

fn report_duplicates(rows: &Rows, shape: &CsvShape, diagnostics: &mut Diagnostics) {
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    for row in &rows.rows {
        if let Some(first) = seen.get(row.id.as_str()) {
            let message = format!("the {} `{}` stands twice", shape.row, row.id);
            let diagnostic =
                Diagnostic::error("duplicate-id", row.id_span, message).related(*first, "first here");
            diagnostics.push(diagnostic);
        } else {
            seen.insert(&row.id, row.id_span);
        }
    }
}

fn patch(rows: &mut Rows, patches: &Table, shape: &CsvShape, diagnostics: &mut Diagnostics) {
    for (id, entry) in patches.iter() {
        let row = rows
            .rows
            .iter_mut()
            .find(|row| row.id == id)
            .and_then(|row| row.node.as_table_mut());
        match (row, entry.node.as_table()) {
            (Some(row), Some(cells)) => patch_row(row, cells, shape, diagnostics),
            (Some(_), None) => {
                let message = format!("a patch is a table of columns, not {}", entry.node.kind());
                let diagnostic = Diagnostic::error("wrong-type", entry.node.span, message);
                diagnostics.push(diagnostic.help("write each column and its value: `pupils = 20`"));
            }
            (None, _) if rows.broken => {}
            (None, _) => {
                let message = format!("there is no {} `{id}` to patch", shape.row);
                let mut diagnostic = Diagnostic::error("unknown-id", entry.key_span, message);
                diagnostic.help = suggest::did_you_mean(id, rows.rows.iter().map(|row| row.id.as_str()));
                diagnostics.push(diagnostic);
            }
        }
    }
}

fn patch_row(row: &mut Table, cells: &Table, shape: &CsvShape, diagnostics: &mut Diagnostics) {
    for (column, cell) in cells.iter() {
        if column == shape.key {
            let message = format!("`{column}` names the {}: it cannot be patched", shape.row);
            diagnostics.push(Diagnostic::error("unknown-column", cell.key_span, message));
        } else if shape.section.field(column).is_none() {
            let message = format!("`{column}` is not a column of this file");
            let mut diagnostic = Diagnostic::error("unknown-column", cell.key_span, message);
            let names = shape
                .section
                .fields
                .iter()
                .map(|field| field.key)
                .filter(|name| *name != shape.key);
            diagnostic.help = suggest::did_you_mean(column, names);
            diagnostics.push(diagnostic);
        } else {
            row.insert(column, cell.clone());
        }
    }
}
