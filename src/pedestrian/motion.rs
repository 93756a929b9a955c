//! Moving bodies between walls: what a step may do, whatever the crowd wants.

use super::barriers::{Kind, Near};
use super::calibration::WALL_STOP;
use super::geometry::{Point, add, length, sub, unit_or};
use super::surface::Surface;
use super::venue::Venue;

/// A step as it ends if every portal on it lets the person through.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Stride {
    pub(super) to: Point,
    /// Surface it ends on.
    pub(super) surface: u16,
    /// Whether it crosses an opening or the edge of a flight.
    pub(super) crosses: bool,
}

/// A body that stands nearer to a wall than it may comes away from it by no more than this per step, m.
const COMING_AWAY_M: f32 = 0.01;

/// No step ends nearer to a wall than this, m, unless it began there.
const LEAST_M: f32 = 0.05;

/// Moves a body from `p` towards `q`: along walls, never through one.
pub(super) fn stride(
    venue: &Venue,
    number: u16,
    surface: &Surface,
    p: Point,
    q: Point,
    radius_m: f32,
    near: &[Near],
) -> Stride {
    let stay = Stride {
        to: p,
        surface: number,
        crosses: false,
    };
    let to = slide(p, q, WALL_STOP * radius_m, near);
    let refused = near.iter().filter(|b| b.stops).any(|wall| {
        wall.line.crossed_by(p, to) || wall.line.distance_m(to) < LEAST_M.min(wall.distance_m) - 1e-4
    });
    if refused {
        return stay;
    }
    let mut stride = Stride { to, ..stay };
    for portal in near.iter().filter(|b| !b.stops && b.line.crossed_by(p, to)) {
        stride.crosses = true;
        if let Kind::Edge { beyond, .. } = portal.kind {
            stride.surface = beyond;
        }
    }
    if stride.surface != number && !free_beyond(venue, surface, &stride, p) {
        return stay;
    }
    stride
}

/// Pushes the end of a step out of all walls, twice so that corners hold.
fn slide(p: Point, q: Point, stop_m: f32, near: &[Near]) -> Point {
    let mut to = q;
    for _ in 0..2 {
        for wall in near.iter().filter(|b| b.stops) {
            let allowed_m = stop_m.min(wall.distance_m + COMING_AWAY_M);
            let nearest = wall.line.nearest(to);
            let crossed = wall.line.crossed_by(p, to);
            let distance_m = length(sub(to, nearest));
            if crossed {
                let out = unit_or(sub(p, wall.nearest), [0.0; 2]);
                to = add(nearest, [out[0] * allowed_m, out[1] * allowed_m]);
            } else if distance_m < allowed_m {
                let out = unit_or(sub(to, nearest), unit_or(sub(p, wall.nearest), [0.0; 2]));
                to = add(nearest, [out[0] * allowed_m, out[1] * allowed_m]);
            }
        }
    }
    to
}

/// Whether no wall of the surface a stride leads to lies across it.
fn free_beyond(venue: &Venue, here: &Surface, stride: &Stride, p: Point) -> bool {
    let layout = &venue.layout;
    let there = &layout.surfaces[usize::from(stride.surface)];
    let on_flight = there.climb.is_some();
    debug_assert!(
        on_flight || here.climb.is_some(),
        "strides lead from decks to flights and back"
    );
    !layout.barriers.in_bin(there.bins.cell(stride.to)).any(|barrier| {
        !matches!(barrier.kind, Kind::Edge { .. })
            && barrier.line.crossed_by(p, stride.to)
            && barrier.stops(p, on_flight, &venue.access)
    })
}
