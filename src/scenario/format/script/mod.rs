//! What happens in an exercise beside its hazards: `[decision.ID]` and `[standing_order.ID]` here, injects, pins,
//! objectives and resources in files of their own.

mod inject;
mod objective;
mod resource;

pub use inject::{INJECT, PIN, read_inject, read_pin};
pub use objective::{METRICS, OBJECTIVE, read_objective};
pub use resource::{RESOURCES, read_resource};

use super::action::{self, Doer};
use super::context::{Context, local, spread};
use super::{HAZARD, POSITION};
use crate::diagnostic::Diagnostic;
use crate::scenario::document::shape::{Field, Literal, Section, Shape, Word};
use crate::scenario::document::suggest::did_you_mean;
use crate::scenario::document::view::View;
use crate::scenario::model::{
    Choice, DecisionSpec, OptionSpec, StandingHolder, StandingOrderSpec, Subjects, Timing,
};
use crate::scenario::trigger::{Each, FOR_EACH, Judge, Syntax, Trigger};
use crate::vocabulary::SubjectIx;

static MOMENT: &[super::Namespace] = &[HAZARD];

const REPEATS: Field = Field::default(
    "repeats",
    Shape::Flag,
    Literal::Flag(false),
    "Whether it may apply again: when the condition has been false and becomes true again; a standing order of a position also with each newer observation of what it asks about.",
);

const FOR_EACH_FIELD: Field = Field::optional(
    "for_each",
    Shape::OneOf(EACH),
    "Makes one of it for each of these; the word stands for that one in conditions and actions.",
);

static EACH: &[Word] = &each_words();

const fn each_words() -> [Word; FOR_EACH.len()] {
    let mut words = [Word::new("", ""); FOR_EACH.len()];
    let mut at = 0;
    while at < FOR_EACH.len() {
        words[at] = Word::new(FOR_EACH[at].0, "");
        at += 1;
    }
    words
}

/// A decision.
pub static DECISION_TABLE: Section = Section {
    name: "decision",
    doc: "A choice of one position among named options. It falls due when the position's picture says so (`when`), at a \
          set time (`at`), or at the latest at a set time (`at_latest`): whichever comes first.",
    fields: &[
        Field::required("position", Shape::reference(&[POSITION]), "Who decides."),
        Field::optional(
            "name",
            Shape::LocalText,
            "What people call it, as a phrase: `leave the building`; its id in words if left out.",
        ),
        FOR_EACH_FIELD,
        Field::optional(
            "when",
            Shape::Expression,
            "Falls due when this becomes true on the position's picture.",
        ),
        Field::optional("at", Shape::Moment { anchors: MOMENT }, "Falls due at this time."),
        Field::optional(
            "at_latest",
            Shape::Moment { anchors: MOMENT },
            "Falls due at this time at the latest.",
        ),
        Field::default(
            "decides_in",
            Shape::DURATION_SPREAD,
            Literal::Spread("30 s", "90 s"),
            "How long deciding takes. An assumption.",
        ),
        Field::default(
            "timing",
            Shape::OneOf(TIMINGS),
            Literal::Text("scripted"),
            "How its time is found: a variant with `ideal` shows what the delay cost.",
        ),
        Field::required(
            "options",
            Shape::Keyed {
                of: &Shape::Actions(action::all),
                declares: None,
                max: 50,
            },
            "What can be chosen: by id, a list of actions.",
        ),
        Field::optional(
            "option_names",
            Shape::Keyed {
                of: &Shape::LocalText,
                declares: None,
                max: 50,
            },
            "What people call the options, by id: `leave`; the id in words if left out.",
        ),
        Field::required(
            "choose",
            Shape::KeyOf {
                table: "options",
                or: NOTHING,
            },
            "What is chosen.",
        ),
        REPEATS,
        Field::optional(
            "rearm_when",
            Shape::Expression,
            "It may fall due again only after this was true on the position's picture.",
        ),
    ],
};

static TIMINGS: &[Word] = &[
    Word::new("scripted", "on the position's picture, with its decision time;"),
    Word::new("ideal", "known and decided at once;"),
    Word::new("never", "it is not taken."),
];

static NOTHING: &[Word] = &[Word::new("nothing", "nothing is done.")];

/// A standing order.
pub static STANDING_ORDER: Section = Section {
    name: "standing-order",
    doc: "What people do by themselves, without asking.",
    fields: &[
        Field::required(
            "held_by",
            Shape::Reference {
                to: &[POSITION],
                or: HOLDERS,
            },
            "Whom it binds.",
        ),
        FOR_EACH_FIELD,
        Field::required(
            "when",
            Shape::Expression,
            "When it applies: judged on what the person perceives, or on the position's picture.",
        ),
        Field::required("do", Shape::Actions(action::all), "What is done."),
        REPEATS,
    ],
};

static HOLDERS: &[Word] = &[
    Word::new("everyone", "everybody;"),
    Word::new("every adult", "every adult;"),
    Word::new(
        "every teacher",
        "every teacher who is in charge of a class (and, for roll calls, whoever checks the list of staff and visitors);",
    ),
    Word::new("every position", "everybody who holds a position."),
];

/// The subjects a decision or standing order is made for, by id; one `None` without `for_each`.
pub fn expansions(view: View<'_>, subjects: &Subjects) -> Vec<Option<SubjectIx>> {
    let Some(leaf) = view.get("for_each") else {
        return vec![None];
    };
    let kind = FOR_EACH
        .iter()
        .find(|(word, _)| *word == leaf.text())
        .map(|(_, kind)| *kind);
    let of_kind = subjects.iter().filter(|(_, subject)| Some(subject.kind) == kind);
    of_kind.map(|(ix, _)| Some(ix)).collect()
}

fn each<'a>(subject: Option<SubjectIx>, context: &Context<'a>) -> Option<Each<'a>> {
    let subjects = context.subjects;
    subject.map(|ix| Each {
        kind: subjects.get(ix).kind,
        subject: ix,
        id: subjects.id(ix),
    })
}

/// A condition of an expanded table: read once, checked for each subject until one fails.
fn checked(
    syntax: Option<&Syntax>,
    judge: Judge,
    each: Option<Each<'_>>,
    context: &mut Context<'_>,
) -> Result<Option<Trigger>, ()> {
    match syntax {
        None => Ok(None),
        Some(syntax) => context.trigger(syntax, judge, each).map(Some).ok_or(()),
    }
}

/// Reads a decision: one for each subject of `for_each`.
pub fn read_decisions(view: View<'_>, context: &mut Context<'_>) -> Vec<DecisionSpec> {
    let (when, rearm_when) = (context.syntax(view, "when"), context.syntax(view, "rearm_when"));
    let broken = when.is_some() != view.has("when") || rearm_when.is_some() != view.has("rearm_when");
    let (at_ms, at_latest_ms) = (context.moment(view, "at"), context.moment(view, "at_latest"));
    if !["when", "at", "at_latest"].into_iter().any(|key| view.has(key)) && view.text("timing") != "never" {
        let message = format!("`{}` never falls due", view.id());
        let problem = Diagnostic::error("never-due", view.id_span(), message);
        context
            .diagnostics
            .push(problem.help("write `when`, `at` or `at_latest`, or `timing = \"never\"`"));
    }
    let Some(position) = context.position(view.text("position")) else {
        return Vec::new();
    };
    let options = view.keyed("options");
    let called = view.keyed("option_names");
    for (id, span, _) in &called {
        if !options.iter().any(|(option, _, _)| option == id) {
            let message = format!("`{}` has no option `{id}` to name", view.id());
            let help = did_you_mean(id, options.iter().map(|(option, _, _)| *option));
            let mut problem = Diagnostic::error("names-no-option", *span, message);
            problem.help = help;
            context.diagnostics.push(problem);
        }
    }
    let chosen = options.iter().position(|(id, _, _)| *id == view.text("choose"));
    let mut instances = Vec::new();
    if broken {
        return instances;
    }
    for subject in expansions(view, context.subjects) {
        let each = each(subject, context);
        let when = checked(when.as_ref(), Judge::Position, each, context);
        let rearm_when = checked(rearm_when.as_ref(), Judge::Position, each, context);
        let before = context.found();
        let read_option = |(id, _, leaf): &(&str, _, crate::scenario::document::view::Leaf<'_>)| OptionSpec {
            id: (*id).to_owned(),
            name: called
                .iter()
                .find(|(named, _, _)| named == id)
                .map(|(_, _, name)| local(&name.local_text())),
            actions: action::read_all(&leaf.actions(), Doer::People, each, context),
        };
        let options: Vec<OptionSpec> = options.iter().map(read_option).collect();
        // The mistakes of the other subjects are the same.
        let (Ok(when), Ok(rearm_when)) = (when, rearm_when) else {
            break;
        };
        if context.found() > before {
            break;
        }
        instances.push(DecisionSpec {
            id: view.id().to_owned(),
            name: view.get("name").map(|leaf| local(&leaf.local_text())),
            for_subject: subject,
            position,
            when,
            at_ms,
            at_latest_ms,
            decides_in: spread(view.duration_spread("decides_in")),
            timing: timing(view.text("timing")),
            options,
            choose: chosen.map_or(Choice::Nothing, Choice::Option),
            repeats: view.flag("repeats"),
            rearm_when,
            span: Some(view.id_span()),
        });
    }
    instances
}

fn timing(word: &str) -> Timing {
    match word {
        "ideal" => Timing::Ideal,
        "never" => Timing::Never,
        _ => Timing::Scripted,
    }
}

/// Reads a standing order: one for each subject of `for_each`.
pub fn read_standing_orders(view: View<'_>, context: &mut Context<'_>) -> Vec<StandingOrderSpec> {
    let held_by = match view.text("held_by") {
        "everyone" => StandingHolder::Everyone,
        "every adult" => StandingHolder::EveryAdult,
        "every teacher" => StandingHolder::EveryTeacher,
        "every position" => StandingHolder::EveryPosition,
        id => match context.position(id) {
            Some(position) => StandingHolder::Position(position),
            None => return Vec::new(),
        },
    };
    // Only a single position has a picture; the others act on their own senses.
    let judge = match held_by {
        StandingHolder::Position(_) => Judge::Position,
        _ => Judge::Person,
    };
    let Some(when) = context.syntax(view, "when") else {
        return Vec::new();
    };
    let mut instances = Vec::new();
    for subject in expansions(view, context.subjects) {
        let each = each(subject, context);
        let before = context.found();
        let when = context.trigger(&when, judge, each);
        let actions = action::read_all(&view.tables("do"), Doer::People, each, context);
        // The mistakes of the other subjects are the same.
        let Some(when) = when.filter(|_| context.found() == before) else {
            break;
        };
        instances.push(StandingOrderSpec {
            id: view.id().to_owned(),
            for_subject: subject,
            held_by,
            when,
            actions,
            repeats: view.flag("repeats"),
        });
    }
    instances
}
