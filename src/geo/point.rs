//! Places and displacements in the plane, and the upright rectangle around some of them.

use std::ops::{Add, Mul, Sub};

/// A place, or a displacement, in a local metric frame: x to the east, y to the north, metres.
#[derive(Debug, Clone, Copy, PartialEq, Default, serde::Serialize)]
pub struct Point {
    /// Metres to the east.
    pub x: f64,
    /// Metres to the north.
    pub y: f64,
}

impl Point {
    /// The point (x, y).
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    /// Scalar product.
    pub fn dot(self, other: Self) -> f64 {
        self.x * other.x + self.y * other.y
    }

    /// Signed area of the parallelogram of two displacements: positive when `other` lies to the left.
    pub fn cross(self, other: Self) -> f64 {
        self.x * other.y - self.y * other.x
    }

    /// Length of the displacement, metres.
    pub fn length(self) -> f64 {
        self.dot(self).sqrt()
    }

    /// Distance to another place, metres.
    pub fn distance(self, other: Self) -> f64 {
        (other - self).length()
    }

    /// The displacement turned a quarter to the left.
    #[must_use]
    pub fn left(self) -> Self {
        Self::new(-self.y, self.x)
    }

    /// The same direction with length 1; the zero displacement stays zero.
    #[must_use]
    pub fn unit(self) -> Self {
        let length = self.length();
        if length > 0.0 { self * (1.0 / length) } else { self }
    }

    /// The place halfway to another.
    #[must_use]
    pub fn midpoint(self, other: Self) -> Self {
        (self + other) * 0.5
    }
}

impl Add for Point {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self::new(self.x + other.x, self.y + other.y)
    }
}

impl Sub for Point {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self::new(self.x - other.x, self.y - other.y)
    }
}

impl Mul<f64> for Point {
    type Output = Self;
    fn mul(self, factor: f64) -> Self {
        Self::new(self.x * factor, self.y * factor)
    }
}

/// The smallest upright rectangle around some points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// South-west corner.
    pub min: Point,
    /// North-east corner.
    pub max: Point,
}

impl Bounds {
    /// Around all points; none when there are none.
    pub fn around(points: impl IntoIterator<Item = Point>) -> Option<Self> {
        let mut points = points.into_iter();
        let first = points.next()?;
        Some(points.fold(
            Self {
                min: first,
                max: first,
            },
            |bounds, p| Self {
                min: Point::new(bounds.min.x.min(p.x), bounds.min.y.min(p.y)),
                max: Point::new(bounds.max.x.max(p.x), bounds.max.y.max(p.y)),
            },
        ))
    }

    /// Extent to the east, metres.
    pub fn width_m(&self) -> f64 {
        self.max.x - self.min.x
    }

    /// Extent to the north, metres.
    pub fn height_m(&self) -> f64 {
        self.max.y - self.min.y
    }

    /// Whether the two rectangles come closer than `margin_m`.
    pub fn near(&self, other: &Self, margin_m: f64) -> bool {
        self.min.x <= other.max.x + margin_m
            && other.min.x <= self.max.x + margin_m
            && self.min.y <= other.max.y + margin_m
            && other.min.y <= self.max.y + margin_m
    }
}
