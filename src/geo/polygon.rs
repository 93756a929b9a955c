//! Areas with straight edges and holes: size, middle, what lies inside, and what keeps rings from enclosing one.

use super::{Bounds, Point, Segment};

/// An area with straight edges, possibly with holes. Rings are not closed: the last corner is joined to the
/// first. Either orientation is welcome; nothing here depends on it.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Polygon {
    /// Corners of the outline.
    pub outer: Vec<Point>,
    /// Corners of each hole.
    pub holes: Vec<Vec<Point>>,
}

/// What keeps rings from enclosing an area. Indices are (ring, edge): ring 0 is the outline, edge k runs from
/// corner k to the next.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum RingFault {
    /// Fewer than three corners, or no area.
    Degenerate {
        /// Which ring.
        ring: usize,
    },
    /// Two corners in a row are the same place.
    RepeatedCorner {
        /// Which ring.
        ring: usize,
        /// The second of the two corners.
        corner: usize,
    },
    /// Two edges cross or touch where they should not.
    Crossing {
        /// Where.
        at: Point,
        /// The first edge.
        first: (usize, usize),
        /// The second edge.
        second: (usize, usize),
    },
    /// A hole lies outside the outline.
    HoleOutside {
        /// Which ring.
        ring: usize,
    },
}

/// Corners closer than this are the same place: a tenth of the 1 cm to which plans are drawn.
const SAME_PLACE_M: f64 = 0.001;

impl Polygon {
    /// An area without holes.
    pub fn new(outer: Vec<Point>) -> Self {
        Self {
            outer,
            holes: Vec::new(),
        }
    }

    /// The upright rectangle between two corners.
    pub fn rectangle(min: Point, max: Point) -> Self {
        Self::new(vec![min, Point::new(max.x, min.y), max, Point::new(min.x, max.y)])
    }

    /// The outline, then every hole.
    pub fn rings(&self) -> impl Iterator<Item = &[Point]> {
        std::iter::once(self.outer.as_slice()).chain(self.holes.iter().map(Vec::as_slice))
    }

    /// Every edge: of the outline in order, then of each hole.
    pub fn edges(&self) -> impl Iterator<Item = Segment> {
        self.rings().flat_map(ring_edges)
    }

    /// Area without the holes, m².
    pub fn area(&self) -> f64 {
        self.rings()
            .skip(1)
            .fold(signed_area(&self.outer).abs(), |area, hole| {
                area - signed_area(hole).abs()
            })
    }

    /// Centre of gravity, holes taken out. It may lie outside a bent area: see [`Polygon::interior_point`].
    pub fn centroid(&self) -> Point {
        let mut sum = Point::default();
        let mut area = 0.0;
        let origin = self.outer.first().copied().unwrap_or_default();
        for (index, ring) in self.rings().enumerate() {
            let ring_area = signed_area(ring);
            let weight = if index == 0 {
                ring_area.abs()
            } else {
                -ring_area.abs()
            };
            sum = sum + (ring_centroid(ring, origin) - origin) * weight;
            area += weight;
        }
        if area == 0.0 {
            origin
        } else {
            origin + sum * (1.0 / area)
        }
    }

    /// Smallest upright rectangle around it; none without corners.
    pub fn bounds(&self) -> Option<Bounds> {
        Bounds::around(self.outer.iter().copied())
    }

    /// Whether `p` lies inside or on the boundary (within 1 mm), of the outline or of a hole. A point on a wall
    /// between two rooms is therefore in both; whoever needs one takes the first.
    pub fn contains(&self, p: Point) -> bool {
        self.crosses_odd(p) || self.edges().any(|edge| edge.distance(p) <= SAME_PLACE_M)
    }

    /// Even–odd rule; what it says on the boundary itself means nothing.
    fn crosses_odd(&self, p: Point) -> bool {
        let crossings = self.edges().filter(|edge| {
            (edge.a.y > p.y) != (edge.b.y > p.y)
                && p.x < edge.a.x + (p.y - edge.a.y) / (edge.b.y - edge.a.y) * (edge.b.x - edge.a.x)
        });
        crossings.count() % 2 == 1
    }

    /// Distance from `p` to the nearest edge, metres.
    pub fn boundary_distance(&self, p: Point) -> f64 {
        self.edges()
            .map(|edge| edge.distance(p))
            .fold(f64::INFINITY, f64::min)
    }

    /// A point well inside, near the middle: the centre of gravity where that has room around it, else the
    /// roomiest of the middles of 31 level cuts. For a polygon that encloses no area: its first corner.
    pub fn interior_point(&self) -> Point {
        let roominess = |p: Point| {
            if self.crosses_odd(p) {
                self.boundary_distance(p)
            } else {
                -1.0
            }
        };
        let centroid = self.centroid();
        let mut best = (roominess(centroid) * 1.5, centroid);
        for p in self.cut_middles() {
            let room = roominess(p);
            if room > best.0 {
                best = (room, p);
            }
        }
        if best.0 >= 0.0 {
            best.1
        } else {
            self.outer.first().copied().unwrap_or_default()
        }
    }

    /// The middle of every stretch inside, on 31 evenly spaced level cuts.
    fn cut_middles(&self) -> Vec<Point> {
        let Some(bounds) = self.bounds() else {
            return Vec::new();
        };
        let mut middles = Vec::new();
        for cut in 1..32 {
            let y = bounds.min.y + bounds.height_m() * f64::from(cut) / 32.0;
            let mut xs: Vec<f64> = self
                .edges()
                .filter(|edge| (edge.a.y > y) != (edge.b.y > y))
                .map(|edge| edge.a.x + (y - edge.a.y) / (edge.b.y - edge.a.y) * (edge.b.x - edge.a.x))
                .collect();
            xs.sort_by(f64::total_cmp);
            middles.extend(
                xs.as_chunks::<2>()
                    .0
                    .iter()
                    .map(|[a, b]| Point::new(f64::midpoint(*a, *b), y)),
            );
        }
        middles
    }

    /// The first thing that keeps the rings from enclosing an area: every ring needs three corners and an area,
    /// no two edges may cross or touch but at the corner they share, holes lie inside the outline (they may touch
    /// it in single corners of theirs).
    pub fn fault(&self) -> Option<RingFault> {
        for (ring, corners) in self.rings().enumerate() {
            if corners.len() < 3 {
                return Some(RingFault::Degenerate { ring });
            }
            if let Some(edge) = ring_edges(corners).position(|edge| edge.length() <= SAME_PLACE_M) {
                return Some(RingFault::RepeatedCorner {
                    ring,
                    corner: (edge + 1) % corners.len(),
                });
            }
        }
        if let Some(crossing) = self.crossing() {
            return Some(crossing);
        }
        for (ring, corners) in self.rings().enumerate() {
            // A ring thinner than 1 mm along its whole length encloses nothing.
            let longest = ring_edges(corners).map(|edge| edge.length()).fold(0.0, f64::max);
            if signed_area(corners).abs() <= longest * SAME_PLACE_M {
                return Some(RingFault::Degenerate { ring });
            }
        }
        let outline = Self::new(self.outer.clone());
        let outside = |hole: &Vec<Point>| hole.iter().any(|corner| !outline.contains(*corner));
        self.holes
            .iter()
            .position(outside)
            .map(|hole| RingFault::HoleOutside { ring: hole + 1 })
    }

    fn crossing(&self) -> Option<RingFault> {
        let edges: Vec<((usize, usize), usize, Segment)> = self
            .rings()
            .enumerate()
            .flat_map(|(ring, corners)| {
                ring_edges(corners)
                    .enumerate()
                    .map(move |(k, edge)| ((ring, k), corners.len(), edge))
            })
            .collect();
        for (i, (first, corners, a)) in edges.iter().enumerate() {
            for (second, _, b) in &edges[i + 1..] {
                let same_ring = first.0 == second.0;
                let neighbours = same_ring && (second.1 == first.1 + 1 || second.1 + 1 == first.1 + corners);
                let meets = a.along(b, SAME_PLACE_M).map(|stretch| a.at(stretch.from_m));
                let meets = if neighbours {
                    meets
                } else {
                    meets.or_else(|| a.intersection(b))
                };
                let corner_on_edge = |at: &Point| {
                    !same_ring
                        && [b.a, b.b, a.a, a.b]
                            .iter()
                            .any(|end| end.distance(*at) <= SAME_PLACE_M)
                };
                if let Some(at) = meets.filter(|at| a.along(b, SAME_PLACE_M).is_some() || !corner_on_edge(at))
                {
                    return Some(RingFault::Crossing {
                        at,
                        first: *first,
                        second: *second,
                    });
                }
            }
        }
        None
    }
}

fn ring_edges(ring: &[Point]) -> impl Iterator<Item = Segment> {
    ring.iter()
        .zip(ring.iter().cycle().skip(1))
        .map(|(a, b)| Segment::new(*a, *b))
}

/// Positive when the ring runs anticlockwise, m².
fn signed_area(ring: &[Point]) -> f64 {
    let origin = ring.first().copied().unwrap_or_default();
    0.5 * ring_edges(ring)
        .map(|edge| (edge.a - origin).cross(edge.b - origin))
        .sum::<f64>()
}

fn ring_centroid(ring: &[Point], origin: Point) -> Point {
    let (mut sum, mut doubled) = (Point::default(), 0.0);
    for edge in ring_edges(ring) {
        let (a, b) = (edge.a - origin, edge.b - origin);
        let cross = a.cross(b);
        sum = sum + (a + b) * cross;
        doubled += cross;
    }
    if doubled == 0.0 {
        origin
    } else {
        origin + sum * (1.0 / (3.0 * doubled))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(corners: &[(f64, f64)]) -> Vec<Point> {
        corners.iter().map(|(x, y)| Point::new(*x, *y)).collect()
    }

    fn frame() -> Polygon {
        Polygon {
            outer: ring(&[(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)]),
            holes: vec![ring(&[(2.0, 2.0), (2.0, 8.0), (8.0, 8.0), (8.0, 2.0)])],
        }
    }

    #[test]
    fn area_and_centroid_take_holes_out() {
        assert_eq!(frame().area(), 64.0);
        assert_eq!(frame().centroid(), Point::new(5.0, 5.0));
        let far = Polygon::rectangle(Point::new(90_000.0, 90_000.0), Point::new(90_001.0, 90_002.0));
        assert_eq!(far.area(), 2.0);
        assert_eq!(far.centroid(), Point::new(90_000.5, 90_001.0));
    }

    #[test]
    fn the_boundary_belongs_to_the_area_also_around_a_hole() {
        let frame = frame();
        assert!(frame.contains(Point::new(1.0, 5.0)));
        assert!(frame.contains(Point::new(0.0, 5.0)));
        assert!(frame.contains(Point::new(10.0, 10.0)));
        assert!(frame.contains(Point::new(2.0, 5.0)), "edge of the hole");
        assert!(!frame.contains(Point::new(5.0, 5.0)), "in the hole");
        assert!(!frame.contains(Point::new(10.01, 5.0)));
    }

    #[test]
    fn the_interior_point_is_inside_bent_areas() {
        let l = Polygon::new(ring(&[
            (0.0, 0.0),
            (9.0, 0.0),
            (9.0, 2.0),
            (2.0, 2.0),
            (2.0, 9.0),
            (0.0, 9.0),
        ]));
        for polygon in [frame(), l] {
            let p = polygon.interior_point();
            assert!(polygon.contains(p) && polygon.boundary_distance(p) > 0.8, "{p:?}");
        }
        let square = Polygon::rectangle(Point::default(), Point::new(4.0, 4.0));
        assert_eq!(square.interior_point(), Point::new(2.0, 2.0));
    }

    #[test]
    fn faults_are_named() {
        assert_eq!(frame().fault(), None);
        let bow = Polygon::new(ring(&[(0.0, 0.0), (2.0, 2.0), (2.0, 0.0), (0.0, 2.0)]));
        assert!(matches!(bow.fault(), Some(RingFault::Crossing { at, .. }) if at == Point::new(1.0, 1.0)));
        let flat = Polygon::new(ring(&[(0.0, 0.0), (2.0, 0.0), (4.0, 0.0)]));
        assert!(flat.fault().is_some());
        let spike = Polygon::new(ring(&[(0.0, 0.0), (4.0, 0.0), (2.0, 0.0), (2.0, 3.0)]));
        assert!(matches!(spike.fault(), Some(RingFault::Crossing { .. })));
        let twice = Polygon::new(ring(&[(0.0, 0.0), (4.0, 0.0), (4.0, 0.0), (2.0, 3.0)]));
        assert_eq!(
            twice.fault(),
            Some(RingFault::RepeatedCorner { ring: 0, corner: 2 })
        );
        let mut outside = frame();
        outside.holes[0] = ring(&[(20.0, 2.0), (20.0, 8.0), (28.0, 8.0)]);
        assert_eq!(outside.fault(), Some(RingFault::HoleOutside { ring: 1 }));
    }
}
