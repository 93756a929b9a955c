//! What the engine promises: sampling changes nothing, every signal is provided, and a console is asked.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use super::{Options, Simulation, Step};
use crate::command::Actor;
use crate::scenario::load::load;
use crate::scenario::model::{ActionCall, Scenario};
use crate::sim::{Seeds, Truth};
use crate::vocabulary::{SIGNALS, Signal};

fn shipped(name: &str, variant: Option<&str>) -> Arc<Scenario> {
    set(name, variant, &[])
}

fn set(name: &str, variant: Option<&str>, settings: &[String]) -> Arc<Scenario> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name);
    let loaded = load(&path, variant, settings);
    let problems: Vec<_> = loaded.diagnostics.iter().map(|d| d.message.clone()).collect();
    Arc::new(
        loaded
            .scenario
            .unwrap_or_else(|| panic!("{name} does not load: {problems:?}")),
    )
}

#[test]
fn sampling_changes_nothing_but_the_samples() {
    let mut stories = ["1 s", "7 s", "30 min"].into_iter().map(|every| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/durres-school");
        let loaded = load(&path, None, &[format!("exercise.sample_every={every}")]);
        let scenario = Arc::new(loaded.scenario.expect("it loads"));
        let mut simulation =
            Simulation::new(scenario, Seeds::both(1), Options::default()).expect("it can be walked in");
        simulation.run(|_| {});
        let records = simulation.finish();
        format!(
            "{:?} {:?} {:?} {:?}",
            records.timeline, records.messages, records.people, records.metrics
        )
    });
    let first = stories.next().expect("three");
    assert!(stories.all(|story| story == first));
}

#[test]
fn every_signal_of_the_world_has_a_provider() {
    let mut provided: BTreeSet<Signal> = BTreeSet::new();
    for (id, variant) in [
        ("durres-school", None),
        ("durres-school", Some("wardens-sweep-first")),
        ("durres-school", Some("second-shift-at-the-gate")),
        ("durres-2019", None),
        ("dam-break-drill", None),
        ("shkodra-flood", Some("prescribed")),
        ("shkodra-flood", None),
    ] {
        // A computed valley shows all of its signals at once.
        let briefly = ["exercise.lasts=1 min", "gauge.dajc-gauge.forecast.lead=1 min"].map(str::to_owned);
        let is_computed = id == "shkodra-flood" && variant.is_none();
        let scenario = set(id, variant, if is_computed { &briefly } else { &[] });
        let mut simulation = Simulation::new(scenario.clone(), Seeds::both(1), Options::default())
            .expect("it can be walked in");
        // What only actions show, and no shipped scenario has.
        for cue in ["smoke", "gas-smell", "leaning-wall"]
            .into_iter()
            .filter(|_| id == "durres-school")
        {
            let shown = format!("cue={cue}; place=laboratory");
            let call = ActionCall::parse("show", &shown, &scenario).expect("sound");
            simulation.submit(call, Actor::Controller);
        }
        simulation.run(|_| {});
        provided.extend(
            simulation
                .world
                .resource::<Truth>()
                .iter()
                .map(|(topic, _)| topic.signal),
        );
    }
    for spec in SIGNALS {
        assert_eq!(spec.in_world, provided.contains(&spec.signal), "{}", spec.name);
    }
}

#[test]
fn a_console_is_asked_at_each_decision() {
    let scenario = shipped("fire-drill", None);
    let options = Options {
        stop_at_decisions: true,
        ..Options::default()
    };
    let mut simulation =
        Simulation::new(scenario.clone(), Seeds::both(1), options).expect("it can be walked in");
    let mut asked = Vec::new();
    loop {
        match simulation.step() {
            Step::Ended => break,
            Step::DecisionDue(decision) => asked.push(scenario.decisions[decision].id.clone()),
            Step::Tick => {}
        }
    }
    assert_eq!(asked, ["sound-the-alarm", "end-the-drill"]);
}
