//! Who is accounted for: the roll call of each class at its assembly area, and the truth beside it.

use std::collections::BTreeSet;

use bevy_ecs::prelude::*;

use super::walk::{Afoot, LOOK};
use super::{Activity, ClassState, Classes, Ordinal, Posture, Reached, Roster, Story};
use crate::places::GoalKey;
use crate::scenario::model::{PersonSpec, Presence};
use crate::sim::{Agenda, Clock, Detail, Due, Given, HappeningId, Log, Phase, Truth};
use crate::vocabulary::{Ms, PersonRole, Signal, SubjectIx, Value};

/// A class may start its roll call, if nobody has arrived since.
const ROLL_DUE: &str = "roll-due";
/// A roll call ends.
const ROLL_ENDS: &str = "roll-ends";
/// From the last of a class coming up to its roll call, ms. An assumption.
const SETTLE_MS: Ms = 3_000;
/// A teacher who is busy with another class tries again after so long, ms.
const BUSY_MS: Ms = 5_000;

/// A roll call has ended.
#[derive(Message, Debug, Clone)]
pub struct RollCallDone {
    /// Of which class.
    pub class: usize,
    /// Who took it.
    pub leader: u32,
    /// How many stood there.
    pub head_count: usize,
    /// Who should stand there by the register, and does not.
    pub missing: BTreeSet<SubjectIx>,
    /// Its entry in the log.
    pub cause: HappeningId,
}

/// Whoever comes up to a class at its assembly area puts off its roll call until the last of it is there, or nobody
/// has come for a while; a late comer means another one.
pub(super) fn expect_roll(
    mut reached: MessageReader<Reached>,
    given: Res<Given>,
    clock: Res<Clock>,
    roster: Res<Roster>,
    classes: Res<Classes>,
    mut agenda: ResMut<Agenda>,
    mut states: Query<&mut ClassState>,
    people: Query<&Activity, With<Ordinal>>,
) {
    let now_ms = clock.now_ms;
    for Reached { person, goal } in reached.read() {
        if !matches!(goal, GoalKey::Assembly(_)) {
            continue;
        }
        let own = given.school.people[*person as usize].class;
        let mut concerned: Vec<usize> = roster.led_by(*person).chain(own).collect();
        concerned.sort_unstable();
        concerned.dedup();
        for class in concerned {
            let Ok(mut state) = states.get_mut(classes.0[class]) else {
                continue;
            };
            state.roll.arrivals += 1;
            let spec = &given.school.classes[class];
            let more_to_come = spec.members.iter().any(|member| {
                people
                    .get(roster.entities[*member])
                    .is_ok_and(|activity| matches!(activity, Activity::Walking | Activity::Preparing { .. }))
            });
            let wait_ms = if more_to_come {
                given.school.procedure.roll_call_after_ms
            } else {
                SETTLE_MS
            };
            let at_ms = now_ms + wait_ms;
            agenda.at(at_ms, Phase::Care, ROLL_DUE, class as u32, state.roll.arrivals);
        }
    }
}

/// Begins a roll call, if the leader is there and has the time.
pub(super) fn begin_roll(
    due: Res<Due>,
    given: Res<Given>,
    clock: Res<Clock>,
    roster: Res<Roster>,
    classes: Res<Classes>,
    mut agenda: ResMut<Agenda>,
    mut states: Query<&mut ClassState>,
    people: Query<&Activity, With<Ordinal>>,
    mut afoot: ResMut<Afoot>,
    mut log: ResMut<Log>,
) {
    let now_ms = clock.now_ms;
    for wake in due.of(ROLL_DUE) {
        let class = wake.id as usize;
        let Some(leader) = roster.leaders[class] else {
            continue;
        };
        let busy = roster
            .led_by(leader)
            .any(|c| states.get(classes.0[c]).is_ok_and(|s| s.roll.under_way));
        let there = people
            .get(roster.entities[leader as usize])
            .is_ok_and(|activity| *activity == Activity::Assembled);
        let Ok(mut state) = states.get_mut(classes.0[class]) else {
            continue;
        };
        if wake.occurrence != state.roll.arrivals || !there {
            continue;
        }
        if busy {
            agenda.at(now_ms + BUSY_MS, Phase::Care, ROLL_DUE, wake.id, wake.occurrence);
            continue;
        }
        state.roll.under_way = true;
        state.posture = Posture::Assembled;
        afoot.stirred = true;
        let spec = &given.school.classes[class];
        let names = spec
            .members
            .iter()
            .filter(|m| given.school.people[**m].presence.expected())
            .count();
        let note = log
            .note(now_ms, "roll-call-begins")
            .because(state.cause)
            .about(spec.subject);
        state.roll.cause = Some(note.done());
        let takes_ms = given.school.procedure.roll_call_per_pupil_ms * names as Ms;
        agenda.at(
            now_ms + takes_ms,
            Phase::Care,
            ROLL_ENDS,
            wake.id,
            state.roll.taken,
        );
    }
}

/// Ends a roll call: who stands there, and who should by the register.
pub(super) fn end_roll(
    due: Res<Due>,
    given: Res<Given>,
    clock: Res<Clock>,
    roster: Res<Roster>,
    classes: Res<Classes>,
    mut states: Query<&mut ClassState>,
    mut people: Query<(&Activity, &mut Story), With<Ordinal>>,
    mut truth: ResMut<Truth>,
    mut log: ResMut<Log>,
    mut done: MessageWriter<RollCallDone>,
) {
    let now_ms = clock.now_ms;
    for wake in due.of(ROLL_ENDS) {
        let class = wake.id as usize;
        let (Some(leader), Ok(mut state)) = (roster.leaders[class], states.get_mut(classes.0[class])) else {
            continue;
        };
        state.roll.under_way = false;
        state.roll.taken += 1;
        state.roll.ended_ms = Some(now_ms);
        let spec = &given.school.classes[class];
        let (mut head_count, mut missing, mut truly_missing) = (0, BTreeSet::new(), BTreeSet::new());
        for member in &spec.members {
            let Ok((activity, mut story)) = people.get_mut(roster.entities[*member]) else {
                continue;
            };
            let presence = given.school.people[*member].presence;
            if *activity == Activity::Assembled && story.assembly == state.assembly {
                head_count += 1;
                story.accounted_ms.get_or_insert(now_ms);
            } else if presence.expected() {
                missing.insert(given.school.people[*member].subject);
                if story.found_ms.is_none() {
                    story.missed_ms.get_or_insert(now_ms);
                }
                if presence == Presence::Present {
                    truly_missing.insert(given.school.people[*member].subject);
                }
            }
        }
        truth.set(
            now_ms,
            Signal::HeadCount,
            spec.subject,
            Value::Count(head_count as u32),
        );
        truth.set(now_ms, Signal::Missing, spec.subject, Value::Set(truly_missing));
        let note = log
            .note(now_ms, "roll-call-ends")
            .because(state.roll.cause)
            .about(spec.subject);
        let note = note.value(Signal::Missing, Value::Set(missing.clone()));
        let note = note.with("present", Detail::Count(head_count as i64));
        let cause = note.with("missing", Detail::People(missing.clone())).done();
        state.roll.cause = Some(cause);
        done.write(RollCallDone {
            class,
            leader,
            head_count,
            missing,
            cause,
        });
    }
}

/// The truth about who is not accounted for: pupils at school whose class has set out, who are neither on the way nor
/// at an assembly area, and whom nobody has found.
pub(super) fn count_unaccounted(
    due: Res<Due>,
    given: Res<Given>,
    clock: Res<Clock>,
    roster: Res<Roster>,
    classes: Res<Classes>,
    people: Query<(&Activity, &Story), With<Ordinal>>,
    states: Query<&ClassState>,
    mut truth: ResMut<Truth>,
) {
    if due.of(LOOK).is_empty() && due.of(ROLL_ENDS).is_empty() {
        return;
    }
    let has_set_out = |class: usize| {
        states
            .get(classes.0[class])
            .is_ok_and(|state| state.first_departure_ms.is_some())
    };
    if !(0..classes.0.len()).any(has_set_out) {
        return;
    }
    let left_behind = |(person, spec): &(usize, &PersonSpec)| {
        spec.role == PersonRole::Pupil
            && spec.presence == Presence::Present
            && spec.class.is_some_and(has_set_out)
            && people
                .get(roster.entities[*person])
                .is_ok_and(|(activity, story)| {
                    matches!(activity, Activity::Settled | Activity::Down) && story.found_ms.is_none()
                })
    };
    let all = given.school.people.iter().enumerate().filter(left_behind);
    let unaccounted: BTreeSet<SubjectIx> = all.map(|(_, spec)| spec.subject).collect();
    truth.set(
        clock.now_ms,
        Signal::Unaccounted,
        given.school.subject,
        Value::Set(unaccounted),
    );
}
