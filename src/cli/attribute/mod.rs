//! `hotwash attribute`: what the delay of each decision cost, over many seeds or in one run.

mod one_run;

use std::path::{Path, PathBuf};

use super::batch::{registered, with_metrics_alone};
use super::compare::{labels_of, of};
use super::exit::Stop;
use super::layout::wrapped;
use super::printer::{self, Printer};
use super::report::Report;
use super::run::OUTPUTS;
use super::scenarios;
use crate::attribution::{Act, acts, attribution_rows, decisions, name_groups, plan};
use crate::batch::SeedSet;
use crate::compare::{
    Comparisons, PageWords, Pool, Question, ReadError, TOLD_FIRST, Verdict, Wanted, compare as compared,
    read, words,
};
use crate::record::{Catalogue, MANIFEST};
use crate::simulation::DIGITS;
use one_run::in_one_run;

/// The language in which metrics are called.
const LANGUAGE: &str = "en";
/// The seeds where nobody asks for others.
const DEFAULT_SEEDS: &str = "1..50";
/// What the report is called, and its folder below that of the batch.
const FOLDER: &str = "attribution";

const AFTER_HELP: &str = "\
Examples:
  hotwash attribute durres-school --seeds 1..50
  hotwash attribute durres-school --variant hold-for-inspection --set exercise.fidelity=network --seeds 1..200
  hotwash attribute outputs/durres-school/base/seed-1

Every decision is tried known and decided at once, and never taken, and all at once, with the same seeds.
It is about the plan and its channels, not about people: who decided late was told late, had to ask first, or
was somewhere else. Effects do not add up: what one early decision gains, another one may gain too.
Of a single run an effect is told beside what one person who sets out a twentieth of a second later moves.";

/// Said of a scenario without a decision.
const NOTHING_DECIDED: &str = "nothing is decided in this scenario: there is nothing to attribute";

/// What is known at the foot of every table and page.
const NOT_ADDED_UP: &str = "These effects do not add up: what one early decision gains, another one may gain too. And earlier is not always \
                            better: whoever is sent to search before anybody is missed has nobody to look for.";

#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    /// A scenario: its folder, or its name below scenarios/; or the folder of a run
    target: PathBuf,
    /// The variant to lay over the scenario
    #[arg(long, value_name = "NAME")]
    variant: Option<String>,
    /// Which seeds; 1..50 if left out
    #[arg(long, value_name = "N..M", value_parser = SeedSet::parse)]
    seeds: Option<SeedSet>,
    /// Change one value of the scenario, by the path at which it stands there (may be repeated)
    #[arg(long, value_name = "PATH=VALUE")]
    set: Vec<String>,
    /// The metrics, with commas between; lives, injuries and times if left out
    #[arg(long, value_name = "METRICS", value_delimiter = ',')]
    metric: Vec<String>,
    /// So many runs at a time; as many as the computer has cores if left out
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
    /// Where to put the results, instead of below outputs/
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Print nothing but errors
    #[arg(long, short)]
    pub(super) quiet: bool,
}

pub(super) fn attribute(args: &Args, printer: Printer) -> Result<(), Stop> {
    if args.target.join(MANIFEST).is_file() {
        let asks =
            args.seeds.is_some() || args.variant.is_some() || !args.set.is_empty() || args.out.is_some();
        if asks {
            return Err(Stop::input(
                "a run has its seed, variant and settings, and nothing is written of it: --seeds, --variant, --set and --out are for scenarios",
            ));
        }
        return in_one_run(args, printer);
    }
    over_seeds(args, printer)
}

fn over_seeds(args: &Args, printer: Printer) -> Result<(), Stop> {
    let (folder, as_scripted) = scenarios::script(&args.target, args.variant.as_deref(), &args.set)?;
    let decisions = decisions(&scenarios::seen(&folder, &as_scripted, printer)?);
    if decisions.is_empty() {
        return Err(Stop::input(NOTHING_DECIDED));
    }
    let seeds = args
        .seeds
        .clone()
        .map_or_else(|| SeedSet::parse(DEFAULT_SEEDS), Ok);
    let plan = plan(as_scripted, &decisions, seeds.map_err(Stop::input)?, folder);
    let registered = registered(plan, printer)?;
    let target = args.out.clone().unwrap_or_else(|| {
        let name = format!("{FOLDER}-{}", &registered.digits()[..DIGITS]);
        Path::new(OUTPUTS).join(&registered.scenario).join(name)
    });
    with_metrics_alone(&registered, (args.jobs, LANGUAGE), &target, false, printer)?;
    let mut pool =
        read(std::slice::from_ref(&target), Wanted::default()).map_err(|error| unreadable(&error))?;
    let all = acts(&decisions);
    let (base, acts) = name_groups(&mut pool, &registered.plan, &all);
    let question = Question {
        base,
        metrics: metrics(&pool, &args.metric)?,
        pareto: Vec::new(),
    };
    let comparisons = compared(&pool, &question);
    let labels = labels_of(&pool, &Catalogue::load(LANGUAGE)?);
    let written = write(&pool, &comparisons, &acts, &labels, &target)?;
    if !printer.is_quiet() {
        let text = text(&pool, &comparisons, &acts, &labels, printer);
        printer::out(&format!(
            "{text}\nOpen {}/attribution.html in a browser; attribution.csv beside it holds every number.\n",
            written.display()
        ))?;
    }
    for remark in pool.remarks.iter().chain(&comparisons.remarks) {
        printer.remark(remark);
    }
    Ok(())
}

fn unreadable(error: &ReadError) -> Stop {
    Stop::input(error.to_string())
}

/// The metrics by which the cost is told: those that are asked for, else those of lives, injuries and times.
fn metrics(pool: &Pool, asked: &[String]) -> Result<Vec<usize>, Stop> {
    let place = |name: &str| pool.metrics.iter().position(|metric| metric.name == name.trim());
    if asked.is_empty() {
        return Ok(TOLD_FIRST.iter().filter_map(|name| place(name)).collect());
    }
    let found = asked
        .iter()
        .map(|name| place(name).ok_or_else(|| Stop::input(format!("these runs have no metric `{name}`"))));
    found.collect()
}

/// Writes the page and the table into the folder of the batch; where they are.
fn write(
    pool: &Pool,
    comparisons: &Comparisons,
    acts: &[Option<Act>],
    labels: &[String],
    batch: &Path,
) -> Result<PathBuf, Stop> {
    let words = PageWords {
        about: "what delays cost".to_owned(),
        introduction: vec![
            "Every decision of the script was tried known and decided at once, and never taken, and all at once, with the same seeds. \
             It is about the plan and its channels, never about a person: who decided late was told late, had to ask first, or was \
             somewhere else."
                .to_owned(),
            NOT_ADDED_UP.to_owned(),
        ],
        tables: "attribution.csv".to_owned(),
    };
    let mut report = Report::new(FOLDER, pool, batch.join(FOLDER));
    report.table(&attribution_rows(pool, comparisons, acts, labels))?;
    report.write(comparisons, labels, &words, &[batch.to_owned()])
}

fn text(
    pool: &Pool,
    comparisons: &Comparisons,
    acts: &[Option<Act>],
    labels: &[String],
    printer: Printer,
) -> String {
    let (width, paint) = (printer.width(), printer.paint());
    let seeds = pool.groups[comparisons.base].luck.len();
    let mut lines = vec![format!(
        "{}: what delays cost, beside the script, {seeds} seeds",
        paint.strong(&pool.title)
    )];
    let mut idle: Vec<String> = Vec::new();
    for (index, act) in acts.iter().enumerate() {
        let Some(act) = act else { continue };
        let of_act: Vec<_> = comparisons
            .all
            .iter()
            .filter(|comparison| comparison.group == index)
            .collect();
        if of_act
            .iter()
            .all(|comparison| comparison.verdict == Verdict::Same)
        {
            idle.push(act.label());
            continue;
        }
        lines.push(String::new());
        lines.push(paint.strong(&act.label()));
        lines.extend(of(pool, of_act, labels, width, paint));
    }
    if !idle.is_empty() {
        lines.push(String::new());
        lines.extend(wrapped(
            &format!("The same in every run: {}.", idle.join("; ")),
            width,
        ));
    }
    lines.push(String::new());
    lines.extend(wrapped(NOT_ADDED_UP, width));
    lines.extend(wrapped(&words::worth(comparisons.family, &pool.bases()), width));
    lines.join("\n") + "\n"
}
