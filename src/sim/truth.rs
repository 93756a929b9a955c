//! What is so in the world now: every signal, since when, and what has changed in this tick.

use std::collections::{BTreeMap, BTreeSet};

use bevy_ecs::prelude::Resource;

use crate::scenario::trigger::Topic;
use crate::vocabulary::{Ms, Signal, SubjectIx, Value};

/// What is true: the present value of every signal of the world, and which have changed in this tick.
///
/// Each signal has one provider, the room that owns the thing; nobody computes the same quantity twice.
/// Pictures, triggers, `series.csv` and the viewer read here.
#[derive(Resource, Debug, Default)]
pub struct Truth {
    values: BTreeMap<Topic, (Value, Ms)>,
    changed: BTreeSet<Topic>,
    version: u32,
}

impl Truth {
    /// Sets a signal; says whether that changed anything.
    pub fn set(&mut self, now_ms: Ms, signal: Signal, subject: SubjectIx, value: Value) -> bool {
        let key = Topic { signal, subject };
        if self.values.get(&key).is_some_and(|(old, _)| *old == value) {
            return false;
        }
        self.values.insert(key, (value, now_ms));
        self.changed.insert(key);
        self.version = self.version.wrapping_add(1);
        true
    }

    /// The value of a signal and since when it has it.
    pub fn get(&self, signal: Signal, subject: SubjectIx) -> Option<(&Value, Ms)> {
        self.values
            .get(&Topic { signal, subject })
            .map(|(value, since)| (value, *since))
    }

    /// Every signal with its value, by key.
    pub fn iter(&self) -> impl Iterator<Item = (Topic, &Value)> {
        self.values.iter().map(|(key, (value, _))| (*key, value))
    }

    /// Grows with every change.
    pub fn version(&self) -> u32 {
        self.version
    }

    /// What has changed since the last [`Truth::settle`].
    pub fn changed(&self) -> &BTreeSet<Topic> {
        &self.changed
    }

    /// Forgets what has changed: called when everybody has seen it.
    pub fn settle(&mut self) {
        self.changed.clear();
    }
}
