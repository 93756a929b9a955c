//! How a value becomes the text of a cell, once for every file that leaves the program.

use std::borrow::Cow;

use super::value::Value;
use crate::vocabulary::Unit;

/// A number that is none: it must never reach a file.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[error("{0} is not a number that can be written")]
pub struct NotFinite(pub f64);

/// A number with the decimals of its unit: `1.20`, never `-0`, never `NaN`.
pub(super) fn number(value: f64, unit: Unit) -> Result<String, NotFinite> {
    decimal(value, unit.decimals())
}

/// A mean of whole numbers: `12.345`.
pub(super) fn mean(value: f64) -> Result<String, NotFinite> {
    decimal(value, 3)
}

/// A number of whatever kind: `0.001234`.
pub(super) fn fine(value: f64) -> Result<String, NotFinite> {
    decimal(value, 6)
}

fn decimal(value: f64, decimals: usize) -> Result<String, NotFinite> {
    if !value.is_finite() {
        return Err(NotFinite(value));
    }
    let text = format!("{value:.decimals$}");
    let is_zero = text.bytes().all(|b| matches!(b, b'-' | b'0' | b'.'));
    Ok(match text.strip_prefix('-') {
        Some(positive) if is_zero => positive.to_owned(),
        _ => text,
    })
}

/// A value of any type, as [`Value`] says.
///
/// # Errors
/// A number that is not finite.
pub fn value(value: &Value) -> Result<Cow<'_, str>, NotFinite> {
    Ok(match value {
        Value::Number(x, unit) => Cow::Owned(number(*x, *unit)?),
        Value::Flag(flag) => Cow::Borrowed(if *flag { "1" } else { "0" }),
        Value::Word(word) => Cow::Borrowed(word),
        Value::Ids(ids) if ids.is_empty() => Cow::Borrowed("none"),
        Value::Ids(ids) => Cow::Owned(ids.join(" ")),
        Value::Unknown => Cow::Borrowed("unknown"),
    })
}

/// A text that a spreadsheet can open without running it.
///
/// A cell that begins with `=`, `+`, `-` or `@` is a formula to a spreadsheet, and names in a scenario may come
/// from anybody. Such a text gets an apostrophe in front, unless it is a plain number (a floor `-1`); so does a
/// text that begins with an apostrophe, so that taking one away always gives the original back. Control
/// characters become spaces: a row stays one line.
pub fn text(text: &str) -> Cow<'_, str> {
    let line = if text.contains(char::is_control) {
        Cow::Owned(text.replace(char::is_control, " "))
    } else {
        Cow::Borrowed(text)
    };
    if line.starts_with(['=', '+', '-', '@', '\'']) && !is_plain_number(&line) {
        Cow::Owned(format!("'{line}"))
    } else {
        line
    }
}

/// An optional minus, digits, and perhaps a point with digits.
fn is_plain_number(text: &str) -> bool {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    [whole, fraction]
        .iter()
        .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_the_decimals_of_their_unit_and_no_negative_zero() {
        for (value, unit, text) in [
            (12.345_67, Unit::Second, "12.346"),
            (-0.0, Unit::Second, "0.000"),
            (-0.000_4, Unit::Second, "0.000"),
            (-0.000_6, Unit::Second, "-0.001"),
            (f64::from(0.1_f32), Unit::Metre, "0.10"),
            (1.339, Unit::MetrePerSecond, "1.34"),
            (749.0, Unit::Person, "749"),
            (-0.4, Unit::Count, "0"),
            (2.5, Unit::PersonMinute, "2.5"),
            (0.1 + 0.2, Unit::Fraction, "0.300"),
            (1e21, Unit::Count, "1000000000000000000000"),
        ] {
            assert_eq!(number(value, unit).unwrap(), text);
        }
        for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert!(number(value, Unit::Metre).is_err());
        }
    }

    #[test]
    fn values_of_every_type() {
        let ids = Value::Ids(vec!["7b-03".into(), "7b-11".into()]);
        for (value_, text) in [
            (Value::persons(23), "23"),
            (Value::Flag(true), "1"),
            (Value::Flag(false), "0"),
            (Value::Word("over"), "over"),
            (ids, "7b-03 7b-11"),
            (Value::Ids(vec![]), "none"),
            (Value::Unknown, "unknown"),
        ] {
            assert_eq!(value(&value_).unwrap(), text);
        }
        assert!(value(&Value::Number(f64::NAN, Unit::Metre)).is_err());
    }

    #[test]
    fn a_text_is_never_a_formula_and_a_number_stays_one() {
        for (raw, cell) in [
            ("=HYPERLINK(\"x\")", "'=HYPERLINK(\"x\")"),
            ("+355 69", "'+355 69"),
            ("-cmd", "'-cmd"),
            ("-", "'-"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", " =1"),
            ("'quoted'", "''quoted'"),
            ("two\r\nlines", "two  lines"),
            ("-1", "-1"),
            ("-1.5", "-1.5"),
            ("-1+2", "'-1+2"),
            ("7b", "7b"),
            ("", ""),
            ("Shkolla «Nënë Tereza»", "Shkolla «Nënë Tereza»"),
        ] {
            assert_eq!(text(raw), cell, "{raw:?}");
        }
    }
}
