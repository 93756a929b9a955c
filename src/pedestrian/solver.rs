//! Finding ways: solves |∇cost| = slowness over the lattice of all decks and flights together.
//!
//! Fast marching (J. A. Sethian 1996) with the bucket queue of L. Yatziv, A. Bartesaghi, G. Sapiro 2006; nodes whose
//! cost falls again are taken up again, so that buckets cost no accuracy. Links that walls cross carry nothing, so that
//! thin walls count exactly.

use super::barriers::Kind;
use super::calibration::LATTICE_M;
use super::field::{Field, NO_PORTAL, Node, Window};
use super::front::{Front, around};
use super::geometry::{Bounds, Point, Segment, sub, unit_or};
use super::goal::Goal;
use super::surface::{Grid, Surface};
use super::venue::{Place, Portal, Venue};

/// Solves fields one after the other, and keeps the memory it needs for that.
#[derive(Debug, Default)]
pub struct Solver {
    front: Front,
}

/// The lattice node a point stands on, if it stands on one.
fn node_under(venue: &Venue, place: Place, point: Point) -> Option<usize> {
    let surface = &venue.layout.surfaces[venue.layout.surface_of(place)?];
    let grid = &surface.lattice;
    let scaled = grid.scaled(point);
    let inside =
        scaled[0] >= 0.0 && scaled[1] >= 0.0 && scaled[0] < grid.cols as f32 && scaled[1] < grid.rows as f32;
    inside.then(|| grid.first + scaled[0] as usize * grid.rows + scaled[1] as usize)
}

impl Solver {
    /// Finds the way to `goal` from everywhere, through what is open now.
    pub fn solve(&mut self, venue: &Venue, goal: Goal) -> Field {
        self.march(venue, goal, None)
    }

    /// Finds the way to `goal` from one place and what lies nearer, for somebody on an errand: a fraction of the
    /// cost when the goal is near. Farther off, the goal counts as unreachable.
    pub fn solve_from(&mut self, venue: &Venue, goal: Goal, place: Place, point: Point) -> Field {
        self.march(venue, goal, node_under(venue, place, venue.layout.inwards(point)))
    }

    fn march(&mut self, venue: &Venue, goal: Goal, as_far_as: Option<usize>) -> Field {
        let goal = goal.mapped(|p| venue.layout.inwards(p));
        self.front.set_out(&venue.layout);
        for surface in &venue.layout.surfaces[..venue.layout.decks] {
            self.seed(venue, &goal, surface);
        }
        let mut this_side = venue.clone();
        for opening in goal.lines.iter().filter_map(|line| line.way_out) {
            this_side.set_open(Portal::Opening(opening), false);
        }
        self.front.march(&this_side, as_far_as);
        self.field(&this_side, goal, venue.access_version())
    }

    fn seed(&mut self, venue: &Venue, goal: &Goal, surface: &Surface) {
        let grid = &surface.lattice;
        let areas = goal.areas.iter();
        let areas: Vec<_> = areas
            .filter(|(deck, _)| surface.place == Place::Deck(*deck))
            .collect();
        let lines: Vec<_> = goal.lines_on(surface.place).collect();
        if areas.is_empty() && lines.is_empty() {
            return;
        }
        let corners = areas.iter().flat_map(|(_, area)| area.outline.iter().copied());
        let ends = lines.iter().flat_map(|line| [line.segment.a, line.segment.b]);
        let (cols, rows) = nodes_near(grid, corners.chain(ends));
        for col in cols {
            for row in rows.clone() {
                let node = grid.first + col * grid.rows + row;
                if !venue.layout.lattice.walkable(node) {
                    continue;
                }
                let centre = grid.centre(col, row);
                let (mut cost, mut next) = (f32::INFINITY, NO_PORTAL);
                if areas.iter().any(|(_, area)| area.contains(centre)) {
                    cost = 0.0;
                }
                for line in &lines {
                    if line.way_out.is_some() && line.segment.left_of(centre) {
                        continue;
                    }
                    let away = line.segment.distance_m(centre);
                    // Two pitches: a line may lie at the very border of the floor.
                    if away < (2.0 * LATTICE_M).min(cost)
                        && let Some(portal) = seen_through(venue, surface, centre, &line.segment)
                    {
                        (cost, next) = (away, portal);
                    }
                }
                if cost.is_finite() {
                    self.front.seed(node, surface.number, cost, next);
                }
            }
        }
    }

    /// What the front has found, and the ways down the slope of its costs.
    fn field(&self, venue: &Venue, goal: Goal, access_version: u32) -> Field {
        let surfaces = &venue.layout.surfaces;
        let (mut windows, mut count) = (Vec::with_capacity(surfaces.len()), 0);
        for surface in surfaces {
            let window = Window {
                first: count,
                ..self.front.window(surface)
            };
            count += window.cols * window.rows;
            windows.push(window);
        }
        let mut nodes = Vec::with_capacity(count);
        for (surface, window) in surfaces.iter().zip(&windows) {
            for col in window.col..window.col + window.cols {
                let column = surface.lattice.first + col * surface.lattice.rows;
                for node in column + window.row..column + window.row + window.rows {
                    nodes.push(self.pointed(venue, &goal, surface, node));
                }
            }
        }
        let mut field = Field {
            goal,
            access_version,
            windows,
            nodes,
        };
        self.point_inside(venue, &mut field);
        field
    }

    /// A node of the field, its way down the slope of the costs.
    #[inline]
    fn pointed(&self, venue: &Venue, goal: &Goal, surface: &Surface, node: usize) -> Node {
        let cost = &self.front.cost;
        let here = cost[node];
        let mut pointed = Node::new(here, self.front.portal[node]);
        if here == f32::INFINITY {
            return pointed;
        }
        let around = around(venue, cost, node, surface.lattice.rows);
        let fall = |up: f32, down: f32| match (here - up, here - down) {
            (a, b) if a >= b && a > 0.0 => a,
            (_, b) if b > 0.0 => -b,
            _ => 0.0,
        };
        let slope = [fall(around[0], around[1]), fall(around[2], around[3])];
        pointed.set_way(if slope == [0.0; 2] && venue.layout.lattice.walkable(node) {
            way_to_line(goal, surface, node)
        } else {
            unit_or(slope, [0.0; 2])
        });
        pointed
    }

    /// Inside an area, the way leads in and on to the innermost node: people make room for those behind them.
    fn point_inside(&self, venue: &Venue, field: &mut Field) {
        let cost = &self.front.cost;
        for (deck, area) in &field.goal.areas {
            let Some(number) = venue.layout.surface_of(Place::Deck(*deck)) else {
                continue;
            };
            let (grid, window) = (&venue.layout.surfaces[number].lattice, &field.windows[number]);
            // Whoever comes over the border goes straight in first: the innermost node may lie along it.
            let is_outside = |cost: f32| f32::from(u8::from(cost > 0.0 && cost.is_finite()));
            let mut innermost = (0.0, [0.0; 2]);
            let mut inside = Vec::new();
            let (cols, rows) = nodes_near(grid, area.outline.iter().copied());
            for col in cols {
                for row in rows.clone() {
                    let centre = grid.centre(col, row);
                    if cost[node_of(grid, col, row)] == 0.0 && area.contains(centre) {
                        inside.push((col, row));
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
            for (col, row) in inside {
                let beside = around(venue, cost, node_of(grid, col, row), grid.rows);
                let [right, left, up, down] = beside.map(is_outside);
                let inwards = [left - right, down - up];
                let onwards = sub(innermost.1, grid.centre(col, row));
                let near = onwards[0] * onwards[0] + onwards[1] * onwards[1] < LATTICE_M * LATTICE_M;
                field.nodes[window.node(col, row)].set_way(if inwards != [0.0; 2] {
                    unit_or(inwards, [0.0; 2])
                } else if near {
                    [0.0; 2]
                } else {
                    unit_or(onwards, [0.0; 2])
                });
            }
        }
    }
}

/// The columns and rows of the nodes that lie between these points, or not farther outside than a line is felt.
fn nodes_near(
    grid: &Grid,
    points: impl Iterator<Item = Point>,
) -> (std::ops::RangeInclusive<usize>, std::ops::RangeInclusive<usize>) {
    let bounds = Bounds::around(points).grown(3.0 * LATTICE_M);
    (
        grid.col(bounds.low[0])..=grid.col(bounds.high[0]),
        grid.row(bounds.low[1])..=grid.row(bounds.high[1]),
    )
}

fn node_of(grid: &Grid, col: usize, row: usize) -> usize {
    grid.first + col * grid.rows + row
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

/// The way at a seed node of a line: straight to it and on.
fn way_to_line(goal: &Goal, surface: &Surface, node: usize) -> Point {
    let grid = &surface.lattice;
    let inside = node - grid.first;
    let centre = grid.centre(inside / grid.rows, inside % grid.rows);
    let mut best = (f32::INFINITY, [0.0; 2]);
    for line in goal.lines_on(surface.place) {
        let away = line.segment.distance_m(centre);
        if away < best.0 {
            best = (away, unit_or(sub(line.segment.nearest(centre), centre), [0.0; 2]));
        }
    }
    best.1
}
