//! Actions that change the world by themselves, and what people do with their own hands.

use super::super::action::Submission;
use super::{Acting, Effect};
use crate::hazard::flood::coupling::SetWorks;
use crate::people::{Hurt, Perceived, TakeCover};
use crate::places::{Change, ChangePlace, signal_of};
use crate::response::Arrive;
use crate::sim::Detail;
use crate::vocabulary::{Cue, SubjectIx, Value};

impl Acting<'_, '_> {
    /// A place can no longer be passed.
    pub(super) fn close(&mut self, submission: &Submission) -> Effect {
        self.set_passable(submission, false)
    }

    /// A place can be passed again: whoever is named goes and opens it, or it is open at once.
    pub(super) fn open(&mut self, submission: &Submission) -> Effect {
        match submission.call.subject("position") {
            Some(_) => self.order_positions(submission),
            None => self.set_passable(submission, true),
        }
    }

    fn set_passable(&mut self, submission: &Submission, open: bool) -> Effect {
        let place = submission.call.subject("place");
        let Some(place) = place.filter(|place| self.locate.site().would_change(*place, open)) else {
            return Effect::Nothing;
        };
        let change = if open { Change::Open } else { Change::Close };
        self.change(submission, place, change)
    }

    /// Something can be perceived at a place.
    pub(super) fn show(&mut self, submission: &Submission) -> Effect {
        let call = &submission.call;
        let cue = call.word("cue").and_then(Cue::from_word);
        let (Some(place), Some(cue)) = (call.subject("place"), cue) else {
            return Effect::Nothing;
        };
        let is_there = signal_of(cue)
            .and_then(|signal| self.truth.get(signal, place))
            .is_some_and(|(value, _)| *value == Value::Flag(true));
        if is_there {
            return Effect::Nothing;
        }
        self.change(submission, place, Change::Show(cue))
    }

    /// Mains power fails or is back.
    pub(super) fn switch_power(&mut self, submission: &Submission, on: bool) -> Effect {
        match submission.call.subject("school") {
            Some(school) if self.locate.has_power() != on => {
                self.change(submission, school, Change::Power(on))
            }
            _ => Effect::Nothing,
        }
    }

    fn change(&mut self, submission: &Submission, place: SubjectIx, change: Change) -> Effect {
        let cause = submission.cause;
        self.places.write(ChangePlace { place, change, cause });
        Effect::Something
    }

    /// Somebody is hurt; nobody who is not at school.
    pub(super) fn incapacitate(&mut self, submission: &Submission) -> Effect {
        let call = &submission.call;
        let severity = call.word("severity").and_then(|word| word.parse().ok());
        let person = call
            .subject("person")
            .map(|subject| self.given.subjects.get(subject).index as u32);
        let Some(person) = person.filter(|person| self.locate.whereabouts(*person).is_some()) else {
            return Effect::Nothing;
        };
        self.hurt.write(Hurt {
            person,
            severity: severity.unwrap_or(2),
            cause: submission.cause,
        });
        Effect::Something
    }

    /// An early warning: everybody at the school hears it.
    pub(super) fn warn(&mut self, submission: &Submission) -> Effect {
        let call = &submission.call;
        let note = self.log.note(self.clock.now_ms, "early-warning");
        let note = note.because(submission.cause);
        let note = match call.subject("hazard") {
            Some(hazard) => note.about(hazard),
            None => note,
        };
        let cause = note.at(call.subject("school")).done();
        for (person, spec) in (0..).zip(&self.given.school.people) {
            if spec.presence.at_school() {
                self.perceived.write(Perceived {
                    by_word: false,
                    person,
                    cue: Cue::EarlyWarning,
                    place: None,
                    cause: Some(cause),
                });
            }
        }
        Effect::Something
    }

    /// A resource comes to the gate; nothing new for one that has come to a gate already.
    pub(super) fn let_come(&mut self, submission: &Submission) -> Effect {
        let resource = submission.call.subject("resource");
        let Some(resource) = resource.filter(|resource| self.resources.is_awaited(*resource)) else {
            return Effect::Nothing;
        };
        let cause = submission.cause;
        self.arrive.write(Arrive { resource, cause });
        Effect::Something
    }

    /// Works are set, or a barrier is raised.
    pub(super) fn set_works(&mut self, submission: &Submission) -> Effect {
        let asked = SetWorks::of(&submission.call, submission.cause);
        if asked.is_empty() {
            return Effect::Nothing;
        }
        if let Some(decision) = submission.decision {
            self.decisions.has_ordered(decision, self.clock.now_ms);
            self.decisions.effective(decision, self.clock.now_ms);
        }
        self.works.write_batch(asked);
        Effect::Something
    }

    /// People drop, cover and hold on.
    pub(super) fn take_cover(&mut self, submission: &Submission) -> Effect {
        let note = self.log.note(self.clock.now_ms, "drop-cover-hold");
        note.because(submission.cause)
            .with("people", Detail::Count(submission.people.len() as i64))
            .done();
        self.cover.write(TakeCover {
            people: submission.people.clone(),
        });
        Effect::Something
    }
}
