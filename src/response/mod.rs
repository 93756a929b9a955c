//! Response: resources that are asked for, people who search, sweep, open and stand guard, and inspections of the
//! building.

mod inspection;
mod resources;
mod tasks;

use bevy_ecs::message::MessageRegistry;
use bevy_ecs::prelude::*;

pub use inspection::{Inspect, Inspected};
pub(crate) use resources::ON_SCENE;
pub use resources::{Dispatch, ResourceChanged, Resources};
pub use tasks::{Assign, Found, NotSearched, Posted, Posts, Task, TaskDone};

use crate::sim::{Given, Phase};

/// What this room does in a tick, for whoever comes after it.
#[derive(SystemSet, Debug, Clone, PartialEq, Eq, Hash)]
pub struct Responding;

/// Puts the room into the simulation.
pub fn install(world: &mut World, tick: &mut Schedule, given: &Given) {
    MessageRegistry::register_message::<Dispatch>(world);
    MessageRegistry::register_message::<Inspect>(world);
    MessageRegistry::register_message::<Inspected>(world);
    MessageRegistry::register_message::<Assign>(world);
    MessageRegistry::register_message::<Found>(world);
    MessageRegistry::register_message::<NotSearched>(world);
    MessageRegistry::register_message::<Posted>(world);
    MessageRegistry::register_message::<TaskDone>(world);
    resources::first_values(world, given);
    world.init_resource::<inspection::Inspections>();
    world.insert_resource(tasks::Tasks::default());
    tasks::first_values(world, given);
    tick.add_systems(
        (
            resources::dispatch,
            inspection::begin_inspections,
            inspection::end_inspections,
            tasks::break_off,
            tasks::relieve,
            tasks::end_posts,
            tasks::take_on,
            tasks::carry_on,
            tasks::carry,
        )
            .chain()
            .in_set(Phase::Respond)
            .in_set(Responding)
            .after(crate::places::change_places),
    );
}
