//! A plan on one sheet: every storey at one scale above the other, so that stairs line up; beside them the site with
//! its gates and assembly areas, and the legend. Made for a wall and for a grey printer.

mod label;
mod legend;
mod site;
mod storey;

use std::collections::BTreeMap;

use super::palette;
use super::svg::{Svg, TextStyle};
use crate::geo::{Bounds, Point, Polygon};
use crate::scenario::plan::{LevelIndex, Plan, SpaceKind};

/// Width of the sheet, pixels; A3 on its side is 1,587 at 96 dots an inch.
const WIDTH: f64 = 1600.0;
/// White border, pixels.
const BORDER: f64 = 36.0;
/// Height of the sheet's title, pixels.
const TITLE: f64 = 64.0;
/// Space between panels, pixels.
const GAP: f64 = 30.0;
/// Height of a panel's title, pixels.
const PANEL_TITLE: f64 = 30.0;
/// Share of the width that the storeys get, beside site and legend.
const STOREY_SHARE: f64 = 0.69;
/// Largest height of all storeys together, pixels: keeps one small room from filling the wall.
const STOREYS_HEIGHT: f64 = 1500.0;
/// Space around the building in a storey's panel, metres: there stand the names of exits.
const AROUND_M: f64 = 2.6;
/// The same above and below a storey without exits, metres.
const AROUND_UPPER_M: f64 = 0.3;

/// The words on the sheet, in the language asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanWords {
    /// Title of the panel with the whole site.
    pub site: String,
    /// Heading of the legend.
    pub legend: String,
    /// Legend entry per kind of space.
    pub kinds: BTreeMap<SpaceKind, String>,
    /// Legend entry for doors.
    pub door: String,
    /// Legend entry for exits and gates.
    pub exit: String,
    /// Legend entry for what is locked.
    pub locked: String,
    /// Legend entry for stairs; the arrow points up.
    pub stair: String,
    /// Legend entry for assembly areas.
    pub assembly: String,
    /// After the number an assembly area takes.
    pub people: String,
}

impl PlanWords {
    /// The words by their keys ([`PLAN_KEYS`]), in whatever language says them.
    pub fn of(say: impl Fn(&str) -> String) -> Self {
        let kinds = KINDS.iter().map(|(kind, key)| (*kind, say(key)));
        Self {
            site: say("plan-site"),
            legend: say("plan-legend"),
            kinds: kinds.collect(),
            door: say("plan-door"),
            exit: say("plan-exit"),
            locked: say("plan-locked"),
            stair: say("plan-stair"),
            assembly: say("plan-assembly"),
            people: say("plan-people"),
        }
    }
}

const KINDS: &[(SpaceKind, &str)] = &[
    (SpaceKind::Room, "plan-room"),
    (SpaceKind::Office, "plan-office"),
    (SpaceKind::Toilet, "plan-toilet"),
    (SpaceKind::Gym, "plan-gym"),
    (SpaceKind::Refuge, "plan-refuge"),
    (SpaceKind::Hall, "plan-hall"),
    (SpaceKind::Path, "plan-path"),
    (SpaceKind::Yard, "plan-yard"),
];

/// The keys of everything that a plan says.
pub const PLAN_KEYS: &[&str] = &[
    "plan-site",
    "plan-legend",
    "plan-door",
    "plan-exit",
    "plan-locked",
    "plan-stair",
    "plan-assembly",
    "plan-people",
    "plan-room",
    "plan-office",
    "plan-toilet",
    "plan-gym",
    "plan-refuge",
    "plan-hall",
    "plan-path",
    "plan-yard",
];

/// Draws a plan. `labels` gives spaces, by id, a second line: the class that sits there.
pub fn draw(plan: &Plan, title: &str, labels: &BTreeMap<String, String>, words: &PlanWords) -> String {
    let sheet = Sheet::of(plan, title, labels, words);
    sheet
        .svg
        .finish(WIDTH, sheet.height, title, &description(plan, words))
}

/// A number at a place of the plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// On which level.
    pub level: LevelIndex,
    /// Where.
    pub at: Point,
    /// What stands there: a number or two letters.
    pub text: String,
}

/// Marks to be laid over the drawing of the same plan with the same labels: a picture of the same size, empty but for them. Marks on one
/// place stand beside each other.
pub fn draw_marks(
    plan: &Plan,
    marks: &[Mark],
    title: &str,
    labels: &BTreeMap<String, String>,
    words: &PlanWords,
) -> String {
    let sheet = Sheet::of(plan, title, labels, words);
    let mut svg = Svg::new();
    let mut taken: Vec<Point> = Vec::new();
    for mark in marks {
        let Some(mut at) = sheet.place(mark) else { continue };
        while taken.iter().any(|other| other.distance(at) < 2.0 * MARK) {
            at = at + Point::new(2.0 * MARK + 2.0, 0.0);
        }
        taken.push(at);
        let corner = at - Point::new(MARK, MARK);
        let style = super::Style::fill(palette::INK).outlined(palette::WHITE, 2.0);
        svg.rect(corner, 2.0 * MARK, 2.0 * MARK, MARK, style);
        let text = TextStyle::new(MARK, palette::WHITE).bold().centred();
        svg.text(at + Point::new(0.0, 0.36 * MARK), &mark.text, text);
    }
    svg.finish_clear(WIDTH, sheet.height, title, title)
}

/// Radius of a mark, pixels.
const MARK: f64 = 17.0;

/// A part of the sheet on which some levels are drawn.
struct Panel {
    levels: Vec<LevelIndex>,
    frame: Frame,
    /// Its upper left corner on the sheet.
    corner: Point,
}

/// A plan on its sheet, before it is finished.
struct Sheet {
    svg: Svg,
    height: f64,
    storeys: Vec<Panel>,
    site: Option<Panel>,
}

impl Sheet {
    fn of(plan: &Plan, title: &str, labels: &BTreeMap<String, String>, words: &PlanWords) -> Self {
        let mut svg = Svg::new();
        svg.hatch(HATCH, palette::GREEN, 2.0, 9.0);
        svg.text(
            Point::new(BORDER, BORDER + 26.0),
            title,
            TextStyle::new(30.0, palette::INK).bold(),
        );
        let storeys = storeys(plan);
        let left = column_width(STOREY_SHARE);
        let whole = Frame::around_inside(plan, left, storeys.len());
        let scale = whole.scale;
        let top = BORDER + TITLE;
        let mut y = top;
        let mut panels = Vec::new();
        for storey in &storeys {
            let frame = whole.cropped(plan, storey.level);
            panel_title(&mut svg, Point::new(BORDER, y), &plan[storey.level].name);
            let corner = Point::new(BORDER, y + PANEL_TITLE);
            svg.open_clipped(corner.x, corner.y, frame.width_px(), frame.height_px());
            storey::draw(&mut svg, plan, storey, &frame, labels, words);
            svg.close();
            y += PANEL_TITLE + frame.height_px() + GAP;
            let levels = std::iter::once(storey.level).chain(storey.landings.iter().copied());
            panels.push(Panel {
                levels: levels.collect(),
                frame,
                corner,
            });
        }
        let mut right_y = top;
        let right = Point::new(BORDER + left + GAP, top);
        let right_width = column_width(1.0 - STOREY_SHARE);
        let site = Frame::around_outside(plan, right_width).map(|frame| Panel {
            levels: (0..plan.levels.len() as u32).map(LevelIndex).collect(),
            frame,
            corner: Point::new(right.x, right_y + PANEL_TITLE),
        });
        if let Some(Panel { frame, corner, .. }) = &site {
            panel_title(&mut svg, right, &words.site);
            svg.open_clipped(corner.x, corner.y, frame.width_px(), frame.height_px());
            site::draw(&mut svg, plan, frame, words);
            svg.close();
            right_y += PANEL_TITLE + frame.height_px() + 8.0;
            scale_bar(&mut svg, Point::new(right.x, right_y), frame.scale);
            right_y += 30.0 + GAP;
        }
        right_y = legend::draw(&mut svg, plan, Point::new(right.x, right_y), right_width, words);
        scale_bar(&mut svg, Point::new(BORDER, y - GAP + 10.0), scale);
        Self {
            svg,
            height: (y + 24.0).max(right_y) + BORDER,
            storeys: panels,
            site,
        }
    }

    /// Where a mark stands on the sheet: on its storey, else on the site.
    fn place(&self, mark: &Mark) -> Option<Point> {
        let mut panels = self.storeys.iter().chain(&self.site);
        panels.find_map(|panel| {
            let at = panel.frame.at(mark.at);
            let is_inside = (0.0..=panel.frame.width_px()).contains(&at.x)
                && (0.0..=panel.frame.height_px()).contains(&at.y);
            (is_inside && panel.levels.contains(&mark.level)).then(|| panel.corner + at)
        })
    }
}

/// Name of the hatching of assembly areas.
const HATCH: &str = "hotwash-assembly";

fn column_width(share: f64) -> f64 {
    (WIDTH - 2.0 * BORDER - GAP) * share
}

fn panel_title(svg: &mut Svg, at: Point, text: &str) {
    svg.text(
        at + Point::new(0.0, 19.0),
        text,
        TextStyle::new(19.0, palette::INK).bold(),
    );
}

/// What the picture shows, for those who cannot see it.
fn description(plan: &Plan, words: &PlanWords) -> String {
    let mut lines = vec![format!(
        "{} spaces on {} levels.",
        plan.spaces.len(),
        plan.levels.len()
    )];
    let exits = plan.openings.iter().filter(|opening| is_way_out(opening.kind));
    lines.push(format!(
        "{}: {}.",
        words.exit,
        names(exits.map(|exit| exit.name.clone()))
    ));
    let areas = plan
        .assemblies
        .iter()
        .map(|area| format!("{} ({} {})", area.name, area.capacity, words.people));
    lines.push(format!("{}: {}.", words.assembly, names(areas)));
    lines.join(" ")
}

fn names(names: impl Iterator<Item = String>) -> String {
    names.collect::<Vec<_>>().join(", ")
}

fn is_way_out(kind: crate::scenario::plan::OpeningKind) -> bool {
    matches!(
        kind,
        crate::scenario::plan::OpeningKind::Exit | crate::scenario::plan::OpeningKind::Gate
    )
}

/// A storey and the landings drawn with it.
struct Storey {
    level: LevelIndex,
    landings: Vec<LevelIndex>,
}

/// Storeys from the highest to the lowest. A level of landings only is drawn with the storey below it; the highest
/// storey shows the landings under it, as one sees them from above.
fn storeys(plan: &Plan) -> Vec<Storey> {
    let is_landing = |level: LevelIndex| {
        let mut spaces = plan.spaces_on(level).peekable();
        spaces.peek().is_none() || spaces.all(|(_, space)| space.kind == SpaceKind::Stairwell)
    };
    let levels = plan.levels_by_elevation();
    let mut storeys: Vec<Storey> = Vec::new();
    let mut between = Vec::new();
    for level in levels {
        if is_landing(level) {
            between.push(level);
            continue;
        }
        if let Some(below) = storeys.last_mut() {
            below.landings.clone_from(&between);
        }
        storeys.push(Storey {
            level,
            landings: std::mem::take(&mut between),
        });
    }
    // Landings above the highest storey: a stair to the roof, or a plan of landings only.
    let roof = between.into_iter().map(|level| Storey {
        level,
        landings: Vec::new(),
    });
    storeys.extend(roof);
    storeys.reverse();
    storeys
}

/// How metres become pixels in one panel.
struct Frame {
    bounds: Bounds,
    /// Pixels a metre.
    scale: f64,
}

impl Frame {
    /// All storeys share it: everything inside with a strip around.
    fn around_inside(plan: &Plan, width: f64, storeys: usize) -> Self {
        let inside = plan.spaces.iter().filter(|space| !space.kind.is_outside());
        let corners: Vec<Point> = inside
            .flat_map(|space| space.outline.outer.iter().copied())
            .collect();
        let all = plan
            .spaces
            .iter()
            .flat_map(|space| space.outline.outer.iter().copied());
        let bounds = Bounds::around(corners)
            .or_else(|| Bounds::around(all))
            .unwrap_or(Bounds {
                min: Point::default(),
                max: Point::new(1.0, 1.0),
            });
        let bounds = grown(bounds, AROUND_M);
        let scale =
            (width / bounds.width_m()).min(STOREYS_HEIGHT / bounds.height_m() / storeys.max(1) as f64);
        Self { bounds, scale }
    }

    /// The same without the strips above and below, for a level that has no exits to name there.
    fn cropped(&self, plan: &Plan, level: LevelIndex) -> Self {
        let strip = if plan
            .openings
            .iter()
            .any(|opening| opening.level == level && is_way_out(opening.kind))
        {
            Point::default()
        } else {
            Point::new(0.0, AROUND_M - AROUND_UPPER_M)
        };
        let bounds = Bounds {
            min: self.bounds.min + strip,
            max: self.bounds.max - strip,
        };
        Self {
            bounds,
            scale: self.scale,
        }
    }

    /// Everything outside; none where the plan draws none.
    fn around_outside(plan: &Plan, width: f64) -> Option<Self> {
        let outside = plan.spaces.iter().filter(|space| space.kind.is_outside());
        let bounds = Bounds::around(outside.flat_map(|space| space.outline.outer.iter().copied()))?;
        // The names of gates stand over the fence.
        let bounds = grown(bounds, bounds.width_m().max(bounds.height_m()) * 0.06);
        Some(Self {
            bounds,
            scale: (width / bounds.width_m()).min(width * 1.3 / bounds.height_m()),
        })
    }

    fn width_px(&self) -> f64 {
        self.bounds.width_m() * self.scale
    }

    fn height_px(&self) -> f64 {
        self.bounds.height_m() * self.scale
    }

    /// North is up, so y turns round.
    fn at(&self, p: Point) -> Point {
        Point::new(p.x - self.bounds.min.x, self.bounds.max.y - p.y) * self.scale
    }

    /// The place in the plan that is drawn at a point.
    fn back(&self, p: Point) -> Point {
        Point::new(
            self.bounds.min.x + p.x / self.scale,
            self.bounds.max.y - p.y / self.scale,
        )
    }

    fn polygon(&self, polygon: &Polygon) -> Polygon {
        let ring = |ring: &Vec<Point>| ring.iter().map(|p| self.at(*p)).collect();
        Polygon {
            outer: ring(&polygon.outer),
            holes: polygon.holes.iter().map(ring).collect(),
        }
    }
}

fn grown(bounds: Bounds, margin: f64) -> Bounds {
    let margin = Point::new(margin, margin);
    Bounds {
        min: bounds.min - margin,
        max: bounds.max + margin,
    }
}

/// The colour of a floor.
fn floor(kind: SpaceKind) -> &'static str {
    match kind {
        SpaceKind::Room => palette::SKY_TINT,
        SpaceKind::Office => palette::ORANGE_TINT,
        SpaceKind::Toilet => palette::PURPLE_TINT,
        SpaceKind::Gym => palette::YELLOW_TINT,
        SpaceKind::Refuge => palette::BLUE_TINT,
        SpaceKind::Hall | SpaceKind::Corridor | SpaceKind::Stairwell => palette::WHITE,
        SpaceKind::Path => palette::GREY_TINT,
        SpaceKind::Yard => palette::GREEN_TINT,
    }
}

/// A bar of a round number of metres, about 120 pixels long.
fn scale_bar(svg: &mut Svg, at: Point, scale: f64) {
    let mut metres = 1.0;
    for candidate in [2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0] {
        if candidate * scale <= 150.0 {
            metres = candidate;
        }
    }
    let half = metres * scale / 2.0;
    let line = super::Style::line(palette::INK, 1.0);
    svg.rect(
        at,
        half,
        6.0,
        0.0,
        super::Style::fill(palette::INK).outlined(palette::INK, 1.0),
    );
    svg.rect(at + Point::new(half, 0.0), half, 6.0, 0.0, line);
    let text = TextStyle::new(13.0, palette::INK);
    svg.text(
        at + Point::new(2.0 * half + 8.0, 8.0),
        &format!("{metres} m"),
        text,
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Diagnostics, SourceId};

    fn sheet(text: &str) -> String {
        let mut problems = Diagnostics::default();
        let plan = Plan::read(text, SourceId(0), &mut problems).expect("a shipped plan");
        let labels = BTreeMap::from([("room-1".to_owned(), "1A <24>".to_owned())]);
        draw(&plan, "Fire drill", &labels, &PlanWords::of(str::to_owned))
    }

    #[test]
    fn a_sheet_names_what_people_look_for_and_never_changes() {
        let text = include_str!("../../../scenarios/fire-drill/plan.geojson");
        let svg = sheet(text);
        for word in [
            "Main exit",
            "Yard exit",
            "Gate",
            "plan-assembly",
            "Room 1",
            "1A &lt;24&gt;",
            "plan-legend",
            "5 m",
        ] {
            assert!(svg.contains(word), "{word}");
        }
        assert_eq!(svg.matches("<svg").count(), svg.matches("</svg>").count());
        assert_eq!(svg.matches("<g>").count(), svg.matches("</g>").count());
        assert_eq!(svg, sheet(text));
    }

    #[test]
    fn landings_are_drawn_with_their_storey() {
        let text = include_str!("../../../scenarios/durres-school/plan.geojson");
        let plan = Plan::read(text, SourceId(0), &mut Diagnostics::default()).expect("a shipped plan");
        let id = |level: LevelIndex| plan[level].id.clone();
        let drawn: Vec<(String, Vec<String>)> = storeys(&plan)
            .into_iter()
            .map(|storey| (id(storey.level), storey.landings.into_iter().map(id).collect()))
            .collect();
        let expected = [("2", "1-2"), ("1", "1-2"), ("0", "0-1")];
        assert_eq!(
            drawn,
            expected.map(|(level, landing)| (level.to_owned(), vec![landing.to_owned()]))
        );
    }
}
