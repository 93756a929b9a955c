//! A plan as one text, whatever the order of its features.

use super::model::{Assembly, Flight, Leaf, Level, LevelIndex, Opening, OpeningKind, Plan, Space, SpaceKind};
use crate::geo::{Point, Polygon, Segment};
use crate::scenario::document::canonical::{joined, quoted};

impl Plan {
    /// One line of TOML a level, space, opening, flight and assembly area, below a path.
    pub fn canonical_lines(&self, path: &str) -> Vec<String> {
        let levels = self.levels.iter().map(|entry| (&entry.id, level(entry)));
        let spaces = self.spaces.iter().map(|entry| (&entry.id, self.space(entry)));
        let openings = self.openings.iter().map(|entry| (&entry.id, self.opening(entry)));
        let flights = self.flights.iter().map(|entry| (&entry.id, self.flight(entry)));
        let assemblies = self
            .assemblies
            .iter()
            .map(|entry| (&entry.id, self.assembly(entry)));
        let all = levels
            .chain(spaces)
            .chain(openings)
            .chain(flights)
            .chain(assemblies);
        all.map(|(id, values)| format!("{} = {{ {values} }}", joined(path, id)))
            .collect()
    }

    fn level_id(&self, index: LevelIndex) -> String {
        quoted(&self[index].id)
    }

    fn space(&self, entry: &Space) -> String {
        format!(
            "kind = {}, name = {}, level = {}, outline = {}",
            word(&SpaceKind::ALL, entry.kind),
            quoted(&entry.name),
            self.level_id(entry.level),
            polygon(&entry.outline)
        )
    }

    fn opening(&self, entry: &Opening) -> String {
        format!(
            "kind = {}, name = {}, level = {}, segment = {}, clear_width_m = {}, leaf = {}, locked = {}",
            word(&OpeningKind::ALL, entry.kind),
            quoted(&entry.name),
            self.level_id(entry.level),
            segment(entry.segment),
            entry.clear_width_m,
            word(&Leaf::ALL, entry.leaf),
            entry.locked
        )
    }

    fn flight(&self, entry: &Flight) -> String {
        format!(
            "kind = \"stair\", name = {}, stair = {}, from = {}, to = {}, outline = {}, lower_edge = {}, tread_m = {}, \
             riser_m = {}",
            quoted(&entry.name),
            quoted(&entry.stair),
            self.level_id(entry.lower),
            self.level_id(entry.upper),
            polygon(&entry.outline),
            segment(entry.lower_edge),
            entry.tread_m,
            entry.riser_m
        )
    }

    fn assembly(&self, entry: &Assembly) -> String {
        format!(
            "kind = \"assembly\", name = {}, level = {}, outline = {}, capacity = {}",
            quoted(&entry.name),
            self.level_id(entry.level),
            polygon(&entry.outline),
            entry.capacity
        )
    }
}

fn level(entry: &Level) -> String {
    format!(
        "kind = \"level\", name = {}, elevation_m = {}",
        quoted(&entry.name),
        entry.elevation_m
    )
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
