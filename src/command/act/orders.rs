//! Orders: to classes, and to positions.

use std::collections::BTreeSet;

use super::super::Party;
use super::super::action::{Actor, Source, Submission};
use super::super::mail::{Content, MessageKind, excludes_others};
use super::super::standing::{cannot_be_spared, named_positions};
use super::{Acting, Effect};
use crate::people::{Activity, Instructed, Instruction};
use crate::response::{Assign, Task};
use crate::scenario::model::{ActionCall, PositionIx};
use crate::vocabulary::{ActionKind, PersonRole, Signal, SubjectIx, Value};

impl Acting<'_, '_> {
    /// An order to classes: to whoever leads them; others hear it where many hear at once.
    pub(super) fn order_classes(&mut self, submission: &Submission) -> Effect {
        let call = &submission.call;
        let whole_school = call.subjects("classes").is_empty() && call.subjects("levels").is_empty();
        let sender = match &submission.actor {
            Actor::Party(party) => self.organisation.person(party),
            Actor::Controller => None,
        };
        let leaders = self.leaders_concerned(call, whole_school);
        let mut to: Vec<(Party, bool)> = leaders.iter().map(|p| (Party::Person(*p), false)).collect();
        if whole_school {
            to.extend(self.others_at_school(&leaders, sender));
        }
        to.extend(
            self.wardens(call.subjects("levels"))
                .map(|p| (Party::Position(p), false)),
        );
        if to.is_empty() {
            return Effect::Nothing;
        }
        if whole_school && excludes_others(call.spec.kind) {
            self.supersede_contrary(submission);
        }
        let draft = Self::draft(submission, MessageKind::Order, to, Content::Order(call.clone()));
        self.post(submission, draft);
        if call.spec.kind == ActionKind::SoundAlarm {
            let school = self.given.school.subject;
            let now_ms = self.clock.now_ms;
            self.truth.set(now_ms, Signal::Alarm, school, Value::Flag(true));
        }
        if whole_school {
            self.obey_oneself(submission, sender);
        }
        Effect::Something
    }

    /// Whoever leads a class that an order concerns.
    fn leaders_concerned(&self, call: &ActionCall, whole_school: bool) -> Vec<u32> {
        let mut leaders = Vec::new();
        for (class, spec) in self.given.school.classes.iter().enumerate() {
            let level = self
                .locate
                .site()
                .level_subject(self.given.school.plan.spaces[spec.room].level);
            let concerned = whole_school
                || call.subjects("classes").contains(&spec.subject)
                || call.subjects("levels").contains(&level);
            if let (true, Some(leader)) = (concerned, self.locate.roster().leaders[class]) {
                leaders.push(leader);
            }
        }
        leaders.sort_unstable();
        leaders.dedup();
        leaders
    }

    /// Everybody else at school who is not in a class: positions are called, others are bystanders.
    fn others_at_school(&self, leaders: &[u32], sender: Option<u32>) -> Vec<(Party, bool)> {
        let mut others = Vec::new();
        for (person, spec) in (0..).zip(&self.given.school.people) {
            if leaders.contains(&person) || Some(person) == sender || !spec.presence.at_school() {
                continue;
            }
            let in_class = spec.role == PersonRole::Pupil
                && spec
                    .class
                    .is_some_and(|class| spec.space == self.given.school.classes[class].room);
            if in_class {
                continue;
            }
            let holds_position = self.organisation.held_by(person).next();
            let party = holds_position.map_or(Party::Person(person), Party::Position);
            others.push((party, holds_position.is_none()));
        }
        others
    }

    /// The positions that are in charge of floors: an order to a floor is theirs too.
    fn wardens(&self, levels: &[SubjectIx]) -> impl Iterator<Item = PositionIx> {
        let positions = &self.given.command.positions;
        (0..positions.len()).filter(move |p| positions[*p].level.is_some_and(|level| levels.contains(&level)))
    }

    /// An order to the whole school takes the place of a contrary one that nobody has carried out yet: of the same
    /// sender nobody is told the old one any more, and the decision behind it came to nothing.
    fn supersede_contrary(&mut self, submission: &Submission) {
        let kind = submission.call.spec.kind;
        let is_contrary = |other: ActionKind| excludes_others(other) && other != kind;
        if let Actor::Party(sender) = &submission.actor {
            self.mailbox.supersede(sender, is_contrary);
        }
        self.decisions.supersede(&self.given, is_contrary);
    }

    /// Whoever orders the whole school out goes too.
    fn obey_oneself(&mut self, submission: &Submission, sender: Option<u32>) {
        let Some(person) = sender else { return };
        let leaves = match submission.call.spec.kind {
            ActionKind::Evacuate => true,
            ActionKind::SoundAlarm => self.given.school.procedure.alarm_means_evacuate,
            _ => false,
        };
        let note = self
            .log
            .note(self.clock.now_ms, "order-applies-to-sender")
            .because(submission.cause);
        let cause = note
            .about(self.given.school.people[person as usize].subject)
            .text("action", submission.call.spec.name)
            .done();
        if leaves {
            let route = submission.call.text("route");
            let route = route.and_then(|id| self.given.school.route_by_id(id));
            self.instructed.write(Instructed {
                person,
                instruction: Instruction::Evacuate { route },
                delivery: None,
                cause,
            });
        }
    }

    /// An order to positions: sweep, search, open, stand at, carry.
    pub(super) fn order_positions(&mut self, submission: &Submission) -> Effect {
        let call = &submission.call;
        let positions: Vec<PositionIx> = named_positions(call, &self.given).collect();
        if let Some(effect) = self.go_oneself(submission, &positions) {
            return effect;
        }
        if positions.is_empty() {
            return Effect::Nothing;
        }
        let to = positions
            .into_iter()
            .map(|p| (Party::Position(p), false))
            .collect();
        let draft = Self::draft(submission, MessageKind::Order, to, Content::Order(call.clone()));
        self.post(submission, draft);
        Effect::Something
    }

    /// People leave by themselves, each with the class they lead.
    pub(super) fn leave(&mut self, submission: &Submission) -> Effect {
        for person in submission.people.iter().copied() {
            // Who has been told to leave, or sees others go, needs no reason of their own any more.
            if matches!(
                self.locate.activity(person),
                Some(Activity::Preparing { .. } | Activity::Walking | Activity::Assembled)
            ) {
                continue;
            }
            let note = self.log.note(self.clock.now_ms, "leaves-without-order");
            let cause = note
                .because(submission.cause)
                .about(self.given.school.people[person as usize].subject)
                .done();
            self.instructed.write(Instructed {
                person,
                instruction: Instruction::Leave,
                delivery: None,
                cause,
            });
        }
        Effect::Something
    }

    /// What a standing order tells oneself needs no message; none if it is for others.
    fn go_oneself(&mut self, submission: &Submission, positions: &[PositionIx]) -> Option<Effect> {
        let (Source::StandingOrder(_), Actor::Party(party)) = (&submission.source, &submission.actor) else {
            return None;
        };
        if positions.iter().any(|p| Party::Position(*p) != *party) {
            return None;
        }
        let (person, cause) = (self.organisation.person(party)?, submission.cause?);
        let call = &submission.call;
        let (level, place) = (call.subject("level"), call.subject("place"));
        let for_ms = call.duration("for");
        let task = match call.spec.kind {
            ActionKind::Sweep => level.map(|level| Task::Sweep { level }),
            ActionKind::Open => place.map(|place| Task::Open { place }),
            ActionKind::StandAt => place.map(|place| Task::StandAt { place, for_ms }),
            kind if cannot_be_spared(kind, person, &self.given, &self.locate) => {
                return Some(Effect::Nothing);
            }
            ActionKind::Carry => Some(Task::Carry {
                told_of: BTreeSet::new(),
            }),
            ActionKind::WaitWith => Some(Task::WaitWith),
            _ => None,
        }?;
        self.assign.write(Assign {
            person,
            task,
            delivery: None,
            cause,
            left: None,
        });
        Some(Effect::Something)
    }
}
