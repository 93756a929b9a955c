//! The front that marches over the lattice from a goal: the eikonal solver of the fields.

use super::calibration::LATTICE_M;
use super::lattice::{DIRECTIONS, beside};
use super::venue::Venue;

/// The front that marches out from the goal: a ring of buckets by cost.
pub(super) struct Front {
    buckets: Vec<Vec<(u32, u16)>>,
    waiting: Vec<bool>,
    queued: usize,
    now: usize,
}

/// How much farther than to the one who asks a bounded field reaches, s at 1 m/s: room to be pushed aside.
const MARGIN_S: f32 = 10.0;

/// Width of a bucket, s.
const BUCKET_S: f32 = 0.1;

/// Number of buckets: more than the longest step (0.2 m at slowness 5 · 1.8) over the width.
const BUCKETS: usize = 32;

impl Front {
    pub(super) fn new(nodes: usize) -> Self {
        Self {
            buckets: vec![Vec::new(); BUCKETS],
            waiting: vec![false; nodes],
            queued: 0,
            now: 0,
        }
    }

    pub(super) fn push(&mut self, node: usize, surface: usize, cost: f32) {
        let bucket = ((cost * (1.0 / BUCKET_S)) as usize).max(self.now);
        self.waiting[node] = true;
        self.buckets[bucket % BUCKETS].push((node as u32, surface as u16));
        self.queued += 1;
    }

    /// Marches until nothing is cheaper any more, and tells every node the next portal on its way. With a node
    /// `as_far_as`, it goes on for [`MARGIN_S`] after reaching that node and no further: what lies beyond stays
    /// unreached.
    pub(super) fn march(
        &mut self,
        venue: &Venue,
        cost: &mut [f32],
        portal: &mut [u16],
        as_far_as: Option<usize>,
    ) {
        let mut last = usize::MAX;
        while self.queued > 0 && self.now <= last {
            let Some((node, surface)) = self.buckets[self.now % BUCKETS].pop() else {
                self.now += 1;
                continue;
            };
            self.queued -= 1;
            if std::mem::take(&mut self.waiting[node as usize]) {
                self.spread(venue, cost, portal, node as usize, usize::from(surface));
                if as_far_as == Some(node as usize) {
                    last = self.now + (MARGIN_S / BUCKET_S) as usize;
                }
            }
        }
        for (node, _) in self.buckets.iter().flatten() {
            if self.waiting[*node as usize] {
                cost[*node as usize] = f32::INFINITY;
            }
        }
    }

    /// Settles a node: takes the portal over from the neighbour it leads to, and lowers the others.
    fn spread(&mut self, venue: &Venue, cost: &mut [f32], portal: &mut [u16], node: usize, surface: usize) {
        let layout = &*venue.layout;
        let rows = layout.surfaces[surface].lattice.rows;
        let links = layout.lattice.links(node);
        let here = cost[node];
        let mut lowest = here;
        for direction in DIRECTIONS {
            if links & (1 << direction) != 0 {
                let next = beside(node, direction, rows);
                if cost[next] > here {
                    self.lower(venue, cost, next, surface, rows);
                } else if cost[next] < lowest {
                    lowest = cost[next];
                    portal[node] = portal[next];
                }
            } else if links & (16 << direction) != 0 {
                let Some(next) = layout.lattice.gate_target(node, direction) else {
                    continue;
                };
                let open = layout.lattice.follow(node, direction, rows, &venue.access);
                if cost[next] > here {
                    let other = layout.surface_of_node(next);
                    self.lower(venue, cost, next, other, layout.surfaces[other].lattice.rows);
                } else if let Some((_, through)) = open
                    && cost[next] < lowest
                {
                    lowest = cost[next];
                    portal[node] = through.unwrap_or(portal[next]);
                }
            }
        }
    }

    fn lower(&mut self, venue: &Venue, cost: &mut [f32], node: usize, surface: usize, rows: usize) {
        let [right, left, up, down] = around(venue, cost, node, rows);
        let (a, b) = (less(right, left), less(up, down));
        let step = LATTICE_M * venue.layout.lattice.slowness[node];
        let (low, difference) = if a < b { (a, b - a) } else { (b, a - b) };
        // The upwind solution of |∇cost| = slowness.
        let found = if difference < step {
            0.5 * (a + b + (2.0 * step * step - difference * difference).sqrt())
        } else {
            low + step
        };
        if found < cost[node] - 1e-5 {
            cost[node] = found;
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
