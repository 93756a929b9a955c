//! Streets that rubble blocks.

use std::collections::BTreeMap;

use crate::geo::{Frame, LonLat, Point, Segment};
use crate::scenario::model::{BuildingGroup, StreetSpec};

/// Height of a storey, m.
///
/// # Source
/// An assumption: the usual storey of dwellings, 2.8 to 3.2 m.
const STOREY_M: f64 = 3.0;
/// From the middle of a building to its front, m.
///
/// # Source
/// An assumption for buildings that are given as points: blocks of flats and houses are 10 to 15 m deep.
const HALF_DEPTH_M: f64 = 6.0;
/// Metres of a kilometre.
const M_OF_KM: f64 = 1_000.0;
/// Cells of the index of buildings, m: wider than the reach of almost all rubble.
const CELL_M: f64 = 100.0;

/// How far rubble of a building reaches from its front, m.
///
/// # Source
/// Influence distance by height, long side along the street: 2/3 of the height below 24 m, falling to 1/2 at 54 m
/// (Advances in Civil Engineering 2020, 7034517, table 7) [S].
pub(super) fn reach_m(storeys: f32) -> f64 {
    let height_m = f64::from(storeys) * STOREY_M;
    let tall = ((height_m - 24.0) / 30.0).clamp(0.0, 1.0);
    height_m * (2.0 / 3.0 - tall / 6.0)
}

/// A building beside a street: how far its rubble comes into it.
#[derive(Debug, Clone, Copy)]
struct Beside {
    /// Ordinal of the building.
    group: u32,
    /// On which side of the street: 0 or 1.
    side: usize,
    into_m: f64,
}

/// A street with the buildings that could fall into it.
#[derive(Debug)]
pub(super) struct Street {
    /// What rubble has to leave free, m, of the width.
    spare_m: f64,
    beside: Vec<Beside>,
}

/// Finds the single buildings beside each street; groups of many stand nowhere in particular.
pub(super) fn beside(streets: &[StreetSpec], groups: &[BuildingGroup], origin: LonLat) -> Vec<Street> {
    if streets.is_empty() {
        return Vec::new();
    }
    let frame = Frame::around(origin);
    let to_m = |place: LonLat| frame.to_km(place) * M_OF_KM;
    let cell = |at: Point| ((at.x / CELL_M).floor() as i64, (at.y / CELL_M).floor() as i64);
    let mut index: BTreeMap<(i64, i64), Vec<(u32, Point)>> = BTreeMap::new();
    for (ordinal, group) in (0..).zip(groups).filter(|(_, group)| group.buildings == 1.0) {
        let at = to_m(group.at);
        index.entry(cell(at)).or_default().push((ordinal, at));
    }
    let street = |spec: &StreetSpec| {
        let line = Segment {
            a: to_m(spec.ends[0]),
            b: to_m(spec.ends[1]),
        };
        let (low, high) = (cell(lowest(&line)), cell(highest(&line)));
        let mut beside = Vec::new();
        for x in low.0 - 1..=high.0 + 1 {
            for (_, buildings) in index.range((x, low.1 - 1)..=(x, high.1 + 1)) {
                for (group, at) in buildings {
                    let from_front = line.distance(*at) - 0.5 * spec.width_m - HALF_DEPTH_M;
                    let into_m = reach_m(groups[*group as usize].storeys) - from_front.max(0.0);
                    if into_m > 0.0 {
                        let side = usize::from((line.b - line.a).cross(*at - line.a) > 0.0);
                        beside.push(Beside {
                            group: *group,
                            side,
                            into_m,
                        });
                    }
                }
            }
        }
        Street {
            spare_m: spec.width_m - spec.needs_m,
            beside,
        }
    };
    streets.iter().map(street).collect()
}

fn lowest(line: &Segment) -> Point {
    Point::new(line.a.x.min(line.b.x), line.a.y.min(line.b.y))
}

fn highest(line: &Segment) -> Point {
    Point::new(line.a.x.max(line.b.x), line.a.y.max(line.b.y))
}

impl Street {
    /// With which shock the street is blocked: when rubble of one side alone, or of both together, leaves less than a vehicle
    /// needs. `fallen` gives the shock with which a building was completely damaged.
    pub(super) fn blocked_by(&self, fallen: &BTreeMap<u32, u32>) -> Option<u32> {
        let fallen_beside = self
            .beside
            .iter()
            .filter_map(|building| Some((*fallen.get(&building.group)?, building)));
        let mut fallen_beside: Vec<(u32, &Beside)> = fallen_beside.collect();
        fallen_beside.sort_by_key(|(shock, building)| (*shock, building.group));
        let mut into_m = [0.0_f64; 2];
        for (shock, building) in fallen_beside {
            into_m[building.side] = into_m[building.side].max(building.into_m);
            if into_m[0] + into_m[1] > self.spare_m {
                return Some(shock);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::model::Usage;

    fn building(id: &str, north_m: f64, storeys: f32) -> BuildingGroup {
        BuildingGroup {
            id: id.to_owned(),
            at: LonLat::new(19.45, 41.32 + north_m / 111_195.0),
            municipality: 0,
            class: 0,
            usage: Usage::Residential,
            storeys,
            buildings: 1.0,
            occupants: [0.0; 3],
            floor_area_m2: None,
            vs30_m_s: None,
        }
    }

    #[test]
    fn a_tall_house_blocks_a_narrow_street_and_two_block_a_wider_one() {
        let street = |width_m| StreetSpec {
            id: "street".to_owned(),
            ends: [LonLat::new(19.449, 41.32), LonLat::new(19.451, 41.32)],
            width_m,
            needs_m: 3.5,
        };
        // Fronts on the edge of a street of 8 m: middles 10 m from its axis. Four storeys reach 8 m.
        let houses = [building("north", 10.0, 4.0), building("south", -10.0, 4.0)];
        let origin = LonLat::new(19.45, 41.32);
        let one: BTreeMap<u32, u32> = [(0, 1)].into();
        let both: BTreeMap<u32, u32> = [(0, 1), (1, 2)].into();
        let narrow = &beside(&[street(8.0)], &houses, origin)[0];
        assert_eq!(narrow.blocked_by(&one), Some(1));
        assert_eq!(narrow.blocked_by(&BTreeMap::new()), None);
        let wide = &beside(&[street(14.0)], &houses, origin)[0];
        assert_eq!((wide.blocked_by(&one), wide.blocked_by(&both)), (None, Some(2)));
    }

    #[test]
    fn verify_reach_by_height() {
        for (storeys, expected) in [(4.0, 8.0), (8.0, 16.0), (18.0, 27.0)] {
            let obtained = reach_m(storeys);
            println!("{storeys} storeys: expected {expected} m, obtained {obtained} m, tolerance 1e-9");
            assert!((obtained - expected).abs() < 1e-9);
        }
    }
}
