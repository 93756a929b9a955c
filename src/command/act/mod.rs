//! Acting: the only phase that applies actions, whatever their source.

mod briefing;
mod orders;
mod re_entry;
mod settlements;
mod words;
mod world;

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use super::action::{ActionLog, ActionOutcome, ActionRecord, Actor, Source, Submission, Submissions};
use super::decisions::Decisions;
use super::mail::Mailbox;
use super::organisation::party_name;
use super::{Organisation, Party, Pictures, Replay};
use crate::people::{Hurt, Instructed, Locate, Perceived, TakeCover};
use crate::places::ChangePlace;
use crate::response::{Arrive, Assign, Resources};
use crate::scenario::model::ActionCall;
use crate::sim::{Clock, Given, Log, Truth};
use crate::vocabulary::{ActionKind, Nature};

/// What the exercise controller is called in results.
const EXERCISE_CONTROL: &str = "exercise-control";

/// What acting needs.
#[derive(SystemParam)]
pub(super) struct Acting<'w, 's> {
    given: Res<'w, Given>,
    clock: Res<'w, Clock>,
    organisation: Res<'w, Organisation>,
    locate: Locate<'w, 's>,
    pictures: ResMut<'w, Pictures>,
    mailbox: ResMut<'w, Mailbox>,
    decisions: ResMut<'w, Decisions>,
    truth: ResMut<'w, Truth>,
    log: ResMut<'w, Log>,
    places: MessageWriter<'w, ChangePlace>,
    cover: MessageWriter<'w, TakeCover>,
    hurt: MessageWriter<'w, Hurt>,
    perceived: MessageWriter<'w, Perceived>,
    instructed: MessageWriter<'w, Instructed>,
    assign: MessageWriter<'w, Assign>,
    resources: Res<'w, Resources>,
    arrive: MessageWriter<'w, Arrive>,
}

/// Whether anything was handed in, or an earlier run is replayed.
pub(super) fn something_is_submitted(world: &World) -> bool {
    !world.resource::<Submissions>().is_empty() || world.contains_resource::<Replay>()
}

/// Applies everything that was handed in.
pub(super) fn apply(
    mut submissions: ResMut<Submissions>,
    mut replay: Option<ResMut<Replay>>,
    mut done: ResMut<ActionLog>,
    mut with: Acting,
) {
    if let Some(replay) = &mut replay {
        replay.reconcile(
            &mut submissions,
            with.clock.now_ms,
            &with.given,
            &with.organisation,
        );
    }
    let mut waiting = std::mem::take(&mut submissions.0);
    waiting.sort_by(|a, b| a.source.cmp(&b.source));
    for submission in waiting {
        let outcome = if let Some(reason) = refusal(&submission, &with) {
            with.note_refusal(&submission, reason);
            ActionOutcome::Refused(reason)
        } else {
            match with.carry_out(&submission) {
                Effect::Something => ActionOutcome::Applied,
                Effect::Nothing => ActionOutcome::Unchanged,
            }
        };
        done.0.push(ActionRecord {
            at_ms: with.clock.now_ms,
            submission,
            outcome,
        });
    }
}

/// Why an action may not or cannot be done, if so.
fn refusal(submission: &Submission, with: &Acting) -> Option<&'static str> {
    let Actor::Party(party) = &submission.actor else {
        return None;
    };
    if !with.organisation.can_act(party, &with.locate) {
        return Some("nobody-there");
    }
    let may = |list: fn(&crate::scenario::model::PostSpec) -> &Vec<String>| {
        let Party::Position(position) = party else {
            return false;
        };
        let post = with.given.command.positions[*position].post;
        post.is_some_and(|post| {
            list(&with.given.command.posts[post])
                .iter()
                .any(|name| name == submission.call.spec.name)
        })
    };
    if let Some(reason) = with.no_briefing(party, submission) {
        return Some(reason);
    }
    let by_standing_order = matches!(submission.source, Source::StandingOrder(_));
    match submission.call.spec.nature {
        Nature::Order if has_stood_back(party, &with.organisation) => Some("command-handed-over"),
        // A standing order is authority given beforehand.
        Nature::Order if !by_standing_order && !may(|post| &post.may_order) => Some("no-authority"),
        Nature::Request if !by_standing_order && !may(|post| &post.may_request) => Some("no-authority"),
        Nature::Order if !in_own_chain(party, &submission.call, with) => Some("outside-own-chain"),
        Nature::Order if submission.call.spec.kind == ActionKind::ReEnter => with.unfit_for_re_entry(party),
        Nature::World => Some("not-in-human-hands"),
        _ => None,
    }
}

/// Whether a party has handed command over.
fn has_stood_back(party: &Party, organisation: &Organisation) -> bool {
    matches!(party, Party::Position(position) if organisation.stood_back.contains(position))
}

/// Whether every position that an order names stands below whoever gives it.
fn in_own_chain(party: &Party, call: &ActionCall, with: &Acting) -> bool {
    let Party::Position(boss) = party else { return true };
    let mut named = call
        .subject("position")
        .into_iter()
        .chain(call.subjects("positions").iter().copied());
    named.all(|subject| {
        let position = with.given.subjects.get(subject).index;
        with.organisation.stands_below(position, *boss)
    })
}

/// Whether an action did anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Effect {
    /// Something changed, or is under way as messages.
    Something,
    /// It was so already, or there was nothing to say or nobody to say it to.
    Nothing,
}

/// Carries an action out.
type Handler = for<'w, 's> fn(&mut Acting<'w, 's>, &Submission) -> Effect;

/// What carries out which action: each is here once.
const HANDLERS: &[(ActionKind, Handler)] = &[
    (ActionKind::SoundAlarm, |acting, submission| {
        acting.order_classes(submission)
    }),
    (ActionKind::Evacuate, |acting, submission| {
        acting.order_classes(submission)
    }),
    (ActionKind::Hold, |acting, submission| {
        acting.order_classes(submission)
    }),
    (ActionKind::Shelter, |acting, submission| {
        acting.order_classes(submission)
    }),
    (ActionKind::CountAgain, |acting, submission| {
        acting.order_classes(submission)
    }),
    (ActionKind::DropCoverHold, |acting, submission| {
        acting.take_cover(submission)
    }),
    (ActionKind::Leave, |acting, submission| acting.leave(submission)),
    (ActionKind::Sweep, |acting, submission| {
        acting.order_positions(submission)
    }),
    (ActionKind::Search, |acting, submission| {
        acting.order_positions(submission)
    }),
    (ActionKind::Inspect, |acting, submission| {
        acting.order_positions(submission)
    }),
    (ActionKind::Release, |acting, submission| {
        acting.order_positions(submission)
    }),
    (ActionKind::ReEnter, |acting, submission| {
        acting.re_enter(submission)
    }),
    (ActionKind::CallFamilies, |acting, submission| {
        acting.request(submission)
    }),
    (ActionKind::Request, |acting, submission| {
        acting.request(submission)
    }),
    (ActionKind::Report, |acting, submission| acting.tell(submission)),
    (ActionKind::Brief, |acting, submission| acting.brief(submission)),
    (ActionKind::UnifyCommand, |acting, submission| {
        acting.unify_command(submission)
    }),
    (ActionKind::TransferCommand, |acting, submission| {
        acting.transfer_command(submission)
    }),
    (ActionKind::Ask, |acting, submission| acting.ask(submission)),
    (ActionKind::Close, |acting, submission| acting.close(submission)),
    (ActionKind::Open, |acting, submission| acting.open(submission)),
    (ActionKind::Carry, |acting, submission| {
        acting.order_positions(submission)
    }),
    (ActionKind::WaitWith, |acting, submission| {
        acting.order_positions(submission)
    }),
    (ActionKind::StandAt, |acting, submission| {
        acting.order_positions(submission)
    }),
    (ActionKind::Show, |acting, submission| acting.show(submission)),
    (ActionKind::PowerOff, |acting, submission| {
        acting.switch_power(submission, false)
    }),
    (ActionKind::PowerOn, |acting, submission| {
        acting.switch_power(submission, true)
    }),
    (ActionKind::Incapacitate, |acting, submission| {
        acting.incapacitate(submission)
    }),
    (ActionKind::Warn, |acting, submission| acting.warn(submission)),
    (ActionKind::Arrive, |acting, submission| {
        acting.let_come(submission)
    }),
    (ActionKind::EvacuatePlace, |acting, submission| {
        acting.evacuate_places(submission)
    }),
    (ActionKind::WarnPlace, |acting, submission| {
        acting.warn_places(submission)
    }),
];

impl Acting<'_, '_> {
    fn note_refusal(&mut self, submission: &Submission, reason: &'static str) {
        let by = match &submission.actor {
            Actor::Party(party) => party_name(party, &self.given),
            Actor::Controller => EXERCISE_CONTROL.to_owned(),
        };
        if let Some(decision) = submission.decision {
            self.decisions.refused(decision, reason);
        }
        let note = self
            .log
            .note(self.clock.now_ms, "action-refused")
            .because(submission.cause);
        note.text("by", by)
            .text("action", submission.call.spec.name)
            .text("reason", reason)
            .done();
    }

    fn carry_out(&mut self, submission: &Submission) -> Effect {
        let kind = submission.call.spec.kind;
        let handler = HANDLERS.iter().find(|(of, _)| *of == kind);
        handler.map_or(Effect::Nothing, |(_, carry_out)| carry_out(self, submission))
    }
}

#[cfg(test)]
mod tests {
    use super::HANDLERS;
    use crate::vocabulary::ACTIONS;

    #[test]
    fn every_action_has_one_handler() {
        for spec in ACTIONS {
            let handlers = HANDLERS.iter().filter(|(kind, _)| *kind == spec.kind);
            assert_eq!(handlers.count(), 1, "{}", spec.name);
        }
        assert_eq!(HANDLERS.len(), ACTIONS.len());
    }
}
