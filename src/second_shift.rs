//! The second shift: pupils who come for lessons that begin when those of the pupils at school end.
//!
//! They stand in the yard among the classes that are being counted, unless somebody stands at the gate and keeps them
//! out. They are in no danger and on no register of those at school, and nobody is missed among them.

use bevy_ecs::prelude::*;

use crate::places::Site;
use crate::response::Posts;
use crate::sim::{Agenda, Chance, Clock, Detail, Due, Given, HappeningId, Log, Phase, Tick, Truth, due};
use crate::vocabulary::{Signal, Value};

/// One of them comes: by number.
const COMES: &str = "second-shift-comes";

/// Whoever stands at the gate looks how many wait before it when so many more have come, pupils. An assumption.
const SEEN_AGAIN: u32 = 25;

/// How many have come, and where they stand.
#[derive(Resource, Debug, Default)]
pub struct SecondShift {
    /// In the yard, among the classes.
    pub mixed_in: u32,
    kept_out: u32,
}

/// Whoever stands at the gate sees how many of them wait before it.
#[derive(Message, Debug, Clone, Copy)]
pub struct SeenBeforeTheGate {
    /// Who stands there.
    pub person: u32,
    /// How many wait.
    pub waiting: u32,
    /// Its entry in the log.
    pub cause: HappeningId,
}

/// Puts the room into the simulation, if the school works in two shifts.
pub fn install(world: &mut World, tick: &mut Tick, given: &Given) {
    tick.carries::<SeenBeforeTheGate>(world);
    world.init_resource::<SecondShift>();
    let Some(shift) = given.school.second_shift else {
        return;
    };
    let chance = *world.resource::<Chance>();
    let mut agenda = world.resource_mut::<Agenda>();
    for pupil in 0..shift.pupils {
        let draw = chance.draw(COMES, pupil.into(), 0);
        let at_ms = shift.lessons_begin_ms - draw.duration_ms(shift.comes_before);
        agenda.at(at_ms.max(0), Phase::Respond, COMES, pupil, 0);
    }
    let mut truth = world.resource_mut::<Truth>();
    for signal in [Signal::SecondShiftInside, Signal::SecondShiftWaiting] {
        truth.set(0, signal, given.school.subject, Value::Count(0));
    }
    tick.phase(Phase::Respond).on([due(COMES)], come);
}

/// Each comes to the gate, and goes in where nobody stands there. The timeline says when the first, half and the last
/// have come, when the first is kept out and how many wait from time to time.
fn come(
    due: Res<Due>,
    given: Res<Given>,
    clock: Res<Clock>,
    posts: Res<Posts>,
    site: Res<Site>,
    mut shift: ResMut<SecondShift>,
    mut truth: ResMut<Truth>,
    mut log: ResMut<Log>,
    mut seen: MessageWriter<SeenBeforeTheGate>,
) {
    let Some(spec) = given.school.second_shift else {
        return;
    };
    for _ in due.of(COMES) {
        let watcher = spec.gate.and_then(|gate| posts.standing_at(gate).next());
        let is_kept_out = watcher.is_some() || spec.gate.is_some_and(|gate| site.is_shut(gate));
        if is_kept_out {
            shift.kept_out += 1;
        } else {
            shift.mixed_in += 1;
        }
        let mark = match shift.mixed_in + shift.kept_out {
            come if come == spec.pupils => "last",
            1 => "first",
            _ if is_kept_out && shift.kept_out == 1 => "kept-out",
            come if come == spec.pupils.div_ceil(2) => "half",
            _ if is_kept_out && shift.kept_out.is_multiple_of(SEEN_AGAIN) => "more",
            _ => continue,
        };
        let note = log.note(clock.now_ms, COMES);
        let cause = note
            .about(given.school.subject)
            .at(spec.gate)
            .text("mark", mark)
            .with("inside", Detail::Count(shift.mixed_in.into()))
            .with("waiting", Detail::Count(shift.kept_out.into()))
            .done();
        seen.write_batch(watcher.map(|person| SeenBeforeTheGate {
            person,
            waiting: shift.kept_out,
            cause,
        }));
    }
    let counts = [
        (Signal::SecondShiftInside, shift.mixed_in),
        (Signal::SecondShiftWaiting, shift.kept_out),
    ];
    for (signal, count) in counts {
        truth.set(clock.now_ms, signal, given.school.subject, Value::Count(count));
    }
}
