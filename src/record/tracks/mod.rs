//! Where everybody was, twice a second, small enough to ride in a web page: `tracks.hwt`.
//!
//! The file is `HWT1`, the length of the header as u32, the header as JSON, then the chunks; all little-endian.
//! Each chunk is deflated alone and opens with a key frame, so that a player can start anywhere. Positions are
//! whole multiples of 5 cm from an origin: what a player shows, not what a calculation should start from.

mod container;
mod people;
mod water;

pub use water::{DEPTH_STEP_M, WaterFilm, WaterLayout};

use super::value::Id;
use crate::vocabulary::Ms;

/// Steps of position: 5 cm.
pub(super) const QUANTUM_M: f64 = 0.05;
/// Time between frames: 0.5 s.
pub(super) const FRAME_MS: Ms = 500;
/// Frames a chunk: 120 s.
pub(super) const CHUNK_FRAMES: usize = 240;

/// Why positions cannot be kept or read.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum TracksError {
    /// Somebody stands too far from the origin, or nowhere.
    #[error("`{person}` at ({x_m}, {y_m}) m lies more than 1,638 m from the middle of the site")]
    OutOfRange {
        /// Who.
        person: Id,
        /// Where.
        x_m: f32,
        /// Where.
        y_m: f32,
    },
    /// A frame does not fit those before it: a defect of the program.
    #[error("a frame at {time_ms} ms of {people} people does not follow the frames before it")]
    WrongFrame {
        /// Its time.
        time_ms: Ms,
        /// Its people.
        people: usize,
    },
    /// The file is not what it says it is.
    #[error("not a playback file: {0}")]
    Malformed(String),
}

/// What is known before the first frame.
#[derive(Debug, Clone, PartialEq)]
pub struct Layout {
    /// The ids of all people, in the order of the arrays of each frame.
    pub people: Vec<Id>,
    /// What the numbers of states stand for.
    pub states: Vec<Id>,
    /// What the numbers of levels stand for.
    pub levels: Vec<Id>,
    /// Smallest x and y, largest x and y of the site, in metres.
    pub bounds_m: [f64; 4],
    /// The coordinate reference system; none for a frame of the plan's own.
    pub crs: Option<String>,
    /// The time of the first frame.
    pub t0_ms: Ms,
}

/// Everybody at one moment: one entry a person in each array.
#[derive(Debug, Clone, Copy)]
pub struct Frame<'a> {
    /// When: `t0_ms` plus a multiple of 500 ms. Frames left out are held.
    pub time_ms: Ms,
    /// Where.
    pub x_m: &'a [f32],
    /// Where.
    pub y_m: &'a [f32],
    /// An index into [`Layout::states`].
    pub state: &'a [u8],
    /// An index into [`Layout::levels`].
    pub level: &'a [u8],
}

/// The tracks of all people of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Tracks {
    layout: Layout,
    /// Frame by frame, person by person, in quanta from the origin.
    positions: Vec<[i16; 2]>,
    states: History,
    levels: History,
}

/// A byte a person that seldom changes.
#[derive(Debug, Clone, PartialEq, Default)]
struct History {
    /// By frame, then by person. The first frame lists everybody.
    changes: Vec<Change>,
    now: Vec<u8>,
}

/// From this frame on a person has this value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Change {
    frame: u32,
    person: u32,
    value: u8,
}

impl History {
    fn observe(&mut self, frame: usize, values: &[u8]) {
        let changed = (0..)
            .zip(values)
            .filter(|(i, value)| self.now.get(*i) != Some(value));
        let changes = changed.map(|(i, value)| Change {
            frame: frame as u32,
            person: i as u32,
            value: *value,
        });
        self.changes.extend(changes);
        values.clone_into(&mut self.now);
    }
}

impl Tracks {
    /// Tracks without a frame yet.
    pub fn new(layout: Layout) -> Self {
        Self {
            layout,
            positions: Vec::new(),
            states: History::default(),
            levels: History::default(),
        }
    }

    /// What was known before the first frame.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// How many frames there are.
    pub fn frames(&self) -> usize {
        self.positions
            .len()
            .checked_div(self.layout.people.len())
            .unwrap_or(0)
    }

    /// Keeps a frame; those left out since the last one repeat it.
    ///
    /// # Errors
    /// Somebody too far from the origin; a frame that does not follow.
    pub fn push(&mut self, frame: Frame<'_>) -> Result<(), TracksError> {
        let people = self.layout.people.len();
        let wrong = TracksError::WrongFrame {
            time_ms: frame.time_ms,
            people: frame.x_m.len(),
        };
        let lengths = [
            frame.x_m.len(),
            frame.y_m.len(),
            frame.state.len(),
            frame.level.len(),
        ];
        let since_ms = frame.time_ms - self.layout.t0_ms;
        if lengths != [people; 4] || since_ms < 0 || since_ms % FRAME_MS != 0 {
            return Err(wrong);
        }
        let index = (since_ms / FRAME_MS) as usize;
        if people == 0 {
            return Ok(());
        }
        if index < self.frames() || (self.frames() == 0 && index > 0) {
            return Err(wrong);
        }
        let quanta = self.quanta(frame)?;
        while self.frames() < index {
            self.positions.extend_from_within(self.positions.len() - people..);
        }
        self.positions.extend(quanta);
        self.states.observe(index, frame.state);
        self.levels.observe(index, frame.level);
        Ok(())
    }

    /// Where a person was in a frame, in metres, to 5 cm.
    pub fn position_m(&self, frame: usize, person: usize) -> Option<[f64; 2]> {
        let people = self.layout.people.len();
        let [x, y] = *self
            .positions
            .get(frame.checked_mul(people)? + person)
            .filter(|_| person < people)?;
        let [origin_x, origin_y] = self.layout.origin_m();
        Some([
            origin_x + f64::from(x) * QUANTUM_M,
            origin_y + f64::from(y) * QUANTUM_M,
        ])
    }

    /// The file: the same bytes for the same tracks. `run` names the run, `start` is the clock at time 0.
    pub fn encode(&self, run: &str, start: &str) -> Vec<u8> {
        container::encode(self, run, start)
    }

    /// Reads a file back.
    ///
    /// # Errors
    /// What is no playback file, or a damaged one.
    pub fn decode(file: &[u8]) -> Result<Self, TracksError> {
        container::decode(file)
    }

    fn quanta(&self, frame: Frame<'_>) -> Result<Vec<[i16; 2]>, TracksError> {
        let [origin_x, origin_y] = self.layout.origin_m();
        let mut quanta = Vec::with_capacity(frame.x_m.len());
        for (person, (x_m, y_m)) in self.layout.people.iter().zip(frame.x_m.iter().zip(frame.y_m)) {
            let (Some(x), Some(y)) = (quantum(*x_m, origin_x), quantum(*y_m, origin_y)) else {
                return Err(TracksError::OutOfRange {
                    person: person.clone(),
                    x_m: *x_m,
                    y_m: *y_m,
                });
            };
            quanta.push([x, y]);
        }
        Ok(quanta)
    }
}

impl Layout {
    /// The middle of the site, on a whole metre: positions are counted from here.
    fn origin_m(&self) -> [f64; 2] {
        let [min_x, min_y, max_x, max_y] = self.bounds_m;
        [
            f64::midpoint(min_x, max_x).round(),
            f64::midpoint(min_y, max_y).round(),
        ]
    }
}

fn quantum(coordinate_m: f32, origin_m: f64) -> Option<i16> {
    let quanta = ((f64::from(coordinate_m) - origin_m) / QUANTUM_M).round();
    (quanta.abs() <= f64::from(i16::MAX)).then_some(quanta as i16)
}

#[cfg(test)]
mod tests;
