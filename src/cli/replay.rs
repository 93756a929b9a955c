//! `hotwash replay`: what the table decided becomes a run, and is set beside the script and its variants over many seeds.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::answers::group_of;
use super::batch::{registered, with_metrics_alone};
use super::compare::{best, labels_of, of, write_page};
use super::exit::{Exit, Stop};
use super::layout::wrapped;
use super::printer::{self, Printer};
use super::run::{DEFAULT_SEED, OUTPUTS, write_run};
use super::scenarios;
use crate::batch::{Cell, Factor, Plan, Ready, SeedSet};
use crate::compare::{
    Comparisons, Pool, Question, TOLD_FIRST, Wanted, compare as compared, read, read_manifest, words,
};
use crate::kit::{LogProblem, Overrides, TableLog, made};
use crate::record::{Catalogue, RunManifest, SeedChoice, sha256};
use crate::sim::Seeds;
use crate::simulation::{self, DIGITS, MODEL_VERSION, Options, case_name};

const AFTER_HELP: &str = "\
Examples:
  hotwash replay durres-school table-log.csv
  hotwash replay durres-school table-log.csv --variants hold-for-inspection --seeds 1..200
  hotwash replay fire-drill table-log.csv --seed 7 --out outputs/our-table

The log has the columns clock, position, decision, option and note (`hotwash kit` writes an empty one); a spreadsheet
may have saved it with semicolons, decimal commas or dates. What the log does not name is decided as scripted.";

/// What the table's runs are called.
const CASE: &str = "what-the-table-did";
/// The seeds where nobody asks for others.
const DEFAULT_SEEDS: &str = "1..100";

#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    /// A scenario: its folder, or its name below scenarios/
    scenario: PathBuf,
    /// What the table decided
    log: PathBuf,
    /// The variant that was on the table
    #[arg(long, value_name = "NAME")]
    variant: Option<String>,
    /// Change one value of the scenario, by the path at which it stands there (may be repeated)
    #[arg(long, value_name = "PATH=VALUE")]
    set: Vec<String>,
    /// The seed of the run that was on the table; 1 if left out
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// Over which seeds it is compared; 1..100 if left out
    #[arg(long, value_name = "N..M", value_parser = SeedSet::parse, default_value = DEFAULT_SEEDS)]
    seeds: SeedSet,
    /// Variants that it is compared with, with commas between; all if left out
    #[arg(long, value_name = "NAMES", value_delimiter = ',', default_value = "all")]
    variants: Vec<String>,
    /// Compare with people who have bodies, not on a network: slower
    #[arg(long)]
    bodies: bool,
    /// So many runs at a time; as many as the computer has cores if left out
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
    /// The language of the run's texts
    #[arg(long, value_name = "CODE", default_value = "en")]
    language: String,
    /// Where to put the results, instead of below outputs/
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Replace a run that stands there
    #[arg(long)]
    force: bool,
    /// Print nothing but errors
    #[arg(long, short)]
    pub(super) quiet: bool,
}

/// What is played or replayed: a scenario with what is laid over it, and the seeds.
pub(super) struct Played {
    /// The folder of the scenario.
    pub(super) folder: PathBuf,
    /// What is laid over it.
    pub(super) script: Cell,
    /// The seeds.
    pub(super) seeds: Seeds,
    /// Why these.
    pub(super) choice: SeedChoice,
}

impl Played {
    /// A scenario with its script, with this seed or the first.
    pub(super) fn of_scenario((folder, script): (PathBuf, Cell), seed: Option<u64>) -> Self {
        Self {
            folder,
            script,
            seeds: Seeds::both(seed.unwrap_or(DEFAULT_SEED)),
            choice: seed.map_or(SeedChoice::Default, |_| SeedChoice::Given),
        }
    }
}

pub(super) fn replay(args: &Args, printer: Printer) -> Result<(), Stop> {
    Catalogue::load(&args.language)?;
    let played = Played::of_scenario(
        scenarios::script(&args.scenario, args.variant.as_deref(), &args.set)?,
        args.seed,
    );
    let ready = scenarios::ready(&played.folder, &played.script, printer)?;
    let text = scenarios::read_log(&args.log)?;
    let log = TableLog::read(&text, ready.scenario()).map_err(|problems| refused(&args.log, &problems))?;
    let overrides = log.overrides(ready.scenario(), &scripted(&ready, played.seeds)?);
    for remark in log.remarks.iter().chain(&overrides.remarks) {
        printer.remark(remark);
    }
    let table = laid_over(&played.script, &overrides);
    let target = args.out.clone().unwrap_or_else(|| {
        let asked = format!("{text}\n{:?}\n{:?}", played.script, played.seeds);
        let digits = &sha256(asked.as_bytes())[..DIGITS];
        let below = Path::new(OUTPUTS).join(&ready.scenario().exercise.id);
        below.join(format!("table-{digits}"))
    });
    let run = write(&played, &table, &target, (&args.language, args.force), printer)?;
    if !printer.is_quiet() {
        printer::out(&told(&log, &overrides, &run))?;
    }
    let is_script = table == played.script;
    let plan = plan(args, &played, &table)?;
    let registered = registered(plan, printer)?;
    let batch = target.join("batch");
    with_metrics_alone(
        &registered,
        (args.jobs, &args.language),
        &batch,
        args.force,
        printer,
    )?;
    compare(args, &registered.plan, &batch, &target, is_script, printer)
}

/// The run of the script and that of a log, each in its folder below `target`.
pub(super) fn write_both(
    played: &Played,
    ready: &Ready,
    log: &str,
    target: &Path,
    how: (&str, bool),
    printer: Printer,
) -> Result<[PathBuf; 2], Stop> {
    let log = TableLog::read(log, ready.scenario()).map_err(|problems| refused(target, &problems))?;
    let overrides = log.overrides(ready.scenario(), &scripted(ready, played.seeds)?);
    let table = laid_over(&played.script, &overrides);
    let [script, as_played] = [(&played.script, "script"), (&table, "played")]
        .map(|(cell, name)| write(played, cell, &target.join(name), how, printer));
    Ok([script?, as_played?])
}

/// The script with what the table decided laid over it.
fn laid_over(script: &Cell, overrides: &Overrides) -> Cell {
    Cell {
        set: [&script.set[..], &overrides.set].concat(),
        decide: [&script.decide[..], &overrides.decide].concat(),
        ..script.clone()
    }
}

/// Writes the run of a cell; where it is.
fn write(
    played: &Played,
    cell: &Cell,
    target: &Path,
    (language, force): (&str, bool),
    printer: Printer,
) -> Result<PathBuf, Stop> {
    let ready = scenarios::ready(&played.folder, cell, printer)?;
    let mut provenance = simulation::provenance(ready.scenario(), played.seeds, played.choice, language)?;
    let case = case_name(&cell.decide, &cell.set, played.seeds).map(Into::into);
    provenance.run.case = if *cell == played.script {
        case
    } else {
        Some(CASE.into())
    };
    provenance.set.clone_from(&cell.set);
    provenance.decide.clone_from(&cell.decide);
    let run = target.join(format!("seed-{}", played.seeds.people));
    let is_the_same = |there: &RunManifest| {
        let seeds = (there.seeds.hazard, there.seeds.people);
        there.model_version == MODEL_VERSION
            && there.resolved_scenario_sha256 == ready.scenario().hash
            && (&there.set, &there.decide) == (&cell.set, &cell.decide)
            && seeds == (played.seeds.hazard, played.seeds.people)
    };
    // What an interrupted command has written already stays.
    if !force && read_manifest(&run).is_ok_and(|there| is_the_same(&there)) {
        return Ok(run);
    }
    write_run(
        ready.scenario(),
        played.seeds,
        &provenance,
        language,
        (&run, force),
        printer,
    )?;
    Ok(run)
}

/// What the script decides with these seeds.
fn scripted(ready: &Ready, seeds: Seeds) -> Result<Vec<crate::kit::Made>, Stop> {
    let options = Options {
        without_tracks: true,
        ..Options::default()
    };
    let records = simulation::run(Arc::clone(ready.scenario()), seeds, options, |_| {})?;
    Ok(made(&records.decisions))
}

/// Says everything that is wrong with a log.
fn refused(log: &Path, problems: &[LogProblem]) -> Stop {
    for problem in problems {
        let column = problem
            .column
            .map_or_else(String::new, |column| format!(", {column}"));
        let place = format!("{}:{}{column}", log.display(), problem.line);
        let help = problem
            .help
            .as_ref()
            .map_or_else(String::new, |help| format!("\n  = help: {help}"));
        printer::say(&format!("error: {place}: {}{help}", problem.message));
    }
    Stop::Said(Exit::Input)
}

fn told(log: &TableLog, overrides: &Overrides, run: &Path) -> String {
    let count = |n: usize, one: &str, many: &str| {
        if n == 1 {
            format!("1 {one}")
        } else {
            format!("{n} {many}")
        }
    };
    let mut text = format!(
        "What the table did: {}, of which the script decides {} just so and {} laid over it. The run is in {}.\n",
        count(log.entries.len(), "decision", "decisions"),
        overrides.as_scripted.len(),
        match overrides.decide.len() {
            1 => "1 is".to_owned(),
            several => format!("{several} are"),
        },
        run.display()
    );
    for entry in log.entries.iter().filter(|entry| !entry.note.is_empty()) {
        text += &format!("  line {}: {}\n", entry.line, entry.note);
    }
    for (line, note) in &log.notes {
        text += &format!("  line {line}: {note}\n");
    }
    text
}

/// The script, the table, and the variants.
fn plan(args: &Args, played: &Played, table: &Cell) -> Result<Plan, Stop> {
    let fidelity = if args.bodies { "pedestrian" } else { "network" };
    let walked = |cell: &Cell, level: &str| Cell {
        set: [&cell.set[..], &[format!("exercise.fidelity={fidelity}")]].concat(),
        levels: vec![level.to_owned()],
        ..cell.clone()
    };
    let script = &played.script;
    let mut cells = vec![walked(script, "script")];
    if table != script {
        cells.push(walked(table, CASE));
    }
    for variant in scenarios::all_variants(&played.folder, args.variants.clone())? {
        let cell = Cell {
            variant: Some(variant.clone()),
            set: args.set.clone(),
            ..Cell::default()
        };
        if Some(&variant) != script.variant.as_ref() {
            cells.push(walked(&cell, &variant));
        }
    }
    Ok(Plan {
        scenario: played.folder.clone(),
        factors: vec![Factor {
            name: "decided_by".to_owned(),
        }],
        cells,
        seeds: args.seeds.clone(),
        hazard_seeds: None,
    })
}

fn compare(
    args: &Args,
    plan: &Plan,
    batch: &Path,
    target: &Path,
    is_script: bool,
    printer: Printer,
) -> Result<(), Stop> {
    let wanted = Wanted::default();
    let mut pool = read(&[batch.to_owned()], wanted).map_err(|error| Stop::input(error.to_string()))?;
    let base = group_of(&pool, &plan.cells[0])?;
    "the script".clone_into(&mut pool.groups[base].label);
    pool.groups[base].name = String::new();
    let table = (!is_script)
        .then(|| group_of(&pool, &plan.cells[1]))
        .transpose()?;
    if let Some(table) = table {
        "what the table did".clone_into(&mut pool.groups[table].label);
        pool.groups[table].name = String::new();
    }
    let place = |name: &&str| pool.metrics.iter().position(|metric| metric.name == **name);
    let question = Question {
        base,
        metrics: TOLD_FIRST.iter().filter_map(place).collect(),
        pareto: Vec::new(),
    };
    let comparisons = compared(&pool, &question);
    let labels = labels_of(&pool, &Catalogue::load("en")?);
    let place = write_page(
        &pool,
        &comparisons,
        &labels,
        target.join("comparison"),
        &[batch.to_owned()],
    )?;
    if printer.is_quiet() {
        return Ok(());
    }
    printer::out(&text(
        &pool,
        &comparisons,
        &labels,
        table,
        (args.bodies, &place),
        printer,
    ))
}

fn text(
    pool: &Pool,
    comparisons: &Comparisons,
    labels: &[String],
    table: Option<usize>,
    (bodies, place): (bool, &Path),
    printer: Printer,
) -> String {
    let (width, paint) = (printer.width(), printer.paint());
    let seeds = pool.groups[comparisons.base].luck.len();
    let walked = if bodies {
        "people with bodies"
    } else {
        "people on a network"
    };
    let mut lines = vec![String::new()];
    lines.push(paint.strong(&format!(
        "What the table did beside the script, {seeds} seeds, {walked}"
    )));
    match table {
        None => lines.push("  just what the script does: there is nothing to compare".to_owned()),
        Some(table) => {
            let of_table = comparisons
                .all
                .iter()
                .filter(|comparison| comparison.group == table);
            lines.extend(of(pool, of_table.collect(), labels, width, paint));
        }
    }
    lines.push(String::new());
    lines.extend(best(pool, comparisons, labels, width));
    lines.extend(wrapped(&words::worth(comparisons.family, &pool.bases()), width));
    lines.push(format!("Open {}/comparison.html in a browser.", place.display()));
    lines.join("\n") + "\n"
}
