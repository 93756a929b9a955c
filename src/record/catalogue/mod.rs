//! Every sentence that leaves the program, by language.
//!
//! A record carries a key and typed arguments; the catalogue of the language asked for makes a text of them when
//! the run is written. So `--language` changes texts and nothing else: keys, ids and words stay.

mod arg;
mod numbers;

use std::collections::BTreeMap;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::types::FluentNumber;
use fluent_bundle::{FluentArgs, FluentError, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

pub use arg::Arg;

use super::cell;
use super::clock::{self, Clock};
use super::value::Id;
use crate::vocabulary::{Ms, Unit};

/// The languages there are: code, texts.
const LANGUAGES: &[(&str, &str)] = &[
    ("en", include_str!("../../../locales/en.ftl")),
    ("sq", include_str!("../../../locales/sq.ftl")),
];

/// What the catalogue itself says, beside the events and labels of others: (key, arguments).
const OWN_TEXTS: &[(&str, &[&str])] = &[
    ("duration-h-min", &["hours", "minutes"]),
    ("duration-min-s", &["minutes", "seconds"]),
    ("duration-s", &["seconds"]),
    ("list-and-others", &["rest", "n"]),
    ("list-last", &["rest", "last"]),
    ("list-more", &["first", "rest"]),
    ("list-none", &[]),
    ("unit-count", &["n"]),
    ("unit-cubic-metre-per-second", &["n"]),
    ("unit-fraction", &["n"]),
    ("unit-hectare", &["n"]),
    ("unit-metre", &["n"]),
    ("unit-metre-per-second", &["n"]),
    ("unit-person", &["n"]),
    ("unit-person-minute", &["n"]),
    ("unit-person-per-second", &["n"]),
    ("unit-second", &["n"]),
];

/// Of several things a sentence names so many.
const LISTED: usize = 3;

/// Why a catalogue cannot be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CatalogueError {
    /// Nobody has translated into this language yet.
    #[error("there is no language `{asked}`; there is {}", known.join(", "))]
    UnknownLanguage {
        /// What was asked for.
        asked: String,
        /// What exists.
        known: Vec<&'static str>,
    },
    /// The file of texts does not parse.
    #[error("the texts of language `{language}` cannot be read: {problems}")]
    Malformed {
        /// The language.
        language: String,
        /// What the parser said.
        problems: String,
    },
}

/// The texts of one language.
pub struct Catalogue {
    language: String,
    bundle: FluentBundle<FluentResource>,
    clock: Option<Clock>,
    names: BTreeMap<Id, String>,
}

impl Catalogue {
    /// The shipped texts of a language (`en`).
    ///
    /// # Errors
    /// A language that is not there; the error lists those that are.
    pub fn load(language: &str) -> Result<Self, CatalogueError> {
        let (_, source) = LANGUAGES
            .iter()
            .find(|(code, _)| *code == language)
            .ok_or_else(|| CatalogueError::UnknownLanguage {
                asked: language.to_owned(),
                known: Self::languages(),
            })?;
        Self::from_source(language, (*source).to_owned())
    }

    /// Texts of a language from a Fluent file.
    ///
    /// # Errors
    /// A language code or a file that cannot be read, or a key that is given twice.
    pub fn from_source(language: &str, source: String) -> Result<Self, CatalogueError> {
        let malformed = |problems: String| CatalogueError::Malformed {
            language: language.to_owned(),
            problems,
        };
        let tag: LanguageIdentifier = language
            .parse()
            .map_err(|_| malformed("not a language code".to_owned()))?;
        let resource = FluentResource::try_new(source).map_err(|(_, errors)| malformed(join(&errors)))?;
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        // Fluent wraps arguments in invisible direction marks by default; a spreadsheet's filter trips over them.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(numbers::formatter(language)));
        // Without it NUMBER() is unknown and ordinals silently take their "other" form.
        bundle
            .add_builtins()
            .map_err(|error| malformed(error.to_string()))?;
        bundle
            .add_resource(resource)
            .map_err(|errors| malformed(join(&errors)))?;
        Ok(Self {
            language: language.to_owned(),
            bundle,
            clock: None,
            names: BTreeMap::new(),
        })
    }

    /// The same texts for one scenario: with its clock for moments and its names for ids.
    #[must_use]
    pub fn for_scenario(mut self, clock: Clock, names: BTreeMap<Id, String>) -> Self {
        self.clock = Some(clock);
        self.names = names;
        self
    }

    /// The code of the language.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// The codes of all languages.
    pub fn languages() -> Vec<&'static str> {
        LANGUAGES.iter().map(|(code, _)| *code).collect()
    }

    /// The text of a key. What is missing in the catalogue stays visible (`{$class}`, or the key itself): a run
    /// is worth more than a sentence, and a test keeps the catalogues whole.
    pub fn text(&self, key: &str, args: &[(&str, Arg)]) -> String {
        let values = args.iter().map(|(name, arg)| (*name, self.value(arg))).collect();
        self.format(key, &values).0
    }

    /// A text that stands alone: its first letter is a capital, whatever word of a scenario it begins with.
    pub fn sentence(&self, key: &str, args: &[(&str, Arg)]) -> String {
        capitalised(&self.text(key, args))
    }

    fn value(&self, arg: &Arg) -> FluentValue<'static> {
        match arg {
            Arg::Text(text) => FluentValue::from(text.to_string()),
            Arg::Local(texts) => FluentValue::from(self.in_own_language(texts).to_owned()),
            Arg::Id(id) => FluentValue::from(self.name(id)),
            Arg::Ids(ids) => FluentValue::from(self.list(ids)),
            Arg::First(ids) => FluentValue::from(self.first_few(ids)),
            Arg::Of(kind, id) => FluentValue::from(self.name_of(kind, id)),
            Arg::Count(count) => FluentValue::from(*count),
            Arg::DurationMs(ms) => FluentValue::from(self.duration(*ms)),
            Arg::ClockMs(ms) => FluentValue::from(
                self.clock
                    .map_or_else(|| clock::elapsed(*ms), |c| c.time_of_day(*ms)),
            ),
            Arg::Number(x, unit) => FluentValue::from(self.quantity(*x, *unit)),
        }
    }

    fn in_own_language<'a>(&self, texts: &'a BTreeMap<String, String>) -> &'a str {
        let found = [self.language.as_str(), "en"]
            .into_iter()
            .find_map(|code| texts.get(code));
        found.or_else(|| texts.values().next()).map_or("", String::as_str)
    }

    fn name(&self, id: &Id) -> String {
        self.names.get(id).cloned().unwrap_or_else(|| id.to_string())
    }

    fn name_of(&self, kind: &str, id: &Id) -> String {
        let name = self.names.get(&Arg::key_of(kind, id));
        name.cloned().unwrap_or_else(|| self.name(id))
    }

    /// `a, b and c`; of more than a sentence holds, `a, b, c and 2 more`.
    fn first_few(&self, ids: &[Id]) -> String {
        if ids.len() <= LISTED {
            return self.list(ids);
        }
        let (named, others) = ids.split_at(LISTED);
        let named = self.joined(named).unwrap_or_default();
        let more = decimal(others.len() as f64, 0);
        self.own("list-and-others", [("rest", named.into()), ("n", more)])
    }

    /// `a, b, c`; nothing if there is nothing.
    fn joined(&self, ids: &[Id]) -> Option<String> {
        let names = ids.iter().map(|id| self.name(id));
        names.reduce(|first, next| self.own("list-more", [("first", first.into()), ("rest", next.into())]))
    }

    /// `a, b and c`.
    fn list(&self, ids: &[Id]) -> String {
        let Some((last, rest)) = ids.split_last() else {
            return self.own("list-none", []);
        };
        let last = self.name(last);
        match self.joined(rest) {
            Some(rest) => self.own("list-last", [("rest", rest.into()), ("last", last.into())]),
            None => last,
        }
    }

    /// As exact as people say it: tenths below ten seconds, else seconds, from an hour on minutes.
    fn duration(&self, ms: Ms) -> String {
        let tenths = (ms + 50).div_euclid(100);
        if tenths < 100 && tenths % 10 != 0 {
            return self.own("duration-s", [("seconds", decimal(tenths as f64 / 10.0, 1))]);
        }
        let seconds = (ms + 500).div_euclid(1000);
        let minutes = (seconds + 30).div_euclid(60);
        match seconds {
            ..60 => self.own("duration-s", [("seconds", decimal(seconds as f64, 0))]),
            60..3600 => self.own(
                "duration-min-s",
                [
                    ("minutes", (seconds / 60).into()),
                    ("seconds", (seconds % 60).into()),
                ],
            ),
            _ => self.own(
                "duration-h-min",
                [
                    ("hours", (minutes / 60).into()),
                    ("minutes", (minutes % 60).into()),
                ],
            ),
        }
    }

    fn quantity(&self, x: f64, unit: Unit) -> String {
        let key = match unit {
            Unit::Second => "unit-second",
            Unit::Metre => "unit-metre",
            Unit::MetrePerSecond => "unit-metre-per-second",
            Unit::CubicMetrePerSecond => "unit-cubic-metre-per-second",
            Unit::Hectare => "unit-hectare",
            Unit::Person => "unit-person",
            Unit::PersonMinute => "unit-person-minute",
            Unit::PersonPerSecond => "unit-person-per-second",
            Unit::Fraction => "unit-fraction",
            Unit::Count | Unit::Plain | Unit::Flag | Unit::Word | Unit::Ids => "unit-count",
        };
        // Rounded as in the files first, so that the plural is that of the number people read.
        let written = cell::number(x, unit)
            .ok()
            .and_then(|text| text.parse().ok())
            .unwrap_or(x);
        self.own(key, [("n", decimal(written, unit.decimals()))])
    }

    fn own<const N: usize>(&self, key: &str, args: [(&str, FluentValue<'static>); N]) -> String {
        self.format(key, &args.into_iter().collect()).0
    }

    /// The text, and what went wrong in making it.
    fn format(&self, key: &str, args: &FluentArgs) -> (String, Vec<FluentError>) {
        let mut errors = Vec::new();
        let text = self
            .bundle
            .get_message(key)
            .and_then(|message| message.value())
            .map(|pattern| {
                self.bundle
                    .format_pattern(pattern, Some(args), &mut errors)
                    .into_owned()
            });
        (text.unwrap_or_else(|| key.to_owned()), errors)
    }
}

/// The same text with a capital first letter.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A number that keeps its decimals when it is written and chooses its plural by them.
fn decimal(x: f64, decimals: usize) -> FluentValue<'static> {
    let mut number = FluentNumber::new(x, fluent_bundle::types::FluentNumberOptions::default());
    number.options.minimum_fraction_digits = (decimals > 0).then_some(decimals);
    FluentValue::Number(number)
}

fn join<E: std::fmt::Display>(errors: &[E]) -> String {
    errors
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("; ")
}

/// Holds the source of a catalogue against what the program says: `declared` is every (key, arguments) there is,
/// from the events and from whoever else has texts. Each must be there and use only the arguments it has; nothing
/// else may be there. Returns what is wrong, one sentence each.
pub fn gaps(language: &str, source: &str, declared: &[(&str, &[&str])]) -> Vec<String> {
    let declared: BTreeMap<&str, &[&str]> = declared.iter().chain(OWN_TEXTS).copied().collect();
    let mut found = BTreeMap::new();
    let mut key = "";
    for line in source.lines() {
        if line.starts_with(|c: char| c.is_ascii_alphabetic()) {
            key = line.split_once('=').map_or(line, |(key, _)| key).trim();
        }
        if !line.starts_with('#') && !key.is_empty() {
            let used: &mut Vec<&str> = found.entry(key).or_default();
            used.extend(line.split('$').skip(1).map(|rest| {
                rest.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-'))
                    .next()
                    .unwrap_or("")
            }));
        }
    }
    let missing = declared.keys().filter(|key| !found.contains_key(*key));
    let mut gaps: Vec<String> = missing
        .map(|key| format!("{language}: `{key}` is missing"))
        .collect();
    for (key, used) in &found {
        let Some(args) = declared.get(key) else {
            gaps.push(format!("{language}: nothing says `{key}`"));
            continue;
        };
        let unknown = used.iter().filter(|name| !args.contains(name));
        gaps.extend(unknown.map(|name| format!("{language}: `{key}` has no argument `{name}`")));
    }
    gaps
}

/// [`gaps`] of every shipped language.
pub fn gaps_of_all(declared: &[(&str, &[&str])]) -> Vec<String> {
    LANGUAGES
        .iter()
        .flat_map(|(language, source)| gaps(language, source, declared))
        .collect()
}

#[cfg(test)]
mod tests {
    use jiff::tz::Offset;

    use super::*;

    fn english() -> Catalogue {
        let source = format!("{}\n{}", LANGUAGES[0].1, "test-all = { $a }|{ $b }\n");
        Catalogue::from_source("en", source).unwrap()
    }

    fn said(catalogue: &Catalogue, arg: Arg) -> String {
        let text = catalogue.text("test-all", &[("a", arg), ("b", Arg::Count(1))]);
        text.strip_suffix("|1").expect("no hidden marks").to_owned()
    }

    #[test]
    fn every_type_of_argument_is_said_in_english() {
        let names = BTreeMap::from([
            (Id::from("7b"), "class VII B".to_owned()),
            (Arg::key_of("decision", "7b"), "leave class VII B".to_owned()),
        ]);
        let clock = Clock::new("2026-03-12T10:20:00+01:00".parse().unwrap(), Offset::constant(1));
        let catalogue = english().for_scenario(clock, names);
        let several = |n: usize| {
            ["7b", "8a", "8b", "9a"]
                .into_iter()
                .take(n)
                .map(Id::from)
                .collect()
        };
        let ids = |n: usize| Arg::Ids(several(n));
        let first = |n: usize| Arg::First(several(n));
        for (arg, text) in [
            (Arg::Text("7b".into()), "7b"),
            (Arg::Id("7b".into()), "class VII B"),
            (Arg::Id("8a".into()), "8a"),
            (ids(0), "none"),
            (ids(1), "class VII B"),
            (ids(2), "class VII B and 8a"),
            (ids(4), "class VII B, 8a, 8b and 9a"),
            (first(1), "class VII B"),
            (first(3), "class VII B, 8a and 8b"),
            (first(4), "class VII B, 8a, 8b and 1 more"),
            (Arg::Of("decision", "7b".into()), "leave class VII B"),
            (Arg::Of("option", "7b".into()), "class VII B"),
            (Arg::Count(12_345), "12,345"),
            (Arg::DurationMs(400), "0.4 s"),
            (Arg::DurationMs(9_960), "10 s"),
            (Arg::DurationMs(12_340), "12 s"),
            (Arg::DurationMs(59_600), "1 min 0 s"),
            (Arg::DurationMs(125_000), "2 min 5 s"),
            (Arg::DurationMs(3_600_000 * 3 + 59_000), "3 h 1 min"),
            (Arg::ClockMs(330_500), "10:25:30"),
            (Arg::Number(1.2, Unit::Metre), "1.20 m"),
            (Arg::Number(0.9999, Unit::Person), "1 person"),
            (Arg::Number(1234.0, Unit::Person), "1,234 people"),
            (Arg::Number(2.0, Unit::PersonMinute), "2.0 person-minutes"),
        ] {
            assert_eq!(said(&catalogue, arg.clone()), text, "{arg:?}");
        }
        assert_eq!(
            said(&english(), Arg::ClockMs(330_500)),
            "0:05:30",
            "without a scenario: time since start"
        );
    }

    #[test]
    fn another_language_brings_its_plurals_ordinals_and_numbers() {
        let source = "
pupils = { $n ->
    [one] { $n } nxënës
   *[other] { $n } nxënësit
 }
floor = Kati { NUMBER($n, type: \"ordinal\") ->
    [one] { $n }-rë
    [many] { $n }-t
   *[other] { $n }-të
 }
unit-metre = { $n } m
width = gjerë { $w }
";
        let catalogue = Catalogue::from_source("sq", source.to_owned()).unwrap();
        let say = |key: &str, n: i64| catalogue.text(key, &[("n", Arg::Count(n))]);
        assert_eq!(say("pupils", 1), "1 nxënës");
        assert_eq!(say("pupils", 1234), "1234 nxënësit");
        assert_eq!(say("pupils", 12_345), "12\u{a0}345 nxënësit");
        assert_eq!(
            (say("floor", 1), say("floor", 4), say("floor", 2)),
            ("Kati 1-rë".into(), "Kati 4-t".into(), "Kati 2-të".into())
        );
        assert_eq!(
            catalogue.text("width", &[("w", Arg::Number(1.2, Unit::Metre))]),
            "gjerë 1,20 m"
        );
    }

    #[test]
    fn an_unknown_language_is_told_what_exists() {
        let error = Catalogue::load("xx").err().unwrap();
        assert_eq!(error.to_string(), "there is no language `xx`; there is en, sq");
        assert!(Catalogue::load("en").is_ok());
        assert!(Catalogue::from_source("en", "a = { $".to_owned()).is_err());
        assert!(
            Catalogue::from_source("en", "a = 1\na = 2".to_owned()).is_err(),
            "a key given twice"
        );
    }

    #[test]
    fn what_is_missing_stays_visible() {
        assert_eq!(english().text("no-such-key", &[]), "no-such-key");
        assert_eq!(english().text("test-all", &[("a", Arg::Count(1))]), "1|{$b}");
    }

    #[test]
    fn gaps_names_what_is_missing_unused_and_misnamed() {
        let own: String = OWN_TEXTS.iter().flat_map(|(key, _)| [key, " = x\n"]).collect();
        let texts = "# a comment with $dollar\nalarm = { $school }\n  more { $skool }\nstray = x\n";
        let source = format!("{own}{texts}");
        let declared: &[(&str, &[&str])] = &[("alarm", &["school"]), ("gone", &[])];
        assert_eq!(
            gaps("en", &source, declared),
            [
                "en: `gone` is missing",
                "en: `alarm` has no argument `skool`",
                "en: nothing says `stray`"
            ]
        );
    }

    #[test]
    fn the_catalogue_can_be_shared_between_threads() {
        fn shared<T: Send + Sync>() {}
        shared::<Catalogue>();
    }
}
