//! Rasters in degrees: values on a regular grid of longitude and latitude, and the ESRI ASCII grid that holds one.

use super::LonLat;
use super::esri::{self, Fault, Unit};
use crate::diagnostic::{Diagnostic, SourceId};

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

/// Reads an ESRI ASCII grid in degrees: six lines that say where it lies, then rows from the north.
///
/// # Errors
/// The first thing that is wrong, with its place.
pub fn read_esri_ascii(text: &str, source: SourceId, limits: &Limits) -> Result<Raster, Box<Diagnostic>> {
    let unit = Unit {
        name: "degrees",
        fault: |said, middle, _| {
            let (west, south) = (said.x, said.y);
            let beyond = middle.x.abs() > 180.0 || middle.y.abs() > 90.0;
            beyond.then(|| Fault {
                message: format!("the grid begins at ({west}, {south}), which is no longitude and latitude"),
                help: None,
            })
        },
    };
    let cells = esri::read(text, source, &unit, limits)?;
    Ok(Raster {
        south_west: LonLat::new(cells.middle.x, cells.middle.y),
        spacing_deg: [cells.cell; 2],
        size: cells.size,
        values: cells.values,
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
