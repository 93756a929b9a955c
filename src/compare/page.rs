//! A comparison as one page that opens offline in any browser and prints well.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::comparison::{Aspect, Comparison, Comparisons, Verdict, direction, means};
use super::pool::{Luck, Pool};
use super::statistics::Direction;
use super::words;
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

const STYLE: &str = include_str!("page.css");

/// How pages refer to a run that lies in a folder.
pub type Link<'a> = &'a dyn Fn(&std::path::Path) -> String;

/// What a page says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageWords {
    /// What stands behind the title of the scenario, in the bar of the browser.
    pub about: String,
    /// Under the title; what is compared with what, where there is nothing else to say.
    pub introduction: Vec<String>,
    /// The tables beside the page.
    pub tables: String,
}

/// The page; metrics are called by these labels, in the order of the pool.
pub fn page(
    pool: &Pool,
    comparisons: &Comparisons,
    labels: &[String],
    words: &PageWords,
    link: Link,
) -> String {
    let page = Page {
        pool,
        comparisons,
        labels,
        words,
        link,
    };
    page.whole().into_string()
}

struct Page<'a> {
    pool: &'a Pool,
    comparisons: &'a Comparisons,
    labels: &'a [String],
    words: &'a PageWords,
    link: Link<'a>,
}

impl Page<'_> {
    fn whole(&self) -> Markup {
        let title = self.pool.called();
        let base = &self.pool.groups[self.comparisons.base].label;
        html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'";
                    title { (title) ": " (self.words.about) }
                    style { (PreEscaped(STYLE)) }
                }
                body {
                    header {
                        h1 { (title) }
                        p.under { (self.what_is_compared()) }
                        @for line in &self.words.introduction { p { (line) } }
                    }
                    main {
                        @for group in self.others() { (self.of_group(group)) }
                        (self.worth())
                        (self.best())
                        (self.front())
                        h2 id="pictures" { "Seed by seed" }
                        p { "Each dot is one seed: what the variant makes of it, less what " b { (base) } " makes of it, with the same luck. The bar shows where the mean lies." }
                        @for metric in self.drawn() { (self.of_metric(metric)) }
                        (self.tables())
                    }
                    footer {
                        p.under { "Made by hotwash " (env!("CARGO_PKG_VERSION")) ", " (self.versions()) ". " (self.words.tables) " hold every number of this page." }
                    }
                }
            }
        }
    }

    fn versions(&self) -> String {
        let versions: Vec<&str> = self.pool.versions.iter().map(String::as_str).collect();
        match versions.len() {
            0 => "from tables that do not say by which version of the model they were made".to_owned(),
            1 => format!("model version {}", versions[0]),
            _ => format!("model versions {}", versions.join(" and ")),
        }
    }

    fn what_is_compared(&self) -> String {
        let base = &self.pool.groups[self.comparisons.base];
        let others: Vec<&str> = self
            .others()
            .map(|group| self.pool.groups[group].label.as_str())
            .collect();
        format!(
            "{} compared with {}, {}",
            others.join("; "),
            base.label,
            words::how_many(self.pool)
        )
    }

    fn others(&self) -> impl Iterator<Item = usize> + use<> {
        let base = self.comparisons.base;
        (0..self.pool.groups.len()).filter(move |group| *group != base)
    }

    fn of(&self, group: usize) -> impl Iterator<Item = &Comparison> {
        self.comparisons
            .all
            .iter()
            .filter(move |comparison| comparison.group == group)
    }

    /// What is said of a group.
    fn of_group(&self, group: usize) -> Markup {
        let told: Vec<&Comparison> = self
            .of(group)
            .filter(|comparison| {
                matches!(
                    comparison.verdict,
                    Verdict::Better | Verdict::Worse | Verdict::Other
                )
            })
            .collect();
        let not_shown = |is_open| {
            let not_shown = self
                .of(group)
                .filter(|comparison| comparison.verdict == Verdict::NotShown);
            let those = not_shown.filter(move |comparison| words::is_open(comparison) == is_open);
            those.collect::<Vec<&Comparison>>()
        };
        let (open, quiet) = (not_shown(true), not_shown(false));
        let is_nothing = self.of(group).next().is_none();
        let is_same = self
            .of(group)
            .all(|comparison| comparison.verdict == Verdict::Same);
        let too_few = self
            .of(group)
            .all(|comparison| comparison.verdict == Verdict::TooFew);
        html! {
            h2 { (self.pool.groups[group].label) }
            @if let Some(other) = words::beside_another(self.pool, self.comparisons.base, group) { p.under { "Beside " (other) } }
            @if is_nothing { p { (words::NOTHING) "." } }
            @if too_few && !is_nothing { p { "Too few runs to say anything: two with the same seed are the least." } }
            @if is_same && !is_nothing { p { "Everything is the same in every run." } }
            @if told.is_empty() && !too_few && !is_same { p { "No difference that these runs can show." } }
            ul.said {
                @for verdict in [Verdict::Better, Verdict::Worse, Verdict::Other] {
                    @for comparison in told.iter().filter(|comparison| comparison.verdict == verdict) {
                        li class=(class(verdict)) {
                            b { (word(verdict)) }
                            (words::sentence(self.pool, comparison, &self.labels[comparison.metric]))
                            " " (self.basis(comparison))
                        }
                    }
                }
            }
            @if !open.is_empty() {
                p { "May be chance, more seeds would tell:" }
                ul { @for comparison in open { li { (words::sentence(self.pool, comparison, &self.labels[comparison.metric])) } } }
            }
            @if !quiet.is_empty() {
                details {
                    summary { "Figures without a difference that these runs can show: " (quiet.len()) }
                    ul { @for comparison in quiet { li { (words::sentence(self.pool, comparison, &self.labels[comparison.metric])) } } }
                }
            }
        }
    }

    fn basis(&self, comparison: &Comparison) -> Markup {
        let basis = &self.pool.metrics[comparison.metric].basis;
        html! { @if !basis.is_empty() && words::told_apart(&self.pool.bases()) { span.basis { "(" (basis) ")" } } }
    }

    fn worth(&self) -> Markup {
        html! {
            div.worth {
                p { (words::worth(self.comparisons.family, &self.pool.bases())) }
                @for remark in self.pool.remarks.iter().chain(&self.comparisons.remarks) { p { (remark) "." } }
            }
        }
    }

    /// Which group is the best, metric by metric.
    fn best(&self) -> Markup {
        let drawn = self.drawn();
        let rows = self
            .comparisons
            .best
            .iter()
            .filter(|best| drawn.contains(&best.metric));
        let rows: Vec<_> = rows.collect();
        html! {
            @if !rows.is_empty() {
                h2 { "Which is the best" }
                p { "In so many of 100 other sets of seeds each would have the best mean." }
                div.scroll {
                    table {
                        thead { tr { th scope="col" { "Figure" } @for group in &self.pool.groups { th scope="col" { (group.label) } } } }
                        tbody { @for best in rows {
                            tr {
                                th scope="row" { (self.labels[best.metric]) }
                                @for probability in &best.probabilities { td { (format!("{:.0}", 100.0 * probability)) } }
                            }
                        } }
                    }
                }
            }
        }
    }

    /// What is gained at the cost of what.
    fn front(&self) -> Markup {
        let metrics = &self.comparisons.front_metrics;
        let [x, y, ..] = metrics[..] else {
            return html! {};
        };
        let points = (0..self.pool.groups.len()).filter_map(|group| {
            let means = means(self.pool, group, metrics)?;
            Some(FrontPoint {
                name: self.pool.groups[group].label.clone(),
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
            figure { (PreEscaped(picture.svg())) figcaption { "Surpassed by none: " (names.join(", ")) } }
        }
    }

    /// The metrics that are drawn: those with something to tell, in their order.
    fn drawn(&self) -> Vec<usize> {
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
    fn of_metric(&self, metric: usize) -> Markup {
        let unit = &self.pool.metrics[metric].unit;
        let of_metric: Vec<&Comparison> = self
            .comparisons
            .all
            .iter()
            .filter(|comparison| comparison.metric == metric && comparison.aspect == Aspect::Value)
            .collect();
        let row = |comparison: &&Comparison| DifferenceRow {
            name: self.pool.groups[comparison.group].label.clone(),
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
            description: of_metric
                .iter()
                .map(|comparison| {
                    words::sentence(self.pool, comparison, &self.pool.groups[comparison.group].label)
                })
                .collect::<Vec<_>>()
                .join("; "),
            axis: format!(
                "Difference from {}, {unit}",
                self.pool.groups[self.comparisons.base].label
            ),
            sides: sides.map(str::to_owned),
            rows: of_metric.iter().take(ROWS_DRAWN).map(row).collect(),
        };
        html! {
            h3 { (self.labels[metric]) }
            figure { (PreEscaped(differences.svg())) }
            figure { (PreEscaped(self.shares(metric).svg())) figcaption { "The grey band holds the whole curve of all possible seeds in 95 of 100 cases (Dvoretzky, Kiefer, Wolfowitz)." } }
            @for comparison in of_metric { (self.against(comparison)) }
        }
    }

    fn shares(&self, metric: usize) -> Shares {
        let base = self.comparisons.base;
        let order = std::iter::once(base).chain(self.others());
        let curve = |group: usize| {
            let group = &self.pool.groups[group];
            ShareCurve {
                name: group.label.clone(),
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
    fn against(&self, comparison: &Comparison) -> Markup {
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

    fn seed(&self, comparison: &Comparison, luck: Luck) -> Markup {
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

    /// Every number, below.
    fn tables(&self) -> Markup {
        html! {
            h2 { "All figures" }
            @for group in self.others() {
                details {
                    summary { (self.pool.groups[group].label) }
                    div.scroll {
                        table {
                            thead { tr {
                                th scope="col" { "Figure" } th scope="col" { "Base: mean (5 to 95 of 100)" }
                                th scope="col" { "Variant: mean (5 to 95 of 100)" } th scope="col" { "Better, worse, same" }
                                th scope="col" { "p after Holm" } th scope="col" { "Verdict" }
                            } }
                            tbody { @for comparison in self.of(group) { (self.row(comparison)) } }
                        }
                    }
                }
            }
        }
    }

    fn row(&self, comparison: &Comparison) -> Markup {
        let metric = &self.pool.metrics[comparison.metric];
        let sample = |sample: Option<super::comparison::Sample>| match sample {
            Some(sample) => format!(
                "{} ({} to {})",
                words::value(metric, sample.mean),
                words::value(metric, sample.q05),
                words::value(metric, sample.q95)
            ),
            None => "–".to_owned(),
        };
        let superiority = comparison.superiority;
        let p = comparison
            .p_holm
            .map_or_else(|| "–".to_owned(), |p| format!("{p:.3}"));
        html! {
            tr {
                th scope="row" { (self.labels[comparison.metric]) @if comparison.aspect == Aspect::Came { " (came at all)" } }
                td { (sample(comparison.base)) } td { (sample(comparison.own)) }
                td { (superiority.better) ", " (superiority.worse) ", " (superiority.same) }
                td { (p) } td { (word(comparison.verdict)) }
            }
        }
    }
}

const fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Better => "Better",
        Verdict::Worse => "Worse",
        Verdict::Other => "Different",
        Verdict::NotShown => "Not shown",
        Verdict::Same => "Same",
        Verdict::TooFew => "Too few",
    }
}

const fn class(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Better => "better",
        Verdict::Worse => "worse",
        _ => "other",
    }
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
