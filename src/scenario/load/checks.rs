//! What only the whole scenario can show.

use crate::diagnostic::Diagnostic;
use crate::scenario::document::view::View;
use crate::scenario::format::context::Context;
use crate::scenario::model::{DecisionSpec, Holder, Scenario};
use crate::scenario::trigger::{Clock, Expr};
use crate::vocabulary::Nature;

/// Reports it. Lists with gaps, of which the missing entries have been reported, are not judged.
pub(super) fn check(scenario: &Scenario, root: View<'_>, context: &mut Context<'_>) {
    if scenario.command.positions.len() == context.positions.len() {
        owners(scenario, root, context);
    }
    if scenario.decisions.len() == context.names.decisions.len() {
        waiting(&scenario.decisions, context);
    }
    assemblies(scenario, root, context);
    // Whoever lacks a position or a post lacks authority too: no news.
    if !context.diagnostics.has_errors() {
        authority(scenario, context);
    }
}

/// More people than an assembly area takes: they will stand outside it.
fn assemblies(scenario: &Scenario, root: View<'_>, context: &mut Context<'_>) {
    for (index, area) in scenario.school.plan.assemblies.iter().enumerate() {
        let sent = scenario
            .school
            .classes
            .iter()
            .filter(|class| class.assembly == Some(index));
        let pupils: usize = sent.map(|class| class.members.len()).sum();
        if pupils > area.capacity as usize {
            let message = format!(
                "{pupils} pupils are to gather at `{}`, which takes {}",
                area.id, area.capacity
            );
            let span = root
                .tables("school")
                .first()
                .map(|school| school.span_of("classes"));
            context
                .diagnostics
                .push(Diagnostic::warning("assembly-too-small", span, message));
        }
    }
}

/// Only somebody outside the school dispatches what comes to it.
fn owners(scenario: &Scenario, root: View<'_>, context: &mut Context<'_>) {
    for view in root.tables("resource") {
        let Some(owner) = context.position(view.text("owner")) else {
            continue;
        };
        let position = scenario.command.positions.get(owner);
        if position.is_some_and(|position| matches!(position.holder, Holder::Person(_))) {
            let message = format!("`{}` is at the school: it sends no resources", view.text("owner"));
            let problem = Diagnostic::error("inside-owner", view.span_of("owner"), message);
            context
                .diagnostics
                .push(problem.help("name a position with `held_by = \"outside\"`"));
        }
    }
}

/// Decisions that wait for each other in a circle never fall due.
fn waiting(decisions: &[DecisionSpec], context: &mut Context<'_>) {
    let first = |id: &str| decisions.iter().position(|decision| decision.id == id);
    let waits: Vec<Vec<usize>> = decisions
        .iter()
        .map(|decision| {
            // One that has a time of its own waits for nobody.
            let timed = decision.at_ms.is_some() || decision.at_latest_ms.is_some();
            let when = decision.when.as_ref().filter(|_| !timed);
            let named = when.map(|when| needed(&when.expr)).unwrap_or_default();
            named
                .into_iter()
                .filter_map(|index| first(&decisions.get(index)?.id))
                .collect()
        })
        .collect();
    for (start, decision) in decisions.iter().enumerate() {
        if first(&decision.id) != Some(start) {
            continue;
        }
        let Some(circle) = circle_through(start, &waits) else {
            continue;
        };
        // Each circle once: by its first member.
        if circle.iter().min() != Some(&start) {
            continue;
        }
        let names: Vec<&str> = circle.iter().map(|index| decisions[*index].id.as_str()).collect();
        let message = match names.as_slice() {
            [alone] => format!("`{alone}` waits for itself"),
            _ => format!(
                "`{0}` waits for itself: {1} waits for {0}",
                decision.id,
                names.join(" waits for ")
            ),
        };
        let mut problem = Diagnostic::error("waiting-circle", decision.span, message);
        for other in circle.iter().skip(1).filter_map(|index| decisions[*index].span) {
            problem = problem.related(other, "waits too");
        }
        context
            .diagnostics
            .push(problem.help("give it an `at_latest`, or another condition"));
    }
}

/// The shortest way from a decision back to itself, itself first.
fn circle_through(start: usize, waits: &[Vec<usize>]) -> Option<Vec<usize>> {
    let mut came_from = vec![None; waits.len()];
    let mut queue = std::collections::VecDeque::from([start]);
    while let Some(at) = queue.pop_front() {
        for next in &waits[at] {
            if *next == start {
                let mut way = vec![at];
                while let Some(before) = way.last().and_then(|last| came_from[*last]) {
                    way.push(before);
                }
                way.reverse();
                return Some(way);
            }
            if came_from[*next].is_none() {
                came_from[*next] = Some(at);
                queue.push_back(*next);
            }
        }
    }
    None
}

/// The decisions without which a condition cannot become true.
fn needed(expr: &Expr) -> Vec<usize> {
    match expr {
        Expr::All(parts) => parts.iter().flat_map(needed).collect(),
        Expr::Any(parts) => {
            let mut parts = parts.iter().map(needed);
            let first = parts.next().unwrap_or_default();
            parts.fold(first, |common, part| {
                common.into_iter().filter(|d| part.contains(d)).collect()
            })
        }
        Expr::Held { condition, .. } => needed(condition),
        Expr::Decided(decision) | Expr::Acknowledged(decision) | Expr::Chosen { decision, .. } => {
            vec![decision.0 as usize]
        }
        Expr::Time {
            clock: Clock::Since(decision),
            ..
        } => vec![decision.0 as usize],
        _ => Vec::new(),
    }
}

/// What a position orders without the authority for it will be refused: perhaps that is the exercise.
fn authority(scenario: &Scenario, context: &mut Context<'_>) {
    for decision in &scenario.decisions {
        let Some(position) = scenario.command.positions.get(decision.position) else {
            continue;
        };
        let post = position.post.and_then(|post| scenario.command.posts.get(post));
        for call in decision.options.iter().flat_map(|option| &option.actions) {
            let (may, verb) = match call.spec.nature {
                Nature::Order => (post.map(|post| &post.may_order), "order"),
                Nature::Request => (post.map(|post| &post.may_request), "request"),
                Nature::World | Nature::Tell | Nature::Own => continue,
            };
            let name = call.spec.name;
            if may.is_some_and(|may| may.iter().any(|allowed| allowed == name)) {
                continue;
            }
            let message = format!("`{}` may not {verb} `{name}`: it will be refused", position.id);
            let problem = Diagnostic::warning("no-authority", decision.span, message);
            context.diagnostics.push(problem.help(match post {
                Some(post) => format!("add it to `may_{verb}` of `[post.{}]` if it should not", post.id),
                None => format!("give `[position.{}]` a `post` if it should not", position.id),
            }));
        }
    }
}
