//! From the word to the way: an instruction received, the teacher's word to the class, each pupil's own delay,
//! and setting out.

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use super::account::{ROLL_DUE, SETTLE_MS};
use super::person::keeps_up;
use super::register::Register;
use super::turning::TurnRound;
use super::walk::{Afoot, Columns};
use super::{
    Activity, CarriedOut, ClassFound, ClassState, Classes, Condition, Cover, Instructed, Instruction,
    Journey, Ordinal, Posture, Roster, Story,
};
use crate::places::Whereabouts;
use crate::scenario::model::{ClassIx, ClassesWalk, Fidelity, PersonIx, Procedure, Spread};
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
        let leaves = slot
            .order
            .is_some_and(|order| order.instruction == Instruction::Leave);
        if leaves && !order.instruction.leads_out() {
            continue;
        }
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

/// What carrying out an instruction needs.
#[derive(SystemParam)]
pub(super) struct Leaving<'w, 's> {
    pub(super) clock: Res<'w, Clock>,
    pub(super) given: Res<'w, Given>,
    pub(super) chance: Res<'w, Chance>,
    pub(super) roster: Res<'w, Roster>,
    pub(super) classes: Res<'w, Classes>,
    pending: ResMut<'w, Pending>,
    columns: ResMut<'w, Columns>,
    agenda: ResMut<'w, Agenda>,
    pub(super) people: Query<
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
    >,
    pub(super) journeys: Query<'w, 's, &'static mut Journey, With<Ordinal>>,
    pub(super) states: Query<'w, 's, &'static mut ClassState>,
    carried_out: MessageWriter<'w, CarriedOut>,
    pub(super) turns: MessageWriter<'w, TurnRound>,
    afoot: ResMut<'w, Afoot>,
    pub(super) log: ResMut<'w, Log>,
}

/// Begins to carry out an instruction: a teacher tells the class, as does whoever finds it in its room; everybody else gets
/// ready alone.
pub(super) fn begin(due: Res<Due>, mut found: MessageReader<ClassFound>, mut leaving: Leaving) {
    for ClassFound { class, finder, cause } in found.read() {
        let order = Instructed {
            person: *finder,
            instruction: Instruction::Evacuate { route: None },
            delivery: None,
            cause: *cause,
        };
        leaving.instruct_class(*class, &order);
    }
    for wake in due.of(BEGIN) {
        let Some(order) = leaving.take_order(wake.id, wake.occurrence) else {
            continue;
        };
        let led: Vec<ClassIx> = leaving.roster.led_by(wake.id).collect();
        let mut changes = led.is_empty() && leaving.follow_alone(&order);
        for class in led {
            changes |= leaving.instruct_class(class, &order);
        }
        // Whoever does already what they are told, or can no longer do it, carries nothing out.
        let delivery = order.delivery.filter(|_| changes);
        leaving
            .carried_out
            .write_batch(delivery.map(|delivery| CarriedOut { delivery }));
    }
}

impl Leaving<'_, '_> {
    /// What a person begins now: the order that this plan of theirs was made for, unless it has been replaced, or
    /// they are hurt or still under cover.
    fn take_order(&mut self, person: u32, planned: u32) -> Option<Instructed> {
        let Slot { plan, order, .. } = self.pending.0[person as usize];
        let order = order.filter(|_| plan == planned)?;
        let entity = self.roster.entities[person as usize];
        let (_, _, cover, condition, _) = self.people.get(entity).ok()?;
        if condition.severity > 1 {
            return None;
        }
        if cover.since_ms.is_some() {
            let at_ms = self.clock.now_ms + AGAIN_MS;
            self.agenda.at(at_ms, Phase::Move, BEGIN, person, planned);
            return None;
        }
        self.pending.0[person as usize].order = None;
        self.afoot.stirred = true;
        Some(order)
    }

    /// A class does what its leader says. Says whether that changes anything.
    fn instruct_class(&mut self, class: ClassIx, order: &Instructed) -> bool {
        let Ok(mut state) = self.states.get_mut(self.classes.0[class]) else {
            return false;
        };
        let (posture, event) = match order.instruction {
            Instruction::Evacuate { .. } | Instruction::Leave => (Posture::Evacuate, "class-told-to-leave"),
            Instruction::Hold => (Posture::Hold, "class-holds"),
            Instruction::Shelter => (Posture::Shelter, "class-shelters"),
        };
        // The first are out of the room, and out of earshot of whoever leads: nobody is left behind by a word to stay.
        let has_begun = state.first_departure_ms.is_some() || state.leaves_for_good;
        let is_on_the_way = state.posture == Posture::Evacuate && has_begun;
        let is_out = is_on_the_way || state.posture == Posture::Assembled;
        if posture != Posture::Evacuate && is_out {
            self.log
                .note(self.clock.now_ms, "class-goes-on")
                .because(Some(order.cause))
                .about(self.given.school.classes[class].subject)
                .done();
            return false;
        }
        if [Posture::Assembled, posture].contains(&state.posture) {
            return self.turn_class(class, order);
        }
        state.posture = posture;
        let note = self
            .log
            .note(self.clock.now_ms, event)
            .because(Some(order.cause))
            .about(self.given.school.classes[class].subject);
        state.cause = Some(note.done());
        if !order.instruction.leads_out() {
            self.call_back(class);
            self.count_in_room(class);
            return true;
        }
        if let Instruction::Evacuate { route: Some(route) } = order.instruction {
            state.follow_route(route, class, &self.given);
        }
        state.leaves_for_good |= order.instruction == Instruction::Leave;
        state.told_to_leave_ms = Some(self.clock.now_ms);
        // In the room: who has been read out by now is nobody's whole.
        self.break_off_roll(class);
        let is_told_by_its_leader = self.roster.leaders[class] == Some(order.person);
        let after_ms = if is_told_by_its_leader {
            self.unled_delay_ms(class)
        } else {
            0
        };
        self.get_ready(class, after_ms);
        true
    }

    /// A roll call that is under way breaks off.
    pub(super) fn break_off_roll(&mut self, class: ClassIx) {
        let state = self.states.get_mut(self.classes.0[class]);
        if let Some(mut state) = state.ok().filter(|state| state.roll.under_way) {
            state.roll.under_way = false;
            self.log
                .note(self.clock.now_ms, "roll-call-breaks-off")
                .because(state.cause)
                .about(self.given.school.classes[class].subject)
                .done();
        }
    }

    /// Whoever of a class is in its room gets ready to leave; the teacher goes ahead of the first pupil.
    fn get_ready(&mut self, class: ClassIx, after_ms: Ms) {
        let given = self.given.clone();
        let spec = &given.school.classes[class];
        let told_ms = self.clock.now_ms + after_ms;
        let members = spec.members.iter().copied();
        let here: Vec<PersonIx> = members
            .filter(|member| self.stays_in(*member, spec.room))
            .collect();
        let helped = self.help_by_hand(class, &here, told_ms);
        let (helped_ms, helpers) = helped.unwrap_or((told_ms, Vec::new()));
        let is_ready_ms = |member| helped_ms.max(told_ms + pre_movement(member, &given, &self.chance));
        let departures: Vec<(PersonIx, Ms)> = here
            .into_iter()
            .map(|member| (member, is_ready_ms(member)))
            .collect();
        let first_ms = departures.iter().map(|(_, departs_ms)| *departs_ms).min();
        let (mut column, mut slower): (Vec<u32>, Vec<u32>) = (Vec::new(), Vec::new());
        for (member, departs_ms) in departures {
            if let Ok((.., mut story)) = self.people.get_mut(self.roster.entities[member]) {
                story.warned_ms.get_or_insert(told_ms);
            }
            self.prepare(member, departs_ms);
            let walk = if keeps_up(&given.school.people[member]) {
                &mut column
            } else {
                &mut slower
            };
            walk.push(member as u32);
        }
        for helper in helpers {
            self.put_off(helper, helped_ms);
        }
        if let Some(teacher) = spec.teacher {
            self.prepare(teacher, first_ms.unwrap_or(self.clock.now_ms));
            column.push(teacher as u32);
        }
        // In a network nobody sees how far behind others are.
        let among_bodies = given.exercise.fidelity == Fidelity::Pedestrian;
        if among_bodies && given.school.procedure.classes_walk == ClassesWalk::InColumns {
            self.columns.line_up(class, column, slower);
        }
    }

    /// Whether somebody stays in a room and can leave it on the own feet.
    fn stays_in(&self, person: PersonIx, room: usize) -> bool {
        let entity = self.roster.entities[person];
        let person = self.people.get(entity);
        person.is_ok_and(|(activity, whereabouts, _, condition, _)| {
            let is_here = whereabouts.space.is_some_and(|space| space.get() == room);
            is_here && *activity == Activity::Settled && condition.severity <= 1
        })
    }

    /// Whoever helps sets out when the last has been helped, not before.
    fn put_off(&mut self, helper: PersonIx, helped_ms: Ms) {
        if let Ok((mut activity, ..)) = self.people.get_mut(self.roster.entities[helper])
            && matches!(*activity, Activity::Preparing { departs_ms } if departs_ms < helped_ms)
        {
            *activity = Activity::Settled;
        }
        self.prepare(helper, helped_ms);
    }

    /// A class that somebody else's teacher takes along starts so much later, ms.
    fn unled_delay_ms(&self, class: ClassIx) -> Ms {
        if self.roster.led_by_own_teacher[class] {
            return 0;
        }
        let school = &self.given.school;
        let class = stable_id(&school.classes[class].id);
        let draw = self.chance.draw("unled", class, 0);
        draw.duration_ms(school.procedure.unled_delay)
    }

    /// Whoever is settled will set out then. Says whether they are.
    fn prepare(&mut self, person: PersonIx, departs_ms: Ms) -> bool {
        let Ok((mut activity, ..)) = self.people.get_mut(self.roster.entities[person]) else {
            return false;
        };
        let is_settled = *activity == Activity::Settled;
        if is_settled {
            *activity = Activity::Preparing { departs_ms };
            self.agenda.at(departs_ms, Phase::Move, DEPART, person as u32, 0);
        }
        is_settled
    }

    /// Whoever of a class is about to set out stays.
    fn call_back(&mut self, class: ClassIx) {
        let given = self.given.clone();
        let spec = &given.school.classes[class];
        for member in spec.members.iter().copied().chain(spec.teacher) {
            self.stay(member);
        }
    }

    /// A class that stays is counted where it stays; a class without a teacher when the next one steps across.
    fn count_in_room(&mut self, class: ClassIx) {
        if !self.given.school.procedure.roll_call_in_rooms {
            return;
        }
        let at_ms = self.clock.now_ms + self.unled_delay_ms(class) + SETTLE_MS;
        if let Ok(mut state) = self.states.get_mut(self.classes.0[class]) {
            state.roll.arrivals += 1;
            let id = Register::Class(class).id();
            self.agenda
                .at(at_ms, Phase::Care, ROLL_DUE, id, state.roll.arrivals);
        }
    }

    /// Whoever is about to leave stays. Says whether the person is still where one can stay.
    fn stay(&mut self, person: PersonIx) -> bool {
        let Ok((mut activity, .., mut story)) = self.people.get_mut(self.roster.entities[person]) else {
            return false;
        };
        if matches!(*activity, Activity::Preparing { .. }) {
            *activity = Activity::Settled;
            story.stuck = false;
        }
        *activity == Activity::Settled
    }

    /// Somebody who leads no class does what they are told, unless they hide. Says whether they can.
    fn follow_alone(&mut self, order: &Instructed) -> bool {
        let person = order.person as usize;
        if self.given.school.people[person].hides {
            return false;
        }
        if order.instruction.leads_out() {
            if self.turn_alone(order) {
                return true;
            }
            if let Ok(mut journey) = self.journeys.get_mut(self.roster.entities[person]) {
                journey.sent_to = order.instruction.gathers_at(&self.given);
            }
            let departs_ms = self.clock.now_ms + pre_movement(person, &self.given, &self.chance);
            self.prepare(person, departs_ms)
        } else {
            self.stay(person)
        }
    }
}

/// How long a person takes from the word to the first step.
fn pre_movement(person: PersonIx, given: &Given, chance: &Chance) -> Ms {
    let spec = &given.school.people[person];
    let grade = spec
        .class
        .filter(|_| spec.role == PersonRole::Pupil)
        .map(|class| given.school.classes[class].grade);
    let by_age = pre_movement_by_age(grade, spec.age_years, &given.school.procedure);
    let who = stable_id(&spec.id);
    chance.draw("pre-movement", who, 0).duration_ms(by_age) + chance.lateness_ms(who)
}

/// How that is spread for pupils of a grade and age, and for adults, who have no grade.
pub fn pre_movement_by_age(grade: Option<u32>, age_years: f64, procedure: &Procedure) -> Spread {
    /// Younger pre-school children take longer, years.
    const NURSERY_YEARS: f64 = 5.0;
    match grade {
        Some(0) if age_years < NURSERY_YEARS => procedure.pre_movement_nursery,
        Some(0) => procedure.pre_movement_preschool,
        Some(1..=4) => procedure.pre_movement_young,
        _ => procedure.pre_movement,
    }
}
