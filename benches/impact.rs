//! What earthquakes do to the buildings of a town: outcomes of the shipped scenario, and of a town of single buildings.
//!
//! An asset-event is one group of buildings under one shock.

use std::path::Path;

use criterion::measurement::WallTime;
use criterion::{BatchSize, BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main};
use hotwash::geo::LonLat;
use hotwash::hazard::earthquake::impact::{Course, Prepared, Stock, Way};
use hotwash::maths;
use hotwash::scenario::load;
use hotwash::scenario::model::{BuildingGroup, Hour, TownSpec, Usage};
use hotwash::sim::{Chance, Seeds};
use hotwash::vocabulary::Measure;

const WAYS: [(&str, Way); 2] = [("sampled", Way::Sampled), ("expected", Way::Expected)];

/// The town and the earthquakes of the shipped scenario.
fn durres() -> (Prepared, TownSpec) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/durres-2019");
    let scenario = load::load(&folder, None, &[]).scenario.expect("it is sound");
    let prepared = Prepared::new(&scenario).expect("it can be computed");
    (
        prepared.expect("it has an earthquake"),
        scenario.town.expect("it has a town"),
    )
}

fn shipped(criterion: &mut Criterion) {
    let (prepared, _) = durres();
    let shocks = prepared.shake(Seeds::both(1)).shocks();
    let mut group = criterion.benchmark_group("asset_events/durres-2019");
    group.throughput(Throughput::Elements((prepared.groups() * shocks) as u64));
    for (name, way) in WAYS {
        let mut seed = 0;
        let mut next = || {
            seed += 1;
            Seeds::both(seed)
        };
        group.bench_function(format!("{name}_with_the_shaking"), |bencher| {
            bencher.iter(|| prepared.impact(next(), way));
        });
        let shaken = |seeds| (prepared.shake(seeds), seeds);
        group.bench_function(format!("{name}_under_given_shaking"), |bencher| {
            bencher.iter_batched(
                || shaken(next()),
                |(shaken, seeds)| prepared.under(shaken, seeds, way),
                BatchSize::SmallInput,
            );
        });
    }
    group.finish();
}

/// Single buildings of the classes of the shipped town, each at a place of its own.
fn town(buildings: usize) -> TownSpec {
    let (_, mut town) = durres();
    let chance = Chance::new(Seeds::both(1));
    let building = |number: usize| {
        let draw = |k| chance.hazard_draw("building", number as u64, k).uniform();
        BuildingGroup {
            id: format!("b{number}"),
            at: LonLat::new(19.3 + 0.5 * draw(0), 41.2 + 0.4 * draw(1)),
            municipality: 0,
            class: number as u32 % town.fragility.classes.len() as u32,
            usage: Usage::Residential,
            storeys: 2.0,
            buildings: 1.0,
            occupants: [4.0; 3],
            floor_area_m2: Some(150.0),
            vs30_m_s: None,
        }
    };
    town.groups = (0..buildings).map(building).collect();
    town.municipalities.truncate(1);
    town
}

/// One shock, of a median shaking of `pga_g` and a spread of 0.5.
fn single_buildings(criterion: &mut Criterion) {
    const BUILDINGS: usize = 100_000;
    let stock = Stock::new(&town(BUILDINGS), |_| 400.0);
    let mut group = criterion.benchmark_group("asset_events/100k_single_buildings");
    group.throughput(Throughput::Elements(BUILDINGS as u64));
    for pga_g in [0.05_f64, 0.1, 0.2] {
        under(&mut group, &stock, pga_g);
    }
    group.finish();
}

fn under(group: &mut BenchmarkGroup<'_, WallTime>, stock: &Stock, pga_g: f64) {
    let mut luck = Chance::new(Seeds::both(2)).hazard_field("bench", 0);
    let field = |_: &Measure| {
        let mut field = vec![0.0; stock.sites().len()];
        luck.fill_standard_normal(&mut field);
        field
            .iter()
            .map(|normal| maths::ln(pga_g) + 0.5 * normal)
            .collect()
    };
    let shaking = [stock.measures().iter().map(field).collect()];
    let course = Course {
        measures: stock.measures(),
        shaking: &shaking,
        keys: &[0],
        hours_left: &[72.0],
        hour: Hour::Night,
        indoors_later: 0.0,
        by_group: false,
    };
    for (name, way) in WAYS {
        let mut seed = 0;
        group.bench_function(format!("{name}_at_{pga_g}_g"), |bencher| {
            bencher.iter(|| {
                seed += 1;
                stock.suffer(&course, &Chance::new(Seeds::both(seed)), way)
            });
        });
    }
}

criterion_group!(benches, shipped, single_buildings);
criterion_main!(benches);
