//! Text to words, signs and quoted durations.

use std::ops::Range;

use super::Comparison;
use super::place::Place;
use crate::diagnostic::{Diagnostic, Diagnostics};

/// A piece of a trigger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// An id, a number, a keyword.
    Word(&'a str),
    /// What stands between quotes.
    Quoted(&'a str),
    /// `@`
    At,
    /// `(`
    Open,
    /// `)`
    Close,
    /// `,`, which has no meaning, but people write it between arguments.
    Comma,
    /// `==`, `<` and the like.
    Compare(Comparison),
}

/// A piece and its bytes.
#[derive(Debug, Clone)]
pub(super) struct Lexeme<'a> {
    pub(super) token: Token<'a>,
    pub(super) range: Range<usize>,
}

/// Signs, the longest first; with the spelling of the language for those that other languages use.
const SIGNS: [(&str, Token<'static>, Option<&str>); 22] = [
    ("===", Token::Compare(Comparison::Equal), Some("==")),
    ("==", Token::Compare(Comparison::Equal), None),
    ("!=", Token::Compare(Comparison::Unequal), None),
    ("<>", Token::Compare(Comparison::Unequal), Some("!=")),
    ("<=", Token::Compare(Comparison::AtMost), None),
    ("=<", Token::Compare(Comparison::AtMost), Some("<=")),
    (">=", Token::Compare(Comparison::AtLeast), None),
    ("=>", Token::Compare(Comparison::AtLeast), Some(">=")),
    ("<", Token::Compare(Comparison::Less), None),
    (">", Token::Compare(Comparison::More), None),
    ("=", Token::Compare(Comparison::Equal), Some("==")),
    ("≠", Token::Compare(Comparison::Unequal), Some("!=")),
    ("≤", Token::Compare(Comparison::AtMost), Some("<=")),
    ("≥", Token::Compare(Comparison::AtLeast), Some(">=")),
    ("&&", Token::Word("and"), Some("and")),
    ("||", Token::Word("or"), Some("or")),
    ("&", Token::Word("and"), Some("and")),
    ("|", Token::Word("or"), Some("or")),
    ("!", Token::Word("not"), Some("not")),
    ("(", Token::Open, None),
    (")", Token::Close, None),
    (",", Token::Comma, None),
];

/// Cuts a text into pieces; what is no piece is reported and left out.
pub(super) fn lex<'a>(text: &'a str, place: Place, diagnostics: &mut Diagnostics) -> Vec<Lexeme<'a>> {
    let mut lexer = Lexer {
        text,
        place,
        diagnostics,
    };
    let mut lexemes = Vec::new();
    let mut at = 0;
    while let Some(next) = text[at..].chars().next() {
        let (token, end) = if next.is_whitespace() {
            (None, at + next.len_utf8())
        } else if starts_word(&text[at..]) {
            let end = word_end(text, at);
            (Some(Token::Word(&text[at..end])), end)
        } else if is_quote(next) {
            lexer.quoted(at, next)
        } else if next == '@' {
            (Some(Token::At), at + 1)
        } else {
            lexer.sign(at)
        };
        lexemes.extend(token.map(|token| Lexeme {
            token,
            range: at..end,
        }));
        at = end;
    }
    lexemes
}

const fn is_quote(c: char) -> bool {
    matches!(c, '\'' | '"' | '‘' | '’' | '“' | '”')
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '-'
}

/// A word starts with a letter, digit or `_`; a number may have a sign.
fn starts_word(rest: &str) -> bool {
    let mut chars = rest.chars();
    match chars.next() {
        Some('-') => chars.next().is_some_and(|c| c.is_ascii_digit()),
        Some(c) => c.is_alphanumeric() || c == '_',
        None => false,
    }
}

/// One past the word: a point belongs to it when something of the word follows (`2.5`, `room-1.04`).
fn word_end(text: &str, from: usize) -> usize {
    let mut end = from;
    let mut chars = text[from..].chars().peekable();
    while let Some(c) = chars.next() {
        let inside = is_word(c) || (c == '.' && chars.peek().is_some_and(|c| c.is_alphanumeric()));
        if !inside {
            break;
        }
        end += c.len_utf8();
    }
    end
}

struct Lexer<'a, 'd> {
    text: &'a str,
    place: Place,
    diagnostics: &'d mut Diagnostics,
}

impl<'a> Lexer<'a, '_> {
    fn quoted(&mut self, at: usize, quote: char) -> (Option<Token<'a>>, usize) {
        let typographic = !quote.is_ascii();
        let closes = |c: char| c == quote || (typographic && is_quote(c));
        let inside = at + quote.len_utf8();
        let Some(length) = self.text[inside..].find(closes) else {
            let problem = Diagnostic::error(
                "trigger-quote",
                self.place.span(&(at..self.text.len())),
                "a quote is not closed",
            )
            .label("opened here")
            .help("write durations as `'10 s'`");
            self.diagnostics.push(problem);
            return (Some(Token::Quoted(&self.text[inside..])), self.text.len());
        };
        let close = self.text[inside + length..]
            .chars()
            .next()
            .map_or(1, char::len_utf8);
        let end = inside + length + close;
        if typographic {
            let problem = Diagnostic::error(
                "trigger-spelling",
                self.place.span(&(at..end)),
                "these are typographic quotes",
            )
            .label("a word processor has changed them")
            .help(format!("write `'{}'`", &self.text[inside..inside + length]));
            self.diagnostics.push(problem);
        }
        (Some(Token::Quoted(&self.text[inside..inside + length])), end)
    }

    fn sign(&mut self, at: usize) -> (Option<Token<'a>>, usize) {
        let rest = &self.text[at..];
        let Some((sign, token, meant)) = SIGNS.iter().find(|(sign, _, _)| rest.starts_with(sign)) else {
            return (None, self.unknown(at));
        };
        let end = at + sign.len();
        if let Some(meant) = meant {
            let problem = Diagnostic::error(
                "trigger-spelling",
                self.place.span(&(at..end)),
                format!("`{sign}` is not a sign of the trigger language"),
            );
            self.diagnostics
                .push(problem.label("this sign").help(format!("write `{meant}`")));
        }
        (Some(*token), end)
    }

    /// Reports a run of characters that mean nothing, once, and says where it ends.
    fn unknown(&mut self, at: usize) -> usize {
        let means = |rest: &str, c: char| {
            c.is_whitespace()
                || c == '@'
                || is_quote(c)
                || starts_word(rest)
                || SIGNS.iter().any(|(sign, _, _)| rest.starts_with(sign))
        };
        let run = self.text[at..]
            .char_indices()
            .find(|(i, c)| means(&self.text[at + i..], *c));
        let end = run.map_or(self.text.len(), |(i, _)| at + i);
        let written = &self.text[at..end];
        let help = if written.starts_with(['+', '-', '*', '/', '%']) {
            "there is no arithmetic: compare two quantities"
        } else {
            "a trigger is made of words, `@`, comparisons, parentheses and durations in quotes"
        };
        let problem = Diagnostic::error(
            "trigger-spelling",
            self.place.span(&(at..end)),
            format!("`{}` has no place in a trigger", written.escape_debug()),
        );
        self.diagnostics
            .push(problem.label("not part of the language").help(help));
        end
    }
}
