//! What time it is, and the grid of instants at which people walk and events take effect.

use crate::vocabulary::Ms;
use bevy_ecs::prelude::Resource;

/// The grid on which people walk and ticks happen, ms. An event takes effect at the first grid point at or
/// after its time, so that a decision a little earlier or later moves no step of anybody else.
pub const GRID_MS: Ms = 50;

/// The same while people walk on a network, ms. Such a run is one of thousands: it has a tick for what happens within two
/// seconds, where the fine grid has forty.
pub const COARSE_GRID_MS: Ms = 2_000;

/// The same in such a run while nobody walks or the ground shakes, ms: people need seconds to take cover, and it matters
/// how many.
pub const MIDDLE_GRID_MS: Ms = 500;

/// The first grid point at or after a time.
pub const fn on_grid(time_ms: Ms) -> Ms {
    time_ms.div_euclid(GRID_MS) * GRID_MS
        + if time_ms.rem_euclid(GRID_MS) == 0 {
            0
        } else {
            GRID_MS
        }
}

/// What time it is in the scenario.
#[derive(Resource, Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    /// Now, ms since the start; always on the grid.
    pub now_ms: Ms,
    /// When the run ends at the latest, ms since the start.
    pub ends_ms: Ms,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_take_effect_at_the_next_grid_point() {
        assert_eq!(
            [on_grid(0), on_grid(1), on_grid(50), on_grid(51), on_grid(-1)],
            [0, 50, 50, 100, 0]
        );
    }
}
