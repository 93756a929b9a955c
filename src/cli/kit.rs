//! `hotwash kit`: what lies on the table, made of a finished run.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::exit::Stop;
use super::printer::{self, Printer};
use super::report::{Head, check_place, failed};
use super::scenarios;
use crate::compare::ReadError;
use crate::kit::{EventRow, Kit, LOG_COLUMNS, Outlook, Part, RunTables, Speaker, events, page};
use crate::record::{
    Catalogue, Clock, FileRecord, MANIFEST, RunFolder, SeedChoice, Table, TableInfo, csv_bytes, file_records,
    pretty_json,
};
use crate::sim::Seeds;
use crate::simulation::{names, provenance};
use crate::workbook::{csv_sheet, workbook};

const AFTER_HELP: &str = "\
Examples:
  hotwash kit outputs/durres-school/base/seed-1
  hotwash kit outputs/durres-school/base/seed-1 --batch outputs/durres-school/batch-1f3a9c
  hotwash kit outputs/durres-school/base/seed-1 --language en,sq --out kit

Open kit.html in a browser and print it, or one of the parts beside it. Handouts and the situation are for
the table: they say what each position knew, never what is true. The facilitator's sheet says that.";

/// What its manifest calls it.
const KIND: &str = "kit";
/// The page that holds everything.
const WHOLE: &str = "kit";

#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    /// The folder of a run whose scenario has modules
    run: PathBuf,
    /// A batch of the same scenario: the facilitator's sheet says what follows in each variant
    #[arg(long, value_name = "DIR")]
    batch: Option<PathBuf>,
    /// The languages, with commas between: en, sq; with several each gets a folder
    #[arg(long, value_name = "CODES", value_delimiter = ',', default_value = "en")]
    language: Vec<String>,
    /// Where to put it, instead of beside the run
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Replace a kit that stands there
    #[arg(long)]
    force: bool,
    /// Print nothing but errors
    #[arg(long, short)]
    pub(super) quiet: bool,
}

#[derive(Serialize)]
struct Manifest<'a> {
    #[serde(flatten)]
    head: Head<'a>,
    model_version: &'a str,
    variant: &'a str,
    case: Option<&'a str>,
    seed: u64,
    resolved_scenario_sha256: &'a str,
    languages: &'a [String],
    files: BTreeMap<&'a str, FileRecord>,
}

pub(super) fn kit(args: &Args, printer: Printer) -> Result<(), Stop> {
    let catalogues = args.language.iter().map(|code| Catalogue::load(code.trim()));
    let catalogues: Vec<Catalogue> = catalogues.collect::<Result<_, _>>()?;
    let (manifest, scenario) = scenarios::of_run(&args.run, printer)?;
    if scenario.material.modules.is_empty() {
        return Err(Stop::input("the scenario of this run has no modules: there is nothing to hand out")
            .hint("write `[module.1]` with `title`, `from` and `to`; `hotwash new NAME --from tabletop` shows how"));
    }
    let tables = RunTables::read(&args.run).map_err(|error| unreadable(&error))?;
    let outlook = args
        .batch
        .as_deref()
        .map(|batch| outlook(batch, &manifest.scenario))
        .transpose()?;
    let seeds = Seeds {
        hazard: manifest.seeds.hazard,
        people: manifest.seeds.people,
    };
    let target = args.out.clone().unwrap_or_else(|| beside(&args.run));
    if args.force {
        check_place(KIND, &target)?;
    }
    let mut folder = RunFolder::create(&target, args.force).map_err(failed)?;
    for catalogue in catalogues {
        let clock = provenance(&scenario, seeds, SeedChoice::Given, catalogue.language())?.clock;
        let called = names::of(&scenario, &catalogue);
        let below = if args.language.len() > 1 {
            format!("{}/", catalogue.language())
        } else {
            String::new()
        };
        let catalogue = catalogue.for_scenario(clock, called);
        let kit = Kit {
            scenario: &scenario,
            tables: &tables,
            speaker: Speaker {
                catalogue: &catalogue,
                clock,
            },
            outlook: outlook.as_ref(),
        };
        write(&kit, clock, &below, &mut folder)?;
    }
    let record = pretty_json(&Manifest {
        head: Head::new(KIND, &manifest.scenario, &manifest.title),
        model_version: &manifest.model_version,
        variant: &manifest.variant,
        case: manifest.case.as_deref(),
        seed: manifest.seeds.people,
        resolved_scenario_sha256: &manifest.resolved_scenario_sha256,
        languages: &args.language,
        files: file_records(folder.written(), &BTreeMap::new()),
    });
    folder.write(MANIFEST, record.as_bytes()).map_err(failed)?;
    let place = folder.publish().map_err(failed)?;
    if !printer.is_quiet() {
        printer::out(&told(&place, &args.language))?;
    }
    Ok(())
}

fn unreadable(error: &ReadError) -> Stop {
    Stop::input(error.to_string())
        .hint("an older version may have made it: run the scenario again, and name that run")
}

/// What follows in each variant of a batch of the same scenario.
fn outlook(batch: &Path, scenario: &str) -> Result<Outlook, Stop> {
    let outlook = Outlook::read(batch).map_err(|error| Stop::input(error.to_string()))?;
    if outlook.scenario() != scenario {
        return Err(Stop::input(format!(
            "`{}` holds runs of `{}`, the kit is of `{}`",
            batch.display(),
            outlook.scenario(),
            scenario
        )));
    }
    Ok(outlook)
}

/// Beside the run: `seed-1-kit`.
fn beside(run: &Path) -> PathBuf {
    let mut name = run.file_name().unwrap_or_default().to_owned();
    name.push("-kit");
    run.with_file_name(name)
}

/// All pages and tables in one language.
fn write(kit: &Kit<'_>, clock: Clock, below: &str, folder: &mut RunFolder) -> Result<(), Stop> {
    let parts = kit.parts();
    for part in &parts {
        let html = page(kit, &part.title, &[part]);
        folder
            .write(&format!("{below}{}.html", part.name), html.as_bytes())
            .map_err(failed)?;
    }
    let all: Vec<&Part> = parts.iter().collect();
    let whole = page(kit, &kit.whole(), &all);
    folder
        .write(&format!("{below}{WHOLE}.html"), whole.as_bytes())
        .map_err(failed)?;
    let msel = csv_bytes(&events(kit), &clock)?;
    let table = TableInfo::of::<EventRow>();
    let defect = |problem: String| Stop::defect(format!("the list of events cannot be written: {problem}"));
    let sheet = csv_sheet("MSEL", &table, &msel).map_err(|error| defect(error.to_string()))?;
    let book = workbook(kit.title(), &clock.iso(0), &[sheet]).map_err(|error| defect(error.to_string()))?;
    for (ending, bytes) in [("csv", &msel), ("xlsx", &book)] {
        folder
            .write(&format!("{below}{}.{ending}", EventRow::NAME), bytes)
            .map_err(failed)?;
    }
    let log = format!("{}\n", LOG_COLUMNS.join(","));
    folder
        .write(&format!("{below}table-log.csv"), log.as_bytes())
        .map_err(failed)
}

fn told(place: &Path, languages: &[String]) -> String {
    let place = place.display();
    let first = match languages {
        [first, _, ..] => format!("{first}/"),
        _ => String::new(),
    };
    format!(
        "Written to {place}. Open {place}/{first}{WHOLE}.html in a browser and print it, or the parts one by one:\n\
         handouts and situation.html for the table; facilitator.html, inject-cards.html and evaluation.html not.\n\
         What the table decides goes into decision-log.html, and from there into table-log.csv.\n"
    )
}
