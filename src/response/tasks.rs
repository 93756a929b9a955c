//! Tasks that take people round a building: sweeping a floor, searching for somebody, opening a door.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use crate::people::{Activity, CarriedOut, Locate, Ordinal, Reached, SendOff, Story};
use crate::places::{Change, ChangePlace, GoalKey, Site};
use crate::scenario::plan::{SpaceIndex, SpaceKind};
use crate::sim::{Agenda, Chance, Clock, Detail, Due, Given, HappeningId, Log, Phase, Truth, stable_id};
use crate::vocabulary::{Ms, Signal, SubjectIx, Value};

/// Somebody has looked into a space.
const LOOKED: &str = "looked-into";

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

/// A task is finished.
#[derive(Message, Debug, Clone, Copy)]
pub struct TaskDone {
    /// Who did it.
    pub person: u32,
    /// The floor that was swept; none for other tasks.
    pub swept: Option<SubjectIx>,
    /// Its entry in the log.
    pub cause: HappeningId,
}

#[derive(Debug)]
struct Running {
    task: Task,
    /// Spaces still to look into.
    round: VecDeque<SpaceIndex>,
    looks: u32,
    /// The delivery of the order, for an opening that is done when it is open.
    delivery: Option<u32>,
    cause: HappeningId,
}

impl Running {
    /// Whoever is searching already looks for these too: where they may be comes next, then the rest of the round.
    fn also(&mut self, task: &Task, round: VecDeque<SpaceIndex>) {
        let (Task::Search { missing, .. }, Task::Search { missing: more, .. }) = (&mut self.task, task)
        else {
            return;
        };
        missing.extend(more.iter().copied());
        let under_way: Vec<SpaceIndex> = self.round.drain(..).collect();
        self.round.extend(under_way.first());
        for space in round.into_iter().chain(under_way) {
            if !self.round.contains(&space) {
                self.round.push_back(space);
            }
        }
    }
}

/// Who is doing what.
#[derive(Resource, Debug, Default)]
pub(super) struct Tasks(BTreeMap<u32, Running>);

/// Takes on tasks: plans the round and sets out.
pub(super) fn take_on(
    mut assigned: MessageReader<Assign>,
    given: Res<Given>,
    clock: Res<Clock>,
    site: Res<Site>,
    locate: Locate,
    mut tasks: ResMut<Tasks>,
    mut send: MessageWriter<SendOff>,
    mut carried_out: MessageWriter<CarriedOut>,
    mut log: ResMut<Log>,
) {
    for Assign {
        person,
        task,
        delivery,
        cause,
    } in assigned.read()
    {
        if !locate.can_act(*person) {
            continue;
        }
        let round = round_of(task, &given, &site);
        if let Some(running) = tasks.0.get_mut(person) {
            running.also(task, round);
            continue;
        }
        let subject = given.school.people[*person as usize].subject;
        let place = match task {
            Task::Sweep { level } => Some(*level),
            Task::Search { .. } => None,
            Task::Open { place } => Some(*place),
        };
        let Some(first) = round.front() else {
            // A blocked stair cannot be opened by hand; a floor without rooms needs no sweep.
            log.note(clock.now_ms, "task-impossible")
                .because(Some(*cause))
                .about(subject)
                .at(place)
                .done();
            continue;
        };
        let event = match task {
            Task::Sweep { .. } => "sweep-begins",
            Task::Search { .. } => "search-begins",
            Task::Open { .. } => "goes-to-open",
        };
        let note = log
            .note(clock.now_ms, event)
            .because(Some(*cause))
            .about(subject)
            .at(place);
        let cause = note.with("spaces", Detail::Count(round.len() as i64)).done();
        if let (Some(delivery), false) = (delivery, matches!(task, Task::Open { .. })) {
            carried_out.write(CarriedOut { delivery: *delivery });
        }
        send.write(SendOff {
            person: *person,
            stages: vec![GoalKey::Space(first.0)],
            errand: true,
            carried: false,
        });
        tasks.0.insert(
            *person,
            Running {
                task: task.clone(),
                round,
                looks: 0,
                delivery: *delivery,
                cause,
            },
        );
    }
}

/// The spaces to look into, in order.
fn round_of(task: &Task, given: &Given, site: &Site) -> VecDeque<SpaceIndex> {
    let inside_of = |level: SubjectIx| {
        let spaces = (0..).map(SpaceIndex).zip(&site.plan.spaces);
        let spaces = spaces.filter(move |(i, s)| site.level_subject(s.level) == level && site.is_inside(*i));
        spaces.filter(|(_, s)| {
            !matches!(
                s.kind,
                SpaceKind::Corridor | SpaceKind::Hall | SpaceKind::Stairwell
            )
        })
    };
    match task {
        Task::Sweep { level } => inside_of(*level).map(|(i, _)| i).collect(),
        Task::Search {
            missing,
            share: (mine, of),
        } => {
            let mut round = VecDeque::new();
            for subject in missing {
                let person = &given.school.people[given.subjects.get(*subject).index];
                let room = person
                    .class
                    .map_or(person.space, |class| given.school.classes[class].room);
                let level = site.level_subject(site.plan.spaces[room].level);
                let toilets = inside_of(level)
                    .filter(|(_, s)| s.kind == SpaceKind::Toilet)
                    .map(|(i, _)| i);
                let rest = inside_of(level).map(|(i, _)| i);
                for space in std::iter::once(SpaceIndex(room as u32))
                    .chain(toilets)
                    .chain(rest)
                {
                    if !round.contains(&space) {
                        round.push_back(space);
                    }
                }
            }
            let in_turn = round.into_iter().enumerate().filter(|(i, _)| i % of == *mine);
            in_turn.map(|(_, space)| space).collect()
        }
        Task::Open { place } => {
            let portals = site.portals_of(*place);
            let opening = portals.iter().find_map(|portal| match portal {
                crate::pedestrian::Portal::Opening(i) => Some(&site.plan.openings[usize::from(*i)]),
                crate::pedestrian::Portal::Flight(_) => None,
            });
            opening.map(|opening| opening.inner).into_iter().collect()
        }
    }
}

/// What those on an errand tell the other rooms.
#[derive(SystemParam)]
pub(super) struct Telling<'w> {
    send: MessageWriter<'w, SendOff>,
    found: MessageWriter<'w, Found>,
    done: MessageWriter<'w, TaskDone>,
    change: MessageWriter<'w, ChangePlace>,
    carried_out: MessageWriter<'w, CarriedOut>,
}

/// Goes on from space to space: looks, takes along who is found, moves on, comes out.
pub(super) fn carry_on(
    mut reached: MessageReader<Reached>,
    due: Res<Due>,
    given: Res<Given>,
    clock: Res<Clock>,
    chance: Res<Chance>,
    site: Res<Site>,
    locate: Locate,
    mut agenda: ResMut<Agenda>,
    mut tasks: ResMut<Tasks>,
    mut stories: Query<&mut Story, With<Ordinal>>,
    mut tell: Telling,
    mut truth: ResMut<Truth>,
    mut log: ResMut<Log>,
) {
    let now_ms = clock.now_ms;
    for Reached { person, goal } in reached.read() {
        let Some(running) = tasks.0.get_mut(person) else {
            continue;
        };
        if !matches!(goal, GoalKey::Space(space) if running.round.front() == Some(&SpaceIndex(*space))) {
            continue;
        }
        running.looks += 1;
        let look = given.school.procedure.look_into_room;
        let who = stable_id(&given.school.people[*person as usize].id);
        let draw = chance.draw("look-into-room", who, running.looks.into());
        let after_ms = draw.duration_ms(look);
        agenda.at(now_ms + after_ms, Phase::Respond, LOOKED, *person, running.looks);
    }
    for wake in due.of(LOOKED) {
        let Some(running) = tasks.0.get_mut(&wake.id) else {
            continue;
        };
        let Some(space) = running.round.pop_front() else {
            continue;
        };
        for person in stragglers(space, wake.id, &given, &locate) {
            let subject = given.school.people[person as usize].subject;
            let note = log
                .note(now_ms, "person-found")
                .because(Some(running.cause))
                .about(subject);
            let cause = note
                .at(Some(site.space_subject(space)))
                .with(
                    "finder",
                    Detail::Subject(given.school.people[wake.id as usize].subject),
                )
                .done();
            if let Ok(mut story) = stories.get_mut(locate.roster().entities[person as usize]) {
                story.found_ms.get_or_insert(now_ms);
                story.found_by.get_or_insert(wake.id);
                story.accounted_ms.get_or_insert(now_ms);
            }
            note_whereabouts(person, now_ms, &given, &mut truth);
            tell.found.write(Found {
                person,
                finder: wake.id,
                cause,
            });
            let carried = locate.activity(person) == Some(Activity::Down);
            tell.send.write(SendOff {
                person,
                stages: Vec::new(),
                errand: false,
                carried,
            });
            if let Task::Search { missing, .. } = &mut running.task {
                missing.remove(&subject);
            }
        }
        let nobody_left = matches!(&running.task, Task::Search { missing, .. } if missing.is_empty());
        if let (Some(next), false) = (running.round.front(), nobody_left) {
            tell.send.write(SendOff {
                person: wake.id,
                stages: vec![GoalKey::Space(next.0)],
                errand: true,
                carried: false,
            });
            continue;
        }
        let Some(running) = tasks.0.remove(&wake.id) else {
            continue;
        };
        finish(wake.id, &running, now_ms, &given, &mut truth, &mut log, &mut tell);
        tell.send.write(SendOff {
            person: wake.id,
            stages: Vec::new(),
            errand: false,
            carried: false,
        });
    }
}

/// Those of the class, or of the staff and visitors, whose whereabouts are known now include this one.
fn note_whereabouts(person: u32, now_ms: Ms, given: &Given, truth: &mut Truth) {
    let register = given.school.register_of(person as usize);
    let mut located = match truth.get(Signal::Elsewhere, register) {
        Some((Value::Set(set), _)) => set.clone(),
        _ => BTreeSet::new(),
    };
    located.insert(given.school.people[person as usize].subject);
    truth.set(now_ms, Signal::Elsewhere, register, Value::Set(located));
}

/// Who is in a space, not on the way out, and not in the charge of somebody who is there too.
fn stragglers(space: SpaceIndex, finder: u32, given: &Given, locate: &Locate) -> Vec<u32> {
    let site = locate.site();
    let level = site.plan[space].level;
    // On the way to a room one also sees who is in the corridor or on the stair.
    let is_here = |person: u32| {
        locate.whereabouts(person).is_some_and(|here| {
            here.space == Some(space)
                || (here.level == level
                    && here
                        .space
                        .is_none_or(|s| site.is_inside(s) && site.is_open_view(s)))
        })
    };
    let is_in_charge = |person: u32| {
        let class = given.school.people[person as usize].class;
        let leader = class.and_then(|class| locate.roster().leaders[class]);
        locate.roster().leads(person)
            || leader.is_some_and(|leader| is_here(leader) && locate.can_act(leader))
    };
    (0..given.school.people.len() as u32)
        .filter(|person| *person != finder)
        .filter(|person| match locate.activity(*person) {
            Some(Activity::Down) => true,
            Some(Activity::Settled) => !is_in_charge(*person),
            _ => false,
        })
        .filter(|person| is_here(*person))
        .collect()
}

fn finish(
    person: u32,
    running: &Running,
    now_ms: Ms,
    given: &Given,
    truth: &mut Truth,
    log: &mut Log,
    tell: &mut Telling,
) {
    let subject = given.school.people[person as usize].subject;
    let (event, swept) = match &running.task {
        Task::Sweep { level } => ("sweep-ends", Some(*level)),
        Task::Search { .. } => ("search-ends", None),
        Task::Open { .. } => ("opens", None),
    };
    let place = match &running.task {
        Task::Open { place } => Some(*place),
        Task::Sweep { .. } | Task::Search { .. } => swept,
    };
    let mut note = log
        .note(now_ms, event)
        .because(Some(running.cause))
        .about(subject)
        .at(place);
    if let Task::Search { missing, .. } = &running.task {
        note = note.with("missing", Detail::People(missing.clone()));
    }
    let cause = note.done();
    if let Some(level) = swept {
        truth.set(now_ms, Signal::Clear, level, Value::Flag(true));
    }
    if let Task::Open { place } = &running.task {
        if let Some(delivery) = running.delivery {
            tell.carried_out.write(CarriedOut { delivery });
        }
        tell.change.write(ChangePlace {
            place: *place,
            change: Change::Open,
            cause: Some(cause),
        });
    }
    tell.done.write(TaskDone { person, swept, cause });
}
