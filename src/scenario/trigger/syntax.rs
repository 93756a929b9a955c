//! A trigger as it was written, before its names mean anything, and its one canonical text.

use std::fmt::{self, Display, Formatter};
use std::ops::Range;

use super::place::Place;
use crate::scenario::document::quantity::written_duration;

/// How two values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `==`
    Equal,
    /// `!=`
    Unequal,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
}

impl Comparison {
    /// As it is written.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Equal => "==",
            Self::Unequal => "!=",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::More => ">",
            Self::AtLeast => ">=",
        }
    }

    /// Whether it holds between two values.
    pub fn holds<T: PartialOrd>(self, left: &T, right: &T) -> bool {
        match self {
            Self::Equal => left == right,
            Self::Unequal => left != right,
            Self::Less => left < right,
            Self::AtMost => left <= right,
            Self::More => left > right,
            Self::AtLeast => left >= right,
        }
    }

    /// The one that says the same with the sides exchanged.
    pub(super) const fn mirrored(self) -> Self {
        match self {
            Self::Equal | Self::Unequal => self,
            Self::Less => Self::More,
            Self::AtMost => Self::AtLeast,
            Self::More => Self::Less,
            Self::AtLeast => Self::AtMost,
        }
    }
}

/// A trigger as it was written, before any name in it means anything.
///
/// Displayed, it is the canonical text: parsed again, that gives the same tree.
#[derive(Debug, Clone)]
pub struct Syntax {
    pub(super) top: Node,
    pub(super) place: Place,
}

impl Syntax {
    /// The canonical text with the variable of `for_each` replaced by the id it stands for.
    pub(super) fn text(&self, variable: Option<(&str, &str)>) -> String {
        Canonical {
            node: &self.top,
            variable,
        }
        .to_string()
    }
}

impl Display for Syntax {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        Canonical {
            node: &self.top,
            variable: None,
        }
        .fmt(f)
    }
}

/// A part of a trigger. Two are equal when they say the same, wherever they stand.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) kind: Kind,
    /// Bytes of the trigger's text.
    pub(super) range: Range<usize>,
}

impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}

/// What stands there.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    /// `a or b or c`; none of the parts is another `Any`.
    Any(Vec<Node>),
    /// `a and b and c`; none of the parts is another `All`.
    All(Vec<Node>),
    /// `not a`
    Not(Box<Node>),
    /// `a for '10 s'`
    Held(Box<Node>, i64),
    /// `a < b`; a bare word or duration stands on the right if only one side is one.
    Compare(Box<Node>, Comparison, Box<Node>),
    /// `id in set`
    In(Box<Node>, Box<Node>),
    /// `name(argument)`
    Call(String, Option<Box<Node>>),
    /// `signal@subject`
    Signal(String, String),
    /// An id, a step of a scale, a number, `true`, `elapsed`.
    Word(String),
    /// A duration, ms.
    Duration(i64),
    /// Something that was already reported; the values in it can still be judged.
    Broken(Vec<Node>),
}

impl Kind {
    /// Whether it binds more tightly than `and`, `or`, `not` and `for`.
    const fn is_simple(&self) -> bool {
        !matches!(self, Self::Any(_) | Self::All(_) | Self::Not(_) | Self::Held(..))
    }
}

/// Writes a part in one way only: single spaces, single quotes, parentheses where a reader could doubt.
#[derive(Clone, Copy)]
pub(super) struct Canonical<'a> {
    pub(super) node: &'a Node,
    pub(super) variable: Option<(&'a str, &'a str)>,
}

impl<'a> Canonical<'a> {
    fn part(self, node: &'a Node) -> Self {
        Self { node, ..self }
    }

    /// A part, in parentheses unless `bare`.
    fn grouped(self, node: &'a Node, bare: bool, f: &mut Formatter<'_>) -> fmt::Result {
        let part = self.part(node);
        if bare { part.fmt(f) } else { write!(f, "({part})") }
    }

    fn joined(self, parts: &'a [Node], by: &str, f: &mut Formatter<'_>) -> fmt::Result {
        for (i, part) in parts.iter().enumerate() {
            if i > 0 {
                write!(f, " {by} ")?;
            }
            self.grouped(part, !matches!(part.kind, Kind::Any(_) | Kind::All(_)), f)?;
        }
        Ok(())
    }

    fn id(self, id: &'a str) -> &'a str {
        self.variable
            .filter(|(variable, _)| *variable == id)
            .map_or(id, |(_, stands_for)| stands_for)
    }
}

impl Display for Canonical<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.node.kind {
            Kind::Any(parts) => self.joined(parts, "or", f),
            Kind::All(parts) => self.joined(parts, "and", f),
            Kind::Not(inner) => {
                f.write_str("not ")?;
                self.grouped(
                    inner,
                    inner.kind.is_simple() || matches!(inner.kind, Kind::Not(_)),
                    f,
                )
            }
            Kind::Held(inner, at_least_ms) => {
                self.grouped(inner, inner.kind.is_simple(), f)?;
                write!(f, " for '{}'", written_duration(*at_least_ms))
            }
            Kind::Compare(left, comparison, right) => {
                write!(
                    f,
                    "{} {} {}",
                    self.part(left),
                    comparison.sign(),
                    self.part(right)
                )
            }
            Kind::In(member, set) => write!(f, "{} in {}", self.part(member), self.part(set)),
            Kind::Call(name, None) => write!(f, "{name}()"),
            Kind::Call(name, Some(argument)) => write!(f, "{name}({})", self.part(argument)),
            Kind::Signal(signal, subject) => write!(f, "{signal}@{}", self.id(subject)),
            Kind::Word(word) => f.write_str(self.id(word)),
            Kind::Duration(ms) => write!(f, "'{}'", written_duration(*ms)),
            Kind::Broken(_) => f.write_str("…"),
        }
    }
}
