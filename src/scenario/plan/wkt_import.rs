//! A pedestrian simulator's geometry as a plan.
//!
//! `JuPedSim` knows one walkable area, and exits as polygons inside it in which people vanish. The mapping:
//!
//! - each polygon of the area becomes a space of kind `hall` on the one level `0` (`hall`, or `hall-1`, `hall-2`…);
//!   where two of them share an edge, an `opening` joins them. Obstacles are holes and stay holes;
//! - an exit polygon becomes an `assembly` area: people are done when they reach it, as there. That it lies inside
//!   is allowed because the plan draws no outside;
//! - an exit line on the boundary becomes an `exit` to the street.
//!
//! Coordinates are written exactly as read.

use crate::diagnostic::{Diagnostic, SourceId, Span};
use crate::geo::wkt::{self, ShapeKind};
use crate::geo::{Polygon, RingFault, Segment, overlaps};

use super::join::{OVERLAP_M2, TOLERANCE_M};
use super::write::{Writer, line_string, polygon};

/// What an exit polygon of a simulator without capacities takes: more than any school has.
const UNLIMITED: u32 = 100_000;
/// A shared edge shorter than this joins nothing, metres.
const NARROWEST_M: f64 = 0.5;
/// Corners closer than this are one corner, metres: floating-point remains of boolean operations.
const SAME_CORNER_M: f64 = 0.001;

/// Writes the plan of a walkable area with its exits; both are well-known text with the source they came from.
///
/// # Errors
/// Text that is not WKT, an area that crosses itself, parts of the area that overlap, no area or no exit.
pub fn plan_from_wkt(area: (&str, SourceId), exits: (&str, SourceId)) -> Result<String, Box<Diagnostic>> {
    let parts = areas(area)?;
    let mut plan = Writer::default();
    plan.feature(
        &[("kind", "level"), ("id", "0")],
        &["\"elevation_m\": 0".to_owned()],
        "null",
    );
    for (number, (part, _)) in parts.iter().enumerate() {
        let id = hall_id(number, parts.len());
        plan.feature(
            &[("kind", "hall"), ("id", &id), ("level", "0")],
            &[],
            &polygon(part),
        );
    }
    passages(&parts, &mut plan)?;
    goals(exits, &mut plan)?;
    Ok(plan.finish())
}

/// What a part of the area is called, by its place among so many.
pub fn hall_id(part: usize, parts: usize) -> String {
    if parts == 1 {
        "hall".to_owned()
    } else {
        format!("hall-{}", part + 1)
    }
}

/// What the area of an exit is called, by its place among them.
pub fn goal_id(zone: usize) -> String {
    format!("goal-{}", zone + 1)
}

/// Writes each exit: an area as assembly area, a line as exit to the street.
fn goals((text, source): (&str, SourceId), plan: &mut Writer) -> Result<(), Box<Diagnostic>> {
    let goals = wkt::parse(text, source)?;
    if goals.is_empty() {
        let start = Span {
            source,
            start: 0,
            end: text.len() as u32,
        };
        return Err(Diagnostic::error("no-goal", start, "no exit is given")
            .help("draw a POLYGON or a LINESTRING")
            .into());
    }
    let (mut zones, mut lines) = (0, 0);
    for goal in goals {
        match goal.kind {
            ShapeKind::Area(zone) => {
                let id = goal_id(zones);
                zones += 1;
                let capacity = format!("\"capacity\": {UNLIMITED}");
                plan.feature(
                    &[("kind", "assembly"), ("id", &id), ("level", "0")],
                    &[capacity],
                    &polygon(&cleaned(zone)),
                );
            }
            ShapeKind::Line(line) if line.len() == 2 => {
                lines += 1;
                let id = format!("exit-{lines}");
                let segment = Segment::new(line[0], line[1]);
                plan.feature(
                    &[("kind", "exit"), ("id", &id), ("level", "0")],
                    &[],
                    &line_string(&segment),
                );
            }
            ShapeKind::Line(_) => {
                return Err(Diagnostic::error("wkt", goal.span, "an exit line has two ends").into());
            }
        }
    }
    Ok(())
}

/// The parts of the walkable area, checked.
fn areas((text, source): (&str, SourceId)) -> Result<Vec<(Polygon, Span)>, Box<Diagnostic>> {
    let mut parts = Vec::new();
    for shape in wkt::parse(text, source)? {
        let ShapeKind::Area(part) = shape.kind else {
            return Err(Diagnostic::error("wkt", shape.span, "the walkable area is made of polygons").into());
        };
        let part = cleaned(part);
        if let Some(fault) = part.fault() {
            let message = match fault {
                RingFault::Crossing { at, .. } => {
                    format!("the outline crosses itself at ({}, {})", at.x, at.y)
                }
                _ => "the outline encloses no area".to_owned(),
            };
            return Err(Diagnostic::error("self-intersection", shape.span, message).into());
        }
        parts.push((part, shape.span));
    }
    if parts.is_empty() {
        let all = Span {
            source,
            start: 0,
            end: text.len() as u32,
        };
        return Err(Diagnostic::error("empty-plan", all, "the text holds no area").into());
    }
    Ok(parts)
}

/// Joins parts that share an edge.
fn passages(parts: &[(Polygon, Span)], plan: &mut Writer) -> Result<(), Box<Diagnostic>> {
    let mut number = 0;
    for (i, (first, first_span)) in parts.iter().enumerate() {
        for (second, second_span) in &parts[i + 1..] {
            let near = first
                .bounds()
                .zip(second.bounds())
                .is_some_and(|(a, b)| a.near(&b, TOLERANCE_M));
            if !near {
                continue;
            }
            if overlaps(first, second, OVERLAP_M2) {
                let problem = Diagnostic::error(
                    "overlapping-spaces",
                    *second_span,
                    "two parts of the area overlap",
                );
                return Err(problem
                    .related(*first_span, "the other part")
                    .help("unite them before exporting, for example with shapely.union_all")
                    .into());
            }
            for edge in first.edges() {
                for other in second.edges() {
                    let Some(common) = edge.along(&other, TOLERANCE_M) else {
                        continue;
                    };
                    if common.to_m - common.from_m < NARROWEST_M {
                        continue;
                    }
                    number += 1;
                    let id = format!("passage-{number}");
                    let passage = Segment::new(edge.at(common.from_m), edge.at(common.to_m));
                    plan.feature(
                        &[("kind", "opening"), ("id", &id), ("level", "0")],
                        &[],
                        &line_string(&passage),
                    );
                }
            }
        }
    }
    Ok(())
}

/// Without corners that repeat the one before.
fn cleaned(mut polygon: Polygon) -> Polygon {
    for ring in std::iter::once(&mut polygon.outer).chain(&mut polygon.holes) {
        ring.dedup_by(|later, first| later.distance(*first) <= SAME_CORNER_M);
        while ring.len() > 3 && ring[0].distance(ring[ring.len() - 1]) <= SAME_CORNER_M {
            ring.pop();
        }
    }
    polygon
}
