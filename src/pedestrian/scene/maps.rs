//! The same place elsewhere: turned, mirrored, shifted.

use super::super::{Goal, Point, Polygon, Segment, VenueSpec};
use crate::sim::maths;

/// How a point of the plan is mapped.
pub type Map = Box<dyn Fn(Point) -> Point + Send + Sync>;

/// The same place, mapped.
pub fn mapped(spec: &VenueSpec, goal: &Goal, map: &dyn Fn(Point) -> Point) -> (VenueSpec, Goal) {
    let line = |s: &Segment| Segment::new(map(s.a), map(s.b));
    let area = |p: &Polygon| Polygon {
        outline: p.outline.iter().map(|q| map(*q)).collect(),
        holes: p
            .holes
            .iter()
            .map(|hole| hole.iter().map(|q| map(*q)).collect())
            .collect(),
    };
    let mut spec = spec.clone();
    for deck in &mut spec.decks {
        deck.walkable = deck.walkable.iter().map(area).collect();
        deck.walls = deck.walls.iter().map(line).collect();
    }
    for opening in &mut spec.openings {
        opening.line = line(&opening.line);
    }
    for flight in &mut spec.flights {
        flight.lower_edge = line(&flight.lower_edge);
        flight.upper_edge = line(&flight.upper_edge);
    }
    let goal = Goal {
        areas: goal.areas.iter().map(|(deck, p)| (*deck, area(p))).collect(),
        lines: goal.lines.iter().map(|(deck, s)| (*deck, line(s))).collect(),
    };
    (spec, goal)
}

/// Turns the plane about its origin.
pub fn turn(angle: f32) -> impl Fn(Point) -> Point {
    let (s, c) = (
        maths::sin(f64::from(angle)) as f32,
        maths::cos(f64::from(angle)) as f32,
    );
    move |p: Point| [c * p[0] - s * p[1], s * p[0] + c * p[1]]
}
