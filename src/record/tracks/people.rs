//! The people layer, one chunk at a time.
//!
//! A chunk holds: for each person the start `i16 x, i16 y`; a byte a person for the state, then for the level, at
//! the first frame; then person by person the run of x steps and the run of y steps, an `i8` a frame, where −128
//! says that an absolute `i16` follows; then the later changes of states and of levels, each as `u32` n, n × `u16`
//! frame within the chunk, n × `u32` person, n × `u8` value.

use super::{Change, History, TracksError};

/// What says that an absolute position follows instead of a step.
const ESCAPE: i8 = i8::MIN;

/// The bytes of a chunk, before deflating. `positions` are its frames; `first_frame` its place in the run.
pub(super) fn encode_chunk(
    positions: &[[i16; 2]],
    people: usize,
    first_frame: usize,
    histories: [&History; 2],
) -> Vec<u8> {
    let frames = positions.len() / people;
    let mut out = Vec::with_capacity(people * (6 + 2 * frames));
    for [x, y] in &positions[..people] {
        out.extend(x.to_le_bytes());
        out.extend(y.to_le_bytes());
    }
    for history in histories {
        out.extend(values_at(history, people, first_frame));
    }
    for person in 0..people {
        for axis in [0, 1] {
            let mut track = positions[person..]
                .iter()
                .step_by(people)
                .map(|position| position[axis]);
            let mut last = track.next().unwrap_or(0);
            for next in track {
                push_step(&mut out, last, next);
                last = next;
            }
        }
    }
    for history in histories {
        push_changes(&mut out, history, first_frame, frames);
    }
    out
}

fn push_step(out: &mut Vec<u8>, last: i16, next: i16) {
    match i8::try_from(i32::from(next) - i32::from(last)) {
        Ok(step) if step != ESCAPE => out.extend(step.to_le_bytes()),
        _ => {
            out.extend(ESCAPE.to_le_bytes());
            out.extend(next.to_le_bytes());
        }
    }
}

/// Everybody's value at a frame.
fn values_at(history: &History, people: usize, frame: usize) -> Vec<u8> {
    let mut values = vec![0; people];
    for change in history
        .changes
        .iter()
        .take_while(|change| change.frame as usize <= frame)
    {
        values[change.person as usize] = change.value;
    }
    values
}

fn push_changes(out: &mut Vec<u8>, history: &History, first_frame: usize, frames: usize) {
    let after = |frame: usize| {
        history
            .changes
            .partition_point(|change| (change.frame as usize) <= frame)
    };
    let changes = &history.changes[after(first_frame)..after(first_frame + frames - 1)];
    out.extend((changes.len() as u32).to_le_bytes());
    for change in changes {
        out.extend(((change.frame as usize - first_frame) as u16).to_le_bytes());
    }
    for change in changes {
        out.extend(change.person.to_le_bytes());
    }
    out.extend(changes.iter().map(|change| change.value));
}

/// Reads a chunk of `frames` frames and appends it to what was read before.
///
/// # Errors
/// Bytes that are too few, too many, or speak of somebody who is not there.
pub(super) fn decode_chunk(
    chunk: &[u8],
    people: usize,
    first_frame: usize,
    frames: usize,
    positions: &mut Vec<[i16; 2]>,
    histories: [&mut History; 2],
) -> Result<(), TracksError> {
    let mut bytes = Bytes(chunk);
    // Every frame takes at least two bytes a person: what is shorter cannot be whole, and is not reserved for.
    if chunk.len() < people * (4 + 2 * frames) {
        return Err(too_short());
    }
    let start = positions.len();
    positions.resize(start + people * frames, [0, 0]);
    let chunk_positions = &mut positions[start..];
    for position in &mut chunk_positions[..people] {
        *position = [bytes.i16()?, bytes.i16()?];
    }
    let [states, levels] = histories;
    for history in [&mut *states, &mut *levels] {
        history.observe(first_frame, bytes.take(people)?);
    }
    for person in 0..people {
        for axis in [0, 1] {
            let mut track = chunk_positions[person..]
                .iter_mut()
                .step_by(people)
                .map(|position| &mut position[axis]);
            let mut last = track.next().map_or(0, |start| *start);
            for next in track {
                last = match bytes.take(1)?[0].cast_signed() {
                    ESCAPE => bytes.i16()?,
                    step => last
                        .checked_add(step.into())
                        .ok_or_else(|| malformed("a step out of range"))?,
                };
                *next = last;
            }
        }
    }
    for history in [states, levels] {
        read_changes(&mut bytes, history, people, first_frame, frames)?;
    }
    if bytes.0.is_empty() {
        Ok(())
    } else {
        Err(malformed("a chunk is too long"))
    }
}

fn read_changes(
    bytes: &mut Bytes,
    history: &mut History,
    people: usize,
    first_frame: usize,
    frames: usize,
) -> Result<(), TracksError> {
    let count = bytes.u32()? as usize;
    let [frame_bytes, person_bytes, values] = [count.checked_mul(2), count.checked_mul(4), Some(count)]
        .map(|n| bytes.take(n.unwrap_or(usize::MAX)));
    let (frame_bytes, person_bytes, values) = (frame_bytes?, person_bytes?, values?);
    for ((frame, person), value) in frame_bytes
        .chunks_exact(2)
        .zip(person_bytes.chunks_exact(4))
        .zip(values)
    {
        let frame = usize::from(u16::from_le_bytes([frame[0], frame[1]]));
        let person = u32::from_le_bytes([person[0], person[1], person[2], person[3]]);
        let now = history
            .now
            .get_mut(person as usize)
            .filter(|_| (person as usize) < people);
        let now = now.ok_or_else(|| malformed("a change of somebody who is not there"))?;
        if frame >= frames {
            return Err(malformed("a change outside its chunk"));
        }
        *now = *value;
        history.changes.push(Change {
            frame: (first_frame + frame) as u32,
            person,
            value: *value,
        });
    }
    Ok(())
}

fn malformed(what: &str) -> TracksError {
    TracksError::Malformed(what.to_owned())
}

fn too_short() -> TracksError {
    malformed("a chunk is too short")
}

/// What is left to read.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, n: usize) -> Result<&'a [u8], TracksError> {
        let (taken, rest) = self.0.split_at_checked(n).ok_or_else(too_short)?;
        self.0 = rest;
        Ok(taken)
    }

    fn i16(&mut self) -> Result<i16, TracksError> {
        self.take(2).map(|b| i16::from_le_bytes([b[0], b[1]]))
    }

    fn u32(&mut self) -> Result<u32, TracksError> {
        self.take(4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
    }
}
