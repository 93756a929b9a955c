//! One storey: floors, walls, doors, stairs, exits, names.

use std::collections::BTreeMap;

use super::label::{self, fit, free_box, text_width};
use super::{Frame, HATCH, PlanWords, Storey, floor, is_way_out};
use crate::geo::{Bounds, Point, Polygon, Segment};
use crate::plot::palette;
use crate::plot::svg::{Style, Svg, TextStyle};
use crate::scenario::plan::{Assembly, Flight, Leaf, Opening, OpeningKind, Plan, Space};

/// Thickness of walls, pixels.
const WALL: f64 = 3.4;
/// Thickness of what bounds only places outside, pixels.
const FENCE: f64 = 1.2;

pub(super) fn draw(
    svg: &mut Svg,
    plan: &Plan,
    storey: &Storey,
    frame: &Frame,
    labels: &BTreeMap<String, String>,
    words: &PlanWords,
) {
    let shown: Vec<_> = std::iter::once(storey.level)
        .chain(storey.landings.iter().copied())
        .collect();
    let spaces = || plan.spaces.iter().filter(|space| shown.contains(&space.level));
    for space in spaces() {
        floor_of(svg, space, frame);
    }
    let outside_drawn = plan.spaces.iter().any(|space| space.kind.is_outside());
    for area in plan
        .assemblies
        .iter()
        .filter(|area| area.level == storey.level && !outside_drawn)
    {
        assembly(svg, area, frame, words, 16.0);
    }
    for flight in plan
        .flights
        .iter()
        .filter(|flight| is_shown(plan, storey, flight))
    {
        stair(svg, flight, frame);
    }
    for level in &shown {
        let mut walls = |walls: Vec<Segment>, style: Style| {
            for wall in walls {
                svg.polyline(&[frame.at(wall.a), frame.at(wall.b)], style);
            }
        };
        // Fences first, so that the walls of the house lie over them.
        walls(plan.walls(*level), Style::line(palette::GREY, FENCE));
        walls(plan.house_walls(*level), Style::line(palette::INK, WALL));
    }
    let openings = || {
        plan.openings
            .iter()
            .filter(|opening| opening.level == storey.level)
    };
    for opening in openings() {
        opening_of(svg, plan, opening, frame);
    }
    for space in spaces().filter(|space| !space.kind.is_outside() && space.level == storey.level) {
        let class = labels.get(&space.id).map(String::as_str);
        name(svg, space, class, clear_of_leaves(plan, space, frame));
    }
    stair_names(svg, plan, storey, frame);
    for exit in openings().filter(|opening| opening.kind == OpeningKind::Exit) {
        exit_name(svg, plan, exit, frame);
    }
}

/// Flights that touch one of the landings drawn, or rise from this storey, or end in it as the highest.
fn is_shown(plan: &Plan, storey: &Storey, flight: &Flight) -> bool {
    let landing = |level| storey.landings.contains(&level);
    let above = plan.flights.iter().any(|other| other.lower == storey.level);
    landing(flight.lower)
        || landing(flight.upper)
        || flight.lower == storey.level
        || (flight.upper == storey.level && !above)
}

fn floor_of(svg: &mut Svg, space: &Space, frame: &Frame) {
    let area = space.outline.area();
    svg.open_titled(&format!("{} ({}), {area:.0} m²", space.name, space.id));
    svg.polygon(&frame.polygon(&space.outline), Style::fill(floor(space.kind)));
    svg.close();
}

/// Treads, and an arrow that points up the stair.
fn stair(svg: &mut Svg, flight: &Flight, frame: &Frame) {
    let risers = flight.risers().clamp(1, 200);
    let tip = format!(
        "{} ({}): {:.2} m, {risers} × {:.0} cm",
        flight.name,
        flight.id,
        flight.width_m(),
        flight.riser_m * 100.0
    );
    svg.open_titled(&tip);
    svg.polygon(
        &frame.polygon(&flight.outline),
        Style::fill(palette::WHITE).outlined(palette::INK, 1.6),
    );
    let [left, right] = flight.sides();
    for step in 1..risers {
        let share = f64::from(step) / f64::from(risers);
        let at = |side: Segment| frame.at(side.at(side.length() * share));
        svg.polyline(&[at(left), at(right)], Style::line(palette::GREY, 1.0));
    }
    let (foot, head) = (flight.lower_edge.midpoint(), flight.upper_edge.midpoint());
    let shaft = Segment::new(foot, head);
    arrow(
        svg,
        frame.at(shaft.at(flight.run_m() * 0.12)),
        frame.at(shaft.at(flight.run_m() * 0.88)),
        palette::INK,
        2.0,
    );
    svg.close();
}

/// An arrow with an open head.
pub(super) fn arrow(svg: &mut Svg, from: Point, to: Point, colour: &str, width: f64) {
    let along = (to - from).unit();
    let barb = |side: f64| to - along * (width * 4.0) + along.left() * (side * width * 2.6);
    svg.polyline(&[from, to], Style::line(colour, width));
    svg.polyline(&[barb(1.0), to, barb(-1.0)], Style::line(colour, width));
}

fn opening_of(svg: &mut Svg, plan: &Plan, opening: &Opening, frame: &Frame) {
    let gap = opening.clear_segment();
    svg.open_titled(&format!(
        "{} ({}), {:.2} m",
        opening.name, opening.id, opening.clear_width_m
    ));
    let (a, b) = (frame.at(gap.a), frame.at(gap.b));
    if is_way_out(opening.kind) {
        svg.polyline(&[a, b], Style::line(palette::GREEN, WALL + 3.0));
        let out = outwards(plan, opening) * frame.scale;
        let middle = a.midpoint(b);
        arrow(
            svg,
            middle - out * ARROW_TAIL_M,
            middle + out * 0.85,
            palette::GREEN_TEXT,
            2.6,
        );
    }
    let has_leaves = opening.leaf != Leaf::None && opening.clear_width_m <= WIDEST_DOOR_M;
    if has_leaves && opening.kind != OpeningKind::Gate {
        leaves(svg, plan, opening, frame);
    }
    if opening.locked {
        locked(svg, a, b);
    }
    svg.close();
}

/// How far inside the arrow of an exit begins, metres.
const ARROW_TAIL_M: f64 = 0.75;

/// What is wider has no leaves, metres: a side that is open. An assumption.
const WIDEST_DOOR_M: f64 = 3.0;

/// From this width on a door has two leaves, metres. An assumption.
const TWO_LEAVES_M: f64 = 1.5;

/// A leaf as a line at a right angle and the arc it sweeps; of a wide door two of them.
fn leaves(svg: &mut Svg, plan: &Plan, opening: &Opening, frame: &Frame) {
    let gap = opening.clear_segment();
    let out = outwards(plan, opening);
    let swing = if opening.leaf == Leaf::Out {
        out
    } else {
        out * -1.0
    };
    let swing = Point::new(swing.x, -swing.y);
    let line = Style::line(palette::GREY_TEXT, 1.1);
    let halves = if opening.clear_width_m > TWO_LEAVES_M {
        vec![(gap.a, gap.midpoint()), (gap.b, gap.midpoint())]
    } else {
        vec![(gap.a, gap.b)]
    };
    for (hinge, end) in halves {
        let open = hinge + swing * hinge.distance(end);
        svg.polyline(&[frame.at(hinge), frame.at(open)], line);
        svg.arc(frame.at(hinge), frame.at(open), frame.at(end), line);
    }
}

/// The direction out of an opening's inner side, length 1, in sheet orientation (y down).
pub(super) fn outwards(plan: &Plan, opening: &Opening) -> Point {
    let normal = opening.segment.direction().left();
    let probe = opening.segment.midpoint() + normal * 0.1;
    let inner_is_left = plan[opening.inner].outline.contains(probe);
    let out = if inner_is_left { normal * -1.0 } else { normal };
    Point::new(out.x, -out.y)
}

/// A bar with a cross.
pub(super) fn locked(svg: &mut Svg, a: Point, b: Point) {
    let bar = Style::line(palette::VERMILION, 4.0);
    svg.polyline(&[a, b], bar);
    let (middle, along) = (a.midpoint(b), (b - a).unit() * 6.0);
    let across = along.left();
    for diagonal in [along + across, along - across] {
        svg.polyline(
            &[middle - diagonal, middle + diagonal],
            Style::line(palette::VERMILION_TEXT, 2.4),
        );
    }
}

/// How much larger than the name the class is set: it is what people look for.
const CLASS_SIZE: f64 = 1.4;

/// The box in a space that its walls leave free, and the leaves of its doors: its centre, width and height, pixels.
fn clear_of_leaves(plan: &Plan, space: &Space, frame: &Frame) -> (Point, f64, f64) {
    let (centre, width, height) = free_box(&frame.polygon(&space.outline));
    let (mut top, mut bottom) = (centre.y - 0.5 * height, centre.y + 0.5 * height);
    for opening in plan
        .openings
        .iter()
        .filter(|opening| opening.level == space.level)
    {
        let from_inside = plan[opening.inner].id == space.id;
        let is_of_it = from_inside || opening.outer.is_some_and(|outer| plan[outer].id == space.id);
        let door = frame.at(opening.segment.midpoint());
        let is_beside = outwards(plan, opening).y.abs() < 0.5 || (door.x - centre.x).abs() > 0.5 * width;
        if !is_of_it || is_beside {
            continue;
        }
        let leaves = if opening.clear_width_m > TWO_LEAVES_M {
            2.0
        } else {
            1.0
        };
        let swings_in = opening.leaf == if from_inside { Leaf::In } else { Leaf::Out };
        let depth_m = match opening.kind {
            // The arrow begins inside.
            OpeningKind::Exit if from_inside => ARROW_TAIL_M,
            _ if swings_in && opening.clear_width_m <= WIDEST_DOOR_M => opening.clear_width_m / leaves,
            _ => continue,
        };
        if door.y > centre.y {
            bottom = bottom.min(door.y - depth_m * frame.scale);
        } else {
            top = top.max(door.y + depth_m * frame.scale);
        }
    }
    (
        Point::new(centre.x, f64::midpoint(top, bottom)),
        width,
        bottom - top,
    )
}

/// The name of each stair: on its landing, or over it.
fn stair_names(svg: &mut Svg, plan: &Plan, storey: &Storey, frame: &Frame) {
    const SIZE: f64 = 12.0;
    let mut stairs: BTreeMap<&str, Vec<&Flight>> = BTreeMap::new();
    for flight in plan
        .flights
        .iter()
        .filter(|flight| is_shown(plan, storey, flight))
    {
        stairs.entry(&flight.stair).or_default().push(flight);
    }
    let style = TextStyle::new(SIZE, palette::INK).centred().halo(3.0);
    for flights in stairs.values() {
        // What comes behind the comma tells the flight, not the stair.
        let name = flights[0].name.split(',').next().unwrap_or_default();
        let corners = flights
            .iter()
            .flat_map(|flight| frame.polygon(&flight.outline).outer);
        let Some(bounds) = Bounds::around(corners) else {
            continue;
        };
        let reaches = |area: &Polygon| {
            area.bounds()
                .is_some_and(|other| bounds.near(&other, frame.scale))
        };
        let landings = plan
            .spaces
            .iter()
            .filter(|space| storey.landings.contains(&space.level));
        let areas = landings
            .map(|space| frame.polygon(&space.outline))
            .filter(reaches);
        let mut fitting = areas.filter_map(|area| {
            let (centre, width, height) = free_box(&area);
            let fits = text_width(name, SIZE) <= width && SIZE <= height;
            fits.then_some(Point::new(centre.x, centre.y + 0.35 * SIZE))
        });
        let half = 0.5 * text_width(name, SIZE);
        let x = f64::midpoint(bounds.min.x, bounds.max.x)
            .min(frame.width_px() - half)
            .max(half);
        let over = Point::new(x, (bounds.min.y - 5.0).max(SIZE));
        svg.text(fitting.next_back().unwrap_or(over), name, style);
    }
}

/// The name of a space, and under it the class that sits there, where they fit into a box.
fn name(svg: &mut Svg, space: &Space, class: Option<&str>, (centre, width, height): (Point, f64, f64)) {
    let Some(mut fitted) = fit(&space.name, width, height, if class.is_some() { 2 } else { 0 }) else {
        return;
    };
    if class.is_some() {
        fitted.size = fitted.size.min(15.0);
    }
    let class = class.filter(|class| text_width(class, fitted.size * CLASS_SIZE) <= width);
    let class_height = if class.is_some() {
        fitted.leading() * CLASS_SIZE
    } else {
        0.0
    };
    let first = centre.y - f64::midpoint(fitted.height(), class_height) + fitted.size * 0.95;
    let colour = if class.is_some() {
        palette::GREY_TEXT
    } else {
        palette::INK
    };
    for (number, line) in fitted.lines.iter().enumerate() {
        let at = Point::new(centre.x, first + number as f64 * fitted.leading());
        svg.text(at, line, TextStyle::new(fitted.size, colour).centred());
    }
    if let Some(class) = class {
        let at = Point::new(
            centre.x,
            first + fitted.height() + fitted.size * (CLASS_SIZE - 1.0),
        );
        svg.text(
            at,
            class,
            TextStyle::new(fitted.size * CLASS_SIZE, palette::INK)
                .centred()
                .bold(),
        );
    }
}

/// The name of an exit, outside the building beside its arrow.
fn exit_name(svg: &mut Svg, plan: &Plan, exit: &Opening, frame: &Frame) {
    let out = outwards(plan, exit);
    let size = 15.0;
    let middle = frame.at(exit.segment.midpoint());
    let style = TextStyle::new(size, palette::GREEN_TEXT).bold().halo(3.0);
    if out.y.abs() >= out.x.abs() {
        // North or south: to the right of the arrow, or where that is out of the picture or over a room to the left of it, or before it.
        let beside = frame.scale * exit.segment.length() * 0.5 + 12.0;
        let y = middle.y + out.y * frame.scale * 0.75 + size * 0.35;
        let width = text_width(&exit.name, size);
        let (right, left) = (middle.x + beside, middle.x - beside - width);
        let fits = |from: f64| {
            let ends = [from, from + 0.5 * width, from + width].map(|x| Point::new(x, y - size * 0.35));
            let is_inside = |at: Point| {
                let under = plan.space_at(exit.level, frame.back(at));
                under.is_some_and(|space| !plan[space].kind.is_outside())
            };
            from >= 0.0 && from + width <= frame.width_px() && !ends.into_iter().any(is_inside)
        };
        if let Some(from) = [right, left].into_iter().find(|from| fits(*from)) {
            svg.text(Point::new(from, y), &exit.name, style);
        } else {
            let y = middle.y + out.y * (frame.scale * 0.85 + size) + size * 0.35;
            svg.text(Point::new(middle.x, y), &exit.name, style.centred());
        }
        return;
    }
    // West or east: broken into words over the arrow, centred in the strip beside the building.
    let words: Vec<&str> = exit.name.split_whitespace().collect();
    let strip = super::AROUND_M * frame.scale;
    let x = middle.x + out.x * strip * 0.5;
    let over = frame.scale * exit.segment.length() * 0.5 + 10.0;
    for (number, word) in words.iter().rev().enumerate() {
        let half = 0.5 * text_width(word, size);
        let x = x.min(frame.width_px() - half).max(half);
        svg.text(
            Point::new(x, middle.y - over - number as f64 * size * 1.1),
            word,
            style.centred(),
        );
    }
}

/// An assembly area with its name and capacity.
pub(super) fn assembly(svg: &mut Svg, area: &Assembly, frame: &Frame, words: &PlanWords, largest: f64) {
    let outline = frame.polygon(&area.outline);
    svg.open_titled(&format!(
        "{} ({}), {} {}",
        area.name, area.id, area.capacity, words.people
    ));
    svg.polygon(&outline, Style::fill(palette::WHITE));
    let hatch = format!("url(#{HATCH})");
    svg.polygon(
        &outline,
        Style::fill(&hatch)
            .outlined(palette::GREEN_TEXT, 2.0)
            .dashed("8 4"),
    );
    let (centre, width, height) = free_box(&outline);
    if let Some(mut fitted) = fit(&area.name, width, height, 1) {
        fitted.size = fitted.size.min(largest);
        let top = centre.y - f64::midpoint(fitted.height(), fitted.leading());
        let capacity = format!("{} {}", area.capacity, words.people);
        let widest = fitted
            .lines
            .iter()
            .chain([&capacity])
            .map(|line| label::text_width(line, fitted.size));
        let plate = widest.fold(0.0, f64::max) + 14.0;
        let corner = Point::new(centre.x - plate / 2.0, top - 4.0);
        svg.rect(
            corner,
            plate,
            fitted.height() + fitted.leading() + 8.0,
            4.0,
            Style::fill(palette::WHITE),
        );
        let style = TextStyle::new(fitted.size, palette::GREEN_TEXT).centred();
        for (number, line) in fitted.lines.iter().enumerate() {
            let y = top + fitted.size * 0.95 + number as f64 * fitted.leading();
            svg.text(Point::new(centre.x, y), line, style.bold());
        }
        svg.text(
            Point::new(centre.x, top + fitted.size * 0.95 + fitted.height()),
            &capacity,
            style,
        );
    }
    svg.close();
}
