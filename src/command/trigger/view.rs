//! What a trigger is judged on and can ask it: observations, orders, decisions, cues, finished tasks.

use crate::scenario::trigger::{DecisionIx, Task, Topic};
use crate::vocabulary::{Cue, Ms, SubjectIx, Value};
use std::borrow::Cow;

/// The newest observation of something, whoever made it.
#[derive(Debug, Clone, PartialEq)]
pub struct Observation<'a> {
    /// What was observed.
    pub value: Cow<'a, Value>,
    /// When it was observed (not when it was heard), ms since the start; never in the future.
    pub observed_at_ms: Ms,
}

/// What is known of a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecisionState {
    /// Nothing was heard of it: unknown.
    Unheard,
    /// Known not to be taken yet.
    Open,
    /// Taken.
    Taken {
        /// The option's place in the decision's list; none for doing nothing.
        option: Option<usize>,
        /// When, ms since the start.
        at_ms: Ms,
    },
}

/// What a trigger is judged on: a picture, a person's senses, or the truth.
///
/// Between two changes of what a trigger subscribes to, a view gives the same answers (times are absolute, so
/// that they stay).
pub trait View {
    /// The newest observation; none if nothing was ever heard of it, or only "I do not know".
    fn observation(&self, topic: Topic) -> Option<Observation<'_>>;

    /// When the latest word of it arrived, "I do not know" included, ms since the start.
    fn heard_at_ms(&self, topic: Topic) -> Option<Ms>;

    /// When it was last asked about, ms since the start.
    fn asked_at_ms(&self, topic: Topic) -> Option<Ms>;

    /// When a hazard began, ms since the start; none before it begins (or is noticed).
    fn began_at_ms(&self, hazard: SubjectIx) -> Option<Ms>;

    /// What is known of a decision.
    fn decision(&self, decision: DecisionIx) -> DecisionState;

    /// Whether everybody who was ordered something by this decision has acknowledged it; unknown to those who
    /// cannot know.
    fn acknowledged(&self, decision: DecisionIx) -> Option<bool>;

    /// Whether an order of this name was given, or heard by oneself.
    fn ordered(&self, action: &str) -> bool;

    /// Whether one perceives this now.
    fn perceives(&self, cue: Cue) -> bool;

    /// Whether one has finished this.
    fn done(&self, task: Task) -> bool;

    /// Whether this is the truth, which does not hear: there, `known(x)` asks whether there is anything to know
    /// (a flag that is true, any other value), `age(x)` is nothing, `unheard(x)` is false, and what exists only
    /// in pictures is unknown.
    fn is_truth(&self) -> bool {
        false
    }
}
