//! The front that marches over the lattice from a goal: the eikonal solver of the fields.

use super::calibration::LATTICE_M;
use super::field::{NO_PORTAL, Window};
use super::lattice::{DIRECTIONS, beside};
use super::surface::Surface;
use super::venue::{Layout, Venue};

/// The front that marches out from the goal: a ring of buckets by cost; and what it has found so far on the lattice.
#[derive(Debug, Default)]
pub(super) struct Front {
    buckets: Vec<Vec<(u32, u16)>>,
    waiting: Vec<bool>,
    queued: usize,
    now: usize,
    /// Seconds to the goal at 1 m/s, by node; infinite where the front has not come.
    pub(super) cost: Vec<f32>,
    /// Next portal on the way, by node.
    pub(super) portal: Vec<u16>,
    /// The first and the last node touched on each surface, the last one excluded.
    touched: Vec<(usize, usize)>,
}

/// How much farther than to the one who asks a bounded field reaches, s at 1 m/s: room to be pushed aside.
const MARGIN_S: f32 = 10.0;

/// Width of a bucket, s.
const BUCKET_S: f32 = 0.1;

/// Number of buckets: more than the longest step (0.2 m at slowness 5 · 1.8) over the width.
const BUCKETS: usize = 32;

impl Front {
    /// Forgets what it found before.
    pub(super) fn set_out(&mut self, layout: &Layout) {
        let nodes = layout.lattice.slowness.len();
        self.buckets.resize(BUCKETS, Vec::new());
        self.now = 0;
        if self.cost.len() == nodes {
            for &(from, to) in self.touched.iter().filter(|(from, to)| from < to) {
                self.cost[from..to].fill(f32::INFINITY);
                self.portal[from..to].fill(NO_PORTAL);
            }
        } else {
            self.waiting = vec![false; nodes];
            self.cost = vec![f32::INFINITY; nodes];
            self.portal = vec![NO_PORTAL; nodes];
        }
        self.touched.clear();
        self.touched.resize(layout.surfaces.len(), (usize::MAX, 0));
    }

    /// Sets out from a node of the goal.
    pub(super) fn seed(&mut self, node: usize, surface: usize, cost: f32, portal: u16) {
        self.cost[node] = cost;
        self.portal[node] = portal;
        self.push(node, surface, cost);
    }

    fn push(&mut self, node: usize, surface: usize, cost: f32) {
        let bucket = ((cost * (1.0 / BUCKET_S)) as usize).max(self.now);
        self.waiting[node] = true;
        self.buckets[bucket % BUCKETS].push((node as u32, surface as u16));
        self.queued += 1;
        let (from, to) = &mut self.touched[surface];
        *from = node.min(*from);
        *to = (node + 1).max(*to);
    }

    /// The box of a surface that the front has reached, with a margin; empty where it has not come.
    pub(super) fn window(&self, surface: &Surface) -> Window {
        let (grid, (from, to)) = (&surface.lattice, self.touched[surface.number]);
        if from >= to {
            return Window::default();
        }
        let (first_col, last_col) = ((from - grid.first) / grid.rows, (to - 1 - grid.first) / grid.rows);
        let (mut first_row, mut last_row) = (grid.rows, 0);
        for col in first_col..=last_col {
            let column = &self.cost[grid.first + col * grid.rows..][..grid.rows];
            let is_reached = |cost: &f32| cost.is_finite();
            first_row = first_row.min(column.iter().position(is_reached).unwrap_or(grid.rows));
            last_row = last_row.max(column.iter().rposition(is_reached).unwrap_or(0));
        }
        if first_row > last_row {
            return Window::default();
        }
        // The outermost nodes of a lattice are margin and never walkable.
        let (col, row) = (first_col.saturating_sub(1), first_row.saturating_sub(1));
        Window {
            col,
            row,
            cols: (last_col + 2).min(grid.cols) - col,
            rows: (last_row + 2).min(grid.rows) - row,
            first: 0,
        }
    }

    /// Marches until nothing is cheaper any more, and tells every node the next portal on its way. With a node
    /// `as_far_as`, it goes on for [`MARGIN_S`] after reaching that node and no further: what lies beyond stays
    /// unreached.
    pub(super) fn march(&mut self, venue: &Venue, as_far_as: Option<usize>) {
        let mut last = usize::MAX;
        while self.queued > 0 && self.now <= last {
            let Some((node, surface)) = self.buckets[self.now % BUCKETS].pop() else {
                self.now += 1;
                continue;
            };
            self.queued -= 1;
            if std::mem::take(&mut self.waiting[node as usize]) {
                self.spread(venue, node as usize, usize::from(surface));
                if as_far_as == Some(node as usize) {
                    last = self.now + (MARGIN_S / BUCKET_S) as usize;
                }
            }
        }
        for (node, _) in self.buckets.iter_mut().flat_map(|bucket| bucket.drain(..)) {
            if std::mem::take(&mut self.waiting[node as usize]) {
                self.cost[node as usize] = f32::INFINITY;
            }
        }
        self.queued = 0;
    }

    /// Settles a node: takes the portal over from the neighbour it leads to, and lowers the others.
    fn spread(&mut self, venue: &Venue, node: usize, surface: usize) {
        let layout = &*venue.layout;
        let rows = layout.surfaces[surface].lattice.rows;
        let links = layout.lattice.links(node);
        let here = self.cost[node];
        let mut lowest = here;
        for direction in DIRECTIONS {
            if links & (1 << direction) != 0 {
                let next = beside(node, direction, rows);
                if self.cost[next] > here {
                    self.lower(venue, next, surface, rows);
                } else if self.cost[next] < lowest {
                    lowest = self.cost[next];
                    self.portal[node] = self.portal[next];
                }
            } else if links & (16 << direction) != 0 {
                let Some(next) = layout.lattice.gate_target(node, direction) else {
                    continue;
                };
                let open = layout.lattice.follow(node, direction, rows, &venue.access);
                if self.cost[next] > here {
                    let other = layout.surface_of_node(next);
                    self.lower(venue, next, other, layout.surfaces[other].lattice.rows);
                } else if let Some((_, through)) = open
                    && self.cost[next] < lowest
                {
                    lowest = self.cost[next];
                    self.portal[node] = through.unwrap_or(self.portal[next]);
                }
            }
        }
    }

    fn lower(&mut self, venue: &Venue, node: usize, surface: usize, rows: usize) {
        let [right, left, up, down] = around(venue, &self.cost, node, rows);
        let (a, b) = (less(right, left), less(up, down));
        let step = LATTICE_M * venue.layout.lattice.slowness[node];
        let (low, difference) = if a < b { (a, b - a) } else { (b, a - b) };
        // The upwind solution of |∇cost| = slowness.
        let found = if difference < step {
            0.5 * (a + b + (2.0 * step * step - difference * difference).sqrt())
        } else {
            low + step
        };
        if found < self.cost[node] - 1e-5 {
            self.cost[node] = found;
            self.push(node, surface, found);
        }
    }
}

fn less(a: f32, b: f32) -> f32 {
    if a < b { a } else { b }
}

/// The costs of the four neighbours of a node by direction, infinite where no way leads.
#[inline]
pub(super) fn around(venue: &Venue, cost: &[f32], node: usize, rows: usize) -> [f32; 4] {
    let lattice = &venue.layout.lattice;
    let links = lattice.links(node);
    if links < 16 {
        // No gates: the common case.
        let across = |bit: u8, next: usize| {
            if links & bit == 0 {
                f32::INFINITY
            } else {
                cost[next]
            }
        };
        return [
            across(1, node + rows),
            across(2, node - rows),
            across(4, node + 1),
            across(8, node - 1),
        ];
    }
    DIRECTIONS.map(|direction| {
        lattice
            .follow(node, direction, rows, &venue.access)
            .map_or(f32::INFINITY, |(next, _)| cost[next])
    })
}
