//! What can be perceived at each place now, since when, and what brought it about.

use std::collections::BTreeMap;

use crate::sim::HappeningId;
use crate::vocabulary::{Cue, Ms, SubjectIx};
use bevy_ecs::prelude::Resource;

/// Something that can be perceived at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VisibleCue {
    /// Where.
    pub place: SubjectIx,
    /// What.
    pub cue: Cue,
    /// Since when, ms.
    pub since_ms: Ms,
    /// What brought it about.
    pub cause: Option<HappeningId>,
}

/// All that can be perceived at places now, by place and cue.
#[derive(Resource, Debug, Default)]
pub struct Cues {
    all: BTreeMap<(SubjectIx, Cue), VisibleCue>,
    version: u32,
}

impl Cues {
    /// It can be perceived from now on.
    pub fn show(&mut self, cue: VisibleCue) {
        self.all.entry((cue.place, cue.cue)).or_insert(cue);
        self.version += 1;
    }

    /// It can no longer be perceived.
    pub fn hide(&mut self, place: SubjectIx, cue: Cue) {
        self.all.remove(&(place, cue));
    }

    /// All of them, by place and cue.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &VisibleCue> {
        self.all.values()
    }

    /// Grows with everything new that can be perceived.
    pub fn version(&self) -> u32 {
        self.version
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}
