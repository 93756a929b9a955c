//! The shapes of features, with a diagnostic for whatever is wrong with them.

use super::model::Leaf;
use super::values::{Properties, shown, with_help};
use crate::diagnostic::Diagnostic;
use crate::geo::geojson::Geometry;
use crate::geo::{Point, Polygon, RingFault, Segment};
use crate::scenario::document::limits::CORNERS;
use crate::scenario::document::suggest::did_you_mean;

/// To which side the leaf swings; none has been said, there is none.
pub(super) fn leaf(properties: &mut Properties) -> Option<Leaf> {
    let words = ["in", "out", "none"];
    let Some(word) = properties.optional_text("leaf") else {
        return if properties.has("leaf") {
            None
        } else {
            Some(Leaf::None)
        };
    };
    let leaf = match word.text.as_str() {
        "in" => Leaf::In,
        "out" => Leaf::Out,
        "none" => Leaf::None,
        other => {
            let problem = Diagnostic::error(
                "unknown-leaf",
                word.span,
                format!("unknown leaf `{}`", shown(other)),
            );
            properties.complain(with_help(problem, did_you_mean(shown(other), words)));
            return None;
        }
    };
    Some(leaf)
}

fn wrong_geometry(properties: &mut Properties, expected: &str) {
    let found = properties
        .feature
        .geometry
        .as_ref()
        .map_or("none", Geometry::kind);
    let span = match properties.feature.geometry {
        Some(_) => properties.feature.geometry_span,
        None => properties.place(),
    };
    let message = format!("the geometry must be {expected}, found {found}");
    properties.complain(Diagnostic::error("geometry-type", span, message));
}

/// The two ends of an opening.
pub(super) fn segment(properties: &mut Properties) -> Option<Segment> {
    match &properties.feature.geometry {
        Some(Geometry::LineString(line)) if line.len() == 2 => Some(Segment::new(line[0], line[1])),
        _ => {
            wrong_geometry(properties, "a LineString of two positions");
            None
        }
    }
}

/// The outline of a feature, if it encloses an area.
pub(super) fn polygon(properties: &mut Properties) -> Option<Polygon> {
    let Some(Geometry::Polygon(polygon)) = &properties.feature.geometry else {
        wrong_geometry(properties, "a Polygon");
        return None;
    };
    let span = properties.feature.geometry_span;
    let corners: usize = polygon.rings().map(<[Point]>::len).sum();
    if corners > CORNERS {
        let message = format!("the outline has {corners} corners with its holes; {CORNERS} are the most");
        let problem = Diagnostic::error("too-many-corners", span, message);
        properties.complain(problem.help("simplify the outline: a corner every 10 cm is enough for walking"));
        return None;
    }
    let Some(fault) = polygon.fault() else {
        return Some(polygon.clone());
    };
    let edge = |(ring, edge): (usize, usize)| {
        let whose = if ring == 0 {
            String::new()
        } else {
            format!(" of hole {ring}")
        };
        format!("edge {edge}{whose}")
    };
    let problem = match fault {
        RingFault::Degenerate { .. } => {
            Diagnostic::error("degenerate-outline", span, "the outline encloses no area")
        }
        RingFault::RepeatedCorner { ring, corner } => {
            let at = polygon
                .rings()
                .nth(ring)
                .map_or(Point::default(), |ring| ring[corner]);
            let message = format!(
                "two corners in a row are the same place, ({:.2}, {:.2})",
                at.x, at.y
            );
            Diagnostic::error("degenerate-outline", span, message).help("remove one of them")
        }
        RingFault::Crossing { at, first, second } => {
            let message = format!(
                "the outline crosses or touches itself at ({:.2}, {:.2})",
                at.x, at.y
            );
            Diagnostic::error("self-intersection", span, message).help(format!(
                "{} meets {}; edges count from 0",
                edge(first),
                edge(second)
            ))
        }
        RingFault::HoleOutside { ring } => Diagnostic::error(
            "hole-outside",
            span,
            format!("hole {ring} does not lie inside the outline"),
        ),
    };
    properties.complain(problem);
    None
}
