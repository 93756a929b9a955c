//! Finished runs beside each other: what was written of them is read back, and what differs is found. Nothing here knows how a run
//! is made, and nothing is simulated.

mod comparison;
mod diff;
mod find;
mod glance;
mod number;
mod page;
mod pairs;
mod pool;
#[cfg(test)]
mod properties;
mod ranking;
mod rows;
mod run;
pub mod statistics;
mod table;
pub mod words;

pub use comparison::{
    Aspect, Comparison, Comparisons, LEVEL, Question, Verdict, beside_which, compare, declared, direction,
};
pub use diff::{Difference, difference};
pub use find::{Wanted, read};
pub use glance::{Glance, TOLD_FIRST, glance};
pub use page::{Link, PageWords, page};
pub use pool::{Group, Luck, MetricColumn, Pool};
pub use ranking::{Best, means};
pub use rows::{ASPECTS, ComparisonRow, PairRow, comparison_rows, comparison_tables, pair_rows};
pub use run::{FinishedRun, Metric, ReadError, Row, read_manifest, read_rows, read_table};
