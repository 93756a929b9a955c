//! `[school.ID.second_shift]`: who comes for lessons while the pupils of the first shift are still at school.

use super::OPENING;
use super::context::{Context, spread};
use super::release::street_gate;
use crate::scenario::document::shape::{Field, Literal, Section, Shape};
use crate::scenario::document::view::View;
use crate::scenario::model::SecondShiftSpec;
use crate::scenario::plan::Plan;
use crate::vocabulary::SubjectKind;

/// The pupils of the second shift.
pub static SECOND_SHIFT: Section = Section {
    name: "second_shift",
    doc: "Pupils who come for the second shift. They stand in the yard among the classes, which lengthens roll calls \
          there, unless somebody stands at the gate (`stand-at`) and keeps them out.",
    fields: &[
        Field::required("pupils", Shape::Integer { min: 1, max: 5_000 }, "How many come."),
        Field::required(
            "lessons_begin",
            Shape::DURATION,
            "When their lessons begin, from the start of the exercise.",
        ),
        Field::default(
            "comes_before",
            Shape::DURATION_SPREAD,
            Literal::Spread("10 min", "20 min"),
            "How long before that each of them comes. An assumption.",
        ),
        Field::optional(
            "gate",
            Shape::reference(&[OPENING]),
            "The gate they come by. Where it is left out, nobody can keep them out.",
        ),
    ],
};

/// Reads it, if the school works in two shifts.
pub fn read(school: View<'_>, plan: &Plan, context: &mut Context<'_>) -> Option<SecondShiftSpec> {
    let view = school.table("second_shift")?;
    let gate = view.get("gate").and_then(|leaf| street_gate(leaf, plan, context));
    Some(SecondShiftSpec {
        pupils: view.integer("pupils") as u32,
        lessons_begin_ms: view.duration_ms("lessons_begin"),
        comes_before: spread(view.duration_spread("comes_before")),
        gate: gate.and_then(|gate| context.subject(&plan.openings[gate].id, SubjectKind::Opening)),
    })
}
