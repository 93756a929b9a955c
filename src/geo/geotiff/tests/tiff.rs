//! Small files for the tests, laid out by hand.

use super::read_bytes;
use crate::diagnostic::Diagnostic;
use crate::geo::metric::MetricRaster;

/// The values of a tag.
#[derive(Clone)]
pub(super) enum Field {
    Short(Vec<u16>),
    Long(Vec<u32>),
    Double(Vec<f64>),
    Text(&'static str),
}

impl Field {
    /// Type, count and bytes, as TIFF 6.0 numbers them.
    fn encoded(&self) -> (u16, u32, Vec<u8>) {
        match self {
            Self::Text(text) => (2, text.len() as u32 + 1, [text.as_bytes(), b"\0"].concat()),
            Self::Short(all) => (
                3,
                all.len() as u32,
                all.iter().flat_map(|n| n.to_le_bytes()).collect(),
            ),
            Self::Long(all) => (
                4,
                all.len() as u32,
                all.iter().flat_map(|n| n.to_le_bytes()).collect(),
            ),
            Self::Double(all) => (
                12,
                all.len() as u32,
                all.iter().flat_map(|n| n.to_le_bytes()).collect(),
            ),
        }
    }
}

/// A file of tags and parts, laid out by hand after TIFF 6.0: head, parts, long values, directory.
#[derive(Clone)]
pub(super) struct Tiff {
    pub(super) tags: Vec<(u16, Field)>,
    pub(super) parts: Vec<Vec<u8>>,
}

pub(super) const WIDTH: u16 = 256;
pub(super) const HEIGHT: u16 = 257;
pub(super) const BITS: u16 = 258;
pub(super) const COMPRESSION: u16 = 259;
pub(super) const BANDS: u16 = 277;
pub(super) const PREDICTOR: u16 = 317;
pub(super) const FORMAT: u16 = 339;
pub(super) const SCALE: u16 = 33_550;
pub(super) const TIE: u16 = 33_922;
pub(super) const TRANSFORMATION: u16 = 34_264;
pub(super) const KEYS: u16 = 34_735;
pub(super) const METADATA: u16 = 42_112;
pub(super) const NO_DATA: u16 = 42_113;

impl Tiff {
    /// Three columns and two lines of 16-bit whole numbers from the north, cells of 10 m in UTM zone 34.
    pub(super) fn small() -> Self {
        let values: Vec<u8> = [1_i16, 2, 3, 4, 5, -6]
            .iter()
            .flat_map(|n| n.to_le_bytes())
            .collect();
        let mut tiff = Self {
            tags: Vec::new(),
            parts: vec![values],
        };
        for (tag, number) in [
            (BITS, 16),
            (COMPRESSION, 1),
            (262, 1),
            (BANDS, 1),
            (278, 2),
            (FORMAT, 2),
        ] {
            tiff.set(tag, Field::Short(vec![number]));
        }
        tiff.set(WIDTH, Field::Long(vec![3]))
            .set(HEIGHT, Field::Long(vec![2]));
        tiff.set(SCALE, Field::Double(vec![10.0, 10.0, 0.0]));
        tiff.set(
            TIE,
            Field::Double(vec![0.0, 0.0, 0.0, 400_000.0, 4_600_000.0, 0.0]),
        );
        tiff.keys(&[(1024, 1), (1025, 1), (3072, 32_634), (3076, 9001)]);
        tiff
    }

    pub(super) fn set(&mut self, tag: u16, field: Field) -> &mut Self {
        self.without(tag).tags.push((tag, field));
        self
    }

    pub(super) fn without(&mut self, tag: u16) -> &mut Self {
        self.tags.retain(|(other, _)| *other != tag);
        self
    }

    pub(super) fn keys(&mut self, keys: &[(u16, u16)]) -> &mut Self {
        let entries = keys.iter().flat_map(|(key, value)| [*key, 0, 1, *value]);
        let all = [1, 1, 0, keys.len() as u16].into_iter().chain(entries).collect();
        self.set(KEYS, Field::Short(all))
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut bytes = b"II\x2a\0\0\0\0\0".to_vec();
        let mut offsets = Vec::new();
        for part in &self.parts {
            offsets.push(bytes.len() as u32);
            bytes.extend(part);
        }
        let counts = self.parts.iter().map(|part| part.len() as u32).collect();
        let tiled = self.tags.iter().any(|(tag, _)| *tag == 322);
        let (at, of) = if tiled { (324, 325) } else { (273, 279) };
        let mut tags = self.tags.clone();
        tags.extend([(at, Field::Long(offsets)), (of, Field::Long(counts))]);
        tags.sort_by_key(|(tag, _)| *tag);
        let mut directory = (tags.len() as u16).to_le_bytes().to_vec();
        for (tag, field) in &tags {
            let (kind, count, mut value) = field.encoded();
            if value.len() > 4 {
                let place = (bytes.len() as u32).to_le_bytes();
                bytes.extend(std::mem::replace(&mut value, place.to_vec()));
            }
            value.resize(4, 0);
            directory.extend(tag.to_le_bytes().into_iter().chain(kind.to_le_bytes()));
            directory.extend(count.to_le_bytes().into_iter().chain(value));
        }
        let start = (bytes.len() as u32).to_le_bytes();
        bytes[4..8].copy_from_slice(&start);
        bytes.extend(directory);
        bytes.extend([0; 4]);
        bytes
    }

    pub(super) fn read(&self) -> Result<MetricRaster, Box<Diagnostic>> {
        read_bytes(&self.bytes())
    }
}
