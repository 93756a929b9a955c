//! A valley under a flood: gauges that are read, forecasts, settlements, roads and stations that water reaches, patrols on
//! levees, people who ring up, who leave when they are told, or stay; a school that the water comes into.
//!
//! What the water does has been worked out by [`crate::hazard::flood`]; here it is noticed. Who hears of it, and when, is for
//! `command`.

mod gauges;
mod houses;
mod patrols;
mod places;
mod residents;
mod school;
mod settlements;

use bevy_ecs::prelude::*;

use crate::hazard::flood::coupling::WaterMoved;
use crate::sim::{Agenda, Given, HappeningId, Phase, Tick, due, told};
use crate::vocabulary::Ms;

pub use gauges::alert_at;
pub use houses::Houses;
pub use patrols::PatrolTells;
pub use settlements::{Outcome, Settlements};

/// A gauge has been read, or a forecast for it issued: for whoever gets such readings.
#[derive(Message, Debug, Clone, Copy)]
pub struct GaugeRead {
    /// Which gauge, by index.
    pub gauge: usize,
    /// Whether this is a forecast.
    pub is_forecast: bool,
    /// The level, m above the zero of the gauge.
    pub level_m: f64,
    /// Its entry in the log.
    pub cause: HappeningId,
}

/// Somebody rings up and says how deep the water stands.
#[derive(Message, Debug, Clone, Copy)]
pub struct ResidentCalls {
    /// From which place, by index.
    pub place: usize,
    /// How deep they say it is, m.
    pub depth_m: f64,
    /// Its entry in the log.
    pub cause: HappeningId,
}

/// The people of a settlement have been told of the water.
#[derive(Message, Debug, Clone, Copy)]
pub struct TellResidents {
    /// Which settlement, by the index of its place.
    pub place: usize,
    /// Whether they are ordered to leave; else they are warned.
    pub is_order: bool,
    /// By which word.
    pub delivery: u32,
    /// Its entry in the log.
    pub cause: HappeningId,
}

/// Puts the room into the simulation.
pub fn install(world: &mut World, tick: &mut Tick, given: &Given) {
    tick.carries::<GaugeRead>(world);
    tick.carries::<ResidentCalls>(world);
    tick.carries::<PatrolTells>(world);
    tick.carries::<TellResidents>(world);
    world.insert_resource(gauges::Alerts::new(given));
    world.insert_resource(places::Sites::new(given));
    world.insert_resource(Houses::new(given));
    world.insert_resource(patrols::Patrols::new(given));
    let floors = school::Floors::of(world.resource());
    world.insert_resource(floors);
    places::begin(world, given);
    settlements::begin(world, given);
    let mut agenda = world.resource_mut::<Agenda>();
    patrols::begin(&mut agenda, given);
    for (index, gauge) in (0..).zip(&given.gauges) {
        if gauge.reports.is_some() {
            agenda.at(0, Phase::Observe, gauges::READ, index, 0);
        }
        if gauge.forecast.is_some() {
            agenda.at(0, Phase::Observe, gauges::FORECAST, index, 0);
        }
    }
    tick.phase(Phase::Expose)
        .on([told::<WaterMoved>()], gauges::pass_thresholds)
        .on([told::<WaterMoved>()], places::reach)
        .on([told::<WaterMoved>()], houses::hit)
        .on([told::<WaterMoved>()], school::reach)
        .on(
            [
                told::<WaterMoved>(),
                told::<TellResidents>(),
                due(settlements::RESIDENTS_GO),
            ],
            settlements::go_on,
        );
    tick.phase(Phase::Observe)
        .on([due(gauges::READ)], gauges::read)
        .on([due(gauges::FORECAST)], gauges::forecast)
        .on([due(places::CALL)], places::call)
        .on([due(patrols::PATROL)], patrols::walk);
}

/// The occurrence after this one, if the exercise lasts so long.
fn again(agenda: &mut Agenda, kind: &'static str, id: u32, occurrence: u32, at_ms: Ms, lasts_ms: Ms) {
    if at_ms <= lasts_ms {
        agenda.at(at_ms, Phase::Observe, kind, id, occurrence + 1);
    }
}
