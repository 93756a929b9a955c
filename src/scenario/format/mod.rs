//! What `scenario.toml` and its data files may say: one file a group of sections, each with the declaration and
//! the reading of it into [`super::model`].
//!
//! Every default stands in a declaration, with its source in the sentence beside it; the reference page and the
//! JSON Schema are written from there.

pub mod action;
pub mod classes;
pub mod command;
pub mod context;
pub mod exercise;
pub mod flood;
pub mod gauge;
pub mod ground;
pub mod hazard;
pub mod material;
pub mod observed;
pub mod patrol;
pub mod people;
pub mod place;
pub mod plan_tables;
pub mod procedure;
pub mod release;
pub mod response;
pub mod rupture;
pub mod school;
pub mod script;
pub mod second_shift;
pub mod town;
pub mod watch;

use super::document::limits;
use super::document::shape::{Field, Namespace, Section, Shape};
use crate::vocabulary::SubjectKind;

/// Ids of schools.
pub const SCHOOL: Namespace = Namespace::new("school", "a school");
/// Ids of floors.
pub const LEVEL: Namespace = Namespace::new("level", "a floor");
/// Ids of spaces of the plan.
pub const SPACE: Namespace = Namespace::new("space", "a space");
/// Ids of doors, exits and gates.
pub const OPENING: Namespace = Namespace::new("opening", "a door, exit or gate");
/// Names of stairs.
pub const STAIR: Namespace = Namespace::new("stair", "a stair");
/// Ids of assembly areas.
pub const ASSEMBLY: Namespace = Namespace::new("assembly", "an assembly area");
/// Ids of classes.
pub const CLASS: Namespace = Namespace::new("class", "a class");
/// Ids of positions.
pub const POSITION: Namespace = Namespace::new("position", "a position");
/// Ids of hazards.
pub const HAZARD: Namespace = Namespace::new("hazard", "a hazard");
/// Ids of resources.
pub const RESOURCE: Namespace = Namespace::new("resource", "a resource");
/// Ids of persons.
pub const PERSON: Namespace = Namespace::new("person", "a person");
/// Ids of channels.
pub const CHANNEL: Namespace = Namespace::new("channel", "a channel");
/// Ids of posts.
pub const POST: Namespace = Namespace::new("post", "a post");
/// Ids of route plans.
pub const ROUTE: Namespace = Namespace::new("route", "a route plan");
/// Ids of modules.
pub const MODULE: Namespace = Namespace::new("module", "a module");
/// Ids of decisions.
pub const DECISION: Namespace = Namespace::new("decision", "a decision");

/// Ids of towns.
pub const TOWN: Namespace = Namespace::new("town", "a town");
/// Ids of facilities.
pub const FACILITY: Namespace = Namespace::new("facility", "a facility");
/// Ids of gauges.
pub const GAUGE: Namespace = Namespace::new("gauge", "a gauge");
/// Ids of places that water can reach.
pub const PLACE: Namespace = Namespace::new("place", "a place");
/// Ids of dams, levees, gates, pumps and barriers.
pub const WORKS: Namespace = Namespace::new("works", "a dam, levee or other works");
/// Ids of patrols.
pub const PATROL: Namespace = Namespace::new("patrol", "a patrol");

/// The kinds of subjects with the namespace their ids are declared in. No two subjects share an id.
pub const SUBJECTS: [(SubjectKind, Namespace); 16] = [
    (SubjectKind::School, SCHOOL),
    (SubjectKind::Level, LEVEL),
    (SubjectKind::Space, SPACE),
    (SubjectKind::Opening, OPENING),
    (SubjectKind::Stair, STAIR),
    (SubjectKind::Assembly, ASSEMBLY),
    (SubjectKind::Class, CLASS),
    (SubjectKind::Position, POSITION),
    (SubjectKind::Hazard, HAZARD),
    (SubjectKind::Resource, RESOURCE),
    (SubjectKind::Person, PERSON),
    (SubjectKind::Town, TOWN),
    (SubjectKind::Facility, FACILITY),
    (SubjectKind::Gauge, GAUGE),
    (SubjectKind::Place, PLACE),
    (SubjectKind::Works, WORKS),
];

/// The namespace of a kind of subjects.
pub fn namespace(kind: SubjectKind) -> Namespace {
    let found = SUBJECTS.iter().find(|(known, _)| *known == kind);
    found.map_or(PERSON, |(_, namespace)| *namespace)
}

/// Everything that a scenario file may say.
pub static ROOT: Section = Section {
    name: "scenario",
    doc: "A scenario: what happens to a school, who decides what there, and how they talk. `format = 1` is its \
          first line.",
    fields: &[
        Field::required(
            "exercise",
            Shape::Table(&exercise::EXERCISE),
            "What is exercised, when it begins, how long it lasts.",
        ),
        Field::optional(
            "hazard",
            Shape::keyed(&Shape::Kinds(hazard::HAZARDS), HAZARD),
            "What happens by nature, or is announced to happen.",
        ),
        Field::optional(
            "school",
            Shape::keyed(&Shape::Table(&school::SCHOOL_TABLE), SCHOOL),
            "The school. This version of hotwash simulates one. Either this, `town` or a flood has to be there.",
        ),
        Field::optional(
            "town",
            Shape::keyed(&Shape::Table(&town::TOWN_TABLE), TOWN),
            "The town or region around, or alone.",
        ),
        Field::optional(
            "ground",
            Shape::Table(&ground::GROUND),
            "How soft the ground is, for shaking that is computed.",
        ),
        Field::optional(
            "gauge",
            Shape::keyed(&Shape::Table(&gauge::GAUGE_TABLE), GAUGE),
            "Gauges of rivers and lakes.",
        ),
        Field::optional(
            "place",
            Shape::keyed(&Shape::Kinds(place::PLACES), PLACE),
            "Settlements, roads and stations that water can reach.",
        ),
        Field::optional(
            "works",
            Shape::keyed(&Shape::Kinds(flood::works::WORKS_KINDS), WORKS),
            "Dams, levees, gates, culverts, pumps and barriers, for a flood that is computed.",
        ),
        Field::optional(
            "patrol",
            Shape::keyed(&Shape::Table(&patrol::PATROL_TABLE), PATROL),
            "Who walks along levees, and whom they tell.",
        ),
        Field::optional(
            "release",
            Shape::Table(&release::RELEASE),
            "How pupils are handed over to those who come for them.",
        ),
        Field::optional(
            "response",
            Shape::Table(&response::RESPONSE),
            "What the school's protocol calls its responses.",
        ),
        Field::optional(
            "command",
            Shape::Table(&command::COMMAND),
            "Under which authority people decide.",
        ),
        Field::optional(
            "post",
            Shape::keyed(&Shape::Table(&command::POST_TABLE), POST),
            "Posts besides those of the authority, or what is different about them.",
        ),
        Field::optional(
            "position",
            Shape::keyed(&Shape::Table(&command::POSITION_TABLE), POSITION),
            "ICS positions, and outside parties one can talk to.",
        ),
        Field::optional(
            "channel",
            Shape::keyed(&Shape::Kinds(command::CHANNELS), CHANNEL),
            "How words travel.",
        ),
        Field::optional(
            "resource",
            Shape::keyed(&Shape::Kinds(script::RESOURCES), RESOURCE),
            "What can be asked for.",
        ),
        Field::optional(
            "standing_order",
            Shape::Keyed {
                of: &Shape::Table(&script::STANDING_ORDER),
                declares: None,
                max: limits::DECISIONS,
            },
            "What people do by themselves, without asking.",
        ),
        Field::optional(
            "decision",
            Shape::Keyed {
                of: &Shape::Table(&script::DECISION_TABLE),
                declares: Some(DECISION),
                max: limits::DECISIONS,
            },
            "Choices of a position among named options.",
        ),
        Field::optional(
            "inject",
            Shape::Keyed {
                of: &Shape::Table(&script::INJECT),
                declares: None,
                max: limits::DECISIONS,
            },
            "Scripted events of the exercise controller: to the world, or a message.",
        ),
        Field::optional(
            "pin",
            Shape::Keyed {
                of: &Shape::Table(&script::PIN),
                declares: None,
                max: limits::DECISIONS,
            },
            "Effects that the exercise needs, whatever the physics says. The manifest of a run names every one.",
        ),
        Field::optional(
            "objective",
            Shape::Keyed {
                of: &Shape::Table(&script::OBJECTIVE),
                declares: None,
                max: limits::DECISIONS,
            },
            "What the exercise is judged by.",
        ),
        Field::optional(
            "module",
            Shape::keyed(&Shape::Table(&material::MODULE_TABLE), MODULE),
            "Time segments of a tabletop exercise.",
        ),
        Field::optional(
            "question",
            Shape::Keyed {
                of: &Shape::Table(&material::QUESTION_TABLE),
                declares: None,
                max: limits::ENTRIES,
            },
            "What is asked at the end of a module.",
        ),
    ],
};

/// The data files: the key that names each, and its columns.
pub static DATA_FILES: &[(&str, &super::document::csv_table::CsvShape)] = &[
    ("classes.csv", &classes::CLASSES),
    ("people.csv", &people::PEOPLE),
    ("corridors.csv", &plan_tables::CORRIDORS),
    ("rooms.csv", &plan_tables::ROOMS),
    ("stairs.csv", &plan_tables::STAIRS),
    ("exits.csv", &plan_tables::EXITS),
    ("assembly.csv", &plan_tables::ASSEMBLY_AREAS),
    ("buildings.csv", &town::BUILDINGS),
    ("streets.csv", &town::STREETS),
    ("stations.csv", &town::STATIONS),
    ("observed.csv", &observed::OBSERVED),
    ("shakemap.csv", &town::MAP_NODES),
    ("fragility.csv", &town::FRAGILITY),
    ("stage.csv", &flood::STAGE),
    ("flow.csv", &flood::COURSE),
    ("rain.csv", &flood::RAIN_GAUGES),
];
