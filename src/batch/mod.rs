//! Many runs of a scenario: which, carried out in parallel, written down so that nothing is lost, and put into tables.
//!
//! # How the parts fit
//! ```text
//! seeds      which seeds
//! design     which values of several factors meet
//! file       batch.toml
//! request    what was asked for, from a file and the command line
//! plan       cells (what is laid over the scenario) × hazard seeds × seeds
//! register   every cell loaded once, before the first run
//! folder     whose folder it is, what stands there
//! cells      what the runs of a cell share, made ready when it is needed
//! waters     the water that runs of a hazard seed share
//! worker     one run, whatever comes of it
//! journal    what ended, run by run: a kill loses nothing
//! keep       folders of runs, where they are asked for
//! condition  which runs suit an exercise
//! few        a handful of runs, held in memory
//! tables     runs.csv and its sisters, in the order of the plan
//! runner     all of it together
//! ```

mod cells;
mod condition;
mod design;
mod few;
mod file;
mod folder;
mod journal;
mod keep;
#[cfg(feature = "parquet")]
mod parquet;
mod plan;
mod register;
mod request;
mod runner;
mod seeds;
mod tables;
mod waters;
mod worker;

pub use cells::{LoadedCell, Unsound, load};
pub use condition::{Condition, Of, Quantity, Relation};
pub use design::{Design, Levels, Span};
pub use few::{Done, Ready, Task, run_few};
pub use file::{BATCH_FILE, BatchFile, read_plan};
pub use folder::{BatchFolder, BatchFolderError};
pub use journal::{Failure, Outcome};
pub use keep::{Keep, is_metric, metric_names, provenance_of};
pub use plan::{Cell, Factor, Luck, Plan, Planned};
pub use register::{Registered, register};
pub use request::{FactorRequest, Request, Target, settings};
pub use runner::{BatchError, BatchOptions, BatchSummary, Event, carry_out};
pub use seeds::{LARGEST_SEED, SeedSet, seed};
pub use tables::{FAILURES_TABLE, RUNS_TABLE, WIDE_TABLE, batch_tables};
