//! A plan from tables: what a tape measure and the evacuation sign on the wall tell, laid out.
//!
//! Nobody measures coordinates. So the layout is made, always the same way: a corridor is a straight rectangle, its rooms
//! stand along both sides in the order of the file with their areas kept exactly, a stair lies at an end or in the middle of a
//! side, over itself on every floor, and a yard goes round each building, with each assembly area as far from its exit as it
//! was paced. What was measured is kept: areas, lengths of corridors, widths, steps, that distance. What was not is
//! assumed, and can be mended in the `GeoJSON` that [`Plan::geojson`](super::Plan) writes.
//!
//! The pieces are the same drafts that a `GeoJSON` file gives, and pass the same checks.

mod outside;
mod packing;
mod rooms;
mod settle;
mod sketch;
mod stairs;

use super::check::IdPlaces;
use super::model::{Plan, SpaceKind};
use super::values::{Number, Text};
use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use settle::Site;
use sketch::Sketch;

/// A side of a corridor that runs from left to right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// Above it.
    Top,
    /// Below it.
    Bottom,
}

/// Where a stair or exit lies at a corridor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// At its left end.
    Left,
    /// At its right end.
    Right,
    /// In the middle of a side.
    Middle(Side),
}

impl Side {
    /// Every side with its word.
    pub const ALL: [(&'static str, Self); 2] = [("top", Self::Top), ("bottom", Self::Bottom)];
}

impl Place {
    /// Every place with its word.
    pub const ALL: [(&'static str, Self); 4] = [
        ("left", Self::Left),
        ("right", Self::Right),
        ("top", Self::Middle(Side::Top)),
        ("bottom", Self::Middle(Side::Bottom)),
    ];

    /// Its word.
    fn word(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(_, place)| *place == self)
            .map_or("", |(word, _)| word)
    }
}

/// A row that names something.
#[derive(Debug, Clone, PartialEq)]
pub struct Row<T> {
    /// Its id.
    pub id: Text,
    /// What people call it.
    pub name: String,
    /// The whole row.
    pub span: Span,
    /// What else it says.
    pub said: T,
}

/// A corridor.
#[derive(Debug, Clone, PartialEq)]
pub struct CorridorRow {
    /// On which floor, from 0.
    pub floor: u32,
    /// Its length, metres.
    pub length_m: Number,
    /// Its width, metres.
    pub width_m: Number,
    /// The corridor at whose right end it begins.
    pub continues: Option<Text>,
}

/// A room.
#[derive(Debug, Clone, PartialEq)]
pub struct RoomRow {
    /// Its corridor.
    pub corridor: Text,
    /// On which side, if that was said.
    pub side: Option<Side>,
    /// Its kind.
    pub kind: SpaceKind,
    /// Its area, m².
    pub area_m2: Number,
    /// The width of its door, metres.
    pub door_m: Number,
}

/// A staircase.
#[derive(Debug, Clone, PartialEq)]
pub struct StairRow {
    /// The corridors that it joins, from the lowest.
    pub corridors: Vec<Text>,
    /// Where they stand in the row.
    pub corridors_span: Span,
    /// Where it lies at each.
    pub place: Place,
    /// Where that stands.
    pub place_span: Span,
    /// Width of a flight, metres.
    pub width_m: Number,
    /// Steps from one floor to the next.
    pub steps: u32,
    /// Height of a step, metres.
    pub riser_m: Number,
    /// Depth of a step, metres.
    pub tread_m: f64,
    /// Whether it turns round on a landing half-way.
    pub turns: bool,
}

/// An exit.
#[derive(Debug, Clone, PartialEq)]
pub struct ExitRow {
    /// The corridor that it leads out of.
    pub corridor: Text,
    /// Where it lies there.
    pub place: Place,
    /// Where that stands.
    pub place_span: Span,
    /// Its width, metres.
    pub width_m: Number,
    /// Whether it is locked.
    pub locked: bool,
}

/// An assembly area.
#[derive(Debug, Clone, PartialEq)]
pub struct AssemblyRow {
    /// The exit from which its distance was measured.
    pub exit: Text,
    /// From there to its near edge, metres.
    pub distance_m: Number,
    /// Its area, m².
    pub area_m2: Number,
}

/// The sound rows of all tables.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tables {
    /// The corridors.
    pub corridors: Vec<Row<CorridorRow>>,
    /// The rooms.
    pub rooms: Vec<Row<RoomRow>>,
    /// The stairs.
    pub stairs: Vec<Row<StairRow>>,
    /// The exits.
    pub exits: Vec<Row<ExitRow>>,
    /// The assembly areas.
    pub assemblies: Vec<Row<AssemblyRow>>,
}

/// Longest id: what a piece of it is called (`-passage-12`) has to fit behind it into an id of a drawing.
const LONGEST_ID: usize = 40;

/// Whether a drawing can hold an id too, so that what was laid out can be refined there.
fn can_be_drawn(id: &str) -> bool {
    id.len() <= LONGEST_ID && !id.contains('.')
}

impl Tables {
    /// Every id that a row gives.
    fn ids(&self) -> impl Iterator<Item = &Text> {
        let corridors = self.corridors.iter().map(|row| &row.id);
        let rooms = self.rooms.iter().map(|row| &row.id);
        let stairs = self.stairs.iter().map(|row| &row.id);
        let exits = self.exits.iter().map(|row| &row.id);
        let areas = self.assemblies.iter().map(|row| &row.id);
        corridors.chain(rooms).chain(stairs).chain(exits).chain(areas)
    }
}

impl Plan {
    /// Lays out the plan of some tables and checks it like one that was drawn, with the places of its ids. `whole` tells
    /// whether every row of the tables is there: else what is said about them goes to `problems`, and there is no plan.
    pub fn of_tables(tables: &Tables, whole: bool, problems: &mut Diagnostics) -> Option<(Self, IdPlaces)> {
        let before = problems.errors();
        for id in tables.ids().filter(|id| !can_be_drawn(&id.text)) {
            let message = format!("`{}` cannot be an id in a plan", id.text);
            let help = format!(
                "use letters, digits and `-`, at most {LONGEST_ID} of them; write `name` as you like"
            );
            problems.push(mistake("bad-id", id.span, message, help));
        }
        let site = Site::of(tables, problems);
        let mut sketch = Sketch::new(tables);
        for building in site.buildings() {
            rooms::draw(&site, building, tables, &mut sketch, problems);
            stairs::draw(&site, building, tables, &mut sketch, problems);
            outside::draw_doors(&site, building, tables, &mut sketch, problems);
            sketch.finish_building();
        }
        outside::draw(tables, &mut sketch, problems);
        if !whole {
            return None;
        }
        let drafts = sketch.into_drafts(problems);
        if problems.errors() > before {
            return None;
        }
        let start = tables.corridors.first().map(|row| row.id.span);
        Self::of_drafts(drafts, start, before, problems)
    }
}

/// An error at one cell, with how to mend it.
fn mistake(code: &'static str, span: Span, message: String, help: impl Into<String>) -> Diagnostic {
    Diagnostic::error(code, span, message).help(help)
}
