//! Fields: the way to a goal from everywhere it was sought from, found once and shared by all who go there.
//!
//! A field keeps what its [`Solver`] found on the lattice of all decks and flights, as far as that reaches: of each
//! surface the box around the nodes reached.

use super::barriers::{Kind, Near};
use super::calibration::LATTICE_M;
use super::geometry::{Point, sub, unit_or};
use super::goal::Goal;
use super::solver::Solver;
use super::surface::Surface;
use super::venue::{Place, Portal, Venue};

/// A direction of length 1 or 0, in 32,767ths: half the memory of two floats, and exact to 0.002 degrees. A school
/// holds dozens of fields of more than a hundred thousand nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Bearing([i16; 2]);

impl Bearing {
    const WHOLE: f32 = 32_767.0;

    fn new(way: Point) -> Self {
        // To the nearest: a cast cuts off, and costs less than `round` where the processor has no such instruction.
        Self(way.map(|part| (part * Self::WHOLE + 0.5_f32.copysign(part)) as i16))
    }

    /// The direction, 32,767 times as long.
    #[inline]
    fn long(self) -> Point {
        self.0.map(f32::from)
    }
}

/// What a field knows at one node.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node {
    /// Seconds to the goal at 1 m/s, infinite where it cannot be reached.
    pub(super) cost: f32,
    /// The way; none at the innermost point of an area.
    way: Bearing,
    /// Next portal on the way, `NO_PORTAL` if none.
    pub(super) portal: u16,
}

impl Node {
    pub(super) fn new(cost: f32, portal: u16) -> Self {
        Self {
            cost,
            way: Bearing::default(),
            portal,
        }
    }

    pub(super) fn set_way(&mut self, way: Point) {
        self.way = Bearing::new(way);
    }
}

/// The box of a surface's lattice that a field reaches into, with a margin of one node: its first column and row, how
/// many there are, and where its nodes begin in the field.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Window {
    pub(super) col: usize,
    pub(super) row: usize,
    pub(super) cols: usize,
    pub(super) rows: usize,
    pub(super) first: usize,
}

impl Window {
    /// Number of the node at this column and row of the surface's lattice, which lie in the window.
    #[inline]
    pub(super) fn node(&self, col: usize, row: usize) -> usize {
        self.first + (col - self.col) * self.rows + (row - self.row)
    }

    /// Whether the node at this column and row and its neighbour on to the right and up lie in the window.
    #[inline]
    fn holds_square(&self, col: usize, row: usize) -> bool {
        col >= self.col && row >= self.row && col + 1 < self.col + self.cols && row + 1 < self.row + self.rows
    }
}

/// Costs, ways and next portals towards one goal, at what was open when it was solved.
#[derive(Debug, Clone)]
pub struct Field {
    pub(super) goal: Goal,
    pub(super) access_version: u32,
    /// By surface.
    pub(super) windows: Vec<Window>,
    pub(super) nodes: Vec<Node>,
}

/// What a field says to a person.
#[derive(Debug, Clone, Copy)]
pub(super) struct Guide {
    /// The way, of length 1 or zero.
    pub(super) way: Point,
    /// Seconds to the goal at 1 m/s.
    pub(super) cost_s: f32,
    /// Index of the next portal, or `NO_PORTAL`.
    pub(super) portal: u16,
}

/// No portal lies on the way.
pub(super) const NO_PORTAL: u16 = u16::MAX;

const NOWHERE: Guide = Guide {
    way: [0.0; 2],
    cost_s: f32::INFINITY,
    portal: NO_PORTAL,
};

/// A person this near to a barrier may have a node behind it among the four nodes around, m.
const NODE_REACH_M: f32 = 0.29;

impl Field {
    /// Finds the way to `goal` from everywhere, through what is open now.
    pub fn solve(venue: &Venue, goal: Goal) -> Self {
        Solver::default().solve(venue, goal)
    }

    /// Finds the way anew after something opened or closed.
    pub fn solve_again(&mut self, venue: &Venue) {
        let goal = self.goal.mapped(|p| venue.layout.outwards(p));
        *self = Self::solve(venue, goal);
    }

    /// The goal.
    pub(super) fn goal(&self) -> &Goal {
        &self.goal
    }

    /// Whether something opened or closed since this was solved.
    pub fn is_stale(&self, venue: &Venue) -> bool {
        self.access_version != venue.access_version()
    }

    /// Time from a point to the goal at 1 m/s (walls keep a little distance, stairs count as slower), s.
    /// `None` where the goal cannot be reached.
    pub fn cost_s(&self, venue: &Venue, place: Place, point: Point) -> Option<f32> {
        let guide = self.guide_at(venue, place, point)?;
        guide.cost_s.is_finite().then_some(guide.cost_s)
    }

    /// The way from a point, of length 1 (zero on arrival). `None` where the goal cannot be reached.
    pub fn way(&self, venue: &Venue, place: Place, point: Point) -> Option<Point> {
        let guide = self.guide_at(venue, place, point)?;
        guide.cost_s.is_finite().then_some(guide.way)
    }

    /// The next opening or flight on the way from a point.
    pub fn next_portal(&self, venue: &Venue, place: Place, point: Point) -> Option<Portal> {
        let portal = self.guide_at(venue, place, point)?.portal;
        let openings = venue.openings() as u16;
        match portal {
            NO_PORTAL => None,
            opening if opening < openings => Some(Portal::Opening(opening)),
            flight => Some(Portal::Flight(flight - openings)),
        }
    }

    fn guide_at(&self, venue: &Venue, place: Place, point: Point) -> Option<Guide> {
        let surface = &venue.layout.surfaces[venue.layout.surface_of(place)?];
        let point = venue.layout.inwards(point);
        let mut near = Vec::new();
        venue
            .layout
            .barriers
            .near(surface, point, 1.0, &venue.access, &mut near);
        Some(self.guide(surface, point, &near))
    }

    /// Guides a person at `p`, who sees the barriers `near`.
    ///
    /// Between nodes the ways are blended, but only those of nodes in sight: the way is smooth on open floor and
    /// right up to walls and jambs.
    #[inline]
    pub(super) fn guide(&self, surface: &Surface, p: Point, near: &[Near]) -> Guide {
        let (grid, window) = (&surface.lattice, &self.windows[surface.number]);
        let scaled = grid.scaled(p);
        let (fx, fy) = (scaled[0] - 0.5, scaled[1] - 0.5);
        let (col, row) = (fx as usize, fy as usize);
        if !(fx >= 0.0 && fy >= 0.0 && window.holds_square(col, row)) {
            return NOWHERE;
        }
        let (right, up) = (fx - col as f32, fy - row as f32);
        let corner = window.node(col, row);
        let at_line = self.nodes[corner].cost < 1.0 && !self.goal.lines.is_empty();
        let beset = at_line || near.iter().any(|b| b.distance_m < NODE_REACH_M);
        let (mut way, mut cost, mut weights) = ([0.0_f32; 2], 0.0, 0.0);
        let (mut portal, mut most, mut nearest) = (NO_PORTAL, 0.0, [0.0; 2]);
        for (dx, dy, weight) in [
            (0, 0, (1.0 - right) * (1.0 - up)),
            (0, 1, (1.0 - right) * up),
            (1, 0, right * (1.0 - up)),
            (1, 1, right * up),
        ] {
            let node = &self.nodes[corner + dx * window.rows + dy];
            if node.cost == f32::INFINITY
                || (beset && self.hidden(surface, near, p, grid.centre(col + dx, row + dy)))
            {
                continue;
            }
            let [x, y] = node.way.long();
            way[0] += weight * x;
            way[1] += weight * y;
            cost += weight * node.cost;
            weights += weight;
            if weight > most {
                most = weight;
                nearest = [x, y];
                portal = node.portal;
            }
        }
        if weights < 1e-3 {
            return self.guide_back(surface, p, near);
        }
        // A blend of ways that point at each other is no way: the innermost point of an area, where one stays, or a
        // watershed, where one must not stand for ever.
        let least = 0.01 * Bearing::WHOLE * weights;
        let way = if way[0] * way[0] + way[1] * way[1] > least * least {
            unit_or(way, [0.0; 2])
        } else if cost > 0.0 {
            unit_or(nearest, [0.0; 2])
        } else {
            [0.0; 2]
        };
        Guide {
            way,
            cost_s: cost / weights,
            portal,
        }
    }

    /// Guides a person whom no node around can see (pushed off the floor, or into a corner) to the best node in
    /// sight within 0.8 m.
    #[cold]
    fn guide_back(&self, surface: &Surface, p: Point, near: &[Near]) -> Guide {
        let (grid, window) = (&surface.lattice, &self.windows[surface.number]);
        let reach = 4.0 * LATTICE_M;
        let mut best = NOWHERE;
        let cols = grid.col(p[0] - reach).max(window.col)
            ..(grid.col(p[0] + reach) + 1).min(window.col + window.cols);
        let rows = grid.row(p[1] - reach).max(window.row)
            ..(grid.row(p[1] + reach) + 1).min(window.row + window.rows);
        for col in cols {
            for row in rows.clone() {
                let node = &self.nodes[window.node(col, row)];
                let centre = grid.centre(col, row);
                if node.cost < best.cost_s && !self.hidden(surface, near, p, centre) {
                    let way = unit_or(sub(centre, p), [0.0; 2]);
                    best = Guide {
                        way,
                        cost_s: node.cost,
                        portal: node.portal,
                    };
                }
            }
        }
        best
    }

    /// Whether a barrier hides the node at `centre` from a person at `p`. Edges of flights do, because beyond them
    /// lies another surface; goal lines do, because behind them the way leads back.
    fn hidden(&self, surface: &Surface, near: &[Near], p: Point, centre: Point) -> bool {
        near.iter()
            .any(|b| (b.stops || matches!(b.kind, Kind::Edge { .. })) && b.line.crossed_by(p, centre))
            || self
                .goal
                .lines_on(surface.place)
                .any(|line| line.segment.crossed_by(p, centre))
    }
}
