//! What the delay of each decision cost: the same runs with that decision known and decided at once, with it never taken, and with
//! all of them known and decided at once.
//!
//! It is about the plan and its channels, never about a person: who decided late was told late, or had to ask, or was somewhere
//! else. Effects do not add up: what one early decision gains another one may gain too.

mod one_run;
mod rows;

pub use one_run::{InThisRun, MetricEffect, NUDGED, NullEffect, nudged};
pub use rows::{AttributionRow, attribution_rows, attribution_tables};

use crate::batch::{Cell, Factor, Plan, SeedSet};
use crate::compare::Pool;
use crate::record::capitalised;
use crate::scenario::model::{Scenario, Timing};
use crate::simulation::names::phrase;

/// What is done to the timing of decisions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// A decision is known and decided at once.
    Ideal(String),
    /// A decision is never taken.
    Never(String),
    /// All are known and decided at once.
    AllIdeal,
}

impl Act {
    /// The word of its timing.
    pub const fn timing(&self) -> &'static str {
        match self {
            Self::Ideal(_) => "ideal",
            Self::Never(_) => "never",
            Self::AllIdeal => "all-ideal",
        }
    }

    /// The decision it is about; none where it is about all.
    pub fn decision(&self) -> Option<&str> {
        match self {
            Self::Ideal(decision) | Self::Never(decision) => Some(decision),
            Self::AllIdeal => None,
        }
    }

    /// What people call it.
    pub fn label(&self) -> String {
        match self {
            Self::Ideal(decision) => format!("{}: known and decided at once", capitalised(&phrase(decision))),
            Self::Never(decision) => format!("{}: never taken", capitalised(&phrase(decision))),
            Self::AllIdeal => "All known and decided at once".to_owned(),
        }
    }

    /// The settings that bring it about.
    pub fn settings(&self, decisions: &[String]) -> Vec<String> {
        let set = |decision: &str, timing: &str| format!("decision.{decision}.timing={timing}");
        match self {
            Self::Ideal(decision) => vec![set(decision, "ideal")],
            Self::Never(decision) => vec![set(decision, "never")],
            Self::AllIdeal => decisions.iter().map(|decision| set(decision, "ideal")).collect(),
        }
    }
}

/// The decisions of a scenario that are taken at all, by id, each once.
pub fn decisions(scenario: &Scenario) -> Vec<String> {
    let mut ids: Vec<String> = scenario
        .decisions
        .iter()
        .filter(|decision| decision.timing != Timing::Never)
        .map(|decision| decision.id.clone())
        .collect();
    ids.dedup();
    ids
}

/// Everything that is tried: each decision at once, each never, all at once.
pub fn acts(decisions: &[String]) -> Vec<Act> {
    let ideal = decisions.iter().cloned().map(Act::Ideal);
    let never = decisions.iter().cloned().map(Act::Never);
    let all = (decisions.len() > 1).then_some(Act::AllIdeal);
    ideal.chain(never).chain(all).collect()
}

/// The plan of an attribution: first the scenario as it is scripted, then each act.
pub fn plan(as_scripted: Cell, decisions: &[String], seeds: SeedSet, scenario: std::path::PathBuf) -> Plan {
    let cell = |act: &Act| Cell {
        set: [as_scripted.set.clone(), act.settings(decisions)].concat(),
        levels: vec![match act.decision() {
            Some(decision) => format!("{} {}", act.timing(), decision),
            None => act.timing().to_owned(),
        }],
        ..as_scripted.clone()
    };
    let acts: Vec<Cell> = acts(decisions).iter().map(cell).collect();
    let first = Cell {
        levels: vec!["scripted".to_owned()],
        ..as_scripted
    };
    Plan {
        scenario,
        factors: vec![Factor {
            name: "timing".to_owned(),
        }],
        cells: std::iter::once(first).chain(acts).collect(),
        seeds,
        hazard_seeds: None,
    }
}

/// Calls the groups of a pool by what was done; which group is as scripted, and which act each of the others is.
pub fn name_groups(pool: &mut Pool, plan: &Plan, acts: &[Act]) -> (usize, Vec<Option<Act>>) {
    let mut scripted = 0;
    let mut found = vec![None; pool.groups.len()];
    for (index, group) in pool.groups.iter_mut().enumerate() {
        let is_of =
            |cell: &Cell| cell.variant() == group.variant && cell.case().unwrap_or_default() == group.case;
        match plan.cells.iter().position(is_of) {
            Some(0) => {
                scripted = index;
                group.name.clear();
                "the script".clone_into(&mut group.label);
            }
            Some(cell) => {
                let act = acts[cell - 1].clone();
                group.name.clear();
                group.label = act.label();
                found[index] = Some(act);
            }
            None => {}
        }
    }
    (scripted, found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_decision_is_tried_at_once_and_never_and_all_at_once() {
        let decisions = ["alarm", "leave"].map(str::to_owned);
        let plan = plan(
            Cell::default(),
            &decisions,
            SeedSet::parse("1..5").expect("seeds"),
            "x".into(),
        );
        let cases: Vec<String> = plan
            .cells
            .iter()
            .map(|cell| cell.case().unwrap_or_default())
            .collect();
        assert_eq!(plan.cells.len(), 6);
        assert_eq!(cases[0], "");
        assert_eq!(cases[1], "decision.alarm.timing=ideal");
        assert_eq!(cases[4], "decision.leave.timing=never");
        assert_eq!(plan.cells[5].set.len(), 2);
        assert_eq!(acts(&decisions[..1]).len(), 2, "all are the one there is");
    }
}
