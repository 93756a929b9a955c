//! `hotwash attribute`: what the delay of each decision cost, over many seeds or in one run.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde::Deserialize;

use super::batch::{all_variants, carried_out, cores, registered, stopped_by_hand};
use super::compare::{called, of, relative};
use super::exit::{Exit, Stop};
use super::labels;
use super::layout::{Block, Row, blocks, wrapped};
use super::printer::{self, Printer};
use super::run::OUTPUTS;
use super::scenarios;
use crate::attribution::{
    Act, InThisRun, MetricEffect, acts, attribution_rows, attribution_tables, decisions, name_groups, nudged,
    plan,
};
use crate::batch::{BatchOptions, Cell, Keep, Ready, SeedSet, Task, load, run_few};
use crate::compare::{
    Comparisons, PageWords, Pool, Question, ReadError, TOLD_FIRST, Verdict, Wanted, compare as compared,
    page, read, words,
};
use crate::record::{
    Catalogue, Clock, MANIFEST, Records, RunFolder, WriteError, csv_bytes, datapackage_json, pretty_json,
};
use crate::sim::Seeds;
use crate::simulation::{DIGITS, MODEL_VERSION, Options, Recording, late_by_ms};
use crate::vocabulary::Ms;

/// The language in which metrics are called.
const LANGUAGE: &str = "en";
/// The seeds where nobody asks for others.
const DEFAULT_SEEDS: &str = "1..50";
/// Below the folder of a batch.
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
    let folder = scenarios::find(&args.target)?;
    let variant = all_variants(&folder, args.variant.iter().cloned().collect())?.pop();
    let as_scripted = Cell {
        variant,
        set: args.set.clone(),
        ..Cell::default()
    };
    let loaded = load(&folder, &as_scripted).map_err(|unsound| {
        printer.diagnostics(&unsound.diagnostics, &unsound.sources);
        Stop::Said(scenarios::exit_of(&unsound.diagnostics))
    })?;
    let decisions = decisions(&loaded.scenario);
    if decisions.is_empty() {
        return Err(Stop::input(NOTHING_DECIDED));
    }
    let seeds = args
        .seeds
        .clone()
        .map_or_else(|| SeedSet::parse(DEFAULT_SEEDS), Ok);
    let plan = plan(as_scripted, &decisions, seeds.map_err(Stop::input)?, folder);
    let registered = registered(plan, printer)?;
    let options = BatchOptions {
        jobs: args.jobs.map_or_else(cores, usize::from),
        keep: Keep::Metrics,
        retry_failed: false,
        language: LANGUAGE.to_owned(),
    };
    let target = args.out.clone().unwrap_or_else(|| {
        let name = format!("{FOLDER}-{}", &registered.digits()[..DIGITS]);
        Path::new(OUTPUTS).join(&registered.scenario).join(name)
    });
    let (summary, _) = carried_out(&registered, &options, &target, false, printer)?;
    if summary.left > 0 {
        printer.remark("stopped; the same command goes on where it stood");
        return Err(Stop::Said(Exit::Interrupted));
    }
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
    let catalogue = Catalogue::load(LANGUAGE)?;
    let labels: Vec<String> = pool
        .metrics
        .iter()
        .map(|metric| called(&metric.name, &catalogue))
        .collect();
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
    let failed = |error| Stop::from(WriteError::from(error));
    let target = batch.join(FOLDER);
    let mut folder = RunFolder::create(&target, true).map_err(failed)?;
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
    let link = |run: &Path| relative(&target, run);
    let html = page(pool, comparisons, labels, &words, &link);
    folder
        .write("attribution.html", html.as_bytes())
        .map_err(failed)?;
    let rows = attribution_rows(pool, comparisons, acts, labels);
    let clock = Clock::new(jiff::Timestamp::UNIX_EPOCH, jiff::tz::Offset::UTC);
    folder
        .write("attribution.csv", &csv_bytes(&rows, &clock)?)
        .map_err(failed)?;
    let package = datapackage_json(
        (&pool.scenario, &pool.title),
        &attribution_tables(),
        folder.written(),
    );
    folder
        .write("datapackage.json", package.as_bytes())
        .map_err(failed)?;
    let manifest = pretty_json(&serde_json::json!({
        "kind": "attribution",
        "program_version": env!("CARGO_PKG_VERSION"),
        "model_versions": pool.versions,
        "scenario": pool.scenario,
    }));
    folder.write(MANIFEST, manifest.as_bytes()).map_err(failed)?;
    folder.publish().map_err(failed)
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

/// What a manifest says of a run.
#[derive(Deserialize)]
struct Manifest {
    model_version: String,
    title: String,
    variant: String,
    set: Vec<String>,
    decide: Vec<String>,
    seeds: SeedsOf,
    resolved_scenario_sha256: String,
    replayed_log_sha256: Option<String>,
}

#[derive(Deserialize)]
struct SeedsOf {
    hazard: u64,
    people: u64,
}

fn in_one_run(args: &Args, printer: Printer) -> Result<(), Stop> {
    let manifest = manifest(&args.target)?;
    if manifest.replayed_log_sha256.is_some() {
        return Err(Stop::input(
            "this run follows a log: what it does was decided there, not by its script",
        ));
    }
    let folder = args.target.join("inputs/files");
    let variant = (manifest.variant != "base").then(|| manifest.variant.clone());
    let as_scripted = Cell {
        variant,
        set: manifest.set.clone(),
        decide: manifest.decide.clone(),
        levels: Vec::new(),
    };
    let scripted = ready(&folder, &as_scripted, printer)?;
    if manifest.model_version != MODEL_VERSION
        || scripted.scenario().hash != manifest.resolved_scenario_sha256
    {
        return Err(Stop::input(format!(
            "the run cannot be done again as it was: it was made by version {} of the model, this is version {MODEL_VERSION}",
            manifest.model_version
        ))
        .hint("run the scenario again, and name that run"));
    }
    let decisions = decisions(scripted.scenario());
    if decisions.is_empty() {
        return Err(Stop::input(NOTHING_DECIDED));
    }
    let acts = acts(&decisions);
    let mut tasks = vec![(scripted.clone(), None)];
    for act in &acts {
        let cell = Cell {
            set: [manifest.set.clone(), act.settings(&decisions)].concat(),
            ..as_scripted.clone()
        };
        tasks.push((ready(&folder, &cell, printer)?, None));
    }
    let late = nudged(scripted.scenario());
    tasks.extend(late.iter().map(|person| (scripted.clone(), Some(*person))));
    let seeds = Seeds {
        hazard: manifest.seeds.hazard,
        people: manifest.seeds.people,
    };
    let scenarios: Vec<_> = tasks.iter().map(|(of, _)| Arc::clone(of.scenario())).collect();
    let recording = Recording::new(seeds.hazard, &scenarios);
    let tasks: Vec<Task> = tasks
        .into_iter()
        .map(|(of, late)| Task {
            of,
            seeds,
            options: Options {
                without_tracks: true,
                late,
                recording: Some(Arc::clone(&recording)),
                ..Options::default()
            },
        })
        .collect();
    let records = done(&tasks, args.jobs.map_or_else(cores, usize::from), printer)?;
    let (first, rest) = records
        .split_first()
        .ok_or_else(|| Stop::defect("no run was done"))?;
    let (with, nudged) = rest.split_at(acts.len());
    let names: Vec<&str> = if args.metric.is_empty() {
        TOLD_FIRST.to_vec()
    } else {
        args.metric.iter().map(String::as_str).collect()
    };
    let has = |name: &&str| first.metrics.iter().any(|metric| *metric.name == **name);
    if let Some(unknown) = names.iter().find(|name| !args.metric.is_empty() && !has(name)) {
        return Err(Stop::input(format!("this run has no metric `{unknown}`")));
    }
    let found = InThisRun::of(
        &names,
        first,
        &with.iter().collect::<Vec<_>>(),
        &nudged.iter().collect::<Vec<_>>(),
    );
    if printer.is_quiet() {
        return Ok(());
    }
    let late_ms = late_by_ms(scripted.scenario().exercise.fidelity);
    let nudged = Nudged {
        trials: late.len(),
        late_ms,
    };
    printer::out(&in_this_run(&manifest, &acts, &found, nudged, printer)?)
}

#[expect(clippy::disallowed_methods, reason = "the run is where the command line says")]
fn manifest(run: &Path) -> Result<Manifest, Stop> {
    let path = run.join(MANIFEST);
    let wrong = |problem: String| Stop::input(format!("`{}`: {problem}", path.display()));
    let text = std::fs::read_to_string(&path).map_err(|error| wrong(error.to_string()))?;
    serde_json::from_str(&text).map_err(|error| wrong(error.to_string()))
}

fn ready(folder: &Path, cell: &Cell, printer: Printer) -> Result<Ready, Stop> {
    let ready = Ready::load(folder, cell).map_err(|unsound| {
        printer.diagnostics(&unsound.diagnostics, &unsound.sources);
        Stop::Said(scenarios::exit_of(&unsound.diagnostics))
    })?;
    ready.map_err(Stop::input)
}

/// Does all runs; what they came to.
pub(super) fn done(tasks: &[Task], jobs: usize, printer: Printer) -> Result<Vec<Records>, Stop> {
    let stop = stopped_by_hand();
    let line = printer.progress(tasks.len() as u64);
    let ended = AtomicUsize::new(0);
    let on_ended = |_| {
        let count = ended.fetch_add(1, Ordering::Relaxed) + 1;
        line.show(count as u64, format!("{count} of {} runs", tasks.len()));
    };
    let done = run_few(tasks, jobs, &stop, &on_ended).map_err(Stop::environment)?;
    drop(line);
    let records = done.into_iter().map(|done| match done {
        None => Err(Stop::Said(Exit::Interrupted)),
        Some(Err(failure)) => Err(Stop::defect(failure.message)),
        Some(Ok(records)) => Ok(records),
    });
    records.collect()
}

/// Who was made late, to see what that alone moves.
#[derive(Clone, Copy)]
struct Nudged {
    /// So many people, one after another.
    trials: usize,
    /// By how much, ms.
    late_ms: Ms,
}

/// What each act moves in this run, beside what nobody decides.
fn in_this_run(
    manifest: &Manifest,
    acts: &[Act],
    found: &InThisRun,
    nudged: Nudged,
    printer: Printer,
) -> Result<String, Stop> {
    let catalogue = Catalogue::load(LANGUAGE)?;
    let columns = ["scripted", "at once", "moves", "nobody"]
        .map(str::to_owned)
        .to_vec();
    let mut tables: Vec<Block> = Vec::new();
    for (index, act) in acts.iter().enumerate() {
        let mut columns = columns.clone();
        if let Act::Never(_) = act {
            "never".clone_into(&mut columns[1]);
        }
        let mut block = Block::new(act.label(), columns);
        for effect in &found.metrics {
            if effect.with[index] == effect.scripted {
                continue;
            }
            block.push(Row::new(
                labels::called_alone(&effect.metric, &catalogue),
                cells(effect, index),
            ));
        }
        if !block.is_empty() {
            tables.push(block);
        }
    }
    let (width, paint) = (printer.width(), printer.paint());
    let mut lines = vec![format!(
        "{}, {}, seed {}: what delays cost in this run",
        paint.strong(&manifest.title),
        manifest.variant,
        manifest.seeds.people
    )];
    lines.push(String::new());
    let mut text = lines.join("\n");
    text += "\n";
    if tables.is_empty() {
        text += "Nothing that is told here would have been different.\n";
    }
    text += &blocks(&tables, width, paint);
    let Nudged { trials, late_ms } = nudged;
    let late = if late_ms < 1_000 {
        "a twentieth of a second"
    } else {
        "two seconds"
    };
    let foot = if trials == 0 {
        "Nobody sets out on foot here: what a decision moves is what it moves. One run is one throw of the dice all the same: without a \
         folder of a run this command asks many seeds."
            .to_owned()
    } else {
        format!(
            "«nobody» is the most that one person who sets out {late} later moves, of {trials} who were tried: what is \
             not above it (marked ~) may be chance and no decision's doing. One run is one throw of the dice: without a folder of a \
             run this command asks many seeds."
        )
    };
    text += "\n";
    for line in wrapped(&foot, width).iter().chain(&wrapped(NOT_ADDED_UP, width)) {
        text += line;
        text += "\n";
    }
    Ok(text)
}

fn cells(effect: &MetricEffect, act: usize) -> Vec<String> {
    let value =
        |value: Option<f64>| value.map_or_else(|| "never".to_owned(), |value| plain(value, &effect.metric));
    let moved = effect.moved(act).map_or_else(
        || format!("{}came or not", if effect.is_above_null(act) { "" } else { "~" }),
        |moved| {
            let mark = if effect.is_above_null(act) { "" } else { "~" };
            let sign = if moved > 0.0 { "+" } else { "" };
            format!("{mark}{sign}{}", plain(moved, &effect.metric))
        },
    );
    let null = if effect.null.largest.is_finite() {
        format!("±{}", plain(effect.null.largest, &effect.metric))
    } else {
        "came or not".to_owned()
    };
    vec![value(effect.scripted), value(effect.with[act]), moved, null]
}

/// A number with its unit as people say it.
fn plain(value: f64, metric: &str) -> String {
    let unit = crate::vocabulary::metric_spec(metric).map_or("", |spec| spec.unit.symbol());
    match unit {
        "s" if value.abs() < 10.0 => format!("{value:.1} s"),
        "s" => format!("{value:.0} s"),
        "person-min" => format!("{value:.1} min"),
        _ => format!("{value:.0}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_said_with_their_units() {
        assert_eq!(plain(-42.4, "last_out_s"), "-42 s");
        assert_eq!(plain(3.0, "injured"), "3");
        assert_eq!(plain(3.06, "knowledge_gap_person_min"), "3.1 min");
    }
}
