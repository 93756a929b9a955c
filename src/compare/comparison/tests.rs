//! Verdicts of groups with known numbers.

use super::super::pool::{Filling, Reading, RunOf};
use super::*;
use crate::compare::ranking::means;

/// A pool: for each group and metric what its runs came to, with seeds from 1; not a number where a moment never came.
fn pool(groups: &[(&str, &[(&str, &[f64])])]) -> Pool {
    let mut filling = Filling::default();
    for (variant, metrics) in groups {
        for (metric, values) in *metrics {
            for (seed, value) in (1..).zip(*values) {
                let luck = (seed, seed);
                let group = filling.group(
                    0,
                    RunOf {
                        variant,
                        case: "",
                        luck,
                    },
                );
                let reading = Reading {
                    metric,
                    value: (!value.is_nan()).then_some(*value),
                    unit: "",
                    basis: "",
                };
                filling.take(group, luck, &reading).expect("a value");
            }
        }
    }
    filling.finish(&[])
}

fn verdicts(pool: &Pool, question: &Question) -> Vec<(Aspect, Verdict)> {
    let all = compare(pool, question).all;
    all.iter().map(|found| (found.aspect, found.verdict)).collect()
}

const LOW: [f64; 8] = [1.0, 2.0, 3.0, 1.0, 2.0, 3.0, 2.0, 2.0];
const HIGH: [f64; 8] = [11.0, 12.5, 13.0, 11.0, 12.0, 13.0, 12.0, 12.5];

#[test]
fn which_way_is_better_is_declared() {
    let metrics = |values: &'static [f64]| {
        [
            "injured",
            "covered_when_shaking_begins",
            "families_called_by_pupils",
        ]
        .map(|metric| (metric, values))
    };
    let pool = pool(&[("base", &metrics(&LOW)), ("other", &metrics(&HIGH))]);
    // In the order of their declaration.
    let verdicts = verdicts(&pool, &Question::default());
    let verdicts: Vec<Verdict> = verdicts.into_iter().map(|(_, verdict)| verdict).collect();
    assert_eq!(verdicts, [Verdict::Better, Verdict::Worse, Verdict::Other]);
    let turned = Question {
        base: 1,
        metrics: vec![1],
        ..Question::default()
    };
    assert_eq!(compare(&pool, &turned).all[0].verdict, Verdict::Better);
}

#[test]
fn a_moment_is_compared_by_whether_it_came_only_where_it_did_not_always() {
    let never = [f64::NAN; 8];
    let always = pool(&[
        ("base", &[("last_out_s", &LOW)]),
        ("other", &[("last_out_s", &HIGH)]),
    ]);
    assert_eq!(
        verdicts(&always, &Question::default()),
        [(Aspect::Value, Verdict::Worse)]
    );
    let came = pool(&[
        ("base", &[("last_out_s", &never)]),
        ("other", &[("last_out_s", &HIGH)]),
    ]);
    assert_eq!(
        verdicts(&came, &Question::default()),
        [(Aspect::Came, Verdict::Better)]
    );
    let neither = pool(&[
        ("base", &[("last_out_s", &never)]),
        ("other", &[("last_out_s", &never)]),
    ]);
    assert_eq!(verdicts(&neither, &Question::default()), []);
    // What is no moment may be missing for good or for bad.
    let figure = pool(&[("base", &[("injured", &never)]), ("other", &[("injured", &HIGH)])]);
    assert_eq!(
        verdicts(&figure, &Question::default()),
        [(Aspect::Came, Verdict::Other)]
    );
}

#[test]
fn what_is_the_same_is_no_test() {
    let pool = pool(&[
        ("base", &[("injured", &LOW), ("inside_at_end", &LOW)]),
        ("other", &[("injured", &LOW), ("inside_at_end", &HIGH)]),
    ]);
    let found = compare(&pool, &Question::default());
    assert_eq!(found.family, 1);
    let holm: Vec<Option<f64>> = found.all.iter().map(|one| one.p_holm).collect();
    assert_eq!(holm, [found.all[0].p.map(|p| p.value), None]);
    assert_eq!(found.all[1].verdict, Verdict::Same);
}

#[test]
fn the_best_and_the_front() {
    let pool = pool(&[
        ("base", &[("injured", &LOW), ("last_out_s", &HIGH)]),
        ("fast", &[("injured", &HIGH), ("last_out_s", &LOW)]),
        ("bad", &[("injured", &HIGH), ("last_out_s", &HIGH)]),
    ]);
    let injured = pool.metrics.iter().position(|metric| metric.name == "injured");
    let injured = injured.expect("it was read");
    let question = Question {
        pareto: vec![0, 1],
        ..Question::default()
    };
    let found = compare(&pool, &question);
    assert_eq!(found.front, [0, 1]);
    let best = found
        .best
        .iter()
        .find(|best| best.metric == injured)
        .expect("they differ");
    assert_eq!((&*best.probabilities, best.n), (&[1.0, 0.0, 0.0][..], 8));
    assert_eq!(means(&pool, 0, &[injured]), Some(vec![2.0]));
}

#[test]
fn seeds_that_go_the_other_way() {
    let mut values = HIGH;
    values[4] = 0.0;
    let pool = pool(&[("base", &[("injured", &LOW)]), ("other", &[("injured", &values)])]);
    let found = compare(&pool, &Question::default());
    assert_eq!(found.all[0].against, [(5, 5)]);
    assert_eq!(
        (found.all[0].superiority.better, found.all[0].superiority.worse),
        (1, 7)
    );
}

#[test]
fn runs_without_a_partner_are_said() {
    let pool = pool(&[
        ("base", &[("injured", &LOW)]),
        ("other", &[("injured", &HIGH[..7])]),
    ]);
    let found = compare(&pool, &Question::default());
    assert_eq!(
        found.remarks,
        ["1 run of `base` has no partner with the same seed: 7 pairs are left"]
    );
}
