//! The exits, the ways from them, the yard and the assembly areas.

use super::super::model::{OpeningKind, SpaceKind};
use super::super::read::AssemblyDraft;
use super::rooms::JAMB_M;
use super::settle::{Site, way_m};
use super::sketch::{Door, Frame, Label, Sketch};
use super::{AssemblyRow, ExitRow, Place, Row, Tables, mistake, stairs};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::geo::{Bounds, Point, Polygon};

/// Yard round buildings and assembly areas, metres. An assumption.
const YARD_MARGIN_M: f64 = 4.0;
/// Between two assembly areas before the same exit, metres. An assumption.
const BETWEEN_AREAS_M: f64 = 2.0;
/// What one person takes in a full assembly area, m². An assumption: standing in rows by classes.
const PERSON_M2: f64 = 1.0;

/// Draws the exits of a building; those in the middle of a side at the end of a hall as deep as the rooms beside it.
pub(super) fn draw_doors(
    site: &Site<'_>,
    building: usize,
    tables: &Tables,
    sketch: &mut Sketch,
    problems: &mut Diagnostics,
) {
    for (number, row) in tables.exits.iter().enumerate() {
        let corridor = site.corridor(&row.said.corridor.text);
        let Some(at) = corridor.filter(|at| site.is_in(*at, building)) else {
            continue;
        };
        let lie = &site.lies[at];
        let Some(level) = sketch.floor(lie.floor) else {
            continue;
        };
        let width_m = row.said.width_m.value;
        let at_stair = site
            .stair_of(number)
            .and_then(|stair| stairs::side_exit(site, stair, tables));
        let at_corridor = || lie.wall(row.said.place, lie.left + 0.5 * lie.length_m);
        let mut frame = at_stair.unwrap_or_else(at_corridor);
        let hall_m = match row.said.place {
            _ if at_stair.is_some() => 0.0,
            Place::Left | Place::Right if width_m > lie.width_m => {
                let message = format!(
                    "an exit {width_m} m wide at the end of a corridor {} m wide",
                    lie.width_m
                );
                let help = "check both widths: an exit at an end is no wider than its corridor";
                problems.push(mistake("exit-too-wide", row.said.width_m.span, message, help));
                continue;
            }
            Place::Left | Place::Right => 0.0,
            Place::Middle(side) => sketch.depths.get(&(at, side)).copied().unwrap_or_default(),
        };
        if hall_m > 0.0 {
            let half = 0.5 * way_m(width_m);
            let label = Label::part(row, "hall").named(format!("Hall of {}", row.name));
            sketch.space(
                label,
                SpaceKind::Hall,
                level,
                frame.rectangle((0.0, hall_m), (-half, half)),
            );
            let passage = frame.across(0.0, 2.0 * (half - JAMB_M));
            let label = Label::part(row, "passage").named(format!("Way to {}", row.name));
            sketch.opening(label, OpeningKind::Passage, level, passage, false);
            frame.origin = frame.at(hall_m, 0.0);
        }
        let door = frame.across(0.0, width_m);
        sketch.opening(Label::of(row), OpeningKind::Exit, level, door, row.said.locked);
        sketch.doors.push(Door {
            exit: number,
            frame,
            level,
        });
    }
}

/// Draws the yard of all buildings, the ways to it and the assembly areas.
pub(super) fn draw(tables: &Tables, sketch: &mut Sketch, problems: &mut Diagnostics) {
    let doors = sketch.doors.clone();
    let Some(first) = doors.first() else { return };
    for door in &doors {
        if door.level != first.level {
            let (row, other) = (&tables.exits[door.exit], &tables.exits[first.exit]);
            let message = format!(
                "`{}` and `{}` lead out of different floors",
                row.id.text, other.id.text
            );
            let help = "one floor lies at the level of the yard; draw more as GeoJSON, which `hotwash check --plan` writes";
            let problem = mistake("exits-apart", row.said.corridor.span, message, help);
            problems.push(problem.related(other.said.corridor.span, "the other one"));
        }
    }
    let ways: Vec<f64> = doors
        .iter()
        .map(|door| way_length_m(&door.frame, &sketch.grounds))
        .collect();
    for (door, way_m) in doors.iter().zip(&ways) {
        draw_way(door, *way_m, &tables.exits[door.exit], sketch);
    }
    let mut corners: Vec<Point> = sketch
        .grounds
        .iter()
        .flat_map(|ground| [ground.min, ground.max])
        .collect();
    let mut beside_m: Vec<Option<f64>> = vec![None; doors.len()];
    for row in &tables.assemblies {
        let Some(at) = doors
            .iter()
            .position(|door| tables.exits[door.exit].id.text == row.said.exit.text)
        else {
            continue;
        };
        match area(
            row,
            &doors[at].frame,
            ways[at],
            &mut beside_m[at],
            &sketch.grounds,
        ) {
            Ok(outline) => {
                corners.extend(outline.outer.iter().copied());
                let capacity = (row.said.area_m2.value / PERSON_M2) as u32;
                sketch.assembly(
                    Label::of(row),
                    AssemblyDraft {
                        level: first.level,
                        outline,
                        capacity,
                    },
                );
            }
            Err(problem) => problems.push(*problem),
        }
    }
    draw_yard(&corners, first, tables, sketch);
}

/// How far it is from a door straight out to the edge of the ground of its building, metres.
fn way_length_m(frame: &Frame, grounds: &[Bounds]) -> f64 {
    let own = grounds.iter().find(|ground| {
        let (p, min, max) = (frame.origin, ground.min, ground.max);
        (min.x..=max.x).contains(&p.x) && (min.y..=max.y).contains(&p.y)
    });
    own.map_or(0.0, |ground| {
        let reach = |corner: Point| (corner - frame.origin).dot(frame.out);
        reach(ground.min).max(reach(ground.max))
    })
}

/// The paved way from an exit to the yard.
fn draw_way(door: &Door, length_m: f64, row: &Row<ExitRow>, sketch: &mut Sketch) {
    let half = 0.5 * way_m(row.said.width_m.value);
    let outline = door.frame.rectangle((0.0, length_m), (-half, half));
    let label = Label::part(row, "path").named(format!("Path from {}", row.name));
    sketch.space(label, SpaceKind::Path, door.level, outline);
    let end = door.frame.across(length_m, 2.0 * (half - JAMB_M));
    let label = Label::part(row, "path-end").named(format!("End of the path from {}", row.name));
    sketch.opening(label, OpeningKind::Passage, door.level, end, false);
}

/// Where an assembly area lies: its near edge as far from the exit as was paced. A further area before the same exit lies
/// beside the first.
fn area(
    row: &Row<AssemblyRow>,
    frame: &Frame,
    way_m: f64,
    beside_m: &mut Option<f64>,
    grounds: &[Bounds],
) -> Result<Polygon, Box<Diagnostic>> {
    let (distance_m, side_m) = (row.said.distance_m.value, row.said.area_m2.value.sqrt());
    let from = beside_m.unwrap_or(-0.5 * side_m);
    let across = from.max(0.0);
    let near = (distance_m * distance_m - across * across).max(0.0).sqrt();
    if near < way_m {
        let least = (way_m * way_m + across * across).sqrt();
        let message = format!(
            "`{}` would lie among the rooms: it begins {distance_m} m from the exit",
            row.id.text
        );
        let help = format!(
            "in this layout it is at least {:.1} m from there; or measure it from another exit",
            least + 0.05
        );
        return Err(mistake("assembly-too-near", row.said.distance_m.span, message, help).into());
    }
    *beside_m = Some(from + side_m + BETWEEN_AREAS_M);
    let outline = frame.rectangle((near, near + side_m), (from, from + side_m));
    let bounds = outline.bounds();
    if grounds
        .iter()
        .any(|ground| bounds.is_some_and(|bounds| overlap(&bounds, ground)))
    {
        let message = format!("`{}` would lie where another building is drawn", row.id.text);
        let help =
            "measure it from another exit, or move it in the GeoJSON that `hotwash check --plan` writes";
        return Err(mistake("assembly-too-near", row.said.exit.span, message, help).into());
    }
    Ok(outline)
}

fn overlap(a: &Bounds, b: &Bounds) -> bool {
    let common = |a: (f64, f64), b: (f64, f64)| a.1.min(b.1) - a.0.max(b.0) > 1e-9;
    common((a.min.x, a.max.x), (b.min.x, b.max.x)) && common((a.min.y, a.max.y), (b.min.y, b.max.y))
}

/// The yard: round everything, with the ground of each building as a hole.
fn draw_yard(corners: &[Point], first: &Door, tables: &Tables, sketch: &mut Sketch) {
    let Some(around) = Bounds::around(corners.iter().copied()) else {
        return;
    };
    let margin = Point::new(YARD_MARGIN_M, YARD_MARGIN_M);
    let hole = |ground: &Bounds| Polygon::rectangle(ground.min, ground.max).outer;
    let outline = Polygon {
        holes: sketch.grounds.iter().map(hole).collect(),
        ..Polygon::rectangle(around.min - margin, around.max + margin)
    };
    let label = Label::part(&tables.exits[first.exit], "yard").named("Yard".to_owned());
    sketch.space(label, SpaceKind::Yard, first.level, outline);
}
