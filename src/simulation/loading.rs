//! From a folder to a scenario that can be computed.

use std::path::Path;

use crate::diagnostic::Diagnostic;
use crate::hazard::earthquake::impact::impossible;
use crate::scenario::load::{self, Loaded};

/// Reads a scenario and looks whether what it asks for can be computed.
pub fn loaded(folder: &Path, variant: Option<&str>, settings: &[String]) -> Loaded {
    let mut loaded = load::load(folder, variant, settings);
    if let Some(scenario) = &loaded.scenario
        && let Some((hazard, error)) = impossible(scenario)
    {
        let hazard = &scenario.hazards[hazard];
        let message = format!("the shaking of `{}` cannot be computed: {error}", hazard.id);
        let problem = Diagnostic::error("impossible-shaking", hazard.span, message);
        loaded.diagnostics.push(problem);
    }
    loaded
}
