//! Charts of one quantity over another: lines, dots, bands and areas between two axes.

use super::palette::{
    BLUE, BLUE_TINT, GREEN, GREEN_TINT, GREY, GREY_TEXT, INK, ORANGE_TINT, PURPLE_TINT, SKY_TINT, VERMILION,
    YELLOW_TINT,
};
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
    /// One of several lines, by its number: colour and dashes tell them apart. The legend stands below.
    Curve(usize),
    /// One of several areas, by its number. The legend stands below, and the grid over them.
    Area(usize),
    /// No line: the name itself, in the middle of each point. Not in the legend.
    Words,
}

/// Colours and dashes of curves.
const CURVES: [(&str, &str); 6] = [
    (INK, ""),
    (VERMILION, "10 5"),
    (BLUE, "2 5"),
    (GREEN, "14 4 2 4"),
    (GREY_TEXT, "5 3"),
    (VERMILION, ""),
];
/// Fills of areas.
const AREAS: [&str; 6] = [
    GREEN_TINT,
    SKY_TINT,
    YELLOW_TINT,
    ORANGE_TINT,
    PURPLE_TINT,
    BLUE_TINT,
];

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
        self.draw_series(&mut svg, true);
        self.draw_axes(&mut svg);
        self.draw_series(&mut svg, false);
        let below = self.draw_legend(&mut svg);
        svg.finish(SIZE.0, SIZE.1 + below, &self.title, &self.description)
    }

    /// What lies under the grid, or what lies over it.
    fn draw_series(&self, svg: &mut Svg, is_under: bool) {
        for series in &self.series {
            if matches!(series.look, Look::Area(_)) != is_under {
                continue;
            }
            for p in &series.points {
                if series.look == Look::Words {
                    let words = TextStyle::new(LETTER, INK).centred().bold().halo(3.0);
                    svg.text(self.at(*p), &series.name, words);
                }
            }
            let points: Vec<Point> = series.points.iter().map(|p| self.at(*p)).collect();
            draw(svg, series.look, &points);
        }
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

    /// In the upper right, where speeds that fall with density leave room; of curves and areas below, and then it takes
    /// so much height, pixels.
    fn draw_legend(&self, svg: &mut Svg) -> f64 {
        let named: Vec<&Series> = self.series.iter().filter(|s| s.look != Look::Words).collect();
        let is_below = named
            .iter()
            .any(|s| matches!(s.look, Look::Curve(_) | Look::Area(_)));
        let (corner, taken) = if is_below {
            let taken = named.len() as f64 * ROW;
            (Point::new(LEFT, SIZE.1 + 8.0), taken + 8.0)
        } else {
            (Point::new(SIZE.0 - RIGHT - 230.0, ABOVE + 14.0), 0.0)
        };
        for (row, series) in named.iter().enumerate() {
            let at = corner + Point::new(0.0, row as f64 * ROW);
            let sign = match series.look {
                Look::Line => vec![at, at + Point::new(24.0, 0.0)],
                Look::Curve(_) => vec![at + Point::new(-14.0, 0.0), at + Point::new(24.0, 0.0)],
                Look::Band | Look::Area(_) => {
                    Polygon::rectangle(at + Point::new(0.0, -6.0), at + Point::new(24.0, 6.0)).outer
                }
                Look::Dots | Look::Squares | Look::Words => vec![at + Point::new(12.0, 0.0)],
            };
            draw(svg, series.look, &sign);
            let words = TextStyle::new(LETTER, INK).halo(3.0);
            svg.text(at + Point::new(32.0, 4.0), &series.name, words);
        }
        taken
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
        Look::Curve(number) => {
            let (colour, dash) = CURVES[number % CURVES.len()];
            svg.polyline(points, Style::line(colour, 2.5).dashed(dash));
        }
        Look::Area(number) => {
            let fill = Style::fill(AREAS[number % AREAS.len()]);
            svg.polygon(&Polygon::new(points.to_vec()), fill.outlined(INK, 1.0));
        }
        Look::Words => {}
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
    fn curves_and_areas_have_their_legend_below_and_words_none() {
        let axis = |name| Axis {
            name,
            to: 1.0,
            step: 0.5,
        };
        let series = |name: &str, look| Series {
            name: name.to_owned(),
            points: vec![[0.0, 0.0], [1.0, 1.0], [1.0, 0.0]],
            look,
        };
        let chart = Chart {
            title: String::new(),
            description: String::new(),
            x: axis("x"),
            y: axis("y"),
            series: vec![
                series("area", Look::Area(0)),
                series("curve", Look::Curve(1)),
                series("word", Look::Words),
            ],
        };
        let svg = chart.svg();
        assert!(svg.contains(&format!("height=\"{:.2}\"", SIZE.1 + 2.0 * ROW + 8.0)));
        assert_eq!(svg.matches(">word<").count(), 3);
        assert_eq!(
            [">area<", ">curve<"].map(|name| svg.matches(name).count()),
            [1, 1]
        );
        let place = |part: &str| svg.find(part).unwrap_or_else(|| panic!("{part}: {svg}"));
        assert!(place(GREEN_TINT) < place(GREY) && place(GREY) < place(VERMILION));
    }

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
