//! Watching a trigger: on a picture, on a person's senses, or on the truth.

use std::borrow::Cow;

use super::decisions::Decisions;
use super::mail::Mailbox;
use super::picture::Picture;
use super::senses::PersonSenses;
use super::trigger::{DecisionState, Edge, ForState, Observation, Rearm, View, evaluate};
use crate::scenario::model::Scenario;
use crate::scenario::trigger::{DecisionIx, Task, Topic, Trigger};
use crate::sim::Truth;
use crate::vocabulary::{Cue, Ms, SubjectIx};

/// A trigger under watch: its state, and when time alone could change it.
#[derive(Debug, Clone)]
pub(super) struct Watch {
    trigger: Trigger,
    holds: ForState,
    edge: Edge,
    revisit_at_ms: Option<Ms>,
    /// The last instant that was put on the agenda for it.
    on_agenda_ms: Option<Ms>,
    /// The newest observation it has fired on.
    newest_ms: Option<Ms>,
    version: Option<u32>,
    /// What it said last.
    pub(super) value: Option<bool>,
}

impl Watch {
    /// Nothing has been true yet.
    pub(super) fn new(trigger: &Trigger, rearm: Rearm) -> Self {
        Self {
            trigger: trigger.clone(),
            holds: ForState::new(trigger),
            edge: Edge::new(rearm),
            revisit_at_ms: None,
            on_agenda_ms: None,
            newest_ms: None,
            version: None,
            value: None,
        }
    }

    /// Whether it has to be judged again: something it may depend on has changed, or time has.
    pub(super) fn is_due(&self, version: u32, now_ms: Ms) -> bool {
        self.version != Some(version) || self.revisit_at_ms.is_some_and(|at| at <= now_ms)
    }

    /// Judges it; says whether it fires now.
    pub(super) fn judge(&mut self, view: &dyn View, version: u32, now_ms: Ms, rearm: Option<bool>) -> bool {
        let verdict = evaluate(&self.trigger.expr, view, now_ms, &mut self.holds);
        self.version = Some(version);
        self.revisit_at_ms = verdict.revisit_at_ms;
        self.value = verdict.value;
        self.edge.fires(verdict.value, rearm)
    }

    /// Whether it is true and there is a newer observation of what it asks about than when it last said so.
    pub(super) fn has_news(&mut self, view: &dyn View) -> bool {
        let topics = self.trigger.subscriptions().topics;
        let newest = topics
            .iter()
            .filter_map(|topic| Some(view.observation(*topic)?.observed_at_ms))
            .max();
        let is_news = self.value == Some(true) && newest > self.newest_ms;
        self.newest_ms = self.newest_ms.max(newest);
        is_news
    }

    /// When time alone could change it, ms; named once, for the agenda.
    pub(super) fn take_revisit(&mut self, now_ms: Ms) -> Option<Ms> {
        let at_ms = self
            .revisit_at_ms
            .filter(|at| *at > now_ms && self.on_agenda_ms != Some(*at))?;
        self.on_agenda_ms = Some(at_ms);
        Some(at_ms)
    }
}

/// What a position knows.
pub(super) struct PositionView<'a> {
    pub(super) picture: &'a Picture,
    pub(super) position: usize,
    pub(super) decisions: &'a Decisions,
    pub(super) mailbox: &'a Mailbox,
    pub(super) scenario: &'a Scenario,
}

impl PositionView<'_> {
    /// Changes with everything that a trigger can ask of the picture, but for what time alone changes.
    pub(super) fn version(&self) -> u32 {
        let parts = [self.picture.version, self.decisions.version, self.mailbox.version];
        parts.into_iter().fold(0, u32::wrapping_add)
    }
}

impl View for PositionView<'_> {
    fn observation(&self, topic: Topic) -> Option<Observation<'_>> {
        self.picture.observation(topic)
    }
    fn heard_at_ms(&self, topic: Topic) -> Option<i64> {
        self.picture.heard_ms(topic)
    }
    fn asked_at_ms(&self, topic: Topic) -> Option<i64> {
        self.picture.asked_ms(topic)
    }
    fn began_at_ms(&self, hazard: SubjectIx) -> Option<i64> {
        self.picture.hazard_began_ms(hazard)
    }
    fn decision(&self, decision: DecisionIx) -> DecisionState {
        let own = self.scenario.decisions[decision.0 as usize].position == self.position;
        if own || self.picture.decisions.contains(&(decision.0 as usize)) {
            self.decisions.state(self.scenario, decision)
        } else {
            DecisionState::Unheard
        }
    }
    fn acknowledged(&self, decision: DecisionIx) -> Option<bool> {
        let own = self.scenario.decisions[decision.0 as usize].position == self.position;
        if own {
            self.mailbox.all_acknowledged(decision.0 as usize)
        } else {
            None
        }
    }
    fn ordered(&self, action: &str) -> bool {
        self.picture.orders.contains(action)
    }
    fn perceives(&self, cue: Cue) -> bool {
        self.picture.cues.contains(&cue)
    }
    fn done(&self, task: Task) -> bool {
        self.picture.done.contains(&task)
    }
}

/// What one person perceives.
pub(super) struct SensesView<'a> {
    pub(super) senses: &'a PersonSenses,
    /// Whether what has just been glimpsed or finished counts too.
    pub(super) passing: bool,
}

impl View for SensesView<'_> {
    fn observation(&self, _: Topic) -> Option<Observation<'_>> {
        None
    }
    fn heard_at_ms(&self, _: Topic) -> Option<i64> {
        None
    }
    fn asked_at_ms(&self, _: Topic) -> Option<i64> {
        None
    }
    fn began_at_ms(&self, _: SubjectIx) -> Option<i64> {
        None
    }
    fn decision(&self, _: DecisionIx) -> DecisionState {
        DecisionState::Unheard
    }
    fn acknowledged(&self, _: DecisionIx) -> Option<bool> {
        None
    }
    fn ordered(&self, action: &str) -> bool {
        self.senses.orders.contains(action)
    }
    fn perceives(&self, cue: Cue) -> bool {
        self.senses.cues.contains(cue) || (self.passing && self.senses.glimpsed.contains(cue))
    }
    fn done(&self, task: Task) -> bool {
        self.passing && self.senses.done.contains(&task)
    }
}

/// The truth.
pub(super) struct TruthView<'a> {
    pub(super) truth: &'a Truth,
    pub(super) decisions: &'a Decisions,
    pub(super) mailbox: &'a Mailbox,
    pub(super) scenario: &'a Scenario,
    pub(super) now_ms: Ms,
}

impl TruthView<'_> {
    /// Changes with everything that a trigger can ask of the truth, but for what time alone changes.
    pub(super) fn version(&self) -> u32 {
        let hazards = self.scenario.hazards.iter();
        let begun = hazards.filter(|hazard| hazard.at_ms <= self.now_ms).count();
        let ordered = self.decisions.ordered.len();
        [
            self.decisions.version,
            self.mailbox.version,
            begun as u32,
            ordered as u32,
        ]
        .into_iter()
        .fold(self.truth.version(), u32::wrapping_add)
    }
}

impl View for TruthView<'_> {
    fn observation(&self, topic: Topic) -> Option<Observation<'_>> {
        let (value, _) = self.truth.get(topic.signal, topic.subject)?;
        Some(Observation {
            value: Cow::Borrowed(value),
            observed_at_ms: self.now_ms,
        })
    }
    fn heard_at_ms(&self, _: Topic) -> Option<i64> {
        None
    }
    fn asked_at_ms(&self, _: Topic) -> Option<i64> {
        None
    }
    fn began_at_ms(&self, hazard: SubjectIx) -> Option<i64> {
        let at_ms = self.scenario.hazards.iter().find(|h| h.subject == hazard)?.at_ms;
        (at_ms <= self.now_ms).then_some(at_ms)
    }
    fn decision(&self, decision: DecisionIx) -> DecisionState {
        self.decisions.state(self.scenario, decision)
    }
    fn acknowledged(&self, decision: DecisionIx) -> Option<bool> {
        self.mailbox.all_acknowledged(decision.0 as usize)
    }
    fn ordered(&self, action: &str) -> bool {
        self.decisions.ordered.contains(action)
    }
    fn perceives(&self, _: Cue) -> bool {
        false
    }
    fn done(&self, _: Task) -> bool {
        false
    }
    fn is_truth(&self) -> bool {
        true
    }
}
