//! Whom a shaking meets, and where: what a warning and what staying in the rooms are for, counted without any made-up
//! rate of casualties.

use bevy_ecs::prelude::*;

use crate::hazard::earthquake::ShakingBegins;
use crate::pedestrian::Place;
use crate::people::{Activity, Afoot, Cover, Roster, Story};
use crate::places::Site;
use crate::sim::{Phase, Tick, told};

/// What has been counted so far.
#[derive(Resource, Debug, Default)]
pub(super) struct Exposure {
    /// People under cover when the ground first began to shake.
    pub(super) covered_when_it_began: Option<u32>,
    /// Every shaking after the first, in the order in which they came.
    pub(super) aftershocks: Vec<Aftershock>,
}

/// Whom a shaking after the first has met on the way.
#[derive(Debug, Clone, Copy)]
pub(super) struct Aftershock {
    /// Which of the shocks.
    pub(super) shock: usize,
    /// People on their way inside the building, out or on an errand.
    pub(super) on_the_way: u32,
    /// Of these, people on a flight of stairs.
    pub(super) on_stairs: u32,
}

pub(super) fn install(world: &mut World, tick: &mut Tick) {
    world.init_resource::<Exposure>();
    tick.phase(Phase::Record).on([told::<ShakingBegins>()], count);
}

/// Counts at the moment in which the ground begins to shake.
fn count(
    mut begins: MessageReader<ShakingBegins>,
    roster: Res<Roster>,
    afoot: Res<Afoot>,
    site: Res<Site>,
    people: Query<(&Activity, &Story, &Cover)>,
    mut exposure: ResMut<Exposure>,
) {
    for shaking in begins.read() {
        let mut met = Aftershock {
            shock: shaking.shock,
            on_the_way: 0,
            on_stairs: 0,
        };
        let mut covered = 0;
        for (person, entity) in (0..).zip(&roster.entities) {
            let Ok((activity, story, cover)) = people.get(*entity) else {
                continue;
            };
            covered += u32::from(cover.since_ms.is_some());
            if story.inside && matches!(activity, Activity::Walking | Activity::Errand) {
                let place = afoot
                    .crowd
                    .position(&site.ground, person)
                    .map(|position| position.place);
                met.on_the_way += 1;
                met.on_stairs += u32::from(matches!(place, Some(Place::Flight(_))));
            }
        }
        if exposure.covered_when_it_began.is_none() {
            exposure.covered_when_it_began = Some(covered);
        } else {
            exposure.aftershocks.push(met);
        }
    }
}
