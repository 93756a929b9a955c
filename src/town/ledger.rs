//! The population ledger: everybody is in one place, a count of a group or a person of their own.

use bevy_ecs::prelude::*;

use super::{Fate, Residents, UnderRubble};

/// Where everybody of a town is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ledger {
    /// Unhurt, in the counts of groups.
    pub unhurt: u64,
    /// Hurt, in the counts of groups.
    pub injured: u64,
    /// Killed by a shock, in the counts of groups.
    pub killed: u64,
    /// Persons whom rubble holds alive.
    pub entrapped: u64,
    /// Persons who died under rubble.
    pub died_waiting: u64,
}

impl Ledger {
    /// Everybody.
    pub fn population(&self) -> u64 {
        self.unhurt + self.injured + self.killed + self.entrapped + self.died_waiting
    }
}

/// Counts everybody.
pub fn ledger(world: &mut World) -> Ledger {
    let mut ledger = Ledger::default();
    for residents in world.query::<&Residents>().iter(world) {
        ledger.unhurt += u64::from(residents.unhurt);
        ledger.injured += residents.injured.iter().copied().map(u64::from).sum::<u64>();
        ledger.killed += u64::from(residents.killed);
    }
    for person in world.query::<&UnderRubble>().iter(world) {
        match person.fate {
            Fate::Alive => ledger.entrapped += 1,
            Fate::Died(_) => ledger.died_waiting += 1,
        }
    }
    ledger
}
