//! Classes keep together on the way.

use std::collections::BTreeMap;

use crate::common::{load, shipped};
use crate::outcomes::Outcome;

/// Most time between the first and the last of a class at the assembly area: the gate of case school-b.
const TOGETHER_MS: i64 = 10_000;

#[test]
fn most_classes_arrive_as_one() {
    let (mut together, mut spreads) = (0, Vec::new());
    for seed in [1, 2, 3] {
        let scenario = load(
            &shipped("fire-drill"),
            None,
            &["school.small-school.procedure.classes_walk=in-columns"],
        );
        let run = Outcome::of(&scenario, seed);
        let mut arrivals: BTreeMap<usize, Vec<i64>> = BTreeMap::new();
        for (spec, person) in scenario.school.people.iter().zip(&run.records.people) {
            let class = spec
                .class
                .filter(|class| scenario.school.classes[*class].room == spec.space);
            if let (Some(class), Some(assembled_ms)) = (class, person.assembled_ms) {
                arrivals.entry(class).or_default().push(assembled_ms);
            }
        }
        for mut class in arrivals.into_values() {
            class.sort_unstable();
            let spread_ms = class[class.len() - 1] - class[0];
            together += usize::from(spread_ms <= TOGETHER_MS);
            spreads.push(spread_ms);
        }
    }
    println!(
        "first to last of a class, ms: {spreads:?}; expected: {TOGETHER_MS} at most, for two classes in three"
    );
    assert!(3 * together >= 2 * spreads.len(), "{spreads:?}");
    assert!(
        spreads.iter().all(|spread_ms| *spread_ms < 2 * TOGETHER_MS),
        "{spreads:?}"
    );
}
