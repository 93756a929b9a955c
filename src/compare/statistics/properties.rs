//! What must hold for any numbers.

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

fn values(n: std::ops::Range<usize>) -> impl Strategy<Value = Vec<f64>> {
    // Powers of two times whole numbers: shifting and scaling are exact. Some are far out, so that both t and the bootstrap come.
    vec(prop_oneof![4 => -64_i32..64, 1 => 2_000_i32..4_000], n)
        .prop_map(|v| v.into_iter().map(|x| f64::from(x) / 4.0).collect())
}

fn near(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-9 * one.abs().max(other.abs()).max(1.0)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn paired_follows_shift_and_scale(d in values(2..40), shift in -50_i32..50, power in -3_i32..4) {
        let resamples = Resamples::new(d.len());
        let zero = vec![0.0; d.len()];
        let scale = if power < 0 { 1.0 / f64::from(1 << -power) } else { f64::from(1 << power) };
        let moved: Vec<f64> = d.iter().map(|x| x * scale + f64::from(shift)).collect();
        let one = paired(&d, &zero, &resamples).unwrap();
        let other = paired(&moved, &zero, &resamples).unwrap();
        let (i, j) = (one.interval.unwrap(), other.interval.unwrap());
        prop_assert_eq!(i.method, j.method);
        prop_assert!(i.low <= i.high);
        prop_assert!(near(i.low * scale + f64::from(shift), j.low), "{} {}", i.low, j.low);
        prop_assert!(near(i.high * scale + f64::from(shift), j.high), "{} {}", i.high, j.high);
        let (low, high) = (d.iter().copied().fold(f64::INFINITY, f64::min), d.iter().copied().fold(f64::NEG_INFINITY, f64::max));
        prop_assert!(i.method == Method::StudentT || (i.low >= low - 1e-9 && i.high <= high + 1e-9));
    }

    #[test]
    fn the_base_compared_with_the_variant_has_the_same_p(v in values(2..12), b in values(2..30)) {
        let ours = unpaired(&v, &b, &TwoSampleResamples::new(v.len(), b.len())).unwrap();
        let theirs = unpaired(&b, &v, &TwoSampleResamples::new(b.len(), v.len())).unwrap();
        prop_assert!(near(ours.mean, -theirs.mean));
        prop_assert!(near(ours.effect.unwrap_or(0.0), -theirs.effect.unwrap_or(0.0)));
        let (p, q) = (ours.p.unwrap(), theirs.p.unwrap());
        prop_assert_eq!(p.method, q.method);
        // Random shuffles differ where both are equally many: whose is the smaller sample?
        prop_assert!(near(p.value, q.value) || (p.method == Method::Permutation && (p.value - q.value).abs() < 0.04));
        prop_assert!(p.value > 0.0 && p.value <= 1.0);
    }

    #[test]
    fn holm_never_lowers_and_keeps_the_order(p in vec(0.0..=1.0_f64, 0..20)) {
        let adjusted = holm(&p).unwrap();
        for i in 0..p.len() {
            prop_assert!(adjusted[i] >= p[i] && adjusted[i] <= 1.0);
            for j in 0..p.len() {
                prop_assert!(p[i] >= p[j] || adjusted[i] <= adjusted[j]);
            }
        }
    }

    #[test]
    fn best_of_sums_to_one(v in (1_usize..12).prop_flat_map(|n| vec(values(n..n + 1), 1..7))) {
        let variants: Vec<&[f64]> = v.iter().map(Vec::as_slice).collect();
        let best = best_of(&variants, Direction::Lower, &Resamples::new(v[0].len())).unwrap();
        prop_assert!((best.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        prop_assert!(best.iter().all(|p| (0.0..=1.0 + 1e-12).contains(p)));
    }

    #[test]
    fn someone_is_in_front_and_everyone_else_is_dominated(points in vec(vec(-3_i32..3, 3), 1..20)) {
        let points: Vec<Vec<f64>> = points.into_iter().map(|p| p.into_iter().map(f64::from).collect()).collect();
        let front = pareto_front(&points, &[Direction::Lower; 3]).unwrap();
        prop_assert!(!front.is_empty());
        for (at, point) in points.iter().enumerate() {
            let is_beaten = front.iter().any(|f| points[*f] != *point && points[*f].iter().zip(point).all(|(a, b)| a <= b));
            prop_assert_eq!(front.contains(&at), !is_beaten);
        }
    }

    #[test]
    fn superiority_counts_everything(v in values(1..20), b in values(1..20)) {
        let s = superiority_unpaired(&v, &b, Direction::Lower).unwrap();
        prop_assert_eq!(s.better + s.worse + s.same, (v.len() * b.len()) as u64);
    }

    #[test]
    fn whatever_comes_nothing_panics(v in vec(any::<f64>(), 0..20), b in vec(any::<f64>(), 0..20), digits in 0_usize..20) {
        let _ = summary(&v);
        let _ = paired(&v, &b, &Resamples::new(v.len()));
        let _ = unpaired(&v, &b, &TwoSampleResamples::new(v.len(), b.len()));
        let _ = best_of(&[&v, &b], Direction::Lower, &Resamples::new(v.len()));
        let _ = superiority_unpaired(&v, &b, Direction::Lower);
        let _ = holm(&v);
        for (x, y) in v.iter().zip(&b) {
            let to = rounding(*x, *y, digits);
            let _ = to.round(*x);
            let _ = detectable_difference(*x, v.len(), 0.05);
        }
    }

    #[test]
    fn numbers_of_any_size_give_finite_intervals(v in vec(-1e100..1e100_f64, 2..20), b in vec(-1e-100..1e-100_f64, 20)) {
        for found in [
            paired(&v, &b[..v.len()], &Resamples::new(v.len())).unwrap(),
            paired(&b, &[0.0; 20], &Resamples::new(20)).unwrap(),
        ] {
            let interval = found.interval.unwrap();
            prop_assert!(interval.low.is_finite() && interval.high.is_finite() && !found.p.unwrap().value.is_nan());
        }
    }
}
