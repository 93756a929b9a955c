//! A comparison as one page that opens offline in any browser and prints well.

mod pictures;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::comparison::{Aspect, Comparison, Comparisons, Verdict, beside_which};
use super::glance::{Glance, glance};
use super::pool::Pool;
use super::words;

/// With more groups than these the page tells the answer and folds the rest.
const MANY: usize = 9;
/// Below this a probability is no more than none.
const ONE_IN_A_HUNDRED: f64 = 0.01;
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
                        (self.glance())
                        (self.worth())
                        @if self.are_many() { h2 { "One by one" } }
                        @for group in self.others().filter(|group| !self.is_same(*group)) { (self.of_group(group)) }
                        (self.idle())
                        (self.best())
                        (self.front())
                        h2 id="pictures" { "Seed by seed" }
                        p { "Each dot is one seed: what the variant makes of it, less what " b { (self.base_called()) } " makes of it, with the same luck. The bar shows where the mean lies." }
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
        /// More than these are not named one by one.
        const NAMED: usize = 4;
        let base = self.base_called();
        let others: Vec<String> = self
            .others()
            .map(|group| self.pool.groups[group].called())
            .collect();
        let others = match others.len() {
            count if count > NAMED => format!("{count} others"),
            _ => others.join("; "),
        };
        format!("{others} compared with {base}, {}", words::how_many(self.pool))
    }

    /// What groups are set beside: the base, or each the base under its own settings.
    fn base_called(&self) -> String {
        let base = self.comparisons.base;
        let called = self.pool.groups[base].called();
        if self
            .others()
            .any(|group| beside_which(self.pool, base, group) != base)
        {
            format!("{called} or, where settings are varied, {called} with the same settings")
        } else {
            called
        }
    }

    /// What a group is called, and what it is set beside where that is not the base itself.
    fn named_beside(&self, group: usize) -> String {
        let called = self.pool.groups[group].called();
        match words::beside_another(self.pool, self.comparisons.base, group) {
            Some(other) => format!("{called} (beside {other})"),
            None => called,
        }
    }

    fn others(&self) -> impl Iterator<Item = usize> + use<> {
        let base = self.comparisons.base;
        (0..self.pool.groups.len()).filter(move |group| *group != base)
    }

    /// The answer, before everything else.
    fn glance(&self) -> Markup {
        let told = |comparisons: &[&Comparison]| {
            let said = comparisons.iter().map(|comparison| {
                let metric = &self.pool.metrics[comparison.metric];
                let label = &self.labels[comparison.metric];
                match comparison.aspect {
                    Aspect::Came => words::sentence(self.pool, comparison, label),
                    Aspect::Value => {
                        format!(
                            "{label}: {}",
                            words::difference(metric, comparison.difference, comparison.interval)
                        )
                    }
                }
            });
            said.collect::<Vec<_>>()
        };
        let tells = |glance: &Glance| !(glance.better.is_empty() && glance.worse.is_empty());
        if !glance(self.pool, self.comparisons).iter().any(tells) {
            return html! { p { b { "Nothing is better or worse, as far as these runs can show." } } };
        }
        html! {
            div.scroll {
                table.glance {
                    thead { tr { th scope="col" {} th scope="col" { "Better" } th scope="col" { "Worse" } } }
                    tbody { @for glance in glance(self.pool, self.comparisons).iter().filter(|glance| tells(glance)) {
                        tr {
                            th scope="row" { (self.named_beside(glance.group)) }
                            @for side in [&glance.better, &glance.worse] {
                                td { @for said in told(side) { div { (said) } } @if side.is_empty() { "–" } }
                            }
                        }
                    } }
                }
            }
        }
    }

    fn of(&self, group: usize) -> impl Iterator<Item = &Comparison> {
        self.comparisons
            .all
            .iter()
            .filter(move |comparison| comparison.group == group)
    }

    /// Whether there are so many groups that nobody reads about each: all but the answer is folded then.
    fn are_many(&self) -> bool {
        self.pool.groups.len() > MANY
    }

    /// Whether everything of a group is the same in every run.
    fn is_same(&self, group: usize) -> bool {
        let mut all = self.of(group).peekable();
        all.peek().is_some() && all.all(|comparison| comparison.verdict == Verdict::Same)
    }

    /// Groups of which there is nothing to tell, in one line.
    fn idle(&self) -> Markup {
        let idle: Vec<String> = self
            .others()
            .filter(|group| self.is_same(*group))
            .map(|group| self.pool.groups[group].called())
            .collect();
        html! {
            @if !idle.is_empty() {
                h2 { "The same in every run" }
                p { (idle.join("; ")) }
            }
        }
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
        let too_few = self
            .of(group)
            .all(|comparison| comparison.verdict == Verdict::TooFew);
        let whole = html! {
            @if !self.pool.groups[group].name.is_empty() { p.under { (self.pool.groups[group].label) } }
            @if let Some(other) = words::beside_another(self.pool, self.comparisons.base, group) { p.under { "Beside " (other) } }
            @if is_nothing { p { (words::NOTHING) "." } }
            @if too_few && !is_nothing { p { "Too few runs to say anything: two with the same seed are the least." } }
            @if told.is_empty() && !too_few { p { "No difference that these runs can show." } }
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
        };
        let called = self.pool.groups[group].called();
        if self.are_many() {
            let count = |verdict| {
                told.iter()
                    .filter(|comparison| comparison.verdict == verdict)
                    .count()
            };
            let (better, worse) = (count(Verdict::Better), count(Verdict::Worse));
            return html! { details { summary { (called) ": better in " (better) ", worse in " (worse) } (whole) } };
        }
        html! { h2 { (called) } (whole) }
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
        let is_ever_best = |group: &usize| {
            rows.iter()
                .any(|best| best.probabilities[*group] >= ONE_IN_A_HUNDRED)
        };
        let groups: Vec<usize> = (0..self.pool.groups.len())
            .filter(|group| !self.are_many() || is_ever_best(group))
            .collect();
        let never = self.pool.groups.len() - groups.len();
        html! {
            @if !rows.is_empty() {
                h2 { "Which is the best" }
                p { "In so many of 100 other sets of seeds each would have the best mean." @if never > 0 { " " (never) " others in hardly any." } }
                div.scroll {
                    table {
                        thead { tr { th scope="col" { "Figure" } @for group in &groups { th scope="col" { (self.pool.groups[*group].called()) } } } }
                        tbody { @for best in rows {
                            tr {
                                th scope="row" { (self.labels[best.metric]) }
                                @for group in &groups { td { (format!("{:.0}", 100.0 * best.probabilities[*group])) } }
                            }
                        } }
                    }
                }
            }
        }
    }

    /// Every number, below.
    fn tables(&self) -> Markup {
        html! {
            h2 { "All figures" }
            @for group in self.others() {
                details {
                    summary { (self.pool.groups[group].called()) }
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
        let sample = |sample: Option<super::statistics::Summary>| match sample {
            Some(sample) => format!(
                "{} ({} to {})",
                words::value(metric, sample.mean),
                words::value(metric, sample.q05),
                words::value(metric, sample.q95)
            ),
            None => "–".to_owned(),
        };
        let superiority = comparison.superiority;
        let p = comparison.p_holm.map_or_else(
            || "–".to_owned(),
            |p| {
                if p < 0.001 {
                    "< 0.001".to_owned()
                } else {
                    format!("{p:.3}")
                }
            },
        );
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
