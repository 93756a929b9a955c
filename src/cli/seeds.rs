//! `hotwash seeds`: runs that suit an exercise.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::batch::{cores, stopped_by_hand};
use super::exit::{Exit, Stop};
use super::layout::{Block, Row, blocks};
use super::printer::{self, Printer};
use super::run::OUTPUTS;
use super::scenarios;
use crate::batch::{Cell, Condition, Quantity, Ready, SeedSet, Task, provenance_of, run_few};
use crate::record::{Catalogue, MANIFEST, Records, SeedChoice, Stopwatch, write};
use crate::sim::Seeds;
use crate::simulation::{Options, names};

/// Below this folder of a scenario lie runs that were picked, apart from the others.
const PICKED: &str = "picked";
/// The seeds where nobody asks for others.
const DEFAULT_SEEDS: &str = "1..200";

const AFTER_HELP: &str = "\
Examples:
  hotwash seeds durres-school --where \"blocked@stair-b and injured <= 1\" --take 5
  hotwash seeds fire-drill --where \"last_out_s > 180\" --seeds 1..50
  hotwash seeds shkodra-flood --where \"most(depth_m@bridge) > 0.5\" --take 1

A metric stands for its value. A signal, as series.csv has it: one that is yes or no counts if it ever was, a
number for its last sample, most(...) and least(...) for the largest and the smallest. `dead` is everybody dead at
the end. The runs that are found are kept and marked as picked: comparisons leave them out, for they would only
prove what they were picked for.";

#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    /// A scenario: its folder, or its name below scenarios/
    scenario: PathBuf,
    /// What a run has to be like
    #[arg(long = "where", value_name = "CONDITION", value_parser = Condition::parse)]
    condition: Condition,
    /// So many runs are wanted, the smallest seeds first
    #[arg(long, value_name = "COUNT", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    take: u32,
    /// Among which seeds; 1..200 if left out
    #[arg(long, value_name = "N..M", value_parser = SeedSet::parse)]
    seeds: Option<SeedSet>,
    /// The variant to lay over the scenario
    #[arg(long, value_name = "NAME")]
    variant: Option<String>,
    /// Change one value of the scenario, by the path at which it stands there (may be repeated)
    #[arg(long, value_name = "PATH=VALUE")]
    set: Vec<String>,
    /// So many runs at a time; as many as the computer has cores if left out
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
    /// Only say which seeds; keep no run
    #[arg(long)]
    list: bool,
    /// Replace runs that are there already
    #[arg(long)]
    force: bool,
    /// The language of the texts
    #[arg(long, value_name = "CODE", default_value = "en")]
    language: String,
    /// Where to put the runs, instead of below outputs/SCENARIO/picked/
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Print nothing but errors
    #[arg(long, short)]
    pub(super) quiet: bool,
}

/// A run that was found.
struct Found {
    seed: u64,
    values: Vec<Option<f64>>,
}

pub(super) fn seeds(args: &Args, printer: Printer) -> Result<(), Stop> {
    Catalogue::load(&args.language)?;
    let (folder, cell) = scenarios::script(&args.scenario, args.variant.as_deref(), &args.set)?;
    let ready = scenarios::ready(&folder, &cell, printer)?;
    let all = args
        .seeds
        .clone()
        .map_or_else(|| SeedSet::parse(DEFAULT_SEEDS), Ok)
        .map_err(Stop::input)?;
    let quantities = args.condition.quantities();
    let (found, tried) = search(args, &ready, &all, &quantities, printer)?;
    let places = if args.list {
        Vec::new()
    } else {
        keep(args, &cell, &ready, &found)?
    };
    if printer.is_quiet() {
        return Ok(());
    }
    printer::out(&text(&found, tried, &all, &quantities, &places, printer))
}

/// Runs seeds until as many as are wanted are found; these, and how many were tried.
fn search(
    args: &Args,
    ready: &Ready,
    all: &SeedSet,
    quantities: &[&Quantity],
    printer: Printer,
) -> Result<(Vec<Found>, u64), Stop> {
    let jobs = args.jobs.map_or_else(cores, usize::from);
    let stop = stopped_by_hand();
    let line = printer.progress(all.len());
    let tried = AtomicUsize::new(0);
    let (mut found, mut count) = (Vec::new(), 0);
    let seeds: Vec<u64> = all.iter().collect();
    // A few at a time, so that hardly more is run than is wanted; which are found does not depend on how many.
    for seeds in seeds.chunks(4 * jobs) {
        let task = |seed: &u64| Task {
            of: ready.clone(),
            seeds: Seeds::both(*seed),
            options: Options {
                without_tracks: true,
                ..Options::default()
            },
        };
        let tasks: Vec<Task> = seeds.iter().map(task).collect();
        let on_ended = |_| {
            let now = tried.fetch_add(1, Ordering::Relaxed) + 1;
            line.show(now as u64, format!("{now} of {} seeds tried", all.len()));
        };
        let done = run_few(&tasks, jobs, &stop, &on_ended).map_err(Stop::environment)?;
        for (seed, done) in seeds.iter().zip(done) {
            let records = match done {
                None => return Err(Stop::Said(Exit::Interrupted)),
                Some(Err(failure)) => return Err(Stop::defect(failure.message)),
                Some(Ok(records)) => records,
            };
            if count == 0 {
                unknown(quantities, &records)?;
            }
            count += 1;
            if args.condition.holds(&records) {
                found.push(Found {
                    seed: *seed,
                    values: quantities.iter().map(|quantity| quantity.of(&records)).collect(),
                });
            }
            if found.len() == args.take as usize {
                return Ok((found, count));
            }
        }
    }
    Ok((found, count))
}

/// Says what is asked for that the scenario does not have.
fn unknown(quantities: &[&Quantity], records: &Records) -> Result<(), Stop> {
    match quantities.iter().find(|quantity| !quantity.is_known(records)) {
        None => Ok(()),
        Some(quantity) => Err(
            Stop::input(format!("runs of this scenario have no `{}`", quantity.text()))
                .hint("metrics.csv and series.csv of a run show what there is"),
        ),
    }
}

/// Does the runs again that were found and keeps them, marked as picked; where they lie.
fn keep(args: &Args, cell: &Cell, ready: &Ready, found: &[Found]) -> Result<Vec<PathBuf>, Stop> {
    let catalogue = Catalogue::load(&args.language)?;
    let names = names::of(ready.scenario(), &catalogue);
    let provenance = |seed| {
        let seeds = Seeds::both(seed);
        provenance_of(cell, ready.scenario(), seeds, SeedChoice::Picked, &args.language).map_err(Stop::input)
    };
    let Some(first) = found.first() else {
        return Ok(Vec::new());
    };
    let catalogue = catalogue.for_scenario(provenance(first.seed)?.clock, names);
    let mut places = Vec::new();
    for run in found {
        let provenance = provenance(run.seed)?;
        let below = args.out.clone().unwrap_or_else(|| {
            let scenario: &str = &provenance.run.scenario;
            Path::new(OUTPUTS).join(scenario).join(PICKED)
        });
        let path = provenance.run.path();
        let target = below.join(path.split_once('/').map_or(path.as_str(), |(_, below)| below));
        let is_there = target.join(MANIFEST).is_file() && !args.force;
        places.push(target.clone());
        if is_there {
            continue;
        }
        let task = Task {
            of: ready.clone(),
            seeds: Seeds::both(run.seed),
            options: Options::default(),
        };
        let done = run_few(&[task], 1, &std::sync::atomic::AtomicBool::new(false), &|_| {});
        let records = match done.map_err(Stop::environment)?.pop().flatten() {
            Some(Ok(records)) => records,
            Some(Err(failure)) => return Err(Stop::defect(failure.message)),
            None => continue,
        };
        write(
            &records,
            &provenance,
            &catalogue,
            &mut Stopwatch::start(),
            &target,
            true,
        )?;
    }
    Ok(places)
}

fn text(
    found: &[Found],
    tried: u64,
    all: &SeedSet,
    quantities: &[&Quantity],
    places: &[PathBuf],
    printer: Printer,
) -> String {
    if found.is_empty() {
        return format!("None of {tried} seeds ({}) is such.\n", all.text());
    }
    let columns: Vec<String> = quantities.iter().map(|quantity| quantity.text()).collect();
    let share = format!("{} of {tried} seeds tried are such", found.len());
    let mut block = Block::new(share, columns);
    for run in found {
        let cells = run.values.iter().map(|value| match value {
            Some(value) => format!("{value:.1}").trim_end_matches(".0").to_owned(),
            None => "–".to_owned(),
        });
        block.push(Row::new(format!("seed {}", run.seed), cells));
    }
    let mut text = blocks(&[block], printer.width(), printer.paint());
    if !places.is_empty() {
        text += "\nKept, marked as picked:\n";
        for place in places {
            text += &format!("  {}\n", place.display());
        }
    }
    text
}
