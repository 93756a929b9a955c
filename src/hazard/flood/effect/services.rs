//! When power, telephone and rooms are lost to water.

/// What serves people and stands in the water.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Installation {
    /// A distribution substation: a kiosk or a room at ground level, 20 or 10 kV to 400 V.
    DistributionSubstation,
    /// A high-voltage substation in the open.
    PrimarySubstation,
    /// A telephone exchange.
    TelephoneExchange,
    /// A mobile base station: its cabinets at the foot of the mast.
    BaseStation,
}

impl Installation {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::DistributionSubstation,
        Self::PrimarySubstation,
        Self::TelephoneExchange,
        Self::BaseStation,
    ];

    /// The depth above the ground at which it fails if nothing better is known, m.
    ///
    /// # Source
    /// **Not confirmed.** High voltage: 4 ft, the depth of loss of function in the HAZUS flood model (recalled). The others are
    /// assumptions: 0.5 m where switchgear and cabinets stand on a plinth, 0.3 m where cables come in at the floor. Who knows
    /// the heights of their own installations states them.
    pub const fn fails_from_m(self) -> f64 {
        match self {
            Self::DistributionSubstation | Self::BaseStation => 0.5,
            Self::PrimarySubstation => 1.2,
            Self::TelephoneExchange => 0.3,
        }
    }
}

/// The floor of a building, or the base of an installation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Floor {
    /// Its height above the ground around it, m.
    pub freeboard_m: f64,
}

impl Floor {
    /// A step at the door, 0.15 m: an assumption, for where nothing is known.
    pub const ONE_STEP: Self = Self { freeboard_m: 0.15 };

    /// A floor a number of storeys higher, m by the height of a storey.
    #[must_use]
    pub fn upstairs(self, storeys: f64, storey_m: f64) -> Self {
        Self {
            freeboard_m: self.freeboard_m + storeys * storey_m,
        }
    }

    /// The depth of the water on it, m, at a depth outside: water comes in as it stands outside, at once.
    pub fn depth_on_m(self, outside_m: f64) -> f64 {
        (outside_m - self.freeboard_m).max(0.0)
    }

    /// Whether a room on it can be used: lessons, a shelter, a command post.
    pub fn is_usable(self, outside_m: f64) -> bool {
        self.depth_on_m(outside_m) < LOST_FROM_M
    }
}

/// A room is lost from this depth on its floor, m: an assumption. Feet are wet, mats and sockets near the floor too.
pub const LOST_FROM_M: f64 = 0.05;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_room_is_lost_when_water_stands_on_its_floor() {
        let room = Floor::ONE_STEP;
        assert_eq!([0.0, 0.15].map(|outside| room.depth_on_m(outside)), [0.0; 2]);
        assert!(room.is_usable(0.19) && !room.is_usable(0.21));
        let above = room.upstairs(1.0, 3.3);
        assert!(above.is_usable(3.4) && !above.is_usable(3.51));
        assert_eq!(Floor { freeboard_m: 0.0 }.depth_on_m(0.4), 0.4);
    }
}
