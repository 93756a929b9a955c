//! Water on land: the shallow-water equations on a grid, as pure kernels in single or double precision.
//!
//! # How the parts fit
//! ```text
//! real       what the kernels need of a number, f32 or f64
//! grid       square cells with a border of one cell
//! crest      levees and walls on faces between cells
//! edge       what lies beyond the edges: walls, levels, inflows, open land
//! godunov    the full equations: fluxes between cells (dam breaks, steep streets, anything fast)
//! inertial   without convective acceleration, on faces between cells (gradual floods, several times cheaper)
//! water      either of the two in time: how long a step may be, what is added, the ledger
//! group      rows that are worked on by one
//! extremes   the largest and the smallest of a row
//! tiles      which parts of the grid hold water: only those are worked on
//! porous     cells that are built on in part
//! maxima     the highest water of each cell, when it came, how fast it was
//! watch      whether numbers have run away, and where water is faster than its waves
//! soil       what soaks away
//! terrain    the ground: what stands on it, how rough it is, and a valley for want of a survey
//! effect     what water does to people, vehicles, buildings, roads and services
//! stages     water that is stated instead of computed
//! reading    what is read of either at a place, in the same steps
//! course     a flood that is computed, from what a scenario says of it
//! recording  its water as a tree of what is done to it, which many runs share
//! ahead      the water of a run at the clock and ahead of it, window by window
//! coupling   the flood in a run
//! around     how the water stands around a school and on its floors
//! works      what drives it and what holds it: rain, inflows, breaches, gates, pumps, dams, small rivers, sandbags
//! ```
//!
//! # Determinism
//! Every number is computed by the same operations in the same order on every machine: no fused multiplications, no
//! transcendental functions but square roots, and sums in the order of rows.

pub mod ahead;
pub mod around;
pub mod coupling;
pub mod course;
pub mod crest;
pub mod edge;
pub mod effect;
mod extremes;
mod godunov;
pub mod grid;
mod group;
mod inertial;
pub mod maxima;
mod porous;
pub mod reading;
pub mod real;
pub mod recording;
pub mod soil;
pub mod stages;
pub mod terrain;
mod tiles;
pub mod watch;
pub mod water;
pub mod works;

use crest::Crests;
use edge::Edges;
use maxima::Maxima;
use porous::Porous;
use tiles::Tiles;

/// Gravity, m/s².
pub const G: f64 = 9.81;

/// What lies under the water, by cell.
#[derive(Clone, Copy)]
struct Land<'a, T> {
    /// Its height, m.
    bed: &'a [T],
    /// g n², with Manning's n.
    friction: &'a [T],
    crests: &'a Crests<T>,
    /// Where part of the cells is built on; the inertial scheme alone heeds it.
    porous: Option<&'a Porous<T>>,
}

/// What a step is given.
struct Step<'a, T> {
    land: Land<'a, T>,
    edges: &'a Edges,
    tiles: &'a mut Tiles,
    /// Kept if asked for.
    maxima: Option<&'a mut Maxima<T>>,
    /// When it begins and how long it is, s.
    now_s: f64,
    dt_s: f64,
}

/// What a step came to.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Stepped {
    /// The fastest wave, m/s: it says how long the next step may be.
    wave_m_s: f64,
    /// What came in through the edges, less what left, m³.
    entered_m3: f64,
    /// Whether all depths are numbers.
    is_finite: bool,
}

#[cfg(test)]
mod tests;
