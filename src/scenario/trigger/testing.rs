//! A small school that tests can name things of, and luck that needs no crate.

use super::{DecisionIx, Judge, Names, Scope, Trigger, read};
use crate::diagnostic::{Diagnostics, SourceId, Span};
use crate::vocabulary::{SubjectIx, SubjectKind};

/// What the test school declares.
pub(crate) struct TestSchool;

const SUBJECTS: [(&str, SubjectKind); 15] = [
    ("7A", SubjectKind::Class),
    ("7B", SubjectKind::Class),
    ("7B-03", SubjectKind::Person),
    ("aftershock", SubjectKind::Hazard),
    ("ambulance-1", SubjectKind::Resource),
    ("exit-main", SubjectKind::Opening),
    ("floor-0", SubjectKind::Level),
    ("floor-2", SubjectKind::Level),
    ("mainshock", SubjectKind::Hazard),
    ("nene-tereza", SubjectKind::School),
    ("room-2.04", SubjectKind::Space),
    ("security-officer", SubjectKind::Position),
    ("stair-a", SubjectKind::Stair),
    ("stair-b", SubjectKind::Stair),
    ("yard-north", SubjectKind::Assembly),
];
const DECISIONS: [(&str, [&str; 2]); 2] = [
    ("leave-the-building", ["hold", "leave"]),
    ("search", ["firefighters", "wardens"]),
];

impl Names for TestSchool {
    fn subject(&self, id: &str) -> Option<(SubjectIx, SubjectKind)> {
        let found = SUBJECTS.iter().position(|(known, _)| *known == id)?;
        Some((SubjectIx(found as u32), SUBJECTS[found].1))
    }

    fn subjects(&self) -> Vec<(&str, SubjectKind)> {
        SUBJECTS.to_vec()
    }

    fn decision(&self, id: &str) -> Option<DecisionIx> {
        DECISIONS
            .iter()
            .position(|(known, _)| *known == id)
            .map(|found| DecisionIx(found as u32))
    }

    fn decisions(&self) -> Vec<&str> {
        DECISIONS.iter().map(|(id, _)| *id).collect()
    }

    fn options(&self, decision: DecisionIx) -> Vec<&str> {
        DECISIONS[decision.0 as usize].1.to_vec()
    }
}

/// The scope of a position's decision at the test school.
pub(crate) fn position() -> Scope<'static> {
    Scope {
        names: &TestSchool,
        judge: Judge::Position,
        each: None,
    }
}

/// The span of a text that fills a source.
pub(crate) fn whole(text: &str) -> Span {
    Span {
        source: SourceId(0),
        start: 0,
        end: text.len() as u32,
    }
}

/// A trigger that is known to be sound.
pub(crate) fn sound(text: &str) -> Trigger {
    let mut diagnostics = Diagnostics::default();
    let trigger = read(text, whole(text), &position(), &mut diagnostics);
    trigger.unwrap_or_else(|| panic!("{text}: {:?}", diagnostics.sorted()))
}

/// The subject of an id of the test school.
pub(crate) fn subject(id: &str) -> SubjectIx {
    TestSchool
        .subject(id)
        .map_or_else(|| panic!("no {id}"), |(ix, _)| ix)
}

/// `SplitMix64` (Steele, Lea, Flood 2014): enough luck for tests.
pub(crate) struct Luck(pub(crate) u64);

impl Luck {
    /// A number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % end as u64) as usize
    }
}
