//! The pictures of a page: differences seed by seed, shares of runs, and what is gained at the cost of what.

use maud::{Markup, PreEscaped, html};

use super::Page;
use crate::compare::comparison::{Aspect, Comparison, Verdict, direction};
use crate::compare::pool::Luck;
use crate::compare::ranking::means;
use crate::compare::statistics::Direction;
use crate::compare::words;
use crate::maths;
use crate::plot::beside::{DifferenceRow, Differences, Front, FrontPoint, ShareCurve, Shares};

/// What is drawn, at most: so many metrics.
const METRICS_DRAWN: usize = 8;
/// So many curves in a picture, the base among them: more cannot be told apart.
const CURVES_DRAWN: usize = 6;
/// So many rows in a picture.
const ROWS_DRAWN: usize = 24;
/// So many seeds that go the other way are named.
const SEEDS_NAMED: usize = 12;

impl Page<'_> {
    /// What is gained at the cost of what.
    pub(super) fn front(&self) -> Markup {
        let metrics = &self.comparisons.front_metrics;
        let [x, y, ..] = metrics[..] else {
            return html! {};
        };
        let points = (0..self.pool.groups.len()).filter_map(|group| {
            let means = means(self.pool, group, metrics)?;
            Some(FrontPoint {
                name: self.pool.groups[group].called(),
                at: [means[0], means[1]],
                is_on_front: self.comparisons.front.contains(&group),
            })
        });
        let axis = |metric: usize| {
            let way = match direction(&self.pool.metrics[metric]) {
                Some(Direction::Higher) => ", more is better",
                Some(Direction::Lower) => ", less is better",
                None => "",
            };
            format!(
                "{} ({}{way})",
                self.labels[metric], self.pool.metrics[metric].unit
            )
        };
        let names: Vec<&str> = self
            .comparisons
            .front
            .iter()
            .map(|group| self.pool.groups[*group].label.as_str())
            .collect();
        let picture = Front {
            title: "What is gained at the cost of what".to_owned(),
            description: format!(
                "Means of each variant in two figures; surpassed by none: {}",
                names.join(", ")
            ),
            axes: [axis(x), axis(y)],
            points: points.collect(),
        };
        html! {
            h2 { "What is gained at the cost of what" }
            p { "Filled squares are surpassed by no other: whoever wants better in one figure gives up something in another." }
            figure {
                (PreEscaped(picture.svg()))
                figcaption {
                    "Surpassed by none: " (names.join(", ")) "."
                    @if metrics.len() > 2 {
                        @let all: Vec<&str> = metrics.iter().map(|metric| self.labels[*metric].as_str()).collect();
                        " Of the figures " (all.join(", ")) " the first two are drawn: who looks surpassed here is not in the others."
                    }
                }
            }
        }
    }

    /// The metrics that are drawn: those with something to tell, in their order.
    pub(super) fn drawn(&self) -> Vec<usize> {
        let tells = |comparison: &&Comparison| {
            matches!(
                comparison.verdict,
                Verdict::Better | Verdict::Worse | Verdict::Other
            ) && comparison.aspect == Aspect::Value
        };
        let told = self.comparisons.all.iter().filter(tells);
        let quiet = self
            .comparisons
            .all
            .iter()
            .filter(|comparison| comparison.verdict == Verdict::NotShown);
        let mut metrics: Vec<usize> = Vec::new();
        for comparison in told.chain(quiet) {
            if metrics.len() < METRICS_DRAWN && !metrics.contains(&comparison.metric) {
                metrics.push(comparison.metric);
            }
        }
        metrics.sort_unstable();
        metrics
    }

    /// Pictures of a metric, and the seeds that go the other way.
    pub(super) fn of_metric(&self, metric: usize) -> Markup {
        let unit = &self.pool.metrics[metric].unit;
        let of_metric: Vec<&Comparison> = self
            .comparisons
            .all
            .iter()
            .filter(|comparison| comparison.metric == metric && comparison.aspect == Aspect::Value)
            .collect();
        let drawn = widest_apart(&of_metric);
        let row = |comparison: &&Comparison| DifferenceRow {
            name: self.named_beside(comparison.group),
            said: match comparison.verdict {
                Verdict::Same => "the same".to_owned(),
                Verdict::NotShown => "no difference shown".to_owned(),
                Verdict::TooFew => "too few runs".to_owned(),
                _ => words::difference(
                    &self.pool.metrics[metric],
                    comparison.difference,
                    comparison.interval,
                ),
            },
            dots: comparison
                .pairs
                .iter()
                .map(|(_, base, variant)| variant - base)
                .collect(),
            mean: comparison
                .interval
                .map(|interval| [comparison.difference, interval.low, interval.high]),
        };
        let sides = match direction(&self.pool.metrics[metric]) {
            Some(Direction::Lower) => ["better", "worse"],
            Some(Direction::Higher) => ["worse", "better"],
            None => ["less", "more"],
        };
        let differences = Differences {
            title: self.labels[metric].clone(),
            description: drawn
                .iter()
                .map(|comparison| {
                    words::sentence(self.pool, comparison, &self.pool.groups[comparison.group].label)
                })
                .collect::<Vec<_>>()
                .join("; "),
            axis: format!("Difference from {}, {unit}", self.base_called()),
            sides: sides.map(str::to_owned),
            rows: drawn.iter().map(row).collect(),
        };
        html! {
            h3 { (self.labels[metric]) }
            figure {
                (PreEscaped(differences.svg()))
                @if drawn.len() < of_metric.len() { figcaption { "The " (drawn.len()) " of " (of_metric.len()) " that differ most." } }
            }
            figure { (PreEscaped(self.shares(metric).svg())) figcaption { "The grey band holds the whole curve of all possible seeds in 95 of 100 cases (Dvoretzky, Kiefer, Wolfowitz)." } }
            @for comparison in drawn { (self.against(comparison)) }
        }
    }

    pub(super) fn shares(&self, metric: usize) -> Shares {
        let base = self.comparisons.base;
        let order = std::iter::once(base).chain(self.others());
        let curve = |group: usize| {
            let group = &self.pool.groups[group];
            ShareCurve {
                name: group.called(),
                values: group.values(metric).filter_map(|(_, value)| value).collect(),
                runs: group.luck.len(),
                band: Some(band(group.luck.len())),
            }
        };
        let label = &self.labels[metric];
        Shares {
            title: "In how many runs by then, or up to so much".to_owned(),
            description: format!("Cumulative shares of runs by {label}, group by group"),
            axis: format!("{label}, {}", self.pool.metrics[metric].unit),
            curves: order.take(CURVES_DRAWN).map(curve).collect(),
        }
    }

    /// Seeds that go the other way than the mean.
    pub(super) fn against(&self, comparison: &Comparison) -> Markup {
        let is_told = matches!(
            comparison.verdict,
            Verdict::Better | Verdict::Worse | Verdict::Other
        );
        let count = comparison.against.len();
        let label = &self.pool.groups[comparison.group].label;
        html! {
            @if is_told && count > 0 {
                p { b { (label) } ": " (count) " of " (comparison.n) " seeds go the other way: "
                    @for (place, luck) in comparison.against.iter().take(SEEDS_NAMED).enumerate() {
                        @if place > 0 { ", " }
                        (self.seed(comparison, *luck))
                    }
                    @if count > SEEDS_NAMED { " and " (count - SEEDS_NAMED) " more (pairs.csv)" }
                }
            }
        }
    }

    pub(super) fn seed(&self, comparison: &Comparison, luck: Luck) -> Markup {
        let name = match luck {
            (hazard, people) if hazard == people => people.to_string(),
            (hazard, 0) => format!("hazard {hazard}"),
            (hazard, people) => format!("{people} with hazard {hazard}"),
        };
        let folder = self.pool.groups[comparison.group].folder(luck);
        html! {
            @if let Some(folder) = folder { a href=((self.link)(folder)) { (name) } } @else { (name) }
        }
    }
}

/// Of these the ones with the largest differences, as many as can be drawn, in their order.
fn widest_apart<'a>(comparisons: &[&'a Comparison]) -> Vec<&'a Comparison> {
    let mut places: Vec<usize> = (0..comparisons.len()).collect();
    let apart = |place: usize| comparisons[place].difference.abs();
    places.sort_by(|a, b| apart(*b).total_cmp(&apart(*a)));
    places.truncate(ROWS_DRAWN);
    places.sort_unstable();
    places.into_iter().map(|place| comparisons[place]).collect()
}

/// Half of the height of the band that holds a whole distribution in 95 of 100 cases, as a share.
///
/// # Source
/// A. Dvoretzky, J. Kiefer and J. Wolfowitz, Annals of Mathematical Statistics 27 (1956) 642–669, with the constant of P. Massart,
/// Annals of Probability 18 (1990) 1269–1283: √(ln(2 / 0.05) / 2n).
fn band(runs: usize) -> f64 {
    (maths::ln(2.0 / 0.05) / (2.0 * runs.max(1) as f64)).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_band_of_a_hundred_runs_is_fourteen_hundredths_wide_on_each_side() {
        assert!((band(100) - 0.1358).abs() < 1e-4, "{}", band(100));
    }
}
