//! In which share of the runs a value is reached by when: cumulative curves with their bands.

use super::axis::Span;
use super::{GROUPS, LETTER, cut};
use crate::geo::{Point, Polygon};
use crate::plot::palette::{GREY, GREY_TEXT, GREY_TINT, INK};
use crate::plot::{Anchor, Style, Svg, TextStyle};

/// Cumulative curves of several groups.
#[derive(Debug, Clone, PartialEq)]
pub struct Shares {
    /// What stands above.
    pub title: String,
    /// What it shows, for those who cannot see it.
    pub description: String,
    /// What the axis is of, with its unit.
    pub axis: String,
    /// The groups.
    pub curves: Vec<ShareCurve>,
}

/// One group.
#[derive(Debug, Clone, PartialEq)]
pub struct ShareCurve {
    /// Its name.
    pub name: String,
    /// The values of its runs, in any order.
    pub values: Vec<f64>,
    /// Of so many runs; those without a value never reach it.
    pub runs: usize,
    /// Half of the height of its band, as a share; none where it has none.
    pub band: Option<f64>,
}

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 360.0;
const LEFT: f64 = 64.0;
const RIGHT: f64 = 24.0;
const ABOVE: f64 = 56.0;
const BELOW: f64 = 54.0;
/// From one row of the legend to the next, pixels.
const ROW: f64 = 20.0;

impl Shares {
    /// The picture.
    pub fn svg(&self) -> String {
        let span = Span::of(self.curves.iter().flat_map(|curve| curve.values.iter().copied()));
        let (across, up) = ([LEFT, WIDTH - RIGHT], [HEIGHT - BELOW, ABOVE]);
        let at = |value: f64, share: f64| Point::new(span.at(value, across), up[0] + share * (up[1] - up[0]));
        let mut svg = Svg::new();
        let small = TextStyle::new(12.0, GREY_TEXT);
        svg.text(
            Point::new(16.0, 24.0),
            &self.title,
            TextStyle::new(15.0, INK).bold(),
        );
        svg.text(Point::new(16.0, ABOVE - 12.0), "of 100 runs", small);
        for curve in &self.curves {
            if let Some(band) = curve.band {
                let polygon = band_of(curve, span, band);
                let points = polygon
                    .into_iter()
                    .map(|[value, share]| at(value, share))
                    .collect();
                svg.polygon(&Polygon::new(points), Style::fill(GREY_TINT).outlined(GREY, 0.5));
            }
        }
        for (value, text) in span.numbers() {
            svg.polyline(&[at(value, 0.0), at(value, 1.0)], Style::line(GREY, 0.4));
            svg.text(at(value, 0.0) + Point::new(0.0, 18.0), &text, small.centred());
        }
        let end = TextStyle {
            anchor: Anchor::End,
            ..small
        };
        for quarter in 0..=4 {
            let share = f64::from(quarter) / 4.0;
            svg.polyline(
                &[at(span.from, share), at(span.to, share)],
                Style::line(GREY, 0.4),
            );
            let text = format!("{:.0}", 100.0 * share);
            svg.text(at(span.from, share) + Point::new(-8.0, 4.0), &text, end);
        }
        let words = TextStyle::new(LETTER, INK);
        let middle = Point::new(0.5 * (across[0] + across[1]), HEIGHT - 14.0);
        svg.text(middle, &self.axis, words.centred());
        for (index, curve) in self.curves.iter().enumerate() {
            let (colour, dash) = GROUPS[index % GROUPS.len()];
            let line = Style::line(colour, 2.2).dashed(dash);
            let points: Vec<Point> = steps(curve, span).into_iter().map(|[v, s]| at(v, s)).collect();
            svg.polyline(&points, line);
            let y = HEIGHT + 8.0 + index as f64 * ROW;
            svg.polyline(&[Point::new(LEFT, y), Point::new(LEFT + 40.0, y)], line);
            svg.text(Point::new(LEFT + 50.0, y + 4.0), &cut(&curve.name, 80), words);
        }
        let height = HEIGHT + 12.0 + self.curves.len() as f64 * ROW;
        svg.finish(WIDTH, height, &self.title, &self.description)
    }
}

/// The curve as steps: value, and the share of runs that have reached it.
fn steps(curve: &ShareCurve, span: Span) -> Vec<[f64; 2]> {
    let mut sorted = curve.values.clone();
    sorted.sort_by(f64::total_cmp);
    let runs = curve.runs.max(1) as f64;
    let mut steps = vec![[span.from, 0.0]];
    for (index, value) in sorted.iter().enumerate() {
        steps.push([*value, index as f64 / runs]);
        steps.push([*value, (index + 1) as f64 / runs]);
    }
    steps.push([span.to, sorted.len() as f64 / runs]);
    steps
}

/// The edge of the band, all the way round.
fn band_of(curve: &ShareCurve, span: Span, half: f64) -> Vec<[f64; 2]> {
    let steps = steps(curve, span);
    let upper = steps
        .iter()
        .map(|[value, share]| [*value, (share + half).min(1.0)]);
    let lower = steps
        .iter()
        .rev()
        .map(|[value, share]| [*value, (share - half).max(0.0)]);
    upper.chain(lower).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_ends_at_the_share_of_runs_that_reach_it() {
        let curve = ShareCurve {
            name: "base".to_owned(),
            values: vec![3.0, 1.0],
            runs: 4,
            band: Some(0.1),
        };
        let span = Span {
            from: 0.0,
            to: 4.0,
            step: 1.0,
        };
        assert_eq!(
            steps(&curve, span),
            [
                [0.0, 0.0],
                [1.0, 0.0],
                [1.0, 0.25],
                [3.0, 0.25],
                [3.0, 0.5],
                [4.0, 0.5]
            ]
        );
        let svg = Shares {
            title: "Last out".to_owned(),
            description: String::new(),
            axis: "s".to_owned(),
            curves: vec![curve],
        }
        .svg();
        assert!(svg.contains("of 100 runs") && svg.contains(">base<"));
    }
}
