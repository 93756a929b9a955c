//! Finished runs beside each other: what was written of them is read back, and what differs is found. Nothing here knows how a run
//! is made, and nothing is simulated.

mod diff;
mod run;

pub use diff::{Difference, difference};
pub use run::{FinishedRun, Metric, ReadError, Row};
