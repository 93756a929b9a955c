//! `[hazard.ID]` of earthquakes whose effects are computed: `computed-earthquake` and `aftershock-sequence`.

use super::HAZARD;
use super::context::Context;
use super::ground::{LATITUDE, LONGITUDE};
use crate::diagnostic::Diagnostic;
use crate::geo::LonLat;
use crate::scenario::document::shape::{Field, Literal, Section, Shape};
use crate::scenario::document::view::View;
use crate::scenario::model::{AftershockSpec, MotionMap, MotionSpec, PlaneSpec, RuptureSpec, StationSpec};
use crate::vocabulary::{GroundMotionModel, Ms};

/// An earthquake from its rupture.
pub static COMPUTED: Section = Section {
    name: "computed-earthquake",
    doc: "An earthquake whose shaking and damage are computed from what ruptured.",
    fields: &[
        Field::required(
            "at",
            Shape::Moment { anchors: &[HAZARD] },
            "When the rupture begins; waves arrive seconds later.",
        ),
        Field::required(
            "magnitude_mw",
            Shape::Number {
                unit: "Mw",
                min: 4.0,
                max: 9.5,
            },
            "Moment magnitude. The ground-motion models hold from about 4 to 8.",
        ),
        Field::required("longitude", LONGITUDE, "Of the hypocentre."),
        Field::required("latitude", LATITUDE, "Of the hypocentre."),
        Field::required(
            "depth_km",
            Shape::Number {
                unit: "km",
                min: 0.0,
                max: 100.0,
            },
            "Of the hypocentre. The models are for shallow crust.",
        ),
        Field::required(
            "rake_deg",
            Shape::Number {
                unit: "degrees",
                min: -180.0,
                max: 180.0,
            },
            "Direction of slip in the plane: 0 or 180 strike-slip, 90 reverse, -90 normal.",
        ),
        Field::optional(
            "plane",
            Shape::Table(&PLANE),
            "The plane that ruptured; a point at the hypocentre if left out.",
        ),
        Field::optional(
            "models",
            Shape::Table(&MODELS),
            "Ground-motion models and how much each is believed; `bssa14` and `kotha2020` alike if left out.",
        ),
        Field::optional(
            "map",
            Shape::File {
                extensions: &["xml", "csv"],
            },
            "A ShakeMap of the event (`grid.xml` of USGS or INGV, or a table with the columns of `shakemap.csv`), whose medians \
             take the place of the models'.",
        ),
        Field::optional(
            "stations",
            Shape::File { extensions: &["csv"] },
            "What strong-motion stations recorded: the computed shaking is made to agree with it.",
        ),
    ],
};

static PLANE: Section = Section {
    name: "plane",
    doc: "A rectangle that ruptured.",
    fields: &[
        Field::required(
            "strike_deg",
            Shape::Number {
                unit: "degrees",
                min: 0.0,
                max: 360.0,
            },
            "Direction of its upper edge from north; it dips to the right of that.",
        ),
        Field::required(
            "dip_deg",
            Shape::Number {
                unit: "degrees",
                min: 1.0,
                max: 90.0,
            },
            "How steeply it dips.",
        ),
        Field::optional(
            "length_km",
            EXTENT,
            "Along strike; by magnitude and mechanism if left out (Thingbaijam and others 2017).",
        ),
        Field::optional("width_km", EXTENT, "Down dip; likewise."),
        Field::default(
            "along_strike",
            Shape::Fraction,
            Literal::Number(0.5),
            "Where along strike the hypocentre lies.",
        ),
        Field::default(
            "down_dip",
            Shape::Fraction,
            Literal::Number(0.5),
            "Where down dip the hypocentre lies.",
        ),
    ],
};

const EXTENT: Shape = Shape::Number {
    unit: "km",
    min: 0.1,
    max: 1_000.0,
};

static MODELS: Section = Section {
    name: "models",
    doc: "Weights of the ground-motion models; they count in proportion.",
    fields: &[
        Field::default(
            "bssa14",
            Shape::Fraction,
            Literal::Number(0.0),
            "Boore, Stewart, Seyhan and Atkinson 2014: active crust, worldwide.",
        ),
        Field::default(
            "kotha2020",
            Shape::Fraction,
            Literal::Number(0.0),
            "Kotha, Weatherill, Bindi and Cotton 2020: Europe.",
        ),
        Field::default(
            "asb14",
            Shape::Fraction,
            Literal::Number(0.0),
            "Akkar, Sandıkkaya and Bommer 2014: Europe and the Middle East.",
        ),
    ],
};

/// Aftershocks by chance.
pub static SEQUENCE: Section = Section {
    name: "aftershock-sequence",
    doc: "The aftershocks of a computed earthquake by the law of Reasenberg and Jones: other ones with every seed. An aftershock \
          that the exercise needs is an earthquake of its own.",
    fields: &[
        Field::required(
            "at",
            Shape::Moment { anchors: &[HAZARD] },
            "From when on they are counted: `\"2 min after mainshock\"`.",
        ),
        Field::required("of", Shape::reference(&[HAZARD]), "The main shock."),
        Field::optional(
            "until",
            Shape::Moment { anchors: &[HAZARD] },
            "None comes later; the end of the exercise if left out.",
        ),
        Field::default(
            "smallest_mw",
            Shape::Number {
                unit: "Mw",
                min: 4.0,
                max: 9.0,
            },
            Literal::Number(4.5),
            "Weaker ones are left out: they break nothing.",
        ),
        Field::default(
            "a",
            Shape::Number {
                unit: "",
                min: -5.0,
                max: 1.0,
            },
            Literal::Number(-1.67),
            "Productivity: generic California (Reasenberg and Jones 1989).",
        ),
        Field::default(
            "b",
            Shape::Number {
                unit: "",
                min: 0.5,
                max: 2.0,
            },
            Literal::Number(0.91),
            "Slope of Gutenberg and Richter: generic California.",
        ),
        Field::default(
            "c_days",
            Shape::Number {
                unit: "days",
                min: 0.001,
                max: 10.0,
            },
            Literal::Number(0.05),
            "Offset of Omori's law: generic California.",
        ),
        Field::default(
            "p",
            Shape::Number {
                unit: "",
                min: 0.5,
                max: 2.0,
            },
            Literal::Number(1.08),
            "Decay of Omori's law: generic California.",
        ),
    ],
};

/// What the files of an earthquake hold.
#[derive(Debug, Default)]
pub struct MotionFiles {
    /// Stations, by id.
    pub stations: Vec<StationSpec>,
    /// The map.
    pub map: Option<MotionMap>,
}

/// Reads an earthquake.
pub fn read_rupture(view: View<'_>, files: MotionFiles, context: &mut Context<'_>) -> RuptureSpec {
    let plane = view.table("plane").map(|plane| PlaneSpec {
        strike_deg: plane.number("strike_deg"),
        dip_deg: plane.number("dip_deg"),
        length_km: plane.get("length_km").map(|leaf| leaf.number()),
        width_km: plane.get("width_km").map(|leaf| leaf.number()),
        along_strike: plane.fraction("along_strike"),
        down_dip: plane.fraction("down_dip"),
    });
    let depth_km = view.number("depth_km");
    if let (Some(spec), Some(table)) = (plane, view.table("plane")) {
        let dip = spec.dip_deg.to_radians();
        let above_km = spec.down_dip * spec.width_km.unwrap_or(0.0) * crate::maths::sin(dip);
        if above_km > depth_km {
            let message = format!(
                "the plane comes out of the ground: its upper edge lies {:.1} km above it",
                above_km - depth_km
            );
            let problem = Diagnostic::error("above-ground", table.span_of("width_km"), message);
            context.diagnostics.push(problem.help(
                "make the plane narrower, the hypocentre deeper, or let it lie farther up the plane with `down_dip`",
            ));
        }
    }
    RuptureSpec {
        magnitude_mw: view.number("magnitude_mw"),
        hypocentre: LonLat::new(view.number("longitude"), view.number("latitude")),
        depth_km,
        rake_deg: view.number("rake_deg"),
        plane,
        motion: MotionSpec {
            models: models(view, context),
            map: files.map,
            stations: files.stations,
        },
    }
}

/// Models with weights that add up to 1.
fn models(view: View<'_>, context: &mut Context<'_>) -> Vec<(GroundMotionModel, f64)> {
    let Some(table) = view.table("models") else {
        return vec![
            (GroundMotionModel::Bssa14, 0.5),
            (GroundMotionModel::Kotha2020, 0.5),
        ];
    };
    let weights = GroundMotionModel::ALL.map(|model| (model, table.fraction(model.word())));
    let sum: f64 = weights.iter().map(|(_, weight)| weight).sum();
    if sum <= 0.0 {
        let problem = Diagnostic::error("no-model", table.span(), "no ground-motion model has a weight");
        context
            .diagnostics
            .push(problem.help("write `models = { bssa14 = 0.5, kotha2020 = 0.5 }`"));
        return vec![(GroundMotionModel::Bssa14, 1.0)];
    }
    weights
        .into_iter()
        .filter(|(_, weight)| *weight > 0.0)
        .map(|(model, weight)| (model, weight / sum))
        .collect()
}

/// Reads a sequence of aftershocks; `of` finds the main shock among the hazards.
pub fn read_sequence(view: View<'_>, of: usize, main_ms: Ms, context: &mut Context<'_>) -> AftershockSpec {
    let until_ms = context.moment(view, "until").unwrap_or(context.lasts_ms);
    AftershockSpec {
        of,
        until_ms: until_ms - main_ms,
        smallest_mw: view.number("smallest_mw"),
        a: view.number("a"),
        b: view.number("b"),
        c_days: view.number("c_days"),
        p: view.number("p"),
    }
}
