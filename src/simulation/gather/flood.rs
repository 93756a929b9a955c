//! What a flood that is computed leaves behind beside rows: maps, and how far it can be believed.

use bevy_ecs::prelude::*;

use crate::geo::metric::{MetricRaster, write_esri_ascii};
use crate::geo::{Point, geotiff};
use crate::hazard::flood::coupling::Flood;
use crate::hazard::flood::course::Course;
use crate::scenario::model::{FieldFormat, HazardKind, Scenario, WaterSource};
use crate::sim::Given;

/// Decimals of maps as text: millimetres.
const DECIMALS: usize = 3;

/// Maps of the water, in the form that the scenario asks for.
pub(super) fn maps(world: &World) -> Vec<(String, Vec<u8>)> {
    let Some(course) = world.get_resource::<Flood>().and_then(Flood::course) else {
        return Vec::new();
    };
    let (write, ending): (fn(&MetricRaster) -> Vec<u8>, _) = match format(world.resource::<Given>()) {
        FieldFormat::None => return Vec::new(),
        FieldFormat::Ascii => (|raster| write_esri_ascii(raster, DECIMALS).into_bytes(), "asc"),
        FieldFormat::Geotiff => (|raster| geotiff::write(raster).unwrap_or_default(), "tif"),
    };
    let fields = course.fields().into_iter();
    fields
        .map(|field| (format!("{}.{ending}", field.name), write(&field.raster)))
        .collect()
}

fn format(scenario: &Scenario) -> FieldFormat {
    let fields = scenario.hazards.iter().find_map(|hazard| match &hazard.kind {
        HazardKind::Flood(flood) => match &flood.water {
            WaterSource::Computed(spec) => Some(spec.fields),
            WaterSource::Prescribed(_) => None,
        },
        _ => None,
    });
    fields.unwrap_or(FieldFormat::None)
}

/// Why the water went no further, if it did not.
pub(super) fn broke_off(world: &World) -> Option<String> {
    let lost = world.get_resource::<Flood>()?.lost()?;
    let [depth_m, speed_m_s] = lost.water;
    Some(format!(
        "the water lost stability {:.0} s after the start, at {} (depth {depth_m:.1} m, speed {speed_m_s:.1} m/s); probably {}",
        lost.time_s,
        place(lost.at),
        lost.cause
    ))
}

/// What a hydraulic engineer has to know of how the water was computed.
pub(super) fn remarks(world: &World) -> Vec<String> {
    /// Less of the water than this may be faster than its waves, at a weir here and there.
    const FEW: f64 = 0.01;
    let rapid = world
        .get_resource::<Flood>()
        .and_then(Flood::course)
        .and_then(Course::out_of_range);
    let remark = rapid.filter(|rapid| rapid.share >= FEW).map(|rapid| {
        format!(
            "the water is faster than its waves in {:.0} % of the wet cells {:.0} s after the start, most at {} (Froude number {:.1}): the \
             solver `inertial` is out of its range there, take `solver = \"godunov\"`",
            100.0 * rapid.share,
            rapid.time_s,
            place(rapid.at),
            rapid.froude
        )
    });
    remark.into_iter().collect()
}

fn place(at: Point) -> String {
    format!("({:.0}, {:.0})", at.x, at.y)
}
