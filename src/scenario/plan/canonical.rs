//! A plan as one text, whatever the order of its features.

use super::model::{Leaf, OpeningKind, Plan, SpaceKind};
use crate::geo::{Point, Polygon, Segment};
use crate::scenario::document::canonical::{joined, quoted};

impl Plan {
    /// One line of TOML a level, space, opening, flight and assembly area, below a path.
    pub fn canonical_lines(&self, path: &str) -> Vec<String> {
        let mut lines = Vec::new();
        let mut line =
            |id: &str, values: String| lines.push(format!("{} = {{ {values} }}", joined(path, id)));
        let level = |index: super::LevelIndex| quoted(&self[index].id);
        for entry in &self.levels {
            let name = quoted(&entry.name);
            line(
                &entry.id,
                format!(
                    "kind = \"level\", name = {name}, elevation_m = {}",
                    entry.elevation_m
                ),
            );
        }
        for entry in &self.spaces {
            let kind = word(&SpaceKind::ALL, entry.kind);
            let (name, level, outline) = (quoted(&entry.name), level(entry.level), polygon(&entry.outline));
            line(
                &entry.id,
                format!("kind = {kind}, name = {name}, level = {level}, outline = {outline}"),
            );
        }
        for entry in &self.openings {
            let kind = word(&OpeningKind::ALL, entry.kind);
            let leaf = word(
                &[("in", Leaf::In), ("out", Leaf::Out), ("none", Leaf::None)],
                entry.leaf,
            );
            let (name, level, segment) = (quoted(&entry.name), level(entry.level), segment(entry.segment));
            let (width, locked) = (entry.clear_width_m, entry.locked);
            line(
                &entry.id,
                format!(
                    "kind = {kind}, name = {name}, level = {level}, segment = {segment}, clear_width_m = {width}, \
                     leaf = {leaf}, locked = {locked}"
                ),
            );
        }
        for entry in &self.flights {
            let (name, stair) = (quoted(&entry.name), quoted(&entry.stair));
            let (from, to, outline) = (level(entry.lower), level(entry.upper), polygon(&entry.outline));
            let (foot, tread, riser) = (segment(entry.lower_edge), entry.tread_m, entry.riser_m);
            line(
                &entry.id,
                format!(
                    "kind = \"stair\", name = {name}, stair = {stair}, from = {from}, to = {to}, outline = {outline}, \
                     lower_edge = {foot}, tread_m = {tread}, riser_m = {riser}"
                ),
            );
        }
        for entry in &self.assemblies {
            let (name, level, outline) = (quoted(&entry.name), level(entry.level), polygon(&entry.outline));
            let capacity = entry.capacity;
            line(
                &entry.id,
                format!(
                    "kind = \"assembly\", name = {name}, level = {level}, outline = {outline}, capacity = {capacity}"
                ),
            );
        }
        lines
    }
}

fn word<T: Copy + PartialEq>(words: &[(&str, T)], value: T) -> String {
    quoted(
        words
            .iter()
            .find(|(_, known)| *known == value)
            .map_or("", |(word, _)| word),
    )
}

fn point(p: Point) -> String {
    format!("[{}, {}]", p.x, p.y)
}

fn segment(segment: Segment) -> String {
    format!("[{}, {}]", point(segment.a), point(segment.b))
}

fn polygon(polygon: &Polygon) -> String {
    let ring = |ring: &[Point]| ring.iter().map(|p| point(*p)).collect::<Vec<_>>().join(", ");
    let rings: Vec<String> = polygon
        .rings()
        .map(|corners| format!("[{}]", ring(corners)))
        .collect();
    format!("[{}]", rings.join(", "))
}
