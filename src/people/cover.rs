//! Going down under cover, each after a delay of their own, and getting up again.

use bevy_ecs::prelude::*;

use super::counting::Counts;
use super::walk::Afoot;
use super::{Activity, Cover, Ordinal, Roster, TakeCover};
use crate::hazard::earthquake::{Ground, ShakingEnds};
use crate::places::Whereabouts;
use crate::sim::{Agenda, Chance, Clock, Due, Given, Phase, stable_id};
use crate::vocabulary::Ms;

/// A person goes down under cover.
pub(super) const COVER: &str = "cover";
/// A person gets up again.
pub(super) const GET_UP: &str = "get-up";

/// Who took cover on a warning and feels nothing gets up after so long, ms: an early-warning system's alarm is
/// over after about a minute (the PHIVOLCS one-minute siren of published drill scripts [S]).
const FALSE_ALARM_MS: Ms = 60_000;

/// Shaking that ended no longer ago than this is what one takes cover from, ms: longer than anybody needs to get
/// down. An assumption.
const JUST_OVER_MS: Ms = 20_000;

/// Draws how long each of those who are to take cover needs for it.
pub(super) fn take_cover(
    mut asked: MessageReader<TakeCover>,
    due: Res<Due>,
    given: Res<Given>,
    clock: Res<Clock>,
    chance: Res<Chance>,
    roster: Res<Roster>,
    ground: Res<Ground>,
    mut afoot: ResMut<Afoot>,
    mut agenda: ResMut<Agenda>,
    mut people: Query<(&Activity, &mut Cover), With<Ordinal>>,
) {
    let now_ms = clock.now_ms;
    for wake in due.of(COVER) {
        let Ok((activity, mut cover)) = people.get_mut(roster.entities[wake.id as usize]) else {
            continue;
        };
        if matches!(activity, Activity::Away) || cover.since_ms.is_some() {
            continue;
        }
        cover.since_ms = Some(now_ms);
        afoot.stirred = true;
        afoot.crowd.set_halted(wake.id, true);
        if ground.shaking_since_ms.is_none() {
            // Too slow for a short shock, one gets up soon; warned ahead of one, one waits for it.
            let just_over = ground
                .ended_ms
                .is_some_and(|ended_ms| now_ms - ended_ms < JUST_OVER_MS);
            let wait_ms = if just_over {
                given.school.procedure.cover_after_ms
            } else {
                FALSE_ALARM_MS
            };
            agenda.at(now_ms + wait_ms, Phase::Move, GET_UP, wake.id, cover.times);
        }
    }
    for TakeCover { people: who } in asked.read() {
        for person in who {
            let Ok((activity, mut cover)) = people.get_mut(roster.entities[*person as usize]) else {
                continue;
            };
            if matches!(activity, Activity::Away) || cover.since_ms.is_some() {
                continue;
            }
            let draw = chance.draw(
                "cover-reaction",
                stable_id(&given.school.people[*person as usize].id),
                cover.times.into(),
            );
            let reaction = given.school.procedure.cover_reaction;
            let after_ms = draw.duration_ms(reaction);
            cover.times += 1;
            agenda.at(now_ms + after_ms, Phase::Move, COVER, *person, cover.times);
        }
    }
}

/// When the shaking has ended, people stay down for a while, and a class until its count is through; then they get up
/// and go on with what they were doing.
pub(super) fn come_out(
    mut ended: MessageReader<ShakingEnds>,
    due: Res<Due>,
    given: Res<Given>,
    clock: Res<Clock>,
    roster: Res<Roster>,
    ground: Res<Ground>,
    counts: Res<Counts>,
    mut afoot: ResMut<Afoot>,
    mut agenda: ResMut<Agenda>,
    mut people: Query<(&Activity, &Whereabouts, &mut Cover), With<Ordinal>>,
) {
    let now_ms = clock.now_ms;
    if ended.read().next().is_some() {
        for (person, entity) in (0..).zip(&roster.entities) {
            if let Ok((_, _, cover)) = people.get(*entity)
                && cover.since_ms.is_some()
            {
                agenda.at(
                    now_ms + given.school.procedure.cover_after_ms,
                    Phase::Move,
                    GET_UP,
                    person,
                    cover.times,
                );
            }
        }
    }
    for wake in due.of(GET_UP) {
        let Ok((activity, whereabouts, mut cover)) = people.get_mut(roster.entities[wake.id as usize]) else {
            continue;
        };
        let is_an_older_cover = wake.occurrence != cover.times;
        if ground.shaking_since_ms.is_some() || cover.since_ms.is_none() || is_an_older_cover {
            continue;
        }
        let here = (*activity, whereabouts);
        let counted_ms = counts.keeps_down_until_ms(wake.id, here, (&given, &roster));
        if let Some(until_ms) = counted_ms.filter(|until_ms| *until_ms > now_ms) {
            agenda.at(until_ms, Phase::Move, GET_UP, wake.id, wake.occurrence);
            continue;
        }
        cover.since_ms = None;
        afoot.stirred = true;
        afoot.crowd.set_halted(wake.id, false);
    }
}
