//! What a scenario file may say, declared once.
//!
//! A [`Section`] lists the keys of a table. From the same declaration come the check ([`super::check`]), typed
//! reading ([`super::view`]), ids and references ([`super::ids`]), the JSON Schema ([`super::schema`]) and the
//! reference page ([`super::reference`]): they cannot drift apart.

use super::limits;
use super::quantity::written_duration;
use crate::geo::raster::Limits;

/// The keys of a table.
#[derive(Debug)]
pub struct Section {
    /// What it is called, unique among all sections: the heading of the reference, the name in the schema.
    pub name: &'static str,
    /// One or two sentences for the reference.
    pub doc: &'static str,
    /// Its keys; their order is the order of the reference.
    pub fields: &'static [Field],
}

/// One key of a table, or one column of a CSV file.
#[derive(Debug)]
pub struct Field {
    /// The key, with the unit of a physical quantity: `width_m`.
    pub key: &'static str,
    /// What it holds.
    pub shape: Shape,
    /// Whether it must be there.
    pub presence: Presence,
    /// One sentence for the reference.
    pub doc: &'static str,
}

/// Whether a key must be there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Presence {
    /// It must.
    Required,
    /// It may be left out, and then means nothing.
    Optional,
    /// It may be left out, and then means this.
    Default(Literal),
}

/// The value of a key that was left out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Literal {
    /// A text, word, duration or moment.
    Text(&'static str),
    /// A whole number.
    Integer(i64),
    /// A number.
    Number(f64),
    /// True or false.
    Flag(bool),
    /// A duration that is drawn: half of the draws are below the first, nine of ten below the second.
    Spread(&'static str, &'static str),
}

/// What a key holds.
#[derive(Debug)]
pub enum Shape {
    /// A text in one language, or a name without language.
    Text,
    /// A text for people: `"…"` or `{ en = "…", sq = "…" }`.
    LocalText,
    /// `true` or `false`.
    Flag,
    /// A whole number.
    Integer {
        /// The smallest.
        min: i64,
        /// The largest.
        max: i64,
    },
    /// A number.
    Number {
        /// Its unit, as in the key: `m`, `m/s`; empty for a pure number.
        unit: &'static str,
        /// The smallest.
        min: f64,
        /// The largest.
        max: f64,
    },
    /// A share: `0.3` or `"30 %"`.
    Fraction,
    /// A duration: `"25 min"`.
    Duration {
        /// The shortest, ms.
        min_ms: i64,
        /// The longest, ms.
        max_ms: i64,
    },
    /// A duration that may be drawn: `"40 s"` or `{ median = "40 s", p90 = "2 min" }`.
    DurationSpread {
        /// The longest, ms.
        max_ms: i64,
    },
    /// A number that may be drawn: `1.2` or `{ median = 1.2, p90 = 1.6 }`.
    NumberSpread {
        /// Its unit.
        unit: &'static str,
        /// The smallest; a median is more than zero besides.
        min: f64,
        /// The largest.
        max: f64,
    },
    /// A moment: `"5 min"`, `"10:31"`, `"4 min after mainshock"`, ISO 8601.
    Moment {
        /// What it may hang on.
        anchors: &'static [Namespace],
    },
    /// A date and time with its offset from UTC.
    DateTime,
    /// One of these words.
    OneOf(&'static [Word]),
    /// A new id that names nothing else. `capitals` as in a class `7B`.
    Id {
        /// Whether capital letters are allowed.
        capitals: bool,
    },
    /// The id of something declared elsewhere, or one of a few words.
    Reference {
        /// Where it may be declared.
        to: &'static [Namespace],
        /// Words that stand for something else: `every-adult`. One without a doc is understood, and explained
        /// elsewhere.
        or: &'static [Word],
    },
    /// A key of a table beside it: `choose = "leave"` of `options`.
    KeyOf {
        /// The key of that table.
        table: &'static str,
        /// Words that stand for something else.
        or: &'static [Word],
    },
    /// A condition in the trigger language; its own parser reads it.
    Expression,
    /// The name of a file in the folder of the scenario.
    File {
        /// How it may end: `csv`, `geojson`.
        extensions: &'static [&'static str],
    },
    /// A list.
    List {
        /// Of these.
        of: &'static Shape,
        /// At least so many.
        min: usize,
        /// At most so many.
        max: usize,
    },
    /// A table with fixed keys.
    Table(&'static Section),
    /// A table keyed by id.
    Keyed {
        /// What each id holds.
        of: &'static Shape,
        /// The namespace its keys are declared in; none where they only count inside this table.
        declares: Option<Namespace>,
        /// At most so many.
        max: usize,
    },
    /// A table keyed by the ids of something declared elsewhere.
    KeyedBy {
        /// What each id holds.
        of: &'static Shape,
        /// Where the ids may be declared.
        to: &'static [Namespace],
        /// At most so many.
        max: usize,
    },
    /// A table whose keys depend on its `kind`.
    Kinds(&'static [Variant]),
    /// A list of actions, each a table whose keys depend on its `action`. A function, because the actions are
    /// declared in the vocabulary and their sections made from there.
    Actions(fn() -> &'static [Variant]),
    /// One action: a table whose keys depend on its `action`.
    Action(fn() -> &'static [Variant]),
}

/// A word with its meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// The word.
    pub word: &'static str,
    /// What it means.
    pub doc: &'static str,
}

impl Word {
    /// A word with its meaning.
    pub const fn new(word: &'static str, doc: &'static str) -> Self {
        Self { word, doc }
    }
}

/// A kind of table: its name in `kind` or `action`, and its other keys.
#[derive(Debug, Clone, Copy)]
pub struct Variant {
    /// The name.
    pub name: &'static str,
    /// The other keys.
    pub section: &'static Section,
}

impl Variant {
    /// A kind of table.
    pub const fn new(name: &'static str, section: &'static Section) -> Self {
        Self { name, section }
    }
}

/// Where ids of one sort are declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Namespace {
    /// Its name: `position`.
    pub name: &'static str,
    /// With its article, as messages say it: `a position`.
    pub noun: &'static str,
}

impl Namespace {
    /// A sort of ids.
    pub const fn new(name: &'static str, noun: &'static str) -> Self {
        Self { name, noun }
    }
}

impl Field {
    /// A key that must be there.
    pub const fn required(key: &'static str, shape: Shape, doc: &'static str) -> Self {
        Self {
            key,
            shape,
            presence: Presence::Required,
            doc,
        }
    }

    /// A key that may be left out.
    pub const fn optional(key: &'static str, shape: Shape, doc: &'static str) -> Self {
        Self {
            key,
            shape,
            presence: Presence::Optional,
            doc,
        }
    }

    /// A key that means `default` when it is left out.
    pub const fn default(key: &'static str, shape: Shape, default: Literal, doc: &'static str) -> Self {
        Self {
            key,
            shape,
            presence: Presence::Default(default),
            doc,
        }
    }
}

impl Section {
    /// The declaration of a key.
    pub fn field(&self, key: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.key == key)
    }
}

impl Shape {
    /// Any duration.
    pub const DURATION: Self = Self::Duration {
        min_ms: 0,
        max_ms: limits::DURATION_MS,
    };
    /// A duration that may be drawn.
    pub const DURATION_SPREAD: Self = Self::DurationSpread {
        max_ms: limits::DURATION_MS,
    };

    /// What a number may be, for files that are not checked cell by cell.
    ///
    /// # Panics
    /// When it is no number: a slip of the program.
    pub fn limits(&self) -> Limits {
        let Self::Number { unit, min, max } = *self else {
            panic!("{} has no limits", self.noun())
        };
        Limits {
            min,
            max,
            unit: unit.to_owned(),
        }
    }

    /// The id of something declared in one of these namespaces.
    pub const fn reference(to: &'static [Namespace]) -> Self {
        Self::Reference { to, or: &[] }
    }

    /// A list of any length.
    pub const fn list(of: &'static Shape) -> Self {
        Self::List {
            of,
            min: 0,
            max: limits::ENTRIES,
        }
    }

    /// Tables keyed by ids that others may refer to.
    pub const fn keyed(of: &'static Shape, declares: Namespace) -> Self {
        Self::Keyed {
            of,
            declares: Some(declares),
            max: limits::ENTRIES,
        }
    }

    /// Whether it holds tables that are checked and read one by one: what is wrong inside such a table spoils that
    /// table and not the one around it.
    pub fn holds_tables(&self) -> bool {
        match self {
            Self::Table(_) | Self::Kinds(_) | Self::Actions(_) | Self::Action(_) => true,
            Self::Keyed { of, .. } | Self::KeyedBy { of, .. } | Self::List { of, .. } => of.holds_tables(),
            _ => false,
        }
    }

    /// What a person would have to write, as a noun: `a number in m from 0.1 to 50`.
    pub fn noun(&self) -> String {
        match self {
            Self::Text => "a text".to_owned(),
            Self::LocalText => "a text, or one text a language: `{ en = \"…\", sq = \"…\" }`".to_owned(),
            Self::Flag => "`true` or `false`".to_owned(),
            Self::Integer { min, max } => {
                format!("a whole number{}", range(&min.to_string(), integer_limit(*max)))
            }
            Self::Number { unit, min, max } => {
                format!("{}{}", number(unit), range(&min.to_string(), float_limit(*max)))
            }
            Self::Fraction => "a share from 0 to 1, or a text like \"30 %\"".to_owned(),
            Self::Duration { min_ms, max_ms } => {
                format!("a duration like \"25 min\"{}", durations(*min_ms, *max_ms))
            }
            Self::DurationSpread { max_ms } => format!(
                "a duration like \"40 s\", or a spread of it: `{{ median = \"40 s\", p90 = \"2 min\" }}`{}",
                durations(0, *max_ms)
            ),
            Self::NumberSpread { unit, min, max } => format!(
                "{}{}, or a spread of it: `{{ median = 1.2, p90 = 1.6 }}`",
                number(unit),
                range(&min.to_string(), float_limit(*max))
            ),
            Self::Moment { anchors } => moment_noun(anchors),
            Self::DateTime => {
                "a date and time with its offset from UTC: `2026-03-12T10:20:00+01:00`".to_owned()
            }
            Self::OneOf(words) => format!("one of {}", quoted(words.iter().map(|word| word.word))),
            Self::Id { .. } => "an id".to_owned(),
            Self::Reference { to, or } => or_a_word(format!("the id of {}", nouns(to)), or),
            Self::KeyOf { table, or } => or_a_word(format!("a key of `{table}`"), or),
            Self::Expression => "a condition in quotes".to_owned(),
            Self::File { extensions } => {
                let ends = quoted(extensions.iter().copied());
                format!("the name of a file that ends in {ends}")
            }
            Self::List { of, .. } => format!("a list, each {}", of.noun()),
            Self::Table(section) => format!("a table ({})", section.name),
            Self::Keyed { of, declares, .. } => {
                let id = declares.map_or_else(|| "id".to_owned(), |sort| format!("the id of {}", sort.noun));
                format!("a table keyed by {id}, each {}", of.noun())
            }
            Self::KeyedBy { of, to, .. } => {
                format!("a table keyed by the id of {}, each {}", nouns(to), of.noun())
            }
            Self::Kinds(variants) => {
                let kinds = quoted(variants.iter().map(|variant| variant.name));
                format!("a table whose `kind` is {kinds}")
            }
            Self::Actions(_) => "a list of actions: `[{ action = \"…\" }]`".to_owned(),
            Self::Action(_) => "an action: `{ action = \"…\" }`".to_owned(),
        }
    }
}

fn moment_noun(anchors: &[Namespace]) -> String {
    if anchors.is_empty() {
        return "a moment: \"5 min\" (after the start), \"10:31\" or ISO 8601".to_owned();
    }
    format!(
        "a moment: \"5 min\" (after the start), \"10:31\", \"4 min after …\" ({}) or ISO 8601",
        nouns(anchors)
    )
}

/// The id of a position, or `everyone`; words without a doc are explained elsewhere.
fn or_a_word(noun: String, or: &[Word]) -> String {
    if or.iter().all(|word| word.doc.is_empty()) {
        return noun;
    }
    format!("{noun}, or {}", quoted(or.iter().map(|word| word.word)))
}

fn number(unit: &str) -> String {
    if unit.is_empty() {
        "a number".to_owned()
    } else {
        format!("a number in {unit}")
    }
}

fn range(min: &str, max: Option<String>) -> String {
    match max {
        Some(max) => format!(" from {min} to {max}"),
        None => format!(" of at least {min}"),
    }
}

fn integer_limit(max: i64) -> Option<String> {
    (max != i64::MAX).then(|| max.to_string())
}

fn float_limit(max: f64) -> Option<String> {
    max.is_finite().then(|| max.to_string())
}

fn durations(min_ms: i64, max_ms: i64) -> String {
    match (min_ms, max_ms) {
        (0, limits::DURATION_MS) => String::new(),
        (0, max) => format!(" of at most {}", written_duration(max)),
        (min, limits::DURATION_MS) => format!(" of at least {}", written_duration(min)),
        (min, max) => format!(" from {} to {}", written_duration(min), written_duration(max)),
    }
}

/// `a position or a class`.
pub fn nouns(namespaces: &[Namespace]) -> String {
    let nouns: Vec<&str> = namespaces.iter().map(|namespace| namespace.noun).collect();
    match nouns.split_last() {
        None => "nothing".to_owned(),
        Some((last, [])) => (*last).to_owned(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
    }
}

/// `` `a`, `b` or `c` ``.
pub fn quoted<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let quoted: Vec<String> = words.map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        None => "nothing".to_owned(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
    }
}
