//! `[place.ID]`: what water can reach.

use super::context::{Context, local, spread};
use super::gauge::place_of;
use super::{CHANNEL, GAUGE, POSITION};
use crate::diagnostic::Diagnostic;
use crate::scenario::document::shape::{Field, Literal, Section, Shape, Variant};
use crate::scenario::document::view::View;
use crate::scenario::model::{CallSpec, FloodSite, PlaceKind, PlaceSpec, StationKind};
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
    fields: &[X, Y, GROUND, BY_GAUGE, FLOOR],
};

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
