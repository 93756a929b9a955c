//! `GeoJSON` (RFC 7946) with the place of everything in it.
//!
//! Reads what a building plan or a set of zones needs: a `FeatureCollection` of features with a Polygon, a
//! `LineString`, a Point or no geometry. Properties stay untyped [`Member`]s with spans; what they mean is the
//! business of whoever reads the collection. Foreign members (`crs`, `bbox`, `name`…) are passed over.

use super::json::{self, Member, Node, Value};
use super::{Point, Polygon};
use crate::diagnostic::{Diagnostic, SourceId, Span};

/// Most features in one file: outlines of a town.
pub const MAX_FEATURES: usize = 200_000;
/// Most corners in one line or ring: effort in checks grows with the square.
pub const MAX_CORNERS: usize = 2_000;

/// Of a longer id a message shows the beginning.
const LONGEST_NAME: usize = 64;

/// One feature as it stands in the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Feature {
    /// What a message calls it: its property `id`, else its number in the file, counted from 1.
    pub name: String,
    /// The whole feature.
    pub span: Span,
    /// Its properties in the order written.
    pub properties: Vec<Member>,
    /// Its shape; none for `null` or a missing geometry.
    pub geometry: Option<Geometry>,
    /// The geometry, or the feature where it has none.
    pub geometry_span: Span,
}

/// A shape.
#[derive(Debug, Clone, PartialEq)]
pub enum Geometry {
    /// One place.
    Point(Point),
    /// Two places or more.
    LineString(Vec<Point>),
    /// An area. Corners stand in the order written; the closing position is dropped.
    Polygon(Polygon),
}

impl Geometry {
    /// Its name in `GeoJSON`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Point(_) => "Point",
            Self::LineString(_) => "LineString",
            Self::Polygon(_) => "Polygon",
        }
    }

    /// Every position of it.
    pub fn points(&self) -> Vec<Point> {
        match self {
            Self::Point(p) => vec![*p],
            Self::LineString(line) => line.clone(),
            Self::Polygon(polygon) => polygon.rings().flatten().copied().collect(),
        }
    }
}

/// Reads a `FeatureCollection`. Features that cannot be read are left out and reported; the others stand in the
/// order of the file.
///
/// # Errors
/// Each broken feature is pushed to `problems`; where the file is no JSON or no `FeatureCollection`, the result is
/// empty.
pub fn read(text: &str, source: SourceId, problems: &mut impl Extend<Diagnostic>) -> Vec<Feature> {
    let features = json::parse(text, source).and_then(|root| collection(&root));
    match features {
        Ok(nodes) => {
            let mut good = Vec::with_capacity(nodes.len());
            for (number, node) in (1..).zip(nodes) {
                let name = name_of(&node, number);
                match feature(node, name.clone()) {
                    Ok(feature) => good.push(feature),
                    Err(problem) => {
                        let message = format!("{name}: {}", problem.message);
                        problems.extend([Diagnostic { message, ..*problem }]);
                    }
                }
            }
            good
        }
        Err(problem) => {
            problems.extend([*problem]);
            Vec::new()
        }
    }
}

/// The nodes of the features of a collection.
fn collection(root: &Node) -> Result<Vec<Node>, Box<Diagnostic>> {
    let start = Span {
        end: root.span.start + 1,
        ..root.span
    };
    if text_member(root, "type") != Some("FeatureCollection") {
        let at = root.value.get("type").map_or(start, |member| member.node.span);
        return Err(
            Diagnostic::error("geojson-type", at, "this is not a GeoJSON FeatureCollection")
                .help("the file begins with { \"type\": \"FeatureCollection\", \"features\": [")
                .into(),
        );
    }
    match root
        .value
        .get("features")
        .map(|member| (&member.node.value, member.node.span))
    {
        Some((Value::Array(nodes), span)) if nodes.len() > MAX_FEATURES => {
            let message = format!("{} features in one file; at most {MAX_FEATURES}", nodes.len());
            let span = Span {
                end: span.start + 1,
                ..span
            };
            Err(Diagnostic::error("geojson-too-many", span, message).into())
        }
        Some((Value::Array(nodes), _)) => Ok(nodes.clone()),
        Some((other, span)) => {
            let message = format!("`features` must be a list, found {}", other.kind());
            Err(Diagnostic::error("geojson-type", span, message).into())
        }
        None => {
            Err(Diagnostic::error("geojson-type", start, "the FeatureCollection has no `features`").into())
        }
    }
}

fn text_member<'a>(node: &'a Node, key: &str) -> Option<&'a str> {
    match &node.value.get(key)?.node.value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

/// What to call a feature: a file may stand on one line, where no caret shows which one is meant.
fn name_of(node: &Node, number: usize) -> String {
    let properties = node.value.get("properties");
    match properties.and_then(|properties| text_member(&properties.node, "id")) {
        Some(id) if !id.is_empty() => format!("`{}`", id.chars().take(LONGEST_NAME).collect::<String>()),
        _ => format!("feature {number}"),
    }
}

fn feature(node: Node, name: String) -> Result<Feature, Box<Diagnostic>> {
    if text_member(&node, "type") != Some("Feature") {
        let at = node
            .value
            .get("type")
            .map_or(node.span, |member| member.node.span);
        return Err(Diagnostic::error("geojson-type", at, "expected a feature")
            .help("each entry of `features` has \"type\": \"Feature\"")
            .into());
    }
    let span = node.span;
    let Value::Object(members) = node.value else {
        return Err(Diagnostic::error("geojson-type", span, "expected a feature").into());
    };
    let (mut properties, mut shape, mut geometry_span) = (Vec::new(), None, span);
    for member in members {
        match (member.key.as_str(), member.node.value) {
            ("properties", Value::Object(members)) => properties = members,
            ("properties" | "geometry", Value::Null) => {}
            ("properties", other) => {
                let message = format!("`properties` must be an object, found {}", other.kind());
                return Err(Diagnostic::error("geojson-type", member.node.span, message).into());
            }
            ("geometry", value) => {
                geometry_span = member.node.span;
                shape = Some(geometry(&Node {
                    span: geometry_span,
                    value,
                })?);
            }
            _ => {}
        }
    }
    Ok(Feature {
        name,
        span,
        properties,
        geometry: shape,
        geometry_span,
    })
}

fn geometry(node: &Node) -> Result<Geometry, Box<Diagnostic>> {
    let kind = node.value.get("type");
    let at = kind.map_or(node.span, |member| member.node.span);
    let name = text_member(node, "type").unwrap_or_default();
    let coordinates = node.value.get("coordinates").map(|member| &member.node);
    let Some(coordinates) = coordinates.filter(|_| !name.starts_with("Multi")) else {
        let problem = Diagnostic::error("geojson-geometry", at, "not a geometry that can be read here");
        let help = match name {
            "MultiPolygon" | "MultiLineString" | "MultiPoint" => {
                "make one feature of each part, with its own id"
            }
            "GeometryCollection" => "make one feature of each geometry in the collection",
            _ => "a geometry has \"type\" (Polygon, LineString or Point) and \"coordinates\"",
        };
        return Err(problem.help(help).into());
    };
    match name {
        "Point" => Ok(Geometry::Point(position(coordinates)?)),
        "LineString" => {
            let line = positions(coordinates)?;
            if line.len() < 2 {
                return Err(Diagnostic::error(
                    "geojson-geometry",
                    coordinates.span,
                    "a line needs two positions",
                )
                .into());
            }
            Ok(Geometry::LineString(line))
        }
        "Polygon" => polygon(coordinates).map(Geometry::Polygon),
        _ => Err(Diagnostic::error(
            "geojson-geometry",
            at,
            format!("unknown geometry type \"{name}\""),
        )
        .help("use Polygon, LineString or Point")
        .into()),
    }
}

fn polygon(node: &Node) -> Result<Polygon, Box<Diagnostic>> {
    let mut rings = list(node)?.iter().map(ring);
    let outer = rings.next().unwrap_or_else(|| {
        Err(Diagnostic::error("geojson-geometry", node.span, "the polygon has no outline").into())
    })?;
    Ok(Polygon {
        outer,
        holes: rings.collect::<Result<_, _>>()?,
    })
}

/// A ring without its closing position.
fn ring(node: &Node) -> Result<Vec<Point>, Box<Diagnostic>> {
    let mut ring = positions(node)?;
    if ring.len() < 4 {
        return Err(Diagnostic::error(
            "geojson-geometry",
            node.span,
            "a polygon needs at least three corners",
        )
        .help("three or more positions, then the first one again")
        .into());
    }
    if ring.first() != ring.last() {
        let last = list(node)?.last().map_or(node.span, |last| last.span);
        return Err(
            Diagnostic::error("geojson-ring-open", last, "the outline is not closed")
                .label("not the first position")
                .help("repeat the first position of the ring at its end")
                .into(),
        );
    }
    ring.pop();
    Ok(ring)
}

fn positions(node: &Node) -> Result<Vec<Point>, Box<Diagnostic>> {
    let nodes = list(node)?;
    if nodes.len() > MAX_CORNERS {
        let message = format!("{} corners in one outline; at most {MAX_CORNERS}", nodes.len());
        let span = Span {
            end: node.span.start + 1,
            ..node.span
        };
        return Err(Diagnostic::error("geojson-too-many", span, message)
            .help("simplify the outline")
            .into());
    }
    nodes.iter().map(position).collect()
}

fn list(node: &Node) -> Result<&[Node], Box<Diagnostic>> {
    match &node.value {
        Value::Array(nodes) => Ok(nodes),
        other => {
            let message = format!("expected a list of positions, found {}", other.kind());
            Err(Diagnostic::error("geojson-geometry", node.span, message).into())
        }
    }
}

/// `[x, y]`; a third number, the height, is passed over.
fn position(node: &Node) -> Result<Point, Box<Diagnostic>> {
    match list(node)? {
        [
            Node {
                value: Value::Number(x),
                ..
            },
            Node {
                value: Value::Number(y),
                ..
            },
            ..,
        ] => Ok(Point::new(*x, *y)),
        _ => Err(Diagnostic::error(
            "geojson-geometry",
            node.span,
            "expected a position [x, y] in metres",
        )
        .into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Diagnostics, Sources};

    fn collection_of(features: &[&str]) -> String {
        format!(
            "{{ \"type\": \"FeatureCollection\", \"features\": [\n{}\n] }}",
            features.join(",\n")
        )
    }

    fn read_all(text: &str) -> (Vec<Feature>, Vec<String>) {
        let mut sources = Sources::default();
        let id = sources.add("p", "", text);
        let mut problems = Diagnostics::default();
        let features = read(text, id, &mut problems);
        let said = problems
            .iter()
            .map(|d| format!("{} {}", sources.place(d.span.unwrap()), d.message))
            .collect();
        (features, said)
    }

    #[test]
    fn good_features_survive_broken_neighbours() {
        let (features, problems) = read_all(&collection_of(&[
            r#"{"type":"Feature","properties":{"id":"a"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}}"#,
            r#"{"type":"Feature","properties":null,"geometry":{"type":"MultiPolygon","coordinates":[]}}"#,
            r#"{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1]]]}}"#,
            r#"{"type":"Feature","properties":{},"geometry":{"type":"LineString","coordinates":[[0,0],["x",0]]}}"#,
            r#"{"type":"Feature","properties":{},"geometry":null}"#,
        ]));
        assert_eq!(features.len(), 2);
        assert_eq!(features[0].geometry.as_ref().unwrap().points().len(), 3);
        assert_eq!(features[1].geometry, None);
        assert_eq!(
            problems,
            [
                "p:3:56 feature 2: not a geometry that can be read here",
                "p:4:82 feature 3: the outline is not closed",
                "p:5:88 feature 4: expected a position [x, y] in metres",
            ]
        );
    }

    #[test]
    fn what_is_no_collection_is_said_once() {
        assert_eq!(
            read_all("[]").1,
            ["p:1:1 this is not a GeoJSON FeatureCollection"]
        );
        assert_eq!(
            read_all("{\"type\": \"Feature\"}").1,
            ["p:1:10 this is not a GeoJSON FeatureCollection"]
        );
        assert_eq!(read_all("").1.len(), 1);
    }
}
