//! Values: signals, questions, words, durations.

use super::cursor::{KEYWORDS, Parser, bad};
use crate::scenario::document::quantity::duration_ms;
use crate::scenario::trigger::lexer::Token;
use crate::scenario::trigger::syntax::{Kind, Node};

impl<'a> Parser<'a, '_> {
    pub(super) fn value(&mut self) -> Node {
        let start = self.offset();
        match self.peek() {
            Some(Token::Word(word)) if !KEYWORDS.contains(&word) => {
                self.next();
                self.named(word, start)
            }
            Some(Token::Quoted(written)) => {
                self.next();
                let range = start..self.end();
                match self.quoted(written) {
                    Some(ms) => Node {
                        kind: Kind::Duration(ms),
                        range,
                    },
                    None => bad(range),
                }
            }
            Some(Token::At) => {
                self.next();
                let subject = self.next_if(|token| matches!(token, Token::Word(_)));
                let problem = self.error("trigger-syntax", start..self.end(), "no signal stands before `@`");
                let after = if subject {
                    &self.text[start + 1..self.end()]
                } else {
                    "subject"
                };
                self.report(
                    problem
                        .label("which signal?")
                        .help(format!("write `signal@{after}`")),
                );
                bad(start..self.end())
            }
            found => {
                self.missing_value(found);
                bad(start..start)
            }
        }
    }

    fn missing_value(&mut self, found: Option<Token<'a>>) {
        let range = self
            .tokens
            .get(self.at)
            .map_or(self.text.len()..self.text.len(), |lexeme| lexeme.range.clone());
        let what = match found {
            None => "the end".to_owned(),
            Some(_) => format!("`{}`", &self.text[range.clone()]),
        };
        let problem = self.error(
            "trigger-syntax",
            range,
            format!("expected a condition or value, found {what}"),
        );
        let help = "something is missing here, e.g. `known(crack@stair-b)` or `inside@school-id < 10`";
        self.report(problem.label("expected a condition or value").help(help));
        self.blamed = Some(self.at);
    }

    /// What a word begins: a signal of a subject, a function, or nothing more than the word.
    fn named(&mut self, word: &str, start: usize) -> Node {
        match self.peek() {
            Some(Token::At) => {
                self.next();
                let Some(Token::Word(subject)) = self.peek() else {
                    let problem =
                        self.error("trigger-syntax", start..self.end(), "no subject stands after `@`");
                    let help = format!("say of what: `{word}@id`");
                    self.report(problem.label("of what?").help(help));
                    return bad(start..self.end());
                };
                self.next();
                Node {
                    kind: Kind::Signal(word.to_owned(), subject.to_owned()),
                    range: start..self.end(),
                }
            }
            Some(Token::Open) => self.nested(|parser| parser.call(word, start)),
            _ => Node {
                kind: Kind::Word(word.to_owned()),
                range: start..self.end(),
            },
        }
    }

    fn call(&mut self, name: &str, start: usize) -> Node {
        self.next();
        let argument = (!matches!(self.peek(), Some(Token::Close) | None)).then(|| self.value());
        let first_excess = self.offset();
        let excess = !matches!(self.peek(), Some(Token::Close) | None);
        if excess {
            self.skip_to(|token| token == Token::Close);
            if !matches!(
                argument,
                Some(Node {
                    kind: Kind::Broken(_),
                    ..
                })
            ) {
                let problem = self.error(
                    "trigger-syntax",
                    first_excess..self.end(),
                    format!("`{name}(…)` takes one thing"),
                );
                self.report(
                    problem
                        .label("too much")
                        .help("compare outside the parentheses, and ask twice for two"),
                );
            }
        }
        if self.next().is_none() {
            let open = start + name.len();
            let problem = self.error("trigger-syntax", start..open, format!("`{name}(` is not closed"));
            self.report(
                problem
                    .label("opened here")
                    .help("add `)` after what it asks about"),
            );
        }
        let range = start..self.end();
        let kind = if excess {
            Kind::Broken(argument.into_iter().collect())
        } else {
            Kind::Call(name.to_owned(), argument.map(Box::new))
        };
        Node { kind, range }
    }

    /// The duration after `for`.
    pub(super) fn duration(&mut self) -> Option<i64> {
        const HELP: &str = "write how long it has to hold, in quotes: `for '10 s'`";
        if let Some(Token::Quoted(written)) = self.peek() {
            self.next();
            return self.quoted(written);
        }
        let start = self.offset();
        let number =
            matches!(self.peek(), Some(Token::Word(word)) if word.starts_with(|c: char| c.is_ascii_digit()));
        if number {
            self.next();
            if !matches!(self.peek(), Some(Token::Word(word)) if KEYWORDS.contains(&word)) {
                self.next_if(|token| matches!(token, Token::Word(_)));
            }
        }
        let end = if number { self.end() } else { start };
        let help = if number {
            format!("put it in quotes: `'{}'`", &self.text[start..end])
        } else {
            HELP.to_owned()
        };
        let problem = self.error("trigger-duration", start..end, "`for` needs a duration in quotes");
        self.report(problem.label("expected a duration").help(help));
        None
    }

    /// What the last piece, between quotes, says.
    fn quoted(&mut self, written: &str) -> Option<i64> {
        let range = self.tokens[self.at - 1].range.clone();
        match duration_ms(written) {
            Ok(ms) => Some(ms),
            Err(misfit) => {
                // Inside a trigger, which stands in double quotes itself, durations are in single ones.
                let help = misfit.help.replace('"', "'");
                self.report(
                    self.error(misfit.code, range, misfit.message)
                        .label("not a duration")
                        .help(help),
                );
                None
            }
        }
    }
}
