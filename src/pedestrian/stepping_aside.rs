//! Who stands and waits for others is in nobody's way: they step aside for whoever comes through, and stand apart from
//! each other.

use super::barriers::{BIN_REACH_M, Near};
use super::calibration::STEPS_ASIDE_M_S;
use super::cells::Cells;
use super::crowd::People;
use super::geometry::{Point, dot, length, unit_or};
use super::goal::Goal;
use super::motion::{Stride, stride};
use super::venue::Venue;

/// Bodies are no broader than this, m: whoever is farther away than this touches nobody.
const TOUCH_M: f32 = 0.6;

/// The step by which the person at sorted index `k` who waits comes away from those whom their body overlaps; none where
/// it overlaps nobody, or where that would take them to the goal before the others.
pub(super) fn step_aside(
    people: &People,
    venue: &Venue,
    cells: &Cells,
    near: &mut Vec<Near>,
    goal: &Goal,
    k: usize,
) -> Option<Stride> {
    let slot = cells.slot[k] as usize;
    let (number, p, radius_m) = (people.surface[slot], people.position[slot], people.radius_m[slot]);
    let surface = &venue.layout.surfaces[usize::from(number)];
    let grid = &surface.cells;
    let rows = grid.row(p[1] - TOUCH_M)..=grid.row(p[1] + TOUCH_M);
    let mut away: Point = [0.0; 2];
    for col in grid.col(p[0] - TOUCH_M)..=grid.col(p[0] + TOUCH_M) {
        let (from, to) = cells.in_column(grid.first + col * grid.rows, rows.clone());
        for other in (from..to).filter(|other| *other != k) {
            let apart = [p[0] - cells.x[other], p[1] - cells.y[other]];
            if dot(apart, apart) >= TOUCH_M * TOUCH_M {
                continue;
            }
            let contact_m = radius_m + people.radius_m[cells.slot[other] as usize];
            let overlap_m = contact_m - length(apart);
            if overlap_m > 0.0 {
                // On the very same spot: the one with the higher ordinal goes right.
                let out = unit_or(apart, [if other > k { -1.0 } else { 1.0 }, 0.0]);
                away = [away[0] + overlap_m * out[0], away[1] + overlap_m * out[1]];
            }
        }
    }
    // No farther than out of the overlap.
    let most_m = (STEPS_ASIDE_M_S * venue.step_s).min(length(away));
    if most_m <= 0.0 {
        return None;
    }
    let way = unit_or(away, [0.0; 2]);
    let q = [p[0] + way[0] * most_m, p[1] + way[1] * most_m];
    venue
        .layout
        .barriers
        .near(surface, p, BIN_REACH_M, &venue.access, near);
    let stride = stride(venue, number, surface, p, q, radius_m, near);
    (!goal.reached([surface.place; 2], p, stride.to)).then_some(stride)
}
