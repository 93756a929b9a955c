//! What a word does to whoever receives it.

mod answers;
mod residents;

use std::collections::BTreeSet;

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use super::arrivals::hear_from;
use super::decisions::Decisions;
use super::learning::learn;
use super::mail::{
    CommandChange, Content, Delivery, Draft, Handover, IfSilent, Mailbox, Message, MessageKind, Outcome,
    excludes_others,
};
use super::organisation::party_name;
use super::post::{ANSWERED, Sending};
use super::senses::Senses;
use super::{Fact, Organisation, Party, Pictures};
use crate::hazard::flood::coupling::SetWorks;
use crate::people::{CountAgain, Instructed, Instruction, Perceived};
use crate::release::BeginRelease;
use crate::response::{Assign, Dispatch, Inspect, Resources, Task};
use crate::scenario::model::{ActionCall, Holder, Spread};
use crate::scenario::trigger::Topic;
use crate::sim::{Chance, HappeningId, Phase, stable_id};
use crate::valley::TellResidents;
use crate::vocabulary::{ActionKind, Cue, Ms, Signal, SubjectIx, Value};

/// Two orders that exclude each other, from different people, count as a conflict when they reach somebody within
/// so long of each other, ms. An assumption.
const CONFLICT_WITHIN_MS: Ms = 10 * 60_000;

/// Somebody at the school who must be consulted says yes after so long. An assumption.
const CONSULTED_ANSWERS: Spread = Spread {
    median_ms: 20_000,
    p90_ms: 60_000,
};

/// Who reports and hears no "understood" says it again after so long, ms. An assumption.
const REPORT_REPEATED_AFTER_MS: Ms = 30_000;

/// The last order that somebody received: name, from whom, when, delivery.
#[derive(Resource, Debug, Default)]
pub(super) struct LastOrders(std::collections::BTreeMap<Party, (ActionKind, Party, Ms, usize)>);

/// What receiving needs.
#[derive(SystemParam)]
pub(super) struct Reception<'w> {
    pictures: ResMut<'w, Pictures>,
    senses: ResMut<'w, Senses>,
    decisions: ResMut<'w, Decisions>,
    last_orders: ResMut<'w, LastOrders>,
    resources: Res<'w, Resources>,
    instructed: MessageWriter<'w, Instructed>,
    count_again: MessageWriter<'w, CountAgain>,
    perceived: MessageWriter<'w, Perceived>,
    assign: MessageWriter<'w, Assign>,
    dispatch: MessageWriter<'w, Dispatch>,
    inspect: MessageWriter<'w, Inspect>,
    begin_release: MessageWriter<'w, BeginRelease>,
    residents: MessageWriter<'w, TellResidents>,
    works: MessageWriter<'w, SetWorks>,
    chance: Res<'w, Chance>,
}

impl Reception<'_> {
    /// A delivery has arrived.
    pub(super) fn take_in(
        &mut self,
        message: &Message,
        delivery: usize,
        to: &Party,
        cause: HappeningId,
        mailbox: &mut Mailbox,
        with: &mut Sending,
    ) {
        if let Party::Position(position) = to {
            hear_from(&mut self.pictures, *position, &message.from, with);
            if let Some(decision) = message.decision {
                self.pictures.0[*position].decisions.insert(decision);
            }
        }
        match &message.content {
            Content::Facts(facts) => self.take_facts(facts, to, cause, with),
            Content::Briefing { facts, then } => {
                self.take_facts(facts, to, cause, with);
                self.end_briefing(*then, message, delivery, cause, mailbox, with);
            }
            Content::Warning => self.tell_residents(false, delivery, to, cause, with),
            Content::Order(call) if call.spec.kind == ActionKind::EvacuatePlace => {
                self.tell_residents(true, delivery, to, cause, with);
            }
            Content::Order(call) => self.take_order(call, message, delivery, to, cause, mailbox, with),
            Content::Request(_) | Content::Consultation(_) => {
                let Party::Position(position) = to else { return };
                let answers = match with.given.command.positions[*position].holder {
                    Holder::Outside(spread) => spread,
                    Holder::Person(_) | Holder::Crew(_) => CONSULTED_ANSWERS,
                };
                let who = stable_id(&format!(
                    "{}/{}",
                    with.given.command.positions[*position].id, message.about
                ));
                let draw = with
                    .chance
                    .draw("answers", who, mailbox.deliveries[delivery].attempts.into());
                let after_ms = draw.duration_ms(answers);
                with.agenda.at(
                    with.clock.now_ms + after_ms,
                    Phase::Command,
                    ANSWERED,
                    delivery as u32,
                    0,
                );
            }
            Content::Question(topics) => self.reply(topics, message, to, cause, mailbox, with),
        }
    }

    fn take_facts(&mut self, facts: &[Fact], to: &Party, cause: HappeningId, with: &mut Sending) {
        let Some(position) = position_of(to, with) else {
            return;
        };
        for fact in facts {
            let mut fact = fact.clone();
            fact.cause = fact.cause.or(Some(cause));
            let now_ms = with.clock.now_ms;
            learn(
                &mut self.pictures,
                position,
                fact,
                Some(cause),
                now_ms,
                &with.given,
                &mut with.log,
            );
        }
    }

    /// A briefing is over: that is all it asked for, and perhaps command changes.
    fn end_briefing(
        &mut self,
        then: Option<CommandChange>,
        message: &Message,
        delivery: usize,
        cause: HappeningId,
        mailbox: &mut Mailbox,
        with: &mut Sending,
    ) {
        let now_ms = with.clock.now_ms;
        mailbox.acknowledge(delivery, now_ms);
        let slot = &mut mailbox.deliveries[delivery];
        slot.outcome = Outcome::CarriedOut;
        let to = slot.to.clone();
        let note = with.log.note(now_ms, "briefing-ends").because(Some(cause));
        let cause = note
            .text("from", party_name(&message.from, &with.given))
            .text("to", party_name(&to, &with.given))
            .done();
        if let Some(decision) = message.decision {
            let all = mailbox.all_acknowledged(decision) == Some(true);
            self.decisions.acknowledged(decision, now_ms, all);
            self.decisions.effective(decision, now_ms);
        }
        if let (Some(change), Party::Position(from), Party::Position(to)) = (then, &message.from, to) {
            let from = *from;
            mailbox.handovers.push(Handover {
                from,
                to,
                change,
                cause,
            });
        }
    }

    fn take_order(
        &mut self,
        call: &ActionCall,
        message: &Message,
        delivery: usize,
        to: &Party,
        cause: HappeningId,
        mailbox: &mut Mailbox,
        with: &mut Sending,
    ) {
        let kind = call.spec.kind;
        if self.comes_too_late(kind, message, to, mailbox) {
            mailbox.deliveries[delivery].outcome = Outcome::Superseded;
            return;
        }
        self.note_conflict(kind, message, delivery, to, cause, mailbox, with);
        self.lead_on(kind, delivery, to, cause, with);
        let Some(person) = with.organisation.person(to) else {
            if takes_one_away(kind) {
                refuse(call, "crew-has-its-own-tasks", delivery, cause, mailbox, with);
            }
            return;
        };
        if takes_one_away(kind) && with.locate.roster().leads(person) {
            refuse(call, "in-charge-of-a-class", delivery, cause, mailbox, with);
            return;
        }
        self.senses.hear_order(person, call.spec.name);
        if let Party::Position(position) = to {
            self.pictures.0[*position].hear_order(call.spec.name, cause);
        }
        if let Some(task) = self.task(person, call, message, delivery, mailbox, with) {
            self.assign.write(Assign {
                person,
                task,
                delivery: Some(delivery as u32),
                cause,
                left: None,
            });
        }
        if kind == ActionKind::CountAgain {
            let delivery = delivery as u32;
            self.count_again.write(CountAgain {
                person,
                delivery,
                cause,
            });
        }
        if kind == ActionKind::SoundAlarm {
            self.perceived.write(Perceived {
                by_word: false,
                person,
                cue: Cue::Alarm,
                place: None,
                cause: Some(cause),
            });
        }
        if let Some(instruction) = instruction(call, with) {
            self.instructed.write(Instructed {
                person,
                instruction,
                delivery: Some(delivery as u32),
                cause,
            });
        }
    }

    /// What an order sets going by itself, whoever it is that leads it: a person, or the officer of a crew.
    fn lead_on(&mut self, kind: ActionKind, delivery: usize, to: &Party, cause: HappeningId, with: &Sending) {
        let Party::Position(position) = to else { return };
        let (position, delivery) = (*position, delivery as u32);
        match kind {
            ActionKind::Inspect => {
                self.inspect.write(Inspect {
                    position,
                    person: with.organisation.person(to),
                    delivery,
                    cause,
                });
            }
            ActionKind::Release => {
                self.begin_release.write(BeginRelease {
                    position,
                    delivery,
                    cause,
                });
            }
            _ => {}
        }
    }

    /// The task that an order gives to one person, if it does.
    fn task(
        &self,
        person: u32,
        call: &ActionCall,
        message: &Message,
        delivery: usize,
        mailbox: &Mailbox,
        with: &Sending,
    ) -> Option<Task> {
        match call.spec.kind {
            ActionKind::Sweep => call.subject("level").map(|level| Task::Sweep { level }),
            ActionKind::Open => call.subject("place").map(|place| Task::Open { place }),
            ActionKind::StandAt => call.subject("place").map(|place| Task::StandAt {
                place,
                for_ms: call.duration("for"),
            }),
            ActionKind::Carry => Some(Task::Carry {
                told_of: believed_hurt(&self.pictures, &message.from, with),
            }),
            ActionKind::WaitWith => Some(Task::WaitWith),
            ActionKind::Search => {
                let mut missing = believed_missing(&self.pictures, &message.from, with);
                // Whoever can be sent is not looked for.
                missing.remove(&with.given.school.people[person as usize].subject);
                Some(Task::Search {
                    missing,
                    share: share_of(delivery, message, &mailbox.deliveries, &with.organisation),
                })
            }
            _ => None,
        }
    }

    /// Whether somebody has heard a contrary order of the same sender already that was given after this one.
    fn comes_too_late(&self, kind: ActionKind, message: &Message, to: &Party, mailbox: &Mailbox) -> bool {
        let heard = self.last_orders.0.get(to).filter(|_| excludes_others(kind));
        heard.is_some_and(|(heard_kind, from, _, delivery)| {
            let heard = &mailbox.messages[mailbox.deliveries[*delivery].message];
            *heard_kind != kind && *from == message.from && heard.sent_ms > message.sent_ms
        })
    }

    /// Orders from two bosses that exclude each other are a logged conflict; the newer one is obeyed, and when it is
    /// carried out the older one is superseded.
    fn note_conflict(
        &mut self,
        kind: ActionKind,
        message: &Message,
        delivery: usize,
        to: &Party,
        cause: HappeningId,
        mailbox: &mut Mailbox,
        with: &mut Sending,
    ) {
        if !excludes_others(kind) {
            return;
        }
        let now_ms = with.clock.now_ms;
        if let Some((old_kind, old_from, at_ms, old_delivery)) = self.last_orders.0.get(to)
            && *old_kind != kind
        {
            mailbox.deliveries[delivery].replaces = Some(*old_delivery);
            if *old_from != message.from && now_ms - at_ms <= CONFLICT_WITHIN_MS {
                let note = with.log.note(now_ms, "orders-conflict").because(Some(cause));
                note.text("to", party_name(to, &with.given))
                    .text("from", party_name(&message.from, &with.given))
                    .text("other", party_name(old_from, &with.given))
                    .text("about", message.about.clone())
                    .done();
            }
        }
        self.last_orders
            .0
            .insert(to.clone(), (kind, message.from.clone(), now_ms, delivery));
    }

    /// Answers a question with what one knows, or that one does not know.
    fn reply(
        &mut self,
        topics: &[Topic],
        message: &Message,
        to: &Party,
        cause: HappeningId,
        mailbox: &mut Mailbox,
        with: &Sending,
    ) {
        let Party::Position(position) = to else { return };
        let facts = topics
            .iter()
            .map(|topic| match self.pictures.0[*position].newest(*topic) {
                Some(held) => held.fact.clone(),
                None => Fact {
                    topic: *topic,
                    value: None,
                    observed_at_ms: with.clock.now_ms,
                    observer: to.clone(),
                    cause: Some(cause),
                },
            })
            .collect();
        mailbox.outbox.push(report(
            to.clone(),
            vec![message.from.clone()],
            facts,
            message.about.clone(),
            message.via.clone(),
            Some(cause),
        ));
    }
}

/// Whether an order sends somebody away from where they are.
fn takes_one_away(kind: ActionKind) -> bool {
    matches!(
        kind,
        ActionKind::Sweep
            | ActionKind::Search
            | ActionKind::Open
            | ActionKind::StandAt
            | ActionKind::Carry
            | ActionKind::WaitWith
    )
}

/// What an order tells whoever leads a class, and everybody for themselves.
fn instruction(call: &ActionCall, with: &Sending) -> Option<Instruction> {
    let school = &with.given.school;
    match call.spec.kind {
        ActionKind::Evacuate => {
            let route = call.text("route").and_then(|id| school.route_by_id(id));
            Some(Instruction::Evacuate { route })
        }
        ActionKind::Hold => Some(Instruction::Hold),
        ActionKind::Shelter => Some(Instruction::Shelter),
        ActionKind::SoundAlarm if school.procedure.alarm_means_evacuate => {
            Some(Instruction::Evacuate { route: None })
        }
        _ => None,
    }
}

/// Somebody will not do what an order says.
fn refuse(
    call: &ActionCall,
    reason: &'static str,
    delivery: usize,
    cause: HappeningId,
    mailbox: &mut Mailbox,
    with: &mut Sending,
) {
    let slot = &mut mailbox.deliveries[delivery];
    slot.outcome = Outcome::Refused;
    slot.reason = Some(reason);
    let note = with
        .log
        .note(with.clock.now_ms, "action-refused")
        .because(Some(cause));
    note.text("by", party_name(&mailbox.deliveries[delivery].to, &with.given))
        .text("action", call.spec.name)
        .text("reason", reason)
        .done();
}

/// A report ready to be sent.
pub(super) fn report(
    from: Party,
    to: Vec<Party>,
    facts: Vec<Fact>,
    about: std::sync::Arc<str>,
    via: Vec<usize>,
    cause: Option<HappeningId>,
) -> Draft {
    Draft {
        kind: MessageKind::Report,
        cause,
        from,
        to: to.into_iter().map(|party| (party, false)).collect(),
        content: Content::Facts(facts),
        about,
        via,
        ack_within_ms: Some(REPORT_REPEATED_AFTER_MS),
        if_silent: IfSilent::AskAgain,
        decision: None,
    }
}

/// The position whose picture a word changes.
fn position_of(to: &Party, with: &Sending) -> Option<usize> {
    match to {
        Party::Position(position) => Some(*position),
        Party::Person(person) => with.organisation.held_by(*person).next(),
        Party::Played(_) => None,
    }
}

/// Which of how many recipients of an order a delivery is: searchers divide the work. Each time the order is given
/// again they change parts, so that what one of them has not reached is looked into by another. Whose position is known to
/// be vacant has no part.
fn share_of(
    delivery: usize,
    message: &Message,
    deliveries: &[Delivery],
    organisation: &Organisation,
) -> (usize, usize) {
    let takes_part = |other: &usize| *other == delivery || !organisation.is_vacant(&deliveries[*other].to);
    let of = message.deliveries.clone().filter(takes_part).count();
    let before = (message.deliveries.start..delivery).filter(takes_part).count();
    ((before + message.occurrence as usize) % of, of)
}

/// Who is hurt as far as a position has been told. Whoever says so has seen them lie, or been told by pupils who have: where
/// they lie is said with it, an assumption.
fn believed_hurt(pictures: &Pictures, party: &Party, with: &Sending) -> BTreeSet<SubjectIx> {
    let Party::Position(position) = party else {
        return BTreeSet::new();
    };
    let hurt = Topic {
        signal: Signal::Injured,
        subject: with.given.school.subject,
    };
    match pictures.0[*position].newest(hurt).map(|held| &held.fact.value) {
        Some(Some(Value::Set(hurt))) => hurt.clone(),
        _ => BTreeSet::new(),
    }
}

/// Whom a position believes missing: what reports say of classes and of staff and visitors, less those whom somebody has located.
pub(super) fn believed_missing(pictures: &Pictures, party: &Party, with: &Sending) -> BTreeSet<SubjectIx> {
    let Party::Position(position) = party else {
        return BTreeSet::new();
    };
    let picture = &pictures.0[*position];
    let mut missing = BTreeSet::new();
    for register in with.given.school.registers() {
        let set = |signal| match picture
            .newest(Topic {
                signal,
                subject: register,
            })
            .and_then(|h| h.fact.value.clone())
        {
            Some(Value::Set(set)) => set,
            _ => BTreeSet::new(),
        };
        let located = set(Signal::Elsewhere);
        missing.extend(set(Signal::Missing).difference(&located).copied());
    }
    missing
}
