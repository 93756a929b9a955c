//! Pieces to a tree.
//!
//! ```text
//! any       = all { "or" all }
//! all       = negated { "and" negated }
//! negated   = "not" negated | held
//! held      = condition [ "for" duration ]
//! condition = "(" any ")" | value [ comparison value | "in" value ]
//! value     = word [ "@" word | "(" [ value ] ")" ] | duration
//! ```
//!
//! After a mistake the parser goes on at the next `and`, `or` or `)`, so that one evening is enough to find them
//! all.

mod cursor;
mod value;

use self::cursor::{Parser, bad};
use super::lexer::{Token, lex};
use super::place::Place;
use super::syntax::{Kind, Node};
use super::{Comparison, Syntax, TEXT_BYTES};
use crate::diagnostic::{Diagnostic, Diagnostics, Span};

/// Reads the form of a trigger. `content` is where the text stands, without its quotes. What is wrong is in
/// `diagnostics`; the tree then holds gaps, which [`super::check`] passes over.
pub fn parse(text: &str, content: Span, diagnostics: &mut Diagnostics) -> Syntax {
    let place = Place::new(text, content);
    if text.len() > TEXT_BYTES {
        let message = format!("a trigger of {} bytes; {TEXT_BYTES} are the most", text.len());
        let problem = Diagnostic::error("trigger-too-long", content, message);
        diagnostics.push(problem.label("too long").help("split it into two decisions"));
        return Syntax {
            top: bad(0..text.len()),
            place,
        };
    }
    let tokens = lex(text, place, diagnostics);
    let mut parser = Parser {
        text,
        tokens,
        at: 0,
        nesting: 0,
        gave_up: false,
        blamed: None,
        place,
        diagnostics,
    };
    let top = parser.whole();
    Syntax { top, place }
}

impl Parser<'_, '_> {
    fn whole(&mut self) -> Node {
        if self.tokens.is_empty() {
            let problem = self.error("trigger-syntax", 0..self.text.len(), "the trigger is empty");
            let help = "write a condition, e.g. `shaking@school-id == over`, or leave the key out";
            self.report(problem.label("nothing is written here").help(help));
            return bad(0..self.text.len());
        }
        let mut parts = vec![self.any()];
        while self.peek().is_some() {
            self.unexpected();
            self.skip_to(|token| matches!(token, Token::Word("and" | "or")));
            if self.next().is_some() {
                parts.push(self.any());
            }
        }
        if self.gave_up {
            return bad(0..self.text.len());
        }
        joined(parts, Kind::All)
    }

    fn any(&mut self) -> Node {
        let mut parts = vec![self.all()];
        while self.eat_word("or") {
            parts.push(self.all());
        }
        joined(parts, Kind::Any)
    }

    fn all(&mut self) -> Node {
        let mut parts = vec![self.negated()];
        while self.eat_word("and") {
            parts.push(self.negated());
        }
        joined(parts, Kind::All)
    }

    fn negated(&mut self) -> Node {
        let start = self.offset();
        if !self.eat_word("not") {
            return self.held();
        }
        let inner_start = self.offset();
        let inner = self.nested(|parser| {
            if parser.peek() == Some(Token::Word("not")) {
                parser.negated()
            } else {
                parser.condition()
            }
        });
        if self.peek() == Some(Token::Word("for")) {
            self.not_for(start, inner_start);
        }
        Node {
            range: start..self.end(),
            kind: Kind::Not(Box::new(inner)),
        }
    }

    /// `not a for '10 s'` means two things to two readers.
    fn not_for(&mut self, start: usize, inner_start: usize) {
        let inner = self.text.get(inner_start..self.end()).unwrap_or("…");
        self.next();
        self.duration();
        let problem = self.error(
            "trigger-not-for",
            start..self.end(),
            "`not … for` can be read in two ways",
        );
        let help = format!("write `(not {inner}) for …` or `not ({inner} for …)`");
        self.report(problem.label("which of them is meant?").help(help));
    }

    fn held(&mut self) -> Node {
        let condition = self.condition();
        if !self.eat_word("for") {
            return condition;
        }
        let at_least = self.duration();
        let range = condition.range.start..self.end();
        if self.peek() == Some(Token::Word("for")) {
            let start = self.offset();
            self.next();
            self.duration();
            let problem = self.error("trigger-syntax", start..self.end(), "one condition has two `for`");
            self.report(problem.label("the second").help("keep one of them"));
        }
        // Without a duration the condition is still worth a look.
        Node {
            kind: Kind::Held(Box::new(condition), at_least.unwrap_or(0)),
            range,
        }
    }

    fn condition(&mut self) -> Node {
        if self.peek() == Some(Token::Open) {
            return self.group();
        }
        let left = self.value();
        let start = left.range.start;
        if let Some(Token::Compare(comparison)) = self.peek() {
            self.next();
            let right = self.value();
            let range = start..right.range.end.max(self.end());
            self.no_chain(start);
            return Node {
                kind: compared(left, comparison, right),
                range,
            };
        }
        if self.eat_word("in") {
            let set = self.value();
            let range = start..set.range.end;
            return Node {
                kind: Kind::In(Box::new(left), Box::new(set)),
                range,
            };
        }
        let goes_on = |token| {
            matches!(
                token,
                Token::Close | Token::Word("and" | "or" | "not" | "for" | "in")
            )
        };
        if self.blamed == Some(self.at) || self.peek().is_none_or(goes_on) {
            return left;
        }
        self.unexpected();
        self.skip_to(|token| matches!(token, Token::Close | Token::Word("and" | "or")));
        Node {
            range: start..self.end(),
            kind: Kind::Broken(vec![left]),
        }
    }

    /// `1 < a < 3` is refused: it would compare a condition with a number.
    fn no_chain(&mut self, start: usize) {
        if !matches!(self.peek(), Some(Token::Compare(_))) {
            return;
        }
        while matches!(self.peek(), Some(Token::Compare(_))) {
            self.next();
            self.value();
        }
        let problem = self.error("trigger-syntax", start..self.end(), "two comparisons in a row");
        self.report(
            problem
                .label("only one at a time")
                .help("join two comparisons with `and`"),
        );
    }

    fn group(&mut self) -> Node {
        let open = self.offset();
        self.next();
        let inner = self.nested(Self::any);
        if !matches!(self.peek(), Some(Token::Close) | None) {
            self.unexpected();
            self.skip_to(|token| token == Token::Close);
        }
        if self.next().is_none() {
            let problem = self.error("trigger-syntax", open..open + 1, "a parenthesis is not closed");
            self.report(
                problem
                    .label("opened here")
                    .help("add `)` where the condition ends"),
            );
        }
        let range = open..self.end();
        if matches!(self.peek(), Some(Token::Compare(_))) {
            self.next();
            self.value();
            let problem = self.error(
                "trigger-syntax",
                range.start..self.end(),
                "a condition in parentheses is compared",
            );
            self.report(
                problem
                    .label("true or false already")
                    .help("compare inside the parentheses, or use `not`"),
            );
        }
        inner
    }
}

/// One part as it is, several in one list, without lists of the same kind inside it.
pub(super) fn joined(mut parts: Vec<Node>, list: fn(Vec<Node>) -> Kind) -> Node {
    if parts.len() == 1 {
        return parts.swap_remove(0);
    }
    let range = parts[0].range.start..parts[parts.len() - 1].range.end;
    let same = std::mem::discriminant(&list(Vec::new()));
    let mut flat = Vec::with_capacity(parts.len());
    for part in parts {
        let nested = std::mem::discriminant(&part.kind) == same;
        match part.kind {
            Kind::Any(inner) | Kind::All(inner) if nested => flat.extend(inner),
            kind => flat.push(Node {
                kind,
                range: part.range,
            }),
        }
    }
    Node {
        kind: list(flat),
        range,
    }
}

/// A bare word or duration goes to the right: `10 < inside@school` is `inside@school > 10`.
fn compared(left: Node, comparison: Comparison, right: Node) -> Kind {
    let literal = |node: &Node| match &node.kind {
        Kind::Word(word) => word != "elapsed",
        Kind::Duration(_) => true,
        _ => false,
    };
    if literal(&left) && !literal(&right) {
        Kind::Compare(Box::new(right), comparison.mirrored(), Box::new(left))
    } else {
        Kind::Compare(Box::new(left), comparison, Box::new(right))
    }
}
