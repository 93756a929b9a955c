//! What earthquakes do to a region: through the library, on the shipped scenario, beside what others found.

#![expect(
    clippy::disallowed_methods,
    reason = "tests read and write files of their own"
)]

mod common;

use std::collections::BTreeMap;
use std::sync::Arc;

use common::place::Place;
use common::{load, shipped, simulate};
use hotwash::hazard::earthquake::impact::many::{Outcome, QUANTITIES, Spread, outcomes};
use hotwash::hazard::earthquake::impact::{Prepared, Tally, Way, impact};
use hotwash::record::Records;
use hotwash::scenario::model::Scenario;
use hotwash::sim::Seeds;
use hotwash::simulation::{Options, Simulation, Step};

fn durres(variant: Option<&str>, settings: &[&str]) -> Arc<Scenario> {
    load(&shipped("durres-2019"), variant, settings)
}

fn prepared(scenario: &Scenario) -> Prepared {
    let prepared = Prepared::new(scenario).expect("its shaking can be computed");
    prepared.expect("an earthquake that is computed")
}

fn many(scenario: &Scenario, seeds: u64, way: Way) -> Vec<Outcome> {
    outcomes(&prepared(scenario), (1..=seeds).collect::<Vec<u64>>(), way)
}

fn spread(outcomes: &[Outcome], of: fn(&Tally) -> f64) -> Spread {
    Spread::of(outcomes.iter().map(|outcome| of(&outcome.total)))
}

#[test]
fn val_the_earthquake_of_2019_given_its_records() {
    // Albania Post-Disaster Needs Assessment, February 2020.
    const OBSERVED: f64 = 51.0;
    let deaths = spread(&many(&durres(None, &[]), 400, Way::Sampled), Tally::deaths);
    println!(
        "observed {OBSERVED}; obtained median {:.0}, 5 to 95 %: {:.0} to {:.0}, mean {:.1}; gate: inside, and the mean within a factor of 2",
        deaths.median, deaths.p5, deaths.p95, deaths.mean
    );
    assert!(deaths.p5 <= OBSERVED && OBSERVED <= deaths.p95);
    assert!(deaths.mean <= 2.0 * OBSERVED && deaths.mean >= OBSERVED / 2.0);
}

#[test]
fn val_without_records_it_agrees_with_another_program() {
    // OpenQuake 3.26.2, Boore et al. 2014, Jayaram and Baker with clustered soils, 200 fields; and the exact mean of the
    // same equations in another language, for this very table of buildings, deaths without collapse left out.
    const OPENQUAKE: [f64; 4] = [247.0, 49.0, 192.0, 637.0];
    const EXACT: f64 = 251.2;
    const OPENQUAKE_FIELDS: f64 = 200.0;
    let alone = ["hazard.largest-aftershock.magnitude_mw=4.0"];
    let outcomes = many(&durres(Some("without-stations"), &alone), 1_500, Way::Expected);
    let deaths = spread(&outcomes, Tally::deaths);
    let error = deaths.sd / 1_500.0_f64.sqrt();
    let both = deaths.sd * (1.0 / 1_500.0 + 1.0 / OPENQUAKE_FIELDS).sqrt();
    println!(
        "mean: expected {EXACT}, obtained {:.1}, tolerance 3 % and 4 x {error:.1}",
        deaths.mean
    );
    println!(
        "mean: OpenQuake {}, obtained {:.1}, tolerance 4 x {both:.1}",
        OPENQUAKE[0], deaths.mean
    );
    assert!((deaths.mean - EXACT).abs() < 0.03 * EXACT + 4.0 * error);
    assert!((deaths.mean - OPENQUAKE[0]).abs() < 4.0 * both);
    // Standard errors of quantiles of 200 draws of a lognormal of this spread, as shares: 5 % 18, median 9, 95 % 14.
    for (expected, obtained, share) in [
        (OPENQUAKE[1], deaths.p5, 0.18),
        (OPENQUAKE[2], deaths.median, 0.09),
        (OPENQUAKE[3], deaths.p95, 0.14),
    ] {
        println!("quantile: OpenQuake {expected}, obtained {obtained:.0}, tolerance 3 x {share}");
        assert!((obtained / expected - 1.0).abs() < 3.0 * share);
    }
}

#[test]
fn what_is_drawn_is_what_is_expected_on_average() {
    let scenario = durres(None, &[]);
    let seeds = 300;
    let [drawn, expected] = [Way::Sampled, Way::Expected].map(|way| many(&scenario, seeds, way));
    for quantity in QUANTITIES {
        // The shaking is the same seed by seed, so that only buildings and people are left to luck.
        let pairs = drawn.iter().zip(&expected);
        let difference = Spread::of(pairs.map(|(a, b)| (quantity.of)(&a.total) - (quantity.of)(&b.total)));
        let mean = spread(&expected, quantity.of).mean;
        let tolerance = 4.0 * difference.sd / (seeds as f64).sqrt() + 0.005 * mean;
        println!(
            "{}: expected {mean:.2}, obtained {:.2} more, tolerance {tolerance:.2}",
            quantity.name, difference.mean
        );
        assert!(difference.mean.abs() <= tolerance, "{}", quantity.name);
    }
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let prepared = prepared(&durres(None, &[]));
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .expect("threads");
        pool.install(|| outcomes(&prepared, (1..=24).collect::<Vec<u64>>(), Way::Sampled))
    };
    let one = with(1);
    assert_eq!(one, with(2));
    assert_eq!(one, with(8));
    assert_ne!(one[0].total, one[1].total, "another seed is another earthquake");
}

#[test]
fn strengthening_harms_nobody_whatever_the_seed() {
    let [base, better] =
        [None, Some("retrofit-low-code")].map(|variant| many(&durres(variant, &[]), 60, Way::Sampled));
    for (base, better) in base.iter().zip(&better) {
        assert!(
            better.total.buildings[4] <= base.total.buildings[4],
            "seed {}",
            base.seed
        );
        assert!(
            better.total.collapsed <= base.total.collapsed,
            "seed {}",
            base.seed
        );
    }
}

#[test]
fn everybody_is_in_one_place_at_every_tick() {
    let scenario = durres(None, &["exercise.lasts=24 h"]);
    let mut run = Simulation::new(Arc::clone(&scenario), Seeds::both(3), Options::default()).expect("a run");
    let mut population = None;
    let mut died = 0;
    while run.step() != Step::Ended {
        let ledger = run.ledger();
        assert_eq!(
            *population.get_or_insert(ledger.population()),
            ledger.population()
        );
        assert!(ledger.died_waiting >= died, "nobody rises from the dead");
        died = ledger.died_waiting;
    }
    let (ledger, struck) = (
        run.ledger(),
        impact(&scenario, Seeds::both(3)).expect("an outcome"),
    );
    let total = struck.total();
    println!("{ledger:?}");
    assert!(ledger.population() > 2_600_000 && ledger.died_waiting > 0);
    assert_eq!(ledger.killed as f64, total.killed_at_once);
    assert_eq!(
        (ledger.entrapped + ledger.died_waiting) as f64,
        total.entrapped_alive
    );
    assert_eq!(ledger.injured as f64, total.injured.iter().sum::<f64>());
}

fn metric(records: &Records, name: &str) -> f64 {
    let found = records.metrics.iter().find(|metric| &*metric.name == name);
    found
        .and_then(|metric| metric.value)
        .unwrap_or_else(|| panic!("{name} has a value"))
}

#[test]
fn a_run_tells_deaths_at_once_from_deaths_that_waited() {
    let scenario = durres(None, &[]);
    let records = simulate(&scenario, Seeds::both(1), Options::default());
    let total = impact(&scenario, Seeds::both(1)).expect("an outcome").total();
    assert_eq!(metric(&records, "town_killed"), total.killed_at_once);
    assert_eq!(metric(&records, "town_entrapped"), total.entrapped_alive);
    assert_eq!(metric(&records, "town_collapsed"), total.collapsed);
    let waiting = metric(&records, "town_died_waiting");
    // Who dies in the last second or two of the run is on either side of its end.
    assert!(
        (waiting - total.die_without_rescue).abs() <= 1.0,
        "{waiting} and {}",
        total.die_without_rescue
    );
    let mut outcomes: BTreeMap<&str, usize> = BTreeMap::new();
    for casualty in &records.casualties {
        *outcomes.entry(casualty.outcome.word()).or_default() += 1;
    }
    println!("{outcomes:?}");
    assert_eq!(outcomes.get("died").copied().unwrap_or(0) as f64, waiting);
    assert_eq!(records.casualties.len() as f64, total.entrapped_alive);
    assert_eq!(records.people.len(), records.casualties.len());
}

#[test]
fn a_school_whose_damage_is_computed_has_another_stair_barred_with_another_seed() {
    let barred = |seed| {
        let scenario = load(
            &shipped("durres-school"),
            Some("physics-decides"),
            &["exercise.lasts=7 min"],
        );
        let records = simulate(
            &scenario,
            Seeds::both(seed),
            Options {
                without_tracks: true,
                ..Options::default()
            },
        );
        let closed = records
            .timeline
            .iter()
            .filter(|(_, entry)| entry.event == "place-closed");
        closed
            .filter_map(|(_, entry)| entry.subject.as_deref().map(str::to_owned))
            .collect::<Vec<_>>()
    };
    let all: Vec<Vec<String>> = (1..=12).map(barred).collect();
    println!("{all:?}");
    assert!(all.iter().any(Vec::is_empty), "some earthquakes bar nothing");
    assert!(all.iter().any(|ways| !ways.is_empty()), "some bar a way");
}

/// What a variant that only the test knows comes to: the run's metrics and the outcome of the same seed.
fn run_and_impact(changes: &str, seed: u64) -> (Records, Tally) {
    let scenario = common::altered("durres-2019", changes);
    let records = simulate(&scenario, Seeds::both(seed), Options::default());
    let total = impact(&scenario, Seeds::both(seed)).expect("an outcome").total();
    (records, total)
}

#[test]
fn shaking_of_an_earlier_shock_that_ends_last_undoes_nothing() {
    // A strong shock far away, and one near by that comes later and is over sooner.
    let far = "[hazard.far]\nkind = \"computed-earthquake\"\nat = 2019-11-26T03:54:04+01:00\nmagnitude_mw = 7.2\n\
               longitude = 21.5\nlatitude = 42.8\ndepth_km = 10\nrake_deg = 0\n";
    let (records, total) = run_and_impact(far, 2);
    assert_eq!(metric(&records, "town_complete"), total.buildings[4]);
    assert_eq!(metric(&records, "town_collapsed"), total.collapsed);
}

#[test]
fn a_weak_foreshock_far_away_drives_nobody_out() {
    let foreshock = "[hazard.foreshock]\nkind = \"computed-earthquake\"\nat = 2019-11-26T03:51:00+01:00\nmagnitude_mw = 4.0\n\
                     longitude = 21.5\nlatitude = 42.8\ndepth_km = 10\nrake_deg = 0\n";
    let seeds = 40;
    let with = many(&common::altered("durres-2019", foreshock), seeds, Way::Expected);
    let without = many(&durres(None, &[]), seeds, Way::Expected);
    let [with, without] = [with, without].map(|outcomes| spread(&outcomes, Tally::deaths).mean);
    println!("deaths without a foreshock {without:.1}, with one {with:.1}, tolerance 10 %");
    assert!((with / without - 1.0).abs() < 0.1);
}

#[test]
fn aftershocks_by_chance_do_little_whatever_map_the_main_shock_has() {
    let sequence = "[hazard.sequence]\nkind = \"aftershock-sequence\"\nat = \"5 min after mainshock\"\nof = \"mainshock\"\n\
                    smallest_mw = 4.0\n";
    let map = "[hazard.mainshock]\nmap = \"shakemap.csv\"\n";
    let seeds = 20;
    let of = |changes: &str| {
        spread(
            &many(&common::altered("durres-2019", changes), seeds, Way::Expected),
            |tally| tally.buildings[4],
        )
    };
    let (alone, followed) = (of(map).mean, of(&format!("{map}{sequence}")).mean);
    println!("completely damaged: {alone:.0} by the main shock, {followed:.0} with its aftershocks");
    assert!(followed >= alone && followed < 1.5 * alone);
}

/// The shipped scenario with one more hazard.
fn durres_and(hazard: &str) -> Arc<Scenario> {
    let place = Place::with(&["durres-2019"]);
    let file = "scenarios/durres-2019/scenario.toml";
    place.write(file, &format!("{}\n{hazard}", place.read(file)));
    load(&place.path("scenarios/durres-2019"), None, &[])
}

#[test]
fn a_shock_that_harms_nobody_moves_no_luck() {
    let foreshock = r#"
[hazard.foreshock]
kind = "computed-earthquake"
at = "5 s"
magnitude_mw = 4.0
longitude = 28.9
latitude = 41.4
depth_km = 10
rake_deg = 90
"#;
    let [without, with] =
        [durres(None, &[]), durres_and(foreshock)].map(|scenario| many(&scenario, 20, Way::Sampled));
    for (without, with) in without.iter().zip(&with) {
        let [a, b] = [without, with].map(|outcome| (outcome.total.deaths(), outcome.total.buildings));
        println!("seed {}: expected {a:?}, obtained {b:?}", without.seed);
        assert_eq!(a, b);
    }
}

#[test]
fn what_comes_after_the_end_does_not_come() {
    let later = r#"
[hazard.later]
kind = "computed-earthquake"
at = 2019-12-20T10:00:00+01:00
magnitude_mw = 7.4
longitude = 19.5
latitude = 41.4
depth_km = 20
rake_deg = 90
"#;
    let [without, with] =
        [durres(None, &[]), durres_and(later)].map(|scenario| many(&scenario, 3, Way::Sampled));
    assert_eq!(without, with);
}

#[test]
fn a_run_and_a_table_of_outcomes_count_the_same() {
    let scenario = durres(None, &[]);
    for outcome in many(&scenario, 3, Way::Sampled) {
        let records = simulate(&scenario, Seeds::both(outcome.seed), Options::default());
        let metric = |name: &str| {
            let of = records.metrics.iter().find(|metric| &*metric.name == name);
            of.and_then(|metric| metric.value)
        };
        assert_eq!(metric("town_killed"), Some(outcome.total.killed_at_once));
        assert_eq!(metric("town_entrapped"), Some(outcome.total.entrapped_alive));
        assert_eq!(
            metric("town_died_waiting"),
            Some(outcome.total.die_without_rescue)
        );
        assert_eq!(metric("town_complete"), Some(outcome.total.buildings[4]));
    }
}

#[test]
fn the_order_of_a_table_means_nothing() {
    let place = Place::with(&["durres-2019"]);
    let file = "scenarios/durres-2019/buildings.csv";
    let table = place.read(file);
    let (header, rows) = table.split_once('\n').expect("a header");
    let backwards: Vec<&str> = rows.lines().rev().collect();
    place.write(file, &format!("{header}\n{}\n", backwards.join("\n")));
    let turned = load(&place.path("scenarios/durres-2019"), None, &[]);
    let [base, turned] = [durres(None, &[]), turned].map(|scenario| many(&scenario, 3, Way::Sampled));
    assert_eq!(base, turned);
}
