//! Well-known text, as far as pedestrian simulators write it.
//!
//! `JuPedSim` stores its walkable area as `POLYGON`, `MULTIPOLYGON` or `GEOMETRYCOLLECTION` of these; exits may also be
//! drawn as `LINESTRING`. This reads such a text into shapes.

use super::{Point, Polygon};
use crate::diagnostic::{Diagnostic, SourceId, Span};

/// Most corners in one text.
pub const MAX_CORNERS: usize = 20_000;

/// A shape and where it stands in the text.
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    /// From its first to its last bracket.
    pub span: Span,
    /// What it is.
    pub kind: ShapeKind,
}

/// An area or a line.
#[derive(Debug, Clone, PartialEq)]
pub enum ShapeKind {
    /// A polygon; closing positions are dropped.
    Area(Polygon),
    /// Two positions or more.
    Line(Vec<Point>),
}

/// Reads every polygon and line of a WKT text, in order.
///
/// # Errors
/// The first thing that is not WKT, another geometry type, an open ring, or too many corners, at its place.
pub fn parse(text: &str, source: SourceId) -> Result<Vec<Shape>, Box<Diagnostic>> {
    let mut reader = Reader {
        text,
        at: 0,
        source,
        corners: 0,
    };
    let mut shapes = Vec::new();
    reader.geometry(&mut shapes, 0)?;
    if reader.start() < text.len() {
        return Err(reader.unexpected("expected the end of the text").into());
    }
    Ok(shapes)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    source: SourceId,
    corners: usize,
}

impl<'a> Reader<'a> {
    fn error(&self, start: usize, message: impl Into<String>) -> Diagnostic {
        let span = Span {
            source: self.source,
            start: start as u32,
            end: self.at.max(start) as u32,
        };
        Diagnostic::error("wkt", span, message)
    }

    fn unexpected(&self, message: &str) -> Diagnostic {
        let found = self.text[self.at..].chars().next();
        let label = found.map_or("the text ends here".to_owned(), |c| {
            format!("found `{}`", c.escape_debug())
        });
        let end = self.at + found.map_or(0, char::len_utf8);
        let span = Span {
            source: self.source,
            start: self.at as u32,
            end: end as u32,
        };
        Diagnostic::error("wkt", span, message).label(label)
    }

    /// Moves past white space and says where the next thing starts.
    fn start(&mut self) -> usize {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
        self.at
    }

    /// The longest run of characters that fit.
    fn run(&mut self, fits: impl Fn(char) -> bool) -> &'a str {
        let start = self.start();
        let rest = &self.text[start..];
        self.at += rest.find(|c| !fits(c)).unwrap_or(rest.len());
        &self.text[start..self.at]
    }

    fn take(&mut self, byte: u8) -> bool {
        self.start();
        let found = self.text.as_bytes().get(self.at) == Some(&byte);
        self.at += usize::from(found);
        found
    }

    /// `( item, item … )`, or `EMPTY`.
    fn list(
        &mut self,
        mut item: impl FnMut(&mut Self) -> Result<(), Box<Diagnostic>>,
    ) -> Result<(), Box<Diagnostic>> {
        if !self.take(b'(') {
            let start = self.start();
            if self.run(char::is_alphabetic).eq_ignore_ascii_case("EMPTY") {
                return Ok(());
            }
            self.at = start;
            return Err(self.unexpected("expected `(`").into());
        }
        loop {
            item(self)?;
            if self.take(b')') {
                return Ok(());
            }
            if !self.take(b',') {
                return Err(self.unexpected("expected `,` or `)`").into());
            }
        }
    }

    fn geometry(&mut self, shapes: &mut Vec<Shape>, depth: usize) -> Result<(), Box<Diagnostic>> {
        let start = self.start();
        let kind = self.run(char::is_alphabetic).to_ascii_uppercase();
        match kind.as_str() {
            "POLYGON" => self.polygon(shapes),
            "MULTIPOLYGON" => self.list(|reader| reader.polygon(shapes)),
            "LINESTRING" => self.line(shapes),
            "GEOMETRYCOLLECTION" if depth < 8 => self.list(|reader| reader.geometry(shapes, depth + 1)),
            _ => Err(self
                .error(start, "not a shape in well-known text that can be read here")
                .help("the text is a POLYGON, a MULTIPOLYGON, a LINESTRING or a GEOMETRYCOLLECTION of these")
                .into()),
        }
    }

    fn keep(&self, shapes: &mut Vec<Shape>, start: usize, kind: ShapeKind) {
        let span = Span {
            source: self.source,
            start: start as u32,
            end: self.at as u32,
        };
        shapes.push(Shape { span, kind });
    }

    fn polygon(&mut self, shapes: &mut Vec<Shape>) -> Result<(), Box<Diagnostic>> {
        let start = self.start();
        let mut rings = Vec::new();
        self.list(|reader| {
            rings.push(reader.ring()?);
            Ok(())
        })?;
        if !rings.is_empty() {
            let outer = rings.remove(0);
            self.keep(shapes, start, ShapeKind::Area(Polygon { outer, holes: rings }));
        }
        Ok(())
    }

    fn line(&mut self, shapes: &mut Vec<Shape>) -> Result<(), Box<Diagnostic>> {
        let start = self.start();
        let line = self.positions()?;
        if line.len() == 1 {
            return Err(self.error(start, "a line needs two positions").into());
        }
        if !line.is_empty() {
            self.keep(shapes, start, ShapeKind::Line(line));
        }
        Ok(())
    }

    fn ring(&mut self) -> Result<Vec<Point>, Box<Diagnostic>> {
        let start = self.start();
        let mut ring = self.positions()?;
        if ring.len() < 4 || ring.first() != ring.last() {
            return Err(self
                .error(start, "the outline is not closed or has fewer than three corners")
                .help("three or more corners, then the first one again")
                .into());
        }
        ring.pop();
        Ok(ring)
    }

    fn positions(&mut self) -> Result<Vec<Point>, Box<Diagnostic>> {
        let start = self.start();
        let mut positions = Vec::new();
        self.list(|reader| {
            positions.push(Point::new(reader.number()?, reader.number()?));
            Ok(())
        })?;
        self.corners += positions.len();
        if self.corners > MAX_CORNERS {
            return Err(self
                .error(start, format!("more than {MAX_CORNERS} corners in one text"))
                .into());
        }
        Ok(positions)
    }

    fn number(&mut self) -> Result<f64, Box<Diagnostic>> {
        let start = self.start();
        let word = self.run(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | 'e' | 'E'));
        match word.parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(number),
            _ => {
                self.at = start;
                Err(self.unexpected("expected a number").into())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn collections_as_jupedsim_writes_them() {
        let text = "GEOMETRYCOLLECTION (POLYGON ((0 0, 4.5 0, 4.5 3, 0 3, 0 0), (1 1, 2 1, 2 2, 1 1)),\n\
                    MULTIPOLYGON (((5 0, 6 0, 6e0 1, 5 0)), EMPTY), POLYGON EMPTY)\n";
        let shapes = parse(text, SourceId(0)).unwrap();
        assert_eq!(shapes.len(), 2);
        assert!(
            matches!(&shapes[0].kind, ShapeKind::Area(area) if area.area() == 13.0 && area.holes.len() == 1)
        );
        assert!(matches!(&shapes[1].kind, ShapeKind::Area(area) if area.outer.len() == 3));
        let lines = parse("LINESTRING (0 0, 1 0)", SourceId(0)).unwrap();
        assert!(matches!(&lines[0].kind, ShapeKind::Line(line) if line.len() == 2));
    }

    #[test]
    fn mistakes_are_pointed_at() {
        for (text, start, message) in [
            (
                "POINT (0 0)",
                0,
                "not a shape in well-known text that can be read here",
            ),
            (
                "POLYGON ((0 0, 1 0, 1 1))",
                9,
                "the outline is not closed or has fewer than three corners",
            ),
            ("POLYGON ((0 0, 1 x, 1 1))", 17, "expected a number"),
            (
                "POLYGON ((0 0, 1 0, 1 1, 0 0)) x",
                31,
                "expected the end of the text",
            ),
            ("POLYGON ((0 0, 1 0", 18, "expected `,` or `)`"),
            ("", 0, "not a shape in well-known text that can be read here"),
        ] {
            let problem = parse(text, SourceId(0)).unwrap_err();
            assert_eq!(
                (problem.span.unwrap().start, problem.message.as_str()),
                (start, message),
                "{text}"
            );
        }
    }
}
