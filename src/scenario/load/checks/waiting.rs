//! Decisions that wait for each other.

use crate::diagnostic::Diagnostic;
use crate::scenario::format::context::Context;
use crate::scenario::model::DecisionSpec;
use crate::scenario::trigger::{Clock, Expr};

/// Decisions that wait for each other in a circle never fall due.
pub(super) fn circles(decisions: &[DecisionSpec], context: &mut Context<'_>) {
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
