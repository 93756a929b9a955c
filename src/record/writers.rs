//! From the records of a run to its folder.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::catalogue::{Arg, Catalogue};
use super::cell::NotFinite;
use super::clock::Clock;
use super::column::{CellError, Table};
use super::folder::{FolderError, MANIFEST, RunFolder};
use super::manifest::{Provenance, manifest_json};
use super::package::datapackage_json;
use super::performance::Stopwatch;
use super::tables::{
    Action, BrokenTimeline, Casualty, Decision, Message, Metric, MetricRow, Objective, Person, Picture,
    Place, ResourceChange, Sample, Timeline, TimelineRow, tables,
};
use super::tracks::{Tracks, WaterFilm};

/// Everything a run leaves behind, before it is written: the simulation pushes plain structs and knows no file.
#[derive(Debug, Default)]
pub struct Records {
    /// What happened.
    pub timeline: Timeline,
    /// What was said.
    pub messages: Vec<Message>,
    /// What was decided.
    pub decisions: Vec<Decision>,
    /// What was done to the world.
    pub actions: Vec<Action>,
    /// What resources did.
    pub resources: Vec<ResourceChange>,
    /// What became of people.
    pub people: Vec<Person>,
    /// Who was hurt.
    pub casualties: Vec<Casualty>,
    /// What the hazard did to places.
    pub places: Vec<Place>,
    /// Signals over time.
    pub series: Vec<Sample>,
    /// What it comes to.
    pub metrics: Vec<Metric>,
    /// How it stands to what the exercise is for.
    pub objectives: Vec<Objective>,
    /// What each position knew at the end of each module.
    pub pictures: Vec<Picture>,
    /// Where everybody was, for playback.
    pub tracks: Option<Tracks>,
    /// How deep the water stood, for playback.
    pub water: Option<WaterFilm>,
    /// Maps of the hazard: the name of each file below `maps/`, and what it holds.
    pub maps: Vec<(String, Vec<u8>)>,
    /// Why the run broke off, if it did: what it tells ends there.
    pub incomplete: Option<String>,
    /// What a specialist has to know of how it was computed.
    pub remarks: Vec<String>,
}

/// Why the records of a run could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The folder could not be made.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// A cell cannot be written: a defect of the program.
    #[error("{table}.csv, row {row}, column {column}: {source}")]
    Cell {
        /// The table.
        table: &'static str,
        /// The row, from 1.
        row: usize,
        /// The column.
        column: &'static str,
        /// What is wrong.
        source: CellError,
    },
    /// The timeline is no story: a defect of the program.
    #[error("timeline.csv: {0}")]
    Timeline(#[from] BrokenTimeline),
    /// An argument of an event cannot be written: a defect of the program.
    #[error("timeline.csv, event {event}: {source}")]
    Argument {
        /// The event.
        event: &'static str,
        /// What is wrong.
        source: NotFinite,
    },
}

impl WriteError {
    /// Whether the machine is at fault (a full disk, no permission), rather than what was asked or the program.
    pub fn is_environment(&self) -> bool {
        matches!(self, Self::Folder(error) if error.is_environment())
    }
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The run folder.
    pub folder: PathBuf,
    /// Rows of each table, without the header.
    pub rows: BTreeMap<String, usize>,
    /// The size of each file.
    pub bytes: BTreeMap<String, u64>,
}

/// Writes a run folder, whole or not at all.
///
/// # Errors
/// `target` exists and `force` is not given, the machine refuses, or the records hold what cannot be written.
/// Nothing is left behind then, and a folder that stood there stands.
pub fn write(
    records: &Records,
    provenance: &Provenance,
    catalogue: &Catalogue,
    stopwatch: &mut Stopwatch,
    target: &Path,
    force: bool,
) -> Result<Summary, WriteError> {
    let mut run = Writer {
        folder: RunFolder::create(target, force)?,
        clock: provenance.clock,
        rows: BTreeMap::new(),
    };
    run.table(&timeline_rows(&records.timeline, catalogue)?)?;
    run.table(&records.messages)?;
    run.table(&records.decisions)?;
    run.table(&records.actions)?;
    run.table(&records.resources)?;
    run.table(&records.people)?;
    run.table(&records.casualties)?;
    run.table(&records.places)?;
    run.table(&records.series)?;
    run.table(&metric_rows(&records.metrics, provenance))?;
    run.table(&records.objectives)?;
    run.table(&records.pictures)?;
    for (name, bytes) in &records.maps {
        run.folder.write(&format!("maps/{name}"), bytes)?;
    }
    if let Some(tracks) = &records.tracks {
        run.folder.write(
            "tracks.hwt",
            &tracks.encode(&provenance.run.path(), &provenance.clock.iso(0)),
        )?;
    }
    if let Some(water) = &records.water {
        run.folder.write(
            "water.hwt",
            &water.encode(&provenance.run.path(), &provenance.clock.iso(0)),
        )?;
    }
    let package = datapackage_json(
        (&provenance.run.scenario, &provenance.title),
        &tables(),
        run.folder.written(),
    );
    run.folder.write("datapackage.json", package.as_bytes())?;
    run.inputs(provenance)?;
    let manifest = manifest_json(
        provenance,
        catalogue.language(),
        (records.incomplete.as_deref(), &records.remarks),
        run.folder.written(),
        &run.rows,
    );
    run.folder.write(MANIFEST, manifest.as_bytes())?;
    stopwatch.lap("write");
    run.folder
        .write("performance.json", stopwatch.json().as_bytes())?;
    let bytes = run
        .folder
        .written()
        .iter()
        .map(|(name, file)| (name.clone(), file.bytes))
        .collect();
    Ok(Summary {
        folder: run.folder.publish()?,
        rows: run.rows,
        bytes,
    })
}

struct Writer {
    folder: RunFolder,
    clock: Clock,
    rows: BTreeMap<String, usize>,
}

impl Writer {
    fn table<R: Table>(&mut self, rows: &[R]) -> Result<(), WriteError> {
        let name = format!("{}.csv", R::NAME);
        self.folder.write(&name, &csv_bytes(rows, &self.clock)?)?;
        self.rows.insert(name, rows.len());
        Ok(())
    }

    /// The scenario as it was run and every file it was made of: a run folder needs nothing else to be explained.
    fn inputs(&mut self, provenance: &Provenance) -> Result<(), WriteError> {
        self.folder
            .write("inputs/resolved.toml", provenance.resolved_scenario.as_bytes())?;
        for (name, content) in &provenance.inputs {
            self.folder
                .write(&format!("inputs/files/{}", embedded_name(name)), content)?;
        }
        if let Some(log) = &provenance.replayed_log {
            self.folder.write("inputs/replayed.csv", log.as_bytes())?;
        }
        Ok(())
    }
}

/// Where an input lies in the run folder: below it, even if it was read from beside the scenario (`../shared.csv`
/// becomes `_up/shared.csv`).
pub fn embedded_name(name: &str) -> String {
    let parts = Path::new(name).components().filter_map(|part| match part {
        Component::Normal(part) => Some(part.to_string_lossy().replace(['\\', ':'], "_")),
        Component::ParentDir => Some("_up".to_owned()),
        Component::Prefix(_) | Component::RootDir | Component::CurDir => None,
    });
    parts.collect::<Vec<_>>().join("/")
}

/// A table as CSV (RFC 4180, quotes only where needed, `\n` line ends).
///
/// # Errors
/// The first cell that cannot be written.
///
/// # Panics
/// Never: writing to memory does not fail.
pub fn csv_bytes<R: Table>(rows: &[R], clock: &Clock) -> Result<Vec<u8>, WriteError> {
    let mut bytes = Vec::new();
    write_csv::<R, _>(rows, clock, &mut bytes)?.expect("writing to memory cannot fail");
    Ok(bytes)
}

/// Writes a table as [`csv_bytes`] has it, row by row, and says how many rows there were, or what the machine refused.
///
/// # Errors
/// The first cell that cannot be written.
pub(super) fn write_csv<R: Table, B: Borrow<R>>(
    rows: impl IntoIterator<Item = B>,
    clock: &Clock,
    writer: impl io::Write,
) -> Result<io::Result<usize>, WriteError> {
    let mut csv = csv::WriterBuilder::new()
        .terminator(csv::Terminator::Any(b'\n'))
        .from_writer(writer);
    let mut written = csv.write_record(R::COLUMNS.iter().map(|column| column.name));
    let mut count = 0;
    for row in rows {
        count += 1;
        for column in R::COLUMNS {
            let cell = column
                .text(row.borrow(), clock)
                .map_err(|source| WriteError::Cell {
                    table: R::NAME,
                    row: count,
                    column: column.name,
                    source,
                })?;
            written = written.and_then(|()| csv.write_field(cell.as_bytes()));
        }
        written = written.and_then(|()| csv.write_record(None::<&[u8]>));
        if written.is_err() {
            break;
        }
    }
    let written = written.map_err(io::Error::from).and_then(|()| csv.flush());
    Ok(written.map(|()| count))
}

fn timeline_rows(timeline: &Timeline, catalogue: &Catalogue) -> Result<Vec<TimelineRow>, WriteError> {
    timeline.check()?;
    let row = |(id, entry): (_, &super::tables::Entry)| {
        let args = Arg::json(&entry.args).map_err(|source| WriteError::Argument {
            event: entry.event,
            source,
        })?;
        Ok(TimelineRow {
            id,
            args,
            text: catalogue.sentence(entry.event, &entry.args),
            entry: entry.clone(),
        })
    };
    timeline.iter().map(row).collect()
}

fn metric_rows(metrics: &[Metric], provenance: &Provenance) -> Vec<MetricRow> {
    let run = Arc::new(provenance.run.clone());
    metrics
        .iter()
        .map(|metric| MetricRow {
            run: Arc::clone(&run),
            metric: metric.clone(),
        })
        .collect()
}
