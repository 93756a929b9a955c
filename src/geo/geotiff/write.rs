//! Writes a raster as `GeoTIFF`.

use std::io::{self, Cursor};

use tiff::TiffResult;
use tiff::encoder::colortype::Gray32Float;
use tiff::encoder::{Compression, DeflateLevel, TiffEncoder};
use tiff::tags::Tag;

use super::place::key;
use crate::geo::esri::NO_DATA;
use crate::geo::metric::MetricRaster;

/// Writes a raster as a `GeoTIFF` of 32-bit floating-point numbers, compressed by Deflate; a cell without a value becomes
/// −9999, and the file says so. The same raster always gives the same bytes.
///
/// # Errors
/// When the encoder refuses: a raster of other than as many values as its grid has cells.
pub fn write(raster: &MetricRaster) -> io::Result<Vec<u8>> {
    encode(raster).map_err(io::Error::other)
}

fn encode(raster: &MetricRaster) -> TiffResult<Vec<u8>> {
    let grid = &raster.grid;
    let [columns, rows] = grid.size;
    let known = |value: &f32| if value.is_nan() { NO_DATA } else { *value };
    let lines = raster.values.chunks_exact(columns).rev();
    let values: Vec<f32> = lines.flat_map(|line| line.iter().map(known)).collect();
    let mut bytes = Cursor::new(Vec::new());
    let mut file =
        TiffEncoder::new(&mut bytes)?.with_compression(Compression::Deflate(DeflateLevel::Balanced));
    let mut image = file.new_image::<Gray32Float>(u32::try_from(columns)?, u32::try_from(rows)?)?;
    let north = grid.bounds().max.y;
    let tags = image.encoder();
    tags.write_tag(Tag::ModelPixelScaleTag, &[grid.cell_m, grid.cell_m, 0.0][..])?;
    tags.write_tag(
        Tag::ModelTiepointTag,
        &[0.0, 0.0, 0.0, grid.west_m, north, 0.0][..],
    )?;
    tags.write_tag(Tag::GeoKeyDirectoryTag, &keys(raster.epsg)[..])?;
    tags.write_tag(Tag::GdalNodata, NO_DATA.to_string().as_str())?;
    image.write_data(&values)?;
    Ok(bytes.into_inner())
}

/// The directory of keys: version 1.1.0, then each with its one number.
fn keys(epsg: Option<u16>) -> Vec<u16> {
    let mut entries = vec![(key::RASTER, key::IS_AREA)];
    if let Some(code) = epsg {
        entries = vec![
            (key::MODEL, key::IS_PROJECTED),
            (key::RASTER, key::IS_AREA),
            (key::PROJECTED, code),
            (key::LINEAR_UNIT, key::METRE),
        ];
    }
    let mut keys = vec![1, 1, 0, entries.len() as u16];
    keys.extend(entries.iter().flat_map(|(key, value)| [*key, 0, 1, *value]));
    keys
}
