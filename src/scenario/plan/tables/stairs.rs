//! The stairwells and flights of a building.

use super::super::model::{LevelIndex, OpeningKind, SpaceKind};
use super::super::read::FlightDraft;
use super::rooms::JAMB_M;
use super::settle::{Lie, Site, Stand};
use super::sketch::{Frame, Label, Sketch};
use super::{Place, Row, StairRow, Tables};
use crate::diagnostic::Diagnostics;
use crate::geo::{Point, Polygon, Segment};

/// Shortest landing, metres. An assumption; a wider stair has a landing as long as it is wide.
const LANDING_M: f64 = 1.2;

/// Draws the stairs of a building.
pub(super) fn draw(
    site: &Site<'_>,
    building: usize,
    tables: &Tables,
    sketch: &mut Sketch,
    problems: &mut Diagnostics,
) {
    for (number, (row, stand)) in tables.stairs.iter().zip(&site.stands).enumerate() {
        let Some(stand) = stand
            .as_ref()
            .filter(|stand| site.is_in(stand.corridors[0], building))
        else {
            continue;
        };
        let steps = if row.said.turns {
            row.said.steps.div_ceil(2)
        } else {
            row.said.steps
        };
        let foot_m = foot_m(site, number, tables);
        let stairs = Stairs {
            row,
            stand,
            foot_m,
            head_m: foot_m + f64::from(steps - 1) * row.said.tread_m,
            landing_m: landing_m(row),
            width_m: row.said.width_m.value,
        };
        let lies: Vec<&Lie> = stand.corridors.iter().map(|at| &site.lies[*at]).collect();
        for (number, lie) in lies.iter().enumerate() {
            stairs.draw_well(lie, number > 0, sketch);
        }
        for pair in lies.windows(2) {
            if stairs
                .draw_flights(pair[0].floor, pair[1].floor, sketch)
                .is_none()
            {
                problems.push(super::mistake(
                    "stair-not-up",
                    row.said.corridors_span,
                    format!("`{}` joins a floor that is not there", row.id.text),
                    "name a corridor of each floor",
                ));
            }
        }
    }
}

fn landing_m(row: &Row<StairRow>) -> f64 {
    row.said.width_m.value.max(LANDING_M)
}

/// How far out flights meet the floors, metres: behind a landing, or behind the exit in the side wall.
fn foot_m(site: &Site<'_>, stair: usize, tables: &Tables) -> f64 {
    let beside_m = site.side_exit_m(stair, tables).unwrap_or(0.0);
    landing_m(&tables.stairs[stair]).max(beside_m)
}

/// Where an exit at the foot of a stair lies, looking out: in the side wall of the well that faces down on the drawing, as
/// far from the rooms as can be.
pub(super) fn side_exit(site: &Site<'_>, stair: usize, tables: &Tables) -> Option<Frame> {
    let stand = site.stands[stair].as_ref()?;
    let middle_m = foot_m(site, stair, tables) - 0.5 * site.side_exit_m(stair, tables)?;
    let sides = [-stand.half_m, stand.half_m].map(|v| stand.frame.at(middle_m, v));
    let origin = if sides[0].y < sides[1].y {
        sides[0]
    } else {
        sides[1]
    };
    let out = Point::new(0.0, -1.0);
    Some(Frame { origin, out })
}

/// A staircase with its lengths, metres out from where it begins.
struct Stairs<'a> {
    row: &'a Row<StairRow>,
    stand: &'a Stand,
    /// Where flights meet the floors.
    foot_m: f64,
    /// Where they meet the landing, or for a straight one the far floor.
    head_m: f64,
    landing_m: f64,
    width_m: f64,
}

impl Stairs<'_> {
    /// The floor of the stairwell at a storey, and the passage to its corridor.
    fn draw_well(&self, lie: &Lie, is_reached_from_below: bool, sketch: &mut Sketch) {
        let Some(level) = sketch.floor(lie.floor) else {
            return;
        };
        let (frame, half) = (self.stand.frame, self.stand.half_m);
        let wall = lie.wall(self.row.said.place, frame.origin.x);
        let near = (wall.origin - frame.origin).dot(frame.out);
        let outline = if self.row.said.turns || !is_reached_from_below {
            frame.rectangle((near, self.foot_m), (-half, half))
        } else {
            self.gallery(near)
        };
        let name = |what: &str| format!("{}, {what}{}", self.row.name, lie.floor);
        let label = Label::part(self.row, &format!("well-{}", lie.floor)).named(name("floor "));
        sketch.space(label, SpaceKind::Stairwell, level, outline);
        let width_m = match self.row.said.place {
            Place::Left | Place::Right => lie.width_m.min(2.0 * half),
            Place::Middle(_) => 2.0 * half,
        };
        let passage = Frame {
            origin: frame.at(near, 0.0),
            ..frame
        }
        .across(0.0, width_m - 2.0 * JAMB_M);
        let label = Label::part(self.row, &format!("passage-{}", lie.floor)).named(name("passage on floor "));
        sketch.opening(label, OpeningKind::Passage, level, passage, false);
    }

    /// The floor round a straight flight that arrives at its far end: a way back beside it.
    fn gallery(&self, near: f64) -> Polygon {
        let half = self.stand.half_m;
        let (inner, end) = (self.width_m - half, self.head_m + self.landing_m);
        let corners = [
            (near, -half),
            (self.foot_m, -half),
            (self.foot_m, inner),
            (self.head_m, inner),
            (self.head_m, -half),
            (end, -half),
            (end, half),
            (near, half),
        ];
        Polygon::new(corners.map(|(u, v)| self.stand.frame.at(u, v)).to_vec())
    }

    /// The flights from one floor to the next, with the landing between; none if there is no such level.
    fn draw_flights(&self, lower: u32, upper: u32, sketch: &mut Sketch) -> Option<()> {
        let (from, to) = (sketch.floor(lower)?, sketch.floor(upper)?);
        let half = self.stand.half_m;
        let (right, left) = ((-half, self.width_m - half), (half - self.width_m, half));
        let part = |what: &str| Label::part(self.row, &format!("{what}{lower}-{upper}"));
        if !self.row.said.turns {
            sketch.flight(
                part(""),
                self.flight((from, to), (self.foot_m, self.head_m), right),
            );
            return Some(());
        }
        let riser_m = self.row.said.riser_m.value;
        let climb_m = f64::from(self.row.said.steps.div_ceil(2)) * riser_m;
        let landing = sketch.landing(&self.row.id.text, lower, sketch.height_m(from) + climb_m)?;
        let end = (self.head_m, self.head_m + self.landing_m);
        let floor = self.stand.frame.rectangle(end, (-half, half));
        let name = format!("{}, landing below floor {upper}", self.row.name);
        sketch.space(part("landing-").named(name), SpaceKind::Stairwell, landing, floor);
        let lower_flight = self.flight((from, landing), (self.foot_m, self.head_m), right);
        let upper_flight = self.flight((landing, to), (self.head_m, self.foot_m), left);
        sketch.flight(part("lower-"), lower_flight);
        sketch.flight(part("upper-"), upper_flight);
        Some(())
    }

    /// One flight from `u.0` at its foot to `u.1` at its head, between two `v`.
    fn flight(&self, levels: (LevelIndex, LevelIndex), u: (f64, f64), v: (f64, f64)) -> FlightDraft {
        let frame = self.stand.frame;
        // Seen going up, each edge runs from the left to the right.
        let (first, second) = if u.0 < u.1 { (v.1, v.0) } else { (v.0, v.1) };
        let edge = |u: f64| Segment::new(frame.at(u, first), frame.at(u, second));
        let (lower_edge, upper_edge) = (edge(u.0), edge(u.1));
        FlightDraft {
            stair: self.row.id.text.clone(),
            lower: levels.0,
            upper: levels.1,
            outline: Polygon::new(vec![lower_edge.a, lower_edge.b, upper_edge.b, upper_edge.a]),
            lower_edge,
            upper_edge,
            tread_m: self.row.said.tread_m,
            riser_m: self.row.said.riser_m.value,
            riser_span: self.row.said.riser_m.span,
        }
    }
}
