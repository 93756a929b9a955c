//! Runs that share the water of a hazard seed leave what each leaves alone.

#![expect(clippy::disallowed_methods, reason = "tests look at what was written")]

mod common;

use std::path::Path;
use std::sync::Arc;

use common::{altered, assert_same_folders, load, shipped, write_run};
use hotwash::scenario::model::Scenario;
use hotwash::sim::Seeds;
use hotwash::simulation::{Options, Prepared, Recording, Simulation};

/// The luck of the water.
const HAZARD: u64 = 3;
/// Two lucks of the people.
const PEOPLE: [u64; 2] = [1, 2];

/// Runs a scenario, alone or with a recording, and writes it to a folder below another.
fn run(scenario: &Arc<Scenario>, people: u64, recording: Option<&Arc<Recording>>, below: &Path) {
    let seeds = Seeds {
        hazard: HAZARD,
        people,
    };
    let options = Options {
        without_tracks: true,
        recording: recording.cloned(),
        ..Options::default()
    };
    let prepared = Prepared::new(Arc::clone(scenario)).expect("it can be run");
    let mut simulation = Simulation::of(&prepared, seeds, options);
    simulation.run(|_| {});
    let records = simulation.finish();
    write_run(
        &records,
        scenario,
        seeds,
        None,
        &below.join(name(scenario, people)),
    );
}

fn name(scenario: &Scenario, people: u64) -> String {
    format!("{}-{people}", &scenario.hash[..12])
}

/// A scenario in its shipped form and in variants, with some settings.
fn all(name: &str, variants: &[&'static str], settings: &[&str]) -> Vec<Arc<Scenario>> {
    let variants = variants.iter().copied().map(Some);
    let all = std::iter::once(None).chain(variants);
    all.map(|variant| load(&shipped(name), variant, settings))
        .collect()
}

/// Fails unless all of them leave the same alone, with a recording in either order, and with one in three threads.
fn share(scenarios: &[Arc<Scenario>]) {
    let folder = tempfile::tempdir().expect("a folder");
    let alone = folder.path().join("alone");
    let each = || {
        scenarios
            .iter()
            .flat_map(|scenario| PEOPLE.map(|people| (scenario, people)))
    };
    each().for_each(|(scenario, people)| run(scenario, people, None, &alone));
    let is_alike = |with: &Path| {
        for (scenario, people) in each() {
            let name = name(scenario, people);
            assert_same_folders(&alone.join(&name), &with.join(&name));
        }
    };
    let [forwards, backwards, together] =
        ["forwards", "backwards", "together"].map(|name| folder.path().join(name));

    let recording = Recording::new(HAZARD, scenarios);
    each().for_each(|(scenario, people)| run(scenario, people, Some(&recording), &forwards));
    is_alike(&forwards);

    let recording = Recording::new(HAZARD, &[]);
    let turned: Vec<_> = each().collect();
    turned
        .iter()
        .rev()
        .for_each(|(scenario, people)| run(scenario, *people, Some(&recording), &backwards));
    is_alike(&backwards);

    let recording = Recording::new(HAZARD, scenarios);
    let part = |part: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build();
        let mine = each().skip(part).step_by(3);
        pool.expect("a thread").install(|| {
            mine.for_each(|(scenario, people)| run(scenario, people, Some(&recording), &together));
        });
    };
    std::thread::scope(|threads| (0..3).for_each(|number| drop(threads.spawn(move || part(number)))));
    is_alike(&together);
}

#[test]
fn a_dam_break_is_the_same_from_a_recording() {
    let mut scenarios = all("dam-break-drill", &["slower-breach"], &["exercise.lasts=15 min"]);
    // Looked at elsewhere, too, and for longer.
    let elsewhere = "[exercise]\nlasts = \"20 min\"\n[place.farm]\nkind = \"settlement\"\nname = \"Farm\"\nx_m = 1400\ny_m = 660\n";
    scenarios.push(altered("dam-break-drill", elsewhere));
    share(&scenarios);
}

#[test]
fn a_river_in_flood_with_all_that_is_decided_is_the_same_from_a_recording() {
    let variants = [
        "head-teacher-sends-home",
        "levee-patrol",
        "no-gauge",
        "request-earlier-release",
        "sandbag-the-levee",
    ];
    let brief = ["exercise.lasts=4 h", "exercise.fidelity=network"];
    let coarse = [&brief[..], &["hazard.flood.cell_m=250"]].concat();
    let mut scenarios = all("shkodra-flood", &variants, &coarse);
    scenarios.push(load(&shipped("shkodra-flood"), Some("prescribed"), &brief));
    share(&scenarios);
}
