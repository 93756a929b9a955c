//! A flood that is computed: its ground and its scheme.

use super::channel::{self, CHANNEL};
use super::forcing::{self, EDGE, INFLOW, SOIL, STANDING, UNCERTAINTY};
use super::rain::{self, Networks, RAIN_TABLE};
use super::readings;
use super::shapes::Courses;
use super::valley::{self, VALLEY};
use crate::diagnostic::Diagnostic;
use crate::geo::Polygon;
use crate::geo::metric::MetricRaster;
use crate::scenario::document::limits;
use crate::scenario::document::shape::{Field, Literal, Section, Shape, Word};
use crate::scenario::document::view::View;
use crate::scenario::format::HAZARD;
use crate::scenario::format::context::Context;
use crate::scenario::model::{BuildingsAre, FieldFormat, GroundOf, SchemeSpec, SolverSpec, WaterSpec};

/// A flood that is computed.
pub static COMPUTED: Section = Section {
    name: "flood",
    doc: "A flood that is computed: water on a model of the terrain. Which scheme is for what: docs/models.md.",
    fields: &[
        Field::required(
            "at",
            Shape::Moment { anchors: &[HAZARD] },
            "When the water begins to move.",
        ),
        Field::optional(
            "terrain",
            MAP,
            "The levels of the ground in metres: an ESRI ASCII grid, or a GeoTIFF in a metric projection. The frame of its \
             coordinates is that of everything in the scenario that has `x_m` and `y_m`. Either this or `valley` has to be there.",
        ),
        Field::optional(
            "levels_in",
            Shape::OneOf(UNITS),
            "In what the terrain counts its levels: no file says so for certain. It has to be there beside `terrain`.",
        ),
        Field::optional(
            "valley",
            Shape::Table(&VALLEY),
            "Instead of `terrain`: a valley that is made by rule. It needs `cell_m`.",
        ),
        Field::optional(
            "cell_m",
            Shape::Number {
                unit: "m",
                min: 0.01,
                max: 10_000.0,
            },
            "Side of the cells on which the water is computed; those of the terrain if left out. Coarser cells get the mean of \
             the ground they cover.",
        ),
        Field::optional(
            "holes",
            Shape::OneOf(HOLES),
            "What cells of the terrain without a value are; if there are any it has to be said.",
        ),
        Field::default(
            "solver",
            Shape::OneOf(SOLVERS),
            Literal::Text("inertial"),
            "The scheme.",
        ),
        Field::default(
            "precision",
            Shape::OneOf(PRECISIONS),
            Literal::Text("single"),
            "With how many digits the water is computed.",
        ),
        Field::default(
            "manning",
            MANNING,
            Literal::Number(0.035),
            "Manning's n where nothing else says so: 0.035 is pasture and fields (Chow 1959).",
        ),
        Field::optional(
            "land_cover",
            MAP,
            "Classes of land cover as a raster: Manning's n by class.",
        ),
        Field::optional(
            "cover",
            Shape::Keyed {
                of: &Shape::Table(&COVER),
                declares: None,
                max: limits::ENTRIES,
            },
            "Manning's n of each class of `land_cover`: `cover.c40 = { class = 40, manning = 0.04 }`.",
        ),
        Field::optional(
            "buildings",
            Shape::File {
                extensions: &["geojson", "json"],
            },
            "Outlines of buildings in the frame of the terrain.",
        ),
        Field::optional(
            "buildings_are",
            Shape::OneOf(BUILDINGS),
            "What they are to the water; `raised` if left out.",
        ),
        Field::optional(
            "standing",
            keyed(&STANDING_TABLE),
            "Water that stands somewhere at first.",
        ),
        Field::optional("edge", keyed(&EDGE_TABLE), "What lies beyond the edges."),
        Field::optional("inflow", keyed(&INFLOW_TABLE), "Water that comes in."),
        Field::optional("rain", keyed(&RAINS), "Rain."),
        Field::optional(
            "channel",
            keyed(&CHANNELS),
            "Streams and canals narrower than a cell.",
        ),
        Field::optional(
            "soil",
            Shape::Table(&SOIL),
            "What soaks away; nothing if left out.",
        ),
        Field::optional(
            "uncertainty",
            Shape::Table(&UNCERTAINTY),
            "How uncertain it is; not at all if left out.",
        ),
        Field::default(
            "fields",
            Shape::OneOf(FIELDS),
            Literal::Text("none"),
            "In which form depth, speed, hazard rating and time of arrival are written as maps when the run is over.",
        ),
    ],
};

const fn keyed(of: &'static Shape) -> Shape {
    Shape::Keyed {
        of,
        declares: None,
        max: limits::ENTRIES,
    }
}

static STANDING_TABLE: Shape = Shape::Table(&STANDING);
static EDGE_TABLE: Shape = Shape::Table(&EDGE);
static INFLOW_TABLE: Shape = Shape::Table(&INFLOW);
static RAINS: Shape = Shape::Table(&RAIN_TABLE);
static CHANNELS: Shape = Shape::Table(&CHANNEL);

const MAP: Shape = Shape::File {
    extensions: &["asc", "tif", "tiff"],
};

/// Manning's n: from glass to dense woodland.
pub(super) const MANNING: Shape = Shape::Number {
    unit: "s/m^(1/3)",
    min: 0.005,
    max: 0.5,
};

static COVER: Section = Section {
    name: "cover",
    doc: "A class of land cover.",
    fields: &[
        Field::required(
            "class",
            Shape::Integer { min: 0, max: 65_535 },
            "Its number in `land_cover`.",
        ),
        Field::required("manning", MANNING, "Manning's n there."),
    ],
};

static UNITS: &[Word] = &[
    Word::new("metres", "metres;"),
    Word::new("feet", "feet of 0.3048 m."),
];

static BUILDINGS: &[Word] = &[
    Word::new(
        "raised",
        "cells whose middle lies in one stand above the water: none enters them;",
    ),
    Word::new(
        "porous",
        "a cell holds less water by the share that is built on, and as much less passes: for cells larger than houses; with the \
         solver `inertial`.",
    ),
];

static HOLES: &[Word] = &[Word::new("outside", "outside: no water comes there.")];

static SOLVERS: &[Word] = &[
    Word::new(
        "inertial",
        "without convective acceleration (de Almeida and others 2012): rivers, plains, anything gradual; several times cheaper;",
    ),
    Word::new(
        "godunov",
        "the full equations (HLLC with hydrostatic reconstruction): dam breaks, steep streets, anything rapid;",
    ),
    Word::new(
        "godunov-second-order",
        "the same to second order: sharper, and thin water on slopes keeps its speed; half as fast.",
    ),
];

static PRECISIONS: &[Word] = &[
    Word::new("single", "seven digits: enough for any flood;"),
    Word::new("double", "sixteen digits: for comparing with exact solutions."),
];

static FIELDS: &[Word] = &[
    Word::new("none", "not at all;"),
    Word::new("ascii", "as ESRI ASCII grids;"),
    Word::new("geotiff", "as GeoTIFF."),
];

/// The ground: a model of the terrain that has been read, or a valley.
fn ground(view: View<'_>, terrain: Option<MetricRaster>, context: &mut Context<'_>) -> Option<GroundOf> {
    let Some(valley) = view.table("valley") else {
        return terrain.map(GroundOf::Terrain);
    };
    let Some(cell) = view.get("cell_m") else {
        let problem = Diagnostic::error(
            "missing-key",
            valley.span(),
            "a valley needs the side of its cells",
        );
        context
            .diagnostics
            .push(problem.help("write `cell_m = 50` beside it"));
        return None;
    };
    valley::read(valley, &cell, context).map(GroundOf::Valley)
}

/// What buildings are to the water; what cannot be is reported.
fn buildings_are(view: View<'_>, context: &mut Context<'_>) -> BuildingsAre {
    let Some(leaf) = view.get("buildings_are") else {
        return BuildingsAre::Raised;
    };
    if !view.has("buildings") {
        let problem = Diagnostic::error("no-buildings", leaf.span(), "the flood has no buildings");
        context
            .diagnostics
            .push(problem.help("write `buildings = \"houses.geojson\"`, or leave this out"));
    }
    if leaf.text() != "porous" {
        return BuildingsAre::Raised;
    }
    if view.text("solver") != "inertial" {
        let message = "cells can be porous with the solver `inertial` alone";
        let problem = Diagnostic::error("not-porous", leaf.span(), message);
        context.diagnostics.push(
            problem
                .related(view.span_of("solver"), "the solver")
                .help("write `buildings_are = \"raised\"`"),
        );
    }
    BuildingsAre::Porous
}

/// Maps and outlines of a flood that were read.
#[derive(Debug, Default)]
pub struct Maps {
    /// The levels of the ground.
    pub terrain: Option<MetricRaster>,
    /// Classes of land cover.
    pub cover: Option<MetricRaster>,
    /// Outlines of buildings.
    pub buildings: Vec<Polygon>,
}

/// Reads a flood whose files have been read.
pub fn read(
    view: View<'_>,
    maps: Maps,
    (courses, networks): (&Courses, &Networks),
    context: &mut Context<'_>,
) -> Option<WaterSpec> {
    let all = |key: &str| view.tables(key);
    let (standing, edges, inflows, rain) = (all("standing"), all("edge"), all("inflow"), all("rain"));
    readings::check(view, context);
    let classes = view.tables("cover");
    if let (true, false) = (maps.cover.is_some(), view.has_entries("cover")) {
        let message = "nothing says how rough the classes of this raster are";
        let problem = Diagnostic::error("no-cover", view.span_of("land_cover"), message);
        context
            .diagnostics
            .push(problem.help("write `cover.ID = { class = 40, manning = 0.04 }` for each class"));
    }
    Some(WaterSpec {
        ground: ground(view, maps.terrain, context)?,
        scheme: SchemeSpec {
            solver: match view.text("solver") {
                "godunov" => SolverSpec::Godunov,
                "godunov-second-order" => SolverSpec::SecondOrder,
                _ => SolverSpec::Inertial,
            },
            is_double: view.text("precision") == "double",
        },
        manning: view.number("manning"),
        cover: maps.cover,
        classes: classes
            .iter()
            .map(|class| (class.integer("class"), class.number("manning")))
            .collect(),
        buildings: maps.buildings,
        buildings_are: buildings_are(view, context),
        standing: standing.into_iter().map(forcing::standing).collect(),
        edges: edges
            .into_iter()
            .filter_map(|edge| forcing::edge(edge, courses, context))
            .collect(),
        inflows: inflows
            .into_iter()
            .filter_map(|inflow| forcing::inflow(inflow, courses, context))
            .collect(),
        rain: rain
            .into_iter()
            .filter_map(|rain| rain::read(rain, (courses, networks), context))
            .collect(),
        channels: all("channel")
            .into_iter()
            .filter_map(|channel| channel::read(channel, courses, context))
            .collect(),
        soil: view.table("soil").and_then(|soil| forcing::soil(soil, context)),
        uncertainty: view
            .table("uncertainty")
            .map(|uncertainty| forcing::uncertainty(uncertainty, context))
            .unwrap_or_default(),
        fields: match view.text("fields") {
            "ascii" => FieldFormat::Ascii,
            "geotiff" => FieldFormat::Geotiff,
            _ => FieldFormat::None,
        },
    })
}
