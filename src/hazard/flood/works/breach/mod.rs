//! How a levee or a dam opens.
//!
//! # How the parts fit
//! ```text
//! formed    how wide and how fast a breach becomes, by published fits
//! trigger   since when: a time, a level, water over the crest
//! mod       the opening at a time, and the crest of each face along it
//! ```
//!
//! How much flows through it is for the solver, over the crests it is told.

pub mod formed;
pub mod trigger;

use super::series::Series;
use crate::hazard::flood::G;
use crate::maths;
use formed::Formed;

/// The shape of a breach at a time: a trapezoid.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Opening {
    /// Level of its bottom, m.
    pub bottom_m: f64,
    /// Width of its bottom, m.
    pub width_m: f64,
    /// Metres a side goes outwards for each metre it rises.
    pub slope: f64,
}

/// How the opening grows in the time it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Growth {
    /// Evenly.
    Linear,
    /// Slowly at first and at the end: half a wave of a cosine.
    ///
    /// # Source
    /// HEC-RAS offers a "sine wave" beside the linear growth; that it is this one is recalled.
    Sine,
}

impl Growth {
    /// Share of the opening after a share of the time.
    pub fn share(self, time: f64) -> f64 {
        let x = time.clamp(0.0, 1.0);
        match self {
            Self::Linear => x,
            Self::Sine => 0.5 - 0.5 * maths::cos(std::f64::consts::PI * x),
        }
    }
}

/// A breach that deepens and widens together, to a shape and in a time that are known beforehand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Breach {
    /// Crest of the levee before, m.
    pub crest_m: f64,
    /// Bottom of the breach at the end, m.
    pub bottom_m: f64,
    /// How wide, how fast, how steep at its sides.
    pub formed: Formed,
    /// How it grows.
    pub growth: Growth,
}

impl Breach {
    /// The opening so long after it began, s: with the given sides at any time, and the given mean width at the end.
    pub fn opening(&self, since_s: f64) -> Opening {
        let time = if self.formed.time_s > 0.0 {
            since_s / self.formed.time_s
        } else {
            f64::from(u8::from(since_s >= 0.0))
        };
        let share = self.growth.share(time);
        let depth = self.crest_m - self.bottom_m;
        let width = self.formed.mean_width_m - self.formed.slope * depth;
        // Sides so flat that they meet: then a triangle of the same mean width.
        let slope = if width < 0.0 {
            self.formed.mean_width_m / depth
        } else {
            self.formed.slope
        };
        Opening {
            bottom_m: self.crest_m - share * depth,
            width_m: share * width.max(0.0),
            slope,
        }
    }
}

/// What a levee is made of: the speed of water below which it does not erode, m/s.
///
/// # Source
/// H. J. Verheij, F. C. M. van der Knaap, Modification breach growth model in HIS-OM (2003; programs that use it say
/// 2002): 0.2 for sand, 0.5 for clay (recalled).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Erodes(pub f64);

impl Erodes {
    /// A levee of sand.
    pub const SAND: Self = Self(0.2);
    /// A levee of clay.
    pub const CLAY: Self = Self(0.5);
}

/// A levee breach that deepens first and then widens as long as water falls through it.
///
/// # Source
/// Verheij and van der Knaap 2003: B grows as f₁ √g H^1.5 / u log₁₀(1 + f₂ g t / u), with t in *hours*. That form, for a
/// fall H that changes, and the hours: seen in the source of `Delft3D FM`; f₁ = 1.3 and f₂ = 0.04 in the handbook of
/// Tygron. Deepening in 10 min at a width of 10 m is usual (recalled): it is for the caller to say.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Levee {
    /// Crest of the levee before, m.
    pub crest_m: f64,
    /// Bottom of the breach, m.
    pub bottom_m: f64,
    /// Width while it deepens, m.
    pub first_m: f64,
    /// How long it deepens, s.
    pub deepens_s: f64,
    /// What it is made of.
    pub erodes: Erodes,
    /// Widest it can become, m.
    pub widest_m: f64,
}

/// f₁ of Verheij and van der Knaap.
const WIDENS: f64 = 1.3;
/// f₂ of Verheij and van der Knaap, s/h.
const TIRES: f64 = 0.04;

/// How wide a breach of a levee has become.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Widening {
    levee: Levee,
    since_s: f64,
    width_m: f64,
}

impl Levee {
    /// A breach that begins.
    pub fn begin(self) -> Widening {
        Widening {
            levee: self,
            since_s: 0.0,
            width_m: self.first_m,
        }
    }
}

impl Widening {
    /// Lets time pass in which the water stands at these levels on both sides, m.
    pub fn pass(&mut self, dt_s: f64, levels_m: [f64; 2]) {
        let before = self.since_s;
        self.since_s += dt_s;
        let above = |level: f64| (level - self.levee.bottom_m).max(0.0);
        let fall = (above(levels_m[0]) - above(levels_m[1])).abs();
        let speed = self.levee.erodes.0;
        let hours = |time_s: f64| (time_s - self.levee.deepens_s).max(0.0) / 3_600.0;
        let grown =
            |time_s: f64| maths::ln(1.0 + TIRES * G * hours(time_s) / speed) / std::f64::consts::LN_10;
        let scale = WIDENS * G.sqrt() * fall * fall.sqrt() / speed;
        let more = scale * (grown(self.since_s) - grown(before));
        self.width_m = (self.width_m + more).min(self.levee.widest_m.max(self.width_m));
    }

    /// The opening, with upright sides.
    pub fn opening(&self) -> Opening {
        let deep = Growth::Linear.share(self.since_s / self.levee.deepens_s.max(1e-9));
        Opening {
            bottom_m: self.levee.crest_m - deep * (self.levee.crest_m - self.levee.bottom_m),
            width_m: self.width_m,
            slope: 0.0,
        }
    }
}

/// A breach that somebody wrote down: level and width of its bottom, m, by the time since it began in s.
#[derive(Debug, Clone, PartialEq)]
pub struct Scripted {
    /// Level of the bottom.
    pub bottom_m: Series,
    /// Width.
    pub width_m: Series,
}

impl Scripted {
    /// The opening so long after it began, s.
    pub fn opening(&self, since_s: f64) -> Opening {
        Opening {
            bottom_m: self.bottom_m.at(since_s),
            width_m: self.width_m.at(since_s),
            slope: 0.0,
        }
    }
}

/// A face of the grid along a levee.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Face {
    /// Crest of the levee there, m.
    pub crest_m: f64,
    /// How much of the levee it stands for, m.
    pub length_m: f64,
}

/// What a breach does to a face.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Opened {
    /// Crest that lets as much water over as flows over the shape of the breach, m.
    pub crest_m: f64,
    /// Share of the length in which the crest is lower than it was.
    pub share: f64,
}

impl Opening {
    /// Crests of faces that lie along a levee, in order from the middle of the breach outwards, where the higher water
    /// beside it stands at `water_m`.
    ///
    /// A face has one crest, a breach ends within one. Its crest is such that as much flows over it as over the shape of the
    /// breach in it, by the law of the broad-crested weir without tailwater; so the breach grows smoothly from face to face.
    pub fn crests<'a>(&'a self, faces: &'a [Face], water_m: f64) -> impl Iterator<Item = Opened> + 'a {
        let mut from = 0.0;
        faces.iter().map(move |face| {
            let to = from + face.length_m;
            let opened = self.over(face, [from, to], water_m);
            from = to;
            opened
        })
    }

    /// What it does to a face that takes in these metres of the breach.
    fn over(&self, face: &Face, [from, to]: [f64; 2], water_m: f64) -> Opened {
        let depth = (face.crest_m - self.bottom_m).max(0.0);
        let reach = if depth > 0.0 {
            self.width_m + 2.0 * self.slope * depth
        } else {
            0.0
        };
        let flat = (self.width_m.min(reach).min(to) - from).max(0.0);
        let open = (reach.min(to) - from).max(0.0);
        let share = open / face.length_m;
        if share == 0.0 {
            return Opened {
                crest_m: face.crest_m,
                share,
            };
        }
        // With no water over it, as if it stood at the old crest.
        let water = if water_m > self.bottom_m {
            water_m
        } else {
            face.crest_m
        };
        let above = |level: f64| (water - level).max(0.0);
        let flows = |head: f64| head * head.sqrt();
        let head = above(self.bottom_m);
        let mut sum = flat * flows(head) + (face.length_m - open) * flows(above(face.crest_m));
        if open > flat && self.slope > 0.0 {
            // The sides from where the face or the flat part begins to where the face or the side ends.
            let level = |along: f64| self.bottom_m + (along - self.width_m).max(0.0) / (2.0 * self.slope);
            let upper = |level: f64| above(level) * above(level) * above(level).sqrt();
            let (low, high) = (level(from.max(self.width_m)), level(to.min(reach)));
            sum += 2.0 * self.slope * 0.4 * (upper(low) - upper(high));
        }
        let mean = maths::pow(sum / face.length_m, 2.0 / 3.0);
        Opened {
            crest_m: (water - mean).clamp(self.bottom_m, face.crest_m),
            share,
        }
    }
}

#[cfg(test)]
mod tests;
