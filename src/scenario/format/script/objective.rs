//! `[objective.ID]`.

use crate::diagnostic::Diagnostic;
use crate::scenario::document::quantity::decimal;
use crate::scenario::document::shape::{Field, Section, Shape, Word};
use crate::scenario::document::view::View;
use crate::scenario::format::context::{Context, local};
use crate::scenario::model::ObjectiveSpec;

/// An objective.
pub static OBJECTIVE: Section = Section {
    name: "objective",
    doc: "What the exercise is judged by: a metric of the run and its target. A person rates the capability, not hotwash.",
    fields: &[
        Field::required("text", Shape::LocalText, "The objective in a sentence."),
        Field::required("capability", Shape::Text, "The core capability it belongs to."),
        Field::required("metric", Shape::OneOf(METRICS), "The metric that is tested."),
        Field::required(
            "target",
            Shape::Text,
            "`<= 780`, `>= 10` or `== 0`, in the metric's unit.",
        ),
    ],
};

/// Metrics that an objective can test.
pub static METRICS: &[Word] = &[
    Word::new("time_to_alarm_s", "when the alarm or first order is given;"),
    Word::new("first_out_s", "when the first person is out;"),
    Word::new("exit_95_s", "when nineteen in twenty are out;"),
    Word::new("last_out_s", "when the last is out;"),
    Word::new("full_account_s", "when everybody is accounted for;"),
    Word::new("all_assembled_s", "when everybody is at an assembly area;"),
    Word::new("congestion_person_min", "time lost in jams, person-minutes;"),
    Word::new("injured", "people hurt;"),
    Word::new("decision_delay_s", "from true to decided, s;"),
    Word::new("message_delay_s", "from sent to received, s;"),
    Word::new(
        "knowledge_gap_person_min",
        "how long how many were believed wrongly, person-minutes;",
    ),
    Word::new("unaccounted_at_end", "people not accounted for at the end;"),
    Word::new("found_s", "when the last of those missed is found."),
];

/// Reads an objective.
pub fn read_objective(view: View<'_>, context: &mut Context<'_>) -> Option<ObjectiveSpec> {
    let written = view.text("target").trim();
    let sign = ["<=", ">=", "=="]
        .into_iter()
        .find(|sign| written.starts_with(sign));
    let number = sign.and_then(|sign| {
        let number = written[sign.len()..].trim();
        decimal(number, false).ok()
    });
    let Some((comparison, target)) = sign.zip(number) else {
        let message = format!("`{written}` is no target");
        let problem = Diagnostic::error("bad-target", view.span_of("target"), message);
        context
            .diagnostics
            .push(problem.help("write `<= 780`, `>= 10` or `== 0`"));
        return None;
    };
    Some(ObjectiveSpec {
        id: view.id().to_owned(),
        text: local(&view.local_text("text")),
        capability: view.text("capability").to_owned(),
        metric: view.text("metric").to_owned(),
        comparison,
        target,
    })
}
