//! `[school.ID.watch.OPENING]`: what comes of nobody standing at a door, exit or gate.

use super::context::{Context, spread};
use crate::diagnostic::Diagnostic;
use crate::scenario::document::shape::{Field, Section, Shape};
use crate::scenario::document::view::View;
use crate::scenario::model::{Flow, WatchSpec};
use crate::scenario::plan::{OpeningKind, Plan};
use crate::vocabulary::SubjectKind;

/// What comes of nobody standing there.
pub static WATCH: Section = Section {
    name: "watch",
    doc: "What comes of nobody standing at a door, exit or gate; somebody stands there by `stand-at`. What is left out \
          has no effect.",
    fields: &[
        Field::optional(
            "unattended_flow",
            Shape::Fraction,
            "Share of the flow that is left while nobody holds the leaf and keeps the way clear. A leaf that stands open \
             at 90 degrees in a door of 85 cm takes a fifth (Daamen & Hoogendoorn 2012): 0.8.",
        ),
        Field::optional(
            "unattended_persons_s",
            Shape::Number {
                unit: "persons/s",
                min: 0.01,
                max: 100.0,
            },
            "Persons per second that come through while nobody stops the traffic for them, between cars.",
        ),
        Field::optional(
            "unattended_delay",
            Shape::DURATION_SPREAD,
            "Resources that come by this gate are held up so long while nobody keeps it free and parents wait there with \
             their cars.",
        ),
        Field::optional(
            "finds_command",
            Shape::DURATION_SPREAD,
            "The officer of a crew that comes by this gate takes so long to find whoever leads the school if nobody meets \
             the crew.",
        ),
        Field::optional(
            "walk_ins",
            Shape::Fraction,
            "Share of the families who come uninvited while nobody stands there that walk in and take home those of their \
             children who have gathered, without anybody noting it.",
        ),
    ],
};

/// Reads them, in the order of openings.
pub fn read(school: View<'_>, plan: &Plan, context: &mut Context<'_>) -> Vec<WatchSpec> {
    let mut watch: Vec<WatchSpec> = school
        .tables("watch")
        .into_iter()
        .filter_map(|view| read_one(view, plan, context))
        .collect();
    watch.sort_by_key(|watch| watch.opening);
    let mut walked_in = school
        .tables("watch")
        .into_iter()
        .filter(|view| view.has("walk_ins"));
    if let (Some(first), Some(second)) = (walked_in.next(), walked_in.next()) {
        let message = "parents come to one gate, and this is the second with `walk_ins`";
        let problem = Diagnostic::error("two-gates", second.span_of("walk_ins"), message);
        let problem = problem.related(first.span_of("walk_ins"), "the first");
        context
            .diagnostics
            .push(problem.help("leave it out at one of them"));
    }
    watch
}

fn read_one(view: View<'_>, plan: &Plan, context: &mut Context<'_>) -> Option<WatchSpec> {
    let opening = plan.opening_by_id(view.id())?;
    let leads_outside = matches!(plan[opening].kind, OpeningKind::Gate | OpeningKind::Exit);
    let flows = plan[opening].outer.is_some();
    for key in ["unattended_flow", "unattended_persons_s"] {
        if view.has(key) && !flows {
            let message = format!("nobody walks through `{}`: it leads to the street", view.id());
            let problem = Diagnostic::error("no-flow", view.span_of(key), message);
            let help = "leave it out, or name a door, an exit or a gate between two yards";
            context.diagnostics.push(problem.help(help));
        }
    }
    for key in ["unattended_delay", "finds_command", "walk_ins"] {
        if view.has(key) && !leads_outside {
            let message = format!(
                "`{}` lies inside the building: nobody comes to the school by it",
                view.id()
            );
            let problem = Diagnostic::error("no-gate", view.span_of(key), message);
            context.diagnostics.push(problem.help("name a gate or an exit"));
        }
    }
    if view.has("unattended_flow") && view.has("unattended_persons_s") {
        let message = "the flow is limited twice";
        let problem = Diagnostic::error("two-limits", view.span_of("unattended_persons_s"), message);
        let problem = problem.related(view.span_of("unattended_flow"), "here too");
        context.diagnostics.push(problem.help("leave out one of them"));
    }
    let share = view.get("unattended_flow").map(|leaf| leaf.fraction());
    if share == Some(0.0) {
        let problem = Diagnostic::error(
            "no-flow",
            view.span_of("unattended_flow"),
            "nobody at all would come through",
        );
        context
            .diagnostics
            .push(problem.help("write a share above 0; what cannot be passed is `locked` in the plan"));
    }
    let per_s = view.get("unattended_persons_s").map(|leaf| leaf.number());
    let drawn = |key| view.has(key).then(|| spread(view.duration_spread(key)));
    Some(WatchSpec {
        opening: opening.get(),
        subject: context.subject(view.id(), SubjectKind::Opening)?,
        flow: share.map(Flow::Share).or(per_s.map(Flow::PerSecond)),
        delay: drawn("unattended_delay"),
        finds_command: drawn("finds_command"),
        walk_ins: view.get("walk_ins").map(|leaf| leaf.fraction()),
    })
}
