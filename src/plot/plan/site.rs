//! The whole site: yards, fences, gates, assembly areas, and the building as a block with its exits.

use super::storey::{arrow, assembly, locked, outwards};
use super::{Frame, PlanWords, floor, is_way_out};
use crate::geo::Point;
use crate::plot::palette;
use crate::plot::svg::{Anchor, Style, Svg, TextStyle};
use crate::scenario::plan::{LevelIndex, Opening, OpeningKind, Plan};

/// Letters of names on the site, pixels.
const NAME: f64 = 13.0;

pub(super) fn draw(svg: &mut Svg, plan: &Plan, frame: &Frame, words: &PlanWords) {
    for space in plan.spaces.iter().filter(|space| space.kind.is_outside()) {
        svg.open_titled(&format!(
            "{} ({}), {:.0} m²",
            space.name,
            space.id,
            space.outline.area()
        ));
        svg.polygon(&frame.polygon(&space.outline), Style::fill(floor(space.kind)));
        svg.close();
    }
    let outside_levels: Vec<LevelIndex> = (0..plan.levels.len() as u32)
        .map(LevelIndex)
        .filter(|level| has_outside(plan, *level))
        .collect();
    for level in &outside_levels {
        for (_, space) in plan
            .spaces_on(*level)
            .filter(|(_, space)| !space.kind.is_outside())
        {
            svg.polygon(&frame.polygon(&space.outline), Style::fill(palette::GREY_TINT));
        }
        for wall in plan.walls(*level) {
            svg.polyline(
                &[frame.at(wall.a), frame.at(wall.b)],
                Style::line(palette::INK, 1.3),
            );
        }
    }
    for area in &plan.assemblies {
        assembly(svg, area, frame, words, NAME);
    }
    let ways_out = plan.openings.iter().filter(|opening| is_way_out(opening.kind));
    for opening in ways_out.filter(|opening| outside_levels.contains(&opening.level)) {
        way_out(svg, plan, opening, frame, words);
    }
}

fn has_outside(plan: &Plan, level: LevelIndex) -> bool {
    plan.spaces_on(level).any(|(_, space)| space.kind.is_outside())
}

/// An exit as an arrow, a gate as an arrow with its name.
fn way_out(svg: &mut Svg, plan: &Plan, opening: &Opening, frame: &Frame, words: &PlanWords) {
    let (a, b) = (frame.at(opening.segment.a), frame.at(opening.segment.b));
    let (middle, out) = (a.midpoint(b), outwards(plan, opening));
    svg.open_titled(&format!(
        "{} ({}), {:.2} m",
        opening.name, opening.id, opening.clear_width_m
    ));
    svg.polyline(&[a, b], Style::line(palette::GREEN, 4.0));
    if opening.locked {
        locked(svg, a, b);
    } else {
        arrow(
            svg,
            middle - out * 5.0,
            middle + out * 11.0,
            palette::GREEN_TEXT,
            2.0,
        );
    }
    if opening.kind == OpeningKind::Gate {
        let name = if opening.locked {
            format!("{} ({})", opening.name, words.locked.to_lowercase())
        } else {
            opening.name.clone()
        };
        let colour = if opening.locked {
            palette::VERMILION_TEXT
        } else {
            palette::GREEN_TEXT
        };
        // Inside the fence, where there is room.
        let anchor = match out.x {
            x if x > 0.5 => Anchor::End,
            x if x < -0.5 => Anchor::Start,
            _ => Anchor::Middle,
        };
        let at = middle - out * 14.0 + Point::new(0.0, NAME * (0.35 - out.y * 0.35));
        svg.text(
            at,
            &name,
            TextStyle {
                anchor,
                ..TextStyle::new(NAME, colour).bold().halo(3.0)
            },
        );
    }
    svg.close();
}
