//! What a position makes of the reports about classes, and about staff and visitors: whom it believes unaccounted for.

use std::collections::BTreeSet;

use bevy_ecs::prelude::*;

use super::{Fact, Organisation, Party, Picture, Pictures};
use crate::scenario::trigger::Topic;
use crate::sim::{Clock, Detail, Given, HappeningId, Log};
use crate::vocabulary::{Ms, Signal, SubjectIx, Value};

/// The version of each picture that has been tallied, and whether everybody was accounted for then.
#[derive(Resource, Debug, Default)]
pub struct Tally {
    seen: Vec<u32>,
    /// When the commander first believed everybody accounted for, ms.
    pub full_account_ms: Option<Ms>,
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
    let school = given.school.subject;
    tally.seen.resize(pictures.0.len(), 0);
    for position in 0..pictures.0.len() {
        // Looked at without touching: whoever reads pictures asks whether anybody has.
        if pictures.0[position].version == tally.seen[position] || !organisation.is_filled(position) {
            continue;
        }
        let picture = &mut pictures.0[position];
        let sum = Sum::of(picture, &registers);
        if let Some(fact) = sum.news(picture, position, school, now_ms) {
            picture.receive(fact, now_ms);
            let note = log
                .note(now_ms, "tally")
                .because(sum.newest)
                .about(given.command.positions[position].subject)
                .at(Some(school));
            let value = Value::Set(sum.unaccounted.clone());
            let people = Detail::Count(sum.unaccounted.len() as i64);
            let cause = note
                .value(Signal::Unaccounted, value)
                .with("people", people)
                .done();
            picture.note_change(
                Topic {
                    signal: Signal::Unaccounted,
                    subject: school,
                },
                cause,
            );
            let all = sum.complete && sum.unaccounted.is_empty() && organisation.commander == Some(position);
            if all && tally.full_account_ms.is_none() {
                tally.full_account_ms = Some(now_ms);
                log.note(now_ms, "all-accounted")
                    .because(Some(cause))
                    .about(school)
                    .done();
            }
        }
        tally.seen[position] = picture.version;
    }
}

/// What the reports about classes, staff and visitors in a picture come to.
struct Sum {
    unaccounted: BTreeSet<SubjectIx>,
    /// Whether every class has reported, and the list of staff and visitors.
    complete: bool,
    /// The last entry in the log that is behind it.
    newest: Option<HappeningId>,
}

impl Sum {
    fn of(picture: &Picture, registers: &[SubjectIx]) -> Self {
        let (mut unaccounted, mut reported, mut newest) = (BTreeSet::new(), 0, None);
        for register in registers.iter().copied() {
            let topic = |signal| Topic {
                signal,
                subject: register,
            };
            let told = |signal| match &picture.newest(topic(signal))?.fact.value {
                Some(Value::Set(set)) => Some(set),
                _ => None,
            };
            newest = [
                newest,
                picture.learnt(topic(Signal::Missing)),
                picture.learnt(topic(Signal::Elsewhere)),
            ]
            .into_iter()
            .max()
            .flatten();
            let Some(missing) = told(Signal::Missing) else {
                continue;
            };
            let located = told(Signal::Elsewhere);
            let is_open = |person: &&SubjectIx| located.is_none_or(|set| !set.contains(person));
            reported += 1;
            unaccounted.extend(missing.iter().filter(is_open).copied());
        }
        Self {
            unaccounted,
            complete: reported == registers.len(),
            newest,
        }
    }

    /// The sum as a fact, if it is news to a position.
    fn news(&self, picture: &Picture, position: usize, school: SubjectIx, now_ms: Ms) -> Option<Fact> {
        let topic = Topic {
            signal: Signal::Unaccounted,
            subject: school,
        };
        let value = Some(Value::Set(self.unaccounted.clone()));
        let is_known = picture.newest(topic).is_some_and(|held| held.fact.value == value);
        let says_something = self.complete || !self.unaccounted.is_empty();
        (says_something && !is_known).then_some(Fact {
            topic,
            value,
            observed_at_ms: now_ms,
            observer: Party::Position(position),
            cause: self.newest,
        })
    }
}
