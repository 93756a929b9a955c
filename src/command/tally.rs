//! What a position makes of the reports about classes, and about staff and visitors: whom it believes unaccounted for.

use std::collections::{BTreeMap, BTreeSet};

use bevy_ecs::prelude::*;

use super::{Fact, Organisation, Party, Picture, Pictures};
use crate::people::{ClassState, Classes};
use crate::scenario::trigger::Topic;
use crate::sim::{Clock, Detail, Given, HappeningId, Log};
use crate::vocabulary::{Ms, Signal, SubjectIx, Value};

/// The version of each picture that has been tallied, and whether everybody was accounted for then.
#[derive(Resource, Debug, Default)]
pub struct Tally {
    /// The version of each picture, and how many classes had been told to leave.
    seen: Vec<(u32, usize)>,
    /// When the commander first believed everybody accounted for, ms.
    pub full_account_ms: Option<Ms>,
}

/// Who of the school is not accounted for.
const fn unaccounted_at(school: SubjectIx) -> Topic {
    Topic {
        signal: Signal::Unaccounted,
        subject: school,
    }
}

/// Adds up what each position has been told of the classes and of the staff and visitors. As long as one of them has
/// not been reported, nobody missing is no news; somebody missing is. A class that is told to leave after it was counted in
/// its room has to be counted again.
pub(super) fn add_up(
    given: Res<Given>,
    clock: Res<Clock>,
    organisation: Res<Organisation>,
    classes: Res<Classes>,
    states: Query<&ClassState>,
    mut tally: ResMut<Tally>,
    mut pictures: ResMut<Pictures>,
    mut log: ResMut<Log>,
) {
    let now_ms = clock.now_ms;
    let told_to_leave = classes.0.iter().zip(&given.school.classes);
    let told_to_leave: BTreeMap<SubjectIx, Ms> = told_to_leave
        .filter_map(|(class, spec)| Some((spec.subject, states.get(*class).ok()?.told_to_leave_ms?)))
        .collect();
    let registers = given.school.registers();
    let school = given.school.subject;
    tally.seen.resize(pictures.0.len(), (0, 0));
    for position in 0..pictures.0.len() {
        // Looked at without touching: whoever reads pictures asks whether anybody has.
        let as_of = (pictures.0[position].version, told_to_leave.len());
        if as_of == tally.seen[position] || !organisation.is_filled(position) {
            continue;
        }
        let picture = &mut pictures.0[position];
        let sum = Sum::of(picture, &registers, &told_to_leave);
        if sum.is_overtaken && !sum.says_something() {
            picture.forget(unaccounted_at(school));
        }
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
            picture.note_change(unaccounted_at(school), cause);
            let all = sum.complete && sum.unaccounted.is_empty() && organisation.commander == Some(position);
            if all && tally.full_account_ms.is_none() {
                tally.full_account_ms = Some(now_ms);
                log.note(now_ms, "all-accounted")
                    .because(Some(cause))
                    .about(school)
                    .with("located", Detail::Count(sum.located.len() as i64))
                    .with("whom", Detail::People(sum.located.clone()))
                    .done();
            }
        }
        tally.seen[position] = (picture.version, told_to_leave.len());
    }
}

/// What the reports about classes, staff and visitors in a picture come to.
struct Sum {
    unaccounted: BTreeSet<SubjectIx>,
    /// Who is not with their class, but of whom it is known where they are.
    located: BTreeSet<SubjectIx>,
    /// Whether every class has reported, and the list of staff and visitors.
    complete: bool,
    /// Whether a class that was counted in its room has been told to leave since. Whoever was missing then is still missing;
    /// that the others are there is worth nothing any more.
    is_overtaken: bool,
    /// The last entry in the log that is behind it.
    newest: Option<HappeningId>,
}

impl Sum {
    fn of(picture: &Picture, registers: &[SubjectIx], told_to_leave: &BTreeMap<SubjectIx, Ms>) -> Self {
        let (mut unaccounted, mut reported, mut newest) = (BTreeSet::new(), 0, None);
        let (mut elsewhere, mut is_overtaken) = (BTreeSet::new(), false);
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
            let counted_ms = picture
                .newest(topic(Signal::Missing))
                .map(|held| held.fact.observed_at_ms);
            if counted_ms < told_to_leave.get(&register).copied() {
                is_overtaken = true;
            } else {
                reported += 1;
            }
            let located = told(Signal::Elsewhere);
            let (known, open): (BTreeSet<_>, BTreeSet<_>) = missing
                .iter()
                .copied()
                .partition(|person| located.is_some_and(|set| set.contains(person)));
            elsewhere.extend(known);
            unaccounted.extend(open);
        }
        Self {
            unaccounted,
            located: elsewhere,
            complete: reported == registers.len(),
            is_overtaken,
            newest,
        }
    }

    /// Whether there is anything to believe: somebody is missing, or nobody of all.
    fn says_something(&self) -> bool {
        self.complete || !self.unaccounted.is_empty()
    }

    /// The sum as a fact, if it is news to a position.
    fn news(&self, picture: &Picture, position: usize, school: SubjectIx, now_ms: Ms) -> Option<Fact> {
        let topic = unaccounted_at(school);
        let value = Some(Value::Set(self.unaccounted.clone()));
        let is_known = picture.newest(topic).is_some_and(|held| held.fact.value == value);
        (self.says_something() && !is_known).then_some(Fact {
            topic,
            value,
            observed_at_ms: now_ms,
            observer: Party::Position(position),
            cause: self.newest,
        })
    }
}
