//! Messages and their whole life: sent → received → acknowledged → carried out | refused | declined | unanswered |
//! superseded. A message is one word from one party to one or more; each recipient has a delivery of its own.

use std::sync::Arc;

use bevy_ecs::prelude::*;

use super::{Fact, Party};
use crate::scenario::model::{ActionCall, PositionIx};
use crate::scenario::trigger::Topic;
use crate::sim::HappeningId;
use crate::vocabulary::{ActionKind, Ms, Value};

/// What passes between people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MessageKind {
    /// Says what one knows.
    Report,
    /// Down one's own chain.
    Order,
    /// To someone outside it, who may decline.
    Request,
    /// Tells without needing an answer.
    Inform,
    /// Asks what somebody knows.
    Question,
}

/// What a message says.
#[derive(Debug, Clone)]
pub enum Content {
    /// Facts.
    Facts(Vec<Fact>),
    /// Facts told face to face, and whether command changes by it.
    Briefing {
        /// What is told.
        facts: Vec<Fact>,
        /// What follows.
        then: Option<CommandChange>,
    },
    /// Do this.
    Order(ActionCall),
    /// Water is coming.
    Warning,
    /// Would you do this?
    Request(ActionCall),
    /// What do you know of these?
    Question(Vec<Topic>),
    /// Before this decision is carried out you must be asked.
    Consultation(usize),
}

/// What may follow a briefing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommandChange {
    /// Both lead from now on.
    Unified,
    /// Whoever was briefed leads from now on.
    Transferred {
        /// What the old commander stays as.
        becomes: &'static str,
    },
}

/// A change of command that is due.
#[derive(Debug, Clone, Copy)]
pub struct Handover {
    /// Who commanded.
    pub from: PositionIx,
    /// Who has been briefed.
    pub to: PositionIx,
    /// What follows.
    pub change: CommandChange,
    /// The entry of the briefing's end in the log.
    pub cause: HappeningId,
}

/// What to do about those who do not answer in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IfSilent {
    /// Nothing.
    Nothing,
    /// Say it again, by the same channels.
    AskAgain,
    /// Send a runner.
    SendRunner,
}

/// How a delivery ended, or stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// On its way.
    Sent,
    /// Understood.
    Received,
    /// And the sender knows that.
    Acknowledged,
    /// And it is being done.
    CarriedOut,
    /// The recipient will not, or must not.
    Refused,
    /// Somebody outside the chain says no.
    Declined,
    /// A newer order took its place.
    Superseded,
}

/// A word on its way to one recipient.
#[derive(Debug, Clone)]
pub struct Delivery {
    /// Of which message.
    pub message: usize,
    /// To whom.
    pub to: Party,
    /// By which channel it went last.
    pub channel: Option<usize>,
    /// How many attempts.
    pub attempts: u32,
    /// When the word under way, or the answer to it, will arrive, ms: nothing can be heard before.
    pub expected_ms: Option<Ms>,
    /// Only channels that many hear at once may carry it: a bystander of an order.
    pub bystander: bool,
    /// When it was received, ms.
    pub received_ms: Option<Ms>,
    /// When the sender knew, ms.
    pub acknowledged_ms: Option<Ms>,
    /// How it stands.
    pub outcome: Outcome,
    /// Why, when it did not get through or was not done.
    pub reason: Option<&'static str>,
    /// The entry in the log of its receipt.
    pub cause: Option<HappeningId>,
    /// An order to the same recipient that no longer counts once this one is carried out.
    pub replaces: Option<usize>,
}

impl Delivery {
    /// What has been heard and is still open comes to this.
    pub(super) fn end_as(&mut self, outcome: Outcome) {
        if matches!(self.outcome, Outcome::Received | Outcome::Acknowledged) {
            self.outcome = outcome;
        }
    }

    /// Before the first attempt.
    pub(super) fn new(message: usize, to: Party, bystander: bool) -> Self {
        Self {
            message,
            to,
            channel: None,
            attempts: 0,
            expected_ms: None,
            bystander,
            received_ms: None,
            acknowledged_ms: None,
            outcome: Outcome::Sent,
            reason: None,
            cause: None,
            replaces: None,
        }
    }
}

/// A message.
#[derive(Debug, Clone)]
pub struct Message {
    /// What kind.
    pub kind: MessageKind,
    /// What brought it about.
    pub cause: Option<HappeningId>,
    /// From whom.
    pub from: Party,
    /// What it says.
    pub content: Content,
    /// What it is about, in a word: the action, or the topic.
    pub about: Arc<str>,
    /// The how-many-th message about this from this party.
    pub occurrence: u32,
    /// When it was sent first, ms.
    pub sent_ms: Ms,
    /// What was true then of what it is about.
    pub truth_at_sending: Option<(Topic, Value)>,
    /// Channels in order of preference.
    pub via: Vec<usize>,
    /// How long to wait for an acknowledgement, ms.
    pub ack_within_ms: Option<Ms>,
    /// What to do about silence.
    pub if_silent: IfSilent,
    /// The decision it belongs to, by instance.
    pub decision: Option<usize>,
    /// Its deliveries, by index.
    pub deliveries: std::ops::Range<usize>,
}

impl Message {
    /// Whether it is a report of facts, which a position that is vacant is told when somebody has taken over.
    pub(super) fn is_report(&self) -> bool {
        is_report(self.kind, &self.content)
    }

    /// The same words to one recipient, to be said anew.
    fn draft_to(&self, to: Party) -> Draft {
        Draft {
            kind: self.kind,
            cause: self.cause,
            from: self.from.clone(),
            to: vec![(to, false)],
            content: self.content.clone(),
            about: self.about.clone(),
            via: self.via.clone(),
            ack_within_ms: self.ack_within_ms,
            if_silent: self.if_silent,
            decision: self.decision,
        }
    }

    /// Whether it orders people out of harm's way: to leave, to stay, or to sound the alarm for either.
    pub fn protects(&self) -> bool {
        let protects = |kind| excludes_others(kind) || kind == ActionKind::SoundAlarm;
        matches!(&self.content, Content::Order(call) if protects(call.spec.kind))
    }
}

/// Somebody has been asked, or looked for, and does not answer.
#[derive(Debug, Clone)]
pub struct InVain {
    /// Who waits for the answer.
    pub from: Party,
    /// Who does not give it.
    pub to: Party,
    /// Whether a runner came and found nobody fit; else the sender has given up asking.
    pub by_runner: bool,
}

fn is_report(kind: MessageKind, content: &Content) -> bool {
    kind == MessageKind::Report && matches!(content, Content::Facts(_))
}

/// Whether an order of this kind excludes the others of the kind: leave, stay, take shelter.
pub(super) fn excludes_others(kind: ActionKind) -> bool {
    matches!(
        kind,
        ActionKind::Evacuate | ActionKind::Hold | ActionKind::Shelter
    )
}

/// All messages so far.
#[derive(Resource, Debug, Default)]
pub struct Mailbox {
    /// Messages, in order of sending.
    pub messages: Vec<Message>,
    /// Deliveries, in order of messages and recipients.
    pub deliveries: Vec<Delivery>,
    /// Messages to be sent in this tick's last step or the next.
    pub outbox: Vec<Draft>,
    /// Reports to positions that are known to be vacant: they wait for whoever takes over.
    held: Vec<Draft>,
    /// Changes of command that briefings in this tick bring about.
    pub handovers: Vec<Handover>,
    /// Who has not answered, as it turned out in this tick.
    pub in_vain: Vec<InVain>,
    /// Grows with every message that belongs to a decision, and with every acknowledgement.
    pub(super) version: u32,
}

/// A message that is to be sent.
#[derive(Debug, Clone)]
pub struct Draft {
    /// What kind.
    pub kind: MessageKind,
    /// What brought it about.
    pub cause: Option<HappeningId>,
    /// From whom.
    pub from: Party,
    /// To whom; the flag marks bystanders.
    pub to: Vec<(Party, bool)>,
    /// What it says.
    pub content: Content,
    /// What it is about, in a word.
    pub about: Arc<str>,
    /// Channels in order of preference; empty: face to face or on foot.
    pub via: Vec<usize>,
    /// How long to wait for an acknowledgement, ms.
    pub ack_within_ms: Option<Ms>,
    /// What to do about silence.
    pub if_silent: IfSilent,
    /// The decision it belongs to.
    pub decision: Option<usize>,
}

impl Mailbox {
    /// Notes that the recipient of a delivery has answered.
    pub(super) fn acknowledge(&mut self, delivery: usize, now_ms: Ms) {
        self.deliveries[delivery].acknowledged_ms = Some(now_ms);
        self.version += 1;
    }

    /// Notes that the recipient of a delivery was asked in vain.
    pub(super) fn has_asked_in_vain(&mut self, delivery: usize, by_runner: bool) {
        let slot = &self.deliveries[delivery];
        let from = self.messages[slot.message].from.clone();
        let to = slot.to.clone();
        self.in_vain.push(InVain { from, to, by_runner });
    }

    /// Keeps what a report would tell positions that are vacant; what is left to be sent, if anything.
    pub(super) fn hold_back(&mut self, draft: Draft, is_vacant: impl Fn(&Party) -> bool) -> Option<Draft> {
        if !is_report(draft.kind, &draft.content) {
            return Some(draft);
        }
        let all = draft.to.iter().cloned();
        let (held, to): (Vec<_>, Vec<_>) = all.partition(|(party, _)| is_vacant(party));
        if !held.is_empty() {
            self.held.push(Draft {
                to: held,
                ..draft.clone()
            });
        }
        (!to.is_empty()).then_some(Draft { to, ..draft })
    }

    /// A report that nobody at a vacant position has heard is not said again: whoever takes over is told.
    pub(super) fn keep_for_successor(&mut self, delivery: usize) {
        let slot = &mut self.deliveries[delivery];
        slot.outcome = Outcome::Superseded;
        self.held
            .push(self.messages[slot.message].draft_to(slot.to.clone()));
    }

    /// Somebody has taken over: what was kept for the position is sent, if its sender can still speak.
    pub(super) fn let_go(&mut self, position: PositionIx, can_speak: impl Fn(&Party) -> bool) {
        let to = Party::Position(position);
        for draft in &mut self.held {
            let all = std::mem::take(&mut draft.to).into_iter();
            let (now, later): (Vec<_>, Vec<_>) = all.partition(|(party, _)| *party == to);
            draft.to = later;
            if !now.is_empty() && can_speak(&draft.from) {
                self.outbox.push(Draft {
                    to: now,
                    ..draft.clone()
                });
            }
        }
        self.held.retain(|draft| !draft.to.is_empty());
    }

    /// The orders of a sender that some kind of order excludes are not said again to whoever has not heard them.
    pub(super) fn supersede(&mut self, sender: &Party, is_contrary: impl Fn(ActionKind) -> bool) {
        for message in &self.messages {
            let Content::Order(call) = &message.content else {
                continue;
            };
            if message.from != *sender || !is_contrary(call.spec.kind) {
                continue;
            }
            for slot in &mut self.deliveries[message.deliveries.clone()] {
                if slot.outcome == Outcome::Sent {
                    slot.outcome = Outcome::Superseded;
                }
            }
        }
    }

    /// Whether everybody whom a decision's messages concern has acknowledged them; none when it sent none.
    pub fn all_acknowledged(&self, decision: usize) -> Option<bool> {
        let mut any = false;
        for message in self.messages.iter().filter(|m| m.decision == Some(decision)) {
            for delivery in self.deliveries[message.deliveries.clone()]
                .iter()
                .filter(|d| !d.bystander)
            {
                any = true;
                if delivery.acknowledged_ms.is_none() {
                    return Some(false);
                }
            }
        }
        any.then_some(true)
    }
}
