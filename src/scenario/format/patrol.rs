//! `[patrol.ID]`: who walks along a levee, what they pass, and whom they tell.

use super::context::{Context, local};
use super::gauge::{EVERY, positions};
use super::place::no_road;
use super::{CHANNEL, PLACE, POSITION, WORKS};
use crate::scenario::document::limits;
use crate::scenario::document::shape::{Field, Literal, Section, Shape};
use crate::scenario::document::view::View;
use crate::scenario::model::PatrolSpec;
use crate::vocabulary::SubjectKind;

static STOP: Shape = Shape::reference(&[PLACE]);
static WHO: Shape = Shape::reference(&[POSITION]);

/// A patrol.
pub static PATROL_TABLE: Section = Section {
    name: "patrol",
    doc: "Somebody walks along a levee, again and again, and tells what they see: water at the places they pass, and a \
          breach. News is told at once, a quiet round when it is over. Seepage is not in the water that is computed: nobody \
          sees it.",
    fields: &[
        Field::optional(
            "name",
            Shape::LocalText,
            "What people call it; its id if left out.",
        ),
        Field::required(
            "stops",
            Shape::List {
                of: &STOP,
                min: 1,
                max: limits::ENTRIES,
            },
            "The places they pass, in this order: a `spot` on the crest is wet when the levee is overtopped, one behind \
             it when water has come through.",
        ),
        Field::optional(
            "works",
            Shape::reference(&[WORKS]),
            "The levee or dam they watch: they see it broken.",
        ),
        Field::default(
            "sees_m",
            Shape::Number {
                unit: "m",
                min: 1.0,
                max: 20_000.0,
            },
            Literal::Number(500.0),
            "From how far they see a breach. An assumption, of rain by day.",
        ),
        Field::default(
            "every",
            EVERY,
            Literal::Text("1 h"),
            "From one setting out to the next.",
        ),
        Field::default(
            "from",
            Shape::Moment { anchors: &[] },
            Literal::Text("0 s"),
            "When the first round begins.",
        ),
        Field::default(
            "leg",
            EVERY,
            Literal::Text("15 min"),
            "How long they walk from one stop to the next. An assumption: a kilometre at an easy pace.",
        ),
        Field::optional(
            "way",
            Shape::reference(&[PLACE]),
            "The road by which they come to the first stop: while water closes it there is no round.",
        ),
        Field::required(
            "to",
            Shape::List {
                of: &WHO,
                min: 1,
                max: limits::ENTRIES,
            },
            "Whom they tell.",
        ),
        Field::required("via", Shape::reference(&[CHANNEL]), "By which channel."),
    ],
};

/// Reads a patrol.
pub fn read(view: View<'_>, places: &[View<'_>], context: &mut Context<'_>) -> Option<PatrolSpec> {
    let way = view.get("way");
    if let Some(leaf) = view.get("way") {
        no_road(leaf, places, context);
    }
    let stops = view.list("stops");
    let stops = stops.iter();
    Some(PatrolSpec {
        id: view.id().to_owned(),
        name: view
            .get("name")
            .map(|leaf| local(&leaf.local_text()))
            .unwrap_or_default(),
        stops: stops
            .filter_map(|leaf| context.index(leaf.text(), SubjectKind::Place))
            .collect(),
        works: view
            .get("works")
            .and_then(|leaf| context.index(leaf.text(), SubjectKind::Works)),
        sees_m: view.number("sees_m"),
        every_ms: view.duration_ms("every"),
        from_ms: context.moment(view, "from")?,
        leg_ms: view.duration_ms("leg"),
        way: way.and_then(|leaf| context.index(leaf.text(), SubjectKind::Place)),
        to: positions(view, context),
        via: context.channel(view.text("via"))?,
    })
}
