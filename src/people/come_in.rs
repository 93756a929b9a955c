//! Water comes to those who have gathered in the open: they go in and up, where the school has a dry place to gather.

use bevy_ecs::prelude::*;

use super::water::Wet;
use super::{Activity, ClassState, Classes, Instructed, Instruction};
use crate::hazard::flood::around::Around;
use crate::hazard::flood::reading::{NOT_ON_FOOT, WET_M, danger};
use crate::sim::{Detail, HappeningId, Log};
use crate::vocabulary::Unit;

/// An adult of the school whose feet get wet at an assembly area in the open, and who knows of one indoors that is dry, goes
/// there with the class, once. An assumption: nobody stays standing in rising water beside a dry stair.
pub(super) fn come_in(
    mut wet: Wet,
    classes: Res<Classes>,
    states: Query<&ClassState>,
    mut log: ResMut<Log>,
    mut instructed: MessageWriter<Instructed>,
) {
    let Some(around) = Around::school(&wet.waters, &wet.given.school).filter(|around| !around.is_dry())
    else {
        return;
    };
    let given = wet.given.clone();
    let adults = (0..).zip(&given.school.people);
    for (person, spec) in adults.filter(|(_, person)| person.role.is_adult_of_the_school()) {
        if wet.in_water.came_in.contains(&person) {
            continue;
        }
        let Some(depth_m) = wet.stands_in_water(person, &around) else {
            continue;
        };
        let class = wet.roster.led_by(person).next();
        let state = class.and_then(|class| states.get(classes.0[class]).ok());
        let Some(route) = wet.route_to_dry(class, &around) else {
            continue;
        };
        wet.in_water.came_in.insert(person);
        let is_inside = |area: u32| wet.site.gathers_inside(area);
        if state.is_some_and(|state| state.assembly.is_some_and(is_inside)) {
            continue;
        }
        let who = class.map_or(spec.subject, |class| given.school.classes[class].subject);
        let note = log.note(wet.clock.now_ms, "comes-in-from-water").about(who);
        let cause: HappeningId = note
            .with("depth_m", Detail::Quantity(depth_m, Unit::Metre))
            .done();
        instructed.write(Instructed {
            person,
            instruction: Instruction::Evacuate { route: Some(route) },
            delivery: None,
            cause,
        });
    }
}

impl Wet<'_, '_> {
    /// How deep the water is in which somebody stands who has gathered in the open, m, if they can still wade.
    fn stands_in_water(&self, person: u32, around: &Around) -> Option<f64> {
        let (activity, _, condition, _) = self.people.get(self.roster.entities[person as usize]).ok()?;
        if *activity != Activity::Assembled || condition.severity > 1 {
            return None;
        }
        let (here, flow) = self.flow_at(person, around)?;
        let is_outside = self.site.plan[here.space?].kind.is_outside();
        let wades = flow.depth_m >= WET_M && danger(flow) < NOT_ON_FOOT;
        (is_outside && wades).then_some(flow.depth_m)
    }

    /// The first route plan by which a class, or somebody who is with none, gathers indoors on a floor that is dry.
    fn route_to_dry(&self, class: Option<usize>, around: &Around) -> Option<usize> {
        let school = &self.given.school;
        school.routes.iter().position(|route| {
            let area = class.map_or(route.assembly, |class| route.assemblies[class]);
            area.is_some_and(|area| {
                let level = self.site.plan.assemblies[area].level;
                let elevation_m = self.site.plan[level].elevation_m;
                self.site.gathers_inside(area as u32) && around.indoors(elevation_m).depth_m < WET_M
            })
        })
    }
}
