//! A trigger once checked: a typed condition, and what it depends on.

use std::collections::BTreeSet;

use super::{Comparison, DecisionIx};
use crate::scenario::model::Subjects;
use crate::vocabulary::{Cue, Signal, SubjectIx};

/// What a fact is about: a signal of a subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Topic {
    /// Which quantity.
    pub signal: Signal,
    /// Of what.
    pub subject: SubjectIx,
}

impl Topic {
    /// As it is written: `blocked@stair-b`.
    pub fn name(self, subjects: &Subjects) -> String {
        format!("{}@{}", self.signal.spec().name, subjects.id(self.subject))
    }
}

/// Something a person can have finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Task {
    /// Called the roll of the own class.
    RollCall,
    /// Looked into every room of the own floor.
    Sweep,
}

impl Task {
    /// Every task with its word.
    pub const ALL: [(&'static str, Self); 2] = [("roll-call", Self::RollCall), ("sweep", Self::Sweep)];
}

/// A number: of people, of things.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Quantity {
    /// As written.
    Literal(f64),
    /// The value of a count or number signal.
    Signal(Topic),
    /// How many ids are in a set.
    SizeOf(Topic),
}

/// A duration that grows by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// Since the start of the scenario.
    Elapsed,
    /// Since the newest observation of this.
    Age(Topic),
    /// Since a hazard began.
    After(SubjectIx),
    /// Since a decision was taken.
    Since(DecisionIx),
}

/// A checked condition: typed, every name an index, every duration in milliseconds.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    /// True when one of them is.
    Any(Vec<Expr>),
    /// True when every one is.
    All(Vec<Expr>),
    /// True when it is false.
    Not(Box<Expr>),
    /// True when it has been true for so long without a break.
    Held {
        /// What has to be true.
        condition: Box<Expr>,
        /// How long, ms.
        at_least_ms: i64,
        /// Where this `for` keeps its state: its number within the trigger.
        slot: usize,
    },
    /// A flag signal.
    Flag(Topic),
    /// Something has been observed about it, whatever was observed.
    Known(Topic),
    /// No word of it since the start or the last asking, for so long.
    Unheard {
        /// Of what.
        topic: Topic,
        /// How long, ms; 0 without `for`.
        at_least_ms: i64,
    },
    /// A set without ids.
    Empty(Topic),
    /// A subject's id is in a set.
    Member {
        /// Whose id.
        member: SubjectIx,
        /// In which set.
        set: Topic,
    },
    /// Two numbers compared.
    Number {
        /// Left side.
        left: Quantity,
        /// How.
        comparison: Comparison,
        /// Right side.
        right: Quantity,
    },
    /// A step of a scale compared with one of its words.
    Step {
        /// The signal.
        topic: Topic,
        /// How.
        comparison: Comparison,
        /// The word's place in the scale.
        step: u8,
    },
    /// A clock compared with a duration. Time has no smallest step, so `>` and `>=` turn true at the same
    /// instant, and `<` and `<=` false.
    Time {
        /// The clock.
        clock: Clock,
        /// Whether it asks for more than the duration, or for less.
        more: bool,
        /// The duration, ms.
        than_ms: i64,
    },
    /// A decision has been taken, whatever was chosen.
    Decided(DecisionIx),
    /// A decision has been taken this way; unknown until it is taken.
    Chosen {
        /// Which decision.
        decision: DecisionIx,
        /// The option's place in the list; none for `nothing`.
        option: Option<usize>,
    },
    /// Everybody who was ordered something by a decision has acknowledged it.
    Acknowledged(DecisionIx),
    /// An order of this name has been given, or heard by oneself.
    Ordered(&'static str),
    /// One's own senses say so.
    Perceived(Cue),
    /// One has finished this.
    Done(Task),
}

/// A trigger, ready to be evaluated.
#[derive(Debug, Clone, PartialEq)]
pub struct Trigger {
    /// The condition.
    pub expr: Expr,
    /// How many `for` it holds, each with its state.
    pub slots: usize,
    /// Its canonical text, for the debrief.
    pub text: String,
}

/// What a trigger depends on: between changes of these and the instant that an evaluation names, it cannot
/// change. Sorted, each once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Subscriptions {
    /// Facts about these, and asking about them.
    pub topics: BTreeSet<Topic>,
    /// These hazards beginning.
    pub hazards: BTreeSet<SubjectIx>,
    /// These decisions being taken.
    pub decisions: BTreeSet<DecisionIx>,
    /// Orders of these decisions being acknowledged.
    pub acknowledgements: BTreeSet<DecisionIx>,
    /// Orders of these names being given or heard.
    pub orders: BTreeSet<&'static str>,
    /// These cues beginning or ceasing to be perceived.
    pub cues: BTreeSet<Cue>,
    /// These tasks being finished.
    pub tasks: BTreeSet<Task>,
}

impl Trigger {
    /// What it depends on, besides time.
    pub fn subscriptions(&self) -> Subscriptions {
        let mut all = Subscriptions::default();
        all.gather(&self.expr);
        all
    }
}

impl Subscriptions {
    fn gather(&mut self, expr: &Expr) {
        match expr {
            Expr::Any(parts) | Expr::All(parts) => parts.iter().for_each(|part| self.gather(part)),
            Expr::Not(condition) | Expr::Held { condition, .. } => self.gather(condition),
            Expr::Flag(topic)
            | Expr::Known(topic)
            | Expr::Unheard { topic, .. }
            | Expr::Empty(topic)
            | Expr::Member { set: topic, .. }
            | Expr::Step { topic, .. } => self.hear(*topic),
            Expr::Number { left, right, .. } => [left, right].into_iter().for_each(|side| match side {
                Quantity::Literal(_) => {}
                Quantity::Signal(topic) | Quantity::SizeOf(topic) => self.hear(*topic),
            }),
            Expr::Time { clock, .. } => match clock {
                Clock::Elapsed => {}
                Clock::Age(topic) => self.hear(*topic),
                Clock::After(hazard) => {
                    self.hazards.insert(*hazard);
                }
                Clock::Since(decision) => {
                    self.decisions.insert(*decision);
                }
            },
            Expr::Decided(decision) | Expr::Chosen { decision, .. } => {
                self.decisions.insert(*decision);
            }
            Expr::Acknowledged(decision) => {
                self.acknowledgements.insert(*decision);
            }
            Expr::Ordered(action) => {
                self.orders.insert(action);
            }
            Expr::Perceived(cue) => {
                self.cues.insert(*cue);
            }
            Expr::Done(task) => {
                self.tasks.insert(*task);
            }
        }
    }

    fn hear(&mut self, topic: Topic) {
        self.topics.insert(topic);
    }
}
