//! `[resource.ID]`.

use crate::scenario::document::shape::{Field, Literal, Section, Shape, Variant};
use crate::scenario::document::view::View;
use crate::scenario::format::context::{Context, spread};
use crate::scenario::format::place::no_road;
use crate::scenario::format::{OPENING, PLACE, POSITION};
use crate::scenario::model::ResourceSpec;
use crate::vocabulary::SubjectKind;

/// The kinds of resources, each with its own defaults.
pub static RESOURCES: &[Variant] = &[
    Variant::new("ambulance", &AMBULANCE),
    Variant::new("fire-engine", &FIRE_ENGINE),
    Variant::new("police-patrol", &POLICE_PATROL),
    Variant::new("inspection-team", &INSPECTION_TEAM),
];

/// A gate by which something comes.
static GATE: Shape = Shape::reference(&[OPENING]);
/// A road on which something comes.
static ROAD: Shape = Shape::reference(&[PLACE]);

const fn resource(turnout: (&'static str, &'static str, &'static str)) -> [Field; 7] {
    [
        Field::optional(
            "type",
            Shape::Text,
            "Its type, as ICS uses the word: what it is capable of.",
        ),
        Field::required(
            "owner",
            Shape::reference(&[POSITION]),
            "Who dispatches it: an outside party.",
        ),
        Field::default(
            "turnout",
            Shape::DURATION_SPREAD,
            Literal::Spread(turnout.0, turnout.1),
            turnout.2,
        ),
        Field::required("travel", Shape::DURATION_SPREAD, "Driving time to the school."),
        Field::optional(
            "gates",
            Shape::List {
                of: &GATE,
                min: 1,
                max: 10,
            },
            "The gates by which it comes, the first choice first. It tries the next where one is locked when it gets \
             there; the last is cut open if need be. Without them it is on the scene when the drive is over.",
        ),
        Field::default(
            "way_round",
            Shape::DURATION_SPREAD,
            Literal::Spread("2 min", "4 min"),
            "From a gate that is locked to the next. An assumption.",
        ),
        Field::optional(
            "by",
            Shape::List {
                of: &ROAD,
                min: 1,
                max: 10,
            },
            "The roads on which it comes, places of kind `road`: it has to pass all of them, and waits while one is \
             under more water than its vehicle can drive through. Without them no flood holds it up.",
        ),
    ]
}

static AMBULANCE: Section = Section {
    name: "ambulance",
    doc: "An ambulance with its crew.",
    fields: &resource((
        "60 s",
        "2 min",
        "From dispatch to leaving: 60 s is the goal of NFPA 1710; up to 120 s (recalled).",
    )),
};

static FIRE_ENGINE: Section = Section {
    name: "fire-engine",
    doc: "A fire engine with its crew.",
    fields: &resource((
        "80 s",
        "2 min",
        "From dispatch to leaving: 80 s is the goal of NFPA 1710; the spread is an assumption.",
    )),
};

static POLICE_PATROL: Section = Section {
    name: "police-patrol",
    doc: "A police patrol.",
    fields: &resource(("60 s", "2 min", "From dispatch to leaving. An assumption.")),
};

static INSPECTION_TEAM: Section = Section {
    name: "inspection-team",
    doc: "Engineers who say whether a building may be entered again.",
    fields: &resource(("20 min", "45 min", "From dispatch to leaving. An assumption.")),
};

/// Reads a resource.
pub fn read_resource(view: View<'_>, places: &[View<'_>], context: &mut Context<'_>) -> Option<ResourceSpec> {
    for leaf in view.list("by") {
        no_road(leaf, places, context);
    }
    Some(ResourceSpec {
        id: view.id().to_owned(),
        subject: context.subject(view.id(), SubjectKind::Resource)?,
        kind: view.kind().to_owned(),
        type_: view
            .get("type")
            .map(|leaf| leaf.text().to_owned())
            .unwrap_or_default(),
        owner: context.position(view.text("owner"))?,
        turnout: spread(view.duration_spread("turnout")),
        travel: spread(view.duration_spread("travel")),
        gates: view
            .list("gates")
            .iter()
            .filter_map(|leaf| context.index(leaf.text(), SubjectKind::Opening))
            .collect(),
        way_round: spread(view.duration_spread("way_round")),
        by: view
            .list("by")
            .iter()
            .filter_map(|leaf| context.index(leaf.text(), SubjectKind::Place))
            .collect(),
    })
}
