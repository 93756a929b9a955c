//! The shortest way between two points of a room: straight, or round its corners.

use super::hydraulics::OFF_THE_WALL_M;
use crate::geo::{Point, Polygon, Segment};

/// A way between two points of a room.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Path {
    /// How long it is, m.
    pub(super) length_m: f64,
    /// Corners it passes.
    pub(super) via: Vec<Point>,
}

/// The floor of a room, and the ways between the corners that people have to go round.
#[derive(Debug, Clone)]
pub(super) struct Floor {
    edges: Vec<Segment>,
    corners: Vec<Point>,
    /// By first and second corner: length of the way, and the corner after the first; none where there is no way.
    between: Vec<Option<(f64, usize)>>,
}

impl Floor {
    pub(super) fn new(outline: &Polygon) -> Self {
        let corners = corners_to_go_round(outline);
        let mut floor = Self {
            edges: outline.edges().collect(),
            between: vec![None; corners.len() * corners.len()],
            corners,
        };
        floor.join_corners();
        floor
    }

    /// Shortest ways between all corners (Floyd and Warshall).
    fn join_corners(&mut self) {
        let n = self.corners.len();
        for a in 0..n {
            for b in 0..n {
                if a == b || self.is_free(self.corners[a], self.corners[b]) {
                    self.between[a * n + b] = Some((self.corners[a].distance(self.corners[b]), b));
                }
            }
        }
        for through in 0..n {
            for a in 0..n {
                for b in 0..n {
                    let (Some(first), Some(second)) =
                        (self.between[a * n + through], self.between[through * n + b])
                    else {
                        continue;
                    };
                    let length_m = first.0 + second.0;
                    if self.between[a * n + b].is_none_or(|known| length_m < known.0 - 1e-9) {
                        self.between[a * n + b] = Some((length_m, first.1));
                    }
                }
            }
        }
    }

    /// Whether no wall lies between two points.
    fn is_free(&self, from: Point, to: Point) -> bool {
        let way = to - from;
        !self.edges.iter().any(|edge| {
            let (a, b) = (way.cross(edge.a - from), way.cross(edge.b - from));
            let along = edge.b - edge.a;
            let (p, q) = (along.cross(from - edge.a), along.cross(to - edge.a));
            a * b <= 0.0 && p * q < 0.0 && (a != 0.0 || b != 0.0)
        })
    }

    /// The shortest way from one point to another. Where walls leave none, the straight line: somebody stands where
    /// the drawing has no floor.
    pub(super) fn path(&self, from: Point, to: Point) -> Path {
        let straight = Path {
            length_m: from.distance(to),
            via: Vec::new(),
        };
        if self.corners.is_empty() || self.is_free(from, to) {
            return straight;
        }
        let n = self.corners.len();
        let in_sight_of = |p: Point| -> Vec<usize> {
            let seen = (0..n).filter(|corner| self.is_free(p, self.corners[*corner]));
            seen.collect()
        };
        let (first, last) = (in_sight_of(from), in_sight_of(to));
        let mut best: Option<(f64, usize, usize)> = None;
        for a in first {
            let to_corner_m = from.distance(self.corners[a]);
            for b in &last {
                let Some((between_m, _)) = self.between[a * n + b] else {
                    continue;
                };
                let length_m = to_corner_m + between_m + self.corners[*b].distance(to);
                if best.is_none_or(|(known_m, _, _)| length_m < known_m) {
                    best = Some((length_m, a, *b));
                }
            }
        }
        best.map_or(straight, |(length_m, a, b)| Path {
            length_m,
            via: self.corners_from(a, b),
        })
    }

    fn corners_from(&self, a: usize, b: usize) -> Vec<Point> {
        let mut via = vec![self.corners[a]];
        let mut at = a;
        while at != b {
            let Some((_, next)) = self.between[at * self.corners.len() + b] else {
                break;
            };
            at = next;
            via.push(self.corners[at]);
        }
        via
    }
}

/// The corners of an outline that jut into it, a little off the wall.
fn corners_to_go_round(outline: &Polygon) -> Vec<Point> {
    let mut corners = Vec::new();
    for ring in outline.rings() {
        let n = ring.len();
        for (i, corner) in ring.iter().enumerate() {
            let (before, after) = (ring[(i + n - 1) % n], ring[(i + 1) % n]);
            let between = (before - *corner).unit() + (after - *corner).unit();
            if between.length() < 1e-3 {
                continue;
            }
            let off = between.unit() * OFF_THE_WALL_M;
            let (between, away) = (*corner + off, *corner - off);
            if outline.contains(away) && !outline.contains(between) {
                corners.push(away);
            }
        }
    }
    corners
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(list: &[(f64, f64)]) -> Vec<Point> {
        list.iter().map(|(x, y)| Point::new(*x, *y)).collect()
    }

    #[test]
    fn a_straight_room_is_crossed_in_a_straight_line() {
        let floor = Floor::new(&Polygon::rectangle(Point::new(0.0, 0.0), Point::new(9.0, 7.0)));
        let path = floor.path(Point::new(1.0, 1.0), Point::new(4.0, 5.0));
        assert_eq!((path.length_m, path.via.len()), (5.0, 0));
    }

    #[test]
    fn a_bent_room_is_crossed_round_its_corner() {
        // An L: 10 m by 10 m without its upper right quarter.
        let bent = points(&[
            (0.0, 0.0),
            (10.0, 0.0),
            (10.0, 5.0),
            (5.0, 5.0),
            (5.0, 10.0),
            (0.0, 10.0),
        ]);
        let floor = Floor::new(&Polygon::new(bent));
        let path = floor.path(Point::new(9.0, 4.0), Point::new(4.0, 9.0));
        let corner = Point::new(
            5.0 - OFF_THE_WALL_M / 2_f64.sqrt(),
            5.0 - OFF_THE_WALL_M / 2_f64.sqrt(),
        );
        let expected_m = 2.0 * corner.distance(Point::new(9.0, 4.0));
        println!("expected {expected_m:.3} m, obtained {:.3} m", path.length_m);
        assert!((path.length_m - expected_m).abs() < 1e-6 && path.via.len() == 1);
    }

    #[test]
    fn a_building_in_a_yard_is_walked_round() {
        let mut yard = Polygon::rectangle(Point::new(0.0, 0.0), Point::new(30.0, 30.0));
        yard.holes
            .push(points(&[(10.0, 10.0), (20.0, 10.0), (20.0, 20.0), (10.0, 20.0)]));
        let floor = Floor::new(&yard);
        let path = floor.path(Point::new(15.0, 9.0), Point::new(15.0, 21.0));
        println!(
            "expected 20.7 m round the building, obtained {:.2} m",
            path.length_m
        );
        assert!(path.via.len() == 2 && (20.6..20.8).contains(&path.length_m));
    }
}
