//! Lakes, and what people have raised.

use super::channel::half_width_m;
use super::course::Beside;
use super::{ValleyError, within};
use crate::geo::metric::MetricRaster;
use crate::geo::{Bounds, Point, Polygon};
use crate::hazard::flood::terrain::areas::cells_within;

/// A lake basin, without its water.
#[derive(Debug, Clone, PartialEq)]
pub struct Lake {
    /// Its shore.
    pub shore: Polygon,
    /// Level of its bottom, m. Ground that lies deeper stays.
    pub bottom_m: f64,
    /// How far from the shore the bottom is reached, m.
    pub shore_m: f64,
}

/// A road or railway on a dam. It is left open where it crosses a river, as under a bridge.
#[derive(Debug, Clone, PartialEq)]
pub struct Embankment {
    /// Its line.
    pub line: Vec<Point>,
    /// Height of its top over the ground, m.
    pub height_m: f64,
    /// Width of its top, m. One narrower than one and a half cells becomes as wide, so that it has no gap.
    pub width_m: f64,
}

/// Raised ground, as under old villages in a flood plain.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mound {
    /// Its middle.
    pub place: Point,
    /// Radius of its flat top, m.
    pub radius_m: f64,
    /// Height over the ground, m.
    pub height_m: f64,
}

/// Sides of dams run out by so much for each metre of height: 1 in 2.
const DAM_RUN: f64 = 2.0;
/// Sides of mounds: 1 in 10, as people live on them.
const MOUND_RUN: f64 = 10.0;

impl Embankment {
    pub(super) fn check(&self) -> Result<(), ValleyError> {
        if self.line.len() < 2 {
            return Err(ValleyError::NoLine("an embankment"));
        }
        within("the height of an embankment", self.height_m, 0.0, 100.0)?;
        within("the width of an embankment", self.width_m, 0.0, 1e4)
    }
}

/// Sinks lake basins into the ground.
pub(super) fn sink(terrain: &mut MetricRaster, lakes: &[Lake]) {
    let grid = terrain.grid;
    for lake in lakes {
        for [column, row] in cells_within(&grid, &lake.shore) {
            let from_shore = lake.shore.boundary_distance(grid.centre(column, row));
            let share = if from_shore < lake.shore_m {
                from_shore / lake.shore_m
            } else {
                1.0
            };
            let height = &mut terrain.values[row * grid.size[0] + column];
            let ground = f64::from(*height);
            *height = ground.min(ground + (lake.bottom_m - ground) * share) as f32;
        }
    }
}

/// Raises embankments and mounds, the higher where two meet.
pub(super) fn raise(
    terrain: &mut MetricRaster,
    embankments: &[Embankment],
    mounds: &[Mound],
    is_channel: impl Fn(usize) -> bool,
) {
    let grid = terrain.grid;
    let mut raised = vec![0.0_f32; grid.cells()];
    for dam in embankments {
        let half = half_width_m(dam.width_m, grid.cell_m);
        let beside = Beside::of(&grid, &dam.line, half + DAM_RUN * dam.height_m);
        for (at, distance) in beside
            .distance_m
            .iter()
            .enumerate()
            .filter(|(_, distance)| distance.is_finite())
        {
            let height = over(dam.height_m, f64::from(*distance) - half, DAM_RUN);
            raised[at] = raised[at].max(height as f32);
        }
    }
    for mound in mounds {
        let reach = mound.radius_m + MOUND_RUN * mound.height_m;
        let reach = Point::new(reach, reach);
        let [columns, rows] = grid.touched(&Bounds {
            min: mound.place - reach,
            max: mound.place + reach,
        });
        for row in rows {
            for column in columns.clone() {
                let beyond = grid.centre(column, row).distance(mound.place) - mound.radius_m;
                let at = row * grid.size[0] + column;
                raised[at] = raised[at].max(over(mound.height_m, beyond, MOUND_RUN) as f32);
            }
        }
    }
    for (at, height) in terrain
        .values
        .iter_mut()
        .enumerate()
        .filter(|(at, _)| !is_channel(*at))
    {
        *height += raised[at];
    }
}

/// Height over the ground so far beyond the edge of a flat top, with sides that run out by `run` for each metre.
fn over(height_m: f64, beyond_m: f64, run: f64) -> f64 {
    (height_m - beyond_m.max(0.0) / run).max(0.0)
}
