//! What is said first of each group: the answer, before everything else.

use super::comparison::{Aspect, Comparison, Comparisons, Verdict};
use super::pool::Pool;

/// Metrics that are told first, where runs have them: lives, injuries, and how long it takes.
pub const TOLD_FIRST: &[&str] = &[
    "drowned",
    "residents_drowned",
    "town_died_waiting",
    "injured",
    "swept_away",
    "exposed",
    "residents_left_before_water",
    "houses_flooded",
    "inside_at_end",
    "unaccounted_at_end",
    "last_out_s",
    "all_assembled_s",
    "full_account_s",
    "correct_missing_list_s",
    "released_90_s",
    "waited_alone_longest_s",
    "knowledge_gap_person_min",
];

/// So many figures are told first of what is better, and of what is worse.
const TOLD: usize = 2;

/// What is told first of a group.
#[derive(Debug, Clone, PartialEq)]
pub struct Glance<'a> {
    /// The group, by index.
    pub group: usize,
    /// What is better, the most important first.
    pub better: Vec<&'a Comparison>,
    /// What is worse.
    pub worse: Vec<&'a Comparison>,
}

/// What is told first of each group, in their order.
pub fn glance<'a>(pool: &Pool, comparisons: &'a Comparisons) -> Vec<Glance<'a>> {
    let others = (0..pool.groups.len()).filter(|group| *group != comparisons.base);
    others
        .map(|group| Glance {
            group,
            better: first(pool, comparisons, group, Verdict::Better),
            worse: first(pool, comparisons, group, Verdict::Worse),
        })
        .collect()
}

fn first<'a>(
    pool: &Pool,
    comparisons: &'a Comparisons,
    group: usize,
    verdict: Verdict,
) -> Vec<&'a Comparison> {
    let mut found: Vec<&Comparison> = comparisons
        .all
        .iter()
        .filter(|comparison| comparison.group == group && comparison.verdict == verdict)
        .collect();
    // Whether something came at all comes before when it did.
    let place = |comparison: &&Comparison| {
        let name = &pool.metrics[comparison.metric].name;
        let important = TOLD_FIRST.iter().position(|told| told == name);
        let came_last = comparison.aspect == Aspect::Value;
        (
            important.unwrap_or(TOLD_FIRST.len()),
            came_last,
            comparison.metric,
        )
    };
    found.sort_by_key(place);
    let mut metrics = Vec::new();
    found.retain(|comparison| {
        let is_new = !metrics.contains(&comparison.metric);
        metrics.push(comparison.metric);
        is_new
    });
    found.truncate(TOLD);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::pool::{Filling, Reading, RunOf};
    use crate::compare::{Question, compare};

    /// Two groups of twelve runs in which these metrics differ by so much.
    fn pool(metrics: &[(&str, f64)]) -> Pool {
        let mut filling = Filling::default();
        for (variant, more) in [("base", 0.0), ("other", 1.0)] {
            for seed in 1..=12 {
                let run = RunOf {
                    variant,
                    case: "",
                    luck: (seed, seed),
                };
                let group = filling.group(0, run);
                for (metric, difference) in metrics {
                    let reading = Reading {
                        metric,
                        value: Some(100.0 + (seed * seed % 7) as f64 + more * difference),
                        unit: "s",
                        basis: "assumed",
                    };
                    filling.take(group, run.luck, &reading).expect("it is new");
                }
            }
        }
        filling.finish(&["here".to_owned()])
    }

    #[test]
    fn the_most_important_is_told_first_and_no_more_than_two() {
        let pool = pool(&[
            ("exit_95_s", -9.0),
            ("last_out_s", -5.0),
            ("injured", -1.0),
            ("full_account_s", 3.0),
            ("message_delay_s", 0.0),
        ]);
        let comparisons = compare(&pool, &Question::default());
        let [glance] = &glance(&pool, &comparisons)[..] else {
            panic!("one other group");
        };
        let names = |told: &[&Comparison]| {
            told.iter()
                .map(|comparison| pool.metrics[comparison.metric].name.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(names(&glance.better), ["injured", "last_out_s"]);
        assert_eq!(names(&glance.worse), ["full_account_s"]);
    }
}
