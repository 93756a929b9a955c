//! From features to typed drafts: kinds, properties, shapes, levels. Nothing is joined yet.

use super::model::{Leaf, Level, LevelIndex, OpeningKind, SpaceKind};
use super::shapes::{leaf, polygon, segment};
use super::values::{Properties, Text, shown, with_help};
use crate::diagnostic::{Diagnostic, Diagnostics, SourceId, Span};
use crate::geo::geojson::{self, Feature, Geometry};
use crate::geo::{Bounds, Point, Polygon, Segment};
use crate::scenario::document::suggest::did_you_mean;

/// Furthest coordinate from the origin, metres: what lies further is not a local frame.
const MAX_COORDINATE_M: f64 = 100_000.0;
/// A whole plan smaller than this both ways is most likely in degrees, metres.
const SMALLEST_PLAN_M: f64 = 1.0;
/// Narrowest opening a person passes, metres.
const NARROWEST_M: f64 = 0.5;
/// Highest level above or below the datum, metres.
const MAX_ELEVATION_M: f64 = 1_000.0;
/// Depth of a step people walk on, metres: anything else is a ramp, a ladder or a typing error.
const STEP_DEPTH_M: std::ops::RangeInclusive<f64> = 0.15..=0.60;
/// Height of a step people climb, metres.
const STEP_HEIGHT_M: std::ops::RangeInclusive<f64> = 0.08..=0.30;
/// Most people an assembly area is asked to take.
const MAX_CAPACITY: u32 = 100_000;

/// An entry that could be read, with the places its later problems point at.
#[derive(Debug, Clone)]
pub(super) struct Draft<T> {
    pub(super) id: Text,
    pub(super) name: String,
    /// The geometry in the file.
    pub(super) shape_span: Span,
    pub(super) entry: T,
}

#[derive(Debug, Clone)]
pub(super) struct SpaceDraft {
    pub(super) kind: SpaceKind,
    pub(super) level: LevelIndex,
    pub(super) outline: Polygon,
}

#[derive(Debug, Clone)]
pub(super) struct OpeningDraft {
    pub(super) kind: OpeningKind,
    pub(super) level: LevelIndex,
    pub(super) segment: Segment,
    pub(super) clear_width_m: f64,
    pub(super) leaf: Leaf,
    pub(super) locked: bool,
}

#[derive(Debug, Clone)]
pub(super) struct FlightDraft {
    pub(super) stair: String,
    pub(super) lower: LevelIndex,
    pub(super) upper: LevelIndex,
    pub(super) outline: Polygon,
    pub(super) lower_edge: Segment,
    pub(super) upper_edge: Segment,
    pub(super) tread_m: f64,
    pub(super) riser_m: f64,
    pub(super) riser_span: Span,
}

#[derive(Debug, Clone)]
pub(super) struct AssemblyDraft {
    pub(super) level: LevelIndex,
    pub(super) outline: Polygon,
    pub(super) capacity: u32,
}

/// Everything that could be read, each table sorted by id. `whole` tells whether nothing was lost on the way.
#[derive(Debug)]
pub(super) struct Drafts {
    pub(super) levels: Vec<Level>,
    pub(super) level_spans: Vec<Span>,
    pub(super) spaces: Vec<Draft<SpaceDraft>>,
    pub(super) openings: Vec<Draft<OpeningDraft>>,
    pub(super) flights: Vec<Draft<FlightDraft>>,
    pub(super) assemblies: Vec<Draft<AssemblyDraft>>,
    /// Whether every level and space could be read: else openings cannot be blamed for lying in no wall.
    pub(super) spaces_whole: bool,
}

/// What a feature is, by the word in its `kind`.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Level,
    Space(SpaceKind),
    Opening(OpeningKind),
    Stair,
    Assembly,
}

fn kinds() -> Vec<(&'static str, Kind)> {
    let mut kinds = vec![
        ("level", Kind::Level),
        ("stair", Kind::Stair),
        ("assembly", Kind::Assembly),
    ];
    kinds.extend(SpaceKind::ALL.map(|(word, kind)| (word, Kind::Space(kind))));
    kinds.extend(OpeningKind::ALL.map(|(word, kind)| (word, Kind::Opening(kind))));
    kinds
}

impl Kind {
    fn properties(self) -> &'static [&'static str] {
        match self {
            Self::Level => &["kind", "id", "name", "elevation_m"],
            Self::Space(_) => &["kind", "id", "name", "level"],
            Self::Opening(OpeningKind::Passage) => &["kind", "id", "name", "level", "clear_width_m"],
            Self::Opening(_) => &["kind", "id", "name", "level", "clear_width_m", "leaf", "locked"],
            Self::Stair => &[
                "kind",
                "id",
                "name",
                "stair",
                "from",
                "to",
                "tread_m",
                "riser_m",
                "lower_edge",
            ],
            Self::Assembly => &["kind", "id", "name", "level", "capacity"],
        }
    }
}

/// Reads the text of a plan into drafts.
pub(super) fn drafts(text: &str, source: SourceId, problems: &mut Diagnostics) -> Drafts {
    let before = problems.errors();
    let features = geojson::read(text, source, problems);
    let mut drafts = Drafts {
        levels: Vec::new(),
        level_spans: Vec::new(),
        spaces: Vec::new(),
        openings: Vec::new(),
        flights: Vec::new(),
        assemblies: Vec::new(),
        spaces_whole: true,
    };
    if !in_metres(&features, problems) {
        drafts.spaces_whole = false;
        return drafts;
    }
    let sorted = sorted_features(&features, problems);
    // A feature that is no JSON, without kind or id may have been a space.
    drafts.spaces_whole = problems.errors() == before;
    drafts.read_levels(&sorted, problems);
    for (kind, id, feature) in &sorted {
        drafts.read_feature(*kind, id, feature, problems);
    }
    drafts
}

/// Features with kind and id, sorted by id; complains about duplicates.
fn sorted_features<'a>(
    features: &'a [Feature],
    problems: &mut Diagnostics,
) -> Vec<(Kind, Text, &'a Feature)> {
    let mut sorted: Vec<(Kind, Text, &Feature)> = Vec::with_capacity(features.len());
    let kinds = kinds();
    for feature in features {
        let mut properties = Properties::of(feature, problems);
        let words: Vec<&str> = kinds.iter().map(|(word, _)| *word).collect();
        let Some(word) = properties.text("kind", &format!("one of {}", words.join(", "))) else {
            continue;
        };
        let id = properties.id("id", "every feature needs an id of its own");
        let Some((word, kind)) = kinds.iter().find(|(known, _)| *known == word.text) else {
            let problem = Diagnostic::error(
                "unknown-kind",
                word.span,
                format!("unknown kind `{}`", shown(&word.text)),
            );
            properties.complain(with_help(problem, did_you_mean(shown(&word.text), words)));
            continue;
        };
        properties.reject_unknown(word, kind.properties());
        if let Some(id) = id {
            sorted.push((*kind, id, feature));
        }
    }
    sorted.sort_by(|(_, a, _), (_, b, _)| (&a.text, a.span).cmp(&(&b.text, b.span)));
    sorted.dedup_by(|(_, later, _), (_, first, _)| {
        let same = later.text == first.text;
        if same {
            let message = format!("the id `{}` is used twice", later.text);
            let problem = Diagnostic::error("duplicate-id", later.span, message).label("again here");
            problems.push(problem.related(first.span, "first used here"));
        }
        same
    });
    sorted
}

/// Whether the coordinates can be a local frame in metres.
fn in_metres(features: &[Feature], problems: &mut Diagnostics) -> bool {
    let mut all: Option<Bounds> = None;
    for feature in features {
        let points = feature
            .geometry
            .as_ref()
            .map(Geometry::points)
            .unwrap_or_default();
        let Some(bounds) = Bounds::around(points) else {
            continue;
        };
        let far = |p: Point| p.x.abs() > MAX_COORDINATE_M || p.y.abs() > MAX_COORDINATE_M;
        if far(bounds.min) || far(bounds.max) {
            let message = format!(
                "a coordinate lies more than {} km from the origin",
                MAX_COORDINATE_M / 1000.0
            );
            let help =
                "a plan uses a local frame in metres: subtract the coordinates of a corner of the building";
            problems.push(Diagnostic::error("far-coordinate", feature.geometry_span, message).help(help));
            return false;
        }
        all = Bounds::around(
            all.iter()
                .flat_map(|all| [all.min, all.max])
                .chain([bounds.min, bounds.max]),
        );
    }
    let Some(bounds) = all else { return true };
    if bounds.width_m() < SMALLEST_PLAN_M && bounds.height_m() < SMALLEST_PLAN_M {
        let first = features.iter().find(|feature| feature.geometry.is_some());
        let span = first.map(|feature| feature.geometry_span);
        let message = "the whole plan is smaller than 1 m: these look like longitudes and latitudes";
        let help = "draw the plan in a local frame in metres, x to the east and y to the north";
        problems.push(Diagnostic::error("degrees", span, message).help(help));
        return false;
    }
    true
}

impl Drafts {
    fn read_levels(&mut self, sorted: &[(Kind, Text, &Feature)], problems: &mut Diagnostics) {
        for (kind, id, feature) in sorted {
            if !matches!(kind, Kind::Level) {
                continue;
            }
            let mut properties = Properties::of(feature, problems);
            let elevation =
                properties.number("elevation_m", "height of the floor above the datum, in metres");
            let name = properties
                .optional_text("name")
                .map_or_else(|| id.text.clone(), |name| name.text);
            let elevation_m = elevation.map_or(0.0, |elevation| elevation.value);
            if let Some(far) = elevation.filter(|elevation| elevation.value.abs() > MAX_ELEVATION_M) {
                let message = format!("`elevation_m` must lie within ±{MAX_ELEVATION_M} m");
                properties.complain(Diagnostic::error("out-of-range", far.span, message));
            }
            if let Some(geometry) = &feature.geometry {
                let message = format!("a level has no geometry, found a {}", geometry.kind());
                let problem = Diagnostic::error("geometry-type", feature.geometry_span, message);
                properties.complain(problem.help("write \"geometry\": null"));
            }
            self.levels.push(Level {
                id: id.text.clone(),
                name,
                elevation_m,
            });
            self.level_spans.push(id.span);
        }
    }

    fn read_feature(&mut self, kind: Kind, id: &Text, feature: &Feature, problems: &mut Diagnostics) {
        let mut properties = Properties::of(feature, problems);
        let name = properties
            .optional_text("name")
            .map_or_else(|| id.text.clone(), |name| name.text);
        let (id, shape_span) = (id.clone(), feature.geometry_span);
        match kind {
            Kind::Level => {}
            Kind::Space(kind) => match self.space(kind, &mut properties) {
                Some(entry) => self.spaces.push(Draft {
                    id,
                    name,
                    shape_span,
                    entry,
                }),
                None => self.spaces_whole = false,
            },
            Kind::Opening(kind) => {
                let entry = self.opening(kind, &mut properties);
                self.openings.extend(entry.map(|entry| Draft {
                    id,
                    name,
                    shape_span,
                    entry,
                }));
            }
            Kind::Stair => {
                let entry = self.flight(&id, &mut properties);
                self.flights.extend(entry.map(|entry| Draft {
                    id,
                    name,
                    shape_span,
                    entry,
                }));
            }
            Kind::Assembly => {
                let entry = self.assembly(&mut properties);
                self.assemblies.extend(entry.map(|entry| Draft {
                    id,
                    name,
                    shape_span,
                    entry,
                }));
            }
        }
    }

    fn level(&self, key: &str, properties: &mut Properties) -> Option<LevelIndex> {
        let level = properties.id(key, "the id of a level of this plan")?;
        let found = self.levels.binary_search_by(|known| known.id.cmp(&level.text));
        if let Ok(position) = found {
            return Some(LevelIndex(position as u32));
        }
        let known = did_you_mean(&level.text, self.levels.iter().map(|level| level.id.as_str()));
        let help = known.unwrap_or_else(|| {
            "the plan has no level; add one: \"kind\": \"level\", \"id\": \"0\", \"elevation_m\": 0"
                .to_owned()
        });
        let problem = Diagnostic::error("unknown-level", level.span, format!("no level `{}`", level.text));
        properties.complain(problem.help(help));
        None
    }

    fn space(&self, kind: SpaceKind, properties: &mut Properties) -> Option<SpaceDraft> {
        let level = self.level("level", properties);
        let outline = polygon(properties);
        Some(SpaceDraft {
            kind,
            level: level?,
            outline: outline?,
        })
    }

    fn opening(&self, kind: OpeningKind, properties: &mut Properties) -> Option<OpeningDraft> {
        let level = self.level("level", properties);
        let segment = segment(properties);
        let given = properties.has("clear_width_m");
        let width = properties.optional_length("clear_width_m");
        let leaf = leaf(properties);
        let locked = properties.flag("locked");
        let segment = segment?;
        if given && width.is_none() {
            return None;
        }
        let clear_width_m = width.map_or(segment.length(), |width| width.value);
        let span = width.map_or(properties.feature.geometry_span, |width| width.span);
        if clear_width_m < NARROWEST_M {
            let message = format!("an opening {clear_width_m:.2} m wide lets nobody pass");
            let problem = Diagnostic::error("opening-too-narrow", span, message);
            properties.complain(problem.help(format!("it must be at least {NARROWEST_M} m wide")));
            return None;
        }
        if clear_width_m > segment.length() + super::join::TOLERANCE_M {
            let message = format!(
                "the clear width is larger than the opening drawn, {:.2} m",
                segment.length()
            );
            properties
                .complain(Diagnostic::error("opening-too-wide", span, message).help("widths are in metres"));
            return None;
        }
        Some(OpeningDraft {
            kind,
            level: level?,
            segment,
            clear_width_m,
            leaf: leaf?,
            locked,
        })
    }

    fn flight(&self, id: &Text, properties: &mut Properties) -> Option<FlightDraft> {
        let stair = properties.optional_id("stair").unwrap_or_else(|| id.clone()).text;
        let (lower, upper) = (self.level("from", properties), self.level("to", properties));
        let tread = properties.length("tread_m", STEP_DEPTH_M, "depth of a step in metres, e.g. 0.30");
        let riser = properties.length("riser_m", STEP_HEIGHT_M, "height of a step in metres, e.g. 0.17");
        let edge_help =
            "which edge of the outline lies at the lower level: 0 runs from the first corner to the second";
        let edge = properties.whole("lower_edge", 0, 3, edge_help);
        let outline = polygon(properties)?;
        if outline.outer.len() != 4 || !outline.holes.is_empty() {
            let message = format!(
                "the outline of a stair has four corners, found {}",
                outline.outer.len()
            );
            let problem = Diagnostic::error("geometry-type", properties.feature.geometry_span, message);
            properties.complain(problem.help("draw one feature a straight flight"));
            return None;
        }
        let (edge, riser) = (edge? as usize, riser?);
        let corner = |k: usize| outline.outer[(edge + k) % 4];
        let lower_edge = Segment::new(corner(0), corner(1));
        let upper_edge = Segment::new(corner(3), corner(2));
        Some(FlightDraft {
            stair,
            lower: lower?,
            upper: upper?,
            lower_edge,
            upper_edge,
            tread_m: tread?.value,
            riser_m: riser.value,
            riser_span: riser.span,
            outline,
        })
    }

    fn assembly(&self, properties: &mut Properties) -> Option<AssemblyDraft> {
        let level = self.level("level", properties);
        let capacity = properties.whole("capacity", 1, MAX_CAPACITY, "how many people it is meant to take");
        let outline = polygon(properties);
        Some(AssemblyDraft {
            level: level?,
            outline: outline?,
            capacity: capacity?,
        })
    }
}
