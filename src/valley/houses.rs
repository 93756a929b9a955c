//! The houses of settlements: how much of their value water takes, and whether they stand.
//!
//! All houses of a settlement stand in the water of its place, on its floor. Those in a house that falls are among
//! whom the zone of a breach takes ([`super::residents`]): its limits are the same, and nobody is counted twice.

use bevy_ecs::prelude::*;

use crate::hazard::flood::coupling::Waters;
use crate::hazard::flood::effect::buildings::{Asset, Structure};
use crate::scenario::model::{PlaceKind, PlaceSpec};
use crate::sim::{Clock, Detail, Given, Log};
use crate::vocabulary::Unit;

/// What the water has done to the houses of each place so far, by the index of the place.
#[derive(Resource, Debug)]
pub struct Houses(Vec<Structure>);

/// What has become of the houses of all settlements.
#[derive(Debug, Clone, PartialEq)]
pub struct HousesOutcome {
    /// With water on their floor.
    pub flooded: u32,
    /// Whose walls the water damaged, and which stand.
    pub damaged: u32,
    /// Which the water destroyed.
    pub destroyed: u32,
    /// The share of the value of all that is lost.
    pub loss_share: f64,
    /// The same of each settlement, by the index of its place.
    pub by_place: Vec<(usize, f64)>,
}

impl Houses {
    /// Before any water.
    pub(super) fn new(given: &Given) -> Self {
        Self(vec![Structure::Wet; given.places.len()])
    }

    /// What the water has done to the houses of a place.
    pub fn structure(&self, place: usize) -> Structure {
        self.0[place]
    }

    /// What has become of them; none where no settlement has houses.
    pub fn outcome(&self, given: &Given, waters: &Waters) -> Option<HousesOutcome> {
        let mut sum = HousesOutcome {
            flooded: 0,
            damaged: 0,
            destroyed: 0,
            loss_share: 0.0,
            by_place: Vec::new(),
        };
        let mut all = 0;
        for (index, place) in given.places.iter().enumerate() {
            let houses = houses_of(place);
            if houses == 0 {
                continue;
            }
            let worst_m = waters.at(place.subject).map_or(0.0, |water| water.worst.depth_m);
            let on_floor_m = worst_m - place.site.floor_m;
            // Water that breaks their walls has come in.
            let is_flooded = on_floor_m > 0.0 || self.0[index] != Structure::Wet;
            let share = match self.0[index] {
                Structure::Destroyed => 1.0,
                Structure::Wet | Structure::Partial => Asset::Residential.share_lost(on_floor_m),
            };
            all += houses;
            sum.flooded += if is_flooded { houses } else { 0 };
            match self.0[index] {
                Structure::Wet => {}
                Structure::Partial => sum.damaged += houses,
                Structure::Destroyed => sum.destroyed += houses,
            }
            sum.loss_share += share * f64::from(houses);
            sum.by_place.push((index, share));
        }
        sum.loss_share /= f64::from(all.max(1));
        (all > 0).then_some(sum)
    }
}

/// How many houses stand at a place.
fn houses_of(place: &PlaceSpec) -> u32 {
    match place.kind {
        PlaceKind::Settlement { houses, .. } => houses,
        PlaceKind::Road | PlaceKind::Station { .. } | PlaceKind::Spot => 0,
    }
}

/// Water has moved: what it does to houses is done for good.
pub(super) fn hit(
    given: Res<Given>,
    clock: Res<Clock>,
    waters: Res<Waters>,
    mut houses: ResMut<Houses>,
    mut log: ResMut<Log>,
) {
    for (place, before) in given.places.iter().zip(&mut houses.0) {
        let of_place = houses_of(place);
        let Some(water) = waters.at(place.subject).filter(|_| of_place > 0) else {
            continue;
        };
        let now = Structure::of(water.now.flow());
        if now <= *before {
            continue;
        }
        *before = now;
        let event = match now {
            Structure::Destroyed => "houses-destroyed",
            Structure::Wet | Structure::Partial => "houses-damaged",
        };
        let note = log.note(clock.now_ms, event).about(place.subject);
        let note = note.with("houses", Detail::Count(of_place.into()));
        let note = note.with("depth_m", Detail::Quantity(water.now.depth_m, Unit::Metre));
        let speed = Detail::Quantity(water.now.speed_m_s, Unit::MetrePerSecond);
        note.with("speed_m_s", speed).done();
    }
}
