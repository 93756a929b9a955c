//! Whether what a watch changes can come about at all.

use crate::diagnostic::Diagnostic;
use crate::scenario::document::view::View;
use crate::scenario::format::context::Context;
use crate::scenario::model::Scenario;

/// An effect on those who come by a gate that nobody comes by has been misplaced.
pub(super) fn effects(scenario: &Scenario, root: View<'_>, context: &mut Context<'_>) {
    for school in root.tables("school") {
        for view in school.tables("watch") {
            let opening = scenario.school.plan.opening_by_id(view.id());
            let comes_by = |gates: &[usize]| opening.is_some_and(|opening| gates.contains(&opening.get()));
            let is_used = scenario
                .resources
                .iter()
                .any(|resource| comes_by(&resource.gates));
            for key in ["unattended_delay", "finds_command"] {
                if view.has(key) && !is_used {
                    let message = format!("no resource comes by `{}`: this has no effect", view.id());
                    let problem = Diagnostic::warning("nobody-comes", view.span_of(key), message);
                    let help = format!("name it in `gates` of a resource: `gates = [\"{}\"]`", view.id());
                    context.diagnostics.push(problem.help(help));
                }
            }
            if view.has("walk_ins") && scenario.release.is_none() {
                let message =
                    "nobody releases pupils in this scenario, and no parent comes: this has no effect";
                let problem = Diagnostic::warning("nobody-comes", view.span_of("walk_ins"), message);
                context
                    .diagnostics
                    .push(problem.help("write `[release]`, or let somebody order `release`"));
            }
        }
    }
}
