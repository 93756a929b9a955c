//! Rows about a valley under a flood: what water has reached, and whether its people were told before.

use bevy_ecs::prelude::*;

use super::Names;
use crate::hazard::flood::coupling::{WaterAt, Waters};
use crate::hazard::flood::effect::buildings::Structure;
use crate::hazard::flood::reading::WET_M;
use crate::record;
use crate::scenario::model::{GaugeSpec, PlaceKind, PlaceSpec, StationKind};
use crate::sim::Truth;
use crate::valley::{Houses, Settlements};
use crate::vocabulary::{ALERT, Signal, SubjectIx, Unit, Value};

/// The gauges and places of a flood; none where nobody looks at the water.
pub(super) fn places(world: &World, names: &Names) -> Vec<record::Place> {
    let waters = world.resource::<Waters>();
    let gauges = names.scenario.gauges.iter();
    let gauges = gauges.filter_map(|spec| Some(gauge(spec, waters.at(spec.subject)?, world, names)));
    let places = names.scenario.places.iter().enumerate();
    let places =
        places.filter_map(|(index, spec)| Some(place(index, spec, waters.at(spec.subject)?, world, names)));
    gauges.chain(places).collect()
}

fn gauge(spec: &GaugeSpec, water: &WaterAt, world: &World, names: &Names) -> record::Place {
    let alert = match world.resource::<Truth>().get(Signal::Alert, spec.subject) {
        Some((Value::Ordinal(step), _)) => ALERT[usize::from(*step)],
        _ => ALERT[0],
    };
    record::Place {
        place: names.of(spec.subject),
        kind: "gauge",
        warned_ms: None,
        first_hit_ms: None,
        max_value: water.worst.level_m.map(|level_m| (level_m, Unit::Metre)),
        cleared_ms: None,
        state: alert,
    }
}

fn place(index: usize, spec: &PlaceSpec, water: &WaterAt, world: &World, names: &Names) -> record::Place {
    let (settlements, truth) = (world.resource::<Settlements>(), world.resource::<Truth>());
    let is =
        |signal, flag| truth.get(signal, spec.subject).map(|(value, _)| value) == Some(&Value::Flag(flag));
    let structure = world.resource::<Houses>().structure(index);
    let state = if settlements.is_cut_off(index) {
        "cut-off"
    } else if structure == Structure::Destroyed {
        "destroyed"
    } else if structure == Structure::Partial {
        "damaged"
    } else if is(Signal::Blocked, true) {
        "closed"
    } else if is(Signal::InService, false) {
        "out-of-service"
    } else if water.now.depth_m >= WET_M {
        "flooded"
    } else {
        "dry"
    };
    record::Place {
        place: names.of(spec.subject),
        kind: kind(spec.kind),
        warned_ms: settlements.told_ms(index),
        first_hit_ms: water.came_ms,
        max_value: Some((water.worst.depth_m, Unit::Metre)),
        cleared_ms: empty_since_ms(spec.subject, truth),
        state,
    }
}

/// Since when nobody is at home; none while anybody is, or where nobody is counted.
fn empty_since_ms(settlement: SubjectIx, truth: &Truth) -> Option<i64> {
    let (value, since_ms) = truth.get(Signal::AtHome, settlement)?;
    (*value == Value::Count(0)).then_some(since_ms)
}

/// What a place is called in results: as in files.
fn kind(kind: PlaceKind) -> &'static str {
    match kind {
        PlaceKind::Settlement { .. } => "settlement",
        PlaceKind::Road => "road",
        PlaceKind::Station { kind, .. } => match kind {
            StationKind::Power => "power-station",
            StationKind::Telephone => "telephone-station",
            StationKind::Shelter => "shelter",
        },
        PlaceKind::Spot => "spot",
    }
}
