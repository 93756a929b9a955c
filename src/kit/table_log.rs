//! What the table decided, as somebody typed it in: read back from `table-log.csv`, however a spreadsheet has saved it.

use std::collections::BTreeMap;

use crate::record::DecisionOutcome;
use crate::scenario::document::suggest;
use crate::scenario::model::{DecisionSpec, PositionIx, Scenario};
use crate::vocabulary::Ms;

use super::log::LOG_COLUMNS;

/// A decision of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableEntry {
    /// The line of the log, from 1.
    pub line: u64,
    /// When, ms after the start.
    pub at_ms: Ms,
    /// How exactly that is known, ms.
    pub within_ms: Ms,
    /// Who decided.
    pub position: PositionIx,
    /// What: the id of a decision, with `@subject` where it is made for each of several.
    pub decision: String,
    /// Which option, or `nothing`.
    pub option: String,
    /// What somebody noted.
    pub note: String,
}

/// What a log holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TableLog {
    /// Decisions, in the order of time.
    pub entries: Vec<TableEntry>,
    /// Notes that stand alone: line and text.
    pub notes: Vec<(u64, String)>,
    /// What is odd, in words.
    pub remarks: Vec<String>,
}

/// What is wrong with a log, and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogProblem {
    /// The line, from 1.
    pub line: u64,
    /// The column; none for the line as a whole.
    pub column: Option<&'static str>,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub help: Option<String>,
}

/// A decision that was made in a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// The decision, with `@subject` where it is made for each of several.
    pub decision: String,
    /// Who made it, by id.
    pub position: String,
    /// Which option.
    pub option: String,
    /// When, ms.
    pub at_ms: Ms,
}

/// What is to be laid over a scenario so that the table's decisions are taken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overrides {
    /// As `--set` has them.
    pub set: Vec<String>,
    /// As `--decide` has them.
    pub decide: Vec<String>,
    /// Lines of the log that the script decides just so.
    pub as_scripted: Vec<u64>,
    /// What could not be taken over, in words.
    pub remarks: Vec<String>,
}

impl TableLog {
    /// Reads a log.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn read(text: &str, scenario: &Scenario) -> Result<Self, Vec<LogProblem>> {
        let text = text.trim_start_matches('\u{feff}');
        let delimiter = delimiter(text);
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .has_headers(false)
            .from_reader(text.as_bytes());
        let mut records = reader.records();
        let whole = |line, message: String, help: &str| {
            vec![LogProblem {
                line,
                column: None,
                message,
                help: Some(help.to_owned()),
            }]
        };
        let head = match records.next() {
            Some(Ok(head)) => head,
            Some(Err(error)) => return Err(whole(1, error.to_string(), HEADER)),
            None => return Err(whole(1, "the log is empty".to_owned(), HEADER)),
        };
        let names: Vec<String> = head.iter().map(|name| name.trim().to_lowercase()).collect();
        let mut columns = BTreeMap::new();
        for column in LOG_COLUMNS {
            let found = names.iter().position(|name| name == column);
            match (found, column) {
                (Some(found), _) => drop(columns.insert(column, found)),
                // A position may be left out: then it is whose decision it is.
                (None, "position" | "note") => {}
                (None, _) => return Err(whole(1, format!("it has no column `{column}`"), HEADER)),
            }
        }
        let (mut log, mut problems) = (Self::default(), Vec::new());
        for record in records {
            let record = match record {
                Ok(record) => record,
                Err(error) => {
                    let line = error.position().map_or(0, csv::Position::line);
                    problems.extend(whole(
                        line,
                        error.to_string(),
                        "save the log again as CSV in UTF-8",
                    ));
                    break;
                }
            };
            let line = record.position().map_or(0, csv::Position::line);
            let cell = |column: &str| {
                let cell = columns.get(column).and_then(|index| record.get(*index));
                cell.unwrap_or_default().trim()
            };
            if record.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            if cell("decision").is_empty() && cell("option").is_empty() {
                log.notes.push((line, cell("note").to_owned()));
                continue;
            }
            match entry(line, &cell, scenario) {
                Ok(entry) => log.entries.push(entry),
                Err(problem) => problems.push(problem),
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        if log.entries.windows(2).any(|pair| pair[1].at_ms < pair[0].at_ms) {
            log.remarks
                .push("the lines are not in the order of time: they are taken in that order".to_owned());
        }
        log.entries.sort_by_key(|entry| (entry.at_ms, entry.line));
        log.judge_positions(scenario);
        Ok(log)
    }

    /// Who decided what is another's to decide: the table did it, and it is recorded so.
    fn judge_positions(&mut self, scenario: &Scenario) {
        for entry in &self.entries {
            let spec = decision(scenario, &entry.decision);
            let (Some(spec), positions) = (spec, &scenario.command.positions) else {
                continue;
            };
            if spec.position != entry.position {
                self.remarks.push(format!(
                    "line {}: `{}` decides on `{}`, which is for `{}` to decide: taken as the table did it; what needs an authority that `{}` lacks is refused in the run",
                    entry.line,
                    positions[entry.position].id,
                    entry.decision,
                    positions[spec.position].id,
                    positions[entry.position].id
                ));
            }
        }
    }

    /// What is to be laid over the scenario, where its script decides so far as `made` says. What the table decided just as the script
    /// is left to the script.
    pub fn overrides(&self, scenario: &Scenario, made: &[Made]) -> Overrides {
        let mut found = Overrides::default();
        let mut taken: Vec<&str> = Vec::new();
        for entry in &self.entries {
            let position = &scenario.command.positions[entry.position].id;
            let is_scripted = made.iter().any(|made| {
                made.decision == entry.decision
                    && made.option == entry.option
                    && made.position == *position
                    && (made.at_ms - entry.at_ms).abs() < entry.within_ms
            });
            if is_scripted {
                found.as_scripted.push(entry.line);
                taken.push(&entry.decision);
                continue;
            }
            if taken.contains(&entry.decision.as_str()) {
                found.remarks.push(format!(
                    "line {}: `{}` is decided once more: only the first time is replayed, this one is kept as a note",
                    entry.line, entry.decision
                ));
                continue;
            }
            taken.push(&entry.decision);
            let (id, _) = entry.decision.split_once('@').unwrap_or((&entry.decision, ""));
            if decision(scenario, &entry.decision).is_some_and(|spec| spec.position != entry.position) {
                found.set.push(format!("decision.{id}.position={position}"));
            }
            found.decide.push(format!(
                "{}={}@{}",
                entry.decision,
                entry.option,
                seconds(entry.at_ms)
            ));
        }
        found
    }
}

const HEADER: &str =
    "its first line is `clock,position,decision,option,note`; `hotwash kit` writes an empty one";

/// What parts the cells: whichever stands most often in the first line.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let count = |delimiter: u8| first.bytes().filter(|byte| *byte == delimiter).count();
    [b',', b';', b'\t']
        .into_iter()
        .max_by_key(|delimiter| count(*delimiter))
        .filter(|delimiter| count(*delimiter) > 0)
        .unwrap_or(b',')
}

fn decision<'s>(scenario: &'s Scenario, name: &str) -> Option<&'s DecisionSpec> {
    let (id, subject) = name.split_once('@').unwrap_or((name, ""));
    scenario.decisions.iter().find(|spec| {
        let of = spec.for_subject.map(|of| scenario.subjects.id(of));
        spec.id == id && (subject.is_empty() || of == Some(subject))
    })
}

fn entry<'c>(
    line: u64,
    cell: &impl Fn(&str) -> &'c str,
    scenario: &Scenario,
) -> Result<TableEntry, LogProblem> {
    let wrong = |column, message: String, help: Option<String>| LogProblem {
        line,
        column: Some(column),
        message,
        help,
    };
    let name = cell("decision");
    let Some(spec) = decision(scenario, name) else {
        let ids = scenario.decisions.iter().map(|spec| spec.id.as_str());
        return Err(wrong(
            "decision",
            format!("there is no decision `{name}`"),
            suggest::did_you_mean(name, ids),
        ));
    };
    let option = cell("option");
    let options = || {
        spec.options
            .iter()
            .map(|option| option.id.as_str())
            .chain(["nothing"])
    };
    if !options().any(|known| known == option) {
        return Err(wrong(
            "option",
            format!("`{name}` has no option `{option}`"),
            suggest::did_you_mean(option, options()),
        ));
    }
    let positions = &scenario.command.positions;
    let position = match cell("position") {
        "" => spec.position,
        id => positions.iter().position(|known| known.id == id).ok_or_else(|| {
            let ids = positions.iter().map(|known| known.id.as_str());
            wrong(
                "position",
                format!("there is no position `{id}`"),
                suggest::did_you_mean(id, ids),
            )
        })?,
    };
    let (at_ms, within_ms) = moment(cell("clock"), scenario).map_err(|message| {
        wrong(
            "clock",
            message,
            Some("write the time in the scenario: `10:31` or `10:31:20`".to_owned()),
        )
    })?;
    let begins_ms = scenario
        .material
        .modules
        .first()
        .map_or(0, |module| module.from_ms);
    let ends_ms = scenario.exercise.lasts_ms;
    if at_ms < begins_ms || at_ms > ends_ms {
        let (when, edge) = if at_ms < begins_ms {
            ("before the first module begins", begins_ms)
        } else {
            ("after the exercise ends", ends_ms)
        };
        let edge = of_day(edge, scenario);
        return Err(wrong(
            "clock",
            format!("`{}` is {when}, at {edge}", cell("clock")),
            Some("the clock is that of the scenario, not that on the wall of the room".to_owned()),
        ));
    }
    Ok(TableEntry {
        line,
        at_ms,
        within_ms,
        position,
        decision: name.to_owned(),
        option: option.to_owned(),
        note: cell("note").to_owned(),
    })
}

/// A time of day as people write it, as time after the start, ms.
pub fn clock_time(text: &str, scenario: &Scenario) -> Option<Ms> {
    time_of_day(text)?;
    moment(text, scenario).ok().map(|(at_ms, _)| at_ms)
}

const DAY_MS: Ms = 86_400_000;

/// The local time of day at the start, ms.
fn start_of_day_ms(scenario: &Scenario) -> Ms {
    let exercise = &scenario.exercise;
    ((exercise.starts_unix_s + i64::from(exercise.utc_offset_s)) * 1_000).rem_euclid(DAY_MS)
}

fn of_day(after_ms: Ms, scenario: &Scenario) -> String {
    let second = (start_of_day_ms(scenario) + after_ms).rem_euclid(DAY_MS) / 1_000;
    format!("{:02}:{:02}:{:02}", second / 3_600, second / 60 % 60, second % 60)
}

/// A time after the start from what a spreadsheet makes of a clock: `10:31`, `10:31:20,5`, `12.03.2026 10:31`, `2026-03-12T10:31:00+01:00`,
/// `10:31 AM`, or a share of a day (`0,438194`). And how exactly it is known.
fn moment(text: &str, scenario: &Scenario) -> Result<(Ms, Ms), String> {
    let no_time = || format!("`{text}` is no time of day");
    let (of_day_ms, within_ms) = match text.replace(',', ".").parse::<f64>() {
        Ok(share) if (0.0..1.0).contains(&share) => ((share * DAY_MS as f64).round() as Ms, 1_000),
        _ => time_of_day(text).ok_or_else(no_time)?,
    };
    let start_ms = start_of_day_ms(scenario);
    let after_ms = match days_after(text, scenario) {
        Some(days) => of_day_ms + days * DAY_MS - start_ms,
        // Without a date it is the first such time after the start; a little before it is before it, not a day later.
        None => (of_day_ms - start_ms).rem_euclid(DAY_MS),
    };
    let is_before = days_after(text, scenario).is_none()
        && after_ms > scenario.exercise.lasts_ms
        && after_ms > DAY_MS / 2;
    Ok((if is_before { after_ms - DAY_MS } else { after_ms }, within_ms))
}

/// The part of a text that is a time of day, ms; and how exactly it is known.
fn time_of_day(text: &str) -> Option<(Ms, Ms)> {
    let lower = text.to_lowercase();
    let (is_afternoon, is_morning) = (
        lower.contains("pm") || lower.contains("md"),
        lower.contains("am") || lower.contains("pd"),
    );
    let part = lower.split([' ', 't']).find(|part| part.contains(':'))?;
    // An offset from UTC is that of the scenario.
    let part = part.split(['+', 'z']).next()?;
    let part: String = part
        .chars()
        .take_while(|c| c.is_ascii_digit() || ":.,".contains(*c))
        .collect();
    let pieces: Vec<&str> = part.split(':').collect();
    let whole = |text: &str| text.parse::<i64>().ok();
    let (hour, minute, seconds) = match pieces[..] {
        [hour, minute] => (whole(hour)?, whole(minute)?, None),
        [hour, minute, second] => (whole(hour)?, whole(minute)?, Some(second.replace(',', "."))),
        _ => return None,
    };
    let hour = match (is_afternoon, is_morning, hour) {
        (true, _, 1..=11) => hour + 12,
        (_, true, 12) => 0,
        _ => hour,
    };
    let (second_ms, within_ms) = match &seconds {
        None => (0, 60_000),
        Some(second) => {
            let seconds: f64 = second
                .parse()
                .ok()
                .filter(|seconds| (0.0..60.0).contains(seconds))?;
            (
                (seconds * 1_000.0).round() as Ms,
                if second.contains('.') { 1 } else { 1_000 },
            )
        }
    };
    ((0..24).contains(&hour) && (0..60).contains(&minute))
        .then_some((hour * 3_600_000 + minute * 60_000 + second_ms, within_ms))
}

/// How many days after that of the start the date of a text is: `12.03.2026`, `12/3/2026`, `2026-03-12`; none where it has none.
fn days_after(text: &str, scenario: &Scenario) -> Option<i64> {
    let date = text.split([' ', 'T']).find(|part| !part.contains(':'))?;
    let parts: Vec<i64> = date
        .split(['.', '/', '-'])
        .map(|part| part.parse().ok())
        .collect::<Option<_>>()?;
    let (year, month, day) = match parts[..] {
        [year, month, day] if year > 31 => (year, month, day),
        [day, month, year] if year > 31 => (year, month, day),
        _ => return None,
    };
    let date = jiff::civil::Date::new(
        i16::try_from(year).ok()?,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
    )
    .ok()?;
    let exercise = &scenario.exercise;
    let starts_day = (exercise.starts_unix_s + i64::from(exercise.utc_offset_s)).div_euclid(DAY_MS / 1_000);
    let epoch = jiff::civil::Date::new(1970, 1, 1).ok()?;
    let days = i64::from((date - epoch).get_days());
    Some(days - starts_day)
}

/// A time after the start as `--decide` has it.
fn seconds(ms: Ms) -> String {
    if ms % 1_000 == 0 {
        format!("{} s", ms / 1_000)
    } else {
        format!("{}.{:03} s", ms / 1_000, ms % 1_000)
    }
}

/// What was decided in a run: its rows of decisions that somebody has made.
pub fn made(decisions: &[crate::record::Decision]) -> Vec<Made> {
    let made = decisions.iter().filter_map(|row| {
        let at_ms = row.decided_ms?;
        (row.outcome != DecisionOutcome::NotDue).then(|| Made {
            decision: match &row.subject {
                Some(subject) => format!("{}@{subject}", row.decision),
                None => row.decision.to_string(),
            },
            position: row.position.to_string(),
            option: row.option.as_deref().unwrap_or("nothing").to_owned(),
            at_ms,
        })
    });
    made.collect()
}
