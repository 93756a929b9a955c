//! A plan as `GeoJSON`, one feature a line.

use std::fmt::Write;

use super::model::{Flight, Leaf, LevelIndex, Opening, OpeningKind, Plan, SpaceKind};
use crate::geo::{Point, Polygon, Segment};

impl Plan {
    /// The `GeoJSON` text that reads as this plan.
    pub fn geojson(&self) -> String {
        let mut writer = Writer::default();
        let id = |level: LevelIndex| self[level].id.as_str();
        for level in &self.levels {
            let texts = [("kind", "level"), ("id", &level.id), ("name", &level.name)];
            writer.feature(
                &texts,
                &[format!("\"elevation_m\": {}", level.elevation_m)],
                "null",
            );
        }
        for space in &self.spaces {
            let kind = word(&SpaceKind::ALL, space.kind);
            let texts = [
                ("kind", kind),
                ("id", &space.id),
                ("name", &space.name),
                ("level", id(space.level)),
            ];
            writer.feature(&texts, &[], &polygon(&space.outline));
        }
        for opening in &self.openings {
            self.write_opening(opening, &mut writer);
        }
        for flight in &self.flights {
            self.write_flight(flight, &mut writer);
        }
        for area in &self.assemblies {
            let texts = [
                ("kind", "assembly"),
                ("id", &area.id),
                ("name", &area.name),
                ("level", id(area.level)),
            ];
            let capacity = format!("\"capacity\": {}", area.capacity);
            writer.feature(&texts, &[capacity], &polygon(&area.outline));
        }
        writer.finish()
    }

    fn write_opening(&self, opening: &Opening, writer: &mut Writer) {
        let kind = word(&OpeningKind::ALL, opening.kind);
        let level = &self[opening.level].id;
        let mut texts = vec![
            ("kind", kind),
            ("id", &opening.id),
            ("name", &opening.name),
            ("level", level),
        ];
        if opening.kind != OpeningKind::Passage {
            texts.push(("leaf", word(&Leaf::ALL, opening.leaf)));
        }
        let mut values = vec![format!("\"clear_width_m\": {}", opening.clear_width_m)];
        if opening.locked {
            values.push("\"locked\": true".to_owned());
        }
        writer.feature(&texts, &values, &line_string(&opening.segment));
    }

    fn write_flight(&self, flight: &Flight, writer: &mut Writer) {
        let texts = [
            ("kind", "stair"),
            ("id", &flight.id),
            ("name", &flight.name),
            ("stair", &flight.stair),
            ("from", &self[flight.lower].id),
            ("to", &self[flight.upper].id),
        ];
        let foot = flight
            .outline
            .outer
            .iter()
            .position(|corner| *corner == flight.lower_edge.a);
        let values = [
            format!("\"tread_m\": {}", flight.tread_m),
            format!("\"riser_m\": {}", flight.riser_m),
            format!("\"lower_edge\": {}", foot.unwrap_or_default()),
        ];
        writer.feature(&texts, &values, &polygon(&flight.outline));
    }
}

fn word<T: PartialEq>(words: &[(&'static str, T)], value: T) -> &'static str {
    words
        .iter()
        .find(|(_, known)| *known == value)
        .map_or("", |(word, _)| word)
}

/// One feature a line.
#[derive(Default)]
pub(super) struct Writer(Vec<String>);

impl Writer {
    pub(super) fn feature(&mut self, texts: &[(&str, &str)], numbers: &[String], geometry: &str) {
        let texts = texts
            .iter()
            .map(|(key, value)| format!("\"{key}\": {}", serde_json::Value::from(*value)));
        let properties: Vec<String> = texts.chain(numbers.iter().cloned()).collect();
        let properties = properties.join(", ");
        self.0.push(format!(
            "{{ \"type\": \"Feature\", \"properties\": {{ {properties} }}, \"geometry\": {geometry} }}"
        ));
    }

    pub(super) fn finish(self) -> String {
        format!(
            "{{ \"type\": \"FeatureCollection\", \"features\": [\n{}\n] }}\n",
            self.0.join(",\n")
        )
    }
}

fn positions(points: impl IntoIterator<Item = Point>) -> String {
    let mut text = String::from("[");
    for (number, p) in points.into_iter().enumerate() {
        let comma = if number == 0 { "" } else { ", " };
        // Writing to a String cannot fail.
        let _ = write!(text, "{comma}[{}, {}]", p.x, p.y);
    }
    text + "]"
}

pub(super) fn polygon(polygon: &Polygon) -> String {
    let closed = |ring: &[Point]| positions(ring.iter().chain(ring.first()).copied());
    let rings: Vec<String> = polygon.rings().map(closed).collect();
    format!(
        "{{ \"type\": \"Polygon\", \"coordinates\": [{}] }}",
        rings.join(", ")
    )
}

pub(super) fn line_string(segment: &Segment) -> String {
    format!(
        "{{ \"type\": \"LineString\", \"coordinates\": {} }}",
        positions([segment.a, segment.b])
    )
}
