//! Who is accounted for: the roll call of each class at its assembly area or in the room where it has been told to
//! stay, the list of staff and visitors, and the truth beside them.

use std::collections::BTreeSet;

use bevy_ecs::prelude::*;

use super::register::{Register, Registers, Where};
use super::walk::Afoot;
use super::{Activity, CarriedOut, CountAgain, Perceived, Posture, Reached};
use crate::places::{GoalKey, Site};
use crate::scenario::model::PersonIx;
use crate::scenario::plan::SpaceIndex;
use crate::sim::{Agenda, Clock, Detail, Due, Given, HappeningId, Log, Phase, Truth};
use crate::vocabulary::{Cue, Ms, Signal, SubjectIx, Value};

/// A roll may be called, if nobody has arrived since.
pub(super) const ROLL_DUE: &str = "roll-due";
/// A roll call ends.
pub(super) const ROLL_ENDS: &str = "roll-ends";
/// From the last of a class coming up to its roll call, or from the word to stay, ms. An assumption.
pub(super) const SETTLE_MS: Ms = 3_000;
/// Whoever is busy with another roll, or under cover, tries again after so long, ms.
const BUSY_MS: Ms = 5_000;

/// Who has been found and is still where they were: whoever counts them among the missing is not wrong.
#[derive(Resource, Debug, Default)]
pub struct StillThere(pub BTreeSet<SubjectIx>);

/// A roll call has ended.
#[derive(Message, Debug, Clone)]
pub struct RollCallDone {
    /// The class, or the list of staff and visitors.
    pub register: SubjectIx,
    /// Who took it.
    pub leader: u32,
    /// How many stood there.
    pub head_count: usize,
    /// Who should stand there by the register, and does not.
    pub missing: BTreeSet<SubjectIx>,
    /// Its entry in the log.
    pub cause: HappeningId,
}

/// Whoever comes up to an assembly area puts off the roll call of their class until the last of it is there, or
/// nobody has come for a while; a late comer means another one. So it is with the list of staff and visitors, and with
/// whoever is brought back to a class that stays in its room.
pub(super) fn expect_roll(
    mut reached: MessageReader<Reached>,
    clock: Res<Clock>,
    mut registers: Registers,
    mut agenda: ResMut<Agenda>,
) {
    for Reached { person, goal } in reached.read() {
        let concerned = match goal {
            GoalKey::Assembly(_) => registers.concerned(*person),
            GoalKey::Space(space) => {
                let own = registers.of_person(*person as usize);
                let is_back = registers.place(own) == Some(Where::Room(*space as usize));
                is_back.then_some(own).into_iter().collect()
            }
            _ => continue,
        };
        for register in concerned {
            let wait_ms = if registers.more_to_come(register) {
                registers.given.school.procedure.roll_call_after_ms
            } else {
                SETTLE_MS
            };
            registers.change(register, |roll| roll.arrivals += 1);
            let (id, arrivals) = (register.id(), registers.roll(register).arrivals);
            agenda.at(clock.now_ms + wait_ms, Phase::Care, ROLL_DUE, id, arrivals);
        }
    }
}

/// Whoever is told to count again calls each roll of theirs once more.
pub(super) fn count_again(
    mut told: MessageReader<CountAgain>,
    clock: Res<Clock>,
    mut registers: Registers,
    mut agenda: ResMut<Agenda>,
    mut carried_out: MessageWriter<CarriedOut>,
) {
    for CountAgain {
        person,
        delivery,
        cause,
    } in told.read()
    {
        let mut calls = registers.concerned(*person);
        calls.retain(|register| registers.caller(*register) == Some(*person));
        if calls.is_empty() || !registers.is_assembled(*person) {
            continue;
        }
        carried_out.write(CarriedOut { delivery: *delivery });
        for register in calls {
            registers.change(register, |roll| {
                roll.arrivals += 1;
                roll.ordered = Some(*cause);
            });
            let arrivals = registers.roll(register).arrivals;
            agenda.at(clock.now_ms, Phase::Care, ROLL_DUE, register.id(), arrivals);
        }
    }
}

/// Whoever calls a roll and takes cover breaks off, and begins anew when it is over.
pub(super) fn break_off_under_cover(
    clock: Res<Clock>,
    mut registers: Registers,
    mut agenda: ResMut<Agenda>,
    mut log: ResMut<Log>,
) {
    for register in registers.all() {
        let roll = registers.roll(register);
        let caller = registers.caller(register).filter(|_| roll.under_way);
        if !caller.is_some_and(|caller| registers.is_under_cover(caller)) {
            continue;
        }
        registers.change(register, |roll| {
            roll.under_way = false;
            roll.arrivals += 1;
        });
        log.note(clock.now_ms, "roll-call-breaks-off")
            .because(roll.cause)
            .about(registers.subject(register))
            .done();
        let at_ms = clock.now_ms + BUSY_MS;
        agenda.at(at_ms, Phase::Care, ROLL_DUE, register.id(), roll.arrivals + 1);
    }
}

/// Begins a roll call, if whoever calls it is there and has the time.
pub(super) fn begin_roll(
    due: Res<Due>,
    clock: Res<Clock>,
    site: Res<Site>,
    truth: Res<Truth>,
    mut registers: Registers,
    mut agenda: ResMut<Agenda>,
    mut afoot: ResMut<Afoot>,
    mut log: ResMut<Log>,
) {
    let now_ms = clock.now_ms;
    for wake in due.of(ROLL_DUE) {
        let register = Register::of_id(wake.id);
        let Some(caller) = registers.caller(register) else {
            continue;
        };
        let roll = registers.roll(register);
        let Some(place) = registers
            .place(register)
            .filter(|_| wake.occurrence == roll.arrivals)
        else {
            continue;
        };
        if registers.is_calling(caller) || registers.is_under_cover(caller) {
            agenda.at(now_ms + BUSY_MS, Phase::Care, ROLL_DUE, wake.id, wake.occurrence);
            continue;
        }
        let mut cause = roll.ordered;
        if let Some(mut class) = registers.class_state(register) {
            if place == Where::Outside {
                class.posture = Posture::Assembled;
            }
            cause = cause.or(class.cause);
        }
        afoot.stirred = true;
        let begins = log.note(now_ms, "roll-call-begins").because(cause);
        let room = match place {
            Where::Room(room) => Some(site.space_subject(SpaceIndex(room as u32))),
            Where::Outside => None,
        };
        let begins = begins.about(registers.subject(register)).at(room).done();
        registers.change(register, |roll| {
            roll.under_way = true;
            roll.in_room = room.is_some();
            roll.begun += 1;
            roll.began_ms = now_ms;
            roll.cause = Some(begins);
            roll.ordered = None;
        });
        let names = registers.names(register).len() as Ms;
        let strangers = match place {
            Where::Room(_) => 0,
            Where::Outside => strangers_to_a_class(&registers.given, &truth),
        };
        let takes_ms = registers.given.school.procedure.roll_call_per_pupil_ms * (names + strangers);
        let begun = registers.roll(register).begun;
        agenda.at(now_ms + takes_ms, Phase::Care, ROLL_ENDS, wake.id, begun);
    }
}

/// Pupils of the second shift whom each class has to tell from its own: those in the yard stand evenly among the
/// classes. An assumption.
fn strangers_to_a_class(given: &Given, truth: &Truth) -> Ms {
    let inside = truth.get(Signal::SecondShiftInside, given.school.subject);
    let Some((Value::Count(inside), _)) = inside else {
        return 0;
    };
    Ms::from(*inside) / given.school.classes.len().max(1) as Ms
}

/// Who has been told to leave so shortly before a roll call begins is not missed in it yet, ms. An assumption.
const JUST_TOLD_MS: Ms = 20_000;

/// What a roll call comes to.
#[derive(Default)]
struct Count {
    there: usize,
    /// Who should stand there by the register, and does not.
    missing: BTreeSet<SubjectIx>,
    /// Those of them who are at school.
    truly_missing: BTreeSet<SubjectIx>,
    /// Those of them who wait to be carried down.
    waits: BTreeSet<SubjectIx>,
}

/// Ends a roll call: who stands there, and who should by the register.
pub(super) fn end_roll(
    due: Res<Due>,
    clock: Res<Clock>,
    mut registers: Registers,
    mut truth: ResMut<Truth>,
    mut log: ResMut<Log>,
    mut done: MessageWriter<RollCallDone>,
    mut perceived: MessageWriter<Perceived>,
) {
    let now_ms = clock.now_ms;
    for wake in due.of(ROLL_ENDS) {
        let register = Register::of_id(wake.id);
        let roll = registers.roll(register);
        let Some(leader) = registers.caller(register) else {
            continue;
        };
        if !roll.under_way || roll.begun != wake.occurrence {
            continue;
        }
        let place = match registers.place(register) {
            Some(room @ Where::Room(_)) => room,
            _ if roll.in_room => {
                registers.change(register, |roll| roll.under_way = false);
                continue;
            }
            _ => Where::Outside,
        };
        let count = count_heads(register, place, now_ms, &mut registers);
        let subject = registers.subject(register);
        let heads = Value::Count(count.there as u32);
        truth.set(now_ms, Signal::HeadCount, subject, heads);
        let missing = Value::Set(count.truly_missing);
        truth.set(now_ms, Signal::Missing, subject, missing);
        let note = log
            .note(now_ms, "roll-call-ends")
            .because(registers.roll(register).cause)
            .about(subject);
        let note = note.value(Signal::Missing, Value::Set(count.missing.clone()));
        let note = note.with("present", Detail::Count(count.there as i64));
        let cause = note.with("missing", Detail::People(count.missing.clone())).done();
        // Who of a class waits upstairs to be carried is no riddle to it: it came past there.
        perceived.write_batch(count.waits.iter().map(|subject| Perceived {
            by_word: true,
            person: leader,
            cue: Cue::NeedsHelp,
            place: Some(*subject),
            cause: Some(cause),
        }));
        registers.change(register, |roll| {
            roll.under_way = false;
            roll.ended_ms = Some(now_ms);
            roll.cause = Some(cause);
        });
        done.write(RollCallDone {
            register: subject,
            leader,
            head_count: count.there,
            missing: count.missing,
            cause,
        });
    }
}

/// Goes through the names. The teacher of a class stands on no register, and is missed there all the same.
fn count_heads(register: Register, place: Where, now_ms: Ms, registers: &mut Registers) -> Count {
    let mut count = Count::default();
    let caller = registers.caller(register);
    let (is_staff, began_ms) = (
        matches!(register, Register::StaffList),
        registers.roll(register).began_ms,
    );
    for person in registers.called(register) {
        let is_there = registers.is_there(register, place, person);
        if is_staff && !is_there && !registers.is_expected_outside(person, began_ms - JUST_TOLD_MS) {
            continue;
        }
        let is_known_of = registers.is_on_errand(person) || registers.has_gone_home(person);
        let is_away = registers.activity(person) == Some(Activity::Away);
        let waits = registers.activity(person) == Some(Activity::Waiting);
        let spec = &registers.given.school.people[person];
        let (subject, presence) = (spec.subject, spec.presence);
        let is_on_register = registers.is_on(register, person);
        let Some(mut story) = registers.story(person) else {
            continue;
        };
        if is_there || is_known_of {
            count.there += usize::from(is_there && is_on_register);
            story.accounted_ms.get_or_insert(now_ms);
        } else {
            if presence.expected() {
                count.missing.insert(subject);
                if waits {
                    count.waits.insert(subject);
                    story.found_ms.get_or_insert(now_ms);
                    story.found_by = story.found_by.or(caller);
                    story.accounted_ms.get_or_insert(now_ms);
                } else if story.found_ms.is_none() {
                    story.missed_ms.get_or_insert(now_ms);
                }
            }
            if presence.at_school() && !is_away {
                count.truly_missing.insert(subject);
            }
        }
    }
    count
}

/// The truth about who is not accounted for: who is at school, of a class (or of the staff and visitors) that has set
/// out or of a class that stays elsewhere or cannot get out, neither on the way nor at an assembly area, and found by
/// nobody. Beside it, who has been found and is still there.
pub(super) fn count_unaccounted(
    clock: Res<Clock>,
    mut registers: Registers,
    mut still_there: ResMut<StillThere>,
    mut truth: ResMut<Truth>,
) {
    registers.note_staff_setting_out();
    let has_begun =
        |register| registers.has_set_out(register) || registers.room_to_stay_in(register).is_some();
    if !registers.all().any(has_begun) {
        return;
    }
    let school = &registers.given.school;
    let is_expected = |person: PersonIx| {
        let register = registers.of_person(person);
        let is_of_class = !matches!(register, Register::StaffList);
        registers.has_set_out(register)
            && (is_of_class || registers.is_expected_outside(person, clock.now_ms))
    };
    let is_left_behind = |person: PersonIx| {
        school.people[person].presence.at_school()
            && (is_expected(person) || registers.is_away_from_class(person) || registers.is_stuck(person))
    };
    let left_behind = registers
        .not_moving()
        .filter(|(person, _)| is_left_behind(*person));
    let (found, unaccounted): (Vec<_>, Vec<_>) = left_behind.partition(|(_, is_found)| *is_found);
    let subjects = |people: Vec<(PersonIx, bool)>| -> BTreeSet<SubjectIx> {
        let people = people.into_iter();
        people.map(|(person, _)| school.people[person].subject).collect()
    };
    still_there.0 = subjects(found);
    let unaccounted = subjects(unaccounted);
    truth.set(
        clock.now_ms,
        Signal::Unaccounted,
        school.subject,
        Value::Set(unaccounted),
    );
}
