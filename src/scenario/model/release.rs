//! How pupils are handed over to those who come for them, and when parents come.

use super::Spread;
use crate::vocabulary::Ms;

/// How pupils are handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum HandsOver {
    /// By their teacher, grade after grade.
    ByGrade,
    /// At the parents' gate, family after family.
    AtTheGate,
}

/// How pupils are handed over to those who come for them.
#[derive(Debug, Clone, Copy, serde::Serialize)]
pub struct ReleaseSpec {
    /// By whom and where.
    pub hands_over: HandsOver,
    /// Whether the oldest grade has the first turn; else the youngest.
    pub oldest_first: bool,
    /// Handing over one pupil.
    pub hand_over: Spread,
    /// How many greet parents and give them a card.
    pub greeters: usize,
    /// Greeting one.
    pub greet: Spread,
    /// Filling in the card.
    pub card: Spread,
    /// How many check identity and custody.
    pub checkers: usize,
    /// Checking one.
    pub check: Spread,
    /// How many fetch pupils.
    pub runners: usize,
    /// The parents' gate: an opening of the plan, by index.
    pub gate: Option<usize>,
    /// From the gate to the assembly areas where the plan does not say, m.
    pub gate_m: f64,
    /// Share of families with whom custody has to be cleared up.
    pub custody: f64,
    /// Clearing it up.
    pub clarify: Spread,
    /// When parents come.
    pub parents: ParentsSpec,
}

/// When parents come.
#[derive(Debug, Clone, Copy, serde::Serialize)]
pub struct ParentsSpec {
    /// Share of families who come without being called, because they have felt it themselves or heard of it somehow.
    pub uninvited: f64,
    /// From the event to those hearing of it.
    pub hear_after: Spread,
    /// Share of pupils who call home by a telephone of their own.
    pub phones: f64,
    /// The lowest grade whose pupils have one.
    pub phones_from_grade: u32,
    /// From the event to the first attempt.
    pub calls_after: Spread,
    /// From one attempt to the next, ms.
    pub calls_again_ms: Ms,
    /// From the order to release to the others being told by the school.
    pub told_after: Spread,
    /// From hearing to the gate.
    pub come_after: Spread,
    /// Share of families who do not come within the exercise.
    pub absent: f64,
}
