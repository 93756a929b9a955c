//! What the reading of every section needs: which ids there are, when hazards strike, and where to complain.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Diagnostics, Sources, Span};
use crate::scenario::document::ids::Ids;
use crate::scenario::document::local_text;
use crate::scenario::document::quantity::{self, Instant, written_duration};
use crate::scenario::document::suggest;
use crate::scenario::document::view::View;
use crate::scenario::model::{LocalText, Spread, Subjects};
use crate::scenario::trigger::{self, DecisionIx, Each, Judge, Names, Scope, Syntax, Trigger};
use crate::vocabulary::{SubjectIx, SubjectKind};

/// What triggers can name.
#[derive(Debug)]
pub struct Declared {
    /// Every subject.
    pub subjects: Subjects,
    /// Every instance of every decision in order: its id and the ids of its options in order. An expanded decision
    /// has one a subject; triggers name the first.
    pub decisions: Vec<(String, Vec<String>)>,
}

impl Names for Declared {
    fn subject(&self, id: &str) -> Option<(SubjectIx, SubjectKind)> {
        let found = self.subjects.find(id)?;
        Some((found, self.subjects.get(found).kind))
    }

    fn subjects(&self) -> Vec<(&str, SubjectKind)> {
        self.subjects
            .iter()
            .map(|(_, subject)| (subject.id.as_str(), subject.kind))
            .collect()
    }

    fn decision(&self, id: &str) -> Option<DecisionIx> {
        let found = self.decisions.iter().position(|(known, _)| known == id);
        found.map(|index| DecisionIx(index as u32))
    }

    fn decisions(&self) -> Vec<&str> {
        let mut ids: Vec<&str> = self.decisions.iter().map(|(id, _)| id.as_str()).collect();
        ids.dedup();
        ids
    }

    fn options(&self, decision: DecisionIx) -> Vec<&str> {
        self.decisions[decision.0 as usize]
            .1
            .iter()
            .map(String::as_str)
            .collect()
    }
}

/// Everything that reading a section needs.
pub struct Context<'a> {
    /// Every declared id.
    pub ids: &'a Ids,
    /// What triggers can name.
    pub names: &'a Declared,
    /// Every subject.
    pub subjects: &'a Subjects,
    /// The files.
    pub sources: &'a Sources,
    /// Where to complain.
    pub diagnostics: &'a mut Diagnostics,
    /// When the exercise starts.
    pub start: Instant,
    /// When it ends, ms after the start.
    pub lasts_ms: i64,
    /// When each hazard strikes, ms after the start.
    pub hazard_ms: BTreeMap<String, i64>,
    /// Ids of the channels in order.
    pub channels: Vec<String>,
    /// Ids of the positions in order.
    pub positions: Vec<String>,
    /// Ids of the posts in order.
    pub posts: Vec<String>,
}

impl Context<'_> {
    /// The time of a moment, ms after the start; none if it was left out, or is wrong, which has been reported.
    pub fn moment(&mut self, view: View<'_>, key: &str) -> Option<i64> {
        let leaf = view.get(key)?;
        let at_ms = leaf
            .moment()
            .ms_after(self.start, |anchor| self.hazard_ms.get(anchor).copied())?;
        if at_ms < 0 {
            let message = format!("this is {} before the exercise begins", written_duration(-at_ms));
            let problem = Diagnostic::error("before-start", leaf.span(), message);
            let from = self.start.iso_after(0);
            self.diagnostics.push(problem.help(format!(
                "it begins at {from}: let it start earlier, or this happen later"
            )));
            return None;
        }
        if at_ms > self.lasts_ms {
            let message = format!(
                "this is {} after the exercise ends",
                written_duration(at_ms - self.lasts_ms)
            );
            let problem = Diagnostic::warning("after-end", leaf.span(), message);
            let (from, to) = (self.start.iso_after(0), self.start.iso_after(self.lasts_ms));
            self.diagnostics.push(problem.help(format!(
                "it lasts from {from} to {to}: let it last longer, or this happen earlier"
            )));
        }
        Some(at_ms)
    }

    /// The subject of an id, if it is of this kind.
    pub fn subject(&self, id: &str, kind: SubjectKind) -> Option<SubjectIx> {
        self.subjects
            .find(id)
            .filter(|ix| self.subjects.get(*ix).kind == kind)
    }

    /// The place of an id in the list of its kind.
    pub fn index(&self, id: &str, kind: SubjectKind) -> Option<usize> {
        self.subject(id, kind).map(|ix| self.subjects.get(ix).index)
    }

    /// The place of a position in the list of positions.
    pub fn position(&self, id: &str) -> Option<usize> {
        self.positions
            .binary_search_by(|known| known.as_str().cmp(id))
            .ok()
    }

    /// The place of a channel in the list of channels.
    pub fn channel(&self, id: &str) -> Option<usize> {
        self.channels
            .binary_search_by(|known| known.as_str().cmp(id))
            .ok()
    }

    /// Reads the text of a condition; none if it was left out, or is wrong, which has been reported.
    pub fn syntax(&mut self, view: View<'_>, key: &str) -> Option<Syntax> {
        let leaf = view.get(key)?;
        let mut found = Diagnostics::default();
        let content = trigger::content_of(self.sources, leaf.span());
        let syntax = trigger::parse(leaf.text(), content, &mut found);
        let sound = !found.has_errors();
        self.pass_on(&found);
        sound.then_some(syntax)
    }

    /// Checks a condition for one judge and, in an expansion of `for_each`, one subject.
    pub fn trigger(&mut self, syntax: &Syntax, judge: Judge, each: Option<Each<'_>>) -> Option<Trigger> {
        let mut found = Diagnostics::default();
        let scope = Scope {
            names: self.names,
            judge,
            each,
        };
        let trigger = trigger::check(syntax, &scope, &mut found);
        let sound = !found.has_errors();
        self.pass_on(&found);
        trigger.filter(|_| sound)
    }

    /// Passes on what was found, pointing at the variant where it removed what a condition names.
    fn pass_on(&mut self, found: &Diagnostics) {
        for problem in found.sorted() {
            let named = problem.span.map_or("", |span| self.sources.excerpt(span));
            let problem = match (self.ids.removed(named), problem.span) {
                (Some(removed), Some(span)) => removed_id(named, removed, span),
                _ => problem.clone(),
            };
            self.diagnostics.push(problem);
        }
    }

    /// How many problems there are so far: to see whether reading something found more.
    pub fn found(&self) -> usize {
        self.diagnostics.iter().count()
    }

    /// "Did you mean …?"
    pub fn suggest<'b>(
        &self,
        written: &str,
        candidates: impl IntoIterator<Item = &'b str>,
    ) -> Option<String> {
        suggest::did_you_mean(written, candidates)
    }
}

/// A variant removed what something else needs.
pub fn removed_id(id: &str, removed: Span, needed: Span) -> Diagnostic {
    Diagnostic::error(
        "removed-id",
        removed,
        format!("`{id}` is removed but still needed"),
    )
    .label("removed here")
    .related(needed, "needed here")
    .help("change in the variant what needs it, or do not remove it")
}

/// A text for people as the model keeps it.
pub fn local(text: &local_text::LocalText) -> LocalText {
    LocalText(text.by_language())
}

/// A spread as the model keeps it.
pub fn spread(spread: quantity::Spread<i64>) -> Spread {
    match spread {
        quantity::Spread::Constant(ms) => Spread::constant(ms),
        quantity::Spread::LogNormal { median, p90 } => Spread {
            median_ms: median,
            p90_ms: p90,
        },
    }
}
