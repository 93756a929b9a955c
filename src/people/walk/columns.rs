//! Classes on the way: whoever is ahead waits for the last, so that a class arrives as one.

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use super::Afoot;
use super::walkers::Walkers;
use crate::pedestrian::{Company, Member};
use crate::people::{Activity, ClassState, Classes, Journey, Ordinal, Roster};
use crate::places::{Belief, GoalKey, Ground, Site, Ways, Whereabouts};
use crate::scenario::model::ClassIx;

/// Those of each class who set out from its room together, with whoever leads them, by index of the class.
#[derive(Resource, Debug, Default)]
pub(in crate::people) struct Columns(Vec<Column>);

#[derive(Debug, Default)]
struct Column {
    /// For these the others wait.
    members: Vec<u32>,
    /// These come after, and do not go ahead.
    slower: Vec<u32>,
    company: Company,
    /// What it believed when it looked round last: another way is measured anew.
    belief: Option<Belief>,
    /// The longest way that was left to the goal of a stage when somebody was seen in it, m, by the number of stages
    /// left. So far is it, about, from the end of the stage before.
    stages_m: Vec<f32>,
}

/// Where on the way somebody is.
#[derive(Debug, Clone, Copy)]
struct Stage {
    /// Goals still to reach.
    stages: usize,
    /// The next of them.
    goal: GoalKey,
    /// How far it is, m at the cost of the field: what lies along walls counts as longer, a stair by its pace.
    left_m: f32,
}

impl Columns {
    pub(in crate::people) fn new(classes: usize) -> Self {
        Self((0..classes).map(|_| Column::default()).collect())
    }

    /// A class lines up anew: these leave together, and these come after.
    pub(in crate::people) fn line_up(&mut self, class: ClassIx, members: Vec<u32>, slower: Vec<u32>) {
        self.0[class] = Column {
            company: Company::of(members.len()),
            members,
            slower,
            ..Column::default()
        };
    }
}

/// What looking round for the last needs.
#[derive(SystemParam)]
pub(in crate::people) struct LookingRound<'w, 's> {
    site: Res<'w, Site>,
    roster: Res<'w, Roster>,
    classes: Res<'w, Classes>,
    ways: ResMut<'w, Ways>,
    afoot: ResMut<'w, Afoot>,
    states: Query<'w, 's, &'static ClassState>,
    people: Query<'w, 's, (&'static Activity, &'static Whereabouts, &'static Journey), With<Ordinal>>,
}

/// Once a second: each class that leaves looks round for its last. In a network nobody stands aside to wait.
pub(in crate::people) fn keep_together(mut columns: ResMut<Columns>, mut round: LookingRound) {
    for (class, column) in columns.0.iter_mut().enumerate() {
        let state = round.states.get(round.classes.0[class]);
        if let Ok(belief) = state.map(|state| state.belief)
            && !column.members.is_empty()
        {
            column.know(belief);
            round.look_round(column, belief);
        }
    }
}

impl Column {
    fn know(&mut self, belief: Belief) {
        if self.belief.replace(belief) != Some(belief) {
            self.stages_m.clear();
        }
    }

    /// Notes how far the goal of a stage is from somebody in it.
    fn note(&mut self, stage: &Stage) {
        if self.stages_m.len() <= stage.stages {
            self.stages_m.resize(stage.stages + 1, 0.0);
        }
        let longest_m = &mut self.stages_m[stage.stages];
        *longest_m = longest_m.max(stage.left_m);
    }

    /// The whole way that is left to somebody, m.
    fn whole_m(&self, stage: &Stage) -> f32 {
        stage.left_m + self.stages_m[..stage.stages].iter().sum::<f32>()
    }
}

impl LookingRound<'_, '_> {
    fn look_round(&mut self, column: &mut Column, belief: Belief) {
        let mut walking: Vec<(u32, Stage)> = Vec::new();
        for member in column.members.iter().chain(&column.slower) {
            match self.stage(*member, belief) {
                Some(stage) => walking.push((*member, stage)),
                None => self.release(*member),
            }
        }
        for (_, stage) in &walking {
            column.note(stage);
        }
        let Some(first) = walking
            .iter()
            .map(|(_, stage)| *stage)
            .max_by_key(|stage| stage.stages)
        else {
            return;
        };
        let behind = column
            .members
            .iter()
            .filter_map(|member| self.left_of_way(*member, first.goal, belief));
        let last = behind.reduce(f32::max).map(|left_m| Stage { left_m, ..first });
        let behind_m = last.map(|last| column.whole_m(&last));
        let left = walking.iter().map(|(member, stage)| Member {
            person: *member,
            left_m: column.whole_m(stage),
            is_on_last_stage: stage.stages == 1,
            is_waited_for: !column.slower.contains(member),
        });
        let left: Vec<Member> = left.collect();
        if let (Walkers::Crowd(crowd), Ground::Floors(venue)) = (&mut self.afoot.crowd, &self.site.ground) {
            column.company.look_round(crowd, venue, &left, behind_m);
        }
    }

    /// Whoever does something else than to walk with the class waits for nobody.
    fn release(&mut self, member: u32) {
        if let Walkers::Crowd(crowd) = &mut self.afoot.crowd {
            crowd.set_ease(member, 1.0);
        }
    }

    /// Where on the way somebody is who walks with the class.
    fn stage(&mut self, member: u32, belief: Belief) -> Option<Stage> {
        let (activity, _, journey) = self.people.get(self.roster.entities[member as usize]).ok()?;
        let goal = *journey
            .stages
            .front()
            .filter(|goal| *activity == Activity::Walking && !matches!(goal, GoalKey::Space(_)))
            .filter(|_| !journey.carried)?;
        let position = self.afoot.crowd.position(&self.site.ground, member)?;
        let field = self.ways.to(&self.site, goal, belief);
        let left_m = self
            .ways
            .cost_along_s(&self.site, field, position.place, position.point)?;
        Some(Stage {
            stages: journey.stages.len(),
            goal,
            left_m,
        })
    }

    /// Of somebody who is still getting ready: how far it is to the first goal, m.
    fn left_of_way(&mut self, member: u32, goal: GoalKey, belief: Belief) -> Option<f32> {
        let (activity, at, _) = self.people.get(self.roster.entities[member as usize]).ok()?;
        if !matches!(activity, Activity::Preparing { .. }) {
            return None;
        }
        self.ways.cost_s(&self.site, goal, belief, at)
    }
}
