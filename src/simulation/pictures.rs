//! What each position knows at the end of each module of the exercise, beside what is true then.

use std::collections::BTreeSet;

use bevy_ecs::prelude::*;

use crate::command::{Party, Picture, Pictures};
use crate::record::PictureKind;
use crate::scenario::model::{ArgumentValue, PositionIx, Scenario, StandingHolder};
use crate::scenario::trigger::Topic;
use crate::sim::{Agenda, Clock, Given, HappeningId, Phase, Tick, Truth, due};
use crate::vocabulary::{ActionKind, Ms, Signal, SignalType, Value};

const MODULE_ENDS: &str = "module-ends";

/// What a position knows of a topic, or does not know.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub(super) module: usize,
    pub(super) position: PositionIx,
    pub(super) topic: Topic,
    pub(super) kind: PictureKind,
    pub(super) rank: u32,
    pub(super) value: Option<Value>,
    pub(super) truth: Option<Value>,
    /// When it was observed, ms, and by whom.
    pub(super) observed: Option<(Ms, Party)>,
    pub(super) received_ms: Option<Ms>,
    pub(super) asked_ms: Option<Ms>,
    /// The entry in the log by which it was learnt.
    pub(super) entry: Option<HappeningId>,
}

/// What was known at the ends of the modules that are over.
#[derive(Resource, Debug, Default)]
pub(super) struct AtModuleEnds {
    pub(super) known: Vec<Known>,
    /// So many modules are over.
    ended: usize,
    /// What each position waits to hear, by position.
    awaited: Vec<BTreeSet<Topic>>,
}

pub(super) fn install(world: &mut World, tick: &mut Tick, given: &Given) {
    let modules = &given.material.modules;
    let mut agenda = world.resource_mut::<Agenda>();
    for (number, module) in (0..).zip(modules) {
        agenda.passively(module.to_ms, Phase::Record, MODULE_ENDS, number, 0);
    }
    let positions = 0..given.command.positions.len();
    let awaited = if modules.is_empty() {
        Vec::new()
    } else {
        positions.map(|position| awaited(given, position)).collect()
    };
    world.insert_resource(AtModuleEnds {
        awaited,
        ..AtModuleEnds::default()
    });
    tick.phase(Phase::Hazard)
        .on([due(MODULE_ENDS)], note_what_was_known);
    tick.phase(Phase::Record)
        .on([due(MODULE_ENDS)], note_what_is_known);
}

/// A module has ended since the last tick: before anybody learns anything in this one.
fn note_what_was_known(
    clock: Res<Clock>,
    given: Res<Given>,
    truth: Res<Truth>,
    pictures: Res<Pictures>,
    mut ends: ResMut<AtModuleEnds>,
) {
    ends.note_until(clock.now_ms - 1, &given, &pictures, &truth);
}

/// A module ends with this tick.
fn note_what_is_known(
    clock: Res<Clock>,
    given: Res<Given>,
    truth: Res<Truth>,
    pictures: Res<Pictures>,
    mut ends: ResMut<AtModuleEnds>,
) {
    ends.note_until(clock.now_ms, &given, &pictures, &truth);
}

/// The run is over: what is known now is known at the ends of all modules that are still to come.
pub(super) fn end(world: &mut World) {
    let count = world.resource::<Given>().material.modules.len();
    world.resource_scope(|world, mut ends: Mut<AtModuleEnds>| {
        while ends.ended < count {
            ends.note(world.resource::<Pictures>(), world.resource::<Truth>());
        }
    });
}

impl AtModuleEnds {
    /// Notes what everybody knows at the ends of the modules that end until then.
    fn note_until(&mut self, until_ms: Ms, given: &Given, pictures: &Pictures, truth: &Truth) {
        while let Some(module) = given.material.modules.get(self.ended)
            && module.to_ms <= until_ms
        {
            self.note(pictures, truth);
        }
    }

    /// Notes what everybody knows at the end of the next module.
    fn note(&mut self, pictures: &Pictures, truth: &Truth) {
        let module = self.ended;
        for (position, picture) in pictures.0.iter().enumerate() {
            let known = known(picture, &self.awaited[position], truth);
            self.known.extend(known.into_iter().map(|known| Known {
                module,
                position,
                ..known
            }));
        }
        self.ended += 1;
    }
}

/// What a position knows now, and waits to hear.
pub(super) fn known_now(world: &World, position: PositionIx) -> Vec<Known> {
    let awaited = awaited(world.resource::<Given>(), position);
    let picture = &world.resource::<Pictures>().0[position];
    let known = known(picture, &awaited, world.resource::<Truth>()).into_iter();
    known.map(|known| Known { position, ..known }).collect()
}

/// What stands in a picture and what is missing in it, beside what is true; module and position are filled in later.
fn known(picture: &Picture, awaited: &BTreeSet<Topic>, truth: &Truth) -> Vec<Known> {
    let mut all = held(picture);
    all.extend(unanswered(picture));
    all.extend(unheard(picture, awaited));
    for one in &mut all {
        let so = truth.get(one.topic.signal, one.topic.subject);
        one.truth = so.map(|(value, _)| value.clone());
    }
    all
}

/// A row of which the position, the module and the truth are filled in later.
fn row(topic: Topic, kind: PictureKind) -> Known {
    Known {
        module: 0,
        position: 0,
        topic,
        kind,
        rank: 1,
        value: None,
        truth: None,
        observed: None,
        received_ms: None,
        asked_ms: None,
        entry: None,
    }
}

/// What is believed, and what contradicts it.
fn held(picture: &Picture) -> Vec<Known> {
    let mut known = Vec::new();
    for (topic, held) in picture.iter() {
        let said = held.iter().filter(|held| held.fact.value.is_some());
        for (rank, held) in (1..).zip(said) {
            let (kind, entry) = if rank == 1 {
                (PictureKind::Believed, picture.learnt(topic))
            } else {
                (PictureKind::Contradicts, held.fact.cause)
            };
            known.push(Known {
                rank,
                value: held.fact.value.clone(),
                observed: Some((held.fact.observed_at_ms, held.fact.observer.clone())),
                received_ms: Some(held.received_ms),
                entry,
                ..row(topic, kind)
            });
        }
    }
    known
}

/// What was asked about, without a word since.
fn unanswered(picture: &Picture) -> impl Iterator<Item = Known> {
    let open = picture.asked().filter(|(topic, asked_ms)| {
        picture
            .heard_ms(*topic)
            .is_none_or(|heard_ms| heard_ms < *asked_ms)
    });
    open.map(|(topic, asked_ms)| Known {
        asked_ms: Some(asked_ms),
        ..row(topic, PictureKind::Asked)
    })
}

/// What nobody has told, of what is waited for.
fn unheard<'a>(picture: &'a Picture, awaited: &'a BTreeSet<Topic>) -> impl Iterator<Item = Known> + 'a {
    let never = awaited
        .iter()
        .filter(|topic| picture.heard_ms(**topic).is_none() && picture.asked_ms(**topic).is_none());
    never.map(|topic| row(*topic, PictureKind::Unheard))
}

/// What a position waits to hear: what its decisions and standing orders ask about, and what others are to report to it. A flag
/// would give away what may still be to come (that somewhere there could be gas), so that of flags only whether
/// somebody has been heard from counts.
fn awaited(scenario: &Scenario, position: PositionIx) -> BTreeSet<Topic> {
    let decisions = scenario
        .decisions
        .iter()
        .filter(|decision| decision.position == position);
    let own = scenario
        .standing_orders
        .iter()
        .filter(|order| order.held_by == StandingHolder::Position(position));
    let triggers = decisions
        .flat_map(|decision| decision.when.iter().chain(&decision.rearm_when))
        .chain(own.map(|order| &order.when));
    let mut topics: BTreeSet<Topic> = triggers
        .flat_map(|trigger| trigger.subscriptions().topics)
        .collect();
    let subject = scenario.command.positions[position].subject;
    for call in scenario
        .calls()
        .filter(|call| call.spec.kind == ActionKind::Report)
    {
        let is_told =
            matches!(call.argument("to"), Some(ArgumentValue::Subjects(to)) if to.contains(&subject));
        if is_told {
            let about = call.about().iter();
            topics.extend(about.map(|(signal, subject)| Topic {
                signal: *signal,
                subject: *subject,
            }));
        }
    }
    topics.retain(|topic| topic.signal == Signal::Report || topic.signal.spec().values != SignalType::Flag);
    topics
}
