//! Samples the signals of the world at a steady pace, and measures the gap between truth and the commander's
//! picture. Periodic sampling never keeps a run alive.

use bevy_ecs::prelude::*;

use crate::command::{Organisation, Pictures};
use crate::scenario::trigger::Topic;
use crate::sim::{Agenda, Clock, Due, Given, Ms, Phase, Truth, Value};
use crate::vocabulary::Signal;

const SAMPLE: &str = "sample";

/// The samples taken so far.
#[derive(Resource, Debug, Default)]
pub(super) struct Samples {
    /// When, what, value.
    pub(super) taken: Vec<(Ms, Topic, Value)>,
    /// Person-milliseconds by which the commander's picture of who is unaccounted for differed from the truth,
    /// counted from the first class told to leave.
    pub(super) gap_person_ms: i64,
    last_ms: Ms,
}

pub(super) fn install(world: &mut World, tick: &mut Schedule, _given: &Given) {
    world.init_resource::<Samples>();
    world
        .resource_mut::<Agenda>()
        .passively(0, Phase::Record, SAMPLE, 0, 0);
    tick.add_systems(take_samples.in_set(Phase::Record));
}

fn take_samples(
    due: Res<Due>,
    given: Res<Given>,
    clock: Res<Clock>,
    truth: Res<Truth>,
    organisation: Res<Organisation>,
    pictures: Res<Pictures>,
    mut samples: ResMut<Samples>,
    mut agenda: ResMut<Agenda>,
) {
    if due.of(SAMPLE).is_empty() {
        return;
    }
    let now_ms = clock.now_ms;
    let next_ms = now_ms + given.exercise.sample_every_ms;
    agenda.passively(next_ms, Phase::Record, SAMPLE, 0, 0);
    for (topic, value) in truth.iter() {
        if topic.signal.spec().sampled {
            samples.taken.push((now_ms, topic, value.clone()));
        }
    }
    let unaccounted = Topic {
        signal: Signal::Unaccounted,
        subject: given.school.subject,
    };
    let size = |value: &Value| {
        if let Value::Set(set) = value {
            set.len() as i64
        } else {
            0
        }
    };
    let true_size = truth
        .get(unaccounted.signal, unaccounted.subject)
        .map_or(0, |(value, _)| size(value));
    let believed = organisation
        .commander
        .and_then(|position| pictures.0[position].newest(unaccounted));
    let believed_size = believed.and_then(|held| held.fact.value.as_ref()).map_or(0, size);
    samples.gap_person_ms += (true_size - believed_size).abs() * (now_ms - samples.last_ms);
    samples.last_ms = now_ms;
}
