//! Everything that has a name, sorted by id, so that an index can stand for it.

use crate::vocabulary::{SubjectIx, SubjectKind};

/// Something that has a name.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Subject {
    /// Its id in files and results.
    pub id: String,
    /// What it is.
    pub kind: SubjectKind,
    /// Its index in the list of its kind (spaces of the plan, classes, positions …).
    pub index: usize,
}

/// Everything that has a name, sorted by id; an id names one thing only.
#[derive(Debug, Clone, Default, serde::Serialize)]
pub struct Subjects(Vec<Subject>);

impl Subjects {
    /// Sorts by id. Ids must be unique (the loader reports those that are not).
    pub fn new(mut subjects: Vec<Subject>) -> Self {
        subjects.sort_by(|a, b| (&a.id, a.kind, a.index).cmp(&(&b.id, b.kind, b.index)));
        Self(subjects)
    }

    /// The subject of an index.
    pub fn get(&self, ix: SubjectIx) -> &Subject {
        &self.0[ix.0 as usize]
    }

    /// Its id.
    pub fn id(&self, ix: SubjectIx) -> &str {
        &self.0[ix.0 as usize].id
    }

    /// The index of an id.
    pub fn find(&self, id: &str) -> Option<SubjectIx> {
        let at = self.0.partition_point(|s| s.id.as_str() < id);
        (self.0.get(at)?.id == id).then_some(SubjectIx(at as u32))
    }

    /// The subject that is the n-th of its kind.
    pub fn of(&self, kind: SubjectKind, index: usize) -> Option<SubjectIx> {
        self.iter()
            .find(|(_, s)| s.kind == kind && s.index == index)
            .map(|(ix, _)| ix)
    }

    /// All of them with their indices, by id.
    pub fn iter(&self) -> impl Iterator<Item = (SubjectIx, &Subject)> {
        (0..).map(SubjectIx).zip(&self.0)
    }

    /// All of a kind, in the order of their kind's list.
    pub fn of_kind(&self, kind: SubjectKind) -> Vec<SubjectIx> {
        let mut all: Vec<_> = self.iter().filter(|(_, s)| s.kind == kind).collect();
        all.sort_by_key(|(_, s)| s.index);
        all.into_iter().map(|(ix, _)| ix).collect()
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
