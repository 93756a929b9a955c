//! Judges a condition: true, false or unknown, and when time alone could change that.

use std::borrow::Cow;

use super::{DecisionState, View};
use crate::scenario::trigger::{Clock, Expr, Quantity, Topic, Trigger};
use crate::vocabulary::{Ms, Value};

/// Since when the conditions under each `for` of one trigger have been true. Kept beside the tree, one for each
/// view on which it is judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForState(Vec<Option<Ms>>);

impl ForState {
    /// Nothing has been true yet.
    pub fn new(trigger: &Trigger) -> Self {
        Self(vec![None; trigger.slots])
    }
}

/// What a trigger says at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// True, false, or unknown.
    pub value: Option<bool>,
    /// The earliest later instant at which time alone could change it, ms since the start. The trigger has to be
    /// evaluated then, whether or not anything else happens.
    pub revisit_at_ms: Option<Ms>,
}

/// Judges a condition on a view, now. Called whenever something it subscribes to has changed, and at the instant
/// it named last; in the order of time.
pub fn evaluate(expr: &Expr, view: &dyn View, now_ms: Ms, holds: &mut ForState) -> Verdict {
    let part = Evaluation {
        view,
        now_ms,
        since: &mut holds.0,
    }
    .judge(expr);
    Verdict {
        value: part.value,
        revisit_at_ms: earliest([part.changes_at_ms, part.tracks_at_ms]),
    }
}

/// What a part of a condition says.
#[derive(Debug, Clone, Copy)]
struct Part {
    value: Option<bool>,
    /// The earliest instant at which time alone could change the value.
    changes_at_ms: Option<Ms>,
    /// The earliest instant at which a `for` inside has to look again, to know since when it has been true. A
    /// part whose value does not matter for now is still watched for this.
    tracks_at_ms: Option<Ms>,
}

impl Part {
    /// Time alone does not change it.
    const fn still(value: Option<bool>) -> Self {
        Self {
            value,
            changes_at_ms: None,
            tracks_at_ms: None,
        }
    }

    /// It turns from `!late` to `late` at an instant.
    fn turning(late: bool, at_ms: Ms, now_ms: Ms) -> Self {
        let turned = now_ms >= at_ms;
        Self {
            value: Some(turned == late),
            changes_at_ms: (!turned).then_some(at_ms),
            tracks_at_ms: None,
        }
    }
}

/// The earliest of those there are.
fn earliest(instants: impl IntoIterator<Item = Option<Ms>>) -> Option<Ms> {
    instants.into_iter().flatten().min()
}

struct Evaluation<'a> {
    view: &'a dyn View,
    now_ms: Ms,
    since: &'a mut [Option<Ms>],
}

impl Evaluation<'_> {
    fn judge(&mut self, expr: &Expr) -> Part {
        match expr {
            Expr::Any(parts) => self.joined(parts, true),
            Expr::All(parts) => self.joined(parts, false),
            Expr::Not(inner) => {
                let part = self.judge(inner);
                Part {
                    value: part.value.map(|value| !value),
                    ..part
                }
            }
            Expr::Held {
                condition,
                at_least_ms,
                slot,
            } => self.held(condition, *at_least_ms, *slot),
            Expr::Unheard { topic, at_least_ms } => self.unheard(*topic, *at_least_ms),
            Expr::Time { clock, more, than_ms } => self.time(*clock, *more, *than_ms),
            _ => Part::still(self.timeless(expr)),
        }
    }

    /// Kleene's `or` (`decisive` true) and `and` (`decisive` false): one decisive part decides, whatever the
    /// others say; else one unknown part leaves it unknown.
    ///
    /// While decisive parts decide, nothing changes before the last of them has changed.
    fn joined(&mut self, parts: &[Expr], decisive: bool) -> Part {
        let parts: Vec<Part> = parts.iter().map(|part| self.judge(part)).collect();
        let tracks_at_ms = earliest(parts.iter().map(|part| part.tracks_at_ms));
        let deciding = || {
            parts
                .iter()
                .filter(|part| part.value == Some(decisive))
                .map(|part| part.changes_at_ms)
        };
        if deciding().next().is_some() {
            let last: Option<Vec<Ms>> = deciding().collect();
            let changes_at_ms = last.and_then(|instants| instants.into_iter().max());
            return Part {
                value: Some(decisive),
                changes_at_ms,
                tracks_at_ms,
            };
        }
        let all_known = parts.iter().all(|part| part.value.is_some());
        Part {
            value: all_known.then_some(!decisive),
            changes_at_ms: earliest(parts.iter().map(|part| part.changes_at_ms)),
            tracks_at_ms,
        }
    }

    /// False while the condition is true but has not been for long enough.
    fn held(&mut self, condition: &Expr, at_least_ms: Ms, slot: usize) -> Part {
        let inner = self.judge(condition);
        let tracks_at_ms = earliest([inner.tracks_at_ms, inner.changes_at_ms]);
        if inner.value != Some(true) {
            self.since[slot] = None;
            return Part {
                tracks_at_ms,
                ..inner
            };
        }
        let since_ms = *self.since[slot].get_or_insert(self.now_ms);
        let full = Part::turning(true, since_ms + at_least_ms, self.now_ms);
        let changes_at_ms = if full.value == Some(true) {
            inner.changes_at_ms
        } else {
            full.changes_at_ms
        };
        Part {
            value: full.value,
            changes_at_ms,
            tracks_at_ms,
        }
    }

    /// Silence counts from the last asking, else from the start.
    fn unheard(&self, topic: Topic, at_least_ms: Ms) -> Part {
        if self.view.is_truth() {
            return Part::still(topic.signal.spec().in_world.then_some(false));
        }
        let silent_since_ms = self.view.asked_at_ms(topic).unwrap_or(0);
        if self
            .view
            .heard_at_ms(topic)
            .is_some_and(|heard_at_ms| heard_at_ms >= silent_since_ms)
        {
            return Part::still(Some(false));
        }
        Part::turning(true, silent_since_ms + at_least_ms, self.now_ms)
    }

    fn time(&self, clock: Clock, more: bool, than_ms: Ms) -> Part {
        let began_ms = match clock {
            Clock::Elapsed => Some(0),
            Clock::Age(topic) if self.view.is_truth() => {
                return Part::still(topic.signal.spec().in_world.then_some(more == (than_ms <= 0)));
            }
            Clock::Age(topic) => self
                .view
                .observation(topic)
                .map(|observation| observation.observed_at_ms),
            Clock::After(hazard) => self.view.began_at_ms(hazard),
            Clock::Since(decision) => match self.view.decision(decision) {
                DecisionState::Taken { at_ms, .. } => Some(at_ms),
                DecisionState::Unheard | DecisionState::Open => None,
            },
        };
        began_ms.map_or(Part::still(None), |began_ms| {
            Part::turning(more, began_ms + than_ms, self.now_ms)
        })
    }

    /// What changes only when something happens.
    fn timeless(&self, expr: &Expr) -> Option<bool> {
        let view = self.view;
        match expr {
            Expr::Flag(topic) => self.flag(*topic),
            Expr::Known(topic) => self.known(*topic),
            Expr::Empty(topic) => self.size(*topic).map(|size| size == 0),
            Expr::Member { member, set } => match &*self.value(*set)? {
                Value::Set(ids) => Some(ids.contains(member)),
                _ => None,
            },
            Expr::Number {
                left,
                comparison,
                right,
            } => Some(comparison.holds(&self.number(*left)?, &self.number(*right)?)),
            Expr::Step {
                topic,
                comparison,
                step,
            } => match *self.value(*topic)? {
                Value::Ordinal(now) => Some(comparison.holds(&now, step)),
                _ => None,
            },
            Expr::Decided(decision) => match view.decision(*decision) {
                DecisionState::Unheard => None,
                DecisionState::Open => Some(false),
                DecisionState::Taken { .. } => Some(true),
            },
            Expr::Chosen { decision, option } => match view.decision(*decision) {
                DecisionState::Taken { option: taken, .. } => Some(taken == *option),
                DecisionState::Unheard | DecisionState::Open => None,
            },
            Expr::Acknowledged(decision) => view.acknowledged(*decision),
            Expr::Ordered(action) => Some(view.ordered(action)),
            Expr::Perceived(cue) => Some(view.perceives(*cue)),
            Expr::Done(task) => Some(view.done(*task)),
            // Judged above: they join others or depend on time.
            Expr::Any(_)
            | Expr::All(_)
            | Expr::Not(_)
            | Expr::Held { .. }
            | Expr::Unheard { .. }
            | Expr::Time { .. } => None,
        }
    }

    fn value(&self, topic: Topic) -> Option<Cow<'_, Value>> {
        self.view.observation(topic).map(|observation| observation.value)
    }

    fn flag(&self, topic: Topic) -> Option<bool> {
        match *self.value(topic)? {
            Value::Flag(flag) => Some(flag),
            _ => None,
        }
    }

    fn known(&self, topic: Topic) -> Option<bool> {
        if !self.view.is_truth() {
            return Some(self.view.observation(topic).is_some());
        }
        match self.value(topic).as_deref() {
            Some(Value::Flag(flag)) => Some(*flag),
            Some(_) => Some(true),
            None => topic.signal.spec().in_world.then_some(false),
        }
    }

    fn size(&self, topic: Topic) -> Option<usize> {
        match &*self.value(topic)? {
            Value::Set(ids) => Some(ids.len()),
            _ => None,
        }
    }

    fn number(&self, quantity: Quantity) -> Option<f64> {
        match quantity {
            Quantity::Literal(number) => Some(number),
            Quantity::Signal(topic) => match *self.value(topic)? {
                Value::Count(count) => Some(f64::from(count)),
                Value::Number(number) => Some(number),
                _ => None,
            },
            Quantity::SizeOf(topic) => self.size(topic).map(|size| size as f64),
        }
    }
}
