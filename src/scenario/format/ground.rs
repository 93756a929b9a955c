//! `[ground]`: how the ground answers to shaking.

use crate::scenario::document::shape::{Field, Literal, Section, Shape};

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
    ],
};

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
