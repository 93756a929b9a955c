//! What is wrong with the input, said so that a trainer can mend it.
//!
//! Every problem in a scenario, its data files or its variants becomes one [`Diagnostic`] that points at a
//! [`Span`] of a [`Source`]. All of them are collected in one pass and shown together: nobody wants to mend
//! one typing error an evening. [`render`] draws one for people, [`json`] writes all of them for editors; both
//! return text, and only `cli::printer` knows a terminal.

pub mod json;
pub mod render;
mod report;
mod source;

pub use report::{Diagnostic, Diagnostics, Fault, Label, Severity};
pub use source::{Source, SourceId, Sources, Span};
