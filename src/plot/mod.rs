//! Pictures: one SVG writer, one palette, and what is drawn with them.
//!
//! Every picture of the project (plans in `check`, charts in a debrief, maps on a handout) goes through [`Svg`], so
//! that all of them print sharp, read without script, carry a title and a description, and come out byte for byte the
//! same each time.

pub mod beside;
pub mod chart;
pub mod palette;
pub mod plan;
pub mod svg;

pub use svg::{Anchor, Style, Svg, TextStyle};
