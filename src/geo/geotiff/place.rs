//! Where a `GeoTIFF` lies.

use tiff::tags::Tag;

use super::{File, Image};
use crate::diagnostic::Diagnostic;
use crate::geo::Point;
use crate::geo::metric::{TO_METRES, is_in_degrees};

/// How to give a raster a place anew.
pub(super) const NEW_GEOREFERENCE: &str = "give the raster its place and cells of one size, north up: `gdalwarp -t_srs EPSG:32634 -tr 10 10 -r bilinear in.tif out.tif`";

/// Keys of the directory, and what stands for them, by their numbers in the standard.
pub(super) mod key {
    /// What kind of coordinates.
    pub(in super::super) const MODEL: u16 = 1024;
    /// What a value stands for.
    pub(in super::super) const RASTER: u16 = 1025;
    /// Longitude and latitude by the EPSG register.
    pub(super) const GEODETIC: u16 = 2048;
    /// A projection by the EPSG register.
    pub(in super::super) const PROJECTED: u16 = 3072;
    /// Unit of coordinates.
    pub(in super::super) const LINEAR_UNIT: u16 = 3076;
    /// What heights are reckoned from, by the EPSG register.
    pub(super) const VERTICAL: u16 = 4096;
    /// Unit of heights.
    pub(super) const VERTICAL_UNIT: u16 = 4099;

    /// Coordinates are those of a projection.
    pub(in super::super) const IS_PROJECTED: u16 = 1;
    /// Coordinates are longitude and latitude.
    pub(super) const IS_GEOGRAPHIC: u16 = 2;
    /// A value stands for the whole of its cell.
    pub(in super::super) const IS_AREA: u16 = 1;
    /// A value stands for a point, and tie points count from the middle of cells.
    pub(super) const IS_POINT: u16 = 2;
    /// The metre in the EPSG register.
    pub(in super::super) const METRE: u16 = 9001;
    /// Not in the EPSG register.
    pub(super) const OWN: u16 = 32_767;
}

/// Systems of heights in feet: NGVD29 in US survey feet, NAVD88 in those and in international ones. Newer files give the
/// system and no unit.
///
/// # Source
/// The EPSG register, as GDAL 3.10 has it.
const HEIGHTS_IN_FEET: [u16; 3] = [5702, 6360, 8228];

/// GDAL's tag for what else it knows of a band, among it the unit of its values.
const GDAL_METADATA: Tag = Tag::Unknown(42_112);

/// Where the cells lie.
pub(super) struct Place {
    /// South-western corner.
    pub(super) corner: Point,
    pub(super) cell_m: f64,
    pub(super) epsg: Option<u16>,
}

/// The north-western corner and the size of a cell, before anything is known of their unit.
struct Lie {
    west: f64,
    north: f64,
    cell: [f64; 2],
}

impl Place {
    pub(super) fn read(
        image: &mut Image<'_>,
        [_, rows]: [usize; 2],
        file: File,
    ) -> Result<Self, Box<Diagnostic>> {
        let keys = Keys::read(image, file)?;
        let lie = Lie::read(image, keys.get(key::RASTER) == Some(key::IS_POINT), file)?;
        keys.check_units(&lie, file)?;
        check_band_unit(image, file)?;
        let [width, height] = lie.cell;
        // A corner may be off by a twentieth of a cell after 5,000 of them.
        if (width - height).abs() > 1e-5 * width {
            let message = format!("the cells are not square: {width} by {height} m");
            return Err(file.wrong("cells-not-square", message, NEW_GEOREFERENCE));
        }
        Ok(Self {
            corner: Point::new(lie.west, lie.north - rows as f64 * height),
            cell_m: width,
            epsg: keys
                .get(key::PROJECTED)
                .filter(|code| *code != key::OWN && *code != 0),
        })
    }
}

impl Lie {
    fn read(image: &mut Image<'_>, by_middle: bool, file: File) -> Result<Self, Box<Diagnostic>> {
        let mut numbers = |tag: Tag| {
            let found = image.find_tag(tag).map_err(|error| file.broken(&error))?;
            let found = found.map(tiff::decoder::ifd::Value::into_f64_vec).transpose();
            Ok::<_, Box<Diagnostic>>(found.map_err(|error| file.broken(&error))?.unwrap_or_default())
        };
        let transformation = numbers(Tag::ModelTransformationTag)?;
        let (scale, ties) = (numbers(Tag::ModelPixelScaleTag)?, numbers(Tag::ModelTiepointTag)?);
        // From columns and lines to places: x = x0 + a column + b line, y = y0 + d column + e line.
        let [a, b, x0, d, e, y0] = match (&transformation[..], &scale[..], &ties[..]) {
            ([a, b, _, x0, d, e, _, y0, ..], ..) => [*a, *b, *x0, *d, *e, *y0],
            (_, [width, height, ..], [column, line, _, x, y, _]) => {
                [*width, 0.0, x - column * width, 0.0, -height, y + line * height]
            }
            (_, _, [_, _, _, _, _, _, _, ..]) => {
                let message = "the TIFF is tied to the ground at several points, which bends it";
                return Err(file.wrong("no-georeference", message, NEW_GEOREFERENCE));
            }
            _ => {
                let message = "the TIFF does not say where it lies: no ModelPixelScale with a ModelTiepoint, and no ModelTransformation";
                return Err(file.wrong("no-georeference", message, NEW_GEOREFERENCE));
            }
        };
        if b != 0.0 || d != 0.0 || a < 0.0 || e > 0.0 {
            let message = "the raster is turned, sheared or upside down: its columns do not run north";
            return Err(file.wrong("rotated-raster", message, NEW_GEOREFERENCE));
        }
        let is_side = |side: f64| side > 0.0 && side.is_finite();
        if !is_side(a) || !is_side(-e) || !x0.is_finite() || !y0.is_finite() {
            let message = format!("a cell of {a} by {}, from ({x0}, {y0})", -e);
            return Err(file.wrong("cell-size", message, NEW_GEOREFERENCE));
        }
        let half = if by_middle { 0.5 } else { 0.0 };
        Ok(Self {
            west: x0 - half * a,
            north: y0 - half * e,
            cell: [a, -e],
        })
    }
}

/// The directory of keys: those with one short number, which is all that is needed.
struct Keys(Vec<(u16, u16)>);

impl Keys {
    fn read(image: &mut Image<'_>, file: File) -> Result<Self, Box<Diagnostic>> {
        let found = image
            .find_tag_unsigned_vec::<u16>(Tag::GeoKeyDirectoryTag)
            .map_err(|error| file.broken(&error))?;
        let numbers = found.unwrap_or_default();
        let entries = numbers.get(4..).unwrap_or_default().as_chunks::<4>().0;
        let short = |[key, elsewhere, _, value]: &[u16; 4]| (*elsewhere == 0).then_some((*key, *value));
        Ok(Self(entries.iter().filter_map(short).collect()))
    }

    fn get(&self, wanted: u16) -> Option<u16> {
        self.0
            .iter()
            .find(|(key, _)| *key == wanted)
            .map(|(_, value)| *value)
    }

    /// Whether coordinates and heights are in metres, as far as the file says.
    fn check_units(&self, lie: &Lie, file: File) -> Result<(), Box<Diagnostic>> {
        let by_angle = match self.get(key::MODEL) {
            Some(key::IS_PROJECTED) => false,
            Some(key::IS_GEOGRAPHIC) => true,
            _ if self.get(key::PROJECTED).is_some() => false,
            _ => {
                self.get(key::GEODETIC).is_some()
                    || is_in_degrees(Point::new(lie.west, lie.north), lie.cell[0])
            }
        };
        if by_angle {
            let message = format!(
                "the raster begins at ({}, {}) with cells of {}: degrees, where metres are needed",
                lie.west, lie.north, lie.cell[0]
            );
            return Err(file.wrong("degrees-not-metres", message, TO_METRES));
        }
        let unit = |key: u16| self.get(key).filter(|unit| *unit != key::METRE && *unit != 0);
        if let Some(unit) = unit(key::LINEAR_UNIT) {
            let message = format!("coordinates are in {}, not in metres", name_of(unit));
            return Err(file.wrong("feet-not-metres", message, TO_METRES));
        }
        if let Some(unit) = unit(key::VERTICAL_UNIT) {
            return Err(heights_in(&name_of(unit), file));
        }
        let by_system = self
            .get(key::VERTICAL)
            .is_some_and(|code| HEIGHTS_IN_FEET.contains(&code));
        if by_system {
            Err(heights_in("feet", file))
        } else {
            Ok(())
        }
    }
}

/// A unit of length of the EPSG register.
fn name_of(unit: u16) -> String {
    match unit {
        9002 => "feet".to_owned(),
        9003 => "US survey feet".to_owned(),
        9036 => "kilometres".to_owned(),
        other => format!("the unit with the EPSG code {other}"),
    }
}

fn heights_in(unit: &str, file: File) -> Box<Diagnostic> {
    let help = "reckon them in metres: `gdal_calc.py -A feet.tif --calc=A*0.3048 --outfile=metres.tif` (a US survey foot: 0.3048006), \
         then `gdal_edit.py -units m metres.tif`";
    file.wrong(
        "feet-not-metres",
        format!("heights are in {unit}, not in metres"),
        help,
    )
}

/// Whether GDAL has noted that values are in another unit than metres.
fn check_band_unit(image: &mut Image<'_>, file: File) -> Result<(), Box<Diagnostic>> {
    let found = image
        .find_tag(GDAL_METADATA)
        .map_err(|error| file.broken(&error))?;
    let text = found.and_then(|tag| tag.into_string().ok()).unwrap_or_default();
    let unit = text
        .split_once("role=\"unittype\">")
        .and_then(|(_, rest)| rest.split_once('<'))
        .map(|(unit, _)| unit.trim().to_ascii_lowercase());
    match unit.as_deref() {
        Some(unit) if unit.contains("foot") || unit.contains("feet") || unit == "ft" || unit == "us-ft" => {
            Err(heights_in("feet", file))
        }
        _ => Ok(()),
    }
}
