//! Rasters in degrees: values on a regular grid of longitude and latitude, and the ESRI ASCII grid that holds one.

use std::iter::Peekable;

use super::LonLat;
use crate::diagnostic::{Diagnostic, SourceId, Span};

/// Most cells of a raster.
pub const MAX_CELLS: usize = 25_000_000;

/// Values at the nodes of a regular grid.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Raster {
    /// The south-western node.
    pub south_west: LonLat,
    /// Distance of the columns and of the rows, degrees.
    pub spacing_deg: [f64; 2],
    /// Columns, rows.
    pub size: [usize; 2],
    /// Row after row from the south; NaN where there is no value.
    #[serde(skip)]
    pub values: Vec<f32>,
}

impl Raster {
    /// The value at a place, bilinear between its four nodes; none outside, or where one of them has no value.
    pub fn at(&self, place: LonLat) -> Option<f64> {
        interpolate(self.south_west, self.spacing_deg, self.size, &self.values, place)
    }
}

/// The value at a place of values on a grid, bilinear between its four nodes; none outside, or where one has no value.
pub fn interpolate(
    south_west: LonLat,
    spacing_deg: [f64; 2],
    [columns, rows]: [usize; 2],
    values: &[f32],
    place: LonLat,
) -> Option<f64> {
    let x = (place.lon_deg - south_west.lon_deg) / spacing_deg[0];
    let y = (place.lat_deg - south_west.lat_deg) / spacing_deg[1];
    let (last_x, last_y) = (columns as f64 - 1.0, rows as f64 - 1.0);
    if !(0.0..=last_x).contains(&x) || !(0.0..=last_y).contains(&y) {
        return None;
    }
    let (i, j) = (
        (x as usize).min(columns.saturating_sub(2)),
        (y as usize).min(rows.saturating_sub(2)),
    );
    let (tx, ty) = (x - i as f64, y - j as f64);
    let node = |i: usize, j: usize| {
        let at = j.min(rows - 1) * columns + i.min(columns - 1);
        values.get(at).map(|value| f64::from(*value))
    };
    let [a, b, c, d] = [node(i, j)?, node(i + 1, j)?, node(i, j + 1)?, node(i + 1, j + 1)?];
    let value = (a * (1.0 - tx) + b * tx) * (1.0 - ty) + (c * (1.0 - tx) + d * tx) * ty;
    value.is_finite().then_some(value)
}

/// What the values of a grid may be.
#[derive(Debug, Clone, PartialEq)]
pub struct Limits {
    /// The least.
    pub min: f64,
    /// The most.
    pub max: f64,
    /// In what they are counted, as messages write it.
    pub unit: String,
}

impl Limits {
    /// What is wrong with a value; none where it lies within.
    pub fn fault(&self, value: f64) -> Option<String> {
        let Self { min, max, unit } = self;
        (!(*min..=*max).contains(&value)).then(|| format!("{value} is not from {min} to {max} {unit}"))
    }
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
    south_west: LonLat,
    cell_deg: f64,
    /// Columns, rows.
    size: [usize; 2],
    no_data: Option<f64>,
}

/// Reads an ESRI ASCII grid in degrees: six lines that say where it lies, then rows from the north.
///
/// # Errors
/// The first thing that is wrong, with its place.
pub fn read_esri_ascii(text: &str, source: SourceId, limits: &Limits) -> Result<Raster, Box<Diagnostic>> {
    let grid = Grid { text, source };
    let mut words = text.split_ascii_whitespace().peekable();
    let head = head(grid, &mut words)?;
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
        None => Ok(Raster {
            south_west: head.south_west,
            spacing_deg: [head.cell_deg; 2],
            size: head.size,
            values,
        }),
    }
}

fn head<'a>(
    grid: Grid<'a>,
    words: &mut Peekable<impl Iterator<Item = &'a str>>,
) -> Result<Head, Box<Diagnostic>> {
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
    let start = &grid.text[..grid.text.len().min(1)];
    let [
        Some(columns),
        Some(rows),
        Some(west),
        Some(south),
        Some(cell_deg),
        no_data,
    ] = numbers
    else {
        return Err(grid.wrong(start, "the head of the grid is not complete".to_owned()));
    };
    let is_size = |n: f64| n >= 1.0 && n.fract() == 0.0 && n <= MAX_CELLS as f64;
    if !is_size(columns) || !is_size(rows) || columns * rows > MAX_CELLS as f64 || cell_deg <= 0.0 {
        let message =
            format!("a grid of {columns} by {rows} cells of {cell_deg} degrees: at most {MAX_CELLS} cells");
        return Err(grid.wrong(start, message));
    }
    let shift = if corner { 0.5 * cell_deg } else { 0.0 };
    let south_west = LonLat::new(west + shift, south + shift);
    if south_west.lon_deg.abs() > 180.0 || south_west.lat_deg.abs() > 90.0 {
        let message = format!("the grid begins at ({west}, {south}), which is no longitude and latitude");
        return Err(grid.wrong(start, message));
    }
    Ok(Head {
        south_west,
        cell_deg,
        size: [columns as usize, rows as usize],
        no_data,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Raster, Box<Diagnostic>> {
        let limits = Limits {
            min: 1.0,
            max: 3_000.0,
            unit: "m/s".to_owned(),
        };
        read_esri_ascii(text, SourceId(0), &limits)
    }

    const HEAD: &str = "ncols 3\nnrows 2\nxllcorner 19\nyllcorner 41\ncellsize 0.5\nNODATA_value -9999\n";

    #[test]
    fn values_lie_at_the_middle_of_cells_and_between_them() {
        let raster = read(&format!("{HEAD}400 500 600\n200 300 -9999\n")).expect("a grid");
        assert_eq!(raster.at(LonLat::new(19.25, 41.25)), Some(200.0));
        assert_eq!(raster.at(LonLat::new(19.5, 41.5)), Some(350.0));
        assert_eq!(
            raster.at(LonLat::new(20.0, 41.5)),
            None,
            "one of its nodes has no value"
        );
        assert_eq!(raster.at(LonLat::new(25.0, 41.5)), None);
    }

    #[test]
    fn what_is_no_grid_says_why() {
        for (text, said) in [
            ("", "not complete"),
            ("ncols x", "no number"),
            ("colour blue", "no key"),
            (&format!("{HEAD}1 2 3 4 5"), "ends early"),
            (&format!("{HEAD}1 2 3 4 5 6 7"), "more values"),
            (&format!("{HEAD}1 2 3 4 5 x"), "`x` is no number"),
            (
                "ncols 1e9\nnrows 1e9\nxllcorner 0\nyllcorner 0\ncellsize 1\n",
                "at most",
            ),
        ] {
            let error = read(text).expect_err("no grid");
            assert!(error.message.contains(said), "{text}: {}", error.message);
        }
    }
    #[test]
    fn what_no_cell_can_hold_is_pointed_at() {
        for word in ["0", "3001", "-1", "nan", "inf"] {
            let text = format!("{HEAD}1 2 3 4 {word} 6");
            let error = read(&text).expect_err("out of range");
            let span = error.span.expect("a place");
            assert_eq!(&text[span.start as usize..span.end as usize], word);
            assert!(
                error.message.contains("is not from 1 to 3000 m/s"),
                "{}",
                error.message
            );
        }
    }
}
