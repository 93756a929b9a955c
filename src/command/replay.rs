//! Replaying an action log: what decisions, pins and injects did comes from the log, everything else follows.

use bevy_ecs::prelude::*;

use super::action::{Actor, Source, Submission, Submissions, source_name};
use super::organisation::party_name;
use super::{Organisation, Party};
use crate::scenario::model::{ActionCall, Scenario};
use crate::sim::{Agenda, Phase};
use crate::vocabulary::Ms;

/// A row of the log is due.
const REPLAY: &str = "replay";

/// A row of `actions.csv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedAction {
    /// When it was applied, ms.
    pub at_ms: Ms,
    /// Its `source`.
    pub source: String,
    /// Its `action`.
    pub action: String,
    /// Its `arguments`.
    pub arguments: String,
}

/// The log that a run follows. What standing orders do is not taken from it: they follow by themselves.
#[derive(Resource, Debug, Default, Clone)]
pub struct Replay {
    rows: Vec<(LoggedAction, Actor, ActionCall)>,
    used: Vec<bool>,
}

/// What is wrong with a log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReplayError {
    /// It is no table with the columns of `actions.csv`.
    #[error("line {0}: {1}")]
    Table(u64, String),
    /// A row names something the scenario does not have.
    #[error("line {0}: {1}")]
    Row(u64, String),
}

impl Replay {
    /// Reads the text of an `actions.csv` against a scenario. Rows of standing orders are passed over.
    ///
    /// # Errors
    /// The first row that cannot be read.
    pub fn read(text: &str, scenario: &Scenario) -> Result<Self, ReplayError> {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let headers = reader
            .headers()
            .map_err(|e| ReplayError::Table(1, e.to_string()))?
            .clone();
        let column = |name: &str| {
            headers
                .iter()
                .position(|h| h == name)
                .ok_or_else(|| ReplayError::Table(1, format!("there is no column `{name}`")))
        };
        let (time, source, action, arguments) = (
            column("time_s")?,
            column("source")?,
            column("action")?,
            column("arguments")?,
        );
        let mut replay = Self::default();
        for record in reader.records() {
            let record = record.map_err(|e| {
                ReplayError::Table(e.position().map_or(0, csv::Position::line), e.to_string())
            })?;
            let line = record.position().map_or(0, csv::Position::line);
            let cell = |i: usize| record.get(i).unwrap_or("").to_owned();
            if cell(source).starts_with("standing-order:") {
                continue;
            }
            let seconds: f64 = cell(time)
                .parse()
                .map_err(|_| ReplayError::Row(line, format!("`{}` is no time in seconds", cell(time))))?;
            let row = LoggedAction {
                at_ms: (seconds * 1_000.0).round() as Ms,
                source: cell(source),
                action: cell(action),
                arguments: cell(arguments),
            };
            let (by, rest) = row
                .arguments
                .strip_prefix("by=")
                .map_or(("exercise-control", row.arguments.as_str()), |text| {
                    text.split_once("; ").unwrap_or((text, ""))
                });
            let call = ActionCall::parse(&row.action, rest, scenario)
                .map_err(|e| ReplayError::Row(line, e.message))?;
            let actor = actor_of(by, scenario)
                .ok_or_else(|| ReplayError::Row(line, format!("nobody is called `{by}`")))?;
            replay.rows.push((row, actor, call));
            replay.used.push(false);
        }
        Ok(replay)
    }

    /// Puts the rows on the agenda.
    pub(super) fn schedule(&self, agenda: &mut Agenda) {
        for (i, (row, _, _)) in (0..).zip(&self.rows) {
            agenda.at(row.at_ms, Phase::Act, REPLAY, i, 0);
        }
    }

    /// Of what is handed in now, keeps what the log has too; adds what only the log has.
    pub(super) fn reconcile(
        &mut self,
        submissions: &mut Submissions,
        now_ms: Ms,
        scenario: &Scenario,
        organisation: &Organisation,
    ) {
        submissions.retain(|submission| {
            if matches!(submission.source, Source::StandingOrder(_) | Source::Console) {
                return true;
            }
            let source = source_name(&submission.source, scenario);
            let arguments = submission
                .call
                .arguments_text(&scenario.subjects, &scenario.command.channels);
            let found = self.rows.iter().enumerate().position(|(i, (row, _, call))| {
                !self.used[i]
                    && row.at_ms == now_ms
                    && row.source == source
                    && row.action == submission.call.spec.name
                    && call.arguments_text(&scenario.subjects, &scenario.command.channels) == arguments
            });
            if let Some(row) = found {
                self.used[row] = true;
            }
            found.is_some()
        });
        for (i, (row, actor, call)) in self.rows.iter().enumerate() {
            if self.used[i] || row.at_ms > now_ms {
                continue;
            }
            self.used[i] = true;
            let actor = match actor {
                Actor::Party(Party::Person(person)) => Actor::Party(organisation.as_party(*person)),
                other => other.clone(),
            };
            submissions.push(Submission {
                source: Source::Console,
                actor,
                call: call.clone(),
                people: Vec::new(),
                facts: Vec::new(),
                decision: None,
                cause: None,
            });
        }
    }
}

fn actor_of(by: &str, scenario: &Scenario) -> Option<Actor> {
    if by == "exercise-control" {
        return Some(Actor::Controller);
    }
    let parties = (0..scenario.command.positions.len())
        .map(Party::Position)
        .chain((0..scenario.school.people.len() as u32).map(Party::Person));
    parties
        .into_iter()
        .find(|party| party_name(party, scenario) == by)
        .map(Actor::Party)
}
