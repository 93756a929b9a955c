//! `[objective.ID]`.

use crate::diagnostic::Diagnostic;
use crate::scenario::document::decimal::decimal;
use crate::scenario::document::shape::{Field, Section, Shape, Word};
use crate::scenario::document::view::View;
use crate::scenario::format::context::{Context, local};
use crate::scenario::model::ObjectiveSpec;
use crate::vocabulary;

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
pub static METRICS: &[Word] = {
    const WORDS: [Word; vocabulary::METRICS.len()] = {
        let mut words = [Word::new("", ""); vocabulary::METRICS.len()];
        let mut i = 0;
        while i < words.len() {
            words[i] = Word::new(vocabulary::METRICS[i].name, vocabulary::METRICS[i].doc);
            i += 1;
        }
        words
    };
    &WORDS
};

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
        context.diagnostics.push(
            problem.help("write `<= 780`, `>= 10` or `== 0`; of a metric that ends in `_s`, in seconds"),
        );
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
