//! A look at all the water now and then: whether its numbers have run away, and where it is faster than its waves.

#![expect(
    clippy::inline_always,
    reason = "a call would keep the loop around it from being vectorised"
)]

use std::fmt;
use std::ops::Range;

use multiversion::multiversion;

use serde::{Deserialize, Serialize};

use rayon::prelude::*;

use super::G;
use super::maxima::Stretch;
use super::real::Real;
use super::tiles::Tiles;

/// No flood is faster, m/s.
const FASTEST_M_S: f64 = 50.0;
/// No water is deeper, m: the deepest trench of the oceans has 11,000.
const DEEPEST_M: f64 = 12_000.0;
/// Water deeper than this counts where it is too fast, or faster than its waves, m.
const COUNTED_M: f64 = 0.1;

/// Water counts as faster than its waves from this square of the Froude number on, 0.95²: the inertial scheme holds it at 1, and where
/// it is held it has been.
const RAPID: f64 = 0.9;

/// Why numbers have probably run away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// The bed or the roughness of the cell is not a number.
    Land,
    /// The cell lies along an edge through which water comes: a level or an inflow that nothing could follow.
    Edge,
    /// The flow was faster than its waves, which the inertial scheme cannot do: take the full equations.
    Rapid,
    /// None of these.
    Unknown,
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Land => "the bed or the roughness there is not a number",
            Self::Edge => "what comes in through the edge there is more than the water can follow",
            Self::Rapid => {
                "the flow is faster than its waves, which the inertial solver cannot do: take `godunov`"
            }
            Self::Unknown => "unknown",
        })
    }
}

/// Water whose numbers have run away: what it tells is worth nothing from then on.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[error(
    "the water lost stability {time_s:.1} s after the beginning, in column {column} of row {row} (depth {depth_m} m, speed \
     {speed_m_s} m/s); probably: {cause}"
)]
pub struct Unstable {
    /// Where: column, from the west.
    pub column: usize,
    /// Row, from the south.
    pub row: usize,
    /// When it was seen, s.
    pub time_s: f64,
    /// Depth there, m.
    pub depth_m: f64,
    /// Speed there, m/s.
    pub speed_m_s: f64,
    /// Why, probably.
    pub cause: Cause,
}

/// When most water was as fast as its waves (Froude number above 0.95): where the inertial scheme is out of its range.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Rapid {
    /// Share of cells with more than 0.1 m of water in which it was.
    pub share: f64,
    /// When, s.
    pub time_s: f64,
    /// Where the Froude number was highest: column, from the west.
    pub column: usize,
    /// Row, from the south.
    pub row: usize,
    /// Froude number there.
    pub froude: f64,
    /// When the first water was seen to be faster than its waves, s.
    pub first_s: f64,
}

/// What a look at the water came to.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Survey {
    /// Cells with water, and those in which it is faster than its waves.
    counted: usize,
    rapid: usize,
    /// The highest Froude number squared, and where.
    fastest: Option<(f64, [usize; 2])>,
    /// A cell whose numbers have run away.
    pub(super) unsound: Option<[usize; 2]>,
}

impl Survey {
    /// Looks at all tiles that are worked on; `of` gives the water of some cells of a row.
    pub(super) fn of<'a, T: Real>(
        tiles: &Tiles,
        of: impl Fn(usize, Range<usize>) -> Stretch<'a, T> + Sync,
    ) -> Self {
        let one = |(band, runs): (usize, &Vec<Range<usize>>)| {
            let mut survey = Self::default();
            for row in tiles.rows(band) {
                for run in runs {
                    survey.row(row, run.start, &of(row, run.clone()));
                }
            }
            survey
        };
        let bands: Vec<Self> = tiles.runs().par_iter().enumerate().map(one).collect();
        bands.into_iter().fold(Self::default(), Self::and)
    }

    fn and(self, other: Self) -> Self {
        let is_faster = other.fastest.map(|(square, _)| square) > self.fastest.map(|(square, _)| square);
        Self {
            counted: self.counted + other.counted,
            rapid: self.rapid + other.rapid,
            fastest: if is_faster { other.fastest } else { self.fastest },
            unsound: self.unsound.or(other.unsound),
        }
    }

    /// Takes a stretch of a row that begins in a column.
    fn row<T: Real>(&mut self, row: usize, first: usize, water: &Stretch<'_, T>) {
        let seen = look(water);
        self.counted += seen.counted as usize;
        self.rapid += seen.rapid as usize;
        if !seen.is_sound && self.unsound.is_none() {
            let found = (0..water.h.len()).find(|i| !is_sound(water.at(*i)));
            self.unsound = found.map(|i| [first + i, row]);
        }
        if seen.rapid > 0 {
            for i in 0..water.h.len() {
                let (h, square) = water.at(i);
                if h > T::of(COUNTED_M) {
                    let froude = square.f64() / (G * h.f64());
                    if self.fastest.is_none_or(|(most, _)| froude > most) {
                        self.fastest = Some((froude, [first + i, row]));
                    }
                }
            }
        }
    }

    /// The largest share so far, that of this moment with it.
    pub(super) fn rapid(&self, so_far: Option<Rapid>, time_s: f64) -> Option<Rapid> {
        let share = self.rapid as f64 / self.counted.max(1) as f64;
        match self.fastest {
            Some((square, [column, row])) if so_far.is_none_or(|most| share > most.share) => Some(Rapid {
                share,
                time_s,
                column,
                row,
                froude: square.sqrt(),
                first_s: so_far.map_or(time_s, |rapid| rapid.first_s),
            }),
            _ => so_far,
        }
    }
}

/// What was seen in a stretch of a row.
struct Seen {
    counted: u32,
    rapid: u32,
    is_sound: bool,
}

// Without branches, so that a loop around it is worked on several cells at a time.
#[inline(always)]
fn is_sound<T: Real>((h, square): (T, T)) -> bool {
    let is_slow = square < T::of(FASTEST_M_S * FASTEST_M_S);
    (h < T::of(DEEPEST_M)) & ((h <= T::of(COUNTED_M)) | is_slow)
}

#[multiversion(targets("x86_64+avx2"))]
fn look<T: Real>(water: &Stretch<'_, T>) -> Seen {
    // All of one length, so that the loop needs no look at any.
    let n = water.h.len();
    let ([west, east], [south, north]) = (water.across, water.beside);
    let water = Stretch {
        h: &water.h[..n],
        across: [&west[..n], &east[..n]],
        beside: [&south[..n], &north[..n]],
    };
    let (mut counted, mut rapid, mut all_sound) = (0, 0, true);
    for i in 0..n {
        let (h, square) = water.at(i);
        let counts = h > T::of(COUNTED_M);
        counted += u32::from(counts);
        rapid += u32::from(counts & (square > T::of(RAPID * G) * h));
        all_sound &= is_sound((h, square));
    }
    Seen {
        counted,
        rapid,
        is_sound: all_sound,
    }
}
