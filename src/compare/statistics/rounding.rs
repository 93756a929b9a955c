//! A number in words has no more digits than its interval bears: "31 ± 6", not "31.4159 ± 6.2832".

/// Where to stop writing a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rounding {
    /// Power of ten of the last digit that says something: −1 is tenths, 2 hundreds.
    pub place: i32,
}

/// More digits of a number than this are dust.
const DIGITS_OF_A_NUMBER: u8 = 15;

/// Digits of a mean that stands without an uncertainty.
const DIGITS_OF_A_MEAN: usize = 3;

/// Where to stop writing a mean and the half-width of its interval, so that the half-width keeps so many significant digits: one
/// of what is assumed, two of what is sourced or verified. 9.6 with one digit is 10, and the mean beside it goes by tens.
///
/// A half-width of zero says nothing: the mean has three digits then, or as many as stand before the point, and no zeros at its end.
/// What is no number is written to units.
///
/// # Source
/// JCGM 100:2008, *Guide to the Expression of Uncertainty in Measurement*, §7.2.6.
pub fn rounding(mean: f64, half_width: f64, digits: usize) -> Rounding {
    if !mean.is_finite() || !half_width.is_finite() {
        return Rounding { place: 0 };
    }
    let finest = exponent(mean, 1) - i32::from(DIGITS_OF_A_NUMBER - 1);
    let digits = u8::try_from(digits)
        .unwrap_or(u8::MAX)
        .clamp(1, DIGITS_OF_A_NUMBER);
    let place = if half_width == 0.0 {
        alone(mean)
    } else {
        let place = exponent(half_width, digits.into()) - i32::from(digits - 1);
        if mean == 0.0 { place } else { place.max(finest) }
    };
    Rounding { place }
}

impl Rounding {
    /// Decimals to write.
    pub fn decimals(self) -> usize {
        (-self.place).max(0) as usize
    }

    /// A value, rounded to where the writing stops; halves to the even digit, as the standard library writes them. Never −0.
    pub fn round(self, value: f64) -> f64 {
        if !value.is_finite() || value == 0.0 {
            return value + 0.0;
        }
        // The power as it stands: 98 begins with tens, though it is 100 to one digit.
        let digits = exponent(value, usize::from(DIGITS_OF_A_NUMBER)) - self.place;
        let rounded = if digits >= 0 {
            format!("{value:.*e}", digits as usize)
        } else {
            // Less than one of the last place: a leading zero of that place, by way of tenfold.
            let ten = format!("1e{}", self.place)
                .parse::<f64>()
                .unwrap_or(f64::INFINITY);
            let ones = if value.abs() / ten > 0.5 { ten } else { 0.0 };
            return if value < 0.0 && ones > 0.0 { -ones } else { ones };
        };
        rounded.parse().unwrap_or(value) + 0.0
    }
}

/// Power of ten of the first digit once rounded to so many; 0 of zero. The standard library writes numbers exactly.
fn exponent(value: f64, digits: usize) -> i32 {
    let written = format!("{value:.*e}", digits - 1);
    let power = written.split_once('e').map(|(_, power)| power.parse());
    power.and_then(Result::ok).unwrap_or(0)
}

/// The last place of a mean without uncertainty.
fn alone(mean: f64) -> i32 {
    let written = format!("{mean:.*e}", DIGITS_OF_A_MEAN - 1);
    let digits = written.split_once('e').map_or("", |(digits, _)| digits);
    let decimals = digits.split_once('.').map_or("", |(_, decimals)| decimals);
    // Of its digits one stands before the point.
    let said = (1..).zip(decimals.bytes()).filter(|(_, digit)| *digit != b'0');
    let said = said.last().map_or(0, |(place, _)| place);
    (exponent(mean, DIGITS_OF_A_MEAN) - said).min(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As words would have it.
    fn words(mean: f64, half_width: f64, digits: usize) -> String {
        let to = rounding(mean, half_width, digits);
        let decimals = to.decimals();
        format!(
            "{:.decimals$} ± {:.decimals$}",
            to.round(mean),
            to.round(half_width)
        )
    }

    #[test]
    fn digits_follow_the_half_width() {
        assert_eq!(words(31.415_9, 6.234, 1), "31 ± 6");
        assert_eq!(words(31.415_9, 6.234, 2), "31.4 ± 6.2");
        assert_eq!(words(-31_415.9, 623.4, 1), "-31400 ± 600");
        assert_eq!(words(-31_415.9, 623.4, 2), "-31420 ± 620");
        assert_eq!(words(0.012_346, 0.000_98, 2), "0.01235 ± 0.00098");
        assert_eq!(words(31.4, 9.6, 1), "30 ± 10");
        assert_eq!(words(0.5, 0.096, 1), "0.5 ± 0.1");
        assert_eq!(words(3.0, 62.0, 1), "0 ± 60");
        assert_eq!(words(-7.0, 62.0, 1), "-10 ± 60");
        assert_eq!(words(-0.3, 6.0, 1), "0 ± 6");
        assert_eq!(words(0.0, 0.25, 1), "0.0 ± 0.2");
    }

    #[test]
    fn extremes_stay_readable() {
        assert_eq!(words(31.417, 0.0, 2), "31.4 ± 0.0");
        assert_eq!(words(31.0, 0.0, 2), "31 ± 0");
        assert_eq!(words(0.0, 0.0, 1), "0 ± 0");
        assert_eq!(words(123_456.0, 0.0, 1), "123456 ± 0");
        assert_eq!(words(0.5, 0.0, 1), "0.5 ± 0.0");
        assert_eq!(rounding(31.4, 1e-30, 2).place, -13);
        assert_eq!(rounding(0.0, 1e-300, 1).place, -300);
        assert_eq!(rounding(1e300, 1e299, 2).place, 298);
        assert_eq!(rounding(f64::NAN, 1.0, 1).place, 0);
        assert_eq!(rounding(1.0, f64::INFINITY, 1).place, 0);
    }
}
