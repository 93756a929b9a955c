//! Many runs, and their comparison: runs a second, what a run costs beside the model, and a large table compared.

#![expect(clippy::disallowed_methods, reason = "the table of a measurement")]

use std::fmt::Write as _;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use hotwash::batch::{
    BatchFolder, BatchOptions, Design, Keep, Registered, Request, SeedSet, carry_out, register,
};
use hotwash::compare::{Question, Wanted, compare, read};
use hotwash::scenario::load::load;
use hotwash::sim::Seeds;
use hotwash::simulation::{Options, Prepared, Simulation};
use hotwash::vocabulary::METRICS;

/// Runs of a measurement.
const RUNS: u64 = 200;

fn fire_drill() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/fire-drill")
}

fn registered(seeds: u64) -> Registered {
    let request = Request {
        scenario: fire_drill(),
        variants: Vec::new(),
        set: vec!["exercise.fidelity=network".to_owned()],
        decide: Vec::new(),
        factors: Vec::new(),
        design: Design::Full,
        seeds: SeedSet::parse(&format!("1..{seeds}")).expect("seeds"),
        hazard_seeds: None,
    };
    register(request.plan().expect("a plan"), |_, _| {}).expect("the shipped scenario is sound")
}

fn whole_batches(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("batch of the fire drill, network");
    group.sample_size(10).throughput(Throughput::Elements(RUNS));
    let registered = registered(RUNS);
    for jobs in [1, 2] {
        group.bench_function(format!("{jobs} at a time"), |bencher| {
            bencher.iter(|| {
                let place = tempfile::tempdir().expect("a folder");
                let options = BatchOptions {
                    jobs,
                    keep: Keep::Metrics,
                    retry_failed: false,
                    language: "en".to_owned(),
                };
                let target = place.path().join("batch");
                let folder =
                    BatchFolder::open(&target, &registered.record(Keep::Metrics), false).expect("opened");
                carry_out(
                    &registered,
                    &options,
                    &folder,
                    &AtomicBool::new(false),
                    &mut |_| {},
                )
                .expect("carried out")
            });
        });
    }
    // The model alone, for what the rest costs.
    let network = ["exercise.fidelity=network".to_owned()];
    let scenario = load(&fire_drill(), None, &network)
        .scenario
        .expect("the shipped scenario is sound");
    let prepared = Prepared::new(Arc::new(scenario)).expect("a plan that can be walked in");
    group.bench_function("the model alone", |bencher| {
        bencher.iter(|| {
            for seed in 1..=RUNS {
                let options = Options {
                    without_tracks: true,
                    ..Options::default()
                };
                let mut run = Simulation::of(&prepared, Seeds::both(seed), options);
                run.run(|_| {});
                black_box(run.finish().metrics.len());
            }
        });
    });
    group.finish();
}

/// A table of so many variants, seeds and metrics.
fn table(variants: u64, seeds: u64, metrics: usize) -> String {
    let mut text = "scenario,variant,case,seed,hazard_seed,metric,value,unit,basis\n".to_owned();
    for variant in 0..variants {
        let name = if variant == 0 {
            "base".to_owned()
        } else {
            format!("v{variant}")
        };
        for seed in 1..=seeds {
            for (index, metric) in METRICS.iter().take(metrics).enumerate() {
                let luck = (seed * 7_919 + index as u64 * 104_729) % 1_009;
                let own = (seed * 31 + variant * 17 + index as u64) % 23;
                let value = luck * luck / 1_009 + own + variant * (index as u64 % 3);
                let (metric, unit) = (metric.name, metric.unit.symbol());
                let _ = writeln!(text, "s,{name},,{seed},{seed},{metric},{value},{unit},sourced");
            }
        }
    }
    text
}

fn comparisons(criterion: &mut Criterion) {
    let place = tempfile::tempdir().expect("a folder");
    let path = place.path().join("runs.csv");
    let (variants, seeds, metrics) = (5, 400, 50);
    std::fs::write(&path, table(variants, seeds, metrics)).expect("written");
    let rows = variants * seeds * metrics as u64;
    let mut group = criterion.benchmark_group("compare");
    group.sample_size(10).throughput(Throughput::Elements(rows));
    group.bench_function("100,000 rows of runs, read", |bencher| {
        bencher.iter(|| read(std::slice::from_ref(&path), Wanted::default()).expect("read"));
    });
    group.bench_function("100,000 rows of runs, read and compared", |bencher| {
        bencher.iter(|| {
            let pool = read(std::slice::from_ref(&path), Wanted::default()).expect("read");
            compare(&pool, &Question::default()).all.len()
        });
    });
    group.finish();
}

criterion_group!(benches, whole_batches, comparisons);
criterion_main!(benches);
