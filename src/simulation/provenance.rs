//! From a scenario and its seeds to the record of where a run comes from.

use jiff::Timestamp;
use jiff::tz::Offset;

use super::{MODEL_VERSION, RunError};
use crate::record::{self, Clock, Provenance, RunName, SeedChoice};
use crate::scenario::model::Scenario;
use crate::sim::Seeds;

/// Where a run of a scenario as it stands comes from, exactly. What was asked for beside it (a case, settings,
/// decisions, a log) is for the caller to fill in.
///
/// # Errors
/// When the scenario starts outside any calendar.
pub fn provenance(
    scenario: &Scenario,
    seeds: Seeds,
    choice: SeedChoice,
    language: &str,
) -> Result<Provenance, RunError> {
    let exercise = &scenario.exercise;
    let starts = Timestamp::from_second(exercise.starts_unix_s);
    let offset = Offset::from_seconds(exercise.utc_offset_s);
    let (Ok(starts), Ok(offset)) = (starts, offset) else {
        return Err(RunError::Start(exercise.starts.clone()));
    };
    let inputs = scenario
        .inputs
        .iter()
        .map(|input| (input.name.clone(), input.content.clone()));
    Ok(Provenance {
        run: RunName {
            scenario: exercise.id.as_str().into(),
            variant: scenario.variant.id.as_str().into(),
            case: None,
            seed: seeds.people,
        },
        title: exercise.name.get(language).to_owned(),
        model_version: MODEL_VERSION,
        clock: Clock::new(starts, offset),
        resolved_scenario: scenario.resolved.clone(),
        inputs: inputs.collect(),
        set: Vec::new(),
        decide: Vec::new(),
        seeds: record::Seeds {
            hazard: seeds.hazard,
            people: seeds.people,
            choice,
        },
        pins: scenario.pins.iter().map(|pin| pin.id.as_str().into()).collect(),
        replayed_log: None,
    })
}
