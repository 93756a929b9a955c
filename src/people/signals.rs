//! The signals of which people are the truth: who is inside, who has assembled, what most of the school is doing.

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use super::walk::Afoot;
use super::{Activity, ClassState, Classes, Cover, Ordinal, Posture, Story};
use crate::pedestrian::Portal;
use crate::places::{Site, Whereabouts};
use crate::scenario::plan::{LevelIndex, OpeningKind};
use crate::sim::{Clock, Given, Truth};
use crate::vocabulary::{Signal, SubjectKind, Value};

/// What is true before anything happens.
pub(super) fn first_values(world: &mut World, given: &Given) {
    let subjects = &given.subjects;
    let mut truth = world.resource_mut::<Truth>();
    truth.set(0, Signal::Power, given.school.subject, Value::Flag(true));
    truth.set(0, Signal::Alarm, given.school.subject, Value::Flag(false));
    truth.set(0, Signal::Cleared, given.school.subject, Value::Flag(false));
    truth.set(
        0,
        Signal::Posture,
        given.school.subject,
        Value::Ordinal(Posture::Lessons as u8),
    );
    truth.set(0, Signal::Assembled, given.school.subject, Value::Count(0));
    truth.set(
        0,
        Signal::Injured,
        given.school.subject,
        Value::Set(std::collections::BTreeSet::new()),
    );
    for class in &given.school.classes {
        let away = class
            .members
            .iter()
            .map(|m| &given.school.people[*m])
            .filter(|p| p.presence.expected() && !p.presence.at_school());
        truth.set(
            0,
            Signal::Elsewhere,
            class.subject,
            Value::Set(away.map(|p| p.subject).collect()),
        );
    }
    for stair in subjects.of_kind(SubjectKind::Stair) {
        truth.set(0, Signal::Blocked, stair, Value::Flag(false));
    }
    for (subject, opening) in subjects
        .of_kind(SubjectKind::Opening)
        .into_iter()
        .zip(&given.school.plan.openings)
    {
        if opening.kind == OpeningKind::Exit {
            truth.set(0, Signal::Blocked, subject, Value::Flag(opening.locked));
        }
    }
}

/// How many are where.
struct Headcount {
    inside: u32,
    inside_by_level: Vec<u32>,
    assembled_by_area: Vec<u32>,
    covered: u32,
}

/// Sees where people are and what they do.
#[derive(SystemParam)]
pub(super) struct Counting<'w, 's> {
    site: Res<'w, Site>,
    afoot: Res<'w, Afoot>,
    people: Query<
        'w,
        's,
        (
            &'static Ordinal,
            &'static Activity,
            &'static Whereabouts,
            &'static Story,
            &'static Cover,
        ),
    >,
}

impl Counting<'_, '_> {
    fn count(&self) -> Headcount {
        let mut count = Headcount {
            inside: 0,
            inside_by_level: vec![0; self.site.plan.levels.len()],
            assembled_by_area: vec![0; self.site.plan.assemblies.len()],
            covered: 0,
        };
        // Sums do not depend on the order: no roster is needed.
        for (Ordinal(person), activity, whereabouts, story, cover) in &self.people {
            count.covered += u32::from(cover.since_ms.is_some());
            match activity {
                Activity::Away => {}
                Activity::Assembled => {
                    if let Some(area) = story.assembly {
                        count.assembled_by_area[area as usize] += 1;
                    }
                }
                _ if story.inside => {
                    let walks = matches!(activity, Activity::Walking | Activity::Errand);
                    let level = walks.then(|| self.afoot.level(&self.site, *person)).flatten();
                    count.inside += 1;
                    count.inside_by_level[level.unwrap_or(whereabouts.level).get()] += 1;
                }
                _ => {}
            }
        }
        count
    }
}

/// Counts people once a second while anybody moves.
pub(super) fn count_people(
    given: Res<Given>,
    clock: Res<Clock>,
    counting: Counting,
    classes: Res<Classes>,
    states: Query<&ClassState>,
    mut truth: ResMut<Truth>,
) {
    let now_ms = clock.now_ms;
    let (site, school) = (&counting.site, given.school.subject);
    let count = counting.count();
    let posture = posture(&states, &classes, count.covered, count.inside);
    let mut set = |signal, subject, people| truth.set(now_ms, signal, subject, Value::Count(people));
    set(Signal::Inside, school, count.inside);
    for (level, people) in (0..).map(LevelIndex).zip(count.inside_by_level) {
        set(Signal::Inside, site.level_subject(level), people);
    }
    set(Signal::Assembled, school, count.assembled_by_area.iter().sum());
    for (area, people) in (0..).zip(count.assembled_by_area) {
        set(Signal::Assembled, site.assembly_subject(area), people);
    }
    count_passages(now_ms, site, &mut truth);
    let posture = Value::Ordinal(posture as u8);
    truth.set(now_ms, Signal::Posture, school, posture);
}

/// People through each exit and down each stair.
fn count_passages(now_ms: i64, site: &Site, truth: &mut Truth) {
    for (i, opening) in (0..).zip(&site.plan.openings) {
        if opening.kind == OpeningKind::Exit
            && let Some(subject) = site.portal_subject(Portal::Opening(i))
        {
            let tally = site.ground.tally(Portal::Opening(i));
            let out = if site.is_outward(i, true) {
                tally.forward
            } else {
                tally.backward
            };
            truth.set(now_ms, Signal::Passed, subject, Value::Count(out));
        }
    }
    for stair in &site.stairs {
        // Each person who comes down passes the lowest flight of the stair once.
        let lowest = stair.flights.iter().min_by(|a, b| {
            let height = |f: &u16| site.plan[site.plan.flights[usize::from(*f)].lower].elevation_m;
            height(a).total_cmp(&height(b)).then(a.cmp(b))
        });
        if let Some(flight) = lowest {
            let down = site.ground.tally(Portal::Flight(*flight)).backward;
            truth.set(now_ms, Signal::Passed, stair.subject, Value::Count(down));
        }
    }
}

/// What most classes are doing; covered when most people inside are down.
fn posture(states: &Query<&ClassState>, classes: &Classes, covered: u32, inside: u32) -> Posture {
    if inside > 0 && covered * 2 > inside {
        return Posture::Cover;
    }
    let mut counts = [0_u32; 6];
    for class in &classes.0 {
        if let Ok(state) = states.get(*class) {
            counts[state.posture as usize] += 1;
        }
    }
    let most = counts.iter().copied().max().unwrap_or(0);
    let order = [
        Posture::Assembled,
        Posture::Evacuate,
        Posture::Shelter,
        Posture::Hold,
        Posture::Cover,
        Posture::Lessons,
    ];
    order
        .into_iter()
        .find(|posture| counts[*posture as usize] == most)
        .unwrap_or(Posture::Lessons)
}
