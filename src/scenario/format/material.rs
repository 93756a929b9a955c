//! `[module.ID]` and `[question.ID]`: what the exercise is held with at the table.

use super::context::{Context, local};
use super::{DECISION, HAZARD, MODULE, Namespace, POSITION};
use crate::diagnostic::Diagnostic;
use crate::scenario::document::quantity::written_duration;
use crate::scenario::document::shape::{Field, Literal, Section, Shape, Word};
use crate::scenario::document::suggest::did_you_mean;
use crate::scenario::document::view::View;
use crate::scenario::model::{
    Holder, Material, ModuleSpec, PersonSpec, PositionSpec, QuestionSpec, ShowCasualties,
};

static MOMENT: &[Namespace] = &[HAZARD];

/// A module.
pub static MODULE_TABLE: Section = Section {
    name: "module",
    doc: "A time segment of a tabletop exercise. At its end every position gets what it knows then to read \
          (`hotwash kit`), and questions are put.",
    fields: &[
        Field::required("title", Shape::LocalText, "Its title."),
        Field::required(
            "from",
            Shape::Moment { anchors: MOMENT },
            "When it begins in the scenario.",
        ),
        Field::required("to", Shape::Moment { anchors: MOMENT }, "When it ends."),
        Field::optional(
            "read_aloud",
            Shape::LocalText,
            "What is read aloud to everybody at its end, beside what all on the scene know: what the exercise wants said of the situation, \
             and nothing that somebody has yet to find out.",
        ),
        Field::default(
            "discussed_for",
            Shape::Duration {
                min_ms: 60_000,
                max_ms: 8 * 3_600_000,
            },
            Literal::Text("20 min"),
            "How long the table takes for it. An assumption.",
        ),
    ],
};

/// A question.
pub static QUESTION_TABLE: Section = Section {
    name: "question",
    doc: "What is asked at the end of a module.",
    fields: &[
        Field::required(
            "module",
            Shape::reference(&[MODULE]),
            "At the end of which module.",
        ),
        Field::required(
            "to",
            Shape::List {
                of: &Shape::reference(&[POSITION]),
                min: 1,
                max: 50,
            },
            "Whom it is put to.",
        ),
        Field::required("ask", Shape::LocalText, "The question."),
        Field::optional(
            "listen_for",
            Shape::List {
                of: &Shape::LocalText,
                min: 0,
                max: 20,
            },
            "What the facilitator listens for in the answers.",
        ),
        Field::optional(
            "leads_to",
            Shape::Text,
            "The id of the decision it leads to. Where a variant removes that, the question stays and leads nowhere.",
        ),
        Field::optional("source", Shape::Text, "Where the question comes from."),
    ],
};

/// What people at the table are told of casualties: a value of `[exercise]`.
pub static CASUALTIES: &[Word] = &[
    Word::new("none", "nothing;"),
    Word::new("injured", "who is hurt, not who has died;"),
    Word::new("deaths", "everything."),
];

/// Reads modules and questions.
pub fn read(
    root: View<'_>,
    positions: &[PositionSpec],
    people: &[PersonSpec],
    context: &mut Context<'_>,
) -> Material {
    let modules = modules(root, context);
    let mut questions = Vec::new();
    for view in root.tables("question") {
        questions.extend(question(root, view, &modules, positions, people, context));
    }
    let show_casualties = match root
        .table("exercise")
        .map(|exercise| exercise.text("show_casualties"))
    {
        Some("none") => ShowCasualties::None,
        Some("deaths") => ShowCasualties::Deaths,
        _ => ShowCasualties::Injured,
    };
    Material {
        modules,
        questions,
        show_casualties,
    }
}

/// The modules in the order of time; none begins before the one before has ended.
fn modules(root: View<'_>, context: &mut Context<'_>) -> Vec<ModuleSpec> {
    let mut read: Vec<(View<'_>, ModuleSpec)> = Vec::new();
    for view in root.tables("module") {
        let (from_ms, to_ms) = (context.moment(view, "from"), context.moment(view, "to"));
        let (Some(from_ms), Some(to_ms)) = (from_ms, to_ms) else {
            continue;
        };
        if to_ms <= from_ms {
            let how = if to_ms == from_ms { "as" } else { "before" };
            let message = format!("module `{}` ends {how} it begins", view.id());
            let problem = Diagnostic::error("backward-module", view.span_of("to"), message);
            context.diagnostics.push(problem.help(format!(
                "it begins {} after the start: let `to` be later",
                written_duration(from_ms)
            )));
            continue;
        }
        let module = ModuleSpec {
            id: view.id().to_owned(),
            title: local(&view.local_text("title")),
            read_aloud: view.get("read_aloud").map(|leaf| local(&leaf.local_text())),
            from_ms,
            to_ms,
            discussed_for_ms: view.duration_ms("discussed_for"),
        };
        read.push((view, module));
    }
    read.sort_by_key(|(_, module)| (module.from_ms, module.to_ms));
    for pair in read.windows(2) {
        let ((_, first), (view, second)) = (&pair[0], &pair[1]);
        if second.from_ms < first.to_ms {
            let message = format!(
                "module `{}` begins {} before module `{}` has ended",
                second.id,
                written_duration(first.to_ms - second.from_ms),
                first.id
            );
            let problem = Diagnostic::error("modules-overlap", view.span_of("from"), message);
            context.diagnostics.push(problem.help(format!(
                "module `{}` ends {} after the start: let this one begin then or later",
                first.id,
                written_duration(first.to_ms)
            )));
        }
    }
    read.into_iter().map(|(_, module)| module).collect()
}

fn question(
    root: View<'_>,
    view: View<'_>,
    modules: &[ModuleSpec],
    positions: &[PositionSpec],
    people: &[PersonSpec],
    context: &mut Context<'_>,
) -> Option<QuestionSpec> {
    let mut to = Vec::new();
    for leaf in view.list("to") {
        let position = context.position(leaf.text())?;
        if let Some(spec) = positions.get(position)
            && let Holder::Person(person) = spec.holder
            && ![person]
                .iter()
                .chain(&spec.deputies)
                .any(|person| people[*person].presence.at_school())
        {
            let message = format!("nobody holds `{}`: who should is not at school", leaf.text());
            let problem = Diagnostic::error("nobody-answers", leaf.span(), message);
            context
                .diagnostics
                .push(problem.help("ask a position that somebody holds, or name `deputies` for this one"));
        }
        if to.contains(&position) {
            let message = format!("`{}` is asked twice", leaf.text());
            let problem = Diagnostic::error("asked-twice", leaf.span(), message);
            context.diagnostics.push(problem.help("name each position once"));
            continue;
        }
        to.push(position);
    }
    let leads_to = leads_to(view, context);
    let meant = |decision: &View<'_>| Some(decision.id()) == leads_to.as_deref();
    let has_no_options = |decision: View<'_>| decision.keyed("options").is_empty();
    if root
        .tables("decision")
        .into_iter()
        .find(meant)
        .is_some_and(has_no_options)
    {
        let message = format!(
            "`{}` has no options: there is nothing to decide",
            leads_to.as_deref().unwrap_or_default()
        );
        let problem = Diagnostic::error("nothing-to-decide", view.span_of("leads_to"), message);
        context
            .diagnostics
            .push(problem.help("give the decision its `options`, or leave out `leads_to`"));
    }
    Some(QuestionSpec {
        id: view.id().to_owned(),
        module: modules
            .iter()
            .position(|module| module.id == view.text("module"))?,
        to,
        ask: local(&view.local_text("ask")),
        listen_for: view
            .list("listen_for")
            .iter()
            .map(|leaf| local(&leaf.local_text()))
            .collect(),
        leads_to,
        source: view.get("source").map(|leaf| leaf.text().to_owned()),
    })
}

/// The decision that a question leads to; none where a variant has removed it.
fn leads_to(view: View<'_>, context: &mut Context<'_>) -> Option<String> {
    let leaf = view.get("leads_to")?;
    let id = leaf.text();
    let mut known = context.ids.iter(DECISION).map(|(known, _)| known);
    if known.any(|known| known == id) {
        return Some(id.to_owned());
    }
    if context.ids.removed(id).is_none() {
        let message = format!("there is no decision `{id}`");
        let mut problem = Diagnostic::error("unknown-id", leaf.span(), message);
        problem.help = did_you_mean(id, context.ids.iter(DECISION).map(|(known, _)| known));
        context.diagnostics.push(problem);
    }
    None
}
