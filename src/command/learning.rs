//! Learning: a position takes a fact in, by word or by the own senses.

use super::{Fact, Pictures};
use crate::scenario::model::PositionIx;
use crate::sim::{Given, HappeningId, Log};
use crate::vocabulary::Ms;

/// A position takes a fact in. What changes its picture stands in the timeline, and is the reason for whatever it does
/// about it.
pub(super) fn learn(
    pictures: &mut Pictures,
    position: PositionIx,
    fact: Fact,
    cause: Option<HappeningId>,
    now_ms: Ms,
    given: &Given,
    log: &mut Log,
) {
    let (topic, value) = (fact.topic, fact.value.clone());
    let picture = &mut pictures.0[position];
    if !picture.receive(fact, now_ms) {
        return;
    }
    let note = log
        .note(now_ms, "picture-changes")
        .because(cause)
        .about(given.command.positions[position].subject)
        .at(Some(topic.subject));
    let entry = if let Some(value) = value {
        note.value(topic.signal, value).done()
    } else {
        let about = topic.name(&given.subjects);
        note.text("about", about).text("value", "unknown").done()
    };
    picture.note_change(topic, entry);
}
