//! `[ground]`: how the ground answers to shaking.

use crate::scenario::document::shape::{Field, Literal, Section, Shape, Word};

/// The ground.
pub static GROUND: Section = Section {
    name: "ground",
    doc: "How soft the ground is, for shaking that is computed.",
    fields: &[
        Field::default(
            "vs30_m_s",
            VS30,
            Literal::Number(400.0),
            "Mean velocity of shear waves in the upper 30 m, where nothing else says so. 400 m/s is stiff soil, class B of \
             Eurocode 8 (an assumption where the place is not known).",
        ),
        Field::optional(
            "vs30",
            Shape::File {
                extensions: &["asc", "txt"],
            },
            "A raster of it in m/s, as ESRI ASCII grid in degrees of longitude and latitude (WGS 84).",
        ),
        Field::default(
            "correlation",
            Shape::OneOf(CORRELATIONS),
            Literal::Text("jayaram-baker"),
            "How alike the chances of shaking are at places near each other, whatever earthquake shakes them.",
        ),
        Field::default(
            "between_measures",
            Shape::OneOf(BETWEEN),
            Literal::Text("baker-jayaram"),
            "How alike they are between measures at one place.",
        ),
    ],
};

static CORRELATIONS: &[Word] = &[
    Word::new(
        "jayaram-baker",
        "Jayaram and Baker 2009, where the ground differs from place to place;",
    ),
    Word::new(
        "jayaram-baker-clustered",
        "the same, where the ground is alike over a wide area;",
    ),
    Word::new("none", "not at all."),
];

static BETWEEN: &[Word] = &[
    Word::new("baker-jayaram", "Baker and Jayaram 2008;"),
    Word::new("perfect", "one chance for all;"),
    Word::new("none", "not at all."),
];

/// Velocity of shear waves: from the softest clay to the hardest rock that ground-motion models know.
pub const VS30: Shape = Shape::Number {
    unit: "m/s",
    min: 100.0,
    max: 3_000.0,
};

/// Degrees to the east.
pub const LONGITUDE: Shape = Shape::Number {
    unit: "degrees",
    min: -180.0,
    max: 180.0,
};

/// Degrees to the north.
pub const LATITUDE: Shape = Shape::Number {
    unit: "degrees",
    min: -90.0,
    max: 90.0,
};
