//! The kernels of water on a fully wet grid of 1,000 × 1,000 cells of 10 m over a bumpy bed.

use criterion::{Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use hotwash::hazard::flood::edge::Edges;
use hotwash::hazard::flood::grid::Grid;
use hotwash::hazard::flood::real::Real;
use hotwash::hazard::flood::water::{Solver, Water};
use hotwash::maths;

const GRID: Grid = Grid {
    columns: 1_000,
    rows: 1_000,
    cell_m: 10.0,
};

/// The bed of the case by which the peers were measured; twice as deep on one half as on the other.
fn water<T: Real>(solver: Solver) -> Water<T> {
    let bed = |column: usize, row: usize| {
        1.0 + 0.8 * maths::sin(column as f64 / 37.0) * maths::cos(row as f64 / 29.0)
    };
    Water::new(
        GRID,
        solver,
        GRID.field(|column, row| T::of(bed(column, row))),
        &GRID.field(|_, _| T::of(0.03)),
        Edges::walls(&GRID),
        GRID.field(|column, _| T::of(if column < GRID.columns / 2 { 3.0 } else { 1.5 })),
    )
}

fn steps<T: Real>(criterion: &mut Criterion, precision: &str) {
    let mut group = criterion.benchmark_group("cell_updates");
    group.throughput(Throughput::Elements((GRID.columns * GRID.rows) as u64));
    group.sampling_mode(SamplingMode::Flat).sample_size(20);
    for solver in Solver::ALL {
        let mut water = water::<T>(solver);
        group.bench_function(format!("{}_{precision}", solver.word()), |bencher| {
            bencher.iter(|| water.step(f64::INFINITY).expect("stable"));
        });
    }
    group.finish();
}

fn both(criterion: &mut Criterion) {
    steps::<f32>(criterion, "f32");
    steps::<f64>(criterion, "f64");
}

criterion_group!(benches, both);
criterion_main!(benches);
