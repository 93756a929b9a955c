//! Whether a channel carries a word from one person to another, and how long it takes.

use super::{Organisation, Party};
use crate::people::Locate;
use crate::scenario::model::{ChannelKind, ChannelSpec, Scenario};
use crate::sim::{Chance, Draw};
use crate::vocabulary::Ms;

/// A runner's speed, m/s: brisk walking (1.34 m/s is Weidmann's mean free speed [S]; a runner hurries). An
/// assumption.
const RUNNER_M_S: f64 = 1.8;

/// A runner's way is so much longer than the straight line. An assumption for corridors and stairs.
const RUNNER_DETOUR: f64 = 1.4;

/// Why a channel does not carry a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Obstacle {
    /// It needs mains power, and there is none.
    NoPower,
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
    if words && !channel.kind.carries_words() {
        return Err(Obstacle::NoWords);
    }
    let recipient = organisation.stands_with(to);
    let Some(sender) = organisation.stands_with(from) else {
        // Somebody outside, or played: the channel is there if the recipient has it.
        let reaches = recipient.is_none() || has_set(channel, to, organisation);
        return if reaches {
            Ok(())
        } else {
            Err(Obstacle::RecipientHasNone)
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
        (Some(reach_m), Some(distance_m)) if distance_m > reach_m => Err(Obstacle::OutOfReach),
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
    if channel.kind != ChannelKind::Runner {
        return said_ms as Ms;
    }
    (said_ms + exact_way_ms(from, to, organisation, locate) + f64::from(stop) * TELLING_MS) as Ms
}

/// How long a runner walks from one party to another, ms; no time to whoever is nowhere at the school.
pub(super) fn way_ms(from: &Party, to: &Party, organisation: &Organisation, locate: &Locate) -> Ms {
    exact_way_ms(from, to, organisation, locate) as Ms
}

fn exact_way_ms(from: &Party, to: &Party, organisation: &Organisation, locate: &Locate) -> f64 {
    let (Some(a), Some(b)) = (organisation.stands_with(from), organisation.stands_with(to)) else {
        return 0.0;
    };
    let metres = locate.distance_m(a, b).unwrap_or(0.0) * RUNNER_DETOUR;
    metres / RUNNER_M_S * 1_000.0
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
