//! Decimal numbers of texts, with a point or a comma.

use super::quantity::Misfit;

/// Both readings of a number whose comma may stand before decimals or between thousands (`1,310`), as a help; none where it
/// can only be one of the two.
pub fn either_comma(text: &str) -> Option<String> {
    let (whole, after) = text.split_once(',')?;
    let digits = whole.strip_prefix(['-', '+']).unwrap_or(whole);
    let is_digits = |part: &str| part.bytes().all(|c| c.is_ascii_digit());
    let could_be_thousands = (1..=3).contains(&digits.len()) && !digits.starts_with('0') && after.len() == 3;
    if !could_be_thousands || !is_digits(digits) || !is_digits(after) {
        return None;
    }
    let decimals = after.trim_end_matches('0');
    let decimals = if decimals.is_empty() { "0" } else { decimals };
    Some(format!(
        "the comma may stand before decimals or between thousands: write `{whole}.{decimals}` or `{whole}{after}`"
    ))
}

/// A decimal number of a text: `1.5`, and `1,5` where the comma is a decimal sign.
///
/// # Errors
/// What is no finite number.
pub fn decimal(text: &str, comma: bool) -> Result<f64, Misfit> {
    let wrong = |help: &str| Misfit::new("wrong-type", format!("`{text}` is no number"), help);
    let written = if comma && !text.contains('.') {
        text.replacen(',', ".", 1)
    } else {
        text.to_owned()
    };
    if written.contains(',') {
        return Err(wrong(
            "write decimals with a point and leave out thousands separators: `1234.5`",
        ));
    }
    let plain = !written.is_empty()
        && written
            .bytes()
            .all(|c| c.is_ascii_digit() || b"+-.eE".contains(&c));
    let value = written
        .parse::<f64>()
        .ok()
        .filter(|value| plain && value.is_finite());
    value.ok_or_else(|| wrong("write digits, like `12` or `1.5`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comma_before_three_digits_is_read_in_both_ways() {
        for (text, decimal, thousands) in [
            ("1,310", "`1.31`", "`1310`"),
            ("-20,000", "`-20.0`", "`-20000`"),
            ("999,999", "`999.999`", "`999999`"),
        ] {
            let help = either_comma(text).expect(text);
            assert!(help.contains(decimal) && help.contains(thousands), "{help}");
        }
        for text in [
            "1,5",
            "1,31",
            "1,3100",
            "0,310",
            "1234,500",
            "1,310,000",
            ",310",
            "x,310",
            "1310",
        ] {
            assert_eq!(either_comma(text), None, "{text}");
        }
    }

    #[test]
    fn decimals_take_a_comma_only_where_it_is_one() {
        assert_eq!(decimal("1,5", true), Ok(1.5));
        assert_eq!(decimal("1.5", true), Ok(1.5));
        assert!(decimal("1,5", false).is_err());
        assert!(decimal("1.234,5", true).is_err());
        assert!(
            decimal("nan", true).is_err() && decimal("", true).is_err() && decimal("1e999", true).is_err()
        );
    }
}
