//! Rows and cells of a CSV text, each cell with its place. The `csv` crate knows the places of rows only.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, Diagnostics, SourceId, Span};
use crate::scenario::document::limits;

/// A cell without its quotes.
pub(in crate::scenario) struct Cell {
    pub(in crate::scenario) text: String,
    pub(in crate::scenario) span: Span,
}

/// Splits a text into rows of cells.
pub(in crate::scenario) struct Reader<'a> {
    text: &'a str,
    source: SourceId,
    pub(in crate::scenario) separator: char,
    at: usize,
    /// Whether it stopped before the end.
    pub(super) broken: bool,
}

impl<'a> Reader<'a> {
    pub(in crate::scenario) fn new(text: &'a str, source: SourceId) -> Self {
        Self {
            text,
            source,
            separator: ',',
            at: 0,
            broken: false,
        }
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span {
            source: self.source,
            start: range.start as u32,
            end: range.end as u32,
        }
    }

    /// The header; finds out the separator from it.
    pub(in crate::scenario) fn header(&mut self, diagnostics: &mut Diagnostics) -> Option<Vec<Cell>> {
        self.skip_hint();
        let first = self.text[self.at..]
            .lines()
            .find(|line| !line.trim().is_empty())
            .unwrap_or("");
        let count = |separator: &char| first.matches(*separator).count();
        // Of equally many the last, which is the comma.
        self.separator = ['\t', ';', ','].into_iter().max_by_key(count).unwrap_or(',');
        let mut header = self.next_row(diagnostics);
        // Spreadsheets write columns at the end that were once used and are empty now.
        if let Some(cells) = &mut header {
            let named = cells.iter().rposition(|cell| !cell.text.is_empty());
            cells.truncate(named.map_or(0, |last| last + 1));
        }
        if header.is_none() {
            let help = "its first line names the columns";
            diagnostics
                .push(Diagnostic::error("empty-file", self.span(0..0), "this file is empty").help(help));
        }
        header
    }

    /// Steps over `sep=;`, by which some spreadsheets tell each other the separator; the header shows it too.
    fn skip_hint(&mut self) {
        let line = self.text.lines().next().unwrap_or("");
        let hint = line.trim().trim_matches('"').strip_prefix("sep=");
        if hint.is_some_and(|separator| separator.chars().count() <= 1) {
            self.at = (line.len() + 1).min(self.text.len());
            if self.text[line.len()..].starts_with("\r\n") {
                self.at += 1;
            }
        }
    }

    /// The cells of the next line that is not empty; none at the end, and none after a quote that never closes.
    pub(in crate::scenario) fn next_row(&mut self, diagnostics: &mut Diagnostics) -> Option<Vec<Cell>> {
        loop {
            if self.at >= self.text.len() {
                return None;
            }
            let Some(cells) = self.split_row(diagnostics) else {
                self.broken = true;
                return None;
            };
            if cells.iter().any(|cell| !cell.text.is_empty()) {
                return Some(cells);
            }
        }
    }

    fn split_row(&mut self, diagnostics: &mut Diagnostics) -> Option<Vec<Cell>> {
        let mut cells = Vec::new();
        loop {
            let (cell, ends_row) = self.cell(diagnostics)?;
            if cells.len() == limits::CSV_COLUMNS {
                let message = format!("more than {} columns", limits::CSV_COLUMNS);
                diagnostics.push(Diagnostic::error("too-much", cell.span, message));
                return None;
            }
            if cell.text.len() > limits::CSV_CELL_BYTES {
                let message = format!(
                    "a cell of {} bytes, at most {} are read",
                    cell.text.len(),
                    limits::CSV_CELL_BYTES
                );
                let end = cell.span.start + 1;
                diagnostics.push(Diagnostic::error("too-much", Span { end, ..cell.span }, message));
                return None;
            }
            cells.push(cell);
            if ends_row {
                return Some(cells);
            }
        }
    }

    /// One cell, and whether the line ends with it.
    fn cell(&mut self, diagnostics: &mut Diagnostics) -> Option<(Cell, bool)> {
        let start = self.at;
        let blank = self.text[start..]
            .chars()
            .take_while(|c| [' ', '\t'].contains(c) && *c != self.separator)
            .count();
        if self.text[start + blank..].starts_with('"') {
            return self.quoted_cell(start + blank, diagnostics);
        }
        let length = self.text[start..]
            .find([self.separator, '\n'])
            .unwrap_or(self.text.len() - start);
        let raw = &self.text[start..start + length];
        let trimmed = raw.trim();
        let begin = start + (raw.len() - raw.trim_start().len());
        let cell = Cell {
            text: trimmed.to_owned(),
            span: self.span(begin..begin + trimmed.len()),
        };
        Some((cell, self.pass_end(start + length)))
    }

    fn quoted_cell(&mut self, quote: usize, diagnostics: &mut Diagnostics) -> Option<(Cell, bool)> {
        let mut text = String::new();
        let mut at = quote + 1;
        loop {
            let Some(length) = self.text[at..].find('"') else {
                let line = self.text[quote..]
                    .find('\n')
                    .map_or(self.text.len(), |length| quote + length);
                let diagnostic =
                    Diagnostic::error("open-quote", self.span(quote..line), "this quote is never closed")
                        .help("close it, or double a quote that belongs to the text: `\"\"`");
                diagnostics.push(diagnostic);
                return None;
            };
            text.push_str(&self.text[at..at + length]);
            at += length + 1;
            if !self.text[at..].starts_with('"') {
                break;
            }
            text.push('"');
            at += 1;
        }
        let rest = self.text[at..]
            .find([self.separator, '\n'])
            .unwrap_or(self.text.len() - at);
        if !self.text[at..at + rest].trim().is_empty() {
            let diagnostic = Diagnostic::error(
                "open-quote",
                self.span(at..at + rest),
                "text after the closing quote",
            )
            .help("put the whole cell in quotes, or double a quote that belongs to the text: `\"\"`");
            diagnostics.push(diagnostic);
        }
        let cell = Cell {
            text: text.trim().to_owned(),
            span: self.span(quote..at),
        };
        Some((cell, self.pass_end(at + rest)))
    }

    /// Steps over the separator or line break at a place; whether the line ended.
    fn pass_end(&mut self, at: usize) -> bool {
        let ends_row = !self.text[at..].starts_with(self.separator);
        self.at = at + 1;
        ends_row && {
            // A text that ends without a line break ends its last row all the same.
            self.at = self.at.min(self.text.len());
            true
        }
    }
}
