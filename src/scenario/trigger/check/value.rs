//! Signals and functions: everything that a condition is made of.

use std::ops::Range;

use super::{Checker, Typed, written};
use crate::scenario::document::suggest::listed;
use crate::scenario::trigger::Judge;
use crate::scenario::trigger::expr::{Clock, Expr, Quantity, Task, Topic};
use crate::scenario::trigger::syntax::{Kind, Node};
use crate::vocabulary::{ACTIONS, CUES, Cue, Nature, Sense, SignalType, SubjectKind, action_spec};

/// What can be asked with parentheses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Function {
    Known,
    Age,
    Unheard,
    Count,
    Empty,
    After,
    Since,
    Decided,
    Acknowledged,
    Ordered,
    Perceives(Sense),
    Done,
}

/// Every function: its name and an example of what it takes.
const FUNCTIONS: [(&str, Function, &str); 15] = [
    ("known", Function::Known, "crack@stair-id"),
    ("age", Function::Age, "report@floor-id"),
    ("unheard", Function::Unheard, "report@floor-id"),
    ("count", Function::Count, "missing@class-id"),
    ("empty", Function::Empty, "missing@class-id"),
    ("after", Function::After, "hazard-id"),
    ("since", Function::Since, "decision-id"),
    ("decided", Function::Decided, "decision-id"),
    ("acknowledged", Function::Acknowledged, "decision-id"),
    ("ordered", Function::Ordered, "evacuate"),
    ("feels", Function::Perceives(Sense::Felt), "shaking"),
    ("hears", Function::Perceives(Sense::Heard), "alarm"),
    ("sees", Function::Perceives(Sense::Seen), "crack"),
    ("smells", Function::Perceives(Sense::Smelt), "gas-smell"),
    ("done", Function::Done, "roll-call"),
];

/// Their names.
pub(super) fn functions() -> impl Iterator<Item = &'static str> {
    FUNCTIONS.iter().map(|(name, _, _)| *name)
}

/// Whether a word is asked with parentheses.
pub(in crate::scenario::trigger) fn is_function(word: &str) -> bool {
    functions().any(|name| name == word)
}

/// The function by which a sense is asked.
fn verb(sense: Sense) -> &'static str {
    FUNCTIONS
        .iter()
        .find(|(_, f, _)| *f == Function::Perceives(sense))
        .map_or("", |(name, _, _)| name)
}

impl<'s> Checker<'s, '_> {
    pub(super) fn value(&mut self, node: &'s Node) -> Option<Typed<'s>> {
        match &node.kind {
            Kind::Signal(signal, subject) => {
                let topic = self.topic(signal, subject, &node.range)?;
                Some(match topic.signal.spec().values {
                    SignalType::Flag => Typed::Condition(Expr::Flag(topic)),
                    SignalType::Count | SignalType::Number => Typed::Number(Quantity::Signal(topic)),
                    SignalType::Ordinal(steps) => Typed::Step(topic, steps),
                    SignalType::Set => Typed::Set(topic),
                })
            }
            Kind::Call(name, argument) => self.call(name, argument.as_deref(), &node.range),
            Kind::Word(word) if word == "elapsed" => Some(Typed::Clock(Clock::Elapsed)),
            Kind::Word(word) => Some(Typed::Word(word)),
            Kind::Duration(ms) => Some(Typed::Duration(*ms)),
            Kind::Broken(parts) => {
                for part in parts {
                    self.value(part);
                }
                None
            }
            // Conditions, where the grammar has only values.
            Kind::Any(_)
            | Kind::All(_)
            | Kind::Not(_)
            | Kind::Held(..)
            | Kind::Compare(..)
            | Kind::In(..) => None,
        }
    }

    fn call(&mut self, name: &'s str, argument: Option<&'s Node>, range: &Range<usize>) -> Option<Typed<'s>> {
        let name_range = range.start..range.start + name.len();
        let Some((_, function, example)) = FUNCTIONS.iter().find(|(known, _, _)| *known == name) else {
            let help = if name == "elapsed" {
                "`elapsed` stands without parentheses".to_owned()
            } else {
                Self::instead(name, functions(), "")
            };
            return self.fail(
                "unknown-function",
                &name_range,
                format!("nothing is asked with `{name}(…)`"),
                "unknown",
                help,
            );
        };
        let Some(argument) = argument else {
            let help = format!("for example `{name}({example})`");
            return self.fail(
                "wrong-argument",
                range,
                format!("`{name}()` does not say of what"),
                "of what?",
                help,
            );
        };
        if let Kind::Broken(_) = argument.kind {
            return self.value(argument);
        }
        let heard = matches!(function, Function::Known | Function::Age | Function::Unheard);
        let own = matches!(function, Function::Perceives(_) | Function::Done);
        if self.scope.judge == Judge::World && (heard || own) {
            return self.not_on_the_truth(
                &name_range,
                format!("`{name}(…)` asks what somebody has heard or perceived"),
            );
        }
        self.ask(
            *function,
            &Asked {
                name,
                example,
                argument,
            },
        )
    }

    fn ask(&mut self, function: Function, asked: &Asked<'s>) -> Option<Typed<'s>> {
        let range = &asked.argument.range;
        match function {
            Function::Known => Some(Typed::Condition(Expr::Known(self.argument_topic(asked)?))),
            Function::Age => Some(Typed::Clock(Clock::Age(self.argument_topic(asked)?))),
            Function::Unheard => Some(Typed::Condition(Expr::Unheard {
                topic: self.argument_topic(asked)?,
                at_least_ms: 0,
            })),
            Function::Count => Some(Typed::Number(Quantity::SizeOf(self.argument_set(asked)?))),
            Function::Empty => Some(Typed::Condition(Expr::Empty(self.argument_set(asked)?))),
            Function::After => {
                let id = self.argument_word(asked)?;
                let about = format!("`{}` counts from", asked.name);
                let hazard = self.subject(id, range, &[SubjectKind::Hazard], &about)?;
                Some(Typed::Clock(Clock::After(hazard)))
            }
            Function::Since => {
                let id = self.argument_word(asked)?;
                Some(Typed::Clock(Clock::Since(self.decision(id, range)?)))
            }
            Function::Decided => {
                let id = self.argument_word(asked)?;
                Some(Typed::Decision(self.decision(id, range)?))
            }
            Function::Acknowledged => {
                let id = self.argument_word(asked)?;
                Some(Typed::Condition(Expr::Acknowledged(self.decision(id, range)?)))
            }
            Function::Ordered => self.ordered(asked),
            Function::Perceives(sense) => self.perceived(asked, sense),
            Function::Done => self.done(asked),
        }
    }

    fn argument_topic(&mut self, asked: &Asked<'s>) -> Option<Topic> {
        if let Kind::Signal(signal, subject) = &asked.argument.kind {
            return self.topic(signal, subject, &asked.argument.range);
        }
        self.wrong_argument(asked, "a `signal@subject`")
    }

    fn argument_set(&mut self, asked: &Asked<'s>) -> Option<Topic> {
        if !matches!(asked.argument.kind, Kind::Signal(..)) {
            return self.wrong_argument(asked, "a `signal@subject` that is a set");
        }
        match self.value(asked.argument)? {
            Typed::Set(topic) => Some(topic),
            other => {
                let (name, written) = (asked.name, written(asked.argument));
                let message = format!("`{name}` takes a set, and `{written}` is {}", other.noun());
                self.fail(
                    "wrong-type",
                    &asked.argument.range,
                    message,
                    other.noun(),
                    format!("sets are {}", sets()),
                )
            }
        }
    }

    fn argument_word(&mut self, asked: &Asked<'s>) -> Option<&'s str> {
        match &asked.argument.kind {
            Kind::Word(word) => Some(word),
            _ => self.wrong_argument(asked, "one id or word"),
        }
    }

    fn wrong_argument<T>(&mut self, asked: &Asked<'_>, wanted: &str) -> Option<T> {
        let Asked {
            name,
            example,
            argument,
        } = asked;
        let message = format!("`{name}` takes {wanted}");
        let help = format!("for example `{name}({example})`");
        self.fail("wrong-argument", &argument.range, message, "not this", help)
    }

    fn ordered(&mut self, asked: &Asked<'s>) -> Option<Typed<'s>> {
        let word = self.argument_word(asked)?;
        let range = &asked.argument.range;
        let orders = || {
            ACTIONS
                .iter()
                .filter(|spec| spec.nature == Nature::Order)
                .map(|spec| spec.name)
        };
        match action_spec(word) {
            Some(spec) if spec.nature == Nature::Order => Some(Typed::Condition(Expr::Ordered(spec.name))),
            Some(_) => {
                let help = format!("orders are {}", listed(&orders().collect::<Vec<_>>()));
                self.fail(
                    "wrong-argument",
                    range,
                    format!("nobody is ordered to `{word}`"),
                    "no order",
                    help,
                )
            }
            None => {
                let help = Self::instead(word, orders(), "");
                self.fail(
                    "unknown-order",
                    range,
                    format!("there is no order `{word}`"),
                    "unknown order",
                    help,
                )
            }
        }
    }

    fn perceived(&mut self, asked: &Asked<'s>, sense: Sense) -> Option<Typed<'s>> {
        let word = self.argument_word(asked)?;
        let range = &asked.argument.range;
        let Some(cue) = Cue::from_word(word) else {
            let fitting = CUES
                .iter()
                .filter(|(_, _, by, _)| *by == sense)
                .map(|(word, _, _, _)| *word);
            let help = Self::instead(word, fitting, "");
            return self.fail(
                "unknown-cue",
                range,
                format!("nobody perceives `{word}`"),
                "unknown cue",
                help,
            );
        };
        if cue.sense() == sense {
            return Some(Typed::Condition(Expr::Perceived(cue)));
        }
        let message = format!("nobody {} `{word}`", asked.name);
        let help = format!("write `{}({word})`", verb(cue.sense()));
        self.fail("wrong-sense", range, message, "not perceived this way", help)
    }

    fn done(&mut self, asked: &Asked<'s>) -> Option<Typed<'s>> {
        let word = self.argument_word(asked)?;
        let found = Task::ALL.iter().find(|(known, _)| *known == word);
        found
            .map(|(_, task)| Typed::Condition(Expr::Done(*task)))
            .or_else(|| {
                let help = Self::instead(word, Task::ALL.iter().map(|(known, _)| *known), "");
                self.fail(
                    "unknown-task",
                    &asked.argument.range,
                    format!("there is no task `{word}`"),
                    "unknown task",
                    help,
                )
            })
    }
}

/// A function and what it was given.
struct Asked<'s> {
    name: &'s str,
    example: &'static str,
    argument: &'s Node,
}

/// The signals that are sets.
pub(super) fn sets() -> String {
    let all = crate::vocabulary::SIGNALS
        .iter()
        .filter(|spec| spec.values == SignalType::Set);
    listed(&all.map(|spec| spec.name).collect::<Vec<_>>())
}
