//! The desks: who stands in which line, how long they are served, and what comes next.

mod serving;

use std::collections::BTreeMap;

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use super::families::{self, Family};
use super::line::Line;
use super::tally::{Grades, Mark, grade_of};
use super::{BeginRelease, Gate};
use crate::people::{Activity, CarriedOut, Collected, Condition, Ordinal, Roster, Story};
use crate::places::Site;
use crate::scenario::model::{ChannelKind, HandsOver, ReleaseSpec, School};
use crate::sim::{Agenda, Chance, Clock, Detail, Due, Given, HappeningId, Log, Phase, Truth};
use crate::vocabulary::{Ms, Signal, Value};

/// The call of a pupil gets through: by family.
const CALLS: &str = "pupil-telephones";
/// Somebody comes to the gate: by family.
const COMES: &str = "parent-comes";
/// Somebody has been served: by case, at the step that the occurrence counts.
const SERVED: &str = "parent-served";
/// Somebody whose pupil was not there asks again: by case.
const AGAIN: &str = "parent-asks-again";
/// All of these.
pub(super) const KINDS: [&str; 4] = [CALLS, COMES, SERVED, AGAIN];

/// What a parent passes on the way to the pupil.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    /// A greeter explains and gives a card.
    Greet,
    /// The parent fills it in.
    Card,
    /// A checker verifies identity and custody.
    Check,
    /// Whoever leads the release clears up who may fetch the pupil.
    Clarify,
    /// A runner fetches the pupil and hands it over.
    Fetch,
    /// The teacher hands the pupil over.
    HandOver,
}

impl Step {
    /// The purpose of its draws.
    const fn purpose(self) -> &'static str {
        match self {
            Self::Greet => "release-greet",
            Self::Card => "release-card",
            Self::Check => "release-check",
            Self::Clarify => "release-clarify",
            Self::Fetch => "release-fetch",
            Self::HandOver => "release-hand-over",
        }
    }
}

/// What one parent wants of one desk: the pupils of a family together at the gate, each by itself from its teacher.
#[derive(Debug)]
struct Case {
    family: usize,
    pupils: Vec<u32>,
    step: Step,
    /// How often it has been served: the occurrence of the next draw.
    served: u32,
    /// Whether the pupil was not at hand once: said once.
    was_put_off: bool,
}

/// Everything that stands at the gate.
#[derive(Resource, Debug)]
pub(super) struct Desks {
    pub(super) families: Vec<Family>,
    cases: Vec<Case>,
    lines: BTreeMap<(Step, usize), Line>,
    pub(super) grades: Grades,
    /// Grades that have not had their turn, the next last.
    to_come: Vec<u32>,
    /// Grades that have their turn or have had it.
    called: Vec<u32>,
    /// The cases that the grade whose turn it is began with, as far as they are open.
    turn: Vec<usize>,
    /// The cases of those who came before their turn, in the order of coming.
    held: Vec<usize>,
    /// Whether the event has struck that brings parents by themselves.
    pub(super) has_struck: bool,
    /// The entry of the beginning in the log.
    begun: Option<HappeningId>,
}

impl Desks {
    pub(super) fn new(school: &School, spec: &ReleaseSpec, chance: &Chance) -> Self {
        let families = families::of(school, &spec.parents, spec.custody, chance);
        let mut cases = Vec::new();
        for (family, of) in families.iter().enumerate() {
            let case = |pupils: Vec<u32>| Case {
                family,
                pupils,
                step: first_step(spec.hands_over, of.custody),
                served: 0,
                was_put_off: false,
            };
            match spec.hands_over {
                HandsOver::AtTheGate => cases.push(case(of.pupils.clone())),
                HandsOver::ByGrade => cases.extend(of.pupils.iter().map(|pupil| case(vec![*pupil]))),
            }
        }
        let grades = Grades::of(school, &families);
        let mut to_come = grades.in_turn(spec.oldest_first);
        to_come.reverse();
        Self {
            families,
            cases,
            lines: BTreeMap::new(),
            grades,
            to_come,
            called: Vec::new(),
            turn: Vec::new(),
            held: Vec::new(),
            has_struck: false,
            begun: None,
        }
    }
}

fn first_step(hands_over: HandsOver, custody: bool) -> Step {
    match (hands_over, custody) {
        (HandsOver::AtTheGate, _) => Step::Greet,
        (HandsOver::ByGrade, true) => Step::Clarify,
        (HandsOver::ByGrade, false) => Step::HandOver,
    }
}

/// What handing over needs.
#[derive(SystemParam)]
pub(super) struct Handing<'w, 's> {
    pub(super) given: Res<'w, Given>,
    pub(super) clock: Res<'w, Clock>,
    pub(super) chance: Res<'w, Chance>,
    roster: Res<'w, Roster>,
    pub(super) site: Res<'w, Site>,
    pub(super) desks: ResMut<'w, Desks>,
    gate: ResMut<'w, Gate>,
    agenda: ResMut<'w, Agenda>,
    pub(super) truth: ResMut<'w, Truth>,
    pub(super) log: ResMut<'w, Log>,
    people: Query<'w, 's, (&'static Activity, &'static Condition, &'static mut Story), With<Ordinal>>,
    pub(super) collected: MessageWriter<'w, Collected>,
    carried_out: MessageWriter<'w, CarriedOut>,
}

/// Lets parents come, be served, and go with their pupils.
pub(super) fn hand_over(mut begins: MessageReader<BeginRelease>, due: Res<Due>, mut on: Handing) {
    let Some(spec) = on.given.release else { return };
    on.notice_the_event(&spec);
    for order in begins.read() {
        on.begin(order, &spec);
    }
    for wake in due.of(CALLS) {
        on.is_called(wake.id as usize, &spec);
    }
    for wake in due.of(COMES) {
        on.come(wake.id as usize, &spec);
    }
    for wake in due.of(AGAIN) {
        on.stand_in_line(wake.id as usize, &spec);
    }
    for wake in due.of(SERVED) {
        on.end_service(wake.id as usize, &spec);
    }
}

impl Handing<'_, '_> {
    /// What brings parents by themselves: the ground shakes, or else the alarm sounds.
    fn notice_the_event(&mut self, spec: &ReleaseSpec) {
        if self.desks.has_struck {
            return;
        }
        let school = self.given.school.subject;
        let now = |signal| self.truth.get(signal, school).map(|(value, _)| value);
        let shakes = matches!(now(Signal::Shaking), Some(Value::Ordinal(step)) if *step > 0);
        if !shakes && now(Signal::Alarm) != Some(&Value::Flag(true)) {
            return;
        }
        self.desks.has_struck = true;
        let telephones = self.given.command.channels.iter();
        let telephones = telephones.filter(|channel| channel.kind == ChannelKind::Telephone);
        let loss = telephones
            .map(|channel| channel.loss)
            .reduce(f64::min)
            .unwrap_or(0.0);
        for family in 0..self.desks.families.len() {
            let of = &self.desks.families[family];
            let hears_ms = of
                .uninvited
                .then(|| of.hears_after_ms(false, &spec.parents, &self.chance));
            let called_ms = of.is_called_after_ms(loss, &spec.parents, &self.chance);
            // Whoever sets out anyway needs no call.
            if let Some(after_ms) =
                called_ms.filter(|called_ms| hears_ms.is_none_or(|hears_ms| *called_ms < hears_ms))
            {
                let at_ms = self.clock.now_ms + after_ms;
                self.desks.families[family].call_ms = Some(at_ms);
                self.agenda.at(at_ms, Phase::Respond, CALLS, family as u32, 0);
            } else if let Some(hears_ms) = hears_ms {
                self.set_out(family, hears_ms, spec);
            }
        }
    }

    /// A pupil tells the family by telephone, who set out at once if they come at all.
    fn is_called(&mut self, family: usize, spec: &ReleaseSpec) {
        let of = &self.desks.families[family];
        let Some(pupil) = of.telephones.filter(|_| of.is_awaited) else {
            return;
        };
        let is_at_school = |story: &Story| story.released_ms.is_none() && story.taken_ms.is_none();
        let story = self.people.get(self.roster.entities[pupil as usize]);
        if !story.is_ok_and(|(_, condition, story)| condition.severity <= 1 && is_at_school(story)) {
            return;
        }
        let note = self.log.note(self.clock.now_ms, "pupil-telephones-home");
        note.about(self.given.school.people[pupil as usize].subject)
            .done();
        self.gate.called += 1;
        self.desks.families[family].uninvited = true;
        self.set_out(family, 0, spec);
    }

    /// Somebody of a family hears of it so much later and sets out for the school, if anybody comes.
    fn set_out(&mut self, family: usize, hears_ms: Ms, spec: &ReleaseSpec) {
        let of = &mut self.desks.families[family];
        if !std::mem::take(&mut of.is_awaited) {
            return;
        }
        let at_ms = self.clock.now_ms + hears_ms + of.comes_after_ms(&spec.parents, &self.chance);
        self.agenda.at(at_ms, Phase::Respond, COMES, family as u32, 0);
    }

    /// The order reaches whoever leads the release: families are told, and the desks open.
    fn begin(&mut self, order: &BeginRelease, spec: &ReleaseSpec) {
        self.carried_out.write(CarriedOut {
            delivery: order.delivery,
        });
        if self.desks.begun.is_some() {
            return;
        }
        let note = self.log.note(self.clock.now_ms, "release-begins");
        let cause = note
            .because(Some(order.cause))
            .about(self.given.command.positions[order.position].subject)
            .at(Some(self.given.school.subject))
            .done();
        self.desks.begun = Some(cause);
        for family in 0..self.desks.families.len() {
            let of = &self.desks.families[family];
            let told_ms = of.hears_after_ms(true, &spec.parents, &self.chance);
            let is_called_before = of
                .call_ms
                .is_some_and(|call_ms| call_ms < self.clock.now_ms + told_ms);
            if !is_called_before {
                self.set_out(family, told_ms, spec);
            }
        }
        match spec.hands_over {
            HandsOver::ByGrade => self.call_next_grades(spec),
            HandsOver::AtTheGate => {
                for case in std::mem::take(&mut self.desks.held) {
                    self.stand_in_line(case, spec);
                }
            }
        }
    }

    /// Somebody comes to the gate, for all pupils of the family.
    fn come(&mut self, family: usize, spec: &ReleaseSpec) {
        let now_ms = self.clock.now_ms;
        if self.walks_in(family) {
            return;
        }
        if self.gate.longest_queue.is_none() {
            let note = self.log.note(now_ms, "first-parent-comes");
            note.about(self.given.school.subject).done();
        }
        self.gate.come(now_ms);
        self.desks.families[family].came_ms = Some(now_ms);
        for pupil in self.desks.families[family].pupils.clone() {
            let entity = self.roster.entities[pupil as usize];
            if let Ok((_, _, mut story)) = self.people.get_mut(entity) {
                story.parent_came_ms = Some(now_ms);
            }
        }
        self.count_waiting();
        let cases = 0..self.desks.cases.len();
        for case in cases
            .filter(|case| self.desks.cases[*case].family == family)
            .collect::<Vec<_>>()
        {
            if self.is_open(case, spec) {
                self.stand_in_line(case, spec);
            } else {
                self.desks.held.push(case);
            }
        }
    }

    /// Whether a case is dealt with yet: release has been ordered, and where it goes by grade, it is the turn of the
    /// pupil's.
    fn is_open(&self, case: usize, spec: &ReleaseSpec) -> bool {
        let grade = grade_of(&self.given.school, self.desks.cases[case].pupils[0]);
        match spec.hands_over {
            HandsOver::AtTheGate => self.desks.begun.is_some(),
            HandsOver::ByGrade => self.desks.called.contains(&grade),
        }
    }

    /// The next grade has its turn when those are through who were there when the last one was called: whoever comes
    /// later goes to the teacher without holding up the others. Grades for which nobody is there are called at once.
    fn call_next_grades(&mut self, spec: &ReleaseSpec) {
        while self.desks.turn.is_empty() {
            let Some(grade) = self.desks.to_come.pop() else {
                return;
            };
            self.desks.called.push(grade);
            let note = self.log.note(self.clock.now_ms, "grade-called");
            note.because(self.desks.begun)
                .about(self.given.school.subject)
                .with("grade", Detail::Count(grade.into()))
                .done();
            let held = std::mem::take(&mut self.desks.held);
            let (now, later): (Vec<usize>, Vec<usize>) =
                held.into_iter().partition(|case| self.is_open(*case, spec));
            self.desks.held = later;
            let waits = |case: &usize| self.desks.cases[*case].step == Step::HandOver;
            self.desks.turn = now.iter().copied().filter(waits).collect();
            for case in now {
                self.stand_in_line(case, spec);
            }
        }
    }

    /// Whether a pupil stands at an assembly area and is fit to go.
    pub(super) fn is_at_hand(&self, pupil: u32) -> bool {
        let found = self.people.get(self.roster.entities[pupil as usize]);
        found.is_ok_and(|(activity, condition, _)| *activity == Activity::Assembled && condition.severity < 2)
    }

    /// A pupil is handed over.
    fn release(&mut self, pupil: u32, family: usize) {
        let now_ms = self.clock.now_ms;
        self.collected.write(Collected {
            person: pupil,
            noted: true,
        });
        let grade = grade_of(&self.given.school, pupil);
        let mark = self.desks.grades.hand_over(grade);
        let (released, _) = self.desks.grades.in_all();
        let count = Value::Count(released as u32);
        self.truth
            .set(now_ms, Signal::Released, self.given.school.subject, count);
        self.note_mark(mark, grade);
        self.note_the_end();
        let of = &mut self.desks.families[family];
        of.open -= 1;
        if let (0, Some(came_ms)) = (of.open, of.came_ms) {
            self.gate.go(came_ms, now_ms);
            self.count_waiting();
        }
    }

    /// Notes when nobody is left to be handed over.
    pub(super) fn note_the_end(&mut self) {
        let (released, of) = self.desks.grades.in_all();
        if released == of && self.desks.begun.is_some() {
            let note = self.log.note(self.clock.now_ms, "all-released");
            note.because(self.desks.begun)
                .about(self.given.school.subject)
                .done();
        }
    }

    fn note_mark(&mut self, mark: Option<Mark>, grade: u32) {
        let Some(mark) = mark else { return };
        let note = self.log.note(self.clock.now_ms, "pupils-released");
        note.because(self.desks.begun)
            .about(self.given.school.subject)
            .with("grade", Detail::Count(grade.into()))
            .text("mark", mark.word())
            .done();
    }

    /// An exception stands in the timeline by name.
    fn note_pupil(&mut self, event: &'static str, case: usize) {
        let pupil = self.desks.cases[case].pupils[0];
        let note = self.log.note(self.clock.now_ms, event);
        note.because(self.desks.begun)
            .about(self.given.school.people[pupil as usize].subject)
            .done();
    }

    fn count_waiting(&mut self) {
        let waiting = Value::Count(self.gate.waiting);
        let school = self.given.school.subject;
        self.truth
            .set(self.clock.now_ms, Signal::ParentsWaiting, school, waiting);
    }
}
