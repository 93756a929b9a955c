//! Milliseconds, subjects by index, and what a signal is or is claimed to be.

use super::{Signal, SignalType};
use std::collections::BTreeSet;

/// Milliseconds since the start of the scenario: the only time there is in a run.
pub type Ms = i64;

/// A dense index of everything that has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct SubjectIx(pub u32);

/// The value of a signal, as it is or as somebody claims it to be.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Yes or no.
    Flag(bool),
    /// A whole number of people or things.
    Count(u32),
    /// A real number, in the signal's unit.
    Number(f64),
    /// A step of the signal's scale, counted from 0.
    Ordinal(u8),
    /// A set of subjects (persons, classes).
    Set(BTreeSet<SubjectIx>),
}

impl Value {
    /// Reads a value as an author writes it in a claim: `true`, `3`, `over`, ids separated by spaces, `none` for an empty
    /// set.
    pub fn parse(signal: Signal, text: &str, subject: impl Fn(&str) -> Option<SubjectIx>) -> Option<Self> {
        match signal.spec().values {
            SignalType::Flag => text.parse().ok().map(Self::Flag),
            SignalType::Count => text.parse().ok().map(Self::Count),
            SignalType::Number => text
                .parse()
                .ok()
                .filter(|n: &f64| n.is_finite())
                .map(Self::Number),
            SignalType::Ordinal(steps) => steps
                .iter()
                .position(|step| *step == text)
                .map(|step| Self::Ordinal(step as u8)),
            SignalType::Set if text == "none" => Some(Self::Set(BTreeSet::new())),
            SignalType::Set => text
                .split_whitespace()
                .map(subject)
                .collect::<Option<_>>()
                .map(Self::Set),
        }
    }
}
