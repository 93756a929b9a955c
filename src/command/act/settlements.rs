//! Words to the people of settlements: leave, or water is coming.

use super::super::Party;
use super::super::action::Submission;
use super::super::mail::{Content, MessageKind};
use super::{Acting, Effect};
use crate::scenario::model::PlaceKind;

impl Acting<'_, '_> {
    /// Orders people of settlements to leave.
    pub(super) fn evacuate_places(&mut self, submission: &Submission) -> Effect {
        let order = Content::Order(submission.call.clone());
        self.tell_settlements(submission, MessageKind::Order, order)
    }

    /// Warns people of settlements.
    pub(super) fn warn_places(&mut self, submission: &Submission) -> Effect {
        self.tell_settlements(submission, MessageKind::Inform, Content::Warning)
    }

    /// A word to settlements: each hears it, or not, as one.
    fn tell_settlements(&mut self, submission: &Submission, kind: MessageKind, content: Content) -> Effect {
        let subjects = &self.given.subjects;
        let places = submission.call.subjects("places").iter();
        let places = places.map(|subject| &self.given.places[subjects.get(*subject).index]);
        let settlements = places.filter(|place| matches!(place.kind, PlaceKind::Settlement { .. }));
        let to: Vec<_> = settlements
            .map(|place| (Party::Played(place.id.as_str().into()), false))
            .collect();
        if to.is_empty() {
            return Effect::Nothing;
        }
        let draft = Self::draft(submission, kind, to, content);
        self.post(submission, draft);
        Effect::Something
    }
}
