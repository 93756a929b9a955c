//! Charts of one quantity over another: lines, dots and bands between two axes.

use super::palette::{GREEN, GREY, GREY_TEXT, INK, SKY_TINT, VERMILION};
use super::svg::{Anchor, Style, Svg, TextStyle};
use crate::geo::{Point, Polygon};

/// A chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// What stands above it.
    pub title: String,
    /// What it shows, for those who cannot see it.
    pub description: String,
    /// The axis to the right.
    pub x: Axis,
    /// The axis upwards.
    pub y: Axis,
    /// What is drawn, the first at the bottom.
    pub series: Vec<Series>,
}

/// An axis from 0.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    /// Quantity and unit.
    pub name: &'static str,
    /// Where it ends.
    pub to: f64,
    /// From one number on it to the next.
    pub step: f64,
}

/// What belongs together.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// Its name, in the legend.
    pub name: String,
    /// Its points.
    pub points: Vec<[f64; 2]>,
    /// How it is drawn.
    pub look: Look,
}

/// How a series is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// A line: what others published.
    Line,
    /// The area that its points enclose: a band that others published.
    Band,
    /// Filled dots: what came out.
    Dots,
    /// Hollow squares: what came out, the other of two.
    Squares,
}

/// Width and height, and the margins left, right, above and below, pixels.
const SIZE: (f64, f64) = (560.0, 414.0);
const LEFT: f64 = 64.0;
const RIGHT: f64 = 20.0;
const ABOVE: f64 = 58.0;
const BELOW: f64 = 56.0;
/// Letter height; half a dot, pixels.
const LETTER: f64 = 13.0;
const DOT: f64 = 3.5;
/// From one row of the legend to the next, pixels.
const ROW: f64 = 20.0;

impl Chart {
    /// The chart as a picture.
    pub fn svg(&self) -> String {
        let mut svg = Svg::new();
        self.draw_axes(&mut svg);
        for series in &self.series {
            let points: Vec<Point> = series.points.iter().map(|p| self.at(*p)).collect();
            draw(&mut svg, series.look, &points);
        }
        self.draw_legend(&mut svg);
        svg.finish(SIZE.0, SIZE.1, &self.title, &self.description)
    }

    fn at(&self, [x, y]: [f64; 2]) -> Point {
        let (width, height) = (SIZE.0 - LEFT - RIGHT, SIZE.1 - ABOVE - BELOW);
        Point::new(
            LEFT + x / self.x.to * width,
            SIZE.1 - BELOW - y / self.y.to * height,
        )
    }

    fn draw_axes(&self, svg: &mut Svg) {
        let words = TextStyle::new(LETTER, INK);
        svg.text(Point::new(LEFT, 24.0), &self.title, words.bold());
        let numbers = TextStyle::new(LETTER, GREY_TEXT);
        let to_the_left = TextStyle {
            anchor: Anchor::End,
            ..numbers
        };
        for x in ticks(&self.x) {
            let foot = self.at([x, 0.0]);
            svg.polyline(&[foot, self.at([x, self.y.to])], Style::line(GREY, 0.5));
            svg.text(foot + Point::new(0.0, 18.0), &number(x), numbers.centred());
        }
        for y in ticks(&self.y) {
            let foot = self.at([0.0, y]);
            svg.polyline(&[foot, self.at([self.x.to, y])], Style::line(GREY, 0.5));
            svg.text(foot + Point::new(-8.0, 4.0), &number(y), to_the_left);
        }
        let below = Point::new(0.5 * (LEFT + SIZE.0 - RIGHT), SIZE.1 - 14.0);
        svg.text(below, self.x.name, words.centred());
        svg.text(Point::new(8.0, ABOVE - 14.0), self.y.name, words);
    }

    /// In the upper right, where speeds that fall with density leave room.
    fn draw_legend(&self, svg: &mut Svg) {
        let corner = Point::new(SIZE.0 - RIGHT - 230.0, ABOVE + 14.0);
        for (row, series) in self.series.iter().enumerate() {
            let at = corner + Point::new(0.0, row as f64 * ROW);
            let sign = match series.look {
                Look::Line => vec![at, at + Point::new(24.0, 0.0)],
                Look::Band => {
                    Polygon::rectangle(at + Point::new(0.0, -6.0), at + Point::new(24.0, 6.0)).outer
                }
                Look::Dots | Look::Squares => vec![at + Point::new(12.0, 0.0)],
            };
            draw(svg, series.look, &sign);
            let words = TextStyle::new(LETTER, INK).halo(3.0);
            svg.text(at + Point::new(32.0, 4.0), &series.name, words);
        }
    }
}

fn draw(svg: &mut Svg, look: Look, points: &[Point]) {
    let square = |p: &Point| *p - Point::new(DOT, DOT);
    match look {
        Look::Line => svg.polyline(points, Style::line(INK, 1.5)),
        Look::Band => svg.polygon(&Polygon::new(points.to_vec()), Style::fill(SKY_TINT)),
        Look::Dots => {
            for p in points {
                svg.rect(square(p), 2.0 * DOT, 2.0 * DOT, DOT, Style::fill(VERMILION));
            }
        }
        Look::Squares => {
            for p in points {
                svg.rect(square(p), 2.0 * DOT, 2.0 * DOT, 0.0, Style::line(GREEN, 1.5));
            }
        }
    }
}

fn ticks(axis: &Axis) -> impl Iterator<Item = f64> {
    let (step, count) = (axis.step, (axis.to / axis.step).round() as u32);
    (0..=count).map(move |i| f64::from(i) * step)
}

/// At most one decimal.
fn number(value: f64) -> String {
    format!("{value:.1}").trim_end_matches(".0").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chart_has_its_axes_its_series_and_its_words() {
        let axis = |name, to, step| Axis { name, to, step };
        let series = |name: &str, look| Series {
            name: name.to_owned(),
            points: vec![[0.0, 0.0], [1.0, 2.0], [2.0, 0.0]],
            look,
        };
        let chart = Chart {
            title: "Speed < density".to_owned(),
            description: "falls".to_owned(),
            x: axis("density", 2.0, 1.0),
            y: axis("speed", 2.0, 0.5),
            series: vec![series("band", Look::Band), series("ours", Look::Dots)],
        };
        let svg = chart.svg();
        assert_eq!(svg, chart.svg());
        for words in [
            ">density<",
            ">speed<",
            ">0.5<",
            ">1<",
            ">band<",
            "Speed &lt; density",
        ] {
            assert!(svg.contains(words), "{words}: {svg}");
        }
        assert_eq!(
            svg.matches(VERMILION).count(),
            4,
            "three dots and the sign of the legend"
        );
    }
}
