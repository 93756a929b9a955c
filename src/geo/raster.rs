//! Rasters in degrees: values on a regular grid of longitude and latitude, and the ESRI ASCII grid that holds one.

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

/// Reads an ESRI ASCII grid in degrees: six lines that say where it lies, then rows from the north.
///
/// # Errors
/// The first thing that is wrong, with its place.
pub fn read_esri_ascii(text: &str, source: SourceId) -> Result<Raster, Box<Diagnostic>> {
    let span = |part: &str| {
        let start = part.as_ptr() as usize - text.as_ptr() as usize;
        Span {
            source,
            start: start as u32,
            end: (start + part.len()) as u32,
        }
    };
    let wrong = |part: &str, message: String| {
        let help =
            "an ESRI ASCII grid begins with ncols, nrows, xllcorner, yllcorner, cellsize, NODATA_value";
        Box::new(Diagnostic::error("not-a-raster", span(part), message).help(help))
    };
    let mut words = text.split_ascii_whitespace().peekable();
    let mut header: [Option<f64>; 7] = [None; 7];
    let mut corner = true;
    while let Some(word) = words.next_if(|word| word.starts_with(|c: char| c.is_ascii_alphabetic())) {
        let slot = match word.to_ascii_lowercase().as_str() {
            "ncols" => 0,
            "nrows" => 1,
            "xllcorner" => 2,
            "yllcorner" => 3,
            "xllcenter" | "yllcenter" => {
                corner = false;
                if word.to_ascii_lowercase().starts_with('x') {
                    2
                } else {
                    3
                }
            }
            "cellsize" => 4,
            "nodata_value" => 5,
            _ => return Err(wrong(word, format!("`{word}` is no key of an ESRI ASCII grid"))),
        };
        let value = words.next().unwrap_or("");
        let number = value.parse::<f64>().ok().filter(|number| number.is_finite());
        header[slot] =
            Some(number.ok_or_else(|| wrong(word, format!("`{value}` after `{word}` is no number")))?);
    }
    let start = &text[..text.len().min(1)];
    let [
        Some(columns),
        Some(rows),
        Some(west),
        Some(south),
        Some(cell),
        nodata,
        _,
    ] = header
    else {
        return Err(wrong(start, "the head of the grid is not complete".to_owned()));
    };
    let is_size = |n: f64| n >= 1.0 && n.fract() == 0.0 && n <= MAX_CELLS as f64;
    if !is_size(columns) || !is_size(rows) || columns * rows > MAX_CELLS as f64 || cell <= 0.0 {
        return Err(wrong(
            start,
            format!("a grid of {columns} by {rows} cells of {cell} degrees: at most {MAX_CELLS} cells"),
        ));
    }
    let (columns, rows) = (columns as usize, rows as usize);
    let shift = if corner { 0.5 * cell } else { 0.0 };
    let south_west = LonLat::new(west + shift, south + shift);
    if south_west.lon_deg.abs() > 180.0 || south_west.lat_deg.abs() > 90.0 {
        let message = format!("the grid begins at ({west}, {south}), which is no longitude and latitude");
        return Err(wrong(start, message));
    }
    let mut values = vec![f32::NAN; columns * rows];
    for row in (0..rows).rev() {
        for column in 0..columns {
            let Some(word) = words.next() else {
                let message = format!("the grid ends early: {columns} by {rows} values are announced");
                return Err(wrong(&text[text.len()..], message));
            };
            let value: f64 = word
                .parse()
                .map_err(|_| wrong(word, format!("`{word}` is no number")))?;
            if nodata != Some(value) {
                values[row * columns + column] = value as f32;
            }
        }
    }
    match words.next() {
        Some(word) => Err(wrong(word, format!("more values than {columns} by {rows}"))),
        None => Ok(Raster {
            south_west,
            spacing_deg: [cell; 2],
            size: [columns, rows],
            values,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "ncols 3\nnrows 2\nxllcorner 19\nyllcorner 41\ncellsize 0.5\nNODATA_value -9999\n";

    #[test]
    fn values_lie_at_the_middle_of_cells_and_between_them() {
        let raster =
            read_esri_ascii(&format!("{HEAD}400 500 600\n200 300 -9999\n"), SourceId(0)).expect("a grid");
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
            let error = read_esri_ascii(text, SourceId(0)).expect_err("no grid");
            assert!(error.message.contains(said), "{text}: {}", error.message);
        }
    }
}
