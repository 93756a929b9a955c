//! Who is hurt, and what that does to what they can do.

use bevy_ecs::prelude::*;

use super::walk::Afoot;
use super::{Activity, Condition, Cover, Hurt, Ordinal, Roster, Story, nearest_teacher};
use crate::hazard::earthquake::{ShakingEnds, casualty};
use crate::places::{Site, Whereabouts};
use crate::scenario::model::HazardKind;
use crate::sim::{Chance, Clock, Detail, Given, HappeningId, Log, Truth, stable_id};
use crate::vocabulary::{Ms, Signal, Value};

/// The share of the injury rate that a person bears: all of it for the time in the open, `under_cover` of it for the
/// time under cover.
fn remaining_risk(cover: &Cover, began_ms: Ms, ended_ms: Ms, under_cover: f64) -> f64 {
    let lasted_ms = (ended_ms - began_ms).max(1);
    let covered_ms = cover
        .since_ms
        .map_or(0, |since_ms| ended_ms - since_ms.max(began_ms));
    let covered = (covered_ms as f64 / lasted_ms as f64).clamp(0.0, 1.0);
    1.0 - covered * (1.0 - under_cover)
}

/// When the shaking ends, some of those inside a damaged building are hurt: HAZUS rates, fewer under cover. One
/// draw a person and earthquake, so that cover can only help.
pub(super) fn hurt_by_shaking(
    mut ended: MessageReader<ShakingEnds>,
    given: Res<Given>,
    clock: Res<Clock>,
    chance: Res<Chance>,
    roster: Res<Roster>,
    site: Res<Site>,
    mut afoot: ResMut<Afoot>,
    mut people: Query<(&mut Activity, &mut Condition, &Cover, &mut Whereabouts, &Story), With<Ordinal>>,
    mut truth: ResMut<Truth>,
    mut log: ResMut<Log>,
) {
    for ShakingEnds {
        hazard,
        began_ms,
        cause,
    } in ended.read()
    {
        let HazardKind::Earthquake(quake) = &given.hazards[*hazard].kind else {
            continue;
        };
        for (person, entity) in (0..).zip(&roster.entities) {
            let Ok((mut activity, mut condition, cover, mut whereabouts, story)) = people.get_mut(*entity)
            else {
                continue;
            };
            if matches!(*activity, Activity::Away | Activity::Assembled) || !story.inside {
                continue;
            }
            let factor = remaining_risk(
                cover,
                *began_ms,
                clock.now_ms,
                given.school.procedure.cover_factor,
            );
            let key = stable_id(&format!(
                "{}/{}",
                given.hazards[*hazard].id, given.school.people[person as usize].id
            ));
            let draw = chance.draw("hurt-by-shaking", key, 0).uniform();
            if let Some(severity) = casualty::severity(quake.damage, factor, draw) {
                hurt(
                    person,
                    severity,
                    Some(*cause),
                    clock.now_ms,
                    &given,
                    &roster,
                    &site,
                    &mut afoot,
                    &mut activity,
                    &mut condition,
                    &mut whereabouts,
                    &mut log,
                );
            }
        }
    }
    count_injured(
        clock.now_ms,
        &given,
        &roster,
        |entity| people.get(entity).is_ok_and(|p| p.1.severity > 0),
        &mut truth,
    );
}

/// Carries out what a pin or an inject says.
pub(super) fn hurt_by_action(
    mut asked: MessageReader<Hurt>,
    given: Res<Given>,
    clock: Res<Clock>,
    roster: Res<Roster>,
    site: Res<Site>,
    mut afoot: ResMut<Afoot>,
    mut people: Query<(&mut Activity, &mut Condition, &mut Whereabouts), With<Ordinal>>,
    mut truth: ResMut<Truth>,
    mut log: ResMut<Log>,
) {
    for Hurt {
        person,
        severity,
        cause,
    } in asked.read()
    {
        let Ok((mut activity, mut condition, mut whereabouts)) =
            people.get_mut(roster.entities[*person as usize])
        else {
            continue;
        };
        hurt(
            *person,
            *severity,
            *cause,
            clock.now_ms,
            &given,
            &roster,
            &site,
            &mut afoot,
            &mut activity,
            &mut condition,
            &mut whereabouts,
            &mut log,
        );
    }
    count_injured(
        clock.now_ms,
        &given,
        &roster,
        |entity| people.get(entity).is_ok_and(|p| p.1.severity > 0),
        &mut truth,
    );
}

fn hurt(
    person: u32,
    severity: u8,
    cause: Option<HappeningId>,
    now_ms: Ms,
    given: &Given,
    roster: &Roster,
    site: &Site,
    afoot: &mut Afoot,
    activity: &mut Activity,
    condition: &mut Condition,
    whereabouts: &mut Whereabouts,
    log: &mut Log,
) {
    if severity <= condition.severity {
        return;
    }
    condition.severity = severity;
    condition.hurt_ms.get_or_insert(now_ms);
    if severity > 1 {
        if let Some(here) = afoot.stop(site, person) {
            *whereabouts = here;
        }
        *activity = Activity::Down;
    } else {
        let body = roster.bodies[person as usize].hurt();
        afoot.crowd.set_speed_cap(person, Some(body.flat_m_s as f32));
    }
    let place = whereabouts.space.map(|space| site.space_subject(space));
    let note = log
        .note(now_ms, "person-hurt")
        .because(cause)
        .about(given.school.people[person as usize].subject)
        .at(place);
    condition.cause = Some(note.with("severity", Detail::Count(severity.into())).done());
}

fn count_injured(
    now_ms: Ms,
    given: &Given,
    roster: &Roster,
    is_hurt: impl Fn(Entity) -> bool,
    truth: &mut Truth,
) {
    let hurt = (0..)
        .zip(&roster.entities)
        .filter(|(_, entity)| is_hurt(**entity))
        .map(|(person, _): (usize, _)| given.school.people[person].subject)
        .collect();
    truth.set(now_ms, Signal::Injured, given.school.subject, Value::Set(hurt));
}

/// A class whose leader can no longer act is taken over by the nearest teacher who can.
pub(super) fn take_over_classes(
    given: Res<Given>,
    clock: Res<Clock>,
    mut roster: ResMut<Roster>,
    people: Query<&Activity, With<Ordinal>>,
    mut log: ResMut<Log>,
) {
    let is_down = |roster: &Roster, person: usize| {
        people
            .get(roster.entities[person])
            .is_ok_and(|a| *a == Activity::Down)
    };
    for (class, spec) in given.school.classes.iter().enumerate() {
        if !roster.leaders[class].is_some_and(|leader| is_down(&roster, leader as usize)) {
            continue;
        }
        let next = nearest_teacher(&given, spec.room, |teacher| !is_down(&roster, teacher));
        roster.leaders[class] = next.map(|teacher| teacher as u32);
        roster.led_by_own_teacher[class] = false;
        if let Some(teacher) = next {
            let note = log.note(clock.now_ms, "class-taken-over").about(spec.subject);
            note.with("holder", Detail::Subject(given.school.people[teacher].subject))
                .done();
        }
    }
}
