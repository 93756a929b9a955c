//! What a position makes of the reports about classes, and about staff and visitors: whom it believes unaccounted for.

use std::collections::BTreeSet;

use bevy_ecs::prelude::*;

use super::{Fact, Organisation, Party, Pictures};
use crate::scenario::trigger::Topic;
use crate::sim::{Clock, Given, Log};
use crate::vocabulary::{Signal, Value};

/// The version of each picture that has been tallied, and whether everybody was accounted for then.
#[derive(Resource, Debug, Default)]
pub struct Tally {
    seen: Vec<u32>,
    /// When the commander first believed everybody accounted for, ms.
    pub full_account_ms: Option<i64>,
}

/// Adds up what each position has been told of the classes and of the staff and visitors. As long as one of them has
/// not been reported, nobody missing is no news; somebody missing is.
pub(super) fn add_up(
    given: Res<Given>,
    clock: Res<Clock>,
    organisation: Res<Organisation>,
    mut tally: ResMut<Tally>,
    mut pictures: ResMut<Pictures>,
    mut log: ResMut<Log>,
) {
    let now_ms = clock.now_ms;
    let registers = given.school.registers();
    tally.seen.resize(pictures.0.len(), 0);
    for position in 0..pictures.0.len() {
        if pictures.0[position].version == tally.seen[position] || organisation.holders[position].is_none() {
            continue;
        }
        let picture = &mut pictures.0[position];
        let topic = |signal, subject| Topic { signal, subject };
        let mut unaccounted = BTreeSet::new();
        let mut reported = 0;
        let mut newest = None;
        for register in &registers {
            let set = |signal| match picture
                .newest(topic(signal, *register))
                .and_then(|h| h.fact.value.as_ref())
            {
                Some(Value::Set(set)) => Some(set.clone()),
                _ => None,
            };
            let located = set(Signal::Elsewhere).unwrap_or_default();
            if let Some(missing) = set(Signal::Missing) {
                reported += 1;
                unaccounted.extend(missing.difference(&located).copied());
                newest = newest.max(
                    picture
                        .newest(topic(Signal::Missing, *register))
                        .and_then(|h| h.fact.cause),
                );
            }
        }
        let complete = reported == registers.len();
        let known = topic(Signal::Unaccounted, given.school.subject);
        if complete || !unaccounted.is_empty() {
            let value = Value::Set(unaccounted.clone());
            let changed = picture
                .newest(known)
                .is_none_or(|held| held.fact.value.as_ref() != Some(&value));
            if changed {
                let observer = Party::Position(position);
                picture.receive(
                    Fact {
                        topic: known,
                        value: Some(value.clone()),
                        observed_at_ms: now_ms,
                        observer,
                        cause: newest,
                    },
                    now_ms,
                );
                let subject = given.command.positions[position].subject;
                let note = log
                    .note(now_ms, "tally")
                    .because(newest)
                    .about(subject)
                    .at(Some(given.school.subject));
                let cause = note.value(Signal::Unaccounted, value).done();
                if complete && unaccounted.is_empty() && organisation.commander == Some(position) {
                    tally.full_account_ms.get_or_insert(now_ms);
                    log.note(now_ms, "all-accounted")
                        .because(Some(cause))
                        .about(given.school.subject)
                        .done();
                }
            }
        }
        tally.seen[position] = pictures.0[position].version;
    }
}
