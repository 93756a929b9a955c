//! What samples of runs can say: the pure statistics of `hotwash compare`.
//!
//! Two variants are run with the same seeds (common random numbers), so most of what is here is of pairs. Plain functions of numbers:
//! nothing knows of metrics, files or languages. The same input gives the same bits on any machine, with any number of threads, in
//! a release and in a test: only `+ - * / sqrt` and [`crate::maths`], and luck from a fixed seed. No input makes it panic: what
//! cannot be worked out is a [`StatisticsError`] or nothing.

mod bca;
mod best;
mod detectable;
mod differences;
mod effect;
mod error;
mod flips;
mod holm;
mod luck;
mod moments;
mod paired;
mod pareto;
mod resamples;
mod rounding;
mod rows;
mod shuffles;
mod student;
mod summary;
mod superiority;
mod unpaired;
mod verdict;

#[cfg(test)]
mod against_scipy;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod reference;
#[cfg(test)]
mod reference_student;

pub use best::best_of;
pub use detectable::detectable_difference;
pub use error::StatisticsError;
pub use holm::holm;
pub use paired::{Paired, paired, paired_all};
pub use pareto::pareto_front;
pub use resamples::{RESAMPLES, Resamples, TwoSampleResamples};
pub use rounding::{Rounding, rounding};
pub use summary::{Summary, quantile, summary};
pub use superiority::{Superiority, superiority_paired, superiority_unpaired};
pub use unpaired::{Unpaired, unpaired};
pub use verdict::{Direction, FEW, Interval, Method, PValue};
