//! The pieces of a plan as they are laid out, with the row of each.

use std::collections::BTreeMap;

use super::super::model::{Leaf, Level, LevelIndex, OpeningKind, SpaceKind};
use super::super::read::{AssemblyDraft, Draft, Drafts, FlightDraft, OpeningDraft, SpaceDraft};
use super::super::values::Text;
use super::{Row, Side, Tables};
use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::geo::{Bounds, Point, Polygon, Segment};

/// Height of a storey of which no stair tells, metres. An assumption: 20 steps of 0.17 m.
const STOREY_M: f64 = 3.4;
/// Landings that differ by less in height are one level, metres.
const SAME_HEIGHT_M: f64 = 0.001;
/// Free ground round a building that belongs to its ways out, metres. An assumption.
const APRON_M: f64 = 2.0;
/// Yard between two buildings that no stair or corner joins, metres. An assumption.
const BETWEEN_BUILDINGS_M: f64 = 6.0;

/// A place with a direction: `u` metres out, `v` metres to the left of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Frame {
    pub(super) origin: Point,
    pub(super) out: Point,
}

impl Frame {
    pub(super) fn at(&self, u: f64, v: f64) -> Point {
        self.origin + self.out * u + self.out.left() * v
    }

    /// The upright rectangle from `u.0` to `u.1` out and from `v.0` to `v.1` across.
    pub(super) fn rectangle(&self, u: (f64, f64), v: (f64, f64)) -> Polygon {
        let (a, b) = (self.at(u.0, v.0), self.at(u.1, v.1));
        Polygon::rectangle(
            Point::new(a.x.min(b.x), a.y.min(b.y)),
            Point::new(a.x.max(b.x), a.y.max(b.y)),
        )
    }

    /// A stretch across, `width_m` wide, `u` metres out.
    pub(super) fn across(&self, u: f64, width_m: f64) -> Segment {
        Segment::new(self.at(u, -0.5 * width_m), self.at(u, 0.5 * width_m))
    }
}

/// An exit door where it lies, with what is outside still to be drawn.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Door {
    /// Its row.
    pub(super) exit: usize,
    /// The middle of the door, looking out.
    pub(super) frame: Frame,
    pub(super) level: LevelIndex,
}

/// Where the names and places of a piece come from: its id, its name, its row.
pub(super) struct Label {
    id: Text,
    name: String,
    row: Span,
}

impl Label {
    /// That of a row itself.
    pub(super) fn of<T>(row: &Row<T>) -> Self {
        Self {
            id: row.id.clone(),
            name: row.name.clone(),
            row: row.span,
        }
    }

    /// That of something which a row brings with it: `door` of `room-1` is `room-1-door`.
    pub(super) fn part<T>(row: &Row<T>, part: &str) -> Self {
        Self {
            id: Text {
                text: format!("{}-{part}", row.id.text),
                span: row.id.span,
            },
            ..Self::of(row)
        }
    }

    pub(super) fn named(self, name: String) -> Self {
        Self { name, ..self }
    }

    fn draft<T>(self, entry: T) -> Draft<T> {
        Draft {
            id: self.id,
            name: self.name,
            shape_span: self.row,
            entry,
        }
    }
}

/// What has been laid out so far.
#[derive(Debug, Default)]
pub(super) struct Sketch {
    levels: Vec<(Level, Span)>,
    spaces: Vec<Draft<SpaceDraft>>,
    openings: Vec<Draft<OpeningDraft>>,
    flights: Vec<Draft<FlightDraft>>,
    assemblies: Vec<Draft<AssemblyDraft>>,
    pub(super) doors: Vec<Door>,
    /// How deep the rooms on each side of a corridor are.
    pub(super) depths: BTreeMap<(usize, Side), f64>,
    /// The ground of each building with its apron.
    pub(super) grounds: Vec<Bounds>,
    /// How many spaces, openings, flights and doors belong to finished buildings.
    finished: [usize; 4],
}

impl Sketch {
    /// With the levels of all floors and landings.
    pub(super) fn new(tables: &Tables) -> Self {
        let mut sketch = Self::default();
        let mut floors: BTreeMap<u32, Span> = BTreeMap::new();
        for row in &tables.corridors {
            floors.entry(row.said.floor).or_insert(row.id.span);
        }
        let mut heights: BTreeMap<u32, f64> = BTreeMap::new();
        for (floor, span) in floors {
            let height_m = height_of(floor, &heights, tables);
            heights.insert(floor, height_m);
            let name = if floor == 0 {
                "Ground floor".to_owned()
            } else {
                format!("Floor {floor}")
            };
            sketch.add_level(floor.to_string(), name, height_m, span);
        }
        for row in tables.stairs.iter().filter(|row| row.said.turns) {
            let floors: Vec<u32> = floors_of(&row.said.corridors, tables);
            for pair in floors.windows(2).filter(|pair| pair[0] < pair[1]) {
                let height_m =
                    heights[&pair[0]] + f64::from(row.said.steps.div_ceil(2)) * row.said.riser_m.value;
                if sketch.landing(&row.id.text, pair[0], height_m).is_none() {
                    let shared = format!("{}-{}", pair[0], pair[1]);
                    let is_new = sketch.levels.iter().all(|(level, _)| level.id != shared);
                    let id = if is_new {
                        shared
                    } else {
                        landing_of(pair[0], &row.id.text)
                    };
                    let name = format!("Landing above {}", sketch.level_name(pair[0]));
                    sketch.add_level(id, name, height_m, row.id.span);
                }
            }
        }
        sketch.levels.sort_by(|(a, _), (b, _)| a.id.cmp(&b.id));
        sketch
    }

    fn add_level(&mut self, id: String, name: String, elevation_m: f64, span: Span) {
        self.levels.push((
            Level {
                id,
                name,
                elevation_m,
            },
            span,
        ));
    }

    fn level_name(&self, floor: u32) -> String {
        let id = floor.to_string();
        let found = self.levels.iter().find(|(level, _)| level.id == id);
        found.map_or(id, |(level, _)| level.name.to_lowercase())
    }

    fn level_of(&self, id: &str) -> Option<LevelIndex> {
        let found = self.levels.iter().position(|(level, _)| level.id == id);
        found.map(|at| LevelIndex(at as u32))
    }

    /// The level of a floor.
    pub(super) fn floor(&self, floor: u32) -> Option<LevelIndex> {
        self.level_of(&floor.to_string())
    }

    /// Height of a level above the lowest floor, metres.
    pub(super) fn height_m(&self, level: LevelIndex) -> f64 {
        self.levels[level.get()].0.elevation_m
    }

    /// The level of the landing at some height between a floor and the next, which stairs may share.
    pub(super) fn landing(&self, stair: &str, floor: u32, height_m: f64) -> Option<LevelIndex> {
        let (shared, own) = (format!("{floor}-"), landing_of(floor, stair));
        let found = self.levels.iter().position(|(level, _)| {
            let is_of_pair = level
                .id
                .strip_prefix(&shared)
                .is_some_and(|rest| rest.bytes().all(|c| c.is_ascii_digit()));
            (is_of_pair || level.id == own) && (level.elevation_m - height_m).abs() < SAME_HEIGHT_M
        });
        found.map(|at| LevelIndex(at as u32))
    }

    pub(super) fn space(&mut self, label: Label, kind: SpaceKind, level: LevelIndex, outline: Polygon) {
        self.spaces.push(label.draft(SpaceDraft { kind, level, outline }));
    }

    /// A door, passage or exit as wide as it is drawn.
    pub(super) fn opening(
        &mut self,
        label: Label,
        kind: OpeningKind,
        level: LevelIndex,
        segment: Segment,
        locked: bool,
    ) {
        let leaf = match kind {
            OpeningKind::Door => Leaf::In,
            OpeningKind::Exit => Leaf::Out,
            OpeningKind::Passage | OpeningKind::Gate => Leaf::None,
        };
        self.openings.push(label.draft(OpeningDraft {
            kind,
            level,
            segment,
            clear_width_m: segment.length(),
            leaf,
            locked,
        }));
    }

    pub(super) fn flight(&mut self, label: Label, flight: FlightDraft) {
        self.flights.push(label.draft(flight));
    }

    pub(super) fn assembly(&mut self, label: Label, assembly: AssemblyDraft) {
        self.assemblies.push(label.draft(assembly));
    }

    /// Moves what was laid out since the last building above that, and notes its ground.
    pub(super) fn finish_building(&mut self) {
        let [spaces, openings, flights, doors] = self.finished;
        let outlines = self.spaces[spaces..].iter().map(|draft| &draft.entry.outline);
        let outlines = outlines.chain(self.flights[flights..].iter().map(|draft| &draft.entry.outline));
        let Some(bounds) = Bounds::around(outlines.flat_map(|outline| outline.outer.iter().copied())) else {
            return;
        };
        let below = self
            .grounds
            .last()
            .map(|ground| ground.max.y + BETWEEN_BUILDINGS_M);
        let shift = Point::new(0.0, below.map_or(0.0, |below| below + APRON_M - bounds.min.y));
        for draft in &mut self.spaces[spaces..] {
            shift_polygon(&mut draft.entry.outline, shift);
        }
        for draft in &mut self.openings[openings..] {
            draft.entry.segment = shifted(draft.entry.segment, shift);
        }
        for draft in &mut self.flights[flights..] {
            shift_polygon(&mut draft.entry.outline, shift);
            draft.entry.lower_edge = shifted(draft.entry.lower_edge, shift);
            draft.entry.upper_edge = shifted(draft.entry.upper_edge, shift);
        }
        for door in &mut self.doors[doors..] {
            door.frame.origin = door.frame.origin + shift;
        }
        let apron = Point::new(APRON_M, APRON_M);
        self.grounds.push(Bounds {
            min: bounds.min + shift - apron,
            max: bounds.max + shift + apron,
        });
        self.finished = [
            self.spaces.len(),
            self.openings.len(),
            self.flights.len(),
            self.doors.len(),
        ];
    }

    /// The drafts, sorted by id; says which ids stand twice.
    pub(super) fn into_drafts(self, problems: &mut Diagnostics) -> Drafts {
        let mut seen: BTreeMap<String, Span> = BTreeMap::new();
        let (levels, level_spans) = self.levels.into_iter().unzip();
        Drafts {
            levels,
            level_spans,
            spaces: sorted(self.spaces, &mut seen, problems),
            openings: sorted(self.openings, &mut seen, problems),
            flights: sorted(self.flights, &mut seen, problems),
            assemblies: sorted(self.assemblies, &mut seen, problems),
            spaces_whole: true,
        }
    }
}

fn landing_of(floor: u32, stair: &str) -> String {
    format!("{stair}-above-{floor}")
}

/// The floors of some corridors; unknown ones are left out.
fn floors_of(corridors: &[Text], tables: &Tables) -> Vec<u32> {
    let floor = |id: &Text| {
        tables
            .corridors
            .iter()
            .find(|row| row.id.text == id.text)
            .map(|row| row.said.floor)
    };
    corridors.iter().filter_map(floor).collect()
}

/// Height of a floor: what the first stair to it from a lower one climbs, else an assumed storey above the one below.
fn height_of(floor: u32, below: &BTreeMap<u32, f64>, tables: &Tables) -> f64 {
    let climb = |row: &Row<super::StairRow>| {
        let floors = floors_of(&row.said.corridors, tables);
        let pair = floors.windows(2).find(|pair| pair[1] == floor)?;
        Some(below.get(&pair[0])? + f64::from(row.said.steps) * row.said.riser_m.value)
    };
    let assumed = || {
        below.last_key_value().map_or(0.0, |(lower, height_m)| {
            height_m + STOREY_M * f64::from(floor - lower)
        })
    };
    tables.stairs.iter().find_map(climb).unwrap_or_else(assumed)
}

fn sorted<T>(
    mut drafts: Vec<Draft<T>>,
    seen: &mut BTreeMap<String, Span>,
    problems: &mut Diagnostics,
) -> Vec<Draft<T>> {
    drafts.sort_by(|a, b| (&a.id.text, a.id.span).cmp(&(&b.id.text, b.id.span)));
    drafts.retain(|draft| {
        let first = seen.get(&draft.id.text).copied();
        if let Some(first) = first.filter(|first| *first != draft.id.span) {
            let message = format!("the id `{}` is used twice", draft.id.text);
            let problem =
                Diagnostic::error("duplicate-id", draft.id.span, message).related(first, "first used here");
            problems.push(
                problem.help("every room, corridor, stair, exit and assembly area needs an id of its own"),
            );
        }
        seen.entry(draft.id.text.clone()).or_insert(draft.id.span);
        first.is_none()
    });
    drafts
}

fn shifted(segment: Segment, by: Point) -> Segment {
    Segment::new(segment.a + by, segment.b + by)
}

fn shift_polygon(polygon: &mut Polygon, by: Point) {
    for corner in &mut polygon.outer {
        *corner = *corner + by;
    }
}
