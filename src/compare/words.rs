//! What a comparison says, in words: with no more digits than it bears, and no more certainty.

use super::comparison::{Aspect, Comparison, LEVEL, Verdict, beside_which, declared, is_moment};
use super::pool::{MetricColumn, Pool};
use super::statistics::{FEW, Interval, Rounding, rounding};

/// Ends of an interval that lie so much farther on one side are told both.
const LOPSIDED: f64 = 1.3;
/// Times longer than this are told in minutes, s.
const MINUTES_FROM_S: f64 = 120.0;

/// How a metric is told: in which unit, by which factor, and what more and less of it are called.
struct Scale {
    factor: f64,
    unit: &'static str,
    more: &'static str,
    less: &'static str,
}

impl Scale {
    fn of(metric: &MetricColumn, size: f64) -> Self {
        let is_moment = declared(metric).is_some_and(|spec| spec.is_moment);
        let scale = |factor, unit, more, less| Self {
            factor,
            unit,
            more,
            less,
        };
        let (more, less) = if is_moment {
            ("later", "earlier")
        } else {
            ("longer", "shorter")
        };
        match metric.unit.as_str() {
            "s" if size.abs() >= MINUTES_FROM_S => scale(1.0 / 60.0, " min", more, less),
            "s" => scale(1.0, " s", more, less),
            "persons" if size.abs() == 1.0 => scale(1.0, " person", "more", "fewer"),
            "persons" => scale(1.0, " people", "more", "fewer"),
            "count" => scale(1.0, "", "more", "fewer"),
            "person-min" => scale(1.0, " person-minutes", "more", "less"),
            "fraction" => scale(100.0, " percentage points", "more", "less"),
            "m" => scale(1.0, " m", "higher", "lower"),
            "ha" => scale(1.0, " ha", "more", "less"),
            _ => scale(1.0, "", "more", "less"),
        }
    }
}

/// How many digits of an interval mean something: what rests on assumptions is told more roughly.
pub(super) fn digits(metric: &MetricColumn) -> usize {
    match metric.basis.as_str() {
        "verified" | "sourced" => 2,
        _ => 1,
    }
}

fn rounded(value: f64, place: Rounding) -> String {
    let text = format!("{:.*}", place.decimals(), place.round(value));
    match text.strip_prefix('-') {
        Some(rest) if rest.bytes().all(|byte| matches!(byte, b'0' | b'.')) => rest.to_owned(),
        _ => text,
    }
}

/// A difference with its interval: `31 ± 6 people fewer`, `31 (24 to 45) people fewer`.
pub fn difference(metric: &MetricColumn, difference: f64, interval: Option<Interval>) -> String {
    let scale = Scale::of(metric, difference);
    let Scale { factor, unit, .. } = scale;
    let way = if difference < 0.0 { scale.less } else { scale.more };
    let size = (difference * factor).abs();
    let Some(interval) = interval else {
        let place = rounding(size, size, digits(metric));
        return format!("{}{unit} {way}", rounded(size, place));
    };
    let half = interval.half_width() * factor;
    let (below, above) = (difference - interval.low, interval.high - difference);
    let is_lopsided = below.max(above) > LOPSIDED * below.min(above);
    // By half of both the shorter side could vanish.
    let shorter = below.min(above) * factor;
    let bears = if is_lopsided && shorter > 0.0 {
        shorter
    } else {
        half
    };
    let place = rounding(size, bears, digits(metric));
    let ends = if difference < 0.0 {
        [-interval.high * factor, -interval.low * factor]
    } else {
        [interval.low * factor, interval.high * factor]
    };
    if half == 0.0 {
        format!("{}{unit} {way}", rounded(size, place))
    } else if is_lopsided {
        let [from, to] = ends.map(|end| rounded(end, place));
        format!("{} ({from} to {to}){unit} {way}", rounded(size, place))
    } else {
        format!("{} ± {}{unit} {way}", rounded(size, place), rounded(half, place))
    }
}

/// A value as people say it.
pub fn value(metric: &MetricColumn, value: f64) -> String {
    let Scale { factor, unit, .. } = Scale::of(metric, value);
    let unit = if metric.unit == "fraction" { " %" } else { unit };
    let value = value * factor;
    let decimals = match value.abs() {
        size if size >= 99.5 || value.fract() == 0.0 => 0,
        size if size >= 0.995 => 1,
        _ => 2,
    };
    format!("{value:.decimals$}{unit}")
}

/// Whether a difference that is not shown is so large that more runs would probably show one: so few pairs, or so many figures at
/// once, let nothing be told from chance.
pub fn is_open(comparison: &Comparison) -> bool {
    let is_large = |least: f64| comparison.difference.abs() >= least;
    let is_apart = |interval: Interval| interval.low > 0.0 || interval.high < 0.0;
    let would_show = comparison.detectable.is_some_and(is_large);
    let could_not = !comparison.can_show && comparison.interval.is_some_and(is_apart);
    comparison.verdict == Verdict::NotShown && (would_show || could_not)
}

/// What a comparison says of a metric that people call `label`.
pub fn sentence(pool: &Pool, comparison: &Comparison, label: &str) -> String {
    let metric = &pool.metrics[comparison.metric];
    let n = comparison.n;
    if comparison.aspect == Aspect::Came {
        let [(own, of_own), (base, of_base)] = comparison.came;
        let (own, base) = (of(own, of_own), of(base, of_base));
        let worth = match comparison.verdict {
            Verdict::TooFew => "; too few to say more",
            Verdict::Same => "; with the same seeds",
            Verdict::NotShown => "; that may be chance",
            _ => "",
        };
        let came = if is_moment(metric) {
            "came"
        } else {
            "there is a value"
        };
        return format!("{label}: {came} in {own}, against {base}{worth}");
    }
    let label = &match where_there_is_one(comparison) {
        Some(those) => format!("{label}, {those}"),
        None => label.to_owned(),
    };
    match comparison.verdict {
        Verdict::TooFew => format!("{label}: too few runs to say anything"),
        Verdict::Same => format!("{label}: the same in all {}", units(comparison, n)),
        Verdict::NotShown if is_open(comparison) => format!(
            "{label}: {} in these runs, but {} are too few to tell that from chance",
            difference(metric, comparison.difference, comparison.interval),
            units(comparison, n)
        ),
        Verdict::NotShown if n < FEW => {
            format!(
                "{label}: {} are too few to show a difference",
                units(comparison, n)
            )
        }
        Verdict::NotShown if !comparison.can_show => {
            format!(
                "{label}: {} are too few to show a difference among so many figures",
                units(comparison, n)
            )
        }
        Verdict::NotShown => {
            let shown = comparison.detectable.map_or_else(String::new, |detectable| {
                format!(" (one of {} would probably show)", at_least(metric, detectable))
            });
            format!(
                "{label}: no difference that {} can show{shown}",
                units(comparison, n)
            )
        }
        Verdict::Better | Verdict::Worse | Verdict::Other => {
            let said = difference(metric, comparison.difference, comparison.interval);
            format!("{label}: {said}; {}", agreement(comparison))
        }
    }
}

/// Of which pairs a value is told, where some runs have none.
fn where_there_is_one(comparison: &Comparison) -> Option<String> {
    let [(own, of_own), (base, of_base)] = comparison.came;
    let is_whole = own == of_own && base == of_base;
    let pairs = of_own.min(of_base);
    (comparison.is_paired && !is_whole).then(|| match comparison.n {
        1 => format!("in the one pair of {pairs} in which both have a value"),
        n => format!("in the {n} pairs of {pairs} in which both have a value"),
    })
}

/// What a group is set beside, where that is not the base itself.
pub fn beside_another(pool: &Pool, base: usize, group: usize) -> Option<&str> {
    let beside = beside_which(pool, base, group);
    (beside != base).then(|| pool.groups[beside].label.as_str())
}

/// What is said where nothing can be compared.
pub const NOTHING: &str = "None of these figures has a value in runs of both";

/// `50 runs of each`, or `10 to 50 runs of each`.
pub fn how_many(pool: &Pool) -> String {
    let counts = || pool.groups.iter().map(|group| group.luck.len());
    match (counts().min().unwrap_or(0), counts().max().unwrap_or(0)) {
        (1, 1) => "1 run of each".to_owned(),
        (least, most) if least == most => format!("{most} runs of each"),
        (least, most) => format!("{least} to {most} runs of each"),
    }
}

/// `94 of 100 seeds agree`.
fn agreement(comparison: &Comparison) -> String {
    let superiority = comparison.superiority;
    let agree = superiority.better.max(superiority.worse);
    if comparison.is_paired {
        let same = match superiority.same {
            0 => String::new(),
            same => format!(", {same} the same"),
        };
        return format!("{agree} of {} agree{same}", units(comparison, comparison.n));
    }
    let all = superiority.better + superiority.worse + superiority.same;
    let share = 100.0 * agree as f64 / all.max(1) as f64;
    format!("{share:.0} of 100 pairs, any run with any, agree")
}

/// What is counted: seeds, hazards where each counts once, or runs that share no luck.
fn units(comparison: &Comparison, n: usize) -> String {
    let by_hazard = comparison
        .pairs
        .iter()
        .all(|((hazard, people), ..)| *people == 0 && *hazard != 0);
    let unit = match (comparison.is_paired, by_hazard, n) {
        (false, ..) => "runs each",
        (true, true, 1) => "hazard",
        (true, true, _) => "hazards",
        (true, false, 1) => "seed",
        (true, false, _) => "seeds",
    };
    format!("{n} {unit}")
}

fn of(part: usize, all: usize) -> String {
    format!("{part} of {all} runs")
}

/// A value upwards to two digits: what would probably show is not promised too finely, nor too small.
fn at_least(metric: &MetricColumn, value: f64) -> String {
    let Scale { factor, unit, .. } = Scale::of(metric, value);
    let unit = if metric.unit == "fraction" { " %" } else { unit };
    let place = rounding(value * factor, value * factor, 2);
    let decimals = place.decimals();
    let step = 1.0 / (0..decimals).fold(1.0, |tens, _| 10.0 * tens);
    let up = match decimals {
        0 => place.round(value * factor).max(value * factor).ceil(),
        _ => (value * factor / step).ceil() * step,
    };
    format!("{up:.decimals$}{unit}")
}

/// What the figures are worth, for the foot of every table and page.
pub fn worth(family: usize, bases: &[&str]) -> String {
    let mut text = format!(
        "± and ranges are luck: the mean difference over other seeds lies there 95 times in 100. A difference is told where \
         chance alone would make one like it in fewer than {:.0} of 100 such tables ({}, corrected after Holm). None of this \
         says how far the model is from life",
        LEVEL * 100.0,
        if family == 1 {
            "1 comparison".to_owned()
        } else {
            format!("{family} comparisons")
        }
    );
    text += if told_apart(bases) && bases.contains(&"assumed") {
        ": figures marked (assumed) rest on assumptions of the scenario or the program, and are rounded to one digit of their range."
    } else if bases.contains(&"assumed") {
        ": all of it rests on assumptions of the scenario or the program somewhere, and is rounded to one digit of its range."
    } else {
        "."
    };
    text
}

/// Whether figures rest on different things, so that each has to say on what.
pub fn told_apart(bases: &[&str]) -> bool {
    bases.iter().any(|basis| *basis != bases[0])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::statistics::Method;

    fn metric(name: &str, unit: &str, basis: &str) -> MetricColumn {
        MetricColumn {
            name: name.to_owned(),
            unit: unit.to_owned(),
            basis: basis.to_owned(),
        }
    }

    fn interval(low: f64, high: f64) -> Interval {
        Interval {
            low,
            high,
            method: Method::Bca,
        }
    }

    #[test]
    fn differences_are_said_with_the_digits_they_bear() {
        let hurt = metric("injured", "persons", "assumed");
        assert_eq!(
            difference(&hurt, -31.4, Some(interval(-37.6, -25.2))),
            "31 ± 6 people fewer"
        );
        let sourced = metric("injured", "persons", "sourced");
        assert_eq!(
            difference(&sourced, -31.4, Some(interval(-37.6, -25.2))),
            "31.4 ± 6.2 people fewer"
        );
        assert_eq!(
            difference(&hurt, -31.4, Some(interval(-60.0, -25.2))),
            "31 (25 to 60) people fewer"
        );
        let out = metric("last_out_s", "s", "sourced");
        assert_eq!(
            difference(&out, 312.0, Some(interval(291.0, 333.0))),
            "5.20 ± 0.35 min later"
        );
        assert_eq!(
            difference(&out, 12.0, Some(interval(10.0, 14.0))),
            "12.0 ± 2.0 s later"
        );
        assert_eq!(difference(&hurt, 2.0, Some(interval(2.0, 2.0))), "2 people more");
        assert_eq!(
            difference(&hurt, -1.0, Some(interval(-1.0, -1.0))),
            "1 person fewer"
        );
        // Both sides are seen, and no more digits than what is assumed bears.
        let assumed = metric("last_out_s", "s", "assumed");
        assert_eq!(
            difference(&assumed, 129.06, Some(interval(123.06, 133.08))),
            "2.15 (2.05 to 2.22) min later"
        );
        let delay = metric("decision_delay_s", "s", "assumed");
        assert_eq!(difference(&delay, -12.0, None), "10 s shorter");
        let share = metric("house_loss_share", "fraction", "sourced");
        assert_eq!(
            difference(&share, 0.031, Some(interval(0.027, 0.035))),
            "3.10 ± 0.40 percentage points more"
        );
    }

    #[test]
    fn values_are_said_as_people_say_them() {
        let out = metric("last_out_s", "s", "assumed");
        assert_eq!(value(&out, 176.0), "2.9 min");
        assert_eq!(value(&out, 42.25), "42.2 s");
        assert_eq!(
            value(&metric("house_loss_share", "fraction", ""), 0.0312),
            "3.1 %"
        );
        assert_eq!(value(&metric("injured", "persons", ""), 31.0), "31 people");
        assert_eq!(value(&metric("injured", "persons", ""), 1.0), "1 person");
    }
}
