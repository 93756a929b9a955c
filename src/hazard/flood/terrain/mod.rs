//! The ground that water runs over: what is burnt into a raster of heights before the kernels see it.
//!
//! # How the parts fit
//! ```text
//! areas      which cells lie in a polygon, buildings as raised cells
//! roughness  Manning's n by class of land cover, by area, or one for all
//! faces      levees and walls as crests on the faces between cells
//! holes      cells without a height: beyond the ground, or filled
//! ```
//!
//! Rasters and grids are those of [`crate::geo::metric`]: rows from the south, heights in metres, NaN where there is none.

pub mod areas;
pub mod faces;
pub mod holes;
pub mod roughness;
