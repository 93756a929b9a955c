//! The file around the layers: magic, header, deflated chunks.

use std::io::Read;

use flate2::read::DeflateDecoder;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::people::{decode_chunk, encode_chunk};
use super::{CHUNK_FRAMES, FRAME_MS, History, Layout, QUANTUM_M, Tracks, TracksError};
use crate::record::folder::sha256;
use crate::record::value::Id;

const MAGIC: &[u8; 4] = b"HWT1";
pub(super) const VERSION: u32 = 1;
pub(super) const CODEC: &str = "deflate-raw";

/// The JSON in front. Offsets count from the end of the header.
#[derive(Serialize, Deserialize)]
struct Header {
    version: u32,
    run: String,
    start: String,
    crs: Option<String>,
    bounds: [f64; 4],
    layers: Vec<Layer>,
}

#[derive(Serialize, Deserialize)]
struct Layer {
    id: String,
    kind: String,
    level: Option<String>,
    t0_ms: i64,
    dt_ms: i64,
    count: usize,
    frames: usize,
    quantum: f64,
    origin: [f64; 2],
    people: Vec<String>,
    states: Vec<String>,
    levels: Vec<String>,
    codec: String,
    /// Of all chunks of the layer as they stand in the file.
    sha256: String,
    chunks: Vec<Chunk>,
}

/// Some frames, deflated alone.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) struct Chunk {
    pub(super) offset: usize,
    pub(super) bytes: usize,
    pub(super) raw_bytes: usize,
    pub(super) first_frame: usize,
    pub(super) frames: usize,
}

/// The bytes of the file.
pub(super) fn encode(tracks: &Tracks, run: &str, start: &str) -> Vec<u8> {
    let people = tracks.layout.people.len();
    let (mut body, mut chunks) = (Vec::new(), Vec::new());
    for (i, positions) in tracks
        .positions
        .chunks((CHUNK_FRAMES * people).max(1))
        .enumerate()
    {
        let first_frame = i * CHUNK_FRAMES;
        let raw = encode_chunk(positions, people, first_frame, [&tracks.states, &tracks.levels]);
        let deflated = deflate(&raw);
        let frames = positions.len() / people;
        chunks.push(Chunk {
            offset: body.len(),
            bytes: deflated.len(),
            raw_bytes: raw.len(),
            first_frame,
            frames,
        });
        body.extend(deflated);
    }
    pack(&header(tracks, run, start, &body, chunks), &body)
}

/// The bytes of a file of such a header and body.
pub(super) fn pack(header: &impl Serialize, body: &[u8]) -> Vec<u8> {
    let header = serde_json::to_vec(header).expect("plain structs are JSON");
    let mut file = Vec::with_capacity(8 + header.len() + body.len());
    file.extend(MAGIC);
    file.extend((header.len() as u32).to_le_bytes());
    file.extend(header);
    file.extend(body);
    file
}

/// The header and the body of a file.
pub(super) fn unpack<H: DeserializeOwned>(file: &[u8]) -> Result<(H, &[u8]), TracksError> {
    let rest = file
        .strip_prefix(MAGIC)
        .ok_or_else(|| malformed("it does not begin with HWT1"))?;
    let (length, rest) = rest
        .split_first_chunk::<4>()
        .ok_or_else(|| malformed("the header is missing"))?;
    let (header, body) = rest
        .split_at_checked(u32::from_le_bytes(*length) as usize)
        .ok_or_else(|| malformed("the header is cut off"))?;
    let header = serde_json::from_slice(header).map_err(|error| malformed(&format!("header: {error}")))?;
    Ok((header, body))
}

fn header(tracks: &Tracks, run: &str, start: &str, body: &[u8], chunks: Vec<Chunk>) -> Header {
    let layout = &tracks.layout;
    let texts = |ids: &[Id]| ids.iter().map(ToString::to_string).collect();
    Header {
        version: VERSION,
        run: run.to_owned(),
        start: start.to_owned(),
        crs: layout.crs.clone(),
        bounds: layout.bounds_m,
        layers: vec![Layer {
            id: "people".to_owned(),
            kind: "people".to_owned(),
            level: None,
            t0_ms: layout.t0_ms,
            dt_ms: FRAME_MS,
            count: layout.people.len(),
            frames: tracks.frames(),
            quantum: QUANTUM_M,
            origin: layout.origin_m(),
            people: texts(&layout.people),
            states: texts(&layout.states),
            levels: texts(&layout.levels),
            codec: CODEC.to_owned(),
            sha256: sha256(body),
            chunks,
        }],
    }
}

/// Always by the same program: `flate2` deflates by whatever another crate has asked it to, and other bytes come of that.
pub(super) fn deflate(raw: &[u8]) -> Vec<u8> {
    miniz_oxide::deflate::compress_to_vec(raw, LEVEL)
}

/// How hard it tries: the usual.
const LEVEL: u8 = 6;

/// Reads a file.
pub(super) fn decode(file: &[u8]) -> Result<Tracks, TracksError> {
    let (header, body): (Header, &[u8]) = unpack(file)?;
    let [layer] =
        <[Layer; 1]>::try_from(header.layers).map_err(|_| malformed("there is not one people layer"))?;
    let as_expected = header.version == VERSION
        && layer.kind == "people"
        && layer.codec == CODEC
        && layer.dt_ms == FRAME_MS
        && layer.quantum == QUANTUM_M
        && layer.people.len() == layer.count;
    if !as_expected {
        return Err(malformed("it was written by another version of the program"));
    }
    if sha256(body) != layer.sha256 {
        return Err(malformed("its checksum is wrong"));
    }
    let ids = |texts: Vec<String>| texts.into_iter().map(Id::from).collect();
    let mut tracks = Tracks::new(Layout {
        people: ids(layer.people),
        states: ids(layer.states),
        levels: ids(layer.levels),
        bounds_m: header.bounds,
        crs: header.crs,
        t0_ms: layer.t0_ms,
    });
    for chunk in &layer.chunks {
        read_chunk(&mut tracks, body, *chunk)?;
    }
    if tracks.frames() == layer.frames {
        Ok(tracks)
    } else {
        Err(malformed("frames are missing"))
    }
}

fn read_chunk(tracks: &mut Tracks, body: &[u8], chunk: Chunk) -> Result<(), TracksError> {
    let people = tracks.layout.people.len();
    let in_order =
        chunk.first_frame == tracks.frames() && (1..=CHUNK_FRAMES).contains(&chunk.frames) && people > 0;
    let raw = if in_order {
        inflate(body, chunk)?
    } else {
        return Err(malformed("a chunk is not where the header says"));
    };
    let Tracks {
        positions,
        states,
        levels,
        ..
    } = tracks;
    let histories: [&mut History; 2] = [states, levels];
    decode_chunk(
        &raw,
        people,
        chunk.first_frame,
        chunk.frames,
        positions,
        histories,
    )
}

/// The bytes of a chunk.
pub(super) fn inflate(body: &[u8], chunk: Chunk) -> Result<Vec<u8>, TracksError> {
    let deflated = body
        .get(chunk.offset..chunk.offset.saturating_add(chunk.bytes))
        .ok_or_else(|| malformed("a chunk is not where the header says"))?;
    let mut raw = Vec::new();
    // One byte more than announced is enough to see that it is wrong; a small file cannot fill the memory.
    let limit = (chunk.raw_bytes as u64).saturating_add(1);
    DeflateDecoder::new(deflated)
        .take(limit)
        .read_to_end(&mut raw)
        .map_err(|error| malformed(&format!("a chunk does not inflate: {error}")))?;
    if raw.len() == chunk.raw_bytes {
        Ok(raw)
    } else {
        Err(malformed("a chunk has not the length announced"))
    }
}

pub(super) fn malformed(what: &str) -> TracksError {
    TracksError::Malformed(what.to_owned())
}
