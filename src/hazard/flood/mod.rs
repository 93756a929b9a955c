//! Water on land: the shallow-water equations on a grid, as pure kernels in single or double precision.
//!
//! # How the parts fit
//! ```text
//! real       what the kernels need of a number, f32 or f64
//! grid       square cells with a border of one cell
//! edge       what lies beyond the edges: walls, levels, inflows, open land
//! godunov    the full equations: fluxes between cells (dam breaks, steep streets, anything fast)
//! inertial   without convective acceleration, on faces between cells (gradual floods, several times cheaper)
//! water      either of the two in time: how long a step may be, what is added, the ledger
//! soil       what soaks away
//! barrier    walls of sandbags: how many, how long it takes
//! effect     what water does to people, vehicles, buildings, roads and services
//! stages     water that is stated instead of computed
//! reading    what is read of either at a place, in the same steps
//! coupling   the flood in a run, window by window
//! around     how the water stands around a school and on its floors
//! ```
//!
//! # Determinism
//! Every number is computed by the same operations in the same order on every machine: no fused multiplications, no
//! transcendental functions but square roots, and sums in the order of rows.

pub mod around;
pub mod barrier;
pub mod coupling;
pub mod edge;
pub mod effect;
pub mod godunov;
pub mod grid;
pub mod inertial;
pub mod reading;
pub mod real;
pub mod soil;
pub mod stages;
pub mod water;

/// Gravity, m/s².
pub const G: f64 = 9.81;

/// What a step came to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stepped {
    /// The fastest wave, m/s: it says how long the next step may be.
    pub wave_m_s: f64,
    /// What came in through the edges, less what left, m³.
    pub entered_m3: f64,
}

#[cfg(test)]
mod tests;
