//! Surfaces: what a person stands on, a deck or a flight, as one numbered list (decks first, then flights), each
//! with its height, its grids, and the surfaces one can see from it across the ends of flights.

use super::geometry::{Bounds, Point, Segment, dot, length, sub};
use super::venue::Place;

/// A regular grid over a box, stored column by column so that neighbours along y are neighbours in memory. The
/// cells of all surfaces share one array: `first` is where this surface begins.
#[derive(Debug, Clone)]
pub(super) struct Grid {
    origin: Point,
    per_m: f32,
    pub(super) cols: usize,
    pub(super) rows: usize,
    pub(super) first: usize,
}

impl Grid {
    /// A grid of `pitch_m` that covers `bounds`, its lines at whole multiples of the pitch from `datum`, with
    /// `margin` extra cells all round.
    pub(super) fn covering(bounds: Bounds, pitch_m: f32, datum: Point, margin: i32, first: usize) -> Self {
        let per_m = 1.0 / pitch_m;
        let low = |axis: usize| ((bounds.low[axis] - datum[axis]) * per_m).floor() as i32 - margin;
        let high = |axis: usize| ((bounds.high[axis] - datum[axis]) * per_m).floor() as i32 + margin;
        Self {
            origin: [
                datum[0] + low(0) as f32 * pitch_m,
                datum[1] + low(1) as f32 * pitch_m,
            ],
            per_m,
            cols: (high(0) - low(0) + 1) as usize,
            rows: (high(1) - low(1) + 1) as usize,
            first,
        }
    }

    /// Number of cells.
    pub(super) fn len(&self) -> usize {
        self.cols * self.rows
    }

    /// Position of `p` in cells from the origin, per axis.
    #[inline]
    pub(super) fn scaled(&self, p: Point) -> Point {
        [
            (p[0] - self.origin[0]) * self.per_m,
            (p[1] - self.origin[1]) * self.per_m,
        ]
    }

    /// Column of x, the nearest one if outside.
    #[inline]
    pub(super) fn col(&self, x: f32) -> usize {
        // A cast from f32 stops at 0 and turns NaN into 0.
        (((x - self.origin[0]) * self.per_m) as usize).min(self.cols - 1)
    }

    /// Row of y, the nearest one if outside.
    #[inline]
    pub(super) fn row(&self, y: f32) -> usize {
        (((y - self.origin[1]) * self.per_m) as usize).min(self.rows - 1)
    }

    /// Number of the cell of `p` among the cells of all surfaces.
    #[inline]
    pub(super) fn cell(&self, p: Point) -> usize {
        self.first + self.col(p[0]) * self.rows + self.row(p[1])
    }

    /// Centre of the cell at (col, row).
    pub(super) fn centre(&self, col: usize, row: usize) -> Point {
        let pitch = 1.0 / self.per_m;
        [
            self.origin[0] + (col as f32 + 0.5) * pitch,
            self.origin[1] + (row as f32 + 0.5) * pitch,
        ]
    }
}

/// How a flight climbs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Climb {
    /// Middle of the lower edge.
    foot: Point,
    /// Unit vector uphill in the plan.
    uphill: Point,
    run_m: f32,
    rise_m: f32,
    /// Plan distance per distance walked along the slope.
    pub(super) plan_share: f32,
}

impl Climb {
    /// Whether somebody who walks that way climbs.
    pub(super) fn is_up(&self, way: Point) -> bool {
        dot(way, self.uphill) > 0.0
    }

    pub(super) fn new(lower: Segment, upper: Segment, rise_m: f32) -> Self {
        let foot = lower.middle();
        let way = sub(upper.middle(), foot);
        let run_m = length(way);
        let slope_m = (run_m * run_m + rise_m * rise_m).sqrt();
        Self {
            foot,
            uphill: [way[0] / run_m, way[1] / run_m],
            run_m,
            rise_m,
            plan_share: run_m / slope_m,
        }
    }
}

/// Another surface that can be seen from here, across one end of a flight (or two: down one flight from another
/// that ends on the same deck).
#[derive(Debug, Clone)]
pub(super) struct View {
    pub(super) surface: usize,
    pub(super) across: Segment,
    pub(super) and_across: Option<Segment>,
    /// From farther than this box nothing can be met over there.
    pub(super) bounds: Bounds,
}

impl View {
    /// Whether the line from `p` (here) to `q` (over there) leads across the connecting edges.
    #[inline]
    pub(super) fn open_between(&self, p: Point, q: Point) -> bool {
        self.across.crossed_by(p, q) && self.and_across.is_none_or(|edge| edge.crossed_by(p, q))
    }
}

/// A deck or a flight.
#[derive(Debug, Clone)]
pub(super) struct Surface {
    /// Its number among the surfaces.
    pub(super) number: usize,
    pub(super) place: Place,
    base_z_m: f32,
    pub(super) climb: Option<Climb>,
    /// The lattice of ways, on lines common to all surfaces.
    pub(super) lattice: Grid,
    /// Bins of barriers.
    pub(super) bins: Grid,
    /// Cells of people.
    pub(super) cells: Grid,
    pub(super) views: Vec<View>,
}

impl Surface {
    pub(super) fn new(
        number: usize,
        place: Place,
        base_z_m: f32,
        climb: Option<Climb>,
        lattice: Grid,
        bins: Grid,
        cells: Grid,
    ) -> Self {
        Self {
            number,
            place,
            base_z_m,
            climb,
            lattice,
            bins,
            cells,
            views: Vec::new(),
        }
    }

    /// Height of the floor under `p`, m.
    #[inline]
    pub(super) fn z_m(&self, p: Point) -> f32 {
        match &self.climb {
            None => self.base_z_m,
            Some(climb) => {
                let share = dot(sub(p, climb.foot), climb.uphill) / climb.run_m;
                self.base_z_m + climb.rise_m * share.clamp(0.0, 1.0)
            }
        }
    }
}
