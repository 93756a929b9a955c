//! From start to end in one call, with word of how far it has come.

use std::sync::Arc;

use super::{Options, RunError, Simulation};
use crate::record::Records;
use crate::scenario::model::Scenario;
use crate::sim::Seeds;
use crate::vocabulary::{Ms, POSTURE, Signal, Value};

/// How far a run has come: what a progress line shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What time it is in the scenario, ms since the start.
    pub now_ms: Ms,
    /// When it ends at the latest, ms since the start.
    pub lasts_ms: Ms,
    /// What most of the school is doing: a word of the scale of the signal `posture`.
    pub posture: &'static str,
    /// People inside the building.
    pub inside: u32,
}

/// Simulates a scenario to its end and says how far it has come, about once a simulated second.
///
/// # Errors
/// When the plan cannot be walked in.
pub fn run(
    scenario: Arc<Scenario>,
    seeds: Seeds,
    options: Options,
    mut on_progress: impl FnMut(Progress),
) -> Result<Records, RunError> {
    let lasts_ms = scenario.exercise.lasts_ms;
    let school = scenario.school.subject;
    let mut simulation = Simulation::new(scenario, seeds, options)?;
    let mut told_ms = None;
    simulation.run(|run| {
        let now_ms = run.now_ms();
        if told_ms != Some(now_ms / 1_000) {
            told_ms = Some(now_ms / 1_000);
            let posture = match run.signal(Signal::Posture, school) {
                Some(Value::Ordinal(step)) => POSTURE.get(usize::from(*step)).copied().unwrap_or(""),
                _ => "",
            };
            on_progress(Progress {
                now_ms,
                lasts_ms,
                posture,
                inside: run.people_inside(),
            });
        }
    });
    Ok(simulation.finish())
}
