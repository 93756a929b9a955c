//! What a text is told, by type: each language says it in its own way, the JSON is the same in all.

use std::collections::BTreeMap;

use crate::record::cell::{self, NotFinite};
use crate::record::clock::{self};
use crate::record::value::Id;
use crate::vocabulary::{Ms, Unit};

/// A typed argument of a text. The catalogue of a language decides how it is said; the JSON is the same in every
/// language.
#[derive(Debug, Clone, PartialEq)]
pub enum Arg {
    /// A text or a word, as it is. A catalogue can choose by it.
    Text(Id),
    /// A text by language code, as the author of a scenario gave it: said in the language of the catalogue, else in
    /// English, else in the first there is.
    Local(BTreeMap<String, String>),
    /// The id of something declared: said by its name, where it has one.
    Id(Id),
    /// A set of ids: said as a list.
    Ids(Vec<Id>),
    /// Several ids of which the first stands for all: said as a list of the first few and the number of the others.
    First(Vec<Id>),
    /// The id of something of a kind with ids of its own (`decision`, `option`…): said by its name there, else as
    /// any other id.
    Of(&'static str, Id),
    /// A whole number. A catalogue can choose its plural by it.
    Count(i64),
    /// A stretch of time.
    DurationMs(Ms),
    /// A moment, in time since the start: said as time of day.
    ClockMs(Ms),
    /// A number with its unit.
    Number(f64, Unit),
}

impl Arg {
    /// What stands for the id of something of a kind in a table of names: no id has a blank.
    pub fn key_of(kind: &str, id: &str) -> Id {
        format!("{kind} {id}").into()
    }

    /// Arguments as a JSON object on one line, in the order given. Durations and moments are in seconds, numbers
    /// in their unit: name such an argument with its unit (`delay_s`, `width_m`).
    ///
    /// # Errors
    /// A number that is not finite.
    pub fn json(args: &[(&'static str, Self)]) -> Result<String, NotFinite> {
        let mut out = String::from("{");
        for (i, (name, arg)) in args.iter().enumerate() {
            if i > 0 {
                out.push(',');
            }
            quote(name, &mut out);
            out.push(':');
            arg.push_json(&mut out)?;
        }
        out.push('}');
        Ok(out)
    }

    fn push_json(&self, out: &mut String) -> Result<(), NotFinite> {
        match self {
            Self::Text(text) | Self::Id(text) | Self::Of(_, text) => quote(text, out),
            Self::First(ids) => quote(ids.first().map_or("", AsRef::as_ref), out),
            Self::Local(texts) => {
                out.push('{');
                for (i, (language, text)) in texts.iter().enumerate() {
                    if i > 0 {
                        out.push(',');
                    }
                    quote(language, out);
                    out.push(':');
                    quote(text, out);
                }
                out.push('}');
            }
            Self::Ids(ids) => {
                out.push('[');
                for (i, id) in ids.iter().enumerate() {
                    if i > 0 {
                        out.push(',');
                    }
                    quote(id, out);
                }
                out.push(']');
            }
            Self::Count(count) => out.push_str(&count.to_string()),
            Self::DurationMs(ms) | Self::ClockMs(ms) => out.push_str(&clock::seconds(*ms)),
            Self::Number(x, unit) => out.push_str(&cell::number(*x, *unit)?),
        }
        Ok(())
    }
}

/// Appends a JSON string.
fn quote(text: &str, out: &mut String) {
    out.push_str(&serde_json::Value::from(text).to_string());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_compact_json_in_the_order_given() {
        let args = [
            ("text", Arg::Text("say \"out\"\n".into())),
            (
                "words",
                Arg::Local(BTreeMap::from(
                    ["en", "sq"].map(|code| (code.to_owned(), format!("in {code}"))),
                )),
            ),
            ("class", Arg::Id("7b".into())),
            ("missing", Arg::Ids(vec!["7b-03".into(), "7b-11".into()])),
            ("nobody", Arg::Ids(vec![])),
            (
                "about",
                Arg::First(vec!["alarm@school".into(), "crack@stair-b".into()]),
            ),
            ("decision", Arg::Of("decision", "call-112".into())),
            ("count", Arg::Count(-2)),
            ("delay_s", Arg::DurationMs(1_500)),
            ("at_s", Arg::ClockMs(330_000)),
            ("width_m", Arg::Number(1.2, Unit::Metre)),
        ];
        let json = Arg::json(&args).unwrap();
        assert_eq!(
            json,
            r#"{"text":"say \"out\"\n","words":{"en":"in en","sq":"in sq"},"class":"7b","missing":["7b-03","7b-11"],"nobody":[],"about":"alarm@school","decision":"call-112","count":-2,"delay_s":1.500,"at_s":330.000,"width_m":1.20}"#
        );
        assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok());
        assert_eq!(Arg::json(&[]).unwrap(), "{}");
        assert!(Arg::json(&[("x", Arg::Number(f64::NAN, Unit::Metre))]).is_err());
    }
}
