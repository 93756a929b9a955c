//! What somebody is doing, how they are, where they go and what will be told of them; and everybody by ordinal.

use std::collections::{BTreeSet, VecDeque};

use bevy_ecs::prelude::*;

use super::body::Body;
use crate::places::{Belief, GoalKey};
use crate::scenario::model::{ClassIx, PersonSpec};
use crate::sim::{Given, HappeningId};
use crate::vocabulary::{Ms, SubjectIx};

/// A person's dense number: the index of the person in the scenario.
#[derive(Component, Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ordinal(pub u32);

/// What a person is doing.
#[derive(Component, Debug, Clone, Copy, PartialEq, Eq)]
pub enum Activity {
    /// Not at school.
    Away,
    /// In class, at work, waiting.
    Settled,
    /// Told to go, about to.
    Preparing {
        /// When the person will go, ms.
        departs_ms: Ms,
    },
    /// On the way.
    Walking,
    /// On an errand: searching, sweeping, carrying a word. Follows the journey and waits for more at its end.
    Errand,
    /// At a stair, until two adults come to carry them.
    Waiting,
    /// At the assembly area.
    Assembled,
    /// Hurt and unable to walk.
    Down,
}

/// Whether a person is down under cover.
#[derive(Component, Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cover {
    /// Since when, ms.
    pub since_ms: Option<Ms>,
    /// How often so far: the occurrence of the next draw.
    pub times: u32,
}

/// How a person is.
#[derive(Component, Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Condition {
    /// Casualty severity as in HAZUS; 0: unhurt.
    pub severity: u8,
    /// When hurt, ms.
    pub hurt_ms: Option<Ms>,
    /// Since when hurt so that they cannot walk, ms.
    pub down_ms: Option<Ms>,
    /// The entry in the log.
    pub cause: Option<HappeningId>,
}

/// Where a person is going.
#[derive(Component, Debug, Clone, Default)]
pub struct Journey {
    /// Goals still to reach, the next first.
    pub stages: VecDeque<GoalKey>,
    /// Carried by others.
    pub carried: bool,
    /// What the person believes cannot be passed.
    pub belief: Option<Belief>,
    /// The assembly area (index) that the route of the last order names, of somebody who is with no class.
    pub sent_to: Option<u32>,
}

/// What will be told of a person when the run is over.
#[derive(Component, Debug, Clone, Copy, Default)]
pub struct Story {
    /// First told or warned.
    pub warned_ms: Option<Ms>,
    /// Set out.
    pub departed_ms: Option<Ms>,
    /// The stair used last on the way out.
    pub stair: Option<StairUse>,
    /// The stair last queued for that has not been stepped on, and for how long, ms.
    pub waits_for: Option<(SubjectIx, Ms)>,
    /// Began to wait for two adults to carry them, and the entry that says so.
    pub helpless: Option<(Ms, HappeningId)>,
    /// An adult came to stay with them, or to carry them, for the first time.
    pub joined_ms: Option<Ms>,
    /// Taken up by two adults for the first time.
    pub taken_up_ms: Option<Ms>,
    /// The exit used last.
    pub exit: Option<SubjectIx>,
    /// Time spent standing in queues, ms, sampled every second.
    pub queued_ms: Ms,
    /// Whether inside the building now.
    pub inside: bool,
    /// Whether they want to leave and find no way.
    pub stuck: bool,
    /// Sent on an errand and not back at an assembly area yet: whoever sent them knows where they are.
    pub sent: bool,
    /// Left the building for the first time.
    pub exited_ms: Option<Ms>,
    /// Reached the assembly area.
    pub assembled_ms: Option<Ms>,
    /// Took a post outdoors for the first time.
    pub posted_outdoors_ms: Option<Ms>,
    /// Which assembly area (index).
    pub assembly: Option<u32>,
    /// First found missing by a roll call.
    pub missed_ms: Option<Ms>,
    /// Found by somebody.
    pub found_ms: Option<Ms>,
    /// By whom (ordinal).
    pub found_by: Option<u32>,
    /// Accounted for by a roll call or a finder.
    pub accounted_ms: Option<Ms>,
    /// Somebody came to fetch them.
    pub parent_came_ms: Option<Ms>,
    /// Handed over.
    pub released_ms: Option<Ms>,
    /// Taken home by the family without anybody noting it.
    pub taken_ms: Option<Ms>,
}

impl Story {
    /// When somebody was first known to be where they belong outdoors: in an assembly area, or on duty at a post.
    pub fn gathered_ms(&self) -> Option<Ms> {
        self.assembled_ms.into_iter().chain(self.posted_outdoors_ms).min()
    }
}

/// How somebody used a stair on the way out, on all its flights and the landings between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StairUse {
    /// Which.
    pub stair: SubjectIx,
    /// First step onto it.
    pub entered_ms: Ms,
    /// Last step off it; none while on it.
    pub left_ms: Option<Ms>,
    /// Queued on it or for it, ms, sampled every second.
    pub queued_ms: Ms,
}

impl Story {
    /// Steps onto a flight of a stair.
    pub(super) fn step_on(&mut self, stair: SubjectIx, now_ms: Ms) {
        let same = self.stair.filter(|last| last.stair == stair);
        let waited = self.waits_for.take().filter(|(mouth, _)| *mouth == stair);
        let used = same.unwrap_or(StairUse {
            stair,
            entered_ms: now_ms,
            left_ms: None,
            queued_ms: waited.map_or(0, |(_, ms)| ms),
        });
        self.stair = Some(StairUse {
            left_ms: None,
            ..used
        });
    }

    /// Steps off a flight of a stair.
    pub(super) fn step_off(&mut self, stair: SubjectIx, now_ms: Ms) {
        if let Some(last) = &mut self.stair
            && last.stair == stair
            && last.left_ms.is_none()
        {
            last.left_ms = Some(now_ms);
        }
    }

    /// Stands in the queue on a stair, or for it.
    pub(super) fn queue_at_stair(&mut self, stair: SubjectIx, for_ms: Ms) {
        if let Some(last) = &mut self.stair
            && last.stair == stair
        {
            last.queued_ms += for_ms;
            return;
        }
        let before_ms = self
            .waits_for
            .filter(|(mouth, _)| *mouth == stair)
            .map_or(0, |(_, ms)| ms);
        self.waits_for = Some((stair, before_ms + for_ms));
    }
}

/// Every person by ordinal: the only way to iterate, so that no result depends on storage.
#[derive(Resource, Debug, Default)]
pub struct Roster {
    /// The entity of each person.
    pub entities: Vec<Entity>,
    /// The body of each person.
    pub bodies: Vec<Body>,
    /// Who leads each class now: its teacher, or whoever takes it along.
    pub leaders: Vec<Option<u32>>,
    /// Whether the leader is the class's own teacher.
    pub led_by_own_teacher: Vec<bool>,
    /// Who keeps the list of staff and visitors: the first of these who can.
    pub list_keepers: Vec<u32>,
    /// Who is, or has been, carried on an evacuation chair.
    pub in_chairs: BTreeSet<u32>,
    /// Teachers who have left their class to another, to stay with somebody.
    pub handed_over: BTreeSet<u32>,
}

impl Roster {
    /// The classes a person leads.
    pub fn led_by(&self, person: u32) -> impl Iterator<Item = ClassIx> + '_ {
        self.leaders
            .iter()
            .enumerate()
            .filter(move |(_, leader)| **leader == Some(person))
            .map(|(class, _)| class)
    }

    /// How fast somebody of a class may walk so that it stays together, m/s: the teacher at the pace of the class,
    /// which is the median of its members; the others a little faster, to close up.
    pub fn pace_m_s(&self, class: ClassIx, person: u32, given: &Given) -> f64 {
        /// Those who follow may walk so much faster than the class. An assumption.
        const CLOSING_UP: f64 = 1.1;
        let spec = &given.school.classes[class];
        let present = spec
            .members
            .iter()
            .filter(|m| given.school.people[**m].presence.at_school());
        let own = self.bodies[person as usize].flat_m_s;
        let mut speeds: Vec<f64> = present.map(|m| self.bodies[*m].flat_m_s).collect();
        speeds.sort_by(f64::total_cmp);
        let pace = speeds.get(speeds.len() / 2).copied().unwrap_or(own);
        if spec.teacher == Some(person as usize) {
            pace
        } else {
            own.min(pace * CLOSING_UP)
        }
    }

    /// Whether a person may keep the list of staff and visitors.
    pub fn keeps_list(&self, person: u32) -> bool {
        self.list_keepers.contains(&person)
    }

    /// Whether a person leads any class.
    pub fn leads(&self, person: u32) -> bool {
        self.leaders.contains(&Some(person))
    }
}

/// What somebody does when the scenario begins.
pub(super) fn first_activity(person: &PersonSpec) -> Activity {
    match person.own_way.sets_out_ms {
        _ if !person.presence.at_school() => Activity::Away,
        Some(departs_ms) => Activity::Preparing { departs_ms },
        None => Activity::Settled,
    }
}

/// Whether a person keeps up with a class that walks in a column: whoever needs help comes after.
pub(super) fn keeps_up(person: &PersonSpec) -> bool {
    !person.needs_help && !person.wheelchair
}
