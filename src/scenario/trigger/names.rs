//! What a trigger may speak of: the ids of the scenario, who judges, and what the variable of `for_each` stands for.

use crate::vocabulary::{SubjectIx, SubjectKind};

/// A decision that triggers can ask about; [`Names`] hands the number out, and whoever answers
/// `command::trigger::View` must count alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct DecisionIx(pub u32);

/// What the scenario declares, as far as a trigger can name it.
pub trait Names {
    /// The subject of an id.
    fn subject(&self, id: &str) -> Option<(SubjectIx, SubjectKind)>;
    /// Every subject, to say what there is.
    fn subjects(&self) -> Vec<(&str, SubjectKind)>;
    /// The decision of an id.
    fn decision(&self, id: &str) -> Option<DecisionIx>;
    /// Every decision, to say what there is.
    fn decisions(&self) -> Vec<&str>;
    /// The ids of a decision's options, in order; doing nothing is not among them.
    fn options(&self, decision: DecisionIx) -> Vec<&str>;
}

/// By whom a condition is judged, which decides what it may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judge {
    /// An ICS position, on its picture and with its holder's senses: decisions.
    Position,
    /// A person, on the own senses and what was heard: standing orders.
    Person,
    /// The exercise controller, on the truth: injects.
    World,
}

/// What the variable of `for_each` stands for in one expansion.
#[derive(Debug, Clone, Copy)]
pub struct Each<'a> {
    /// What kind of thing; the variable is called by the word of the kind (`class`).
    pub kind: SubjectKind,
    /// Which one.
    pub subject: SubjectIx,
    /// Its id.
    pub id: &'a str,
}

/// Everything a trigger is checked against.
#[derive(Clone, Copy)]
pub struct Scope<'a> {
    /// What the scenario declares.
    pub names: &'a dyn Names,
    /// Who judges.
    pub judge: Judge,
    /// The expansion of `for_each`, if there is one. The loader checks the same [`super::Syntax`] once for each
    /// subject, and may stop at the first that fails: the mistakes of the others are the same.
    pub each: Option<Each<'a>>,
}

/// Words that `for_each` takes, which are also the names of its variable.
pub const FOR_EACH: [(&str, SubjectKind); 11] = [
    ("school", SubjectKind::School),
    ("level", SubjectKind::Level),
    ("space", SubjectKind::Space),
    ("opening", SubjectKind::Opening),
    ("stair", SubjectKind::Stair),
    ("assembly", SubjectKind::Assembly),
    ("class", SubjectKind::Class),
    ("position", SubjectKind::Position),
    ("hazard", SubjectKind::Hazard),
    ("resource", SubjectKind::Resource),
    ("person", SubjectKind::Person),
];

/// The kind that `for_each = "class"` goes through; the error lists what may stand there.
///
/// # Errors
/// The words that are allowed, when this is none of them.
pub fn for_each_kind(word: &str) -> Result<SubjectKind, Vec<&'static str>> {
    let found = FOR_EACH.iter().find(|(w, _)| *w == word);
    found
        .map(|(_, kind)| *kind)
        .ok_or_else(|| FOR_EACH.iter().map(|(w, _)| *w).collect())
}

/// The variable that `for_each` binds for a kind.
pub fn variable(kind: SubjectKind) -> &'static str {
    FOR_EACH
        .iter()
        .find(|(_, k)| *k == kind)
        .map_or("", |(word, _)| word)
}
