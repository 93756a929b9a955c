//! `hotwash compare`: variants over many seeds, with an answer and its uncertainty.

use std::path::{Path, PathBuf};

use super::exit::Stop;
use super::labels;
use super::layout::{Paint, wrapped};
use super::printer::{self, Printer};
use super::report::Report;
use super::run::OUTPUTS;
use crate::compare::{
    Aspect, Best, Comparison, Comparisons, PageWords, Pool, Question, ReadError, Verdict, Wanted,
    compare as compared, comparison_rows, direction, pair_rows, read, words,
};
use crate::record::{BATCH, Catalogue, sha256};
use crate::scenario::document::suggest;
use crate::simulation::DIGITS;

/// The language in which metrics are called.
const LANGUAGE: &str = "en";
/// The page.
const PAGE: &str = "comparison.html";

const AFTER_HELP: &str = "\
Examples:
  hotwash compare outputs/fire-drill/batch-1f3a9c
  hotwash compare outputs/fire-drill/base outputs/fire-drill/one-exit
  hotwash compare outputs/durres-school/batch-77ab01 --metric injured,full_account_s --pareto injured,full_account_s
  hotwash compare last-year/runs.csv outputs/fire-drill/batch-1f3a9c --mixed-versions

Runs with the same seeds are set beside each other: they share their luck, so that what is left is the
variant. It takes folders of batches, folders of runs, and their tables, also as a spreadsheet saved them. Runs that
were picked for what they show are left out. docs/comparisons.md says how differences are judged.";

#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    /// Folders of batches or runs, or tables of runs
    #[arg(required = true)]
    runs: Vec<PathBuf>,
    /// What the others are compared with: a variant, as it is called in the tables
    #[arg(long, value_name = "VARIANT")]
    base: Option<String>,
    /// The metrics, with commas between, or `all` for those of single places too
    #[arg(long, value_name = "METRICS", value_delimiter = ',')]
    metric: Vec<String>,
    /// Two or more metrics of which more of one may cost another
    #[arg(long, value_name = "METRICS", value_delimiter = ',')]
    pareto: Vec<String>,
    /// Compare runs of several versions of the model: they may differ for that alone
    #[arg(long)]
    mixed_versions: bool,
    /// Take runs too that were picked for what they show
    #[arg(long)]
    with_picked: bool,
    /// Where to put the page and the tables, instead of beside the batch or below outputs/
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Print one JSON object instead of a summary
    #[arg(long)]
    json: bool,
    /// Print nothing but errors (and what --json asks for)
    #[arg(long, short)]
    pub(super) quiet: bool,
}

pub(super) fn compare(args: &Args, printer: Printer) -> Result<(), Stop> {
    let wanted = Wanted {
        with_picked: args.with_picked,
    };
    let pool = read(&args.runs, wanted).map_err(|error| stop(&error))?;
    check(&pool, args)?;
    if pool.versions.len() > 1 {
        let versions: Vec<&str> = pool.versions.iter().map(String::as_str).collect();
        printer.remark(&format!(
            "made by versions {} of the model: what differs may differ for that alone",
            versions.join(" and ")
        ));
    }
    let question = Question {
        base: pool.base(args.base.as_deref()).map_err(Stop::input)?,
        metrics: metrics(&pool, &args.metric)?,
        pareto: front_metrics(&pool, args)?,
    };
    let comparisons = compared(&pool, &question);
    let labels = labels_of(&pool, &Catalogue::load(LANGUAGE)?);
    let target = args.out.clone().unwrap_or_else(|| usual_folder(&pool, args));
    let folder = write_page(&pool, &comparisons, &labels, target, &args.runs)?;
    if args.json {
        printer::json(&json(&pool, &comparisons, &labels))?;
    } else if !printer.is_quiet() {
        let text = text(&pool, &comparisons, &labels, printer.width(), printer.paint());
        let folder = folder.display();
        printer::out(&format!(
            "{text}\nOpen {folder}/{PAGE} in a browser; comparison.csv and pairs.csv beside it hold every number.\n"
        ))?;
    }
    for remark in pool.remarks.iter().chain(&comparisons.remarks) {
        printer.remark(remark);
    }
    Ok(())
}

fn stop(error: &ReadError) -> Stop {
    Stop::input(error.to_string())
        .hint("name what `hotwash batch` or `hotwash run` left, or a table with the columns variant, seed, metric and value")
}

/// What people call a metric, with what it is about.
pub(super) fn called(name: &str, catalogue: &Catalogue) -> String {
    match name.split_once('@') {
        Some((metric, about)) => format!("{} at {about}", labels::called_alone(metric, catalogue)),
        None => labels::called_alone(name, catalogue),
    }
}

/// What people call the metrics of a pool, in its order.
pub(super) fn labels_of(pool: &Pool, catalogue: &Catalogue) -> Vec<String> {
    let metrics = pool.metrics.iter();
    metrics.map(|metric| called(&metric.name, catalogue)).collect()
}

/// Whether what was read can be compared at all.
fn check(pool: &Pool, args: &Args) -> Result<(), Stop> {
    if pool.groups.len() < 2 {
        return Err(Stop::input(format!(
            "all these runs are of `{}`: there is nothing to compare them with",
            pool.groups.first().map_or("", |group| &group.label)
        ))
        .hint("`hotwash batch SCENARIO --variants all` makes runs of every variant"));
    }
    if pool.versions.len() > 1 && !args.mixed_versions {
        let versions: Vec<&str> = pool.versions.iter().map(String::as_str).collect();
        return Err(Stop::input(format!(
            "they were made by versions {} of the model, and may differ for that alone",
            versions.join(" and ")
        ))
        .hint("make the older ones again, or say --mixed-versions"));
    }
    Ok(())
}

/// The metrics that are asked for; none where nobody asks.
fn metrics(pool: &Pool, asked: &[String]) -> Result<Vec<usize>, Stop> {
    if asked.iter().any(|name| name == "all") {
        return Ok((0..pool.metrics.len()).collect());
    }
    each_once(pool, asked)
}

/// Metrics by name, each once.
fn each_once(pool: &Pool, asked: &[String]) -> Result<Vec<usize>, Stop> {
    let mut found = Vec::new();
    for name in asked {
        let metric = metric(pool, name)?;
        if !found.contains(&metric) {
            found.push(metric);
        }
    }
    Ok(found)
}

fn metric(pool: &Pool, name: &str) -> Result<usize, Stop> {
    let found = pool.metrics.iter().position(|metric| metric.name == name.trim());
    found.ok_or_else(|| {
        let known = pool.metrics.iter().map(|metric| metric.name.as_str());
        Stop::input(format!("these runs have no metric `{name}`"))
            .maybe_hint(suggest::did_you_mean(name, known))
    })
}

/// The metrics of the front: those that are asked for; else the first two of the question that differ between variants.
fn front_metrics(pool: &Pool, args: &Args) -> Result<Vec<usize>, Stop> {
    if !args.pareto.is_empty() {
        let found = each_once(pool, &args.pareto)?;
        if found.len() < 2 {
            return Err(Stop::input("a front needs two metrics or more")
                .hint("write --pareto injured,full_account_s"));
        }
        return Ok(found);
    }
    let asked = metrics(pool, &args.metric)?;
    if asked.len() < 2 || pool.groups.len() < 3 {
        return Ok(Vec::new());
    }
    let has_way = |metric: &usize| direction(&pool.metrics[*metric]).is_some();
    Ok(asked.into_iter().filter(has_way).take(2).collect())
}

/// Writes the page and the tables; where they are.
pub(super) fn write_page(
    pool: &Pool,
    comparisons: &Comparisons,
    labels: &[String],
    target: PathBuf,
    runs: &[PathBuf],
) -> Result<PathBuf, Stop> {
    let words = PageWords {
        about: "variants compared".to_owned(),
        introduction: Vec::new(),
        tables: "comparison.csv and pairs.csv".to_owned(),
    };
    let mut report = Report::new("comparison", pool, target);
    report.table(&comparison_rows(pool, comparisons, labels))?;
    report.table(&pair_rows(pool, comparisons))?;
    report.write(comparisons, labels, &words, runs)
}

/// Inside the batch, where there is one; else below the folder of all outputs.
fn usual_folder(pool: &Pool, args: &Args) -> PathBuf {
    if let [only] = &args.runs[..]
        && only.join(BATCH).is_file()
    {
        return only.join("comparison");
    }
    let named: Vec<String> = args.runs.iter().map(|path| path.display().to_string()).collect();
    let digits = sha256(named.join("\n").as_bytes());
    let scenario = if pool.scenario.is_empty() {
        "runs"
    } else {
        &pool.scenario
    };
    Path::new(OUTPUTS)
        .join(scenario)
        .join(format!("comparison-{}", &digits[..DIGITS]))
}

fn text(pool: &Pool, comparisons: &Comparisons, labels: &[String], width: usize, paint: Paint) -> String {
    let base = &pool.groups[comparisons.base];
    let mut lines = vec![format!(
        "{}: compared with {}, {}",
        paint.strong(pool.called()),
        paint.strong(&base.label),
        words::how_many(pool)
    )];
    for index in 0..pool.groups.len() {
        if index == comparisons.base {
            continue;
        }
        lines.push(String::new());
        lines.extend(wrapped(&heading(pool, comparisons.base, index, paint), width));
        let of_group = comparisons
            .all
            .iter()
            .filter(|comparison| comparison.group == index);
        lines.extend(of(pool, of_group.collect(), labels, width, paint));
    }
    lines.push(String::new());
    lines.extend(best(pool, comparisons, labels, width));
    lines.extend(wrapped(&words::worth(comparisons.family, &pool.bases()), width));
    lines.join("\n") + "\n"
}

/// What stands above what is said of a group.
fn heading(pool: &Pool, base: usize, group: usize, paint: Paint) -> String {
    let of_group = &pool.groups[group];
    let name = if of_group.name.is_empty() {
        String::new()
    } else {
        format!(" · {}", of_group.name)
    };
    let label = format!("{}{name}", paint.strong(&of_group.label));
    match words::beside_another(pool, base, group) {
        Some(other) => format!("{label} (beside {other})"),
        None => label,
    }
}

/// What is said of a group.
pub(super) fn of(
    pool: &Pool,
    all: Vec<&Comparison>,
    labels: &[String],
    width: usize,
    paint: Paint,
) -> Vec<String> {
    const INDENT: usize = 12;
    let mut lines = Vec::new();
    let mut say = |word: &str, sentence: &str, paint: &dyn Fn(&str) -> String| {
        for (place, line) in wrapped(sentence, width - INDENT).iter().enumerate() {
            let head = if place == 0 { word } else { "" };
            lines.push(format!(
                "  {}{line}",
                paint(&format!("{head:<width$}", width = INDENT - 2))
            ));
        }
    };
    let sentence = |comparison: &Comparison| {
        let metric = &pool.metrics[comparison.metric];
        let basis = if metric.basis.is_empty() || !words::told_apart(&pool.bases()) {
            String::new()
        } else {
            format!(" ({})", metric.basis)
        };
        words::sentence(pool, comparison, &labels[comparison.metric]) + &basis
    };
    let told = |verdict: Verdict| all.iter().filter(move |comparison| comparison.verdict == verdict);
    for comparison in told(Verdict::Better) {
        say("better", &sentence(comparison), &|word| paint.good(word));
    }
    for comparison in told(Verdict::Worse) {
        say("worse", &sentence(comparison), &|word| paint.bad(word));
    }
    for comparison in told(Verdict::Other) {
        say("different", &sentence(comparison), &|word| paint.strong(word));
    }
    let names = |verdict: Verdict, is_open: bool| {
        let name = |comparison: &&Comparison| match comparison.aspect {
            Aspect::Value => labels[comparison.metric].clone(),
            Aspect::Came => format!("{} (in how many runs)", labels[comparison.metric]),
        };
        let names: Vec<String> = told(verdict)
            .filter(|comparison| words::is_open(comparison) == is_open)
            .map(name)
            .collect();
        names.join(", ")
    };
    let open = names(Verdict::NotShown, true);
    if !open.is_empty() {
        say(
            "unclear",
            &format!("a difference that may be chance, more seeds would tell: {open}"),
            &|word| paint.faint(word),
        );
    }
    let quiet = names(Verdict::NotShown, false);
    if !quiet.is_empty() {
        say(
            "not shown",
            &format!("no difference that these runs can show: {quiet}"),
            &|word| paint.faint(word),
        );
    }
    let few = names(Verdict::TooFew, false);
    let are_few = told(Verdict::TooFew).count();
    if all.is_empty() {
        say("", words::NOTHING, &|word| paint.faint(word));
    } else if are_few == all.len() {
        say("too few", "two runs with the same seed are the least", &|word| {
            paint.faint(word)
        });
    } else if are_few > 0 {
        say(
            "too few",
            &format!("too few runs to say anything: {few}"),
            &|word| paint.faint(word),
        );
    }
    if !all.is_empty() && told(Verdict::Same).count() == all.len() - are_few && are_few < all.len() {
        let what = if are_few == 0 {
            "everything"
        } else {
            "everything else"
        };
        say("same", &format!("{what} is the same in every run"), &|word| {
            paint.faint(word)
        });
    }
    lines
}

/// Which group is the best in the metrics that were asked for, where that is not clear from the start.
pub(super) fn best(pool: &Pool, comparisons: &Comparisons, labels: &[String], width: usize) -> Vec<String> {
    const TOLD: usize = 6;
    if pool.groups.len() < 3 {
        return Vec::new();
    }
    let tells = |metric: usize| {
        let mut of_metric = comparisons
            .all
            .iter()
            .filter(|comparison| comparison.metric == metric);
        of_metric.any(|comparison| matches!(comparison.verdict, Verdict::Better | Verdict::Worse))
    };
    let all: Vec<&Best> = comparisons
        .best
        .iter()
        .filter(|best| tells(best.metric))
        .collect();
    let more = all.len().saturating_sub(TOLD);
    let lines = all.into_iter().take(TOLD).map(|best| {
        let mut order: Vec<usize> = (0..best.probabilities.len())
            .filter(|group| best.first_alike[*group] == *group)
            .collect();
        order.sort_by(|a, b| {
            best.probabilities[*b]
                .total_cmp(&best.probabilities[*a])
                .then(a.cmp(b))
        });
        let [first, second] = [order[0], order[1]];
        let share = |group: usize| format!("{:.0} of 100", 100.0 * best.probabilities[group]);
        let called = |group: usize| {
            let alike = (0..best.first_alike.len()).filter(|other| best.first_alike[*other] == group);
            let alike: Vec<&str> = alike.map(|other| pool.groups[other].label.as_str()).collect();
            match alike[..] {
                [only] => only.to_owned(),
                [one, other] => format!("{one} and {other}, alike"),
                [one, ..] => format!("{one} and {} others, alike", alike.len() - 1),
                [] => String::new(),
            }
        };
        let mut said = format!("{}: {} ({})", labels[best.metric], called(first), share(first));
        if best.probabilities[first] < 0.95 {
            said += &format!(", then {} ({})", called(second), share(second));
        }
        wrapped(&said, width - 2)
    });
    let mut lines: Vec<String> = lines.flatten().map(|line| format!("  {line}")).collect();
    if !lines.is_empty() {
        lines.insert(0, "Best mean, in so many of 100 other sets of seeds:".to_owned());
        if more > 0 {
            lines.push(format!("  and {more} more figures in comparison.csv"));
        }
        lines.push(String::new());
    }
    if !comparisons.front.is_empty() {
        let names: Vec<&str> = comparisons
            .front
            .iter()
            .map(|group| pool.groups[*group].label.as_str())
            .collect();
        let metrics: Vec<&str> = comparisons
            .front_metrics
            .iter()
            .map(|metric| labels[*metric].as_str())
            .collect();
        let said = format!(
            "Surpassed by none in {} together: {}",
            metrics.join(" and "),
            names.join(", ")
        );
        lines.extend(wrapped(&said, width));
        lines.push(String::new());
    }
    lines
}

fn json(pool: &Pool, comparisons: &Comparisons, labels: &[String]) -> serde_json::Value {
    let all = comparisons.all.iter().map(|comparison| {
        let metric = &pool.metrics[comparison.metric];
        serde_json::json!({
            "variant": pool.groups[comparison.group].label,
            "beside": pool.groups[comparison.beside].label,
            "metric": metric.name,
            "unit": metric.unit,
            "basis": metric.basis,
            "n": comparison.n,
            "paired": comparison.is_paired,
            "difference": comparison.difference,
            "low": comparison.interval.map(|interval| interval.low),
            "high": comparison.interval.map(|interval| interval.high),
            "p_holm": comparison.p_holm,
            "aspect": comparison.aspect.word(),
            "verdict": comparison.verdict.word(),
            "text": words::sentence(pool, comparison, &labels[comparison.metric]),
        })
    });
    serde_json::json!({
        "scenario": pool.scenario,
        "base": pool.groups[comparisons.base].label,
        "comparisons": all.collect::<Vec<_>>(),
        "remarks": pool.remarks.iter().chain(&comparisons.remarks).collect::<Vec<_>>(),
    })
}
