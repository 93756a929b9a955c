//! A run folder, read back.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use thiserror::Error;

use crate::record::{MANIFEST, RunManifest};

/// Why a run could not be read back.
#[derive(Debug, Error)]
pub enum ReadError {
    /// The folder is no run.
    #[error("`{0}` is no folder of a run: it has no `{MANIFEST}`")]
    NoRun(PathBuf),
    /// A file cannot be read.
    #[error("cannot read `{path}`: {source}")]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// A file is not as a run leaves it.
    #[error("`{path}`: {problem}")]
    Changed {
        /// Which.
        path: PathBuf,
        /// What is wrong.
        problem: String,
    },
}

/// A row of the timeline, as it was written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Row {
    /// Its id.
    pub id: String,
    /// The id of what it came of, or nothing.
    pub cause: String,
    /// Seconds since the start.
    pub time_s: String,
    /// The same for people.
    pub t: String,
    pub(super) category: String,
    pub(super) event: String,
    pub(super) subject: String,
    pub(super) place: String,
    pub(super) signal: String,
    pub(super) value: String,
    pub(super) unit: String,
    pub(super) args: String,
    /// In the language of the run.
    pub text: String,
}

impl Row {
    /// All that is the same in two runs in which the same happened: neither its number, nor the language.
    pub(super) fn what(&self) -> [&str; 9] {
        [
            &self.time_s,
            &self.category,
            &self.event,
            &self.subject,
            &self.place,
            &self.signal,
            &self.value,
            &self.unit,
            &self.args,
        ]
    }
}

/// A metric of a run, as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Metric {
    /// Its value, or nothing.
    pub value: String,
    /// Its unit.
    pub unit: String,
}

#[derive(Debug, Deserialize)]
struct MetricRow {
    metric: String,
    value: String,
    unit: String,
}

/// What a finished run left behind.
#[derive(Debug, Clone)]
pub struct FinishedRun {
    /// The id of its scenario.
    pub scenario: String,
    /// What people call the scenario.
    pub title: String,
    /// The variant, and the case where there is one.
    pub variant: String,
    /// Its seed.
    pub seed: u64,
    /// By which version of the model it was made.
    pub model_version: String,
    /// Its timeline, from the beginning.
    pub timeline: Vec<Row>,
    /// Its metrics by name.
    pub metrics: BTreeMap<String, Metric>,
}

impl FinishedRun {
    /// Reads the folder of a run.
    ///
    /// # Errors
    /// Where the folder is no run, and where one of its files cannot be read or is not as a run leaves it.
    pub fn read(folder: &Path) -> Result<Self, ReadError> {
        let manifest = read_manifest(folder)?;
        let metrics = read_rows::<MetricRow>(&folder.join("metrics.csv"))?;
        let variant = match manifest.case {
            Some(case) => format!("{}, {case}", manifest.variant),
            None => manifest.variant,
        };
        Ok(Self {
            scenario: manifest.scenario,
            title: manifest.title,
            variant,
            seed: manifest.seeds.people,
            model_version: manifest.model_version,
            timeline: read_rows(&folder.join("timeline.csv"))?,
            metrics: metrics
                .into_iter()
                .map(|MetricRow { metric, value, unit }| (metric, Metric { value, unit }))
                .collect(),
        })
    }
}

/// Reads the manifest of a run.
///
/// # Errors
/// Where the folder is no run, and where its manifest cannot be read or is not as a run leaves it.
pub fn read_manifest(folder: &Path) -> Result<RunManifest, ReadError> {
    let path = folder.join(MANIFEST);
    if !path.is_file() {
        return Err(ReadError::NoRun(folder.to_owned()));
    }
    serde_json::from_str(&text(&path)?).map_err(|error| changed(&path, &error.to_string()))
}

#[expect(clippy::disallowed_methods, reason = "the run is where the command line says")]
fn text(path: &Path) -> Result<String, ReadError> {
    fs::read_to_string(path).map_err(|source| ReadError::Unreadable {
        path: path.to_owned(),
        source,
    })
}

pub(super) fn changed(path: &Path, problem: &str) -> ReadError {
    ReadError::Changed {
        path: path.to_owned(),
        problem: problem.to_owned(),
    }
}

/// A table as it stands: the names of its columns, and its rows.
///
/// # Errors
/// A table that cannot be read.
pub fn read_table(path: &Path) -> Result<(Vec<String>, Vec<Vec<String>>), ReadError> {
    let text = text(path)?;
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let owned = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect::<Vec<String>>();
    let wrong = |error: csv::Error| changed(path, &error.to_string());
    let columns = owned(reader.headers().map_err(wrong)?);
    let rows = reader
        .records()
        .map(|record| record.map(|record| owned(&record)).map_err(wrong));
    Ok((columns, rows.collect::<Result<_, _>>()?))
}

/// Rows of a table of a run, whatever the order of its columns.
///
/// # Errors
/// A table that cannot be read, or is not as a run leaves it.
pub fn read_rows<T: for<'row> Deserialize<'row>>(path: &Path) -> Result<Vec<T>, ReadError> {
    let text = text(path)?;
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows: Result<Vec<T>, csv::Error> = reader.deserialize().collect();
    rows.map_err(|error| {
        let problem = error.to_string();
        if text.lines().next().is_some_and(|header| header.contains(';')) {
            return changed(
                path,
                "its columns are parted by semicolons, as a spreadsheet saves them",
            );
        }
        changed(path, &problem)
    })
}
