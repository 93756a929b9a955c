//! How deep the water stood, a frame every so often: `water.hwt`.
//!
//! The file is framed like that of people. Depths are whole multiples of 2 cm, row by row from the south, in each row from the
//! west. A chunk holds some frames: of each what it adds to the one before (the first of a chunk to dry land), modulo 65,536,
//! first the low bytes of all cells, then the high ones. 65,535 stands for a cell without ground.

use serde::{Deserialize, Serialize};

use super::TracksError;
use super::container::{CODEC, Chunk, VERSION, deflate, inflate, malformed, pack, unpack};
use crate::record::folder::sha256;
use crate::vocabulary::Ms;

/// Steps of depth, m.
pub const DEPTH_STEP_M: f64 = 0.02;
/// Stands for a cell without ground.
const OUTSIDE: u16 = u16::MAX;
/// Frames a chunk.
const CHUNK_FRAMES: usize = 12;
/// More cells than any terrain may have.
const MAX_CELLS: usize = 1 << 28;

/// Where the cells of the water lie, and when it is looked at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WaterLayout {
    /// Columns from the west, rows from the south.
    pub size: [usize; 2],
    /// Side of a cell, m.
    pub cell_m: f64,
    /// South-western corner, m to the east and to the north.
    pub corner_m: [f64; 2],
    /// The coordinate reference system by its EPSG number; none for a frame of the scenario's own.
    pub epsg: Option<u16>,
    /// The time of the first frame.
    pub t0_ms: Ms,
    /// Time between frames.
    pub dt_ms: Ms,
}

/// The depths of the water of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct WaterFilm {
    layout: WaterLayout,
    /// The last frame, in steps.
    last: Vec<u16>,
    frames: usize,
    /// What the frames since the last chunk add.
    waiting: Vec<u8>,
    chunks: Vec<Chunk>,
    body: Vec<u8>,
}

/// The JSON in front. Offsets count from the end of the header.
#[derive(Serialize, Deserialize)]
struct Header {
    version: u32,
    run: String,
    start: String,
    layers: [Layer; 1],
}

#[derive(Serialize, Deserialize)]
struct Layer {
    id: String,
    kind: String,
    #[serde(flatten)]
    layout: WaterLayout,
    frames: usize,
    quantum: f64,
    codec: String,
    /// Of all chunks as they stand in the file.
    sha256: String,
    chunks: Vec<Chunk>,
}

impl WaterFilm {
    /// Without a frame yet.
    pub fn new(layout: WaterLayout) -> Self {
        let [columns, rows] = layout.size;
        Self {
            layout,
            last: vec![0; columns * rows],
            frames: 0,
            waiting: Vec::new(),
            chunks: Vec::new(),
            body: Vec::new(),
        }
    }

    /// Where its cells lie, and when.
    pub fn layout(&self) -> &WaterLayout {
        &self.layout
    }

    /// How many frames there are.
    pub fn frames(&self) -> usize {
        self.frames
    }

    /// Takes the next frame: depths in steps of [`DEPTH_STEP_M`], 65,535 where there is no ground.
    ///
    /// # Panics
    /// If there is not a depth for each cell.
    pub fn push(&mut self, depths: Vec<u16>) {
        assert_eq!(depths.len(), self.last.len(), "a depth for each cell");
        if self.frames.is_multiple_of(CHUNK_FRAMES) {
            self.last.fill(0);
        }
        let added = || {
            depths
                .iter()
                .zip(&self.last)
                .map(|(now, last)| now.wrapping_sub(*last))
        };
        self.waiting.extend(added().map(|step| step.to_le_bytes()[0]));
        self.waiting.extend(added().map(|step| step.to_le_bytes()[1]));
        self.last = depths;
        self.frames += 1;
        if self.frames.is_multiple_of(CHUNK_FRAMES) {
            self.close_chunk();
        }
    }

    fn close_chunk(&mut self) {
        if self.waiting.is_empty() {
            return;
        }
        let deflated = deflate(&self.waiting);
        let first_frame = (self.frames - 1) / CHUNK_FRAMES * CHUNK_FRAMES;
        self.chunks.push(Chunk {
            offset: self.body.len(),
            bytes: deflated.len(),
            raw_bytes: self.waiting.len(),
            first_frame,
            frames: self.frames - first_frame,
        });
        self.body.extend(deflated);
        self.waiting.clear();
    }

    /// The file: the same bytes for the same water. `run` names the run, `start` is the clock at time 0.
    pub fn encode(&self, run: &str, start: &str) -> Vec<u8> {
        let mut whole = self.clone();
        whole.close_chunk();
        let layer = Layer {
            id: "water".to_owned(),
            kind: "water".to_owned(),
            layout: whole.layout,
            frames: whole.frames,
            quantum: DEPTH_STEP_M,
            codec: CODEC.to_owned(),
            sha256: sha256(&whole.body),
            chunks: whole.chunks,
        };
        let header = Header {
            version: VERSION,
            run: run.to_owned(),
            start: start.to_owned(),
            layers: [layer],
        };
        pack(&header, &whole.body)
    }

    /// Reads where the cells of a file lie, and its last frame at or before a time: depths in m (not a number where there is
    /// no ground), and when it was taken.
    ///
    /// # Errors
    /// What is no such file, or a damaged one; a time before the first frame.
    pub fn depths_m(file: &[u8], at_ms: Ms) -> Result<(WaterLayout, Ms, Vec<f64>), TracksError> {
        let (header, body): (Header, &[u8]) = unpack(file)?;
        let [layer] = header.layers;
        let cells = layer.layout.size[0].saturating_mul(layer.layout.size[1]);
        let is_known = header.version == VERSION
            && layer.kind == "water"
            && layer.codec == CODEC
            && layer.quantum == DEPTH_STEP_M
            && layer.layout.dt_ms > 0
            && cells <= MAX_CELLS;
        if !is_known {
            return Err(malformed("it was written by another version of the program"));
        }
        if sha256(body) != layer.sha256 {
            return Err(malformed("its checksum is wrong"));
        }
        let since = at_ms
            .saturating_sub(layer.layout.t0_ms)
            .div_euclid(layer.layout.dt_ms);
        let frame = usize::try_from(since).ok().zip(layer.frames.checked_sub(1));
        let (wanted, last) = frame.ok_or_else(|| malformed("it has no water at that time"))?;
        let frame = wanted.min(last);
        let holds = |chunk: &&Chunk| {
            frame
                .checked_sub(chunk.first_frame)
                .is_some_and(|nth| nth < chunk.frames)
        };
        let chunk = layer.chunks.iter().find(holds);
        let chunk = *chunk.ok_or_else(|| malformed("frames are missing"))?;
        let raw = inflate(body, chunk)?;
        if Some(raw.len()) != chunk.frames.checked_mul(2 * cells) {
            return Err(malformed("a chunk has not as many cells as announced"));
        }
        let mut depths = vec![0_u16; cells];
        for added in raw
            .chunks_exact((2 * cells).max(1))
            .take(frame - chunk.first_frame + 1)
        {
            let (low, high) = added.split_at(cells);
            for (depth, bytes) in depths.iter_mut().zip(low.iter().zip(high)) {
                *depth = depth.wrapping_add(u16::from_le_bytes([*bytes.0, *bytes.1]));
            }
        }
        let taken_ms = (frame as Ms)
            .checked_mul(layer.layout.dt_ms)
            .and_then(|since_ms| since_ms.checked_add(layer.layout.t0_ms))
            .ok_or_else(|| malformed("its times are beyond all bounds"))?;
        let depths_m = depths.iter().map(|steps| match *steps {
            OUTSIDE => f64::NAN,
            steps => f64::from(steps) * DEPTH_STEP_M,
        });
        Ok((layer.layout, taken_ms, depths_m.collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Thirty frames of a small grid; the depth of a cell by frame and place.
    fn film() -> WaterFilm {
        let mut film = WaterFilm::new(WaterLayout {
            size: [4, 3],
            cell_m: 50.0,
            corner_m: [100.0, 200.0],
            epsg: Some(6870),
            t0_ms: 60_000,
            dt_ms: 10_000,
        });
        for frame in 0..30 {
            film.push((0..12).map(|cell| steps(frame, cell)).collect());
        }
        film
    }

    fn steps(frame: u16, cell: u16) -> u16 {
        if cell.is_multiple_of(3) {
            0
        } else {
            (frame * 97 + cell * 1_009) % 900
        }
    }

    #[test]
    fn what_is_kept_is_read_again() {
        let film = film();
        let file = film.encode("run", "2026-01-01T00:00:00Z");
        for (at_ms, frame) in [
            (60_000, 0),
            (69_999, 0),
            (180_000, 12),
            (305_000, 24),
            (900_000, 29),
        ] {
            let (layout, taken_ms, depths_m) = WaterFilm::depths_m(&file, at_ms).expect("a sound file");
            assert_eq!(&layout, film.layout());
            assert_eq!(taken_ms, 60_000 + 10_000 * i64::from(frame));
            let expected: Vec<f64> = (0..12)
                .map(|cell| f64::from(steps(frame, cell)) * DEPTH_STEP_M)
                .collect();
            assert_eq!(depths_m, expected, "frame {frame}");
        }
        assert!(WaterFilm::depths_m(&file, 0).is_err(), "before the first");
    }

    #[test]
    fn a_damaged_file_is_told_and_never_panics() {
        let file = film().encode("run", "2026-01-01T00:00:00Z");
        for cut in 0..file.len() {
            assert!(
                WaterFilm::depths_m(&file[..cut], 100_000).is_err(),
                "cut at {cut}"
            );
        }
        for at in 0..file.len() {
            let mut damaged = file.clone();
            damaged[at] ^= 0x15;
            // Some bytes say nothing of the depths, the name of the run for one.
            let _ = WaterFilm::depths_m(&damaged, 100_000);
        }
    }
}
