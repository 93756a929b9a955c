//! Numbers as they stand in tables: as the program writes them, and as a spreadsheet hands them back.

/// What a comma means inside a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comma {
    /// Decimals follow: cells are parted by something else.
    Decimals,
    /// Thousands follow: cells are parted by commas, and this one stands in quotes.
    Thousands,
}

impl Comma {
    /// What it means where cells are parted so.
    pub(super) fn of(delimiter: u8) -> Self {
        if delimiter == b',' {
            Self::Thousands
        } else {
            Self::Decimals
        }
    }
}

/// No result of a run comes near this: sums and squares of what is smaller are still numbers.
const LARGEST: f64 = 1e15;

/// What a cell of a table holds.
///
/// # Errors
/// What stands there instead of a number, in words that say how it came there.
pub(super) fn number(cell: &str, comma: Comma) -> Result<Option<f64>, String> {
    let cell = cell.trim();
    if cell.is_empty() {
        return Ok(None);
    }
    let plain = match (cell.matches(',').count(), comma) {
        (0, _) => cell.to_owned(),
        (1, Comma::Decimals) if !cell.contains('.') => cell.replace(',', "."),
        _ => {
            return Err(format!(
                "`{cell}` has a comma for thousands: save the file again without"
            ));
        }
    };
    match plain.parse::<f64>() {
        Ok(number) if number.is_finite() && number.abs() < LARGEST => Ok(Some(number)),
        Ok(number) if number.is_finite() => Err(format!("`{cell}` is larger than any result of a run")),
        _ if is_date(cell) => Err(format!(
            "`{cell}` is a date: a spreadsheet took the number for one; open the file there as text, or take it from the batch again"
        )),
        _ => Err(format!("`{cell}` is no number")),
    }
}

/// A whole number from 0: a seed.
pub(super) fn whole(cell: &str, comma: Comma) -> Result<u64, String> {
    let number =
        number(cell, comma)?.filter(|number| *number >= 0.0 && number.fract() == 0.0 && *number < 1e15);
    number
        .map(|number| number as u64)
        .ok_or_else(|| format!("`{cell}` is no seed: a seed is a whole number from 0"))
}

/// `03.05.2026`, `3/5/2026`, `2026-05-03`, `3-May`.
fn is_date(cell: &str) -> bool {
    let parts: Vec<&str> = cell.split(['.', '/', '-', ' ']).collect();
    let is_part = |part: &&str| {
        let (digits, letters) = (
            part.bytes().all(|byte| byte.is_ascii_digit()),
            part.chars().all(char::is_alphabetic),
        );
        !part.is_empty() && ((digits && part.len() <= 4) || (letters && part.chars().count() >= 3))
    };
    (2..=3).contains(&parts.len()) && parts.iter().all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back_from_spreadsheets() {
        let read = |cell| number(cell, Comma::Decimals);
        assert_eq!(read("68.000"), Ok(Some(68.0)));
        assert_eq!(read("68,512"), Ok(Some(68.512)));
        assert_eq!(read(" -3 "), Ok(Some(-3.0)));
        assert_eq!(read(""), Ok(None));
        assert_eq!(read("1E+05"), Ok(Some(100_000.0)));
        for (cell, word) in [
            ("NaN", "no number"),
            ("inf", "no number"),
            ("3-May", "date"),
            ("03.05.2026", "date"),
            ("2026-05-03", "date"),
            ("1,234,567", "thousands"),
            ("1,234.5", "thousands"),
            ("many", "no number"),
            ("1e300", "larger"),
            ("-1e15", "larger"),
        ] {
            let said = read(cell).expect_err(cell);
            assert!(said.contains(word), "{said}");
        }
        assert!(number("1,234", Comma::Thousands).is_err());
        assert_eq!(whole("7,0", Comma::Decimals), Ok(7));
        for cell in ["7.5", "-1", ""] {
            assert!(whole(cell, Comma::Decimals).is_err(), "{cell}");
        }
    }
}
