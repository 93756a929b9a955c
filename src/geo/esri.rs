//! The ESRI ASCII grid: six lines that say where it lies, then rows of values from the north.

use std::fmt::Write as _;
use std::iter::Peekable;

use super::Point;
use super::raster::{Limits, MAX_CELLS};
use crate::diagnostic::{Diagnostic, SourceId, Span};

/// What a cell without a value holds in what is written.
pub(super) const NO_DATA: f32 = -9999.0;

/// What a grid holds, whatever its unit of length.
pub(super) struct Cells {
    /// South-western corner.
    pub(super) corner: Point,
    /// Middle of the south-western cell.
    pub(super) middle: Point,
    /// Side of a cell.
    pub(super) cell: f64,
    /// Columns, rows.
    pub(super) size: [usize; 2],
    /// Row after row from the south; NaN where there is no value.
    pub(super) values: Vec<f32>,
}

/// In which unit of length a grid must be.
pub(super) struct Unit {
    /// Its plural in messages.
    pub(super) name: &'static str,
    /// What keeps a grid that is said to begin at a place, with its first cell around a middle, and with cells of this
    /// side, from being in this unit.
    pub(super) fault: fn(said: Point, middle: Point, cell: f64) -> Option<Fault>,
}

/// Why a grid is not in the unit that is asked for.
pub(super) struct Fault {
    /// What is wrong.
    pub(super) message: String,
    /// How to mend it; none if a word about the format will do.
    pub(super) help: Option<String>,
}

/// The text of a grid, and where its parts stand.
#[derive(Clone, Copy)]
struct Grid<'a> {
    text: &'a str,
    source: SourceId,
}

impl Grid<'_> {
    fn span(&self, part: &str) -> Span {
        let start = part.as_ptr() as usize - self.text.as_ptr() as usize;
        Span {
            source: self.source,
            start: start as u32,
            end: (start + part.len()) as u32,
        }
    }

    fn wrong(&self, part: &str, message: String) -> Box<Diagnostic> {
        let help =
            "an ESRI ASCII grid begins with ncols, nrows, xllcorner, yllcorner, cellsize, NODATA_value";
        Box::new(Diagnostic::error("not-a-raster", self.span(part), message).help(help))
    }
}

/// What the lines before the rows say.
struct Head {
    corner: Point,
    middle: Point,
    cell: f64,
    /// Columns, rows.
    size: [usize; 2],
    no_data: Option<f64>,
}

/// Reads a grid.
pub(super) fn read(
    text: &str,
    source: SourceId,
    unit: &Unit,
    limits: &Limits,
) -> Result<Cells, Box<Diagnostic>> {
    let grid = Grid { text, source };
    let mut words = text.split_ascii_whitespace().peekable();
    let head = head(grid, &mut words, unit)?;
    let [columns, rows] = head.size;
    let mut values = vec![f32::NAN; columns * rows];
    for row in (0..rows).rev() {
        for column in 0..columns {
            let Some(word) = words.next() else {
                let message = format!("the grid ends early: {columns} by {rows} values are announced");
                return Err(grid.wrong(&text[text.len()..], message));
            };
            let value: f64 = word
                .parse()
                .map_err(|_| grid.wrong(word, format!("`{word}` is no number")))?;
            if head.no_data == Some(value) {
                continue;
            }
            if let Some(fault) = limits.fault(value) {
                let problem = Diagnostic::error("out-of-range", grid.span(word), fault);
                return Err(Box::new(
                    problem.help("a cell without a value holds what `NODATA_value` says"),
                ));
            }
            values[row * columns + column] = value as f32;
        }
    }
    match words.next() {
        Some(word) => Err(grid.wrong(word, format!("more values than {columns} by {rows}"))),
        None => Ok(Cells {
            corner: head.corner,
            middle: head.middle,
            cell: head.cell,
            size: head.size,
            values,
        }),
    }
}

/// The numbers of the head by slot: columns, rows, west, south, cell, NODATA; and whether a corner is given, not a middle.
fn numbers<'a>(
    grid: Grid<'a>,
    words: &mut Peekable<impl Iterator<Item = &'a str>>,
) -> Result<([Option<f64>; 6], bool), Box<Diagnostic>> {
    let mut numbers: [Option<f64>; 6] = [None; 6];
    let mut corner = true;
    while let Some(word) = words.next_if(|word| word.starts_with(|c: char| c.is_ascii_alphabetic())) {
        let slot = match word.to_ascii_lowercase().as_str() {
            "ncols" => 0,
            "nrows" => 1,
            "xllcorner" | "xllcenter" => 2,
            "yllcorner" | "yllcenter" => 3,
            "cellsize" => 4,
            "nodata_value" => 5,
            _ => return Err(grid.wrong(word, format!("`{word}` is no key of an ESRI ASCII grid"))),
        };
        corner &= !word.to_ascii_lowercase().ends_with("center");
        let value = words.next().unwrap_or("");
        let number = value.parse::<f64>().ok().filter(|number| number.is_finite());
        let missing = || grid.wrong(word, format!("`{value}` after `{word}` is no number"));
        numbers[slot] = Some(number.ok_or_else(missing)?);
    }
    Ok((numbers, corner))
}

fn head<'a>(
    grid: Grid<'a>,
    words: &mut Peekable<impl Iterator<Item = &'a str>>,
    unit: &Unit,
) -> Result<Head, Box<Diagnostic>> {
    let (numbers, is_corner) = numbers(grid, words)?;
    let start = &grid.text[..grid.text.len().min(1)];
    let [
        Some(columns),
        Some(rows),
        Some(west),
        Some(south),
        Some(cell),
        no_data,
    ] = numbers
    else {
        return Err(grid.wrong(start, "the head of the grid is not complete".to_owned()));
    };
    let is_size = |n: f64| n >= 1.0 && n.fract() == 0.0 && n <= MAX_CELLS as f64;
    if cell <= 0.0 {
        return Err(grid.wrong(start, format!("the side of a cell is {cell} {}", unit.name)));
    }
    if !is_size(columns) || !is_size(rows) || columns * rows > MAX_CELLS as f64 {
        let message = format!(
            "a grid of {columns} by {rows} cells of {cell} {}: at most {MAX_CELLS} cells",
            unit.name
        );
        return Err(grid.wrong(start, message));
    }
    let said = Point::new(west, south);
    let half = Point::new(0.5 * cell, 0.5 * cell);
    let (corner, middle) = if is_corner {
        (said, said + half)
    } else {
        (said - half, said)
    };
    if let Some(fault) = (unit.fault)(said, middle, cell) {
        let mut problem = grid.wrong(start, fault.message);
        problem.help = fault.help.or(problem.help);
        return Err(problem);
    }
    Ok(Head {
        corner,
        middle,
        cell,
        size: [columns as usize, rows as usize],
        no_data,
    })
}

/// Writes a grid that begins at a corner, with so many decimals of each value; −9999 where there is none.
pub(super) fn write(
    corner: Point,
    cell: f64,
    [columns, rows]: [usize; 2],
    values: &[f32],
    decimals: usize,
) -> String {
    let mut text = format!(
        "ncols {columns}\nnrows {rows}\nxllcorner {}\nyllcorner {}\ncellsize {cell}\nNODATA_value {NO_DATA}\n",
        corner.x, corner.y
    );
    for row in values.chunks_exact(columns).rev() {
        for (column, value) in row.iter().enumerate() {
            let gap = if column == 0 { "" } else { " " };
            let written = if value.is_nan() {
                write!(text, "{gap}{NO_DATA}")
            } else {
                write!(text, "{gap}{value:.decimals$}")
            };
            written.expect("a text takes whatever is written");
        }
        text.push('\n');
    }
    text
}
