//! Outlines of single buildings (`GeoJSON`, longitude and latitude), each with the properties of a row of buildings.

use super::Draft;
use crate::diagnostic::{Diagnostic, Diagnostics, SourceId, Span};
use crate::geo::geojson::{self, Feature, Geometry};
use crate::geo::json;
use crate::geo::{Frame, LonLat, Point, Polygon};
use crate::scenario::document::check;
use crate::scenario::document::tree::{Entry, Node, Table, Value};
use crate::scenario::document::view::View;
use crate::scenario::format::town::FOOTPRINT;
use crate::scenario::model::{BuildingGroup, Usage};

/// Square metres of a square kilometre.
const M2_OF_KM2: f64 = 1e6;

/// Reads the outlines; what is wrong with any is reported.
pub(in crate::scenario) fn read(
    text: &str,
    source: SourceId,
    draft: &mut Draft<'_>,
    diagnostics: &mut Diagnostics,
) {
    let mut problems = Vec::new();
    let features = geojson::read(text, source, &mut problems);
    for problem in problems {
        diagnostics.push(problem);
    }
    for feature in &features {
        if let Some(group) = group(feature, draft, diagnostics) {
            draft.add(group, Some(start_of(feature.span)));
        }
    }
}

fn group(feature: &Feature, draft: &mut Draft<'_>, diagnostics: &mut Diagnostics) -> Option<BuildingGroup> {
    let Some(Geometry::Polygon(outline)) = &feature.geometry else {
        let message = format!("{}: a building has an outline: a Polygon", feature.name);
        diagnostics.push(Diagnostic::error(
            "no-outline",
            start_of(feature.geometry_span),
            message,
        ));
        return None;
    };
    let mut row = row(feature);
    check::check_row(&mut row, &FOOTPRINT, &feature.name, diagnostics);
    let view = View::new(&row, &FOOTPRINT)?;
    let middle = outline.centroid();
    let at = LonLat::new(middle.x, middle.y);
    if at.lon_deg.abs() > 180.0 || at.lat_deg.abs() > 90.0 {
        let message = format!(
            "{}: ({}, {}) is no longitude and latitude",
            feature.name, middle.x, middle.y
        );
        let problem = Diagnostic::error("not-degrees", start_of(feature.geometry_span), message);
        diagnostics
            .push(problem.help("outlines are in degrees (WGS 84): export them so from the map program"));
        return None;
    }
    let number = |key: &str| view.get(key).map(|leaf| leaf.number());
    let storeys = view.number("storeys");
    let occupants = ["occupants_day", "occupants_night", "occupants_transit"].map(|key| view.number(key));
    let class_span = view.span_of("class");
    let class = draft.class(view.text("class"), Some(class_span), diagnostics)?;
    let [day, night, transit] = occupants;
    if !draft.check(
        at,
        [1.0, day, night, transit],
        Some(start_of(feature.geometry_span)),
        diagnostics,
    ) {
        return None;
    }
    let usage = view.text("use");
    Some(BuildingGroup {
        id: view.text("id").to_owned(),
        at,
        municipality: draft.municipality(view.text("municipality")),
        class,
        usage: Usage::ALL.into_iter().find(|known| known.word() == usage)?,
        storeys: storeys as f32,
        buildings: 1.0,
        occupants,
        floor_area_m2: Some(number("floor_area_m2").unwrap_or_else(|| area_m2(outline, at) * storeys)),
        vs30_m_s: number("vs30_m_s"),
    })
}

/// The properties that a building has, as a row; others are passed over, for maps carry many.
fn row(feature: &Feature) -> Node {
    let mut table = Table::default();
    for member in &feature.properties {
        let Some(field) = FOOTPRINT.field(&member.key) else {
            continue;
        };
        let value = match &member.node.value {
            json::Value::Number(number) => Value::Float(*number),
            json::Value::Text(text) => Value::Text(text.clone()),
            json::Value::Null => continue,
            _ => Value::Text(String::new()),
        };
        let node = Node {
            value,
            span: member.node.span,
        };
        table.insert(
            field.key,
            Entry {
                key_span: member.key_span,
                node,
            },
        );
    }
    Node {
        value: Value::Table(table),
        span: start_of(feature.span),
    }
}

fn area_m2(outline: &Polygon, around: LonLat) -> f64 {
    let frame = Frame::around(around);
    let to_km = |ring: &Vec<Point>| ring.iter().map(|p| frame.to_km(LonLat::new(p.x, p.y))).collect();
    let plane = Polygon {
        outer: to_km(&outline.outer),
        holes: outline.holes.iter().map(to_km).collect(),
    };
    plane.area() * M2_OF_KM2
}

/// A file may stand on one line: the first byte is enough to point at.
fn start_of(span: Span) -> Span {
    Span {
        end: span.start + 1,
        ..span
    }
}
