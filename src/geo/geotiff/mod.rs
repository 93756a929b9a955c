//! `GeoTIFF`: one band of numbers, and where it lies.
//!
//! Reads strips and tiles, uncompressed or by `LZW`, Deflate or `PackBits`, with any predictor, of whole numbers of 8 to 32 bits
//! and floating-point numbers of 32 and 64; the first image of a file (what follows are overviews). Writes 32-bit
//! floating-point numbers by Deflate.
//!
//! # Source
//! OGC 19-008r4, `GeoTIFF` Standard 1.1 (2019); the tag `GDAL_NODATA` is GDAL's own.

mod part;
mod place;
#[cfg(test)]
mod tests;
mod write;

use std::io::{Cursor, ErrorKind};

use tiff::TiffError;
use tiff::decoder::{Decoder, DecodingResult};
use tiff::tags::Tag;

use super::metric::{GridError, MetricGrid, MetricRaster};
use super::raster::{Limits, MAX_CELLS};
use crate::diagnostic::{Diagnostic, Span};
use part::{Part, Parts};
use place::Place;

pub use write::write;

type Image<'a> = Decoder<Cursor<&'a [u8]>>;

/// Where messages point: a binary file has no lines, so it is the place that names it.
#[derive(Clone, Copy)]
struct File(Span);

impl File {
    fn wrong(
        self,
        code: &'static str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Box<Diagnostic> {
        Box::new(Diagnostic::error(code, self.0, message).help(help))
    }

    /// What the decoder gave up on.
    fn broken(self, error: &TiffError) -> Box<Diagnostic> {
        let whole = "export it again as an uncompressed or Deflate GeoTIFF: `gdal_translate -co COMPRESS=DEFLATE in.tif out.tif`";
        match error {
            TiffError::IoError(cause) if cause.kind() == ErrorKind::UnexpectedEof => self.ends_early(),
            TiffError::FormatError(
                tiff::TiffFormatError::TiffSignatureNotFound | tiff::TiffFormatError::TiffSignatureInvalid,
            ) => self.wrong(
                "not-a-tiff",
                "this is not a TIFF file",
                "a GeoTIFF begins with the letters II or MM",
            ),
            TiffError::UnsupportedError(_) => self.wrong(
                "tiff-kind",
                format!("a TIFF of a kind that is not read here: {error}"),
                whole,
            ),
            TiffError::LimitsExceeded => self.wrong(
                "tiff-kind",
                "the parts of the TIFF are too large to be read",
                whole,
            ),
            _ => self.wrong("tiff-broken", format!("the TIFF is broken: {error}"), whole),
        }
    }

    fn ends_early(self) -> Box<Diagnostic> {
        let help = "it was cut off when it was copied or downloaded: fetch it again and compare the sizes";
        self.wrong("tiff-truncated", "the TIFF ends before its values do", help)
    }
}

/// Reads the band of a `GeoTIFF` in metres; messages point at `at`, the place where the file is named.
///
/// # Errors
/// What is no TIFF, is cut off or compressed in a way that is not read here; several bands; no place on the earth, or one that
/// is turned, in degrees or feet, or with cells of no size or that are not square; more than [`MAX_CELLS`] cells (before
/// memory is taken); a value that is no number or not within `limits`. [`MetricRaster::holes`] are no error here.
pub fn read(bytes: &[u8], at: Span, limits: &Limits) -> Result<MetricRaster, Box<Diagnostic>> {
    let file = File(at);
    let mut image = Decoder::new(Cursor::new(bytes)).map_err(|error| file.broken(&error))?;
    let (columns, rows) = image.dimensions().map_err(|error| file.broken(&error))?;
    let size = [columns as usize, rows as usize];
    if size[0].saturating_mul(size[1]) > MAX_CELLS {
        let too_many = GridError::TooMany {
            columns: f64::from(columns),
            rows: f64::from(rows),
        };
        let help = "cut out what you need, or make the cells coarser: `gdalwarp -tr 10 10 -r average in.tif out.tif`";
        return Err(file.wrong("raster-too-large", too_many.to_string(), help));
    }
    check_kind(&mut image, file)?;
    let place = Place::read(&mut image, size, file)?;
    let grid = MetricGrid::new(place.corner, place.cell_m, size)
        .map_err(|error| file.wrong("cell-size", error.to_string(), place::NEW_GEOREFERENCE))?;
    let no_data = no_data(&mut image, file)?;
    let mut raster = MetricRaster {
        grid,
        epsg: place.epsg,
        values: vec![f32::NAN; grid.cells()],
    };
    let cells = Cells {
        no_data,
        limits,
        file,
    };
    let parts = Parts::read(&mut image, size, file)?;
    for number in parts.filled() {
        cells.put(&mut raster, &parts.unpack(number, bytes, file)?)?;
    }
    Ok(raster)
}

/// Whether the first image is one band that is compressed in a way that is read here.
fn check_kind(image: &mut Image<'_>, file: File) -> Result<(), Box<Diagnostic>> {
    let mut number = |tag: Tag| {
        let found = image
            .find_tag_unsigned::<u16>(tag)
            .map_err(|error| file.broken(&error))?;
        Ok::<_, Box<Diagnostic>>(found.unwrap_or(1))
    };
    let bands = number(Tag::SamplesPerPixel)?;
    if bands != 1 {
        let help = "take the band that holds the values: `gdal_translate -b 1 in.tif out.tif`";
        return Err(file.wrong(
            "tiff-bands",
            format!("the TIFF has {bands} bands where one is needed"),
            help,
        ));
    }
    let name = match number(Tag::Compression)? {
        1 | 5 | 8 | 32_773 | 32_946 => return Ok(()),
        7 => "JPEG (it changes values)".to_owned(),
        34_887 => "LERC".to_owned(),
        34_925 => "LZMA".to_owned(),
        50_000 => "Zstandard".to_owned(),
        50_001 => "WebP".to_owned(),
        other => format!("method {other}"),
    };
    let message = format!("the TIFF is compressed by {name}, which is not read here");
    let help = "compress it by Deflate or LZW: `gdal_translate -co COMPRESS=DEFLATE in.tif out.tif`";
    Err(file.wrong("tiff-compression", message, help))
}

/// What a cell without a value holds.
fn no_data(image: &mut Image<'_>, file: File) -> Result<Option<f64>, Box<Diagnostic>> {
    let tag = image
        .find_tag(Tag::GdalNodata)
        .map_err(|error| file.broken(&error))?;
    let Some(tag) = tag else {
        return Ok(None);
    };
    let text = tag.into_string().unwrap_or_default();
    let text = text.trim_matches(|c: char| c == '\0' || c.is_whitespace());
    let help = "say again which value means none: `gdal_edit.py -a_nodata -9999 in.tif`";
    let wrong = |_| {
        file.wrong(
            "tiff-broken",
            format!("GDAL_NODATA is `{text}`, which is no number"),
            help,
        )
    };
    text.parse().map(Some).map_err(wrong)
}

/// What is done with the values of a part.
struct Cells<'a> {
    no_data: Option<f64>,
    limits: &'a Limits,
    file: File,
}

impl Cells<'_> {
    /// Puts the values of a part where they belong: rows come from the north.
    fn put(&self, raster: &mut MetricRaster, part: &Part) -> Result<(), Box<Diagnostic>> {
        let [columns, rows] = raster.grid.size;
        let [left, top] = part.first;
        let numbers = self.numbers(&part.values)?;
        for (line, values) in (top..rows).zip(numbers.chunks_exact(part.width)) {
            for (column, value) in (left..columns).zip(values) {
                raster.values[(rows - 1 - line) * columns + column] = self.value(*value, [column, line])?;
            }
        }
        Ok(())
    }

    /// The numbers of a part; NaN where there is no value, infinite where NaN stands without being declared.
    fn numbers(&self, values: &DecodingResult) -> Result<Vec<f64>, Box<Diagnostic>> {
        fn all<T: Copy>(values: &[T], of: impl Fn(T) -> f64) -> Vec<f64> {
            values.iter().map(|value| of(*value)).collect()
        }
        let known = |value: f64| {
            let none = self
                .no_data
                .is_some_and(|none| none == value || none.is_nan() && value.is_nan());
            match (none, value.is_nan()) {
                (true, _) => f64::NAN,
                (false, true) => f64::INFINITY,
                (false, false) => value,
            }
        };
        // GDAL writes what is meant in single precision with more digits than it has.
        let single = |value: f32| match self.no_data {
            Some(none) if none as f32 == value => f64::NAN,
            _ => known(f64::from(value)),
        };
        Ok(match values {
            DecodingResult::U8(values) => all(values, |value| known(value.into())),
            DecodingResult::I8(values) => all(values, |value| known(value.into())),
            DecodingResult::U16(values) => all(values, |value| known(value.into())),
            DecodingResult::I16(values) => all(values, |value| known(value.into())),
            DecodingResult::U32(values) => all(values, |value| known(value.into())),
            DecodingResult::I32(values) => all(values, |value| known(value.into())),
            DecodingResult::F32(values) => all(values, single),
            DecodingResult::F64(values) => all(values, known),
            _ => {
                let message = "the TIFF holds numbers of a kind that is not read here";
                let help = "make them 32-bit floating-point: `gdal_translate -ot Float32 in.tif out.tif`";
                return Err(self.file.wrong("tiff-kind", message, help));
            }
        })
    }

    fn value(&self, value: f64, [column, line]: [usize; 2]) -> Result<f32, Box<Diagnostic>> {
        if value.is_nan() {
            return Ok(f32::NAN);
        }
        let infinite = value.is_infinite().then(|| "no number".to_owned());
        let Some(fault) = infinite.or_else(|| self.limits.fault(value)) else {
            return Ok(value as f32);
        };
        let message =
            format!("the value in column {column}, line {line} (from the north-west, from 0): {fault}");
        let help = "if it stands for no value, say so in the file: `gdal_edit.py -a_nodata VALUE in.tif`";
        Err(self.file.wrong("out-of-range", message, help))
    }
}
