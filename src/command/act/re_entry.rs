//! Clearing the building for re-entry: by whoever may, and after an earthquake on the finding of an inspection alone.

use super::super::Party;
use super::super::action::{Actor, Submission};
use super::super::organisation::party_name;
use super::{Acting, EXERCISE_CONTROL, Effect};
use crate::scenario::model::HazardKind;
use crate::scenario::trigger::Topic;
use crate::vocabulary::{Ms, Signal, USABILITY, Value};

impl Acting<'_, '_> {
    /// Why somebody cannot clear the building, going by what they know: nobody has inspected it since it shook last, or
    /// the finding forbids it. Where nothing has shaken there is nothing to inspect: a drill is over when its leader
    /// says so.
    pub(super) fn unfit_for_re_entry(&self, party: &Party) -> Option<&'static str> {
        let Party::Position(position) = party else {
            return None;
        };
        let picture = &self.pictures.0[*position];
        let quakes = self.given.hazards.iter();
        let quakes = quakes.filter(|hazard| !matches!(hazard.kind, HazardKind::Drill));
        let shook_ms: Ms = quakes
            .filter_map(|hazard| picture.hazard_began_ms(hazard.subject))
            .max()?;
        let finding = picture.newest(Topic {
            signal: Signal::Usability,
            subject: self.given.school.subject,
        });
        let Some(finding) = finding.filter(|held| held.fact.observed_at_ms >= shook_ms) else {
            return Some("not-inspected");
        };
        (finding.fact.value != Some(Value::Ordinal(usable()))).then_some("not-found-usable")
    }

    /// Everybody may go in again, and is told so.
    pub(super) fn re_enter(&mut self, submission: &Submission) -> Effect {
        let school = self.given.school.subject;
        let now_ms = self.clock.now_ms;
        if !self.truth.set(now_ms, Signal::Cleared, school, Value::Flag(true)) {
            return Effect::Nothing;
        }
        let by = match &submission.actor {
            Actor::Party(party) => party_name(party, &self.given),
            Actor::Controller => EXERCISE_CONTROL.to_owned(),
        };
        let note = self.log.note(now_ms, "cleared-for-re-entry");
        note.because(submission.cause)
            .about(school)
            .text("by", by)
            .value(Signal::Cleared, Value::Flag(true))
            .done();
        if let Some(decision) = submission.decision {
            self.decisions.effective(decision, now_ms);
        }
        self.order_classes(submission)
    }
}

/// The step of [`USABILITY`] that allows everything.
fn usable() -> u8 {
    USABILITY.iter().position(|step| *step == "usable").unwrap_or(0) as u8
}
