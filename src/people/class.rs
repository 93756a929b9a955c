//! What a class is doing as a whole, where it gathers, and how its roll call stands.

use bevy_ecs::prelude::*;

use crate::places::Belief;
use crate::scenario::model::{ClassIx, Scenario};
use crate::scenario::plan::SpaceIndex;
use crate::sim::HappeningId;
use crate::vocabulary::Ms;

/// What a class is doing; the steps of [`crate::vocabulary::Signal::Posture`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Posture {
    /// Lesson as usual.
    Lessons,
    /// Under cover.
    Cover,
    /// Staying in the room on order.
    Hold,
    /// Sheltering on order.
    Shelter,
    /// Leaving.
    Evacuate,
    /// At the assembly area.
    Assembled,
}

/// A roll call of a class.
#[derive(Debug, Clone, Copy, Default)]
pub struct RollCall {
    /// Arrivals so far; a roll call starts when none has come for a while.
    pub arrivals: u32,
    /// It is being taken.
    pub under_way: bool,
    /// In the room of a class that stays there, not at an assembly area.
    pub in_room: bool,
    /// How many have been begun.
    pub begun: u32,
    /// When the last one began, ms.
    pub began_ms: Ms,
    /// When the last one ended, ms.
    pub ended_ms: Option<Ms>,
    /// Its entry in the log.
    pub cause: Option<HappeningId>,
    /// The order by which the next is called once more.
    pub ordered: Option<HappeningId>,
}

/// What stands of a class besides its members: one entity a class.
#[derive(Component, Debug, Clone)]
pub struct ClassState {
    /// What it is doing.
    pub posture: Posture,
    /// What it believes cannot be passed.
    pub belief: Belief,
    /// Where it gathers (index of the assembly area).
    pub assembly: Option<u32>,
    /// The route plan it follows.
    pub route: Option<usize>,
    /// The order it follows.
    pub cause: Option<HappeningId>,
    /// When it was told to leave, ms: who was counted before has to be counted again.
    pub told_to_leave_ms: Option<Ms>,
    /// When its first member set out, ms.
    pub first_departure_ms: Option<Ms>,
    /// It leaves because of what its leader saw, and no word to stay holds it back.
    pub leaves_for_good: bool,
    /// Where it was last said to be trapped.
    pub trapped_in: Option<SpaceIndex>,
    /// Its roll call.
    pub roll: RollCall,
}

impl ClassState {
    /// It goes by a route plan from now on, and gathers where that says; where it gathers anyway, if neither this plan nor
    /// the one before says anything.
    pub(super) fn follow_route(&mut self, route: usize, class: ClassIx, scenario: &Scenario) {
        let school = &scenario.school;
        let area = |route: usize| school.routes[route].assemblies[class];
        if area(route).is_some() || self.route.is_some_and(|before| area(before).is_some()) {
            let area = area(route).or(school.classes[class].assembly);
            self.assembly = area.map(|area| area as u32);
        }
        self.route = Some(route);
    }

    /// Whether it is leaving, or has left.
    pub fn leaves(&self) -> bool {
        matches!(self.posture, Posture::Evacuate | Posture::Assembled) || self.first_departure_ms.is_some()
    }

    /// Whether it has been told to stay in its room, and nobody of it has set out before.
    pub fn stays(&self) -> bool {
        matches!(self.posture, Posture::Hold | Posture::Shelter) && self.first_departure_ms.is_none()
    }

    /// Whether it is in its room, and nobody has told it to leave.
    pub fn is_in_its_room(&self) -> bool {
        let leaves = matches!(self.posture, Posture::Evacuate | Posture::Assembled);
        !leaves && self.first_departure_ms.is_none()
    }
}

/// The entity of each class, by index.
#[derive(Resource, Debug, Default)]
pub struct Classes(pub Vec<Entity>);
