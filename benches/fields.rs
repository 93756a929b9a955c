//! Random fields of ground-motion residuals: normals, the factor of a correlation matrix, and residuals at sites.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use hotwash::geo::Point;
use hotwash::hazard::earthquake::field::correlation::{CrossCorrelation, Soils};
use hotwash::hazard::earthquake::field::{Correlations, ResidualField, Workspace};
use hotwash::sim::{Chance, Seeds};
use hotwash::vocabulary::Measure;

const MEASURES: [Measure; 3] = [Measure::Pga, Measure::Sa06, Measure::Sa10];

const CORRELATIONS: Correlations = Correlations {
    soils: Soils::Mixed,
    cross: CrossCorrelation::Observed,
};

fn chance() -> Chance {
    Chance::new(Seeds::both(1))
}

fn sites(n: u64, side_km: f64) -> Vec<Point> {
    let chance = chance();
    let along = |site, axis| chance.hazard_draw("site", site, axis).between(0.0, side_km);
    (0..n)
        .map(|site| Point::new(along(site, 0), along(site, 1)))
        .collect()
}

fn normals(criterion: &mut Criterion) {
    let mut normals = vec![0.0; 1 << 20];
    let mut group = criterion.benchmark_group("normals");
    group.throughput(Throughput::Elements(normals.len() as u64));
    let mut luck = chance().hazard_field("bench", 0);
    group.bench_function("dense", |bencher| {
        bencher.iter(|| luck.fill_standard_normal(&mut normals));
    });
    group.finish();
}

fn factors(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("exact_field_made");
    group.sample_size(10);
    for n in [500, 2_000] {
        let sites = sites(n, 60.0);
        group.bench_function(BenchmarkId::from_parameter(n), |bencher| {
            bencher.iter(|| ResidualField::exact(&sites, CORRELATIONS, &[Measure::Pga]).expect("a field"));
        });
    }
    group.finish();
}

fn residuals(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("site_residuals");
    group.sample_size(10);
    for (n, side_km) in [
        (500, 60.0),
        (2_000, 60.0),
        (100_000, 60.0),
        (100_000, 300.0),
        (1_000_000, 300.0),
    ] {
        let field = ResidualField::new(&sites(n, side_km), CORRELATIONS, &MEASURES).expect("a field");
        let (mut workspace, mut out) = (Workspace::default(), vec![Vec::new(); MEASURES.len()]);
        let mut luck = chance().hazard_field("bench", 0);
        group.throughput(Throughput::Elements(n * MEASURES.len() as u64));
        let id = BenchmarkId::new(format!("{side_km} km"), n);
        group.bench_function(id, |bencher| {
            bencher.iter(|| {
                field.sample(
                    |normals| luck.fill_standard_normal(normals),
                    &mut workspace,
                    &mut out,
                );
            });
        });
    }
    group.finish();
}

criterion_group!(benches, normals, factors, residuals);
criterion_main!(benches);
