//! The file format: a folder of text files in, a checked [`model::Scenario`] or diagnostics out.
//!
//! ```text
//! document   files → one checked tree, every leaf with its place; what a section is, it does not know
//! exposure   tables and outlines of the buildings of a town
//! plan       the GeoJSON of a school → levels, spaces, openings, stairs
//! trigger    a condition as text → a typed expression
//! format     what scenario.toml may say, section by section, and how each is read
//! templates  new scenarios to start from
//! load       a folder, a variant, settings → a scenario, or everything that is wrong with it
//! model      what the simulation reads: checked, resolved, in SI units
//! ```
//!
//! Nothing is simulated here, and no file is read anywhere else.

pub mod document;
mod exposure;
pub mod format;
pub mod load;
pub mod model;
pub mod plan;
pub mod templates;
pub mod trigger;
