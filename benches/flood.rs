//! The kernels of water on a grid of 1,000 × 1,000 cells of 10 m over a bumpy bed, fully wet or with a lake in its middle.

use criterion::{BatchSize, Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use hotwash::hazard::flood::edge::Edges;
use hotwash::hazard::flood::grid::Grid;
use hotwash::hazard::flood::maxima::ARRIVED_M;
use hotwash::hazard::flood::real::Real;
use hotwash::hazard::flood::water::{Solver, Water};
use hotwash::maths;

const GRID: Grid = Grid {
    columns: 1_000,
    rows: 1_000,
    cell_m: 10.0,
};

/// Where there is water.
#[derive(Clone, Copy)]
enum Wet {
    /// Everywhere: twice as deep on one half as on the other.
    All,
    /// In a round lake of a twentieth of the grid, which falls apart.
    Twentieth,
}

impl Wet {
    /// Steps that are timed: a lake that went on for as long as a bench takes would spread over what is dry.
    const fn steps(self) -> u64 {
        match self {
            Self::All => 100,
            Self::Twentieth => 5,
        }
    }
}

/// The bed of the case by which the peers were measured.
fn water<T: Real>(solver: Solver, wet: Wet) -> Water<T> {
    let bed = |column: usize, row: usize| {
        1.0 + 0.8 * maths::sin(column as f64 / 37.0) * maths::cos(row as f64 / 29.0)
    };
    let depth = |column: usize, row: usize| match wet {
        Wet::All if column < GRID.columns / 2 => 3.0,
        Wet::All => 1.5,
        Wet::Twentieth => {
            let (x, y) = (column as f64 - 500.0, row as f64 - 500.0);
            let is_lake = x * x + y * y < 0.05 * 1e6 / std::f64::consts::PI;
            if is_lake { 3.0 - bed(column, row) } else { 0.0 }
        }
    };
    Water::new(
        GRID,
        solver,
        GRID.field(|column, row| T::of(bed(column, row))),
        &GRID.field(|_, _| T::of(0.03)),
        Edges::walls(&GRID),
        GRID.field(|column, row| T::of(depth(column, row))),
    )
}

fn steps<T: Real>(criterion: &mut Criterion, precision: &str) {
    let mut group = criterion.benchmark_group("cell_updates");
    group.sampling_mode(SamplingMode::Flat).sample_size(20);
    for solver in Solver::ALL {
        for (wet, keeps_maxima, what) in [
            (Wet::All, false, "wet"),
            (Wet::All, true, "wet_with_maxima"),
            (Wet::Twentieth, true, "5_percent_wet_with_maxima"),
        ] {
            let mut water = water::<T>(solver, wet);
            if keeps_maxima {
                water.keep_maxima(ARRIVED_M);
            }
            // The first step looks at the land.
            water.step(f64::INFINITY).expect("stable");
            group.throughput(Throughput::Elements(
                wet.steps() * (GRID.columns * GRID.rows) as u64,
            ));
            group.bench_function(format!("{}_{precision}/{what}", solver.word()), |bencher| {
                let steps = |water: &mut Water<T>| {
                    for _ in 0..wet.steps() {
                        water.step(f64::INFINITY).expect("stable");
                    }
                };
                bencher.iter_batched_ref(|| water.clone(), steps, BatchSize::PerIteration);
            });
        }
    }
    group.finish();
}

fn both(criterion: &mut Criterion) {
    steps::<f32>(criterion, "f32");
    steps::<f64>(criterion, "f64");
}

criterion_group!(benches, both);
criterion_main!(benches);
