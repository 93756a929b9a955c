//! From the word to the way: an instruction received, the teacher's word to the class, each pupil's own delay,
//! and setting out.

use bevy_ecs::prelude::*;

use super::walk::Afoot;
use super::{
    Activity, CarriedOut, ClassState, Classes, Condition, Cover, Instructed, Instruction, Ordinal, Posture,
    Roster, Story,
};
use crate::places::Whereabouts;
use crate::scenario::model::{PersonIx, Procedure};
use crate::sim::{Agenda, Chance, Clock, Due, Given, Log, Phase, stable_id};
use crate::vocabulary::{Ms, PersonRole};

/// A person begins to do what the last instruction says.
pub(super) const BEGIN: &str = "begin";

/// A person sets out.
pub(super) const DEPART: &str = "depart";

/// Who is still under cover looks again after so long, ms.
pub(super) const AGAIN_MS: Ms = 500;

/// The last instruction of each person that is not yet begun.
#[derive(Resource, Debug)]
pub(super) struct Pending(pub(super) Vec<Slot>);

#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Slot {
    /// Which of the person's plans the agenda speaks of.
    pub(super) plan: u32,
    /// Orders received so far: the occurrence of the next draw.
    orders: u32,
    /// What is not yet begun.
    pub(super) order: Option<Instructed>,
}

impl Pending {
    pub(super) fn new(people: usize) -> Self {
        Self(vec![Slot::default(); people])
    }
}

/// Whoever is instructed needs a moment before doing it. A newer instruction replaces an older one.
pub(super) fn receive_instructions(
    mut instructed: MessageReader<Instructed>,
    given: Res<Given>,
    clock: Res<Clock>,
    chance: Res<Chance>,
    roster: Res<Roster>,
    mut pending: ResMut<Pending>,
    mut agenda: ResMut<Agenda>,
    mut stories: Query<&mut Story, With<Ordinal>>,
) {
    for order in instructed.read() {
        let slot = &mut pending.0[order.person as usize];
        slot.plan += 1;
        slot.orders += 1;
        slot.order = Some(*order);
        let who = stable_id(&given.school.people[order.person as usize].id);
        let after_ms = chance
            .draw("reaction", who, slot.orders.into())
            .duration_ms(given.school.procedure.teacher_reaction);
        agenda.at(
            clock.now_ms + after_ms,
            Phase::Move,
            BEGIN,
            order.person,
            slot.plan,
        );
        if let Ok(mut story) = stories.get_mut(roster.entities[order.person as usize]) {
            story.warned_ms.get_or_insert(clock.now_ms);
        }
    }
}

type People<'w, 's> = Query<
    'w,
    's,
    (
        &'static mut Activity,
        &'static Whereabouts,
        &'static Cover,
        &'static Condition,
        &'static mut Story,
    ),
    With<Ordinal>,
>;

/// Begins to carry out an instruction: a teacher tells the class, everybody else gets ready alone.
pub(super) fn begin(
    due: Res<Due>,
    given: Res<Given>,
    clock: Res<Clock>,
    chance: Res<Chance>,
    roster: Res<Roster>,
    classes: Res<Classes>,
    mut pending: ResMut<Pending>,
    mut agenda: ResMut<Agenda>,
    mut people: People,
    mut states: Query<&mut ClassState>,
    mut carried_out: MessageWriter<CarriedOut>,
    mut afoot: ResMut<Afoot>,
    mut log: ResMut<Log>,
) {
    let now_ms = clock.now_ms;
    for wake in due.of(BEGIN) {
        let Slot { plan, order, .. } = pending.0[wake.id as usize];
        let Some(order) = order.filter(|_| plan == wake.occurrence) else {
            continue;
        };
        let Ok((_, _, cover, condition, _)) = people.get(roster.entities[wake.id as usize]) else {
            continue;
        };
        if condition.severity > 1 {
            continue;
        }
        if cover.since_ms.is_some() {
            agenda.at(now_ms + AGAIN_MS, Phase::Move, BEGIN, wake.id, wake.occurrence);
            continue;
        }
        pending.0[wake.id as usize].order = None;
        if let Some(delivery) = order.delivery {
            carried_out.write(CarriedOut { delivery });
        }
        afoot.stirred = true;
        let led: Vec<usize> = roster.led_by(wake.id).collect();
        for class in &led {
            let Ok(mut state) = states.get_mut(classes.0[*class]) else {
                continue;
            };
            instruct_class(
                *class,
                &mut state,
                &order,
                now_ms,
                &given,
                &chance,
                &roster,
                &mut people,
                &mut agenda,
                &mut log,
            );
        }
        instruct_alone(
            &order,
            led.is_empty(),
            now_ms,
            &given,
            &chance,
            &roster,
            &mut people,
            &mut agenda,
        );
    }
}

fn instruct_class(
    class: usize,
    state: &mut ClassState,
    order: &Instructed,
    now_ms: Ms,
    given: &Given,
    chance: &Chance,
    roster: &Roster,
    people: &mut People,
    agenda: &mut Agenda,
    log: &mut Log,
) {
    let leaves = matches!(order.instruction, Instruction::Evacuate { .. });
    if state.posture == Posture::Assembled || (leaves && state.posture == Posture::Evacuate) {
        return;
    }
    let subject = given.school.classes[class].subject;
    let (posture, event) = match order.instruction {
        Instruction::Evacuate { .. } => (Posture::Evacuate, "class-told-to-leave"),
        Instruction::Hold => (Posture::Hold, "class-holds"),
        Instruction::Shelter => (Posture::Shelter, "class-shelters"),
    };
    state.posture = posture;
    state.cause = Some(
        log.note(now_ms, event)
            .because(Some(order.cause))
            .about(subject)
            .done(),
    );
    let Instruction::Evacuate { route } = order.instruction else {
        call_back(class, given, roster, people);
        return;
    };
    if route.is_some() {
        state.route = route;
    }
    let spec = &given.school.classes[class];
    let led_by_stranger = !roster.led_by_own_teacher[class];
    let extra_ms = if led_by_stranger {
        chance
            .draw("unled", stable_id(&spec.id), 0)
            .duration_ms(given.school.procedure.unled_delay)
    } else {
        0
    };
    let mut first_ms = None;
    for member in &spec.members {
        let Ok((mut activity, whereabouts, _, condition, mut story)) =
            people.get_mut(roster.entities[*member])
        else {
            continue;
        };
        let in_room = whereabouts.space.is_some_and(|space| space.get() == spec.room);
        if *activity != Activity::Settled || !in_room || condition.severity > 1 {
            continue;
        }
        let departs_ms = now_ms + extra_ms + pre_movement(*member, given, chance);
        *activity = Activity::Preparing { departs_ms };
        story.warned_ms.get_or_insert(now_ms + extra_ms);
        agenda.at(departs_ms, Phase::Move, DEPART, *member as u32, 0);
        first_ms = Some(first_ms.map_or(departs_ms, |first: Ms| first.min(departs_ms)));
    }
    // The teacher goes ahead of the first pupil.
    if let Some(teacher) = spec.teacher
        && let Ok((mut activity, _, _, _, _)) = people.get_mut(roster.entities[teacher])
        && *activity == Activity::Settled
    {
        let departs_ms = first_ms.unwrap_or(now_ms);
        *activity = Activity::Preparing { departs_ms };
        agenda.at(departs_ms, Phase::Move, DEPART, teacher as u32, 0);
    }
}

/// Whoever of a class has not set out yet stays; who is on the way goes on.
fn call_back(class: usize, given: &Given, roster: &Roster, people: &mut People) {
    let spec = &given.school.classes[class];
    for member in spec.members.iter().copied().chain(spec.teacher) {
        if let Ok((mut activity, _, _, _, _)) = people.get_mut(roster.entities[member])
            && matches!(*activity, Activity::Preparing { .. })
        {
            *activity = Activity::Settled;
        }
    }
}

/// Somebody who leads no class.
fn instruct_alone(
    order: &Instructed,
    alone: bool,
    now_ms: Ms,
    given: &Given,
    chance: &Chance,
    roster: &Roster,
    people: &mut People,
    agenda: &mut Agenda,
) {
    if !alone {
        return;
    }
    let person = order.person as usize;
    if !matches!(order.instruction, Instruction::Evacuate { .. }) {
        if let Ok((mut activity, _, _, _, _)) = people.get_mut(roster.entities[person])
            && matches!(*activity, Activity::Preparing { .. })
        {
            *activity = Activity::Settled;
        }
        return;
    }
    if let Ok((mut activity, _, _, _, _)) = people.get_mut(roster.entities[person])
        && *activity == Activity::Settled
    {
        let departs_ms = now_ms + pre_movement(person, given, chance);
        *activity = Activity::Preparing { departs_ms };
        agenda.at(departs_ms, Phase::Move, DEPART, order.person, 0);
    }
}

/// How long a person takes from the word to the first step, by age.
fn pre_movement(person: PersonIx, given: &Given, chance: &Chance) -> Ms {
    let spec = &given.school.people[person];
    let procedure: &Procedure = &given.school.procedure;
    let grade = spec
        .class
        .filter(|_| spec.role == PersonRole::Pupil)
        .map(|class| given.school.classes[class].grade);
    let by_age = match grade {
        Some(0) => procedure.pre_movement_preschool,
        Some(1..=4) => procedure.pre_movement_young,
        _ => procedure.pre_movement,
    };
    chance
        .draw("pre-movement", stable_id(&spec.id), 0)
        .duration_ms(by_age)
}
