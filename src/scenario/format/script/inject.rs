//! `[inject.ID]` and `[pin.ID]`.

use super::MOMENT;
use crate::diagnostic::Diagnostic;
use crate::scenario::document::shape::{Field, Section, Shape, quoted};
use crate::scenario::document::view::View;
use crate::scenario::format::action::{self, Doer};
use crate::scenario::format::context::{Context, local};
use crate::scenario::format::{CHANNEL, MODULE, POSITION};
use crate::scenario::model::{Inject, InjectContent, Pin, When};
use crate::scenario::trigger::Judge;
use crate::vocabulary::{Signal, SignalType, Value};

/// An inject.
pub static INJECT: Section = Section {
    name: "inject",
    doc: "A scripted event of the exercise controller, at a time (`at`) or when something becomes true in the world \
          (`when`): something happens (`do`), or somebody is told something (`message`).",
    fields: &[
        Field::optional("at", Shape::Moment { anchors: MOMENT }, "When."),
        Field::optional("when", Shape::Expression, "When this becomes true in the world."),
        Field::optional("do", Shape::Actions(action::all), "What happens to the world."),
        Field::optional("message", Shape::Table(&MESSAGE), "What somebody is told."),
        Field::optional(
            "module",
            Shape::reference(&[MODULE]),
            "The module it is meant for; that of its time if left out.",
        ),
        Field::optional(
            "expect",
            Shape::LocalText,
            "What the table is expected to do about it: it stands on the card and in the list of events.",
        ),
    ],
};

static MESSAGE: Section = Section {
    name: "message",
    doc: "Something that somebody is told, true or false.",
    fields: &[
        Field::required("from", Shape::Text, "Who it seems to come from."),
        Field::required("to", Shape::reference(&[POSITION]), "Who gets it."),
        Field::required("channel", Shape::reference(&[CHANNEL]), "By which channel."),
        Field::optional(
            "claim",
            Shape::Text,
            "The signal it claims to know: `gas_smell@laboratory`.",
        ),
        Field::optional(
            "value",
            Shape::Text,
            "The value it claims: `true`, `3`, `over`; `none` for an empty set.",
        ),
        Field::required("text", Shape::LocalText, "The words."),
    ],
};

/// A pin.
pub static PIN: Section = Section {
    name: "pin",
    doc: "An effect that the exercise needs, whatever the physics says.",
    fields: &[
        Field::required("at", Shape::Moment { anchors: MOMENT }, "From when on."),
        Field::required("do", Shape::Action(action::all), "What is imposed."),
        Field::required("why", Shape::LocalText, "Why the exercise needs it."),
    ],
};

/// Reads an inject.
pub fn read_inject(view: View<'_>, context: &mut Context<'_>) -> Option<Inject> {
    one_of(view, "at", "when", "when it happens", context);
    one_of(view, "do", "message", "what happens", context);
    let syntax = context.syntax(view, "when");
    let at_ms = context.moment(view, "at");
    let trigger = syntax.and_then(|syntax| context.trigger(&syntax, Judge::World, None));
    let content = match view.table("message") {
        Some(message) => read_message(message, context)?,
        None => InjectContent::World(action::read_all(
            &view.tables("do"),
            Doer::Controller,
            None,
            context,
        )),
    };
    let when = at_ms.map(When::At).or(trigger.map(When::Becomes))?;
    Some(Inject {
        id: view.id().to_owned(),
        when,
        content,
        module: view.get("module").map(|leaf| leaf.text().to_owned()),
        expect: view.get("expect").map(|leaf| local(&leaf.local_text())),
    })
}

/// Just one of two keys has to be there.
fn one_of(view: View<'_>, first: &str, second: &str, what: &str, context: &mut Context<'_>) {
    let (span, message) = match (view.has(first), view.has(second)) {
        (true, true) => (view.span_of(second), format!("`{}` says twice {what}", view.id())),
        (false, false) => (view.id_span(), format!("`{}` does not say {what}", view.id())),
        _ => return,
    };
    let problem = Diagnostic::error("one-of-two", span, message);
    context
        .diagnostics
        .push(problem.help(format!("write either `{first}` or `{second}`")));
}

fn read_message(view: View<'_>, context: &mut Context<'_>) -> Option<InjectContent> {
    let claim = match (view.get("claim"), view.get("value")) {
        (None, None) => None,
        (Some(claim), Some(value)) => {
            let (signal, subject) = action::topic(claim.text(), claim.span(), None, context)?;
            if Value::parse(signal, value.text(), |id| context.subjects.find(id)).is_none() {
                let message = format!("`{}` cannot be `{}`", claim.text(), value.text());
                let problem = Diagnostic::error("wrong-value", value.span(), message);
                context
                    .diagnostics
                    .push(problem.help(format!("it is {}", values(signal))));
                return None;
            }
            Some((signal, subject, value.text().to_owned()))
        }
        (Some(alone), None) | (None, Some(alone)) => {
            let problem = Diagnostic::error("half-claim", alone.span(), "a claim is a signal and its value");
            context
                .diagnostics
                .push(problem.help("write both `claim` and `value`, or neither"));
            return None;
        }
    };
    Some(InjectContent::Message {
        from: view.text("from").to_owned(),
        to: context.position(view.text("to"))?,
        channel: context.channel(view.text("channel"))?,
        claim,
        text: local(&view.local_text("text")),
    })
}

fn values(signal: Signal) -> String {
    match signal.spec().values {
        SignalType::Flag => "`true` or `false`".to_owned(),
        SignalType::Count => "a whole number".to_owned(),
        SignalType::Number => "a number".to_owned(),
        SignalType::Ordinal(steps) => quoted(steps.iter().copied()),
        SignalType::Set => "`none`: a claim can only say that the set is empty".to_owned(),
    }
}

/// Reads a pin.
pub fn read_pin(view: View<'_>, context: &mut Context<'_>) -> Option<Pin> {
    let at_ms = context.moment(view, "at");
    let action = action::read(view.table("do")?, Doer::Controller, None, context);
    Some(Pin {
        id: view.id().to_owned(),
        at_ms: at_ms?,
        action: action?,
        why: local(&view.local_text("why")),
    })
}
