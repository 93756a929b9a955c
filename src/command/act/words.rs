//! Words that actions say: reports, questions, requests, and the orders that others draw up.

use super::super::action::{Actor, Submission};
use super::super::mail::{Content, Draft, IfSilent, MessageKind};
use super::super::receive::report;
use super::super::{Fact, Party};
use super::{Acting, EXERCISE_CONTROL, Effect};
use crate::scenario::trigger::Topic;

impl Acting<'_, '_> {
    pub(super) fn draft(
        submission: &Submission,
        kind: MessageKind,
        to: Vec<(Party, bool)>,
        content: Content,
    ) -> Draft {
        let call = &submission.call;
        let from = match &submission.actor {
            Actor::Party(party) => party.clone(),
            Actor::Controller => Party::Played(EXERCISE_CONTROL.into()),
        };
        Draft {
            kind,
            cause: submission.cause,
            from,
            to,
            content,
            about: call.spec.name.into(),
            via: call.channels().to_vec(),
            ack_within_ms: call.duration("ack_within"),
            if_silent: match call.word("if_silent") {
                Some("ask-again") => IfSilent::AskAgain,
                Some("send-runner") => IfSilent::SendRunner,
                _ => IfSilent::Nothing,
            },
            decision: submission.decision,
        }
    }

    pub(super) fn post(&mut self, submission: &Submission, draft: Draft) {
        if let Some(decision) = submission.decision {
            self.decisions.has_ordered(decision, self.clock.now_ms);
            if let Party::Position(position) = draft.from {
                self.pictures.0[position].decisions.insert(decision);
                self.pictures.0[position].version += 1;
            }
        }
        self.decisions.ordered.insert(submission.call.spec.name);
        self.mailbox.outbox.push(draft);
    }

    pub(super) fn request(&mut self, submission: &Submission) -> Effect {
        let call = &submission.call;
        let to = match (call.subject("resource"), call.subject("position")) {
            (Some(resource), _) => self.given.resources[self.given.subjects.get(resource).index].owner,
            (None, Some(position)) => self.given.subjects.get(position).index,
            (None, None) => return Effect::Nothing,
        };
        let mut draft = Self::draft(
            submission,
            MessageKind::Request,
            vec![(Party::Position(to), false)],
            Content::Request(call.clone()),
        );
        if let Some(resource) = call.subject("resource") {
            draft.about = self.given.subjects.id(resource).into();
        }
        self.post(submission, draft);
        Effect::Something
    }

    /// Tells what one has observed, or what one's picture holds about some topics.
    pub(super) fn tell(&mut self, submission: &Submission) -> Effect {
        let Actor::Party(from) = &submission.actor else {
            return Effect::Nothing;
        };
        let facts = self.what_to_tell(submission, from);
        let to: Vec<Party> = submission
            .call
            .subjects("to")
            .iter()
            .map(|subject| Party::Position(self.given.subjects.get(*subject).index))
            .filter(|to| to != from)
            .collect();
        let (Some(first), false) = (facts.first(), to.is_empty()) else {
            return Effect::Nothing;
        };
        let about = first.topic.name(&self.given.subjects);
        let draft = report(
            from.clone(),
            to,
            facts,
            about.into(),
            submission.call.channels().to_vec(),
            submission.cause,
        );
        self.mailbox.outbox.push(draft);
        Effect::Something
    }

    pub(super) fn what_to_tell(&self, submission: &Submission, from: &Party) -> Vec<Fact> {
        let mut facts = submission.facts.clone();
        let Party::Position(position) = from else {
            return facts;
        };
        let picture = &self.pictures.0[*position];
        for (signal, subject) in submission.call.about() {
            let topic = Topic {
                signal: *signal,
                subject: *subject,
            };
            facts.extend(picture.newest(topic).map(|held| held.fact.clone()));
        }
        facts
    }

    pub(super) fn ask(&mut self, submission: &Submission) -> Effect {
        let topics: Vec<_> = submission
            .call
            .about()
            .iter()
            .map(|(signal, subject)| Topic {
                signal: *signal,
                subject: *subject,
            })
            .collect();
        if let Actor::Party(Party::Position(position)) = &submission.actor {
            for topic in &topics {
                self.pictures.0[*position].ask(*topic, self.clock.now_ms);
            }
        }
        let to = submission
            .call
            .subjects("to")
            .iter()
            .map(|s| (Party::Position(self.given.subjects.get(*s).index), false))
            .collect();
        let draft = Self::draft(submission, MessageKind::Question, to, Content::Question(topics));
        self.mailbox.outbox.push(draft);
        Effect::Something
    }
}
