//! What stands beyond the edges.

use super::Flow;
use super::flux::{DRY_M, passes, velocity};
use crate::hazard::flood::G;
use crate::hazard::flood::edge::{Beyond, Edge, Edges, Side};
use crate::hazard::flood::real::Real;
use crate::hazard::flood::tiles::Tiles;

impl<T: Real> Flow<T> {
    /// Writes into the border what lies beyond the edges where there is water; the fastest wave there, m/s.
    pub(in super::super) fn meet(&mut self, edges: &Edges, tiles: &Tiles, z: &[T]) -> f64 {
        let of = |beyond: &Beyond| self.meet_one(beyond, z);
        edges.beside(tiles).map(of).fold(0.0, f64::max)
    }

    fn meet_one(&mut self, beyond: &Beyond, z: &[T]) -> f64 {
        let (inside, border) = (beyond.inside, beyond.border);
        let h = self.h[inside].f64();
        let (through, along) = match beyond.side {
            Side::West | Side::East => (&mut self.hu, &mut self.hv),
            Side::South | Side::North => (&mut self.hv, &mut self.hu),
        };
        // Counted inwards.
        let sign = beyond.side.inwards();
        let q = sign * through[inside].f64();
        let u = velocity(h, q);
        let (depth, q) = match beyond.edge {
            Edge::Wall => (h, -q),
            Edge::Open => (h, q.min(0.0)),
            Edge::Inflow(q) => {
                let depth = inflow_depth(h, u, q);
                (depth, discharge_beyond(depth, [h, u], q))
            }
            Edge::Torrent { depth_m, q } => (depth_m, q),
            Edge::Level(level) => {
                // The wave that leaves carries u - 2 c outwards unchanged.
                let depth = (level - z[border].f64()).max(0.0);
                (
                    depth,
                    depth * (u - 2.0 * (G * h).sqrt() + 2.0 * (G * depth).sqrt()),
                )
            }
        };
        self.h[border] = T::of(depth);
        through[border] = T::of(sign * q);
        along[border] = if beyond.edge == Edge::Wall {
            along[inside]
        } else {
            T::ZERO
        };
        velocity(depth, q).abs() + (G * depth).sqrt()
    }
}

/// Depth beyond an edge through which q flows in more slowly than its waves, so that the wave which leaves is unchanged: u - 2 c
/// is that of inside.
fn inflow_depth(h: f64, u: f64, q: f64) -> f64 {
    /// Of Newton's method, which doubles the digits: more than enough.
    const STEPS: usize = 30;
    let leaves = u - 2.0 * (G * h).sqrt();
    let critical = crate::maths::pow(q * q / G, 1.0 / 3.0);
    let mut depth = h.max(critical).max(DRY_M);
    for _ in 0..STEPS {
        // Falls with the depth everywhere.
        let excess = q / depth - 2.0 * (G * depth).sqrt() - leaves;
        let slope = -q / (depth * depth) - (G / depth).sqrt();
        depth = (depth - excess / slope).max(0.5 * depth);
    }
    depth.max(critical)
}

/// What has to flow beyond an edge, in water of this depth, so that q passes the edge beside water of another depth and velocity. The
/// two differ while water comes over dry land: what passes is the mean of both sides, weighed by their waves.
fn discharge_beyond(depth: f64, inside: [f64; 2], q: f64) -> f64 {
    /// What is missing shrinks by a third or more with each: by ten digits at least.
    const STEPS: usize = 60;
    let mut beyond = q;
    for _ in 0..STEPS {
        let missing = q - passes([depth, velocity(depth, beyond)], inside);
        beyond += missing;
        if missing.abs() <= f64::EPSILON * q.abs() {
            break;
        }
    }
    beyond
}
