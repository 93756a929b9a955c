//! Actions on their way to being done, and the log of what became of them. The log can be replayed.

use std::sync::Arc;

use bevy_ecs::prelude::*;

use super::{Fact, Party};
use crate::scenario::model::{ActionCall, Scenario};
use crate::sim::HappeningId;
use crate::vocabulary::Ms;

/// Where an action comes from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// A pin, by index.
    Pin(usize),
    /// An inject, by index.
    Inject(usize),
    /// An option of a decision.
    Decision {
        /// Which decision, by instance.
        decision: usize,
        /// Which option.
        option: Arc<str>,
    },
    /// A standing order, by index.
    StandingOrder(usize),
    /// A console, or a replayed log.
    Console,
}

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// The exercise controller: needs no authority.
    Controller,
    /// A position or a person.
    Party(Party),
}

/// An action on its way to be applied.
#[derive(Debug, Clone)]
pub struct Submission {
    /// Where it comes from.
    pub source: Source,
    /// Who acts.
    pub actor: Actor,
    /// What.
    pub call: ActionCall,
    /// Who does it with their own hands and feet, for own actions.
    pub people: Vec<u32>,
    /// What is told, for reports of one's own observations.
    pub facts: Vec<Fact>,
    /// The decision it belongs to, by instance.
    pub decision: Option<usize>,
    /// What brought it about.
    pub cause: Option<HappeningId>,
}

/// Actions waiting for the Act phase.
#[derive(Resource, Debug, Default)]
pub struct Submissions(pub(super) Vec<Submission>);

impl Submissions {
    /// Hands an action in.
    pub fn push(&mut self, submission: Submission) {
        self.0.push(submission);
    }

    /// Keeps those that satisfy a condition.
    pub(super) fn retain(&mut self, keep: impl FnMut(&Submission) -> bool) {
        self.0.retain(keep);
    }

    /// Whether any waits.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What became of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActionOutcome {
    /// Done, or under way as messages.
    Applied,
    /// Nothing to do: it was so already, or there is nothing to say or nobody to say it to.
    Unchanged,
    /// Not done, with the reason.
    Refused(&'static str),
}

/// An action that was applied or refused, for `actions.csv`.
#[derive(Debug, Clone)]
pub struct ActionRecord {
    /// When, ms.
    pub at_ms: Ms,
    /// What was handed in.
    pub submission: Submission,
    /// What became of it.
    pub outcome: ActionOutcome,
}

/// Every action so far.
#[derive(Resource, Debug, Default)]
pub struct ActionLog(pub Vec<ActionRecord>);

/// What a source is called in results: `decision:leave-the-building/leave`.
pub fn source_name(source: &Source, scenario: &Scenario) -> String {
    match source {
        Source::Pin(pin) => format!("pin:{}", scenario.pins[*pin].id),
        Source::Inject(inject) => format!("inject:{}", scenario.injects[*inject].id),
        Source::Decision { decision, option } => {
            let spec = &scenario.decisions[*decision];
            let subject = spec
                .for_subject
                .map_or(String::new(), |s| format!("@{}", scenario.subjects.id(s)));
            format!("decision:{}{subject}/{option}", spec.id)
        }
        Source::StandingOrder(order) => {
            let spec = &scenario.standing_orders[*order];
            let subject = spec
                .for_subject
                .map_or(String::new(), |s| format!("@{}", scenario.subjects.id(s)));
            format!("standing-order:{}{subject}", spec.id)
        }
        Source::Console => "console".to_owned(),
    }
}
