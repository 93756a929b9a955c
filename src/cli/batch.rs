//! `hotwash batch`: variants of a scenario over many seeds.
#![expect(
    clippy::disallowed_types,
    reason = "how long a batch still takes is told by the machine's clock; it enters no result"
)]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Instant;

use super::exit::{Exit, Stop};
use super::layout::Paint;
use super::printer::{self, Printer, ProgressLine};
use super::run::OUTPUTS;
use super::scenarios;
use crate::batch::{
    BatchFile, BatchFolder, BatchOptions, BatchSummary, Design, Event, Keep, Plan, Registered, Request,
    SeedSet, Target, carry_out, is_metric, metric_names, read_plan, register, settings,
};
use crate::diagnostic::{Diagnostics, Sources};
use crate::record::Catalogue;
use crate::scenario::document::suggest;
use crate::simulation::DIGITS;

/// The seeds of a batch for which nobody asks for others.
const DEFAULT_SEEDS: &str = "1..100";

const AFTER_HELP: &str = "\
Examples:
  hotwash batch fire-drill --variants all --seeds 1..200
  hotwash batch durres-school --variants hold-for-inspection --set exercise.fidelity=network --seeds 1..1000
  hotwash batch fire-drill --decide leave-the-building=leave@10:31,leave@10:36
  hotwash batch shkodra-flood --variants all --seeds 1..50 --hazard-seeds 1..20
  hotwash batch durres-school --plan batch.toml --keep chosen

A value with commas is varied: each of its parts meets every variant and seed. Whatever stops a batch,
the same command goes on where it stood; with more seeds it only does those that are new. The same scenario,
settings and seeds always give the same tables, whatever the number of jobs. A run that fails is told and
stands in failures.csv; only where every run fails does the batch end with code 2. docs/batches.md says what is in a plan.";

#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    /// A scenario: its folder, or its name below scenarios/
    scenario: PathBuf,
    /// A plan of runs; what the command line says comes before what the plan says
    #[arg(long, value_name = "FILE")]
    plan: Option<PathBuf>,
    /// Variants beside the scenario as it stands, with commas between, or `all`
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    variants: Option<Vec<String>>,
    /// Which seeds: 1..200, or 1..10,15; 1..100 if left out
    #[arg(long, value_name = "N..M", value_parser = SeedSet::parse)]
    seeds: Option<SeedSet>,
    /// Seeds of the hazard, of which each meets every seed; as --seeds if left out
    #[arg(long, value_name = "N..M", value_parser = SeedSet::parse)]
    hazard_seeds: Option<SeedSet>,
    /// Change one value of the scenario, or vary it by giving several with commas between (may be repeated)
    #[arg(long, value_name = "PATH=VALUE[,VALUE]")]
    set: Vec<String>,
    /// Decide for the table, or vary what is decided by giving several with commas between (may be repeated)
    #[arg(long, value_name = "DECISION=OPTION[@TIME][,…]")]
    decide: Vec<String>,
    /// So many runs at a time; as many as the computer has cores if left out
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
    /// What stays of each run beside its metrics: `chosen` keeps a typical run and the worst of each variant
    #[arg(long, value_name = "WHAT", default_value = "metrics", value_parser = keep)]
    keep: Keep,
    /// The metric by which runs are chosen; that of the first objective if left out
    #[arg(long, value_name = "METRIC")]
    chosen_by: Option<String>,
    /// Do runs again that failed before
    #[arg(long)]
    retry_failed: bool,
    /// The language of texts in the runs that are kept
    #[arg(long, value_name = "CODE", default_value = "en")]
    language: String,
    /// Where to put the results, instead of below outputs/
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Begin anew where a batch stands already
    #[arg(long)]
    force: bool,
    /// Print one JSON object instead of a summary
    #[arg(long)]
    json: bool,
    /// Print nothing but errors (and what --json asks for)
    #[arg(long, short)]
    pub(super) quiet: bool,
}

fn keep(word: &str) -> Result<Keep, String> {
    let known = Keep::ALL.into_iter().find(|keep| keep.word() == word);
    known.ok_or_else(|| "what stays is `metrics`, `chosen` or `all`".to_owned())
}

pub(super) fn batch(args: &Args, printer: Printer) -> Result<(), Stop> {
    // Said before the work is done, not after.
    Catalogue::load(&args.language)?;
    let plan = plan(args, printer)?;
    let mut registered = registered(plan, printer)?;
    judge(&mut registered, args)?;
    let options = BatchOptions {
        jobs: args.jobs.map_or_else(cores, usize::from),
        keep: args.keep,
        retry_failed: args.retry_failed,
        language: args.language.clone(),
    };
    let target = args.out.clone().unwrap_or_else(|| usual_folder(&registered));
    let (summary, told) = carried_out(&registered, &options, &target, args.force, printer)?;
    if args.json {
        let record = serde_json::to_value(&summary.record)
            .map_err(|error| Stop::defect(format!("the batch cannot be told: {error}")))?;
        printer::json(&record)?;
    } else if !printer.is_quiet() {
        let text = text(&summary, &registered, &told, printer.paint());
        printer::out(&text)?;
    }
    remark(&summary, &registered, printer);
    if summary.left > 0 {
        printer.remark(&format!(
            "stopped: {} of {} runs are left; the same command goes on where it stood",
            summary.left,
            registered.plan.len()
        ));
        return Err(Stop::Said(Exit::Interrupted));
    }
    if summary.failed == registered.plan.len() {
        return Err(Stop::Said(Exit::Input));
    }
    Ok(())
}

/// Carries out what is left of a batch in its folder, and says meanwhile how far it has come.
pub(super) fn carried_out(
    registered: &Registered,
    options: &BatchOptions,
    target: &Path,
    afresh: bool,
    printer: Printer,
) -> Result<(BatchSummary, Told), Stop> {
    let folder = BatchFolder::open(target, &registered.record(options.keep), afresh)?;
    let stop = stopped_by_hand();
    let mut told = Told::new(printer, registered.plan.len());
    let summary = carry_out(registered, options, &folder, &stop, &mut |event| told.tell(event))?;
    told.end();
    Ok((summary, told))
}

/// Makes the runs of a batch that is asked for no more than their metrics, all of them or none that may be told.
pub(super) fn with_metrics_alone(
    registered: &Registered,
    (jobs, language): (Option<u16>, &str),
    target: &Path,
    afresh: bool,
    printer: Printer,
) -> Result<(), Stop> {
    let options = BatchOptions {
        jobs: jobs.map_or_else(cores, usize::from),
        keep: Keep::Metrics,
        retry_failed: false,
        language: language.to_owned(),
    };
    let (summary, _) = carried_out(registered, &options, target, afresh, printer)?;
    if summary.left > 0 {
        printer.remark("stopped; the same command goes on where it stood");
        return Err(Stop::Said(Exit::Interrupted));
    }
    Ok(())
}

/// Settles by which metric runs are chosen, before the first of them begins.
fn judge(registered: &mut Registered, args: &Args) -> Result<(), Stop> {
    match (&args.chosen_by, args.keep) {
        (Some(metric), Keep::Chosen) => {
            if !is_metric(metric) {
                let help = suggest::did_you_mean(metric, metric_names());
                return Err(Stop::input(format!("there is no metric `{metric}`")).maybe_hint(help));
            }
            registered.judged_by = Some(metric.clone());
            Ok(())
        }
        (Some(_), _) => Err(Stop::input("--chosen-by says nothing without --keep chosen")),
        (None, Keep::Chosen) if registered.judged_by.is_none() => Err(Stop::input(
            "the scenario has no objective by whose metric runs could be chosen",
        )
        .hint("say by which: --chosen-by last_out_s")),
        (None, _) => Ok(()),
    }
}

/// Says what has to be known of a batch.
fn remark(summary: &BatchSummary, registered: &Registered, printer: Printer) {
    for (run, failure) in &summary.failures {
        let hazard = match run.seeds {
            seeds if seeds.hazard == seeds.people => String::new(),
            seeds => format!(" and hazard seed {}", seeds.hazard),
        };
        printer.remark(&format!(
            "{} with seed {}{hazard} failed: {}",
            registered.plan.cells[run.cell].label(),
            run.seeds.people,
            failure.message
        ));
    }
    let more = summary.failed.saturating_sub(summary.failures.len());
    if more > 0 && summary.left == 0 {
        printer.remark(&format!(
            "{} failed: {}/failures.csv says why",
            count(more as u64, "more run", "more runs"),
            summary.folder.display()
        ));
    }
    if summary.left_out > 0 && summary.left == 0 {
        printer.remark(&format!(
            "{} of earlier commands in this folder {} not asked for now: the tables are without them, and the command that asked for them puts them back",
            count(summary.left_out as u64, "run", "runs"),
            if summary.left_out == 1 { "is" } else { "are" }
        ));
    }
    let record = &summary.record;
    let is_chosen = record.keep == Keep::Chosen.word() && summary.left == 0;
    if is_chosen && record.chosen.is_empty() && record.failed < record.runs {
        printer.remark(&format!(
            "no run has a value of `{}`: none was chosen",
            registered.judged_by.as_deref().unwrap_or_default()
        ));
    }
}

fn count(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// How many runs go on at a time if nobody says.
pub(super) fn cores() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// Becomes true when somebody presses Ctrl-C; who presses it twice does not wait.
pub(super) fn stopped_by_hand() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let pressed = Arc::clone(&stop);
    // Where no handler can be set, Ctrl-C ends the program at once, and the journal holds what was done.
    let _ = ctrlc::set_handler(move || {
        if pressed.swap(true, Ordering::Relaxed) {
            std::process::exit(Exit::Interrupted as i32);
        }
    });
    stop
}

/// What is asked for by the plan file and the command line.
fn plan(args: &Args, printer: Printer) -> Result<Plan, Stop> {
    let scenario = scenarios::find(&args.scenario)?;
    let file = args.plan.as_deref().map(|path| file(path, printer)).transpose()?;
    let (set, by_path) = settings(&args.set, Target::Path);
    let (decide, by_decision) = settings(&args.decide, Target::Decision);
    let file = file.unwrap_or_else(nothing_asked);
    let asked = args.variants.clone().unwrap_or(file.variants);
    let request = Request {
        variants: scenarios::all_variants(&scenario, asked)?,
        set: [file.set, set].concat(),
        decide: [file.decide, decide].concat(),
        factors: [file.factors, by_path, by_decision].concat(),
        design: file.design,
        seeds: args.seeds.clone().unwrap_or(file.seeds),
        hazard_seeds: args.hazard_seeds.clone().or(file.hazard_seeds),
        scenario,
    };
    request.plan().map_err(Stop::input)
}

fn nothing_asked() -> BatchFile {
    BatchFile {
        variants: Vec::new(),
        seeds: SeedSet::parse(DEFAULT_SEEDS).expect("seeds as a person writes them"),
        hazard_seeds: None,
        set: Vec::new(),
        decide: Vec::new(),
        factors: Vec::new(),
        design: Design::Full,
    }
}

fn file(path: &Path, printer: Printer) -> Result<BatchFile, Stop> {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let file = read_plan(path, &mut sources, &mut diagnostics);
    printer.diagnostics(&diagnostics, &sources);
    file.ok_or_else(|| Stop::Said(scenarios::exit_of(&diagnostics)))
}

/// Loads all that is to be run; what is odd in the scenario as it stands is said, once.
pub(super) fn registered(plan: Plan, printer: Printer) -> Result<Registered, Stop> {
    let registered = register(plan, |index, loaded| {
        if index == 0 {
            printer.diagnostics(&loaded.diagnostics, &loaded.sources);
        }
    });
    registered.map_err(|unsound| {
        printer.diagnostics(&unsound.diagnostics, &unsound.sources);
        printer.remark(&format!(
            "this stands in the way of `{}`; no run was begun",
            unsound.cell
        ));
        Stop::Said(scenarios::exit_of(&unsound.diagnostics))
    })
}

fn usual_folder(registered: &Registered) -> PathBuf {
    let digits = registered.digits();
    let name = format!("batch-{}", &digits[..DIGITS]);
    Path::new(OUTPUTS).join(&registered.scenario).join(name)
}

/// How far a batch has come.
pub(super) struct Told {
    line: Option<ProgressLine>,
    began: Instant,
    runs: usize,
    before: usize,
    shared: usize,
    done: usize,
    failed: usize,
}

impl Told {
    fn new(printer: Printer, runs: usize) -> Self {
        Self {
            line: Some(printer.progress(runs as u64)),
            began: Instant::now(),
            runs,
            before: 0,
            shared: 0,
            done: 0,
            failed: 0,
        }
    }

    fn tell(&mut self, event: Event) {
        match event {
            Event::Begun {
                before,
                shared,
                failed,
                ..
            } => {
                (self.before, self.shared, self.failed) = (before, shared, failed);
                self.began = Instant::now();
            }
            Event::Ended { failed, .. } => {
                self.done += 1;
                self.failed += usize::from(failed);
            }
        }
        if let Some(line) = self.line.as_ref().filter(|line| line.is_seen()) {
            line.show((self.runs - self.left()) as u64, self.words());
        }
    }

    /// Seconds since the first run began.
    fn seconds(&self) -> f64 {
        self.began.elapsed().as_secs_f64()
    }

    /// Runs that are to be done still.
    fn left(&self) -> usize {
        self.runs - self.before - self.shared - self.done
    }

    fn words(&self) -> String {
        let rate = self.done as f64 / self.seconds().max(1e-3);
        let left = self.left();
        let mut words = format!("{} of {} runs", self.runs - left, self.runs);
        if self.done > 0 {
            let left_s = left as f64 / rate;
            words += &format!(" · {} · {} left", per_second(rate), duration(left_s));
        }
        if self.failed > 0 {
            words += &format!(" · {} failed", self.failed);
        }
        words
    }

    fn end(&mut self) {
        self.line = None;
    }
}

/// Runs a second, or what one takes.
fn per_second(rate: f64) -> String {
    match rate {
        rate if rate >= 9.95 => format!("{rate:.0} runs/s"),
        rate if rate >= 0.95 => format!("{rate:.1} runs/s"),
        rate => format!("{:.1} s a run", 1.0 / rate.max(1e-9)),
    }
}

/// A time as people say it.
pub(super) fn duration(seconds: f64) -> String {
    match seconds {
        s if s < 9.95 => format!("{s:.1} s"),
        s if s < 99.5 => format!("{s:.0} s"),
        s if s < 5_970.0 => format!("{:.0} min", s / 60.0),
        s => format!("{:.1} h", s / 3_600.0),
    }
}

fn text(summary: &BatchSummary, registered: &Registered, told: &Told, paint: Paint) -> String {
    let record = &summary.record;
    let plan = &registered.plan;
    let many = if plan.factors.is_empty() {
        "variants"
    } else {
        "variants and cases"
    };
    let mut parts = vec![count(plan.cells.len() as u64, "variant", many)];
    parts.extend(
        plan.hazard_seeds
            .as_ref()
            .map(|seeds| count(seeds.len(), "hazard seed", "hazard seeds")),
    );
    parts.push(count(plan.seeds.len(), "seed", "seeds"));
    let mut lines = vec![format!(
        "{} · {} = {}",
        paint.strong(&record.title),
        parts.join(" × "),
        count(plan.len() as u64, "run", "runs")
    )];
    let mut done = format!("{} done", count(summary.done as u64, "run", "runs"));
    if summary.done > 0 {
        let rate = summary.done as f64 / told.seconds().max(1e-3);
        done += &format!(" in {} ({})", duration(told.seconds()), per_second(rate));
    }
    if told.before > 0 {
        done += &format!(", {} done before", told.before);
    }
    if told.shared > 0 && summary.left == 0 {
        done += &format!(", {} are the same as others", told.shared);
    }
    if summary.failed > 0 {
        done += &format!(", {}", paint.bad(&format!("{} failed", summary.failed)));
    }
    lines.push(done);
    let folder = summary.folder.display();
    if summary.left == 0 && record.failed == record.runs {
        lines.push(String::new());
        lines.push(format!("No run came to its end: {folder}/failures.csv says why"));
    } else if summary.left == 0 {
        lines.push(String::new());
        lines.push(format!(
            "In {folder}: runs.csv (a row for each run and metric), runs_wide.csv (a row for each run)"
        ));
        if !record.chosen.is_empty() {
            lines.push(format!(
                "Runs to look at, chosen by {}:",
                registered.judged_by.as_deref().unwrap_or("")
            ));
            lines.extend(
                record
                    .chosen
                    .iter()
                    .map(|run| format!("  {folder}/{} ({})", run.folder, run.is)),
            );
        }
        if plan.cells.len() > 1 {
            lines.push(format!("Next: hotwash compare {folder}"));
        }
    }
    // Paths stay on one line, whatever its width: people copy them.
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_said_as_people_say_them() {
        assert_eq!(
            [0.04, 3.26, 42.4, 600.0, 9_000.0].map(duration),
            ["0.0 s", "3.3 s", "42 s", "10 min", "2.5 h"]
        );
        assert_eq!(
            [550.2, 2.51, 0.1].map(per_second),
            ["550 runs/s", "2.5 runs/s", "10.0 s a run"]
        );
    }
}
