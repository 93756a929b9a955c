//! Subjects, decisions, options: ids that the scenario declares.

use std::ops::Range;

use super::{Checker, variable};
use crate::scenario::document::suggest::{listed, nearest};
use crate::scenario::trigger::DecisionIx;
use crate::scenario::trigger::expr::{Expr, Topic};
use crate::scenario::trigger::names::{Judge, for_each_kind};
use crate::vocabulary::{SIGNALS, Signal, SubjectIx, SubjectKind};

/// What kinds together are called: "a space or a stair".
pub(super) fn nouns(kinds: &[SubjectKind]) -> String {
    kinds
        .iter()
        .map(|kind| kind.noun())
        .collect::<Vec<_>>()
        .join(" or ")
}

impl Checker<'_, '_> {
    /// `signal@subject` with both known, and the subject of a kind that the signal may be about.
    pub(super) fn topic(&mut self, signal: &str, subject: &str, range: &Range<usize>) -> Option<Topic> {
        let signal_range = range.start..range.start + signal.len();
        let subject_range = range.end - subject.len()..range.end;
        let Some(known) = Signal::from_name(signal) else {
            let help = self.no_signal(signal, subject);
            return self.fail(
                "unknown-signal",
                &signal_range,
                format!("there is no signal `{signal}`"),
                "no signal",
                help,
            );
        };
        let spec = known.spec();
        if !spec.in_world && self.scope.judge == Judge::World {
            let message = format!("`{signal}` exists only in what somebody has heard");
            return self.not_on_the_truth(&signal_range, message);
        }
        let ix = self.subject(
            subject,
            &subject_range,
            spec.subjects,
            &format!("`{signal}` is about"),
        )?;
        Some(Topic {
            signal: known,
            subject: ix,
        })
    }

    /// The subject of an id or of the variable, of one of these kinds.
    pub(super) fn subject(
        &mut self,
        id: &str,
        range: &Range<usize>,
        kinds: &'static [SubjectKind],
        about: &str,
    ) -> Option<SubjectIx> {
        let each = self.scope.each.filter(|each| variable(each.kind) == id);
        let declared = self.scope.names.subject(id);
        let found = match (each, declared) {
            (Some(each), None) => Some((each.subject, each.kind)),
            (Some(_), Some((_, kind))) => {
                let message = format!("`{id}` is both the variable of `for_each` and {}", kind.noun());
                let help = format!("give {} another id", kind.noun());
                return self.fail("ambiguous-id", range, message, "which of them?", help);
            }
            (None, declared) => declared,
        };
        let Some((ix, kind)) = found else {
            let help = self.no_subject(id, kinds);
            return self.fail(
                "unknown-id",
                range,
                format!("there is nothing called `{id}`"),
                "unknown id",
                help,
            );
        };
        if kinds.contains(&kind) {
            return Some(ix);
        }
        let message = format!("{about} {}, and `{id}` is {}", nouns(kinds), kind.noun());
        let help = self.fitting(kinds);
        self.fail("wrong-subject", range, message, kind.noun(), help)
    }

    fn no_signal(&self, signal: &str, subject: &str) -> String {
        if Signal::from_name(subject).is_some() {
            return format!("the signal stands first: `{subject}@{signal}`");
        }
        if super::is_function(signal) {
            return format!("`{signal}` is asked with parentheses: `{signal}(…)`");
        }
        let all: Vec<&str> = SIGNALS.iter().map(|spec| spec.name).collect();
        if let Some(near) = nearest(&signal.replace('-', "_"), all.iter().copied()) {
            return format!("did you mean `{near}`?");
        }
        // What is asked about a thing of this kind helps more than the whole list.
        let kind = self.scope.names.subject(subject).map(|(_, kind)| kind);
        let fits =
            |spec: &&crate::vocabulary::SignalSpec| kind.is_none_or(|kind| spec.subjects.contains(&kind));
        let names: Vec<&str> = SIGNALS.iter().filter(fits).map(|spec| spec.name).collect();
        format!("there is {}", listed(&names))
    }

    fn no_subject(&self, id: &str, kinds: &'static [SubjectKind]) -> String {
        if for_each_kind(id).is_ok() {
            return format!("`{id}` stands for one after the other only beside `for_each = \"{id}\"`");
        }
        let candidates = self.scope.names.subjects();
        let fitting = candidates
            .iter()
            .filter(|(_, kind)| kinds.contains(kind))
            .map(|(id, _)| *id);
        match nearest(id, fitting) {
            Some(near) => format!("did you mean `{near}`?"),
            None => self.fitting(kinds),
        }
    }

    /// What there is of these kinds.
    fn fitting(&self, kinds: &'static [SubjectKind]) -> String {
        let candidates = self.scope.names.subjects();
        let ids: Vec<&str> = candidates
            .iter()
            .filter(|(_, kind)| kinds.contains(kind))
            .map(|(id, _)| *id)
            .collect();
        if ids.is_empty() {
            format!("the scenario has no such thing as {}", nouns(kinds))
        } else {
            format!("there is {}", listed(&ids))
        }
    }

    pub(super) fn decision(&mut self, id: &str, range: &Range<usize>) -> Option<DecisionIx> {
        let names = self.scope.names;
        names.decision(id).or_else(|| {
            let help = Self::instead(id, names.decisions(), "the scenario has no decisions");
            self.fail(
                "unknown-id",
                range,
                format!("there is no decision `{id}`"),
                "unknown decision",
                help,
            )
        })
    }

    /// That a decision was taken this way; `nothing` is always possible.
    pub(super) fn chosen(&mut self, decision: DecisionIx, id: &str, range: &Range<usize>) -> Option<Expr> {
        if id == "nothing" {
            return Some(Expr::Chosen {
                decision,
                option: None,
            });
        }
        let mut options = self.scope.names.options(decision);
        let option = options.iter().position(|option| *option == id);
        if option.is_some() {
            return Some(Expr::Chosen { decision, option });
        }
        options.push("nothing");
        let help = Self::instead(id, options, "");
        self.fail(
            "unknown-option",
            range,
            format!("this decision has no option `{id}`"),
            "unknown option",
            help,
        )
    }

    pub(super) fn not_on_the_truth<T>(&mut self, range: &Range<usize>, message: String) -> Option<T> {
        let help = "an inject is judged on the truth: ask a signal itself, a decision, an order or a time";
        self.fail("not-here", range, message, "nobody hears or perceives here", help)
    }
}
