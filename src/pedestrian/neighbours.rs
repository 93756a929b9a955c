//! Who is near: neighbours gathered into short arrays that a vector loop can run over, and the search ahead.

use super::barriers::Near;
use super::calibration::{DOWN_TIME_GAP_S, HEIGHT_CUTOFF_M, PUSH, PUSH_CUTOFF_M, PUSH_RANGE_M};
use super::cells::Cells;
use super::exponential::exponential;
use super::geometry::{Point, add};
use super::surface::Surface;
use super::venue::Venue;

/// Width of the vector loops: two SSE registers.
const LANES: usize = 8;

/// Most neighbours held. Within 1 m there is room for 31 adults shoulder to shoulder; more only where people
/// were put on top of each other, and then the rest may be left out.
const MOST: usize = 128;

/// Nobody farther away than this slows anyone, m: the fastest (3 m/s) with the longest gap, and two of the broadest
/// bodies.
pub(super) const FAR_REACH_M: f32 = 3.0 * DOWN_TIME_GAP_S + 0.6;

/// A gap where nobody is ahead, m.
pub(super) const FREE_M: f32 = 1e6;

/// One person as the search sees it.
#[derive(Clone, Copy)]
pub(super) struct Seeker<'a> {
    pub(super) venue: &'a Venue,
    pub(super) cells: &'a Cells,
    pub(super) surface: &'a Surface,
    /// Index among the sorted people.
    pub(super) k: usize,
    pub(super) p: Point,
    pub(super) radius_m: f32,
}

/// What is ahead: the free distance, and the sorted index of who ends it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ahead {
    pub(super) gap_m: f32,
    pub(super) by: Option<u32>,
}

/// Neighbours within `PUSH_CUTOFF_M`.
#[derive(Debug, Clone)]
pub(super) struct Neighbours {
    count: usize,
    k: [u32; MOST],
    dx: [f32; MOST],
    dy: [f32; MOST],
    distance_m: [f32; MOST],
    /// Sum of both radii.
    contact_m: [f32; MOST],
}

impl Default for Neighbours {
    fn default() -> Self {
        Self {
            count: 0,
            k: [0; MOST],
            dx: [0.0; MOST],
            dy: [0.0; MOST],
            distance_m: [0.0; MOST],
            contact_m: [0.0; MOST],
        }
    }
}

impl Neighbours {
    /// Gathers whom the seeker can see within `PUSH_CUTOFF_M`.
    #[inline]
    pub(super) fn gather(&mut self, seeker: &Seeker, near: &[Near]) {
        self.count = 0;
        self.gather_from(seeker, seeker.surface);
        let hidden = |q| near.iter().any(|b| b.stops && b.line.crossed_by(seeker.p, q));
        if near.iter().any(|barrier| barrier.stops) {
            self.keep(0, seeker.p, |q| !hidden(q));
        }
        for view in seeker
            .surface
            .views
            .iter()
            .filter(|view| view.bounds.contains(seeker.p))
        {
            let from = self.count;
            let other = &seeker.venue.layout.surfaces[view.surface];
            self.gather_from(seeker, other);
            let z_m = seeker.surface.z_m(seeker.p);
            self.keep(from, seeker.p, |q| {
                view.open_between(seeker.p, q) && (other.z_m(q) - z_m).abs() < HEIGHT_CUTOFF_M && !hidden(q)
            });
        }
        self.complete(seeker);
    }

    fn gather_from(&mut self, seeker: &Seeker, surface: &Surface) {
        let ([x, y], grid, cells) = (seeker.p, &surface.cells, seeker.cells);
        let rows = grid.row(y - PUSH_CUTOFF_M)..=grid.row(y + PUSH_CUTOFF_M);
        let mut count = self.count;
        for col in grid.col(x - PUSH_CUTOFF_M)..=grid.col(x + PUSH_CUTOFF_M) {
            let (from, to) = cells.in_column(grid.first + col * grid.rows, rows.clone());
            for (k, (px, py)) in (from..to).zip(cells.x[from..to].iter().zip(&cells.y[from..to])) {
                // Written always, counted if wanted: no branch to mispredict.
                let (dx, dy) = (px - x, py - y);
                let at = count % MOST;
                self.dx[at] = dx;
                self.dy[at] = dy;
                self.k[at] = k as u32;
                let wanted = dx * dx + dy * dy < PUSH_CUTOFF_M * PUSH_CUTOFF_M && k != seeker.k;
                count += usize::from(wanted && count < MOST - 1);
            }
        }
        self.count = count;
    }

    /// Keeps, from index `from` on, whom `wanted` accepts.
    fn keep(&mut self, from: usize, p: Point, wanted: impl Fn(Point) -> bool) {
        let mut kept = from;
        for i in from..self.count {
            if wanted(add(p, [self.dx[i], self.dy[i]])) {
                self.k[kept] = self.k[i];
                self.dx[kept] = self.dx[i];
                self.dy[kept] = self.dy[i];
                kept += 1;
            }
        }
        self.count = kept;
    }

    /// Fills in distances and contact lengths, and pads the arrays to whole vectors.
    fn complete(&mut self, seeker: &Seeker) {
        for i in 0..self.count {
            let k = self.k[i] as usize;
            self.contact_m[i] = seeker.radius_m + seeker.cells.radius_m[k];
            if self.dx[i] == 0.0 && self.dy[i] == 0.0 {
                // On the very same spot: the one with the higher ordinal goes right.
                self.dx[i] = if k > seeker.k { 1e-3 } else { -1e-3 };
            }
        }
        for i in self.count..self.count.next_multiple_of(LANES) {
            // Too thin ever to be in the way; near enough that the push of nobody is no denormal number, which
            // processors are slow with.
            self.dx[i] = 5.0;
            self.dy[i] = 0.0;
            self.contact_m[i] = -1.0;
        }
        for i in 0..self.count.next_multiple_of(LANES) {
            self.distance_m[i] = (self.dx[i] * self.dx[i] + self.dy[i] * self.dy[i]).sqrt();
        }
    }

    /// Sum of the pushes away from all neighbours: −Σ a·exp((l − s)/D)·e.
    #[inline]
    pub(super) fn push(&self) -> Point {
        let (mut x, mut y) = ([0.0_f32; LANES], [0.0_f32; LANES]);
        let chunks = self.count.div_ceil(LANES);
        let lanes = self.dx.chunks_exact(LANES).zip(self.dy.chunks_exact(LANES));
        let sizes = self
            .distance_m
            .chunks_exact(LANES)
            .zip(self.contact_m.chunks_exact(LANES));
        for ((dx, dy), (distance, contact)) in lanes.zip(sizes).take(chunks) {
            for i in 0..LANES {
                let strength =
                    PUSH * exponential((contact[i] - distance[i]) * (1.0 / PUSH_RANGE_M)) / distance[i];
                x[i] -= strength * dx[i];
                y[i] -= strength * dy[i];
            }
        }
        [sum(&x), sum(&y)]
    }

    /// Free distance in direction `e` among the gathered, with bodies narrowed to `share` of their breadth.
    #[inline]
    pub(super) fn ahead(&self, e: Point, share: f32) -> Ahead {
        let mut least = [FREE_M; LANES];
        let chunks = self.count.div_ceil(LANES);
        let lanes = self.dx.chunks_exact(LANES).zip(self.dy.chunks_exact(LANES));
        let sizes = self
            .distance_m
            .chunks_exact(LANES)
            .zip(self.contact_m.chunks_exact(LANES));
        for ((dx, dy), (distance, contact)) in lanes.zip(sizes).take(chunks) {
            for i in 0..LANES {
                let gap = gap_m(e, dx[i], dy[i], distance[i], contact[i] * share);
                least[i] = if gap < least[i] { gap } else { least[i] };
            }
        }
        let gap_m = least.into_iter().fold(FREE_M, |a, b| if b < a { b } else { a });
        Ahead { gap_m, by: None }
    }

    /// Who ends the free distance found by [`ahead`](Self::ahead).
    pub(super) fn who(&self, e: Point, share: f32, gap: f32) -> Option<u32> {
        (0..self.count)
            .find(|&i| {
                gap_m(
                    e,
                    self.dx[i],
                    self.dy[i],
                    self.distance_m[i],
                    self.contact_m[i] * share,
                ) <= gap
            })
            .map(|i| self.k[i])
    }
}

/// Distance to contact with somebody at (dx, dy) who is in the way of a walk along `e`; `FREE_M` if not.
#[inline]
fn gap_m(e: Point, dx: f32, dy: f32, distance_m: f32, contact_m: f32) -> f32 {
    let forward = dx * e[0] + dy * e[1];
    let aside = (dx * e[1] - dy * e[0]).abs();
    let gap = distance_m - contact_m;
    if forward >= 0.0 && aside <= contact_m {
        gap
    } else {
        FREE_M
    }
}

/// In pairs, always in the same order.
#[inline]
fn sum(lanes: &[f32; LANES]) -> f32 {
    ((lanes[0] + lanes[4]) + (lanes[2] + lanes[6])) + ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7]))
}

/// Free distance in direction `e` among those farther than `PUSH_CUTOFF_M`, as far as `reach_m` between centres.
#[inline]
pub(super) fn far_ahead(seeker: &Seeker, e: Point, share: f32, reach_m: f32) -> Ahead {
    let mut ahead = Ahead {
        gap_m: FREE_M,
        by: None,
    };
    look_far(seeker, seeker.surface, e, share, reach_m, &mut ahead, |_| true);
    for view in seeker
        .surface
        .views
        .iter()
        .filter(|view| view.bounds.contains(seeker.p))
    {
        let other = &seeker.venue.layout.surfaces[view.surface];
        let z_m = seeker.surface.z_m(seeker.p);
        look_far(seeker, other, e, share, reach_m, &mut ahead, |q| {
            view.open_between(seeker.p, q) && (other.z_m(q) - z_m).abs() < HEIGHT_CUTOFF_M
        });
    }
    ahead
}

fn look_far(
    seeker: &Seeker,
    surface: &Surface,
    e: Point,
    share: f32,
    reach_m: f32,
    ahead: &mut Ahead,
    seen: impl Fn(Point) -> bool,
) {
    let (p, grid, cells) = (seeker.p, &surface.cells, seeker.cells);
    // The strip from where the near search ends (a little less, at its corners) to the end of the reach.
    let start = 0.8 * PUSH_CUTOFF_M;
    let (from, to) = (
        [p[0] + e[0] * start, p[1] + e[1] * start],
        [p[0] + e[0] * reach_m, p[1] + e[1] * reach_m],
    );
    let half = 2.0 * seeker.radius_m.max(0.2);
    let rows = grid.row(from[1].min(to[1]) - half)..=grid.row(from[1].max(to[1]) + half);
    for col in grid.col(from[0].min(to[0]) - half)..=grid.col(from[0].max(to[0]) + half) {
        let (first, last) = cells.in_column(grid.first + col * grid.rows, rows.clone());
        for k in first..last {
            let q = [cells.x[k], cells.y[k]];
            let (dx, dy) = (q[0] - p[0], q[1] - p[1]);
            let square = dx * dx + dy * dy;
            if square < PUSH_CUTOFF_M * PUSH_CUTOFF_M {
                continue;
            }
            let contact_m = (seeker.radius_m + cells.radius_m[k]) * share;
            let gap = gap_m(e, dx, dy, square.sqrt(), contact_m);
            if gap < ahead.gap_m && seen(q) && !hidden_from(seeker, surface, q) {
                *ahead = Ahead {
                    gap_m: gap,
                    by: Some(k as u32),
                };
            }
        }
    }
}

/// Whether a wall stands between the seeker and `q` on `there`. The bins at both ends and in the middle list all
/// walls between people up to 4 m apart.
fn hidden_from(seeker: &Seeker, there: &Surface, q: Point) -> bool {
    let (layout, access, p) = (&seeker.venue.layout, &seeker.venue.access, seeker.p);
    let middle = [0.5 * (p[0] + q[0]), 0.5 * (p[1] + q[1])];
    layout.barriers.hide(seeker.surface, p, p, q, access)
        || layout.barriers.hide(seeker.surface, middle, p, q, access)
        || layout.barriers.hide(there, q, q, p, access)
}
