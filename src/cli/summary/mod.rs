//! What a run came to: for people as text, for scripts as JSON. Both are pure functions of the run.

mod figures;
mod text;

pub(super) use text::{milliseconds, text};

use serde_json::{Value, json};

use crate::record::{self, Decision, Metric, Objective, Provenance, Records};
use crate::scenario::model::{ObjectiveSpec, Scenario};
use crate::vocabulary::{Ms, Unit};

/// A run that is over and written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Finished<'a> {
    /// What was run.
    pub(super) scenario: &'a Scenario,
    /// What it left.
    pub(super) records: &'a Records,
    /// Where it comes from.
    pub(super) provenance: &'a Provenance,
    /// What was written.
    pub(super) written: &'a record::Summary,
    /// How long it took, all in all.
    pub(super) seconds: f64,
}

impl Finished<'_> {
    /// What the author says of an objective.
    fn objective(&self, objective: &Objective) -> Option<&ObjectiveSpec> {
        self.scenario
            .objectives
            .iter()
            .find(|spec| *spec.id == *objective.objective)
    }

    /// What the position of a decision is called.
    fn position(&self, decision: &Decision, language: &str) -> String {
        let position = self
            .scenario
            .command
            .positions
            .iter()
            .find(|spec| *spec.id == *decision.position);
        position.map_or_else(
            || decision.position.to_string(),
            |spec| spec.title.get(language).to_owned(),
        )
    }
}

/// From when a decision was due, in truth where that is known, to when it was made.
fn delay_ms(decision: &Decision) -> Option<Ms> {
    Some(decision.decided_ms? - decision.true_since_ms.or(decision.known_ms)?)
}

/// The run as one JSON object: times in seconds since the start, figures with their unit, no words of any language
/// but the author's own.
pub(super) fn json(run: &Finished) -> Value {
    let provenance = run.provenance;
    let variant = &run.scenario.variant;
    json!({
        "scenario": &*provenance.run.scenario,
        "title": &provenance.title,
        "variant": &*provenance.run.variant,
        "variant_title": variant.name.get("en"),
        "case": provenance.run.case.as_deref(),
        "seed": provenance.run.seed,
        "seeds": provenance.seeds,
        "starts": provenance.clock.iso(0),
        "set": &provenance.set,
        "decide": &provenance.decide,
        "pins": provenance.pins.iter().map(AsRef::as_ref).collect::<Vec<&str>>(),
        "metrics": run.records.metrics.iter().map(metric_json).collect::<Vec<_>>(),
        "decisions": run.records.decisions.iter().map(decision_json).collect::<Vec<_>>(),
        "objectives": run.records.objectives.iter().map(|o| objective_json(o, run)).collect::<Vec<_>>(),
        "folder": run.written.folder.display().to_string(),
        "files": &run.written.bytes,
        "rows": &run.written.rows,
        "seconds": rounded(run.seconds, Unit::Second),
    })
}

fn metric_json(metric: &Metric) -> Value {
    let value = metric.value.map(|value| rounded(value, metric.unit));
    json!({
        "metric": &*metric.name,
        "value": value,
        "unit": metric.unit.symbol(),
        "basis": metric.basis.word(),
    })
}

fn decision_json(decision: &Decision) -> Value {
    json!({
        "decision": &*decision.decision,
        "subject": decision.subject.as_deref(),
        "occurrence": decision.occurrence,
        "position": &*decision.position,
        "option": decision.option.as_deref(),
        "true_since_s": decision.true_since_ms.map(seconds),
        "known_s": decision.known_ms.map(seconds),
        "decided_s": decision.decided_ms.map(seconds),
        "delay_s": delay_ms(decision).map(seconds),
        "ordered_s": decision.ordered_ms.map(seconds),
        "effective_s": decision.effective_ms.map(seconds),
        "outcome": decision.outcome.word(),
        "reason": decision.reason.as_deref(),
    })
}

fn objective_json(objective: &Objective, run: &Finished) -> Value {
    let spec = run.objective(objective);
    json!({
        "objective": &*objective.objective,
        "text": spec.map(|spec| spec.text.get("en")),
        "capability": objective.capability.as_deref(),
        "metric": &*objective.metric,
        "target": spec.map(|spec| format!("{} {}", spec.comparison, spec.target)),
        "value": objective.value.map(|value| rounded(value, objective.unit)),
        "unit": objective.unit.symbol(),
        "target_met": objective.target_met().word(),
    })
}

fn seconds(time_ms: Ms) -> f64 {
    time_ms as f64 / 1_000.0
}

/// As exact as the files say it, and no negative zero.
fn rounded(value: f64, unit: Unit) -> f64 {
    format!("{value:.*}", unit.decimals())
        .parse()
        .map_or(value, |written: f64| written + 0.0)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::Path;

    use super::*;
    use crate::cli::layout::Paint;
    use crate::record::{Basis, Catalogue, DecisionOutcome, RunName, SeedChoice};
    use crate::scenario::load;
    use crate::sim::Seeds;
    use crate::simulation::{self, names};

    const PLAIN: Paint = Paint { colour: false };

    fn scenario() -> Scenario {
        let loaded = load::load(Path::new("scenarios/fire-drill"), None, &[]);
        let wrong: Vec<&str> = loaded.diagnostics.iter().map(|d| d.message.as_str()).collect();
        loaded.scenario.unwrap_or_else(|| panic!("{wrong:?}"))
    }

    fn metric(name: &str, value: Option<f64>, unit: Unit) -> Metric {
        Metric {
            name: name.into(),
            value,
            unit,
            basis: Basis::Assumed,
        }
    }

    fn decision(occurrence: u32, decided_ms: Option<Ms>, outcome: DecisionOutcome) -> Decision {
        Decision {
            decision: "sound-the-alarm".into(),
            subject: None,
            occurrence,
            attempt: 1,
            position: "school-incident-commander".into(),
            option: decided_ms.map(|_| "alarm".into()),
            true_since_ms: None,
            known_ms: Some(60_000),
            decided_ms,
            ordered_ms: decided_ms,
            first_ack_ms: None,
            last_ack_ms: None,
            effective_ms: decided_ms
                .filter(|_| outcome == DecisionOutcome::Effective)
                .map(|t| t + 1_000),
            outcome,
            reason: (outcome == DecisionOutcome::Refused).then(|| "no-authority".into()),
        }
    }

    fn records() -> Records {
        let target = "<= 240".parse().expect("a target");
        let objective = |metric: &str, value| {
            Objective::new(
                "quick-exit".into(),
                None,
                metric.into(),
                target,
                value,
                Unit::Second,
            )
        };
        Records {
            metrics: vec![
                metric("time_to_alarm_s", Some(65.4), Unit::Second),
                metric("last_out_s", Some(131.25), Unit::Second),
                metric("full_account_s", None, Unit::Second),
                metric("injured", Some(-0.0), Unit::Person),
                metric("found_s", None, Unit::Second),
                metric("message_delay_s", Some(2.34), Unit::Second),
                metric("decision_delay_s", Some(65.5), Unit::Second),
                metric("congestion_person_min", Some(12.04), Unit::PersonMinute),
                metric("congestion_person_min@exit-main", Some(12.0), Unit::PersonMinute),
                metric("congestion_person_min@exit-yard", Some(0.04), Unit::PersonMinute),
                metric("a_new_figure", Some(3.0), Unit::Count),
            ],
            decisions: vec![
                decision(1, Some(65_400), DecisionOutcome::Effective),
                decision(2, Some(95_000), DecisionOutcome::Refused),
                decision(3, None, DecisionOutcome::Pending),
            ],
            objectives: vec![
                objective("last_out_s", Some(131.25)),
                objective("full_account_s", None),
            ],
            ..Records::default()
        }
    }

    fn provenance(scenario: &Scenario) -> Provenance {
        let plain = simulation::provenance(scenario, Seeds::both(12_345), SeedChoice::Given, "en");
        let plain = plain.expect("a checked start");
        Provenance {
            run: RunName {
                case: Some("a=1".into()),
                ..plain.run
            },
            set: vec!["a=1".to_owned()],
            pins: vec!["yard-exit-locked".into()],
            ..plain
        }
    }

    fn with_finished<T>(see: impl FnOnce(&Finished, &Catalogue) -> T) -> T {
        let (scenario, records) = (scenario(), records());
        let provenance = provenance(&scenario);
        let english = Catalogue::load("en").expect("English is shipped");
        let names = names::of(&scenario, &english);
        let catalogue = english.for_scenario(provenance.clock, names);
        let written = record::Summary {
            folder: "outputs/fire-drill/base/a=1/seed-12345".into(),
            rows: BTreeMap::from([("timeline.csv".to_owned(), 900)]),
            bytes: BTreeMap::from([
                ("timeline.csv".to_owned(), 1_234_567),
                ("people.csv".to_owned(), 1),
            ]),
        };
        let finished = Finished {
            scenario: &scenario,
            records: &records,
            provenance: &provenance,
            written: &written,
            seconds: 0.2345,
        };
        see(&finished, &catalogue)
    }

    #[test]
    fn a_trainer_reads_the_whole_run_on_one_page() {
        let page = with_finished(|run, catalogue| text(run, catalogue, 80, PLAIN));
        insta::assert_snapshot!(page);
    }

    #[test]
    fn a_narrow_terminal_and_colours_cost_no_word() {
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        with_finished(|run, catalogue| {
            let (wide, narrow) = (text(run, catalogue, 120, PLAIN), text(run, catalogue, 60, PLAIN));
            let mut sorted = (words(&wide), words(&narrow));
            sorted.0.sort();
            sorted.1.sort();
            assert_eq!(sorted.0, sorted.1);
            let longest = narrow.lines().map(|line| line.chars().count()).max();
            assert!(longest <= Some(60), "{narrow}");
        });
    }

    #[test]
    fn scripts_get_the_same_as_json() {
        let json = with_finished(|run, _| json(run));
        assert_eq!(
            (&json["scenario"], &json["case"], &json["seed"]),
            (&"fire-drill".into(), &"a=1".into(), &12_345.into())
        );
        assert_eq!(
            json["metrics"][1],
            json!({ "metric": "last_out_s", "value": 131.25, "unit": "s", "basis": "assumed" })
        );
        assert_eq!(
            (&json["metrics"][2]["value"], &json["metrics"][3]["value"]),
            (&Value::Null, &0.0.into())
        );
        assert!(!json.to_string().contains("-0.0"));
        assert_eq!(
            (&json["decisions"][0]["delay_s"], &json["decisions"][1]["outcome"]),
            (&5.4.into(), &"refused".into())
        );
        assert_eq!(
            (
                &json["objectives"][0]["target_met"],
                &json["objectives"][1]["target_met"]
            ),
            (&"yes".into(), &"unknown".into())
        );
    }
}
