//! `[place.ID]`: what water can reach.

use super::context::{Context, local, spread};
use super::gauge::place_of;
use super::{CHANNEL, GAUGE, PLACE, POSITION};
use crate::diagnostic::Diagnostic;
use crate::scenario::document::shape::{Field, Literal, Section, Shape, Variant};
use crate::scenario::document::view::{Leaf, View};
use crate::scenario::model::{CallSpec, FloodSite, PlaceKind, PlaceSpec, ResidentsSpec, StationKind};
use crate::vocabulary::SubjectKind;

/// The kinds of places.
pub static PLACES: &[Variant] = &[
    Variant::new("settlement", &SETTLEMENT),
    Variant::new("road", &ROAD),
    Variant::new("power-station", &POWER),
    Variant::new("telephone-station", &TELEPHONE),
    Variant::new("shelter", &SHELTER),
    Variant::new("spot", &SPOT),
];

/// A coordinate in the frame of the terrain.
pub const COORDINATE: Shape = Shape::Number {
    unit: "m",
    min: -1e8,
    max: 1e8,
};

/// A level of water or ground: from the shore of the Dead Sea to the highest mountain.
pub const LEVEL_M: Shape = Shape::Number {
    unit: "m",
    min: -500.0,
    max: 9_000.0,
};

const HEIGHT_M: Shape = Shape::Number {
    unit: "m",
    min: 0.0,
    max: 20.0,
};

const NAME: Field = Field::required("name", Shape::LocalText, "Its name.");
const X: Field = Field::optional(
    "x_m",
    COORDINATE,
    "Where it lies, for a flood that is computed: to the east, as the terrain counts.",
);
const Y: Field = Field::optional("y_m", COORDINATE, "The same to the north.");
const GROUND: Field = Field::optional(
    "ground_m",
    LEVEL_M,
    "The level of its ground; that of the terrain if left out, where there is one.",
);
const BY_GAUGE: Field = Field::optional(
    "gauge",
    Shape::reference(&[GAUGE]),
    "The gauge whose level stands here, too, where the flood is stated: the depth is that level less `ground_m`.",
);
const FLOOR: Field = Field::default(
    "floor_m",
    HEIGHT_M,
    Literal::Number(0.0),
    "Its lowest floor above the ground.",
);

/// Where water can reach a school.
pub static SCHOOL_SITE: Section = Section {
    name: "flood-site",
    doc: "Where and how high the school lies, for floods.",
    fields: &[
        X,
        Y,
        GROUND,
        BY_GAUGE,
        FLOOR,
        Field::default(
            "water_c",
            Shape::Number {
                unit: "°C",
                min: -2.0,
                max: 40.0,
            },
            Literal::Number(WATER_C),
            "How cold the water is: who stands in it for hours is exhausted by it. An assumption, of rivers in winter.",
        ),
    ],
};

/// How cold the water of a flood is if nobody says, °C. An assumption.
pub const WATER_C: f64 = 8.0;

static SETTLEMENT: Section = Section {
    name: "settlement",
    doc: "A village or quarter.",
    fields: &[
        NAME,
        X,
        Y,
        GROUND,
        BY_GAUGE,
        FLOOR,
        Field::optional(
            "calls",
            Shape::Table(&CALLS),
            "When somebody there rings up about the water; nobody does if left out.",
        ),
        Field::default(
            "people",
            Shape::Integer {
                min: 0,
                max: 1_000_000,
            },
            Literal::Integer(0),
            "How many live there. They are counted: who leaves, whom water cuts off, who drowns. 0: nobody is counted.",
        ),
        Field::default(
            "stay",
            Shape::Fraction,
            Literal::Number(0.2),
            "The share of them who do not leave though ordered to. An assumption: the manual of LifeSim has 5 to 20 %, \
             sometimes more. In January 2010, when the plain of Shkodra was under water, about 6000 refused to leave \
             (the press, as an encyclopaedia quotes it), while 5300 had been evacuated by the 11th (OCHA): more than half.",
        ),
        Field::default(
            "leave_when_warned",
            Shape::Fraction,
            Literal::Number(0.25),
            "The share who leave on a warning alone, or when they see water come. An assumption: 20 to 30 % leave before \
             any order when a hurricane comes (manual of LifeSim).",
        ),
        Field::default(
            "sets_out",
            Shape::DURATION_SPREAD,
            Literal::Spread("75 min", "140 min"),
            "How long after hearing of it those who leave set out. After residents who are all at home, as a study of \
             evacuation times has them (KLD for Ashland, 2021, as a public program quotes it); at Oroville in 2017 most \
             took 2 to 3 h.",
        ),
        Field::optional(
            "houses",
            Shape::Integer {
                min: 0,
                max: 1_000_000,
            },
            "How many houses stand there, which water damages or destroys: one for every four `people` if left out (an \
             assumption: a household each; about 4 persons by the census of 2011, recalled).",
        ),
        Field::optional(
            "way",
            Shape::reference(&[PLACE]),
            "The road by which vehicles leave: a place of kind `road`. Where it is closed by water and water stands at \
             the doors, nobody gets away.",
        ),
    ],
};

static CALLS: Section = Section {
    name: "calls",
    doc: "Somebody rings up about the water, and says how deep it stands by eye.",
    fields: &[
        Field::default(
            "depth_m",
            HEIGHT_M,
            Literal::Number(0.3),
            "From this depth on. An assumption: the water is at the doors.",
        ),
        Field::default(
            "after",
            Shape::DURATION_SPREAD,
            Literal::Spread("10 min", "40 min"),
            "How long after that. An assumption.",
        ),
        Field::required("to", Shape::reference(&[POSITION]), "Whom they ring up."),
        Field::required("via", Shape::reference(&[CHANNEL]), "By which channel."),
    ],
};

static ROAD: Section = Section {
    name: "road",
    doc: "The lowest place of a road: it is closed while the water there is too deep for cars.",
    fields: &[NAME, X, Y, GROUND, BY_GAUGE],
};

const fn fails(default: f64, doc: &'static str) -> Field {
    Field::default("fails_m", HEIGHT_M, Literal::Number(default), doc)
}

const SERVES_SCHOOL: Field = Field::default(
    "serves_school",
    Shape::Flag,
    Literal::Flag(true),
    "Whether the school hangs on it: what fails there fails at the school, too.",
);

static POWER: Section = Section {
    name: "power-station",
    doc: "A substation: it fails when the water stands too high above its floor.",
    fields: &[
        NAME,
        X,
        Y,
        GROUND,
        BY_GAUGE,
        FLOOR,
        fails(0.3, "It fails at this depth above its floor. An assumption."),
        SERVES_SCHOOL,
    ],
};

static TELEPHONE: Section = Section {
    name: "telephone-station",
    doc: "A telephone exchange or mast: it fails when the water stands too high above its floor.",
    fields: &[
        NAME,
        X,
        Y,
        GROUND,
        BY_GAUGE,
        FLOOR,
        fails(0.3, "It fails at this depth above its floor. An assumption."),
        SERVES_SCHOOL,
    ],
};

static SHELTER: Section = Section {
    name: "shelter",
    doc: "A building in which people find shelter, until water comes in.",
    fields: &[
        NAME,
        X,
        Y,
        GROUND,
        BY_GAUGE,
        FLOOR,
        fails(0.0, "It cannot be used from this depth above its floor on."),
    ],
};

static SPOT: Section = Section {
    name: "spot",
    doc: "Any place at which the water is looked at.",
    fields: &[NAME, X, Y, GROUND, BY_GAUGE],
};

/// Reads a place.
pub fn read(view: View<'_>, context: &mut Context<'_>) -> Option<PlaceSpec> {
    let station = |kind| PlaceKind::Station {
        kind,
        fails_m: view.number("fails_m"),
        serves_school: kind != StationKind::Shelter && view.flag("serves_school"),
    };
    let floor_m = match view.kind() {
        "road" | "spot" => 0.0,
        _ => view.number("floor_m"),
    };
    let kind = match view.kind() {
        "settlement" => PlaceKind::Settlement {
            calls: view.table("calls").and_then(|calls| read_calls(calls, context)),
            residents: residents(view, context),
            houses: houses(view),
        },
        "road" => PlaceKind::Road,
        "power-station" => station(StationKind::Power),
        "telephone-station" => station(StationKind::Telephone),
        "shelter" => station(StationKind::Shelter),
        _ => PlaceKind::Spot,
    };
    Some(PlaceSpec {
        id: view.id().to_owned(),
        subject: context.subject(view.id(), SubjectKind::Place)?,
        name: local(&view.local_text("name")),
        site: site(view, floor_m, context),
        kind,
    })
}

fn read_calls(view: View<'_>, context: &Context<'_>) -> Option<CallSpec> {
    Some(CallSpec {
        depth_m: view.number("depth_m"),
        after: spread(view.duration_spread("after")),
        to: context.position(view.text("to"))?,
        via: context.channel(view.text("via"))?,
    })
}

fn residents(view: View<'_>, context: &Context<'_>) -> ResidentsSpec {
    let way = view.get("way");
    ResidentsSpec {
        people: view.integer("people") as u32,
        stay: view.fraction("stay"),
        leave_when_warned: view.fraction("leave_when_warned"),
        sets_out: spread(view.duration_spread("sets_out")),
        way: way.and_then(|leaf| context.index(leaf.text(), SubjectKind::Place)),
    }
}

/// People to a house, if nobody says how many houses there are.
const PEOPLE_A_HOUSE: u32 = 4;

fn houses(view: View<'_>) -> u32 {
    let by_people = (view.integer("people") as u32).div_ceil(PEOPLE_A_HOUSE);
    view.get("houses").map_or(by_people, |leaf| leaf.integer() as u32)
}

/// Says so where the way out of a settlement is no road.
pub fn check_ways(views: &[View<'_>], context: &mut Context<'_>) {
    let settlements = views.iter().filter(|view| view.kind() == "settlement");
    for leaf in settlements.filter_map(|view| view.get("way")) {
        no_road(leaf, views, context);
    }
}

/// Says so where what is named as a way is no road.
pub fn no_road(leaf: Leaf<'_>, places: &[View<'_>], context: &mut Context<'_>) {
    let way = places.iter().find(|place| place.id() == leaf.text());
    if let Some(kind) = way.map(View::kind).filter(|kind| *kind != "road") {
        let message = format!("`{}` is no road, but of kind `{kind}`", leaf.text());
        let problem = Diagnostic::error("no-road", leaf.span(), message);
        let help = "name a place with `kind = \"road\"`, or leave `way` out";
        context.diagnostics.push(problem.help(help));
    }
}

/// Where water can reach something whose lowest floor lies so high above the ground, m.
pub fn site(view: View<'_>, floor_m: f64, context: &mut Context<'_>) -> FloodSite {
    let ground_m = view.get("ground_m").map(|leaf| leaf.number());
    let gauge = view.get("gauge");
    if let (Some(gauge), None) = (&gauge, ground_m) {
        let message = "a level at a gauge gives a depth here only if the level of the ground is known";
        let problem = Diagnostic::error("no-ground", gauge.span(), message);
        context
            .diagnostics
            .push(problem.help("write `ground_m`, above the zero of the gauge"));
    }
    let index = |id: &str| context.index(id, SubjectKind::Gauge);
    FloodSite {
        gauge: gauge.and_then(|leaf| index(leaf.text())),
        at: place_of(view, context),
        ground_m,
        floor_m,
    }
}
