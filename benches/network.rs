//! Runs per second of a whole school as a network: built, simulated and turned into rows, in memory, with and without
//! playback tracks. The plan is made walkable once, as for a batch.

use std::path::Path;
use std::sync::Arc;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use hotwash::scenario::load;
use hotwash::sim::Seeds;
use hotwash::simulation::{Options, Prepared, Simulation, Step};

fn prepared(scenario: &str, fidelity: &str) -> Prepared {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("scenarios")
        .join(scenario);
    let loaded = load::load(&folder, None, &[format!("exercise.fidelity={fidelity}")]);
    Prepared::new(Arc::new(loaded.scenario.expect("the shipped scenario is sound")))
        .expect("it can be walked in")
}

fn run(prepared: &Prepared, seed: u64, without_tracks: bool) -> usize {
    let options = Options {
        without_tracks,
        ..Options::default()
    };
    let mut simulation = Simulation::of(prepared, Seeds::both(seed), options);
    while simulation.step() != Step::Ended {}
    simulation.finish().people.len()
}

fn runs(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("runs");
    group.throughput(Throughput::Elements(1)).sample_size(20);
    for scenario in ["fire-drill", "durres-school"] {
        let prepared = prepared(scenario, "network");
        for (what, without_tracks) in [("without_tracks", true), ("with_tracks", false)] {
            let mut seed = 0;
            group.bench_function(BenchmarkId::new(what, scenario), |bencher| {
                bencher.iter(|| {
                    seed += 1;
                    run(&prepared, seed, without_tracks)
                });
            });
        }
    }
    group.finish();
}

fn preparing(criterion: &mut Criterion) {
    criterion.bench_function("prepared/durres-school", |bencher| {
        bencher.iter(|| prepared("durres-school", "network"));
    });
}

criterion_group!(benches, runs, preparing);
criterion_main!(benches);
