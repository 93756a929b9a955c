//! Acting: the only phase that applies actions, whatever their source.

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use super::action::{ActionLog, ActionOutcome, ActionRecord, Actor, Source, Submission, Submissions};
use super::decisions::Decisions;
use super::mail::{Content, Draft, IfSilent, Mailbox, MessageKind};
use super::organisation::party_name;
use super::receive::report;
use super::{Organisation, Party, Pictures, Replay};
use crate::people::{Hurt, Instructed, Instruction, Locate, Perceived, TakeCover};
use crate::places::{Change, ChangePlace};
use crate::response::{Assign, Task};
use crate::scenario::model::{ActionCall, PositionIx, Presence, Scenario};
use crate::sim::{Clock, Detail, Given, HappeningId, Log, Truth};
use crate::vocabulary::{ActionKind, Cue, Nature, PersonRole, Signal, SubjectIx, Value};

/// What the exercise controller is called in results.
const EXERCISE_CONTROL: &str = "exercise-control";

/// What acting needs.
#[derive(SystemParam)]
pub(super) struct Acting<'w, 's> {
    given: Res<'w, Given>,
    clock: Res<'w, Clock>,
    organisation: Res<'w, Organisation>,
    locate: Locate<'w, 's>,
    pictures: ResMut<'w, Pictures>,
    mailbox: ResMut<'w, Mailbox>,
    decisions: ResMut<'w, Decisions>,
    truth: ResMut<'w, Truth>,
    log: ResMut<'w, Log>,
    places: MessageWriter<'w, ChangePlace>,
    cover: MessageWriter<'w, TakeCover>,
    hurt: MessageWriter<'w, Hurt>,
    perceived: MessageWriter<'w, Perceived>,
    instructed: MessageWriter<'w, Instructed>,
    assign: MessageWriter<'w, Assign>,
}

/// Applies everything that was handed in.
pub(super) fn apply(
    mut submissions: ResMut<Submissions>,
    mut replay: Option<ResMut<Replay>>,
    mut done: ResMut<ActionLog>,
    mut with: Acting,
) {
    if let Some(replay) = &mut replay {
        replay.reconcile(
            &mut submissions,
            with.clock.now_ms,
            &with.given,
            &with.organisation,
        );
    }
    let mut waiting = std::mem::take(&mut submissions.0);
    waiting.sort_by(|a, b| a.source.cmp(&b.source));
    for submission in waiting {
        let outcome = if let Some(reason) = refusal(&submission, &with) {
            with.note_refusal(&submission, reason);
            ActionOutcome::Refused(reason)
        } else {
            with.carry_out(&submission);
            ActionOutcome::Applied
        };
        done.0.push(ActionRecord {
            at_ms: with.clock.now_ms,
            submission,
            outcome,
        });
    }
}

/// Why an action may not or cannot be done, if so.
fn refusal(submission: &Submission, with: &Acting) -> Option<&'static str> {
    let Actor::Party(party) = &submission.actor else {
        return None;
    };
    if let Some(person) = with.organisation.person(party)
        && !with.locate.can_act(person)
    {
        return Some("nobody-there");
    }
    let may = |list: fn(&crate::scenario::model::PostSpec) -> &Vec<String>| {
        let Party::Position(position) = party else {
            return false;
        };
        let post = with.given.command.positions[*position].post;
        post.is_some_and(|post| {
            list(&with.given.command.posts[post])
                .iter()
                .any(|name| name == submission.call.spec.name)
        })
    };
    let by_standing_order = matches!(submission.source, Source::StandingOrder(_));
    match submission.call.spec.nature {
        // A standing order is authority given beforehand.
        Nature::Order if !by_standing_order && !may(|post| &post.may_order) => Some("no-authority"),
        Nature::Request if !by_standing_order && !may(|post| &post.may_request) => Some("no-authority"),
        Nature::Order if !in_own_chain(party, &submission.call, &with.given) => Some("outside-own-chain"),
        Nature::World => Some("not-in-human-hands"),
        _ => None,
    }
}

/// Whether every position that an order names stands below whoever gives it.
fn in_own_chain(party: &Party, call: &ActionCall, scenario: &Scenario) -> bool {
    let Party::Position(boss) = party else { return true };
    let named = call
        .subject("position")
        .into_iter()
        .chain(call.subjects("positions").iter().copied());
    named.into_iter().all(|subject| {
        let mut position = Some(scenario.subjects.get(subject).index);
        // The loader refuses circles of reporting; the count only keeps this loop finite by itself.
        for _ in 0..=scenario.command.positions.len() {
            match position {
                Some(p) if p == *boss => return true,
                Some(p) => position = scenario.command.positions[p].reports_to,
                None => return false,
            }
        }
        false
    })
}

impl Acting<'_, '_> {
    fn note_refusal(&mut self, submission: &Submission, reason: &'static str) {
        let by = match &submission.actor {
            Actor::Party(party) => party_name(party, &self.given),
            Actor::Controller => EXERCISE_CONTROL.to_owned(),
        };
        if let Some(decision) = submission.decision {
            self.decisions.refused(decision, reason);
        }
        let note = self
            .log
            .note(self.clock.now_ms, "action-refused")
            .because(submission.cause);
        note.text("by", by)
            .text("action", submission.call.spec.name)
            .text("reason", reason)
            .done();
    }

    fn carry_out(&mut self, submission: &Submission) {
        let call = &submission.call;
        let cause = submission.cause;
        match call.spec.kind {
            ActionKind::Close => self.change(call, "place", Change::Close, cause),
            ActionKind::Show => {
                if let Some(cue) = call.word("cue").and_then(Cue::from_word) {
                    self.change(call, "place", Change::Show(cue), cause);
                }
            }
            ActionKind::PowerOff => self.change(call, "school", Change::Power(false), cause),
            ActionKind::PowerOn => self.change(call, "school", Change::Power(true), cause),
            ActionKind::Incapacitate => self.incapacitate(call, cause),
            ActionKind::Warn => self.warn(call, cause),
            ActionKind::DropCoverHold => {
                let note = self.log.note(self.clock.now_ms, "drop-cover-hold").because(cause);
                note.with("people", Detail::Count(submission.people.len() as i64))
                    .done();
                self.cover.write(TakeCover {
                    people: submission.people.clone(),
                });
            }
            ActionKind::Open => self.open(submission),
            ActionKind::Sweep if call.subject("position").is_some() => self.order_positions(submission),
            ActionKind::Search => self.order_positions(submission),
            ActionKind::SoundAlarm
            | ActionKind::Evacuate
            | ActionKind::Hold
            | ActionKind::Shelter
            | ActionKind::Sweep => {
                self.order_classes(submission);
            }
            ActionKind::Request | ActionKind::CallFamilies => self.request(submission),
            ActionKind::Report => self.tell(submission),
            ActionKind::Ask => self.ask(submission),
        }
    }

    fn change(&mut self, call: &ActionCall, key: &str, change: Change, cause: Option<HappeningId>) {
        if let Some(place) = call.subject(key) {
            self.places.write(ChangePlace { place, change, cause });
        }
    }

    fn incapacitate(&mut self, call: &ActionCall, cause: Option<HappeningId>) {
        let severity = call
            .word("severity")
            .and_then(|word| word.parse().ok())
            .unwrap_or(2);
        if let Some(subject) = call.subject("person") {
            let person = self.given.subjects.get(subject).index as u32;
            self.hurt.write(Hurt {
                person,
                severity,
                cause,
            });
        }
    }

    /// An early warning: everybody at the school hears it.
    fn warn(&mut self, call: &ActionCall, cause: Option<HappeningId>) {
        let note = self.log.note(self.clock.now_ms, "early-warning").because(cause);
        let note = match call.subject("hazard") {
            Some(hazard) => note.about(hazard),
            None => note,
        };
        let cause = note.at(call.subject("school")).done();
        for (person, spec) in (0..).zip(&self.given.school.people) {
            if spec.presence == Presence::Present {
                self.perceived.write(Perceived {
                    person,
                    cue: Cue::EarlyWarning,
                    place: None,
                    cause: Some(cause),
                });
            }
        }
    }

    fn open(&mut self, submission: &Submission) {
        match submission.call.subject("position") {
            Some(_) => self.order_positions(submission),
            None => self.change(&submission.call, "place", Change::Open, submission.cause),
        }
    }

    fn draft(submission: &Submission, kind: MessageKind, to: Vec<(Party, bool)>, content: Content) -> Draft {
        let call = &submission.call;
        let from = match &submission.actor {
            Actor::Party(party) => party.clone(),
            Actor::Controller => Party::Played(EXERCISE_CONTROL.into()),
        };
        Draft {
            kind,
            cause: submission.cause,
            from,
            to,
            content,
            about: call.spec.name.into(),
            via: call.channels().to_vec(),
            ack_within_ms: call.duration("ack_within"),
            if_silent: match call.word("if_silent") {
                Some("ask-again") => IfSilent::AskAgain,
                Some("send-runner") => IfSilent::SendRunner,
                _ => IfSilent::Nothing,
            },
            decision: submission.decision,
        }
    }

    fn post(&mut self, submission: &Submission, draft: Draft) {
        if let Some(decision) = submission.decision {
            self.decisions.has_ordered(decision, self.clock.now_ms);
            if let Party::Position(position) = draft.from {
                self.pictures.0[position].decisions.insert(decision);
                self.pictures.0[position].version += 1;
            }
        }
        self.decisions.ordered.insert(submission.call.spec.name);
        self.mailbox.outbox.push(draft);
    }

    /// An order to classes: to whoever leads them; others hear it where many hear at once.
    fn order_classes(&mut self, submission: &Submission) {
        let call = &submission.call;
        let whole_school = call.subjects("classes").is_empty() && call.subjects("levels").is_empty();
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
        let sender = match &submission.actor {
            Actor::Party(party) => self.organisation.person(party),
            Actor::Controller => None,
        };
        let mut to: Vec<(Party, bool)> = leaders.iter().map(|p| (Party::Person(*p), false)).collect();
        if whole_school {
            for (person, spec) in (0..).zip(&self.given.school.people) {
                if leaders.contains(&person) || Some(person) == sender || spec.presence != Presence::Present {
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
                to.push((party, holds_position.is_none()));
            }
        }
        to.extend(
            self.wardens(call.subjects("levels"))
                .map(|p| (Party::Position(p), false)),
        );
        let draft = Self::draft(submission, MessageKind::Order, to, Content::Order(call.clone()));
        self.post(submission, draft);
        if call.spec.kind == ActionKind::SoundAlarm {
            self.truth.set(
                self.clock.now_ms,
                Signal::Alarm,
                self.given.school.subject,
                Value::Flag(true),
            );
        }
        if whole_school {
            self.obey_oneself(submission, sender);
        }
    }

    /// The positions that are in charge of floors: an order to a floor is theirs too.
    fn wardens(&self, levels: &[SubjectIx]) -> impl Iterator<Item = PositionIx> {
        let positions = &self.given.command.positions;
        (0..positions.len()).filter(move |p| positions[*p].level.is_some_and(|level| levels.contains(&level)))
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
            self.instructed.write(Instructed {
                person,
                instruction: Instruction::Evacuate { route: None },
                delivery: None,
                cause,
            });
        }
    }

    /// An order to positions: sweep, search, open.
    fn order_positions(&mut self, submission: &Submission) {
        let call = &submission.call;
        let subjects: Vec<_> = call
            .subject("position")
            .into_iter()
            .chain(call.subjects("positions").iter().copied())
            .collect();
        let positions: Vec<PositionIx> = subjects
            .iter()
            .map(|s| self.given.subjects.get(*s).index)
            .collect();
        // What a standing order tells oneself needs no message.
        if let (Source::StandingOrder(_), Actor::Party(party)) = (&submission.source, &submission.actor) {
            let own = positions.iter().all(|p| Party::Position(*p) == *party);
            if let (true, Some(person), Some(cause)) =
                (own, self.organisation.person(party), submission.cause)
            {
                let task = match (call.subject("level"), call.subject("place")) {
                    (Some(level), _) => Task::Sweep { level },
                    (None, Some(place)) => Task::Open { place },
                    (None, None) => return,
                };
                self.assign.write(Assign {
                    person,
                    task,
                    delivery: None,
                    cause,
                });
                return;
            }
        }
        let to = positions
            .into_iter()
            .map(|p| (Party::Position(p), false))
            .collect();
        let draft = Self::draft(submission, MessageKind::Order, to, Content::Order(call.clone()));
        self.post(submission, draft);
    }

    fn request(&mut self, submission: &Submission) {
        let call = &submission.call;
        let to = match (call.subject("resource"), call.subject("position")) {
            (Some(resource), _) => self.given.resources[self.given.subjects.get(resource).index].owner,
            (None, Some(position)) => self.given.subjects.get(position).index,
            (None, None) => return,
        };
        let mut draft = Self::draft(
            submission,
            MessageKind::Request,
            vec![(Party::Position(to), false)],
            Content::Request(call.clone()),
        );
        if let Some(resource) = call.subject("resource") {
            draft.about = self.given.subjects.id(resource).into();
        }
        self.post(submission, draft);
    }

    /// Tells what one has observed, or what one's picture holds about some topics.
    fn tell(&mut self, submission: &Submission) {
        let Actor::Party(from) = &submission.actor else {
            return;
        };
        let mut facts = submission.facts.clone();
        if let Party::Position(position) = from {
            for (signal, subject) in submission.call.about() {
                let topic = crate::scenario::trigger::Topic {
                    signal: *signal,
                    subject: *subject,
                };
                facts.extend(
                    self.pictures.0[*position]
                        .newest(topic)
                        .map(|held| held.fact.clone()),
                );
            }
        }
        if facts.is_empty() {
            return;
        }
        let about = format!(
            "{}@{}",
            facts[0].topic.signal.spec().name,
            self.given.subjects.id(facts[0].topic.subject)
        );
        let to: Vec<Party> = submission
            .call
            .subjects("to")
            .iter()
            .map(|subject| Party::Position(self.given.subjects.get(*subject).index))
            .filter(|to| to != from)
            .collect();
        if to.is_empty() {
            return;
        }
        let draft = report(
            from.clone(),
            to,
            facts,
            about.into(),
            submission.call.channels().to_vec(),
            submission.cause,
        );
        self.mailbox.outbox.push(draft);
    }

    fn ask(&mut self, submission: &Submission) {
        let topics: Vec<_> = submission
            .call
            .about()
            .iter()
            .map(|(signal, subject)| crate::scenario::trigger::Topic {
                signal: *signal,
                subject: *subject,
            })
            .collect();
        if let Actor::Party(Party::Position(position)) = &submission.actor {
            for topic in &topics {
                self.pictures.0[*position].ask(*topic, self.clock.now_ms);
            }
        }
        let to = submission
            .call
            .subjects("to")
            .iter()
            .map(|s| (Party::Position(self.given.subjects.get(*s).index), false))
            .collect();
        let draft = Self::draft(submission, MessageKind::Question, to, Content::Question(topics));
        self.mailbox.outbox.push(draft);
    }
}
