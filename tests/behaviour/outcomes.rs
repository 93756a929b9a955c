//! The runs that the stories are told of, each simulated once, and how to ask about them.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::{Arc, LazyLock};

use hotwash::record::{Entry, EntryId, Person, Records, Value};
use hotwash::scenario::model::Scenario;
use hotwash::sim::Seeds;
use hotwash::simulation::Options;
use hotwash::vocabulary::{Ms, Signal};
use rayon::prelude::*;

use crate::common;

pub(crate) const SCHOOL: &str = "nene-tereza";
pub(crate) const COMMANDER: &str = "school-incident-commander";
/// Who is in the toilets when the school is told to leave.
pub(crate) const IN_THE_TOILETS: [&str; 2] = ["7B-11", "8A-04"];

/// The runs of a variant, by seed.
type Runs = LazyLock<Vec<Outcome>>;

pub(crate) static BASE: Runs = LazyLock::new(|| runs(None, 1..=10));
pub(crate) static HOLD: Runs = LazyLock::new(|| runs(Some("hold-for-inspection"), 1..=3));
pub(crate) static EARLY_WARNING: Runs = LazyLock::new(|| runs(Some("early-warning-12s"), 1..=3));
pub(crate) static SWEEP_FIRST: Runs = LazyLock::new(|| runs(Some("wardens-sweep-first"), 1..=5));
pub(crate) static FLOOR_BY_FLOOR: Runs = LazyLock::new(|| runs(Some("floor-by-floor"), 1..=3));
pub(crate) static RUNNERS: Runs = LazyLock::new(|| runs(Some("runners-not-phones"), 1..=10));

/// The runs of the scenario as it stands in which most stories are looked for.
pub(crate) fn base() -> &'static [Outcome] {
    &BASE[..5]
}

/// Every run there is: what must hold always.
pub(crate) fn all() -> impl Iterator<Item = &'static Outcome> {
    [&BASE, &HOLD, &EARLY_WARNING, &SWEEP_FIRST, &RUNNERS]
        .into_iter()
        .flat_map(|runs| runs.iter())
}

fn runs(variant: Option<&str>, seeds: RangeInclusive<u64>) -> Vec<Outcome> {
    let scenario = common::load(&common::shipped("durres-school"), variant, &[]);
    let seeds: Vec<u64> = seeds.collect();
    seeds
        .into_par_iter()
        .map(|seed| Outcome::of(&scenario, seed))
        .collect()
}

/// A run and what it left.
pub(crate) struct Outcome {
    pub(crate) scenario: Arc<Scenario>,
    pub(crate) records: Records,
    /// Variant and seed, for people.
    pub(crate) name: String,
}

impl Outcome {
    pub(crate) fn of(scenario: &Arc<Scenario>, seed: u64) -> Self {
        Self {
            scenario: Arc::clone(scenario),
            records: common::simulate(scenario, Seeds::both(seed), Options::default()),
            name: format!("{} with seed {seed}", scenario.variant.id),
        }
    }

    /// What happened of a kind, in order.
    pub(crate) fn events(&self, event: &'static str) -> impl Iterator<Item = &Entry> {
        self.records
            .timeline
            .iter()
            .map(|(_, entry)| entry)
            .filter(move |entry| entry.event == event)
    }

    /// The same, about one subject.
    pub(crate) fn events_of(&self, event: &'static str, subject: &str) -> impl Iterator<Item = &Entry> {
        self.events(event)
            .filter(move |entry| entry.subject.as_deref() == Some(subject))
    }

    /// When a thing happened first, ms.
    #[track_caller]
    pub(crate) fn first_ms(&self, event: &'static str) -> Ms {
        self.events(event)
            .next()
            .unwrap_or_else(|| panic!("{}: no {event}", self.name))
            .time_ms
    }

    /// Entries by id, to follow causes.
    pub(crate) fn entries(&self) -> BTreeMap<EntryId, &Entry> {
        self.records.timeline.iter().collect()
    }

    #[track_caller]
    pub(crate) fn person(&self, id: &str) -> &Person {
        let people = &self.records.people;
        people
            .iter()
            .find(|person| &*person.id == id)
            .unwrap_or_else(|| panic!("{}: no {id}", self.name))
    }

    /// A signal over time.
    pub(crate) fn samples(&self, signal: Signal, subject: &str) -> Vec<(Ms, &Value)> {
        let samples = self.records.series.iter();
        let of = samples.filter(|sample| sample.signal == signal && &*sample.subject == subject);
        of.map(|sample| (sample.time_ms, &sample.value)).collect()
    }

    /// A number over time.
    pub(crate) fn numbers(&self, signal: Signal, subject: &str) -> Vec<(Ms, f64)> {
        let number = |(time_ms, value): (Ms, &Value)| match value {
            Value::Number(number, _) => (time_ms, *number),
            other => panic!("{signal:?}@{subject} is {other:?}"),
        };
        self.samples(signal, subject).into_iter().map(number).collect()
    }

    /// A flag over time.
    pub(crate) fn flags(&self, signal: Signal, subject: &str) -> Vec<(Ms, bool)> {
        let flag = |(time_ms, value): (Ms, &Value)| (time_ms, *value == Value::Flag(true));
        self.samples(signal, subject).into_iter().map(flag).collect()
    }

    pub(crate) fn metric(&self, name: &str) -> Option<f64> {
        let metric = self.records.metrics.iter().find(|metric| &*metric.name == name);
        metric
            .unwrap_or_else(|| panic!("there is no metric {name}"))
            .value
    }
}

/// A run of a shipped scenario with a variant that only the test knows.
pub(crate) fn with_variant(scenario: &str, variant: &str, seed: u64) -> Outcome {
    Outcome::of(&common::altered(scenario, variant), seed)
}

/// Whether a value holds an id.
pub(crate) fn holds(value: Option<&Value>, id: &str) -> bool {
    matches!(value, Some(Value::Ids(ids)) if ids.iter().any(|held| &**held == id))
}
