//! The local inertial scheme: shallow water without the term of convective acceleration, on faces between cells.
//!
//! # Source
//! P. D. Bates, M. S. Horritt, T. J. Fewtrell, Journal of Hydrology 387 (2010) 33–45; smoothed as by G. A. M. de Almeida and
//! others, Water Resources Research 48 (2012) W05528. Friction is taken at the end of the step instead of its beginning, so
//! that thin flow on a slope comes to Manning's discharge without swinging about it.
//!
//! # Bounds
//! For flow slower than its waves. A bore, a jump or a dam break comes out ten times worse than with the full equations, and
//! flow faster than its waves piles up.

#![expect(
    clippy::inline_always,
    reason = "a call would keep the loop around it from being vectorised"
)]

use super::edge::{Beyond, Edge, Edges};
use super::grid::Grid;
use super::real::Real;
use super::{G, Stepped};

/// Depth by cell, and unit discharge through the faces east and north of each, the border with them.
#[derive(Debug, Clone, PartialEq)]
pub struct Flow<T> {
    /// Depth, m; in the border it may be negative: a level below the bed.
    pub h: Vec<T>,
    /// Unit discharge to the east, m²/s.
    pub east: Vec<T>,
    /// Unit discharge to the north, m²/s.
    pub north: Vec<T>,
}

/// Water shallower than this between two cells does not flow, m.
const DRY_M: f64 = 1e-5;
/// Weight of a face's own discharge beside that of the faces before and behind it.
///
/// # Source
/// De Almeida and others 2012 recommend 0.7 to 1; between 0.8 and 0.9 is usual (recalled). Friction at the end of the step needs
/// little of it.
const THETA: f64 = 0.9;

/// Numbers of one step.
struct Constants<T> {
    dry: T,
    own: T,
    beside: T,
    /// g dt / dx.
    pull: T,
    dt: T,
}

/// Discharge through a face after a step: from the level of the water and the bed on both sides, the discharge of the face
/// before, itself and behind, and what flows across.
#[inline(always)]
fn discharge<T: Real>(
    surface: [T; 2],
    bed: [T; 2],
    q: [T; 3],
    across: T,
    friction: T,
    k: &Constants<T>,
) -> T {
    let between = surface[0].larger(surface[1]) - bed[0].larger(bed[1]);
    let depth = between.larger(k.dry);
    let smoothed = k.own * q[1] + k.beside * (q[0] + q[2]);
    let pushed = smoothed - k.pull * depth * (surface[1] - surface[0]);
    let drag = k.dt * friction / (depth * depth * depth.cube_root());
    // As if nothing flowed across, q (1 + drag |q|) = pushed; then with what does.
    let alone = (pushed + pushed) / (T::ONE + (T::ONE + T::of(4.0) * drag * pushed.abs()).sqrt());
    let q = pushed / (T::ONE + drag * (alone * alone + across * across).sqrt());
    if between > k.dry { q } else { T::ZERO }
}

/// What a face along an edge lets through: a share of the computed discharge, and what is given.
#[derive(Debug, Clone, Copy)]
struct Gate<T> {
    share: T,
    given: T,
}

impl<T: Real> Gate<T> {
    const SHUT: Self = Self {
        share: T::ZERO,
        given: T::ZERO,
    };
    const OPEN: Self = Self {
        share: T::ONE,
        given: T::ZERO,
    };

    fn pass(&self, q: T) -> T {
        self.share * q + self.given
    }
}

/// Memory of the scheme between steps.
#[derive(Debug)]
pub struct Inertial<T> {
    grid: Grid,
    /// Levels of this row and the next, before the step.
    surface: [Vec<T>; 2],
    /// Discharge before the step, through the faces east of this row and of the next.
    east: [Vec<T>; 2],
    /// The same through the faces north of the row before and of this row.
    north: [Vec<T>; 2],
    /// Along the sides, in the order west, east, south, north.
    gates: [Vec<Gate<T>>; 4],
}

impl<T: Real> Flow<T> {
    /// Water at rest, of this depth by cell.
    pub fn at_rest(h: Vec<T>) -> Self {
        let zero = vec![T::ZERO; h.len()];
        Self {
            east: zero.clone(),
            north: zero,
            h,
        }
    }
}

impl<T: Real> Inertial<T> {
    /// For a grid.
    pub fn new(grid: Grid) -> Self {
        let rows = || [vec![T::ZERO; grid.stride()], vec![T::ZERO; grid.stride()]];
        let shut = |count| vec![Gate::SHUT; count];
        Self {
            grid,
            surface: rows(),
            east: rows(),
            north: rows(),
            gates: [
                shut(grid.rows),
                shut(grid.rows),
                shut(grid.columns),
                shut(grid.columns),
            ],
        }
    }

    /// Writes into the border what lies beyond the edges; the fastest wave there, m/s.
    pub fn meet(&mut self, flow: &mut Flow<T>, edges: &Edges, z: &[T]) -> f64 {
        let of = |beyond: &Beyond| {
            let (inside, border) = (beyond.inside, beyond.border);
            let surface = flow.h[inside] + z[inside];
            let (gate, level) = match beyond.edge {
                Edge::Wall => (Gate::SHUT, surface),
                Edge::Inflow(q) | Edge::FastInflow(q, _) => {
                    let given = T::of(beyond.side.inwards() * q);
                    (
                        Gate {
                            share: T::ZERO,
                            given,
                        },
                        surface,
                    )
                }
                // As steep as the bed behind, so that it flows as it would farther on.
                Edge::Open => {
                    let falls = (z[2 * inside - border] - z[inside]).larger(T::ZERO);
                    (Gate::OPEN, surface - falls)
                }
                Edge::Level(level) => (Gate::OPEN, T::of(level)),
            };
            flow.h[border] = level - z[border];
            self.gates[beyond.side as usize][beyond.number] = gate;
            (G * flow.h[border].f64().max(0.0)).sqrt()
        };
        edges.0.iter().map(of).fold(0.0, f64::max)
    }

    /// One step of `dt_s`, with g n² of each cell as `friction`; the border holds what stands beyond the edges. A row is
    /// changed as soon as both its sides are known, so that memory is passed once.
    pub fn step(&mut self, flow: &mut Flow<T>, z: &[T], friction: &[T], dt_s: f64) -> Stepped {
        let (stride, rows) = (self.grid.stride(), self.grid.rows);
        let k = Constants {
            dry: T::of(DRY_M),
            own: T::of(THETA),
            beside: T::of(0.5 * (1.0 - THETA)),
            pull: T::of(G * dt_s / self.grid.cell_m),
            dt: T::of(dt_s),
        };
        let rate = T::of(dt_s / self.grid.cell_m);
        let (mut deepest, mut lowest) = (T::ZERO, T::ZERO);
        let mut entered = 0.0;
        levels(&mut self.surface[0], &flow.h[..stride], &z[..stride]);
        self.north[1].copy_from_slice(&flow.north[..stride]);
        self.east[0].copy_from_slice(&flow.east[..stride]);
        for row in 0..=rows {
            let here = row * stride;
            let above = here + stride..here + 2 * stride;
            levels(&mut self.surface[1], &flow.h[above.clone()], &z[above.clone()]);
            self.east[1].copy_from_slice(&flow.east[above]);
            self.north.swap(0, 1);
            self.north[1].copy_from_slice(&flow.north[here..here + stride]);
            if row > 0 {
                self.flow_east(flow, z, friction, here, &k);
                entered += self.pass_sides(flow, row);
            }
            self.flow_north(flow, z, friction, here, &k);
            entered += self.pass_ends(flow, row);
            if row > 0 {
                let (deep, low) = settle(flow, here, stride, rate);
                deepest = deepest.larger(deep);
                lowest = lowest.smaller(low);
            }
            self.surface.swap(0, 1);
            self.east.swap(0, 1);
        }
        if lowest < T::ZERO {
            entered += mend(flow, &self.grid, rate);
        }
        Stepped {
            wave_m_s: (G * deepest.f64()).sqrt(),
            entered_m3: entered * dt_s * self.grid.cell_m,
        }
    }

    /// What the edges let through west and east of a row; what comes in by that, m²/s.
    fn pass_sides(&self, flow: &mut Flow<T>, row: usize) -> f64 {
        let [west, east, ..] = &self.gates;
        let first = self.grid.at(0, row - 1) - 1;
        let last = first + self.grid.columns;
        flow.east[first] = west[row - 1].pass(flow.east[first]);
        flow.east[last] = east[row - 1].pass(flow.east[last]);
        flow.east[first].f64() - flow.east[last].f64()
    }

    /// The same south of the first row and north of the last.
    fn pass_ends(&self, flow: &mut Flow<T>, row: usize) -> f64 {
        let [.., south, north] = &self.gates;
        let (gates, sign) = match row {
            0 => (south, 1.0),
            row if row == self.grid.rows => (north, -1.0),
            _ => return 0.0,
        };
        let first = row * self.grid.stride() + 1;
        let faces = flow.north[first..].iter_mut().zip(gates);
        let pass = |(face, gate): (&mut T, &Gate<T>)| {
            *face = gate.pass(*face);
            sign * face.f64()
        };
        faces.map(pass).sum()
    }

    /// Discharge through the faces east of the cells of a row and of its border.
    fn flow_east(&self, flow: &mut Flow<T>, z: &[T], friction: &[T], here: usize, k: &Constants<T>) {
        let faces = self.grid.columns + 1;
        let last = faces - 1;
        let (z, friction) = (&z[here..], &friction[here..]);
        let (s, q) = (&self.surface[0], &self.east[0]);
        let [below, above] = &self.north;
        // Nothing lies before the first face and behind the last.
        let edge = |face: usize, along: [T; 3]| {
            let [across, friction] = [
                T::of(0.25) * (below[face] + below[face + 1] + above[face] + above[face + 1]),
                T::of(0.5) * (friction[face] + friction[face + 1]),
            ];
            let (surface, bed) = ([s[face], s[face + 1]], [z[face], z[face + 1]]);
            discharge(surface, bed, along, across, friction, k)
        };
        let out = &mut flow.east[here..here + faces];
        out[0] = edge(0, [q[0], q[0], q[1]]);
        out[last] = edge(last, [q[last - 1], q[last], q[last]]);
        let n = faces - 2;
        let run = Run {
            surface: [&s[1..][..n], &s[2..][..n]],
            bed: [&z[1..][..n], &z[2..][..n]],
            friction: [&friction[1..][..n], &friction[2..][..n]],
            along: [&q[..n], &q[1..][..n], &q[2..][..n]],
            across: [
                &below[1..][..n],
                &below[2..][..n],
                &above[1..][..n],
                &above[2..][..n],
            ],
        };
        run.discharge(&mut out[1..last], k);
    }

    /// Discharge through the faces between a row and the next.
    fn flow_north(&self, flow: &mut Flow<T>, z: &[T], friction: &[T], here: usize, k: &Constants<T>) {
        let (n, next) = (self.grid.columns, here + self.grid.stride());
        let (lower, upper) = flow.north.split_at_mut(next);
        let [before, q] = &self.north;
        // Nothing lies behind the last faces.
        let is_last = here == self.grid.rows * self.grid.stride();
        let behind = if is_last { &q[1..] } else { &upper[1..] };
        let ([s0, s1], [e0, e1]) = (&self.surface, &self.east);
        let run = Run {
            surface: [&s0[1..][..n], &s1[1..][..n]],
            bed: [&z[here + 1..][..n], &z[next + 1..][..n]],
            friction: [&friction[here + 1..][..n], &friction[next + 1..][..n]],
            along: [&before[1..][..n], &q[1..][..n], &behind[..n]],
            across: [&e0[..n], &e0[1..][..n], &e1[..n], &e1[1..][..n]],
        };
        run.discharge(&mut lower[here + 1..][..n], k);
    }
}

/// What the discharge through a run of faces needs, face by face: both sides, the faces before, here and behind, and the four
/// through which water flows across.
struct Run<'a, T> {
    surface: [&'a [T]; 2],
    bed: [&'a [T]; 2],
    friction: [&'a [T]; 2],
    along: [&'a [T]; 3],
    across: [&'a [T]; 4],
}

impl<T: Real> Run<'_, T> {
    fn discharge(&self, out: &mut [T], k: &Constants<T>) {
        // All of one length, so that the loop needs no look at any.
        let n = out.len();
        let [s0, s1] = self.surface.map(|part| &part[..n]);
        let [z0, z1] = self.bed.map(|part| &part[..n]);
        let [f0, f1] = self.friction.map(|part| &part[..n]);
        let [before, q, behind] = self.along.map(|part| &part[..n]);
        let [a, b, c, d] = self.across.map(|part| &part[..n]);
        let (half, quarter) = (T::of(0.5), T::of(0.25));
        for i in 0..n {
            let across = quarter * (a[i] + b[i] + c[i] + d[i]);
            let friction = half * (f0[i] + f1[i]);
            let along = [before[i], q[i], behind[i]];
            out[i] = discharge([s0[i], s1[i]], [z0[i], z1[i]], along, across, friction, k);
        }
    }
}

fn levels<T: Real>(surface: &mut [T], h: &[T], z: &[T]) {
    for ((surface, h), z) in surface.iter_mut().zip(h).zip(z) {
        *surface = *h + *z;
    }
}

/// Depths of a row after the step; the largest and the least of them.
fn settle<T: Real>(flow: &mut Flow<T>, here: usize, n: usize, rate: T) -> (T, T) {
    let h = &mut flow.h[here..here + n][..n];
    let east = &flow.east[here..here + n][..n];
    let (south, north) = (&flow.north[here - n..here][..n], &flow.north[here..here + n][..n]);
    let (mut deepest, mut lowest) = (T::ZERO, T::ZERO);
    for i in 1..n - 1 {
        let depth = h[i] + rate * (east[i - 1] - east[i] + south[i] - north[i]);
        h[i] = depth;
        deepest = deepest.larger(depth);
        lowest = lowest.smaller(depth);
    }
    (deepest, lowest)
}

/// Where more has left a cell than there was, less leaves it, until no depth is negative; by how much that changes what came
/// in through the edges, m²/s. Rare: a film that runs dry.
fn mend<T: Real>(flow: &mut Flow<T>, grid: &Grid, rate: T) -> f64 {
    let mut entered = 0.0;
    let mut is_sound = false;
    while !is_sound {
        is_sound = true;
        for row in 0..grid.rows {
            for column in 0..grid.columns {
                if flow.h[grid.at(column, row)] < T::ZERO {
                    is_sound = false;
                    entered += hold_back(flow, grid, [column, row], rate);
                }
            }
        }
    }
    entered
}

/// Lets less flow out of a cell, so that it is just dry; what that changes at the edges, m²/s.
fn hold_back<T: Real>(flow: &mut Flow<T>, grid: &Grid, [column, row]: [usize; 2], rate: T) -> f64 {
    let (at, stride) = (grid.at(column, row), grid.stride());
    // Each face: whether it is one to the east, where it lies, the cell beyond, the sign of what leaves, whether it is an edge.
    let faces = [
        (true, at - 1, at - 1, -T::ONE, column == 0),
        (true, at, at + 1, T::ONE, column + 1 == grid.columns),
        (false, at - stride, at - stride, -T::ONE, row == 0),
        (false, at, at + stride, T::ONE, row + 1 == grid.rows),
    ];
    let leaving = |flow: &Flow<T>, is_east: bool, face: usize, sign: T| {
        let q = if is_east {
            flow.east[face]
        } else {
            flow.north[face]
        };
        (sign * q).larger(T::ZERO)
    };
    let leaves = faces
        .iter()
        .map(|(is_east, face, _, sign, _)| leaving(flow, *is_east, *face, *sign))
        .fold(T::ZERO, |sum, q| sum + q);
    let share = (-flow.h[at] / (rate * leaves)).smaller(T::ONE);
    let mut entered = 0.0;
    for (is_east, face, beyond, sign, is_edge) in faces {
        let back = share * leaving(flow, is_east, face, sign);
        let q = if is_east {
            &mut flow.east[face]
        } else {
            &mut flow.north[face]
        };
        *q -= sign * back;
        if is_edge {
            entered += back.f64();
        } else {
            flow.h[beyond] -= rate * back;
        }
    }
    flow.h[at] = T::ZERO;
    entered
}
