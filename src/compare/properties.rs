//! What holds of every comparison, whatever the numbers.

use std::fmt::Write as _;
use std::path::Path;

use proptest::collection::vec;
use proptest::prelude::*;

use super::comparison::{Comparison, Comparisons, Question, Verdict, compare};
use super::pool::{Filling, Pool};
use super::table::take_table;

const HEAD: &str = "variant,case,seed,hazard_seed,metric,value,unit,basis\n";
/// A moment, a figure of which more is better, one of which less is, one that nobody declared.
const METRICS: [(&str, &str); 4] = [
    ("last_out_s", "s"),
    ("covered_when_shaking_begins", "persons"),
    ("injured", "persons"),
    ("chairs", "count"),
];

/// What one run came to, metric by metric, in eighths: so are sums and differences exact.
type Run = [Option<i32>; METRICS.len()];

fn runs() -> impl Strategy<Value = Vec<Run>> {
    let value = prop_oneof![4 => (-400..400).prop_map(Some), 1 => Just(None)];
    vec([value.clone(), value.clone(), value.clone(), value], 1..14)
}

/// The rows of a variant: its runs with seeds from 1, with something added to each value.
fn rows(variant: &str, runs: &[Run], more: i32) -> Vec<String> {
    let mut rows = Vec::new();
    for (seed, run) in (1..).zip(runs) {
        for ((metric, unit), value) in METRICS.iter().zip(run) {
            let mut row = format!("{variant},,{seed},{seed},{metric},");
            if let Some(value) = value {
                let _ = write!(row, "{}", f64::from(value + more) / 8.0);
            }
            rows.push(row + &format!(",{unit},sourced\n"));
        }
    }
    rows
}

fn pool(rows: &[String]) -> Pool {
    let mut filling = Filling::default();
    let text = format!("{HEAD}{}", rows.concat());
    take_table(Path::new("runs.csv"), text.as_bytes(), 0, &[], &mut filling).expect("a table");
    filling.finish(&["runs.csv".to_owned()])
}

fn compared(pool: &Pool) -> Comparisons {
    let base = pool.base(None).expect("a base");
    let question = Question {
        base,
        ..Question::default()
    };
    compare(pool, &question)
}

/// Comparisons by what they are of.
fn by_name(pool: &Pool, found: Comparisons) -> Vec<(String, String, Comparison)> {
    let name = |comparison: Comparison| {
        let plain = Comparison {
            group: 0,
            beside: 0,
            metric: 0,
            ..comparison.clone()
        };
        let group = pool.groups[comparison.group].label.clone();
        (group, pool.metrics[comparison.metric].name.clone(), plain)
    };
    let mut named: Vec<_> = found.all.into_iter().map(name).collect();
    named.sort_by(|a, b| (&a.0, &a.1, a.2.aspect).cmp(&(&b.0, &b.1, b.2.aspect)));
    named
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn runs_beside_themselves_are_the_same(runs in runs()) {
        let pool = pool(&[rows("base", &runs, 0), rows("twin", &runs, 0)].concat());
        let found = compared(&pool);
        for comparison in &found.all {
            let expected = if comparison.n < 2 { Verdict::TooFew } else { Verdict::Same };
            prop_assert_eq!(comparison.verdict, expected);
            prop_assert_eq!(comparison.difference, 0.0);
            prop_assert!(comparison.is_paired && comparison.against.is_empty());
        }
        prop_assert_eq!(found.family, 0);
        prop_assert!(found.best.is_empty() && found.remarks.is_empty());
    }

    #[test]
    fn what_is_added_to_every_run_is_the_difference(runs in runs(), more in 1..400) {
        let pool = pool(&[rows("base", &runs, 0), rows("more", &runs, more)].concat());
        let added = f64::from(more) / 8.0;
        for comparison in &compared(&pool).all {
            let came = comparison.aspect == super::comparison::Aspect::Came;
            let expected = if came { 0.0 } else { added };
            prop_assert!((comparison.difference - expected).abs() < 1e-9, "{:?}", comparison);
            if let Some(interval) = comparison.interval {
                prop_assert!(interval.low <= comparison.difference && comparison.difference <= interval.high);
                prop_assert!(interval.half_width() < 1e-9);
            }
            if came {
                continue;
            }
            let better = match pool.metrics[comparison.metric].name.as_str() {
                "covered_when_shaking_begins" => Verdict::Better,
                "chairs" => Verdict::Other,
                _ => Verdict::Worse,
            };
            let is_honest = [better, Verdict::NotShown, Verdict::TooFew].contains(&comparison.verdict);
            prop_assert!(is_honest, "{:?}", comparison);
        }
    }

    #[test]
    fn the_order_of_rows_does_not_matter(
        (plain, shuffled) in (runs(), runs(), runs())
            .prop_map(|(base, one, other)| [rows("base", &base, 0), rows("one", &one, 0), rows("other", &other, 0)].concat())
            .prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle())),
    ) {
        let (plain, shuffled) = (pool(&plain), pool(&shuffled));
        let (found, of_shuffled) = (compared(&plain), compared(&shuffled));
        prop_assert_eq!(found.family, of_shuffled.family);
        prop_assert_eq!(by_name(&plain, found), by_name(&shuffled, of_shuffled));
    }
}
