//! `hotwash run`: a scenario, simulated once.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::exit::Stop;
use super::printer::{self, Printer};
use super::summary::{self, Finished};
use super::{labels, scenarios};
use crate::command::Replay;
use crate::record::{
    Arg, Catalogue, FolderError, MANIFEST, Provenance, Records, RunName, SeedChoice, Stopwatch, WriteError,
    sha256, write,
};
use crate::scenario::model::Scenario;
use crate::sim::Seeds;
use crate::simulation::{self, Options, Progress, names};

/// The seed of a run for which nobody asks for another.
pub(super) const DEFAULT_SEED: u64 = 1;
/// Fifteen digits: what a spreadsheet keeps exactly.
const LARGEST_SEED: u64 = 999_999_999_999_999;
/// Below this folder results land, unless somebody names another.
const OUTPUTS: &str = "outputs";

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
            case: case_name(args, seeds).map(Into::into),
            ..plain.run
        },
        set: args.set.clone(),
        decide: args.decide.clone(),
        replayed_log: log,
        ..plain
    })
}

pub(super) fn seed(text: &str) -> Result<u64, String> {
    let seed = text.parse().ok().filter(|seed| *seed <= LARGEST_SEED);
    seed.ok_or_else(|| format!("a seed is a whole number from 0 to {LARGEST_SEED}"))
}

/// How many digits of a checksum tell apart what would else look alike.
const DIGITS: usize = 6;

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

/// A longer name of a case is cut: file systems take 255 bytes, people fewer.
const LONGEST_CASE: usize = 60;

/// A short name for what was set by hand, fit for a folder; none if nothing was. Settings that would look alike get
/// a few digits of their checksum.
fn case_name(args: &Args, seeds: Seeds) -> Option<String> {
    let mut settings: Vec<String> = args.decide.iter().chain(&args.set).cloned().collect();
    if seeds.hazard != seeds.people {
        settings.push(format!("hazard-seed={}", seeds.hazard));
    }
    if settings.is_empty() {
        return None;
    }
    let exact = settings.join("+");
    let fit = |c: char| {
        if c.is_ascii_alphanumeric() || "+-_.=@".contains(c) {
            c
        } else {
            '-'
        }
    };
    let name: String = exact
        .replace(':', ".")
        .trim_start_matches('.')
        .chars()
        .map(fit)
        .collect();
    let short: String = name.chars().take(LONGEST_CASE).collect();
    let is_exact = short == exact.replace(':', ".");
    Some(if is_exact {
        short
    } else {
        format!("{short}-{}", &sha256(exact.as_bytes())[..DIGITS])
    })
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(clap::Parser)]
    struct Line {
        #[command(flatten)]
        args: Args,
    }

    fn case(words: &[&str]) -> Option<String> {
        let args = Line::parse_from(["run", "x"].iter().chain(words)).args;
        case_name(&args, seeds(&args).0)
    }

    #[test]
    fn a_case_has_a_short_name_of_its_own() {
        assert_eq!(case(&[]), None);
        assert_eq!(case(&["--seed", "5", "--hazard-seed", "5"]), None);
        assert_eq!(
            case(&["--decide", "leave=hold@10:31"]).as_deref(),
            Some("leave=hold@10.31")
        );
        assert_eq!(case(&["--hazard-seed", "5"]).as_deref(), Some("hazard-seed=5"));
        let (a, b) = (case(&["--set", "a.b=1 m"]), case(&["--set", "a.b=1/m"]));
        assert!(a != b, "{a:?} {b:?}");
        assert!(a.is_some_and(|a| a.starts_with("a.b=1-m-")));
        let long = case(&["--set", &"x".repeat(500)]).expect("a setting");
        assert!(long.len() < 70, "{long}");
        assert!(
            case(&["--set", "../../etc=1"]).is_some_and(|name| !name.contains('/') && !name.starts_with('.'))
        );
    }
}
