//! Response: resources that are asked for or come by script, people who search, sweep, open and stand guard, and inspections of the
//! building.

mod inspection;
mod resources;
mod tasks;

use bevy_ecs::prelude::*;

pub use inspection::{Inspect, Inspected};
pub(crate) use resources::ON_SCENE;
pub use resources::{Arrive, Dispatch, ResourceChanged, Resources};
pub use tasks::{Assign, Found, NotSearched, Posted, Posts, Task, TaskDone};

use crate::people::{Instructed, NoWay, Reached};
use crate::sim::{Given, Phase, Tick, due, told, when};

/// Puts the room into the simulation.
pub fn install(world: &mut World, tick: &mut Tick, given: &Given) {
    tick.carries::<Arrive>(world);
    tick.carries::<Dispatch>(world);
    tick.carries::<Inspect>(world);
    tick.carries::<Inspected>(world);
    tick.carries::<Assign>(world);
    tick.carries::<Found>(world);
    tick.carries::<NotSearched>(world);
    tick.carries::<Posted>(world);
    tick.carries::<TaskDone>(world);
    resources::first_values(world, given);
    world.init_resource::<inspection::Inspections>();
    world.insert_resource(tasks::Tasks::default());
    tasks::first_values(world, given);
    tick.phase(Phase::Respond)
        .on(
            [
                due(resources::LEAVES),
                due(resources::ARRIVES),
                due(resources::GETS_IN),
                told::<Dispatch>(),
                told::<Arrive>(),
            ],
            resources::dispatch,
        )
        .on([told::<Inspect>()], inspection::begin_inspections)
        .on([due(inspection::INSPECTED)], inspection::end_inspections)
        .on([when(tasks::somebody_has_one)], tasks::break_off)
        .on([told::<Assign>(), told::<Instructed>()], tasks::relieve)
        .on([due(tasks::STOOD)], tasks::end_posts)
        .on([told::<Assign>()], tasks::take_on)
        .on(
            [due(tasks::LOOKED), told::<Reached>(), told::<NoWay>()],
            tasks::carry_on,
        )
        .on([when(tasks::somebody_is_cared_for)], tasks::carry);
}
