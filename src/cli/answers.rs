//! `hotwash answers`: what if a decision had been taken otherwise, or at another time.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::batch::{registered, with_metrics_alone};
use super::exit::Stop;
use super::layout::{Block, Row, blocks, wrapped};
use super::printer::{self, Printer};
use super::report::{Head, failed, published};
use super::run::OUTPUTS;
use super::scenarios;
use crate::batch::{Cell, Factor, Plan, SeedSet};
use crate::compare::{Pool, Question, TOLD_FIRST, Wanted, compare as compared, read};
use crate::kit::{
    Answer, AnswerRow, Answers, METRICS_TOLD, Speaker, answer_rows, answers_page, clock_time, is_metric_shown,
};
use crate::record::{
    Catalogue, FileRecord, MANIFEST, SeedChoice, TableInfo, csv_bytes, datapackage_json, file_records,
    pretty_json,
};
use crate::scenario::document::quantity::duration_ms;
use crate::scenario::document::suggest;
use crate::scenario::model::{Fidelity, Scenario};
use crate::sim::Seeds;
use crate::simulation::{DIGITS, names, provenance};
use crate::vocabulary::Ms;

const AFTER_HELP: &str = "\
Examples:
  hotwash answers durres-school --decision leave-the-building --at 1,5,10,20min,never
  hotwash answers fire-drill --all --seeds 1..50 --language sq
  hotwash answers durres-school --decision search --at 10:35,10:40 --metric found_s,full_account_s --bodies

Times count from the first hazard, or are of the clock (10:35). Every option meets every time, with the same seeds as
the script. The evening before, on a network of queues: quick. With --bodies the answers are computed once more with
people who have bodies, when the first are written; it may be stopped, and goes on where it stood.";

/// The seeds where nobody asks for others.
const DEFAULT_SEEDS: &str = "1..100";
/// The times where nobody asks for others.
const DEFAULT_TIMES: &str = "1,5,10,20min,never";
/// What the folder of answers is called.
const FOLDER: &str = "answers";

#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    /// A scenario: its folder, or its name below scenarios/
    scenario: PathBuf,
    /// The decision that is asked about (may be repeated)
    #[arg(long, value_name = "DECISION", required_unless_present = "all")]
    decision: Vec<String>,
    /// Ask about every decision
    #[arg(long, conflicts_with = "decision")]
    all: bool,
    /// When it is decided, with commas between: after the first hazard (5min), by the clock (10:35), or never;
    /// 1,5,10,20min,never if left out
    #[arg(long, value_name = "TIMES")]
    at: Option<String>,
    /// The variant to lay over the scenario
    #[arg(long, value_name = "NAME")]
    variant: Option<String>,
    /// Which seeds; 1..100 if left out
    #[arg(long, value_name = "N..M", value_parser = SeedSet::parse, default_value = DEFAULT_SEEDS)]
    seeds: SeedSet,
    /// Change one value of the scenario, by the path at which it stands there (may be repeated)
    #[arg(long, value_name = "PATH=VALUE")]
    set: Vec<String>,
    /// The metrics, at most four, with commas between; of lives, injuries and times those that differ if left out
    #[arg(long, value_name = "METRICS", value_delimiter = ',')]
    metric: Vec<String>,
    /// Compute the answers with bodies too, after those on a network
    #[arg(long)]
    bodies: bool,
    /// The language of the page
    #[arg(long, value_name = "CODE", default_value = "en")]
    language: String,
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

/// When something is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum When {
    /// At this time, ms.
    At(Ms),
    /// Never.
    Never,
}

pub(super) fn answers(args: &Args, printer: Printer) -> Result<(), Stop> {
    let catalogue = Catalogue::load(&args.language)?;
    if args.metric.len() > METRICS_TOLD {
        return Err(Stop::input(format!("a page has room for {METRICS_TOLD} metrics"))
            .hint("ask for fewer with --metric"));
    }
    let (folder, script) = scenarios::script(&args.scenario, args.variant.as_deref(), &args.set)?;
    let scenario = scenarios::seen(&folder, &script, printer)?;
    let asked = Asked {
        decisions: decisions(args, &scenario)?,
        times: times(args.at.as_deref(), &scenario)?,
    };
    let names = names::of(&scenario, &catalogue);
    let clock = provenance(&scenario, Seeds::both(0), SeedChoice::Given, &args.language)?.clock;
    let catalogue = catalogue.for_scenario(clock, names);
    let speaker = Speaker {
        catalogue: &catalogue,
        clock,
    };
    let title = scenario.exercise.name.get(&args.language).to_owned();
    let has_people = scenario.school.people.len() > 1;
    let tiers: &[Fidelity] = match (has_people, args.bodies) {
        (true, true) => &[Fidelity::Network, Fidelity::Pedestrian],
        (true, false) => &[Fidelity::Network],
        // Nobody walks: there is nothing to be rough about.
        (false, _) => &[Fidelity::Pedestrian],
    };
    let mut target = args.out.clone();
    for tier in tiers {
        let plan = asked.plan(&script, *tier, &scenario, args.seeds.clone(), folder.clone());
        let cells = plan.cells.clone();
        let registered = registered(plan, printer)?;
        let place = target.get_or_insert_with(|| {
            let name = format!("{FOLDER}-{}", &registered.digits()[..DIGITS]);
            Path::new(OUTPUTS).join(&registered.scenario).join(name)
        });
        let below = place.join(tier_word(*tier));
        with_metrics_alone(&registered, (args.jobs, &args.language), &below, false, printer)?;
        let pool = read(std::slice::from_ref(&below), Wanted::default())
            .map_err(|error| Stop::input(error.to_string()))?;
        let (base, found) = asked.found(&pool, &cells)?;
        let metrics = metrics(&pool, (base, &found), &args.metric, &scenario)?;
        let question = Question {
            base,
            metrics: metrics.clone(),
            pareto: Vec::new(),
        };
        let comparisons = compared(&pool, &question);
        let answers = Answers {
            pool: &pool,
            comparisons: &comparisons,
            metrics,
            answers: found,
            title: title.clone(),
            with_bodies: *tier == Fidelity::Pedestrian,
        };
        let written = write(&answers, speaker, place, *tier)?;
        if !printer.is_quiet() {
            printer::out(&text(&answers, speaker, &written, printer))?;
        }
        for remark in &comparisons.remarks {
            printer.remark(remark);
        }
    }
    Ok(())
}

/// What is asked: each option of these decisions at each of these times.
struct Asked {
    /// Decisions with their options.
    decisions: Vec<(String, Vec<String>)>,
    times: Vec<When>,
}

impl Asked {
    /// Every choice, option by option; last never.
    fn choices(&self) -> impl Iterator<Item = (&str, Option<&str>, When)> {
        self.decisions.iter().flat_map(move |(decision, options)| {
            let is_time = |when: &&When| matches!(when, When::At(_));
            let at_times = options.iter().flat_map(move |option| {
                let times = self.times.iter().filter(is_time);
                times.map(move |when| (decision.as_str(), Some(option.as_str()), *when))
            });
            let never = self.times.iter().filter(|when| **when == When::Never);
            at_times.chain(never.map(move |when| (decision.as_str(), None, *when)))
        })
    }

    /// What is laid over the scenario for a choice.
    fn cell(script: &Cell, (decision, option, when): (&str, Option<&str>, When)) -> Cell {
        let mut cell = script.clone();
        if let (Some(option), When::At(ms)) = (option, when) {
            cell.decide.push(format!("{decision}={option}@{}", written(ms)));
            cell.levels = vec![decision.to_owned(), option.to_owned(), written(ms)];
        } else {
            cell.set.push(format!("decision.{decision}.timing=never"));
            cell.levels = vec![decision.to_owned(), "never".to_owned(), String::new()];
        }
        cell
    }

    /// First the script, then each choice.
    fn plan(
        &self,
        script: &Cell,
        tier: Fidelity,
        scenario: &Scenario,
        seeds: SeedSet,
        folder: PathBuf,
    ) -> Plan {
        let mut script = script.clone();
        if scenario.exercise.fidelity != tier {
            script.set.push(format!("exercise.fidelity={}", tier_word(tier)));
        }
        script.levels = vec!["script".to_owned(), String::new(), String::new()];
        let choices = self.choices().map(|choice| Self::cell(&script, choice));
        let cells = std::iter::once(script.clone()).chain(choices).collect();
        let factor = |name: &str| Factor {
            name: name.to_owned(),
        };
        Plan {
            scenario: folder,
            factors: vec![factor("decision"), factor("option"), factor("decided_at")],
            cells,
            seeds,
            hazard_seeds: None,
        }
    }

    /// The groups of a pool: which is the script, and which each choice is.
    fn found(&self, pool: &Pool, cells: &[Cell]) -> Result<(usize, Vec<Answer>), Stop> {
        let choices = self.choices().zip(&cells[1..]);
        let found = choices.map(|((decision, option, when), cell)| {
            Ok(Answer {
                decision: decision.to_owned(),
                option: option.map(str::to_owned),
                at_ms: match when {
                    When::At(ms) => Some(ms),
                    When::Never => None,
                },
                group: group_of(pool, cell)?,
            })
        });
        Ok((group_of(pool, &cells[0])?, found.collect::<Result<_, Stop>>()?))
    }
}

/// The group of a pool in which the runs of a cell are.
pub(super) fn group_of(pool: &Pool, cell: &Cell) -> Result<usize, Stop> {
    let case = cell.case().unwrap_or_default();
    let is_of = |group: &crate::compare::Group| group.variant == cell.variant() && group.case == case;
    let found = pool.groups.iter().position(is_of);
    found.ok_or_else(|| Stop::defect(format!("no runs of `{}` were found", cell.label())))
}

const fn tier_word(tier: Fidelity) -> &'static str {
    match tier {
        Fidelity::Network => "network",
        Fidelity::Pedestrian => "pedestrian",
    }
}

/// A time after the start as `--decide` has it.
fn written(ms: Ms) -> String {
    if ms % 60_000 == 0 {
        format!("{} min", ms / 60_000)
    } else if ms % 1_000 == 0 {
        format!("{} s", ms / 1_000)
    } else {
        format!("{ms} ms")
    }
}

/// The decisions that are asked about, with their options.
fn decisions(args: &Args, scenario: &Scenario) -> Result<Vec<(String, Vec<String>)>, Stop> {
    let mut known: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for decision in &scenario.decisions {
        let options = decision.options.iter().map(|option| option.id.clone());
        known.entry(&decision.id).or_insert_with(|| options.collect());
    }
    if args.all {
        let all = known.into_iter().filter(|(_, options)| !options.is_empty());
        let all: Vec<_> = all.map(|(id, options)| (id.to_owned(), options)).collect();
        return if all.is_empty() {
            Err(Stop::input(
                "nothing is decided in this scenario: there is nothing to ask",
            ))
        } else {
            Ok(all)
        };
    }
    let mut asked = Vec::new();
    for id in &args.decision {
        let Some(options) = known.get(id.as_str()) else {
            let help = suggest::did_you_mean(id, known.keys().copied());
            return Err(Stop::input(format!("there is no decision `{id}`")).maybe_hint(help));
        };
        if options.is_empty() {
            return Err(Stop::input(format!(
                "`{id}` has no options: there is nothing to decide"
            )));
        }
        if !asked.iter().any(|(known, _)| known == id) {
            asked.push((id.clone(), options.clone()));
        }
    }
    Ok(asked)
}

/// The times that are asked about: a number without a unit has that of the next that has one.
fn times(asked: Option<&str>, scenario: &Scenario) -> Result<Vec<When>, Stop> {
    const HELP: &str = "write them like `0,5,10,20min,never` or `10:31,10:36`";
    let from_ms = scenario
        .hazards
        .iter()
        .map(|hazard| hazard.at_ms)
        .min()
        .unwrap_or(0);
    let text = asked.unwrap_or(DEFAULT_TIMES);
    let parts: Vec<&str> = text.split(',').map(str::trim).collect();
    let mut found = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        let when = if *part == "never" {
            When::Never
        } else if part.contains(':') {
            When::At(
                clock_time(part, scenario)
                    .ok_or_else(|| Stop::input(format!("`{part}` is no time of this exercise")).hint(HELP))?,
            )
        } else {
            let with_unit = if part.chars().all(|c| c.is_ascii_digit() || c == '.') {
                let unit = parts[index..].iter().find_map(|part| {
                    let unit = part
                        .trim_start_matches(|c: char| c.is_ascii_digit() || c == '.')
                        .trim();
                    (!unit.is_empty() && *part != "never" && !part.contains(':')).then_some(unit)
                });
                let unit = unit.ok_or_else(|| Stop::input(format!("`{part}` has no unit")).hint(HELP))?;
                format!("{part} {unit}")
            } else {
                (*part).to_owned()
            };
            let after_ms = duration_ms(&with_unit)
                .map_err(|misfit| Stop::input(format!("`--at`: {}", misfit.message)).hint(HELP))?;
            When::At(from_ms + after_ms)
        };
        if let When::At(at_ms) = when
            && at_ms > scenario.exercise.lasts_ms
        {
            // What nobody asked for is left out.
            if asked.is_none() {
                continue;
            }
            return Err(Stop::input(format!("`{part}` is after the end of the exercise")).hint(HELP));
        }
        if !found.contains(&when) {
            found.push(when);
        }
    }
    Ok(found)
}

/// The metrics that are told: those that are asked for; else of each decision the first that any of its choices moves, of those of the
/// objectives and then of lives, injuries and times.
fn metrics(
    pool: &Pool,
    (base, answers): (usize, &[Answer]),
    asked: &[String],
    scenario: &Scenario,
) -> Result<Vec<usize>, Stop> {
    let place = |name: &str| pool.metrics.iter().position(|metric| metric.name == name.trim());
    let show = scenario.material.show_casualties;
    if let Some(hidden) = asked.iter().find(|name| !is_metric_shown(name.trim(), show)) {
        return Err(Stop::input(format!(
            "`{hidden}` tells of casualties, which the exercise does not show at the table"
        ))
        .hint("`show_casualties` under `[exercise]` says what is shown; `hotwash compare` tells the trainer everything"));
    }
    if !asked.is_empty() {
        let found = asked.iter().map(|name| {
            let known = pool.metrics.iter().map(|metric| metric.name.as_str());
            place(name).ok_or_else(|| {
                Stop::input(format!("these runs have no metric `{name}`"))
                    .maybe_hint(suggest::did_you_mean(name, known))
            })
        });
        return found.collect();
    }
    let objectives = scenario
        .objectives
        .iter()
        .map(|objective| objective.metric.as_str());
    let mut candidates: Vec<usize> = Vec::new();
    for metric in objectives.chain(TOLD_FIRST.iter().copied()).filter_map(place) {
        if is_metric_shown(&pool.metrics[metric].name, show) && !candidates.contains(&metric) {
            candidates.push(metric);
        }
    }
    let differs = |answer: &Answer, metric: usize| {
        let values = |group: usize| pool.groups[group].values(metric);
        !values(base).eq(values(answer.group))
    };
    let decisions = answers.chunk_by(|a, b| a.decision == b.decision);
    let moved: BTreeSet<usize> = decisions
        .flat_map(|answers| {
            let places = (0..candidates.len())
                .filter(|place| answers.iter().any(|answer| differs(answer, candidates[*place])));
            places.take(METRICS_TOLD)
        })
        .collect();
    if moved.is_empty() {
        candidates.truncate(METRICS_TOLD);
        return Ok(candidates);
    }
    Ok(moved.into_iter().map(|place| candidates[place]).collect())
}

/// Where answers come from.
#[derive(Serialize)]
struct Manifest<'a> {
    #[serde(flatten)]
    head: Head<'a>,
    model_versions: Vec<&'a str>,
    fidelity: &'static str,
    files: BTreeMap<&'a str, FileRecord>,
}

/// Writes the page and the table; where they are.
fn write(of: &Answers<'_>, speaker: Speaker<'_>, place: &Path, tier: Fidelity) -> Result<PathBuf, Stop> {
    let html = answers_page(speaker, of);
    let rows = answer_rows(of);
    let table = csv_bytes(&rows, &speaker.clock)?;
    let below = place.join(format!("{FOLDER}-{}", tier_word(tier)));
    published(FOLDER, &below, |folder| {
        folder.write("answers.html", html.as_bytes()).map_err(failed)?;
        folder.write("answers.csv", &table).map_err(failed)?;
        let infos = [TableInfo::of::<AnswerRow>()];
        let package = datapackage_json((&of.pool.scenario, &of.title), &infos, folder.written());
        folder
            .write("datapackage.json", package.as_bytes())
            .map_err(failed)?;
        let counts = BTreeMap::from([("answers.csv".to_owned(), rows.len())]);
        let manifest = pretty_json(&Manifest {
            head: Head::new(FOLDER, &of.pool.scenario, &of.title),
            model_versions: of.pool.versions.iter().map(String::as_str).collect(),
            fidelity: tier_word(tier),
            files: file_records(folder.written(), &counts),
        });
        folder.write(MANIFEST, manifest.as_bytes()).map_err(failed)
    })
}

fn text(of: &Answers<'_>, speaker: Speaker<'_>, written: &Path, printer: Printer) -> String {
    let (width, paint) = (printer.width(), printer.paint());
    let mut text = String::new();
    for decision in of.told(speaker) {
        let mut table = Block::new(decision.question.as_str(), []);
        for choice in &decision.choices {
            table.push(Row::new(format!("{}  {}", choice.option, choice.when), []));
            for (metric, figure) in decision.metrics.iter().zip(&choice.figures) {
                let sign = figure.sign.map_or_else(String::new, |sign| format!("{sign} "));
                table.push(Row::new(metric.as_str(), [sign + &figure.told]).indented());
            }
        }
        text += &blocks(&[table], width, paint);
        for line in decision.unmoved.iter().flat_map(|said| wrapped(said, width - 2)) {
            text += &format!("  {line}\n");
        }
        text.push('\n');
    }
    for line in wrapped(&of.worth(speaker).join(" "), width) {
        text += &format!("{line}\n");
    }
    text + &format!(
        "Open {}/answers.html in a browser and print it; answers.csv beside it holds every number.\n",
        written.display()
    )
}
