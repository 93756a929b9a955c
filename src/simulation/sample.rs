//! Samples the signals of the world at a steady pace, and measures the gap between truth and the commander's
//! picture. Periodic sampling never keeps a run alive.

use std::collections::BTreeSet;

use bevy_ecs::prelude::*;

use crate::command::{Organisation, Pictures};
use crate::people::StillThere;
use crate::scenario::model::{Holder, PositionIx, PositionSpec};
use crate::scenario::trigger::Topic;
use crate::sim::{Agenda, Clock, Given, Phase, Tick, Truth, changed, due, when};
use crate::vocabulary::{Ms, Signal, SubjectIx, Value};

const SAMPLE: &str = "sample";

/// The samples taken so far.
#[derive(Resource, Debug, Default)]
pub(super) struct Samples {
    /// When, what, value.
    pub(super) taken: Vec<(Ms, Topic, Value)>,
    /// Whether nobody wants them.
    unwanted: bool,
    /// Person-milliseconds by which the commander's picture of who is unaccounted for differed from the truth: those
    /// unaccounted for whom it did not name, and those it named who were not.
    gap_person_ms: i64,
    /// Person-milliseconds of pupils at school in classes of which the commander has no count, from the first class
    /// setting out.
    not_heard_of_person_ms: i64,
    /// When what a responder believes of who is missing was first what is true, ms.
    pub(super) correct_list_ms: Option<Ms>,
    /// Pupils at school, by class.
    pupils: Vec<i64>,
    gap: i64,
    not_heard_of: i64,
    gap_since_ms: Ms,
}

impl Samples {
    /// The gap and the pupils nobody has heard of, added up until the end of the run, person-milliseconds: nothing may
    /// have changed for a while before it.
    pub(super) fn added_up_until(&self, end_ms: Ms) -> (i64, i64) {
        let rest_ms = end_ms - self.gap_since_ms;
        (
            self.gap_person_ms + self.gap * rest_ms,
            self.not_heard_of_person_ms + self.not_heard_of * rest_ms,
        )
    }
}

pub(super) fn install(world: &mut World, tick: &mut Tick) {
    world.init_resource::<Samples>();
    world
        .resource_mut::<Agenda>()
        .passively(0, Phase::Record, SAMPLE, 0, 0);
    tick.phase(Phase::Record).on([due(SAMPLE)], take_samples).on(
        [
            changed::<Pictures>(),
            changed::<Organisation>(),
            when(who_is_unaccounted_changed),
        ],
        measure_gap,
    );
}

/// Samples are not wanted; the gap is measured all the same.
pub(super) fn take_none(world: &mut World) {
    world.resource_mut::<Samples>().unwanted = true;
}

fn who_is_unaccounted_changed(world: &World) -> bool {
    let mut changed = world.resource::<Truth>().changed().iter();
    changed.any(|topic| topic.signal == Signal::Unaccounted)
}

fn take_samples(
    given: Res<Given>,
    clock: Res<Clock>,
    truth: Res<Truth>,
    mut samples: ResMut<Samples>,
    mut agenda: ResMut<Agenda>,
) {
    let now_ms = clock.now_ms;
    let next_ms = now_ms + given.exercise.sample_every_ms;
    agenda.passively(next_ms, Phase::Record, SAMPLE, 0, 0);
    if samples.unwanted {
        return;
    }
    for (topic, value) in truth.iter() {
        // A town alone has no classrooms: what rooms say of a school is not said of it.
        let kind = given.subjects.get(topic.subject).kind;
        let spec = topic.signal.spec();
        if spec.sampled && spec.subjects.contains(&kind) {
            samples.taken.push((now_ms, topic, value.clone()));
        }
    }
}

/// Adds up the gap between what is true and what the commander believes, whenever either may have changed.
fn measure_gap(
    given: Res<Given>,
    clock: Res<Clock>,
    truth: Res<Truth>,
    organisation: Res<Organisation>,
    pictures: Res<Pictures>,
    still_there: Res<StillThere>,
    mut samples: ResMut<Samples>,
) {
    let nobody = BTreeSet::new();
    let unaccounted = Topic {
        signal: Signal::Unaccounted,
        subject: given.school.subject,
    };
    let true_set = match truth.get(unaccounted.signal, unaccounted.subject) {
        Some((Value::Set(set), _)) => set,
        _ => &nobody,
    };
    let held = organisation
        .commander
        .and_then(|position| pictures.0[position].newest(unaccounted));
    let believed = match held.and_then(|held| held.fact.value.as_ref()) {
        Some(Value::Set(set)) => set,
        _ => &nobody,
    };
    let gap = true_set.symmetric_difference(believed).count() as i64;
    let elapsed_ms = clock.now_ms - samples.gap_since_ms;
    samples.gap_person_ms += samples.gap * elapsed_ms;
    samples.not_heard_of_person_ms += samples.not_heard_of * elapsed_ms;
    samples.gap = gap;
    // Before anybody sets out there is nothing to count, and the signal is not there yet.
    let begun = truth.get(unaccounted.signal, unaccounted.subject).is_some();
    samples.not_heard_of = if begun {
        if samples.pupils.is_empty() {
            samples.pupils = pupils_by_class(&given);
        }
        not_heard_of(&samples.pupils, &given, &organisation, &pictures)
    } else {
        0
    };
    samples.gap_since_ms = clock.now_ms;
    if samples.correct_list_ms.is_none() && begun {
        let is_true = |position: PositionIx| {
            let held = pictures.0[position].newest(unaccounted);
            let list = held.and_then(|held| held.fact.value.as_ref());
            matches!(list, Some(Value::Set(list)) if is_correct(list, true_set, &still_there.0))
        };
        let is_known = responders(&given).any(is_true);
        samples.correct_list_ms = is_known.then_some(clock.now_ms);
    }
}

/// Whether a list of the missing names everybody whom nobody has found, and nobody else but those who have been found and
/// are still there: whoever goes in for them goes in for somebody.
fn is_correct(
    list: &BTreeSet<SubjectIx>,
    unaccounted: &BTreeSet<SubjectIx>,
    still_there: &BTreeSet<SubjectIx>,
) -> bool {
    let mut others = list.difference(unaccounted);
    list.is_superset(unaccounted) && others.all(|person| still_there.contains(person))
}

/// Positions that come to help, or send help: officers of crews, and outside parties that dispatch a resource.
fn responders(given: &Given) -> impl Iterator<Item = PositionIx> {
    let positions = given.command.positions.iter().enumerate();
    let responds = |(position, spec): &(PositionIx, &PositionSpec)| match spec.holder {
        Holder::Crew(_) => true,
        Holder::Outside(_) => given.resources.iter().any(|resource| resource.owner == *position),
        Holder::Person(_) => false,
    };
    positions.filter(responds).map(|(position, _)| position)
}

/// How many pupils at school belong to classes of which the commander has no head count.
fn not_heard_of(pupils: &[i64], given: &Given, organisation: &Organisation, pictures: &Pictures) -> i64 {
    let Some(commander) = organisation.commander else {
        return 0;
    };
    let classes = given.school.classes.iter().zip(pupils);
    let silent = classes.filter(|(class, _)| {
        pictures.0[commander]
            .newest(Topic {
                signal: Signal::HeadCount,
                subject: class.subject,
            })
            .is_none()
    });
    silent.map(|(_, pupils)| pupils).sum()
}

fn pupils_by_class(given: &Given) -> Vec<i64> {
    let present = |member: &usize| given.school.people[*member].presence.at_school();
    let classes = given.school.classes.iter();
    classes
        .map(|class| class.members.iter().filter(|m| present(m)).count() as i64)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people(numbers: &[u32]) -> BTreeSet<SubjectIx> {
        numbers.iter().copied().map(SubjectIx).collect()
    }

    #[test]
    fn a_list_is_correct_that_misses_nobody_and_names_nobody_who_is_out() {
        let (unaccounted, still_there) = (people(&[1, 2]), people(&[3]));
        for (list, correct) in [
            (&[1, 2][..], true),
            (&[1, 2, 3], true),
            (&[1, 3], false),
            (&[1, 2, 4], false),
            (&[], false),
        ] {
            assert_eq!(
                is_correct(&people(list), &unaccounted, &still_there),
                correct,
                "{list:?}"
            );
        }
        assert!(is_correct(&people(&[]), &people(&[]), &still_there));
    }
}
