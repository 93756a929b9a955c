//! Cells without a height. That there are any is for a user to know and to decide on: nothing here is done unasked.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Span;
use crate::geo::metric::MetricRaster;

/// How far the land beyond the ground rises above its highest cell, m: more than water ever stands.
const ABOVE_ALL_M: f32 = 100.0;

/// What is done with cells without a height.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holes {
    /// They are an error.
    Refused,
    /// They lie outside: high land that no water reaches.
    Outside,
    /// Each gets the height of its lowest neighbour, from the rim inwards: right for a river or a lake over which an airborne
    /// survey heard no echo, wrong for the ground under a house.
    LowestNeighbour,
}

impl Holes {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Refused, Self::Outside, Self::LowestNeighbour];

    /// Its word in files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Outside => "outside",
            Self::LowestNeighbour => "lowest-neighbour",
        }
    }
}

/// Gives every cell a height, and says which cells are outside, in the order of the raster.
///
/// # Errors
/// Where there are holes that are refused, and where no cell has a height; the message points at `at`.
pub fn settle(
    ground: &mut MetricRaster,
    holes: Holes,
    at: impl Into<Option<Span>>,
) -> Result<Vec<bool>, Box<Diagnostic>> {
    let is_hole: Vec<bool> = ground.values.iter().map(|height| height.is_nan()).collect();
    let Some(found) = ground.holes() else {
        return Ok(is_hole);
    };
    if found.count == ground.values.len() {
        let problem = Diagnostic::error("raster-empty", at, "no cell of the raster has a value");
        return Err(Box::new(
            problem.help("look at the value that it declares to stand for none"),
        ));
    }
    match holes {
        Holes::Refused => {
            let [column, row] = found.first;
            let place = ground.grid.centre(column, row);
            let message = format!(
                "{} of {} cells have no height, the first in column {column}, row {row} (from the south-west, from 0), around ({}, {})",
                found.count,
                ground.values.len(),
                place.x,
                place.y
            );
            let help = "`holes = \"outside\"` makes them high land, `holes = \"lowest-neighbour\"` fills them from their rim";
            Err(Box::new(
                Diagnostic::error("raster-holes", at, message).help(help),
            ))
        }
        Holes::Outside => {
            let highest = ground.values.iter().copied().fold(f32::MIN, f32::max);
            for height in ground.values.iter_mut().filter(|height| height.is_nan()) {
                *height = highest + ABOVE_ALL_M;
            }
            Ok(is_hole)
        }
        Holes::LowestNeighbour => {
            fill_from_rim(ground);
            Ok(vec![false; is_hole.len()])
        }
    }
}

/// Fills holes ring by ring, each cell from the lowest of its eight neighbours that were known before the ring.
fn fill_from_rim(ground: &mut MetricRaster) {
    let [columns, rows] = ground.grid.size;
    let mut left: Vec<usize> = (0..ground.values.len())
        .filter(|at| ground.values[*at].is_nan())
        .collect();
    while !left.is_empty() {
        let lowest = |at: usize| {
            let (column, row) = (at % columns, at / columns);
            let mut lowest = f32::NAN;
            for row in row.saturating_sub(1)..rows.min(row + 2) {
                for column in column.saturating_sub(1)..columns.min(column + 2) {
                    // The smaller of two, and the one that is a number where only one is.
                    lowest = lowest.min(ground.values[row * columns + column]);
                }
            }
            lowest
        };
        let ring: Vec<(usize, f32)> = left
            .iter()
            .map(|at| (*at, lowest(*at)))
            .filter(|(_, height)| !height.is_nan())
            .collect();
        for (at, height) in ring {
            ground.values[at] = height;
        }
        left.retain(|at| ground.values[*at].is_nan());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geo::Point;
    use crate::geo::metric::MetricGrid;

    /// Five by four, falling to the east; a hole of two by two in the middle and one in a corner.
    fn ground() -> MetricRaster {
        let grid = MetricGrid::new(Point::new(100.0, 200.0), 10.0, [5, 4]).expect("a grid");
        MetricRaster::from_fn(grid, None, |column, row| match (column, row) {
            (1 | 2, 1 | 2) | (4, 3) => f32::NAN,
            _ => 10.0 - column as f32,
        })
    }

    #[test]
    fn holes_are_refused_with_their_number_and_place_unless_asked_for() {
        let problem = settle(&mut ground(), Holes::Refused, None).expect_err("holes");
        assert_eq!(
            problem.message,
            "5 of 20 cells have no height, the first in column 1, row 1 (from the south-west, from 0), around (115, 215)"
        );
        let mut whole = MetricRaster::from_fn(ground().grid, None, |_, _| 1.0);
        assert_eq!(settle(&mut whole, Holes::Refused, None), Ok(vec![false; 20]));
        let mut none = MetricRaster::from_fn(ground().grid, None, |_, _| f32::NAN);
        for holes in Holes::ALL {
            assert_eq!(
                settle(&mut none, holes, None).expect_err("empty").code,
                "raster-empty"
            );
        }
    }

    #[test]
    fn holes_become_high_land_or_are_filled_from_their_rim() {
        let mut outside = ground();
        let mask = settle(&mut outside, Holes::Outside, None).expect("settled");
        assert_eq!(mask.iter().filter(|out| **out).count(), 5);
        assert!(mask[6] && outside.values[6] == 110.0 && !mask[0]);
        let mut filled = ground();
        assert_eq!(
            settle(&mut filled, Holes::LowestNeighbour, None),
            Ok(vec![false; 20])
        );
        assert_eq!(
            filled.values[5..10],
            [10.0, 8.0, 7.0, 7.0, 6.0],
            "column 1 sees columns 0 to 2, column 2 sees 1 to 3"
        );
        assert_eq!(filled.values[19], 6.0);
    }
}
