//! How each language writes figures: its decimal sign, and how it groups digits.

use fluent_bundle::FluentValue;

/// How a language writes numbers.
///
/// # Source
/// CLDR, `numbers.json` of the language: decimal and group symbols, `minimumGroupingDigits`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NumberFormat {
    decimal: char,
    group: char,
    /// Digits that must stand before the first group: 2 leaves 1234 whole and splits 12345.
    minimum_grouping_digits: usize,
}

const ENGLISH: NumberFormat = NumberFormat {
    decimal: '.',
    group: ',',
    minimum_grouping_digits: 1,
};
const ALBANIAN: NumberFormat = NumberFormat {
    decimal: ',',
    group: '\u{a0}',
    minimum_grouping_digits: 2,
};

/// What a bundle calls to write a value; it cannot carry data, so each language has its own.
pub(super) type Formatter<M> = fn(&FluentValue, &M) -> Option<String>;

/// The formatter of a language; the English one where none is declared.
pub(super) fn formatter<M>(language: &str) -> Formatter<M> {
    match language {
        "sq" => |value, _| format(value, ALBANIAN),
        _ => |value, _| format(value, ENGLISH),
    }
}

fn format(value: &FluentValue, format: NumberFormat) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(format.write(&number.as_string(), number.options.use_grouping)),
        _ => None,
    }
}

impl NumberFormat {
    /// Plain digits (`-12345.60`) as the language writes them.
    fn write(self, plain: &str, grouped: bool) -> String {
        let (sign, unsigned) = plain.strip_prefix('-').map_or(("", plain), |rest| ("-", rest));
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let groups = grouped && whole.len() >= 3 + self.minimum_grouping_digits;
        let mut out = sign.to_owned();
        for (i, digit) in whole.chars().enumerate() {
            if groups && i > 0 && (whole.len() - i) % 3 == 0 {
                out.push(self.group);
            }
            out.push(digit);
        }
        if !fraction.is_empty() {
            out.push(self.decimal);
            out.push_str(fraction);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_writes_numbers_its_own_way() {
        for (plain, english, albanian) in [
            ("0", "0", "0"),
            ("999", "999", "999"),
            ("1234", "1,234", "1234"),
            ("12345.60", "12,345.60", "12\u{a0}345,60"),
            ("-1234567", "-1,234,567", "-1\u{a0}234\u{a0}567"),
        ] {
            assert_eq!(ENGLISH.write(plain, true), english);
            assert_eq!(ALBANIAN.write(plain, true), albanian);
        }
        assert_eq!(ENGLISH.write("12345", false), "12345");
    }
}
