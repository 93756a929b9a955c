//! Comparisons and membership: two sides that have to fit.

use super::value::sets;
use super::{Checker, Typed, written};
use crate::scenario::document::suggest::{did_you_mean, listed};
use crate::scenario::trigger::Comparison;
use crate::scenario::trigger::expr::{Clock, Expr, Quantity, Topic};
use crate::scenario::trigger::syntax::{Kind, Node};
use crate::vocabulary::SubjectKind;

impl<'s> Checker<'s, '_> {
    pub(super) fn compare(
        &mut self,
        whole: &'s Node,
        left: &'s Node,
        comparison: Comparison,
        right: &'s Node,
    ) -> Option<Expr> {
        // Both sides first, so that a mistake in each is found.
        let (a, b) = (self.value(left), self.value(right));
        match (a?, b?) {
            (Typed::Number(a), Typed::Number(b)) => Some(Expr::Number {
                left: a,
                comparison,
                right: b,
            }),
            (Typed::Number(a), Typed::Word(word)) => {
                let right = Quantity::Literal(self.number(left, word, right)?);
                Some(Expr::Number {
                    left: a,
                    comparison,
                    right,
                })
            }
            (Typed::Step(topic, steps), Typed::Word(word)) => {
                let step = self.step(left, steps, word, right)?;
                Some(Expr::Step {
                    topic,
                    comparison,
                    step,
                })
            }
            (Typed::Clock(clock), Typed::Duration(than_ms)) => {
                self.time(whole, left, clock, comparison, than_ms)
            }
            (Typed::Clock(_), Typed::Word(word)) => self.no_duration(left, comparison, word, right),
            (Typed::Condition(expr), Typed::Word(word)) => self.flag(expr, left, comparison, word, right),
            (Typed::Decision(decision), Typed::Word(word @ ("true" | "false"))) => {
                self.flag(Expr::Decided(decision), left, comparison, word, right)
            }
            (Typed::Decision(decision), Typed::Word(word)) => {
                let chosen = self.chosen(decision, word, &right.range)?;
                self.equality(chosen, left, comparison, true, whole)
            }
            (Typed::Set(_), _) | (_, Typed::Set(_)) => {
                let help = "ask `empty(set)`, `count(set) > 0` or `id in set`";
                self.fail("wrong-type", &whole.range, "a set is not compared", "a set", help)
            }
            (Typed::Word(_) | Typed::Duration(_), Typed::Word(_) | Typed::Duration(_)) => {
                let message = "nothing here can change: neither side is a signal, a question or a time";
                let help = "a signal is written `signal@subject`, e.g. `shaking@school-id`";
                self.fail("wrong-type", &whole.range, message, "always the same", help)
            }
            (a, b) => self.mismatch(whole, &a, &b),
        }
    }

    /// A running duration beside a bare word or number.
    fn no_duration<T>(&mut self, left: &Node, comparison: Comparison, word: &str, right: &Node) -> Option<T> {
        let left = written(left);
        let number = word
            .parse()
            .ok()
            .filter(|number: &f64| number.is_finite() && *number >= 0.0);
        let example = format!("{left} {} '{} min'", comparison.sign(), number.unwrap_or(2.0));
        let message = format!("`{left}` is a duration, and `{word}` is not");
        let help = format!("put it in quotes, with its unit: `{example}`");
        self.fail("wrong-type", &right.range, message, "not a duration", help)
    }

    fn mismatch<T>(&mut self, whole: &Node, a: &Typed<'_>, b: &Typed<'_>) -> Option<T> {
        let (message, help) = match (a, b) {
            (Typed::Clock(_), Typed::Clock(_)) => (
                "two running durations are compared".to_owned(),
                "compare each with a duration in quotes".to_owned(),
            ),
            (Typed::Condition(_) | Typed::Decision(_), Typed::Condition(_) | Typed::Decision(_)) => (
                "two conditions are compared".to_owned(),
                "join them: `a and b`, or `(a and b) or (not a and not b)`".to_owned(),
            ),
            (Typed::Step(..), Typed::Step(_, steps)) => (
                "two scales are compared".to_owned(),
                format!("compare each with a word: {}", listed(steps)),
            ),
            _ => (
                format!("{} is compared with {}", a.noun(), b.noun()),
                "both sides have to be of one kind".to_owned(),
            ),
        };
        self.fail("wrong-type", &whole.range, message, "these do not compare", help)
    }

    fn number(&mut self, left: &Node, word: &str, right: &Node) -> Option<f64> {
        // `parse` alone would take `inf` and `nan` too.
        let digits = word
            .strip_prefix('-')
            .unwrap_or(word)
            .starts_with(|c: char| c.is_ascii_digit());
        word.parse()
            .ok()
            .filter(|number: &f64| digits && number.is_finite())
            .or_else(|| {
                let message = format!("`{}` is a number, and `{word}` is not", written(left));
                self.fail(
                    "wrong-type",
                    &right.range,
                    message,
                    "not a number",
                    "compare it with a number like `3` or `0.5`",
                )
            })
    }

    fn step(&mut self, left: &Node, steps: &'static [&'static str], word: &str, right: &Node) -> Option<u8> {
        if let Some(step) = steps.iter().position(|step| *step == word) {
            return Some(step as u8);
        }
        let allowed = listed(steps);
        let help = match did_you_mean(word, steps.iter().copied()) {
            Some(near) if near.starts_with("did") => format!("{near} It can be {allowed}"),
            _ => format!("it can be {allowed}"),
        };
        let message = format!("`{}` is never `{word}`", written(left));
        self.fail("unknown-step", &right.range, message, "not on its scale", help)
    }

    fn time(
        &mut self,
        whole: &Node,
        left: &Node,
        clock: Clock,
        comparison: Comparison,
        than_ms: i64,
    ) -> Option<Expr> {
        let more = match comparison {
            Comparison::More | Comparison::AtLeast => true,
            Comparison::Less | Comparison::AtMost => false,
            Comparison::Equal | Comparison::Unequal => {
                let left = written(left);
                let help = format!("ask `{left} > …` or `{left} < …`");
                let message = "a running duration equals another only for an instant";
                return self.fail(
                    "wrong-type",
                    &whole.range,
                    message,
                    "never long enough to notice",
                    help,
                );
            }
        };
        Some(Expr::Time { clock, more, than_ms })
    }

    /// A condition compared with `true` or `false`.
    fn flag(
        &mut self,
        condition: Expr,
        left: &Node,
        comparison: Comparison,
        word: &str,
        right: &Node,
    ) -> Option<Expr> {
        let wanted = match word {
            "true" => true,
            "false" => false,
            _ => {
                let message = format!("`{}` is true or false, never `{word}`", written(left));
                let help = format!("leave the comparison out: `{0}` or `not {0}`", written(left));
                return self.fail(
                    "wrong-type",
                    &right.range,
                    message,
                    "neither true nor false",
                    help,
                );
            }
        };
        self.equality(condition, left, comparison, wanted, right)
    }

    /// `==` and `!=` of what has no order; unknown stays unknown either way.
    fn equality(
        &mut self,
        condition: Expr,
        left: &Node,
        comparison: Comparison,
        wanted: bool,
        at: &Node,
    ) -> Option<Expr> {
        match (comparison, wanted) {
            (Comparison::Equal, true) | (Comparison::Unequal, false) => Some(condition),
            (Comparison::Equal, false) | (Comparison::Unequal, true) => Some(Expr::Not(Box::new(condition))),
            _ => {
                let message = format!("`{}` has no more and less", written(left));
                let help = "compare it with `==` or `!=`";
                self.fail("wrong-type", &at.range, message, "neither more nor less", help)
            }
        }
    }

    /// `id in set`.
    pub(super) fn member(&mut self, member: &'s Node, set: &'s Node) -> Option<Expr> {
        let set = self.set(set);
        let member = match &member.kind {
            Kind::Word(id) => self.subject(
                id,
                &member.range,
                &[SubjectKind::Person, SubjectKind::Class],
                "a set holds",
            ),
            Kind::Broken(_) => None,
            _ => {
                let message = "only an id is in a set";
                self.fail(
                    "wrong-type",
                    &member.range,
                    message,
                    "not an id",
                    "for example `7B-03 in missing@7B`",
                )
            }
        };
        Some(Expr::Member {
            member: member?,
            set: set?,
        })
    }

    fn set(&mut self, node: &'s Node) -> Option<Topic> {
        match self.value(node)? {
            Typed::Set(topic) => Some(topic),
            Typed::Word(word) => {
                let message = format!("`{word}` is not a set");
                self.fail(
                    "wrong-type",
                    &node.range,
                    message,
                    "not a set",
                    format!("sets are {}, each `@subject`", sets()),
                )
            }
            other => {
                let message = format!("`{}` is {}, not a set", written(node), other.noun());
                self.fail(
                    "wrong-type",
                    &node.range,
                    message,
                    other.noun(),
                    format!("sets are {}", sets()),
                )
            }
        }
    }
}
