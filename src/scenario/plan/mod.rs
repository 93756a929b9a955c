//! The school as a drawing: levels, spaces, openings, stairs, assembly areas.
//!
//! A plan is a `GeoJSON` file in a local metric frame, drawn room by room. [`Plan::read`] turns it into dense,
//! typed tables sorted by id, or into diagnostics that point at the feature. Walls are never drawn: every boundary
//! of a space is one, except where an opening or the edge of a stair lies on it. Two spaces that share a boundary
//! share one wall.
//!
//! # The file
//!
//! A `FeatureCollection` in metres, x to the east, y to the north; every feature has `kind`, an `id` of its own and, if
//! wanted, a `name`; all but levels and stairs have a `level`.
//!
//! | `kind` | geometry | properties |
//! |---|---|---|
//! | `level` | none | `elevation_m`; a stair landing is a level of its own |
//! | `room` `office` `toilet` `gym` `refuge` `hall` `corridor` `stairwell` | Polygon | |
//! | `yard` `path` (outside) | Polygon, the building as a hole | |
//! | `door` between inside spaces, `exit` to the outside, `gate` between outside spaces or to the street | `LineString` of two positions on the boundary of its spaces, within 5 cm | `clear_width_m` (else its length), `leaf` (`in`, `out`, `none`; seen from the less public side), `locked` |
//! | `opening`: a passage without leaf | the same | `clear_width_m` |
//! | `stair`: one straight flight | Polygon of four corners, outside all spaces | `from`, `to` (lower and upper level), `tread_m`, `riser_m`, `lower_edge` (0 to 3: which edge, as written, lies at the foot), `stair` (name of the staircase) |
//! | `assembly` | Polygon inside outside spaces; anywhere where the plan draws no outside | `capacity` |
//!
//! The same can be laid out from tables ([`tables`]) and written again ([`Plan::geojson`]).
//!
//! An exit or a gate with nothing drawn on its far side leads to the street. Everybody inside needs a way to the street
//! or to an assembly area.

mod canonical;
mod check;
mod join;
mod model;
mod read;
mod shapes;
pub mod tables;
mod values;
mod walls;
pub mod wkt_import;
mod write;

#[cfg(test)]
mod tests;

pub use check::IdPlaces;
pub use model::{
    Assembly, AssemblyIndex, Flight, FlightIndex, Leaf, Level, LevelIndex, Link, Opening, OpeningIndex,
    OpeningKind, Plan, Space, SpaceIndex, SpaceKind, Way,
};
pub use model::{DETOUR, LEVEL_FACTOR};
pub use values::{Number, Text};
