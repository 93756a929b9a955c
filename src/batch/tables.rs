//! The tables of a batch, made in the order of its plan whatever the order in which its runs ended. Runs are read from the journal
//! one by one: memory does not grow with their number.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io;

use super::folder::BatchFolder;
use super::journal::{Failure, JournalReader, Outcome};
use super::plan::{Plan, Planned};
use crate::record::{
    Basis, ColumnInfo, FileRecord, FolderError, Kind, RUN_COLUMNS, TableInfo, Written, datapackage_json,
    file_records, replace_file, text_cell,
};
use crate::vocabulary::{metric_order, metric_spec};

/// One row a run and metric.
pub const RUNS_TABLE: &str = "runs";
/// One row a run.
pub const WIDE_TABLE: &str = "runs_wide";
/// One row a run that failed.
pub const FAILURES_TABLE: &str = "failures";

/// What says which run a row is of: columns before those of factors.
const WHICH_RUN: [(&str, Kind, bool, &str); 5] = [
    ("scenario", Kind::Id, true, "The scenario."),
    (
        "variant",
        Kind::Id,
        true,
        "The policy variant; `base` for the scenario as it stands.",
    ),
    (
        "case",
        Kind::Id,
        false,
        "What the settings laid over it are called.",
    ),
    ("seed", Kind::Whole, true, "The luck of people."),
    ("hazard_seed", Kind::Whole, true, "The luck of the hazard."),
];

/// Columns of a table of failures.
const FAILURE_COLUMNS: [&str; 2] = ["origin", "message"];

/// Whether no factor may be called so, since a column of the tables is.
pub(super) fn is_reserved(name: &str) -> bool {
    RUN_COLUMNS.contains(&name) || FAILURE_COLUMNS.contains(&name)
}

/// Where what a run came to stands in the journal, and whether that is a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) at: u64,
    pub(super) failed: bool,
}

/// The same of each run, by its index.
pub(super) type Places = [Option<Place>];

/// The plan of a batch, and where what its runs came to is to be found.
pub(super) struct Results<'a> {
    pub(super) plan: &'a Plan,
    pub(super) scenario: &'a str,
    pub(super) title: &'a str,
    pub(super) places: &'a Places,
}

/// The files that were written, and how many runs failed.
pub(super) struct Published {
    pub(super) files: BTreeMap<String, FileRecord>,
    pub(super) failed: usize,
}

impl Results<'_> {
    /// Writes the tables and their description.
    pub(super) fn publish(
        &self,
        folder: &BatchFolder,
        mut journal: JournalReader,
    ) -> Result<Published, FolderError> {
        let mut files = Files {
            folder,
            written: BTreeMap::new(),
            rows: BTreeMap::new(),
        };
        let tidy = self.table(RUNS_TABLE, tidy_columns());
        let mut names = BTreeSet::new();
        files.write(&tidy, |csv| {
            self.each(&mut journal, |run, outcome| {
                let Outcome::Metrics(metrics) = outcome else {
                    return Ok(());
                };
                let first = self.run_cells(run);
                for metric in &metrics {
                    let own = metric.iter().map(|cell| Cow::Borrowed(cell.as_str()));
                    csv.row(first.iter().cloned().chain(own))?;
                    if !names.contains(&metric[0]) {
                        names.insert(metric[0].clone());
                    }
                }
                Ok(())
            })
        })?;
        let mut names: Vec<String> = names.into_iter().collect();
        names.sort_by(|a, b| metric_order(a).cmp(&metric_order(b)));
        let wide = self.table(WIDE_TABLE, wide_columns(&names));
        files.write(&wide, |csv| {
            self.each(&mut journal, |run, outcome| {
                let Outcome::Metrics(metrics) = outcome else {
                    return Ok(());
                };
                let values: BTreeMap<&str, &str> =
                    metrics.iter().map(|cells| (&*cells[0], &*cells[1])).collect();
                let own = names.iter().map(|name| *values.get(name.as_str()).unwrap_or(&""));
                csv.row(self.run_cells(run).into_iter().chain(own.map(Cow::Borrowed)))
            })
        })?;
        let failures = self.table(FAILURES_TABLE, failure_columns());
        let failed = files.write(&failures, |csv| {
            self.each(&mut journal, |run, outcome| {
                let Outcome::Failure(Failure { origin, message }) = outcome else {
                    return Ok(());
                };
                let own = [Cow::Owned(origin), Cow::Owned(text_cell(&message).into_owned())];
                csv.row(self.run_cells(run).into_iter().chain(own))
            })
        })?;
        files.describe((self.scenario, self.title), &[tidy, wide, failures])?;
        #[cfg(feature = "parquet")]
        {
            let (rows, written) = super::parquet::write(self, folder, &mut journal)?;
            files.written.insert(super::parquet::FILE.to_owned(), written);
            files.rows.insert(super::parquet::FILE.to_owned(), rows);
        }
        Ok(Published {
            files: files.records(),
            failed,
        })
    }

    /// What every run came to, in the order of the plan.
    pub(super) fn each(
        &self,
        journal: &mut JournalReader,
        mut take: impl FnMut(Planned, Outcome) -> io::Result<()>,
    ) -> io::Result<()> {
        let luck = self.plan.luck();
        for (index, place) in self.places.iter().enumerate() {
            let Some(place) = place else { continue };
            let run = Planned {
                index,
                cell: index / luck.len(),
                seeds: luck.seeds(index % luck.len()),
            };
            take(run, journal.at(place.at)?)?;
        }
        Ok(())
    }

    /// What says which run it is.
    pub(super) fn run_cells(&self, run: Planned) -> Vec<Cow<'_, str>> {
        let cell = &self.plan.cells[run.cell];
        let case = cell.case().unwrap_or_default();
        let mut cells = vec![
            Cow::Borrowed(self.scenario),
            Cow::Borrowed(cell.variant()),
            Cow::Owned(text_cell(&case).into_owned()),
            Cow::Owned(run.seeds.people.to_string()),
            Cow::Owned(run.seeds.hazard.to_string()),
        ];
        cells.extend(cell.levels.iter().map(|level| text_cell(level)));
        cells
    }

    fn table(&self, name: &'static str, own: Vec<ColumnInfo>) -> TableInfo {
        let mut columns: Vec<ColumnInfo> = WHICH_RUN
            .into_iter()
            .map(|(name, kind, required, doc)| column(name.to_owned(), kind, required, doc.to_owned()))
            .collect();
        columns.extend(self.plan.factors.iter().map(|factor| {
            let doc = format!(
                "The value of the factor `{}`; empty where nothing is laid over.",
                factor.name
            );
            column(factor.name.clone(), Kind::Text, false, doc)
        }));
        columns.extend(own);
        let (doc, key): (_, &[&str]) = match name {
            RUNS_TABLE => (
                "A metric of a run.",
                &["scenario", "variant", "case", "seed", "hazard_seed", "metric"],
            ),
            WIDE_TABLE => (
                "A run, with a column for each metric.",
                &["scenario", "variant", "case", "seed", "hazard_seed"],
            ),
            _ => (
                "A run that came to nothing.",
                &["scenario", "variant", "case", "seed", "hazard_seed"],
            ),
        };
        TableInfo {
            name,
            doc,
            key,
            references: &[],
            columns,
        }
    }
}

/// The tables of a batch without factors and metrics, for the dictionary of columns.
pub fn batch_tables() -> Vec<TableInfo> {
    let plan = Plan {
        scenario: std::path::PathBuf::new(),
        factors: Vec::new(),
        cells: Vec::new(),
        seeds: super::SeedSet::one(1),
        hazard_seeds: None,
    };
    let results = Results {
        plan: &plan,
        scenario: "",
        title: "",
        places: &[],
    };
    vec![
        results.table(RUNS_TABLE, tidy_columns()),
        results.table(WIDE_TABLE, Vec::new()),
        results.table(FAILURES_TABLE, failure_columns()),
    ]
}

fn column(name: String, kind: Kind, required: bool, doc: String) -> ColumnInfo {
    ColumnInfo {
        name: name.into(),
        kind,
        required,
        doc: doc.into(),
    }
}

fn tidy_columns() -> Vec<ColumnInfo> {
    let own = [
        (
            "metric",
            Kind::Id,
            true,
            "Which metric, perhaps with `@` and what it is about.",
        ),
        (
            "value",
            Kind::Number,
            false,
            "Its value; empty where it does not apply.",
        ),
        ("unit", Kind::Unit, true, "The unit of the value."),
        (
            "basis",
            Kind::Word(Basis::WORDS),
            true,
            "What it rests on: the weakest link.",
        ),
    ];
    own.into_iter()
        .map(|(name, kind, required, doc)| column(name.to_owned(), kind, required, doc.to_owned()))
        .collect()
}

fn failure_columns() -> Vec<ColumnInfo> {
    let own = [
        (
            "origin",
            Kind::Id,
            true,
            "Whose fault it is: `scenario` or `program`.",
        ),
        ("message", Kind::Text, true, "What went wrong."),
    ];
    own.into_iter()
        .map(|(name, kind, required, doc)| column(name.to_owned(), kind, required, doc.to_owned()))
        .collect()
}

fn wide_columns(names: &[String]) -> Vec<ColumnInfo> {
    let doc = |name: &str| {
        let (declared, about) = name.split_once('@').unwrap_or((name, ""));
        let doc = metric_spec(declared).map_or("a metric", |spec| spec.doc.trim_end_matches([';', '.']));
        let mut sentence = doc.to_owned();
        if !about.is_empty() {
            sentence = format!("{sentence} (`{about}`)");
        }
        sentence + "."
    };
    names
        .iter()
        .map(|name| column(name.clone(), Kind::Number, false, doc(name)))
        .collect()
}

/// The files of a folder as they are written.
struct Files<'a> {
    folder: &'a BatchFolder,
    written: BTreeMap<String, Written>,
    rows: BTreeMap<String, usize>,
}

impl Files<'_> {
    /// Writes a table; how many rows it has.
    fn write(
        &mut self,
        table: &TableInfo,
        body: impl FnOnce(&mut CsvFile) -> io::Result<()>,
    ) -> Result<usize, FolderError> {
        let name = format!("{}.csv", table.name);
        let (count, file) = replace_file::<_, FolderError>(&self.folder.path().join(&name), |file| {
            let mut csv = CsvFile::new(file);
            let header = table.columns.iter().map(|column| column.name.clone());
            Ok(csv
                .row(header)
                .and_then(|()| body(&mut csv))
                .and_then(|()| csv.end()))
        })?;
        self.written.insert(name.clone(), file);
        self.rows.insert(name, count);
        Ok(count)
    }

    /// Writes what the columns of the tables mean.
    fn describe(&mut self, scenario: (&str, &str), tables: &[TableInfo]) -> Result<(), FolderError> {
        let name = "datapackage.json";
        let package = datapackage_json(scenario, tables, &self.written);
        let path = self.folder.path().join(name);
        let ((), file) =
            replace_file::<_, FolderError>(&path, |file| Ok(file.write_all(package.as_bytes())))?;
        self.written.insert(name.to_owned(), file);
        Ok(())
    }

    fn records(&self) -> BTreeMap<String, FileRecord> {
        let records = file_records(&self.written, &self.rows).into_iter();
        records.map(|(name, file)| (name.to_owned(), file)).collect()
    }
}

/// A CSV file as all of ours are written.
struct CsvFile<'a> {
    csv: csv::Writer<&'a mut dyn io::Write>,
    rows: usize,
}

impl<'a> CsvFile<'a> {
    fn new(file: &'a mut dyn io::Write) -> Self {
        let mut builder = csv::WriterBuilder::new();
        Self {
            csv: builder.terminator(csv::Terminator::Any(b'\n')).from_writer(file),
            rows: 0,
        }
    }

    fn row<'c>(&mut self, cells: impl Iterator<Item = Cow<'c, str>>) -> io::Result<()> {
        for cell in cells {
            self.csv.write_field(cell.as_bytes())?;
        }
        self.rows += 1;
        Ok(self.csv.write_record(None::<&[u8]>)?)
    }

    /// How many rows there are below the header.
    fn end(mut self) -> io::Result<usize> {
        self.csv.flush()?;
        Ok(self.rows - 1)
    }
}

#[cfg(test)]
mod tests;
