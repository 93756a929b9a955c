//! Quantities as people write them: `"25 min"`, `"10:31"`, `"4 min after mainshock"`, `"30 %"`.

use std::fmt::Write;

use jiff::Timestamp;
use jiff::fmt::temporal::Pieces;
use jiff::tz::Offset;

use super::decimal::{decimal, either_comma};
use super::limits;

/// What is wrong with a text, and how it should have been written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    /// A stable word for the kind of mistake.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub help: String,
}

impl Misfit {
    /// A misfit.
    pub fn new(code: &'static str, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            help: help.into(),
        }
    }
}

const SECOND_MS: i64 = 1_000;
const MINUTE_MS: i64 = 60 * SECOND_MS;
const HOUR_MS: i64 = 60 * MINUTE_MS;
const DAY_MS: i64 = 24 * HOUR_MS;

/// Words of a unit, its milliseconds; from long to short.
const DURATION_UNITS: [(&[&str], i64); 5] = [
    (&["d", "day", "days"], DAY_MS),
    (&["h", "hour", "hours"], HOUR_MS),
    (&["min", "minute", "minutes"], MINUTE_MS),
    (&["s", "sec", "second", "seconds"], SECOND_MS),
    (&["ms"], 1),
];

const DURATION_HELP: &str =
    "write a number and its unit: \"25 min\", \"1 h 30 min\", \"2.5 s\" (d, h, min, s, ms)";

/// A duration in milliseconds: `"25 min"`, `"1 h 30 min"`, `"500 ms"`. Never a bare number.
///
/// # Errors
/// What is no duration, or longer than [`limits::DURATION_MS`].
pub fn duration_ms(text: &str) -> Result<i64, Misfit> {
    let wrong = |message: String| Misfit::new("bad-duration", message, DURATION_HELP);
    let mut rest = text.trim();
    if rest.starts_with(['-', '−']) {
        return Err(Misfit::new(
            "negative",
            "a duration cannot be negative",
            DURATION_HELP,
        ));
    }
    if rest.is_empty() {
        return Err(wrong("an empty text is no duration".to_owned()));
    }
    let (mut total_ms, mut shortest_ms) = (0_i64, i64::MAX);
    while !rest.is_empty() {
        let number_end = rest
            .find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',')
            .unwrap_or(rest.len());
        let (number, after) = rest.split_at(number_end);
        let after = after.trim_start();
        let unit_end = after.find(|c: char| !c.is_alphabetic()).unwrap_or(after.len());
        let (unit, after) = after.split_at(unit_end);
        rest = after.trim_start();
        if number.is_empty() {
            return Err(wrong(format!("`{text}` is no duration")));
        }
        if unit.is_empty() {
            return Err(Misfit::new(
                "missing-unit",
                format!("`{text}` has no unit"),
                DURATION_HELP,
            ));
        }
        let known = DURATION_UNITS.iter().find(|(words, _)| words.contains(&unit));
        let Some((_, unit_ms)) = known else {
            return Err(wrong(format!("`{unit}` is no unit of time")));
        };
        if *unit_ms >= shortest_ms {
            return Err(wrong(format!("`{text}`: each unit once, from long to short")));
        }
        shortest_ms = *unit_ms;
        total_ms = total_ms.saturating_add(milliseconds(number, *unit_ms)?);
    }
    if total_ms > limits::DURATION_MS {
        return Err(Misfit::new(
            "out-of-range",
            format!("`{text}` is longer than 30 days"),
            "at most \"30 d\"",
        ));
    }
    Ok(total_ms)
}

/// Whole milliseconds of a decimal number of units.
fn milliseconds(number: &str, unit_ms: i64) -> Result<i64, Misfit> {
    let wrong = |message: String| Misfit::new("bad-duration", message, DURATION_HELP);
    if number.contains(',') {
        return Err(match either_comma(number) {
            Some(readings) => Misfit::new("bad-duration", format!("`{number}` has a comma"), readings),
            None => wrong(format!(
                "`{number}`: write decimals with a point: `{}`",
                number.replace(',', ".")
            )),
        });
    }
    let (whole, decimals) = number.split_once('.').unwrap_or((number, "0"));
    let is_digits =
        |part: &str| !part.is_empty() && part.len() <= 12 && part.bytes().all(|c| c.is_ascii_digit());
    if !is_digits(whole) || !is_digits(decimals) {
        return Err(wrong(format!("`{number}` is no number")));
    }
    let scale = 10_i128.pow(decimals.len() as u32);
    // Twelve digits each: no overflow in 128 bits.
    let digits: i128 = format!("{whole}{decimals}").parse().unwrap_or(0);
    let scaled = digits * i128::from(unit_ms);
    if scaled % scale != 0 {
        return Err(wrong(format!("`{number}` is finer than a millisecond")));
    }
    Ok(i64::try_from(scaled / scale).unwrap_or(i64::MAX))
}

/// A duration as people write it; the inverse of [`duration_ms`].
pub fn written_duration(mut ms: i64) -> String {
    let mut text = String::new();
    for (words, unit_ms) in DURATION_UNITS {
        let unit = if unit_ms == MINUTE_MS { "min" } else { words[0] };
        if ms >= unit_ms {
            let space = if text.is_empty() { "" } else { " " };
            // Writing to a String cannot fail.
            let _ = write!(text, "{space}{} {unit}", ms / unit_ms);
            ms %= unit_ms;
        }
    }
    if text.is_empty() { "0 s".to_owned() } else { text }
}

/// A point of time of the real calendar, with the clock that people on the spot read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Instant {
    at: Timestamp,
    offset: Offset,
}

const INSTANT_HELP: &str = "write date, time and offset from UTC: 2026-03-12T10:20:00+01:00";

impl Instant {
    /// Reads ISO 8601 with an offset.
    ///
    /// # Errors
    /// What is no date and time, or has no offset.
    pub fn parse(text: &str) -> Result<Self, Misfit> {
        let wrong = |message: String| Misfit::new("bad-date-time", message, INSTANT_HELP);
        let pieces = Pieces::parse(text).map_err(|_| wrong(format!("`{text}` is no date and time")))?;
        let time = pieces
            .time()
            .ok_or_else(|| wrong(format!("`{text}` has no time of day")))?;
        let offset = pieces
            .to_numeric_offset()
            .ok_or_else(|| wrong(format!("`{text}` has no offset from UTC")))?;
        let at = offset.to_timestamp(pieces.date().to_datetime(time));
        let at = at.map_err(|_| wrong(format!("`{text}` is out of the calendar")))?;
        Ok(Self { at, offset })
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    pub fn unix_s(self) -> i64 {
        self.at.as_second()
    }

    /// Offset of its clock from UTC, seconds.
    pub fn utc_offset_s(self) -> i32 {
        self.offset.seconds()
    }

    /// Milliseconds from this instant to another.
    pub fn ms_until(self, other: Self) -> i64 {
        other.at.as_millisecond() - self.at.as_millisecond()
    }

    /// Milliseconds since midnight on the clock of this instant's offset.
    pub fn clock_ms(self) -> i64 {
        (self.at.as_millisecond() + i64::from(self.offset.seconds()) * SECOND_MS).rem_euclid(DAY_MS)
    }

    /// The clock so many milliseconds later, as ISO 8601 with the offset of this instant.
    pub fn iso_after(self, ms: i64) -> String {
        let later = Timestamp::from_millisecond(self.at.as_millisecond().saturating_add(ms));
        later
            .unwrap_or(self.at)
            .display_with_offset(self.offset)
            .to_string()
    }
}

/// A moment of the exercise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Moment {
    /// So many milliseconds after the start of the exercise.
    AfterStart(i64),
    /// When the clock first shows this, milliseconds after midnight, at the start or later.
    Clock(i64),
    /// A point of the calendar.
    Calendar(Instant),
    /// So many milliseconds after (negative: before) something with an id.
    Relative {
        /// Milliseconds after it.
        offset_ms: i64,
        /// The id of the hazard, decision or inject.
        anchor: String,
    },
}

const MOMENT_HELP: &str = "write \"5 min\" (after the start), \"10:31\" (on the clock), \"4 min after mainshock\" or 2026-03-12T10:25:00+01:00";

impl Moment {
    /// Reads `"5 min"`, `"10:31"`, `"4 min after mainshock"`, `"30 s before mainshock"` or ISO 8601 with offset.
    ///
    /// # Errors
    /// What is none of these.
    pub fn parse(text: &str) -> Result<Self, Misfit> {
        let text = text.trim();
        let moment_help = |misfit: Misfit| Misfit {
            help: MOMENT_HELP.to_owned(),
            ..misfit
        };
        for (word, sign) in [(" after ", 1), (" before ", -1)] {
            if let Some((duration, anchor)) = text.split_once(word) {
                let offset_ms = sign * duration_ms(duration).map_err(moment_help)?;
                let anchor = anchor.trim().to_owned();
                if anchor.is_empty() || anchor.contains(char::is_whitespace) {
                    let message = format!("`{anchor}` is no id");
                    return Err(Misfit::new("bad-moment", message, MOMENT_HELP));
                }
                return Ok(Self::Relative { offset_ms, anchor });
            }
        }
        if text.contains(':') && text.len() <= "10:31:20".len() {
            return clock_ms(text).map(Self::Clock);
        }
        if text.len() >= 10 && text.as_bytes()[4] == b'-' {
            return Instant::parse(text).map(Self::Calendar);
        }
        match duration_ms(text) {
            Ok(ms) => Ok(Self::AfterStart(ms)),
            Err(misfit) if misfit.code == "bad-duration" => Err(Misfit::new(
                "bad-moment",
                format!("`{text}` is no moment"),
                MOMENT_HELP,
            )),
            Err(misfit) => Err(moment_help(misfit)),
        }
    }

    /// What it hangs on, if it is relative.
    pub fn anchor(&self) -> Option<&str> {
        match self {
            Self::Relative { anchor, .. } => Some(anchor),
            _ => None,
        }
    }

    /// Milliseconds after the start of the exercise; negative before it. None if the anchor has no known time.
    pub fn ms_after(&self, start: Instant, anchor_ms: impl FnOnce(&str) -> Option<i64>) -> Option<i64> {
        match self {
            Self::AfterStart(ms) => Some(*ms),
            Self::Clock(clock_ms) => Some((clock_ms - start.clock_ms()).rem_euclid(DAY_MS)),
            Self::Calendar(instant) => Some(start.ms_until(*instant)),
            Self::Relative { offset_ms, anchor } => Some(anchor_ms(anchor)? + offset_ms),
        }
    }
}

/// Milliseconds after midnight of `"10:31"` or `"10:31:20"`.
///
/// # Errors
/// What is no time of day.
pub fn clock_ms(text: &str) -> Result<i64, Misfit> {
    let wrong = || {
        Misfit::new(
            "bad-clock",
            format!("`{text}` is no time of day"),
            "write it like \"10:31\"",
        )
    };
    let field = |part: &str, most: i64| {
        let digits = (1..=2).contains(&part.len()) && part.bytes().all(|c| c.is_ascii_digit());
        let value = part.parse::<i64>().ok().filter(|value| digits && *value <= most);
        value.ok_or_else(wrong)
    };
    let mut parts = text.split(':');
    let (hours, minutes) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
    let seconds = parts.next().unwrap_or("0");
    if parts.next().is_some() {
        return Err(wrong());
    }
    Ok(field(hours, 23)? * HOUR_MS + field(minutes, 59)? * MINUTE_MS + field(seconds, 59)? * SECOND_MS)
}

/// A quantity that is the same every time, or drawn anew.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Spread<T> {
    /// Always this.
    Constant(T),
    /// Log-normal: half of the draws are below the median, nine of ten below `p90`.
    LogNormal {
        /// Half are below it.
        median: T,
        /// Nine of ten are below it.
        p90: T,
    },
}

impl<T> Spread<T> {
    /// The same spread in another unit or type.
    pub fn map<U>(self, convert: impl Fn(T) -> U) -> Spread<U> {
        match self {
            Self::Constant(value) => Spread::Constant(convert(value)),
            Self::LogNormal { median, p90 } => Spread::LogNormal {
                median: convert(median),
                p90: convert(p90),
            },
        }
    }
}

/// A share written as `30 %` or `0.3`.
///
/// # Errors
/// What is no number.
pub fn fraction(text: &str) -> Result<f64, Misfit> {
    let (number, scale) = match text.trim().strip_suffix('%') {
        Some(number) => (number.trim_end(), 100.0),
        None => (text.trim(), 1.0),
    };
    decimal(number, false).map(|value| value / scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_people_say_them() {
        for (text, ms) in [
            ("25 min", 1_500_000),
            ("1 h 30 min", 5_400_000),
            ("40 s", 40_000),
            ("2.5 min", 150_000),
            ("500 ms", 500),
            ("0 s", 0),
            ("1h30min", 5_400_000),
            ("2 days", 172_800_000),
            ("0.001 s", 1),
        ] {
            assert_eq!(duration_ms(text), Ok(ms), "{text}");
            assert_eq!(
                duration_ms(&written_duration(ms)),
                Ok(ms),
                "{}",
                written_duration(ms)
            );
        }
        assert_eq!(written_duration(5_400_500), "1 h 30 min 500 ms");
    }

    #[test]
    fn what_is_no_duration_says_why() {
        for (text, code, part) in [
            ("25", "missing-unit", "no unit"),
            ("-5 s", "negative", "negative"),
            ("2,5 min", "bad-duration", "`2.5`"),
            ("1,310 s", "bad-duration", "has a comma"),
            ("5 parsecs", "bad-duration", "`parsecs` is no unit"),
            ("5 min 1 h", "bad-duration", "long to short"),
            ("5 min 3 min", "bad-duration", "each unit once"),
            ("soon", "bad-duration", "no duration"),
            ("", "bad-duration", "empty"),
            ("1..2 s", "bad-duration", "no number"),
            ("0.0001 s", "bad-duration", "finer"),
            ("31 d", "out-of-range", "30 days"),
            ("999999999999 d", "out-of-range", "30 days"),
            ("9999999999999999999999 s", "bad-duration", "no number"),
        ] {
            let misfit = duration_ms(text).expect_err(text);
            assert_eq!(misfit.code, code, "{text}: {}", misfit.message);
            assert!(misfit.message.contains(part), "{text}: {}", misfit.message);
        }
    }

    #[test]
    fn moments_hang_on_the_start_the_clock_or_an_event() {
        let start = Instant::parse("2026-03-12T10:20:00+01:00").expect("valid");
        let known = |id: &str| (id == "mainshock").then_some(300_000);
        for (text, ms) in [
            ("5 min", 300_000),
            ("10:31", 660_000),
            ("10:20:30", 30_000),
            ("10:19", 86_340_000),
            ("4 min after mainshock", 540_000),
            ("30 s before mainshock", 270_000),
            ("2026-03-12T10:25:00+01:00", 300_000),
            ("2026-03-12T09:25Z", 300_000),
        ] {
            let moment = Moment::parse(text).expect(text);
            assert_eq!(moment.ms_after(start, known), Some(ms), "{text}");
        }
        assert_eq!(
            Moment::parse("1 s after flood").unwrap().ms_after(start, known),
            None
        );
        for (text, code) in [
            ("later", "bad-moment"),
            ("25:00", "bad-clock"),
            ("10:3x", "bad-clock"),
            ("10", "missing-unit"),
            ("5 min after the quake", "bad-moment"),
            ("2026-03-12T10:25:00", "bad-date-time"),
            ("2026-03-12", "bad-date-time"),
            ("ëëëëëëë", "bad-moment"),
        ] {
            assert_eq!(Moment::parse(text).expect_err(text).code, code, "{text}");
        }
        assert_eq!(start.iso_after(305_500), "2026-03-12T10:25:05.5+01:00");
    }

    #[test]
    fn shares_are_read_as_percent_too() {
        assert_eq!(fraction("30 %"), Ok(0.3));
    }
}
