//! Actions: their tables, made from the vocabulary, and their reading.

use std::sync::LazyLock;

use super::context::{Context, removed_id};
use super::{CHANNEL, ROUTE, namespace};
use crate::diagnostic::{Diagnostic, Span};
use crate::scenario::document::shape::{Field, Presence, Section, Shape, Variant, Word};
use crate::scenario::document::view::{Leaf, View};
use crate::scenario::model::{ActionCall, ArgumentValue};
use crate::scenario::trigger::{Each, FOR_EACH, variable};
use crate::vocabulary::{
    ACTIONS, ActionKind, ActionSpec, Argument, ArgumentKind, Nature, SIGNALS, Signal, SubjectIx, SubjectKind,
    action_spec,
};

/// Actions that are ordered.
pub static ORDERS: &[Word] = &words::<{ count(true) }>(true);
/// Actions that are requested.
pub static REQUESTS: &[Word] = &words::<{ count(false) }>(false);

const fn is(nature: Nature, order: bool) -> bool {
    match nature {
        Nature::Order => order,
        Nature::Request => !order,
        Nature::World | Nature::Tell | Nature::Own => false,
    }
}

const fn count(order: bool) -> usize {
    let (mut at, mut found) = (0, 0);
    while at < ACTIONS.len() {
        found += is(ACTIONS[at].nature, order) as usize;
        at += 1;
    }
    found
}

const fn words<const N: usize>(order: bool) -> [Word; N] {
    let mut words = [Word::new("", ""); N];
    let (mut at, mut found) = (0, 0);
    while at < ACTIONS.len() {
        if is(ACTIONS[at].nature, order) {
            words[found] = Word::new(ACTIONS[at].name, ACTIONS[at].doc);
            found += 1;
        }
        at += 1;
    }
    words
}

/// Every action with its keys.
pub fn all() -> &'static [Variant] {
    static ALL: LazyLock<Vec<Variant>> = LazyLock::new(|| {
        ACTIONS
            .iter()
            .map(|spec| Variant::new(spec.name, section(spec)))
            .collect()
    });
    &ALL
}

/// Lives as long as the program: there are as many as the vocabulary declares.
fn kept<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

fn section(spec: &ActionSpec) -> &'static Section {
    kept(Section {
        name: kept(format!("action-{}", spec.name)),
        doc: spec.doc,
        fields: kept(spec.arguments.iter().map(field).collect::<Vec<_>>()),
    })
}

fn field(argument: &Argument) -> Field {
    let mut doc = argument.doc.to_owned();
    doc[..1].make_ascii_uppercase();
    doc.push('.');
    Field {
        key: argument.key,
        shape: shape(argument),
        presence: if argument.required {
            Presence::Required
        } else {
            Presence::Optional
        },
        doc: kept(doc),
    }
}

fn shape(argument: &Argument) -> Shape {
    let some = |of: Shape| Shape::List {
        of: kept(of),
        min: 1,
        max: crate::scenario::document::limits::ENTRIES,
    };
    match argument.kind {
        ArgumentKind::Subject(kinds) => reference(kinds),
        ArgumentKind::Subjects(kinds) => some(reference(kinds)),
        ArgumentKind::Channels => some(Shape::reference(&[CHANNEL])),
        ArgumentKind::Word(words) => Shape::OneOf(kept(
            words.iter().map(|word| Word::new(word, "")).collect::<Vec<_>>(),
        )),
        ArgumentKind::Duration => Shape::DURATION,
        ArgumentKind::Number(unit) => Shape::Number {
            unit,
            min: 0.0,
            max: 300_000.0,
        },
        ArgumentKind::About => some(Shape::Text),
        ArgumentKind::Text if argument.key == "route" => Shape::reference(&[ROUTE]),
        ArgumentKind::Text => Shape::Text,
    }
}

/// The id of something of these kinds, or the variable of `for_each` that stands for one.
fn reference(kinds: &[SubjectKind]) -> Shape {
    let to: Vec<_> = kinds.iter().map(|kind| namespace(*kind)).collect();
    let or: Vec<_> = kinds.iter().map(|kind| Word::new(variable(*kind), "")).collect();
    Shape::Reference {
        to: kept(to),
        or: kept(or),
    }
}

/// Whose actions these are, which decides what they may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doer {
    /// The exercise controller: injects and pins.
    Controller,
    /// People: decisions and standing orders.
    People,
}

/// Reads the actions of a list; in an expansion of `for_each`, for one subject. What cannot be read has been
/// reported and is left out.
pub fn read_all(
    views: &[View<'_>],
    doer: Doer,
    each: Option<Each<'_>>,
    context: &mut Context<'_>,
) -> Vec<ActionCall> {
    views
        .iter()
        .filter_map(|view| read(*view, doer, each, context))
        .collect()
}

/// Reads an action; none if something is wrong with it, which has been reported.
pub fn read(
    view: View<'_>,
    doer: Doer,
    each: Option<Each<'_>>,
    context: &mut Context<'_>,
) -> Option<ActionCall> {
    let spec = action_spec(view.kind())?;
    let mut sound = fits(spec, doer, view, context);
    let mut arguments = Vec::new();
    for argument in spec.arguments {
        let Some(leaf) = view.get(argument.key) else {
            continue;
        };
        match value(argument, leaf, each, context) {
            Some(value) => arguments.push((argument.key, value)),
            None => sound = false,
        }
    }
    sound.then_some(ActionCall { spec, arguments })
}

/// Whether somebody may do such an action at all.
fn fits(spec: &ActionSpec, doer: Doer, view: View<'_>, context: &mut Context<'_>) -> bool {
    let by_hand = spec.kind == ActionKind::Open && view.has("position");
    let (fits, message, help) = match doer {
        Doer::People => (
            spec.nature != Nature::World,
            format!("`{}` changes the world by itself: nobody decides it", spec.name),
            "let an `[inject.ID]` or a `[pin.ID]` do it",
        ),
        Doer::Controller => (
            spec.nature == Nature::World || (spec.kind == ActionKind::Open && !by_hand),
            format!(
                "`{}` is done by people, not by the exercise controller",
                spec.name
            ),
            "let a `[decision.ID]` or a `[standing_order.ID]` do it",
        ),
    };
    if !fits {
        context
            .diagnostics
            .push(Diagnostic::error("wrong-doer", view.span(), message).help(help));
    }
    fits
}

fn value(
    argument: &Argument,
    leaf: Leaf<'_>,
    each: Option<Each<'_>>,
    context: &mut Context<'_>,
) -> Option<ArgumentValue> {
    Some(match argument.kind {
        ArgumentKind::Subject(kinds) => ArgumentValue::Subject(subject(leaf, kinds, each, context)?),
        ArgumentKind::Subjects(kinds) => {
            ArgumentValue::Subjects(all_of(leaf.items(), |leaf| subject(leaf, kinds, each, context))?)
        }
        ArgumentKind::Channels => {
            ArgumentValue::Channels(all_of(leaf.items(), |leaf| context.channel(leaf.text()))?)
        }
        ArgumentKind::Word(words) => {
            ArgumentValue::Word(words.iter().copied().find(|word| *word == leaf.text())?)
        }
        ArgumentKind::Duration => ArgumentValue::Duration(leaf.duration_ms()),
        ArgumentKind::Number(_) => ArgumentValue::Number(leaf.number()),
        ArgumentKind::About => ArgumentValue::About(all_of(leaf.items(), |leaf| {
            topic(leaf.text(), leaf.span(), each, context)
        })?),
        ArgumentKind::Text => ArgumentValue::Text(leaf.text().to_owned()),
    })
}

/// All of them, or none after every one was looked at.
fn all_of<'a, T>(leaves: Vec<Leaf<'a>>, read: impl FnMut(Leaf<'a>) -> Option<T>) -> Option<Vec<T>> {
    let read: Vec<Option<T>> = leaves.into_iter().map(read).collect();
    read.into_iter().collect()
}

/// An id, or the variable of `for_each`. That an id is known and of the right kind was checked before.
fn subject(
    leaf: Leaf<'_>,
    kinds: &[SubjectKind],
    each: Option<Each<'_>>,
    context: &mut Context<'_>,
) -> Option<SubjectIx> {
    let id = leaf.text();
    if let Some(each) = each.filter(|each| variable(each.kind) == id && kinds.contains(&each.kind)) {
        return Some(each.subject);
    }
    let found = context
        .subjects
        .find(id)
        .filter(|ix| kinds.contains(&context.subjects.get(*ix).kind));
    if found.is_none()
        && FOR_EACH
            .iter()
            .any(|(word, kind)| *word == id && kinds.contains(kind))
    {
        context.diagnostics.push(unbound(id, leaf.span()));
    }
    found
}

fn unbound(variable: &str, span: Span) -> Diagnostic {
    Diagnostic::error("unbound-variable", span, format!("nothing says which {variable}")).help(format!(
        "write an id, or `for_each = \"{variable}\"` beside `do` or `options`"
    ))
}

/// `signal@subject`, where `subject` may be the variable of `for_each`.
pub fn topic(
    text: &str,
    span: Span,
    each: Option<Each<'_>>,
    context: &mut Context<'_>,
) -> Option<(Signal, SubjectIx)> {
    let Some((name, id)) = text.split_once('@') else {
        let problem = Diagnostic::error("bad-topic", span, format!("`{text}` is no signal of something"));
        context
            .diagnostics
            .push(problem.help("write it like `head_count@7B`"));
        return None;
    };
    let part = |range: std::ops::Range<usize>| context.sources.part_of(span, text, range);
    let (name_span, id_span) = (part(0..name.len()), part(name.len() + 1..text.len()));
    let Some(signal) = Signal::from_name(name) else {
        let mut problem = Diagnostic::error(
            "unknown-signal",
            name_span,
            format!("there is no signal `{name}`"),
        );
        problem.help = context.suggest(name, SIGNALS.iter().map(|spec| spec.name));
        context.diagnostics.push(problem);
        return None;
    };
    let kinds = signal.spec().subjects;
    if let Some(each) = each.filter(|each| variable(each.kind) == id && kinds.contains(&each.kind)) {
        return Some((signal, each.subject));
    }
    let Some(found) = context.subjects.find(id) else {
        let problem = match context.ids.removed(id) {
            Some(removed) => removed_id(id, removed, id_span),
            None if FOR_EACH.iter().any(|(word, _)| *word == id) => unbound(id, id_span),
            None => unknown_subject(signal, id, id_span, context),
        };
        context.diagnostics.push(problem);
        return None;
    };
    let kind = context.subjects.get(found).kind;
    if kinds.contains(&kind) {
        return Some((signal, found));
    }
    let nouns: Vec<&str> = kinds.iter().map(|kind| kind.noun()).collect();
    let message = format!(
        "`{name}` is about {}, and `{id}` is {}",
        nouns.join(" or "),
        kind.noun()
    );
    context
        .diagnostics
        .push(Diagnostic::error("wrong-subject", id_span, message));
    None
}

fn unknown_subject(signal: Signal, id: &str, span: Span, context: &Context<'_>) -> Diagnostic {
    let kinds = signal.spec().subjects;
    let fitting = context
        .subjects
        .iter()
        .filter(|(_, subject)| kinds.contains(&subject.kind));
    let mut problem = Diagnostic::error("unknown-id", span, format!("there is no `{id}`"));
    problem.help = context.suggest(id, fitting.map(|(_, subject)| subject.id.as_str()));
    problem
}
