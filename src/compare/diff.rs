//! Where two runs part, and what came of it.

use std::collections::{BTreeMap, BTreeSet};

use super::run::{FinishedRun, Metric, Row};

/// How two runs differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference<'a> {
    /// Rows in which they are alike before they part.
    pub alike: usize,
    /// What happens where they part, in one of them only: of the first run and of the second.
    pub first: [Vec<&'a Row>; 2],
    /// What came of that, step by step, and happens in one of them only.
    pub consequences: [Vec<&'a Row>; 2],
    /// All that happens in one of them only.
    pub own: [usize; 2],
    /// Metrics that differ, in the order of their names.
    pub metrics: Vec<(&'a str, [Option<&'a Metric>; 2])>,
}

/// How two runs differ; nothing where all that happens in them is the same, and all that was measured. Ids and languages do not
/// count.
pub fn difference<'a>(one: &'a FinishedRun, other: &'a FinishedRun) -> Option<Difference<'a>> {
    let own = [own(one, other), own(other, one)];
    let metrics = metrics(one, other);
    if own.iter().all(Vec::is_empty) && metrics.is_empty() {
        return None;
    }
    // Rows stand in the order of their times.
    let begins = own.iter().filter_map(|own| own.first()).map(|row| seconds(row));
    let begins = begins.fold(f64::INFINITY, f64::min);
    let first = own.each_ref().map(|own| {
        let rows = own.iter().take_while(|row| seconds(row) <= begins);
        rows.copied().collect::<Vec<&Row>>()
    });
    let consequences = [
        consequences(one, &first[0], &own[0]),
        consequences(other, &first[1], &own[1]),
    ];
    Some(Difference {
        alike: one.timeline.iter().filter(|row| seconds(row) < begins).count(),
        own: own.each_ref().map(Vec::len),
        first,
        consequences,
        metrics,
    })
}

fn seconds(row: &Row) -> f64 {
    row.time_s.parse().unwrap_or(f64::INFINITY)
}

/// What happens in one run and not, or less often, in the other.
fn own<'a>(one: &'a FinishedRun, other: &FinishedRun) -> Vec<&'a Row> {
    let mut there: BTreeMap<[&str; 9], usize> = BTreeMap::new();
    for row in &other.timeline {
        *there.entry(row.what()).or_default() += 1;
    }
    let mut own = Vec::new();
    for row in &one.timeline {
        match there.get_mut(&row.what()) {
            Some(left) if *left > 0 => *left -= 1,
            _ => own.push(row),
        }
    }
    own
}

/// What came of some rows, step by step, and happens in this run only.
fn consequences<'a>(run: &'a FinishedRun, first: &[&Row], own: &[&Row]) -> Vec<&'a Row> {
    let own: BTreeSet<&str> = own.iter().map(|row| row.id.as_str()).collect();
    let mut came: BTreeSet<&str> = first.iter().map(|row| row.id.as_str()).collect();
    let mut found = Vec::new();
    // A cause stands before what comes of it.
    for row in &run.timeline {
        let is_new = came.contains(row.cause.as_str()) && came.insert(&row.id);
        if is_new && own.contains(row.id.as_str()) {
            found.push(row);
        }
    }
    found
}

fn metrics<'a>(one: &'a FinishedRun, other: &'a FinishedRun) -> Vec<(&'a str, [Option<&'a Metric>; 2])> {
    let names: BTreeSet<&str> = [one, other]
        .into_iter()
        .flat_map(|run| run.metrics.keys().map(String::as_str))
        .collect();
    let both = names
        .into_iter()
        .map(|name| (name, [one.metrics.get(name), other.metrics.get(name)]));
    both.filter(|(_, [one, other])| one != other).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(rows: &[(&str, &str, &str, &str)], metric: &str) -> FinishedRun {
        let row = |(id, cause, time_s, event): &(&str, &str, &str, &str)| Row {
            id: (*id).to_owned(),
            cause: (*cause).to_owned(),
            time_s: (*time_s).to_owned(),
            event: (*event).to_owned(),
            ..Row::default()
        };
        let metric = Metric {
            value: metric.to_owned(),
            unit: "persons".to_owned(),
        };
        FinishedRun {
            scenario: "drill".to_owned(),
            title: "Drill".to_owned(),
            variant: "base".to_owned(),
            seed: 1,
            model_version: "1".to_owned(),
            timeline: rows.iter().map(row).collect(),
            metrics: BTreeMap::from([("dead".to_owned(), metric)]),
        }
    }

    fn ids<'a>(rows: &[&'a Row]) -> Vec<&'a str> {
        rows.iter().map(|row| row.id.as_str()).collect()
    }

    #[test]
    fn runs_that_tell_the_same_do_not_differ_whatever_their_ids() {
        let one = run(
            &[("e1", "", "0.000", "alarm"), ("e2", "e1", "1.000", "leaves")],
            "0",
        );
        let other = run(
            &[("x1", "", "0.000", "alarm"), ("x5", "x1", "1.000", "leaves")],
            "0",
        );
        assert_eq!(difference(&one, &other), None);
    }

    #[test]
    fn they_part_at_the_first_that_happens_in_one_only_and_consequences_follow_their_causes() {
        let one = run(
            &[
                ("e1", "", "0.000", "alarm"),
                ("e2", "e1", "5.000", "decides-to-stay"),
                ("e3", "e2", "9.000", "says"),
                ("e4", "", "9.500", "clock"),
                ("e5", "e3", "10.000", "hears"),
            ],
            "2",
        );
        let other = run(
            &[
                ("e1", "", "0.000", "alarm"),
                ("e2", "e1", "5.000", "decides-to-go"),
                ("e3", "e2", "9.000", "says"),
                ("e4", "", "9.700", "clock"),
            ],
            "0",
        );
        let found = difference(&one, &other).expect("they differ");
        assert_eq!(found.alike, 1);
        assert_eq!(found.first.each_ref().map(|rows| ids(rows)), [["e2"], ["e2"]]);
        // What both say stands between a cause and what came of it; the clock came of nothing.
        assert_eq!(
            found.consequences.each_ref().map(|rows| ids(rows)),
            [vec!["e5"], vec![]]
        );
        assert_eq!(found.own, [3, 2]);
        assert_eq!(found.metrics.len(), 1);
    }

    #[test]
    fn what_happens_more_often_is_a_difference() {
        let one = run(&[("e1", "", "1.000", "rings"), ("e2", "", "1.000", "rings")], "0");
        let other = run(&[("e1", "", "1.000", "rings")], "0");
        let found = difference(&one, &other).expect("they differ");
        assert_eq!(found.first.each_ref().map(Vec::len), [1, 0]);
        assert_eq!(found.own, [1, 0]);
    }
}
