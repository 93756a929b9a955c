//! The published cases by which programs of this kind are judged, run at their full size on the crowd kernel.
//!
//! # How the parts fit
//! [`CASES`] is the table: each [`Case`] has an id, a mode, a source and a plain function from a [`Trial`] to
//! [`Finding`]s, or one sentence on why it is not yet built. [`Case::run`] runs one; the command line runs many at
//! once. A gate is what the published case asks and is never widened: a case that fails says so.
//!
//! # Sources
//! The criteria are those of the standards as other public programs code them (test code of `JuPedSim` and Vadere, the
//! guide of FDS+Evac): the texts of the standards were not read. What such a code does not say is marked "assumed".
//!
//! # Determinism
//! A case depends on its trial alone; cases share nothing and may run side by side.

mod alone;
mod catalogue;
mod choices;
mod company;
mod corners;
mod density;
mod doors;
mod drill;
mod earthquake;
mod effects;
mod fields;
mod figures;
mod finding;
mod flood;
pub mod ground_motion;
mod laid_out;
mod meeting;
mod places;
mod ring;
mod samples;
mod school;
mod smoke;
mod ways;

use std::collections::BTreeMap;
use std::sync::mpsc;
use std::thread;

use rayon::prelude::*;

use crate::pedestrian::scene::Trial;

pub use catalogue::CASES;
pub use effects::effects;
pub use fields::{FieldWay, RecoveredCorrelation, recovered_correlation};
pub use figures::{Figure, figures};
pub use finding::{Finding, Verdict};

/// The publication a case is from, or what it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Suite {
    /// `RiMEA` 4.1.1.
    Rimea,
    /// IMO MSC.1/Circ.1533, annex 3.
    Imo,
    /// NIST Technical Note 1822.
    Nist,
    /// Observed school drills.
    School,
    /// Earthquakes: reference values, closed forms and cases of other programs.
    Earthquake,
    /// Water on a grid: exact solutions.
    Flood,
}

impl Suite {
    /// All suites, in the order in which they are shown.
    pub const ALL: [Self; 6] = [
        Self::Rimea,
        Self::Imo,
        Self::Nist,
        Self::School,
        Self::Earthquake,
        Self::Flood,
    ];

    /// The word for the command line: what the ids of its cases begin with.
    pub fn word(self) -> &'static str {
        match self {
            Self::Rimea => "rimea",
            Self::Imo => "imo",
            Self::Nist => "nist",
            Self::School => "school",
            Self::Earthquake => "earthquake",
            Self::Flood => "flood",
        }
    }

    /// Its name.
    pub fn title(self) -> &'static str {
        match self {
            Self::Rimea => "RiMEA 4.1.1",
            Self::Imo => "IMO MSC.1/Circ.1533",
            Self::Nist => "NIST TN 1822",
            Self::School => "School drills",
            Self::Earthquake => "Earthquakes",
            Self::Flood => "Floods",
        }
    }
}

/// What a user sets to get this behaviour: `doors`, for some cases `exit_choice`; for earthquakes the kind of hazard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Flows emerge from how people walk.
    Emergent,
    /// Judged with doors limited to the flow that codes grant; the emergent flow is reported beside it.
    Code,
    /// Flows emerge, and people weigh the exits against each other: `exit_choice = "weighed"`.
    Weighed,
    /// By the kernel alone: what no scenario can ask for yet.
    Kernel,
    /// Nobody walks: a hazard of kind `computed-earthquake`, as `hotwash impact` has it.
    Computed,
}

impl Mode {
    /// The word of the scenario file.
    pub fn word(self) -> &'static str {
        match self {
            Self::Emergent => "emergent",
            Self::Code => "code",
            Self::Weighed => "weighed",
            Self::Kernel => "kernel only",
            Self::Computed => "computed",
        }
    }
}

/// A published case.
#[derive(Debug, Clone, Copy)]
pub struct Case {
    /// The publication it is from.
    pub suite: Suite,
    /// Its id: `rimea-9`.
    pub id: &'static str,
    /// What it is about.
    pub title: &'static str,
    /// In which mode it is judged.
    pub mode: Mode,
    /// Where its criteria were seen.
    pub source: &'static str,
    /// How it is run.
    pub built: Built,
}

/// Whether a case can be run.
#[derive(Debug, Clone, Copy)]
pub enum Built {
    /// From the luck, and where the place lies, to what was found.
    Yes(fn(Trial) -> Vec<Finding>),
    /// Not yet: why, in one sentence.
    NotYet(&'static str),
}

impl Case {
    /// Runs the case; nothing is found by one that is not yet built.
    pub fn run(&self, trial: impl Into<Trial>) -> Vec<Finding> {
        match self.built {
            Built::Yes(run) => run(trial.into()),
            Built::NotYet(_) => Vec::new(),
        }
    }
}

/// Runs cases side by side, and hands each over with its findings, in the order given, as soon as those before it are
/// done. Ends early when `done` refuses.
///
/// # Errors
/// What `done` says.
pub fn run_all<E>(
    cases: &[&Case],
    seed: u64,
    mut done: impl FnMut(&Case, &[Finding]) -> Result<(), E>,
) -> Result<(), E> {
    let (send, receive) = mpsc::channel();
    thread::scope(|scope| {
        scope.spawn(move || {
            let numbered = cases.par_iter().enumerate();
            // Who no longer listens wants no more cases.
            let _ = numbered.try_for_each_with(send, |send, (i, case)| send.send((i, case.run(seed))));
        });
        let (mut early, mut next) = (BTreeMap::new(), 0);
        for (i, findings) in receive {
            early.insert(i, findings);
            while let Some(findings) = early.remove(&next) {
                done(cases[next], &findings)?;
                next += 1;
            }
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pedestrian::scene::Frame;

    /// Cases that take a tenth of a second at most, and whose gates luck does not decide (tests of distributions fail
    /// with one seed in twenty).
    const QUICK: [&str; 34] = [
        "rimea-1",
        "rimea-2",
        "rimea-3",
        "rimea-5",
        "rimea-6",
        "rimea-7",
        "rimea-10",
        "rimea-14",
        "imo-1",
        "imo-2",
        "imo-3",
        "imo-4",
        "imo-5",
        "imo-6",
        "imo-10",
        "nist-2.1",
        "nist-2.2",
        "nist-2.3",
        "nist-2.5",
        "nist-2.6",
        "nist-2.9",
        "nist-2.10",
        "nist-3.1",
        "nist-3.3",
        "nist-4.1",
        "nist-5.1",
        "nist-5.2",
        "school-a",
        "school-b",
        "school-d",
        "school-f",
        "earthquake-motion",
        "earthquake-casualties",
        "earthquake-deaths",
    ];

    #[test]
    fn quick_cases_hold_elsewhere_in_the_plan_and_with_other_luck() {
        let frame = |turned: f32, mirrored, shifted| Frame {
            turned,
            mirrored,
            shifted,
        };
        let trials = [
            (2, Frame::PLAIN),
            (3, frame(0.5, false, [0.0; 2])),
            (4, frame(0.0, true, [0.0; 2])),
            (5, frame(0.0, false, [10_000.0, -10_000.0])),
            (6, frame(2.2, true, [-10_000.0, 3_000.0])),
        ];
        let trials = trials.map(|(seed, frame)| Trial { seed, frame });
        let cases: Vec<&Case> = CASES.iter().filter(|case| QUICK.contains(&case.id)).collect();
        assert_eq!(cases.len(), QUICK.len());
        let runs: Vec<(&Case, Trial)> = cases
            .iter()
            .flat_map(|case| trials.map(|trial| (*case, trial)))
            .collect();
        let failed: Vec<String> = runs
            .par_iter()
            .flat_map(|(case, trial)| {
                let mut failed = case.run(*trial);
                failed.retain(|finding| finding.verdict == Verdict::Fail);
                let say = |finding: &Finding| format!("{} with {trial:?}: {finding:?}", case.id);
                failed.iter().map(say).collect::<Vec<_>>()
            })
            .collect();
        assert!(failed.is_empty(), "{}", failed.join("\n"));
    }
}
