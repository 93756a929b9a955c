//! What the colours and signs mean; only what the plan uses.

use super::storey::{arrow, locked};
use super::{HATCH, PlanWords, floor, is_way_out, panel_title};
use crate::geo::Point;
use crate::plot::palette;
use crate::plot::svg::{Style, Svg, TextStyle};
use crate::scenario::plan::{Plan, SpaceKind};

/// Height of an entry, pixels.
const ROW: f64 = 30.0;
/// Width and height of a sign, pixels.
const SIGN: (f64, f64) = (34.0, 20.0);

#[derive(Clone, Copy)]
enum Sign {
    Floor(SpaceKind),
    Door,
    Exit,
    Locked,
    Stair,
    Assembly,
}

/// Draws the legend in two columns and says where it ends.
pub(super) fn draw(svg: &mut Svg, plan: &Plan, at: Point, width: f64, words: &PlanWords) -> f64 {
    panel_title(svg, at, &words.legend);
    let entries = entries(plan, words);
    let rows = entries.len().div_ceil(2);
    for (number, (sign, text)) in entries.iter().enumerate() {
        let column = (number / rows) as f64;
        let corner = at + Point::new(column * width / 2.0, 34.0 + (number % rows) as f64 * ROW);
        draw_sign(svg, *sign, corner);
        svg.text(
            corner + Point::new(SIGN.0 + 10.0, 15.0),
            text,
            TextStyle::new(14.0, palette::INK),
        );
    }
    at.y + 34.0 + rows as f64 * ROW
}

fn entries<'a>(plan: &Plan, words: &'a PlanWords) -> Vec<(Sign, &'a str)> {
    // Corridors, halls and stairwells share a floor and an entry.
    let entry = |kind: SpaceKind| match kind {
        SpaceKind::Corridor | SpaceKind::Stairwell => SpaceKind::Hall,
        kind => kind,
    };
    let mut kinds: Vec<SpaceKind> = plan.spaces.iter().map(|space| entry(space.kind)).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let floors = kinds
        .into_iter()
        .filter_map(|kind| Some((Sign::Floor(kind), words.kinds.get(&kind)?.as_str())));
    let mut entries: Vec<(Sign, &str)> = floors.collect();
    let openings = &plan.openings;
    let signs = [
        (
            Sign::Door,
            &words.door,
            openings.iter().any(|opening| !is_way_out(opening.kind)),
        ),
        (
            Sign::Exit,
            &words.exit,
            openings.iter().any(|opening| is_way_out(opening.kind)),
        ),
        (
            Sign::Locked,
            &words.locked,
            openings.iter().any(|opening| opening.locked),
        ),
        (Sign::Stair, &words.stair, !plan.flights.is_empty()),
        (Sign::Assembly, &words.assembly, !plan.assemblies.is_empty()),
    ];
    entries.extend(
        signs
            .into_iter()
            .filter(|(_, _, used)| *used)
            .map(|(sign, text, _)| (sign, text.as_str())),
    );
    entries
}

fn draw_sign(svg: &mut Svg, sign: Sign, corner: Point) {
    let (width, height) = SIGN;
    let at = |x: f64, y: f64| corner + Point::new(x, y);
    let outline = Style::line(palette::INK, 1.0);
    match sign {
        Sign::Floor(kind) => {
            svg.rect(
                corner,
                width,
                height,
                0.0,
                Style::fill(floor(kind)).outlined(palette::INK, 1.0),
            );
        }
        Sign::Door => door(svg, corner),
        Sign::Exit => {
            svg.polyline(
                &[at(4.0, 10.0), at(width - 4.0, 10.0)],
                Style::line(palette::GREEN, 6.0),
            );
            arrow(
                svg,
                at(width / 2.0, 20.0),
                at(width / 2.0, 0.0),
                palette::GREEN_TEXT,
                2.4,
            );
        }
        Sign::Locked => locked(svg, at(4.0, 10.0), at(width - 4.0, 10.0)),
        Sign::Stair => {
            svg.rect(corner, width, height, 0.0, outline);
            for step in 1..6 {
                let x = f64::from(step) * width / 6.0;
                svg.polyline(&[at(x, 0.0), at(x, height)], Style::line(palette::GREY, 1.0));
            }
            arrow(
                svg,
                at(4.0, height / 2.0),
                at(width - 4.0, height / 2.0),
                palette::INK,
                1.8,
            );
        }
        Sign::Assembly => {
            let hatch = format!("url(#{HATCH})");
            svg.rect(
                corner,
                width,
                height,
                0.0,
                Style::fill(&hatch)
                    .outlined(palette::GREEN_TEXT, 2.0)
                    .dashed("8 4"),
            );
        }
    }
}

/// A gap in a wall with a leaf.
fn door(svg: &mut Svg, corner: Point) {
    let at = |x: f64, y: f64| corner + Point::new(x, y);
    let wall = Style::line(palette::INK, 3.4);
    svg.polyline(&[at(0.0, 18.0), at(8.0, 18.0)], wall);
    svg.polyline(&[at(26.0, 18.0), at(SIGN.0, 18.0)], wall);
    let leaf = Style::line(palette::GREY_TEXT, 1.1);
    svg.polyline(&[at(8.0, 18.0), at(8.0, 0.0)], leaf);
    svg.arc(at(8.0, 18.0), at(8.0, 0.0), at(26.0, 18.0), leaf);
}
