//! Whether a channel carries a word from one person to another, and how long it takes.

use super::{Organisation, Party};
use crate::people::Locate;
use crate::scenario::model::{ChannelKind, ChannelSpec, Scenario};
use crate::scenario::plan::DETOUR;
use crate::sim::{Chance, Draw};
use crate::vocabulary::Ms;

/// A runner's speed, m/s: brisk walking (1.34 m/s is Weidmann's mean free speed [S]; a runner hurries). An
/// assumption.
const RUNNER_M_S: f64 = 1.8;

/// Whoever is too far off for a voice walks up at this speed, m/s: Weidmann's mean free speed [S].
const WALKS_UP_M_S: f64 = 1.34;

/// Why a channel does not carry a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Obstacle {
    /// It needs mains power, and there is none.
    NoPower,
    /// The telephone network is down.
    NoLine,
    /// The sender has no set.
    SenderHasNone,
    /// The recipient has no set.
    RecipientHasNone,
    /// Too far away.
    OutOfReach,
    /// It carries a signal, no words.
    NoWords,
    /// Nobody is free to run.
    NoRunner,
    /// The crew is not on the scene yet.
    NotOnScene,
}

impl Obstacle {
    /// The word used in results.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::NoPower => "no-power",
            Self::NoLine => "no-line",
            Self::SenderHasNone => "sender-has-no-set",
            Self::RecipientHasNone => "recipient-has-no-set",
            Self::OutOfReach => "out-of-reach",
            Self::NoWords => "signal-without-words",
            Self::NoRunner => "no-runner",
            Self::NotOnScene => "not-on-scene",
        }
    }
}

/// Whether a channel can carry a word from one party to another now. `words` is false for the alarm, which a bell
/// can carry.
pub(super) fn carries(
    channel: &ChannelSpec,
    from: &Party,
    to: &Party,
    words: bool,
    organisation: &Organisation,
    locate: &Locate,
) -> Result<(), Obstacle> {
    if organisation.is_awaited(to) {
        return Err(Obstacle::NotOnScene);
    }
    if channel.needs_power && !locate.has_power() {
        return Err(Obstacle::NoPower);
    }
    // Two outside, a gauge and a prefecture, do not hang on the school's line.
    let at_school = [from, to]
        .into_iter()
        .any(|party| organisation.stands_with(party).is_some());
    if channel.kind == ChannelKind::Telephone && at_school && !locate.has_telephones() {
        return Err(Obstacle::NoLine);
    }
    if words && !channel.kind.carries_words() {
        return Err(Obstacle::NoWords);
    }
    let recipient = organisation.stands_with(to);
    let Some(sender) = organisation.stands_with(from) else {
        // Somebody outside, or played. To the school, the channel is there if the recipient has it; between two outside
        // nobody of the school runs, and nothing goes that carries only so far.
        return match recipient {
            Some(_) if has_set(channel, to, organisation) => Ok(()),
            Some(_) => Err(Obstacle::RecipientHasNone),
            None if channel.kind == ChannelKind::Runner => Err(Obstacle::NoRunner),
            None if channel.reach_m.is_some() => Err(Obstacle::OutOfReach),
            None => Ok(()),
        };
    };
    if channel.kind == ChannelKind::Runner {
        let free = channel.held_by.is_empty()
            || channel
                .held_by
                .iter()
                .any(|p| organisation.holders[*p].is_some_and(|runner| locate.can_act(runner)));
        return if free && recipient.is_some() {
            Ok(())
        } else {
            Err(Obstacle::NoRunner)
        };
    }
    if !has_set(channel, from, organisation) {
        return Err(Obstacle::SenderHasNone);
    }
    let Some(recipient) = recipient else {
        // Somebody outside: nothing that carries only so far, and a radio only if they are on it.
        let on_it = channel.kind != ChannelKind::Radio
            || matches!(to, Party::Position(position) if channel.held_by.contains(position));
        return match (channel.reach_m, on_it) {
            (Some(_), _) => Err(Obstacle::OutOfReach),
            (None, false) => Err(Obstacle::RecipientHasNone),
            (None, true) => Ok(()),
        };
    };
    if channel.kind == ChannelKind::Radio && !has_set(channel, to, organisation) {
        return Err(Obstacle::RecipientHasNone);
    }
    match (channel.reach_m, locate.distance_m(sender, recipient)) {
        (Some(reach_m), Some(distance_m)) if distance_m > reach_m => {
            // In one assembly area people see each other, and walk up to whom they have something to tell.
            let walks_up =
                channel.kind == ChannelKind::Voice && locate.share_an_assembly_area(sender, recipient);
            if walks_up {
                Ok(())
            } else {
                Err(Obstacle::OutOfReach)
            }
        }
        (Some(_), None) => Err(Obstacle::OutOfReach),
        _ => Ok(()),
    }
}

/// Whether a party has a set of a channel; a channel without holders is everybody's.
fn has_set(channel: &ChannelSpec, party: &Party, organisation: &Organisation) -> bool {
    let person = organisation.person(party);
    let has_one = |position: &usize| {
        *party == Party::Position(*position)
            || person.is_some_and(|person| organisation.holders[*position] == Some(person))
    };
    channel.held_by.is_empty() || channel.held_by.iter().any(has_one)
}

/// Whether many hear it at once without being called one by one.
pub(super) fn is_broadcast(kind: ChannelKind) -> bool {
    matches!(
        kind,
        ChannelKind::HandBell | ChannelKind::Megaphone | ChannelKind::PublicAddress
    )
}

/// From sending to being understood, ms. `stop` is the recipient's place on a runner's round.
pub(super) fn delay_ms(
    channel: &ChannelSpec,
    from: &Party,
    to: &Party,
    stop: u32,
    draw: Draw,
    organisation: &Organisation,
    locate: &Locate,
) -> Ms {
    /// A runner needs so long to tell one recipient and go on, ms. An assumption.
    const TELLING_MS: f64 = 8_000.0;
    let said_ms = draw.lognormal(channel.delay.median_ms as f64, channel.delay.p90_ms as f64);
    let way_ms = match channel.kind {
        ChannelKind::Runner => exact_way_ms(from, to, organisation, locate) + f64::from(stop) * TELLING_MS,
        ChannelKind::Voice => walking_up_ms(channel, from, to, organisation, locate),
        _ => 0.0,
    };
    (said_ms + way_ms) as Ms
}

/// How long it takes to come so near to somebody that a voice carries, ms.
fn walking_up_ms(
    channel: &ChannelSpec,
    from: &Party,
    to: &Party,
    organisation: &Organisation,
    locate: &Locate,
) -> f64 {
    let metres = both(from, to, organisation).and_then(|(a, b)| locate.distance_m(a, b));
    let beyond_m = metres.unwrap_or(0.0) - channel.reach_m.unwrap_or(f64::INFINITY);
    beyond_m.max(0.0) / WALKS_UP_M_S * 1_000.0
}

/// How long a runner walks from one party to another, ms; no time to whoever is nowhere at the school.
pub(super) fn way_ms(from: &Party, to: &Party, organisation: &Organisation, locate: &Locate) -> Ms {
    exact_way_ms(from, to, organisation, locate) as Ms
}

fn exact_way_ms(from: &Party, to: &Party, organisation: &Organisation, locate: &Locate) -> f64 {
    let metres = both(from, to, organisation).and_then(|(a, b)| locate.distance_m(a, b));
    metres.unwrap_or(0.0) * DETOUR / RUNNER_M_S * 1_000.0
}

/// Who stands at either end of a word; nobody where one of them is outside.
fn both(from: &Party, to: &Party, organisation: &Organisation) -> Option<(u32, u32)> {
    organisation.stands_with(from).zip(organisation.stands_with(to))
}

/// Luck of one attempt of one delivery: whether it is lost, and the draw for its delay.
pub(super) fn luck(chance: &Chance, purpose: u64, attempt: u32) -> (Draw, Draw) {
    (
        chance.draw("message-lost", purpose, attempt.into()),
        chance.draw("message-delay", purpose, attempt.into()),
    )
}

/// The channels a word may take when the sender names none: face to face, or somebody walks there.
pub(super) fn default_channels(scenario: &Scenario) -> Vec<usize> {
    let of = |kind: ChannelKind| scenario.command.channels.iter().position(|c| c.kind == kind);
    [of(ChannelKind::Voice), of(ChannelKind::Runner)]
        .into_iter()
        .flatten()
        .collect()
}
