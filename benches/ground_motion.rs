//! Ground motion over many places: one rupture, 100,000 sites, the measures that fragility asks for. By the site, as for
//! a single building; over slices, as for a town; and over slices on all cores. An element is one measure at one site.
//! Then the distances of the sites to the rupture, and rows of a table of reference values.

use std::fmt::Write as _;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use hotwash::geo::LonLat;
use hotwash::hazard::earthquake::ground_motion::{Ground, Motion, Prepared, SiteTerm, Source, motion};
use hotwash::hazard::earthquake::rupture::{Plane, Rupture};
use hotwash::verify::ground_motion::{COLUMNS, check_table};
use hotwash::vocabulary::{GroundMotionModel, Measure};
use rayon::prelude::*;

const SITES: usize = 100_000;
/// What a slice holds at a time: its numbers stay in the cache between the measures.
const CHUNK: usize = 512;
const MEASURES: [Measure; 4] = [Measure::Pga, Measure::Sa03, Measure::Sa06, Measure::Sa10];
const SOURCE: Source = Source {
    magnitude_mw: 6.4,
    rake_deg: 89.0,
    hypocentre_depth_km: 22.0,
};

/// Places on a square of 100 km around Durrës, and Vs30 from 150 to 1,150 m/s.
fn places() -> Vec<(LonLat, f64)> {
    let side = 317;
    (0..SITES)
        .map(|i| {
            let share = |at: usize| at as f64 / f64::from(side);
            let place = LonLat::new(18.9 + 1.2 * share(i % 317), 40.9 + 0.9 * share(i / 317));
            (place, 150.0 + ((i * 7_919) % 1_000) as f64)
        })
        .collect()
}

fn rupture() -> Rupture {
    let plane = Plane::centred(156.0, 63.0, 20.0, 12.0);
    Rupture::plane(LonLat::new(19.5256, 41.5138), 22.0, &plane).expect("it lies in the ground")
}

struct Sites {
    terms: Vec<SiteTerm>,
    rjb_km: Vec<f64>,
    grounds: Vec<Vec<Ground>>,
}

fn sites(model: GroundMotionModel) -> Sites {
    let rupture = rupture();
    let terms: Vec<SiteTerm> = places()
        .into_iter()
        .map(|(place, vs30_m_s)| SiteTerm {
            rjb_km: rupture.rjb_km(place),
            vs30_m_s,
        })
        .collect();
    let ground = |measure| {
        terms
            .iter()
            .map(|site| Ground::of(model, measure, site.vs30_m_s))
            .collect()
    };
    Sites {
        rjb_km: terms.iter().map(|site| site.rjb_km).collect(),
        grounds: MEASURES.into_iter().map(ground).collect(),
        terms,
    }
}

/// All measures over a piece of the sites: the sum of the medians, so that nothing is left out.
fn over(prepared: &[Prepared], sites: &Sites, from: usize) -> f64 {
    let to = (from + CHUNK).min(SITES);
    let rjb_km = &sites.rjb_km[from..to];
    let (mut responses, mut motions) = ([0.0; CHUNK], [Motion::default(); CHUNK]);
    let (responses, motions) = (&mut responses[..to - from], &mut motions[..to - from]);
    prepared[0].responses(rjb_km, &sites.grounds[0][from..to], responses);
    let mut sum = 0.0;
    for (prepared, grounds) in prepared.iter().zip(&sites.grounds) {
        prepared.over(rjb_km, &grounds[from..to], responses, motions);
        sum += motions
            .iter()
            .map(|motion| motion.ln_median + motion.phi)
            .sum::<f64>();
    }
    sum
}

fn motions(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("ground_motion");
    group.throughput(Throughput::Elements((SITES * MEASURES.len()) as u64));
    for model in GroundMotionModel::ALL {
        let sites = sites(model);
        let prepared = MEASURES.map(|measure| Prepared::of(model, measure, &SOURCE));
        group.bench_function(BenchmarkId::new("by_site", model.word()), |bencher| {
            bencher.iter(|| {
                let by_measure = prepared.iter().map(|prepared| {
                    let motions = sites.terms.iter().map(|site| prepared.at(site));
                    motions.map(|motion| motion.ln_median + motion.phi).sum::<f64>()
                });
                by_measure.sum::<f64>()
            });
        });
        let starts: Vec<usize> = (0..SITES).step_by(CHUNK).collect();
        group.bench_function(BenchmarkId::new("over_slices", model.word()), |bencher| {
            bencher.iter(|| {
                starts
                    .iter()
                    .map(|from| over(&prepared, &sites, *from))
                    .sum::<f64>()
            });
        });
        group.bench_function(
            BenchmarkId::new("over_slices_all_cores", model.word()),
            |bencher| {
                bencher.iter(|| {
                    starts
                        .par_iter()
                        .map(|from| over(&prepared, &sites, *from))
                        .sum::<f64>()
                });
            },
        );
    }
    group.finish();
}

fn distances(criterion: &mut Criterion) {
    let (places, rupture) = (places(), rupture());
    let mut group = criterion.benchmark_group("rupture");
    group.throughput(Throughput::Elements(SITES as u64));
    group.bench_function("rjb_km", |bencher| {
        bencher.iter(|| {
            places
                .iter()
                .map(|(place, _)| rupture.rjb_km(*place))
                .sum::<f64>()
        });
    });
    group.finish();
}

/// A table with a row for each model, measure and some places, as `verify` reads it.
fn table() -> String {
    let mut text = format!("{}\n", COLUMNS.join(","));
    let sites = sites(GroundMotionModel::Bssa14).terms;
    for (model, measure) in GroundMotionModel::ALL
        .iter()
        .flat_map(|model| MEASURES.map(|measure| (*model, measure)))
    {
        for site in sites.iter().step_by(100) {
            let ours = motion(model, measure, &SOURCE, site);
            let _ = writeln!(
                text,
                "{},6.4,89,{},{},{},{},{},{}",
                model.word(),
                site.rjb_km,
                site.vs30_m_s,
                measure.name(),
                ours.ln_median,
                ours.tau,
                ours.phi
            );
        }
    }
    text
}

fn tables(criterion: &mut Criterion) {
    let text = table();
    let mut group = criterion.benchmark_group("table");
    group.throughput(Throughput::Elements(text.lines().count() as u64 - 1));
    group.bench_function("check", |bencher| {
        bencher.iter(|| check_table(&text).expect("it can be read").rows());
    });
    group.finish();
}

criterion_group!(benches, motions, distances, tables);
criterion_main!(benches);
