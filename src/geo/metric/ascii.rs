//! Rasters in metres as ESRI ASCII grids.

use super::{MetricGrid, MetricRaster};
use crate::diagnostic::{Diagnostic, SourceId};
use crate::geo::Point;
use crate::geo::esri::{self, Fault, Unit};
use crate::geo::raster::Limits;

/// How to bring a raster from degrees to metres.
pub(in crate::geo) const TO_METRES: &str = "bring it into a metric projection first: `gdalwarp -t_srs EPSG:32634 -r \
     bilinear degrees.tif metres.tif` (UTM zone 34 north, for Albania; 326 and the number of your zone elsewhere)";

/// Whether a grid must be one of longitude and latitude: a finer cell than 1 cm in metres is none that anybody measures,
/// and a coarser one than 0.01° is none that water is reckoned on.
pub(in crate::geo) fn is_in_degrees(place: Point, cell: f64) -> bool {
    cell < 0.01 && place.x.abs() <= 180.0 && place.y.abs() <= 90.0
}

/// Reads an ESRI ASCII grid in metres. The format says nothing about its unit: degrees are told by the size of the cells,
/// feet cannot be told.
///
/// # Errors
/// The first thing that is wrong, with its place; [`MetricRaster::holes`] are no error here.
pub fn read_esri_ascii(
    text: &str,
    source: SourceId,
    limits: &Limits,
) -> Result<MetricRaster, Box<Diagnostic>> {
    let unit = Unit {
        name: "metres",
        fault: |said, _, cell| {
            is_in_degrees(said, cell).then(|| Fault {
                message: format!(
                    "the grid begins at ({}, {}) with cells of {cell}: degrees, where metres are needed",
                    said.x, said.y
                ),
                help: Some(TO_METRES.to_owned()),
            })
        },
    };
    let cells = esri::read(text, source, &unit, limits)?;
    Ok(MetricRaster {
        grid: MetricGrid {
            west_m: cells.corner.x,
            south_m: cells.corner.y,
            cell_m: cells.cell,
            size: cells.size,
        },
        epsg: None,
        values: cells.values,
    })
}

/// Writes an ESRI ASCII grid with so many decimals; a cell without a value becomes −9999. The same raster always gives the
/// same text.
pub fn write_esri_ascii(raster: &MetricRaster, decimals: usize) -> String {
    let grid = &raster.grid;
    esri::write(grid.corner(), grid.cell_m, grid.size, &raster.values, decimals)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<MetricRaster, Box<Diagnostic>> {
        let limits = Limits {
            min: -500.0,
            max: 9_000.0,
            unit: "m".to_owned(),
        };
        read_esri_ascii(text, SourceId(0), &limits)
    }

    #[test]
    fn rows_are_written_from_the_north_and_read_back() {
        let grid = MetricGrid::new(
            Point::new(382_249.791_744_63, 6_354_265.432_285_8),
            0.999_936_81,
            [3, 2],
        );
        let mut raster = MetricRaster::from_fn(grid.expect("a grid"), None, |column, row| {
            (10 * row + column) as f32 + 0.125
        });
        raster.values[1] = f32::NAN;
        let text = write_esri_ascii(&raster, 3);
        assert_eq!(
            text,
            "ncols 3\nnrows 2\nxllcorner 382249.79174463\nyllcorner 6354265.4322858\ncellsize 0.99993681\n\
             NODATA_value -9999\n10.125 11.125 12.125\n0.125 -9999 2.125\n"
        );
        let back = read(&text).expect("what was written");
        assert_eq!(back.grid, raster.grid);
        assert!(back.values[1].is_nan());
        assert_eq!(write_esri_ascii(&back, 3), text);
        let middle = read("ncols 1\nnrows 1\nxllcenter 5\nyllcenter 15\ncellsize 10\n7\n").expect("a grid");
        assert_eq!(middle.grid.corner(), Point::new(0.0, 10.0));
    }

    #[test]
    fn degrees_nothing_and_too_much_are_refused() {
        let head =
            |rest: &str| format!("ncols 2\nnrows 1\nxllcorner 19.4\nyllcorner 41.9\ncellsize {rest}\n1 2\n");
        let degrees = read(&head("0.000277777")).expect_err("degrees");
        assert!(degrees.message.contains("degrees, where metres are needed"));
        assert!(degrees.help.expect("help").contains("gdalwarp -t_srs EPSG:32634"));
        assert!(read(&head("0.014")).is_ok(), "a flume in a laboratory");
        for side in ["0", "-10"] {
            let nothing = read(&head(side)).expect_err("no cell");
            assert_eq!(nothing.message, format!("the side of a cell is {side} metres"));
        }
        let huge =
            read("ncols 100000\nnrows 10000\nxllcorner 0\nyllcorner 0\ncellsize 1\n").expect_err("too many");
        assert!(huge.message.contains("at most 25000000 cells"));
        let not_a_number = read(&head("10").replace("1 2", "1 nan")).expect_err("NaN");
        assert_eq!(not_a_number.message, "NaN is not from -500 to 9000 m");
    }
}
