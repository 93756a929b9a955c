//! How pages speak: names, times and figures in the language asked for.

use crate::record::{Arg, Catalogue, Clock, Id};
use crate::vocabulary::{Ms, Unit, metric_spec};

/// The texts of a language, with the clock and the names of a scenario.
#[derive(Clone, Copy)]
pub struct Speaker<'a> {
    /// The texts.
    pub catalogue: &'a Catalogue,
    /// The clock of the scenario.
    pub clock: Clock,
}

impl Speaker<'_> {
    /// The code of the language.
    pub(super) fn language(&self) -> &str {
        self.catalogue.language()
    }

    pub(super) fn say(&self, key: &str, args: &[(&str, Arg)]) -> String {
        self.catalogue.text(key, args)
    }

    /// What people call something.
    pub(super) fn name(&self, id: &str) -> String {
        self.say("kit-name", &[("name", Arg::Id(id.into()))])
    }

    /// What people call something of a kind with ids of its own.
    pub(super) fn name_of(&self, kind: &'static str, id: &str) -> String {
        self.say("kit-name", &[("name", Arg::Of(kind, id.into()))])
    }

    /// Several things, named.
    pub(super) fn names<'s>(&self, ids: impl IntoIterator<Item = &'s str>) -> String {
        let ids: Vec<Id> = ids.into_iter().map(Into::into).collect();
        self.say("kit-name", &[("name", Arg::Ids(ids))])
    }

    /// The time of day, with seconds.
    pub(super) fn clock(&self, time_ms: Ms) -> String {
        self.clock.time_of_day(time_ms)
    }

    /// A stretch of time.
    pub(super) fn duration(&self, ms: Ms) -> String {
        self.say("kit-name", &[("name", Arg::DurationMs(ms))])
    }

    /// What people call a metric.
    pub(super) fn metric(&self, name: &str) -> String {
        let alone = format!("metric-{name}-alone");
        let said = self.say(&alone, &[]);
        if said == alone {
            self.say(&format!("metric-{name}"), &[])
        } else {
            said
        }
    }

    /// What a metric comes to: a moment by the clock, a stretch of time, or a number with its unit.
    pub(super) fn figure(&self, x: f64, metric: &str) -> String {
        let spec = metric_spec(metric);
        let ms = (x * 1_000.0).round() as Ms;
        match spec.map_or(Unit::Plain, |spec| spec.unit) {
            Unit::Second if spec.is_some_and(|spec| spec.is_moment) => self.clock(ms),
            Unit::Second => self.duration(ms),
            unit => self.say("kit-name", &[("name", Arg::Number(x, unit))]),
        }
    }

    /// A mean with the range of nine in ten, and in how many of the runs it came at all, where it did not always.
    pub(super) fn ranged(&self, spread: &Spread, metric: &str) -> String {
        let unit = metric_spec(metric).map_or(Unit::Plain, |spec| spec.unit);
        // The unit is said once.
        let end = |x: f64| match unit {
            Unit::Second => Arg::Text(self.figure(x, metric).into()),
            Unit::Person | Unit::PersonMinute => Arg::Number(x, Unit::Count),
            unit => Arg::Number(x, unit),
        };
        let mean = self.figure(spread.mean, metric);
        let range = if spread.low == spread.high {
            mean
        } else {
            let mean = Arg::Text(mean.into());
            self.say(
                "kit-range",
                &[
                    ("mean", mean),
                    ("low", end(spread.low)),
                    ("high", end(spread.high)),
                ],
            )
        };
        if spread.runs == spread.of {
            return range;
        }
        self.say(
            "kit-share",
            &[
                ("mean", Arg::Text(range.into())),
                ("runs", Arg::Count(spread.runs as i64)),
                ("of", Arg::Count(spread.of as i64)),
            ],
        )
    }

    /// The day of the exercise.
    pub(super) fn date(&self) -> String {
        let iso = self.clock.iso(0);
        let part = |range: std::ops::Range<usize>| iso.get(range).unwrap_or_default().trim_start_matches('0');
        self.say(
            "kit-date",
            &[
                ("day", Arg::Text(part(8..10).into())),
                ("month", Arg::Count(part(5..7).parse().unwrap_or_default())),
                ("year", Arg::Text(iso.get(0..4).unwrap_or_default().into())),
            ],
        )
    }
}

/// What a metric comes to over many runs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Spread {
    pub(super) mean: f64,
    /// A twentieth of the runs lies below.
    pub(super) low: f64,
    /// A twentieth lies above.
    pub(super) high: f64,
    /// In so many runs it has a value.
    pub(super) runs: usize,
    /// Of so many.
    pub(super) of: usize,
}

impl Spread {
    /// Of the runs of a group; none where no run has a value.
    pub(super) fn of(group: &crate::compare::Group, metric: usize) -> Option<Self> {
        let all: Vec<Option<f64>> = group.values(metric).map(|(_, value)| value).collect();
        let values: Vec<f64> = all.iter().copied().flatten().collect();
        let of = crate::compare::statistics::summary(&values).ok()?;
        Some(Self {
            mean: of.mean,
            low: of.q05,
            high: of.q95,
            runs: values.len(),
            of: all.len(),
        })
    }
}
