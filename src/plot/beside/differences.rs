//! Differences by seed: a row a variant, a dot a seed, and over them where their mean lies.

use super::axis::Span;
use super::{LETTER, cut, lines};
use crate::geo::Point;
use crate::plot::palette::{BLUE_TINT, GREY, GREY_TEXT, INK, VERMILION};
use crate::plot::{Anchor, Style, Svg, TextStyle};

/// Differences of several variants from one.
#[derive(Debug, Clone, PartialEq)]
pub struct Differences {
    /// What it is called, for those who cannot see it.
    pub title: String,
    /// What it shows, for those who cannot see it.
    pub description: String,
    /// What the axis is of, with its unit.
    pub axis: String,
    /// What lies to the left of zero, and to the right.
    pub sides: [String; 2],
    /// The variants, the first at the top.
    pub rows: Vec<DifferenceRow>,
}

/// One variant.
#[derive(Debug, Clone, PartialEq)]
pub struct DifferenceRow {
    /// Its name.
    pub name: String,
    /// What is said of it.
    pub said: String,
    /// Its difference, seed by seed.
    pub dots: Vec<f64>,
    /// Their mean and the ends of its interval.
    pub mean: Option<[f64; 3]>,
}

const WIDTH: f64 = 720.0;
const LEFT: f64 = 190.0;
const RIGHT: f64 = 24.0;
const ABOVE: f64 = 44.0;
const ROW: f64 = 78.0;
const BELOW: f64 = 52.0;
const DOT: f64 = 2.6;
/// Letters of a name beside the axis.
const NAME: usize = 26;
/// Lines of a name.
const NAME_LINES: usize = 3;

impl Differences {
    /// The picture.
    pub fn svg(&self) -> String {
        let all = self
            .rows
            .iter()
            .flat_map(|row| row.dots.iter().chain(row.mean.iter().flatten()));
        let span = Span::of(all.copied().chain([0.0]));
        let pixels = [LEFT, WIDTH - RIGHT];
        let height = ABOVE + self.rows.len() as f64 * ROW + BELOW;
        let foot = height - BELOW;
        let mut svg = Svg::new();
        let words = TextStyle::new(LETTER, INK);
        let small = TextStyle::new(12.0, GREY_TEXT);
        for (value, text) in span.numbers() {
            let x = span.at(value, pixels);
            svg.polyline(
                &[Point::new(x, ABOVE), Point::new(x, foot)],
                Style::line(GREY, 0.4),
            );
            svg.text(Point::new(x, foot + 18.0), &text, small.centred());
        }
        let zero = span.at(0.0, pixels);
        svg.polyline(
            &[Point::new(zero, ABOVE - 6.0), Point::new(zero, foot)],
            Style::line(INK, 1.4),
        );
        let end = TextStyle {
            anchor: Anchor::End,
            ..small
        };
        svg.text(
            Point::new(zero - 8.0, ABOVE - 12.0),
            &format!("← {}", self.sides[0]),
            end,
        );
        svg.text(
            Point::new(zero + 8.0, ABOVE - 12.0),
            &format!("{} →", self.sides[1]),
            small,
        );
        svg.text(
            Point::new(0.5 * (LEFT + WIDTH - RIGHT), foot + 40.0),
            &self.axis,
            words.centred(),
        );
        for (index, row) in self.rows.iter().enumerate() {
            let middle = ABOVE + (index as f64 + 0.5) * ROW;
            draw_row(&mut svg, row, middle, |value| span.at(value, pixels));
        }
        svg.finish(WIDTH, height, &self.title, &self.description)
    }
}

fn draw_row(svg: &mut Svg, row: &DifferenceRow, middle: f64, x: impl Fn(f64) -> f64) {
    let name = TextStyle::new(LETTER, INK).bold();
    let lines = lines(&row.name, NAME, NAME_LINES);
    let first = middle - 4.0 - 15.0 * (lines.len() as f64 - 1.0);
    for (index, line) in lines.iter().enumerate() {
        svg.text(Point::new(16.0, first + 15.0 * index as f64), line, name);
    }
    let said = TextStyle::new(11.5, GREY_TEXT);
    svg.text(Point::new(16.0, middle + 14.0), &cut(&row.said, NAME + 4), said);
    svg.open_titled(&format!("{}: {}", row.name, row.said));
    for (dot, rise) in row.dots.iter().zip(stacked(&row.dots, &x)) {
        let corner = Point::new(x(*dot) - DOT, middle + 20.0 - rise - DOT);
        svg.rect(
            corner,
            2.0 * DOT,
            2.0 * DOT,
            DOT,
            Style::fill(BLUE_TINT).outlined(INK, 0.4),
        );
    }
    if let Some([mean, low, high]) = row.mean {
        let y = middle - 24.0;
        let bar = Style::line(VERMILION, 3.0);
        svg.polyline(&[Point::new(x(low), y), Point::new(x(high), y)], bar);
        for end in [low, high] {
            svg.polyline(&[Point::new(x(end), y - 5.0), Point::new(x(end), y + 5.0)], bar);
        }
        let corner = Point::new(x(mean) - 5.0, y - 5.0);
        svg.rect(corner, 10.0, 10.0, 0.0, Style::fill(VERMILION).outlined(INK, 1.0));
    }
    svg.close();
}

/// How far each dot is moved up so that those beside each other can be told apart.
fn stacked(dots: &[f64], x: &impl Fn(f64) -> f64) -> Vec<f64> {
    const MOST: f64 = 34.0;
    let bin = |value: f64| (x(value) / (2.0 * DOT)).round() as i64;
    let mut counts = std::collections::BTreeMap::new();
    for dot in dots {
        *counts.entry(bin(*dot)).or_insert(0_u32) += 1;
    }
    let highest = counts.values().copied().max().unwrap_or(1);
    let step = (MOST / f64::from(highest)).min(2.0 * DOT);
    let mut so_far = std::collections::BTreeMap::new();
    dots.iter()
        .map(|dot| {
            let below = so_far.entry(bin(*dot)).or_insert(0_u32);
            *below += 1;
            f64::from(*below - 1) * step
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_seed_is_a_dot_and_the_mean_has_its_interval() {
        let picture = Differences {
            title: "Hurt < 5".to_owned(),
            description: "differences".to_owned(),
            axis: "people".to_owned(),
            sides: ["fewer".to_owned(), "more".to_owned()],
            rows: vec![DifferenceRow {
                name: "one-exit".to_owned(),
                said: "31 ± 6 people fewer".to_owned(),
                dots: vec![-3.0, -3.0, 2.0],
                mean: Some([-1.3, -2.0, -0.5]),
            }],
        };
        let svg = picture.svg();
        assert_eq!(svg.matches(BLUE_TINT).count(), 3);
        assert_eq!(svg.matches(VERMILION).count(), 4);
        for words in ["Hurt &lt; 5", "← fewer", "more →", "one-exit: 31 ± 6"] {
            assert!(svg.contains(words), "{words}");
        }
    }
}
