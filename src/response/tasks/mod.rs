//! Tasks that take people round a building: sweeping a floor, searching for somebody, opening a door, standing at one.

mod carrying;
mod companions;
mod finding;
mod going;
mod posts;
mod rounds;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use bevy_ecs::prelude::*;

use crate::scenario::plan::SpaceIndex;
use crate::sim::HappeningId;
use crate::vocabulary::{Ms, SubjectIx};

pub(super) use carrying::carry;
pub(super) use going::{LOOKED, break_off, carry_on, take_on};
pub use posts::Posts;
pub(super) use posts::{STOOD, end_posts, first_values, relieve};

/// What somebody is sent to do.
#[derive(Debug, Clone)]
pub enum Task {
    /// Look into every space of a floor.
    Sweep {
        /// The floor.
        level: SubjectIx,
    },
    /// Look for people: their room first, then toilets, then the rest of their floor.
    Search {
        /// For whom.
        missing: BTreeSet<SubjectIx>,
        /// This searcher's place among those sent, and how many were sent: they look into the rooms in turn.
        share: (usize, usize),
    },
    /// Go and open something.
    Open {
        /// What.
        place: SubjectIx,
    },
    /// Go to an opening and stay there.
    StandAt {
        /// Which.
        place: SubjectIx,
        /// For how long, ms; until something else calls with none.
        for_ms: Option<Ms>,
    },
    /// Carry out whoever cannot go alone, with somebody else.
    Carry {
        /// Who lies hurt somewhere, and not found yet, as far as whoever sends them has been told.
        told_of: BTreeSet<SubjectIx>,
    },
    /// Stay with whoever cannot go alone until they are carried out.
    WaitWith,
}

impl Task {
    /// Whether it is a search for somebody in particular.
    fn looks_for(&self, person: SubjectIx) -> bool {
        matches!(self, Self::Search { missing, .. } if missing.contains(&person))
    }

    /// Whether it is to carry somebody.
    fn is_to_carry(&self) -> bool {
        matches!(self, Self::Carry { .. })
    }

    /// Whether it is about somebody who cannot go alone.
    fn is_for_the_helpless(&self) -> bool {
        matches!(self, Self::Carry { .. } | Self::WaitWith)
    }

    /// Whether it is broken off for another: somebody known to be helpless comes before those who may be somewhere.
    fn gives_way_to(&self, other: &Task) -> bool {
        matches!(self, Self::Search { .. }) && other.is_to_carry()
    }

    /// The place it is about, if it is about one.
    fn place(&self) -> Option<SubjectIx> {
        match self {
            Self::Sweep { level } => Some(*level),
            Self::Search { .. } | Self::Carry { .. } | Self::WaitWith => None,
            Self::Open { place } | Self::StandAt { place, .. } => Some(*place),
        }
    }

    /// The action that orders it.
    fn action(&self) -> &'static str {
        match self {
            Self::Sweep { .. } => "sweep",
            Self::Search { .. } => "search",
            Self::Open { .. } => "open",
            Self::StandAt { .. } => "stand-at",
            Self::Carry { .. } => "carry",
            Self::WaitWith => "wait-with",
        }
    }

    /// What the timeline says when somebody sets out for it.
    fn begins(&self) -> &'static str {
        match self {
            Self::Sweep { .. } => "sweep-begins",
            Self::Search { .. } => "search-begins",
            Self::Open { .. } => "goes-to-open",
            Self::StandAt { .. } => "goes-to-stand",
            Self::Carry { .. } => "goes-to-carry",
            Self::WaitWith => "goes-to-wait-with",
        }
    }

    /// What it opens, if it is about opening something and not about looking for people.
    fn opens(&self) -> Option<SubjectIx> {
        match self {
            Self::Open { place } => Some(*place),
            _ => None,
        }
    }

    /// Where one stands, if it is about standing somewhere.
    fn post(&self) -> Option<SubjectIx> {
        match self {
            Self::StandAt { place, .. } => Some(*place),
            _ => None,
        }
    }

    /// Whether it takes somebody into rooms to look for people.
    fn looks_for_people(&self) -> bool {
        matches!(self, Self::Sweep { .. } | Self::Search { .. })
    }
}

/// Gives somebody a task.
#[derive(Message, Debug, Clone)]
pub struct Assign {
    /// Who.
    pub person: u32,
    /// What to do.
    pub task: Task,
    /// The delivery of the order.
    pub delivery: Option<u32>,
    /// The order's entry in the log.
    pub cause: HappeningId,
    /// What is left of a round that was broken off; the round is planned if there is none.
    pub left: Option<VecDeque<SpaceIndex>>,
}

/// Somebody has been found.
#[derive(Message, Debug, Clone, Copy)]
pub struct Found {
    /// Who was found.
    pub person: u32,
    /// By whom.
    pub finder: u32,
    /// Its entry in the log.
    pub cause: HappeningId,
}

/// Somebody has not got to a room that was to be looked into.
#[derive(Message, Debug, Clone, Copy)]
pub struct NotSearched {
    /// Who.
    pub person: u32,
    /// The room.
    pub room: SubjectIx,
    /// Its entry in the log.
    pub cause: HappeningId,
}

/// Somebody has begun or ceased to stand somewhere.
#[derive(Message, Debug, Clone, Copy)]
pub struct Posted {
    /// Who.
    pub person: u32,
    /// Where.
    pub place: SubjectIx,
    /// Whether they stand there now.
    pub stands: bool,
    /// Its entry in the log.
    pub cause: HappeningId,
}

/// A task is finished.
#[derive(Message, Debug, Clone, Copy)]
pub struct TaskDone {
    /// Who did it.
    pub person: u32,
    /// The floor that was swept, every room of it; none for other tasks.
    pub swept: Option<SubjectIx>,
    /// Whether nobody waits there to be carried, and no class stays there.
    pub clear: bool,
    /// Its entry in the log.
    pub cause: HappeningId,
}

/// A task under way.
#[derive(Debug)]
struct Running {
    task: Task,
    /// Spaces still to look into.
    round: VecDeque<SpaceIndex>,
    /// Spaces looked into.
    looked_into: BTreeSet<SpaceIndex>,
    /// Spaces to which there was no way.
    left_out: BTreeSet<SpaceIndex>,
    /// Orders that came meanwhile, to be done one after the other.
    waiting: VecDeque<Assign>,
    /// The delivery of the order, for an opening that is done when it is open.
    delivery: Option<u32>,
    cause: HappeningId,
}

impl Running {
    fn new(order: &Assign, round: VecDeque<SpaceIndex>, cause: HappeningId) -> Self {
        Self {
            task: order.task.clone(),
            round,
            looked_into: BTreeSet::new(),
            left_out: BTreeSet::new(),
            waiting: VecDeque::new(),
            delivery: order.delivery,
            cause,
        }
    }

    /// The floor of which every room has been looked into.
    fn swept(&self) -> Option<SubjectIx> {
        match self.task {
            Task::Sweep { level } if self.left_out.is_empty() => Some(level),
            _ => None,
        }
    }

    /// What the timeline says when it is done.
    fn ends(&self) -> &'static str {
        match self.task {
            Task::Sweep { .. } if self.left_out.is_empty() => "sweep-ends",
            Task::Sweep { .. } => "sweep-ends-short",
            Task::Search { .. } => "search-ends",
            Task::Open { .. } => "opens",
            Task::StandAt { .. } => "leaves-post",
            Task::Carry { .. } => "carrying-ends",
            Task::WaitWith => "stays-no-longer",
        }
    }

    /// Whoever is searching already looks for these too: where they may be comes next, then the rest of the round; whoever
    /// goes to carry, or waits with somebody, does so already. Whether that is so; anything else has to wait.
    fn also(&mut self, task: &Task, round: VecDeque<SpaceIndex>) -> bool {
        if self.task.is_for_the_helpless() && task.is_for_the_helpless() {
            return true;
        }
        let (Task::Search { missing, .. }, Task::Search { missing: more, .. }) = (&mut self.task, task)
        else {
            return false;
        };
        missing.extend(more.iter().copied());
        let under_way: Vec<SpaceIndex> = self.round.drain(..).collect();
        self.round.extend(under_way.first());
        for space in round.into_iter().chain(under_way) {
            if !self.round.contains(&space) {
                self.round.push_back(space);
            }
        }
        true
    }

    /// Whether the task is to carry, and something to carry waits already: whoever is seen then is the one to go for.
    fn carries_next(&self, task: &Task) -> bool {
        task.is_to_carry() && self.waiting.iter().any(|order| order.task.is_to_carry())
    }

    /// The order for the same task once more.
    fn again(&self, person: u32) -> Assign {
        Assign {
            person,
            task: self.task.clone(),
            delivery: self.delivery,
            cause: self.cause,
            left: None,
        }
    }

    /// Whether something else waits than to carry somebody.
    fn is_called_away(&self) -> bool {
        self.waiting.iter().any(|order| !order.task.is_to_carry())
    }

    /// Whether everybody looked for has been found.
    fn has_found_all(&self) -> bool {
        matches!(&self.task, Task::Search { missing, .. } if missing.is_empty())
    }
}

/// Who is doing what.
#[derive(Resource, Debug, Default)]
pub(super) struct Tasks {
    running: BTreeMap<u32, Running>,
    /// Who carries whom, or goes to.
    bearers: BTreeMap<u32, carrying::Bearer>,
    /// Who waits with whom, or goes to.
    companions: BTreeMap<u32, companions::Companion>,
    /// Whom each of those sent to carry has been told of: they lie somewhere, and have not been found yet.
    told_of: BTreeMap<u32, BTreeSet<SubjectIx>>,
    /// Who was told to carry when nobody waited for more: after the next task they look again.
    willing: BTreeMap<u32, Assign>,
    /// Rooms that somebody has looked into or turned away from so far, in all tasks: the occurrence of the next draw.
    looks: BTreeMap<u32, u32>,
}

/// Whether somebody has a task.
pub(super) fn somebody_has_one(world: &World) -> bool {
    !world.resource::<Tasks>().running.is_empty()
}

/// Whether somebody carries or waits with somebody, or is on the way to, or was and is called away.
pub(super) fn somebody_is_cared_for(world: &World) -> bool {
    let tasks = world.resource::<Tasks>();
    let is_cared_for = !tasks.bearers.is_empty() || !tasks.companions.is_empty();
    is_cared_for || tasks.running.values().any(Running::is_called_away)
}
