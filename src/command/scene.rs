//! Crews that arrive: their officer makes known to whoever leads the school that they are there.

use bevy_ecs::prelude::*;

use super::mail::Mailbox;
use super::receive::report;
use super::{Fact, Organisation, Party, Pictures};
use crate::response::{ON_SCENE, Resources};
use crate::scenario::trigger::Topic;
use crate::sim::{Clock, Given, Log};
use crate::vocabulary::{Signal, Value};

/// Puts the officers of crews that have arrived into their positions.
pub(super) fn come_on_scene(
    given: Res<Given>,
    clock: Res<Clock>,
    resources: Res<Resources>,
    mut organisation: ResMut<Organisation>,
    mut pictures: ResMut<Pictures>,
    mut mailbox: ResMut<Mailbox>,
    mut log: ResMut<Log>,
) {
    for position in 0..organisation.crews.len() {
        let Some(crew) = organisation.crews[position].filter(|_| !organisation.on_scene[position]) else {
            continue;
        };
        let Some(arrival) = resources.arrival(crew) else {
            continue;
        };
        organisation.on_scene[position] = true;
        let resource = given.resources[crew].subject;
        let note = log.note(clock.now_ms, "officer-on-scene");
        let cause = note
            .because(Some(arrival))
            .about(given.command.positions[position].subject)
            .text("resource", given.resources[crew].id.as_str())
            .done();
        let topic = Topic {
            signal: Signal::Status,
            subject: resource,
        };
        // The officer knows it too, and nothing else.
        let officer = Party::Position(position);
        let checks_in = Fact {
            topic,
            value: Some(Value::Ordinal(ON_SCENE)),
            observed_at_ms: clock.now_ms,
            observer: officer.clone(),
            cause: Some(cause),
        };
        pictures.0[position].receive(checks_in.clone(), clock.now_ms);
        pictures.0[position].note_change(topic, cause);
        mailbox.outbox.push(report(
            officer,
            organisation.commander.map(Party::Position).into_iter().collect(),
            vec![checks_in],
            topic.name(&given.subjects).into(),
            Vec::new(),
            Some(cause),
        ));
    }
}
