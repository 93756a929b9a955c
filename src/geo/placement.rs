//! Spreads a number of places over an area, as evenly and as far apart as they go.

use super::{Bounds, Point, Polygon, Segment};

/// Why a number of places could not be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlacementError {
    /// How many would have fitted.
    pub fits: usize,
}

/// How much closer the next try sets the places when one does not yield enough.
const CLOSER: f64 = 0.97;

/// Spreads `count` places over an area, in rows along its longest edge, as evenly and as far apart as they go.
///
/// No two are nearer than `spacing_m` and none nearer to an edge than `wall_margin_m`. The same area and numbers
/// always give the same places, in the same order: row by row.
///
/// # Errors
/// When fewer fit at `spacing_m`; says how many.
pub fn place_evenly(
    area: &Polygon,
    count: usize,
    spacing_m: f64,
    wall_margin_m: f64,
) -> Result<Vec<Point>, PlacementError> {
    if count == 0 {
        return Ok(Vec::new());
    }
    let frame = Frame::along_longest_edge(area);
    let mut spacing = (area.area() / count as f64).sqrt() * 1.5;
    loop {
        spacing = spacing.max(spacing_m);
        let places = frame.lattice(area, spacing, wall_margin_m);
        if places.len() >= count {
            // Leave out evenly what is too much, so that no row stays empty.
            return Ok((0..count)
                .map(|k| places[(2 * k + 1) * places.len() / (2 * count)])
                .collect());
        }
        if spacing <= spacing_m {
            return Err(PlacementError { fits: places.len() });
        }
        spacing *= CLOSER;
    }
}

/// A turned frame in which the longest edge runs along x, and the area's bounds in it.
struct Frame {
    along: Point,
    bounds: Option<Bounds>,
}

impl Frame {
    fn along_longest_edge(area: &Polygon) -> Self {
        let mut longest = Segment::new(Point::default(), Point::new(f64::MIN_POSITIVE, 0.0));
        for edge in area.edges() {
            // A millimetre of slack, so that equal opposite walls give the frame of the first.
            if edge.length() > longest.length() + 0.001 {
                longest = edge;
            }
        }
        let along = longest.direction();
        let along = if along == Point::default() {
            Point::new(1.0, 0.0)
        } else {
            along
        };
        let turned = area
            .outer
            .iter()
            .map(|p| Point::new(along.dot(*p), along.cross(*p)));
        Self {
            along,
            bounds: Bounds::around(turned),
        }
    }

    /// All points of a square lattice, centred in the bounds, that keep their distance from the edges.
    fn lattice(&self, area: &Polygon, spacing: f64, margin: f64) -> Vec<Point> {
        let Some(bounds) = self.bounds else {
            return Vec::new();
        };
        let (columns, rows) = (bounds.width_m() - 2.0 * margin, bounds.height_m() - 2.0 * margin);
        if columns < 0.0 || rows < 0.0 {
            return Vec::new();
        }
        let (columns, rows) = ((columns / spacing) as usize + 1, (rows / spacing) as usize + 1);
        let first_x = f64::midpoint(bounds.min.x, bounds.max.x) - (columns - 1) as f64 * spacing * 0.5;
        let first_y = f64::midpoint(bounds.min.y, bounds.max.y) - (rows - 1) as f64 * spacing * 0.5;
        let mut places = Vec::new();
        for row in 0..rows {
            for column in 0..columns {
                let (x, y) = (first_x + column as f64 * spacing, first_y + row as f64 * spacing);
                let p = self.along * x + self.along.left() * y;
                if area.contains(p) && area.boundary_distance(p) >= margin - 1e-9 {
                    places.push(p);
                }
            }
        }
        places
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn closest_pair(places: &[Point]) -> f64 {
        let mut closest = f64::INFINITY;
        for (i, a) in places.iter().enumerate() {
            for b in &places[i + 1..] {
                closest = closest.min(a.distance(*b));
            }
        }
        closest
    }

    fn turned(polygon: &Polygon) -> Polygon {
        Polygon::new(
            polygon
                .outer
                .iter()
                .map(|p| Point::new(0.6 * p.x - 0.8 * p.y, 0.8 * p.x + 0.6 * p.y))
                .collect(),
        )
    }

    #[test]
    fn a_class_sits_apart_and_off_the_walls() {
        let room = Polygon::rectangle(Point::new(3.0, 2.0), Point::new(12.0, 7.8));
        for area in [turned(&room), room] {
            for count in [1, 2, 17, 32, 36] {
                let places = place_evenly(&area, count, 0.8, 0.6).unwrap();
                assert_eq!(places.len(), count);
                assert!(closest_pair(&places) >= 0.8 - 1e-9, "{count}");
                assert!(
                    places
                        .iter()
                        .all(|p| area.contains(*p) && area.boundary_distance(*p) >= 0.6 - 1e-9)
                );
                assert_eq!(places, place_evenly(&area, count, 0.8, 0.6).unwrap());
            }
        }
    }

    #[test]
    fn one_place_is_the_middle_and_too_many_say_how_many_fit() {
        let room = Polygon::rectangle(Point::new(0.0, 0.0), Point::new(4.0, 3.0));
        assert_eq!(
            place_evenly(&room, 1, 0.5, 0.5).unwrap(),
            vec![Point::new(2.0, 1.5)]
        );
        // 3.0 m and 2.0 m of free width at 1 m: 4 columns of 3.
        assert_eq!(
            place_evenly(&room, 13, 1.0, 0.5),
            Err(PlacementError { fits: 12 })
        );
        assert_eq!(place_evenly(&room, 12, 1.0, 0.5).unwrap().len(), 12);
        let closet = Polygon::rectangle(Point::new(0.0, 0.0), Point::new(0.5, 0.5));
        assert_eq!(
            place_evenly(&closet, 1, 0.5, 0.5),
            Err(PlacementError { fits: 0 })
        );
    }
}
