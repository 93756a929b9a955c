//! What others ask of people, and what people tell others: the messages of the room.

use bevy_ecs::prelude::*;

use crate::places::GoalKey;
use crate::scenario::model::{ClassIx, Scenario};
use crate::sim::{HappeningId, Tick};
use crate::vocabulary::{Cue, SubjectIx};

/// What a person is told to do, once the word has reached them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Instruction {
    /// Leave, with those in one's charge, by a route plan or the usual way.
    Evacuate {
        /// The route plan, by index.
        route: Option<usize>,
    },
    /// Leave at once, of one's own accord: no word to stay that was on its way holds anybody back.
    Leave,
    /// Stay in the room.
    Hold,
    /// Take shelter where one is.
    Shelter,
}

impl Instruction {
    /// Whether it leads out.
    pub fn leads_out(self) -> bool {
        matches!(self, Self::Evacuate { .. } | Self::Leave)
    }

    /// The assembly area (index) that the route of the order, or the usual one, names for everybody.
    pub(super) fn gathers_at(self, scenario: &Scenario) -> Option<u32> {
        let school = &scenario.school;
        let Self::Evacuate { route } = self else {
            return None;
        };
        let route = &school.routes[route.or(school.usual_route)?];
        route.assembly.map(|area| area as u32)
    }
}

/// An order has reached somebody who will follow it.
#[derive(Message, Debug, Clone, Copy)]
pub struct Instructed {
    /// Who.
    pub person: u32,
    /// What to do.
    pub instruction: Instruction,
    /// Which delivery of which message, for [`CarriedOut`].
    pub delivery: Option<u32>,
    /// Its entry in the log.
    pub cause: HappeningId,
}

/// Whoever comes into the room of a class that nobody has told to leave tells it so.
#[derive(Message, Debug, Clone, Copy)]
pub struct ClassFound {
    /// Which class.
    pub class: ClassIx,
    /// Who finds it.
    pub finder: u32,
    /// Its entry in the log.
    pub cause: HappeningId,
}

/// Somebody has begun to do what a delivery told them.
#[derive(Message, Debug, Clone, Copy)]
pub struct CarriedOut {
    /// The delivery.
    pub delivery: u32,
}

/// Drop, cover, hold on.
#[derive(Message, Debug, Clone)]
pub struct TakeCover {
    /// Who.
    pub people: Vec<u32>,
}

/// Send a person somewhere on an errand.
#[derive(Message, Debug, Clone)]
pub struct SendOff {
    /// Who.
    pub person: u32,
    /// Goals to reach, the first first.
    pub stages: Vec<GoalKey>,
    /// On an errand ([`Reached`] comes at the end), or leaving for good by the usual way.
    pub errand: bool,
    /// Carried by others, because hurt.
    pub carried: bool,
}

/// A person on an errand has reached the last goal.
#[derive(Message, Debug, Clone, Copy)]
pub struct Reached {
    /// Who.
    pub person: u32,
    /// The goal.
    pub goal: GoalKey,
}

/// A person on an errand knows no way to the next goal.
#[derive(Message, Debug, Clone, Copy)]
pub struct NoWay {
    /// Who.
    pub person: u32,
    /// The goal.
    pub goal: GoalKey,
}

/// A person has perceived something.
#[derive(Message, Debug, Clone, Copy)]
pub struct Perceived {
    /// Whether somebody there has told them, who saw it themselves.
    pub by_word: bool,
    /// Who.
    pub person: u32,
    /// What.
    pub cue: Cue,
    /// Where, if it is somewhere.
    pub place: Option<SubjectIx>,
    /// What brought it about.
    pub cause: Option<HappeningId>,
}

/// Somebody sees how the water stands outside the school, otherwise than when they looked last.
#[derive(Message, Debug, Clone, Copy)]
pub struct WaterSeen {
    /// Who.
    pub person: u32,
    /// How deep it stands by eye, m.
    pub depth_m: f64,
    /// How dangerous it is: a step of [`crate::vocabulary::DANGER`].
    pub danger: u8,
    /// What brought it about.
    pub cause: Option<HappeningId>,
}

/// A person is to be hurt: by shaking, water, a pin or an inject.
#[derive(Message, Debug, Clone, Copy)]
pub struct Hurt {
    /// Who.
    pub person: u32,
    /// Casualty severity as in HAZUS, 1 to 4.
    pub severity: u8,
    /// Why.
    pub cause: Option<HappeningId>,
}

/// A pupil leaves the school with somebody who has come.
#[derive(Message, Debug, Clone, Copy)]
pub struct Collected {
    /// Who.
    pub person: u32,
    /// Whether the pupil is handed over; else nobody notes it.
    pub noted: bool,
}

/// Two adults have taken somebody up who cannot go alone, or they set them down.
#[derive(Message, Debug, Clone, Copy)]
pub struct Carry {
    /// Who is carried.
    pub person: u32,
    /// By whom; none: nobody carries them any more.
    pub bearers: Option<[u32; 2]>,
}

/// Somebody leaves the classes they lead to the next teacher, or can lead one again.
#[derive(Message, Debug, Clone, Copy)]
pub struct HandOver {
    /// Who.
    pub person: u32,
    /// Whether they stay with somebody from now on, or no longer.
    pub stays: bool,
}

/// Whoever calls a roll is to call it again.
#[derive(Message, Debug, Clone, Copy)]
pub struct CountAgain {
    /// Who.
    pub person: u32,
    /// The delivery of the order.
    pub delivery: u32,
    /// The entry in the log.
    pub cause: HappeningId,
}

/// Declares the messages of the room.
pub(super) fn register(world: &mut World, tick: &mut Tick) {
    tick.carries::<Instructed>(world);
    tick.carries::<CarriedOut>(world);
    tick.carries::<ClassFound>(world);
    tick.carries::<TakeCover>(world);
    tick.carries::<SendOff>(world);
    tick.carries::<Reached>(world);
    tick.carries::<NoWay>(world);
    tick.carries::<Perceived>(world);
    tick.carries::<WaterSeen>(world);
    tick.carries::<Hurt>(world);
    tick.carries::<Carry>(world);
    tick.carries::<Collected>(world);
    tick.carries::<HandOver>(world);
    tick.carries::<CountAgain>(world);
}
