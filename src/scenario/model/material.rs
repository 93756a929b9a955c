//! What lies on the table beside the run: modules, what is asked at the end of each, what may be told of casualties.

use super::{LocalText, PositionIx};
use crate::vocabulary::Ms;

/// A time segment of the exercise. The table reads what is known at its end, and talks.
#[derive(Debug, Clone)]
pub struct ModuleSpec {
    /// Its id: `1`.
    pub id: String,
    /// Its title.
    pub title: LocalText,
    /// What is read aloud to everybody at its end, beside what all of them know.
    pub read_aloud: Option<LocalText>,
    /// When it begins in the scenario, ms.
    pub from_ms: Ms,
    /// When it ends, ms.
    pub to_ms: Ms,
    /// How long the table takes for it, ms.
    pub discussed_for_ms: Ms,
}

/// What is asked at the end of a module.
#[derive(Debug, Clone)]
pub struct QuestionSpec {
    /// Its id.
    pub id: String,
    /// Its module, by index.
    pub module: usize,
    /// Whom it is put to.
    pub to: Vec<PositionIx>,
    /// The question.
    pub ask: LocalText,
    /// What the facilitator listens for.
    pub listen_for: Vec<LocalText>,
    /// The decision it leads to, by id.
    pub leads_to: Option<String>,
    /// Where it comes from.
    pub source: Option<String>,
}

/// What people at the table are told of casualties.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ShowCasualties {
    /// Nothing.
    None,
    /// Who is hurt, not who has died.
    #[default]
    Injured,
    /// Everything.
    Deaths,
}

/// What the exercise is held with, beside what is simulated: none of it moves anything in a run.
#[derive(Debug, Clone, Default)]
pub struct Material {
    /// Modules in the order of time.
    pub modules: Vec<ModuleSpec>,
    /// Questions, by id.
    pub questions: Vec<QuestionSpec>,
    /// What people at the table are told of casualties.
    pub show_casualties: ShowCasualties,
}

impl Material {
    /// The module that a time falls into, by index: a module begins at its first instant, and the last instant is of the next.
    pub fn module_at(&self, time_ms: Ms) -> Option<usize> {
        let holds = |module: &ModuleSpec| module.from_ms <= time_ms && time_ms < module.to_ms;
        self.modules.iter().position(holds)
    }
}
