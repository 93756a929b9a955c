//! Response: resources that are asked for or come by script, people who search, sweep, open and stand guard, and inspections of the
//! building.

mod inspection;
mod resources;
mod tasks;

use bevy_ecs::message::MessageRegistry;
use bevy_ecs::prelude::*;

pub use inspection::{Inspect, Inspected};
pub(crate) use resources::ON_SCENE;
pub use resources::{Arrive, Dispatch, ResourceChanged, Resources};
pub use tasks::{Assign, Found, NotSearched, Posted, Posts, Task, TaskDone};

use crate::people::{Instructed, NoWay, Reached};
use crate::sim::{Given, Phase, is_due};

/// What this room does in a tick, for whoever comes after it.
#[derive(SystemSet, Debug, Clone, PartialEq, Eq, Hash)]
pub struct Responding;

/// Puts the room into the simulation.
pub fn install(world: &mut World, tick: &mut Schedule, given: &Given) {
    MessageRegistry::register_message::<Arrive>(world);
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
            resources::dispatch.run_if(
                is_due(&[resources::LEAVES, resources::ARRIVES, resources::GETS_IN])
                    .or_else(on_message::<Dispatch>)
                    .or_else(on_message::<Arrive>),
            ),
            inspection::begin_inspections.run_if(on_message::<Inspect>),
            inspection::end_inspections.run_if(is_due(&[inspection::INSPECTED])),
            tasks::break_off.run_if(tasks::somebody_cannot_go_on),
            tasks::relieve.run_if(on_message::<Assign>.or_else(on_message::<Instructed>)),
            tasks::end_posts.run_if(is_due(&[tasks::STOOD])),
            tasks::take_on.run_if(on_message::<Assign>),
            tasks::carry_on.run_if(
                is_due(&[tasks::LOOKED])
                    .or_else(on_message::<Reached>)
                    .or_else(on_message::<NoWay>),
            ),
            tasks::carry.run_if(|tasks: Res<tasks::Tasks>| tasks.somebody_is_cared_for()),
        )
            .chain()
            .in_set(Phase::Respond)
            .in_set(Responding)
            .after(crate::places::change_places),
    );
}
