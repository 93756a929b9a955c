//! `batch.json`: what a batch is made of and came to, written and read back.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::manifest::FileRecord;

/// The file that makes a folder a batch.
pub const BATCH: &str = "batch.json";
/// Below this folder of a batch lie the runs that are kept.
pub const RUNS: &str = "runs";
/// What stands in the tables of runs beside factors: which run a row is of, and what else there is to a metric.
pub const RUN_COLUMNS: [&str; 9] = [
    "scenario",
    "variant",
    "case",
    "seed",
    "hazard_seed",
    "metric",
    "value",
    "unit",
    "basis",
];

/// What a batch is made of and came to: `batch.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BatchRecord {
    /// The version of the format.
    pub format: String,
    /// Always `batch`.
    pub kind: String,
    /// The program and its version.
    pub program: String,
    /// Its version.
    pub program_version: String,
    /// Changes when the same scenario and seeds give other results.
    pub model_version: String,
    /// Whether all runs have ended and the tables are those of all of them.
    pub finished: bool,
    /// The id of the scenario.
    pub scenario: String,
    /// What people call it.
    pub title: String,
    /// The seeds.
    pub seeds: String,
    /// The seeds of the hazard; none where they are those of the people.
    pub hazard_seeds: Option<String>,
    /// The columns of what is varied.
    pub factors: Vec<String>,
    /// What is laid over the scenario, in the order of the tables.
    pub cells: Vec<CellRecord>,
    /// How many runs there are.
    pub runs: usize,
    /// How many of them failed.
    pub failed: usize,
    /// What stays of each run.
    pub keep: String,
    /// Runs that were picked for what they show, by the folder in which they lie.
    pub chosen: Vec<ChosenRun>,
    /// Every file that was read, by its name, with its SHA-256.
    pub inputs_sha256: BTreeMap<String, String>,
    /// What was written.
    pub files: BTreeMap<String, FileRecord>,
}

/// A cell as `batch.json` has it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CellRecord {
    /// The variant.
    pub variant: String,
    /// What people call the variant; nothing where it is the scenario as it stands.
    #[serde(default)]
    pub name: String,
    /// What its settings are called.
    pub case: Option<String>,
    /// The settings.
    pub set: Vec<String>,
    /// The decisions.
    pub decide: Vec<String>,
    /// The value of each factor.
    pub levels: Vec<String>,
    /// SHA-256 of the scenario as its runs have it.
    pub resolved_scenario_sha256: String,
}

/// A run that was picked for what it shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChosenRun {
    /// Where it lies.
    pub folder: String,
    /// `typical` or `worst`.
    pub is: String,
    /// Judged by this metric.
    pub metric: String,
}

impl BatchRecord {
    /// Reads a `batch.json`.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    #[expect(
        clippy::disallowed_methods,
        reason = "the batch is where the command line says"
    )]
    pub fn read(path: &Path) -> Result<Self, String> {
        let text = fs::read_to_string(path).map_err(|error| error.to_string())?;
        serde_json::from_str(&text).map_err(|error| error.to_string())
    }
}
