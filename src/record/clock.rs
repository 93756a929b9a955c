//! Time since the start as text: as date and time of day in the scenario, as `h:mm:ss`, as seconds.

use crate::vocabulary::Ms;
use jiff::Timestamp;
use jiff::tz::Offset;

/// The clock on the wall of the scenario: turns time since start into what people read.
///
/// It is the scenario's clock, never the machine's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    starts: Timestamp,
    offset: Offset,
}

impl Clock {
    /// A scenario that starts at this instant, told in this offset from UTC.
    pub const fn new(starts: Timestamp, offset: Offset) -> Self {
        Self { starts, offset }
    }

    /// ISO 8601 with offset, whole seconds rounded down: `2026-03-12T10:25:30+01:00`. A time beyond what the
    /// calendar can name (year 9999) stays at its end.
    pub fn iso(&self, time_ms: Ms) -> String {
        let whole_ms = self.instant(time_ms).as_millisecond().div_euclid(1000) * 1000;
        let instant = Timestamp::from_millisecond(whole_ms).unwrap_or(Timestamp::MIN);
        instant.display_with_offset(self.offset).to_string()
    }

    /// Time of day, whole seconds rounded down: `10:25:30`.
    pub fn time_of_day(&self, time_ms: Ms) -> String {
        let local_ms = self.instant(time_ms).as_millisecond() + i64::from(self.offset.seconds()) * 1000;
        let second = local_ms.div_euclid(1000).rem_euclid(86_400);
        format!("{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60)
    }

    fn instant(&self, time_ms: Ms) -> Timestamp {
        let limit = if time_ms < 0 {
            Timestamp::MIN
        } else {
            Timestamp::MAX
        };
        self.starts
            .as_millisecond()
            .checked_add(time_ms)
            .and_then(|ms| Timestamp::from_millisecond(ms).ok())
            .unwrap_or(limit)
    }
}

/// Time since the start as `h:mm:ss`, whole seconds rounded down: `0:05:30`. A spreadsheet reads it as a
/// duration.
pub fn elapsed(time_ms: Ms) -> String {
    let seconds = time_ms.div_euclid(1000);
    let (sign, s) = (if seconds < 0 { "-" } else { "" }, seconds.unsigned_abs());
    format!("{sign}{}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60)
}

/// Time as seconds with three decimals, exactly: `330.500`.
pub fn seconds(time_ms: Ms) -> String {
    let (sign, ms) = (if time_ms < 0 { "-" } else { "" }, time_ms.unsigned_abs());
    format!("{sign}{}.{:03}", ms / 1000, ms % 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-03-12T10:20:00+01:00.
    fn morning() -> Clock {
        Clock::new("2026-03-12T10:20:00+01:00".parse().unwrap(), Offset::constant(1))
    }

    #[test]
    fn the_wall_clock_keeps_the_offset_of_the_scenario() {
        let clock = morning();
        assert_eq!(clock.iso(0), "2026-03-12T10:20:00+01:00");
        assert_eq!(clock.iso(330_999), "2026-03-12T10:25:30+01:00");
        assert_eq!(clock.iso(-1), "2026-03-12T10:19:59+01:00");
        assert_eq!(clock.iso(14 * 3_600_000), "2026-03-13T00:20:00+01:00");
        assert_eq!(clock.time_of_day(330_999), "10:25:30");
        assert_eq!(clock.time_of_day(14 * 3_600_000), "00:20:00");
    }

    #[test]
    fn absurd_times_do_not_panic() {
        let clock = morning();
        for ms in [i64::MIN, i64::MAX] {
            assert!(!clock.iso(ms).is_empty() && !clock.time_of_day(ms).is_empty());
            assert!(!elapsed(ms).is_empty() && !seconds(ms).is_empty());
        }
    }

    #[test]
    fn elapsed_time_and_seconds() {
        for (ms, t, s) in [
            (0, "0:00:00", "0.000"),
            (330_500, "0:05:30", "330.500"),
            (93_784_001, "26:03:04", "93784.001"),
            (-1, "-0:00:01", "-0.001"),
            (-61_000, "-0:01:01", "-61.000"),
        ] {
            assert_eq!((elapsed(ms).as_str(), seconds(ms).as_str()), (t, s));
        }
    }
}
