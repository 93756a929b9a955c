//! Points, segments and polygons of a plan, and the three questions the kernel asks of them: how near, crossed or
//! not, inside or not.

/// A point in the plan, m.
pub type Point = [f32; 2];

/// A straight piece of wall, an opening or an edge in the plan, m.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Segment {
    /// One end.
    pub a: Point,
    /// The other end.
    pub b: Point,
}

impl Segment {
    /// The same line in a plan mapped so.
    pub(super) fn mapped(&self, map: impl Fn(Point) -> Point) -> Self {
        Self::new(map(self.a), map(self.b))
    }

    /// The segment from `a` to `b`.
    pub fn new(a: Point, b: Point) -> Self {
        Self { a, b }
    }

    /// Length, m.
    pub fn length_m(&self) -> f32 {
        length(sub(self.b, self.a))
    }

    /// The point halfway.
    pub fn middle(&self) -> Point {
        [0.5 * (self.a[0] + self.b[0]), 0.5 * (self.a[1] + self.b[1])]
    }

    /// Whether `p` lies to the left of the line from `a` to `b`. Every point has one side, so that a walk is
    /// counted once however it touches the line.
    pub(super) fn left_of(&self, p: Point) -> bool {
        cross(sub(self.b, self.a), sub(p, self.a)) > 0.0
    }

    /// Whether the way from `p` to `q` changes sides between the ends of this segment.
    #[inline]
    pub(super) fn crossed_by(&self, p: Point, q: Point) -> bool {
        if self.left_of(p) == self.left_of(q) {
            return false;
        }
        let way = sub(q, p);
        cross(way, sub(self.a, p)) * cross(way, sub(self.b, p)) <= 0.0
    }

    /// The point of this segment nearest to `p`.
    #[inline]
    pub(super) fn nearest(&self, p: Point) -> Point {
        let along = sub(self.b, self.a);
        let square = dot(along, along);
        if square <= 0.0 {
            return self.a;
        }
        let t = (dot(sub(p, self.a), along) / square).clamp(0.0, 1.0);
        [self.a[0] + t * along[0], self.a[1] + t * along[1]]
    }

    /// Distance from `p`, m.
    pub(super) fn distance_m(&self, p: Point) -> f32 {
        length(sub(self.nearest(p), p))
    }

    /// The same segment, longer by `by_m` at both ends: closes hairline gaps where walls meet.
    pub(super) fn extended(&self, by_m: f32) -> Self {
        let along = sub(self.b, self.a);
        let size = length(along);
        if size <= 0.0 {
            return *self;
        }
        let step = [along[0] / size * by_m, along[1] / size * by_m];
        Self {
            a: sub(self.a, step),
            b: add(self.b, step),
        }
    }
}

/// A simple polygon with holes, m. Rings need not repeat their first point; either winding will do.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Polygon {
    /// The outer ring.
    pub outline: Vec<Point>,
    /// The rings cut out of it.
    pub holes: Vec<Vec<Point>>,
}

impl Polygon {
    /// The same area in a plan mapped so.
    pub(super) fn mapped(&self, map: impl Fn(Point) -> Point) -> Self {
        let ring = |ring: &Vec<Point>| ring.iter().map(|p| map(*p)).collect();
        Self {
            outline: ring(&self.outline),
            holes: self.holes.iter().map(ring).collect(),
        }
    }

    /// The rectangle between two opposite corners.
    pub fn rectangle(low: Point, high: Point) -> Self {
        Self {
            outline: vec![low, [high[0], low[1]], high, [low[0], high[1]]],
            holes: Vec::new(),
        }
    }

    /// Whether `p` lies inside the outline and outside all holes.
    pub fn contains(&self, p: Point) -> bool {
        inside_ring(&self.outline, p) && !self.holes.iter().any(|hole| inside_ring(hole, p))
    }

    /// All sides of all rings.
    pub fn sides(&self) -> impl Iterator<Item = Segment> + '_ {
        std::iter::once(&self.outline)
            .chain(&self.holes)
            .flat_map(|ring| (0..ring.len()).map(move |i| Segment::new(ring[i], ring[(i + 1) % ring.len()])))
    }
}

/// An axis-parallel box of the plan, m.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bounds {
    /// Lower left corner.
    pub(super) low: Point,
    /// Upper right corner.
    pub(super) high: Point,
}

impl Bounds {
    /// The smallest box around `points`; a dot at the origin if there are none.
    pub(super) fn around(points: impl Iterator<Item = Point>) -> Self {
        let mut bounds = Self {
            low: [f32::INFINITY; 2],
            high: [f32::NEG_INFINITY; 2],
        };
        for p in points {
            bounds.low = [bounds.low[0].min(p[0]), bounds.low[1].min(p[1])];
            bounds.high = [bounds.high[0].max(p[0]), bounds.high[1].max(p[1])];
        }
        if bounds.low[0] > bounds.high[0] {
            return Self {
                low: [0.0; 2],
                high: [0.0; 2],
            };
        }
        bounds
    }

    /// This box, larger by `by_m` on all sides.
    pub(super) fn grown(&self, by_m: f32) -> Self {
        Self {
            low: [self.low[0] - by_m, self.low[1] - by_m],
            high: [self.high[0] + by_m, self.high[1] + by_m],
        }
    }

    /// Whether `p` lies in the box.
    pub(super) fn contains(&self, p: Point) -> bool {
        p[0] >= self.low[0] && p[0] <= self.high[0] && p[1] >= self.low[1] && p[1] <= self.high[1]
    }
}

fn inside_ring(ring: &[Point], p: Point) -> bool {
    let mut inside = false;
    let Some(&(mut before)) = ring.last() else {
        return false;
    };
    for &point in ring {
        if (point[1] > p[1]) != (before[1] > p[1]) {
            let x = point[0] + (p[1] - point[1]) / (before[1] - point[1]) * (before[0] - point[0]);
            inside ^= p[0] < x;
        }
        before = point;
    }
    inside
}

#[inline]
pub(super) fn sub(a: Point, b: Point) -> Point {
    [a[0] - b[0], a[1] - b[1]]
}

#[inline]
pub(super) fn add(a: Point, b: Point) -> Point {
    [a[0] + b[0], a[1] + b[1]]
}

#[inline]
pub(super) fn dot(a: Point, b: Point) -> f32 {
    a[0] * b[0] + a[1] * b[1]
}

#[inline]
pub(super) fn cross(a: Point, b: Point) -> f32 {
    a[0] * b[1] - a[1] * b[0]
}

#[inline]
pub(super) fn length(a: Point) -> f32 {
    dot(a, a).sqrt()
}

/// `a` scaled to length 1, or `otherwise` if it has none.
#[inline]
pub(super) fn unit_or(a: Point, otherwise: Point) -> Point {
    let size = length(a);
    if size > 1e-6 {
        [a[0] / size, a[1] / size]
    } else {
        otherwise
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_changes_sides_once() {
        let door = Segment::new([0.0, 0.0], [1.0, 0.0]);
        assert!(door.crossed_by([0.5, -0.1], [0.5, 0.1]));
        assert!(!door.crossed_by([1.5, -0.1], [1.5, 0.1]));
        // A point on the line belongs to one side: in and on together count once.
        let counted = [([0.5, -0.1], [0.5, 0.0]), ([0.5, 0.0], [0.5, 0.1])];
        assert_eq!(counted.iter().filter(|(p, q)| door.crossed_by(*p, *q)).count(), 1);
    }

    #[test]
    fn holes_are_outside() {
        let mut yard = Polygon::rectangle([0.0, 0.0], [4.0, 4.0]);
        yard.holes
            .push(Polygon::rectangle([1.0, 1.0], [2.0, 2.0]).outline);
        assert!(yard.contains([3.0, 3.0]) && !yard.contains([1.5, 1.5]) && !yard.contains([5.0, 1.0]));
    }
}
