//! Straight pieces of wall, doors, edges: the nearest point, where two meet, where one lies along another.

use super::Point;

/// A straight piece of wall, a door, an edge: from `a` to `b`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Segment {
    /// One end.
    pub a: Point,
    /// The other end.
    pub b: Point,
}

/// Where a piece of one segment lies along another: metres from its end `a`, `from_m` ≤ `to_m`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Projection {
    /// Where the common stretch begins.
    pub from_m: f64,
    /// Where it ends.
    pub to_m: f64,
}

impl Segment {
    /// The segment from `a` to `b`.
    pub const fn new(a: Point, b: Point) -> Self {
        Self { a, b }
    }

    /// Length, metres.
    pub fn length(&self) -> f64 {
        self.a.distance(self.b)
    }

    /// Its middle.
    pub fn midpoint(&self) -> Point {
        self.a.midpoint(self.b)
    }

    /// From `a` towards `b`, length 1; zero for a segment without length.
    pub fn direction(&self) -> Point {
        (self.b - self.a).unit()
    }

    /// The place `distance_m` from `a` along the line.
    pub fn at(&self, distance_m: f64) -> Point {
        self.a + self.direction() * distance_m
    }

    /// The point of the segment nearest to `p`.
    pub fn nearest(&self, p: Point) -> Point {
        let along = self.b - self.a;
        let length2 = along.dot(along);
        if length2 == 0.0 {
            return self.a;
        }
        let t = ((p - self.a).dot(along) / length2).clamp(0.0, 1.0);
        self.a + along * t
    }

    /// Distance from `p` to the nearest point of the segment, metres.
    pub fn distance(&self, p: Point) -> f64 {
        self.nearest(p).distance(p)
    }

    /// Distance from `p` to the endless line through the segment, metres.
    pub fn line_distance(&self, p: Point) -> f64 {
        self.direction().cross(p - self.a).abs()
    }

    /// Whether the boxes around the two segments meet: else the segments miss each other.
    pub fn may_meet(&self, other: &Self) -> bool {
        let apart = |[a, b]: [f64; 2], [c, d]: [f64; 2]| a.max(b) < c.min(d) || c.max(d) < a.min(b);
        !apart([self.a.x, self.b.x], [other.a.x, other.b.x])
            && !apart([self.a.y, self.b.y], [other.a.y, other.b.y])
    }

    /// Where the two segments meet in one point; end points count. None when they miss each other or run
    /// parallel (what lies on one line is [`Segment::along`]'s question).
    pub fn intersection(&self, other: &Self) -> Option<Point> {
        let (r, s) = (self.b - self.a, other.b - other.a);
        let denominator = r.cross(s);
        if denominator == 0.0 {
            return None;
        }
        let between = other.a - self.a;
        let t = between.cross(s) / denominator;
        let u = between.cross(r) / denominator;
        ((0.0..=1.0).contains(&t) && (0.0..=1.0).contains(&u)).then(|| self.a + r * t)
    }

    /// Which stretch of this segment `other` covers: the part of `other` beside this segment must lie within
    /// `tolerance_m` of its line. None when they have no stretch longer than `tolerance_m` in common.
    pub fn along(&self, other: &Self, tolerance_m: f64) -> Option<Projection> {
        let (direction, length) = (self.direction(), self.length());
        let (s0, s1) = (
            (other.a - self.a).dot(direction),
            (other.b - self.a).dot(direction),
        );
        let (d0, d1) = (
            direction.cross(other.a - self.a),
            direction.cross(other.b - self.a),
        );
        let from_m = s0.min(s1).max(0.0);
        let to_m = s0.max(s1).min(length);
        if to_m - from_m <= tolerance_m {
            return None;
        }
        let offset = |s: f64| d0 + (d1 - d0) * (s - s0) / (s1 - s0);
        let aside = offset(from_m).abs().max(offset(to_m).abs());
        (aside <= tolerance_m).then_some(Projection { from_m, to_m })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(ax: f64, ay: f64, bx: f64, by: f64) -> Segment {
        Segment::new(Point::new(ax, ay), Point::new(bx, by))
    }

    #[test]
    fn nearest_point_of_a_segment_is_an_end_or_the_foot_of_the_perpendicular() {
        let s = segment(0.0, 0.0, 4.0, 0.0);
        assert_eq!(s.distance(Point::new(2.0, 3.0)), 3.0);
        assert_eq!(s.distance(Point::new(7.0, 4.0)), 5.0);
        assert_eq!(s.line_distance(Point::new(7.0, 4.0)), 4.0);
        assert_eq!(segment(1.0, 1.0, 1.0, 1.0).distance(Point::new(1.0, 2.0)), 1.0);
    }

    #[test]
    fn segments_meet_in_a_point_or_share_a_stretch() {
        let s = segment(0.0, 0.0, 4.0, 0.0);
        assert_eq!(
            s.intersection(&segment(1.0, -1.0, 1.0, 1.0)),
            Some(Point::new(1.0, 0.0))
        );
        assert_eq!(
            s.intersection(&segment(4.0, 0.0, 4.0, 1.0)),
            Some(Point::new(4.0, 0.0)),
            "ends count"
        );
        assert_eq!(s.intersection(&segment(5.0, -1.0, 5.0, 1.0)), None);
        assert_eq!(s.intersection(&segment(1.0, 0.0, 2.0, 0.0)), None, "parallel");
        let shared = s.along(&segment(6.0, 0.03, 3.0, -0.03), 0.05).unwrap();
        assert_eq!((shared.from_m, shared.to_m), (3.0, 4.0));
        assert_eq!(s.along(&segment(6.0, 0.1, 3.0, 0.1), 0.05), None, "too far aside");
        assert_eq!(s.along(&segment(4.0, 0.0, 6.0, 0.0), 0.05), None, "only touches");
    }
}
