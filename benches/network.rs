//! A whole school as a network. The way out alone, which is what peers simulate: everybody walks from their place to
//! the assembly area. And whole runs, with the hour of command, counting and release around it: built, simulated and
//! turned into rows, in memory, with and without playback tracks. The plan is made walkable once, as for a batch.

use std::path::Path;
use std::sync::Arc;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use hotwash::network::{Goal, Network, Routes, Traffic, advance};
use hotwash::pedestrian::{Notices, Place, Walker};
use hotwash::places::{Ground, Site};
use hotwash::scenario::load;
use hotwash::scenario::model::Scenario;
use hotwash::sim::Seeds;
use hotwash::simulation::{Options, Prepared, Simulation, Step};

const SCHOOLS: [&str; 2] = ["fire-drill", "durres-school"];

fn as_network(scenario: &str) -> Scenario {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("scenarios")
        .join(scenario);
    let loaded = load::load(&folder, None, &["exercise.fidelity=network".to_owned()]);
    loaded.scenario.expect("the shipped scenario is sound")
}

fn prepared(scenario: &str) -> Prepared {
    Prepared::new(Arc::new(as_network(scenario))).expect("it can be walked in")
}

/// Everybody at their place, about to set out for the first assembly area, and the room each is in.
fn everybody(scenario: &Scenario) -> Vec<(Walker, usize)> {
    let school = &scenario.school;
    let people = (0..).zip(&school.people);
    let walkers = people.map(|(ordinal, person)| {
        let walker = Walker {
            ordinal,
            place: Place::Deck(school.plan.spaces[person.space].level.0 as u16),
            position: [person.at.x as f32, person.at.y as f32],
            radius_m: 0.18,
            flat_m_s: 1.2,
            up_m_s: 0.6,
            down_m_s: 0.9,
            field: Some(0),
        };
        (walker, person.space)
    });
    walkers.collect()
}

/// Ways sought and walked, looked at every 2 s as in a run; how many arrive.
fn way_out(network: &Network, people: &[(Walker, usize)]) -> usize {
    let (mut network, mut traffic, mut notices) = (network.clone(), Traffic::new(), Notices::default());
    let routes = [Routes::solve(&network, Goal::Area(0))];
    for (walker, room) in people {
        traffic.insert(&network, *walker, *room);
    }
    let mut now_ms = 0;
    while notices.arrivals.len() < people.len() {
        now_ms += 2_000;
        assert!(now_ms < 3_600_000, "{} arrive", notices.arrivals.len());
        advance(&mut traffic, &mut network, &routes, now_ms, &mut notices);
    }
    notices.arrivals.len()
}

fn ways_out(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("way_out");
    group.throughput(Throughput::Elements(1));
    for name in SCHOOLS {
        let scenario = as_network(name);
        let school = &scenario.school;
        let site = Site::new(
            &school.plan,
            &scenario.subjects,
            school.procedure.doors,
            scenario.exercise.fidelity,
        );
        let site = site.expect("it can be walked in");
        let Ground::Net(network) = &site.ground else {
            unreachable!("the scenario was asked for as a network");
        };
        let people = everybody(&scenario);
        group.bench_function(name, |bencher| bencher.iter(|| way_out(network, &people)));
    }
    group.finish();
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
    for scenario in SCHOOLS {
        let prepared = prepared(scenario);
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
        bencher.iter(|| prepared("durres-school"));
    });
}

criterion_group!(benches, ways_out, runs, preparing);
criterion_main!(benches);
