//! What is gained at the cost of what: groups by their means in two metrics.

use super::axis::Span;
use super::{LETTER, cut};
use crate::geo::Point;
use crate::plot::palette::{GREY, GREY_TEXT, INK, VERMILION, WHITE};
use crate::plot::{Anchor, Style, Svg, TextStyle};

/// Groups by two metrics.
#[derive(Debug, Clone, PartialEq)]
pub struct Front {
    /// What stands above.
    pub title: String,
    /// What it shows, for those who cannot see it.
    pub description: String,
    /// What the axes are of, with their units and which way is better.
    pub axes: [String; 2],
    /// The groups.
    pub points: Vec<FrontPoint>,
}

/// One group.
#[derive(Debug, Clone, PartialEq)]
pub struct FrontPoint {
    /// Its name.
    pub name: String,
    /// Its means.
    pub at: [f64; 2],
    /// Whether no other surpasses it.
    pub is_on_front: bool,
}

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 400.0;
const LEFT: f64 = 72.0;
const RIGHT: f64 = 160.0;
const ABOVE: f64 = 64.0;
const BELOW: f64 = 56.0;

impl Front {
    /// The picture.
    pub fn svg(&self) -> String {
        let spans = [0, 1].map(|axis| Span::of(self.points.iter().map(|point| point.at[axis])));
        let (across, up) = ([LEFT, WIDTH - RIGHT], [HEIGHT - BELOW, ABOVE]);
        let at = |[x, y]: [f64; 2]| Point::new(spans[0].at(x, across), spans[1].at(y, up));
        let mut svg = Svg::new();
        let small = TextStyle::new(12.0, GREY_TEXT);
        let end = TextStyle {
            anchor: Anchor::End,
            ..small
        };
        let words = TextStyle::new(LETTER, INK);
        svg.text(
            Point::new(16.0, 24.0),
            &self.title,
            TextStyle::new(15.0, INK).bold(),
        );
        svg.text(Point::new(16.0, ABOVE - 16.0), &self.axes[1], words);
        for (value, text) in spans[0].numbers() {
            let foot = at([value, spans[1].from]);
            svg.polyline(&[foot, at([value, spans[1].to])], Style::line(GREY, 0.4));
            svg.text(foot + Point::new(0.0, 18.0), &text, small.centred());
        }
        for (value, text) in spans[1].numbers() {
            let foot = at([spans[0].from, value]);
            svg.polyline(&[foot, at([spans[0].to, value])], Style::line(GREY, 0.4));
            svg.text(foot + Point::new(-8.0, 4.0), &text, end);
        }
        let middle = Point::new(0.5 * (across[0] + across[1]), HEIGHT - 14.0);
        svg.text(middle, &self.axes[0], words.centred());
        let mut front: Vec<[f64; 2]> = self
            .points
            .iter()
            .filter(|p| p.is_on_front)
            .map(|p| p.at)
            .collect();
        front.sort_by(|a, b| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1])));
        let line: Vec<Point> = front.into_iter().map(at).collect();
        svg.polyline(&line, Style::line(VERMILION, 1.5).dashed("6 4"));
        for point in &self.points {
            let centre = at(point.at);
            let fill = if point.is_on_front { VERMILION } else { WHITE };
            let corner = centre - Point::new(5.0, 5.0);
            let radius = if point.is_on_front { 0.0 } else { 5.0 };
            svg.rect(corner, 10.0, 10.0, radius, Style::fill(fill).outlined(INK, 1.2));
            let name = if point.is_on_front { words.bold() } else { words };
            svg.text(
                centre + Point::new(10.0, 4.0),
                &cut(&point.name, 28),
                name.halo(3.0),
            );
        }
        svg.finish(WIDTH, HEIGHT, &self.title, &self.description)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_none_surpasses_is_told_by_shape_and_not_by_colour_alone() {
        let point = |name: &str, at, is_on_front| FrontPoint {
            name: name.to_owned(),
            at,
            is_on_front,
        };
        let svg = Front {
            title: "Front".to_owned(),
            description: String::new(),
            axes: ["hurt".to_owned(), "minutes".to_owned()],
            points: vec![point("a", [1.0, 5.0], true), point("b", [2.0, 6.0], false)],
        }
        .svg();
        assert!(
            svg.contains("rx=\"0.00\"") || svg.contains("rx=\"0\""),
            "a square"
        );
        assert!(svg.contains(">a<") && svg.contains(">b<"));
    }
}
