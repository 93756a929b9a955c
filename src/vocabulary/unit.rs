//! In what a value is measured, its symbol in files, and the decimals it is written with.

/// The unit of a value that leaves the program, and with how many decimals it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub enum Unit {
    /// Seconds.
    Second,
    /// Metres.
    Metre,
    /// Metres per second.
    MetrePerSecond,
    /// Cubic metres per second.
    CubicMetrePerSecond,
    /// Hectares.
    Hectare,
    /// People, whole.
    Person,
    /// Time that people lost in a jam: one person held up for one minute.
    PersonMinute,
    /// Persons per second through a door or stair.
    PersonPerSecond,
    /// A share from 0 to 1.
    Fraction,
    /// A plain number of things (messages, orders, doors).
    Count,
    /// A number without a unit: a magnitude, an intensity.
    Plain,
    /// Yes (1) or no (0).
    Flag,
    /// A step of a declared scale; written as its word.
    Word,
    /// A set of ids, written separated by spaces.
    Ids,
}

impl Unit {
    /// As it stands in a `unit` column.
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::Second => "s",
            Self::Metre => "m",
            Self::MetrePerSecond => "m/s",
            Self::CubicMetrePerSecond => "m3/s",
            Self::Hectare => "ha",
            Self::Person => "persons",
            Self::PersonMinute => "person-min",
            Self::PersonPerSecond => "persons/s",
            Self::Fraction => "fraction",
            Self::Count => "count",
            Self::Plain => "1",
            Self::Flag => "flag",
            Self::Word => "word",
            Self::Ids => "ids",
        }
    }

    /// Decimals that are written: as many as can mean something.
    pub const fn decimals(self) -> usize {
        match self {
            Self::Second | Self::Fraction | Self::PersonPerSecond => 3,
            Self::Metre | Self::MetrePerSecond => 2,
            Self::PersonMinute | Self::Plain | Self::CubicMetrePerSecond | Self::Hectare => 1,
            Self::Person | Self::Count | Self::Flag | Self::Word | Self::Ids => 0,
        }
    }
}
