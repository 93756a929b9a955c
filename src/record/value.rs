//! Ids, and values with their units, as the rows of a run hold them.

use std::sync::Arc;

use crate::vocabulary::Unit;

/// The id of something declared in the scenario (a person, a door, a position): cheap to copy into every record.
pub type Id = Arc<str>;

/// A value with its unit: what a signal is at a moment, or what somebody claims it to be.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A number in this unit, written with the decimals of the unit.
    Number(f64, Unit),
    /// Yes or no, written 1 or 0.
    Flag(bool),
    /// A step of a declared scale, written as its word.
    Word(&'static str),
    /// A set of ids, written separated by spaces in the order given; the empty set is written `none`.
    Ids(Vec<Id>),
    /// Somebody was asked and does not know; written `unknown`.
    Unknown,
}

impl Value {
    /// A whole number of people.
    pub fn persons(count: usize) -> Self {
        Self::Number(count as f64, Unit::Person)
    }

    /// The unit that stands beside the value; none where nothing is known.
    pub const fn unit(&self) -> Option<Unit> {
        match self {
            Self::Number(_, unit) => Some(*unit),
            Self::Flag(_) => Some(Unit::Flag),
            Self::Word(_) => Some(Unit::Word),
            Self::Ids(_) => Some(Unit::Ids),
            Self::Unknown => None,
        }
    }
}
