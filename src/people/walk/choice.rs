//! Who chooses among the exits weighs them anew every few seconds, where the school says that people do.

use std::collections::BTreeMap;

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use super::Afoot;
use super::walkers::Walkers;
use crate::pedestrian::{Chooser, EXPECTED_PER_M_S, Outlet, weigh_outlets};
use crate::people::way_out::{nearest_assembly, weighs_exits};
use crate::people::{Activity, Journey, Ordinal, Roster};
use crate::places::{Belief, GoalKey, Ground, Site, Ways};
use crate::sim::{Chance, Clock, Given, stable_id};

/// What each who weighs exits finds of each of them beside the time it takes, in [−1, 1), by ordinal.
#[derive(Resource, Debug, Default)]
pub(in crate::people) struct Tastes(BTreeMap<u32, Vec<f32>>);

/// What weighing needs.
#[derive(SystemParam)]
pub(in crate::people) struct Weighing<'w, 's> {
    clock: Res<'w, Clock>,
    given: Res<'w, Given>,
    chance: Res<'w, Chance>,
    roster: Res<'w, Roster>,
    site: Res<'w, Site>,
    ways: ResMut<'w, Ways>,
    afoot: ResMut<'w, Afoot>,
    tastes: ResMut<'w, Tastes>,
    people: Query<'w, 's, (&'static Activity, &'static mut Journey), With<Ordinal>>,
}

/// Those who choose among the exits look where it takes them the least time, and turn round if it is another.
pub(in crate::people) fn weigh_exits(mut with: Weighing) {
    let choosing = with.who_chooses();
    if choosing.is_empty() {
        return;
    }
    let mut beliefs: Vec<Belief> = choosing.iter().map(|(_, belief)| *belief).collect();
    beliefs.sort_unstable();
    beliefs.dedup();
    let unbiased = |(person, _): &&(u32, Belief)| !with.tastes.0.contains_key(person);
    let first_time: Vec<u32> = choosing
        .iter()
        .filter(unbiased)
        .map(|(person, _)| *person)
        .collect();
    let goals = ways_out(&with.site);
    let outlets: Vec<Outlet> = goals.iter().map(|goal| with.outlet(*goal, &beliefs)).collect();
    let choosers: Vec<Chooser> = choosing
        .iter()
        .map(|(person, belief)| {
            with.chooser(*person, beliefs.binary_search(belief).unwrap_or(0), goals.len())
        })
        .collect();
    let second = with.clock.now_ms.div_euclid(super::LOOK_EVERY_MS) as u32;
    let (Walkers::Crowd(crowd), Ground::Floors(venue)) = (&mut with.afoot.crowd, &with.site.ground) else {
        return;
    };
    // Who has not weighed them yet prefers none: on the way to the nearest they would be slow to turn.
    for person in first_time {
        crowd.set_field(person, None);
    }
    let chosen = weigh_outlets(crowd, venue, with.ways.fields(), &outlets, &choosers, second);
    for (person, k) in chosen {
        if let Ok((_, mut journey)) = with.people.get_mut(with.roster.entities[person as usize])
            && let Some(belief) = journey.belief
            && let Some(stage) = journey.stages.front_mut()
        {
            *stage = goals[k];
            if let (GoalKey::Exit(exit), None) = (
                goals[k],
                with.given.school.people[person as usize].own_way.assembly,
            ) && let Some(area) =
                nearest_assembly(belief, &with.site.outside(exit), &with.site, &mut with.ways)
                && let Some(last @ GoalKey::Assembly(_)) = journey.stages.back_mut()
            {
                *last = GoalKey::Assembly(area);
            }
            let field = with.ways.to(&with.site, goals[k], belief);
            with.afoot.goals.insert(field, goals[k]);
        }
    }
}

/// What is chosen among: the exits of the building, or the assembly areas of a place that has no exits.
fn ways_out(site: &Site) -> Vec<GoalKey> {
    let exits: Vec<GoalKey> = site.ways_out().iter().copied().map(GoalKey::Exit).collect();
    if exits.is_empty() {
        return site.usual_assemblies().map(GoalKey::Assembly).collect();
    }
    exits
}

impl Weighing<'_, '_> {
    /// Who is on a way out of their own choice, and what they believe.
    fn who_chooses(&self) -> Vec<(u32, Belief)> {
        let has_exits = !self.site.ways_out().is_empty();
        let chooses = |person: &u32| {
            let (activity, journey) = self.people.get(self.roster.entities[*person as usize]).ok()?;
            let spec = &self.given.school.people[*person as usize];
            let is_on_the_way = match journey.stages.front()? {
                GoalKey::Exit(_) => has_exits,
                GoalKey::Assembly(_) => !has_exits && spec.own_way.assembly.is_none(),
                _ => false,
            };
            let chooses = *activity == Activity::Walking
                && is_on_the_way
                && weighs_exits(spec, &self.given)
                && !journey.carried;
            Some((*person, journey.belief.filter(|_| chooses)?))
        };
        self.afoot.crowd.ordinals().iter().filter_map(chooses).collect()
    }

    fn outlet(&mut self, goal: GoalKey, beliefs: &[Belief]) -> Outlet {
        let fields = beliefs.iter();
        let fields = fields.map(|belief| self.ways.to(&self.site, goal, *belief) as u16);
        Outlet {
            fields: fields.collect(),
            flow_per_s: EXPECTED_PER_M_S * breadth_m(goal, &self.site) as f32,
        }
    }

    fn chooser(&mut self, person: u32, view: usize, ways_out: usize) -> Chooser {
        let who = stable_id(&self.given.school.people[person as usize].id);
        let taste = |k: usize| {
            let draw = self.chance.draw("exit-taste", who, k as u64);
            (2.0 * draw.uniform() - 1.0) as f32
        };
        let tastes = self.tastes.0.entry(person);
        Chooser {
            ordinal: person,
            view,
            taste: tastes
                .or_insert_with(|| (0..ways_out).map(taste).collect())
                .clone(),
        }
    }
}

/// How broad a way out seems, m: an exit between its jambs, an area as its longest side.
fn breadth_m(goal: GoalKey, site: &Site) -> f64 {
    match goal {
        GoalKey::Exit(exit) => site.plan.openings[usize::from(exit)].clear_width_m,
        GoalKey::Assembly(area) => {
            let outline = &site.plan.assemblies[area as usize].outline.outer;
            let next = outline.iter().cycle().skip(1);
            let sides_m = outline.iter().zip(next).map(|(a, b)| a.distance(*b));
            sides_m.fold(0.0, f64::max)
        }
        GoalKey::Stair(_) | GoalKey::Space(_) | GoalKey::Beside(_) | GoalKey::Spot(_) => 0.0,
    }
}
