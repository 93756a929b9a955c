//! Fields: the way to a goal from everywhere, found once and shared by all who go there.
//!
//! Each field solves |∇cost| = slowness over the lattice of all decks and flights together (fast marching,
//! J. A. Sethian 1996, with the bucket queue of L. Yatziv, A. Bartesaghi, G. Sapiro 2006; nodes whose cost falls
//! again are taken up again, so that buckets cost no accuracy). Links that walls cross carry nothing, so that
//! thin walls count exactly.

use super::barriers::{Kind, Near};
use super::calibration::LATTICE_M;
use super::front::{Front, around};
use super::geometry::{Point, Polygon, Segment, sub, unit_or};

use super::surface::Surface;
use super::venue::{Place, Portal, Venue};

/// Where people want to get: any of these areas or lines.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Goal {
    /// Areas on decks. Whoever steps inside has arrived, and goes on towards the innermost point.
    pub areas: Vec<(u16, Polygon)>,
    /// Lines on decks. Whoever crosses one has arrived.
    pub lines: Vec<(u16, Segment)>,
}

impl Goal {
    /// The goal that is one area.
    pub fn area(deck: u16, area: Polygon) -> Self {
        Self {
            areas: vec![(deck, area)],
            lines: Vec::new(),
        }
    }

    /// The goal that is one line.
    pub fn line(deck: u16, line: Segment) -> Self {
        Self {
            areas: Vec::new(),
            lines: vec![(deck, line)],
        }
    }

    /// The same goal in a plan mapped so.
    #[must_use]
    pub fn mapped(&self, map: impl Fn(Point) -> Point) -> Self {
        Self {
            areas: self
                .areas
                .iter()
                .map(|(deck, area)| (*deck, area.mapped(&map)))
                .collect(),
            lines: self
                .lines
                .iter()
                .map(|(deck, line)| (*deck, line.mapped(&map)))
                .collect(),
        }
    }

    /// Whether a step from `p` on one place to `q` on another, or on the same, arrives: in an area where it ends, over a
    /// line where it begins or ends (a line may be the edge of a flight).
    pub(super) fn reached(&self, [from, to]: [Place; 2], p: Point, q: Point) -> bool {
        // Who stands right on a line has reached it: the edge of a flight there may count them as beyond already.
        const ON_M: f32 = 1e-4;
        let is_on = |deck: u16, place: Place| place == Place::Deck(deck);
        self.areas
            .iter()
            .any(|(deck, area)| is_on(*deck, to) && area.contains(q))
            || self.lines.iter().any(|(deck, line)| {
                (is_on(*deck, from) || is_on(*deck, to))
                    && (line.crossed_by(p, q) || line.distance_m(q) < ON_M)
            })
    }
}

/// A direction of length 1 or 0, in 32,767ths: half the memory of two floats, and exact to 0.002 degrees. A school
/// holds dozens of fields of more than a hundred thousand nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Bearing([i16; 2]);

impl Bearing {
    const WHOLE: f32 = 32_767.0;

    fn new(way: Point) -> Self {
        Self(way.map(|part| (part * Self::WHOLE).round() as i16))
    }

    /// The direction, 32,767 times as long.
    #[inline]
    fn long(self) -> Point {
        self.0.map(f32::from)
    }
}

/// Costs, ways and next portals towards one goal, at what was open when it was solved.
#[derive(Debug, Clone)]
pub struct Field {
    goal: Goal,
    access_version: u32,
    /// Seconds to the goal at 1 m/s, infinite where it cannot be reached.
    cost: Vec<f32>,
    /// The way at each node; none at the innermost point of an area.
    way: Vec<Bearing>,
    /// Next portal on the way, `NO_PORTAL` if none.
    portal: Vec<u16>,
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

/// The lattice node a point stands on, if it stands on one.
fn field_node(venue: &Venue, place: Place, point: Point) -> Option<usize> {
    let surface = &venue.layout.surfaces[venue.layout.surface_of(place)?];
    let grid = &surface.lattice;
    let scaled = grid.scaled(point);
    let inside =
        scaled[0] >= 0.0 && scaled[1] >= 0.0 && scaled[0] < grid.cols as f32 && scaled[1] < grid.rows as f32;
    inside.then(|| grid.first + scaled[0] as usize * grid.rows + scaled[1] as usize)
}

impl Field {
    /// Finds the way to `goal` from everywhere, through what is open now.
    pub fn solve(venue: &Venue, goal: Goal) -> Self {
        let mut field = Self::unsolved(venue, goal);
        field.solve_again(venue);
        field
    }

    /// Finds the way to `goal` from one place and what lies nearer, for somebody on an errand: a fraction of the
    /// cost when the goal is near. Farther off, the goal counts as unreachable.
    pub fn solve_from(venue: &Venue, goal: Goal, place: Place, point: Point) -> Self {
        let mut field = Self::unsolved(venue, goal);
        field.march(venue, field_node(venue, place, venue.layout.inwards(point)));
        field
    }

    fn unsolved(venue: &Venue, goal: Goal) -> Self {
        let nodes = venue.layout.lattice.slowness.len();
        Self {
            goal: goal.mapped(|p| venue.layout.inwards(p)),
            access_version: 0,
            cost: Vec::with_capacity(nodes),
            way: Vec::with_capacity(nodes),
            portal: Vec::with_capacity(nodes),
        }
    }

    /// Finds the way anew after something opened or closed.
    pub fn solve_again(&mut self, venue: &Venue) {
        self.march(venue, None);
    }

    fn march(&mut self, venue: &Venue, as_far_as: Option<usize>) {
        let layout = &*venue.layout;
        let nodes = layout.lattice.slowness.len();
        self.access_version = venue.access_version();
        self.cost.clear();
        self.cost.resize(nodes, f32::INFINITY);
        self.way.clear();
        self.way.resize(nodes, Bearing::default());
        self.portal.clear();
        self.portal.resize(nodes, NO_PORTAL);
        let mut front = Front::new(nodes);
        for (number, surface) in layout.surfaces.iter().enumerate().take(layout.decks) {
            self.seed(venue, number, surface, &mut front);
        }
        front.march(venue, &mut self.cost, &mut self.portal, as_far_as);
        for surface in &layout.surfaces {
            self.point(venue, surface);
        }
        self.point_inside(venue);
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
        let grid = &surface.lattice;
        let scaled = grid.scaled(p);
        let (fx, fy) = (scaled[0] - 0.5, scaled[1] - 0.5);
        if !(fx >= 0.0 && fy >= 0.0 && fx < (grid.cols - 1) as f32 && fy < (grid.rows - 1) as f32) {
            return NOWHERE;
        }
        let (col, row) = (fx as usize, fy as usize);
        let (right, up) = (fx - col as f32, fy - row as f32);
        let corner = grid.first + col * grid.rows + row;
        let at_line = self.cost[corner] < 1.0 && !self.goal.lines.is_empty();
        let beset = at_line || near.iter().any(|b| b.distance_m < NODE_REACH_M);
        let (mut way, mut cost, mut weights) = ([0.0_f32; 2], 0.0, 0.0);
        let (mut portal, mut most, mut nearest) = (NO_PORTAL, 0.0, [0.0; 2]);
        for (dx, dy, weight) in [
            (0, 0, (1.0 - right) * (1.0 - up)),
            (0, 1, (1.0 - right) * up),
            (1, 0, right * (1.0 - up)),
            (1, 1, right * up),
        ] {
            let node = corner + dx * grid.rows + dy;
            if self.cost[node] == f32::INFINITY
                || (beset && self.hidden(surface, near, p, grid.centre(col + dx, row + dy)))
            {
                continue;
            }
            let [x, y] = self.way[node].long();
            way[0] += weight * x;
            way[1] += weight * y;
            cost += weight * self.cost[node];
            weights += weight;
            if weight > most {
                most = weight;
                nearest = [x, y];
                portal = self.portal[node];
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
        let grid = &surface.lattice;
        let reach = 4.0 * LATTICE_M;
        let mut best = NOWHERE;
        for col in grid.col(p[0] - reach)..=grid.col(p[0] + reach) {
            for row in grid.row(p[1] - reach)..=grid.row(p[1] + reach) {
                let node = grid.first + col * grid.rows + row;
                let centre = grid.centre(col, row);
                if self.cost[node] < best.cost_s && !self.hidden(surface, near, p, centre) {
                    let way = unit_or(sub(centre, p), [0.0; 2]);
                    best = Guide {
                        way,
                        cost_s: self.cost[node],
                        portal: self.portal[node],
                    };
                }
            }
        }
        best
    }

    /// Whether a barrier hides the node at `centre` from a person at `p`. Edges of flights do, because beyond them
    /// lies another surface; goal lines do, because behind them the way leads back.
    fn hidden(&self, surface: &Surface, near: &[Near], p: Point, centre: Point) -> bool {
        let lines = || {
            self.goal
                .lines
                .iter()
                .filter(|(deck, _)| surface.place == Place::Deck(*deck))
        };
        near.iter()
            .any(|b| (b.stops || matches!(b.kind, Kind::Edge { .. })) && b.line.crossed_by(p, centre))
            || lines().any(|(_, line)| line.crossed_by(p, centre))
    }

    fn seed(&mut self, venue: &Venue, number: usize, surface: &Surface, front: &mut Front) {
        let layout = &*venue.layout;
        let grid = &surface.lattice;
        let goal = &self.goal;
        let on_deck = |deck: u16| usize::from(deck) == number;
        let areas: Vec<_> = goal.areas.iter().filter(|(deck, _)| on_deck(*deck)).collect();
        let lines: Vec<_> = goal.lines.iter().filter(|(deck, _)| on_deck(*deck)).collect();
        if areas.is_empty() && lines.is_empty() {
            return;
        }
        for col in 0..grid.cols {
            for row in 0..grid.rows {
                let node = grid.first + col * grid.rows + row;
                if !layout.lattice.walkable(node) {
                    continue;
                }
                let centre = grid.centre(col, row);
                let mut cost = f32::INFINITY;
                if areas.iter().any(|(_, area)| area.contains(centre)) {
                    cost = 0.0;
                }
                for (_, line) in &lines {
                    let away = line.distance_m(centre);
                    // Two pitches: a line may lie at the very border of the floor.
                    if away < (2.0 * LATTICE_M).min(cost)
                        && let Some(portal) = Self::seen_through(venue, surface, centre, line)
                    {
                        cost = away;
                        self.portal[node] = portal;
                    }
                }
                if cost.is_finite() {
                    self.cost[node] = cost;
                    front.push(node, number, cost);
                }
            }
        }
    }

    /// The portal a step from `centre` over a goal line goes through (`NO_PORTAL` if none), or nothing if the step
    /// is barred: an exit may be opening and goal at once, and so may the head of a flight.
    fn seen_through(venue: &Venue, surface: &Surface, centre: Point, line: &Segment) -> Option<u16> {
        const BEYOND_M: f32 = 0.02;
        let nearest = line.nearest(centre);
        let on = unit_or(sub(nearest, centre), [0.0; 2]);
        let beyond = [nearest[0] + BEYOND_M * on[0], nearest[1] + BEYOND_M * on[1]];
        let mut portal = NO_PORTAL;
        for barrier in venue.layout.barriers.in_bin(surface.bins.cell(centre)) {
            if !barrier.line.crossed_by(centre, beyond) {
                continue;
            }
            if barrier.stops(centre, false, &venue.access) {
                return None;
            }
            portal = match barrier.kind {
                Kind::Wall => portal,
                Kind::Opening(opening) => opening,
                Kind::Edge { flight, .. } => venue.layout.portal_index(Portal::Flight(flight)) as u16,
            };
        }
        Some(portal)
    }

    /// Sets the ways on a surface, down the slope of the costs.
    fn point(&mut self, venue: &Venue, surface: &Surface) {
        let (grid, lattice) = (&surface.lattice, &venue.layout.lattice);
        for node in grid.first..grid.first + grid.len() {
            let here = self.cost[node];
            if here == f32::INFINITY {
                continue;
            }
            let around = around(venue, &self.cost, node, grid.rows);
            let fall = |up: f32, down: f32| match (here - up, here - down) {
                (a, b) if a >= b && a > 0.0 => a,
                (_, b) if b > 0.0 => -b,
                _ => 0.0,
            };
            let slope = [fall(around[0], around[1]), fall(around[2], around[3])];
            self.way[node] = Bearing::new(if slope == [0.0; 2] && lattice.walkable(node) {
                self.way_to_line(node, surface)
            } else {
                unit_or(slope, [0.0; 2])
            });
        }
    }

    /// The way at a seed node of a line: straight to it and on.
    fn way_to_line(&self, node: usize, surface: &Surface) -> Point {
        let Place::Deck(deck) = surface.place else {
            return [0.0; 2];
        };
        let grid = &surface.lattice;
        let inside = node - grid.first;
        let centre = grid.centre(inside / grid.rows, inside % grid.rows);
        let mut best = (f32::INFINITY, [0.0; 2]);
        for (_, line) in self.goal.lines.iter().filter(|(on, _)| *on == deck) {
            let away = line.distance_m(centre);
            if away < best.0 {
                best = (away, unit_or(sub(line.nearest(centre), centre), [0.0; 2]));
            }
        }
        best.1
    }

    /// Inside an area, the way leads in and on to the innermost node: people make room for those behind them.
    fn point_inside(&mut self, venue: &Venue) {
        let layout = &*venue.layout;
        for (deck, area) in &self.goal.areas {
            let Some(surface) = layout.surface_of(Place::Deck(*deck)) else {
                continue;
            };
            let grid = &layout.surfaces[surface].lattice;
            // Whoever comes over the border goes straight in first: the innermost node may lie along it.
            let is_outside = |cost: f32| f32::from(u8::from(cost > 0.0 && cost.is_finite()));
            let mut innermost = (0.0, [0.0; 2]);
            let mut inside = Vec::new();
            for col in 0..grid.cols {
                for row in 0..grid.rows {
                    let node = grid.first + col * grid.rows + row;
                    let centre = grid.centre(col, row);
                    if self.cost[node] == 0.0 && area.contains(centre) {
                        inside.push((node, centre));
                        let depth = area
                            .sides()
                            .map(|s| s.distance_m(centre))
                            .fold(f32::INFINITY, f32::min);
                        if depth > innermost.0 {
                            innermost = (depth, centre);
                        }
                    }
                }
            }
            for (node, centre) in inside {
                let [right, left, up, down] = around(venue, &self.cost, node, grid.rows).map(is_outside);
                if [right, up] != [left, down] {
                    self.way[node] = Bearing::new(unit_or([left - right, down - up], [0.0; 2]));
                    continue;
                }
                let way = sub(innermost.1, centre);
                let near = way[0] * way[0] + way[1] * way[1] < LATTICE_M * LATTICE_M;
                self.way[node] = Bearing::new(if near { [0.0; 2] } else { unit_or(way, [0.0; 2]) });
            }
        }
    }
}
