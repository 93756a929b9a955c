//! The parts of an image, strips or tiles, each unpacked by itself.
//!
//! The decoder gets each part as a file of its own with one strip of grey. So a palette, which only says how classes are
//! painted, does not keep it from reading them; and LZW is undone here, since `tiff` 0.11 gives up on good files whose tiles end
//! together with a row (image-rs/image-tiff, issue 395).

use std::io::Cursor;
use std::ops::Range;

use tiff::decoder::{ChunkType, Decoder, DecodingResult};
use tiff::tags::{ByteOrder, Tag};
use weezl::BitOrder;

use super::{File, Image};
use crate::diagnostic::Diagnostic;
use crate::geo::raster::MAX_CELLS;

/// No compression.
const NONE: u16 = 1;
/// Compressed by LZW.
pub(super) const LZW: u16 = 5;

/// How all parts are laid out.
pub(super) struct Parts {
    order: ByteOrder,
    compression: u16,
    predictor: u16,
    bits: u16,
    format: u16,
    tiled: bool,
    /// Columns, lines of a whole part.
    whole: [usize; 2],
    /// Columns, lines of the image.
    image: [usize; 2],
    /// First byte and number of bytes of each.
    places: Vec<(u64, u64)>,
}

/// A part with its values.
pub(super) struct Part {
    /// Column and line of its first value.
    pub(super) first: [usize; 2],
    /// Its values in a line, padding with them.
    pub(super) width: usize,
    pub(super) values: DecodingResult,
}

impl Parts {
    /// Of an image of so many columns and lines.
    pub(super) fn read(image: &mut Image<'_>, size: [usize; 2], file: File) -> Result<Self, Box<Diagnostic>> {
        let tiled = image.get_chunk_type() == ChunkType::Tile;
        let (columns, lines) = image.chunk_dimensions();
        let order = image.byte_order();
        let mut all = |tag: Tag| {
            let found = image
                .find_tag_unsigned_vec::<u64>(tag)
                .map_err(|error| file.broken(&error))?;
            Ok::<_, Box<Diagnostic>>(found.unwrap_or_default())
        };
        let (offsets, counts) = if tiled {
            (all(Tag::TileOffsets)?, all(Tag::TileByteCounts)?)
        } else {
            (all(Tag::StripOffsets)?, all(Tag::StripByteCounts)?)
        };
        let mut one =
            |tag: Tag| Ok::<_, Box<Diagnostic>>(all(tag)?.first().map_or(1, |number| *number as u16));
        let parts = Self {
            order,
            compression: one(Tag::Compression)?,
            predictor: one(Tag::Predictor)?,
            bits: one(Tag::BitsPerSample)?,
            format: one(Tag::SampleFormat)?,
            tiled,
            whole: [columns as usize, lines as usize],
            image: size,
            places: offsets.into_iter().zip(counts).collect(),
        };
        if tiled && parts.whole[0].saturating_mul(parts.whole[1]) > MAX_CELLS {
            let message =
                format!("the TIFF has tiles of {columns} by {lines} cells: at most {MAX_CELLS} cells");
            let help = "tile it anew: `gdal_translate -co TILED=YES -co COMPRESS=DEFLATE in.tif out.tif`";
            return Err(file.wrong("tiff-kind", message, help));
        }
        Ok(parts)
    }

    /// The numbers of the parts that hold values; GDAL leaves parts without a value out.
    pub(super) fn filled(&self) -> impl Iterator<Item = usize> {
        (0..self.places.len()).filter(|part| self.places[*part].1 > 0)
    }

    /// Unpacks a part of a file.
    pub(super) fn unpack(&self, number: usize, bytes: &[u8], file: File) -> Result<Part, Box<Diagnostic>> {
        let [columns, lines] = self.image;
        let [width, height] = self.whole;
        let across = columns.div_ceil(width);
        let first = [number % across * width, number / across * height];
        // The last strip is as low as what is left; a tile is padded.
        let height = if self.tiled {
            height
        } else {
            height.min(lines.saturating_sub(first[1]))
        };
        let (offset, count) = self.places[number];
        let packed = usize::try_from(offset).ok().zip(usize::try_from(count).ok());
        let packed = packed.and_then(|(offset, count)| bytes.get(offset..offset.checked_add(count)?));
        let packed = packed.ok_or_else(|| file.ends_early())?;
        let length = (width * height * usize::from(self.bits)).div_ceil(8);
        let (data, compression) = match self.compression {
            LZW => (
                unpacked_lzw(packed, length).ok_or_else(|| file.ends_early())?,
                NONE,
            ),
            NONE if packed.len() < length => return Err(file.ends_early()),
            other => (packed.to_vec(), other),
        };
        let alone = self.alone([width, height], compression, &data);
        let mut decoder = Decoder::new(Cursor::new(alone)).map_err(|error| file.broken(&error))?;
        let values = decoder.read_chunk(0).map_err(|error| file.broken(&error))?;
        Ok(Part { first, width, values })
    }

    /// A file that holds one part: head, values, directory.
    fn alone(&self, [width, height]: [usize; 2], compression: u16, data: &[u8]) -> Vec<u8> {
        /// Head of a file.
        const HEAD: u32 = 8;
        /// Type of a tag of 32 bits, TIFF 6.0.
        const LONG: u16 = 4;
        let little = self.order == ByteOrder::LittleEndian;
        let short = |number: u16| {
            if little {
                number.to_le_bytes()
            } else {
                number.to_be_bytes()
            }
        };
        let long = |number: u32| {
            if little {
                number.to_le_bytes()
            } else {
                number.to_be_bytes()
            }
        };
        let tags: [(u16, u32); 11] = [
            (Tag::ImageWidth.to_u16(), width as u32),
            (Tag::ImageLength.to_u16(), height as u32),
            (Tag::BitsPerSample.to_u16(), self.bits.into()),
            (Tag::Compression.to_u16(), compression.into()),
            // Black is zero.
            (Tag::PhotometricInterpretation.to_u16(), 1),
            (Tag::StripOffsets.to_u16(), HEAD),
            (Tag::SamplesPerPixel.to_u16(), 1),
            (Tag::RowsPerStrip.to_u16(), height as u32),
            (Tag::StripByteCounts.to_u16(), data.len() as u32),
            (Tag::Predictor.to_u16(), self.predictor.into()),
            (Tag::SampleFormat.to_u16(), self.format.into()),
        ];
        let mut file = if little { b"II".to_vec() } else { b"MM".to_vec() };
        file.extend(short(42));
        file.extend(long(HEAD + data.len() as u32));
        file.extend(data);
        file.extend(short(tags.len() as u16));
        for (tag, value) in tags {
            file.extend(short(tag).into_iter().chain(short(LONG)));
            file.extend(long(1).into_iter().chain(long(value)));
        }
        file.extend(long(0));
        file
    }
}

/// What LZW made of so many bytes, if there are as many: nothing after them matters, not even that it ends properly.
fn unpacked_lzw(packed: &[u8], length: usize) -> Option<Vec<u8>> {
    let mut decoder = weezl::decode::Decoder::with_tiff_size_switch(BitOrder::Msb, 8);
    let mut unpacked = vec![0; length];
    let Range { mut start, end } = 0..length;
    let mut rest = packed;
    while start < end {
        let step = decoder.decode_bytes(rest, &mut unpacked[start..]);
        if step.consumed_in == 0 && step.consumed_out == 0 {
            return None;
        }
        rest = &rest[step.consumed_in..];
        start += step.consumed_out;
    }
    Some(unpacked)
}
