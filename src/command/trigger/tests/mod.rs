//! Triggers judged on a board that the test writes by hand.

mod equivalence;
mod judging;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::{DecisionState, Observation, View};
use crate::scenario::trigger::testing::subject;
use crate::scenario::trigger::{DecisionIx, Task, Topic};
use crate::vocabulary::{Cue, Signal, SubjectIx, Value};

/// A picture (or the truth) that a test writes by hand.
#[derive(Debug, Default)]
struct Board {
    truth: bool,
    facts: BTreeMap<Topic, (Value, i64)>,
    heard: BTreeMap<Topic, i64>,
    asked: BTreeMap<Topic, i64>,
    began: BTreeMap<SubjectIx, i64>,
    decisions: BTreeMap<DecisionIx, DecisionState>,
    acknowledged: BTreeMap<DecisionIx, bool>,
    ordered: BTreeSet<&'static str>,
    cues: BTreeSet<Cue>,
    done: BTreeSet<Task>,
}

impl Board {
    /// Somebody says, now, what was observed then.
    fn hear(&mut self, topic: Topic, value: Value, observed_at_ms: i64, now_ms: i64) {
        self.heard.insert(topic, now_ms);
        let newest = self
            .facts
            .get(&topic)
            .is_none_or(|(_, at_ms)| *at_ms <= observed_at_ms);
        if newest {
            self.facts.insert(topic, (value, observed_at_ms));
        }
    }
}

impl View for Board {
    fn observation(&self, topic: Topic) -> Option<Observation<'_>> {
        let (value, observed_at_ms) = self.facts.get(&topic)?;
        Some(Observation {
            value: Cow::Borrowed(value),
            observed_at_ms: *observed_at_ms,
        })
    }

    fn heard_at_ms(&self, topic: Topic) -> Option<i64> {
        self.heard.get(&topic).copied()
    }

    fn asked_at_ms(&self, topic: Topic) -> Option<i64> {
        self.asked.get(&topic).copied()
    }

    fn began_at_ms(&self, hazard: SubjectIx) -> Option<i64> {
        self.began.get(&hazard).copied()
    }

    fn decision(&self, decision: DecisionIx) -> DecisionState {
        self.decisions
            .get(&decision)
            .copied()
            .unwrap_or(DecisionState::Unheard)
    }

    fn acknowledged(&self, decision: DecisionIx) -> Option<bool> {
        self.acknowledged.get(&decision).copied()
    }

    fn ordered(&self, action: &str) -> bool {
        self.ordered.contains(action)
    }

    fn perceives(&self, cue: Cue) -> bool {
        self.cues.contains(&cue)
    }

    fn done(&self, task: Task) -> bool {
        self.done.contains(&task)
    }

    fn is_truth(&self) -> bool {
        self.truth
    }
}

fn topic(signal: Signal, id: &str) -> Topic {
    Topic {
        signal,
        subject: subject(id),
    }
}
