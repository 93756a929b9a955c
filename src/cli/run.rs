//! `hotwash run`: a scenario, simulated once.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::exit::Stop;
use super::printer::{self, Printer};
use super::summary::{self, Finished};
use super::{labels, scenarios};
use crate::batch::seed;
use crate::command::Replay;
use crate::record::{
    Arg, Catalogue, FolderError, MANIFEST, Provenance, Records, RunName, SeedChoice, Stopwatch, WriteError,
    sha256, write,
};
use crate::scenario::model::Scenario;
use crate::sim::Seeds;
use crate::simulation::{self, DIGITS, Options, Progress, case_name, names};

/// The seed of a run for which nobody asks for another.
pub(super) const DEFAULT_SEED: u64 = 1;
/// Below this folder results land, unless somebody names another.
pub(super) const OUTPUTS: &str = "outputs";

const AFTER_HELP: &str = "\
Examples:
  hotwash run fire-drill
  hotwash run durres-school --variant hold-for-inspection --seed 7
  hotwash run durres-school --decide leave-the-building=hold@10:31
  hotwash run durres-school --set school.nene-tereza.procedure.doors=code
  hotwash run fire-drill --json | jq '.metrics[] | select(.metric == \"last_out_s\")'

Results land in outputs/SCENARIO/VARIANT[/CASE]/seed-N, where CASE names the settings; those of a replay
in .../replay-DIGITS/seed-N beside it, with the first digits of the log's SHA-256.
The same scenario, variant, settings and seed always give the same files.";

#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    /// A scenario: its folder, or its name below scenarios/
    scenario: PathBuf,
    /// The variant to lay over it: a file of variants/, without .toml
    #[arg(long, value_name = "NAME")]
    variant: Option<String>,
    /// The luck of the run: another number, another run; 1 if left out
    #[arg(long, value_name = "N", value_parser = seed, allow_negative_numbers = true)]
    seed: Option<u64>,
    /// The luck of the hazard alone; as --seed if left out
    #[arg(long, value_name = "N", value_parser = seed, allow_negative_numbers = true)]
    hazard_seed: Option<u64>,
    /// Change one value of the scenario, by the path at which it stands there (may be repeated)
    #[arg(long, value_name = "PATH=VALUE")]
    set: Vec<String>,
    /// Decide for the table: which option, and if you like when, on the clock of the scenario (may be repeated)
    #[arg(long, value_name = "DECISION=OPTION[@TIME]")]
    decide: Vec<String>,
    /// Do what an actions.csv of an earlier run says instead of what the scenario scripts
    #[arg(long, value_name = "FILE")]
    replay: Option<PathBuf>,
    /// The language of the texts
    #[arg(long, value_name = "CODE", default_value = "en")]
    language: String,
    /// Where to put the results, instead of below outputs/
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Replace results that are there already
    #[arg(long)]
    force: bool,
    /// Print one JSON object instead of a summary
    #[arg(long)]
    json: bool,
    /// Print nothing but errors (and what --json asks for)
    #[arg(long, short)]
    pub(super) quiet: bool,
}

pub(super) fn run(args: &Args, printer: Printer) -> Result<(), Stop> {
    let mut stopwatch = Stopwatch::start();
    let catalogue = Catalogue::load(&args.language)?;
    let folder = scenarios::find(&args.scenario)?;
    let scenario = Arc::new(scenarios::load(
        &folder,
        args.variant.as_deref(),
        &args.set,
        &args.decide,
        printer,
    )?);
    let log = args.replay.as_deref().map(scenarios::read_log).transpose()?;
    let provenance = provenance(&scenario, args, log.clone(), catalogue.language())?;
    let names = names::of(&scenario, &catalogue);
    let catalogue = catalogue.for_scenario(provenance.clock, names);
    let target = args.out.clone().unwrap_or_else(|| usual_folder(&provenance));
    if target.join(MANIFEST).is_file() && !args.force {
        // Said before the work is done, not after.
        return Err(WriteError::from(FolderError::Exists(target)).into());
    }
    stopwatch.lap("load");
    let records = simulate(&scenario, seeds(args).0, log.as_deref(), &catalogue, printer)?;
    stopwatch.lap("simulate");
    let written = write(
        &records,
        &provenance,
        &catalogue,
        &mut stopwatch,
        &target,
        args.force,
    )?;
    let finished = Finished {
        scenario: &scenario,
        records: &records,
        provenance: &provenance,
        written: &written,
        seconds: stopwatch.seconds(),
    };
    if args.json {
        printer::json(&summary::json(&finished))?;
    } else if !printer.is_quiet() {
        printer::out(&summary::text(
            &finished,
            &catalogue,
            printer.width(),
            printer.paint(),
        ))?;
    }
    for remark in &records.remarks {
        printer.remark(remark);
    }
    match records.incomplete {
        Some(why) => Err(Stop::input(why)
            .hint("what was recorded until then is written, marked as incomplete in `manifest.json`")),
        None => Ok(()),
    }
}

/// Simulates a scenario once and writes its folder.
pub(super) fn write_run(
    scenario: &Arc<Scenario>,
    seeds: Seeds,
    provenance: &Provenance,
    language: &str,
    (target, force): (&Path, bool),
    printer: Printer,
) -> Result<(), Stop> {
    let mut stopwatch = Stopwatch::start();
    let catalogue = Catalogue::load(language)?;
    let names = names::of(scenario, &catalogue);
    let catalogue = catalogue.for_scenario(provenance.clock, names);
    if target.join(MANIFEST).is_file() && !force {
        return Err(WriteError::from(FolderError::Exists(target.to_owned())).into());
    }
    let records = simulate(scenario, seeds, None, &catalogue, printer)?;
    write(&records, provenance, &catalogue, &mut stopwatch, target, force)?;
    Ok(())
}

fn simulate(
    scenario: &Arc<Scenario>,
    seeds: Seeds,
    log: Option<&str>,
    catalogue: &Catalogue,
    printer: Printer,
) -> Result<Records, Stop> {
    let length = u64::try_from(scenario.exercise.lasts_ms).unwrap_or(0);
    let line = printer.progress(length);
    let show = |progress: Progress| {
        if line.is_seen() {
            let posture = catalogue.text(&labels::posture(progress.posture), &[]);
            let args = [
                ("clock", Arg::ClockMs(progress.now_ms)),
                ("posture", Arg::Text(posture.into())),
                ("inside", Arg::Count(progress.inside.into())),
            ];
            line.show(
                u64::try_from(progress.now_ms).unwrap_or(0),
                catalogue.text("progress", &args),
            );
        }
    };
    let replay = log.map(|text| Replay::read(text, scenario)).transpose()?;
    let options = Options {
        replay,
        ..Options::default()
    };
    Ok(simulation::run(Arc::clone(scenario), seeds, options, show)?)
}

/// The seeds asked for, and whether anybody asked.
fn seeds(args: &Args) -> (Seeds, SeedChoice) {
    let people = args.seed.unwrap_or(DEFAULT_SEED);
    let hazard = args.hazard_seed.unwrap_or(people);
    let choice = if args.seed.is_some() || args.hazard_seed.is_some() {
        SeedChoice::Given
    } else {
        SeedChoice::Default
    };
    (Seeds { hazard, people }, choice)
}

/// Where the run comes from, exactly.
fn provenance(
    scenario: &Scenario,
    args: &Args,
    log: Option<String>,
    language: &str,
) -> Result<Provenance, Stop> {
    let (seeds, choice) = seeds(args);
    let plain = simulation::provenance(scenario, seeds, choice, language)?;
    Ok(Provenance {
        run: RunName {
            case: case_name(&args.decide, &args.set, seeds).map(Into::into),
            ..plain.run
        },
        set: args.set.clone(),
        decide: args.decide.clone(),
        replayed_log: log,
        ..plain
    })
}

/// Where results land if nobody says. What follows a log is no other run, so it has the name of the run it follows;
/// only its folder lies apart, one for each log.
fn usual_folder(provenance: &Provenance) -> PathBuf {
    let mut folder = Path::new(OUTPUTS).join(provenance.run.path());
    if let Some(log) = &provenance.replayed_log {
        let seed = folder.file_name().map(ToOwned::to_owned).unwrap_or_default();
        folder.set_file_name(format!("replay-{}", &sha256(log.as_bytes())[..DIGITS]));
        folder.push(seed);
    }
    folder
}
