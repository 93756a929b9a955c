//! What a run leaves behind: rows, texts, playback, provenance, and the folder that holds them.
//!
//! The simulation pushes plain structs into [`Records`] and knows no file. [`write()`] turns them into a run folder.
//! Each column is declared once, in `tables/`; header, cells, `datapackage.json` and the dictionary in
//! `docs/csv.md` all come from there. This room, `batch` and `cli` are the only ones that write files.

mod batch;
mod catalogue;
mod cell;
mod clock;
mod column;
mod dictionary;
mod folder;
mod impact;
mod manifest;
mod package;
mod performance;
mod tables;
mod tracks;
mod value;
mod words;
mod writers;

#[cfg(test)]
mod tests;

pub use batch::{BATCH, BatchRecord, CellRecord, ChosenRun, RUN_COLUMNS, RUNS};
pub use catalogue::{Arg, Catalogue, CatalogueError, capitalised, gaps, gaps_of_all};
pub use cell::{NotFinite, text as text_cell, value as value_cell};
pub use clock::{Clock, elapsed, seconds};
pub use column::{Cell, CellError, Column, ColumnInfo, Kind, Reference, Table, TableInfo, Word};
pub use dictionary::dictionary;
pub use folder::{FolderError, MANIFEST, RunFolder, Written, io_error, replace_file, sha256};
pub use impact::{ImpactBySeed, ImpactCourse, ImpactRow, impact_tables, write_impact};
pub use manifest::{
    FORMAT, FileRecord, Provenance, RunManifest, SeedChoice, Seeds, file_records, pretty_json,
};
pub use package::datapackage_json;
pub use performance::{Stage, Stopwatch};
pub use tables::{
    Action, BrokenTimeline, Casualty, Decision, Entry, EntryId, Message, Metric, MetricRow, Objective,
    Person, Picture, Place, Relation, ResourceChange, RunName, Sample, Target, TargetError, Timeline,
    TimelineRow, tables,
};
pub use tracks::{DEPTH_STEP_M, Frame, Layout, Tracks, TracksError, WaterFilm, WaterLayout};
pub use value::{Id, Value};
pub use words::{
    ActionResult, Basis, CasualtyOutcome, DecisionOutcome, MessageKind, MessageOutcome, PersonOutcome,
    PictureKind, ResourceStatus, TargetMet, Triage,
};
pub use writers::{Records, Summary, WriteError, csv_bytes, embedded_name, write};
