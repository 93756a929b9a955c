//! `[release]`: how pupils are handed over, and when those come who fetch them.

use super::OPENING;
use super::context::{Context, spread};
use crate::diagnostic::Diagnostic;
use crate::scenario::document::shape::{Field, Literal, Section, Shape, Word};
use crate::scenario::document::view::{Leaf, View};
use crate::scenario::model::{HandsOver, ParentsSpec, ReleaseSpec};
use crate::scenario::plan::{OpeningKind, Plan};

/// How pupils are handed over.
pub static RELEASE: Section = Section {
    name: "release",
    doc: "How pupils are handed over to those who come for them, once somebody orders the action `release`. Left out, \
          they are handed over by grade, under their teacher, with the values below.",
    fields: &[
        Field::optional(
            "protocol",
            Shape::Text,
            "`by-grade` or `standard-reunification`, which come with hotwash, or the name of a TOML file with a \
             `[release]` table in the folder of the scenario. What the scenario says itself counts before it.",
        ),
        Field::default(
            "hands_over",
            Shape::OneOf(HANDS_OVER),
            Literal::Text("by-grade"),
            "By whom and where pupils are handed over.",
        ),
        Field::default(
            "first",
            Shape::OneOf(FIRST),
            Literal::Text("youngest"),
            "Which grade has the first turn, by grade. An assumption.",
        ),
        Field::default(
            "hand_over",
            Shape::DURATION_SPREAD,
            Literal::Spread("20 s", "45 s"),
            "Handing over one pupil: asking whether it knows the person, time and initials. An assumption.",
        ),
        servers(
            "greeters",
            2,
            "How many greet parents and give them a card. An assumption.",
        ),
        Field::default(
            "greet",
            Shape::DURATION_SPREAD,
            Literal::Spread("15 s", "30 s"),
            "Greeting one. An assumption.",
        ),
        Field::default(
            "card",
            Shape::DURATION_SPREAD,
            Literal::Spread("2 min", "3 min"),
            "Filling in the card; all who have one fill it in side by side. An assumption: no measurement was found.",
        ),
        servers(
            "checkers",
            2,
            "How many check identity and custody. An assumption.",
        ),
        Field::default(
            "check",
            Shape::DURATION_SPREAD,
            Literal::Spread("45 s", "60 s"),
            "Checking one. An assumption: 30 to 60 s.",
        ),
        servers(
            "runners",
            4,
            "How many reunifiers fetch pupils from the assembly areas. An assumption.",
        ),
        Field::optional(
            "gate",
            Shape::reference(&[OPENING]),
            "Where parents wait and runners start from.",
        ),
        Field::default(
            "gate_m",
            Shape::Number {
                unit: "m",
                min: 0.0,
                max: 10_000.0,
            },
            Literal::Number(60.0),
            "How far the assembly areas are from the parents, where no `gate` says it. An assumption.",
        ),
        Field::default(
            "custody",
            Shape::Fraction,
            Literal::Number(0.01),
            "Share of families with whom custody has to be cleared up first. An assumption.",
        ),
        Field::default(
            "clarify",
            Shape::DURATION_SPREAD,
            Literal::Spread("5 min", "15 min"),
            "Clearing it up, one family after the other. An assumption.",
        ),
        Field::optional("parents", Shape::Table(&PARENTS), "When parents come."),
    ],
};

const fn servers(key: &'static str, default: i64, doc: &'static str) -> Field {
    Field::default(
        key,
        Shape::Integer { min: 1, max: 1_000 },
        Literal::Integer(default),
        doc,
    )
}

static HANDS_OVER: &[Word] = &[
    Word::new(
        "by-grade",
        "each teacher hands over the pupils of the class, one after the other, when it is the turn of the grade;",
    ),
    Word::new(
        "at-the-gate",
        "parents pass a greeter, fill in a card, are checked; a runner fetches the pupil and hands it over.",
    ),
];

static FIRST: &[Word] = &[
    Word::new("youngest", "the lowest grade;"),
    Word::new("oldest", "the highest grade."),
];

static PARENTS: Section = Section {
    name: "parents",
    doc: "When parents come to the school.",
    fields: &[
        Field::default(
            "uninvited",
            Shape::Fraction,
            Literal::Number(0.63),
            "Share of families who come by themselves, because they have felt it, or have heard of it somehow: 63 % \
             would go to the school even against an order (survey of the NCDP, United States, 2008).",
        ),
        Field::default(
            "hear_after",
            Shape::DURATION_SPREAD,
            Literal::Spread("5 min", "20 min"),
            "From the shaking, or from the alarm where nothing shakes, to those families setting out. An assumption.",
        ),
        Field::default(
            "phones",
            Shape::Fraction,
            Literal::Number(0.0),
            "Share of pupils who have a telephone with them and call home. Nobody if left out: then `uninvited` stands for \
             those families too.",
        ),
        Field::default(
            "phones_from_grade",
            Shape::Integer { min: 0, max: 13 },
            Literal::Integer(5),
            "The lowest grade whose pupils have one. An assumption.",
        ),
        Field::default(
            "calls_after",
            Shape::DURATION_SPREAD,
            Literal::Spread("3 min", "10 min"),
            "From the shaking, or from the alarm where nothing shakes, to the first attempt to call home. Attempts fail as \
             calls by the telephones of the scenario do (`loss`). An assumption.",
        ),
        Field::default(
            "calls_again",
            Shape::DURATION,
            Literal::Text("60 s"),
            "From one attempt to the next. An assumption.",
        ),
        Field::default(
            "told_after",
            Shape::DURATION_SPREAD,
            Literal::Spread("15 min", "40 min"),
            "From the order to release to the other families being told by the school. An assumption.",
        ),
        Field::default(
            "come_after",
            Shape::DURATION_SPREAD,
            Literal::Spread("15 min", "40 min"),
            "From hearing of it to the gate. An assumption: no arrival curve was found.",
        ),
        Field::default(
            "absent",
            Shape::Fraction,
            Literal::Number(0.05),
            "Share of families who do not come within the exercise. An assumption.",
        ),
    ],
};

/// What a file with a protocol holds.
pub static PROTOCOL: Section = Section {
    name: "protocol",
    doc: "A file that says how pupils are handed over.",
    fields: &[Field::required(
        "release",
        Shape::Table(&RELEASE),
        "How pupils are handed over.",
    )],
};

/// Reads it.
pub fn read(view: View<'_>, plan: &Plan, context: &mut Context<'_>) -> ReleaseSpec {
    let drawn = |key| spread(view.duration_spread(key));
    let servers = |key| view.integer(key) as usize;
    let parents = view.table("parents");
    ReleaseSpec {
        hands_over: if view.text("hands_over") == "at-the-gate" {
            HandsOver::AtTheGate
        } else {
            HandsOver::ByGrade
        },
        oldest_first: view.text("first") == "oldest",
        hand_over: drawn("hand_over"),
        greeters: servers("greeters"),
        greet: drawn("greet"),
        card: drawn("card"),
        checkers: servers("checkers"),
        check: drawn("check"),
        runners: servers("runners"),
        gate: view.get("gate").and_then(|leaf| street_gate(leaf, plan, context)),
        gate_m: view.number("gate_m"),
        custody: view.fraction("custody"),
        clarify: drawn("clarify"),
        parents: read_parents(parents.unwrap_or_else(|| View::left_out(&PARENTS, view.span()))),
    }
}

/// The opening by which people come to the school: a gate, or an exit of the building.
pub(super) fn street_gate(leaf: Leaf<'_>, plan: &Plan, context: &mut Context<'_>) -> Option<usize> {
    let gate = plan.opening_by_id(leaf.text())?;
    let leads_outside = |kind| matches!(kind, OpeningKind::Gate | OpeningKind::Exit);
    if leads_outside(plan[gate].kind) {
        return Some(gate.get());
    }
    let outside = plan.openings.iter().filter(|opening| leads_outside(opening.kind));
    let message = format!(
        "`{}` lies inside the building: nobody comes to the school by it",
        leaf.text()
    );
    let mut problem = Diagnostic::error("no-gate", leaf.span(), message);
    problem.help = context.suggest(leaf.text(), outside.map(|opening| opening.id.as_str()));
    context.diagnostics.push(problem);
    None
}

fn read_parents(view: View<'_>) -> ParentsSpec {
    let drawn = |key| spread(view.duration_spread(key));
    ParentsSpec {
        uninvited: view.fraction("uninvited"),
        hear_after: drawn("hear_after"),
        phones: view.fraction("phones"),
        phones_from_grade: view.integer("phones_from_grade") as u32,
        calls_after: drawn("calls_after"),
        calls_again_ms: view.duration_ms("calls_again"),
        told_after: drawn("told_after"),
        come_after: drawn("come_after"),
        absent: view.fraction("absent"),
    }
}
