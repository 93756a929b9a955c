//! The lattice of ways: 0.2 m nodes on all surfaces, linked to their four neighbours unless a wall lies between,
//! across the ends of flights from deck to flight. The lines of all lattices coincide, so that a step across an
//! edge is a step like any other.

use std::collections::BTreeMap;

use super::barriers::{Access, Barrier, Barriers, Kind};
use super::calibration::{CLEARANCE_COST, CLEARANCE_M, LATTICE_M, STAIR_SPEED_SHARE};
use super::geometry::{Bounds, Point, Polygon, Segment};
use super::spec::{VenueSpec, straightened};
use super::surface::{Grid, Surface};

/// Where the lattice lines run, m: off every round coordinate, so that no drawn wall lies on a row of nodes.
pub(super) const DATUM: Point = [0.037_1, 0.052_3];

/// Directions of links: +x, −x, +y, −y. The opposite of `d` is `d ^ 1`.
pub(super) const DIRECTIONS: [usize; 4] = [0, 1, 2, 3];

/// A link through an opening, or across the end of a flight.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gate {
    /// Node it leads to.
    pub(super) to: u32,
    /// Portal it leads through (see `Layout::portal_index`), or none where one steps off a flight.
    pub(super) portal: Option<u16>,
}

/// Nodes and links.
#[derive(Debug, Clone)]
pub(super) struct Lattice {
    /// Bits 0–3: a plain link in that direction. Bits 4–7: a gate in that direction.
    links: Vec<u8>,
    /// Time to cross a node over that at 1 m/s on open floor; infinite where nobody can walk.
    pub(super) slowness: Vec<f32>,
    /// Gates, sorted by node and direction.
    gates: Vec<(u32, Gate)>,
    openings: usize,
}

impl Lattice {
    pub(super) fn new(spec: &VenueSpec, surfaces: &[Surface], barriers: &Barriers) -> Self {
        let nodes = surfaces.iter().map(|s| s.lattice.len()).sum();
        let mut lattice = Self {
            links: vec![0; nodes],
            slowness: vec![f32::INFINITY; nodes],
            gates: Vec::new(),
            openings: spec.openings.len(),
        };
        for (deck, surface) in spec.decks.iter().zip(surfaces) {
            for polygon in &deck.walkable {
                lattice.lay_floor(polygon, surface);
            }
        }
        for (flight, surface) in spec.flights.iter().zip(&surfaces[spec.decks.len()..]) {
            let (lower, upper) = straightened(flight);
            let footprint = Polygon {
                outline: vec![lower.a, lower.b, upper.b, upper.a],
                holes: Vec::new(),
            };
            lattice.lay_floor(&footprint, surface);
        }
        for surface in surfaces {
            lattice.link_floor(&surface.lattice);
        }
        let mut gates = BTreeMap::new();
        for (number, surface) in surfaces.iter().enumerate() {
            lattice.cut(surface, surfaces, barriers.of_surface(number), &mut gates);
            lattice.keep_clear(&surface.lattice, barriers.of_surface(number));
        }
        for (key, gate) in gates {
            lattice.links[(key / 4) as usize] |= 16 << (key % 4);
            lattice.gates.push((key, gate));
        }
        lattice
    }

    /// Whether somebody can stand at the node.
    pub(super) fn walkable(&self, node: usize) -> bool {
        self.slowness[node].is_finite()
    }

    /// Node one step from `node` in `direction`, and the portal on the way, if the way is open. `rows` is that of
    /// the grid of `node`.
    #[inline]
    pub(super) fn follow(
        &self,
        node: usize,
        direction: usize,
        rows: usize,
        access: &Access,
    ) -> Option<(usize, Option<u16>)> {
        let links = self.links[node];
        if links & (1 << direction) != 0 {
            return Some((beside(node, direction, rows), None));
        }
        if links & (16 << direction) == 0 {
            return None;
        }
        let gate = self.gate(node, direction)?;
        gate.portal
            .is_none_or(|portal| self.open(portal, access))
            .then_some((gate.to as usize, gate.portal))
    }

    /// Node behind a gate, open or not.
    pub(super) fn gate_target(&self, node: usize, direction: usize) -> Option<usize> {
        self.gate(node, direction).map(|gate| gate.to as usize)
    }

    /// The links of a node: bits 0–3 plain ones by direction, bits 4–7 gates.
    #[inline]
    pub(super) fn links(&self, node: usize) -> u8 {
        self.links[node]
    }

    fn gate(&self, node: usize, direction: usize) -> Option<Gate> {
        let key = (node * 4 + direction) as u32;
        self.gates
            .binary_search_by_key(&key, |(at, _)| *at)
            .ok()
            .map(|found| self.gates[found].1)
    }

    fn open(&self, portal: u16, access: &Access) -> bool {
        let portal = usize::from(portal);
        if portal < self.openings {
            access.openings[portal]
        } else {
            access.flights[portal - self.openings]
        }
    }

    fn lay_floor(&mut self, polygon: &Polygon, surface: &Surface) {
        // On a flight one plan metre takes longer: it is steeper and walked more slowly.
        let slowness = surface
            .climb
            .as_ref()
            .map_or(1.0, |climb| 1.0 / (climb.plan_share * STAIR_SPEED_SHARE));
        let grid = &surface.lattice;
        let bounds = Bounds::around(polygon.outline.iter().copied());
        for col in grid.col(bounds.low[0])..=grid.col(bounds.high[0]) {
            for row in grid.row(bounds.low[1])..=grid.row(bounds.high[1]) {
                if polygon.contains(grid.centre(col, row)) {
                    // Costs above 5 exist only on ladders; the queue of the solver is made for steps below 3.
                    self.slowness[grid.first + col * grid.rows + row] = slowness.min(5.0);
                }
            }
        }
    }

    fn link_floor(&mut self, grid: &Grid) {
        // The outermost nodes are margin and never walkable.
        for col in 1..grid.cols - 1 {
            for row in 1..grid.rows - 1 {
                let node = grid.first + col * grid.rows + row;
                for direction in DIRECTIONS {
                    if self.walkable(node) && self.walkable(beside(node, direction, grid.rows)) {
                        self.links[node] |= 1 << direction;
                    }
                }
            }
        }
    }

    /// Cuts the links that barriers cross, and puts gates where a portal leads on.
    fn cut(
        &mut self,
        surface: &Surface,
        surfaces: &[Surface],
        barriers: &[Barrier],
        gates: &mut BTreeMap<u32, Gate>,
    ) {
        let openings = self.openings as u16;
        let grid = &surface.lattice;
        let portals = barriers.iter().filter(|b| b.kind != Kind::Wall);
        // Walls last: they also cut gates.
        for barrier in portals.chain(barriers.iter().filter(|b| b.kind == Kind::Wall)) {
            for_links_across(grid, &barrier.line, |node, direction, from, to| {
                let key = (node * 4 + direction) as u32;
                let linked = self.links[node] & (1 << direction) != 0;
                match barrier.kind {
                    Kind::Wall => {
                        gates.remove(&key);
                    }
                    Kind::Opening(opening) if linked => {
                        let to = beside(node, direction, grid.rows) as u32;
                        gates.insert(
                            key,
                            Gate {
                                to,
                                portal: Some(opening),
                            },
                        );
                    }
                    Kind::Opening(_) => {}
                    Kind::Edge {
                        flight,
                        beyond,
                        footprint_left,
                    } => {
                        let outward = barrier.line.left_of(from) == footprint_left;
                        let on_flight = surface.climb.is_some();
                        let target = self.node_at(&surfaces[usize::from(beyond)].lattice, to);
                        if let Some(to) = target
                            && outward == on_flight
                            && self.walkable(node)
                        {
                            let portal = (!on_flight).then_some(openings + flight);
                            gates.insert(
                                key,
                                Gate {
                                    to: to as u32,
                                    portal,
                                },
                            );
                        }
                    }
                }
                self.links[node] &= !(1 << direction);
            });
        }
    }

    fn node_at(&self, grid: &Grid, p: Point) -> Option<usize> {
        let scaled = grid.scaled(p);
        let inside = scaled[0] >= 0.0
            && scaled[1] >= 0.0
            && scaled[0] < grid.cols as f32
            && scaled[1] < grid.rows as f32;
        (inside && self.walkable(grid.cell(p))).then(|| grid.cell(p))
    }

    /// Makes nodes near walls cost more.
    fn keep_clear(&mut self, grid: &Grid, barriers: &[Barrier]) {
        let mut distance_m: BTreeMap<usize, f32> = BTreeMap::new();
        for barrier in barriers.iter().filter(|b| b.kind == Kind::Wall) {
            for_nodes_near(grid, &barrier.line, CLEARANCE_M, |node, centre| {
                let away = barrier.line.distance_m(centre);
                if away < CLEARANCE_M {
                    let nearest = distance_m.entry(node).or_insert(away);
                    *nearest = nearest.min(away);
                }
            });
        }
        for (node, away) in distance_m {
            let closeness = 1.0 - away / CLEARANCE_M;
            self.slowness[node] *= 1.0 + CLEARANCE_COST * closeness * closeness;
        }
    }
}

/// The node beside `node`.
#[inline]
pub(super) fn beside(node: usize, direction: usize, rows: usize) -> usize {
    match direction {
        0 => node + rows,
        1 => node - rows,
        2 => node + 1,
        _ => node - 1,
    }
}

fn for_nodes_near(grid: &Grid, line: &Segment, reach_m: f32, mut visit: impl FnMut(usize, Point)) {
    let bounds = Bounds::around([line.a, line.b].into_iter()).grown(reach_m);
    for col in grid.col(bounds.low[0])..=grid.col(bounds.high[0]) {
        for row in grid.row(bounds.low[1])..=grid.row(bounds.high[1]) {
            visit(grid.first + col * grid.rows + row, grid.centre(col, row));
        }
    }
}

/// Visits every (node, direction) whose link crosses the line, with the two ends of the link.
fn for_links_across(grid: &Grid, line: &Segment, mut visit: impl FnMut(usize, usize, Point, Point)) {
    for_nodes_near(grid, line, 1.5 * LATTICE_M, |node, from| {
        for direction in DIRECTIONS {
            let mut to = from;
            to[direction / 2] += if direction % 2 == 0 { LATTICE_M } else { -LATTICE_M };
            if line.crossed_by(from, to) {
                visit(node, direction, from, to);
            }
        }
    });
}
