//! Plane geometry in metres and rasters, and the formats they arrive in.
//!
//! Buildings, yards and zones are polygons in a local metric frame; this room measures and compares them and
//! reads them from `GeoJSON` and WKT with the byte span of every value, so that a broken plan can be pointed at.
//! Rasters lie in degrees ([`raster`]) or in metres ([`metric`]), and come from ESRI ASCII grids and `GeoTIFF`.
//! It knows no school, no person and no water.

mod esri;
pub mod geojson;
pub mod geotiff;
pub mod json;
pub mod lattice;
mod lonlat;
pub mod metric;
mod overlap;
mod placement;
mod point;
mod polygon;
pub mod raster;
mod segment;
pub mod shakemap;
pub mod wkt;

pub use lonlat::{EARTH_RADIUS_KM, Frame, LonLat};
pub use overlap::{overlap_area, overlaps};
pub use placement::{PlacementError, place_evenly};
pub use point::{Bounds, Point};
pub use polygon::{Polygon, RingFault};
pub use segment::{Projection, Segment};
