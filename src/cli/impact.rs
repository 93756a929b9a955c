//! `hotwash impact`: what the earthquakes of a scenario do to its town, by many seeds.

use std::ops::RangeInclusive;
use std::path::PathBuf;

use super::exit::Stop;
use super::layout::{Block, Row, blocks, wrapped};
use super::printer::{self, Printer};
use super::scenarios;
use crate::batch::seed;
use crate::hazard::earthquake::arrivals;
use crate::hazard::earthquake::impact::many::{Outcome, QUANTITIES, Quantity, Spread, outcomes};
use crate::hazard::earthquake::impact::{Prepared, Way};
use crate::record::{
    FolderError, ImpactBySeed, ImpactCourse, ImpactRow, MANIFEST, RunName, SeedChoice, WriteError,
    write_impact,
};
use crate::scenario::format::observed::EVERYWHERE;
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
const MOST_SEEDS: u64 = 100_000;
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
    if let Some(folder) = &args.out
        && folder.join(MANIFEST).is_file()
        && !args.force
    {
        return Err(WriteError::from(FolderError::Exists(folder.clone())).into());
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
        let tables = Tables {
            town,
            outcomes: &outcomes,
            run: &provenance.run,
        };
        let course = ImpactCourse {
            seeds: args.seeds.clone(),
            expected: args.expected,
        };
        write_impact(
            &course,
            &tables.sums(),
            tables.by_seed(),
            &provenance,
            folder,
            args.force,
        )?;
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
    let worst = worst_first(town, outcomes);
    lines.extend(shaking(scenario, prepared, town, worst.first().copied()));
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

/// The municipalities, that with most deaths first.
fn worst_first(town: &TownSpec, outcomes: &[Outcome]) -> Vec<usize> {
    let mean = |municipality: usize| spread(outcomes, &QUANTITIES[0], Some(municipality)).mean;
    let mut worst: Vec<(usize, f64)> = (0..town.municipalities.len())
        .map(|municipality| (municipality, mean(municipality)))
        .collect();
    worst.sort_by(|(a, of_a), (b, of_b)| of_b.total_cmp(of_a).then(a.cmp(b)));
    worst.into_iter().map(|(municipality, _)| municipality).collect()
}

/// Where the shaking comes from, when it comes to the municipality that suffers most, and what records say of it.
fn shaking(scenario: &Scenario, prepared: &Prepared, town: &TownSpec, worst: Option<usize>) -> Vec<String> {
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
    if let Some(worst) = worst
        && let Some(arrivals) = town.middle(worst).and_then(|middle| arrivals(spec, middle))
    {
        let (p_s, s_s) = (arrivals.p_s, arrivals.s_s);
        let most_s = arrivals.warning_s(0.0);
        lines.push(format!(
            "in {} the strong shaking arrives {s_s:.1} s after the rupture begins, P waves after {p_s:.1} s: a warning has at \
             most {most_s:.1} s there",
            town.municipalities[worst]
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

/// What the tables are made from.
struct Tables<'a> {
    town: &'a TownSpec,
    outcomes: &'a [Outcome],
    run: &'a RunName,
}

impl<'a> Tables<'a> {
    /// Everywhere, then the municipalities, each with every quantity.
    fn cells(&self) -> impl Iterator<Item = (&'a str, Option<usize>, &'static Quantity)> + use<'a> {
        let municipalities = (0..).zip(&self.town.municipalities);
        let places = municipalities.map(|(index, name)| (name.as_str(), Some(index)));
        std::iter::once((EVERYWHERE, None))
            .chain(places)
            .flat_map(|(name, municipality)| {
                QUANTITIES
                    .iter()
                    .map(move |quantity| (name, municipality, quantity))
            })
    }

    fn sums(&self) -> Vec<ImpactRow> {
        let row = |(name, municipality, quantity): (&str, _, &Quantity)| {
            let spread = spread(self.outcomes, quantity, municipality);
            ImpactRow {
                scenario: self.run.scenario.clone(),
                variant: self.run.variant.clone(),
                municipality: name.to_owned(),
                quantity: quantity.name,
                unit: quantity.unit,
                mean: spread.mean,
                sd: spread.sd,
                quantiles: [spread.p5, spread.median, spread.p95],
                seeds: self.outcomes.len() as u64,
            }
        };
        self.cells().map(row).collect()
    }

    fn by_seed(&self) -> impl Iterator<Item = ImpactBySeed> {
        let row = |outcome: &Outcome, (name, municipality, quantity): (&str, _, &Quantity)| ImpactBySeed {
            scenario: self.run.scenario.clone(),
            variant: self.run.variant.clone(),
            seed: outcome.seed,
            municipality: name.to_owned(),
            quantity: quantity.name,
            unit: quantity.unit,
            value: (quantity.of)(outcome.of(municipality)),
        };
        self.outcomes
            .iter()
            .flat_map(move |outcome| self.cells().map(move |cell| row(outcome, cell)))
    }
}
