//! Everything that is still to come, in an order that does not depend on who scheduled first.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::ops::Range;

use bevy_ecs::prelude::Resource;

use super::{Phase, on_grid};
use crate::vocabulary::Ms;

/// A thing that will be due: plain data with a total order, so that it never matters who scheduled first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wake {
    /// When, ms since the start.
    pub at_ms: Ms,
    /// In which phase of the tick it is handled.
    pub phase: Phase,
    /// What it is: a word declared by the room that handles it.
    pub kind: &'static str,
    /// Which one: an ordinal of the room's own things.
    pub id: u32,
    /// The how-many-th time.
    pub occurrence: u32,
}

/// Everything discrete that is still to come.
///
/// Passive wakes (periodic sampling) never keep a run alive: [`Agenda::next_ms`] does not see them, they are
/// handed out with whatever else is due at or after their time.
#[derive(Resource, Debug, Default)]
pub struct Agenda {
    active: BinaryHeap<Reverse<Wake>>,
    passive: BinaryHeap<Reverse<Wake>>,
}

impl Agenda {
    /// Puts something on the agenda.
    pub fn at(&mut self, at_ms: Ms, phase: Phase, kind: &'static str, id: u32, occurrence: u32) {
        self.active.push(Reverse(Wake {
            at_ms,
            phase,
            kind,
            id,
            occurrence,
        }));
    }

    /// Puts something on the agenda that does not keep the run alive.
    pub fn passively(&mut self, at_ms: Ms, phase: Phase, kind: &'static str, id: u32, occurrence: u32) {
        self.passive.push(Reverse(Wake {
            at_ms,
            phase,
            kind,
            id,
            occurrence,
        }));
    }

    /// The grid point of the next tick that something needs; passive wakes count only while something else is
    /// still to come at or after them.
    pub fn next_ms(&self) -> Option<Ms> {
        let active = self.active.peek().map(|Reverse(wake)| on_grid(wake.at_ms))?;
        let passive = self
            .passive
            .peek()
            .map_or(active, |Reverse(wake)| on_grid(wake.at_ms));
        Some(active.min(passive))
    }

    /// Takes everything that is due by now.
    pub fn take_due(&mut self, now_ms: Ms) -> Due {
        let mut wakes = Vec::new();
        for heap in [&mut self.active, &mut self.passive] {
            while let Some(next) = heap.peek_mut() {
                if next.0.at_ms > now_ms {
                    break;
                }
                wakes.push(PeekMut::pop(next).0);
            }
        }
        wakes.sort_unstable_by_key(|wake| (wake.kind, *wake));
        let chunks = wakes.chunk_by(|a, b| a.kind == b.kind);
        let mut end = 0;
        let kinds = chunks.map(|chunk| {
            let start = end;
            end += chunk.len();
            (chunk[0].kind, start..end)
        });
        Due {
            kinds: kinds.collect(),
            wakes,
        }
    }
}

/// What is due in this tick, by kind, in agenda order. Of most ticks there are one or two kinds.
#[derive(Resource, Debug, Default)]
pub struct Due {
    wakes: Vec<Wake>,
    /// Where the wakes of each kind lie.
    kinds: Vec<(&'static str, Range<usize>)>,
}

impl Due {
    /// The due wakes of a kind.
    pub fn of(&self, kind: &str) -> &[Wake] {
        let mut kinds = self.kinds.iter();
        kinds
            .find(|(of_kind, _)| *of_kind == kind)
            .map_or(&[], |(_, range)| &self.wakes[range.clone()])
    }

    /// Of which kinds there are any.
    pub fn kinds(&self) -> impl Iterator<Item = &'static str> {
        self.kinds.iter().map(|(kind, _)| *kind)
    }

    /// Whether nothing is due.
    pub fn is_empty(&self) -> bool {
        self.wakes.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_does_not_depend_on_insertion() {
        let mut a = Agenda::default();
        let mut b = Agenda::default();
        let wakes = [(70, "x", 2), (10, "x", 1), (70, "x", 1), (100, "y", 0)];
        for (at, kind, id) in wakes {
            a.at(at, Phase::Move, kind, id, 0);
        }
        for (at, kind, id) in wakes.into_iter().rev() {
            b.at(at, Phase::Move, kind, id, 0);
        }
        assert_eq!(a.next_ms(), Some(50));
        let (a, b) = (a.take_due(100), b.take_due(100));
        assert_eq!(a.of("x"), b.of("x"));
        assert_eq!(a.of("x").iter().map(|w| w.id).collect::<Vec<_>>(), [1, 1, 2]);
    }

    #[test]
    fn sampling_keeps_no_run_alive() {
        let mut agenda = Agenda::default();
        agenda.passively(10_000, Phase::Record, "sample", 0, 1);
        assert_eq!(agenda.next_ms(), None);
        agenda.at(20_000, Phase::Move, "x", 0, 0);
        assert_eq!(
            agenda.next_ms(),
            Some(10_000),
            "but it is not skipped while the run goes on"
        );
    }
}
