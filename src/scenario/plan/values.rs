//! Typed reading of the properties of one feature, with a diagnostic for whatever is wrong.

use std::ops::RangeInclusive;

use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::geo::geojson::Feature;
use crate::geo::json::{Member, Value};
use crate::scenario::document::suggest::did_you_mean;

/// Longest id.
const MAX_ID: usize = 64;

/// Reads properties and collects what is wrong with them. Every reader returns none after it has complained, or
/// where an optional property is missing.
pub(super) struct Properties<'a> {
    pub(super) feature: &'a Feature,
    problems: &'a mut Diagnostics,
}

/// A text and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    /// The text.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// A number and where it stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Number {
    /// The number.
    pub value: f64,
    /// Where it stands.
    pub span: Span,
}

impl<'a> Properties<'a> {
    /// The properties of a feature, and where complaints go.
    pub(super) fn of(feature: &'a Feature, problems: &'a mut Diagnostics) -> Self {
        Self { feature, problems }
    }

    /// Says what is wrong with the feature, and which one it is: a plan may stand on one line.
    pub(super) fn complain(&mut self, problem: Diagnostic) {
        let message = format!("{}: {}", self.feature.name, problem.message);
        self.problems.push(Diagnostic { message, ..problem });
    }

    fn member(&self, key: &str) -> Option<&Member> {
        self.feature.properties.iter().find(|member| member.key == key)
    }

    /// Whether the property is there at all.
    pub(super) fn has(&self, key: &str) -> bool {
        self.member(key).is_some()
    }

    /// Where to point when the feature as a whole is meant: at its id, else at its first property, else at its
    /// opening bracket.
    pub(super) fn place(&self) -> Span {
        let span = self.feature.span;
        let id = self.member("id").or(self.feature.properties.first());
        id.map_or(
            Span {
                end: span.start + 1,
                ..span
            },
            |member| member.node.span,
        )
    }

    /// Complains about every property whose key is not allowed for this kind.
    pub(super) fn reject_unknown(&mut self, kind: &str, allowed: &[&str]) {
        let feature = self.feature;
        for member in &feature.properties {
            if !allowed.contains(&member.key.as_str()) {
                let key = shown(&member.key);
                let message = format!("unknown property `{key}` of a {kind}");
                let problem = Diagnostic::error("unknown-property", member.key_span, message);
                self.complain(with_help(problem, did_you_mean(key, allowed.iter().copied())));
            }
        }
    }

    fn missing(&mut self, key: &str, what: &str) {
        let message = format!("the property `{key}` is missing");
        self.complain(Diagnostic::error("missing-property", self.place(), message).help(what));
    }

    fn wrong(&mut self, span: Span, found: &Value, key: &str, expected: &str) {
        let message = format!("`{key}` must be {expected}");
        self.complain(
            Diagnostic::error("wrong-type", span, message).label(format!("this is {}", found.kind())),
        );
    }

    /// A text, if given.
    pub(super) fn optional_text(&mut self, key: &str) -> Option<Text> {
        let node = self.member(key)?.node.clone();
        match node.value {
            Value::Text(text) => Some(Text {
                text,
                span: node.span,
            }),
            other => {
                self.wrong(node.span, &other, key, "a text in double quotes");
                None
            }
        }
    }

    /// A text that must be given; `what` says in the help what it is.
    pub(super) fn text(&mut self, key: &str, what: &str) -> Option<Text> {
        if !self.has(key) {
            self.missing(key, what);
        }
        self.optional_text(key)
    }

    /// A text made of letters, digits, `-` and `_`.
    pub(super) fn optional_id(&mut self, key: &str) -> Option<Text> {
        let id = self.optional_text(key)?;
        let fits = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if !id.text.is_empty() && id.text.len() <= MAX_ID && id.text.chars().all(fits) {
            return Some(id);
        }
        let help = format!("use the letters a to z, digits, `-` and `_`; at most {MAX_ID} of them");
        self.complain(Diagnostic::error("bad-id", id.span, format!("`{key}` is not an id")).help(help));
        None
    }

    /// An id that must be given.
    pub(super) fn id(&mut self, key: &str, what: &str) -> Option<Text> {
        if !self.has(key) {
            self.missing(key, what);
        }
        self.optional_id(key)
    }

    /// A number, if given.
    pub(super) fn optional_number(&mut self, key: &str) -> Option<Number> {
        let node = self.member(key)?.node.clone();
        match node.value {
            Value::Number(value) => Some(Number {
                value,
                span: node.span,
            }),
            other => {
                self.wrong(node.span, &other, key, "a number");
                None
            }
        }
    }

    /// A length above zero, if given.
    pub(super) fn optional_length(&mut self, key: &str) -> Option<Number> {
        let number = self.optional_number(key)?;
        if number.value > 0.0 {
            return Some(number);
        }
        let code = if number.value < 0.0 {
            "negative-width"
        } else {
            "zero-width"
        };
        let message = format!("`{key}` must be above 0, found {}", number.value);
        self.complain(Diagnostic::error(code, number.span, message));
        None
    }

    /// A number that must be given.
    pub(super) fn number(&mut self, key: &str, what: &str) -> Option<Number> {
        if !self.has(key) {
            self.missing(key, what);
        }
        self.optional_number(key)
    }

    /// A length in a range that must be given, metres.
    pub(super) fn length(&mut self, key: &str, range: RangeInclusive<f64>, what: &str) -> Option<Number> {
        if !self.has(key) {
            self.missing(key, what);
        }
        let length = self.optional_length(key)?;
        if range.contains(&length.value) {
            return Some(length);
        }
        let (least, most) = range.into_inner();
        let message = format!(
            "`{key}` must lie between {least} m and {most} m, found {}",
            length.value
        );
        self.complain(Diagnostic::error("out-of-range", length.span, message).help(what));
        None
    }

    /// A whole number from `least` to `most` that must be given.
    pub(super) fn whole(&mut self, key: &str, least: u32, most: u32, what: &str) -> Option<u32> {
        let number = self.number(key, what)?;
        let range = f64::from(least)..=f64::from(most);
        if number.value.fract() == 0.0 && range.contains(&number.value) {
            return Some(number.value as u32);
        }
        let message = format!(
            "`{key}` must be a whole number from {least} to {most}, found {}",
            number.value
        );
        self.complain(Diagnostic::error("out-of-range", number.span, message).help(what));
        None
    }

    /// `true` or `false`, `false` when not given.
    pub(super) fn flag(&mut self, key: &str) -> bool {
        let Some(node) = self.member(key).map(|member| member.node.clone()) else {
            return false;
        };
        match node.value {
            Value::Bool(flag) => flag,
            other => {
                self.wrong(node.span, &other, key, "true or false");
                false
            }
        }
    }
}

/// A word from the file as a message shows it: not longer than an id may be.
pub(super) fn shown(word: &str) -> &str {
    let end = word.char_indices().nth(MAX_ID).map_or(word.len(), |(end, _)| end);
    &word[..end]
}

/// The problem with a help line, where there is one.
pub(super) fn with_help(problem: Diagnostic, help: Option<String>) -> Diagnostic {
    Diagnostic { help, ..problem }
}
