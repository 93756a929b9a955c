//! A tree to a checked trigger: names to indices, words to steps and numbers, types that fit.

mod compare;
mod names;
mod value;

use std::ops::Range;

use super::expr::{Clock, Expr, Quantity, Topic, Trigger};
use super::names::variable;
use super::syntax::{Canonical, Kind, Node};
use super::{DecisionIx, Scope, Syntax};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::scenario::document::suggest::{did_you_mean, listed, nearest};
use crate::vocabulary::{SIGNALS, Signal};

pub(super) use value::is_function;

/// Resolves a tree against the scenario. None when anything in it is wrong.
pub fn check(syntax: &Syntax, scope: &Scope<'_>, diagnostics: &mut Diagnostics) -> Option<Trigger> {
    let mut checker = Checker {
        syntax,
        scope,
        slots: 0,
        diagnostics,
    };
    let expr = checker.condition(&syntax.top)?;
    let slots = checker.slots;
    let variable = scope.each.map(|each| (variable(each.kind), each.id));
    Some(Trigger {
        expr,
        slots,
        text: syntax.text(variable),
    })
}

/// What a part of a tree turned out to be.
#[derive(Debug, Clone, PartialEq)]
enum Typed<'a> {
    /// True, false or unknown.
    Condition(Expr),
    /// A decision: a condition by itself, or compared with an option.
    Decision(DecisionIx),
    /// A number.
    Number(Quantity),
    /// A step of a scale.
    Step(Topic, &'static [&'static str]),
    /// A set of ids.
    Set(Topic),
    /// A duration that grows.
    Clock(Clock),
    /// A duration as written, ms.
    Duration(i64),
    /// A word that means something only beside something else.
    Word(&'a str),
}

impl Typed<'_> {
    /// What a message calls it.
    const fn noun(&self) -> &'static str {
        match self {
            Self::Condition(_) => "true or false",
            Self::Decision(_) => "a decision",
            Self::Number(_) => "a number",
            Self::Step(..) => "a step of a scale",
            Self::Set(_) => "a set",
            Self::Clock(_) | Self::Duration(_) => "a duration",
            Self::Word(_) => "a word",
        }
    }
}

struct Checker<'s, 'd> {
    syntax: &'s Syntax,
    scope: &'s Scope<'s>,
    slots: usize,
    diagnostics: &'d mut Diagnostics,
}

impl<'s> Checker<'s, '_> {
    fn condition(&mut self, node: &'s Node) -> Option<Expr> {
        match &node.kind {
            Kind::Any(parts) => Some(Expr::Any(self.conditions(parts)?)),
            Kind::All(parts) => Some(Expr::All(self.conditions(parts)?)),
            Kind::Not(inner) => Some(Expr::Not(Box::new(self.condition(inner)?))),
            Kind::Held(inner, at_least_ms) => self.held(inner, *at_least_ms),
            Kind::Compare(left, comparison, right) => self.compare(node, left, *comparison, right),
            Kind::In(member, set) => self.member(member, set),
            _ => match self.value(node)? {
                Typed::Condition(expr) => Some(expr),
                Typed::Decision(decision) => Some(Expr::Decided(decision)),
                other => self.no_condition(node, &other),
            },
        }
    }

    /// All parts, or none after every one was looked at.
    fn conditions(&mut self, parts: &'s [Node]) -> Option<Vec<Expr>> {
        let checked: Vec<Option<Expr>> = parts.iter().map(|part| self.condition(part)).collect();
        checked.into_iter().collect()
    }

    /// Silence is measured from the last asking, not from when the silence was first noticed, so that
    /// `unheard(x) for '3 min'` is one condition and not a `for` around another.
    fn held(&mut self, inner: &'s Node, at_least_ms: i64) -> Option<Expr> {
        let slot = self.slots;
        self.slots += 1;
        match self.condition(inner)? {
            Expr::Unheard {
                topic,
                at_least_ms: 0,
            } => {
                self.slots -= 1;
                Some(Expr::Unheard { topic, at_least_ms })
            }
            condition => Some(Expr::Held {
                condition: Box::new(condition),
                at_least_ms,
                slot,
            }),
        }
    }

    fn no_condition<T>(&mut self, node: &Node, found: &Typed<'_>) -> Option<T> {
        let written = written(node);
        let help = match found {
            Typed::Number(_) => format!("compare it: `{written} > 0`"),
            Typed::Step(_, steps) => {
                format!(
                    "compare it: `{written} == {}`; it can be {}",
                    steps.last().unwrap_or(&""),
                    listed(steps)
                )
            }
            Typed::Set(_) => format!("ask `empty({written})`, `count({written}) > 0` or `id in {written}`"),
            Typed::Clock(_) => format!("compare it: `{written} > '2 min'`"),
            Typed::Duration(_) => {
                format!("a duration stands after a comparison or `for`: `elapsed > {written}`")
            }
            Typed::Word(word) => return self.no_meaning(node, word),
            Typed::Condition(_) | Typed::Decision(_) => String::new(),
        };
        let message = format!("`{written}` is {}, not a condition", found.noun());
        self.fail("wrong-type", &node.range, message, "neither true nor false", help)
    }

    /// A bare word where a condition is expected.
    fn no_meaning<T>(&mut self, node: &Node, word: &str) -> Option<T> {
        let names = self.scope.names;
        let help = if matches!(word, "true" | "false") {
            "a trigger that never changes needs no words: leave it out, or compare a signal with it"
                .to_owned()
        } else if let Some(signal) = Signal::from_name(word) {
            format!("say of what: {}", self.examples(signal))
        } else if is_function(word) {
            format!("say of what: `{word}(…)`")
        } else if let Some((_, kind)) = names.subject(word) {
            let about = SIGNALS
                .iter()
                .filter(|spec| spec.subjects.contains(&kind))
                .map(|spec| spec.name);
            match about
                .map(|signal| format!("`{signal}@{word}`"))
                .collect::<Vec<_>>()
                .as_slice()
            {
                [] => format!("`{word}` is {}", kind.noun()),
                signals => format!("`{word}` is {}: ask {}", kind.noun(), signals.join(", ")),
            }
        } else if names.decision(word).is_some() {
            format!("ask whether it was taken: `decided({word})`")
        } else {
            let words = SIGNALS
                .iter()
                .map(|spec| spec.name)
                .chain(value::functions())
                .chain(["elapsed"]);
            match nearest(word, words) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "a condition is a flag like `blocked@stair-id`, a comparison like `inside@school-id < 10`, \
                         or a question like `known(crack@stair-id)`"
                    .to_owned(),
            }
        };
        self.fail(
            "trigger-word",
            &node.range,
            format!("`{word}` is not a condition"),
            "says nothing by itself",
            help,
        )
    }

    /// A few ways to complete a signal.
    fn examples(&self, signal: Signal) -> String {
        let spec = signal.spec();
        let fitting: Vec<String> = self
            .scope
            .names
            .subjects()
            .into_iter()
            .filter(|(_, kind)| spec.subjects.contains(kind))
            .map(|(id, _)| format!("{}@{id}", spec.name))
            .collect();
        if fitting.is_empty() {
            return format!("`{}@id`", spec.name);
        }
        listed(&fitting.iter().map(String::as_str).collect::<Vec<_>>())
    }

    fn fail<T>(
        &mut self,
        code: &'static str,
        range: &Range<usize>,
        message: impl Into<String>,
        label: impl Into<String>,
        help: impl Into<String>,
    ) -> Option<T> {
        let problem = Diagnostic::error(code, self.syntax.place.span(range), message).label(label);
        let help = help.into();
        self.diagnostics.push(if help.is_empty() {
            problem
        } else {
            problem.help(help)
        });
        None
    }

    /// Help for a name that there is not.
    fn instead<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>, none: &str) -> String {
        did_you_mean(written, candidates).unwrap_or_else(|| none.to_owned())
    }
}

/// The canonical text of a part.
fn written(node: &Node) -> String {
    Canonical { node, variable: None }.to_string()
}
