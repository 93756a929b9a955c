//! The line of a river, and how far cells lie from a line.

use super::{ValleyError, within};
use crate::geo::metric::MetricGrid;
use crate::geo::{Bounds, Point, Segment};
use crate::maths;

/// A regular meander between two places: the direction of the river swings about that of the valley as a sine of the way.
///
/// # Source
/// W. B. Langbein, L. B. Leopold, River Meanders: Theory of Minimum Variance, USGS Professional Paper 422-H (1966): the
/// sine-generated curve, θ = ω sin(2π s / M).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Meander {
    /// Where it begins.
    pub from: Point,
    /// Where it ends.
    pub to: Point,
    /// How many whole waves lie between.
    pub waves: u32,
    /// The largest angle ω between river and valley, degrees: 0 is straight, 70 winds one and a half times the way, from 125 a
    /// river would cut itself.
    pub angle_deg: f64,
}

impl Meander {
    /// Its line.
    ///
    /// # Errors
    /// Without a wave, with more than ten thousand, or with an angle above 110°.
    pub fn course(&self) -> Result<Vec<Point>, ValleyError> {
        /// Pieces of a wave: the largest turn between two is 14° then.
        const PIECES: u32 = 48;
        within(
            "the number of waves of a meander",
            self.waves.into(),
            1.0,
            10_000.0,
        )?;
        within("the angle of a meander", self.angle_deg, 0.0, 110.0)?;
        let mut place = Point::default();
        let mut places = vec![place];
        for piece in 0..self.waves * PIECES {
            // A quarter of a wave ahead, so that it begins and ends in the middle of its belt.
            let wave = (f64::from(piece % PIECES) + 0.5) / f64::from(PIECES) + 0.25;
            let angle = self.angle_deg.to_radians() * maths::sin(std::f64::consts::TAU * wave);
            place = place + Point::new(maths::cos(angle), maths::sin(angle));
            places.push(place);
        }
        // Turned and stretched so that it ends where it should.
        let (way, wanted) = (place, self.to - self.from);
        let square = way.dot(way);
        let stretch = Point::new(way.dot(wanted) / square, way.cross(wanted) / square);
        let laid = |place: &Point| self.from + *place * stretch.x + place.left() * stretch.y;
        Ok(places.iter().map(laid).collect())
    }
}

/// How far cells lie from a line, and at which distance along it they lie beside it.
pub(super) struct Beside {
    /// Distance by cell, m; infinite beyond the reach.
    pub(super) distance_m: Vec<f32>,
    /// Way from the beginning of the line by cell, m.
    pub(super) along_m: Vec<f32>,
}

impl Beside {
    /// For all cells whose middle lies within reach of the line.
    pub(super) fn of(grid: &MetricGrid, line: &[Point], reach_m: f64) -> Self {
        let mut beside = Self {
            distance_m: vec![f32::INFINITY; grid.cells()],
            along_m: vec![0.0; grid.cells()],
        };
        let mut begins_m = 0.0;
        for ends in line.windows(2) {
            let piece = Segment::new(ends[0], ends[1]);
            beside.add(grid, &piece, begins_m, reach_m);
            begins_m += piece.length();
        }
        beside
    }

    fn add(&mut self, grid: &MetricGrid, piece: &Segment, begins_m: f64, reach_m: f64) {
        let Some(around) = Bounds::around([piece.a, piece.b]) else {
            return;
        };
        let reach = Point::new(reach_m, reach_m);
        let [columns, rows] = grid.touched(&Bounds {
            min: around.min - reach,
            max: around.max + reach,
        });
        for row in rows {
            for column in columns.clone() {
                let middle = grid.centre(column, row);
                let nearest = piece.nearest(middle);
                let distance = nearest.distance(middle);
                let at = row * grid.size[0] + column;
                if distance <= reach_m && (distance as f32) < self.distance_m[at] {
                    self.distance_m[at] = distance as f32;
                    self.along_m[at] = (begins_m + piece.a.distance(nearest)) as f32;
                }
            }
        }
    }
}

/// Length of a line, m.
pub(super) fn length_m(line: &[Point]) -> f64 {
    line.windows(2).map(|ends| ends[0].distance(ends[1])).sum()
}
