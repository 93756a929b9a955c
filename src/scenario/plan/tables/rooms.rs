//! The corridors of a building and the rooms along them.

use super::super::model::{LevelIndex, OpeningKind, SpaceKind};
use super::packing::{self, Measured};
use super::settle::{Lie, Site};
use super::sketch::{Frame, Label, Sketch};
use super::{Place, RoomRow, Row, Side, Tables, mistake};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::geo::{Point, Polygon, Segment};

/// Shallowest room, metres. An assumption: less was measured wrongly.
const SHALLOWEST_M: f64 = 1.5;
/// Wall left beside a passage at each end, metres. An assumption.
pub(super) const JAMB_M: f64 = 0.1;

/// Draws the corridors of a building with their rooms.
pub(super) fn draw(
    site: &Site<'_>,
    building: usize,
    tables: &Tables,
    sketch: &mut Sketch,
    problems: &mut Diagnostics,
) {
    for (at, lie) in site.of_building(building) {
        let Some(level) = sketch.floor(lie.floor) else {
            continue;
        };
        let row = &tables.corridors[at];
        let half = 0.5 * lie.width_m;
        let outline = Polygon::rectangle(
            Point::new(lie.left, -half),
            Point::new(lie.left + lie.length_m, half),
        );
        sketch.space(Label::of(row), SpaceKind::Corridor, level, outline);
        if let Some(before) = row.said.continues.as_ref().and_then(|id| site.corridor(&id.text)) {
            let width_m = lie.width_m.min(site.lies[before].width_m) - 2.0 * JAMB_M;
            let joint = lie.wall(Place::Left, 0.0).across(0.0, width_m);
            sketch.opening(
                Label::part(row, "joint"),
                OpeningKind::Passage,
                level,
                joint,
                false,
            );
        }
        for (side, rooms) in by_side(site, at, &tables.rooms) {
            let mut along = Wall {
                site,
                at,
                lie,
                side,
                level,
                sketch,
                corridor: &row.id.text,
            };
            if let Err(problem) = along.draw(&rooms) {
                problems.push(*problem);
            }
        }
    }
}

/// The rooms of a corridor on each side: those that do not say where stand on the side that is emptier so far.
fn by_side<'a>(
    site: &Site<'_>,
    corridor: usize,
    rooms: &'a [Row<RoomRow>],
) -> [(Side, Vec<&'a Row<RoomRow>>); 2] {
    let mut sides = [(Side::Top, Vec::new()), (Side::Bottom, Vec::new())];
    let mut taken_m2 = [0.0, 0.0];
    for room in rooms
        .iter()
        .filter(|room| site.corridor(&room.said.corridor.text) == Some(corridor))
    {
        let side = room
            .said
            .side
            .map_or(usize::from(taken_m2[1] < taken_m2[0]), |side| {
                usize::from(side == Side::Bottom)
            });
        taken_m2[side] += room.said.area_m2.value;
        sides[side].1.push(room);
    }
    sides
}

/// One side of a corridor.
struct Wall<'a> {
    site: &'a Site<'a>,
    at: usize,
    lie: &'a Lie,
    side: Side,
    level: LevelIndex,
    sketch: &'a mut Sketch,
    corridor: &'a str,
}

impl Wall<'_> {
    /// Draws the rooms, parted by what is in the middle.
    fn draw(&mut self, rooms: &[&Row<RoomRow>]) -> Result<(), Box<Diagnostic>> {
        for room in rooms {
            has_depth(room)?;
        }
        let (left, right) = (self.lie.left, self.lie.left + self.lie.length_m);
        let Some((middle, half)) = self.site.gap(self.at, self.side) else {
            return self.row(rooms, left, right);
        };
        let measured: Vec<Measured> = rooms.iter().map(|room| measured(room)).collect();
        let walls = (middle - half - left, right - middle - half);
        let Some(count) = packing::split(&measured, walls.0, walls.1) else {
            return Err(self.too_much(rooms, &[walls.0, walls.1]));
        };
        self.row(&rooms[..count], left, middle - half)?;
        self.row(&rooms[count..], middle + half, right)
    }

    /// Draws rooms one beside the other, from one x to another at most.
    fn row(&mut self, rooms: &[&Row<RoomRow>], from: f64, to: f64) -> Result<(), Box<Diagnostic>> {
        let all: Vec<Measured> = rooms.iter().map(|room| measured(room)).collect();
        let Some(depth_m) = packing::depth_m(&all, to - from) else {
            return Err(self.too_much(rooms, &[to - from]));
        };
        let mut left = from;
        for (room, size) in rooms.iter().zip(all) {
            let width_m = packing::width_m(size, depth_m);
            // The last one of a full row ends with its wall, whatever sums round to.
            let right = if (left + width_m - to).abs() < 1e-6 {
                to
            } else {
                left + width_m
            };
            self.room(room, left, right);
            left = right;
        }
        Ok(())
    }

    fn room(&mut self, room: &Row<RoomRow>, left: f64, right: f64) {
        let depth_m = room.said.area_m2.value / (right - left);
        let front: Frame = self.lie.wall(Place::Middle(self.side), 0.5 * (left + right));
        let back = front.at(depth_m, 0.0).y;
        let outline = Polygon::rectangle(
            Point::new(left, front.origin.y.min(back)),
            Point::new(right, front.origin.y.max(back)),
        );
        self.sketch
            .space(Label::of(room), room.said.kind, self.level, outline);
        let door: Segment = front.across(0.0, room.said.door_m.value);
        let label = Label::part(room, "door").named(format!("Door of {}", room.name));
        self.sketch
            .opening(label, OpeningKind::Door, self.level, door, false);
        let deepest = self.sketch.depths.entry((self.at, self.side)).or_default();
        *deepest = deepest.max(depth_m);
    }

    /// That the rooms do not fit along some stretches of wall, at the first that is too much.
    fn too_much(&self, rooms: &[&Row<RoomRow>], walls_m: &[f64]) -> Box<Diagnostic> {
        let all_m: f64 = walls_m.iter().sum();
        let mut needed_m = 0.0;
        let mut first = None;
        for room in rooms {
            needed_m += packing::width_m(measured(room), packing::DEEPEST_M);
            if needed_m > all_m {
                first = first.or(Some(room));
            }
        }
        let span = first.or(rooms.last()).map(|room| room.said.area_m2.span);
        let there_is = match walls_m {
            [before, behind] => {
                format!("there are {before:.1} m and {behind:.1} m beside what is in the middle")
            }
            _ => format!("there are {all_m:.1} m"),
        };
        let side = Place::Middle(self.side).word();
        let message = format!(
            "the rooms at `{side}` of `{}` do not fit: even {} m deep they need {needed_m:.1} m of wall, and {there_is}",
            self.corridor,
            packing::DEEPEST_M,
        );
        let help = "check `area_m2` of these rooms and `length_m` of the corridor, or name the other `side` for some";
        Diagnostic::error("rooms-do-not-fit", span, message)
            .help(help)
            .into()
    }
}

fn measured(room: &Row<RoomRow>) -> Measured {
    (room.said.area_m2.value, room.said.door_m.value)
}

/// Says so where a door takes so much of a room's wall that hardly any depth is left.
fn has_depth(room: &Row<RoomRow>) -> Result<(), Box<Diagnostic>> {
    let (area_m2, door_m) = measured(room);
    if area_m2 >= SHALLOWEST_M * packing::width_m((0.0, door_m), packing::DEEPEST_M) {
        return Ok(());
    }
    let message = format!("a room of {area_m2} m² has no wall for a door {door_m} m wide");
    let help = "check `area_m2` and `door_m`: the door in metres, not in centimetres";
    Err(mistake("room-too-small", room.said.door_m.span, message, help).into())
}
