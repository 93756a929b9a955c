//! Decisions: when they fall due, how long they take, what is chosen, and what they set going.

use std::collections::BTreeSet;

use bevy_ecs::prelude::*;

use super::trigger::{DecisionState, Rearm};
use super::watch::Watch;
use crate::scenario::model::{Choice, Scenario, Timing};
use crate::scenario::trigger::DecisionIx;
use crate::sim::{Agenda, HappeningId, Phase};
use crate::vocabulary::{ActionKind, Ms};

/// A decision falls due by the clock.
pub(super) const DUE: &str = "decision-due";

/// A trigger has to be looked at again, because time alone could change it.
pub(super) const REVISIT: &str = "trigger-revisit";

/// Why a decision that is due is not taken: its position is vacant.
pub(super) const NOBODY_THERE: &str = "nobody-there";

/// Where a decision stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    Waiting,
    Consulting { unanswered: usize },
    Deciding,
    Spent,
}

/// The life of one occurrence of a decision, for `decisions.csv`.
#[derive(Debug, Clone)]
pub struct DecisionLife {
    /// Which decision, by instance.
    pub decision: usize,
    /// The how-many-th time it fell due, from 1.
    pub occurrence: u32,
    /// What was chosen.
    pub choice: Option<Choice>,
    /// Since when its condition was true in the world, ms.
    pub true_since_ms: Option<Ms>,
    /// When the position's picture said so, ms.
    pub known_ms: Option<Ms>,
    /// When it was decided, ms.
    pub decided_ms: Option<Ms>,
    /// When the first order or request went out, ms.
    pub ordered_ms: Option<Ms>,
    /// When the first and the last acknowledgement came, ms.
    pub first_ack_ms: Option<Ms>,
    /// When everybody had acknowledged, ms.
    pub last_ack_ms: Option<Ms>,
    /// When the first recipient began to do it, ms.
    pub effective_ms: Option<Ms>,
    /// Whether a contrary order went out before anybody had carried its order out.
    pub superseded: bool,
    /// Why nothing came of it.
    pub reason: Option<&'static str>,
    /// Its entry in the log.
    pub cause: Option<HappeningId>,
}

impl DecisionLife {
    pub(super) fn due(decision: usize, running: &Running, now_ms: Ms, cause: HappeningId) -> Self {
        Self {
            decision,
            occurrence: running.occurrence,
            choice: None,
            true_since_ms: running.true_since_ms,
            known_ms: Some(now_ms),
            decided_ms: None,
            ordered_ms: None,
            first_ack_ms: None,
            last_ack_ms: None,
            effective_ms: None,
            superseded: false,
            reason: None,
            cause: Some(cause),
        }
    }
}

#[derive(Debug)]
pub(super) struct Running {
    pub(super) stage: Stage,
    pub(super) occurrence: u32,
    pub(super) on_picture: Option<Watch>,
    pub(super) on_truth: Option<Watch>,
    pub(super) rearm: Option<Watch>,
    pub(super) true_since_ms: Option<Ms>,
    pub(super) life: Option<usize>,
    pub(super) choice: Choice,
}

/// All decisions and what became of them.
#[derive(Resource, Debug, Default)]
pub struct Decisions {
    pub(super) running: Vec<Running>,
    /// The life of every occurrence, in order of falling due.
    pub lives: Vec<DecisionLife>,
    /// Names of actions that have been ordered.
    pub ordered: BTreeSet<&'static str>,
    /// Decisions that have fallen due in the last tick: a console stops here.
    pub newly_due: Vec<usize>,
    /// Grows with every decision taken.
    pub version: u32,
}

impl Decisions {
    /// As the scenario starts; sets the clock for decisions that fall due by it.
    pub(super) fn new(scenario: &Scenario, agenda: &mut Agenda) -> Self {
        let mut all = Self::default();
        for (i, spec) in scenario.decisions.iter().enumerate() {
            let rearm = match (&spec.rearm_when, spec.repeats) {
                (Some(_), _) => Rearm::WhenAsked,
                (None, true) => Rearm::WhenNotTrue,
                (None, false) => Rearm::Never,
            };
            if spec.timing != Timing::Never {
                for at_ms in [spec.at_ms, spec.at_latest_ms].into_iter().flatten() {
                    agenda.at(at_ms, Phase::Command, DUE, i as u32, 0);
                }
            }
            all.running.push(Running {
                stage: if spec.timing == Timing::Never {
                    Stage::Spent
                } else {
                    Stage::Waiting
                },
                occurrence: 0,
                on_picture: spec
                    .when
                    .as_ref()
                    .filter(|_| spec.timing != Timing::Set)
                    .map(|trigger| Watch::new(trigger, rearm)),
                on_truth: spec
                    .when
                    .as_ref()
                    .map(|trigger| Watch::new(trigger, Rearm::WhenNotTrue)),
                rearm: spec
                    .rearm_when
                    .as_ref()
                    .map(|trigger| Watch::new(trigger, Rearm::WhenNotTrue)),
                true_since_ms: None,
                life: None,
                choice: spec.choose,
            });
        }
        all
    }

    /// The state of a decision as triggers see it, as it was taken last; of one expanded by `for_each`, the first instance
    /// taken.
    pub(super) fn state(&self, scenario: &Scenario, decision: DecisionIx) -> DecisionState {
        let id = &scenario.decisions[decision.0 as usize].id;
        let taken = || self.lives.iter().filter(|life| life.decided_ms.is_some());
        let first = taken().find(|life| scenario.decisions[life.decision].id == *id);
        let taken = first.and_then(|first| taken().rfind(|life| life.decision == first.decision));
        match taken {
            Some(life) => DecisionState::Taken {
                option: match life.choice {
                    Some(Choice::Option(option)) => Some(option),
                    _ => None,
                },
                at_ms: life.decided_ms.unwrap_or(0),
            },
            None => DecisionState::Open,
        }
    }

    /// Chooses for a decision that is due or will be: what a console does.
    pub fn choose(&mut self, decision: usize, choice: Choice) {
        self.running[decision].choice = choice;
    }

    /// An acknowledgement of one of a decision's messages has come.
    pub(super) fn acknowledged(&mut self, decision: usize, now_ms: Ms, all: bool) {
        if let Some(life) = self.running[decision].life.map(|life| &mut self.lives[life]) {
            life.first_ack_ms.get_or_insert(now_ms);
            if all {
                life.last_ack_ms.get_or_insert(now_ms);
            }
        }
    }

    /// Somebody has begun to do what a decision ordered.
    pub(super) fn effective(&mut self, decision: usize, now_ms: Ms) {
        if let Some(life) = self.running[decision].life.map(|life| &mut self.lives[life]) {
            life.effective_ms.get_or_insert(now_ms);
        }
    }

    /// Nothing came of a decision's action.
    pub(super) fn refused(&mut self, decision: usize, reason: &'static str) {
        if let Some(life) = self.running[decision].life.map(|life| &mut self.lives[life]) {
            life.reason.get_or_insert(reason);
        }
    }

    /// A contrary order goes out: what was ordered before and nobody has begun to do came to nothing.
    pub(super) fn supersede(&mut self, scenario: &Scenario, is_contrary: impl Fn(ActionKind) -> bool) {
        for life in &mut self.lives {
            let Some(Choice::Option(option)) = life.choice else {
                continue;
            };
            let actions = &scenario.decisions[life.decision].options[option].actions;
            let is_open = life.ordered_ms.is_some() && life.effective_ms.is_none();
            life.superseded |= is_open && actions.iter().any(|call| is_contrary(call.spec.kind));
        }
    }

    /// Something was ordered by a decision.
    pub(super) fn has_ordered(&mut self, decision: usize, now_ms: Ms) {
        if let Some(life) = self.running[decision].life.map(|life| &mut self.lives[life]) {
            life.ordered_ms.get_or_insert(now_ms);
        }
    }

    /// Somebody who must be consulted has answered.
    pub(super) fn consulted(&mut self, decision: usize, _now_ms: Ms) {
        if let Stage::Consulting { unanswered } = &mut self.running[decision].stage {
            *unanswered = unanswered.saturating_sub(1);
        }
    }
}
