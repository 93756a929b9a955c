//! Writes shapes, texts and patterns as one picture, to two decimals, with a title and a description.

use std::fmt::Write;

use crate::geo::{Point, Polygon};

/// An SVG picture in the making. Coordinates are pixels, x to the right and y **down**; numbers are written with two
/// decimals, so that equal pictures are equal bytes.
#[derive(Debug)]
pub struct Svg {
    body: String,
    open: Vec<&'static str>,
}

/// How a shape is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Style<'a> {
    /// Fill colour or `none`.
    pub fill: &'a str,
    /// Line colour or `none`.
    pub stroke: &'a str,
    /// Line width, pixels.
    pub width: f64,
    /// Dashes and gaps, pixels, e.g. `6 4`; empty for a full line.
    pub dash: &'a str,
}

impl<'a> Style<'a> {
    /// A filled shape without outline.
    pub const fn fill(fill: &'a str) -> Self {
        Self {
            fill,
            stroke: "none",
            width: 0.0,
            dash: "",
        }
    }

    /// A line, or an outline without fill.
    pub const fn line(stroke: &'a str, width: f64) -> Self {
        Self {
            fill: "none",
            stroke,
            width,
            dash: "",
        }
    }

    /// The same with an outline.
    #[must_use]
    pub const fn outlined(self, stroke: &'a str, width: f64) -> Self {
        Self {
            stroke,
            width,
            ..self
        }
    }

    /// The same with a broken line.
    #[must_use]
    pub const fn dashed(self, dash: &'a str) -> Self {
        Self { dash, ..self }
    }
}

/// Which end of a text its position means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// The text begins there.
    Start,
    /// The text is centred there.
    Middle,
    /// The text ends there.
    End,
}

/// How a text is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TextStyle<'a> {
    /// Letter height, pixels.
    pub size: f64,
    /// Whether it is bold.
    pub bold: bool,
    /// Its colour.
    pub fill: &'a str,
    /// What its position means.
    pub anchor: Anchor,
    /// A white rim of this width keeps it legible over lines, pixels; 0 for none.
    pub halo: f64,
}

impl<'a> TextStyle<'a> {
    /// Plain text that begins at its position.
    pub const fn new(size: f64, fill: &'a str) -> Self {
        Self {
            size,
            bold: false,
            fill,
            anchor: Anchor::Start,
            halo: 0.0,
        }
    }

    /// The same, centred.
    #[must_use]
    pub const fn centred(self) -> Self {
        Self {
            anchor: Anchor::Middle,
            ..self
        }
    }

    /// The same, bold.
    #[must_use]
    pub const fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    /// The same with a white rim.
    #[must_use]
    pub const fn halo(self, halo: f64) -> Self {
        Self { halo, ..self }
    }
}

impl Default for Svg {
    fn default() -> Self {
        Self::new()
    }
}

impl Svg {
    /// An empty picture.
    pub const fn new() -> Self {
        Self {
            body: String::new(),
            open: Vec::new(),
        }
    }

    // Writing to a String cannot fail, so the results of `write!` are dropped throughout.

    /// A group with a tooltip, which screen readers speak too. Close it with [`Svg::close`].
    pub fn open_titled(&mut self, title: &str) {
        let _ = write!(self.body, "<g><title>{}</title>", escape(title));
        self.open.push("g");
    }

    /// A part of the picture with its own bounds: what sticks out is cut off. Coordinates inside start at its corner.
    pub fn open_clipped(&mut self, x: f64, y: f64, width: f64, height: f64) {
        let (x, y, width, height) = (px(x), px(y), px(width), px(height));
        let _ = writeln!(
            self.body,
            "<svg x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\">"
        );
        self.open.push("svg");
    }

    /// Closes what was opened last.
    pub fn close(&mut self) {
        if let Some(tag) = self.open.pop() {
            let _ = writeln!(self.body, "</{tag}>");
        }
    }

    /// A named pattern of slanting lines, to be used as fill `url(#name)`: tells areas apart in grey.
    pub fn hatch(&mut self, name: &str, stroke: &str, width: f64, gap: f64) {
        let (width, gap) = (px(width), px(gap));
        let _ = writeln!(
            self.body,
            "<defs><pattern id=\"{name}\" width=\"{gap}\" height=\"{gap}\" patternUnits=\"userSpaceOnUse\" \
             patternTransform=\"rotate(45)\"><line x1=\"0\" y1=\"0\" x2=\"0\" y2=\"{gap}\" stroke=\"{stroke}\" \
             stroke-width=\"{width}\"/></pattern></defs>"
        );
    }

    /// An upright rectangle with rounded corners (`radius` 0 for square ones).
    pub fn rect(&mut self, min: Point, width: f64, height: f64, radius: f64, style: Style) {
        let (x, y, width, height, radius) = (px(min.x), px(min.y), px(width), px(height), px(radius));
        let attributes = attributes(style);
        let _ = writeln!(
            self.body,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"{radius}\"{attributes}/>"
        );
    }

    /// An area with its holes.
    pub fn polygon(&mut self, polygon: &Polygon, style: Style) {
        let mut path = String::new();
        for ring in polygon.rings() {
            path += &path_of(ring);
            path.push('Z');
        }
        let attributes = attributes(style);
        let _ = writeln!(
            self.body,
            "<path d=\"{path}\" fill-rule=\"evenodd\"{attributes}/>"
        );
    }

    /// A line through some points.
    pub fn polyline(&mut self, points: &[Point], style: Style) {
        let (path, attributes) = (path_of(points), attributes(style));
        let _ = writeln!(
            self.body,
            "<path d=\"{path}\" stroke-linecap=\"round\" stroke-linejoin=\"round\"{attributes}/>"
        );
    }

    /// A part of a circle around a centre, the shorter way from `from` to `to`.
    pub fn arc(&mut self, centre: Point, from: Point, to: Point, style: Style) {
        let radius = px(centre.distance(from));
        let sweep = u8::from((from - centre).cross(to - centre) > 0.0);
        let (x0, y0, x1, y1) = (px(from.x), px(from.y), px(to.x), px(to.y));
        let attributes = attributes(style);
        let _ = writeln!(
            self.body,
            "<path d=\"M{x0} {y0}A{radius} {radius} 0 0 {sweep} {x1} {y1}\"{attributes}/>"
        );
    }

    /// One line of text with its base line at `at`.
    pub fn text(&mut self, at: Point, text: &str, style: TextStyle) {
        let anchor = match style.anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let weight = if style.bold { " font-weight=\"700\"" } else { "" };
        let halo = if style.halo > 0.0 {
            let width = px(style.halo);
            format!(
                " stroke=\"#FFFFFF\" stroke-width=\"{width}\" paint-order=\"stroke\" stroke-linejoin=\"round\""
            )
        } else {
            String::new()
        };
        let (x, y, size, fill, text) = (px(at.x), px(at.y), px(style.size), style.fill, escape(text));
        let _ = writeln!(
            self.body,
            "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\"{weight}{anchor} fill=\"{fill}\"{halo}>{text}</text>"
        );
    }

    /// The finished picture: a white sheet with what was drawn, its title and its description.
    pub fn finish(self, width: f64, height: f64, title: &str, description: &str) -> String {
        let sheet = format!(
            "<rect width=\"{}\" height=\"{}\" fill=\"#FFFFFF\"/>\n",
            px(width),
            px(height)
        );
        self.finish_on(&sheet, [width, height], title, description)
    }

    /// The same without a sheet, to be laid over another picture.
    pub fn finish_clear(self, width: f64, height: f64, title: &str, description: &str) -> String {
        self.finish_on("", [width, height], title, description)
    }

    fn finish_on(mut self, sheet: &str, [width, height]: [f64; 2], title: &str, description: &str) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        let (width, height) = (px(width), px(height));
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" role=\"img\" font-family=\"Helvetica, Arial, 'Liberation Sans', \
             sans-serif\">\n<title>{}</title>\n<desc>{}</desc>\n{sheet}{}</svg>\n",
            escape(title),
            escape(description),
            self.body
        )
    }
}

fn attributes(style: Style) -> String {
    let mut attributes = format!(" fill=\"{}\"", style.fill);
    if style.stroke != "none" {
        let _ = write!(
            attributes,
            " stroke=\"{}\" stroke-width=\"{}\"",
            style.stroke,
            px(style.width)
        );
    }
    if !style.dash.is_empty() {
        let _ = write!(attributes, " stroke-dasharray=\"{}\"", style.dash);
    }
    attributes
}

fn path_of(points: &[Point]) -> String {
    let mut path = String::new();
    for (number, p) in points.iter().enumerate() {
        let _ = write!(
            path,
            "{}{} {}",
            if number == 0 { 'M' } else { 'L' },
            px(p.x),
            px(p.y)
        );
    }
    path
}

/// A number of pixels with two decimals; −0 is 0.
fn px(value: f64) -> String {
    let text = format!("{value:.2}");
    if text == "-0.00" { "0.00".to_owned() } else { text }
}

/// Text for XML: markup characters become entities, control characters (which XML cannot hold) a replacement sign.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c if (c.is_control() && !matches!(c, '\n' | '\t')) || matches!(c, '\u{FFFE}' | '\u{FFFF}') => {
                escaped.push('\u{FFFD}');
            }
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_names_stays_text() {
        let mut svg = Svg::new();
        svg.open_titled("<b> & \"c\"\u{1}");
        svg.text(
            Point::new(-0.001, 2.0),
            "5 < 6",
            TextStyle::new(10.0, "#000000").centred(),
        );
        let text = svg.finish(10.0, 10.0, "a & b", "d");
        assert!(text.contains("<title>&lt;b&gt; &amp; &quot;c&quot;\u{FFFD}</title>"));
        assert!(text.contains("<text x=\"0.00\" y=\"2.00\" font-size=\"10.00\" text-anchor=\"middle\""));
        assert!(
            text.contains(">5 &lt; 6</text>\n</g>\n</svg>\n"),
            "an open group is closed"
        );
        assert!(text.contains("role=\"img\"") && text.contains("<title>a &amp; b</title>"));
    }
}
