//! The same place elsewhere in the plan: turned, mirrored, shifted.

use super::super::{Goal, Point, VenueSpec};
use crate::maths;

/// Where a place lies in the plan.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    /// Angle by which it is turned about the origin, radians.
    pub turned: f32,
    /// Whether y is mirrored, before it is turned.
    pub mirrored: bool,
    /// By how much it is shifted, after it is turned, m.
    pub shifted: Point,
}

impl Frame {
    /// As it is written.
    pub const PLAIN: Self = Self {
        turned: 0.0,
        mirrored: false,
        shifted: [0.0; 2],
    };

    /// A point of the place in the plan.
    pub fn map(&self, [x, y]: Point) -> Point {
        let y = if self.mirrored { -y } else { y };
        let [x, y] = turn(self.turned)([x, y]);
        [x + self.shifted[0], y + self.shifted[1]]
    }

    /// A point of the plan in the place.
    pub fn unmap(&self, [x, y]: Point) -> Point {
        let [x, y] = turn(-self.turned)([x - self.shifted[0], y - self.shifted[1]]);
        [x, if self.mirrored { -y } else { y }]
    }

    /// The place in the plan. Forward through an opening stays forward.
    pub(super) fn place(&self, spec: &VenueSpec) -> VenueSpec {
        let mut spec = spec.mapped(|p| self.map(p));
        if self.mirrored {
            for line in spec.openings.iter_mut().map(|opening| &mut opening.line) {
                std::mem::swap(&mut line.a, &mut line.b);
            }
        }
        spec
    }

    /// A goal in the plan.
    pub(super) fn goal(&self, goal: &Goal) -> Goal {
        goal.mapped(|p| self.map(p))
    }
}

/// The luck of a crowd, and where it walks in the plan.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trial {
    /// What all luck is drawn from.
    pub seed: u64,
    /// Where the place lies.
    pub frame: Frame,
}

impl Trial {
    /// The same place with other luck.
    #[must_use]
    pub fn with_seed(self, seed: u64) -> Self {
        Self { seed, ..self }
    }
}

impl From<u64> for Trial {
    fn from(seed: u64) -> Self {
        Self {
            seed,
            frame: Frame::PLAIN,
        }
    }
}

/// Turns the plane about its origin.
pub fn turn(angle: f32) -> impl Fn(Point) -> Point {
    let (s, c) = (
        maths::sin(f64::from(angle)) as f32,
        maths::cos(f64::from(angle)) as f32,
    );
    move |p: Point| [c * p[0] - s * p[1], s * p[0] + c * p[1]]
}
