//! `valley` of a flood: terrain that is made by rule, where that of a real place cannot be shipped.

use super::shapes::{AREA, ENDS, LINE, PLACE, area, ends, point, points};
use crate::diagnostic::Diagnostic;
use crate::scenario::document::limits;
use crate::scenario::document::shape::{Field, Literal, Section, Shape};
use crate::scenario::document::view::{Leaf, View};
use crate::scenario::format::context::Context;
use crate::scenario::format::place::LEVEL_M;
use crate::scenario::model::{EmbankmentSpec, LakeBedSpec, MoundSpec, RiverSpec, ValleySpec};

const LENGTH_M: Shape = Shape::Number {
    unit: "m",
    min: 0.01,
    max: 1e6,
};

const HEIGHT_M: Shape = Shape::Number {
    unit: "m",
    min: 0.0,
    max: 500.0,
};

const SLOPE: Shape = Shape::Number {
    unit: "m/m",
    min: -1.0,
    max: 1.0,
};

const fn keyed(of: &'static Shape) -> Shape {
    Shape::Keyed {
        of,
        declares: None,
        max: limits::ENTRIES,
    }
}

/// Terrain that is made by rule.
pub(super) static VALLEY: Section = Section {
    name: "valley",
    doc: "Terrain that is made by rule and luck, like a real valley in its slopes, widths and heights, and no real place: what it \
          is not stands in docs/models.md.",
    fields: &[
        Field::required(
            "size_m",
            SIZE,
            "How far it goes to the east and to the north from (0, 0): `[12000, 9000]`.",
        ),
        Field::required(
            "axis",
            ENDS,
            "Where the axis of the valley begins and a place farther down: `[[x, y], [x, y]]`.",
        ),
        Field::required("level_m", LEVEL_M, "Level of the plain where the axis begins."),
        Field::required("slope", SLOPE, "Fall of the plain along the axis."),
        Field::required(
            "floodplain_width_m",
            LENGTH_M,
            "Width of the plain between the sides of the valley.",
        ),
        Field::default(
            "cross_slope",
            SLOPE,
            Literal::Number(0.0),
            "Rise of the plain from the axis to the sides; below zero where it falls away from a raised river.",
        ),
        Field::default(
            "side_slope",
            SLOPE,
            Literal::Number(0.05),
            "Rise of the sides of the valley. An assumption.",
        ),
        Field::default(
            "uneven_m",
            HEIGHT_M,
            Literal::Number(0.0),
            "Standard deviation of the unevenness of the ground.",
        ),
        Field::default(
            "uneven_over_m",
            LENGTH_M,
            Literal::Number(300.0),
            "How far from a rise to a hollow, about.",
        ),
        Field::default(
            "seed",
            Shape::Integer {
                min: 0,
                max: i64::MAX,
            },
            Literal::Integer(1),
            "Luck of the unevenness: the same terrain in every run.",
        ),
        Field::required("river", keyed(&RIVERS), "Its rivers."),
        Field::optional(
            "lake",
            keyed(&LAKES),
            "Its lakes: beds only, water is `standing`.",
        ),
        Field::optional(
            "embankment",
            keyed(&EMBANKMENTS),
            "Roads and railways on dams, open at rivers.",
        ),
        Field::optional("mound", keyed(&MOUNDS), "Raised ground under villages."),
    ],
};

static METRES: Shape = LENGTH_M;
const SIZE: Shape = Shape::List {
    of: &METRES,
    min: 2,
    max: 2,
};

static RIVERS: Shape = Shape::Table(&RIVER);
static LAKES: Shape = Shape::Table(&LAKE);
static EMBANKMENTS: Shape = Shape::Table(&EMBANKMENT);
static MOUNDS: Shape = Shape::Table(&MOUND);

static RIVER: Section = Section {
    name: "valley-river",
    doc: "A river of a valley that is made by rule.",
    fields: &[
        Field::required("course", LINE, "Its line downstream: `[[x, y], …]`."),
        Field::default(
            "waves",
            Shape::Integer { min: 0, max: 1_000 },
            Literal::Integer(0),
            "Instead of straight from corner to corner: how many whole waves it winds between the first and the last.",
        ),
        Field::default(
            "angle_deg",
            Shape::Number {
                unit: "degrees",
                min: 0.0,
                max: 110.0,
            },
            Literal::Number(60.0),
            "How much it winds: the largest angle between river and valley (Langbein and Leopold 1966).",
        ),
        Field::required("width_m", LENGTH_M, "Width between the tops of its banks."),
        Field::required("depth_m", HEIGHT_M, "Depth of its bed below the plain."),
        Field::default(
            "levee_height_m",
            HEIGHT_M,
            Literal::Number(0.0),
            "Height of its natural levees at the bank.",
        ),
        Field::default(
            "levee_width_m",
            LENGTH_M,
            Literal::Number(200.0),
            "How far they run out.",
        ),
        Field::default(
            "holds_m",
            HEIGHT_M,
            Literal::Number(0.0),
            "How deep water stands in its bed at first.",
        ),
    ],
};

static LAKE: Section = Section {
    name: "valley-lake",
    doc: "The bed of a lake.",
    fields: &[
        Field::required("shore", AREA, "Its shore: `[[x, y], …]`."),
        Field::required("bottom_m", LEVEL_M, "Level of its bottom."),
        Field::default(
            "shore_m",
            LENGTH_M,
            Literal::Number(200.0),
            "How far from the shore the bottom is reached.",
        ),
    ],
};

static EMBANKMENT: Section = Section {
    name: "valley-embankment",
    doc: "A road or railway on a dam.",
    fields: &[
        Field::required("line", LINE, "Its line: `[[x, y], …]`."),
        Field::required("height_m", HEIGHT_M, "Height of its top over the ground."),
        Field::required("width_m", LENGTH_M, "Width of its top."),
    ],
};

static MOUND: Section = Section {
    name: "valley-mound",
    doc: "Raised ground, as under old villages in a plain.",
    fields: &[
        Field::required("at", PLACE, "Its middle: `[x, y]`."),
        Field::required("radius_m", LENGTH_M, "Radius of its flat top."),
        Field::required("height_m", HEIGHT_M, "Height over the ground."),
    ],
};

/// Reads it, for cells of this side, m.
pub(super) fn read(view: View<'_>, cell: &Leaf<'_>, context: &mut Context<'_>) -> Option<ValleySpec> {
    let cell_m = cell.number();
    let size_m: Vec<f64> = view.list("size_m").iter().map(Leaf::number).collect();
    let size_m: [f64; 2] = size_m.try_into().ok()?;
    if size_m.iter().any(|m| *m < cell_m) {
        let problem = Diagnostic::error(
            "wrong-cells",
            view.span_of("size_m"),
            "the valley is smaller than a cell",
        );
        context.diagnostics.push(problem);
        return None;
    }
    let river = |river: View<'_>| RiverSpec {
        course: points(river, "course"),
        waves: river.integer("waves") as u32,
        angle_deg: river.number("angle_deg"),
        width_m: river.number("width_m"),
        depth_m: river.number("depth_m"),
        levee_height_m: river.number("levee_height_m"),
        levee_width_m: river.number("levee_width_m"),
        holds_m: river.number("holds_m"),
    };
    let lake = |lake: View<'_>| {
        Some(LakeBedSpec {
            shore: area(lake, "shore")?,
            bottom_m: lake.number("bottom_m"),
            shore_m: lake.number("shore_m"),
        })
    };
    let embankment = |dam: View<'_>| EmbankmentSpec {
        line: points(dam, "line"),
        height_m: dam.number("height_m"),
        width_m: dam.number("width_m"),
    };
    let mound = |mound: View<'_>| {
        Some(MoundSpec {
            at: point(&mound.get("at")?),
            radius_m: mound.number("radius_m"),
            height_m: mound.number("height_m"),
        })
    };
    let valley = ValleySpec {
        size_m,
        cell_m,
        axis: ends(view, "axis")?,
        level_m: view.number("level_m"),
        slope: view.number("slope"),
        floodplain_width_m: view.number("floodplain_width_m"),
        cross_slope: view.number("cross_slope"),
        side_slope: view.number("side_slope"),
        uneven_m: view.number("uneven_m"),
        uneven_over_m: view.number("uneven_over_m"),
        seed: view.integer("seed") as u64,
        rivers: view.tables("river").into_iter().map(river).collect(),
        lakes: view.tables("lake").into_iter().filter_map(lake).collect(),
        embankments: view.tables("embankment").into_iter().map(embankment).collect(),
        mounds: view.tables("mound").into_iter().filter_map(mound).collect(),
    };
    if let Err(error) = valley.grid() {
        let problem = Diagnostic::error("wrong-cells", cell.span(), error.to_string());
        let help = "write a longer `cell_m`, or a smaller `size_m` of the valley";
        context.diagnostics.push(problem.help(help));
        return None;
    }
    Some(valley)
}
