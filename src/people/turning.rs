//! Who is on the way, or stands at an assembly area, and is sent to another.

use bevy_ecs::prelude::*;

use super::leave::Leaving;
use super::{Activity, Instructed, Instruction, Posture};
use crate::places::GoalKey;
use crate::scenario::model::ClassIx;

/// These go elsewhere from now on: who walks turns round, who stands at an assembly area leaves it.
#[derive(Message, Debug, Clone)]
pub(super) struct TurnRound {
    pub(super) people: Vec<u32>,
}

impl Leaving<'_, '_> {
    /// A class that has left, or is about to, is sent by another route plan: under way it turns round; at an assembly area it
    /// goes to the other one. Says whether that changes anything.
    pub(super) fn turn_class(&mut self, class: ClassIx, order: &Instructed) -> bool {
        let Instruction::Evacuate { route: Some(route) } = order.instruction else {
            return false;
        };
        let Ok(mut state) = self.states.get_mut(self.classes.0[class]) else {
            return false;
        };
        let before = (state.route, state.assembly);
        state.follow_route(route, class, &self.given);
        let is_there = state.posture == Posture::Assembled && state.assembly == before.1;
        if is_there || (state.route, state.assembly) == before {
            return false;
        }
        state.posture = Posture::Evacuate;
        let spec = &self.given.school.classes[class];
        let note = self.log.note(self.clock.now_ms, "class-turns");
        let note = note.because(Some(order.cause)).about(spec.subject);
        state.cause = Some(note.done());
        state.told_to_leave_ms = Some(self.clock.now_ms);
        let all = spec.members.iter().copied().chain(spec.teacher);
        let people = all.map(|member| member as u32).collect();
        self.turns.write(TurnRound { people });
        self.break_off_roll(class);
        true
    }

    /// Somebody who is with no class is sent to another assembly area. Says whether they turn.
    pub(super) fn turn_alone(&mut self, order: &Instructed) -> bool {
        let person = order.person as usize;
        let is_free = self.given.school.people[person].own_way.assembly.is_none();
        let area = order.instruction.gathers_at(&self.given).filter(|_| is_free);
        let entity = self.roster.entities[person];
        let (Some(area), Ok((activity, .., story)), Ok(mut journey)) =
            (area, self.people.get(entity), self.journeys.get_mut(entity))
        else {
            return false;
        };
        let goes_elsewhere = match *activity {
            Activity::Walking => {
                matches!(journey.stages.back(), Some(GoalKey::Assembly(other)) if *other != area)
            }
            Activity::Assembled => story.assembly != Some(area),
            _ => false,
        };
        if goes_elsewhere {
            journey.sent_to = Some(area);
            self.turns.write(TurnRound {
                people: vec![order.person],
            });
        }
        goes_elsewhere
    }
}
