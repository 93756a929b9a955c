//! A run by the questions of a debrief: who knew when, which way out, what help came, whether the warning came first, what was decided.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::book::{Row, Sheet};
use crate::compare::{ReadError, read_rows};
use crate::record::{ColumnInfo, tables};

/// What the sheets are called, in the language of the reader.
#[derive(Debug, Clone)]
pub struct Headings {
    /// Figures of the run.
    pub figures: String,
    /// Objectives.
    pub objectives: String,
    /// Who knew when who is missing.
    pub knew: String,
    /// Which way out, and how long.
    pub ways: String,
    /// From the request to the scene.
    pub help: String,
    /// Warning and water, place by place.
    pub warnings: String,
    /// What was decided.
    pub decisions: String,
    /// What was ordered, and what came of it.
    pub actions: String,
    /// What was counted over time.
    pub over_time: String,
    /// The timeline.
    pub timeline: String,
}

impl Headings {
    /// The headings, by what says the text of a key.
    pub fn of(say: impl Fn(&str) -> String) -> Self {
        Self {
            figures: say("workbook-figures"),
            objectives: say("workbook-objectives"),
            knew: say("workbook-knew"),
            ways: say("workbook-ways"),
            help: say("workbook-help"),
            warnings: say("workbook-warnings"),
            decisions: say("workbook-decisions"),
            actions: say("workbook-actions"),
            over_time: say("workbook-over-time"),
            timeline: say("workbook-timeline"),
        }
    }
}

/// The keys of what sheets are called.
#[cfg(test)]
pub(crate) const HEADING_KEYS: [&str; 10] = [
    "workbook-figures",
    "workbook-objectives",
    "workbook-knew",
    "workbook-ways",
    "workbook-help",
    "workbook-warnings",
    "workbook-decisions",
    "workbook-actions",
    "workbook-over-time",
    "workbook-timeline",
];

/// Signals about who is missing and who has been found.
const OF_WHO_IS_MISSING: [&str; 3] = ["missing", "unaccounted", "elsewhere"];
/// Events by which somebody is found or counted.
const FOUND: [&str; 5] = [
    "person-found",
    "class-found",
    "roll-call-ends",
    "tally",
    "all-accounted",
];
/// What is drawn over time, of the school as a whole.
const COUNTED: [&str; 5] = [
    "inside",
    "assembled",
    "unaccounted",
    "released",
    "parents_waiting",
];

/// The sheets of a run.
///
/// # Errors
/// A table that cannot be read, or is not as a run leaves it.
pub fn run_sheets(folder: &Path, headings: &Headings) -> Result<Vec<Sheet>, ReadError> {
    let all = tables();
    let columns = |table: &str| -> &[ColumnInfo] {
        let found = all.iter().find(|info| info.name == table);
        found.map_or(&[], |info| &info.columns)
    };
    let rows = |table: &str| read_rows::<Row>(&folder.join(format!("{table}.csv")));
    let (timeline, people, series) = (rows("timeline")?, rows("people")?, rows("series")?);
    let is = |row: &Row, column: &str, words: &[&str]| {
        row.get(column).is_some_and(|cell| words.contains(&cell.as_str()))
    };
    let knew: Vec<Row> = timeline
        .iter()
        .filter(|row| {
            let learnt = is(row, "event", &["picture-changes"]) && is(row, "signal", &OF_WHO_IS_MISSING);
            learnt || is(row, "event", &FOUND)
        })
        .cloned()
        .collect();
    let went: Vec<Row> = people
        .into_iter()
        .filter(|row| {
            ["stair", "exit"]
                .iter()
                .any(|column| row.get(*column).is_some_and(|cell| !cell.is_empty()))
        })
        .collect();
    let told = [
        "t", "clock", "module", "event", "subject", "place", "signal", "value", "text",
    ];
    let went_by = [
        "id",
        "group",
        "class",
        "departed_s",
        "stair",
        "stair_entered_s",
        "stair_left_s",
        "stair_queued_s",
        "exit",
        "queued_s",
        "exited_s",
        "assembled_s",
    ];
    let mut sheets = vec![
        Sheet::of(
            &headings.figures,
            columns("metrics"),
            &["metric", "value", "unit", "basis"],
            &rows("metrics")?,
        ),
        Sheet::of(
            &headings.objectives,
            columns("objectives"),
            &[],
            &rows("objectives")?,
        ),
        Sheet::of(&headings.knew, columns("timeline"), &told, &knew),
        Sheet::of(&headings.ways, columns("people"), &went_by, &went),
        Sheet::of(&headings.help, columns("resources"), &[], &rows("resources")?),
        Sheet::of(&headings.warnings, columns("places"), &[], &rows("places")?),
        Sheet::of(
            &headings.decisions,
            columns("decisions"),
            &[],
            &rows("decisions")?,
        ),
        Sheet::of(&headings.actions, columns("actions"), &[], &rows("actions")?),
    ];
    sheets.extend(over_time(&headings.over_time, &series));
    sheets.push(Sheet::of(
        &headings.timeline,
        columns("timeline"),
        &told,
        &timeline,
    ));
    Ok(sheets)
}

/// What is counted over time, a row a moment; none where nothing is.
fn over_time(name: &str, series: &[Row]) -> Option<Sheet> {
    let cell = |row: &Row, column: &str| row.get(column).cloned().unwrap_or_default();
    let mut subjects: BTreeMap<String, usize> = BTreeMap::new();
    for row in series.iter().filter(|row| cell(row, "signal") == COUNTED[0]) {
        *subjects.entry(cell(row, "subject")).or_default() += 1;
    }
    // The school has as many samples as any of its floors: it is the one of which all is counted.
    let counted_of = |subject: &str| {
        let signals = series
            .iter()
            .filter(|row| cell(row, "subject") == subject)
            .map(|row| cell(row, "signal"));
        signals.collect::<BTreeSet<String>>()
    };
    let school = subjects.keys().max_by_key(|subject| counted_of(subject).len())?;
    let there = counted_of(school);
    let counted: Vec<String> = COUNTED
        .iter()
        .filter(|signal| there.contains(**signal))
        .map(|signal| (*signal).to_owned())
        .collect();
    let mut moments: Vec<(f64, String, BTreeMap<String, String>)> = Vec::new();
    for row in series.iter().filter(|row| cell(row, "subject") == *school) {
        let (signal, time) = (cell(row, "signal"), cell(row, "time_s"));
        if !counted.contains(&signal) {
            continue;
        }
        let at: f64 = time.parse().ok()?;
        match moments.iter_mut().rev().find(|(known, ..)| *known == at) {
            Some((_, _, values)) => drop(values.insert(signal, cell(row, "value"))),
            None => moments.push((at, time, BTreeMap::from([(signal, cell(row, "value"))]))),
        }
    }
    moments.sort_by(|a, b| a.0.total_cmp(&b.0));
    let rows = moments.into_iter().map(|(_, time, values)| {
        let cells = counted
            .iter()
            .map(|signal| values.get(signal).cloned().unwrap_or_default());
        std::iter::once(time).chain(cells).collect()
    });
    Some(Sheet::over_time(name, name, &counted, rows.collect()))
}
