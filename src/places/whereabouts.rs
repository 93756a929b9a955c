//! Where somebody is who does not walk: a level, a point and a space.

use bevy_ecs::prelude::Component;

use crate::geo::Point;
use crate::scenario::plan::{LevelIndex, SpaceIndex};

/// Where a person is who does not walk. Walkers are where the crowd kernel has them.
#[derive(Component, Debug, Clone, Copy, PartialEq)]
pub struct Whereabouts {
    /// Level.
    pub level: LevelIndex,
    /// Where there, m.
    pub at: Point,
    /// Which space; none on a stair.
    pub space: Option<SpaceIndex>,
}
