//! What limits the flow through a door or flight: a code, or how people walk. Both tiers speak of it alike.

use crate::maths;

/// Half the breadth of the adult the flows are those of, m.
pub const ADULT_M: f64 = 0.18;

/// Flow through a door that bodies alone limit, persons/s and metre of clear width, of adults of [`ADULT_M`].
///
/// # Source
/// This kernel: 1.84 to 1.92 through doors of 0.8 to 2.5 m [M]; about 1.9 in experiments.
const DOOR_FLOW: f64 = 1.89;

/// Smaller people need less of the width and of the time: the time of one goes with this power of the breadth.
///
/// # Source
/// This kernel, door of 1 m: 1.89, 2.39 and 3.23 persons/s/m at radii of 0.18, 0.15 and 0.12 m, powers of 1.29 and
/// 1.32 [M].
const DOOR_POWER: f64 = 1.3;

/// What limits the flow of a door or flight.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Limit {
    /// Bodies alone, in this clear width, m.
    Bodies(f64),
    /// A capacity, persons/s.
    Capacity(f64),
}

impl Limit {
    /// The same with a share of the flow.
    #[must_use]
    pub fn reduced_to(self, share: f64) -> Self {
        match self {
            Self::Bodies(width_m) => Self::Bodies(width_m * share),
            Self::Capacity(per_s) => Self::Capacity(per_s * share),
        }
    }

    /// How long somebody keeps a door who takes so much of a metre's width of it ([`door_share`]), s.
    pub fn door_s(self, share: f64) -> f64 {
        match self {
            Self::Bodies(width_m) => share / width_m,
            Self::Capacity(per_s) => 1.0 / per_s,
        }
    }
}

/// The time a person of this half breadth takes of a metre's width of a door, s·m.
pub fn door_share(radius_m: f64) -> f64 {
    maths::pow(radius_m / ADULT_M, DOOR_POWER) / DOOR_FLOW
}

/// For how long a person keeps a door under a limit that was set while people walk, s. Nobody counts for more than an
/// adult, so that a door that stands free lets everybody through.
pub(super) fn keeps_s(limit: Limit, radius_m: f32) -> f32 {
    limit.door_s(door_share(f64::from(radius_m).min(ADULT_M))) as f32
}
