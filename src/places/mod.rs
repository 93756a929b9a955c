//! Places: the school as a thing people walk in, what is open, what can be perceived where, and the ways.
//!
//! [`Site`] holds the walkable venue and its closures, [`Ways`] the floor fields people follow under what they
//! believe to be passable, [`Cues`] what can be perceived. Others ask for changes with [`ChangePlace`].

mod cues;
mod site;
mod ways;
mod whereabouts;

use bevy_ecs::message::MessageRegistry;
use bevy_ecs::prelude::*;

use crate::sim::{Clock, HappeningId, Log, Phase, Truth};
use crate::vocabulary::{Cue, Signal, SubjectIx, Value};
pub use cues::{Cues, VisibleCue};
pub use site::{Site, Stair};
pub use ways::{Belief, GoalKey, Ways};
pub use whereabouts::Whereabouts;

/// Asks for a change of a place; carried out in the same tick.
#[derive(Message, Debug, Clone)]
pub struct ChangePlace {
    /// Which place: an opening, a stair, a space, or the school.
    pub place: SubjectIx,
    /// What is to change.
    pub change: Change,
    /// Why.
    pub cause: Option<HappeningId>,
}

/// What can change at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It can no longer be passed.
    Close,
    /// It can be passed again.
    Open,
    /// Something can be perceived there.
    Show(Cue),
    /// Mains power of the whole site.
    Power(bool),
}

/// Puts the room into the simulation.
pub fn install(world: &mut World, tick: &mut Schedule, site: Site) {
    world.insert_resource(site);
    world.init_resource::<Ways>();
    world.init_resource::<Cues>();
    MessageRegistry::register_message::<ChangePlace>(world);
    tick.add_systems(change_places.in_set(Phase::Respond));
}

/// Carries out what actions, pins and the hazard have asked for.
pub fn change_places(
    mut asked: MessageReader<ChangePlace>,
    clock: Res<Clock>,
    mut site: ResMut<Site>,
    mut cues: ResMut<Cues>,
    mut truth: ResMut<Truth>,
    mut log: ResMut<Log>,
) {
    let now_ms = clock.now_ms;
    for ChangePlace { place, change, cause } in asked.read() {
        match *change {
            Change::Close | Change::Open => {
                let open = *change == Change::Open;
                if !site.set_open(*place, open) {
                    continue;
                }
                let event = if open { "place-opened" } else { "place-closed" };
                let why = log
                    .note(now_ms, event)
                    .because(*cause)
                    .about(*place)
                    .value(Signal::Blocked, Value::Flag(!open))
                    .done();
                truth.set(now_ms, Signal::Blocked, *place, Value::Flag(!open));
                if open {
                    cues.hide(*place, Cue::Blocked);
                } else {
                    cues.show(VisibleCue {
                        place: *place,
                        cue: Cue::Blocked,
                        since_ms: now_ms,
                        cause: Some(why),
                    });
                }
            }
            Change::Show(cue) => {
                let signal = signal_of(cue);
                let why = log
                    .note(now_ms, "cue-appears")
                    .because(*cause)
                    .about(*place)
                    .text("cue", cue.word())
                    .done();
                cues.show(VisibleCue {
                    place: *place,
                    cue,
                    since_ms: now_ms,
                    cause: Some(why),
                });
                if let Some(signal) = signal {
                    truth.set(now_ms, signal, *place, Value::Flag(true));
                }
            }
            Change::Power(on) => {
                if site.power == on {
                    continue;
                }
                site.power = on;
                let event = if on { "power-back" } else { "power-fails" };
                log.note(now_ms, event)
                    .because(*cause)
                    .about(*place)
                    .value(Signal::Power, Value::Flag(on))
                    .done();
                truth.set(now_ms, Signal::Power, *place, Value::Flag(on));
            }
        }
    }
}

/// The signal that a cue lets a person claim; `None` for what is not a property of a place.
pub fn signal_of(cue: Cue) -> Option<Signal> {
    match cue {
        Cue::Crack => Some(Signal::Crack),
        Cue::FallenPlaster => Some(Signal::FallenPlaster),
        Cue::Blocked => Some(Signal::Blocked),
        Cue::GasSmell => Some(Signal::GasSmell),
        Cue::Smoke => Some(Signal::Smoke),
        Cue::Shaking | Cue::EarlyWarning | Cue::Alarm | Cue::Injured | Cue::Straggler => None,
    }
}
