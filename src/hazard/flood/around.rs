//! How the water stands around a school and on its floors, by the water at its site.

use super::coupling::Waters;
use super::effect::Flow;
use super::effect::services::Floor;
use super::reading::Reading;
use crate::scenario::model::School;
use crate::scenario::plan::{Plan, SpaceIndex};

/// What lies higher than this outdoors is a gallery or an outdoor stair, not the ground, m above the ground floor. An
/// assumption.
const GALLERY_FROM_M: f64 = 1.0;

/// The water around a building whose ground floor lies so high.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Around {
    outside: Reading,
    ground_floor: Floor,
}

impl Around {
    /// The water at a site, and how high the ground floor lies above its ground, m.
    pub fn new(outside: Reading, floor_m: f64) -> Self {
        Self {
            outside,
            ground_floor: Floor { freeboard_m: floor_m },
        }
    }

    /// The water at the school; none where no water can reach it, or there is no flood.
    pub fn school(waters: &Waters, school: &School) -> Option<Self> {
        let site = school.flood_site.as_ref()?;
        Some(Self::new(waters.at(school.subject)?.now, site.floor_m))
    }

    /// Whether there is no water on the ground.
    pub fn is_dry(&self) -> bool {
        self.outside.depth_m <= 0.0
    }

    /// The water outdoors, at a level of the plan that lies so much above the ground floor, m.
    pub fn outdoors(&self, elevation_m: f64) -> Flow {
        let depth_m = if elevation_m < GALLERY_FROM_M {
            self.outside.depth_m
        } else {
            self.on_floor_m(elevation_m)
        };
        Flow {
            depth_m,
            speed_m_s: if depth_m > 0.0 {
                self.outside.speed_m_s
            } else {
                0.0
            },
        }
    }

    /// The water indoors on a floor that lies so much above the ground floor, m: it stands as high as outside, and still.
    pub fn indoors(&self, elevation_m: f64) -> Flow {
        Flow {
            depth_m: self.on_floor_m(elevation_m),
            speed_m_s: 0.0,
        }
    }

    /// Below the sill of the ground floor no water comes in, into a basement neither.
    fn on_floor_m(&self, elevation_m: f64) -> f64 {
        if self.ground_floor.depth_on_m(self.outside.depth_m) <= 0.0 {
            return 0.0;
        }
        self.ground_floor
            .upstairs(1.0, elevation_m)
            .depth_on_m(self.outside.depth_m)
    }

    /// The water in a space of the plan.
    pub fn in_space(&self, plan: &Plan, space: SpaceIndex) -> Flow {
        let space = &plan[space];
        let elevation_m = plan[space.level].elevation_m;
        if space.kind.is_outside() {
            self.outdoors(elevation_m)
        } else {
            self.indoors(elevation_m)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn around(depth_m: f64) -> Around {
        let outside = Reading {
            level_m: None,
            depth_m,
            speed_m_s: 0.4,
        };
        Around::new(outside, 0.45)
    }

    #[test]
    fn water_comes_in_over_the_sill_and_stands_still_indoors() {
        let at = |depth_m| around(depth_m).indoors(0.0).depth_m;
        assert_eq!([0.0, 0.45].map(at), [0.0; 2]);
        assert!((at(1.0) - 0.55).abs() < 1e-12);
        assert_eq!(around(1.0).indoors(0.0).speed_m_s, 0.0);
        assert_eq!(
            around(1.0).outdoors(0.0),
            Flow {
                depth_m: 1.0,
                speed_m_s: 0.4
            }
        );
    }

    #[test]
    fn basements_fill_when_water_is_at_the_sill_and_upper_floors_last() {
        assert_eq!(around(0.4).indoors(-3.0).depth_m, 0.0);
        assert!((around(0.5).indoors(-3.0).depth_m - 3.05).abs() < 1e-12);
        assert_eq!(around(3.0).indoors(3.3).depth_m, 0.0);
        assert!((around(4.0).indoors(3.3).depth_m - 0.25).abs() < 1e-12);
        // A gallery on that floor is no yard.
        assert_eq!(
            around(3.0).outdoors(3.3),
            Flow {
                depth_m: 0.0,
                speed_m_s: 0.0
            }
        );
        assert!(around(0.0).is_dry() && !around(0.01).is_dry());
    }
}
