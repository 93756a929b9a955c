//! What bounds the spaces of a level, with the gaps of openings and stairs cut out.

use super::join::TOLERANCE_M;
use super::model::{LevelIndex, Plan, Space};
use crate::geo::{Point, Segment};

/// A wall shorter than this beside a door is a rounding, metres.
const SHORTEST_M: f64 = 0.01;

impl Plan {
    /// The walls and fences of a level: the boundaries of its spaces, with shared and aligned boundaries merged, and
    /// the clear width of each opening and the edges of stairs cut out. The sides of flights are not among them
    /// ([`Flight::sides`](super::Flight::sides)); a shut door closes its gap with
    /// [`Opening::clear_segment`](super::Opening::clear_segment). The order depends only on the coordinates.
    pub fn walls(&self, level: LevelIndex) -> Vec<Segment> {
        self.walls_of(level, |_| true)
    }

    /// The same without what bounds only places outside: fences, the edges of yards and paths.
    pub fn house_walls(&self, level: LevelIndex) -> Vec<Segment> {
        self.walls_of(level, |space| !space.kind.is_outside())
    }

    fn walls_of(&self, level: LevelIndex, bounded: impl Fn(&Space) -> bool) -> Vec<Segment> {
        let edges = self
            .spaces_on(level)
            .filter(|(_, space)| bounded(space))
            .flat_map(|(_, space)| space.outline.edges())
            .collect();
        let doors = self.openings.iter().filter(|opening| opening.level == level);
        let feet = self.flights.iter().filter(|flight| flight.lower == level);
        let heads = self.flights.iter().filter(|flight| flight.upper == level);
        let gaps: Vec<Segment> = doors
            .map(super::Opening::clear_segment)
            .chain(feet.map(|flight| flight.lower_edge))
            .chain(heads.map(|flight| flight.upper_edge))
            .collect();
        merge(edges, &gaps)
    }
}

/// A straight line on which walls lie, and from where to where, metres from its first end.
struct Line {
    carrier: Segment,
    stretches: Vec<(f64, f64)>,
}

/// Edges that lie on one line, within the drawing tolerance, become one wall where they touch.
fn merge(mut edges: Vec<Segment>, gaps: &[Segment]) -> Vec<Segment> {
    for edge in &mut edges {
        *edge = upright(*edge);
    }
    // The longest first: its direction is the most exact.
    edges.sort_by(|a, b| {
        b.length()
            .total_cmp(&a.length())
            .then_with(|| key(a).cmp(&key(b)))
    });
    let mut lines: Vec<Line> = Vec::new();
    for edge in edges {
        let on = |line: &&mut Line| {
            line.carrier.line_distance(edge.a) <= TOLERANCE_M
                && line.carrier.line_distance(edge.b) <= TOLERANCE_M
        };
        match lines.iter_mut().find(on) {
            Some(line) => line.stretches.push(line.stretch(&edge)),
            None => lines.push(Line {
                carrier: edge,
                stretches: vec![(0.0, edge.length())],
            }),
        }
    }
    let mut walls: Vec<Segment> = lines.iter().flat_map(|line| line.walls(gaps)).collect();
    walls.sort_by_key(key);
    walls
}

impl Line {
    fn stretch(&self, segment: &Segment) -> (f64, f64) {
        let direction = self.carrier.direction();
        let along = |p: Point| (p - self.carrier.a).dot(direction);
        let (a, b) = (along(segment.a), along(segment.b));
        (a.min(b), a.max(b))
    }

    fn walls(&self, gaps: &[Segment]) -> Vec<Segment> {
        // A gap lies within the tolerance of its wall, and its wall within the tolerance of the line.
        let on = |p: Point| self.carrier.line_distance(p) <= 2.0 * TOLERANCE_M;
        let mut gaps: Vec<(f64, f64)> = gaps
            .iter()
            .filter(|gap| on(gap.a) && on(gap.b))
            .map(|gap| self.stretch(gap))
            .collect();
        gaps.sort_by(order);
        let mut pieces = Vec::new();
        for (mut from, to) in union(self.stretches.clone()) {
            for (gap_from, gap_to) in &gaps {
                if *gap_to > from && *gap_from < to {
                    pieces.push((from, *gap_from));
                    from = *gap_to;
                }
            }
            pieces.push((from, to));
        }
        let long_enough = pieces.into_iter().filter(|(from, to)| to - from > SHORTEST_M);
        long_enough
            .map(|(from, to)| Segment::new(self.carrier.at(from), self.carrier.at(to)))
            .collect()
    }
}

/// Stretches that overlap or nearly touch become one.
fn union(mut stretches: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    stretches.sort_by(order);
    let mut union: Vec<(f64, f64)> = Vec::new();
    for (from, to) in stretches {
        match union.last_mut() {
            Some(last) if from <= last.1 + TOLERANCE_M => last.1 = last.1.max(to),
            _ => union.push((from, to)),
        }
    }
    union
}

fn order(a: &(f64, f64), b: &(f64, f64)) -> std::cmp::Ordering {
    a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1))
}

/// The same segment, from west to east, or from south to north where it stands upright.
fn upright(segment: Segment) -> Segment {
    if (segment.b.x, segment.b.y) < (segment.a.x, segment.a.y) {
        Segment::new(segment.b, segment.a)
    } else {
        segment
    }
}

/// Coordinates as integers that sort like the numbers: micrometres.
fn key(segment: &Segment) -> [i64; 4] {
    [segment.a.x, segment.a.y, segment.b.x, segment.b.y].map(|metres| (metres * 1e6).round() as i64)
}
