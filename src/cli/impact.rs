//! `hotwash impact`: what the earthquakes of a scenario do to its town, by many seeds.

use std::ops::RangeInclusive;
use std::path::PathBuf;

use super::exit::Stop;
use super::layout::{Block, Row, blocks, wrapped};
use super::printer::{self, Printer};
use super::run::seed;
use super::scenarios;
use crate::hazard::earthquake::arrivals;
use crate::hazard::earthquake::impact::many::{Outcome, QUANTITIES, Quantity, Spread, outcomes};
use crate::hazard::earthquake::impact::{Prepared, Way};
use crate::record::{
    FolderError, ImpactBySeed, ImpactRecords, ImpactRow, MANIFEST, Provenance, SeedChoice, WriteError,
    write_impact,
};
use crate::scenario::model::{HazardKind, Observation, Scenario, TownSpec};
use crate::sim::Seeds;
use crate::simulation::provenance;

const AFTER_HELP: &str = "\
Examples:
  hotwash impact durres-2019
  hotwash impact durres-2019 --variant daytime-1030 --seeds 1..1000
  hotwash impact durres-2019 --seeds 1..1000 --expected --out durres

Nobody moves and nobody decides here: buildings break, people are hurt, rubble holds them.
With --out, impact.csv has a row for each municipality and quantity, impact_by_seed.csv one for
each seed as well. The same scenario, variant, settings and seeds always give the same files.";

/// Most seeds at once.
const MOST_SEEDS: u64 = 1_000_000;
/// What the tables call the sum of all municipalities.
const EVERYWHERE: &str = "everywhere";
/// Municipalities that the summary names.
const NAMED: usize = 10;

#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    /// A scenario: its folder, or its name below scenarios/
    scenario: PathBuf,
    /// The variant to lay over it: a file of variants/, without .toml
    #[arg(long, value_name = "NAME")]
    variant: Option<String>,
    /// Which seeds: one, or from..to
    #[arg(long, value_name = "N[..M]", value_parser = seeds, default_value = "1..200")]
    seeds: RangeInclusive<u64>,
    /// Take the mean over buildings and people instead of drawing them; the shaking is drawn all the same
    #[arg(long)]
    expected: bool,
    /// Change one value of the scenario, by the path at which it stands there (may be repeated)
    #[arg(long, value_name = "PATH=VALUE")]
    set: Vec<String>,
    /// Write the tables into this folder
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Replace tables that are there already
    #[arg(long)]
    force: bool,
    /// Print nothing but errors
    #[arg(long, short)]
    pub(super) quiet: bool,
}

/// Reads `7` or `1..200`.
fn seeds(text: &str) -> Result<RangeInclusive<u64>, String> {
    let (from, to) = text.split_once("..").unwrap_or((text, text));
    let range = seed(from)?..=seed(to.trim_start_matches('='))?;
    if range.is_empty() {
        return Err(format!("no seeds from {} to {}", range.start(), range.end()));
    }
    if range.end() - range.start() >= MOST_SEEDS {
        return Err(format!("at most {MOST_SEEDS} seeds at once"));
    }
    Ok(range)
}

pub(super) fn impact(args: &Args, printer: Printer) -> Result<(), Stop> {
    // Said before the work is done, not after.
    if let Some(folder) = &args.out {
        if folder.join(MANIFEST).is_file() && !args.force {
            return Err(WriteError::from(FolderError::Exists(folder.clone())).into());
        }
    }
    let folder = scenarios::find(&args.scenario)?;
    let scenario = scenarios::load(&folder, args.variant.as_deref(), &args.set, &[], printer)?;
    let cannot = |message: &str| {
        Stop::input(message.to_owned())
            .hint("`hotwash impact durres-2019` shows one that can; docs/models.md says what it takes")
    };
    let Some(town) = &scenario.town else {
        return Err(cannot("the scenario has no town"));
    };
    let prepared = Prepared::new(&scenario)
        .map_err(|error| Stop::input(format!("the shaking cannot be computed: {error}")))?;
    let Some(prepared) = prepared else {
        return Err(cannot("the scenario has no `computed-earthquake`"));
    };
    let way = if args.expected {
        Way::Expected
    } else {
        Way::Sampled
    };
    let seeds: Vec<u64> = args.seeds.clone().collect();
    let outcomes = outcomes(&prepared, seeds, way);
    if let Some(folder) = &args.out {
        let seeds = Seeds::both(*args.seeds.start());
        let mut provenance = provenance(&scenario, seeds, SeedChoice::Given, "en")?;
        provenance.set.clone_from(&args.set);
        let records = records(town, &outcomes, args, &provenance);
        write_impact(&records, &provenance, folder, args.force)?;
    }
    if printer.is_quiet() {
        return Ok(());
    }
    printer::out(&summary(&scenario, town, &prepared, &outcomes, args, printer))
}

/// A quantity over all seeds, everywhere or in a municipality.
fn spread(outcomes: &[Outcome], quantity: &Quantity, municipality: Option<usize>) -> Spread {
    Spread::of(
        outcomes
            .iter()
            .map(|outcome| (quantity.of)(outcome.of(municipality))),
    )
}

fn summary(
    scenario: &Scenario,
    town: &TownSpec,
    prepared: &Prepared,
    outcomes: &[Outcome],
    args: &Args,
    printer: Printer,
) -> String {
    let paint = printer.paint();
    let (first, last) = (args.seeds.start(), args.seeds.end());
    let how = if args.expected { "expected" } else { "drawn" };
    let mut text = format!(
        "{} · {}\n",
        paint.strong(scenario.exercise.name.get("en")),
        scenario.variant.name.get("en"),
    );
    let mut lines = vec![format!(
        "{} groups of buildings at {} places by {}, seeds {first} to {last}, buildings and people {how}",
        prepared.groups(),
        prepared.sites(),
        town.hour.word(),
    )];
    lines.extend(shaking(scenario, prepared));
    for line in lines.iter().flat_map(|line| wrapped(line, printer.width())) {
        text.push_str(&line);
        text.push('\n');
    }
    text.push('\n');
    let has_observed = !town.observed.is_empty();
    let columns = ["median", "5 %", "95 %", "mean"]
        .into_iter()
        .chain(has_observed.then_some("observed"));
    let columns: Vec<String> = columns.map(str::to_owned).collect();
    let mut all = Block::new("Everywhere", columns.clone());
    for quantity in QUANTITIES {
        let row = Row::new(quantity.label, cells(outcomes, quantity, None, town));
        all.push(if quantity.is_part { row.indented() } else { row });
    }
    let deaths = &QUANTITIES[0];
    let mut worst: Vec<usize> = (0..town.municipalities.len()).collect();
    worst.sort_by(|a, b| {
        let mean = |index: usize| spread(outcomes, deaths, Some(index)).mean;
        mean(*b).total_cmp(&mean(*a)).then(a.cmp(b))
    });
    let mut places = Block::new(format!("{} by municipality", deaths.name), columns);
    for index in worst.into_iter().take(NAMED) {
        places.push(Row::new(
            town.municipalities[index].clone(),
            cells(outcomes, deaths, Some(index), town),
        ));
    }
    text += &blocks(&[all, places], printer.width(), paint);
    if town.municipalities.len() > NAMED {
        let more = town.municipalities.len() - NAMED;
        text += "  and ";
        text += &more.to_string();
        text += " more: --out writes them all\n";
    }
    text
}

/// Where the shaking comes from, and what records say of it.
fn shaking(scenario: &Scenario, prepared: &Prepared) -> Vec<String> {
    let first = scenario
        .hazards
        .iter()
        .filter(|hazard| matches!(hazard.kind, HazardKind::Rupture(_)));
    let Some(first) = first.min_by_key(|hazard| hazard.at_ms) else {
        return Vec::new();
    };
    let HazardKind::Rupture(spec) = &first.kind else {
        return Vec::new();
    };
    let models: Vec<&str> = spec.motion.models.iter().map(|(model, _)| model.word()).collect();
    let map = if spec.motion.map.is_some() {
        ", medians of a map"
    } else {
        ""
    };
    let mut lines = vec![format!("shaking by {}{map}", models.join(", "))];
    if let Some(arrivals) = arrivals(scenario, spec) {
        let (p_s, s_s) = (arrivals.p_s, arrivals.s_s);
        let most_s = arrivals.warning_s(0.0);
        lines.push(format!(
            "strong shaking arrives in the middle after {s_s:.1} s, P waves after {p_s:.1} s: a warning has at most {most_s:.1} s"
        ));
    }
    for ((model, _), terms) in spec.motion.models.iter().zip(prepared.medians().event_terms()) {
        let of = prepared.measures().iter().zip(terms);
        let told: Vec<String> = of
            .filter_map(|(measure, term)| {
                let term = term?;
                Some(format!(
                    "{} {:+.2} ± {:.2}",
                    measure.name(),
                    term.mean,
                    term.variance.max(0.0).sqrt()
                ))
            })
            .collect();
        if !told.is_empty() {
            let stations = spec.motion.stations.len();
            lines.push(format!(
                "{} given {stations} stations, event terms: {}",
                model.word(),
                told.join(", ")
            ));
        }
    }
    lines
}

fn cells(
    outcomes: &[Outcome],
    quantity: &Quantity,
    municipality: Option<usize>,
    town: &TownSpec,
) -> Vec<String> {
    let Spread {
        mean,
        p5,
        median,
        p95,
        ..
    } = spread(outcomes, quantity, municipality);
    let mut cells: Vec<String> = [median, p5, p95, mean].map(rounded).to_vec();
    if !town.observed.is_empty() {
        cells.push(observed(&town.observed, quantity.name, municipality));
    }
    cells
}

/// What is on record, from the least to the most that anybody says.
fn observed(figures: &[Observation], quantity: &str, municipality: Option<usize>) -> String {
    // Figures of regions larger than a municipality are of everywhere when they are the largest.
    let of = |figure: &&Observation| figure.quantity == quantity && figure.municipality == municipality;
    let values = || figures.iter().filter(of).map(|figure| figure.value);
    let low = values().fold(f64::INFINITY, f64::min);
    let high = values().fold(f64::NEG_INFINITY, f64::max);
    if low > high {
        String::new()
    } else if low == high {
        rounded(low)
    } else {
        format!("{}–{}", rounded(low), rounded(high))
    }
}

/// As many digits as are worth reading.
fn rounded(value: f64) -> String {
    if value >= 9.95 || value == value.round() {
        format!("{value:.0}")
    } else {
        format!("{value:.1}")
    }
}

/// The rows of the tables, place by place.
fn records(town: &TownSpec, outcomes: &[Outcome], args: &Args, provenance: &Provenance) -> ImpactRecords {
    let of_town = (0..).zip(&town.municipalities);
    let places: Vec<(&str, Option<usize>)> = std::iter::once((EVERYWHERE, None))
        .chain(of_town.map(|(index, name)| (name.as_str(), Some(index))))
        .collect();
    let sum = |(name, municipality): &(&str, Option<usize>), quantity: &Quantity| {
        let spread = spread(outcomes, quantity, *municipality);
        ImpactRow {
            scenario: provenance.run.scenario.clone(),
            variant: provenance.run.variant.clone(),
            municipality: (*name).to_owned(),
            quantity: quantity.name,
            unit: quantity.unit,
            mean: spread.mean,
            sd: spread.sd,
            quantiles: [spread.p5, spread.median, spread.p95],
            seeds: outcomes.len() as u64,
        }
    };
    let one =
        |outcome: &Outcome, (name, municipality): &(&str, Option<usize>), quantity: &Quantity| ImpactBySeed {
            scenario: provenance.run.scenario.clone(),
            variant: provenance.run.variant.clone(),
            seed: outcome.seed,
            municipality: (*name).to_owned(),
            quantity: quantity.name,
            unit: quantity.unit,
            value: (quantity.of)(outcome.of(*municipality)),
        };
    let cells = || {
        places
            .iter()
            .flat_map(|place| QUANTITIES.iter().map(move |quantity| (place, quantity)))
    };
    let by_seed = outcomes
        .iter()
        .flat_map(|outcome| cells().map(move |(place, quantity)| one(outcome, place, quantity)));
    ImpactRecords {
        sums: cells().map(|(place, quantity)| sum(place, quantity)).collect(),
        by_seed: by_seed.collect(),
        seeds: args.seeds.clone(),
        expected: args.expected,
    }
}
