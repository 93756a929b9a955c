//! The metrics of a flood: what it reached, how deep, how much land, and whether its water adds up.

use bevy_ecs::prelude::*;

use super::{metric, metric_of, seconds};
use crate::hazard::flood::coupling::{Flood, WaterAt, Waters};
use crate::hazard::flood::reading::WET_M;
use crate::record::Metric;
use crate::scenario::model::Scenario;
use crate::sim::Given;
use crate::valley::Houses;
use crate::vocabulary::SubjectKind;

const DEPTH: &str = "flood_depth_max_m";
const LOSS: &str = "house_loss_share";
/// Square metres of a hectare.
const M2_OF_HA: f64 = 1e4;

/// All of them, then those of each gauge and place; none without a flood.
pub(super) fn of_flood(world: &World, given: &Scenario) -> Vec<Metric> {
    let Some(flood) = world.get_resource::<Flood>() else {
        return Vec::new();
    };
    let waters = world.resource::<Waters>();
    let kind = |water: &&WaterAt| given.subjects.get(water.subject).kind;
    let places: Vec<&WaterAt> = waters
        .iter()
        .filter(|water| kind(water) != SubjectKind::Gauge)
        .collect();
    let reached = places.iter().filter(|water| water.came_ms.is_some());
    let deepest = places.iter().map(|water| water.worst.depth_m).fold(0.0, f64::max);
    let has_places = !places.is_empty();
    let mut metrics = vec![
        metric(
            "flood_places_reached",
            has_places.then(|| reached.clone().count() as f64),
        ),
        metric(
            "flood_first_water_s",
            seconds(reached.filter_map(|water| water.came_ms).min()),
        ),
        metric(DEPTH, has_places.then_some(deepest)),
    ];
    if let Some(course) = flood.course() {
        let (ledger, volume_m3) = course.ledger();
        let all_m3 = ledger.began_m3 + ledger.added_m3.max(0.0) + ledger.entered_m3.max(0.0);
        let error = (volume_m3 - ledger.expected_m3()).abs() / all_m3.max(1.0);
        metrics.push(metric("flood_area_ha", Some(course.flooded_m2(WET_M) / M2_OF_HA)));
        metrics.push(metric("flood_volume_error", Some(error)));
    }
    metrics.extend(of_houses(world, given));
    for water in waters.iter() {
        let id = given.subjects.id(water.subject);
        match (kind(&water), water.worst.level_m) {
            (SubjectKind::Gauge, Some(level_m)) => metrics.push(metric_of("flood_level_max_m", id, level_m)),
            (SubjectKind::Gauge, None) => {}
            _ => metrics.push(metric_of(DEPTH, id, water.worst.depth_m)),
        }
    }
    metrics
}

/// What has become of the houses of settlements, where there are any.
fn of_houses(world: &World, given: &Scenario) -> Vec<Metric> {
    let waters = world.resource::<Waters>();
    let houses = world
        .resource::<Houses>()
        .outcome(world.resource::<Given>(), waters);
    let Some(houses) = houses else {
        return Vec::new();
    };
    let count = |name, houses: u32| metric(name, Some(houses.into()));
    let in_all = [
        count("houses_flooded", houses.flooded),
        count("houses_damaged", houses.damaged),
        count("houses_destroyed", houses.destroyed),
        metric(LOSS, Some(houses.loss_share)),
    ];
    let id = |place: usize| given.subjects.id(given.places[place].subject);
    let by_place = houses.by_place.iter();
    let by_place = by_place.map(|(place, share)| metric_of(LOSS, id(*place), *share));
    in_all.into_iter().chain(by_place).collect()
}
