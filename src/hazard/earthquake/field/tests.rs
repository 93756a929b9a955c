use proptest::prelude::*;

use super::*;
use crate::sim::{Chance, Seeds};

const MEASURES: [Measure; 3] = [Measure::Pga, Measure::Sa06, Measure::Sa10];

fn correlations(cross: CrossCorrelation) -> Correlations {
    Correlations {
        soils: Soils::Mixed,
        cross,
    }
}

fn scattered(n: u64, side_km: f64) -> Vec<Point> {
    let chance = Chance::new(Seeds::both(3));
    let along = |site, axis| chance.hazard_draw("site", site, axis).between(0.0, side_km);
    (0..n)
        .map(|site| Point::new(along(site, 0), along(site, 1)))
        .collect()
}

fn draw(field: &ResidualField, measures: usize, occurrence: u64, workspace: &mut Workspace) -> Vec<Vec<f64>> {
    let mut luck = Chance::new(Seeds::both(11)).hazard_field("test", occurrence);
    let mut out = vec![Vec::new(); measures];
    field.sample(|normals| luck.fill_standard_normal(normals), workspace, &mut out);
    out
}

/// The mean products of the residuals of all measures at the same sites, over many draws.
fn products(field: &ResidualField, draws: u64) -> [[f64; 3]; 3] {
    let mut workspace = Workspace::default();
    let mut sums = [[0.0; 3]; 3];
    for occurrence in 0..draws {
        let out = draw(field, 3, occurrence, &mut workspace);
        for (a, sums) in out.iter().zip(&mut sums) {
            for (b, sum) in out.iter().zip(sums) {
                let mean = a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>() / a.len() as f64;
                *sum += mean / draws as f64;
            }
        }
    }
    sums
}

#[test]
fn verify_the_variance_is_one_wherever_a_site_lies() {
    // Cells of 0.34 km begin at the site in the south-west: a corner, the middle of an edge, the middle of a cell, any.
    let cell_km = 8.5 / 25.0;
    let at = |x: f64, y: f64| Point::new(x * cell_km, y * cell_km);
    let sites = [at(0.0, 0.0), at(10.5, 5.0), at(20.5, 15.5), at(30.3, 25.8)];
    let field = ResidualField::on_torus(&sites, correlations(CrossCorrelation::None), &[Measure::Pga])
        .expect("a field");
    let (draws, mut workspace) = (4_000, Workspace::default());
    let mut squares = [0.0; 4];
    for occurrence in 0..draws {
        let out = draw(&field, 1, occurrence, &mut workspace);
        for (sum, value) in squares.iter_mut().zip(&out[0]) {
            *sum += value * value / draws as f64;
        }
    }
    let tolerance = 4.0 * (2.0 / draws as f64).sqrt();
    println!("expected 1 four times, obtained {squares:.4?}, tolerance {tolerance:.4}");
    assert!(squares.iter().all(|variance| (variance - 1.0).abs() < tolerance));
}

#[test]
fn verify_measures_go_together_at_a_site_a_little_less_than_the_matrix_says() {
    let sites = scattered(300, 60.0);
    let cross = CrossCorrelation::Observed;
    for field in [
        ResidualField::exact(&sites, correlations(cross), &MEASURES),
        ResidualField::on_torus(&sites, correlations(cross), &MEASURES),
    ] {
        let field = field.expect("a field");
        let obtained = products(&field, 200);
        for (i, a) in MEASURES.into_iter().enumerate() {
            for (j, b) in MEASURES.into_iter().enumerate().take(i + 1) {
                let (expected, obtained) = (cross.between(a, b), obtained[i][j]);
                println!(
                    "{} with {}, torus {:?}: expected at most {expected:.3}, obtained {obtained:.3}, tolerance 0.05",
                    a.name(),
                    b.name(),
                    field.torus()
                );
                assert!(obtained < expected + 0.05 && obtained > 0.75 * expected);
            }
        }
    }
}

#[test]
fn one_normal_for_all_makes_measures_of_one_range_the_same() {
    let sites = scattered(50, 20.0);
    let measures = [Measure::Sa10, Measure::Pga, Measure::Pgv];
    let cross = correlations(CrossCorrelation::Perfect);
    for field in [
        ResidualField::exact(&sites, cross, &measures),
        ResidualField::on_torus(&sites, cross, &measures),
    ] {
        let out = draw(&field.expect("a field"), 3, 0, &mut Workspace::default());
        let off = out[0]
            .iter()
            .zip(&out[2])
            .map(|(a, b)| (a - b).abs())
            .fold(0.0, f64::max);
        assert!(off < 1e-12, "{off:e}");
        assert_ne!(out[0], out[1]);
    }
}

#[test]
fn a_field_has_the_same_bits_in_any_thread_and_with_any_workspace() {
    let sites = scattered(500, 30.0);
    for field in [
        ResidualField::exact(&sites, correlations(CrossCorrelation::Observed), &MEASURES),
        ResidualField::on_torus(&sites, correlations(CrossCorrelation::Observed), &MEASURES),
    ] {
        let field = field.expect("a field");
        let mut used = Workspace::default();
        let in_turn: Vec<_> = (0..4)
            .map(|occurrence| draw(&field, 3, occurrence, &mut used))
            .collect();
        let aside = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..4)
                .map(|occurrence| {
                    scope.spawn({
                        let field = &field;
                        move || draw(field, 3, occurrence, &mut Workspace::default())
                    })
                })
                .collect();
            threads
                .into_iter()
                .map(|thread| thread.join().expect("a field"))
                .collect::<Vec<_>>()
        });
        assert_eq!(in_turn, aside);
        assert_ne!(in_turn[0], in_turn[1]);
    }
}

#[test]
fn a_site_at_the_end_moves_no_other_where_residuals_are_exact() {
    let sites = scattered(40, 20.0);
    let field = |n: usize| {
        ResidualField::exact(&sites[..n], correlations(CrossCorrelation::Observed), &MEASURES)
            .expect("a field")
    };
    let few = draw(&field(39), 3, 0, &mut Workspace::default());
    let more = draw(&field(40), 3, 0, &mut Workspace::default());
    for (few, more) in few.iter().zip(&more) {
        assert_eq!(few[..], more[..39]);
    }
}

#[test]
fn what_cannot_be_drawn_is_refused() {
    let cross = correlations(CrossCorrelation::None);
    let refused = |sites: &[Point], measures: &[Measure]| ResidualField::new(sites, cross, measures).err();
    let here = Point::new(0.0, 0.0);
    assert_eq!(refused(&[], &MEASURES), Some(FieldError::NoSites));
    assert_eq!(refused(&[here], &[]), Some(FieldError::NoMeasures));
    assert_eq!(
        refused(&[here, Point::new(f64::NAN, 0.0)], &MEASURES),
        Some(FieldError::NotANumber)
    );
    let many = scattered(2_001, 20.0);
    assert_eq!(
        ResidualField::exact(&many, cross, &MEASURES).err(),
        Some(FieldError::TooManySites { sites: 2_001 })
    );
    let wide = ResidualField::on_torus(&[here, Point::new(15_000.0, 15_000.0)], cross, &MEASURES);
    assert!(matches!(wide, Err(FieldError::TooWide { .. })));
    // Beyond the limit a field is on a torus; one site alone has one, too.
    assert!(
        ResidualField::new(&many, cross, &MEASURES)
            .expect("a field")
            .torus()
            .is_some()
    );
    assert!(
        ResidualField::new(&[here], cross, &MEASURES)
            .expect("a field")
            .torus()
            .is_none()
    );
    assert!(ResidualField::on_torus(&[here], cross, &MEASURES).is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_the_sites_the_correlation_is_positive_definite_with_variance_one(
        places in prop::collection::vec((-50.0..50.0_f64, -50.0..50.0_f64), 1..60),
        range_km in 8.5..40.7_f64,
    ) {
        let sites: Vec<Point> = places.iter().map(|(x, y)| Point::new(*x, *y)).collect();
        let merged = Places::merged(&sites);
        let factor = merged.factor(range_km).expect("positive definite");
        for row in 0..factor.order() {
            let variance: f64 = factor.row(row).iter().map(|x| x * x).sum();
            prop_assert!((variance - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn whatever_the_extent_the_torus_has_no_negative_waves(
        width_km in 0.0..150.0_f64,
        height_km in 0.0..150.0_f64,
        clustered in any::<bool>(),
    ) {
        let soils = if clustered { Soils::Clustered } else { Soils::Mixed };
        let sites = [Point::new(0.0, 0.0), Point::new(width_km, height_km)];
        let (ranges, _) = distinct_ranges(&[Measure::Sa06, Measure::Sa10], soils);
        let torus = Circulant::new(&sites, &ranges);
        prop_assert!(torus.is_ok_and(|torus| torus.negative_mass() < 1e-9));
    }
}
