//! What the table decided, as somebody typed it in: read back from `table-log.csv`, however a spreadsheet has saved it.

use std::collections::BTreeMap;

use crate::record::DecisionOutcome;
use crate::scenario::document::suggest;
use crate::scenario::model::{DecisionSpec, LocalText, PositionIx, Scenario};
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
        // Lines end as they end here, so that they are counted as people count them.
        let text = text
            .trim_start_matches('\u{feff}')
            .replace("\r\n", "\n")
            .replace('\r', "\n");
        // What a spreadsheet says of itself in a line of its own.
        let (text, skipped) = match text.split_once('\n') {
            Some((first, rest)) if first.trim().to_lowercase().starts_with("sep=") => (rest, 1),
            _ => (text.as_str(), 0),
        };
        if text.matches('"').count() % 2 == 1 {
            let line = text
                .lines()
                .position(|line| line.matches('"').count() % 2 == 1)
                .unwrap_or_default();
            return Err(vec![LogProblem {
                line: line as u64 + 1 + skipped,
                column: None,
                message: "a quotation mark is opened and never closed".to_owned(),
                help: Some("close it, or write the note without".to_owned()),
            }]);
        }
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
        let names: Vec<String> = head.iter().map(|name| column_of(name.trim())).collect();
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
            let line = record.position().map_or(0, csv::Position::line) + skipped;
            let cell = |column: &str| {
                let cell = columns.get(column).and_then(|index| record.get(*index));
                cell.unwrap_or_default().trim()
            };
            if record.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            if cell("decision").is_empty() && cell("option").is_empty() {
                if cell("note").is_empty() {
                    problems.extend(whole(
                        line,
                        "the line says neither what was decided nor a note".to_owned(),
                        "write a decision and its option, or a note; a log that broke off ends like this",
                    ));
                } else {
                    log.notes.push((line, cell("note").to_owned()));
                }
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
    /// is left to the script. A decision is replayed once: as whoever it belongs to took it, and the first time something was done; what
    /// else was said of it is told.
    pub fn overrides(&self, scenario: &Scenario, made: &[Made]) -> Overrides {
        let mut found = Overrides::default();
        let mut names: Vec<&str> = self.entries.iter().map(|entry| entry.decision.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        for name in names {
            let entries: Vec<&TableEntry> = self
                .entries
                .iter()
                .filter(|entry| entry.decision == name)
                .collect();
            let is_scripted = |entry: &&TableEntry| {
                let position = &scenario.command.positions[entry.position].id;
                made.iter().any(|made| {
                    made.decision == entry.decision
                        && made.option == entry.option
                        && made.position == *position
                        && (made.at_ms - entry.at_ms).abs() < entry.within_ms
                })
            };
            if entries.iter().all(is_scripted) {
                found.as_scripted.extend(entries.iter().map(|entry| entry.line));
                continue;
            }
            let Some(spec) = decision(scenario, name) else {
                continue;
            };
            let taken = chosen(&entries, spec);
            for other in entries.iter().filter(|entry| entry.line != taken.line) {
                found.remarks.push(format!(
                    "line {}: `{name}` stands there more than once: line {} is replayed, this one is kept as a note",
                    other.line, taken.line
                ));
            }
            if taken.position != spec.position {
                let (id, _) = name.split_once('@').unwrap_or((name, ""));
                let position = &scenario.command.positions[taken.position].id;
                found.set.push(format!("decision.{id}.position={position}"));
            }
            let at = seconds(taken.at_ms);
            found.decide.push(format!("{name}={}@{at}", taken.option));
        }
        found
    }
}

/// Of several lines about one decision the one that is replayed.
fn chosen<'e>(entries: &[&'e TableEntry], spec: &DecisionSpec) -> &'e TableEntry {
    let is_own = |entry: &&&TableEntry| entry.position == spec.position;
    let does_something = |entry: &&&TableEntry| entry.option != "nothing";
    let mut all = entries.iter();
    let own_and_done = all.clone().find(|entry| is_own(entry) && does_something(entry));
    own_and_done
        .or_else(|| all.clone().find(is_own))
        .or_else(|| all.clone().find(does_something))
        .or_else(|| all.next())
        .expect("a decision of the log has a line")
}

const HEADER: &str =
    "its first line is `clock,position,decision,option,note`; `hotwash kit` writes an empty one";

/// The column that a heading means: as files have it, or as it stands on the printed log.
fn column_of(heading: &str) -> String {
    const PRINTED: [(&str, &str); 12] = [
        ("time", "clock"),
        ("ora", "clock"),
        ("koha", "clock"),
        ("who", "position"),
        ("kush", "position"),
        ("pozicioni", "position"),
        ("vendimi", "decision"),
        ("mundësia", "option"),
        ("zgjedhja", "option"),
        ("notes", "note"),
        ("shënim", "note"),
        ("shënime", "note"),
    ];
    let heading = heading.to_lowercase();
    let printed = PRINTED.iter().find(|(printed, _)| *printed == heading);
    printed.map_or(heading.clone(), |(_, column)| (*column).to_owned())
}

/// Whether somebody means an id: as it is, or in words as it stands on the printed log.
fn is_meant(written: &str, id: &str, name: Option<&LocalText>) -> bool {
    let written = written.to_lowercase();
    let in_words = id.replace(['-', '_'], " ").to_lowercase();
    let is_name = |name: &LocalText| name.0.values().any(|name| name.to_lowercase() == written);
    written == id || written == in_words || name.is_some_and(is_name)
}

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
    scenario: &'c Scenario,
) -> Result<TableEntry, LogProblem> {
    let wrong = |column, message: String, help: Option<String>| LogProblem {
        line,
        column: Some(column),
        message,
        help,
    };
    let written = cell("decision");
    let by_name = || {
        scenario
            .decisions
            .iter()
            .find(|spec| is_meant(written, &spec.id, spec.name.as_ref()))
    };
    let Some(spec) = decision(scenario, written).or_else(by_name) else {
        let ids = scenario.decisions.iter().map(|spec| spec.id.as_str());
        return Err(wrong(
            "decision",
            format!("there is no decision `{written}`"),
            suggest::did_you_mean(written, ids),
        ));
    };
    let name = if decision(scenario, written).is_some() {
        written
    } else {
        &spec.id
    };
    let option = cell("option");
    let by_name = spec
        .options
        .iter()
        .find(|known| is_meant(option, &known.id, known.name.as_ref()));
    let option = by_name.map_or(option, |known| &known.id);
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
        id => {
            let known = positions
                .iter()
                .position(|known| is_meant(id, &known.id, Some(&known.title)));
            known.ok_or_else(|| {
                let ids = positions.iter().map(|known| known.id.as_str());
                wrong(
                    "position",
                    format!("there is no position `{id}`"),
                    suggest::did_you_mean(id, ids),
                )
            })?
        }
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

/// A time after the start from what a spreadsheet makes of a clock: `10:31`, `10:31:20,5`, `10.31`, `12.03.2026 10:31`,
/// `2026-03-12T10:31:00+01:00`, `10:31 AM`, a share of a day (`0,438194`) or days since 1900 (`46093,43576`). And how exactly it is known.
fn moment(text: &str, scenario: &Scenario) -> Result<(Ms, Ms), String> {
    let start_ms = start_of_day_ms(scenario);
    let number = text.replace(',', ".").parse::<f64>().ok();
    let days = number.filter(|number| SERIALS.contains(number));
    let (of_day_ms, within_ms, days) = match (days, number.filter(|number| is_share(text, *number))) {
        (Some(serial), _) => {
            let of_day_ms = (serial.fract() * DAY_MS as f64).round() as Ms;
            (
                of_day_ms,
                1_000,
                Some(serial as i64 - SERIAL_OF_1970 - starts_on_day(scenario)),
            )
        }
        (None, Some(share)) => ((share * DAY_MS as f64).round() as Ms, 1_000, None),
        _ => {
            let (of_day_ms, within_ms) =
                time_of_day(text).ok_or_else(|| format!("`{text}` is no time of day"))?;
            (of_day_ms, within_ms, days_after(text, scenario)?)
        }
    };
    let in_utc = text.ends_with('Z') || text.ends_with('z');
    let of_day_ms = if in_utc {
        of_day_ms + i64::from(scenario.exercise.utc_offset_s) * 1_000
    } else {
        of_day_ms
    };
    if let Some(days) = days {
        return Ok((of_day_ms + days * DAY_MS - start_ms, within_ms));
    }
    // Without a date it is the first such time after the start; a little before it is before it, not a day later.
    let after_ms = (of_day_ms - start_ms).rem_euclid(DAY_MS);
    let is_before = after_ms > scenario.exercise.lasts_ms && after_ms > DAY_MS / 2;
    Ok((if is_before { after_ms - DAY_MS } else { after_ms }, within_ms))
}

/// Days since 1899-12-30 that a spreadsheet may mean by a number: 1954 to 2119.
const SERIALS: std::ops::Range<f64> = 20_000.0..80_000.0;
/// 1970-01-01 as such a number.
const SERIAL_OF_1970: i64 = 25_569;

/// The day of the start, counted from 1970-01-01.
fn starts_on_day(scenario: &Scenario) -> i64 {
    let exercise = &scenario.exercise;
    (exercise.starts_unix_s + i64::from(exercise.utc_offset_s)).div_euclid(DAY_MS / 1_000)
}

/// Whether a number is a share of a day, as a spreadsheet keeps a time: `0.45` as people write it would be a quarter to one.
fn is_share(text: &str, number: f64) -> bool {
    let decimals = text.split(['.', ',']).nth(1).map_or(0, str::len);
    (0.0..1.0).contains(&number) && (decimals == 1 || decimals > 2 || decimals == 0)
}

/// The part of a text that is a time of day, ms; and how exactly it is known.
fn time_of_day(text: &str) -> Option<(Ms, Ms)> {
    let lower = text.to_lowercase();
    let (is_afternoon, is_morning) = (
        lower.contains("pm") || lower.contains("md"),
        lower.contains("am") || lower.contains("pd"),
    );
    let is_time = |part: &&str| part.contains(':') || is_with_a_point(part);
    let part = lower.split([' ', 't']).find(is_time)?;
    // An offset from UTC is that of the scenario.
    let part = part.split(['+', 'z']).next()?;
    let part: String = part
        .chars()
        .take_while(|c| c.is_ascii_digit() || ":.,".contains(*c))
        .collect();
    let part = if is_with_a_point(&part) {
        part.replace(['.', ','], ":")
    } else {
        part
    };
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

/// `10.31`, as a time is written in Albania.
fn is_with_a_point(part: &str) -> bool {
    let pieces: Vec<&str> = part.split(['.', ',']).collect();
    let is_digits = |piece: &str, most: usize| {
        (1..=most).contains(&piece.len()) && piece.bytes().all(|b| b.is_ascii_digit())
    };
    matches!(pieces[..], [hour, minute] if is_digits(hour, 2) && minute.len() == 2 && is_digits(minute, 2))
}

/// How many days after that of the start the date of a text is: `12.03.2026`, `12/3/26`, `2026-03-12`; none where it has none. Where day and
/// month could be either, the one that lies nearer to the exercise is meant.
fn days_after(text: &str, scenario: &Scenario) -> Result<Option<i64>, String> {
    let Some(date) = text
        .split([' ', 'T'])
        .find(|part| part.split(['.', '/', '-']).count() == 3)
    else {
        return Ok(None);
    };
    let no_date = || format!("`{date}` is no date");
    let parts: Option<Vec<i64>> = date
        .split(['.', '/', '-'])
        .map(|part| part.parse().ok())
        .collect();
    let parts = parts.ok_or_else(no_date)?;
    let whole = |year: i64| if year < 100 { 2_000 + year } else { year };
    let possible = match parts[..] {
        [year, month, day] if year > 31 => vec![(year, month, day)],
        [one, other, year] => vec![(whole(year), other, one), (whole(year), one, other)],
        _ => Vec::new(),
    };
    let days = possible.into_iter().filter_map(|(year, month, day)| {
        let date = jiff::civil::Date::new(
            i16::try_from(year).ok()?,
            i8::try_from(month).ok()?,
            i8::try_from(day).ok()?,
        )
        .ok()?;
        let since_1970 = date - jiff::civil::Date::new(1970, 1, 1).ok()?;
        Some(i64::from(since_1970.get_days()) - starts_on_day(scenario))
    });
    days.min_by_key(|days| days.abs()).map(Some).ok_or_else(no_date)
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
