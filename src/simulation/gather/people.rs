//! Rows about people and places at the end of the run.

use bevy_ecs::prelude::*;

use super::Names;
use crate::hazard::earthquake::Ground;
use crate::people::{Activity, Condition, Ordinal, Roster, Story};
use crate::places::Site;
use crate::record::{self, CasualtyOutcome, EntryId, Id, PersonOutcome};
use crate::scenario::model::BuildingGroup;
use crate::sim::{HappeningId, Log, Truth};
use crate::town::{Fate, Town, UnderRubble};
use crate::vocabulary::{Signal, SubjectIx, SubjectKind, Unit, Value};

pub(super) fn people(world: &mut World, names: &Names) -> Vec<record::Person> {
    let mut query = world.query_filtered::<(&Activity, &Story, &Condition), With<Ordinal>>();
    let entities = world.resource::<Roster>().entities.clone();
    let plan = &names.scenario.school.plan;
    let site = world.resource::<Site>();
    let mut rows = Vec::new();
    for (i, entity) in entities.into_iter().enumerate() {
        let Ok((activity, story, condition)) = query.get(world, entity) else {
            continue;
        };
        let spec = &names.scenario.school.people[i];
        let space = &plan.spaces[spec.space];
        let present = spec.presence.at_school();
        let class = spec
            .class
            .map(|class| names.of(names.scenario.school.classes[class].subject));
        rows.push(record::Person {
            id: names.person(i),
            kind: spec.role.word(),
            group: class.clone(),
            class,
            start_place: present.then(|| space.id.as_str().into()),
            level: present.then(|| names.of(site.level_subject(space.level))),
            warned_ms: story.warned_ms,
            departed_ms: story.departed_ms,
            helpless_ms: story.helpless.map(|(since_ms, _)| since_ms),
            joined_ms: story.joined_ms.filter(|_| story.helpless.is_some()),
            taken_up_ms: story.taken_up_ms,
            stair: story.stair.map(|used| names.of(used.stair)),
            stair_entered_ms: story.stair.map(|used| used.entered_ms),
            stair_left_ms: story.stair.and_then(|used| used.left_ms),
            stair_queued_ms: story.stair.map(|used| used.queued_ms),
            exit: story.exit.map(|s| names.of(s)),
            queued_ms: story.departed_ms.map(|_| story.queued_ms),
            exited_ms: story.exited_ms,
            assembled_ms: story.assembled_ms,
            missed_ms: story.missed_ms,
            found_ms: story.found_ms,
            found_by: story.found_by.map(|finder| names.person(finder as usize)),
            accounted_ms: story.accounted_ms,
            parent_came_ms: story.parent_came_ms,
            released_ms: story.released_ms,
            outcome: person_outcome(*activity, story, *condition),
        });
    }
    rows
}

fn person_outcome(activity: Activity, story: &Story, condition: Condition) -> PersonOutcome {
    match activity {
        _ if story.released_ms.is_some() => PersonOutcome::Released,
        _ if story.taken_ms.is_some() => PersonOutcome::TakenHome,
        Activity::Away => PersonOutcome::Absent,
        _ if condition.severity > 3 => PersonOutcome::Died,
        _ if condition.severity > 1 => PersonOutcome::Injured,
        Activity::Assembled if story.accounted_ms.is_some() => PersonOutcome::Accounted,
        Activity::Assembled => PersonOutcome::Assembled,
        _ if !story.inside => PersonOutcome::Outside,
        _ => PersonOutcome::Inside,
    }
}

/// People of a town who are persons of their own: those whom rubble holds.
pub(super) fn entrapped(world: &mut World, names: &Names) -> Vec<record::Person> {
    under_rubble(world, names, |under, group, id| record::Person {
        id,
        kind: "resident",
        group: Some(group.id.as_str().into()),
        class: None,
        start_place: None,
        level: None,
        warned_ms: None,
        departed_ms: None,
        helpless_ms: Some(under.since_ms),
        joined_ms: None,
        taken_up_ms: None,
        stair: None,
        stair_entered_ms: None,
        stair_left_ms: None,
        stair_queued_ms: None,
        exit: None,
        queued_ms: None,
        exited_ms: None,
        assembled_ms: None,
        missed_ms: None,
        found_ms: None,
        found_by: None,
        accounted_ms: None,
        parent_came_ms: None,
        released_ms: None,
        outcome: match under.fate {
            Fate::Alive => PersonOutcome::Entrapped,
            Fate::Died(_) => PersonOutcome::Died,
        },
    })
}

/// The same as casualties; whoever has died has severity 4.
pub(super) fn entrapped_casualties(
    world: &mut World,
    names: &Names,
    entries: &[EntryId],
) -> Vec<record::Casualty> {
    let municipalities = names.scenario.subjects.of_kind(SubjectKind::Municipality);
    under_rubble(world, names, |under, group, id| {
        let HappeningId(cause) = under.cause;
        record::Casualty {
            id,
            cause: Some(entries[cause as usize]),
            severity: match under.fate {
                Fate::Alive => under.person.severity,
                Fate::Died(_) => 4,
            },
            triage: None,
            place: Some(names.of(municipalities[group.municipality as usize])),
            injured_ms: under.since_ms,
            found_ms: None,
            freed_ms: None,
            treated_ms: None,
            transported_ms: None,
            facility: None,
            outcome: match under.fate {
                Fate::Alive => CasualtyOutcome::Trapped,
                Fate::Died(_) => CasualtyOutcome::Died,
            },
        }
    })
}

fn under_rubble<T>(
    world: &mut World,
    names: &Names,
    row: impl Fn(&UnderRubble, &BuildingGroup, Id) -> T,
) -> Vec<T> {
    let Some(town) = &names.scenario.town else {
        return Vec::new();
    };
    let entities = world.resource::<Town>().entrapped().to_vec();
    let rows = entities.into_iter().filter_map(|entity| {
        let under = world.get::<UnderRubble>(entity)?;
        let group = &town.groups[under.person.group as usize];
        Some(row(under, group, under.id(&group.id).into()))
    });
    rows.collect()
}

pub(super) fn casualties(world: &mut World, names: &Names, entries: &[EntryId]) -> Vec<record::Casualty> {
    let mut query = world.query_filtered::<(&Activity, &Story, &Condition), With<Ordinal>>();
    let entities = world.resource::<Roster>().entities.clone();
    let happenings: Vec<Option<SubjectIx>> = world
        .resource::<Log>()
        .happenings()
        .iter()
        .map(|h| h.place)
        .collect();
    let mut rows = Vec::new();
    for (i, entity) in entities.into_iter().enumerate() {
        let Ok((activity, story, condition)) = query.get(world, entity) else {
            continue;
        };
        let Some(injured_ms) = condition.hurt_ms else {
            continue;
        };
        let cause = condition.cause;
        rows.push(record::Casualty {
            id: names.person(i),
            cause: cause.map(|HappeningId(cause)| entries[cause as usize]),
            severity: condition.severity,
            triage: None,
            place: cause
                .and_then(|HappeningId(c)| happenings[c as usize])
                .map(|s| names.of(s)),
            injured_ms,
            found_ms: story.found_ms.or(story.assembled_ms),
            freed_ms: None,
            treated_ms: None,
            transported_ms: None,
            facility: None,
            outcome: if *activity == Activity::Down && story.found_ms.is_none() {
                CasualtyOutcome::NotFound
            } else {
                CasualtyOutcome::Waiting
            },
        });
    }
    rows
}

pub(super) fn places(world: &World, names: &Names) -> Vec<record::Place> {
    let ground = world.resource::<Ground>();
    let truth = world.resource::<Truth>();
    let log = world.resource::<Log>();
    let school = names.scenario.school.subject;
    let warned_ms = log
        .happenings()
        .iter()
        .find(|h| h.event == "early-warning")
        .map(|h| h.at_ms);
    let mut rows = municipalities(truth, names, ground.first_hit_ms);
    if names.scenario.school.plan.spaces.is_empty() {
        return rows;
    }
    rows.push(record::Place {
        place: names.of(school),
        kind: "school",
        warned_ms,
        first_hit_ms: ground.first_hit_ms,
        max_value: None,
        cleared_ms: cleared_ms(truth, school),
        state: if truth
            .get(Signal::Power, school)
            .is_some_and(|(v, _)| *v == Value::Flag(false))
        {
            "without-power"
        } else {
            "usable"
        },
    });
    for kind in [SubjectKind::Level, SubjectKind::Stair, SubjectKind::Opening] {
        for subject in names.scenario.subjects.of_kind(kind) {
            let Some(row) = place_row(kind, subject, truth, names, ground.first_hit_ms) else {
                continue;
            };
            rows.push(row);
        }
    }
    rows
}

/// The municipalities where anything has happened, and the facilities.
fn municipalities(truth: &Truth, names: &Names, first_hit_ms: Option<i64>) -> Vec<record::Place> {
    let count = |signal, subject| match truth.get(signal, subject) {
        Some((Value::Count(count), _)) => Some(f64::from(*count)),
        _ => None,
    };
    let row = |subject, kind, max_value, state| record::Place {
        place: names.of(subject),
        kind,
        warned_ms: None,
        first_hit_ms,
        max_value,
        cleared_ms: None,
        state,
    };
    let subjects = &names.scenario.subjects;
    let municipality = |subject| {
        let collapsed = count(Signal::Collapsed, subject);
        let hurt = count(Signal::Hurt, subject);
        let state = if collapsed.unwrap_or(0.0) > 0.0 {
            "buildings-collapsed"
        } else {
            "people-hurt"
        };
        (collapsed.is_some() || hurt.is_some()).then(|| {
            row(
                subject,
                "municipality",
                collapsed.map(|count| (count, Unit::Count)),
                state,
            )
        })
    };
    let facility = |subject| {
        let works = truth
            .get(Signal::InService, subject)
            .is_none_or(|(value, _)| *value == Value::Flag(true));
        let beds = count(Signal::Beds, subject).map(|beds| (beds, Unit::Count));
        row(
            subject,
            "facility",
            beds,
            if works { "usable" } else { "out-of-service" },
        )
    };
    let struck = subjects
        .of_kind(SubjectKind::Municipality)
        .into_iter()
        .filter_map(municipality);
    struck
        .chain(subjects.of_kind(SubjectKind::Facility).into_iter().map(facility))
        .collect()
}

fn place_row(
    kind: SubjectKind,
    subject: SubjectIx,
    truth: &Truth,
    names: &Names,
    first_hit_ms: Option<i64>,
) -> Option<record::Place> {
    let blocked = truth.get(Signal::Blocked, subject);
    if kind == SubjectKind::Opening && blocked.is_none() {
        return None;
    }
    let is_blocked = blocked.is_some_and(|(value, _)| *value == Value::Flag(true));
    Some(record::Place {
        place: names.of(subject),
        kind: match kind {
            SubjectKind::Level => "floor",
            SubjectKind::Stair => "stair",
            _ => "exit",
        },
        warned_ms: None,
        first_hit_ms,
        max_value: None,
        cleared_ms: cleared_ms(truth, subject),
        state: if is_blocked { "blocked" } else { "usable" },
    })
}

/// When the last person left; none while somebody is inside, or where nobody ever was.
fn cleared_ms(truth: &Truth, subject: SubjectIx) -> Option<i64> {
    let (value, since_ms) = truth.get(Signal::Inside, subject)?;
    (*value == Value::Count(0) && since_ms > 0).then_some(since_ms)
}
