//! Playback: how deep the water stands, some sixty times a run.

use bevy_ecs::prelude::*;

use crate::hazard::flood::coupling::{FLOWS, Flood, WINDOW_MS};
use crate::record::{DEPTH_STEP_M, WaterFilm, WaterLayout};
use crate::sim::{Given, Phase, Tick, due};
use crate::vocabulary::Ms;

/// A run is filmed in so many frames, or fewer where they would be closer together than windows.
const FRAMES: Ms = 60;

#[derive(Resource)]
struct Filming(WaterFilm);

/// Has the water filmed, if it is computed.
pub(super) fn install(world: &mut World, tick: &mut Tick) {
    let between_ms = world.resource::<Given>().exercise.lasts_ms / FRAMES;
    let dt_ms = (between_ms + WINDOW_MS - 1).div_euclid(WINDOW_MS).max(1) * WINDOW_MS;
    let Some(mut flood) = world.get_resource_mut::<Flood>() else {
        return;
    };
    let Some((t0_ms, grid, epsg)) = flood.film(dt_ms, DEPTH_STEP_M) else {
        return;
    };
    world.insert_resource(Filming(WaterFilm::new(WaterLayout {
        size: grid.size,
        cell_m: grid.cell_m,
        corner_m: [grid.west_m, grid.south_m],
        epsg,
        t0_ms,
        dt_ms,
    })));
    tick.phase(Phase::Record).on([due(FLOWS)], film);
}

fn film(mut flood: ResMut<Flood>, mut filming: ResMut<Filming>) {
    if let Some(depths) = flood.take_frame() {
        filming.0.push(depths);
    }
}

/// Hands the film over; none where no water is computed.
pub(super) fn take(world: &mut World) -> Option<WaterFilm> {
    world.remove_resource::<Filming>().map(|filming| filming.0)
}
