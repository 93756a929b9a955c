//! Release: pupils are handed over to those who come for them, by grade under their teacher or at the parents' gate.
//!
//! Lines with servers, all on the agenda. Who comes, when, and how long each step takes is drawn by family, so that
//! variants share their luck.

mod desks;
mod families;
mod line;
mod tally;
mod walk_ins;

use bevy_ecs::prelude::*;

pub use tally::{Gate, Mark};

use crate::scenario::model::PositionIx;
use crate::sim::{Chance, Given, HappeningId, Phase, Tick, Truth, due, told, when};
use crate::vocabulary::{Signal, Value};

/// Pupils are to be handed over from now on.
#[derive(Message, Debug, Clone, Copy)]
pub struct BeginRelease {
    /// The position that leads it.
    pub position: PositionIx,
    /// The delivery of the order.
    pub delivery: u32,
    /// The order's entry in the log.
    pub cause: HappeningId,
}

/// Puts the room into the simulation, if the scenario has anything of it.
pub fn install(world: &mut World, tick: &mut Tick, given: &Given) {
    tick.carries::<BeginRelease>(world);
    world.init_resource::<Gate>();
    let Some(spec) = given.release else { return };
    let chance = *world.resource::<Chance>();
    world.insert_resource(desks::Desks::new(&given.school, &spec, &chance));
    let mut truth = world.resource_mut::<Truth>();
    for signal in [Signal::Released, Signal::ParentsWaiting] {
        truth.set(0, signal, given.school.subject, Value::Count(0));
    }
    let calls = desks::KINDS.map(due).into_iter().chain([
        told::<BeginRelease>(),
        when(|world| !world.resource::<desks::Desks>().has_struck),
    ]);
    tick.phase(Phase::Respond).on(calls, desks::hand_over);
}
