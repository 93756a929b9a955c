//! The dictionary of columns in `docs/csv.md`, made from the declarations that also make the files.

use std::fmt::Write as _;

use super::column::{ColumnInfo, Kind, TableInfo};
use super::impact::impact_tables;
use super::tables::tables;
use crate::vocabulary::Unit;

/// The units that stand in files, in the order of the dictionary.
const UNITS: &[Unit] = &[
    Unit::Second,
    Unit::Metre,
    Unit::MetrePerSecond,
    Unit::CubicMetrePerSecond,
    Unit::Hectare,
    Unit::Person,
    Unit::PersonMinute,
    Unit::PersonPerSecond,
    Unit::Fraction,
    Unit::Count,
];

const HOW_CELLS_ARE_WRITTEN: &str = "\
### How cells are written

Comma between cells, `.` before decimals, no thousands separators, UTF-8, one line a row. An empty cell means: does
not apply. Times are counted from the start of the scenario; columns named `…_s` are in seconds.

A text that begins with `=`, `+`, `-`, `@` or `'` and is not a number gets one `'` in front, so that no spreadsheet
takes it for a formula: remove the first `'` to get the text back. Control characters and line ends inside a text
become spaces. Numbers are never changed by this.

";

/// The dictionary as Markdown: a section a file, a row a column; then more tables, by the command that writes them.
pub fn dictionary(more: &[(&str, Vec<TableInfo>)]) -> String {
    let mut out = HOW_CELLS_ARE_WRITTEN.to_owned();
    out.push_str("| unit | decimals |\n|---|---|\n");
    for unit in UNITS {
        let _ = writeln!(out, "| {} | {} |", unit.symbol(), unit.decimals());
    }
    out.push('\n');
    for table in tables() {
        describe(&mut out, &table);
    }
    out.push_str("## The tables of `hotwash impact`\n\n");
    for table in impact_tables() {
        describe(&mut out, &table);
    }
    for (command, tables) in more {
        let _ = write!(out, "## The tables of `hotwash {command}`\n\n");
        for table in tables {
            describe(&mut out, table);
        }
    }
    out
}

fn describe(out: &mut String, table: &TableInfo) {
    let _ = write!(
        out,
        "### `{}.csv`\n\nOne row: {}\n\n",
        table.name,
        lower_first(table.doc)
    );
    out.push_str("| column | holds | empty | meaning |\n|---|---|---|---|\n");
    for column in &table.columns {
        let empty = if column.required {
            "never"
        } else {
            "where it does not apply"
        };
        let _ = writeln!(
            out,
            "| `{}` | {} | {empty} | {} |",
            column.name,
            holds(column),
            meaning(column)
        );
    }
    out.push('\n');
}

fn holds(column: &ColumnInfo) -> &'static str {
    match column.kind {
        Kind::Id => "an id",
        Kind::Text => "text",
        Kind::Json => "a JSON object",
        Kind::Word(_) => "a word",
        Kind::Seconds => "seconds, 3 decimals",
        Kind::Elapsed => "`h:mm:ss` since the start, rounded down",
        Kind::Clock => "ISO 8601 with offset, rounded down",
        Kind::Whole => "a whole number",
        Kind::Number => "a number, decimals by unit",
        Kind::Mean => "a number, 3 decimals",
        Kind::Fine => "a number, 6 decimals",
        Kind::Value => "a number, 0 or 1, a word, or ids separated by spaces; `none` for no ids, `unknown`",
        Kind::Unit => "the unit of the value",
        Kind::Blank => "nothing yet",
    }
}

fn meaning(column: &ColumnInfo) -> String {
    let Kind::Word(words) = column.kind else {
        return column.doc.to_string();
    };
    let words: Vec<String> = words
        .iter()
        .map(|word| format!("`{}`: {}", word.word, lower_first(word.doc.trim())))
        .collect();
    format!("{} {}", column.doc, words.join(" "))
}

fn lower_first(sentence: &str) -> String {
    let mut chars = sentence.chars();
    chars
        .next()
        .map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_and_word_is_explained() {
        let text = dictionary(&[]);
        let row = "| `kind` | a word | never | What kind of message. `report`: says what is known.";
        assert!(text.contains(row), "{text}");
        let all = tables().into_iter().chain(impact_tables());
        let columns: usize = all.map(|table| table.columns.len()).sum();
        assert_eq!(
            text.lines().filter(|line| line.starts_with("| `")).count(),
            columns
        );
        assert!(!text.contains("| |"), "an empty cell");
    }
}
