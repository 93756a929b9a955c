//! Briefing whoever has come to help, and sharing or handing over command with it.

use super::super::Party;
use super::super::action::{Actor, Submission};
use super::super::briefing::worth_telling;
use super::super::mail::{CommandChange, Content, MessageKind};
use super::{Acting, Effect};
use crate::vocabulary::{ActionKind, SubjectIx};

impl Acting<'_, '_> {
    /// Tells somebody face to face what they need to know.
    pub(super) fn brief(&mut self, submission: &Submission) -> Effect {
        self.meet(submission, None)
    }

    /// Leads together with somebody from now on, once they have been briefed.
    pub(super) fn unify_command(&mut self, submission: &Submission) -> Effect {
        self.meet(submission, Some(CommandChange::Unified))
    }

    /// Hands command over to somebody, once they have been briefed.
    pub(super) fn transfer_command(&mut self, submission: &Submission) -> Effect {
        let becomes = submission.call.word("becomes").unwrap_or("agency-representative");
        self.meet(submission, Some(CommandChange::Transferred { becomes }))
    }

    fn meet(&mut self, submission: &Submission, then: Option<CommandChange>) -> Effect {
        let Actor::Party(from @ Party::Position(position)) = &submission.actor else {
            return Effect::Nothing;
        };
        let facts = if submission.call.about().is_empty() {
            worth_telling(&self.pictures.0[*position])
        } else {
            self.what_to_tell(submission, from)
        };
        if facts.is_empty() && then.is_none() {
            return Effect::Nothing;
        }
        let to = self.briefed(submission).map(|p| (Party::Position(p), false));
        let to = to.collect();
        let content = Content::Briefing { facts, then };
        let draft = Self::draft(submission, MessageKind::Report, to, content);
        self.post(submission, draft);
        Effect::Something
    }

    /// The positions that are briefed.
    fn briefed(&self, submission: &Submission) -> impl Iterator<Item = usize> {
        let call = &submission.call;
        let named: Vec<SubjectIx> = call
            .subject("position")
            .into_iter()
            .chain(call.subjects("to").iter().copied())
            .collect();
        named
            .into_iter()
            .map(|subject| self.given.subjects.get(subject).index)
    }

    /// Why somebody cannot brief, or cannot share or hand over command.
    pub(super) fn no_briefing(&self, party: &Party, submission: &Submission) -> Option<&'static str> {
        let commands = |party: &Party| match party {
            Party::Position(position) => self.organisation.commander == Some(*position),
            Party::Person(_) | Party::Played(_) => false,
        };
        match submission.call.spec.kind {
            ActionKind::UnifyCommand | ActionKind::TransferCommand if !commands(party) => {
                return Some("not-in-command");
            }
            ActionKind::Brief | ActionKind::UnifyCommand | ActionKind::TransferCommand => {}
            _ => return None,
        }
        let mut briefed = self.briefed(submission);
        briefed
            .any(|position| self.organisation.is_awaited(&Party::Position(position)))
            .then_some("not-on-scene")
    }
}
