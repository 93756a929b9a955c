//! Which cells lie in a polygon, and buildings as raised cells.

use crate::geo::Polygon;
use crate::geo::metric::{MetricGrid, MetricRaster};

/// Column and row of every cell whose middle lies in a polygon, row after row from the south. What is smaller than a cell
/// may have none. A middle on an edge that two polygons share lies in one of them.
pub fn cells_within(grid: &MetricGrid, polygon: &Polygon) -> Vec<[usize; 2]> {
    let mut cells = Vec::new();
    let Some(bounds) = polygon.bounds() else {
        return cells;
    };
    let [columns, rows] = grid.touched(&bounds);
    let mut crossings = Vec::new();
    for row in rows {
        let y = grid.centre(0, row).y;
        crossings.clear();
        let across = polygon.edges().filter(|edge| (edge.a.y > y) != (edge.b.y > y));
        crossings.extend(
            across.map(|edge| edge.a.x + (y - edge.a.y) / (edge.b.y - edge.a.y) * (edge.b.x - edge.a.x)),
        );
        crossings.sort_by(f64::total_cmp);
        for [from, to] in crossings.as_chunks::<2>().0 {
            let inside = |column: &usize| {
                let x = grid.centre(*column, row).x;
                *from <= x && x < *to
            };
            cells.extend(columns.clone().filter(inside).map(|column| [column, row]));
        }
    }
    cells
}

/// Parts along a side of a cell by which its covered share is counted: 64 of them.
const PARTS: usize = 8;

/// Share of each cell that polygons cover, once where they overlap, row after row from the south: counted by 64 points of each cell.
pub fn covered(grid: &MetricGrid, polygons: &[Polygon]) -> Vec<f64> {
    let fine = MetricGrid {
        cell_m: grid.cell_m / PARTS as f64,
        size: grid.size.map(|count| count * PARTS),
        ..*grid
    };
    let mut points = vec![0_u64; grid.cells()];
    for polygon in polygons {
        for [column, row] in cells_within(&fine, polygon) {
            let point = row % PARTS * PARTS + column % PARTS;
            points[row / PARTS * grid.size[0] + column / PARTS] |= 1 << point;
        }
    }
    let share = |points: u64| f64::from(points.count_ones()) / (PARTS * PARTS) as f64;
    points.into_iter().map(share).collect()
}

/// Raises the ground under buildings by their height, m, once where they overlap: water goes round them. How many cells were
/// raised. A building that is smaller than a cell may raise none.
pub fn raise_buildings(ground: &mut MetricRaster, buildings: &[Polygon], height_m: f64) -> usize {
    let mut is_raised = vec![false; ground.values.len()];
    let columns = ground.grid.size[0];
    for building in buildings {
        for [column, row] in cells_within(&ground.grid, building) {
            is_raised[row * columns + column] = true;
        }
    }
    for (height, _) in ground
        .values
        .iter_mut()
        .zip(&is_raised)
        .filter(|(_, raised)| **raised)
    {
        *height += height_m as f32;
    }
    is_raised.iter().filter(|raised| **raised).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geo::Point;

    fn grid() -> MetricGrid {
        MetricGrid::new(Point::new(-7.0, 3.0), 0.5, [60, 50]).expect("a grid")
    }

    #[test]
    fn cells_are_those_whose_middle_the_polygon_contains() {
        let court = Polygon {
            outer: [(-3.1, 5.2), (14.3, 8.7), (12.6, 21.1), (2.2, 16.4), (-9.0, 24.3)]
                .map(|(x, y)| Point::new(x, y))
                .to_vec(),
            holes: vec![
                [(2.1, 9.0), (7.0, 9.1), (6.0, 13.0)]
                    .map(|(x, y)| Point::new(x, y))
                    .to_vec(),
            ],
        };
        let grid = grid();
        let cells = cells_within(&grid, &court);
        let mut count = 0;
        for row in 0..50 {
            for column in 0..60 {
                let inside = court.contains(grid.centre(column, row));
                assert_eq!(cells.contains(&[column, row]), inside, "{column} {row}");
                count += usize::from(inside);
            }
        }
        assert_eq!(cells.len(), count);
        assert!(count > 300);
    }

    #[test]
    fn neighbours_share_no_cell_and_overlaps_are_raised_once() {
        let grid = MetricGrid::new(Point::default(), 1.0, [10, 4]).expect("a grid");
        let mut ground = MetricRaster::from_fn(grid, None, |_, _| 2.0);
        // They meet along the middles of a column.
        let house = |west: f64, east: f64| Polygon::rectangle(Point::new(west, 1.0), Point::new(east, 3.0));
        assert_eq!(
            raise_buildings(
                &mut ground,
                &[house(1.0, 4.5), house(4.5, 7.0), house(2.0, 5.0)],
                6.0
            ),
            12
        );
        let row = |row: usize| ground.values[row * 10..][..10].to_vec();
        assert_eq!(row(0), [2.0; 10]);
        assert_eq!(row(1), [2.0, 8.0, 8.0, 8.0, 8.0, 8.0, 8.0, 2.0, 2.0, 2.0]);
    }
}
