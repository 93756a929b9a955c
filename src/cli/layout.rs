//! Text for a terminal: wrapped sentences, and blocks of rows whose columns line up.

/// How words are stressed; readable without.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paint {
    /// Whether to colour at all.
    pub(super) colour: bool,
}

impl Paint {
    /// A heading.
    pub(super) fn strong(self, text: &str) -> String {
        self.dressed("1", text)
    }

    /// What went well.
    pub(super) fn good(self, text: &str) -> String {
        self.dressed("32", text)
    }

    /// What did not.
    pub(super) fn bad(self, text: &str) -> String {
        self.dressed("1;31", text)
    }

    /// What may be overlooked.
    pub(super) fn faint(self, text: &str) -> String {
        self.dressed("2", text)
    }

    fn dressed(self, code: &str, text: &str) -> String {
        if self.colour && !text.is_empty() {
            format!("\u{1b}[{code}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }
}

/// Breaks a text into lines of at most so many characters; a longer word stands alone.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if characters(line) + 1 + characters(word) <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    if lines.is_empty() {
        vec![String::new()]
    } else {
        lines
    }
}

fn characters(text: &str) -> usize {
    text.chars().count()
}

/// How a cell is stressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stress {
    /// Not at all.
    Plain,
    /// It went well.
    Good,
    /// It did not.
    Bad,
}

/// A row of a block: a label that may wrap, then cells, or a note in their place.
#[derive(Debug, Clone)]
pub(super) struct Row {
    indent: usize,
    label: String,
    cells: Vec<(String, Stress)>,
    note: Option<String>,
}

impl Row {
    /// A row with cells, aligned to the right.
    pub(super) fn new(label: impl Into<String>, cells: impl IntoIterator<Item = String>) -> Self {
        let cells = cells.into_iter().map(|cell| (cell, Stress::Plain)).collect();
        Self {
            indent: 2,
            label: label.into(),
            cells,
            note: None,
        }
    }

    /// A row with a remark where its cells would be.
    pub(super) fn noted(label: impl Into<String>, note: impl Into<String>) -> Self {
        Self {
            note: Some(note.into()),
            ..Self::new(label, [])
        }
    }

    /// Further to the right by one step.
    pub(super) fn indented(mut self) -> Self {
        self.indent += 2;
        self
    }

    /// Stresses the last cell.
    pub(super) fn stressed(mut self, stress: Stress) -> Self {
        if let Some((_, last)) = self.cells.last_mut() {
            *last = stress;
        }
        self
    }
}

/// A heading with the names of columns, and rows.
#[derive(Debug, Clone)]
pub(super) struct Block {
    heading: String,
    columns: Vec<String>,
    rows: Vec<Row>,
}

/// Space between columns.
const GAP: usize = 2;
/// A label that is longer wraps.
const LONGEST_LABEL: usize = 44;
/// A label is never squeezed below this.
const SHORTEST_LABEL: usize = 12;

impl Block {
    /// A block without rows.
    pub(super) fn new(heading: impl Into<String>, columns: impl IntoIterator<Item = String>) -> Self {
        Self {
            heading: heading.into(),
            columns: columns.into_iter().collect(),
            rows: Vec::new(),
        }
    }

    /// Adds a row.
    pub(super) fn push(&mut self, row: Row) {
        self.rows.push(row);
    }

    /// Whether it has no rows.
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The width of each column of cells.
    fn cell_widths(&self) -> Vec<usize> {
        let count = self
            .rows
            .iter()
            .map(|row| row.cells.len())
            .max()
            .unwrap_or(0)
            .max(self.columns.len());
        let width = |i: usize| {
            let cells = self
                .rows
                .iter()
                .filter_map(|row| row.cells.get(i))
                .map(|(cell, _)| characters(cell));
            cells
                .chain(self.columns.get(i).map(|name| characters(name)))
                .max()
                .unwrap_or(0)
        };
        (0..count).map(width).collect()
    }

    fn longest_label(&self) -> usize {
        let labels = self
            .rows
            .iter()
            .filter(|row| !row.cells.is_empty() || row.note.is_some());
        let longest = labels
            .map(|row| row.indent + characters(&row.label))
            .max()
            .unwrap_or(0);
        longest.max(characters(&self.heading)).min(LONGEST_LABEL)
    }
}

/// Writes blocks below each other, a blank line between; the labels of all are equally wide.
pub(super) fn blocks(blocks: &[Block], width: usize, paint: Paint) -> String {
    let wanted = blocks.iter().map(Block::longest_label).max().unwrap_or(0);
    let mut text = String::new();
    for block in blocks {
        let widths = block.cell_widths();
        let cells: usize = widths.iter().map(|width| width + GAP).sum();
        let label = wanted.min(width.saturating_sub(cells)).max(SHORTEST_LABEL);
        if !text.is_empty() {
            text.push('\n');
        }
        let names: Vec<(String, Stress)> = block
            .columns
            .iter()
            .map(|name| (name.clone(), Stress::Plain))
            .collect();
        let heading = padded(&block.heading, label);
        let line = paint.strong(&heading) + &paint.faint(&aligned(&names, &widths, Paint { colour: false }));
        push_line(&mut text, &line);
        for row in &block.rows {
            push_row(&mut text, row, label, &widths, width, paint);
        }
    }
    text
}

fn push_row(text: &mut String, row: &Row, label: usize, widths: &[usize], width: usize, paint: Paint) {
    let space = if row.cells.is_empty() && row.note.is_none() {
        width
    } else {
        label
    };
    let indent = " ".repeat(row.indent);
    let lines = wrapped(&row.label, space.saturating_sub(row.indent));
    let (last, first) = lines
        .split_last()
        .map_or(("", &[][..]), |(last, first)| (last.as_str(), first));
    for line in first {
        push_line(text, &format!("{indent}{line}"));
    }
    let mut line = padded(&format!("{indent}{last}"), label);
    match &row.note {
        Some(note) => line = padded(&line, label + GAP) + note,
        None => line.push_str(&aligned(&row.cells, widths, paint)),
    }
    push_line(text, &line);
}

/// Without the blanks at its end.
fn push_line(text: &mut String, line: &str) {
    text.push_str(line.trim_end());
    text.push('\n');
}

fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(characters(text))))
}

fn aligned(cells: &[(String, Stress)], widths: &[usize], paint: Paint) -> String {
    let cell = |((cell, stress), width): (&(String, Stress), &usize)| {
        let blanks = " ".repeat(GAP + width.saturating_sub(characters(cell)));
        let cell = match stress {
            Stress::Plain => cell.clone(),
            Stress::Good => paint.good(cell),
            Stress::Bad => paint.bad(cell),
        };
        format!("{blanks}{cell}")
    };
    cells.iter().zip(widths).map(cell).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Paint = Paint { colour: false };

    fn two_blocks() -> Vec<Block> {
        let mut times = Block::new("Times", ["since start".to_owned(), "clock".to_owned()]);
        times.push(Row::new(
            "Last out",
            ["0:08:00".to_owned(), "10:28:00".to_owned()],
        ));
        times.push(Row::noted("Everybody accounted for", "not reached"));
        let mut goals = Block::new("Objectives", ["met?".to_owned()]);
        goals.push(
            Row::new("A sentence that is too long for its column", ["yes".to_owned()]).stressed(Stress::Good),
        );
        vec![times, goals]
    }

    #[test]
    fn columns_line_up_and_long_labels_wrap() {
        insta::assert_snapshot!(blocks(&two_blocks(), 50, PLAIN), @r"
        Times                        since start     clock
          Last out                       0:08:00  10:28:00
          Everybody accounted for    not reached

        Objectives                                    met?
          A sentence that is too long for its column   yes
        ");
    }

    #[test]
    fn nothing_is_wider_than_asked_and_colours_change_no_letter() {
        for width in [40, 50, 80, 120] {
            let plain = blocks(&two_blocks(), width, PLAIN);
            assert!(
                plain.lines().all(|line| characters(line) <= width),
                "{width}:\n{plain}"
            );
            let mut bare = blocks(&two_blocks(), width, Paint { colour: true });
            for code in ["\u{1b}[1m", "\u{1b}[2m", "\u{1b}[32m", "\u{1b}[0m"] {
                bare = bare.replace(code, "");
            }
            let trimmed: Vec<&str> = bare.lines().map(str::trim_end).collect();
            assert_eq!(trimmed, plain.lines().collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_word_that_is_too_long_stands_alone() {
        assert_eq!(wrapped("a bb cccccc d", 4), ["a bb", "cccccc", "d"]);
        assert_eq!(wrapped("", 4), [""]);
    }
}
