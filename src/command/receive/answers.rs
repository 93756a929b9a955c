//! Answers: what somebody outside comes to about a request, and what families know.

use std::collections::{BTreeMap, BTreeSet};

use super::super::arrivals::hear_from;
use super::super::mail::{Content, Draft, Mailbox, Message, Outcome};
use super::super::organisation::party_name;
use super::super::post::{Sending, about, answer_in_call};
use super::super::{Fact, Party, Pictures};
use super::{Reception, believed_missing, report};
use crate::hazard::flood::coupling::SetWorks;
use crate::people::Activity;
use crate::response::Dispatch;
use crate::scenario::model::ActionCall;
use crate::scenario::trigger::Topic;
use crate::sim::{Given, HappeningId, stable_id};
use crate::vocabulary::{ActionKind, Signal, SubjectIx, Value};

/// The event of families who answer: what they know follows.
const FAMILIES_ANSWER: &str = "families-answer";

impl Reception<'_> {
    /// The answer of families comes in the same call, a word a class of which they know something: nothing is lost on
    /// the way back.
    fn hear_families(
        &mut self,
        message: &Message,
        delivery: usize,
        mailbox: &mut Mailbox,
        with: &mut Sending,
    ) {
        let families = mailbox.deliveries[delivery].to.clone();
        let asked = mailbox.deliveries[delivery].cause;
        for fact in families_know(&self.pictures, &message.from, &families, with) {
            let draft = Draft {
                ack_within_ms: None,
                ..report(
                    families.clone(),
                    vec![message.from.clone()],
                    vec![fact.clone()],
                    message.about.clone(),
                    message.via.clone(),
                    asked,
                )
            };
            let cause = answer_in_call(draft, mailbox.deliveries[delivery].channel, mailbox, with);
            self.take_facts(&[fact], &message.from, cause, with);
        }
    }

    /// Whether whoever runs works grants what is requested of them: by the luck of this request.
    fn grants(&self, call: &ActionCall, occurrence: u32, given: &Given) -> bool {
        let Some(works) = call.subject("works") else {
            return false;
        };
        let spec = &given.works[given.subjects.get(works).index];
        let luck = self
            .chance
            .draw("works-request", stable_id(&spec.id), occurrence.into());
        luck.happens(spec.grants)
    }

    /// What comes of a request, as an event, an outcome and a reason.
    fn judge_request(
        &mut self,
        call: &ActionCall,
        delivery: usize,
        cause: Option<HappeningId>,
        occurrence: u32,
        given: &Given,
    ) -> (&'static str, Outcome, Option<&'static str>) {
        match call.spec.kind {
            ActionKind::Request => match call.subject("resource") {
                Some(resource) if self.resources.is_available(resource) => {
                    self.dispatch.write_batch(cause.map(|cause| Dispatch {
                        resource,
                        request: delivery as u32,
                        cause,
                    }));
                    ("request-granted", Outcome::CarriedOut, None)
                }
                _ => ("request-declined", Outcome::Declined, Some("resource-missing")),
            },
            ActionKind::RequestWorks => {
                if !self.grants(call, occurrence, given) {
                    return ("request-declined", Outcome::Declined, Some("operator-declines"));
                }
                self.works.write_batch(SetWorks::of(call, cause));
                ("request-granted", Outcome::CarriedOut, None)
            }
            ActionKind::CallFamilies => (FAMILIES_ANSWER, Outcome::CarriedOut, None),
            _ => ("request-declined", Outcome::Declined, Some("no-authority")),
        }
    }

    /// Somebody outside has made up their mind about a request, or somebody consulted has answered.
    pub(in crate::command) fn answer(
        &mut self,
        message: &Message,
        delivery: usize,
        mailbox: &mut Mailbox,
        with: &mut Sending,
    ) {
        let now_ms = with.clock.now_ms;
        let cause = mailbox.deliveries[delivery].cause;
        let to = mailbox.deliveries[delivery].to.clone();
        let (event, outcome, reason) = match &message.content {
            Content::Consultation(decision) => {
                self.decisions.consulted(*decision, now_ms);
                ("consulted", Outcome::Acknowledged, None)
            }
            Content::Request(call) => {
                self.judge_request(call, delivery, cause, message.occurrence, &with.given)
            }
            _ => return,
        };
        if let (Outcome::CarriedOut, Some(decision)) = (outcome, message.decision) {
            self.decisions.effective(decision, now_ms);
        }
        let slot = &mut mailbox.deliveries[delivery];
        slot.acknowledged_ms.get_or_insert(now_ms);
        slot.outcome = outcome;
        slot.reason = reason;
        let note = with
            .log
            .note(now_ms, event)
            .because(cause)
            .text("by", party_name(&to, &with.given));
        note.with("about", about(message, &with.given)).done();
        if event == FAMILIES_ANSWER {
            self.hear_families(message, delivery, mailbox, with);
        }
        if let Party::Position(position) = message.from {
            hear_from(&mut self.pictures, position, &to, with);
        }
        if let Some(decision) = message.decision {
            self.decisions
                .acknowledged(decision, now_ms, mailbox.all_acknowledged(decision) == Some(true));
        }
    }
}

/// What families can say of those a position believes missing: at home, or not.
fn families_know(pictures: &Pictures, asker: &Party, families: &Party, with: &Sending) -> Vec<Fact> {
    let missing = believed_missing(pictures, asker, with);
    let mut by_class: BTreeMap<usize, BTreeSet<SubjectIx>> = BTreeMap::new();
    for subject in missing {
        let person = with.given.subjects.get(subject).index;
        let is_away = with.locate.activity(person as u32) == Some(Activity::Away);
        if let (Some(class), true) = (with.given.school.people[person].class, is_away) {
            by_class.entry(class).or_default().insert(subject);
        }
    }
    by_class
        .into_iter()
        .map(|(class, at_home)| Fact {
            topic: Topic {
                signal: Signal::Elsewhere,
                subject: with.given.school.classes[class].subject,
            },
            value: Some(Value::Set(at_home)),
            observed_at_ms: with.clock.now_ms,
            observer: families.clone(),
            cause: None,
        })
        .collect()
}
