//! Barriers: walls, openings and edges of flights, found through bins so that nobody looks at a wall across the
//! building.

use super::geometry::{Point, Segment, length, sub};
use super::surface::{Grid, Surface};

/// Pitch of the bins, m.
pub(super) const BIN_M: f32 = 0.5;

/// A bin lists every barrier nearer than this to any of its points, m.
pub(super) const BIN_REACH_M: f32 = 1.0;

/// Walls are this much longer at both ends than drawn, m: no hairline gap lets anyone through.
const WALL_OVERLAP_M: f32 = 0.002;

/// What a barrier is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Kind {
    /// Stops everyone.
    Wall,
    /// Stops everyone while the opening of this number is closed.
    Opening(u16),
    /// End of the flight of this number. On the deck it leads onto the flight from the outer side and stops
    /// whoever comes from underneath.
    Edge {
        /// The flight.
        flight: u16,
        /// Surface on the other side.
        beyond: u16,
        /// Whether the footprint of the flight lies to the left of the segment.
        footprint_left: bool,
    },
}

/// A segment that may stop people.
#[derive(Debug, Clone, Copy)]
pub(super) struct Barrier {
    pub(super) line: Segment,
    pub(super) kind: Kind,
}

impl Barrier {
    pub(super) fn wall(line: Segment) -> Self {
        Self {
            line: line.extended(WALL_OVERLAP_M),
            kind: Kind::Wall,
        }
    }

    /// Whether this barrier stops a person at `p`, who stands on a flight or not.
    #[inline]
    pub(super) fn stops(&self, p: Point, on_flight: bool, access: &Access) -> bool {
        match self.kind {
            Kind::Wall => true,
            Kind::Opening(opening) => !access.openings[usize::from(opening)],
            Kind::Edge {
                flight,
                footprint_left,
                ..
            } => {
                !on_flight && (!access.flights[usize::from(flight)] || self.line.left_of(p) == footprint_left)
            }
        }
    }
}

/// What is open now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Access {
    pub(super) openings: Vec<bool>,
    pub(super) flights: Vec<bool>,
}

/// A barrier as seen from where a person stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Near {
    pub(super) line: Segment,
    pub(super) kind: Kind,
    /// Whether it stops that person now.
    pub(super) stops: bool,
    /// Its point nearest to the person.
    pub(super) nearest: Point,
    pub(super) distance_m: f32,
}

/// All barriers of all surfaces, binned.
#[derive(Debug, Clone, Default)]
pub(super) struct Barriers {
    all: Vec<Barrier>,
    /// Where the list of each bin begins in `listed`, one more entry than bins.
    begins: Vec<u32>,
    listed: Vec<u32>,
    /// Where the barriers of each surface begin in `all`, one more entry than surfaces.
    surface_begins: Vec<usize>,
}

impl Barriers {
    /// Bins the barriers of each surface. `by_surface` runs as the surfaces do.
    pub(super) fn new(surfaces: &[Surface], by_surface: Vec<Vec<Barrier>>) -> Self {
        let bins = surfaces.iter().map(|s| s.bins.len()).sum::<usize>();
        let mut pairs: Vec<(u32, u32)> = Vec::new();
        let mut all: Vec<Barrier> = Vec::new();
        let mut surface_begins = vec![0];
        for (surface, barriers) in surfaces.iter().zip(by_surface) {
            for barrier in barriers {
                list_bins(&surface.bins, &barrier.line, all.len() as u32, &mut pairs);
                all.push(barrier);
            }
            surface_begins.push(all.len());
        }
        pairs.sort_unstable();
        let mut begins = vec![0_u32; bins + 1];
        for &(bin, _) in &pairs {
            begins[bin as usize + 1] += 1;
        }
        for bin in 0..bins {
            begins[bin + 1] += begins[bin];
        }
        let listed = pairs.into_iter().map(|(_, barrier)| barrier).collect();
        Self {
            all,
            begins,
            listed,
            surface_begins,
        }
    }

    /// All barriers of a surface.
    pub(super) fn of_surface(&self, surface: usize) -> &[Barrier] {
        &self.all[self.surface_begins[surface]..self.surface_begins[surface + 1]]
    }

    /// The barriers listed in a bin.
    #[inline]
    pub(super) fn in_bin(&self, bin: usize) -> impl Iterator<Item = &Barrier> {
        let (from, to) = (self.begins[bin] as usize, self.begins[bin + 1] as usize);
        self.listed[from..to].iter().map(|&b| &self.all[b as usize])
    }

    /// Collects into `near` what lies within `reach_m` (at most `BIN_REACH_M`) of `p` on `surface`.
    #[inline]
    pub(super) fn near(
        &self,
        surface: &Surface,
        p: Point,
        reach_m: f32,
        access: &Access,
        near: &mut Vec<Near>,
    ) {
        near.clear();
        let on_flight = surface.climb.is_some();
        for barrier in self.in_bin(surface.bins.cell(p)) {
            let nearest = barrier.line.nearest(p);
            let distance_m = length(sub(nearest, p));
            if distance_m <= reach_m {
                let stops = barrier.stops(p, on_flight, access);
                near.push(Near {
                    line: barrier.line,
                    kind: barrier.kind,
                    stops,
                    nearest,
                    distance_m,
                });
            }
        }
    }

    /// Whether a barrier listed in the bin of `at` (on `surface`) hides `q` from `p`.
    pub(super) fn hide(&self, surface: &Surface, at: Point, p: Point, q: Point, access: &Access) -> bool {
        let on_flight = surface.climb.is_some();
        self.in_bin(surface.bins.cell(at))
            .any(|barrier| barrier.line.crossed_by(p, q) && barrier.stops(p, on_flight, access))
    }
}

/// Notes the barrier in every bin whose box comes within `BIN_REACH_M`.
fn list_bins(bins: &Grid, line: &Segment, barrier: u32, pairs: &mut Vec<(u32, u32)>) {
    // Half the diagonal of a bin, so that the distance of its centre speaks for all its points.
    let reach = BIN_REACH_M + BIN_M * 0.708;
    let (left, right) = (line.a[0].min(line.b[0]) - reach, line.a[0].max(line.b[0]) + reach);
    let (low, high) = (line.a[1].min(line.b[1]) - reach, line.a[1].max(line.b[1]) + reach);
    for col in bins.col(left)..=bins.col(right) {
        for row in bins.row(low)..=bins.row(high) {
            if line.distance_m(bins.centre(col, row)) <= reach {
                pairs.push(((bins.first + col * bins.rows + row) as u32, barrier));
            }
        }
    }
}
