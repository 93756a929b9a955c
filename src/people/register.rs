//! On which register somebody stands, and who calls it: the register of a class, or the list of staff and visitors.

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use super::{Activity, ClassState, Classes, Condition, Cover, Ordinal, RollCall, Roster, Story};
use crate::places::Whereabouts;
use crate::scenario::model::{ClassIx, Holder, PersonIx, PositionIx, Scenario};
use crate::scenario::trigger::Task;
use crate::sim::Given;
use crate::vocabulary::{ActionKind, Ms, SubjectIx};

/// A register, or the list of staff and visitors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Register {
    Class(ClassIx),
    StaffList,
}

/// Where a roll is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Where {
    /// At an assembly area.
    Outside,
    /// In the room (index of the space) of a class that has been told to stay there.
    Room(usize),
}

/// What the agenda calls the list; classes go by their index.
const STAFF_LIST_ID: u32 = u32::MAX;

impl Register {
    /// By what the agenda calls it.
    pub(super) fn of_id(id: u32) -> Self {
        match id {
            STAFF_LIST_ID => Self::StaffList,
            class => Self::Class(class as usize),
        }
    }

    /// What the agenda calls it.
    pub(super) fn id(self) -> u32 {
        match self {
            Self::Class(class) => class as u32,
            Self::StaffList => STAFF_LIST_ID,
        }
    }
}

/// How far the list of staff and visitors is.
#[derive(Resource, Debug, Default)]
pub(super) struct StaffList {
    roll: RollCall,
    /// Somebody on it has left or is leaving.
    has_set_out: bool,
}

/// Who keeps the list of staff and visitors, the first first: whoever roll calls are reported to, then whoever leads
/// the school's organisation; each time the holder before the deputies.
pub(super) fn keepers_of_list(scenario: &Scenario) -> Vec<u32> {
    let reports = scenario.standing_orders.iter().filter(|order| {
        let waits_for = order.when.subscriptions();
        waits_for.tasks.contains(&Task::RollCall)
    });
    let calls = reports
        .flat_map(|order| &order.actions)
        .filter(|call| call.spec.kind == ActionKind::Report);
    let told = calls
        .flat_map(|call| call.subjects("to"))
        .map(|position| scenario.subjects.get(*position).index);
    let positions = scenario.command.positions.iter().enumerate();
    let heads = positions
        .filter(|(_, position)| position.reports_to.is_none())
        .map(|(index, _)| index);
    let mut keepers = Vec::new();
    for person in told.chain(heads).flat_map(|p| holders(scenario, p)) {
        if !keepers.contains(&person) {
            keepers.push(person);
        }
    }
    keepers
}

/// Who holds a position, and who may; nobody of the school for a party outside or a crew.
fn holders(scenario: &Scenario, position: PositionIx) -> Vec<u32> {
    let position = &scenario.command.positions[position];
    match position.holder {
        Holder::Person(person) => std::iter::once(person)
            .chain(position.deputies.iter().copied())
            .map(|person| person as u32)
            .collect(),
        Holder::Outside(_) | Holder::Crew(_) => Vec::new(),
    }
}

/// Registers, and what those on them do.
#[derive(SystemParam)]
pub(super) struct Registers<'w, 's> {
    pub(super) given: Res<'w, Given>,
    roster: Res<'w, Roster>,
    classes: Res<'w, Classes>,
    list: ResMut<'w, StaffList>,
    states: Query<'w, 's, &'static mut ClassState>,
    people: Query<
        'w,
        's,
        (
            &'static Ordinal,
            &'static Activity,
            &'static Whereabouts,
            &'static Condition,
            &'static Cover,
            &'static mut Story,
        ),
    >,
}

impl Registers<'_, '_> {
    /// All of them.
    pub(super) fn all(&self) -> impl Iterator<Item = Register> + use<> {
        (0..self.classes.0.len())
            .map(Register::Class)
            .chain([Register::StaffList])
    }

    /// Where a person is called: with the class they learn in or are in charge of, else on the list.
    pub(super) fn of_person(&self, person: PersonIx) -> Register {
        self.given.school.people[person]
            .class
            .map_or(Register::StaffList, Register::Class)
    }

    /// The subject it is in messages and files.
    pub(super) fn subject(&self, register: Register) -> SubjectIx {
        match register {
            Register::Class(class) => self.given.school.classes[class].subject,
            Register::StaffList => self.given.school.staff_list.subject,
        }
    }

    /// Whose arrival matters: their own, and those they call.
    pub(super) fn concerned(&self, person: u32) -> Vec<Register> {
        let own = self.of_person(person as usize);
        let called = self.all().filter(|r| self.caller(*r) == Some(person));
        let mut all: Vec<Register> = called.chain([own]).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Names that are read out.
    pub(super) fn names(&self, register: Register) -> Vec<PersonIx> {
        let school = &self.given.school;
        match register {
            Register::Class(class) => {
                let members = school.classes[class].members.iter().copied();
                members
                    .filter(|member| school.people[*member].presence.expected())
                    .collect()
            }
            Register::StaffList => school.staff_list.members.clone(),
        }
    }

    /// Of whom the roll call gives account: everybody on the register, and the teacher of the class.
    pub(super) fn called(&self, register: Register) -> Vec<PersonIx> {
        let school = &self.given.school;
        match register {
            Register::Class(class) => {
                let spec = &school.classes[class];
                spec.members.iter().copied().chain(spec.teacher).collect()
            }
            Register::StaffList => school.staff_list.members.clone(),
        }
    }

    /// Whether somebody stands on it: all of whom account is given but the teacher of a class.
    pub(super) fn is_on(&self, register: Register, person: PersonIx) -> bool {
        match register {
            Register::Class(class) => self.given.school.classes[class].teacher != Some(person),
            Register::StaffList => true,
        }
    }

    /// Who calls it: whoever leads the class; the first keeper of the list who can.
    pub(super) fn caller(&self, register: Register) -> Option<u32> {
        match register {
            Register::Class(class) => self.roster.leaders[class],
            Register::StaffList => {
                let keepers = self.roster.list_keepers.iter().copied();
                keepers.into_iter().find(|keeper| self.can_act(*keeper))
            }
        }
    }

    fn can_act(&self, person: u32) -> bool {
        let found = self.people.get(self.roster.entities[person as usize]);
        found.is_ok_and(|(_, activity, _, condition, ..)| {
            !matches!(activity, Activity::Away | Activity::Down) && condition.severity < 2
        })
    }

    /// How its roll call stands.
    pub(super) fn roll(&self, register: Register) -> RollCall {
        match register {
            Register::Class(class) => self
                .states
                .get(self.classes.0[class])
                .map(|state| state.roll)
                .unwrap_or_default(),
            Register::StaffList => self.list.roll,
        }
    }

    /// Changes how its roll call stands.
    pub(super) fn change(&mut self, register: Register, change: impl FnOnce(&mut RollCall)) {
        match register {
            Register::Class(class) => {
                if let Ok(mut state) = self.states.get_mut(self.classes.0[class]) {
                    change(&mut state.roll);
                }
            }
            Register::StaffList => change(&mut self.list.roll),
        }
    }

    /// The class, if it is one.
    pub(super) fn class_state(&mut self, register: Register) -> Option<Mut<'_, ClassState>> {
        match register {
            Register::Class(class) => self.states.get_mut(self.classes.0[class]).ok(),
            Register::StaffList => None,
        }
    }

    /// Whether a person is calling a roll.
    pub(super) fn is_calling(&self, person: u32) -> bool {
        self.all()
            .any(|register| self.roll(register).under_way && self.caller(register) == Some(person))
    }

    /// Whether a person is under cover.
    pub(super) fn is_under_cover(&self, person: u32) -> bool {
        let found = self.people.get(self.roster.entities[person as usize]);
        found.is_ok_and(|(.., cover, _)| cover.since_ms.is_some())
    }

    /// Whether some of it are still on the way.
    pub(super) fn more_to_come(&self, register: Register) -> bool {
        let mut members = match register {
            Register::Class(class) => self.given.school.classes[class].members.iter(),
            Register::StaffList => self.given.school.staff_list.members.iter(),
        };
        members.any(|member| {
            matches!(
                self.activity(*member),
                Some(Activity::Walking | Activity::Preparing { .. })
            )
        })
    }

    /// What a person is doing.
    pub(super) fn activity(&self, person: PersonIx) -> Option<Activity> {
        let entity = self.roster.entities[person];
        self.people.get(entity).ok().map(|(_, activity, ..)| *activity)
    }

    /// Where its roll can be called now, if anywhere: where whoever calls it stands. A class whose teacher is not there
    /// is looked after by the next, who steps across.
    pub(super) fn place(&self, register: Register) -> Option<Where> {
        let caller = self.caller(register)?;
        match (self.activity(caller as usize)?, self.room_to_stay_in(register)) {
            (Activity::Assembled, None) => Some(Where::Outside),
            (Activity::Settled, Some(room)) => Some(Where::Room(room)),
            _ => None,
        }
    }

    /// The room of a class that has been told to stay.
    pub(super) fn room_to_stay_in(&self, register: Register) -> Option<usize> {
        let Register::Class(class) = register else {
            return None;
        };
        let state = self.states.get(self.classes.0[class]).ok()?;
        state.stays().then_some(self.given.school.classes[class].room)
    }

    /// Whether a pupil of a class that has been told to stay is not where it stays.
    pub(super) fn is_away_from_class(&self, person: PersonIx) -> bool {
        let register = self.of_person(person);
        let room = self.room_to_stay_in(register);
        room.is_some_and(|room| self.is_on(register, person) && !self.is_in(room, person))
    }

    /// Whether a person is in a room and not about to leave it.
    fn is_in(&self, room: usize, person: PersonIx) -> bool {
        let found = self.people.get(self.roster.entities[person]);
        found.is_ok_and(|(_, activity, whereabouts, ..)| {
            matches!(activity, Activity::Settled | Activity::Down)
                && whereabouts.space.is_some_and(|space| space.get() == room)
        })
    }

    /// Whether a person is at an assembly area.
    pub(super) fn is_assembled(&self, person: u32) -> bool {
        self.activity(person as usize) == Some(Activity::Assembled)
    }

    /// Whether a person was sent and is on the way there or back, so that somebody knows where.
    pub(super) fn is_on_errand(&self, person: PersonIx) -> bool {
        self.people
            .get(self.roster.entities[person])
            .is_ok_and(|(_, activity, .., story)| story.sent && *activity != Activity::Down)
    }

    /// Whether a person is where the roll is called: in the room, or outside pupils at the assembly area of their
    /// class, adults at any.
    pub(super) fn is_there(&self, register: Register, place: Where, person: PersonIx) -> bool {
        if let Where::Room(room) = place {
            let calls = self.caller(register) == Some(person as u32);
            return calls || self.is_in(room, person);
        }
        let Ok((_, Activity::Assembled, .., story)) = self.people.get(self.roster.entities[person]) else {
            return false;
        };
        match register {
            Register::Class(class) if self.is_on(register, person) => self
                .states
                .get(self.classes.0[class])
                .is_ok_and(|state| state.assembly == story.assembly),
            _ => true,
        }
    }

    /// What will be told of a person.
    pub(super) fn story(&mut self, person: PersonIx) -> Option<Mut<'_, Story>> {
        let (.., story) = self.people.get_mut(self.roster.entities[person]).ok()?;
        Some(story)
    }

    /// Whether a pupil has been handed over.
    pub(super) fn has_gone_home(&self, person: PersonIx) -> bool {
        let found = self.people.get(self.roster.entities[person]);
        found.is_ok_and(|(.., story)| story.released_ms.is_some())
    }

    /// Who stays where they are, or cannot get away, and whether they have been found, in no order.
    pub(super) fn not_moving(&self) -> impl Iterator<Item = (PersonIx, bool)> {
        let stays =
            |activity: &Activity| matches!(activity, Activity::Settled | Activity::Waiting | Activity::Down);
        let here = self
            .people
            .iter()
            .filter(move |(_, activity, .., story)| stays(activity) || story.stuck);
        here.map(|(Ordinal(person), .., story)| (*person as PersonIx, story.found_ms.is_some()))
    }

    /// Whether somebody wants to leave and finds no way.
    pub(super) fn is_stuck(&self, person: PersonIx) -> bool {
        let found = self.people.get(self.roster.entities[person]);
        found.is_ok_and(|(.., story)| story.stuck)
    }

    /// Notes when the first of the staff and visitors leaves.
    pub(super) fn note_staff_setting_out(&mut self) {
        let members = &self.given.school.staff_list.members;
        let leaves = members.iter().any(|member| self.has_left(*member));
        self.list.has_set_out |= leaves;
    }

    /// Whether somebody of the staff and visitors is expected outside as of some time: whose floor had not been told to
    /// leave by then is missed by nobody. Where no class sits on the floor, the first class to be told counts.
    pub(super) fn is_expected_outside(&self, person: PersonIx, as_of_ms: Ms) -> bool {
        let school = &self.given.school;
        let level_of = |space: usize| school.plan.spaces[space].level;
        let level = level_of(school.people[person].space);
        let goes = |class: ClassIx| {
            let state = self.states.get(self.classes.0[class]);
            let before = |ms: Option<Ms>| ms.is_some_and(|ms| ms <= as_of_ms);
            state.is_ok_and(|state| before(state.told_to_leave_ms) || before(state.first_departure_ms))
        };
        let classes = || 0..school.classes.len();
        let on_floor = |class: &ClassIx| level_of(school.classes[*class].room) == level;
        let has_classes = classes().any(|class| on_floor(&class));
        classes()
            .filter(|class| !has_classes || on_floor(class))
            .any(goes)
            || classes().next().is_none()
            || self.departed_by(person, as_of_ms)
    }

    /// Whether a person had set out by some time.
    fn departed_by(&self, person: PersonIx, as_of_ms: Ms) -> bool {
        let found = self.people.get(self.roster.entities[person]);
        found.is_ok_and(|(.., story)| story.departed_ms.is_some_and(|ms| ms <= as_of_ms))
    }

    /// Whether a person is on the way out, or out.
    fn has_left(&self, person: PersonIx) -> bool {
        let activity = self.activity(person);
        matches!(activity, Some(Activity::Walking | Activity::Assembled))
    }

    /// Whether the first of it has set out.
    pub(super) fn has_set_out(&self, register: Register) -> bool {
        match register {
            Register::Class(class) => self
                .states
                .get(self.classes.0[class])
                .is_ok_and(|state| state.first_departure_ms.is_some()),
            Register::StaffList => self.list.has_set_out,
        }
    }
}
