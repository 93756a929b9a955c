//! The signals of which people are the truth: who is inside, who has assembled, what most of the school is doing.

use bevy_ecs::prelude::*;

use super::walk::{Afoot, LOOK};
use super::{Activity, ClassState, Classes, Cover, Ordinal, Posture, Roster, Story};
use crate::pedestrian::Portal;
use crate::places::{Site, Whereabouts};
use crate::scenario::model::Presence;
use crate::scenario::plan::OpeningKind;
use crate::sim::{Clock, Due, Given, Truth};
use crate::vocabulary::{Signal, SubjectKind, Value};

/// What is true before anything happens.
pub(super) fn first_values(world: &mut World, given: &Given) {
    let subjects = &given.subjects;
    let mut truth = world.resource_mut::<Truth>();
    truth.set(0, Signal::Power, given.school.subject, Value::Flag(true));
    truth.set(0, Signal::Alarm, given.school.subject, Value::Flag(false));
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
            .filter(|p| p.presence.expected() && p.presence != Presence::Present);
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

/// Counts people once a second while anybody moves.
pub(super) fn count_people(
    due: Res<Due>,
    given: Res<Given>,
    clock: Res<Clock>,
    site: Res<Site>,
    roster: Res<Roster>,
    afoot: Res<Afoot>,
    classes: Res<Classes>,
    people: Query<(&Activity, &Whereabouts, &Story, &Cover), With<Ordinal>>,
    states: Query<&ClassState>,
    mut truth: ResMut<Truth>,
) {
    if due.of(LOOK).is_empty() && clock.now_ms > 0 {
        return;
    }
    let now_ms = clock.now_ms;
    let mut inside = 0;
    let mut by_level = vec![0_u32; site.plan.levels.len()];
    let mut assembled = vec![0_u32; site.plan.assemblies.len()];
    let mut covered = 0;
    for (person, entity) in (0..).zip(&roster.entities) {
        let Ok((activity, whereabouts, story, cover)) = people.get(*entity) else {
            continue;
        };
        covered += u32::from(cover.since_ms.is_some());
        match activity {
            Activity::Away => {}
            Activity::Assembled => {
                let nearest = site.plan.assemblies.iter().position(|a| {
                    a.outline.contains(whereabouts.at) || a.outline.boundary_distance(whereabouts.at) < 1.0
                });
                if let Some(area) = nearest {
                    assembled[area] += 1;
                }
            }
            _ => {
                let level = if afoot.crowd.contains(person) {
                    afoot.level(&site, person).unwrap_or(whereabouts.level)
                } else {
                    whereabouts.level
                };
                if story.inside {
                    inside += 1;
                    by_level[level.get()] += 1;
                }
            }
        }
    }
    truth.set(now_ms, Signal::Inside, given.school.subject, Value::Count(inside));
    for (level, count) in by_level.into_iter().enumerate() {
        truth.set(
            now_ms,
            Signal::Inside,
            site.level_subject(crate::scenario::plan::LevelIndex(level as u32)),
            Value::Count(count),
        );
    }
    truth.set(
        now_ms,
        Signal::Assembled,
        given.school.subject,
        Value::Count(assembled.iter().sum()),
    );
    for (area, count) in (0..).zip(assembled) {
        truth.set(
            now_ms,
            Signal::Assembled,
            site.assembly_subject(area),
            Value::Count(count),
        );
    }
    count_passages(now_ms, &site, &mut truth);
    let posture = posture(&states, &classes, covered, inside);
    truth.set(
        now_ms,
        Signal::Posture,
        given.school.subject,
        Value::Ordinal(posture as u8),
    );
}

/// People through each exit and down each stair.
fn count_passages(now_ms: i64, site: &Site, truth: &mut Truth) {
    for (i, opening) in (0..).zip(&site.plan.openings) {
        if opening.kind == OpeningKind::Exit
            && let Some(subject) = site.portal_subject(Portal::Opening(i))
        {
            let tally = site.venue.tally(Portal::Opening(i));
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
            let down = site.venue.tally(Portal::Flight(*flight)).backward;
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
