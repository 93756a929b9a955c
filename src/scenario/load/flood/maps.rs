//! Maps of a flood that is computed: terrain, land cover, buildings.

use super::Desk;
use crate::diagnostic::{Diagnostic, Span};
use crate::geo::geojson::{self, Geometry};
use crate::geo::metric::{self, MetricRaster};
use crate::geo::raster::Limits;
use crate::geo::{Polygon, geotiff};
use crate::scenario::document::view::View;
use crate::scenario::format::flood::computed::Maps;

/// Length of a foot, m.
const FOOT_M: f64 = 0.3048;

/// Reads them; what is wrong with any is reported.
pub(super) fn read(view: View<'_>, desk: &mut Desk<'_>) -> Maps {
    let terrain = view.get("terrain").and_then(|leaf| raster(leaf.text(), leaf.span(), &levels(view), desk));
    let terrain = terrain.and_then(|terrain| ground(terrain, view, desk));
    let cover = view.get("land_cover").and_then(|leaf| {
        let classes = Limits {
            min: 0.0,
            max: 65_535.0,
            unit: String::new(),
        };
        raster(leaf.text(), leaf.span(), &classes, desk)
    });
    let buildings = view.get("buildings").map(|leaf| buildings(leaf.text(), leaf.span(), desk));
    Maps {
        terrain,
        cover,
        buildings: buildings.unwrap_or_default(),
    }
}

/// Levels that ground can have, in the unit in which the terrain counts them.
fn levels(view: View<'_>) -> Limits {
    let (unit, of_metre) = if view.text("levels_in") == "feet" {
        ("feet", 1.0 / FOOT_M)
    } else {
        ("m", 1.0)
    };
    Limits {
        min: -500.0 * of_metre,
        max: 9_000.0 * of_metre,
        unit: unit.to_owned(),
    }
}

/// A raster of either format.
fn raster(name: &str, asked: Span, limits: &Limits, desk: &mut Desk<'_>) -> Option<MetricRaster> {
    let is_text = name.to_ascii_lowercase().ends_with(".asc");
    let read = if is_text {
        let source = desk.open(name, asked)?;
        let text = desk.sources.get(source).text.clone();
        metric::read_esri_ascii(&text, source, limits)
    } else {
        let source = desk.open_map(name, asked)?;
        let bytes = desk.sources.get(source).content();
        geotiff::read(&bytes, asked, limits)
    };
    read.map_err(|problem| desk.diagnostics.push(*problem)).ok()
}

/// The ground in metres, on the cells that are asked for, its holes as the scenario says.
fn ground(mut terrain: MetricRaster, view: View<'_>, desk: &mut Desk<'_>) -> Option<MetricRaster> {
    if view.text("levels_in") == "feet" {
        terrain.values.iter_mut().for_each(|level| *level *= FOOT_M as f32);
    }
    if let (Some(holes), false) = (terrain.holes(), view.has("holes")) {
        let [column, row] = holes.first;
        let at = terrain.grid.centre(column, row);
        let message = format!(
            "{} of {} cells of the terrain have no value; the first is at ({:.1}, {:.1})",
            holes.count,
            terrain.grid.cells(),
            at.x,
            at.y
        );
        let problem = Diagnostic::error("terrain-holes", view.span_of("terrain"), message);
        desk.diagnostics.push(problem.help("fill them in the map program, or write `holes = \"outside\"`: no water comes there"));
        return None;
    }
    let Some(cell) = view.get("cell_m") else { return Some(terrain) };
    match terrain.grid.with_cells_of(cell.number()) {
        Ok(grid) => Some(terrain.resampled(grid)),
        Err(error) => {
            desk.diagnostics.push(Diagnostic::error("wrong-cells", cell.span(), error.to_string()));
            None
        }
    }
}

/// Outlines of buildings in the frame of the terrain.
fn buildings(name: &str, asked: Span, desk: &mut Desk<'_>) -> Vec<Polygon> {
    let Some(source) = desk.open(name, asked) else {
        return Vec::new();
    };
    let text = desk.sources.get(source).text.clone();
    let mut problems = Vec::new();
    let features = geojson::read(&text, source, &mut problems);
    for problem in problems {
        desk.diagnostics.push(problem);
    }
    let outline = |feature: geojson::Feature| match feature.geometry {
        Some(Geometry::Polygon(outline)) => Some(outline),
        _ => None,
    };
    features.into_iter().filter_map(outline).collect()
}
