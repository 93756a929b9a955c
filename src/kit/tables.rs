//! What a run left behind, as the kit reads it: rows as they were written.

use std::collections::BTreeSet;
use std::path::Path;

use serde::Deserialize;

use crate::compare::{ReadError, read_rows};
use crate::vocabulary::Ms;

/// What a position knew of something at the end of a module.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct PictureRow {
    pub(super) module: String,
    pub(super) position: String,
    pub(super) about: String,
    pub(super) kind: String,
    pub(super) value: String,
    pub(super) truth: String,
    observed_s: Option<f64>,
    pub(super) observed_by: String,
    received_s: Option<f64>,
}

/// The life of a message.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct MessageRow {
    pub(super) kind: String,
    time_s: f64,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) channel: String,
    pub(super) about: String,
    received_s: Option<f64>,
    acknowledged_s: Option<f64>,
}

/// The life of a decision.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct DecisionRow {
    pub(super) decision: String,
    pub(super) subject: String,
    pub(super) position: String,
    pub(super) option: String,
    true_since_s: Option<f64>,
    known_s: Option<f64>,
    decided_s: Option<f64>,
    effective_s: Option<f64>,
    pub(super) outcome: String,
}

/// Something that happened.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct HappenedRow {
    time_s: f64,
    pub(super) event: String,
    pub(super) subject: String,
    args: String,
}

/// An objective of the exercise, and what came of it.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct ObjectiveRow {
    pub(super) objective: String,
    pub(super) value: Option<f64>,
    pub(super) target_met: String,
}

fn ms(seconds: f64) -> Ms {
    (seconds * 1_000.0).round() as Ms
}

impl PictureRow {
    pub(super) fn observed_ms(&self) -> Option<Ms> {
        self.observed_s.map(ms)
    }

    pub(super) fn received_ms(&self) -> Option<Ms> {
        self.received_s.map(ms)
    }

    /// The signal, and of what.
    pub(super) fn topic(&self) -> (&str, &str) {
        self.about.split_once('@').unwrap_or((&self.about, ""))
    }
}

impl MessageRow {
    pub(super) fn sent_ms(&self) -> Ms {
        ms(self.time_s)
    }

    pub(super) fn received_ms(&self) -> Option<Ms> {
        self.received_s.map(ms)
    }

    pub(super) fn acknowledged_ms(&self) -> Option<Ms> {
        self.acknowledged_s.map(ms)
    }
}

impl DecisionRow {
    pub(super) fn true_since_ms(&self) -> Option<Ms> {
        self.true_since_s.map(ms)
    }

    pub(super) fn known_ms(&self) -> Option<Ms> {
        self.known_s.map(ms)
    }

    pub(super) fn decided_ms(&self) -> Option<Ms> {
        self.decided_s.map(ms)
    }

    pub(super) fn effective_ms(&self) -> Option<Ms> {
        self.effective_s.map(ms)
    }
}

impl HappenedRow {
    pub(super) fn time_ms(&self) -> Ms {
        ms(self.time_s)
    }

    /// An argument of the event.
    pub(super) fn argument(&self, name: &str) -> Option<String> {
        let args: serde_json::Value = serde_json::from_str(&self.args).ok()?;
        args.get(name)?.as_str().map(str::to_owned)
    }
}

/// The tables of a run.
#[derive(Debug, Clone)]
pub struct RunTables {
    pub(super) pictures: Vec<PictureRow>,
    pub(super) messages: Vec<MessageRow>,
    pub(super) decisions: Vec<DecisionRow>,
    /// What exercise control plays, of all that happened.
    pub(super) played: Vec<HappenedRow>,
    /// Ways that closed and opened.
    ways: Vec<HappenedRow>,
    pub(super) objectives: Vec<ObjectiveRow>,
}

/// A way closes.
const CLOSED: &str = "place-closed";

impl RunTables {
    /// Ways that are closed at a time, by id.
    pub(super) fn closed_at(&self, at_ms: Ms) -> BTreeSet<&str> {
        let mut closed = BTreeSet::new();
        for row in self.ways.iter().filter(|row| row.time_ms() <= at_ms) {
            if row.event == CLOSED {
                closed.insert(row.subject.as_str());
            } else {
                closed.remove(row.subject.as_str());
            }
        }
        closed
    }

    /// Reads the folder of a run.
    ///
    /// # Errors
    /// A table that cannot be read, or is not as a run leaves it.
    pub fn read(folder: &Path) -> Result<Self, ReadError> {
        let happened: Vec<HappenedRow> = read_rows(&folder.join("timeline.csv"))?;
        let of = |events: &[&str]| {
            let rows = happened.iter().filter(|row| events.contains(&row.event.as_str()));
            rows.cloned().collect()
        };
        Ok(Self {
            pictures: read_rows(&folder.join("pictures.csv"))?,
            messages: read_rows(&folder.join("messages.csv"))?,
            decisions: read_rows(&folder.join("decisions.csv"))?,
            played: of(&["inject", "pin"]),
            ways: of(&[CLOSED, "place-opened"]),
            objectives: read_rows(&folder.join("objectives.csv"))?,
        })
    }
}
