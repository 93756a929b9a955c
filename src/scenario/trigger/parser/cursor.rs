//! Where the parser stands, and how it complains.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::scenario::document::suggest::nearest;
use crate::scenario::trigger::NESTING;
use crate::scenario::trigger::check::is_function;
use crate::scenario::trigger::lexer::{Lexeme, Token};
use crate::scenario::trigger::place::Place;
use crate::scenario::trigger::syntax::{Kind, Node};

/// Words that are not ids.
pub(super) const KEYWORDS: [&str; 5] = ["and", "or", "not", "for", "in"];

/// A gap where a mistake was reported.
pub(super) const fn bad(range: Range<usize>) -> Node {
    Node {
        kind: Kind::Broken(Vec::new()),
        range,
    }
}

pub(super) struct Parser<'a, 'd> {
    pub(super) text: &'a str,
    pub(super) tokens: Vec<Lexeme<'a>>,
    pub(super) at: usize,
    pub(super) nesting: usize,
    /// Whether the rest was given up: what follows from that is no news.
    pub(super) gave_up: bool,
    /// The last piece reported as missing its condition: once is enough.
    pub(super) blamed: Option<usize>,
    pub(super) place: Place,
    pub(super) diagnostics: &'d mut Diagnostics,
}

impl<'a> Parser<'a, '_> {
    /// Something stands where a condition has ended.
    pub(super) fn unexpected(&mut self) {
        let Some(Lexeme { token, range }) = self.tokens.get(self.at).cloned() else {
            return;
        };
        if self.blamed == Some(self.at) {
            return;
        }
        let written = &self.text[range.clone()];
        let before = self.at.checked_sub(1).map(|i| self.tokens[i].token);
        let begins_another = matches!(
            self.tokens.get(self.at + 1).map(|l| l.token),
            Some(Token::At | Token::Open)
        );
        let help = match (token, before) {
            (Token::Close, _) => "there is one `)` too many, or a `(` is missing".to_owned(),
            (Token::Quoted(_), _) => format!("how long it has to hold stands after `for`: `for {written}`"),
            (Token::Word("is"), _) => "write `==`".to_owned(),
            (Token::Word(_), Some(Token::Word(function))) if is_function(function) => {
                format!("`{function}` asks in parentheses: `{function}(…)`")
            }
            (Token::Word(word), _) if !begins_another && nearest(word, KEYWORDS).is_some() => {
                format!("did you mean `{}`?", nearest(word, KEYWORDS).unwrap_or_default())
            }
            _ => "join two conditions with `and` or `or`".to_owned(),
        };
        let message = format!("expected `and`, `or` or the end, found `{written}`");
        let problem = self.error("trigger-syntax", range, message);
        self.report(problem.label("the condition has ended before this").help(help));
    }

    /// Goes one level deeper, or gives up on the rest of a text that no person wrote.
    pub(super) fn nested(&mut self, inside: impl FnOnce(&mut Self) -> Node) -> Node {
        if self.nesting == NESTING {
            let start = self.offset();
            self.at = self.tokens.len();
            let message = format!("more than {NESTING} levels inside each other");
            let problem = self.error("trigger-too-deep", start..self.text.len(), message);
            self.report(problem.label("too deep").help("split it into two decisions"));
            self.gave_up = true;
            return bad(start..self.text.len());
        }
        self.nesting += 1;
        let node = inside(self);
        self.nesting -= 1;
        node
    }

    pub(super) fn peek(&self) -> Option<Token<'a>> {
        self.tokens.get(self.at).map(|lexeme| lexeme.token)
    }

    pub(super) fn next(&mut self) -> Option<Token<'a>> {
        let token = self.peek();
        self.at += usize::from(token.is_some());
        token
    }

    pub(super) fn next_if(&mut self, wanted: impl FnOnce(Token<'a>) -> bool) -> bool {
        let found = self.peek().is_some_and(wanted);
        self.at += usize::from(found);
        found
    }

    pub(super) fn eat_word(&mut self, keyword: &str) -> bool {
        self.next_if(|token| token == Token::Word(keyword))
    }

    /// Skips to the first piece that stops, outside any parentheses opened on the way.
    pub(super) fn skip_to(&mut self, stops: impl Fn(Token<'a>) -> bool) {
        let mut open = 0_usize;
        while let Some(token) = self.peek() {
            if open == 0 && stops(token) {
                return;
            }
            match token {
                Token::Open => open += 1,
                Token::Close => open = open.saturating_sub(1),
                _ => {}
            }
            self.next();
        }
    }

    /// Where the next piece begins.
    pub(super) fn offset(&self) -> usize {
        self.tokens
            .get(self.at)
            .map_or(self.text.len(), |lexeme| lexeme.range.start)
    }

    /// Where the last piece ended.
    pub(super) fn end(&self) -> usize {
        self.at
            .checked_sub(1)
            .map_or(0, |last| self.tokens[last].range.end)
    }

    pub(super) fn error(
        &self,
        code: &'static str,
        range: Range<usize>,
        message: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic::error(code, self.place.span(&range), message)
    }

    pub(super) fn report(&mut self, problem: Diagnostic) {
        if !self.gave_up {
            self.diagnostics.push(problem);
        }
    }
}
