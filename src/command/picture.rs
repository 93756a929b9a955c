//! What a position knows: the newest observation of everything it was told, and what contradicts it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use bevy_ecs::prelude::Resource;

use super::Party;
use super::trigger::Observation;
use crate::scenario::trigger::{Task, Topic, Trigger};
use crate::sim::HappeningId;
use crate::vocabulary::{Cue, Ms, Signal, SubjectIx, Value};

/// What somebody claims.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// About what.
    pub topic: Topic,
    /// The claim; none for "I do not know".
    pub value: Option<Value>,
    /// When it was observed, ms.
    pub observed_at_ms: Ms,
    /// Who observed it.
    pub observer: Party,
    /// The entry in the log that the observation is.
    pub cause: Option<HappeningId>,
}

impl Fact {
    /// Whether it says that something is not so.
    pub(super) fn is_denial(&self) -> bool {
        self.value == Some(Value::Flag(false))
    }
}

/// A fact in a picture, and when it arrived.
#[derive(Debug, Clone, PartialEq)]
pub struct HeldFact {
    /// What was claimed.
    pub fact: Fact,
    /// When it was received, ms.
    pub received_ms: Ms,
}

/// What one ICS position knows: the newest *observation* of everything it was told, and what contradicts it.
#[derive(Debug, Clone, Default)]
pub struct Picture {
    held: BTreeMap<Topic, Vec<HeldFact>>,
    heard_ms: BTreeMap<Topic, Ms>,
    asked_ms: BTreeMap<Topic, Ms>,
    began_ms: BTreeMap<SubjectIx, Ms>,
    /// The entry in the log that changed what is believed of each topic last.
    learnt: BTreeMap<Topic, HappeningId>,
    /// The entry behind the last change of anything.
    latest: Option<HappeningId>,
    /// Orders heard, by name of the action.
    pub orders: BTreeSet<&'static str>,
    /// Decisions heard of, by index.
    pub decisions: BTreeSet<usize>,
    /// What the holder perceives or has seen.
    pub cues: BTreeSet<Cue>,
    /// What the holder has finished.
    pub done: BTreeSet<Task>,
    /// Grows with every change; whoever judges on the picture looks again then.
    pub version: u32,
}

/// Signals whose claims add up instead of replacing each other: who is hurt, who has been found.
fn adds_up(signal: Signal) -> bool {
    matches!(signal, Signal::Injured | Signal::Elsewhere)
}

impl Picture {
    /// Takes a fact in. Says whether what the position believes has changed: the newest observation wins, not the
    /// newest receipt; older ones that say otherwise stay beside it.
    pub fn receive(&mut self, mut fact: Fact, now_ms: Ms) -> bool {
        self.version += 1;
        self.heard_ms.insert(fact.topic, now_ms);
        let held = self.held.entry(fact.topic).or_default();
        if adds_up(fact.topic.signal)
            && let (Some(Value::Set(new)), Some(newest)) = (&mut fact.value, held.first())
            && let Some(Value::Set(known)) = &newest.fact.value
        {
            let adds_something = !new.is_subset(known);
            new.extend(known.iter().copied());
            // Older news that adds something is news now: what is believed from here on rests on both.
            if adds_something && fact.observed_at_ms < newest.fact.observed_at_ms {
                fact.observed_at_ms = now_ms;
            }
        }
        let before = held.first().map(|h| h.fact.value.clone());
        // What the same observer said earlier is superseded, not contradicted.
        held.retain(|h| h.fact.observer != fact.observer || h.fact.observed_at_ms > fact.observed_at_ms);
        let at = held.partition_point(|h| h.fact.observed_at_ms > fact.observed_at_ms);
        held.insert(
            at,
            HeldFact {
                fact,
                received_ms: now_ms,
            },
        );
        let newest = held[0].fact.value.clone();
        held.retain({
            let mut first = true;
            let newest = newest.clone();
            move |h| std::mem::take(&mut first) || h.fact.value != newest
        });
        before != Some(newest)
    }

    /// Forgets what is believed of a topic: what it rested on is so no longer.
    pub fn forget(&mut self, topic: Topic) {
        if self.held.remove(&topic).is_some() {
            self.version += 1;
        }
    }

    /// Notes the entry in the log that says what is believed of a topic now.
    pub fn note_change(&mut self, topic: Topic, entry: HappeningId) {
        self.learnt.insert(topic, entry);
        self.latest = self.latest.max(Some(entry));
    }

    /// Why a condition on this picture has come true: the last change of what it asks about, else of anything.
    pub fn reason(&self, trigger: &Trigger) -> Option<HappeningId> {
        let topics = trigger.subscriptions().topics;
        let learnt = topics.iter().filter_map(|topic| self.learnt.get(topic));
        learnt.max().copied().or(self.latest)
    }

    /// Why something is believed of a topic: the entry that changed it last.
    pub fn learnt(&self, topic: Topic) -> Option<HappeningId> {
        self.learnt.get(&topic).copied()
    }

    /// The holder perceives something. What is seen once stays in mind.
    pub fn perceive(&mut self, cue: Cue, entry: Option<HappeningId>) {
        self.cues.insert(cue);
        self.latest = self.latest.max(entry);
        self.version += 1;
    }

    /// The holder hears an order.
    pub fn hear_order(&mut self, action: &'static str, entry: HappeningId) {
        self.orders.insert(action);
        self.latest = self.latest.max(Some(entry));
        self.version += 1;
    }

    /// The holder no longer perceives something.
    pub fn perceive_no_more(&mut self, cue: Cue) {
        self.cues.remove(&cue);
        self.version += 1;
    }

    /// The holder has finished something.
    pub fn finish(&mut self, task: Task, entry: HappeningId) {
        self.done.insert(task);
        self.latest = self.latest.max(Some(entry));
        self.version += 1;
    }

    /// A hazard has been felt or reported to begin.
    pub fn notice_hazard(&mut self, hazard: SubjectIx, now_ms: Ms) {
        self.began_ms.entry(hazard).or_insert(now_ms);
        self.version += 1;
    }

    /// When a hazard was noticed to begin, ms.
    pub fn hazard_began_ms(&self, hazard: SubjectIx) -> Option<Ms> {
        self.began_ms.get(&hazard).copied()
    }

    /// Something has been asked about.
    pub fn ask(&mut self, topic: Topic, now_ms: Ms) {
        self.asked_ms.insert(topic, now_ms);
        self.version += 1;
    }

    /// When a topic was last asked about, ms.
    pub fn asked_ms(&self, topic: Topic) -> Option<Ms> {
        self.asked_ms.get(&topic).copied()
    }

    /// Everything that was asked about, and when last, ms.
    pub fn asked(&self) -> impl Iterator<Item = (Topic, Ms)> {
        self.asked_ms.iter().map(|(topic, asked_ms)| (*topic, *asked_ms))
    }

    /// When there was last word of a topic, ms.
    pub fn heard_ms(&self, topic: Topic) -> Option<Ms> {
        self.heard_ms.get(&topic).copied()
    }

    /// The newest observation of a topic that says something.
    pub fn newest(&self, topic: Topic) -> Option<&HeldFact> {
        self.held
            .get(&topic)?
            .iter()
            .find(|held| held.fact.value.is_some())
    }

    /// The newest observation as triggers see it.
    pub fn observation(&self, topic: Topic) -> Option<Observation<'_>> {
        let held = self.newest(topic)?;
        let value = held.fact.value.as_ref()?;
        Some(Observation {
            value: Cow::Borrowed(value),
            observed_at_ms: held.fact.observed_at_ms,
        })
    }

    /// Everything held: by topic, the newest observation first, then what contradicts it.
    pub fn iter(&self) -> impl Iterator<Item = (Topic, &[HeldFact])> {
        self.held.iter().map(|(topic, held)| (*topic, held.as_slice()))
    }
}

/// The picture of each position.
#[derive(Resource, Debug, Default)]
pub struct Pictures(pub Vec<Picture>);

#[cfg(test)]
mod tests {
    use super::*;

    const TOPIC: Topic = Topic {
        signal: Signal::Blocked,
        subject: SubjectIx(3),
    };

    fn fact(blocked: bool, observed_at_ms: Ms, observer: u32) -> Fact {
        Fact {
            topic: TOPIC,
            value: Some(Value::Flag(blocked)),
            observed_at_ms,
            observer: Party::Person(observer),
            cause: None,
        }
    }

    #[test]
    fn the_newest_observation_wins_not_the_newest_receipt() {
        let mut picture = Picture::default();
        assert!(picture.receive(fact(true, 50_000, 1), 60_000));
        assert!(
            !picture.receive(fact(false, 10_000, 2), 90_000),
            "a late runner brings old news"
        );
        assert_eq!(
            picture.newest(TOPIC).map(|h| h.fact.value.clone()),
            Some(Some(Value::Flag(true)))
        );
        assert_eq!(
            picture.heard_ms(TOPIC),
            Some(90_000),
            "but it is a word all the same"
        );
    }

    #[test]
    fn what_contradicts_stays_beside_it_until_its_observer_says_otherwise() {
        let mut picture = Picture::default();
        picture.receive(fact(true, 10_000, 1), 10_000);
        picture.receive(fact(false, 20_000, 2), 20_000);
        let (_, held) = picture.iter().next().expect("one topic");
        assert_eq!(held.len(), 2);
        picture.receive(fact(false, 30_000, 1), 30_000);
        let (_, held) = picture.iter().next().expect("one topic");
        assert_eq!(held.len(), 1, "nobody contradicts any more");
    }

    #[test]
    fn who_is_hurt_adds_up_in_whatever_order_it_is_told() {
        let topic = Topic {
            signal: Signal::Injured,
            subject: SubjectIx(3),
        };
        let hurt = |who: u32, observed_at_ms: Ms| Fact {
            topic,
            value: Some(Value::Set(BTreeSet::from([SubjectIx(who)]))),
            observed_at_ms,
            observer: Party::Person(who),
            cause: None,
        };
        let mut picture = Picture::default();
        assert!(picture.receive(hurt(1, 420_000), 583_000));
        assert!(
            picture.receive(hurt(2, 390_000), 605_000),
            "seen earlier, told later"
        );
        let newest = picture.newest(topic).expect("it was told");
        let both = BTreeSet::from([SubjectIx(1), SubjectIx(2)]);
        assert_eq!(newest.fact.value, Some(Value::Set(both)));
        assert_eq!(newest.fact.observed_at_ms, 605_000, "others are told again");
        assert!(
            !picture.receive(hurt(2, 390_000), 700_000),
            "old news that adds nothing"
        );
    }

    #[test]
    fn who_is_found_adds_up() {
        let mut picture = Picture::default();
        let topic = Topic {
            signal: Signal::Elsewhere,
            subject: SubjectIx(1),
        };
        for (person, at_ms) in [(7, 10), (9, 20)] {
            let value = Some(Value::Set(BTreeSet::from([SubjectIx(person)])));
            picture.receive(
                Fact {
                    topic,
                    value,
                    observed_at_ms: at_ms,
                    observer: Party::Person(person),
                    cause: None,
                },
                at_ms,
            );
        }
        let both = Value::Set(BTreeSet::from([SubjectIx(7), SubjectIx(9)]));
        assert_eq!(
            picture.newest(topic).and_then(|h| h.fact.value.clone()),
            Some(both)
        );
    }
}
