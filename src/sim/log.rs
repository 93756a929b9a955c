//! What has happened so far: each thing with its time, its cause and what its text needs.

use std::collections::BTreeSet;
use std::sync::Arc;

use bevy_ecs::prelude::Resource;

use crate::scenario::model::LocalText;
use crate::vocabulary::{Ms, Signal, SubjectIx, Unit, Value};

/// The number of something that happened, in order of happening.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct HappeningId(pub u32);

/// What the text of something that happened speaks of.
#[derive(Debug, Clone, PartialEq)]
pub enum Detail {
    /// A named thing.
    Subject(SubjectIx),
    /// Several people.
    People(BTreeSet<SubjectIx>),
    /// A word or text.
    Text(Arc<str>),
    /// Several words, the one that stands for all of them first.
    Words(Vec<Arc<str>>),
    /// The id of something of a kind with ids of its own: a decision may be called like an action.
    Of(&'static str, Arc<str>),
    /// A text of the scenario, in the languages its author gave.
    Local(LocalText),
    /// A number of things.
    Count(i64),
    /// A duration, ms.
    Duration(Ms),
    /// A number, with decimals.
    Number(f64),
    /// A number with its unit.
    Quantity(f64, Unit),
}

/// Something that happened.
#[derive(Debug, Clone)]
pub struct Happening {
    /// What brought it about.
    pub cause: Option<HappeningId>,
    /// When, ms since the start.
    pub at_ms: Ms,
    /// Its key in [`crate::vocabulary::EVENTS`].
    pub event: &'static str,
    /// Who or what it is about.
    pub subject: Option<SubjectIx>,
    /// Where.
    pub place: Option<SubjectIx>,
    /// The signal that changed or was reported, and its value.
    pub value: Option<(Signal, Value)>,
    /// What its text needs.
    pub details: Vec<(&'static str, Detail)>,
}

/// Everything that has happened so far. Rooms write, `record` reads when the run is over.
#[derive(Resource, Debug, Default)]
pub struct Log(Vec<Happening>);

impl Log {
    /// Notes that something happened.
    pub fn note(&mut self, at_ms: Ms, event: &'static str) -> Note<'_> {
        Note {
            log: self,
            happening: Happening {
                cause: None,
                at_ms,
                event,
                subject: None,
                place: None,
                value: None,
                details: Vec::new(),
            },
        }
    }

    /// All of it, in order.
    pub fn happenings(&self) -> &[Happening] {
        &self.0
    }
}

/// A happening being written down; [`Note::done`] keeps it.
#[must_use = "a note is kept by done()"]
pub struct Note<'a> {
    log: &'a mut Log,
    happening: Happening,
}

impl Note<'_> {
    /// What brought it about.
    pub fn because(mut self, cause: Option<HappeningId>) -> Self {
        self.happening.cause = cause;
        self
    }

    /// Who or what it is about.
    pub fn about(mut self, subject: SubjectIx) -> Self {
        self.happening.subject = Some(subject);
        self
    }

    /// Where.
    pub fn at(mut self, place: Option<SubjectIx>) -> Self {
        self.happening.place = place;
        self
    }

    /// The signal that changed or was reported.
    pub fn value(mut self, signal: Signal, value: Value) -> Self {
        self.happening.value = Some((signal, value));
        self
    }

    /// What the text needs.
    pub fn with(mut self, name: &'static str, detail: Detail) -> Self {
        self.happening.details.push((name, detail));
        self
    }

    /// A word the text needs.
    pub fn text(self, name: &'static str, text: impl Into<Arc<str>>) -> Self {
        self.with(name, Detail::Text(text.into()))
    }

    /// Keeps it.
    pub fn done(self) -> HappeningId {
        let id = HappeningId(self.log.0.len() as u32);
        self.log.0.push(self.happening);
        id
    }
}
