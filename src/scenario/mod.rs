//! The file format: a folder of text files in, a checked [`model::Scenario`] or diagnostics out.
//!
//! ```text
//! document   files → one checked tree, every leaf with its place; what a section is, it does not know
//! plan       the GeoJSON of a school → levels, spaces, openings, stairs
//! trigger    a condition as text → a typed expression
//! model      what the simulation reads: checked, resolved, in SI units
//! ```

pub mod document;
pub mod model;
pub mod plan;
pub mod trigger;
